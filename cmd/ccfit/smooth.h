/*
 * smooth: rates of few contacts. A rate by weekday and interval from four days
 * with five contacts each is off by a quarter, and a model that takes every
 * such chance for a peak or a lull waits more than the center did. So each
 * weekday's rates are averaged over intervals beside each other, and drawn to
 * the shape of the day that all weekdays have in common, as far, and only as
 * far, as that foretells a day better that was left out (cross-validation by
 * the likelihood of a Poisson process). A weekday's sum stays.
 *
 * What stood at 0 where more than SMOOTH_CLOSED were to be expected by that is
 * no chance: closed, and stays 0.
 */
#ifndef CCFIT_SMOOTH_H
#define CCFIT_SMOOTH_H

#include "cmd/ccfit/week.h"

enum { SMOOTH_WIDEST = 4, SMOOTH_CLOSED = 3 };

struct smooth {
	int width;			/* intervals to either side; 0: none */
	double common;			/* share of the common shape */
};

/* by_day: contacts by day and interval. */
void smooth_choose(struct smooth *s, const struct week *w,
    const double *by_day);
/* rate: by weekday and interval, on days observed. */
void smooth_apply(const struct smooth *s, const struct week *w,
    double *rate);

#endif
