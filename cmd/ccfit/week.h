/*
 * week: the time that the lines of some sources cover, cut into days and
 * intervals of the local clock: sources are exported for different times. A
 * day without any contact of a queue says nothing (an export has holes),
 * unless that day of the week never has one: then it is closed.
 */
#ifndef CCFIT_WEEK_H
#define CCFIT_WEEK_H

#include "cmd/ccfit/facts.h"

struct week {
	const struct zone *zone;
	int64_t interval;
	size_t slots;			/* of a day */
	bool by_spans;			/* else whole days from first to last */
	int64_t first_day, days;	/* local; days since 1970-01-01 */
	int64_t from, to;		/* local ms, to exclusive */
	int64_t run_days;		/* days of which half or more is covered */
	bool *empty;			/* by day */
	double *observed;		/* days seen, by weekday and slot */
	int64_t empty_days, closed_days;
};

/* Of the sources that these queues are in; queues NULL: of all queues. */
void week_init(struct week *w, const struct facts *f, const uint32_t *queues,
    size_t n);
/* Covers the same days as another. */
bool week_same(const struct week *a, const struct week *b);
void week_release(struct week *w);

/* The weekday and slot of a moment; *day its number from first_day. False:
 * outside what is covered. */
bool week_slot(const struct week *w, int64_t utc, size_t *slot,
    int64_t *day);
/* Whether the day is covered from 0:00 to 24:00 and has data. */
bool week_whole_day(const struct week *w, int64_t day);
int week_weekday(const struct week *w, int64_t day);	/* 0 Monday */
/* Adds ms from..to (UTC) to the slots it lies in, where covered. */
void week_spread(const struct week *w, int64_t from, int64_t to,
    double *into);
/* Values by weekday and slot, n of them a day, as a profile for printing; the
 * caller frees step. */
struct model_profile week_profile(const struct week *w, const double *value);

#endif
