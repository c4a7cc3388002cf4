/*
 * need: the work of many queues and intervals out of kpi lines (cckpi
 * --partial -b queue,30m): offered contacts, handling, and patience as the
 * waits of all over those who abandoned (the likelihood's own estimate where
 * patience is exponential and the answered are censored).
 */
#ifndef CCSTAFF_NEED_H
#define CCSTAFF_NEED_H

#include "cmd/ccstaff/staff.h"
#include "common/mem.h"

struct need {
	struct str label;		/* "cards, 2026-03-02 09:00" */
	double interval;		/* seconds */
	struct work work;		/* lambda 0: no contacts */
	bool known;			/* handling is known */
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
void needs_release(struct needs *n);

#endif
