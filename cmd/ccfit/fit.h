/*
 * fit: facts in order become numbers: rates, laws, patience, redials, groups.
 */
#ifndef CCFIT_FIT_H
#define CCFIT_FIT_H

#include "cmd/ccfit/people.h"
#include "cmd/ccfit/smooth.h"
#include "cmd/ccfit/sticky.h"
#include "cmd/ccfit/survive.h"

/* Those who left the queue at one wait and not at others: a rule of the
 * center's. */
struct leaving {
	double n, at_ms;		/* 0: at no one wait */
	double share;			/* of those who waited so long */
};

enum { DELAY_PARTS = 12 };		/* of --again */

struct queue_fit {
	struct week week;		/* of its sources */
	/* by weekday and slot: entries, and those that are redials */
	double *entries, *redials;
	double *redials_of_day;
	double taken_off;		/* for each of those redials */
	struct smooth smooth;		/* of the entries */
	int64_t outside;		/* entries where nothing is covered */
	/* variance of whole days beside that of a Poisson process */
	double day_cv;
	int64_t days;			/* they are from; 0: too few */
	struct patience_fit patience;
	struct leaving callback, overflow;
	struct sticky_fit sticky;
	struct law_fit handling, wrap, ring, delay;
	/* of those who gave up, and were answered: all, and came again */
	int64_t left, left_again, served, served_again;
	double by_chance[DELAY_PARTS];	/* served_again by time until then */
	double again;			/* chance beyond the baseline */
	bool told;			/* the chance is beyond chance */
	int64_t not_patience;		/* waits of those who came again */
};

struct fit {
	struct facts *f;
	struct week week;		/* of all sources with queues */
	struct people people;
	struct queue_fit *queue;	/* by number */
	struct sort *second;		/* by queue and group */
	/* answered contacts of named customers, and ordered pairs of two that
	 * are of the same one */
	double served, pairs;
};

/* f stays the caller's. */
int fit_run(struct fit *fit, struct facts *f, struct err *err);
void fit_release(struct fit *fit);

#endif
