/* serve: the agent's side: takes a contact, has it in hand, is done with it,
 * looks for the next one. */
#include "cmd/ccroute/inside.h"

#include <math.h>

/* ---- served ----------------------------------------------------------------------- */

static double
speed_of(const struct sim *s, const struct agent *a)
{
	const struct plan_group *g = &s->p->group[a->group];

	return g->speed && a->n_hand ?
	    g->speed[a->n_hand - 1] / a->n_hand : 1;
}

/* Work of contacts in hand is done up to now. */
static void
work_on(struct sim *s, uint32_t number)
{
	struct agent *a = &s->agent[number];
	double done = (double)(s->now - a->worked) * speed_of(s, a);

	for (unsigned i = 0; i < a->n_hand; i++)
		s->contact[s->hand[number * MAX_SLOTS + i]].left -= done;
	a->worked = s->now;
}

/* When the first contact in hand will be done. */
static void
plan_release_of(struct sim *s, uint32_t number)
{
	struct agent *a = &s->agent[number];
	double least = HUGE_VAL;

	heap_remove(&s->release, number);
	for (unsigned i = 0; i < a->n_hand; i++)
		least = fmin(least,
		    s->contact[s->hand[number * MAX_SLOTS + i]].left);
	if (a->n_hand)
		heap_put(&s->release, heap_key(s->now + (int64_t)ceil(
		    fmax(least, 0) / speed_of(s, a) - 1e-9), s->order++),
		    number, 0);
}

static inline int64_t
scaled(int64_t ms, double scale)
{
	return scale < 1 || scale > 1 ? (int64_t)((double)ms * scale + 0.5) :
	    ms;
}

/* Drawn by this law, times the customers' own factor: for the contact, or
 * for the service, whose it ever is. */
static int64_t
own_law(const struct sim *s, const struct contact *c, enum purpose what,
    const struct dist *law, double scale)
{
	double factor = s->p->kinds ? s->p->kind[c->kind].handling : 0;
	bool late = s->p->at_service;

	return scaled(draw_ms(late ? s->shared_draws : &s->draws[c->source],
	    what, late ? s->served_n : draw_number(c), law), scale *
	    (factor > 0 ? factor : 1));
}

/* How long it takes this agent. */
static void
handling(struct sim *s, const struct agent *a, const struct contact *c,
    struct visit *v)
{
	const struct plan_serve *p = plan_serve(s->p, c->queue, a->group);
	const struct plan_queue *q = &s->p->queue[c->queue];

	v->end = END_ANSWERED;
	/* what was recorded is of the agent who took it: not scaled */
	v->talk = c->own_talk ? c->talk : scaled(c->talk, p->scale);
	v->wrap = c->own_wrap ? c->wrap : scaled(c->wrap, p->wrap_scale);
	if (UNLIKELY((p->talk || s->p->at_service) && !c->own_talk))
		v->talk = own_law(s, c, DRAW_TALK, p->talk ? p->talk :
		    &q->talk, p->scale);
	if (UNLIKELY((p->wrap || s->p->at_service) && !c->own_wrap))
		v->wrap = own_law(s, c, DRAW_WRAP, p->wrap ? p->wrap :
		    &q->wrap, p->wrap_scale);
	s->served_n++;
	if (UNLIKELY(is_called(c)) && in_vain(s, c)) {
		v->end = END_NO_ANSWER;
		v->talk = in_vain_ms(s, c);
		v->wrap = 0;
	}
}

static unsigned
slots_of(const struct sim *s, const struct agent *a, const struct contact *c)
{
	return plan_serve(s->p, c->queue, a->group)->slots;
}

/* The agent keeps the contact: its end is not known yet. */
static void
take_in_hand(struct sim *s, uint32_t number, uint32_t c,
    const struct visit *v)
{
	struct agent *a = &s->agent[number];
	struct contact *k = &s->contact[c];

	work_on(s, number);
	if (!k->started) {
		k->started = true;
		k->answered = s->now;
		k->talk = v->talk;
		k->wrap = v->wrap;
		k->left = (double)(v->talk + v->wrap);
	}
	k->agent = number;
	k->leaves = NEVER;
	s->hand[number * MAX_SLOTS + a->n_hand++] = c;
	a->in_hand = (uint8_t)(a->in_hand + slots_of(s, a, k));
	plan_release_of(s, number);
	agent_list(s, number);
}

/* Slow work makes room for a contact that cannot wait. */
static void
interrupt(struct sim *s, uint32_t number)
{
	struct agent *a = &s->agent[number];
	uint32_t c;

	work_on(s, number);
	heap_remove(&s->release, number);
	c = s->hand[number * MAX_SLOTS + --a->n_hand];
	a->in_hand = (uint8_t)(a->in_hand - slots_of(s, a, &s->contact[c]));
	s->contact[c].stamp++;
	line_prepend(s, line_of(s, &s->contact[c]), c);
}

/* Does it ring in vain? Only where an agent has one contact at a time. */
static bool
rings_in_vain(const struct sim *s, const struct agent *a,
    const struct contact *c)
{
	const struct plan_queue *q = &s->p->queue[c->queue];

	return q->no_answer > 0 && s->p->group[a->group].slots == 1 &&
	    !q->slow && !(c->outbound && c->leg == 0) && a->list != INTERRUPTIBLE &&
	    draw_uniform(&s->draws[c->source], DRAW_NO_ANSWER, draw_number(c) |
	    (uint64_t)(c->offers & 0xff) << 56) < q->no_answer;
}

/* The agent is neither busy nor free meanwhile; the contact comes back. */
static void
ring_in_vain(struct sim *s, uint32_t number, uint32_t c, int64_t ring)
{
	struct agent *a = &s->agent[number];

	agent_unlist(s, number);
	a->pending = false;
	a->in_hand = s->p->group[a->group].slots;
	agent_becomes(s, number, AGENT_RESTING);
	a->resting = true;
	heap_put(&s->release, heap_key(s->now + ring, s->order++), number, 0);
	s->contact[c].offers++;
	timer_set(s, s->now + ring, c, TIMER_RETURN);
}

/* From most queues nothing goes on. */
static inline const struct plan_transfer *
follows(const struct sim *s, uint32_t c, const struct visit *v)
{
	return LIKELY(!s->p->queue[v->queue].n_transfers) ? NULL :
	    transfer_of(s, &s->contact[c], v);
}

/* All that the agent will do with it is known: release and contact's end, or
 * where it goes then. */
static void
see_through(struct sim *s, uint32_t c, struct visit *v)
{
	const struct plan_transfer *t;
	uint32_t number = v->agent;

	while (UNLIKELY((t = follows(s, c, v)) != NULL &&
	    goes_on_with(s, &s->contact[c], t, number))) {
		v->wrap = 0;		/* one at the end */
		pass_on(s, c, v, t);
		*v = (struct visit){ .entered = v->free, .ended = v->free,
		    .queue = t->to, .agent = number };
		handling(s, &s->agent[number], &s->contact[c], v);
		v->free = v->ended + v->talk;
	}
	if (s->last_talk)
		known_talked(s, &s->contact[c], number, v->free);
	if (LIKELY(!t)) {
		heap_put(&s->release, heap_key(v->free + v->wrap, s->order++),
		    number, 0);
		if (UNLIKELY(v->end == END_NO_ANSWER))
			dial_again(s, &s->contact[c], v->free);
		contact_end(s, c, v);
		return;
	}
	if (t->warm.law != DIST_NONE)
		hold_on(s, c, v, t);
	else
		heap_put(&s->release, heap_key(v->free + v->wrap, s->order++),
		    number, 0);
	pass_on(s, c, v, t);
	timer_set(s, v->free, c, TIMER_ENTER);
}

void
serve(struct sim *s, uint32_t number, uint32_t c)
{
	struct agent *a = &s->agent[number];
	struct contact *k = &s->contact[c];
	bool keep = s->p->group[a->group].slots > 1 ||
	    s->p->queue[k->queue].slow || k->started;
	bool busy_slow = a->list == INTERRUPTIBLE;
	struct visit v = { .entered = k->entered, .ended = s->now,
	    .queue = k->queue, .agent = number };
	const struct dist *rings = &s->p->queue[k->queue].ring;
	int64_t ring = rings->law == DIST_NONE ? 0 : draw_ms(
	    &s->draws[k->source], DRAW_RING, draw_number(k), rings);

	if (UNLIKELY(rings_in_vain(s, a, k))) {
		ring_in_vain(s, number, c, MAX(ring, 1));
		return;
	}
	agent_unlist(s, number);
	if (busy_slow)
		interrupt(s, number);
	s->last[k->queue] = number;
	a->taken++;
	a->pending = false;
	agent_becomes(s, number, AGENT_BUSY);
	handling(s, a, k, &v);
	if (keep || a->n_hand) {
		if (k->holder != NOBODY)
			let_go(s, k, s->now + k->consult);
		take_in_hand(s, number, c, &v);
		return;
	}
	a->in_hand = s->p->group[a->group].slots;
	v.ring = ring;
	v.ended = s->now + ring;
	v.free = v.ended + v.talk;
	if (UNLIKELY(k->holder != NOBODY))
		let_go(s, k, v.ended + k->consult);
	see_through(s, c, &v);
}

/* The same of one in hand, which is over now. Several at once are never
 * passed on warm. */
static void
done_with(struct sim *s, uint32_t c, struct visit *v)
{
	const struct plan_transfer *t = transfer_of(s, &s->contact[c], v);
	struct agent *a = &s->agent[v->agent];
	struct visit next = { .entered = s->now, .ended = s->now,
	    .agent = v->agent };

	if (s->last_talk)
		known_talked(s, &s->contact[c], v->agent, s->now);
	if (!t) {
		if (v->end == END_NO_ANSWER)
			dial_again(s, &s->contact[c], s->now);
		contact_end(s, c, v);
		return;
	}
	next.queue = t->to;
	pass_on(s, c, v, t);
	s->contact[c].entered = s->now;
	if (!goes_on_with(s, &s->contact[c], t, v->agent) || a->in_hand +
	    slots_of(s, a, &s->contact[c]) > s->p->group[a->group].slots) {
		timer_set(s, s->now, c, TIMER_ENTER);
		return;
	}
	s->contact[c].order = s->order++;
	handling(s, a, &s->contact[c], &next);
	take_in_hand(s, v->agent, c, &next);
}

/* The contact in hand whose work is done. */
static void
finish_one(struct sim *s, uint32_t number)
{
	struct agent *a = &s->agent[number];
	uint32_t *hand = s->hand + number * MAX_SLOTS;
	const struct contact *k;
	unsigned done = 0;
	struct visit v;

	work_on(s, number);
	for (unsigned i = 1; i < a->n_hand; i++)
		if (s->contact[hand[i]].left < s->contact[hand[done]].left)
			done = i;
	k = &s->contact[hand[done]];
	v = (struct visit){ .entered = k->entered, .ended = k->answered,
	    .queue = k->queue, .agent = number, .talk = MAX(s->now -
	    k->answered - k->wrap, 0), .wrap = MIN(k->wrap, s->now -
	    k->answered), .end = (uint8_t)(in_vain(s, k) ? END_NO_ANSWER :
	    END_ANSWERED) };
	v.free = v.ended + v.talk;
	a->in_hand = (uint8_t)(a->in_hand - slots_of(s, a, k));
	a->n_hand--;
	for (unsigned i = done; i < a->n_hand; i++)
		hand[i] = hand[i + 1];
	done_with(s, (uint32_t)(k - s->contact), &v);
	plan_release_of(s, number);
}

/* After a contact comes a pause, and then it is over. */
static bool
rests(struct sim *s, uint32_t number)
{
	struct agent *a = &s->agent[number];

	if (s->p->group[a->group].pause <= 0 || a->n_hand)
		return false;
	a->resting = !a->resting;
	if (a->resting)
		agent_becomes(s, number, AGENT_RESTING);
	return a->resting;
}

void
released(struct sim *s, uint32_t number)
{
	struct agent *a = &s->agent[number];

	agent_unlist(s, number);
	if (a->n_hand)
		finish_one(s, number);
	else
		a->in_hand = 0;
	if (agent_goes(s, number))
		return;
	if (rests(s, number))
		heap_put(&s->release, heap_key(s->now +
		    s->p->group[a->group].pause, s->order++), number, 0);
	else
		agent_pend(s, number);
}

/* The same where an agent has one contact or none: who gets the next one at
 * once need not join the free. */
static void
offer_one(struct sim *s, uint32_t number)
{
	struct agent *a = &s->agent[number];
	uint32_t c;

	a->in_hand = 0;
	a->list = 0;
	c = choose_contact(s, number);
	a->list = NO_LIST;
	if (c != NOBODY) {
		line_remove(s, c);
		serve(s, number, c);
		return;
	}
	agent_list(s, number);
	agent_becomes(s, number, AGENT_FREE);
}

/* A free agent (or one with a free slot) looks for work. */
void
offer(struct sim *s, uint32_t number)
{
	struct agent *a = &s->agent[number];

	a->pending = false;
	if (a->state == AGENT_OFF || agent_goes(s, number))
		return;
	if (s->plain) {
		offer_one(s, number);
		return;
	}
	if (a->n_hand == 0) {
		a->in_hand = 0;
		a->list = NO_LIST;
	}
	agent_unlist(s, number);
	/* a free place counts itself where places are kept for others */
	agent_list(s, number);
	while (a->list != NO_LIST) {
		uint32_t c = choose_contact(s, number);

		if (c != NOBODY)
			line_remove(s, c);
		else if ((c = next_dial(s, number)) == NOBODY) {
			if (a->n_hand == 0)
				agent_becomes(s, number, AGENT_FREE);
			dial_idle(s, a->group);
			return;
		}
		serve(s, number, c);
	}
}
