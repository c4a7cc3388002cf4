/*
 * need: the work of many queues and intervals, out of kpi lines (cckpi
 * --partial -b queue,30m) or a model. Of lines: offered contacts, handling, and
 * patience as the waits of all over those who abandoned (the likelihood's own
 * estimate where patience is exponential and the answered are censored).
 */
#ifndef CCSTAFF_NEED_H
#define CCSTAFF_NEED_H

#include "cmd/ccstaff/staff.h"
#include "common/mem.h"

#define NEED_TIMELESS	INT64_MIN

struct need {
	struct str label;		/* "cards, 2026-03-02 09:00" */
	struct str group;		/* JSON object: for lines */
	struct str queue;		/* the label without the time */
	int64_t start;			/* minutes; NEED_TIMELESS */
	double interval;		/* seconds */
	struct work work;		/* lambda 0: no contacts */
	bool known;			/* handling is known */
	/* What a model says for this queue; targets 0: nothing. */
	struct target target;
	double threshold;
	bool has_target;
	int64_t shrinkage_micro;	/* -1: nothing */
	double people;			/* by deadline: found for all at once;
					   0: not so */
};

struct needs {
	struct need *need;
	size_t n, cap;
	struct arena arena;
};

/* Reads all operands. Options override what lines say of handling and
 * patience. -1: failure. */
int needs_read(struct needs *n, struct ccstaff_options *o,
    const struct work *given, struct err *err);
/* The same out of a model's file (center.c). */
int needs_of_center(struct needs *n, struct ccstaff_options *o,
    const struct work *given, struct err *err);
void needs_release(struct needs *n);

#endif
