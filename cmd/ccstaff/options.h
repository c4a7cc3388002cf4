/* options: what ccstaff was asked. */
#ifndef CCSTAFF_OPTIONS_H
#define CCSTAFF_OPTIONS_H

#include "common/cli.h"

enum staff_model { MODEL_ERLANG_B, MODEL_ERLANG_C, MODEL_ERLANG_A };
enum staff_format { STAFF_TABLE, STAFF_CSV, STAFF_JSON };

struct ccstaff_options {
	struct cli cli;
	int model;			/* -m: enum staff_model, -1: by data */
	int format;			/* -f: enum staff_format */
	const char *load;		/* --load, erlangs */
	const char *calls;		/* --calls */
	int64_t interval_ms;		/* --interval */
	int64_t aht_ms;			/* --aht */
	int64_t patience_ms;		/* --patience; 0: none */
	int64_t servers;		/* --servers; 0: to be found */
	int64_t places;			/* --places; 0: endless */
	int64_t threshold_ms;		/* -T */
	struct opt_list target;		/* --target */
	const char *max_occupancy;	/* --max-occupancy, per cent */
	const char *shrinkage;		/* --shrinkage, per cent */
	const char *redial;		/* --redial, per cent */
	int64_t around;			/* --around */
};

extern const struct tool ccstaff_tool;
extern const char *const staff_models[];

#endif
