/*
 * calendar: when a business is open, and how much of a stretch of time that
 * is: for first replies and deadlines that count open hours only.
 *
 *	mon-fri 09:00-17:00, sat 10:00-12:30
 *	from 2020-09-30T19:01:25.000Z mon-fri 15:00-24:00
 *
 * Hours are the wall clock's of a zone: on the days on which it is put forward
 * or back an open stretch is as long as it truly was. What is open over
 * midnight (22:00-26:00) belongs to the day on which it begins, and so does its
 * holiday. Schedules follow one another from the moments that they name; each
 * counts for its own time. (Zendesk measures a ticket wholly by its last one:
 * give only that.)
 */
#ifndef CCKIT_CALENDAR_H
#define CCKIT_CALENDAR_H

#include "common/buf.h"
#include "common/err.h"
#include "common/mem.h"
#include "common/zone.h"

struct calendar_span {
	int64_t from, to;		/* ms of the week, from Monday 00:00; to
					   may be past its end */
};

struct calendar_week {
	int64_t since;			/* WHEN_MIN: always was */
	struct calendar_span *span;	/* ascending, apart from one another */
	size_t n;
};

/* A zeroed one is never open. Memory is the arena's that was given. */
struct calendar {
	const struct zone *zone;	/* the caller's */
	struct calendar_week *week;	/* ascending */
	size_t n, cap;
	int64_t *holiday;		/* days since 1970-01-01 */
	size_t holidays, holiday_cap;
};

/* Adds a schedule; -1: usage, and what is wrong with it. */
int calendar_hours(struct calendar *c, struct str words, struct arena *a,
    struct err *err);
/* "2024-03-29,2024-04-01" */
int calendar_holidays(struct calendar *c, struct str words, struct err *err);
/* The open ms between two instants; 0 when to <= from. */
int64_t calendar_open_ms(const struct calendar *c, int64_t from, int64_t to);
/* One spelling of the whole, to compare by. */
void calendar_put(const struct calendar *c, struct buf *out);
void calendar_release(struct calendar *c);

#endif
