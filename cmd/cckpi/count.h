/*
 * count: interaction lines into groupings. Workers read batches and count into
 * a grouping of their own, so the result does not depend on how many there
 * are.
 */
#ifndef CCKPI_COUNT_H
#define CCKPI_COUNT_H

#include "cmd/cckpi/measure.h"

/*
 * Counts all operands. The end of the data, when --until does not say it, is
 * the least end of the spans, wherever they stand: see spans.h.
 */
int count_lines(struct measure *m, struct err *err);

#endif
