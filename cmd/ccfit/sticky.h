/*
 * sticky: whether customers who come back reach the agent they had before more
 * often than by chance. Chance is that, of one queue and hour, any of these
 * contacts could have gone to any of these agents (a permutation): an agent who
 * took c of n is met with c / n. By how long ago the talk before ended, those who
 * reached the same agent, how many were to be expected, and their variance, are
 * summed; the time up to which the excess is most standard deviations above
 * nothing is the window. Below STICKY_SIGMA there is none.
 */
#ifndef CCFIT_STICKY_H
#define CCFIT_STICKY_H

#include "common/base.h"

#define STICKY_SIGMA	4.5	/* once in 10^5 times at each of the edges */
enum { STICKY_PARTS = 27 };

/* Those who came back so long after: up to an edge, of edges that people say. */
struct sticky_part {
	double n, same, chance, variance;
};
struct sticky_fit {
	struct sticky_part part[STICKY_PARTS];
	/* settled: up to the window, and after it */
	int64_t window_ms;		/* 0: none; -1: to the end of the data */
	struct sticky_part in, after;
};

struct sticky;

/* agents: their numbers are below. */
struct sticky *sticky_new(size_t agents);
void sticky_free(struct sticky *s);

/* An answered contact of a queue, in order of time: by whom, and by whom the
 * contact before was (-1: none) and how long ago that ended. */
void sticky_add(struct sticky *s, struct sticky_fit *queue, int64_t at,
    int64_t agent, int64_t before, int64_t ago);
/* After the last of all; then each queue is settled. */
void sticky_end(struct sticky *s);
void sticky_settle(struct sticky_fit *f);

#endif
