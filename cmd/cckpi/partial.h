/*
 * partial: groups as kpi lines and back. A partial says by `def` what its
 * numbers mean; partials of another definition are refused, and so are mixed
 * ends of data unless no repeat is counted.
 */
#ifndef CCKPI_PARTIAL_H
#define CCKPI_PARTIAL_H

#include "cmd/cckpi/count.h"
#include "common/output.h"

/* What the numbers mean, as one text: keys, zone, thresholds, windows. */
void partial_def(const struct count_plan *p, struct buf *def);
int partial_write(const struct count_plan *p, const struct groups *g,
    struct output *out, struct err *err);
/* Reads all operands; the settings' horizon becomes theirs. */
int partial_combine(struct cckpi_options *o, struct count_plan *p,
    struct groups *out, struct err *err);

#endif
