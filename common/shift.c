/* shift: sets of intervals; see shift.h. */
#include "common/shift.h"

#include <stdlib.h>

#include "common/mem.h"

struct piece {
	int64_t from, to;
};

/* A set of instants: pieces ascending and apart once it is tidy. */
struct set {
	struct piece *piece;
	size_t n, cap;
};

struct shift {
	struct set work, plan_on, plan_away;
	struct set planned, exceptions;		/* made by shift_judge */
	bool known;			/* anything that happened */
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

/* ---- the agent --------------------------------------------------------------------- */

struct shift *
shift_new(void)
{
	return mem_zero(1, sizeof(struct shift));
}

void
shift_clear(struct shift *s)
{
	s->work.n = s->plan_on.n = s->plan_away.n = 0;
	s->planned.n = s->exceptions.n = 0;
	s->known = false;
}

void
shift_free(struct shift *s)
{
	if (!s)
		return;
	mem_free(s->work.piece);
	mem_free(s->plan_on.piece);
	mem_free(s->plan_away.piece);
	mem_free(s->planned.piece);
	mem_free(s->exceptions.piece);
	mem_free(s);
}

void
shift_add(struct shift *s, bool plan, bool on, int64_t from, int64_t to)
{
	s->known |= !plan;
	if (plan)
		put(on ? &s->plan_on : &s->plan_away, from, to);
	else if (on)
		put(&s->work, from, to);
}

/* Both kinds of exception, each stretch shortened; what both plans claim is
 * planned for contacts. */
void
shift_judge(struct shift *s, int64_t tolerance_ms)
{
	struct set away, idle, working;

	tidy(&s->work);
	tidy(&s->plan_on);
	tidy(&s->plan_away);
	away = combine(&s->plan_away, &s->plan_on, false);
	idle = combine(&s->plan_on, &s->work, false);
	working = combine(&away, &s->work, true);
	for (size_t i = 0; i < idle.n; i++)
		put(&s->exceptions, idle.piece[i].from + tolerance_ms,
		    idle.piece[i].to);
	for (size_t i = 0; i < working.n; i++)
		put(&s->exceptions, working.piece[i].from + tolerance_ms,
		    working.piece[i].to);
	tidy(&s->exceptions);
	for (size_t i = 0; i < s->plan_on.n; i++)
		put(&s->planned, s->plan_on.piece[i].from,
		    s->plan_on.piece[i].to);
	for (size_t i = 0; i < away.n; i++)
		put(&s->planned, away.piece[i].from, away.piece[i].to);
	tidy(&s->planned);
	mem_free(away.piece);
	mem_free(idle.piece);
	mem_free(working.piece);
}

struct shift_time
shift_time(const struct shift *s, bool plan, bool on, int64_t from,
    int64_t to)
{
	struct shift_time t = { 0 };

	if (from >= to)
		return t;
	if (plan && s->known) {
		t.compared = to - from;
		t.kept = t.compared - overlap(&s->exceptions, from, to);
	}
	if (!plan && on && s->planned.n)
		t.outside = to - from - overlap(&s->planned, from, to);
	return t;
}
