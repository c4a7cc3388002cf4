/*
 * spans: where the data end: the least end of all spans, wherever they stand.
 * It must be known before contacts are counted whose repeats it decides. The
 * heads of files are looked into first: there it stands in what ccmerge
 * writes. A span met later that moves the end is a reason to count again, or,
 * where a pipe was read, to fail.
 *
 *	spans_look(paths, n, &horizon, err);
 *	first batch of all: horizon = spans_least(horizon, spans_head(&b));
 *	later spans: spans_late(&late, spans_end(line), batch.file);
 *	spans_settle(...) > 0: count again, with the new horizon
 */
#ifndef CCKIT_SPANS_H
#define CCKIT_SPANS_H

#include "common/inputs.h"

struct late_span {
	int64_t end;			/* the least; WHEN_NONE: none */
	unsigned file;			/* in which it stands */
};

#define LATE_NONE	{ .end = INT64_MIN }

/* The lesser of two ends of which either may be WHEN_NONE. */
int64_t spans_least(int64_t a, int64_t b);
/* The end that a line of kind span tells; WHEN_NONE: none. */
int64_t spans_end(struct str raw);
/* The least end of the spans at a batch's head. */
int64_t spans_head(const struct batch *b);
/* Looks into the heads of those operands that are plain files. */
int spans_look(char *const *paths, int n, int64_t *horizon, struct err *err);
/* Remembers a span that was met when counting had begun. */
void spans_late(struct late_span *late, int64_t end, unsigned file);
/*
 * After counting: sets the horizon. chained: contacts were counted for which
 * it matters. 1: it has moved, count again; 0: the counts are right; -1: they
 * are not, and the operands cannot be read again (the caller adds a hint).
 */
int spans_settle(char *const *paths, int n, const struct late_span *late,
    bool chained, int64_t *horizon, struct err *err);

#endif
