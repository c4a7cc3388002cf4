/* sections: headline, service level, arrivals and waits; see sections.h. The
 * tables are in tables.c, the journeys in journeys.c. */
#include "cmd/ccreport/sections.h"

#include "common/when.h"

struct labelled {
	struct str label;
	uint32_t at;
};

static int
by_label(const void *a, const void *b)
{
	return str_cmp(((const struct labelled *)a)->label,
	    ((const struct labelled *)b)->label);
}

uint32_t *
view_sorted(const struct view *v)
{
	size_t n = v->labels.n;
	struct labelled *list = mem_zero(n + 1, sizeof(*list));
	uint32_t *order = mem_zero(n + 1, sizeof(*order));

	for (size_t i = 0; i < n; i++)
		list[i] = (struct labelled){ v->labels.key[i], (uint32_t)i };
	if (n)
		qsort(list, n, sizeof(*list), by_label);
	for (size_t i = 0; i < n; i++)
		order[i] = list[i].at;
	mem_free(list);
	return order;
}

struct kpi_value
kpi_of(const struct gathered *g, const struct kpi *k, struct kpi_state *s)
{
	struct kpi_choice c = { k, 0, k->id };

	return kpi_value(&g->plan, &c, s);
}

int64_t
kpi_cell(const struct gathered *g, const struct kpi *k, struct kpi_state *s,
    enum unit *unit)
{
	static const enum unit units[] = { [KPI_COUNT] = UNIT_COUNT,
	    [KPI_RATE] = UNIT_RATE, [KPI_POINTS] = UNIT_RATE,
	    [KPI_MEAN] = UNIT_MS, [KPI_WALL] = UNIT_MS,
	    [KPI_ONE_MEAN] = UNIT_MS, [KPI_SCORE] = UNIT_MICRO,
	    [KPI_SCORE1] = UNIT_MICRO, [KPI_QUANTILE] = UNIT_MS,
	    [KPI_MAX] = UNIT_MS, [KPI_NPS_SE] = UNIT_MICRO,
	    [KPI_MONEY] = UNIT_MICRO };
	struct kpi_value v = kpi_of(g, k, s);

	*unit = units[k->form];
	return v.known ? v.value : VALUE_NONE;
}

/* ---- headline -------------------------------------------------------------------------- */

static const char *const headline[] = { "contacts", "offered", "abandon_rate",
	"sl", "asa", "wait_p90", "aht", "transfer_rate", "fcr:net",
	"repeat_rate", "containment", "first_reply", "first_reply:message",
	"csat", "nps", "ces", "occupancy" };

static struct str
basis_of(struct report *r, const struct kpi *k, const struct kpi_value *v)
{
	struct buf b = { 0 };
	struct str s;

	if (k->den[0] && v->den > 0 && k->form == KPI_RATE) {
		value_text(&b, (int64_t)v->num, UNIT_COUNT);
		buf_puts(&b, " of ");
		value_text(&b, (int64_t)v->den, UNIT_COUNT);
	} else if (k->den[0] && v->den > 0) {
		buf_puts(&b, "over ");
		value_text(&b, (int64_t)v->den, UNIT_COUNT);
	}
	s = arena_dup(&r->d->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

static void
fill_figure(struct report *r, struct figure *f, const struct kpi *k,
    struct kpi_state *s)
{
	struct kpi_value v = kpi_of(r->g, k, s);

	f->name = str_of(k->title);
	f->value = kpi_cell(r->g, k, s, &f->unit);
	f->basis = basis_of(r, k, &v);
	f->definition = str_of(k->definition);
	if (v.known && strcmp(k->id, "sl") == 0) {
		f->name = document_text(r->d, "%s, %lld s", k->title,
		    (long long)(r->o->threshold_ms / 1000));
		f->verdict = v.value >= r->o->target * 10000 ? 1 : -1;
	}
}

void
section_headline(struct report *r)
{
	const struct view *all = &r->g->view[VIEW_ALL];
	const struct kpi *shown[COUNT_OF(headline)];
	struct figure *f;
	size_t n = 0;

	document_section(r->d, STR("Headline"));
	if (!all->labels.n) {
		document_note(r->d, "These lines hold no contacts.");
		return;
	}
	for (size_t i = 0; i < COUNT_OF(headline); i++) {
		const struct kpi *k = kpi_find(str_of(headline[i]));

		BUG_UNLESS(k != NULL);
		if (kpi_of(r->g, k, all->state[0]).known)
			shown[n++] = k;
	}
	f = document_figures(r->d, n);
	for (size_t i = 0; i < n; i++)
		fill_figure(r, &f[i], shown[i], all->state[0]);
}

/* ---- service level ------------------------------------------------------------------------ */

static void
service_chart(struct report *r, enum view_id id, const char *title,
    const char *axis)
{
	const struct view *v = &r->g->view[id];
	const struct kpi *sl = kpi_find(STR("sl"));
	uint32_t *order = view_sorted(v);
	struct chart *c;
	enum unit unit;
	size_t met = 0, known = 0;

	c = document_chart(r->d, CHART_LINE, v->labels.n, 1);
	c->unit = UNIT_RATE;
	c->axis = str_of(axis);
	c->title = str_of(title);
	c->has_target = true;
	c->target = r->o->target * 10000;
	c->target_name = document_text(r->d, "target %lld%%",
	    (long long)r->o->target);
	c->series[0].name = str_of(sl->title);
	for (size_t i = 0; i < v->labels.n; i++) {
		int64_t value = kpi_cell(r->g, sl, v->state[order[i]], &unit);

		c->category[i] = arena_dup(&r->d->arena,
		    v->labels.key[order[i]]);
		c->series[0].value[i] = value;
		known += value != VALUE_NONE;
		met += value != VALUE_NONE && value >= c->target;
	}
	c->desc = document_text(r->d, "The target was met in %zu of %zu "
	    "intervals with contacts.", met, known);
	mem_free(order);
}

void
section_service(struct report *r)
{
	document_section(r->d, STR("Service level"));
	document_note(r->d, "%s. Threshold %lld s, target %lld%%.",
	    kpi_find(STR("sl"))->definition,
	    (long long)(r->o->threshold_ms / 1000),
	    (long long)r->o->target);
	service_chart(r, VIEW_DAY, "Service level by day", "Day");
	service_chart(r, VIEW_TIME, "Service level by time of day, all days",
	    "Half hour");
}

/* ---- arrivals and channels ------------------------------------------------------------------ */

static void
heat_map(struct report *r)
{
	static const struct str days[7] = { STR_INIT("Mon"), STR_INIT("Tue"),
	    STR_INIT("Wed"), STR_INIT("Thu"), STR_INIT("Fri"),
	    STR_INIT("Sat"), STR_INIT("Sun") };
	struct chart *c = document_chart(r->d, CHART_HEAT, 48, 7);
	uint64_t most = 0;
	int day = 0, half = 0;

	c->title = STR("Contacts by weekday and half hour");
	c->axis = STR("Half hour");
	for (int i = 0; i < 48; i++)
		c->category[i] = document_text(r->d, "%02d:%02d", i / 2,
		    i % 2 * 30);
	for (int d = 0; d < 7; d++) {
		c->series[d].name = days[d];
		for (int i = 0; i < 48; i++) {
			c->series[d].value[i] = (int64_t)r->g->arrivals[d][i];
			if (r->g->arrivals[d][i] <= most)
				continue;
			most = r->g->arrivals[d][i];
			day = d;
			half = i;
		}
	}
	c->desc = document_text(r->d, "The busiest half hour is %.*s %02d:%02d "
	    "with %llu contacts.", STR_ARG(days[day]), half / 2,
	    half % 2 * 30, (unsigned long long)most);
}

static void
channel_mix(struct report *r)
{
	const struct gathered *g = r->g;
	const struct view days = { .labels = g->days };
	uint32_t *order = view_sorted(&days);
	uint64_t total[16] = { 0 };
	int shown[16];
	size_t n = 0;
	struct chart *c;

	for (size_t i = 0; i < g->days.n; i++)
		for (int k = 0; k < 16; k++)
			total[k] += g->mix[i][k];
	for (int k = 0; k < 16; k++)
		if (total[k])
			shown[n++] = k;
	c = document_chart(r->d, CHART_STACK, g->days.n, n);
	c->title = STR("Contacts by channel and day");
	c->desc = document_text(r->d, "%zu channels over %zu days.", n,
	    (size_t)g->days.n);
	c->axis = STR("Day");
	for (size_t s = 0; s < n; s++)
		c->series[s].name = str_of(fields[F_CHANNEL].values[shown[s]]);
	for (size_t i = 0; i < g->days.n; i++) {
		c->category[i] = arena_dup(&r->d->arena,
		    g->days.key[order[i]]);
		for (size_t s = 0; s < n; s++)
			c->series[s].value[i] =
			    (int64_t)g->mix[order[i]][shown[s]];
	}
	mem_free(order);
}

void
section_arrivals(struct report *r)
{
	document_section(r->d, STR("Arrivals and channels"));
	heat_map(r);
	channel_mix(r);
}

/* ---- waits ------------------------------------------------------------------------------------- */

static struct str
bucket_name(struct report *r, int i)
{
	struct buf low = { 0 }, high = { 0 };
	struct str name;

	if (i)
		value_text(&low, wait_limits[i - 1], UNIT_MS);
	if (i < WAIT_BUCKETS - 1)
		value_text(&high, wait_limits[i], UNIT_MS);
	if (i == 0)
		name = document_text(r->d, "to %.*s",
		    STR_ARG(buf_view(&high)));
	else if (i == WAIT_BUCKETS - 1)
		name = document_text(r->d, "over %.*s",
		    STR_ARG(buf_view(&low)));
	else
		name = document_text(r->d, "to %.*s",
		    STR_ARG(buf_view(&high)));
	buf_release(&low);
	buf_release(&high);
	return name;
}

void
section_waits(struct report *r)
{
	const struct gathered *g = r->g;
	struct chart *c;
	uint64_t all = 0, quick = 0;

	document_section(r->d, STR("Waiting"));
	c = document_chart(r->d, CHART_STACK, WAIT_BUCKETS, 2);
	c->title = STR("How long people waited, and what came of it");
	c->axis = STR("Wait");
	c->series[0].name = STR("answered");
	c->series[1].name = STR("abandoned");
	for (int i = 0; i < WAIT_BUCKETS; i++) {
		c->category[i] = bucket_name(r, i);
		c->series[0].value[i] = (int64_t)g->wait_answered[i];
		c->series[1].value[i] = (int64_t)g->wait_abandoned[i];
		all += g->wait_answered[i] + g->wait_abandoned[i];
		if (i < 3)
			quick += g->wait_answered[i] + g->wait_abandoned[i];
	}
	c->desc = document_text(r->d, "%llu of %llu waits were 20 s or "
	    "shorter.", (unsigned long long)quick, (unsigned long long)all);
}
