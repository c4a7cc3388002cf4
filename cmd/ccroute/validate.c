/* validate: simulated beside real; see validate.h. */
#include "cmd/ccroute/validate.h"

#include <math.h>

#include "common/each.h"
#include "common/group.h"
#include "common/map.h"
#include "common/rng.h"
#include "common/when.h"
#include "common/zone.h"

struct validating {
	struct ccroute_options *o;
	struct scenario s;
	struct ruler r;
	struct group_keys keys;
	struct kpi_plan plan;		/* with the keys' members */
	struct zone *zone;
	struct grouping *real;
	struct reps reps;
	struct reps_result result;
	struct buf *out;
	struct table table;
	struct stat_level level;
	size_t off, compared;
	struct model model;		/* as it is written: names, zone */
	int64_t first, last;		/* contact of one of its queues */
	char from[GROUP_LABEL], to[GROUP_LABEL];	/* whole days */
	bool cut[2];			/* the first, the last day is not one */
	struct map agents;		/* who took contacts of its queues, */
	struct map stated;		/* and who has lines of kind agent */
	bool agent_time;		/* all of those are among these */
	struct arena arena;
};

/* ---- the real ones ------------------------------------------------------------------ */

static struct str
text(struct validating *v, const struct line *l, enum field_id id)
{
	return token_text(line_get(&v->plan.line, l, id), &v->arena);
}

/* When contacts of the model's queues came, and who took them. */
static void
note_contact(struct validating *v, const struct line *l)
{
	struct str queue = text(v, l, F_QUEUE), agent = text(v, l, F_AGENT);
	int64_t at;

	if (!queue.n || model_find(&v->model, M_QUEUE, queue) == MODEL_NONE ||
	    (!token_time(line_get(&v->plan.line, l, F_QUEUED), &at) &&
	    !token_time(line_get(&v->plan.line, l, F_START), &at)))
		return;
	v->first = MIN(v->first, at);
	v->last = MAX(v->last, at);
	if (agent.n)
		map_put(&v->agents, agent, NULL);
}

static int
count_line(void *context, const struct line *l, const struct line_at *at,
    struct err *err)
{
	struct validating *v = context;

	(void)at;
	(void)err;
	grouping_add(v->real, l);
	arena_clear(&v->arena);
	if (l->kind == K_INTERACTION)
		note_contact(v, l);
	else if (l->kind == K_AGENT)
		map_put(&v->stated, text(v, l, F_AGENT), NULL);
	return 0;
}

static int
count_real(struct validating *v, struct err *err)
{
	char *const paths[] = { mem_dup(str_of(v->o->cli.operands[0])), NULL };
	struct each e = { .paths = paths, .n_paths = 1,
	    .plan = &v->plan.line, .take = count_line, .context = v };
	int r = each_line(&e, err);

	mem_free(paths[0]);
	return r;
}

/* By queue, and by time of day when intervals are asked for; by day, so that
 * those that are not whole can be left out. */
static int
ask(struct validating *v, struct err *err)
{
	int64_t every = v->o->interval_ms;
	struct str zone = v->model.center.zone;
	struct grouping_options g = { &v->plan, &v->keys, NULL, 0, NULL };
	enum field_id also[MAX_KEYS + 1];
	const char *by = every == MS_HOUR ? "queue,hour-of-day,day" :
	    every == 30 * MS_MINUTE ? "queue,halfhour-of-day,day" :
	    "queue,day";
	size_t n;

	if (every > 0 && every != MS_HOUR && every != 30 * MS_MINUTE)
		return err_set(err, ERR_USAGE, "--validate compares by time of "
		    "day --every 1h or 30m");
	if (group_keys_parse(&v->keys, by, err) < 0)
		return -1;
	v->zone = zone_open(zone.n ? zone : STR("UTC"), err);
	if (!v->zone)
		return -1;
	g.zone = v->zone;
	n = group_keys_fields(&v->keys, also);
	also[n++] = F_AGENT;
	kpi_plan_init(&v->plan, &v->r.settings, v->r.choice.item,
	    v->r.choice.n, also, n);
	v->plan.timed = group_keys_timed(&v->keys);
	v->real = grouping_new(&g);
	return count_real(v, err);
}

/* ---- whole days --------------------------------------------------------------------- */

/* Of a year of whole days, each the first and the last of some lines, one is
 * left out by chance with this times 2 * 365: 1 in 1000. */
#define CUT_RISK	(1.0 / 1000 / (2 * 365))

/* Contacts that the model has come between two moments of one day. */
static double
expected(const struct validating *v, int64_t from, int64_t to)
{
	double n = 0;

	for (int64_t step; from < to; from += step) {
		int64_t at = from + zone_offset_ms(v->zone, from);
		int64_t week = at % MS_DAY + civil_weekday(at / MS_DAY) *
		    (int64_t)MS_DAY;

		step = MIN((int64_t)MS_MINUTE, to - from);
		for (size_t i = 0; i < v->model.n[M_ARRIVALS]; i++) {
			const struct model_arrivals *a =
			    &v->model.arrivals[i];
			int64_t per = a->per_ms > 0 ? a->per_ms :
			    v->model.center.interval_ms;

			if (a->rate.n && per > 0)
				n += model_profile_at(&a->rate, week) *
				    a->factor * (double)step / (double)per;
		}
	}
	return n;
}

/*
 * So many contacts come, where that many were to be expected, but for CUT_RISK:
 * a Poisson process of mean m has none with the chance exp(-m), and with a
 * gamma factor of the day of shape k with (1 + m / k)^-k. Queues are taken to
 * have one factor, the widest of theirs, which makes none most likely.
 */
static double
most_missing(const struct validating *v)
{
	double x = -rng_log(CUT_RISK), cv = 0;

	for (size_t i = 0; i < v->model.n[M_ARRIVALS]; i++)
		cv = fmax(cv, v->model.arrivals[i].day_cv);
	return cv > 0 ? (rng_exp(x * cv * cv) - 1) / (cv * cv) : x;
}

/*
 * A first or last day on which the model would have more contacts before the
 * lines begin, or after they end, than chance leaves out is not a whole one.
 * If none is left, all are taken.
 */
static void
find_whole_days(struct validating *v, struct replay *days)
{
	const int64_t half = MS_DAY / 2;
	int64_t begin = v->first, end = v->last, local;
	double most = most_missing(v);

	local = begin + zone_offset_ms(v->zone, begin);
	begin -= local % MS_DAY;
	local = end + zone_offset_ms(v->zone, end);
	end += MS_DAY - local % MS_DAY;
	v->cut[0] = expected(v, begin, v->first) > most;
	v->cut[1] = expected(v, v->last + 1, end) > most;
	if (end - begin - (v->cut[0] + v->cut[1]) * (int64_t)MS_DAY < half)
		v->cut[0] = v->cut[1] = false;
	/* the middle of a day is in it, whatever the clock did that night */
	days->first = begin + half + v->cut[0] * (int64_t)MS_DAY;
	days->last = end - half - v->cut[1] * (int64_t)MS_DAY;
	group_label(v->from, EVERY_DAY, v->zone, days->first);
	group_label(v->to, EVERY_DAY, v->zone, days->last);
}

static bool
is_whole(const struct validating *v, struct str day)
{
	return day.p && str_cmp(day, str_of(v->from)) >= 0 &&
	    str_cmp(day, str_of(v->to)) <= 0;
}

static void
find_agent_time(struct validating *v)
{
	size_t without = 0;

	for (size_t i = 0; i < v->agents.n; i++)
		without += map_find(&v->stated, v->agents.key[i]) == MAP_NONE;
	v->agent_time = without == 0;
	if (without && v->stated.n)
		diag_note(&v->o->cli.diag, "agents' time is not compared: %zu "
		    "of %zu agents have no lines of kind agent", without,
		    v->agents.n);
}

/* ---- beside one another --------------------------------------------------------------- */

/* A group of cckpi's, of all whole days together. */
struct real_row {
	struct buf queue, from;		/* empty: none */
	struct kpi_state *state;	/* NULL: nothing yet */
};

struct pair {
	struct str queue, from;		/* absent: none */
	const struct kpi_choice *choice;
	struct estimate sim;		/* half: of one span, not of the mean */
	double real;
	bool off;
};

static bool
timed(const struct validating *v)
{
	return v->keys.n > 2;
}

static double
real_value(const struct kpi *k, const struct kpi_value *v)
{
	return reps_is_ratio(k) ? (double)v->num / (double)v->den *
	    reps_unit(k) : (double)v->value * reps_unit(k);
}

static void
put_pair(struct validating *v, const struct pair *p)
{
	const struct kpi *k = p->choice->kpi;
	struct estimate value[] = { p->sim, { true, p->real, -1, -1 },
		{ true, p->real - p->sim.value, -1, -1 } };
	struct buf cell = { 0 };

	table_cell(&v->table, p->queue.n ? p->queue : STR("-"));
	if (timed(v))
		table_cell(&v->table, p->from);
	table_cell(&v->table, str_of(p->choice->id));
	for (size_t i = 0; i < COUNT_OF(value); i++) {
		buf_clear(&cell);
		show_estimate(&cell, k, &value[i]);
		table_cell(&v->table, buf_view(&cell));
	}
	table_cell(&v->table, p->off ? STR("off") : STR("ok"));
	buf_release(&cell);
}

static void
put_pair_json(struct validating *v, const struct pair *p)
{
	struct buf *b = v->out;

	buf_puts(b, "{\"queue\":");
	show_name_json(b, p->queue);
	if (timed(v)) {
		buf_puts(b, ",\"from\":");
		json_put_str(b, p->from);
	}
	buf_printf(b, ",\"kpi\":\"%s\",\"simulated\":", p->choice->id);
	model_put_number(b, p->sim.value);
	buf_puts(b, ",\"low\":");
	model_put_number(b, p->sim.value - p->sim.half);
	buf_puts(b, ",\"high\":");
	model_put_number(b, p->sim.value + p->sim.half);
	buf_puts(b, ",\"real\":");
	model_put_number(b, p->real);
	buf_printf(b, ",\"off\":%s}\n", p->off ? "true" : "false");
}

static void
put_pair_csv(struct validating *v, const struct pair *p)
{
	const double value[] = { p->sim.value, p->sim.value - p->sim.half,
		p->sim.value + p->sim.half, p->real };
	struct buf *b = v->out;

	show_csv(b, p->queue);
	if (timed(v)) {
		buf_char(b, ',');
		show_csv(b, p->from);
	}
	buf_printf(b, ",%s", p->choice->id);
	for (size_t i = 0; i < COUNT_OF(value); i++) {
		buf_char(b, ',');
		model_put_number(b, value[i]);
	}
	buf_printf(b, ",%s\n", p->off ? "off" : "ok");
}

/* One span like the real one lies in mean +- t sd sqrt(1 + 1/n). */
static struct estimate
band(const struct validating *v, const struct reps_row *row, size_t i)
{
	struct estimate e = reps_estimate(row, i, &v->level);
	double unit = reps_unit(v->r.choice.item[i].kpi);

	e.value *= unit;
	e.half = e.half < 0 ? 0 : e.half * unit *
	    sqrt((double)v->result.n + 1);
	return e;
}

/* Of agents' time: is of no queue. */
static bool
of_agents(const struct kpi *k)
{
	static const int counts[] = { N_BUSY_MS, N_AVAILABLE_MS, N_SLOT_MS };

	for (size_t i = 0; i < COUNT_OF(counts); i++)
		for (size_t t = 0; t < KPI_TERMS; t++)
			if (k->num[t] == counts[i] + 1 ||
			    k->den[t] == counts[i] + 1)
				return true;
	return false;
}

static void
compare_row(struct validating *v, struct real_row *real,
    const struct reps_row *row)
{
	for (size_t i = 0; i < v->r.choice.n; i++) {
		const struct kpi_choice *c = &v->r.choice.item[i];
		struct kpi_value k = kpi_value(&v->plan, c, real->state);
		struct pair p = { .queue = buf_view(&real->queue), .choice = c,
		    .from = buf_view(&real->from), .sim = band(v, row, i) };

		if (!k.known || !p.sim.known || (of_agents(c->kpi) ?
		    !v->agent_time : !real->queue.n))
			continue;
		p.real = real_value(c->kpi, &k);
		p.off = fabs(p.real - p.sim.value) > p.sim.half;
		v->compared++;
		v->off += p.off;
		if (v->o->format == ROUTE_JSON)
			put_pair_json(v, &p);
		else if (v->o->format == ROUTE_CSV)
			put_pair_csv(v, &p);
		else
			put_pair(v, &p);
	}
}

/* "09:30" is the interval of the day. */
static size_t
interval_of(const struct validating *v, struct str s)
{
	if (s.n < 5)
		return 0;
	return (size_t)((((s.p[0] - '0') * 10 + s.p[1] - '0') * 60 +
	    (s.p[3] - '0') * 10 + s.p[4] - '0') * (int64_t)MS_MINUTE /
	    v->o->interval_ms);
}

/* One row of all whole days is complete. */
static void
end_row(struct validating *v, struct real_row *real)
{
	uint32_t queue = (uint32_t)v->s.plan.queues;
	const struct reps_row *sim;
	int32_t i = 0;

	if (!real->state)
		return;
	if (real->queue.n) {
		i = model_find(&v->s.model, M_QUEUE, buf_view(&real->queue));
		queue = (uint32_t)i;
	}
	sim = i == MODEL_NONE ? NULL : reps_find(&v->result, queue,
	    interval_of(v, buf_view(&real->from)));
	if (sim)
		compare_row(v, real, sim);
	kpi_state_release(real->state);
	mem_free(real->state);
	real->state = NULL;
}

/* Days of one queue and time of day follow each other. */
static void
take_row(struct validating *v, struct real_row *real,
    const struct group_row *row)
{
	struct str from = timed(v) ? row->part[1] : STR_NONE;

	if (!is_whole(v, row->part[v->keys.n - 1]))
		return;
	if (!real->state || !str_eq(buf_view(&real->queue), row->part[0]) ||
	    !str_eq(buf_view(&real->from), from)) {
		end_row(v, real);
		buf_clear(&real->queue);
		buf_clear(&real->from);
		buf_str(&real->queue, row->part[0]);
		buf_str(&real->from, from);
		real->state = mem_zero(1, kpi_state_bytes(&v->plan));
		kpi_state_init(&v->plan, real->state);
	}
	kpi_state_merge(&v->plan, real->state, row->state);
}

static int
compare_all(struct validating *v, struct err *err)
{
	struct group_walk *w = group_walk(&v->real, 1, err);
	struct real_row real = { .state = NULL };
	struct group_row row;
	int got = w ? 0 : -1;

	while (w && (got = group_next(w, &row, err)) > 0)
		take_row(v, &real, &row);
	end_row(v, &real);
	buf_release(&real.queue);
	buf_release(&real.from);
	group_walk_free(w);
	return got;
}

/* ---- all ----------------------------------------------------------------------------------- */

static void
head(struct validating *v)
{
	static const char *const words[] = { "queue", "from", "kpi",
		"simulated", "real", "real - sim", "" };

	if (v->o->format == ROUTE_CSV)
		buf_printf(v->out, "queue%s,kpi,simulated,low,high,real,off\n",
		    timed(v) ? ",from" : "");
	table_init(&v->table, COUNT_OF(words) - !timed(v), 2 + timed(v));
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (i != 1 || timed(v))
			table_cell(&v->table, str_of(words[i]));
}

static void
put_days(struct validating *v)
{
	buf_printf(v->out, "Days compared: %s to %s, %lld of them%s\n",
	    v->from, v->to, (long long)v->o->days, v->cut[0] && v->cut[1] ?
	    "; the lines' first and last day are not whole" : v->cut[0] ?
	    "; the lines' first day is not whole" : v->cut[1] ?
	    "; the lines' last day is not whole" : "");
}

static int
run(struct validating *v, struct err *err)
{
	v->reps = (struct reps){ .plan = &v->s.plan, .kpi = &v->r.plan,
	    .choice = v->r.choice.item, .choices = v->r.choice.n,
	    .interval = v->o->interval_ms, .fold = MS_DAY,
	    .n = (size_t)v->o->runs, .threads = (int)v->o->cli.threads };
	if (reps_run(&v->reps, &v->result, err) < 0)
		return -1;
	v->level = stat_level(v->result.n, v->r.confidence);
	head(v);
	if (compare_all(v, err) < 0)
		return -1;
	if (v->o->format == ROUTE_TABLE) {
		table_write(&v->table, v->out);
		buf_printf(v->out, "\n%zu of %zu are off: outside the band in "
		    "which %.4g %% of such spans lie\n", v->off, v->compared,
		    v->r.confidence * 100);
		put_days(v);
	}
	return 0;
}

/* The days are the whole ones of the lines, so that one run is one such span.
 * The lines are read once: they may come through a pipe. */
static int
load(struct validating *v, struct err *err)
{
	const char *path = v->o->cli.operands[1];
	struct replay days = { 0 };

	v->first = INT64_MAX;
	v->last = INT64_MIN;
	if (model_load(&v->model, path, err) < 0 || ask(v, err) < 0)
		return -1;
	if (v->first > v->last)
		return err_set(err, ERR_FAILED, "'%s': no contact of a queue "
		    "that the model has", v->o->cli.operands[0]);
	find_whole_days(v, &days);
	find_agent_time(v);
	if (replay_days(&days, &v->model, err) < 0)
		return -1;
	v->s.start_day = v->model.center.start_day;
	v->o->days = v->model.center.days;
	return scenario_load(&v->s, v->o, path, NULL, err);
}

int
validate(struct ccroute_options *o, struct buf *out, struct err *err)
{
	struct validating v = { .o = o, .out = out };
	int got = ruler_init(&v.r, o, err);

	o->antithetic = false;		/* one span is one run, not a pair */

	if (got == 0)
		got = scenario_sandbox(o);
	if (got == 0)
		got = load(&v, err);
	if (got == 0)
		got = run(&v, err);
	if (got == 0 && v.off > 0)
		cli_no(&o->cli);
	grouping_free(v.real);
	reps_release(&v.result);
	table_release(&v.table);
	group_keys_release(&v.keys);
	zone_close(v.zone);
	scenario_release(&v.s);
	model_release(&v.model);
	map_release(&v.agents);
	map_release(&v.stated);
	arena_release(&v.arena);
	ruler_release(&v.r);
	return got;
}
