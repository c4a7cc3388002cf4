/*
 * record: what one replication adds to which KPI counts, without writing a
 * line: the attribution rules are common/kpi_add.c's, word for word, so that
 * `ccroute -f lines | cckpi` gives the same numbers (there are cases that
 * compare them). One cell a queue (and interval), and one for what is of no
 * queue: agents' time, contacts that ended at a bot.
 */
#ifndef CCROUTE_RECORD_H
#define CCROUTE_RECORD_H

#include "cmd/ccroute/sim.h"
#include "common/kpi.h"

struct record {
	const struct kpi_plan *kpi;
	const struct sim_plan *plan;
	int64_t interval;		/* ms; 0: the whole span is one */
	int64_t fold;			/* a day: by time of day; 0 */
	size_t intervals;
	int64_t within;			/* of the service level, inclusive */
	struct kpi_state **cell;	/* [interval * (queues + 1) + queue],
					   NULL until something is counted */
	const struct sim *sim;
};

void record_init(struct record *r, const struct kpi_plan *kpi,
    const struct sim_plan *plan, int64_t interval, int64_t fold);
void record_release(struct record *r);
size_t record_cells(const struct record *r);
/* For sim_sink. */
void record_contact(void *record, const struct contact *c,
    const struct visit *v, size_t n);
void record_agent(void *record, uint32_t agent, enum agent_state state,
    int64_t from, int64_t to);

#endif
