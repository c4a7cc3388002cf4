/*
 * work: all threads of a tool. One reader at a time (the main thread, or
 * whichever worker is free) cuts batches, N workers turn each into a result,
 * the main thread takes the results in order. So output and errors are the
 * same for any N: the lowest failed batch wins, later ones are thrown away. At
 * most N + WORK_SPARE batches are in flight.
 * With threads == 1 everything runs in the calling thread.
 */
#ifndef CCKIT_WORK_H
#define CCKIT_WORK_H

#include "common/err.h"

enum { WORK_SPARE = 2 };		/* batches beside those of workers */

struct work {
	int threads;			/* >= 1 */
	size_t item_size;		/* bytes of one batch's slot */
	void *context;
	/*
	 * With shared_read the worker that is free reads its own batch, which
	 * is then warm in its cache: one reads at a time, beside take. Else
	 * the main thread reads, and never while it takes.
	 */
	bool shared_read;
	/* Fills a zeroed slot (or a reused one). 1, 0 end, -1. */
	int (*read)(void *context, void *slot, struct err *err);
	/* Any worker: pure but for its own slot and its own worker state. */
	int (*map)(void *context, int worker, void *slot, struct err *err);
	/* Main thread, in order of reading. */
	int (*take)(void *context, void *slot, struct err *err);
	/* What a slot holds, at the end of it all; may be NULL. */
	void (*release)(void *slot);
};

/* 0, or -1 with the first failure in reading order. */
int work_run(const struct work *w, struct err *err);
int work_cpus(void);			/* processors this process may use */

#endif
