/*
 * compare: two models run with the same randomness, the paired differences of
 * every KPI; and one model run over a range of one value.
 */
#ifndef CCROUTE_COMPARE_H
#define CCROUTE_COMPARE_H

#include "cmd/ccroute/show.h"

int compare(struct ccroute_options *o, struct buf *out, struct err *err);
/* --sweep 'agents cards.count=20..40/5': rows for 20, 25, … */
int sweep(struct ccroute_options *o, struct buf *out, struct err *err);

#endif
