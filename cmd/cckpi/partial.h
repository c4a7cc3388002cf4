/*
 * partial: groups as kpi lines and back. A line says by `def` what its numbers
 * mean and by `asof` where the data ended; lines of another definition are
 * refused, and so are mixed ends of data where repeats may still come.
 */
#ifndef CCKPI_PARTIAL_H
#define CCKPI_PARTIAL_H

#include "cmd/cckpi/measure.h"

/* One line for each group. */
struct partial {
	struct measure *m;
	struct line_maker maker;
	struct buf def, json;
};

void partial_init(struct partial *p, struct measure *m);
void partial_put(struct partial *p, const struct group_row *row,
    struct buf *out);
/* A line that counts nothing, and still says what would have been. */
void partial_nothing(struct partial *p, struct buf *out);
void partial_release(struct partial *p);

/* Reads all operands; settings and keys become theirs, and must be what was
 * asked for, if it was. */
int combine_lines(struct measure *m, struct err *err);

#endif
