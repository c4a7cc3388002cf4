/*
 * progress: how far a long read has come, on standard error: only on a
 * terminal, only after one second, five times a second, and gone at the end.
 */
#ifndef CCKIT_PROGRESS_H
#define CCKIT_PROGRESS_H

#include "common/base.h"

/* A zeroed struct shows nothing until progress_start. */
struct progress {
	bool on, shown;
	int64_t began_ms, last_ms;	/* of the monotonic clock */
};

void progress_start(struct progress *p);
/* bytes read so far, and from which file. */
void progress_show(struct progress *p, uint64_t bytes, const char *name);
void progress_end(struct progress *p);		/* wipes the line */

#endif
