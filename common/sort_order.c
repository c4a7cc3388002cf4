/* sort_order: records in memory into order; see sort_inside.h.
 *
 * By digits of the prefix from the highest on, each record moved to its place
 * among the others of its digit; where prefixes are equal the next 8 bytes of
 * the keys take their place. So a key is looked at once for each 8 bytes that
 * it shares with others, and not once a comparison. */
#include "common/sort_inside.h"

#include <stdlib.h>

#include "common/work.h"

enum {
	FEW = 24,			/* records: compared one by one */
	MOST_BITS = 11,			/* of a digit */
	MOST_NESTED = 32,		/* digits before they are compared */
	WORTH_A_THREAD = 10000,		/* records */
	PIECE = 8192			/* records a worker takes at least */
};

static int
compare(const struct record *a, const struct record *b)
{
	int c = str_cmp((struct str){ a->key, a->key_n },
	    (struct str){ b->key, b->key_n });

	if (c)
		return c;
	return str_cmp((struct str){ a->payload, a->payload_n },
	    (struct str){ b->payload, b->payload_n });
}

static int
compare_void(const void *a, const void *b)
{
	return compare(a, b);
}

bool
record_before(const struct record *a, const struct record *b)
{
	if (a->prefix != b->prefix)
		return a->prefix < b->prefix;
	return compare(a, b) < 0;
}

/* Some records that agree on the first `depth` bytes of their keys; their
 * prefixes are the 8 bytes that follow. */
struct range {
	struct record *r;
	size_t n, depth;
	unsigned nested;
};

static void
order_few(struct record *r, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct record one = r[i];
		size_t k = i;

		for (; k > 0 && record_before(&one, &r[k - 1]); k--)
			r[k] = r[k - 1];
		r[k] = one;
	}
}

/* The bits in which the prefixes of a range differ. */
static uint64_t
differing(const struct range *g)
{
	uint64_t bits = 0;

	for (size_t i = 1; i < g->n; i++)
		bits |= g->r[i].prefix ^ g->r[0].prefix;
	return bits;
}

/* Goes on to the next 8 bytes of the keys; false: no key has any. */
static bool
deepen(struct range *g)
{
	bool more = false;

	g->depth += sizeof(uint64_t);
	for (size_t i = 0; i < g->n; i++) {
		struct str key = { g->r[i].key, g->r[i].key_n };

		more |= key.n > g->depth;
		g->r[i].prefix = key_prefix(key, g->depth);
	}
	return more;
}

/* A digit of the prefixes, and where the records of each value stand. */
struct digit {
	unsigned shift, bits;
	size_t end[(1 << MOST_BITS) + 1];	/* by value + 1; [0] is 0 */
};

static inline size_t
value_of(const struct digit *d, const struct record *r)
{
	return r->prefix >> d->shift & ((1U << d->bits) - 1);
}

/* The highest digit in which they differ, as wide as pays for so many. */
static void
choose_digit(const struct range *g, uint64_t differ, struct digit *d)
{
	unsigned top = 64 - (unsigned)__builtin_clzll(differ);
	unsigned wide = 63 - (unsigned)__builtin_clzll(g->n);

	d->bits = MIN(MIN(wide, (unsigned)MOST_BITS), top);
	d->shift = top - d->bits;
	memset(d->end, 0, (((size_t)1 << d->bits) + 1) * sizeof(*d->end));
	for (size_t i = 0; i < g->n; i++)
		d->end[value_of(d, &g->r[i]) + 1]++;
	for (size_t v = 1; v <= (size_t)1 << d->bits; v++)
		d->end[v] += d->end[v - 1];
}

/* Moves every record to where its digit stands: round and round, each into the
 * place of the next. */
static void
move_by(const struct digit *d, struct record *r)
{
	size_t next[1 << MOST_BITS];
	size_t values = (size_t)1 << d->bits;

	memcpy(next, d->end, values * sizeof(*next));
	for (size_t v = 0; v < values; v++)
		while (next[v] < d->end[v + 1]) {
			struct record one = r[next[v]];
			size_t to;

			while ((to = value_of(d, &one)) != v) {
				struct record *place = &r[next[to]++];
				struct record other = *place;

				*place = one;
				one = other;
			}
			r[next[v]++] = one;
		}
}

static void order(struct range g);

static void
order_values(const struct range *g, const struct digit *d, size_t from,
    size_t to)
{
	for (size_t v = from; v < to; v++)
		order((struct range){ g->r + d->end[v], d->end[v + 1] -
		    d->end[v], g->depth, g->nested + 1 });
}

static void
order(struct range g)
{
	struct digit d;
	uint64_t differ;

	if (g.n <= FEW) {
		order_few(g.r, g.n);
		return;
	}
	while (!(differ = differing(&g)) && g.nested < MOST_NESTED)
		if (!deepen(&g))
			g.nested = MOST_NESTED;	/* payloads tell, or lengths */
	if (g.nested >= MOST_NESTED) {
		qsort(g.r, g.n, sizeof(*g.r), compare_void);
		return;
	}
	choose_digit(&g, differ, &d);
	move_by(&d, g.r);
	order_values(&g, &d, 0, (size_t)1 << d.bits);
}

/* ---- by several threads: each takes some values of the first digit ---------- */

struct sharing {
	const struct range *whole;
	const struct digit *d;
	size_t next;			/* value that nobody has */
};

struct share {
	size_t from, to;		/* values */
};

static int
take_share(void *context, void *slot, struct err *err)
{
	struct sharing *g = context;
	struct share *s = slot;
	size_t values = (size_t)1 << g->d->bits;

	(void)err;
	s->from = g->next;
	while (g->next < values && g->d->end[g->next] - g->d->end[s->from] <
	    PIECE)
		g->next++;
	s->to = g->next;
	return s->from < s->to;
}

static int
order_share(void *context, int worker, void *slot, struct err *err)
{
	struct sharing *g = context;
	struct share *s = slot;

	(void)worker;
	(void)err;
	order_values(g->whole, g->d, s->from, s->to);
	return 0;
}

static void
order_shared(struct range g, int threads)
{
	uint64_t differ = differing(&g);
	struct err err = { 0 };
	struct digit d;
	struct sharing all = { .whole = &g, .d = &d };
	struct work w = { .threads = threads,
	    .item_size = sizeof(struct share), .context = &all,
	    .read = take_share, .map = order_share };

	if (!differ) {			/* keys that begin alike */
		if (deepen(&g))
			order_shared(g, threads);
		else
			order(g);
		return;
	}
	choose_digit(&g, differ, &d);
	move_by(&d, g.r);
	BUG_UNLESS(work_run(&w, &err) == 0);	/* no part of it can fail */
}

void
sort_order(struct record *r, size_t n, int threads)
{
	struct range g = { r, n, 0, 0 };

	if (threads < 2 || n < WORTH_A_THREAD)
		order(g);
	else
		order_shared(g, threads);
}
