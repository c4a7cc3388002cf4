/*
 * spool: records put aside in order and read back in it, in bounded memory:
 * past mem_bytes they go to a nameless temporary file in tmp_dir. A record has
 * a short head and a payload; a payload that stays where it is need not be
 * copied.
 */
#ifndef CCMERGE_SPOOL_H
#define CCMERGE_SPOOL_H

#include "common/buf.h"
#include "common/spill.h"

struct spool {
	size_t mem_bytes;
	struct buf bytes;		/* lengths, head, payload or its
					   address, lengths, … */
	struct spill file;
	uint64_t read_file;
	size_t at;			/* in bytes, when reading */
	struct buf window;		/* of the file, when reading */
};

void spool_init(struct spool *s, size_t mem_bytes, const char *tmp_dir);
/* lent: the payload stays as it is, PADDING after it, for the spool's life. */
int spool_add(struct spool *s, struct str head, struct str payload, bool lent,
    struct err *err);
/* 1: a record (valid until the next call, PADDING after it); 0; -1. */
int spool_next(struct spool *s, struct str *head, struct str *payload,
    bool *lent, struct err *err);
/* Once more from the first. */
void spool_rewind(struct spool *s);
void spool_release(struct spool *s);

#endif
