/*
 * history: the second half of a merge: each customer's lines together, in
 * order of start; journeys, places in them and the gaps to the contacts before
 * and after are written into them, and what the CRM knew at the time.
 */
#ifndef CCMERGE_HISTORY_H
#define CCMERGE_HISTORY_H

#include "cmd/ccmerge/collect.h"
#include "common/output.h"

/* Writes the whole history to out. -1: failure. */
int write_history(struct ccmerge_options *o, struct collected *c,
    struct output *out, struct err *err);

#endif
