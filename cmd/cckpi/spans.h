/*
 * spans: where the data end: the least end of all spans, wherever they stand.
 * It must be known before contacts are counted whose repeats it decides. The
 * heads of files are looked into first: there it stands in what ccmerge
 * writes. A span met later that moves the end is a reason to count again, or,
 * where a pipe was read, to fail.
 */
#ifndef CCKPI_SPANS_H
#define CCKPI_SPANS_H

#include "cmd/cckpi/measure.h"
#include "common/inputs.h"

struct late_span {
	int64_t end;			/* the least; WHEN_NONE: none */
	unsigned file;			/* in which it stands */
};

/* The end that a line of kind span tells; WHEN_NONE: none. */
int64_t spans_end(struct str raw);
/* Looks into the heads of the operands that are plain files. */
int spans_look(struct measure *m, struct err *err);
/* Takes the spans at the head of the first batch of all. */
void spans_take(struct measure *m, const struct batch *b);
/* Remembers a span that was met when counting had begun. */
void spans_late(struct late_span *late, int64_t end, unsigned file);
/* After counting: 1: the horizon has moved, count again; 0: the counts are
 * right; -1: they are not, and the operands cannot be read again. */
int spans_settle(struct measure *m, const struct late_span *late,
    struct err *err);

#endif
