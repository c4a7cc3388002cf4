/*
 * adherence: what agents did against what was planned, which no line says
 * alone: the lines of kind agent are sorted by agent, and counted once more
 * when all of one are known. Only where adherence is asked for, and never in
 * partials. The lines of one agent are in memory at once, others within -S.
 */
#ifndef CCKPI_ADHERENCE_H
#define CCKPI_ADHERENCE_H

#include "cmd/cckpi/measure.h"

/* Lines that a worker puts aside; zeroed at first. */
struct aside {
	struct sort_batch lines;
	struct buf key;
	struct arena scratch;
};

/* The line (of kind agent), when anything that is measured asks for it. */
void adherence_keep(const struct measure *m, struct aside *a,
    const struct line *line);
/* One thread at a time, and not while lines are put aside there. */
int adherence_take(struct measure *m, struct aside *a, struct err *err);
void adherence_release(struct aside *a);
/* To be called when all was counted. */
int adherence_add(struct measure *m, struct err *err);

#endif
