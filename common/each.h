/*
 * each: the lines of some inputs, one after another: reads, counts, refuses
 * what is not a line, and stops where a stream ends badly. Workers read ahead;
 * lines are taken in their order on one thread at a time, so that what is made
 * of them is the same for any number of threads. Who can make something of
 * lines in any order does better with inputs and work (cckpi, ccmerge).
 *
 *	struct each e = { .paths = cli->operands, .n_paths = cli->n_operands,
 *	    .plan = &plan, .diag = &cli->diag, .take = count, .context = &sums };
 *	r = each_line(&e, err);
 */
#ifndef CCKIT_EACH_H
#define CCKIT_EACH_H

#include "common/diag.h"
#include "common/inputs.h"

/* Where a line stands; while it is being taken. */
struct line_at {
	const struct inputs *in;
	const struct batch *batch;
	uint64_t number;		/* in its file, from 1 */
};

struct each {
	char *const *paths;		/* none: standard input */
	int n_paths;
	int threads;			/* at most; 0 is 1 */
	const struct line_plan *plan;
	/* Counts lines and hears of bad ones; NULL: a bad line is a failure. */
	struct diag *diag;
	/* Every good line; -1: it is the last one, err says why. */
	int (*take)(void *context, const struct line *l,
	    const struct line_at *at, struct err *err);
	/* Every bad one, instead of diag; NULL: as above. */
	int (*bad)(void *context, const struct line *l,
	    const struct line_at *at, struct err *err);
	void *context;
};

/* 0, or -1 with the first failure in the order of the lines. */
int each_line(const struct each *e, struct err *err);
/* The failure of a line: "FILE:NUMBER: why". -1. */
int line_at_fail(const struct line_at *at, const char *why, struct err *err);

#endif
