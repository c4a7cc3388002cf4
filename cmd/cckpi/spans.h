/*
 * spans: where the data end: the least end of the spans at the heads of the
 * inputs. Files are looked into before counting starts; a pipe's spans are met
 * when it is read, and must not move the end then.
 */
#ifndef CCKPI_SPANS_H
#define CCKPI_SPANS_H

#include "cmd/cckpi/measure.h"
#include "common/inputs.h"

/* The least end of the spans at a batch's head; WHEN_NONE: there are none. */
int64_t spans_end(const struct batch *b);
/* Looks into the operands that are plain files. */
int spans_look(struct measure *m, struct err *err);
/* A batch that is the first of its input; counting: others came before it. */
int spans_take(struct measure *m, const struct inputs *in,
    const struct batch *b, bool counting, struct err *err);

#endif
