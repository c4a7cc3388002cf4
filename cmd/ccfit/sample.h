/*
 * sample: times in ascending order, with how many are of each. Bounded: past
 * SAMPLE_MOST distinct ones neighbours become one at their mean, which moves no
 * time by more than its neighbour's distance.
 */
#ifndef CCFIT_SAMPLE_H
#define CCFIT_SAMPLE_H

#include "common/mem.h"

enum { SAMPLE_MOST = 1 << 17 };

struct sample {
	double *x, *n;			/* ms above 0, and how many */
	size_t count, cap;
	double zero;			/* how many of exactly 0 ms */
	double total;			/* those above 0 */
	double sum, sum_log;		/* of x, of log x (above 0) */
};

/* In ascending order. */
void sample_add(struct sample *s, double ms, double n);
/* Once all are in: the sums. */
void sample_end(struct sample *s);
/* The value that a share p of those above 0 does not exceed (nearest rank). */
double sample_quantile(const struct sample *s, double p);
void sample_release(struct sample *s);

#endif
