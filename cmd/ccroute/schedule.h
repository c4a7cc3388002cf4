/*
 * schedule: what a model says of a week, laid out over the simulated days:
 * profiles, shifts with breaks, holidays. All is by the clock of the model's
 * zone: an hour that it shows twice has its rate and its people twice, and one
 * that it jumps over has none.
 */
#ifndef CCROUTE_SCHEDULE_H
#define CCROUTE_SCHEDULE_H

#include "cmd/ccroute/plan.h"
#include "common/model.h"

/* The day on which a run begins: said, or the Monday of 2026-03-02. */
int64_t schedule_start_day(const struct model *m);
/* Steps of a profile, 0 on holidays; in the arena. n of them. */
struct plan_rate *schedule_profile(const struct model *m,
    const struct run_days *days, const struct model_profile *p, struct arena *a, size_t *n);
/* People at work, shrinkage taken off and rounded half up. */
struct plan_staff *schedule_staff(const struct model *m,
    const struct run_days *days, size_t group,
    struct arena *a, size_t *n);

#endif
