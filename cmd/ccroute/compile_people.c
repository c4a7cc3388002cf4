/* compile_people: groups of agents, and which queues they serve how. */
#include "cmd/ccroute/compile_inside.h"

/* ---- people ------------------------------------------------------------------------------- */

unsigned
compile_slots(const struct model_agents *g)
{
	int32_t most = 1;

	for (int i = 0; i < MODEL_CHANNELS; i++)
		most = MAX(most, g->slots.of[i]);
	return (unsigned)MIN(most, MAX_SLOTS);
}

static enum contact_rule
order_of(int order)
{
	return order == MODEL_BY_OLDEST ? OLDEST :
	    order == MODEL_BY_LONGEST_QUEUE ? LONGEST_LINE : BY_PRIORITY;
}

void
compile_group(struct compiling *c, size_t i)
{
	const struct model_agents *g = &c->m->agents[i];
	struct plan_group *k = &c->p->group[i];
	double *speed;

	k->name = compile_name(c, g->head.name);
	k->staff = schedule_staff(c->m, &c->p->days, i, &c->p->arena,
	    &k->n_staff);
	k->slots = (uint8_t)compile_slots(g);
	k->authority = g->authority >= c->m->routing.alert_authority;
	k->contact_rule = order_of(c->m->routing.order);
	k->cost = g->cost;
	k->has_rule = g->policy != MODEL_NONE;
	if (k->has_rule)
		k->agent_rule = compile_rule(g->policy);
	k->pause = k->slots == 1 ? MAX(g->pause_ms, 0) : 0;
	compile_say(c, "agents", &g->head, "pause", g->pause_ms > 0 && k->slots > 1);
	if (!g->efficiency.n)
		return;
	speed = arena_zero(&c->p->arena, MAX_SLOTS, sizeof(*speed));
	for (size_t j = 0; j < MAX_SLOTS; j++)
		speed[j] = g->efficiency.value[MIN(j, g->efficiency.n - 1)];
	k->speed = speed;
}

/* Law of a pair when it is not the queue's own. */
static const struct dist *
other_law(const struct dist *d, const struct dist *queues)
{
	return d == queues ? NULL : d;
}

/* Is the queue what the group is there for? */
static bool
first_skill(const struct model *m, const struct model_agents *g,
    const struct model_queue *q)
{
	return (q->skills.n ? q->skills.ref[0].to : model_find(m, M_SKILL,
	    q->head.name)) == g->skills.ref[0].to;
}

void
compile_serve(struct compiling *c, size_t queue, size_t group)
{
	const struct model *m = c->m;
	const struct model_agents *g = &m->agents[group];
	const struct model_queue *q = &m->queue[queue];
	const struct model_experience *e = g->experience == MODEL_NONE ?
	    NULL : &m->experience[g->experience];
	struct plan_serve *v = plan_serve(c->p, queue, group);
	double proficiency = 1;
	int32_t level = 1, slots = g->slots.of[q->channel];

	if (!model_serves(m, group, queue, &level, &proficiency))
		return;
	v->can = q->rings.n == 0;
	for (size_t i = 0; i < q->rings.n; i++)
		if (q->rings.ref[i].to == (int32_t)group) {
			v->can = true;
			v->after = MAX(q->rings.ref[i].after_ms, 0);
		}
	v->rank = (int16_t)level;
	v->prefer = (int16_t)(compile_policy(m, queue) == MODEL_PROFICIENCY ?
	    1000 - proficiency * 1000 : level);
	v->scale = g->speed / MAX(proficiency, 0.001) * (e ? e->handling : 1);
	v->wrap_scale = e ? e->wrap : 1;
	v->transfer = e ? e->transfer : 1;
	v->talk = other_law(model_talk(m, queue, group), &q->handling);
	v->wrap = other_law(model_wrap(m, queue, group), &q->wrap);
	v->slots = (uint8_t)(slots > 0 ? compile_slots(g) / MIN((unsigned)slots,
	    compile_slots(g)) : 1);
	if (first_skill(m, g, q))
		return;
	v->reserve = (uint32_t)MAX(g->reserve, 0);
	v->threshold = (uint32_t)MAX(g->threshold, 0);
}

/* Percent allocation: a part of the queue for each group of the list. */
size_t
compile_parts(struct compiling *c, size_t queue, size_t next)
{
	const struct model_queue *q = &c->m->queue[queue];
	struct plan_share *split;

	if (compile_policy(c->m, queue) != MODEL_PERCENT)
		return next;
	split = arena_zero(&c->p->arena, q->allocate.n, sizeof(*split));
	for (size_t i = 0; i < q->allocate.n; i++, next++) {
		size_t group = (size_t)q->allocate.ref[i].to;

		c->p->queue[next] = c->p->queue[queue];
		c->p->queue[next].report = (uint32_t)queue;
		*plan_serve(c->p, next, group) = *plan_serve(c->p, queue,
		    group);
		split[i] = (struct plan_share){ (uint32_t)next,
		    q->allocate.ref[i].share };
	}
	c->p->queue[queue].split = split;
	c->p->queue[queue].n_split = q->allocate.n;
	return next;
}

size_t
compile_count_parts(const struct model *m)
{
	size_t n = 0;

	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		if (compile_policy(m, q) == MODEL_PERCENT)
			n += m->queue[q].allocate.n;
	return n;
}
