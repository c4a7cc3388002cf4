/*
 * sort: records ordered by key bytes, then by payload bytes, in bounded
 * memory. Past mem_bytes sorted runs go to one unnamed temporary file
 * (O_TMPFILE in tmp_dir), merged on reading. The result depends on the
 * multiset of records only.
 */
#ifndef CCKIT_SORT_H
#define CCKIT_SORT_H

#include "common/err.h"
#include "common/str.h"

struct sort;

struct sort_options {
	size_t mem_bytes;	/* 0 = 256 MiB */
	const char *tmp_dir;	/* NULL = $TMPDIR or /tmp */
	int threads;		/* 0 = 1 */
};

struct sort *sort_new(const struct sort_options *o);
int sort_add(struct sort *s, struct str key, struct str payload,
    struct err *err);
int sort_finish(struct sort *s, struct err *err);	/* no more adds */
/* 1 with views valid until the next call; 0 at the end; -1. Payload has
 * PADDING readable bytes after it. */
int sort_next(struct sort *s, struct str *key, struct str *payload,
    struct err *err);
uint64_t sort_spilled_bytes(const struct sort *s);
void sort_free(struct sort *s);

/* Order-preserving key parts: big-endian integers, strings ended by 0 0
 * (0 inside becomes 0 1). */
struct buf;
void key_int(struct buf *key, int64_t v);
void key_str(struct buf *key, struct str s);

#endif
