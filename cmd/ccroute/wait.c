/* wait: the customer's side: comes to a queue, waits, is told things, hangs up,
 * goes on to another queue, is called back. */
#include "cmd/ccroute/inside.h"

/* ---- leaving ------------------------------------------------------------------------ */

/* Goes without having been served; may come again, unless the center called. */
static void
leave(struct sim *s, uint32_t number, enum end end, int64_t at)
{
	struct contact c = s->contact[number];
	const struct plan_queue *q = &s->p->queue[c.queue];
	struct draws *d = &s->draws[c.source];
	uint64_t n = c.number | (uint64_t)c.attempt << 40;
	uint32_t again, queue = c.queue;
	double share = end == END_ABANDONED ? q->redial : q->redial_blocked;

	contact_left(s, number, end, at);
	if (share <= 0 || is_outward(&c) || c.attempt >= 4095 || (q->redial_most &&
	    c.attempt + 1u >= q->redial_most) ||
	    draw_uniform(d, DRAW_REDIAL, n) >= share)
		return;
	again = contact_new(s);
	c.stamp = s->contact[again].stamp;
	c.attempt++;
	c.visits = c.line = c.agent = c.holder = NOBODY;
	c.inside = c.told = false;
	if (s->p->cumulates)
		c.credit += at - c.entered;
	c.boost = 0;
	if (q->redial_to != NOBODY)
		c.queue = q->redial_to;
	c.self_ms = -1;
	c.arrived = at + draw_ms(d, DRAW_REDIAL_DELAY, n, &q->redial_delay);
	s->contact[again] = c;
	/* another queue has its own handling, and its own patience */
	if (q->redial_keeps && c.queue == queue)
		s->contact[again].leaves = c.leaves == NEVER ? NEVER :
		    c.leaves - c.entered;
	else
		draw_attributes(s, again);
	s->arrivals++;
	timer_set(s, MAX(c.arrived, s->now), again, TIMER_ENTER);
}

void
abandon(struct sim *s, uint32_t number, int64_t at)
{
	leave(s, number, END_ABANDONED, at);
}

void
refuse(struct sim *s, uint32_t number)
{
	leave(s, number, END_BLOCKED, s->now);
}

/* What an impatient contact, or one of a queue that does more, is to be told
 * in time. */
static void
set_timers(struct sim *s, uint32_t number)
{
	const struct contact *c = &s->contact[number];
	const struct plan_queue *q = &s->p->queue[c->queue];

	if (s->eager[c->queue] && c->leaves != NEVER)
		timer_set(s, MAX(c->leaves, s->now), number, TIMER_LEAVE);
	if (q->told_every > 0 && !is_called_back(c) && c->leaves != NEVER)
		timer_set(s, s->now + q->told_every, number, TIMER_TOLD);
	if (q->overflow_after != NEVER && !is_called_back(c))
		timer_set(s, MAX(c->entered + q->overflow_after, s->now),
		    number, TIMER_OVERFLOW);
	if (q->callback_after != NEVER && !is_outward(c))
		timer_set(s, MAX(c->entered + q->callback_after, s->now),
		    number, TIMER_CALLBACK);
	for (size_t g = 0; s->rings[c->queue] && g < s->p->groups; g++) {
		const struct plan_serve *v = plan_serve(s->p, c->queue, g);

		if (v->can && v->after > 0)
			timer_set(s, MAX(c->entered + v->after, s->now),
			    number, TIMER_RING);
	}
}

/* Would rather be called back: the visit ends, and a callback keeps the
 * place, or comes anew after a while. */
void
call_back(struct sim *s, uint32_t number)
{
	struct contact copy = s->contact[number];
	const struct plan_queue *q = &s->p->queue[copy.queue];
	struct draws *d = &s->draws[copy.source];
	uint32_t back;

	if (draw_uniform(d, DRAW_CALLBACK, copy.number) >= q->callback_accept)
		return;
	line_remove(s, number);
	contact_left(s, number, END_CALLBACK, s->now);
	back = contact_new(s);
	copy.stamp = s->contact[back].stamp;
	copy.visits = copy.line = copy.holder = NOBODY;
	copy.credit = 0;
	copy.boost = 0;
	copy.self_ms = -1;
	copy.callback = true;
	copy.inside = false;
	copy.arrived = s->now;
	copy.leaves = NEVER;
	copy.leg = 0;
	s->contact[back] = copy;
	s->arrivals++;
	if (q->callback_keeps)
		line_insert(s, line_of(s, &copy), back);
	else
		timer_set(s, s->now + draw_ms(d, DRAW_CALLBACK, copy.number,
		    &q->callback_delay), back, TIMER_ENTER);
}

/* Nobody picked up: to the next free agent, or to its place, or to the end. */
void
come_back(struct sim *s, uint32_t number)
{
	struct contact *c = &s->contact[number];
	uint32_t a;

	if (c->leaves < s->now) {
		abandon(s, number, c->leaves);
		return;
	}
	a = choose_agent(s, c);
	if (a != NOBODY) {
		serve(s, a, number);
		return;
	}
	if (s->cleared && s->p->clear) {
		contact_left(s, number, END_MISSED, s->now);
		return;
	}
	if (s->p->queue[c->queue].to_the_end) {
		c->order = s->order++;
		c->place = s->now;
	}
	line_insert(s, line_of(s, c), number);
	set_timers(s, number);
}

void
hand_out(struct sim *s, uint32_t queue)
{
	size_t first = queue * s->kinds * s->boosts;

	for (size_t i = first; i < first + s->kinds * s->boosts; i++) {
		uint32_t c, a, best;

		while ((c = line_head(s, i)) != NOBODY &&
		    (a = choose_agent(s, &s->contact[c])) != NOBODY &&
		    (best = choose_contact(s, a)) != NOBODY) {
			line_remove(s, best);
			serve(s, a, best);
		}
	}
}

/* Those who know an agent wait for that one first. */
static bool
goes_to_known_agent(struct sim *s, uint32_t number)
{
	struct contact *c = &s->contact[number];
	const struct plan_queue *q = &s->p->queue[c->queue];
	uint32_t a = known_agent(s, c);

	if (a == NOBODY)
		return false;
	c->agent = a;
	if (agent_may_take(s, a, c)) {
		serve(s, a, number);
		return true;
	}
	if (q->sticky_hold <= 0 || c->leaves == s->now)
		return false;
	line_append(s, (uint32_t)s->own_lines + a, number);
	if (q->sticky_hold != NEVER)
		timer_set(s, s->now + q->sticky_hold, number, TIMER_UNHOLD);
	return true;
}

/* The known agent was waited for long enough. */
void
unhold(struct sim *s, uint32_t c)
{
	struct contact *k = &s->contact[c];
	uint32_t a;

	line_remove(s, c);
	k->agent = NOBODY;
	a = choose_agent(s, k);
	if (a != NOBODY) {
		serve(s, a, c);
		return;
	}
	line_insert(s, line_of(s, k), c);
	set_timers(s, c);
}

/* Nobody under an alert is passed to a queue that sells. */
bool
kept_out(const struct sim *s, const struct contact *c, uint32_t to)
{
	return s->p->kinds && s->p->kind[c->kind].keeps_out &&
	    s->p->queue[to].sells;
}

/* To another queue, patience going on from the first. */
void
go_on(struct sim *s, uint32_t number, enum end end, uint32_t to)
{
	struct contact *c = &s->contact[number];
	struct visit v = { .entered = c->entered, .ended = s->now,
	    .free = s->now, .queue = c->queue, .agent = NOBODY,
	    .end = (uint8_t)end };
	int64_t leaves;

	contact_keep(s, number, &v);
	leaves = c->leaves;
	c->queue = to;
	c->leg++;
	c->boost = 0;
	draw_attributes(s, number);
	c->leaves = leaves == NEVER ? NEVER : leaves - s->now;
	enter_queue(s, number);
}

/* No line for those who find no place, or no open door. */
static bool
turned_away(struct sim *s, uint32_t number)
{
	const struct contact *c = &s->contact[number];
	const struct plan_queue *q = &s->p->queue[c->queue];

	if (c->leaves == s->now) {	/* would not wait at all */
		abandon(s, number, s->now);
		return true;
	}
	if (q->room < 0 || s->waiting[c->queue] < q->room || is_called_back(c))
		return false;
	if (q->full_to == NOBODY || c->leg >= MOST_LEGS ||
	    kept_out(s, c, q->full_to)) {
		leave(s, number, END_BLOCKED, s->now);
		return true;
	}
	go_on(s, number, END_OVERFLOWED, q->full_to);
	return true;
}

/* ---- how long it will be ---------------------------------------------------------- */

/* Those who came before it to its queue. */
static int64_t
ahead_of(const struct sim *s, const struct contact *c)
{
	size_t first = c->queue * s->kinds * s->boosts;
	int64_t n = 0;

	if (c->line == NOBODY)
		return s->waiting[c->queue];
	for (size_t i = first; i < first + s->kinds * s->boosts; i++)
		for (uint32_t k = s->line[i].head; k != NOBODY &&
		    s->contact[k].order < c->order; k = s->contact[k].next)
			n++;
	return n;
}

/* What a center can know: those ahead and oneself, each a mean handling,
 * shared by who is at work and serves the queue. */
static double
expected_wait(const struct sim *s, const struct contact *c)
{
	double places = 0;

	for (size_t g = 0; g < s->p->groups; g++)
		if (plan_serve(s->p, c->queue, g)->can)
			places += s->group[g].on * (s->p->group[g].slots /
			    plan_serve(s->p, c->queue, g)->slots);
	return (double)(ahead_of(s, c) + 1) * s->handling_mean[c->queue] /
	    places;
}

/* Those who listen leave when it is longer than they would wait; the others'
 * patience changes, once. */
static bool
leaves_when_told(struct sim *s, uint32_t number)
{
	struct contact *c = &s->contact[number];
	const struct plan_queue *q = &s->p->queue[c->queue];
	double left = (double)(c->leaves - s->now);

	if (is_called_back(c) || c->leaves == NEVER)
		return false;
	if (expected_wait(s, c) > left && draw_uniform(&s->draws[c->source],
	    DRAW_TOLD, draw_number(c)) < q->told_balk) {
		if (c->line != NOBODY)
			line_remove(s, number);
		abandon(s, number, s->now);
		return true;
	}
	if (!c->told && (q->told_patience < 1 || q->told_patience > 1))
		c->leaves = left * q->told_patience < 1e15 ? s->now +
		    (int64_t)(left * q->told_patience + 0.5) : NEVER;
	c->told = true;
	return false;
}

void
be_told(struct sim *s, uint32_t number)
{
	const struct contact *c = &s->contact[number];

	if (!leaves_when_told(s, number) && c->leaves != NEVER)
		timer_set(s, s->now + s->p->queue[c->queue].told_every,
		    number, TIMER_TOLD);
}

/* ---- entering ------------------------------------------------------------------------ */

/* Percent allocation: one of the queue's parts. */
static void
split(const struct sim *s, struct contact *c)
{
	const struct plan_queue *q = &s->p->queue[c->queue];
	double u = draw_uniform(&s->draws[c->source], DRAW_SPLIT,
	    draw_number(c));
	size_t i = 0;

	while (i + 1 < q->n_split && u >= q->split[i].share)
		u -= q->split[i++].share;
	c->queue = q->split[i].to;
}

void
enter_queue(struct sim *s, uint32_t number)
{
	struct contact *c = &s->contact[number];
	uint32_t a;

	if (!take_trunk(s, number))
		return;
	if (s->p->queue[c->queue].n_split)
		split(s, c);
	c->entered = s->now;
	c->order = s->order++;
	c->place = s->now - c->credit;
	if (s->p->queue[c->queue].deadline > 0)
		c->due = door_due(&s->p->queue[c->queue], s->now);
	if (c->leaves != NEVER)
		c->leaves += s->now;
	if (s->door[c->queue] == DOOR_CLOSED || (s->cleared &&
	    s->p->clear)) {
		contact_left(s, number, END_BLOCKED, s->now);
		return;
	}
	if (s->sticky && goes_to_known_agent(s, number)) {
		c = &s->contact[number];
		if (c->line != NOBODY)
			set_timers(s, number);
		return;
	}
	a = choose_agent(s, c);
	if (a != NOBODY) {
		serve(s, a, number);
		return;
	}
	if (turned_away(s, number))
		return;
	if (s->p->queue[c->queue].told_every > 0 && leaves_when_told(s,
	    number))
		return;
	if (UNLIKELY(c->credit > 0))
		line_insert(s, line_of(s, c), number);
	else
		line_append(s, line_of(s, c), number);
	set_timers(s, number);
	if (UNLIKELY(s->thresholds[c->queue]))
		hand_out(s, c->queue);
}
