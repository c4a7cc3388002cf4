/* plan: neutral plans; see plan.h. */
#include "cmd/ccroute/plan.h"

static void
neutral_queue(struct plan_queue *q)
{
	q->name = "";
	q->channel = "voice";
	q->room = -1;
	q->overflow_after = q->sticky_hold = q->callback_after = NEVER;
	q->overflow_to = q->full_to = q->redial_to = NOBODY;
	q->patience.law = DIST_NEVER;
	q->told_patience = 1;
	q->callback_reached = q->reach = 1;
	q->callback_keeps = true;
}

void
plan_init(struct sim_plan *p, size_t sources, size_t queues, size_t groups)
{
	*p = (struct sim_plan){ .sources = sources, .queues = queues,
	    .groups = groups };
	p->source = arena_zero(&p->arena, sources, sizeof(*p->source));
	p->queue = arena_zero(&p->arena, queues, sizeof(*p->queue));
	p->group = arena_zero(&p->arena, groups, sizeof(*p->group));
	p->serve = arena_zero(&p->arena, queues * groups, sizeof(*p->serve));
	for (size_t i = 0; i < queues; i++) {
		neutral_queue(&p->queue[i]);
		p->queue[i].report = (uint32_t)i;
	}
	for (size_t i = 0; i < groups; i++)
		p->group[i] = (struct plan_group){ .name = "", .slots = 1 };
	for (size_t i = 0; i < queues * groups; i++)
		p->serve[i] = (struct plan_serve){ .scale = 1, .wrap_scale = 1,
		    .transfer = 1, .slots = 1 };
	for (size_t i = 0; i < sources; i++) {
		struct plan_share *to = arena_zero(&p->arena, 1, sizeof(*to));

		*to = (struct plan_share){ (uint32_t)MIN(i, queues - 1), 1 };
		p->source[i] = (struct plan_source){ .name = "", .to = to,
		    .n_to = 1 };
	}
}

void
plan_release(struct sim_plan *p)
{
	run_days_release(&p->days);
	arena_release(&p->arena);
}

void
plan_set_staff(struct sim_plan *p, size_t group, uint32_t count)
{
	struct plan_staff *s = arena_zero(&p->arena, 1, sizeof(*s));

	s->count = count;
	p->group[group].staff = s;
	p->group[group].n_staff = 1;
}

void
plan_set_rate(struct sim_plan *p, size_t source, double per_ms, int64_t end)
{
	struct plan_rate *r = arena_zero(&p->arena, 2, sizeof(*r));

	r[0].per_ms = per_ms;
	r[1].start = end;
	p->source[source].rate = r;
	p->source[source].n_rates = 2;
	p->end = MAX(p->end, end);
}

double
plan_arriving(const struct plan_source *s, int64_t from, int64_t to)
{
	double sum = 0;

	for (size_t i = 0; i + 1 < s->n_rates; i++)
		sum += s->rate[i].per_ms * (double)MAX(MIN(to,
		    s->rate[i + 1].start) - MAX(from, s->rate[i].start), 0);
	return sum;
}
