/*
 * sort_inside: what a sort is made of, for sort.c (adding, spilling),
 * sort_order.c (records in memory into order) and sort_back.c (reading back).
 * Nobody else includes it.
 */
#ifndef CCKIT_SORT_INSIDE_H
#define CCKIT_SORT_INSIDE_H

#include "common/buf.h"
#include "common/sort.h"
#include "common/spill.h"

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

struct run {			/* a sorted range of the spill file */
	uint64_t at, end;		/* unread bytes */
	char *buffer;			/* RUN_BUFFER or the longest record */
	size_t from, n, cap;
	struct record head;		/* the next record */
};

struct sort_block {
	struct sort_block *next;
	size_t used, size;
	bool open;			/* and some batch still fills it */
	char bytes[];			/* size + PADDING */
};

struct sort {
	struct sort_options o;
	struct sort_block *blocks;
	size_t held;			/* bytes of blocks */
	struct sort_batch own;		/* of sort_add */
	struct record *record;
	size_t n, cap;
	struct spill file;
	struct run *run;
	size_t runs, run_cap;
	size_t *heap;			/* indices of runs, least first */
	size_t heap_n;
	size_t next;			/* of record, when nothing spilled */
	bool pop_first;			/* the heap's head was handed out */
	struct copy {			/* what was handed out of a run */
		char *bytes;
		size_t cap;
	} out[2];
	unsigned turn;
};

enum {
	RUN_BUFFER = 128 * 1024, LEAST_BUFFER = 4096,
	RUN_WRITTEN = 512 * 1024	/* bytes at a time */
};

/* Appends a record as it stands in a run, at the end of the file: that gets
 * the bytes when b has many, and the rest of them last. */
int sort_put_record(struct sort *s, struct buf *b, const struct record *r,
    struct err *err);
int sort_put_rest(struct sort *s, struct buf *b, struct err *err);
/* Makes the runs few enough, and all ready to be read. */
int sort_start_merge(struct sort *s, struct err *err);

/* By key, then by payload; both prefixes are of the same place, up to which
 * the keys agree. */
bool record_before(const struct record *a, const struct record *b);
/* Orders n records in place, by up to so many threads. */
void sort_order(struct record *r, size_t n, int threads);

#endif
