/* write: groups as a table for people, JSON lines or CSV for programs, or kpi
 * lines for cckpi --combine. Row by row: only a table's first rows are held. */
#ifndef CCKPI_WRITE_H
#define CCKPI_WRITE_H

#include "cmd/cckpi/measure.h"
#include "common/output.h"

int write_groups(struct measure *m, struct output *out, struct err *err);

#endif
