/*
 * day: what one interval does to the next: work still in hand from before
 * (modified offered load), and work that may wait until its deadline. Both walk
 * each queue's intervals in order of time; a gap between two ends a day.
 */
#ifndef CCSTAFF_DAY_H
#define CCSTAFF_DAY_H

#include "cmd/ccstaff/need.h"

/*
 * Replaces each interval's rate by the one whose stationary load is the mean
 * load over the interval of M(t)/M/inf: m' = lambda(t) - m / aht, empty at the
 * start of a day (Jennings, Mandelbaum, Massey & Whitt 1996). -1: an interval
 * has no time (ERR_USAGE).
 */
int day_modify(struct needs *n, struct err *err);

/*
 * People by interval so that all work is done within its deadline, as even as
 * can be: no plan has a lower peak (Yao, Demers & Shenker 1995). Work and people
 * are spread evenly within an interval; work is done in intervals that end
 * within the deadline from the start of its own, at the latest in its own.
 * Sets `people` of every need that has a deadline.
 */
int day_by_deadline(struct needs *n, struct err *err);

enum { DAY_MOST = 3000 };		/* intervals of one queue by deadline */

#endif
