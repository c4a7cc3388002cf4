/* kpi_table: every KPI as a fraction of counts; formulas, units, choices. */
#include "common/kpi.h"
#include "common/near.h"
#include "common/opt.h"

const struct kpi_count_row kpi_counts[N_COUNTS] = {
#define COUNT(id, name, form, section, doc) \
	[N_##id] = { name, KPI_##form, SECTION_##section, doc },
#include "common/kpi_count.def"
#undef COUNT
};

#define P(id)	(N_##id + 1)
#define M(id)	(-(N_##id + 1))

#define NUM(...)	{ __VA_ARGS__ }
#define DEN(...)	{ __VA_ARGS__ }

const struct kpi kpis[] = {
#define KPI(id, title, form, num, den, p, definition, source) \
	{ id, title, KPI_##form, num, den, p, definition, source },
#include "common/kpi.def"
#undef KPI
};
const size_t kpi_n = COUNT_OF(kpis);

const char *const kpi_repeats[] = { "customer", "reason", NULL };
const char *const kpi_ats[] = { "entry", "start", "decided", "end", NULL };

const struct kpi *
kpi_find(struct str id)
{
	for (size_t i = 0; i < kpi_n; i++)
		if (str_is(id, kpis[i].id))
			return &kpis[i];
	return NULL;
}

const char *
kpi_unit(const struct kpi *k)
{
	static const char *const units[] = { [KPI_COUNT] = "count",
	    [KPI_RATE] = "share", [KPI_POINTS] = "points", [KPI_MEAN] = "ms",
	    [KPI_WALL] = "ms", [KPI_ONE_MEAN] = "ms", [KPI_SCORE] = "score",
	    [KPI_SCORE1] = "score", [KPI_QUANTILE] = "ms", [KPI_MAX] = "ms",
	    [KPI_NPS_SE] = "points", [KPI_MONEY] = "money" };

	return units[k->form];
}

/* ---- formulas ---------------------------------------------------------------- */

static void
put_sum(struct buf *b, const int *terms)
{
	bool many = terms[0] && terms[1];

	buf_puts(b, many ? "(" : "");
	for (int i = 0; i < KPI_TERMS && terms[i]; i++) {
		int count = (terms[i] < 0 ? -terms[i] : terms[i]) - 1;

		if (i || terms[i] < 0)
			buf_puts(b, terms[i] < 0 ? " - " : " + ");
		buf_puts(b, kpi_counts[count].name);
	}
	buf_puts(b, many ? ")" : "");
}

void
kpi_formula(struct buf *b, const struct kpi *k)
{
	if (k->form == KPI_QUANTILE) {
		buf_printf(b, "nearest rank %lld %% of the answered waits",
		    (long long)(k->p / 10000));
		return;
	}
	if (k->form == KPI_NPS_SE) {
		buf_printf(b, "%ssqrt((p + d - (p - d)^2) / %s), p = promoters "
		    "/ nps, d = detractors / nps", k->p == 2 ? "1.959964 " : "",
		    k->p == 1 ? "(nps - 1)" : "nps");
		return;
	}
	put_sum(b, k->num);
	if (!k->den[0])
		return;
	buf_puts(b, " / ");
	put_sum(b, k->den);
}

bool
kpi_windowed(const struct kpi *k)
{
	for (int i = 0; i < KPI_TERMS; i++)
		if (k->num[i] - 1 >= N_FOLLOWED_1 &&
		    k->num[i] - 1 <= N_KEPT_4)
			return true;
	return false;
}

/* ---- choices -------------------------------------------------------------------- */

/* 604800000 is 7d: the greatest unit that divides it. */
static const char *
window_name(struct arena *a, int64_t ms)
{
	static const struct { int64_t ms; const char *unit; } units[] = {
		{ 86400000, "d" }, { 3600000, "h" }, { 60000, "m" },
		{ 1000, "s" }, { 1, "ms" } };
	struct buf name = { 0 };
	size_t i = 0;
	const char *text;

	while (ms % units[i].ms)
		i++;
	buf_printf(&name, "%lld%s", (long long)(ms / units[i].ms),
	    units[i].unit);
	text = arena_dup(a, buf_view(&name)).p;
	buf_release(&name);
	return text;
}

int
kpi_window_check(int64_t ms, struct err *err)
{
	if (ms >= MS_MINUTE)
		return 0;
	err_set(err, ERR_USAGE, "--window: a window for repeats is a minute or "
	    "longer");
	err_hint(err, "a number alone means seconds; days are written 7d");
	return -1;
}

int
kpi_windows(struct kpi_settings *k, const char *text, struct arena *a,
    struct err *err)
{
	struct str rest = str_of(text), word;

	k->windows = 0;
	while (str_cut(&rest, ',', &word)) {
		word = str_trim(word);
		if (k->windows == KPI_WINDOWS)
			return err_set(err, ERR_USAGE, "--window: at most %d "
			    "windows", KPI_WINDOWS);
		if (!opt_seconds(word, &k->window_ms[k->windows]))
			return err_set(err, ERR_USAGE, "--window takes times "
			    "such as 1d,7d,14d, not '%.*s'", STR_ARG(word));
		if (kpi_window_check(k->window_ms[k->windows], err) < 0)
			return -1;
		for (size_t i = 0; i < k->windows; i++)
			if (k->window_ms[i] == k->window_ms[k->windows])
				return err_set(err, ERR_USAGE, "--window: "
				    "'%.*s' stands twice", STR_ARG(word));
		k->window_name[k->windows] = window_name(a,
		    k->window_ms[k->windows]);
		k->windows++;
	}
	return 0;
}

static void
choose_one(struct kpi_choices *c, const struct kpi *k,
    const struct kpi_settings *s, size_t window)
{
	struct buf id = { 0 };

	GROW(c->item, c->n, c->cap);
	buf_puts(&id, k->id);
	if (s->windows > 1 && kpi_windowed(k))
		buf_printf(&id, "@%s", s->window_name[window]);
	c->item[c->n++] = (struct kpi_choice){ k, window,
	    arena_dup(&c->arena, buf_view(&id)).p };
	buf_release(&id);
}

static void
choose(struct kpi_choices *c, const struct kpi *k,
    const struct kpi_settings *s)
{
	size_t n = kpi_windowed(k) ? s->windows : 1;

	for (size_t w = 0; w < n; w++)
		choose_one(c, k, s, w);
}

/* A table with two columns of one name is read as if there were one. */
static bool
chosen(const struct kpi_choices *c, const struct kpi *k)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->item[i].kpi == k)
			return true;
	return false;
}

static int
no_such(struct str word, struct err *err)
{
	struct near near = { .typed = word };

	for (size_t i = 0; i < kpi_n; i++)
		near_offer(&near, str_of(kpis[i].id));
	err_set(err, ERR_USAGE, "-k '%.*s': no such KPI", STR_ARG(word));
	if (near.best.p)
		err_hint(err, "did you mean '%s'? cc-kpi(7) lists them all",
		    near.best.p);
	else
		err_hint(err, "cc-kpi(7) lists them all");
	return -1;
}

int
kpi_choose(struct kpi_choices *c, const char *ids,
    const struct kpi_settings *s, struct err *err)
{
	struct str rest = str_of(ids), word;

	while (str_cut(&rest, ',', &word)) {
		const struct kpi *k = kpi_find(str_trim(word));

		if (k && chosen(c, k))
			return err_set(err, ERR_USAGE, "-k: '%s' stands twice",
			    k->id);
		if (k) {
			choose(c, k, s);
			continue;
		}
		if (!str_is(str_trim(word), "all"))
			return no_such(str_trim(word), err);
		for (size_t i = 0; i < kpi_n; i++)
			if (!chosen(c, &kpis[i]))
				choose(c, &kpis[i], s);
	}
	return 0;
}

void
kpi_choices_release(struct kpi_choices *c)
{
	mem_free(c->item);
	arena_release(&c->arena);
	*c = (struct kpi_choices){ 0 };
}
