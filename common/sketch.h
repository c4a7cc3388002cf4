/*
 * sketch: quantiles of a multiset of durations, mergeable, in integers only.
 * Exact while there are at most 256 distinct values; then sparse log-linear
 * buckets, 128 an octave (relative error at most 1/256, 0.4 %). The state
 * depends on the multiset alone: any order and any split give the same bytes.
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
	size_t n, cap;
	uint64_t count;			/* of all values */
	bool approx;
};

/* value >= 0; a negative one counts as 0. */
void sketch_add(struct sketch *s, int64_t value);
void sketch_merge(struct sketch *into, const struct sketch *from);
/*
 * Nearest rank: the least value that a share p (millionths, 0 < p <= 10^6) of
 * all does not exceed. False when the sketch is empty. From buckets it is the
 * bucket's middle.
 */
bool sketch_quantile(const struct sketch *s, int64_t p_micro, int64_t *value);
void sketch_release(struct sketch *s);

/* [[value,count],...] with "approx" told by the caller; and back. -1: no. */
void sketch_put(struct buf *b, const struct sketch *s);
int sketch_load(struct sketch *s, struct str json, bool approx);

#endif
