/*
 * compile: a model into a plan. What the simulator does not do is told by
 * name, so that nobody believes it was done.
 */
#ifndef CCROUTE_COMPILE_H
#define CCROUTE_COMPILE_H

#include "cmd/ccroute/plan.h"
#include "common/model.h"

/* Called for each key that is said but not simulated. */
typedef void compile_note(void *context, const char *section,
    struct str name, const char *key);

/* m has passed model_check and must outlive the plan. -1: usage (zone). */
int compile(const struct model *m, uint64_t seed, struct sim_plan *p,
    compile_note *note, void *context, struct err *err);
/* Groups and queues whose load is above their people for good while nobody
 * there hangs up: the name of the first such queue; its load and people. */
bool compile_unstable(const struct sim_plan *p, size_t *queue, double *load,
    double *people);

/* How long, in ms, the slowest of the queues that nobody leaves takes to forget
 * what it was like: that of M/M/c, 1 / (sqrt(c mu) - sqrt(lambda))^2 (Morse
 * 1955); 0: there is none. */
double compile_relaxation(const struct sim_plan *p);

#endif
