/*
 * lines: what a run was, as interaction and agent lines (cc-lines(5)), the
 * span first: `ccroute -f lines model | cckpi` measures it like reality. Runs
 * follow one another in time, whole weeks apart.
 *
 * The writer's own spelling, made by copying prepared pieces: a line is about
 * 300 bytes, and formatting must not be what a simulation waits for.
 */
#ifndef CCROUTE_LINES_H
#define CCROUTE_LINES_H

#include "cmd/ccroute/sim.h"
#include "common/output.h"

struct lines;

/* A writer for one simulator, which must outlive it. */
struct lines *lines_new(const struct sim_plan *p, const struct sim *sim);
void lines_free(struct lines *l);

/* One run: its lines are added to text; with out they are written in between,
 * and text holds the rest at the end. err is kept until lines_end. */
void lines_begin(struct lines *l, uint64_t run, struct buf *text,
    struct output *out, struct err *err);
int lines_end(const struct lines *l);	/* -1: err of lines_begin */
/* For sim_sink, context is the writer. */
void lines_contact(void *lines, const struct contact *c,
    const struct visit *v, size_t n);
void lines_agent(void *lines, uint32_t agent, enum agent_state state,
    int64_t from, int64_t to);

/* What all runs are: the first line of the file. -1: no calendar has so many
 * (ERR_USAGE). */
int lines_span(const struct sim_plan *p, uint64_t runs, struct buf *text,
    struct err *err);
/* So many of these threads that the lines of all runs which they and those
 * who wait for their turn hold stay below 256 MiB, by the model's arrivals. */
int lines_threads(const struct sim_plan *p, int threads);

#endif
