/*
 * reps: replications of a plan in parallel, put together in their order, so
 * that the result is the same for any number of threads.
 */
#ifndef CCROUTE_REPS_H
#define CCROUTE_REPS_H

#include "cmd/ccroute/lines.h"
#include "cmd/ccroute/record.h"
#include "cmd/ccroute/stat.h"
#include "common/work.h"

/* What is to be run. */
struct reps {
	const struct sim_plan *plan;
	const struct kpi_plan *kpi;	/* NULL: only lines are wanted */
	const struct kpi_choice *choice;
	size_t choices;
	struct output *lines;		/* of all runs go there; NULL */
	int64_t interval;		/* of cells; 0: none */
	int64_t fold;			/* cells of all days together: a day; 0 */
	size_t batches;			/* of each run, as if they were runs; 0 */
	bool control;			/* note what was drawn */
	size_t n;			/* replications */
	size_t first;			/* the first one's number */
	int threads;
	bool all;			/* also a row of all queues together */
};

/* One row: a queue (and interval); the last queue's index means none. */
struct reps_row {
	uint32_t queue;			/* plan->queues: of no queue;
					   NOBODY: all of them */
	size_t interval;
	struct kpi_state *state;	/* of all replications together */
	double *num, *den;		/* [choice * n + run, or pair] */
	const double *control[STAT_CONTROLS];	/* [run, or pair]; the
					   result's; NULL: none */
};

struct reps_result {
	struct reps_row *row;
	size_t rows;
	size_t n;			/* independent ones: runs, antithetic
					   pairs of them, or batches */
	double *control;		/* [((interval * (queues + 1) + queue) *
					   STAT_CONTROLS + which) * n + run] */
	const struct kpi_plan *kpi;
	uint64_t contacts;
};

/* -1 and err, where memory or a thread fails. */
int reps_run(const struct reps *r, struct reps_result *out, struct err *err);
void reps_release(struct reps_result *r);
/* Leaves out the rows that are not wanted. */
void reps_keep(struct reps_result *r, const struct sim_plan *p,
    bool (*wanted)(const struct sim_plan *p, const struct reps_row *row));
/* What a KPI is, with its interval: ratios of sums; of what is no ratio
 * (counts, quantiles, the longest) the mean of replications. level: of the
 * result's n. */
struct estimate reps_estimate(const struct reps_row *row, size_t choice,
    const struct stat_level *level);
bool reps_is_ratio(const struct kpi *k);
/* What an estimate is multiplied by to be as people and cckpi have it: sums of
 * money and scores are in millionths. */
double reps_unit(const struct kpi *k);
/* A row's queue; "all"; absent for no queue. */
struct str reps_row_name(const struct sim_plan *p, const struct reps_row *row);
const struct reps_row *reps_find(const struct reps_result *r, uint32_t queue,
    size_t interval);

#endif
