/*
 * scenario: one model as it was asked for: read, changed by --set, checked,
 * made into a plan; and the KPIs to measure it by.
 */
#ifndef CCROUTE_SCENARIO_H
#define CCROUTE_SCENARIO_H

#include "cmd/ccroute/compile.h"
#include "cmd/ccroute/options.h"
#include "cmd/ccroute/replay.h"
#include "cmd/ccroute/reps.h"

struct scenario {
	struct model model;
	struct sim_plan plan;
	struct replay replay;
	struct replay *named;		/* by arrivals: of the model's replay */
	bool compiled;
	int64_t start_day;		/* set before loading; 0: the model's */
};

/* set: more changes, after --set's; NULL-ended or NULL. */
int scenario_load(struct scenario *s, struct ccroute_options *o,
    const char *path, const char *const *set, struct err *err);
void scenario_release(struct scenario *s);
/* Gives up all but reading the operands and --replay's file. */
int scenario_sandbox(struct ccroute_options *o);

/* What is measured, the same for all scenarios of a call. */
struct ruler {
	struct kpi_settings settings;
	struct kpi_choices choice;
	struct kpi_plan plan;
	double confidence;		/* 0.95 */
};

int ruler_init(struct ruler *r, const struct ccroute_options *o,
    struct err *err);
void ruler_release(struct ruler *r);
/* Of n runs, or batches of one. */
struct stat_level ruler_level(const struct ruler *r,
    const struct ccroute_options *o, size_t n);
/* What is to be run; without a ruler nothing is measured. */
struct reps scenario_reps(const struct scenario *s, const struct ruler *r,
    const struct ccroute_options *o);
/* Runs a scenario under a ruler. */
int scenario_run(const struct scenario *s, const struct ruler *r,
    const struct ccroute_options *o, bool all, struct reps *reps,
    struct reps_result *out, struct err *err);

#endif
