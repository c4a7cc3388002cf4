/* sections: service level, arrivals and waits; see sections.h. The summary and
 * the headline are in headline.c, the tables in tables.c, the journeys in
 * journeys.c. */
#include "cmd/ccreport/sections.h"

#include "common/when.h"

struct kpi_state *
view_state(const struct view *v, struct str label)
{
	uint32_t i = map_find(&v->labels, label);

	return i == MAP_NONE ? NULL : v->state[i];
}

void
report_init(struct report *r)
{
	const struct view *days = &r->g->view[VIEW_DAY];
	const struct kpi_plan *plan = &r->g->plan;

	periods_init(&r->periods, r->z, r->g->first, r->g->last,
	    &r->d->arena);
	r->by_period = mem_zero(r->periods.n + 1, sizeof(*r->by_period));
	for (size_t i = 0; i < r->periods.n; i++) {
		r->by_period[i] = mem_get(kpi_state_bytes(plan));
		kpi_state_init(plan, r->by_period[i]);
	}
	for (size_t i = 0; i < days->labels.n; i++)
		kpi_state_merge(plan, r->by_period[periods_find(&r->periods,
		    days->labels.key[i])], days->state[i]);
}

void
report_release(struct report *r)
{
	for (size_t i = 0; i < r->periods.n; i++) {
		kpi_state_release(r->by_period[i]);
		mem_free(r->by_period[i]);
	}
	mem_free(r->by_period);
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
	    [KPI_RATE] = UNIT_RATE, [KPI_POINTS] = UNIT_POINTS,
	    [KPI_MEAN] = UNIT_MS, [KPI_WALL] = UNIT_MS,
	    [KPI_ONE_MEAN] = UNIT_MS, [KPI_SCORE] = UNIT_MICRO,
	    [KPI_SCORE1] = UNIT_MICRO, [KPI_QUANTILE] = UNIT_MS,
	    [KPI_MAX] = UNIT_MS, [KPI_NPS_SE] = UNIT_MICRO,
	    [KPI_MONEY] = UNIT_MICRO };
	struct kpi_value v = kpi_of(g, k, s);

	*unit = units[k->form];
	return v.known ? v.value : VALUE_NONE;
}

struct str
threshold_text(struct report *r)
{
	int64_t ms = r->o->threshold_ms;

	return ms % 1000 ? document_text(r->d, "%lld.%03lld s",
	    (long long)(ms / 1000), (long long)(ms % 1000)) :
	    document_text(r->d, "%lld s", (long long)(ms / 1000));
}

/* ---- service level ------------------------------------------------------------------------ */

static struct chart *
service_chart(struct report *r, size_t n, const char *title, struct str axis)
{
	const struct kpi *sl = kpi_find(STR("sl"));
	struct chart *c = document_chart(r->d, CHART_LINE, n, 1);

	c->unit = UNIT_RATE;
	c->axis = axis;
	c->title = str_of(title);
	c->has_target = true;
	c->target = r->o->target * 10000;
	c->target_name = document_text(r->d, "target %lld%%",
	    (long long)r->o->target);
	c->series[0].name = str_of(sl->title);
	c->tick = arena_zero(&r->d->arena, n, sizeof(*c->tick));
	c->basis = arena_zero(&r->d->arena, n, sizeof(*c->basis));
	c->basis_name = STR("Visits counted");
	return c;
}

static void
service_point(struct report *r, struct chart *c, size_t i, struct str name,
    struct str tick, struct kpi_state *s)
{
	const struct kpi *sl = kpi_find(STR("sl"));
	enum unit unit;

	c->category[i] = name;
	c->tick[i] = tick;
	if (!s)
		return;
	c->series[0].value[i] = kpi_cell(r->g, sl, s, &unit);
	c->basis[i] = (int64_t)kpi_of(r->g, sl, s).den;
}

static void
describe_service(struct report *r, struct chart *c, const char *what)
{
	size_t met = 0, known = 0, worst = 0;
	const int64_t *v = c->series[0].value;

	for (size_t i = 0; i < c->categories; i++) {
		if (v[i] == VALUE_NONE)
			continue;
		if (!known || v[i] < v[worst])
			worst = i;
		known++;
		met += v[i] >= c->target;
	}
	if (!known) {
		c->desc = STR("No wait in a queue is known.");
		return;
	}
	c->desc = document_text(r->d, "The target was met in %zu of %zu %s; the "
	    "lowest is %.*s with %.*s.", met, known, what,
	    STR_ARG(c->category[worst]), STR_ARG(document_value(r->d,
	    v[worst], UNIT_RATE)));
}

static struct str
half_hour_name(struct report *r, int half)
{
	return document_text(r->d, "%02d:%02d", half / 2, half % 2 * 30);
}

void
section_service(struct report *r)
{
	static const char *const titles[] = { "Service level by day",
	    "Service level by week", "Service level by month" };
	static const char *const nouns[] = { "days", "weeks", "months" };
	struct chart *c;

	document_section(r->d, STR("Service level"));
	document_note(r->d, "Service level = %s. Threshold %.*s, target "
	    "%lld%%.", kpi_find(STR("sl"))->definition,
	    STR_ARG(threshold_text(r)),
	    (long long)r->o->target);
	c = service_chart(r, r->periods.n, titles[r->periods.by],
	    r->periods.axis);
	for (size_t i = 0; i < r->periods.n; i++)
		service_point(r, c, i, r->periods.period[i].name,
		    r->periods.period[i].tick, r->by_period[i]);
	describe_service(r, c, nouns[r->periods.by]);
	c = service_chart(r, 48, "Service level by time of day, all days",
	    STR("Half hour from"));
	for (int i = 0; i < 48; i++) {
		struct str name = half_hour_name(r, i);

		service_point(r, c, (size_t)i, name, i % 4 ? STR_NONE : name,
		    view_state(&r->g->view[VIEW_TIME], name));
	}
	describe_service(r, c, "half hours");
}

/* ---- arrivals and channels ------------------------------------------------------------------ */

/* Half hours of a local moment since 1970-01-01. */
static int64_t
half_hours(const struct zone *z, int64_t ms)
{
	struct civil c;

	zone_civil(z, ms, &c);
	return civil_days(c.year, c.month, c.day) * 48 + c.hour * 2 +
	    c.minute / 30;
}

/*
 * A weekday that the data holds five times would look busier than one it holds
 * four times, so each is divided by how often it came: days of which only a
 * part is there count for that part. (That a change of the clock skips or
 * doubles two half hours a year is not considered.)
 */
static int64_t
mean_arrivals(const struct report *r, int weekday, int half_hour)
{
	int64_t first = half_hours(r->z, r->g->first);
	int64_t last = half_hours(r->z, r->g->last);
	int64_t shift = weekday - civil_weekday(first / 48);
	int64_t at = (first / 48 + shift + (shift < 0 ? 7 : 0)) * 48 +
	    half_hour;
	int64_t times, n = (int64_t)r->g->arrivals[weekday][half_hour];

	if (at < first)
		at += 7 * 48;
	if (at > last)
		return VALUE_NONE;
	times = (last - at) / (7 * 48) + 1;
	return (n * 1000000 + times / 2) / times;
}

static void
fill_heat(struct report *r, struct chart *c)
{
	int64_t most = -1;

	for (int d = 0; d < 7; d++) {
		c->series[d].name = str_of(period_weekday(A_MONDAY + d));
		for (int i = 0; i < 48; i++) {
			int64_t v = mean_arrivals(r, d, i);

			c->series[d].value[i] = v;
			if (v == VALUE_NONE || v <= most)
				continue;
			most = v;
			c->desc = document_text(r->d, "The busiest half hour "
			    "is %s %02d:%02d with %.*s contacts on average.",
			    period_weekday(A_MONDAY + d), i / 2, i % 2 * 30, STR_ARG(
			    document_value(r->d, v, UNIT_MEAN)));
		}
	}
}

static void
heat_map(struct report *r)
{
	struct chart *c = document_chart(r->d, CHART_HEAT, 48, 7);

	c->title = STR("Mean contacts in, by weekday and half hour");
	c->axis = STR("Half hour from");
	c->unit = UNIT_MEAN;
	c->tick = arena_zero(&r->d->arena, 48, sizeof(*c->tick));
	for (int i = 0; i < 48; i++) {
		c->category[i] = half_hour_name(r, i);
		if (i % 4 == 0)
			c->tick[i] = c->category[i];
	}
	fill_heat(r, c);
}

/* The channels that occur, in the field table's order. */
struct mix {
	uint64_t total[CHANNELS], all;
	size_t n;			/* that occur */
	size_t series;			/* of the chart */
	size_t at[CHANNELS];		/* its series, of those that occur */
};

static size_t
rank_of(const struct mix *m, size_t channel)
{
	size_t before = 0;

	for (size_t k = 0; k < CHANNELS; k++)
		before += m->total[k] > m->total[channel] ||
		    (m->total[k] == m->total[channel] && k < channel);
	return before;
}

/* Colours tell as many series apart: the least channels share the last one. */
static void
mix_init(struct mix *m, const struct gathered *g)
{
	size_t next = 0;

	*m = (struct mix){ .n = 0 };
	for (size_t i = 0; i < g->days.n; i++)
		for (size_t k = 0; k < CHANNELS; k++)
			m->total[k] += g->mix[i][k];
	for (size_t k = 0; k < CHANNELS; k++) {
		m->n += m->total[k] > 0;
		m->all += m->total[k];
	}
	m->series = MIN(m->n, (size_t)MOST_SERIES);
	for (size_t k = 0; k < CHANNELS; k++)
		if (m->total[k])
			m->at[k] = m->n <= MOST_SERIES || rank_of(m, k) <
			    MOST_SERIES - 1 ? next++ : m->series - 1;
}

static void
fill_mix(struct report *r, struct chart *c, const struct mix *m)
{
	const struct gathered *g = r->g;

	for (size_t i = 0; i < r->periods.n; i++) {
		c->category[i] = r->periods.period[i].name;
		c->tick[i] = r->periods.period[i].tick;
		for (size_t s = 0; s < c->n_series; s++)
			c->series[s].value[i] = 0;
	}
	for (size_t i = 0; i < g->days.n; i++) {
		size_t at = periods_find(&r->periods, g->days.key[i]);

		for (size_t k = 0; k < CHANNELS; k++)
			if (m->total[k])
				c->series[m->at[k]].value[at] +=
				    (int64_t)g->mix[i][k];
	}
}

static void
channel_mix(struct report *r)
{
	static const char *const titles[] = { "Contacts by channel and day",
	    "Contacts by channel and week", "Contacts by channel and month" };
	struct mix m;
	struct chart *c;
	struct buf desc = { 0 };

	mix_init(&m, r->g);
	c = document_chart(r->d, CHART_STACK, r->periods.n, m.series);
	c->title = str_of(titles[r->periods.by]);
	c->axis = r->periods.axis;
	c->tick = arena_zero(&r->d->arena, r->periods.n, sizeof(*c->tick));
	for (size_t k = 0; k < CHANNELS; k++) {
		const char *name;

		if (!m.total[k])	/* so beyond the last of the words */
			continue;
		name = fields[F_CHANNEL].values[k];
		c->series[m.at[k]].name = str_of(name);
		buf_printf(&desc, "%s%s ", desc.n ? ", " : "In all: ", name);
		value_text(&desc, (int64_t)(m.total[k] * 1000000 / m.all),
		    UNIT_RATE);
	}
	if (m.n > m.series)
		c->series[m.series - 1].name = STR("all others");
	buf_char(&desc, '.');
	c->desc = arena_dup(&r->d->arena, buf_view(&desc));
	buf_release(&desc);
	fill_mix(r, c, &m);
}

void
section_arrivals(struct report *r)
{
	document_section(r->d, STR("Arrivals and channels"));
	heat_map(r);
	channel_mix(r);
}

/* ---- waits ------------------------------------------------------------------------------------- */

void
section_waits(struct report *r)
{
	const struct gathered *g = r->g;
	struct chart *c;
	int64_t all = 0, quick = 0;

	document_section(r->d, STR("Waiting"));
	c = document_chart(r->d, CHART_STACK, WAIT_BUCKETS, 2);
	c->title = STR("How long people waited, and what came of it");
	c->axis = STR("Wait");
	c->series[0].name = STR("answered");
	c->series[1].name = STR("abandoned");
	for (int i = 0; i < WAIT_BUCKETS; i++) {
		int64_t answered = (int64_t)g->wait_answered[i];
		int64_t abandoned = (int64_t)g->wait_abandoned[i];

		c->category[i] = str_of(wait_names[i]);
		c->series[0].value[i] = answered;
		c->series[1].value[i] = abandoned;
		all += answered + abandoned;
		if (i < 5)
			quick += answered + abandoned;
	}
	c->desc = document_text(r->d, "%.*s of %.*s waits were a minute or "
	    "shorter. The bars span unequal times.", STR_ARG(document_value(r->d, quick, UNIT_COUNT)),
	    STR_ARG(document_value(r->d, all, UNIT_COUNT)));
}
