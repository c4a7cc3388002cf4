/*
 * lines: what a run was, as interaction and agent lines (cc-lines(5)), the
 * span first: `ccroute -f lines model | cckpi` measures it like reality. Runs
 * follow one another in time, each beginning on a day of its own.
 *
 * The writer's own spelling, made by copying prepared pieces: a line is about
 * 300 bytes, and formatting must not be what a simulation waits for.
 */
#ifndef CCROUTE_LINES_H
#define CCROUTE_LINES_H

#include "cmd/ccroute/sim.h"
#include "common/output.h"

/* runs replications one after another into out. -1: err. */
int lines_write(const struct sim_plan *p, uint64_t runs, struct output *out,
    uint64_t *lines, struct err *err);

#endif
