/*
 * stat: what replications say together. A KPI is a ratio of sums over
 * replications (never the mean of their ratios); its interval is Student's,
 * of the residuals num - R den (delta method).
 *
 * Control variates (Lavenberg & Welch 1981): what was drawn and whose mean is
 * known, such as how many arrived, tells how lucky a replication was. The
 * residuals are regressed on it; what it explains is taken off the value and
 * off the interval, whose degrees of freedom it costs. Where that does not
 * narrow the interval, nothing is taken off.
 *
 * Batches of one run follow one another. Each is taken to say the same share f
 * of the next (a first-order autoregression), so that the interval grows by
 * sqrt((1 + f) / (1 - f)); f is the correlation of neighbours, of which 1/n is
 * lost by taking off the mean, and never below 0 (Tafazzoli, Steiger & Wilson
 * 2011, without their correction for skewness).
 */
#ifndef CCROUTE_STAT_H
#define CCROUTE_STAT_H

#include "common/base.h"

enum { STAT_CONTROLS = 2 };

struct estimate {
	bool known;
	double value;
	double half;		/* of the interval; -1: of one replication */
	double se;
	int controls;		/* that it was corrected by */
};

/* n replications at a confidence. Made once: quantiles cost more than sums. */
struct stat_level {
	size_t n;
	bool in_a_row;		/* they follow one another */
	double t[STAT_CONTROLS + 1];	/* Student's, by controls; 0: too few */
	/* less its mean, of each replication; NULL: none */
	const double *control[STAT_CONTROLS];
};

struct stat_level stat_level(size_t n, double confidence);
/* R = sum num / sum den. den NULL: the mean of num. */
struct estimate stat_ratio(const double *num, const double *den,
    struct stat_level level);
/* The same of pairs: R(a) - R(b), residuals paired. */
struct estimate stat_difference(const double *num_a, const double *den_a,
    const double *num_b, const double *den_b, struct stat_level level);
/* How much one of a row of values says of the next, such as batches: -1 … 1;
 * 0 for fewer than 3. */
double stat_lag(const double *num, const double *den, size_t n);
/* Quantile of Student's law, by inverting its share; 0.5 < p < 1. */
double stat_student(double p, double degrees);
/* Quantile and share of the normal law's upper half are dist's. */

#endif
