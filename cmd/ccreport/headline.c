/* headline: what the period came to, in a few sentences and in key figures. */
#include "cmd/ccreport/sections.h"

#include "common/when.h"

/* ---- key figures ------------------------------------------------------------ */

/* Groups of KPIs; those of which the data knows nothing are left out. */
static const struct headline_group {
	const char *name;
	const char *ids[7];
} groups[] = {
	{ "Demand", { "contacts", "offered", "answered", "abandoned" } },
	{ "Access", { "sl", "abandon_rate", "asa", "wait_p90" } },
	{ "Handling", { "aht", "transfer_rate", "containment",
	    "first_reply:created", "first_reply:message", "first_reply",
	    "occupancy" } },
	{ "Resolution and voice of the customer", { "fcr:net", "repeat_rate",
	    "csat", "nps", "ces" } },
};

static struct str
basis_of(struct report *r, const struct kpi *k, const struct kpi_value *v)
{
	/* A share of times (occupancy) rests on times, not on a number. */
	enum unit unit = k->den[0] > 0 &&
	    kpi_counts[k->den[0] - 1].form == KPI_S ? UNIT_MS : UNIT_COUNT;
	struct buf b = { 0 };
	struct str s;

	if (k->den[0] && v->den > 0 && k->form == KPI_RATE) {
		value_text(&b, (int64_t)v->num, unit);
		buf_puts(&b, " of ");
		value_text(&b, (int64_t)v->den, unit);
	} else if (k->den[0] && v->den > 0) {
		buf_puts(&b, "over ");
		value_text(&b, (int64_t)v->den, UNIT_COUNT);
	}
	s = arena_dup(&r->d->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

/* What became of the visits that were neither answered nor abandoned is not
 * among the figures: that they are some is said. */
static struct str
neither(struct report *r, struct kpi_state *s)
{
	int64_t left = kpi_of(r->g, kpi_find(STR("offered")), s).value -
	    kpi_of(r->g, kpi_find(STR("answered")), s).value -
	    kpi_of(r->g, kpi_find(STR("abandoned")), s).value;

	return left > 0 ? document_text(r->d, "%.*s neither answered nor "
	    "abandoned", STR_ARG(document_value(r->d, left, UNIT_COUNT))) :
	    STR("");
}

static void
fill_figure(struct report *r, struct figure *f, const struct kpi *k,
    struct kpi_state *s)
{
	struct kpi_value v = kpi_of(r->g, k, s);

	f->name = str_of(k->title);
	if (strcmp(k->id, "fcr:net") == 0)	/* the definition says which */
		f->name = STR("First-contact resolution");
	f->value = kpi_cell(r->g, k, s, &f->unit);
	f->basis = basis_of(r, k, &v);
	if (strcmp(k->id, "offered") == 0)
		f->basis = neither(r, s);
	f->definition = str_of(k->definition);
	if (v.known && strcmp(k->id, "sl") == 0) {
		f->name = document_text(r->d, "%s, %.*s", k->title,
		    STR_ARG(threshold_text(r)));
		f->verdict = v.value >= r->o->target * 10000 ? 1 : -1;
	}
}

static void
figures_of(struct report *r, const struct headline_group *g,
    struct kpi_state *s)
{
	const struct kpi *shown[COUNT_OF(g->ids)];
	struct figure *f;
	size_t n = 0;

	for (size_t i = 0; i < COUNT_OF(g->ids) && g->ids[i]; i++) {
		const struct kpi *k = kpi_find(str_of(g->ids[i]));

		BUG_UNLESS(k != NULL);
		/* of whichever clock: only where none is named */
		if (strcmp(k->id, "first_reply") == 0 && n && str_starts(
		    str_of(shown[n - 1]->id), STR("first_reply:")))
			continue;
		if (kpi_of(r->g, k, s).known)
			shown[n++] = k;
	}
	if (!n)
		return;
	document_group(r->d, str_of(g->name));
	f = document_figures(r->d, n);
	for (size_t i = 0; i < n; i++)
		fill_figure(r, &f[i], shown[i], s);
}

void
section_headline(struct report *r)
{
	struct kpi_state *all = view_state(&r->g->view[VIEW_ALL], STR(""));

	document_section(r->d, STR("Key figures"));
	for (size_t i = 0; i < COUNT_OF(groups); i++)
		figures_of(r, &groups[i], all);
}

/* ---- in short ---------------------------------------------------------------- */

static struct str
kpi_text(struct report *r, const char *id, struct kpi_state *s)
{
	enum unit unit;
	int64_t value = kpi_cell(r->g, kpi_find(str_of(id)), s, &unit);

	return document_value(r->d, value, unit);
}

static void
say_service(struct report *r, struct kpi_state *all)
{
	const struct kpi *sl = kpi_find(STR("sl"));
	struct kpi_value v = kpi_of(r->g, sl, all);
	int64_t target = r->o->target * 10000;

	if (!v.known)
		return;
	document_point(r->d, "Service level was %.*s within %.*s%s, %s the "
	    "target of %lld%%; %.*s of those offered gave up waiting.",
	    STR_ARG(kpi_text(r, "sl", all)), STR_ARG(threshold_text(r)),
	    v.den < FEW ? " (of few visits)" : "", v.value < target ?
	    "below" : v.value == target ? "exactly" : "above",
	    (long long)r->o->target,
	    STR_ARG(kpi_text(r, "abandon_rate", all)));
}

/* Of the groups of a view with enough visits, the one a KPI is least or, with
 * sign -1, greatest in; MAP_NONE when there are not two to compare. */
static uint32_t
extreme(const struct report *r, const struct view *v, const char *id, int sign)
{
	const struct kpi *k = kpi_find(str_of(id));
	uint32_t found = MAP_NONE;
	int64_t best = 0;
	int seen = 0;

	for (uint32_t i = 0; i < v->labels.n; i++) {
		struct kpi_value x = kpi_of(r->g, k, v->state[i]);

		if (!x.known || x.den < FEW)
			continue;
		seen++;
		x.value *= sign;
		if (found == MAP_NONE || x.value < best || (x.value == best &&
		    str_cmp(v->labels.key[i], v->labels.key[found]) < 0)) {
			found = i;
			best = x.value;
		}
	}
	return seen > 1 ? found : MAP_NONE;
}

static void
say_queue(struct report *r)
{
	const struct view *v = &r->g->view[VIEW_QUEUE];
	uint32_t i = extreme(r, v, "sl", 1);

	if (i != MAP_NONE)
		document_point(r->d, "Service level is lowest in queue %.*s: %.*s "
		    "within %.*s, mean wait of the answered %.*s.",
		    STR_ARG(v->labels.key[i]),
		    STR_ARG(kpi_text(r, "sl", v->state[i])),
		    STR_ARG(threshold_text(r)),
		    STR_ARG(kpi_text(r, "asa", v->state[i])));
}

/* ", 6,214 known customers"; nothing when none is known. */
static struct str
and_customers(struct report *r)
{
	int64_t n = r->g->ways.customers;

	return n ? document_text(r->d, ", %.*s known customer%s",
	    STR_ARG(document_value(r->d, n, UNIT_COUNT)), n == 1 ? "" : "s") :
	    STR("");
}

/* "; the busiest day was Mon 2026-03-30 with 1,384"; of one it goes without
 * saying. */
static struct str
busiest(struct report *r)
{
	static const char *const words[] = { "day was", "week was that of",
	    "month was" };
	const struct kpi *contacts = kpi_find(STR("contacts"));
	int64_t most = -1;
	size_t at = 0;

	for (size_t i = 0; i < r->periods.n; i++) {
		int64_t v = kpi_of(r->g, contacts, r->by_period[i]).value;

		if (v > most) {
			most = v;
			at = i;
		}
	}
	if (r->periods.n < 2)
		return STR("");
	return document_text(r->d, "; the busiest %s %.*s with %.*s",
	    words[r->periods.by], STR_ARG(r->periods.period[at].name),
	    STR_ARG(document_value(r->d, most, UNIT_COUNT)));
}

static void
say_demand(struct report *r, struct kpi_state *all)
{
	int64_t n = kpi_of(r->g, kpi_find(STR("contacts")), all).value;

	document_point(r->d, "%.*s contact%s%.*s%.*s.",
	    STR_ARG(document_value(r->d, n, UNIT_COUNT)), n == 1 ? "" : "s",
	    STR_ARG(and_customers(r)), STR_ARG(busiest(r)));
}

/* The window in words: "7 days". */
static struct str
window_words(struct report *r)
{
	int64_t days = r->o->window_ms / MS_DAY;

	if (days * MS_DAY != r->o->window_ms)
		return document_value(r->d, r->o->window_ms, UNIT_MS);
	return document_text(r->d, "%lld day%s", (long long)days,
	    days == 1 ? "" : "s");
}

static void
say_repeats(struct report *r, struct kpi_state *all)
{
	const struct view *v = &r->g->view[VIEW_REASON];
	const struct kpi *rate = kpi_find(STR("repeat_rate"));
	uint32_t i = extreme(r, v, "repeat_rate", -1);
	struct str most = STR("");

	if (!kpi_of(r->g, rate, all).known)
		return;
	if (i != MAP_NONE && kpi_of(r->g, rate, v->state[i]).value)
		most = document_text(r->d, "; %.*s of those with reason %.*s",
		    STR_ARG(kpi_text(r, "repeat_rate", v->state[i])),
		    STR_ARG(v->labels.key[i]));
	document_point(r->d, "%.*s of contacts were followed by another of "
	    "the same customer within %.*s%.*s.",
	    STR_ARG(kpi_text(r, "repeat_rate", all)),
	    STR_ARG(window_words(r)), STR_ARG(most));
}

void
section_summary(struct report *r)
{
	struct kpi_state *all = view_state(&r->g->view[VIEW_ALL], STR(""));

	document_section(r->d, STR("In short"));
	say_demand(r, all);
	say_service(r, all);
	say_queue(r);
	say_repeats(r, all);
}
