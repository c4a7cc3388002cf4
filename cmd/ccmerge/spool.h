/*
 * spool: records put aside in order and read back once, in bounded memory:
 * past mem_bytes they go to a nameless temporary file.
 */
#ifndef CCMERGE_SPOOL_H
#define CCMERGE_SPOOL_H

#include "common/buf.h"
#include "common/err.h"

struct spool {
	size_t mem_bytes;
	const char *tmp_dir;		/* NULL: $TMPDIR or /tmp */
	struct buf bytes;		/* length, record, length, record, … */
	int fd;				/* -1: nothing in a file */
	uint64_t in_file, read_file;
	size_t at;			/* in bytes, when reading */
	struct buf window;		/* of the file, when reading */
};

void spool_init(struct spool *s, size_t mem_bytes, const char *tmp_dir);
int spool_add(struct spool *s, struct str record, struct err *err);
/* 1: a record (valid until the next call, PADDING after it); 0; -1. */
int spool_next(struct spool *s, struct str *record, struct err *err);
void spool_release(struct spool *s);

#endif
