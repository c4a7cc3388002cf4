/*
 * stat: what replications say together. A KPI is a ratio of sums over
 * replications (never the mean of their ratios); its interval is Student's,
 * of the residuals num - R den (delta method).
 */
#ifndef CCROUTE_STAT_H
#define CCROUTE_STAT_H

#include "common/base.h"

struct estimate {
	bool known;
	double value;
	double half;		/* of the interval; -1: of one replication */
	double se;
};

/* R = sum num / sum den over n replications. den NULL: the mean of num. */
struct estimate stat_ratio(const double *num, const double *den, size_t n,
    double confidence);
/* The same of pairs: R(a) - R(b), residuals paired. */
struct estimate stat_difference(const double *num_a, const double *den_a,
    const double *num_b, const double *den_b, size_t n, double confidence);
/* Quantile of Student's law, by inverting its share; 0.5 < p < 1. */
double stat_student(double p, double degrees);
/* Quantile and share of the normal law's upper half are dist's. */

#endif
