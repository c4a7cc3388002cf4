/*
 * optimise: the fewest or cheapest agents, by group and interval, with which
 * every target holds in every interval, at a bounded risk: the one-sided
 * confidence bound of each KPI is on the right side of its target.
 *
 * Simulation with common randomness: staff begins at what the offered load
 * needs, people are added in the intervals where a target fails, then each is
 * taken off again if all targets still hold without. The result is a local optimum: no single
 * agent of one interval can be left out; whether fewer would do when several
 * are moved is not known, and is not claimed.
 */
#ifndef CCROUTE_OPTIMISE_H
#define CCROUTE_OPTIMISE_H

#include "cmd/ccroute/show.h"

int optimise(struct ccroute_options *o, struct buf *out, struct err *err);

#endif
