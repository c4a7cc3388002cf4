/* optimise_staff: who may work when, and the staff that formulas ask for, with
 * which the search begins. */
#include <math.h>

#include "cmd/ccroute/formula.h"
#include "cmd/ccroute/optimise_inside.h"

static uint32_t
staff_at(const struct plan_group *g, int64_t at)
{
	uint32_t count = 0;

	for (size_t i = 0; i < g->n_staff && g->staff[i].start <= at; i++)
		count = g->staff[i].count;
	return count;
}

size_t
optimise_cheapest(const struct search *s, size_t queue, size_t interval)
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

		if (!(n > 0) || optimise_cheapest(s, o->to->to, interval) != group)
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

void
optimise_begin(struct search *s)
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

void
optimise_put(struct search *s)
{
	for (size_t g = 0; g < s->s.plan.groups; g++)
		for (size_t i = 0; i < s->intervals; i++)
			s->step[g][i] = (struct plan_staff){ (int64_t)i *
			    s->o->interval_ms, s->staff[g * s->intervals +
			    i] };
}
