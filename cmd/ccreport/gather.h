/*
 * gather: one pass over the lines: everything the sections show, as counts.
 * Each view (by queue, by day, …) is a list of KPI states by label; all are
 * counted by the same ruler as cckpi's (common/kpi).
 */
#ifndef CCREPORT_GATHER_H
#define CCREPORT_GATHER_H

#include "cmd/ccreport/options.h"
#include "cmd/ccreport/ways.h"
#include "common/kpi.h"
#include "common/map.h"
#include "common/zone.h"

/* Ways to group; VIEW_ALL has one label, "". */
enum view_id {
	VIEW_ALL, VIEW_QUEUE, VIEW_AGENT, VIEW_CHANNEL, VIEW_REASON, VIEW_DAY,
	VIEW_TIME, VIEWS
};

struct view {
	struct map labels;
	struct kpi_state **state;	/* by label number */
	size_t cap;
};

enum { WAIT_BUCKETS = 10 };
extern const char *const wait_names[WAIT_BUCKETS];

enum { CHANNELS = 16 };		/* at least as many as the field table has */

struct gathered {
	struct view view[VIEWS];
	struct kpi_plan plan;		/* every count */
	uint64_t arrivals[7][48];	/* contacts in: weekday, half hour */
	struct map days;		/* labels of days with contacts */
	uint64_t (*mix)[CHANNELS];	/* by day: contacts by channel */
	size_t mix_cap;
	uint64_t wait_answered[WAIT_BUCKETS], wait_abandoned[WAIT_BUCKETS];
	struct ways ways;
	int64_t first, last;		/* starts of contacts; WHEN_NONE */
	struct map sources;
};

/* -1: failure. The caller releases g in either case. */
int gather(struct ccreport_options *o, const struct zone *z,
    struct gathered *g, struct err *err);
void gathered_release(struct gathered *g);

#endif
