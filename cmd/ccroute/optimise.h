/*
 * optimise: the fewest or cheapest agents, by group and interval, with which
 * every target holds in every interval, all at once at a bounded risk: the
 * one-sided bound of each KPI, at its part of the risk, is on the right side of
 * its target, in runs that the search has not seen.
 *
 * Simulation with common randomness: staff begins at what Erlang says, people
 * are added in the intervals where a target fails, then taken off or changed
 * for cheaper ones while all targets still hold. The result is a local optimum:
 * no single agent of one interval can be left out; whether fewer would do when
 * more are moved is not known, and is not claimed.
 */
#ifndef CCROUTE_OPTIMISE_H
#define CCROUTE_OPTIMISE_H

#include "cmd/ccroute/show.h"

int optimise(struct ccroute_options *o, struct buf *out, struct err *err);

#endif
