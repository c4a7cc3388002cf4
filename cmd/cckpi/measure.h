/*
 * measure: what is to be measured and what came of it: the settings, keys and
 * KPIs, and the groupings, one a thread. count.c fills them from interaction
 * lines, combine.c from kpi lines; write.c and partial.c read them.
 */
#ifndef CCKPI_MEASURE_H
#define CCKPI_MEASURE_H

#include "cmd/cckpi/options.h"
#include "common/group.h"
#include "common/sort.h"

struct measure {
	struct cckpi_options *o;
	struct kpi_settings settings;
	struct group_keys keys;
	struct kpi_choices choice;
	struct zone *zone;		/* NULL when combining */
	struct buf zone_name;
	struct calendar calendar;
	struct buf hours;		/* its one spelling; empty: none */
	struct kpi_plan plan;
	struct grouping **grouping;
	size_t n;			/* of groupings */
	struct sort *agents;		/* their lines, by agent; NULL: nothing
					   that is measured needs them */
	struct arena arena;
	uint64_t counted, passed;	/* lines, beside the refused ones */
	uint64_t groups;		/* written */
};

/* From what was asked; zone and KPIs too. */
int measure_ask(struct measure *m, struct cckpi_options *o, struct err *err);
/* From the `def` of a kpi line. -1: it is none. */
int measure_adopt(struct measure *m, struct str def);
/* What the numbers mean, as one text: keys, zone, limits, windows. */
void measure_def(const struct measure *m, struct buf *def);
/* KPIs chosen, plan and n groupings made; called again, all is counted anew. */
int measure_start(struct measure *m, size_t n, struct err *err);
void measure_release(struct measure *m);

#endif
