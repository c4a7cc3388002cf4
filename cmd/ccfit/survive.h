/*
 * survive: how long people are willing to wait, from waits of which most were
 * cut off: who was answered was still waiting, so their patience is only known
 * to be longer (censored). Kaplan & Meier 1958 is the measure; the laws are
 * fitted by maximum likelihood under the same censoring, the one with the
 * least AIC is taken, and its greatest distance to Kaplan-Meier is told.
 */
#ifndef CCFIT_SURVIVE_H
#define CCFIT_SURVIVE_H

#include "common/dist.h"
#include "common/mem.h"

enum { SURVIVE_PIECES = 6, SURVIVE_LEAST = 10 /* who gave up; fewer: no law */ };

struct waits {
	double *x, *left, *stayed;	/* ms above 0; gave up, were answered */
	size_t count, cap;
	double left_at_0, stayed_at_0;
	double left_all, all;		/* above 0 */
};

/* In ascending order of ms. */
void waits_add(struct waits *w, double ms, bool gave_up);
void waits_end(struct waits *w);
void waits_release(struct waits *w);

/* Share still willing to wait after ms, by Kaplan-Meier, of those who do not
 * give up at once. At the same time giving up comes before being answered. */
double waits_survive(const struct waits *w, double ms);

struct patience_fit {
	double n, left;			/* all, and who gave up */
	struct dist law;		/* DIST_NONE: too few gave up */
	double distance;		/* to Kaplan-Meier */
	struct dist candidate[3];	/* exponential, Weibull, hazard */
	double aic[3];
	struct dist_point point[SURVIVE_PIECES];
};

/* The result points into itself: do not copy it. */
void patience_fit(struct patience_fit *f, const struct waits *w);

#endif
