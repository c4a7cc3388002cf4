/* optimise: staff by interval against targets; see optimise.h. */
#include "cmd/ccroute/optimise.h"

#include <math.h>

#include "cmd/ccroute/formula.h"
#include "common/num.h"
#include "common/when.h"

enum {
	MOST_TARGETS = 8,
	MOST_ROUNDS = 2000,
	CHECK_TIMES = 4,	/* runs of a check for each of the search */
	MOST_CHECKS = 12,
};

struct target {
	uint32_t queue;			/* NOBODY: every queue */
	size_t choice;			/* of the ruler's KPIs */
	double value;
	bool least;			/* at least; else at most */
};

struct search {
	struct ccroute_options *o;
	struct scenario s;
	struct ruler r;
	struct target target[MOST_TARGETS + 64];
	size_t targets;
	size_t intervals;
	uint32_t *staff;		/* [group * intervals + interval] */
	bool *open;			/* the same: somebody works there at all */
	bool *fails;			/* [queue * intervals + interval] */
	struct plan_staff **step;	/* by group: the plan's */
	double risk;
	size_t bounds;			/* that are to hold at once */
	bool confirmed;
	size_t added;			/* by the check */
};

/* ---- targets --------------------------------------------------------------------------- */

static const char *
kpi_of_kind(int of)
{
	static const char *const ids[] = { "sl:copc", "sl:asterisk",
		"sl:connect", "sl:cisco-ignore" };

	return ids[of];
}

static bool
is_at_least(const char *id)
{
	return strncmp(id, "sl", 2) == 0 || strcmp(id, "answer_rate") == 0;
}

static size_t
choice_of(const struct search *s, const char *id)
{
	for (size_t i = 0; i < s->r.choice.n; i++)
		if (strcmp(s->r.choice.item[i].id, id) == 0)
			return i;
	return SIZE_MAX;
}

/* "sl=80%", "abandon_rate=3%", "asa=20": shares, or seconds. */
static int
read_target(struct search *s, const char *text, struct err *err)
{
	struct str rest = str_of(text), id;
	const struct kpi *k;
	int64_t micro;
	bool percent;

	str_cut(&rest, '=', &id);
	k = kpi_find(id);
	percent = rest.p && str_ends(rest, STR("%"));
	if (percent)
		rest.n--;
	if (!k || !rest.p || !num_read(rest, '.', 0, &micro) || micro < 0 ||
	    s->targets == MOST_TARGETS || !reps_is_ratio(k)) {
		err_set(err, ERR_USAGE, "--target '%s': not a target", text);
		err_hint(err, "such as sl=80%%, abandon_rate=3%%, asa=20");
		return -1;
	}
	s->target[s->targets++] = (struct target){ NOBODY, choice_of(s,
	    k->id), strcmp(kpi_unit(k), "ms") == 0 ? (double)micro / 1000 :
	    (double)micro / (percent ? 1e8 : 1e6), is_at_least(k->id) };
	return 0;
}

/* Once. */
static void
add_kpi(struct buf *list, struct str id)
{
	struct str rest = buf_view(list), have;

	while (str_cut(&rest, ',', &have)) {
		if (str_eq(have, id))
			return;
		if (!rest.p)
			break;
	}
	buf_char(list, ',');
	buf_str(list, id);
}

/* The KPIs of all targets, as the list that the ruler is made of. */
static int
list_kpis(struct search *s, struct buf *list, struct err *err)
{
	const struct model *m = &s->s.model;

	buf_puts(list, "offered,abandon_rate,asa,occupancy");
	for (size_t i = 0; i < s->o->target.n; i++) {
		struct str rest = str_of(s->o->target.item[i]), id;

		str_cut(&rest, '=', &id);
		add_kpi(list, id);
	}
	for (size_t q = 0; !s->o->target.n && q < m->n[M_QUEUE]; q++) {
		const struct model_target *t = &m->queue[q].target;

		if (t->share <= 0)
			continue;
		if (s->targets && s->o->threshold_ms != t->within_ms)
			return err_set(err, ERR_USAGE, "the queues' targets "
			    "have different times: give --target and -T");
		s->o->threshold_ms = t->within_ms;
		add_kpi(list, str_of(kpi_of_kind(t->of)));
		s->targets++;
	}
	return 0;
}

static int
set_targets(struct search *s, struct err *err)
{
	const struct model *m = &s->s.model;
	struct buf list = { 0 };
	int r = list_kpis(s, &list, err);

	s->targets = 0;
	buf_char(&list, '\0');
	s->o->kpis = list.p;
	if (r == 0)
		r = ruler_init(&s->r, s->o, err);
	for (size_t i = 0; r == 0 && i < s->o->target.n; i++)
		r = read_target(s, s->o->target.item[i], err);
	for (uint32_t q = 0; r == 0 && !s->o->target.n &&
	    q < m->n[M_QUEUE] && q < 64; q++) {
		const struct model_target *t = &m->queue[q].target;

		if (t->share > 0)
			s->target[s->targets++] = (struct target){ q,
			    choice_of(s, kpi_of_kind(t->of)), t->share,
			    true };
	}
	s->o->kpis = NULL;
	buf_release(&list);
	if (r == 0 && !s->targets)
		r = err_set(err, ERR_USAGE, "no target: give --target, or "
		    "service-level in the model's queues");
	return r;
}

/* ---- staff ------------------------------------------------------------------------------ */

static uint32_t
staff_at(const struct plan_group *g, int64_t at)
{
	uint32_t count = 0;

	for (size_t i = 0; i < g->n_staff && g->staff[i].start <= at; i++)
		count = g->staff[i].count;
	return count;
}

/* The group that costs least of those who serve a queue; first in the model
 * where costs are alike. */
static size_t
cheapest(const struct search *s, size_t queue, size_t interval)
{
	const struct sim_plan *p = &s->s.plan;
	size_t best = SIZE_MAX;

	for (size_t g = 0; g < p->groups; g++)
		if (plan_serve(p, queue, g)->can && s->open[g *
		    s->intervals + interval] && (best == SIZE_MAX ||
		    p->group[g].cost < p->group[best].cost))
			best = g;
	return best;
}

/* What comes to the queues for which a group is the cheapest, as one queue. */
static struct formula_load
load_of(const struct search *s, size_t group, size_t interval, bool *queues)
{
	const struct sim_plan *p = &s->s.plan;
	struct formula_load l = { .within_ms = (double)s->o->threshold_ms };
	int64_t length = s->o->interval_ms, from = (int64_t)interval * length;
	double patience = 0;

	for (size_t i = 0; i < p->sources; i++) {
		const struct plan_source *o = &p->source[i];
		const struct plan_queue *q = &p->queue[o->to->to];
		double n = plan_arriving(o, from, from + length);

		if (!(n > 0) || cheapest(s, o->to->to, interval) != group)
			continue;
		queues[o->to->to] = true;
		l.per_ms += n / (double)length;
		l.work_ms += n * (dist_mean(&q->talk) + dist_mean(&q->wrap));
		patience += n * (q->patience.law == DIST_NEVER ? HUGE_VAL :
		    dist_mean(&q->patience));
	}
	if (l.per_ms > 0) {
		l.work_ms /= l.per_ms * (double)length;
		l.patience_ms = isfinite(patience) ? patience / (l.per_ms *
		    (double)length) : 0;
	}
	return l;
}

static bool
formula_holds(const struct search *s, const struct formula_load *l,
    const bool *queues, int64_t people)
{
	for (size_t t = 0; t < s->targets; t++) {
		const struct target *k = &s->target[t];
		double value;

		if ((k->queue != NOBODY && !queues[k->queue]) ||
		    !formula_kpi(l, people, s->r.choice.item[k->choice].id,
		    &value))
			continue;
		if (k->least ? value < k->value : value > k->value)
			return false;
	}
	return true;
}

/* As many as the formulas ask for, and at least the load; not more than twice
 * that and 20, for some targets cannot be met. */
static uint32_t
by_formula(const struct search *s, size_t group, size_t interval)
{
	bool *queues = mem_zero(s->s.plan.queues, sizeof(*queues));
	struct formula_load l = load_of(s, group, interval, queues);
	double load = l.per_ms * l.work_ms;
	int64_t n = 0;

	if (load > 0 && load < 1e6)
		for (n = (int64_t)MAX(load * 0.7, 1); (double)n < 2 * load +
		    20 && !formula_holds(s, &l, queues, n); n++)
			;
	mem_free(queues);
	return (uint32_t)n;
}

/* Steps of the plan, one an interval, which every try fills anew. */
static void
begin(struct search *s)
{
	struct sim_plan *p = &s->s.plan;

	for (size_t g = 0; g < p->groups; g++)
		for (size_t i = 0; i < s->intervals; i++)
			s->open[g * s->intervals + i] = staff_at(&p->group[g],
			    (int64_t)i * s->o->interval_ms) > 0;
	for (size_t g = 0; g < p->groups; g++) {
		s->step[g] = arena_zero(&p->arena, s->intervals,
		    sizeof(*s->step[g]));
		p->group[g].staff = s->step[g];
		p->group[g].n_staff = s->intervals;
		for (size_t i = 0; i < s->intervals; i++)
			s->staff[g * s->intervals + i] = by_formula(s, g, i);
	}
}

static void
put_staff(struct search *s)
{
	for (size_t g = 0; g < s->s.plan.groups; g++)
		for (size_t i = 0; i < s->intervals; i++)
			s->step[g][i] = (struct plan_staff){ (int64_t)i *
			    s->o->interval_ms, s->staff[g * s->intervals +
			    i] };
}

/* ---- trying ------------------------------------------------------------------------------- */

static bool
is_held(const struct search *s, const struct reps_row *row,
    const struct target *t)
{
	return row->queue < s->s.plan.queues && row->interval <
	    s->intervals && (t->queue == NOBODY || t->queue == row->queue);
}

/* All bounds hold at once with at most this risk: each has its part of it
 * (Bonferroni), whatever they have to do with one another. */
static struct stat_level
joint_level(struct search *s, const struct reps_result *result, double risk)
{
	s->bounds = 0;
	for (size_t n = 0; n < result->rows; n++)
		for (size_t t = 0; t < s->targets; t++)
			s->bounds += is_held(s, &result->row[n],
			    &s->target[t]);
	/* an interval of twice the risk has that risk on either side */
	return stat_level(result->n, 1 - 2 * risk /
	    (double)MAX(s->bounds, 1));
}

static bool
holds(const struct reps_row *row, const struct target *t,
    const struct stat_level *level)
{
	struct estimate e = reps_estimate(row, t->choice, level);
	double half = MAX(e.half, 0);

	if (!e.known)
		return true;		/* nobody came: nothing was missed */
	return t->least ? e.value - half >= t->value :
	    e.value + half <= t->value;
}

/* How many of (queue, interval) miss a target; marks them. */
static size_t
mark_misses(struct search *s, const struct reps_result *result, double risk)
{
	struct stat_level level = joint_level(s, result, risk);
	size_t misses = 0;

	memset(s->fails, 0, s->s.plan.queues * s->intervals);
	for (size_t n = 0; n < result->rows; n++)
		for (size_t t = 0; t < s->targets; t++) {
			const struct reps_row *row = &result->row[n];
			bool *fails;

			if (!is_held(s, row, &s->target[t]) || holds(row,
			    &s->target[t], &level))
				continue;
			fails = &s->fails[row->queue * s->intervals +
			    row->interval];
			misses += !*fails;
			*fails = true;
		}
	return misses;
}

/* The staff as it is, on runs `first` to `first + n`. */
static int
try_staff(struct search *s, size_t first, size_t n, double risk,
    size_t *misses, struct err *err)
{
	struct reps reps = scenario_reps(&s->s, &s->r, s->o);
	struct reps_result result;
	int got;

	put_staff(s);
	reps.first = first;
	reps.n = n;
	got = reps_run(&reps, &result, err);
	if (got == 0)
		*misses = mark_misses(s, &result, risk);
	reps_release(&result);
	return got;
}

/* One more where a target fails, in each interval once a group. */
static bool
add_people(struct search *s)
{
	const struct sim_plan *p = &s->s.plan;
	bool added = false;

	for (size_t i = 0; i < s->intervals; i++) {
		uint64_t done = 0;

		for (size_t q = 0; q < p->queues; q++) {
			size_t g;

			if (!s->fails[q * s->intervals + i])
				continue;
			g = cheapest(s, q, i);
			if (g == SIZE_MAX || g >= 64 || done >> g & 1)
				continue;
			done |= UINT64_C(1) << g;
			s->staff[g * s->intervals + i]++;
			added = true;
		}
	}
	return added;
}

/* The runs of the search: the same for every staff. */
static int
try_search(struct search *s, size_t *misses, struct err *err)
{
	return try_staff(s, 0, (size_t)s->o->runs, s->risk, misses, err);
}

static int
climb(struct search *s, bool *met, struct err *err)
{
	size_t misses = 1;

	*met = false;
	for (int round = 0; round < MOST_ROUNDS && misses; round++) {
		if (try_search(s, &misses, err) < 0)
			return -1;
		if (misses && !add_people(s))
			return 0;
	}
	*met = misses == 0;
	return 0;
}

/* The group that k others cost more than; of equals the later of the model. */
static size_t
dearest(const struct sim_plan *p, size_t k)
{
	for (size_t g = p->groups; g-- > 0;) {
		size_t above = 0;

		for (size_t h = 0; h < p->groups; h++)
			above += p->group[h].cost > p->group[g].cost ||
			    (h > g && !(p->group[h].cost <
			    p->group[g].cost));
		if (above == k)
			return g;
	}
	return 0;
}

/* Up to two people less, and one of another group instead. */
struct change {
	uint32_t *less[2], *more;	/* NULL: none */
};

static void
apply(const struct change *c, bool back)
{
	for (size_t i = 0; i < COUNT_OF(c->less); i++)
		if (c->less[i])
			*c->less[i] += back ? 1 : UINT32_MAX;
	if (c->more)
		*c->more += back ? UINT32_MAX : 1;
}

/* Kept where all still holds. */
static int
try_change(struct search *s, const struct change *c, bool *kept,
    struct err *err)
{
	size_t misses;

	apply(c, false);
	if (try_search(s, &misses, err) < 0)
		return -1;
	*kept = misses == 0;
	if (!*kept)
		apply(c, true);
	return 0;
}

/* Of an hour; where the model has no costs, everybody costs the same. */
static double
cost_of(const struct sim_plan *p, size_t group)
{
	for (size_t g = 0; g < p->groups; g++)
		if (p->group[g].cost > 0)
			return p->group[group].cost;
	return 1;
}

/* Do both have a queue that either can take? */
static bool
share_work(const struct sim_plan *p, size_t a, size_t b)
{
	for (size_t q = 0; q < p->queues; q++)
		if (plan_serve(p, q, a)->can && plan_serve(p, q, b)->can)
			return true;
	return false;
}

/* One of a group off; or for one of a cheaper group; or, together with one of
 * another group, for one who costs less than both. */
static int
improve(struct search *s, size_t g, size_t interval, bool *better,
    struct err *err)
{
	const struct sim_plan *p = &s->s.plan;
	uint32_t *staff = s->staff + interval;
	struct change c = { { &staff[g * s->intervals], NULL }, NULL };

	*better = false;
	if (!*c.less[0])
		return 0;
	if (try_change(s, &c, better, err) < 0)
		return -1;
	for (size_t h = 0; h < p->groups; h++) {
		if (h == g || !s->open[h * s->intervals + interval] ||
		    !share_work(p, g, h))
			continue;
		c.more = &staff[h * s->intervals];
		c.less[1] = NULL;
		if (!*better && cost_of(p, h) < cost_of(p, g) &&
		    try_change(s, &c, better, err) < 0)
			return -1;
		for (size_t k = g + 1; k < p->groups && !*better; k++) {
			c.less[1] = &staff[k * s->intervals];
			if (k != h && *c.less[1] && share_work(p, k, h) &&
			    cost_of(p, h) < cost_of(p, g) + cost_of(p, k) &&
			    try_change(s, &c, better, err) < 0)
				return -1;
		}
	}
	return 0;
}

/* Round and round, dear ones first, until no place gives anything: then every
 * single removal, and every change of one or two for a cheaper one, has been
 * tried on the staff as it is, and failed. */
static int
trim(struct search *s, struct err *err)
{
	const struct sim_plan *p = &s->s.plan;
	size_t places = s->intervals * p->groups, failed = 0;

	for (size_t at = 0; failed < places; at = (at + 1) % places) {
		bool better = true;

		failed++;
		while (better) {
			if (improve(s, dearest(p, at % p->groups),
			    at / p->groups, &better, err) < 0)
				return -1;
			if (better)
				failed = 1;
		}
	}
	return 0;
}

/*
 * The search has chosen among many staffs by the same runs, so their bounds
 * promise too much of the one it found. Runs that it has not seen judge that:
 * where a target fails, one more, and fresh runs again, each time at half the
 * risk of the time before, so that all times together keep to it.
 */
static int
confirm(struct search *s, struct err *err)
{
	size_t runs = CHECK_TIMES * (size_t)s->o->runs, misses = 1;
	double risk = s->risk / 2;

	for (size_t round = 0; round < MOST_CHECKS; round++, risk /= 2) {
		if (try_staff(s, (size_t)s->o->runs + round * runs, runs,
		    risk, &misses, err) < 0)
			return -1;
		s->confirmed = misses == 0;
		if (s->confirmed || !add_people(s))
			return 0;
		s->added += misses;
	}
	return 0;
}

/* ---- the answer ----------------------------------------------------------------------------- */

static double
hours_of(const struct search *s, size_t g)
{
	double sum = 0;

	for (size_t i = 0; i < s->intervals; i++)
		sum += s->staff[g * s->intervals + i];
	return sum * (double)s->o->interval_ms / MS_HOUR;
}

static void
answer_check(const struct search *s, struct buf *out)
{
	buf_printf(out, "\n%zu bounds %s at once with %.4g %% confidence, by "
	    "%lld runs that the search had not seen", s->bounds,
	    s->confirmed ? "hold" : "do not hold", s->r.confidence * 100,
	    (long long)s->o->runs * CHECK_TIMES);
	if (s->added)
		buf_printf(out, ", which asked for %zu more people",
		    s->added);
	buf_char(out, '\n');
}

static void
answer_table(const struct search *s, struct buf *out)
{
	const struct sim_plan *p = &s->s.plan;
	struct buf cell = { 0 };
	struct table t;

	table_init(&t, p->groups + 1, 1);
	table_cell(&t, STR("from"));
	for (size_t g = 0; g < p->groups; g++)
		table_cell(&t, str_of(p->group[g].name));
	for (size_t i = 0; i < s->intervals; i++) {
		buf_clear(&cell);
		show_interval(&cell, p, (int64_t)i * s->o->interval_ms);
		table_cell(&t, buf_view(&cell));
		for (size_t g = 0; g < p->groups; g++) {
			buf_clear(&cell);
			buf_int(&cell, s->staff[g * s->intervals + i]);
			table_cell(&t, buf_view(&cell));
		}
	}
	table_cell(&t, STR("hours"));
	for (size_t g = 0; g < p->groups; g++) {
		buf_clear(&cell);
		show_number(&cell, hours_of(s, g));
		table_cell(&t, buf_view(&cell));
	}
	table_write(&t, out);
	table_release(&t);
	buf_release(&cell);
}

static void
answer_rows(const struct search *s, struct buf *out)
{
	const struct sim_plan *p = &s->s.plan;
	bool json = s->o->format == ROUTE_JSON;

	if (!json)
		buf_puts(out, "from_ms,group,count\n");
	for (size_t i = 0; i < s->intervals; i++)
		for (size_t g = 0; g < p->groups; g++) {
			long long from = (long long)i * s->o->interval_ms;

			if (json) {
				buf_printf(out, "{\"from_ms\":%lld,"
				    "\"group\":", from);
				json_put_str(out, str_of(p->group[g].name));
				buf_puts(out, ",\"count\":");
			} else {
				buf_printf(out, "%lld,", from);
				show_csv(out, str_of(p->group[g].name));
				buf_char(out, ',');
			}
			buf_int(out, s->staff[g * s->intervals + i]);
			buf_puts(out, json ? "}\n" : "\n");
		}
}

/* The staff, then what it gives over the whole run. */
static int
answer(struct search *s, struct buf *out, struct err *err)
{
	struct reps_result result;
	struct reps reps;
	int64_t every = s->o->interval_ms;
	int got;

	put_staff(s);
	if (s->o->format != ROUTE_TABLE) {
		answer_rows(s, out);
		return 0;
	}
	answer_table(s, out);
	buf_char(out, '\n');
	s->o->interval_ms = 0;
	got = scenario_run(&s->s, &s->r, s->o, s->s.model.n[M_QUEUE] > 1,
	    &reps, &result, err);
	if (got == 0) {
		show_result(out, s->o, &s->s, &s->r, &reps, &result);
		answer_check(s, out);
	}
	reps_release(&result);
	s->o->interval_ms = every;
	return got;
}

static int
search(struct search *s, struct buf *out, struct err *err)
{
	const struct sim_plan *p = &s->s.plan;
	bool met;

	s->intervals = (size_t)((p->end + s->o->interval_ms - 1) /
	    s->o->interval_ms);
	s->staff = mem_zero(s->intervals * p->groups, sizeof(*s->staff));
	s->open = mem_zero(s->intervals * p->groups, sizeof(*s->open));
	s->fails = mem_zero(s->intervals * p->queues, sizeof(*s->fails));
	s->step = mem_zero(p->groups, sizeof(*s->step));
	s->risk = 1 - s->r.confidence;
	begin(s);
	if (climb(s, &met, err) < 0 || (met && (trim(s, err) < 0 ||
	    confirm(s, err) < 0)))
		return -1;
	if (!s->confirmed) {
		diag_note(&s->o->cli.diag, "the targets cannot be met by more "
		    "people where the model has any");
		cli_no(&s->o->cli);
	}
	return answer(s, out, err);
}

int
optimise(struct ccroute_options *o, struct buf *out, struct err *err)
{
	struct search s = { .o = o };
	int got = o->runs > 1 ? 0 : err_set(err, ERR_USAGE, "--optimise: one "
	    "run has no bound");

	if (got == 0)
		got = scenario_load(&s.s, o, o->cli.operands[0], NULL, err);
	if (got == 0)
		got = set_targets(&s, err);
	if (got == 0)
		got = scenario_sandbox(o);
	if (o->interval_ms <= 0)
		o->interval_ms = s.s.model.center.interval_ms > 0 ?
		    s.s.model.center.interval_ms : 30 * MS_MINUTE;
	if (got == 0)
		got = search(&s, out, err);
	mem_free(s.staff);
	mem_free(s.open);
	mem_free(s.fails);
	mem_free(s.step);
	ruler_release(&s.r);
	scenario_release(&s.s);
	return got;
}
