/*
 * heap: the next of many moments: a 4-ary heap of (key, id), where an id may
 * be looked up and moved or taken out. Keys are moments and a sequence number
 * in one word, so that ties are in the order in which they were made.
 * What is taken leaves a hole at the top, which what is put next fills: an
 * agent who is released mostly gets the next contact at once.
 */
#ifndef CCROUTE_HEAP_H
#define CCROUTE_HEAP_H

#include "common/base.h"

struct heap_entry {
	uint64_t key;
	uint32_t id;
	uint32_t stamp;			/* the caller's own */
};

struct heap {
	struct heap_entry *entry;
	size_t n, cap;
	uint64_t least;			/* key; UINT64_MAX: it is empty */
	bool hole;			/* the top was taken and not yet closed:
					   n counts it */
	uint32_t child;			/* that holds the least then; 0: none */
	uint32_t *place;		/* [id]: 1 + index, 0: not in it; or NULL */
};

/* 2^44 ms are 557 years; past 2^20 events in one ms their order turns over,
 * the same way on every machine. */
enum { SEQUENCE_BITS = 20 };
#define HEAP_LAST	(INT64_C(1) << 43)
static inline uint64_t
heap_key(int64_t ms, uint64_t sequence)
{
	return (uint64_t)ms << SEQUENCE_BITS |
	    (sequence & ((1u << SEQUENCE_BITS) - 1));
}

/* Of the least; INT64_MAX when it is empty. */
static inline int64_t
heap_time(const struct heap *h)
{
	return h->least == UINT64_MAX ? INT64_MAX :
	    (int64_t)(h->least >> SEQUENCE_BITS);
}

/* ids > 0: places are kept for ids below it. */
void heap_init(struct heap *h, size_t ids);
void heap_clear(struct heap *h);
void heap_release(struct heap *h);
void heap_put(struct heap *h, uint64_t key, uint32_t id, uint32_t stamp);
struct heap_entry heap_take(struct heap *h);
/* Of an id that may be in it; only with places. */
void heap_remove(struct heap *h, uint32_t id);

#endif
