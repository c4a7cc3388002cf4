/* agents: who is free, in which order, and who comes and goes. */
#include "cmd/ccroute/inside.h"

#include <string.h>

/* ---- lists of free agents ------------------------------------------------------ */

static unsigned
list_of(const struct sim *s, const struct agent *a)
{
	const struct plan_group *g = &s->p->group[a->group];

	if (a->in_hand < g->slots)
		return a->in_hand;
	for (unsigned i = 0; i < a->n_hand; i++) {
		uint32_t c = s->hand[(a - s->agent) * MAX_SLOTS + i];

		if (!s->p->queue[s->contact[c].queue].slow)
			return NO_LIST;
	}
	return a->n_hand ? INTERRUPTIBLE : NO_LIST;
}

void
agent_list(struct sim *s, uint32_t number)
{
	struct agent *a = &s->agent[number];
	struct group_state *g = &s->group[a->group];
	unsigned list = list_of(s, a);
	struct free_list *l;

	a->list = (uint8_t)list;
	if (list == NO_LIST)
		return;
	l = &g->list[list];
	a->order = s->order++;
	a->next = NOBODY;
	a->prev = l->tail;
	if (l->tail != NOBODY)
		s->agent[l->tail].next = number;
	else
		l->head = number;
	l->tail = number;
	g->filled |= 1u << list;
	g->free += list == 0;
	bit_set(s->free_groups, a->group);
}

void
agent_unlist(struct sim *s, uint32_t number)
{
	struct agent *a = &s->agent[number];
	struct group_state *g = &s->group[a->group];
	struct free_list *l;

	if (a->list == NO_LIST)
		return;
	l = &g->list[a->list];
	if (a->prev != NOBODY)
		s->agent[a->prev].next = a->next;
	else
		l->head = a->next;
	if (a->next != NOBODY)
		s->agent[a->next].prev = a->prev;
	else
		l->tail = a->prev;
	if (l->head == NOBODY)
		g->filled &= ~(1u << a->list);
	if (!g->filled)
		bit_clear(s->free_groups, a->group);
	g->free -= a->list == 0;
	a->list = NO_LIST;
}

/* ---- states ----------------------------------------------------------------------- */

/* The part of the present state that counts: after the warm-up, and before
 * the end, but for work that goes on after it where overtime counts. */
void
agent_becomes(struct sim *s, uint32_t number, enum agent_state state)
{
	struct agent *a = &s->agent[number];
	int64_t from = MAX(a->since, s->p->warm_up), to = s->now;

	if (a->state == state)
		return;
	if (a->state != AGENT_BUSY || !s->p->overtime)
		to = MIN(to, s->p->end);
	if ((a->state == AGENT_BUSY || a->state == AGENT_FREE) && to > from) {
		if (a->state == AGENT_BUSY)
			a->busy_ms += to - from;
		else
			a->free_ms += to - from;
		if (s->sink.agent)
			s->sink.agent(s->sink.context, number,
			    (enum agent_state)a->state, from, to);
	}
	a->state = (uint8_t)state;
	a->since = s->now;
	a->resting &= state == AGENT_RESTING;
}

void
sim_group_time(const struct sim *s, size_t group, int64_t *free_ms,
    int64_t *busy_ms)
{
	const struct group_state *g = &s->group[group];

	*free_ms = *busy_ms = 0;
	for (uint32_t a = g->first; a < g->first + g->n; a++) {
		*free_ms += s->agent[a].free_ms;
		*busy_ms += s->agent[a].busy_ms;
	}
}

void
agent_pend(struct sim *s, uint32_t a)
{
	if (!s->agent[a].pending) {
		s->agent[a].pending = true;
		s->pending[s->n_pending++] = a;
	}
}

/* ---- coming and going ------------------------------------------------------------- */

static void
go_home(struct sim *s, uint32_t a)
{
	agent_unlist(s, a);
	agent_becomes(s, a, AGENT_OFF);
	s->agent[a].leaving = false;
}

static void
come(struct sim *s, uint32_t a)
{
	s->agent[a].taken = 0;
	agent_becomes(s, a, AGENT_FREE);
	s->group[s->agent[a].group].on++;
	agent_pend(s, a);
}

static void
more_staff(struct sim *s, struct group_state *g)
{
	/* those told to leave stay, then others come, in the model's order */
	for (uint32_t a = g->first; a < g->first + g->n; a++) {
		if (g->on >= g->target)
			return;
		if (s->agent[a].leaving) {
			s->agent[a].leaving = false;
			g->on++;
			if (s->agent[a].n_hand)
				agent_pend(s, a);
		}
	}
	for (uint32_t a = g->first; a < g->first + g->n &&
	    g->on < g->target; a++)
		if (s->agent[a].state == AGENT_OFF)
			come(s, a);
}

/* Free ones go at once, the last of the model first; then, where agents are
 * named, busy ones are told to. */
static void
less_staff(struct sim *s, struct group_state *g)
{
	for (uint32_t a = g->first + g->n; a-- > g->first &&
	    g->on > g->target;)
		if (s->agent[a].state == AGENT_FREE) {
			g->on--;
			go_home(s, a);
		}
	if (s->p->drop == DROP_COUNTER)
		return;
	for (uint32_t a = g->first + g->n; a-- > g->first &&
	    g->on > g->target;)
		if (s->agent[a].state >= AGENT_BUSY && !s->agent[a].leaving) {
			g->on--;
			s->agent[a].leaving = true;
			agent_unlist(s, a);
		}
}

void
staff_apply(struct sim *s, const struct staff_change *change)
{
	struct group_state *g = &s->group[change->group];

	g->target = change->count;
	if (g->target > g->on)
		more_staff(s, g);
	else
		less_staff(s, g);
}

void
agents_shuffle(struct sim *s, size_t n)
{
	for (size_t i = s->n_pending; i > n + 1; i--) {
		size_t j = n + (size_t)(draw_uniform(s->shared_draws,
		    DRAW_AGENT, s->shuffled++) * (double)(i - n));
		uint32_t other = s->pending[j];

		s->pending[j] = s->pending[i - 1];
		s->pending[i - 1] = other;
	}
}

bool
agent_goes(struct sim *s, uint32_t number)
{
	struct agent *a = &s->agent[number];
	struct group_state *g = &s->group[a->group];

	if (!a->leaving && g->on > g->target) {
		a->leaving = true;
		g->on--;
	}
	if (a->leaving && a->n_hand == 0)
		go_home(s, number);
	return a->leaving || a->state == AGENT_OFF;
}

/* ---- beginning ---------------------------------------------------------------------- */

static void
begin_group(struct sim *s, uint32_t number)
{
	struct group_state *g = &s->group[number];

	for (size_t i = 0; i <= MAX_SLOTS; i++)
		g->list[i] = (struct free_list){ NOBODY, NOBODY };
	g->filled = g->on = g->target = g->free = 0;
	for (uint32_t a = g->first; a < g->first + g->n; a++)
		s->agent[a] = (struct agent){ .group = number,
		    .list = NO_LIST };
}

void
agents_begin(struct sim *s)
{
	memset(s->free_groups, 0, s->group_words * sizeof(uint64_t));
	for (size_t g = 0; g < s->p->groups; g++)
		begin_group(s, (uint32_t)g);
	for (size_t q = 0; q < s->p->queues; q++)
		s->last[q] = NOBODY;
	s->n_pending = 0;
	s->next_change = 0;
	heap_clear(&s->release);
}
