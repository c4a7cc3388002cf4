/*
 * law: which named law fits a sample of times best. Candidates by maximum
 * likelihood: exponential, lognormal, gamma, Weibull; the one with the least
 * AIC (Akaike 1974) is taken, unless its Kolmogorov-Smirnov distance is above
 * LAW_KS: then the sample's own quantiles are. The mean is the sample's: that of
 * a lognormal or Weibull law by likelihood is some percent off where the times
 * are only nearly of it, and it is by the mean that people are needed. Times of
 * exactly 0 are a share of their own (balk). Own log and exp, so that every
 * machine says the same.
 */
#ifndef CCFIT_LAW_H
#define CCFIT_LAW_H

#include "cmd/ccfit/sample.h"
#include "common/dist.h"

#define LAW_KS	0.05
enum { LAW_QUANTILES = 41, LAW_LEAST = 10 /* fewer: no law */ };

struct candidate {
	struct dist law;
	double aic, ks;
};
enum { CANDIDATES = 4 };

struct law_fit {
	double n, zero, mean;		/* the sample: how many, its mean */
	struct candidate candidate[CANDIDATES];
	size_t candidates;
	struct dist law;		/* taken; DIST_NONE: too few */
	double ks;			/* of the one taken; empirical: 0 */
	struct dist_point point[LAW_QUANTILES];
};

/* The result points into itself: do not copy it. */
void law_fit(struct law_fit *f, const struct sample *s);

/* What is read back is what was fitted: times to 4 digits, shapes to 4. */
double law_round(double v);
double law_pow(double x, double k);

#endif
