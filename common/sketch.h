/*
 * sketch: quantiles of a multiset of durations, mergeable, in integers only.
 * Exact while there are at most 256 distinct values; then sparse log-linear
 * buckets, 128 an octave (a value given back is at most 1/256, 0.4 %, off).
 * What is written depends on the multiset alone: any order and any split give
 * the same bytes. Values come into a small unsorted list first (those that are
 * small enough, which 49 days are), and go into an array of all buckets when
 * nearly all of them are in use.
 */
#ifndef CCKIT_SKETCH_H
#define CCKIT_SKETCH_H

#include "common/buf.h"

struct sketch_cell {
	int64_t value;		/* exact: the value; else the bucket's number */
	uint64_t count;
};

/* A zeroed struct is a valid empty sketch. */
struct sketch {
	struct sketch_cell *cell;	/* ascending by value */
	uint32_t *pending;		/* values not yet in cells */
	uint64_t *bucket;		/* by number, instead of cells */
	uint64_t count;			/* of all values */
	uint32_t n, cap;		/* cells; buckets when there are any */
	uint32_t n_pending, pending_cap;
	bool approx;
};

/* Makes room in pending; returns the bytes it took. */
size_t sketch_settle(struct sketch *s);
size_t sketch_add_bucket(struct sketch *s, int64_t value);
/* One that is too large for pending. */
size_t sketch_add_large(struct sketch *s, int64_t value);

/* value >= 0; a negative one counts as 0. Returns the bytes of memory that it
 * took (0 most of the time). */
static inline size_t
sketch_add(struct sketch *s, int64_t value)
{
	size_t bytes = 0;

	value = MAX(value, 0);
	if (UNLIKELY(s->bucket))
		return sketch_add_bucket(s, value);
	if (UNLIKELY(value > UINT32_MAX))
		return sketch_add_large(s, value);
	if (UNLIKELY(s->n_pending == s->pending_cap)) {
		bytes = sketch_settle(s);
		if (s->bucket)
			return bytes + sketch_add_bucket(s, value);
	}
	s->count++;
	s->pending[s->n_pending++] = (uint32_t)value;
	return bytes;
}

/* To the cache, the place where the next value goes. */
static inline void
sketch_fetch(const struct sketch *s)
{
	if (s->pending)
		__builtin_prefetch(s->pending + s->n_pending, 1);
}

/* The order of pending values, and from, are changed by it. */
void sketch_merge(struct sketch *into, struct sketch *from);
/*
 * Nearest rank: the least value that a share p (millionths, 0 < p <= 10^6) of
 * all does not exceed. False when the sketch is empty. From buckets it is the
 * bucket's middle.
 */
bool sketch_quantile(struct sketch *s, int64_t p_micro, int64_t *value);
void sketch_release(struct sketch *s);

/* [[value,count],...] ("approx" is told by the caller), and back. -1: no. */
void sketch_put(struct buf *b, struct sketch *s);
int sketch_load(struct sketch *s, struct str json, bool approx);
/* In bytes, for spilling; unpack adds and returns what follows. */
void sketch_pack(struct buf *b, struct sketch *s);
struct str sketch_unpack(struct sketch *s, struct str packed);

#endif
