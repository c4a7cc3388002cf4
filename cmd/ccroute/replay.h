/*
 * replay: real arrivals instead of the model's: the contacts of some lines, in
 * their order, with the handling that was measured where it is known. Those
 * whose queue the model does not have are counted and left out; so are
 * outbound contacts and those that never came to a queue.
 */
#ifndef CCROUTE_REPLAY_H
#define CCROUTE_REPLAY_H

#include "cmd/ccroute/plan.h"
#include "common/model.h"

struct replay_contact {
	int64_t at;			/* ms UTC */
	uint32_t queue;
	uint64_t order;
	int64_t talk, wrap;		/* ms; -1: not known */
};

struct replay {
	struct replay_contact *contact;	/* by time, then as they stood */
	size_t n, cap;
	uint64_t others;		/* left out */
	int64_t first, last;		/* ms UTC */
};

/* only: contacts of this queue; MODEL_NONE: of all. */
int replay_read(struct replay *r, const struct model *m, const char *path,
    int32_t only, struct err *err);
/* The model's first day and days become those of the contacts. -1: zone. */
int replay_days(const struct replay *r, struct model *m, struct err *err);
/* Instead of the plan's sources. */
void replay_put(const struct replay *r, struct sim_plan *p);
/* Of one source alone: how many come before or after the run, and do not. */
uint64_t replay_put_source(const struct replay *r, struct sim_plan *p,
    size_t source);
void replay_release(struct replay *r);

#endif
