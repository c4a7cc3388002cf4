/* write: groups as a table for people, JSON lines or CSV for programs. */
#ifndef CCKPI_WRITE_H
#define CCKPI_WRITE_H

#include "cmd/cckpi/count.h"

/* detail: numerator and denominator beside every fraction (-v). */
void write_table(const struct count_plan *p, const struct groups *g,
    bool detail, struct buf *out);
void write_json(const struct count_plan *p, const struct groups *g,
    struct buf *out);
void write_csv(const struct count_plan *p, const struct groups *g,
    struct buf *out);

#endif
