/*
 * work: all threads of a tool, the calling one among them. Each takes the
 * oldest batch's result when that is ready, else reads a batch and maps it. One
 * reads at a time and one takes at a time, in order of reading: so output and
 * errors are the same for any number of threads, and the lowest failed batch
 * wins. A thread maps what it read itself, which is then warm in its cache. At
 * most threads + WORK_SPARE batches are in flight (one, with one thread).
 */
#ifndef CCKIT_WORK_H
#define CCKIT_WORK_H

#include "common/err.h"

enum { WORK_SPARE = 2 };		/* batches beside those of threads */

struct work {
	int threads;			/* >= 1 */
	size_t item_size;		/* bytes of one batch's slot */
	void *context;
	/* read and take share something: neither runs beside the other. */
	bool take_alone;
	/* Fills a zeroed slot (or a reused one). 1, 0 end, -1. */
	int (*read)(void *context, void *slot, struct err *err);
	/* Pure but for its own slot and its own worker's state. */
	int (*map)(void *context, int worker, void *slot, struct err *err);
	/* In order; NULL: nothing is left to do with a mapped batch. */
	int (*take)(void *context, void *slot, struct err *err);
	/* What a slot holds, at the end of it all; may be NULL. */
	void (*release)(void *slot);
};

/* 0, or -1 with the first failure in reading order. */
int work_run(const struct work *w, struct err *err);
int work_cpus(void);			/* processors this process may use */

#endif
