/* show: numbers with their intervals, for people and for programs. */
#ifndef CCROUTE_SHOW_H
#define CCROUTE_SHOW_H

#include "cmd/ccroute/scenario.h"
#include "common/buf.h"
#include "common/table.h"

/* "82.1% +-0.6": a value of a KPI in its unit; half < 0: without. */
void show_estimate(struct buf *b, const struct kpi *k,
    const struct estimate *e);
/* "day 2 09:30", from the start of the run; where the model says on which days
 * that is, as cckpi labels it. */
void show_interval(struct buf *b, const struct sim_plan *p, int64_t at);
/* A queue's name; null where it is absent. */
void show_name_json(struct buf *b, struct str name);
/* A cell of a CSV file. */
void show_csv(struct buf *b, struct str s);

/* All rows of a result into a table that is made at the first call (zeroed);
 * value: what goes into a first column, or absent. */
void show_rows(struct table *t, struct str value,
    const struct ccroute_options *o, const struct scenario *s,
    const struct ruler *r, const struct reps_result *result);
/* All rows of a result. */
void show_result(struct buf *out, const struct ccroute_options *o,
    const struct scenario *s, const struct ruler *r, const struct reps *reps,
    const struct reps_result *result);

#endif
