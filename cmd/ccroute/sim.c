/* sim: the clock, and what is due; see sim.h. */
#include "cmd/ccroute/inside.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

/* ---- made once for a plan ----------------------------------------------------------- */

static int
by_time(const void *a, const void *b)
{
	const struct staff_change *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->queue < y->queue ? -1 : x->queue > y->queue;
}

static void
init_hours(struct sim *s, uint32_t queue, const struct plan_rate *open,
    size_t n, bool dials)
{
	for (size_t i = 0; open && i < n; i++)
		s->change[s->n_changes++] = (struct staff_change){
		    .at = open[i].start, .group = NOBODY,
		    .count = open[i].per_ms > 0, .queue = queue,
		    .dials = dials };
}

static void
init_staff(struct sim *s)
{
	const struct sim_plan *p = s->p;
	size_t n = 0;

	for (size_t g = 0; g < p->groups; g++)
		n += p->group[g].n_staff;
	for (size_t q = 0; q < p->queues; q++)
		n += p->queue[q].n_open + p->queue[q].n_dial_open;
	s->change = mem_zero(n + 1, sizeof(*s->change));
	for (size_t g = 0; g < p->groups; g++) {
		uint32_t most = 0;

		for (size_t i = 0; i < p->group[g].n_staff; i++) {
			const struct plan_staff *f = &p->group[g].staff[i];

			most = MAX(most, f->count);
			s->change[s->n_changes++] = (struct staff_change){
			    .at = f->start, .group = (uint32_t)g,
			    .count = f->count, .queue = NOBODY };
		}
		s->group[g].first = (uint32_t)s->agents;
		s->group[g].n = most;
		s->agents += most;
	}
	for (uint32_t q = 0; q < p->queues; q++) {
		init_hours(s, q, p->queue[q].open, p->queue[q].n_open, false);
		init_hours(s, q, p->queue[q].dial_open,
		    p->queue[q].n_dial_open, true);
	}
	qsort(s->change, s->n_changes, sizeof(*s->change), by_time);
}

static bool
has_rings(const struct sim_plan *p, size_t queue)
{
	for (size_t g = 0; g < p->groups; g++)
		if (plan_serve(p, queue, g)->can &&
		    plan_serve(p, queue, g)->after > 0)
			return true;
	return false;
}

static bool
has_thresholds(const struct sim_plan *p, size_t queue)
{
	for (size_t g = 0; g < p->groups; g++)
		if (plan_serve(p, queue, g)->can &&
		    plan_serve(p, queue, g)->threshold > 0)
			return true;
	return false;
}

static bool
has_limits(const struct sim_plan *p, size_t queue)
{
	for (size_t g = 0; g < p->groups; g++)
		if (plan_serve(p, queue, g)->can &&
		    plan_serve(p, queue, g)->reserve > 0)
			return true;
	for (size_t k = 0; k < p->kinds; k++)
		if (p->kind[k].authority)
			return true;
	return has_rings(p, queue) || has_thresholds(p, queue);
}

static bool
has_warm(const struct sim_plan *p)
{
	for (size_t q = 0; q < p->queues; q++)
		for (size_t i = 0; i < p->queue[q].n_transfers; i++)
			if (p->queue[q].transfer[i].warm.law != DIST_NONE)
				return true;
	return false;
}

/* Must hang-ups of this queue be known at once? */
static bool
is_eager(const struct sim_plan *p, size_t queue, bool sticky)
{
	const struct plan_queue *q = &p->queue[queue];

	for (size_t g = 0; g < p->groups; g++)
		if (p->group[g].contact_rule == LONGEST_LINE)
			return true;
	return p->trunks > 0 || q->no_answer > 0 || q->room >= 0 ||
	    q->redial > 0 || q->overflow_after != NEVER ||
	    q->callback_after != NEVER || q->told_every > 0 ||
	    has_rings(p, queue) || has_thresholds(p, queue) ||
	    has_warm(p) || sticky;
}

static bool
may_serve(const struct sim_plan *p, size_t queue, size_t kind, size_t group)
{
	return plan_serve(p, queue, group)->can && (!p->kinds ||
	    !p->kind[kind].authority || p->group[group].authority);
}

static void
init_bits(struct sim *s)
{
	const struct sim_plan *p = s->p;

	s->words = (s->lines + 63) / 64;
	s->group_words = (p->groups + 63) / 64;
	s->filled = mem_zero(s->words, sizeof(uint64_t));
	s->served = mem_zero(s->words * p->groups, sizeof(uint64_t));
	s->free_groups = mem_zero(s->group_words, sizeof(uint64_t));
	s->servers = mem_zero(s->group_words * p->queues, sizeof(uint64_t));
	for (size_t q = 0; q < p->queues; q++)
		for (size_t g = 0; g < p->groups; g++) {
			for (size_t k = 0; k < s->kinds; k++)
				if (may_serve(p, q, k, g))
					for (size_t b = 0; b < s->boosts; b++)
						bit_set(s->served + g *
						    s->words, (q * s->kinds +
						    k) * s->boosts + b);
			if (plan_serve(p, q, g)->can)
				bit_set(s->servers + q * s->group_words, g);
		}
}

/* Do agents hold contacts whose end may move: several, or slow ones? */
static bool
keeps_contacts(const struct sim_plan *p)
{
	for (size_t q = 0; q < p->queues; q++)
		if (p->queue[q].slow)
			return true;
	for (size_t g = 0; g < p->groups; g++)
		if (p->group[g].slots > 1)
			return true;
	return false;
}

static bool
reserves(const struct sim_plan *p)
{
	for (size_t i = 0; i < p->queues * p->groups; i++)
		if (p->serve[i].reserve > 0)
			return true;
	return false;
}

/* What there is of each queue. */
static void
init_queues(struct sim *s)
{
	const struct sim_plan *p = s->p;
	size_t n = p->queues + 1;

	s->waiting = mem_zero(n, sizeof(*s->waiting));
	s->last = mem_zero(n, sizeof(*s->last));
	s->eager = mem_zero(n, sizeof(*s->eager));
	s->rings = mem_zero(n, sizeof(*s->rings));
	s->thresholds = mem_zero(n, sizeof(*s->thresholds));
	s->limits = mem_zero(n, sizeof(*s->limits));
	s->door = mem_zero(n, sizeof(*s->door));
	s->dialling = mem_zero(n, sizeof(*s->dialling));
	s->dialled = mem_zero(n, sizeof(*s->dialled));
	s->ringing = mem_zero(n, sizeof(*s->ringing));
	s->again = mem_zero(n, sizeof(*s->again));
	s->handling_mean = mem_zero(n, sizeof(double));
	for (size_t q = 0; q < p->queues; q++) {
		s->rings[q] = has_rings(p, q);
		s->thresholds[q] = has_thresholds(p, q);
		s->limits[q] = has_limits(p, q);
		s->eager[q] = is_eager(p, q, s->sticky);
		s->handling_mean[q] = dist_mean(&p->queue[q].talk) +
		    dist_mean(&p->queue[q].wrap);
		s->dials |= p->queue[q].outbound;
	}
}

void
sim_init(struct sim *s, const struct sim_plan *p)
{
	*s = (struct sim){ .p = p, .kinds = MAX(p->kinds, (size_t)1),
	    .boosts = MAX(p->boosts, (size_t)1), .sticky = knows_agents(p),
	    .blank = { .self_ms = -1, .line = NOBODY, .agent = NOBODY,
	    .visits = NOBODY, .holder = NOBODY } };
	s->group = mem_zero(p->groups + 1, sizeof(*s->group));
	init_staff(s);
	s->agent = mem_zero(s->agents + 1, sizeof(*s->agent));
	s->hand = mem_zero(s->agents + 1, MAX_SLOTS * sizeof(*s->hand));
	s->pending = mem_zero(s->agents + 1, sizeof(*s->pending));
	s->own_lines = p->queues * s->kinds * s->boosts;
	s->lines = s->own_lines + (s->sticky ? s->agents : 0);
	s->line = mem_zero(s->lines + 1, sizeof(*s->line));
	s->in_session = mem_zero(p->bots + 1, sizeof(*s->in_session));
	init_bits(s);
	init_queues(s);
	heap_init(&s->release, keeps_contacts(p) ? s->agents + 1 : 0);
	s->plain = !keeps_contacts(p) && !s->dials && !reserves(p);
	heap_init(&s->timer, 0);
	arrivals_init(s);
}

void
sim_release(struct sim *s)
{
	void *const own[] = { s->group, s->change, s->agent, s->hand,
	    s->pending, s->line, s->filled, s->served, s->free_groups,
	    s->servers, s->waiting, s->last, s->eager, s->rings,
	    s->dialled, s->contact, s->visit, s->last_talk,
	    s->handling_mean, s->thresholds, s->limits, s->door, s->in_session,
	    s->dialling, s->ringing, s->again };

	for (size_t i = 0; i < COUNT_OF(own); i++)
		mem_free(own[i]);
	heap_release(&s->release);
	heap_release(&s->timer);
	arrivals_release(s);
	*s = (struct sim){ 0 };
}

/* ---- one replication ------------------------------------------------------------------ */

static int64_t
next_change(const struct sim *s)
{
	return s->next_change < s->n_changes ?
	    s->change[s->next_change].at : NEVER;
}

static int64_t
next_look(const struct sim *s)
{
	return s->next_look < s->sink.n_looks ?
	    s->sink.look_at[s->next_look] : NEVER;
}

static void
set_seldom(struct sim *s)
{
	s->seldom = MIN(next_change(s), MIN(next_look(s),
	    s->cleared ? NEVER : s->p->end));
}

static void
begin(struct sim *s, uint64_t replication, const struct sim_sink *sink)
{
	s->sink = *sink;
	s->now = 0;
	s->order = s->arrivals = s->ended = 0;
	s->spare = s->spare_visit = NOBODY;
	s->n_contacts = s->n_visits = 0;
	s->next_look = 0;
	s->cleared = false;
	s->inside = 0;
	s->served_n = s->shuffled = 0;
	for (size_t i = 0; i < s->lines; i++)
		s->line[i] = (struct wait_line){ NOBODY, NOBODY, 0 };
	memset(s->filled, 0, s->words * sizeof(uint64_t));
	memset(s->dialled, 0, s->p->queues * sizeof(*s->dialled));
	memset(s->ringing, 0, s->p->queues * sizeof(*s->ringing));
	for (size_t q = 0; q < s->p->queues; q++)
		s->again[q] = (struct free_list){ NOBODY, NOBODY };
	memset(s->waiting, 0, s->p->queues * sizeof(*s->waiting));
	heap_clear(&s->timer);
	memset(s->in_session, 0, s->p->bots * sizeof(*s->in_session));
	known_begin(s);
	doors_begin(s);
	agents_begin(s);
	arrivals_begin(s, replication);
	set_seldom(s);
}

/* Free agents take who waits, in the order in which they came free. */
static void
seize(struct sim *s)
{
	for (size_t i = 0; i < s->n_pending; i++)
		if (s->agent[s->pending[i]].pending)
			offer(s, s->pending[i]);
	s->n_pending = 0;
}

static void
overflow(struct sim *s, uint32_t c)
{
	uint32_t to = s->p->queue[s->contact[c].queue].overflow_to;

	if (to != NOBODY && kept_out(s, &s->contact[c], to))
		return;
	line_remove(s, c);
	if (to == NOBODY || s->contact[c].leg >= MOST_LEGS)
		contact_left(s, c, END_OVERFLOWED, s->now);
	else
		go_on(s, c, END_OVERFLOWED, to);
}

static void
ring(struct sim *s, uint32_t c)
{
	uint32_t a = choose_agent(s, &s->contact[c]);

	if (a != NOBODY) {
		line_remove(s, c);
		serve(s, a, c);
	}
}

/* What was told meanwhile may have changed the patience. */
static void
leave_line(struct sim *s, uint32_t c)
{
	if (s->contact[c].leaves > s->now) {
		if (s->contact[c].leaves != NEVER)
			timer_set(s, s->contact[c].leaves, c, TIMER_LEAVE);
		return;
	}
	line_remove(s, c);
	abandon(s, c, s->now);
}

static void
timer_due(struct sim *s)
{
	struct heap_entry e = heap_take(&s->timer);
	enum timer due = (enum timer)(e.stamp & ((1u << TIMER_BITS) - 1));

	if (due == TIMER_TRUNK || due == TIMER_SESSION) {
		if (due == TIMER_TRUNK)
			s->inside--;
		else
			s->in_session[e.id]--;
		return;
	}
	if (s->contact[e.id].stamp << TIMER_BITS >> TIMER_BITS !=
	    e.stamp >> TIMER_BITS)
		return;
	switch (due) {
	case TIMER_LEAVE:
		leave_line(s, e.id);
		break;
	case TIMER_DIALLED:
		dialled(s, e.id);
		break;
	case TIMER_DIAL:
		dial_due(s, e.id);
		break;
	case TIMER_TOLD:
		be_told(s, e.id);
		break;
	case TIMER_OVERFLOW:
		overflow(s, e.id);
		break;
	case TIMER_RING:
		ring(s, e.id);
		break;
	case TIMER_UNHOLD:
		unhold(s, e.id);
		break;
	case TIMER_RETURN:
		come_back(s, e.id);
		break;
	case TIMER_CALLBACK:
		call_back(s, e.id);
		break;
	case TIMER_ENTER:
	case TIMER_TRUNK:
	case TIMER_SESSION:
		enter_queue(s, e.id);
		break;
	}
}

/* At the end those who wait are sent away, or served out. */
static void
close_all(struct sim *s)
{
	s->cleared = true;
	for (size_t i = 0; s->p->clear && i < s->lines; i++) {
		uint32_t c;

		while ((c = line_head(s, i)) != NOBODY) {
			line_remove(s, c);
			contact_left(s, c, END_MISSED, s->now);
		}
	}
}

/* People come and go, doors open and close. */
static void
changes(struct sim *s)
{
	size_t before = s->n_pending;

	for (; s->next_change < s->n_changes &&
	    s->change[s->next_change].at == s->now; s->next_change++) {
		const struct staff_change *c = &s->change[s->next_change];

		if (c->queue == NOBODY)
			staff_apply(s, c);
		else
			door_apply(s, c);
	}
	if (s->p->idle_at_random)
		agents_shuffle(s, before);
}

static inline void
release_due(struct sim *s)
{
	while (heap_time(&s->release) == s->now)
		released(s, heap_take(&s->release).id);
}

/* What is due now, where no change is. */
static inline void
due(struct sim *s, int64_t freed, int64_t timer)
{
	if (freed == s->now)
		release_due(s);
	else if (timer == s->now)
		timer_due(s);
	else
		arrive(s);
}

/* The same with all that is seldom. */
static bool
step_seldom(struct sim *s, int64_t t, int64_t freed, int64_t timer)
{
	int64_t change = next_change(s);

	t = MIN(t, change);
	if (next_look(s) < t) {
		s->now = next_look(s);
		s->sink.look(s->sink.context, s->next_look++);
	} else if (!s->cleared && t > s->p->end) {
		s->now = s->p->end;
		close_all(s);
	} else if (t == NEVER) {
		return false;
	} else {
		s->now = t;
		if (change > t) {
			due(s, freed, timer);
		} else {
			release_due(s);
			changes(s);
		}
		seize(s);
	}
	set_seldom(s);
	return true;
}

static inline bool
step(struct sim *s)
{
	int64_t freed = heap_time(&s->release);
	int64_t timer = heap_time(&s->timer), come = heap_time(&s->coming);
	int64_t t = MIN(freed, MIN(timer, come));

	if (UNLIKELY(t >= s->seldom))
		return step_seldom(s, t, freed, timer);
	s->now = t;
	due(s, freed, timer);
	if (s->n_pending)
		seize(s);
	return true;
}

/* Who still waits when nothing more happens: nobody will ever come. */
static void
leave_over(struct sim *s)
{
	for (size_t i = 0; i < s->lines; i++) {
		uint32_t c;

		while ((c = s->line[i].head) != NOBODY) {
			int64_t leaves = s->contact[c].leaves;

			line_remove(s, c);
			contact_left(s, c, leaves == NEVER ? END_MISSED :
			    END_ABANDONED, leaves == NEVER ? MAX(s->p->end,
			    s->now) : leaves);
		}
	}
}

void
sim_run(struct sim *s, uint64_t replication, const struct sim_sink *sink)
{
	begin(s, replication, sink);
	while (step(s))
		;
	leave_over(s);
	s->now = MAX(s->now, s->p->end);
	for (uint32_t a = 0; a < s->agents; a++)
		agent_becomes(s, a, AGENT_OFF);
	BUG_UNLESS(s->arrivals == s->ended);
}
