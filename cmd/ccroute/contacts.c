/* contacts: the pool of contacts, the lines they wait in, their timers. */
#include "cmd/ccroute/inside.h"

#include "common/mem.h"

uint32_t
contact_new(struct sim *s)
{
	uint32_t c = s->spare;

	if (c != NOBODY) {
		s->spare = s->contact[c].next;
		return c;
	}
	if (s->n_contacts == s->contact_cap) {
		s->contact_cap = s->contact_cap ? s->contact_cap * 2 : 256;
		s->contact = mem_resize_array(s->contact, s->contact_cap,
		    sizeof(*s->contact));
	}
	c = (uint32_t)s->n_contacts++;
	s->contact[c].stamp = 0;
	return c;
}

void
contact_free(struct sim *s, uint32_t c)
{
	s->contact[c].stamp++;
	s->contact[c].next = s->spare;
	s->spare = c;
}

static uint32_t
visit_new(struct sim *s)
{
	uint32_t v = s->spare_visit;

	if (v != NOBODY) {
		s->spare_visit = s->visit[v].next;
		return v;
	}
	GROW(s->visit, s->n_visits, s->visit_cap);
	return (uint32_t)s->n_visits++;
}

void
contact_keep(struct sim *s, uint32_t c, const struct visit *v)
{
	uint32_t kept = visit_new(s);

	s->visit[kept] = *v;
	s->visit[kept].next = s->contact[c].visits;
	s->contact[c].visits = kept;
}

enum { MOST_VISITS = 64 };

/* Earlier visits in order, the last one behind them. */
static size_t
collect(struct sim *s, struct contact *c, const struct visit *last,
    struct visit out[MOST_VISITS])
{
	size_t n = last != NULL, at;
	uint32_t v;

	for (v = c->visits; v != NOBODY; v = s->visit[v].next)
		n++;
	BUG_UNLESS(n <= MOST_VISITS);
	at = n;
	if (last)
		out[--at] = *last;
	while ((v = c->visits) != NOBODY) {
		out[--at] = s->visit[v];
		c->visits = s->visit[v].next;
		s->visit[v].next = s->spare_visit;
		s->spare_visit = v;
	}
	return n;
}

/* A trunk is held until the customer is free. */
static void
give_trunk(struct sim *s, struct contact *c, const struct visit *last)
{
	int64_t until = last ? last->free : c->arrived + c->self_ms;

	if (!c->inside)
		return;
	c->inside = false;
	if (until > s->now)
		heap_put(&s->timer, heap_key(until, s->order++), 0,
		    TIMER_TRUNK);
	else
		s->inside--;
}

bool
take_trunk(struct sim *s, uint32_t number)
{
	struct contact *c = &s->contact[number];

	if (!s->p->trunks || c->inside || is_outward(c))
		return true;
	if (s->inside >= s->p->trunks) {
		c->entered = s->now;
		if (c->leaves != NEVER)		/* from here on */
			c->leaves += s->now;
		refuse(s, number);
		return false;
	}
	c->inside = true;
	s->inside++;
	return true;
}

void
contact_end(struct sim *s, uint32_t number, const struct visit *last)
{
	struct contact *c = &s->contact[number];
	struct visit v[MOST_VISITS];
	size_t n = last != NULL;

	s->ended++;
	if (UNLIKELY(c->holder != NOBODY))
		let_go(s, c, last ? last->ended : s->now);
	give_trunk(s, c, last);
	if (c->visits != NOBODY) {
		n = collect(s, c, last, v);
		last = v;
	}
	if (s->sink.contact && c->arrived >= s->p->warm_up)
		s->sink.contact(s->sink.context, c, last, n);
	contact_free(s, number);
}

void
contact_left(struct sim *s, uint32_t c, enum end end, int64_t at)
{
	const struct contact *k = &s->contact[c];
	struct visit v = { .entered = k->entered, .ended = at, .free = at,
	    .queue = k->queue, .agent = NOBODY, .end = (uint8_t)end };

	contact_end(s, c, &v);
}

/* ---- lines ------------------------------------------------------------------- */

static void
joined(struct sim *s, uint32_t line, uint32_t c)
{
	s->contact[c].line = line;
	s->line[line].n++;
	s->waiting[s->contact[c].queue]++;
	bit_set(s->filled, line);
}

void
line_append(struct sim *s, uint32_t line, uint32_t c)
{
	struct wait_line *l = &s->line[line];
	struct contact *k = &s->contact[c];

	k->next = NOBODY;
	k->prev = l->tail;
	if (l->tail != NOBODY)
		s->contact[l->tail].next = c;
	else
		l->head = c;
	l->tail = c;
	joined(s, line, c);
}

/* Before `next` (NOBODY: at the end). */
static void
insert_before(struct sim *s, uint32_t line, uint32_t c, uint32_t next)
{
	struct wait_line *l = &s->line[line];
	struct contact *k = &s->contact[c];

	if (next == NOBODY) {
		line_append(s, line, c);
		return;
	}
	k->next = next;
	k->prev = s->contact[next].prev;
	s->contact[next].prev = c;
	if (k->prev != NOBODY)
		s->contact[k->prev].next = c;
	else
		l->head = c;
	joined(s, line, c);
}

void
line_prepend(struct sim *s, uint32_t line, uint32_t c)
{
	insert_before(s, line, c, s->line[line].head);
}

static bool
is_before(const struct contact *a, const struct contact *b)
{
	return a->place != b->place ? a->place < b->place :
	    a->order < b->order;
}

void
line_insert(struct sim *s, uint32_t line, uint32_t c)
{
	uint32_t next = NOBODY, at = s->line[line].tail;

	while (at != NOBODY && is_before(&s->contact[c], &s->contact[at])) {
		next = at;
		at = s->contact[at].prev;
	}
	insert_before(s, line, c, next);
}

void
line_remove(struct sim *s, uint32_t c)
{
	struct contact *k = &s->contact[c];
	struct wait_line *l = &s->line[k->line];

	if (k->prev != NOBODY)
		s->contact[k->prev].next = k->next;
	else
		l->head = k->next;
	if (k->next != NOBODY)
		s->contact[k->next].prev = k->prev;
	else
		l->tail = k->prev;
	if (--l->n == 0)
		bit_clear(s->filled, k->line);
	s->waiting[k->queue]--;
	k->line = NOBODY;
	k->stamp++;
}

uint32_t
line_head(struct sim *s, size_t line)
{
	uint32_t c;

	while ((c = s->line[line].head) != NOBODY &&
	    UNLIKELY(s->contact[c].leaves < s->now)) {
		line_remove(s, c);
		abandon(s, c, s->contact[c].leaves);
	}
	return c;
}

void
timer_set(struct sim *s, int64_t at, uint32_t c, enum timer t)
{
	if (UNLIKELY(at >= HEAP_LAST || at < s->now))	/* or the sum is above */
		at = HEAP_LAST;
	heap_put(&s->timer, heap_key(at, s->order++), c,
	    s->contact[c].stamp << TIMER_BITS | t);
}
