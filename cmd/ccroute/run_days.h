/*
 * run_days: the days of a run, midnight to midnight by the clock of the model's
 * zone: 23 or 25 hours where the clock is changed. Moments are ms from the
 * run's start, which is the first midnight. Zeroed, it has days of 24
 * hours without end.
 */
#ifndef CCROUTE_RUN_DAYS_H
#define CCROUTE_RUN_DAYS_H

#include "common/buf.h"
#include "common/zone.h"

struct run_days {
	struct zone *zone;		/* NULL: no clock is known */
	int64_t first_day;		/* since 1970-01-01 */
	int64_t start;			/* ms UTC */
	int64_t *begin;			/* [days + 1] */
	size_t days;
	bool changes;			/* some day has not 24 hours */
};

/* zone: a name, absent is UTC. -1: err; release it in any case. */
int run_days_init(struct run_days *c, struct str zone, int64_t first_day,
    int64_t days, struct err *err);
void run_days_release(struct run_days *c);

/* The end of the last day. */
int64_t run_days_end(const struct run_days *c);
/* The day of a moment; days go on after the last one. */
int64_t run_days_day(const struct run_days *c, int64_t at);
/* What the clock shows then, as ms of that day. */
int64_t run_days_clock(const struct run_days *c, int64_t at);
/* When it shows that; the first time, or when it jumps over it. */
int64_t run_days_at(const struct run_days *c, int64_t day, int64_t clock_ms);
/* When the clock of a day is changed; -1: it is not. */
int64_t run_days_change(const struct run_days *c, size_t day);
/* Where the i-th interval of this length begins: whole days at a midnight, all
 * else so long after the start as if no clock were changed. */
int64_t run_days_cut(const struct run_days *c, size_t i, int64_t interval);
/* Which one a moment is of. */
size_t run_days_cut_of(const struct run_days *c, int64_t at,
    int64_t interval);
/* Days from one run to the next: whole weeks, so that what a Monday brought
 * stands on a Monday. */
int64_t run_days_apart(const struct run_days *c);
/* Where the n-th run after the first begins, ms UTC. */
int64_t run_days_later(const struct run_days *c, uint64_t n);
/* As cckpi labels it, "2026-10-25 01:30", when a clock shows a time for the
 * second time with its offset; seconds where there are any. */
void run_days_label(const struct run_days *c, int64_t at, struct buf *b);

#endif
