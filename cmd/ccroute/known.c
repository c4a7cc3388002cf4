/*
 * known: agents whom customers know: one of their own (relationship), or the
 * one they talked to lately. They are asked first.
 */
#include "cmd/ccroute/inside.h"

#include "common/mem.h"

static bool
remembers(const struct sim_plan *p)
{
	for (size_t q = 0; p->customers && q < p->queues; q++)
		if (p->queue[q].last_agent > 0)
			return true;
	return false;
}

bool
knows_agents(const struct sim_plan *p)
{
	for (size_t q = 0; q < p->queues; q++)
		if (p->queue[q].sticky > 0)
			return true;
	for (size_t k = 0; k < p->kinds; k++)
		if (p->kind[k].sticky > 0)
			return true;
	return remembers(p);
}

/* Pages that no customer of a run touches are never there. */
void
known_begin(struct sim *s)
{
	mem_free(s->last_talk);
	s->last_talk = remembers(s->p) ? mem_zero((size_t)s->p->customers,
	    sizeof(*s->last_talk)) : NULL;
}

uint64_t
known_customer(const struct sim *s, const struct contact *c)
{
	double u = draw_uniform(&s->draws[c->source], DRAW_CUSTOMER,
	    c->number);
	uint64_t i = (uint64_t)(u * (double)s->p->customers);

	return MIN(i, s->p->customers - 1);
}

static struct last_talk *
talk_of(const struct sim *s, const struct contact *c)
{
	return &s->last_talk[known_customer(s, c)];
}

void
known_talked(struct sim *s, const struct contact *c, uint32_t agent,
    int64_t until)
{
	if (s->last_talk)
		*talk_of(s, c) = (struct last_talk){ until, agent + 1 };
}

/* One's own: any of those who serve the queue. */
static uint32_t
own_agent(const struct sim *s, uint32_t queue, double u)
{
	uint32_t n = 0, which;

	for (size_t g = 0; g < s->p->groups; g++)
		if (plan_serve(s->p, queue, g)->can)
			n += s->group[g].n;
	which = MIN((uint32_t)(u * n), n - 1);
	for (size_t g = 0; n && g < s->p->groups; g++) {
		if (!plan_serve(s->p, queue, g)->can)
			continue;
		if (which < s->group[g].n)
			return s->group[g].first + which;
		which -= s->group[g].n;
	}
	return NOBODY;
}

static bool
may_have(const struct sim *s, const struct contact *c, uint32_t agent)
{
	uint32_t g = s->agent[agent].group;

	return plan_serve(s->p, c->queue, g)->can && (!s->p->kinds ||
	    !s->p->kind[c->kind].authority || s->p->group[g].authority);
}

static uint32_t
whom(const struct sim *s, const struct contact *c)
{
	const struct plan_queue *q = &s->p->queue[c->queue];
	double share = s->p->kinds && s->p->kind[c->kind].sticky > 0 ?
	    s->p->kind[c->kind].sticky : q->sticky, u;
	const struct last_talk *last;

	if (share > 0 && (u = draw_uniform(&s->draws[c->source], DRAW_STICKY,
	    c->number)) < share)
		return own_agent(s, c->queue, u / share);
	if (!s->last_talk || q->last_agent <= 0)
		return NOBODY;
	last = talk_of(s, c);
	return last->agent && s->now - last->at <= q->last_agent ?
	    last->agent - 1 : NOBODY;
}

uint32_t
known_agent(const struct sim *s, const struct contact *c)
{
	uint32_t a;

	if (!s->sticky || c->leg || c->callback)
		return NOBODY;
	a = whom(s, c);
	return a == NOBODY || !may_have(s, c, a) || s->agent[a].state ==
	    AGENT_OFF || s->agent[a].leaving ? NOBODY : a;
}
