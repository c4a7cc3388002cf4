/*
 * sort_inside: records in memory and their order, for sort.c (adding, spilling,
 * reading back) and sort_order.c. Nobody else includes it.
 */
#ifndef CCKIT_SORT_INSIDE_H
#define CCKIT_SORT_INSIDE_H

#include "common/sort.h"

/*
 * Key and payload, in a block or lent. The prefix is the key's first 8 bytes,
 * big-endian and filled with zeros: most comparisons end there. (sort_order
 * leaves the prefix of a later place in it.)
 */
struct record {
	uint64_t prefix;
	const char *key, *payload;
	uint32_t key_n, payload_n;
};

/* The 8 bytes of the key from `at` on, as above; 0 past its end. */
static inline uint64_t
key_prefix(struct str key, size_t at)
{
	uint64_t v = 0;

	if (at < key.n)
		memcpy(&v, key.p + at, MIN(key.n - at, sizeof(v)));
	return __builtin_bswap64(v);
}

/* By key, then by payload; both prefixes are of the same place, up to which
 * the keys agree. */
bool record_before(const struct record *a, const struct record *b);
/* Orders n records in place, by up to so many threads. */
void sort_order(struct record *r, size_t n, int threads);

#endif
