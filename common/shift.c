/* shift: sets of intervals, agent by agent; see shift.h. */
#include "common/shift.h"

#include <stdlib.h>

#include "common/map.h"
#include "common/mem.h"

struct piece {
	int64_t from, to;
};

/* A set of instants: pieces ascending and apart once it is tidy. */
struct set {
	struct piece *piece;
	size_t n, cap;
};

struct agent {
	struct set work, plan_on, plan_away;
	struct set planned, exceptions;		/* made by shifts_judge */
	bool known;			/* anything that happened */
};

struct shifts {
	struct map names;
	struct agent *agent;
	size_t cap;
};

/* ---- sets ---------------------------------------------------------------------- */

static void
put(struct set *s, int64_t from, int64_t to)
{
	if (from >= to)
		return;
	GROW(s->piece, s->n, s->cap);
	s->piece[s->n++] = (struct piece){ from, to };
}

static int
piece_order(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* Sorts, and joins what overlaps or touches. */
static void
tidy(struct set *s)
{
	size_t n = 0;

	if (s->n)
		qsort(s->piece, s->n, sizeof(*s->piece), piece_order);
	for (size_t i = 0; i < s->n; i++) {
		if (n && s->piece[i].from <= s->piece[n - 1].to)
			s->piece[n - 1].to = MAX(s->piece[n - 1].to,
			    s->piece[i].to);
		else
			s->piece[n++] = s->piece[i];
	}
	s->n = n;
}

/* a without b, or (both) what is in both of them; tidy in, tidy out. */
static struct set
combine(const struct set *a, const struct set *b, bool both)
{
	struct set out = { 0 };
	size_t k = 0;

	for (size_t i = 0; i < a->n; i++) {
		int64_t at = a->piece[i].from, end = a->piece[i].to;

		while (k < b->n && b->piece[k].to <= at)
			k++;
		for (size_t j = k; j < b->n && b->piece[j].from < end; j++) {
			int64_t from = MAX(b->piece[j].from, at);
			int64_t to = MIN(b->piece[j].to, end);

			if (both)
				put(&out, from, to);
			else
				put(&out, at, from);
			at = to;
		}
		if (!both)
			put(&out, at, end);
	}
	return out;
}

/* How much of [from, to) is in it. */
static int64_t
overlap(const struct set *s, int64_t from, int64_t to)
{
	size_t low = 0, high = s->n;
	int64_t sum = 0;

	while (low < high) {		/* the first that ends after from */
		size_t middle = low + (high - low) / 2;

		if (s->piece[middle].to <= from)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < s->n && s->piece[low].from < to; low++)
		sum += MIN(s->piece[low].to, to) -
		    MAX(s->piece[low].from, from);
	return sum;
}

/* ---- agents ------------------------------------------------------------------------ */

struct shifts *
shifts_new(void)
{
	return mem_zero(1, sizeof(struct shifts));
}

void
shifts_free(struct shifts *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->names.n; i++) {
		mem_free(s->agent[i].work.piece);
		mem_free(s->agent[i].plan_on.piece);
		mem_free(s->agent[i].plan_away.piece);
		mem_free(s->agent[i].planned.piece);
		mem_free(s->agent[i].exceptions.piece);
	}
	mem_free(s->agent);
	map_release(&s->names);
	mem_free(s);
}

void
shifts_add(struct shifts *s, struct str agent, bool plan, bool on,
    int64_t from, int64_t to)
{
	bool is_new;
	size_t i = map_put(&s->names, agent, &is_new);
	struct agent *a;

	if (is_new) {
		size_t n = i;

		GROW(s->agent, n, s->cap);
		s->agent[i] = (struct agent){ 0 };
	}
	a = &s->agent[i];
	a->known |= !plan;
	if (plan)
		put(on ? &a->plan_on : &a->plan_away, from, to);
	else if (on)
		put(&a->work, from, to);
}

/* Both kinds of exception, each stretch shortened; what both plans claim is
 * planned for contacts. */
static void
judge(struct agent *a, int64_t tolerance)
{
	struct set away, idle, working;

	tidy(&a->work);
	tidy(&a->plan_on);
	tidy(&a->plan_away);
	away = combine(&a->plan_away, &a->plan_on, false);
	idle = combine(&a->plan_on, &a->work, false);
	working = combine(&away, &a->work, true);
	for (size_t i = 0; i < idle.n; i++)
		put(&a->exceptions, idle.piece[i].from + tolerance,
		    idle.piece[i].to);
	for (size_t i = 0; i < working.n; i++)
		put(&a->exceptions, working.piece[i].from + tolerance,
		    working.piece[i].to);
	tidy(&a->exceptions);
	for (size_t i = 0; i < a->plan_on.n; i++)
		put(&a->planned, a->plan_on.piece[i].from,
		    a->plan_on.piece[i].to);
	for (size_t i = 0; i < away.n; i++)
		put(&a->planned, away.piece[i].from, away.piece[i].to);
	tidy(&a->planned);
	mem_free(away.piece);
	mem_free(idle.piece);
	mem_free(working.piece);
}

void
shifts_judge(struct shifts *s, int64_t tolerance_ms)
{
	for (size_t i = 0; i < s->names.n; i++)
		judge(&s->agent[i], tolerance_ms);
}

struct shift_time
shifts_time(const struct shifts *s, struct str agent, bool plan, bool on,
    int64_t from, int64_t to)
{
	uint32_t i = map_find(&s->names, agent);
	struct shift_time t = { 0 };
	const struct agent *a;

	if (i == MAP_NONE || from >= to)
		return t;
	a = &s->agent[i];
	if (plan && a->known) {
		t.compared = to - from;
		t.kept = t.compared - overlap(&a->exceptions, from, to);
	}
	if (!plan && on && a->planned.n)
		t.outside = to - from - overlap(&a->planned, from, to);
	return t;
}
