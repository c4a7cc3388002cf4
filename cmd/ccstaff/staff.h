/*
 * staff: what a number of people gives, and how many a target needs, by the
 * formulas of common/erlang. Times in seconds, shares as fractions.
 */
#ifndef CCSTAFF_STAFF_H
#define CCSTAFF_STAFF_H

#include "cmd/ccstaff/options.h"
#include "common/erlang.h"

enum { MAX_SLOTS = 16, MAX_CLASSES = 16 };

/* The work of one queue in one interval. */
struct work {
	double lambda;			/* contacts a second */
	double aht;			/* seconds */
	double patience;		/* mean, seconds; 0: nobody leaves */
	int64_t places;			/* 0: endless */
	double redial;			/* share of abandoners, 0 to 1 */
	enum patience_law law;
	double balk;			/* share */
	/* One agent's pace with 1, 2, … contacts in hand, in units of one
	 * alone; slots 0: one contact at a time. */
	double pace[MAX_SLOTS];
	size_t slots;
	double deadline;		/* seconds; 0: none */
};

/* NAN: the model does not say. */
struct answer {
	int64_t servers, scheduled;
	double load, attempts;		/* attempts: with redials */
	double p_block, p_wait, p_abandon;
	double sl[SL_KINDS];
	double asa_all, asa_answered, wait_abandoned, queue, occupancy;
	double wait_if_any, wait_over;	/* mean of those who wait; share that
					   waits past the threshold */
	double in_system;		/* mean number, with those served */
	double served_within, abandoned_within;	/* the threshold, of all */
	double wait_p50, wait_p90, wait_p95, wait_p99;
	double concurrency, busy_any;	/* slots: in hand of who has any; share
					   of time with any */
	/* priority: a class's mean wait, share within the threshold, and the
	 * wait that nine in ten of it do not exceed */
	double class_wait[MAX_CLASSES], class_sl[MAX_CLASSES];
	double class_p90[MAX_CLASSES];
	double beta;			/* people above the load, in its roots */
	bool stable;
};

enum target_kind { TARGET_SL, TARGET_SERVED, TARGET_POS, TARGET_EXCL,
	TARGET_WAIT, TARGET_ABANDON, TARGET_ASA, TARGET_BLOCK, TARGETS };

struct target {
	enum target_kind kind;
	double value;
};

struct plan {
	enum staff_model model;
	bool model_given;
	double threshold;		/* seconds */
	struct target target[8];
	size_t targets;
	double max_occupancy;		/* 1: none */
	int64_t shrinkage_micro;
	double share[MAX_CLASSES];	/* of contacts, the most urgent first */
	size_t classes;
};

/* Reads the options into p. -1: usage. */
int plan_read(struct plan *p, const struct ccstaff_options *o,
    struct err *err);
/* The model for this work. */
enum staff_model plan_model(const struct plan *p, const struct work *w);
void staff_answer(const struct plan *p, const struct work *w, int64_t servers,
    struct answer *a);
/* Fewest people that meet all targets; -1: no number up to a million does. */
int64_t staff_needed(const struct plan *p, const struct work *w);
/* The most contacts a second with which so many people meet all targets; 0:
 * not even the fewest. */
double staff_most(const struct plan *p, const struct work *w,
    int64_t servers);

#endif
