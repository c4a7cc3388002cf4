/*
 * onward: from one queue to another after the talk: cold, warm (the first
 * agent stays until somebody answers and then for a while), or with the same
 * agent.
 */
#include "cmd/ccroute/inside.h"

const struct plan_transfer *
transfer_of(const struct sim *s, const struct contact *c,
    const struct visit *v)
{
	const struct plan_queue *q = &s->p->queue[c->queue];
	double u, times;

	if (!q->n_transfers || v->end != END_ANSWERED || c->leg >= MOST_LEGS)
		return NULL;
	times = plan_serve(s->p, c->queue, s->agent[v->agent].group)->transfer;
	u = draw_uniform(&s->draws[c->source], DRAW_TRANSFER, draw_number(c));
	for (size_t i = 0; i < q->n_transfers; i++) {
		if (u < q->transfer[i].share * times)
			return kept_out(s, c, q->transfer[i].to) ? NULL :
			    &q->transfer[i];
		u -= q->transfer[i].share * times;
	}
	return NULL;
}

bool
goes_on_with(const struct sim *s, const struct contact *c,
    const struct plan_transfer *t, uint32_t agent)
{
	uint32_t g = s->agent[agent].group;

	return t->same_agent && plan_serve(s->p, t->to, g)->can &&
	    (!s->p->kinds || !s->p->kind[c->kind].authority ||
	    s->p->group[g].authority);
}

void
pass_on(struct sim *s, uint32_t number, struct visit *v,
    const struct plan_transfer *t)
{
	struct contact *c = &s->contact[number];

	v->handed_on = true;
	contact_keep(s, number, v);
	c->queue = t->to;
	c->leg++;
	c->boost = t->boost;
	c->own_talk = c->own_wrap = c->started = c->told = false;
	draw_attributes(s, number);
}

void
hold_on(struct sim *s, uint32_t number, const struct visit *v,
    const struct plan_transfer *t)
{
	struct contact *c = &s->contact[number];

	c->holder = v->agent;
	c->held_wrap = v->wrap;
	c->consult = draw_ms(&s->draws[c->source], DRAW_CONSULT,
	    draw_number(c), &t->warm);
}

/* The visit that goes on meanwhile: the holder's, which has not ended. */
static struct visit *
held_visit(const struct sim *s, const struct contact *c)
{
	uint32_t v = c->visits;

	while (s->visit[v].agent != c->holder)
		v = s->visit[v].next;
	return &s->visit[v];
}

void
let_go(struct sim *s, struct contact *c, int64_t at)
{
	struct visit *v = held_visit(s, c);

	v->talk += at - v->free;
	heap_put(&s->release, heap_key(at + c->held_wrap, s->order++),
	    c->holder, 0);
	c->holder = NOBODY;
}
