/* options: what ccstaff was asked. */
#ifndef CCSTAFF_OPTIONS_H
#define CCSTAFF_OPTIONS_H

#include "common/cli.h"

/* The first five can be asked for; the others follow from the work. */
enum staff_model { STAFF_ERLANG_B, STAFF_ERLANG_C, STAFF_ERLANG_A,
	STAFF_HALFIN_WHITT, STAFF_GARNETT,
	STAFF_SLOTS, STAFF_PRIORITY, STAFF_DEADLINE };
enum staff_format { STAFF_TABLE, STAFF_CSV, STAFF_JSON, STAFF_LINES };
enum staff_day { DAY_STATIONARY, DAY_MODIFIED, DAY_BOTH };

struct ccstaff_options {
	struct cli cli;
	int model;			/* -m: enum staff_model, -1: by data */
	int format;			/* -f: enum staff_format */
	const char *load;		/* --load, erlangs */
	const char *calls;		/* --calls */
	int64_t interval_ms;		/* --interval; 0: 30m, the lines' */
	int64_t aht_ms;			/* --aht */
	int64_t patience_ms;		/* --patience; 0: none */
	int patience_law;		/* --patience-law: enum patience_law */
	const char *balk;		/* --balk, per cent */
	const char *slots;		/* --slots: 1,1.7,2.5 */
	const char *priority;		/* --priority: 20%,80% */
	const char *center;		/* --center: a model's file */
	int64_t deadline_ms;		/* --deadline; 0: none */
	int day;			/* --day: enum staff_day */
	bool sensitivity;		/* --sensitivity */
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
extern const char *const staff_models[];	/* by enum staff_model */

#endif
