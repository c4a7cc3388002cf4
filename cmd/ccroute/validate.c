/* validate: simulated beside real; see validate.h. */
#include "cmd/ccroute/validate.h"

#include <math.h>

#include "common/group.h"
#include "common/inputs.h"
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
	size_t off, compared;
	struct model model;		/* as it is written: names, zone */
	int64_t first, last;		/* contact of one of its queues */
	struct arena arena;
};

/* ---- the real ones ------------------------------------------------------------------ */

/* The days of the lines are those of contacts in the model's queues. */
static void
note_time(struct validating *v, const struct line *l)
{
	struct str queue;
	int64_t at;

	arena_clear(&v->arena);
	if (l->kind != K_INTERACTION || !token_str(line_get(&v->plan.line, l,
	    F_QUEUE), &v->arena, &queue) ||
	    model_find(&v->model, M_QUEUE, queue) == MODEL_NONE ||
	    (!token_time(line_get(&v->plan.line, l, F_QUEUED), &at) &&
	    !token_time(line_get(&v->plan.line, l, F_START), &at)))
		return;
	v->first = MIN(v->first, at);
	v->last = MAX(v->last, at);
}

static void
count_line(void *context, const struct line *l)
{
	struct validating *v = context;

	grouping_add(v->real, l);
	note_time(v, l);
}

static int
count_real(struct validating *v, struct err *err)
{
	char *const paths[] = { mem_dup(str_of(v->o->cli.operands[0])), NULL };
	struct inputs *in = inputs_open(paths, 1, err);
	int r = inputs_each_line(in, &v->plan.line, count_line, v, err);

	inputs_close(in);
	mem_free(paths[0]);
	return r;
}

/* By queue, and by time of day when intervals are asked for. */
static int
ask(struct validating *v, struct err *err)
{
	int64_t every = v->o->interval_ms;
	struct str zone = v->model.center.zone;
	struct grouping_options g = { &v->plan, &v->keys, NULL, 0, NULL };
	enum field_id also[MAX_KEYS];
	const char *by = every == MS_HOUR ? "queue,hour-of-day" :
	    every == 30 * MS_MINUTE ? "queue,halfhour-of-day" : "queue";

	if (every > 0 && strcmp(by, "queue") == 0)
		return err_set(err, ERR_USAGE, "--validate compares by time of "
		    "day --every 1h or 30m");
	if (group_keys_parse(&v->keys, by, err) < 0)
		return -1;
	v->zone = zone_open(zone.n ? zone : STR("UTC"), err);
	if (!v->zone)
		return -1;
	g.zone = v->zone;
	kpi_plan_init(&v->plan, &v->r.settings, v->r.choice.item,
	    v->r.choice.n, also, group_keys_fields(&v->keys, also));
	v->plan.timed = group_keys_timed(&v->keys);
	v->real = grouping_new(&g);
	return count_real(v, err);
}

/* ---- beside one another --------------------------------------------------------------- */

struct pair {
	struct str queue, from;
	const struct kpi_choice *choice;
	struct estimate sim;		/* half: of one span, not of the mean */
	double real;
	bool off;
};

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

	table_cell(&v->table, p->queue);
	if (v->keys.n > 1)
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
	json_put_str(b, p->queue);
	if (v->keys.n > 1) {
		buf_puts(b, ",\"from\":");
		json_put_str(b, p->from);
	}
	buf_printf(b, ",\"kpi\":\"%s\",\"simulated\":", p->choice->id);
	show_number(b, p->sim.value);
	buf_puts(b, ",\"low\":");
	show_number(b, p->sim.value - p->sim.half);
	buf_puts(b, ",\"high\":");
	show_number(b, p->sim.value + p->sim.half);
	buf_puts(b, ",\"real\":");
	show_number(b, p->real);
	buf_printf(b, ",\"off\":%s}\n", p->off ? "true" : "false");
}

/* One span like the real one lies in mean +- t sd sqrt(1 + 1/n). */
static struct estimate
band(const struct validating *v, const struct reps_row *row, size_t i)
{
	struct estimate e = reps_estimate(&v->result, row, i,
	    v->r.confidence);
	double unit = reps_unit(v->r.choice.item[i].kpi);

	e.value *= unit;
	e.half = e.half < 0 ? 0 : e.half * unit *
	    sqrt((double)v->result.n + 1);
	return e;
}

static void
compare_row(struct validating *v, const struct group_row *real,
    const struct reps_row *row)
{
	for (size_t i = 0; i < v->r.choice.n; i++) {
		const struct kpi_choice *c = &v->r.choice.item[i];
		struct kpi_value k = kpi_value(&v->plan, c, real->state);
		struct pair p = { .queue = real->part[0].p ? real->part[0] :
		    STR("-"), .choice = c, .from = v->keys.n > 1 ?
		    real->part[1] : STR_NONE, .sim = band(v, row, i) };

		if (!k.known || !p.sim.known)
			continue;
		p.real = real_value(c->kpi, &k);
		p.off = fabs(p.real - p.sim.value) > p.sim.half;
		v->compared++;
		v->off += p.off;
		if (v->o->format == ROUTE_JSON)
			put_pair_json(v, &p);
		else
			put_pair(v, &p);
	}
}

/* "09:30" is the interval of the day. */
static size_t
interval_of(const struct validating *v, const struct group_row *row)
{
	struct str s;

	if (v->keys.n < 2 || (s = row->part[1]).n < 5)
		return 0;
	return (size_t)((((s.p[0] - '0') * 10 + s.p[1] - '0') * 60 +
	    (s.p[3] - '0') * 10 + s.p[4] - '0') * (int64_t)MS_MINUTE /
	    v->o->interval_ms);
}

static int
compare_all(struct validating *v, struct err *err)
{
	struct group_walk *w = group_walk(&v->real, 1, err);
	struct group_row row;
	int got = w ? 0 : -1;

	while (w && (got = group_next(w, &row, err)) > 0) {
		uint32_t queue = (uint32_t)v->s.plan.queues;
		const struct reps_row *sim;

		if (row.part[0].p) {
			int32_t i = model_find(&v->s.model, M_QUEUE,
			    row.part[0]);

			if (i == MODEL_NONE)
				continue;
			queue = (uint32_t)i;
		}
		sim = reps_find(&v->result, queue, interval_of(v, &row));
		if (sim)
			compare_row(v, &row, sim);
	}
	group_walk_free(w);
	return got;
}

/* ---- all ----------------------------------------------------------------------------------- */

static void
head(struct validating *v)
{
	static const char *const words[] = { "queue", "from", "kpi",
		"simulated", "real", "real - sim", "" };

	table_init(&v->table, COUNT_OF(words) - (v->keys.n < 2), 2 +
	    (v->keys.n > 1));
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (i != 1 || v->keys.n > 1)
			table_cell(&v->table, str_of(words[i]));
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
	head(v);
	if (compare_all(v, err) < 0)
		return -1;
	if (v->o->format != ROUTE_JSON) {
		table_write(&v->table, v->out);
		buf_printf(v->out, "\n%zu of %zu are off: outside the band in "
		    "which %.4g %% of such spans lie\n", v->off, v->compared,
		    v->r.confidence * 100);
	}
	return 0;
}

/* The days are those of the lines, so that one run is one such span. The
 * lines are read once: they may come through a pipe. */
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
	days.first = v->first;
	days.last = v->last;
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
	arena_release(&v.arena);
	ruler_release(&v.r);
	return got;
}
