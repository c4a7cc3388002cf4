/* optimise: staff by interval against targets; see optimise.h. */
#include "cmd/ccroute/optimise.h"

#include <math.h>

#include "common/num.h"
#include "common/when.h"

enum { MOST_TARGETS = 8, MOST_ROUNDS = 2000 };

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
	uint64_t rounds;
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

/* Contacts of a queue's sources that arrive in an interval. */
static double
arriving(const struct sim_plan *p, size_t queue, int64_t from, int64_t to)
{
	double sum = 0;

	for (size_t i = 0; i < p->sources; i++)
		if (p->source[i].to->to == queue)
			sum += plan_arriving(&p->source[i], from, to);
	return sum;
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

/* Everybody whom the offered load needs, and nobody more. */
static void
begin(struct search *s)
{
	struct sim_plan *p = &s->s.plan;
	int64_t length = s->o->interval_ms;

	for (size_t i = 0; i < s->intervals; i++) {
		int64_t from = (int64_t)i * length, to = from + length;

		for (size_t g = 0; g < p->groups; g++)
			s->open[g * s->intervals + i] =
			    staff_at(&p->group[g], from) > 0;
		for (size_t q = 0; q < p->queues; q++) {
			const struct plan_queue *k = &p->queue[q];
			size_t g = cheapest(s, q, i);

			if (g != SIZE_MAX)
				s->staff[g * s->intervals + i] += (uint32_t)
				    floor(arriving(p, q, from, to) *
				    (dist_mean(&k->talk) +
				    dist_mean(&k->wrap)) / (double)length);
		}
	}
}

/* Into the plan: a step an interval. */
static void
put_staff(struct search *s)
{
	struct sim_plan *p = &s->s.plan;

	for (size_t g = 0; g < p->groups; g++) {
		struct plan_staff *step = arena_zero(&p->arena, s->intervals,
		    sizeof(*step));

		for (size_t i = 0; i < s->intervals; i++)
			step[i] = (struct plan_staff){ (int64_t)i *
			    s->o->interval_ms, s->staff[g * s->intervals +
			    i] };
		p->group[g].staff = step;
		p->group[g].n_staff = s->intervals;
	}
}

/* ---- trying ------------------------------------------------------------------------------- */

static bool
holds(const struct search *s, const struct reps_result *result,
    const struct reps_row *row, const struct target *t)
{
	/* an interval of twice the risk has that risk on either side */
	struct stat_level level = stat_level(result->n,
	    2 * s->r.confidence - 1);
	struct estimate e = reps_estimate(row, t->choice, &level);
	double half = MAX(e.half, 0);

	if (!e.known)
		return true;		/* nobody came: nothing was missed */
	return t->least ? e.value - half >= t->value :
	    e.value + half <= t->value;
}

/* How many of (queue, interval) miss a target; marks them. */
static int
try_staff(struct search *s, size_t *misses, struct reps *reps,
    struct reps_result *result, struct err *err)
{
	const struct sim_plan *p = &s->s.plan;

	put_staff(s);
	*misses = 0;
	s->rounds++;
	memset(s->fails, 0, p->queues * s->intervals);
	if (scenario_run(&s->s, &s->r, s->o, false, reps, result, err) < 0)
		return -1;
	for (size_t n = 0; n < result->rows; n++) {
		const struct reps_row *row = &result->row[n];

		for (size_t t = 0; t < s->targets; t++) {
			const struct target *k = &s->target[t];

			if (row->queue >= p->queues || row->interval >=
			    s->intervals || (k->queue != NOBODY &&
			    k->queue != row->queue) || holds(s, result, row,
			    k))
				continue;
			*misses += !s->fails[row->queue * s->intervals +
			    row->interval];
			s->fails[row->queue * s->intervals +
			    row->interval] = true;
		}
	}
	return 0;
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

static int
climb(struct search *s, bool *met, struct err *err)
{
	struct reps_result result;
	struct reps reps;
	size_t misses = 1;

	*met = false;
	for (int round = 0; round < MOST_ROUNDS && misses; round++) {
		if (try_staff(s, &misses, &reps, &result, err) < 0)
			return -1;
		reps_release(&result);
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

/* Each agent is taken off where all still hold without; dear ones first. */
static int
trim(struct search *s, struct err *err)
{
	const struct sim_plan *p = &s->s.plan;
	struct reps_result result;
	struct reps reps;
	size_t misses;

	for (size_t i = 0; i < s->intervals; i++)
		for (size_t k = 0; k < p->groups; k++) {
			uint32_t *n = &s->staff[dearest(p, k) *
			    s->intervals + i];

			for (; *n > 0; --*n) {
				--*n;
				if (try_staff(s, &misses, &reps, &result,
				    err) < 0)
					return -1;
				reps_release(&result);
				++*n;
				if (misses)
					break;
			}
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
		show_interval(&cell, (int64_t)i * s->o->interval_ms,
		    p->end > MS_DAY);
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
		reps_release(&result);
	}
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
	begin(s);
	if (climb(s, &met, err) < 0)
		return -1;
	if (!met) {
		diag_note(&s->o->cli.diag, "the targets cannot be met by more "
		    "people where the model has any");
		cli_no(&s->o->cli);
	} else if (trim(s, err) < 0) {
		return -1;
	}
	return answer(s, out, err);
}

int
optimise(struct ccroute_options *o, struct buf *out, struct err *err)
{
	struct search s = { .o = o };
	int got = scenario_load(&s.s, o, o->cli.operands[0], NULL, err);

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
	ruler_release(&s.r);
	scenario_release(&s.s);
	return got;
}
