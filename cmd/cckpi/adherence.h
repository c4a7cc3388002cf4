/*
 * adherence: what agents did against what was planned, which no line says
 * alone: the lines of kind agent are kept, and counted once more when all of
 * them are known. Only where adherence is asked for, and never in partials.
 */
#ifndef CCKPI_ADHERENCE_H
#define CCKPI_ADHERENCE_H

#include "cmd/cckpi/measure.h"

/* Does anything that is measured ask for it? */
bool adherence_wanted(const struct measure *m);
void adherence_keep(struct measure *m, int worker, struct str raw);
/* To be called when all was counted. */
int adherence_add(struct measure *m, struct err *err);

#endif
