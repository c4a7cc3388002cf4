/*
 * validate: does the model behave like the center it is a model of? The KPIs
 * of real lines beside those of runs over the same days, by queue (and time of
 * day): simulated, the band in which one such span lies with the confidence
 * asked for, real, and by how much it is off. Both by common/kpi.
 */
#ifndef CCROUTE_VALIDATE_H
#define CCROUTE_VALIDATE_H

#include "cmd/ccroute/show.h"

int validate(struct ccroute_options *o, struct buf *out, struct err *err);

#endif
