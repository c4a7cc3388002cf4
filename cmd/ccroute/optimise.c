/* optimise: the search for staff that meets targets; see optimise.h. */
#include "cmd/ccroute/optimise_inside.h"
#include "common/when.h"

enum {
	MOST_ROUNDS = 2000,
	MOST_CHECKS = 12,
};

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

size_t
optimise_misses(struct search *s, const struct reps_result *result, double risk)
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

	optimise_put(s);
	reps.first = first;
	reps.n = n;
	got = reps_run(&reps, &result, err);
	if (got == 0)
		*misses = optimise_misses(s, &result, risk);
	reps_release(&result);
	return got;
}

/* One more where a target fails, in each interval once a group. */
static bool
add_people(struct search *s)
{
	const struct sim_plan *p = &s->s.plan;
	bool *done = mem_zero(p->groups, sizeof(*done)), added = false;

	for (size_t i = 0; i < s->intervals; i++) {
		memset(done, 0, p->groups * sizeof(*done));
		for (size_t q = 0; q < p->queues; q++) {
			size_t g;

			if (!s->fails[q * s->intervals + i])
				continue;
			g = optimise_cheapest(s, q, i);
			if (g == SIZE_MAX || done[g])
				continue;
			done[g] = true;
			s->staff[g * s->intervals + i]++;
			added = true;
		}
	}
	mem_free(done);
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

/* ---- runs that the search has not seen --------------------------------------- */

/* The window of runs that judges next, and the risk it may take. */
struct check {
	size_t round;
	double risk;
};

static int
judge(struct search *s, const struct check *c, size_t *misses, struct err *err)
{
	size_t runs = CHECK_TIMES * (size_t)s->o->runs;

	return try_staff(s, (size_t)s->o->runs + c->round * runs, runs,
	    c->risk, misses, err);
}

/* One more is added wherever somebody fails, so some are too many: those are
 * taken off again by the runs that judged last, and fresh ones, at half the
 * risk again, say whether all still holds; if not, nobody is taken off. */
static int
trim_added(struct search *s, const uint32_t *before, struct check *c,
    struct err *err)
{
	size_t places = s->intervals * s->s.plan.groups, misses = 0, off = 0;
	uint32_t *kept = mem_get(places * sizeof(*kept));
	int got = 0;

	memcpy(kept, s->staff, places * sizeof(*kept));
	for (size_t i = 0; got == 0 && i < places; i++)
		while (s->staff[i] > before[i]) {
			s->staff[i]--;
			got = judge(s, c, &misses, err);
			off += got == 0 && misses == 0;
			if (got < 0 || misses == 0)
				continue;
			s->staff[i]++;
			break;
		}
	c->round++;
	c->risk /= 2;
	if (got == 0 && off && (got = judge(s, c, &misses, err)) == 0) {
		if (misses)
			memcpy(s->staff, kept, places * sizeof(*kept));
		else
			s->added -= off;
	}
	mem_free(kept);
	return got;
}

static size_t
people(const struct search *s, const uint32_t *staff)
{
	size_t sum = 0;

	for (size_t i = 0; i < s->intervals * s->s.plan.groups; i++)
		sum += staff[i];
	return sum;
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
	size_t places = s->intervals * s->s.plan.groups, misses = 1;
	uint32_t *before = mem_get(places * sizeof(*before));
	struct check c = { 0, s->risk / 2 };
	int got = 0;

	memcpy(before, s->staff, places * sizeof(*before));
	for (; got == 0 && c.round < MOST_CHECKS; c.round++, c.risk /= 2) {
		got = judge(s, &c, &misses, err);
		s->confirmed = got == 0 && misses == 0;
		if (s->confirmed || got < 0 || !add_people(s))
			break;
	}
	s->added = people(s, s->staff) - people(s, before);
	if (got == 0 && s->confirmed && s->added)
		got = trim_added(s, before, &c, err);
	mem_free(before);
	return got;
}

/* ---- all --------------------------------------------------------------------- */

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
	optimise_begin(s);
	if (climb(s, &met, err) < 0 || (met && (trim(s, err) < 0 ||
	    confirm(s, err) < 0)))
		return -1;
	if (!s->confirmed) {
		diag_note(&s->o->cli.diag, "the targets cannot be met by more "
		    "people where the model has any");
		cli_no(&s->o->cli);
	}
	return optimise_answer(s, out, err);
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
		got = optimise_targets(&s, err);
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
