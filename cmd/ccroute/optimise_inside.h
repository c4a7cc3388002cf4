/* optimise_inside: what the files of --optimise have of one another; see
 * optimise.h. */
#ifndef CCROUTE_OPTIMISE_INSIDE_H
#define CCROUTE_OPTIMISE_INSIDE_H

#include "cmd/ccroute/optimise.h"

enum {
	MOST_TARGETS = 8,	/* of --target */
	MOST_QUEUES = 64,	/* that have one of their own in the model */
	CHECK_TIMES = 4,	/* runs of a check for each of the search */
};

struct target {
	uint32_t queue;			/* NOBODY: every queue */
	size_t choice;			/* of the ruler's KPIs */
	double value;
	bool least;			/* at least; else at most */
};

struct search {
	struct ccroute_options *o;
	struct scenario s;
	struct ruler r;
	struct target target[MOST_TARGETS + MOST_QUEUES];
	size_t targets;
	size_t intervals;
	uint32_t *staff;		/* [group * intervals + interval] */
	bool *open;			/* the same: somebody works there at all */
	bool *fails;			/* [queue * intervals + interval] */
	struct plan_staff **step;	/* by group: the plan's */
	double risk;
	size_t bounds;			/* that are to hold at once */
	bool confirmed;
	size_t added;			/* by the check, and kept */
};

/* ---- optimise_targets.c: what is to hold ---- */
/* From --target or the model's queues; makes the ruler. -1: usage. */
int optimise_targets(struct search *s, struct err *err);

/* ---- optimise_staff.c: who may work, and with whom the search begins ---- */
/* Steps of the plan, one an interval, filled by what formulas say. */
void optimise_begin(struct search *s);
/* The staff becomes the plan's. */
void optimise_put(struct search *s);
/* The group that costs least of those who serve a queue then; first in the
 * model where costs are alike; SIZE_MAX: nobody works. */
size_t optimise_cheapest(const struct search *s, size_t queue,
    size_t interval);

/* ---- optimise.c: the search ---- */
/* How many (queue, interval) miss a target by these runs, each bound at its
 * part of the risk (Bonferroni); marks them in s->fails. */
size_t optimise_misses(struct search *s, const struct reps_result *result,
    double risk);

/* ---- optimise_answer.c ---- */
/* The staff, then what it gives over the whole run. */
int optimise_answer(struct search *s, struct buf *out, struct err *err);

#endif
