/*
 * sort: records ordered by key bytes, then by payload bytes, in bounded
 * memory. Past mem_bytes sorted runs go to one unnamed temporary file
 * (O_TMPFILE in tmp_dir), merged on reading; of very many some are merged to
 * longer ones before. The result depends on the multiset of records only.
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
	size_t merged;		/* runs read at once, at least 2; 0 = as many as
				   mem_bytes, or 8 MiB, has buffers for */
};

struct sort *sort_new(const struct sort_options *o);
int sort_add(struct sort *s, struct str key, struct str payload,
    struct err *err);
int sort_finish(struct sort *s, struct err *err);	/* no more adds */
/* 1; 0 at the end; -1. The views are valid until the next call but one, so
 * that two neighbours can be compared, and when sort_in_memory until
 * sort_free. Payload has PADDING readable bytes after it. */
int sort_next(struct sort *s, struct str *key, struct str *payload,
    struct err *err);
bool sort_in_memory(const struct sort *s);	/* after sort_finish */
size_t sort_runs(const struct sort *s);	/* in the file */
void sort_free(struct sort *s);

/*
 * Records that some thread gathers by itself, to be given to the sort in one
 * piece: what is copied is copied there. A batch that was given can be filled
 * again until sort_finish.
 */
struct record;
struct sort_block;

struct sort_batch {
	struct sort_block *blocks;	/* that the sort does not have yet */
	struct sort_block *open;	/* the one that is being filled */
	struct sort_block *filled;	/* the same when it was given */
	struct record *record;
	size_t n, cap;
	size_t block_bytes;
};

void sort_batch_init(struct sort_batch *b, const struct sort *s);
/* Copies key and payload, which stands in two pieces. Each below 4 GiB. */
void sort_batch_add(struct sort_batch *b, struct str key, struct str head,
    struct str rest);
/* Both stay where they are, and as they are, until sort_free; PADDING readable
 * bytes after the payload. */
void sort_batch_lend(struct sort_batch *b, struct str key, struct str payload);
void sort_batch_release(struct sort_batch *b);
/* One thread at a time, and not while the batch is filled. */
int sort_take(struct sort *s, struct sort_batch *b, struct err *err);

/* Order-preserving key parts: big-endian integers, strings ended by 0 0
 * (0 inside becomes 0 1). */
struct buf;
void key_int(struct buf *key, int64_t v);
void key_str(struct buf *key, struct str s);

#endif
