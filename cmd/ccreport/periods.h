/*
 * periods: the days, weeks or months that the data span, without holes: a day
 * on which nothing happened has its place on an axis too.
 */
#ifndef CCREPORT_PERIODS_H
#define CCREPORT_PERIODS_H

#include "cmd/ccreport/gather.h"

enum period_by { BY_DAY, BY_WEEK, BY_MONTH };

struct period {
	int64_t day;			/* its first, since 1970-01-01 */
	struct str name;		/* "Mon 2026-03-16", "2026-03" */
	struct str tick;		/* "16 Mar"; empty: not worth one */
};

struct periods {
	enum period_by by;
	struct period *period;
	size_t n;
	struct str axis;		/* "Day", "Week from Monday", "Month" */
};

/* All of [first, last], in the arena; none when first is WHEN_NONE. */
void periods_init(struct periods *p, const struct zone *z, int64_t first,
    int64_t last, struct arena *a);
/* Which one a day "2026-03-16" is in. */
size_t periods_find(const struct periods *p, struct str day);
enum { A_MONDAY = 4 };			/* 1970-01-05 */
const char *period_weekday(int64_t day);	/* Mon */

#endif
