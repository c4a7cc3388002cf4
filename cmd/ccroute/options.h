/* options: what ccroute was asked. */
#ifndef CCROUTE_OPTIONS_H
#define CCROUTE_OPTIONS_H

#include "common/cli.h"

enum route_format { ROUTE_TABLE, ROUTE_CSV, ROUTE_JSON, ROUTE_LINES };

struct ccroute_options {
	struct cli cli;
	struct opt_list set;		/* --set */
	int64_t runs;			/* --runs */
	int64_t seed;			/* --seed */
	int64_t days;			/* --days; 0: the model's */
	int64_t warm_up_ms;		/* --warm-up; -1: the model's */
	bool antithetic;		/* --antithetic */
	bool control;			/* --control */
	int64_t batches;		/* --batches; 0: none */
	const char *replay;		/* --replay */
	const char *kpis;		/* -k */
	int64_t threshold_ms;		/* -T */
	int64_t short_ms;		/* --short */
	int64_t interval_ms;		/* --every; 0: the whole span */
	const char *confidence;		/* --confidence, per cent */
	int format;			/* -f: enum route_format */
	const char *lines;		/* --lines */
	bool compare;			/* --compare */
	const char *sweep;		/* --sweep */
	bool optimise;			/* --optimise */
	struct opt_list target;		/* --target */
	bool validate;			/* --validate */
};

extern const struct tool ccroute_tool;

#endif
