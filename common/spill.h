/*
 * spill: a nameless temporary file for what does not fit in memory: bytes go
 * to its end and are read back from anywhere. Nobody else can open it, and it
 * is gone with the process, however that ends.
 */
#ifndef CCKIT_SPILL_H
#define CCKIT_SPILL_H

#include "common/err.h"
#include "common/str.h"

struct spill {
	const char *what;		/* "the sort's", for messages */
	const char *tmp_dir;		/* NULL: $TMPDIR or /tmp */
	int fd;				/* -1: not yet open */
	uint64_t end;			/* bytes in it */
};

void spill_init(struct spill *s, const char *what, const char *tmp_dir);
static inline bool
spill_used(const struct spill *s)
{
	return s->fd >= 0;
}
/* Makes the file when there is none yet. */
int spill_add(struct spill *s, struct str bytes, struct err *err);
/* Reads what it can of n bytes (n > 0) at `at`, at least one; how many, -1:
 * failure, or nothing is there. */
ptrdiff_t spill_read(const struct spill *s, uint64_t at, char *to, size_t n,
    struct err *err);
void spill_release(struct spill *s);

#endif
