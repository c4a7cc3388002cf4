/*
 * ways: how customers went from channel to channel. Contacts come in any
 * order and are sorted by customer, journey and place, in the memory of a
 * sort; what is left of them is one count for each different way.
 */
#ifndef CCREPORT_WAYS_H
#define CCREPORT_WAYS_H

#include "common/map.h"
#include "common/sort.h"

enum { WAY_STEPS = 6 };

struct way {
	uint32_t path;		/* channels, four bits a step, 1-based; without
				   the steps that no line was there for */
	bool several;		/* contacts */
	bool longer;		/* than its WAY_STEPS steps */
	int64_t count;		/* of journeys */
};

struct ways {
	struct sort *contacts;
	uint64_t added;
	struct map known;	/* ways by their bytes */
	struct way *way;
	size_t cap;
	int64_t customers, journeys;
};

void ways_init(struct ways *w, const struct sort_options *o);
/* customer or journey may be empty; place: from 1, 0: unknown, after those
 * before it. */
int ways_add(struct ways *w, struct str customer, struct str journey,
    int64_t place, int channel, struct err *err);
/* No more adds: fills way, customers and journeys. */
int ways_count(struct ways *w, struct err *err);
void ways_release(struct ways *w);

#endif
