/*
 * dial: calls that agents make while nobody calls. An agent who is idle and not
 * kept for callers dials (pace 1); or, predictive, so many numbers ring for
 * each such agent, and who answers while nobody is free waits, or hangs up.
 * Who does not answer is tried again later.
 */
#include "cmd/ccroute/inside.h"

/* Dialling in vain takes this long, where nothing says. */
enum { IN_VAIN_MS = 20000 };

bool
in_vain(const struct sim *s, const struct contact *c)
{
	const struct plan_queue *q = &s->p->queue[c->queue];

	/* who was passed on is there */
	return is_called(c) && draw_uniform(
	    &s->draws[c->source], DRAW_REACHED, c->outbound ?
	    draw_number(c) : c->number) >= (c->outbound ? q->reach :
	    q->callback_reached);
}

int64_t
in_vain_ms(struct sim *s, const struct contact *c)
{
	const struct dist *law = &s->p->queue[c->queue].dial;

	return law->law == DIST_NONE ? IN_VAIN_MS : MAX(draw_ms(
	    &s->draws[c->source], DRAW_RING, draw_number(c), law), 1);
}

/* ---- whom ------------------------------------------------------------------------------ */

/* Like those who call, but that nobody who is called comes under an alert:
 * the parts of a segment follow one another, the plain one last. */
static uint16_t
plain_kind(const struct sim *s, uint64_t number)
{
	uint16_t k = pick_kind(s, NULL, draw_uniform(&s->draws[0], DRAW_KIND,
	    number));

	while (s->p->kinds && s->p->kind[k].flag && k + 1u < s->p->kinds &&
	    s->p->kind[k + 1].segment == s->p->kind[k].segment)
		k++;
	return k;
}

/* Numbered far away from those of the first source, whose draws they use. */
static uint32_t
of_list(struct sim *s, uint32_t queue)
{
	uint32_t number = contact_new(s);
	uint64_t n = ((uint64_t)queue + 1) << 32 | s->dialled[queue]++;

	s->contact[number] = (struct contact){ .number = n, .stamp =
	    s->contact[number].stamp, .self_ms = -1, .queue = queue,
	    .kind = s->p->kinds > 1 ? plain_kind(s, n) : 0,
	    .outbound = true };
	return number;
}

static bool
has_more(const struct sim *s, uint32_t queue)
{
	return s->dialling[queue] && s->now < s->p->end &&
	    (s->again[queue].head != NOBODY || s->dialled[queue] <
	    s->p->queue[queue].list);
}

/* Those whose next attempt is due, then the list. */
static uint32_t
next_of(struct sim *s, uint32_t queue)
{
	struct free_list *l = &s->again[queue];
	uint32_t number = l->head;
	struct contact *c;

	if (number == NOBODY)
		number = of_list(s, queue);
	else if ((l->head = s->contact[number].next) == NOBODY)
		l->tail = NOBODY;
	c = &s->contact[number];
	c->line = c->agent = c->visits = c->holder = NOBODY;
	c->arrived = c->entered = c->place = s->now;
	c->order = s->order++;
	draw_attributes(s, number);
	c->leaves = NEVER;
	s->arrivals++;
	return number;
}

static bool
may_dial(const struct sim *s, uint32_t queue, uint32_t group)
{
	return plan_serve(s->p, queue, group)->can &&
	    s->group[group].free > s->p->queue[queue].keep_free;
}

/* ---- dialling --------------------------------------------------------------------------- */

uint32_t
next_dial(struct sim *s, uint32_t agent)
{
	const struct agent *a = &s->agent[agent];

	if (!s->dials || a->list != 0)
		return NOBODY;
	for (uint32_t q = 0; q < s->p->queues; q++)
		if (s->p->queue[q].outbound && s->p->queue[q].pace <= 1 &&
		    may_dial(s, q, a->group) && has_more(s, q))
			return next_of(s, q);
	return NOBODY;
}

/* Those who are idle dial for it themselves. */
static void
dial_each(struct sim *s, uint32_t queue)
{
	for (uint32_t g = 0; g < s->p->groups; g++)
		while (may_dial(s, queue, g) && has_more(s, queue))
			serve(s, s->group[g].list[0].head, next_of(s, queue));
}

static void
dial_ahead(struct sim *s, uint32_t queue)
{
	const struct plan_queue *q = &s->p->queue[queue];
	double idle = 0;

	for (uint32_t g = 0; g < s->p->groups; g++)
		if (may_dial(s, queue, g))
			idle += s->group[g].free - q->keep_free;
	while (s->ringing[queue] + 1 <= idle * q->pace + 1e-9 &&
	    has_more(s, queue)) {
		uint32_t c = next_of(s, queue);
		const struct contact *k = &s->contact[c];
		int64_t ms = in_vain(s, k) || q->dial.law != DIST_NONE ?
		    in_vain_ms(s, k) : 0;

		s->ringing[queue]++;
		timer_set(s, s->now + ms, c, TIMER_DIALLED);
	}
}

void
dial_more(struct sim *s, uint32_t queue)
{
	if (!s->p->queue[queue].outbound)
		return;
	if (s->p->queue[queue].pace > 1)
		dial_ahead(s, queue);
	else
		dial_each(s, queue);
}

void
dial_idle(struct sim *s, uint32_t group)
{
	for (uint32_t q = 0; s->dials && q < s->p->queues; q++)
		if (s->p->queue[q].outbound && s->p->queue[q].pace > 1 &&
		    plan_serve(s->p, q, group)->can)
			dial_ahead(s, q);
}

/* ---- what comes of it --------------------------------------------------------------------- */

/* It rang: for nobody, or somebody is there and wants an agent now. */
void
dialled(struct sim *s, uint32_t number)
{
	struct contact *c = &s->contact[number];
	const struct plan_queue *q = &s->p->queue[c->queue];
	uint32_t queue = c->queue, a;

	s->ringing[queue]--;
	if (in_vain(s, c)) {
		dial_again(s, c, s->now);
		contact_left(s, number, END_NO_ANSWER, s->now);
		dial_more(s, queue);
		return;
	}
	c->entered = c->place = s->now;
	c->order = s->order++;
	if (q->dial_patience.law != DIST_NONE)
		c->leaves = draw_ms(&s->draws[c->source], DRAW_PATIENCE,
		    draw_number(c), &q->dial_patience);
	if (c->leaves != NEVER)
		c->leaves += s->now;
	a = choose_agent(s, c);
	if (a != NOBODY)
		serve(s, a, number);
	else if (c->leaves == s->now)
		abandon(s, number, s->now);
	else
		line_append(s, line_of(s, c), number);
	dial_more(s, queue);
}

/* Nobody answered until `at`: another attempt, if it is not the last. It is
 * counted when it is dialled. */
void
dial_again(struct sim *s, const struct contact *c, int64_t at)
{
	const struct plan_queue *q = &s->p->queue[c->queue];
	struct contact copy = *c;
	uint32_t again;
	int64_t delay;

	if (!c->outbound || c->attempt + 1u >= q->attempts)
		return;
	delay = draw_ms(&s->draws[c->source], DRAW_REDIAL_DELAY,
	    draw_number(c), &q->retry);
	again = contact_new(s);
	copy.stamp = s->contact[again].stamp;
	copy.attempt++;
	copy.started = false;
	s->contact[again] = copy;
	timer_set(s, at + delay, again, TIMER_DIAL);
}

/* The next attempt is due: first in turn, once somebody dials. */
void
dial_due(struct sim *s, uint32_t number)
{
	struct contact *c = &s->contact[number];
	struct free_list *l = &s->again[c->queue];

	if (s->now >= s->p->end) {
		contact_free(s, number);
		return;
	}
	c->next = NOBODY;
	if (l->tail != NOBODY)
		s->contact[l->tail].next = number;
	else
		l->head = number;
	l->tail = number;
	dial_more(s, c->queue);
}
