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

/* How a run is cut: by moments of a contact's coming, or of a visit's. */
struct cut {
	int64_t from;			/* the first interval's begin */
	int64_t interval;		/* ms; 0: the whole span is one */
	int64_t fold;			/* a day: by time of day; 0 */
	size_t n;			/* intervals: the last takes the rest */
	const struct run_days *days;	/* NULL: batches have none */
};

struct record {
	const struct kpi_plan *kpi;
	const struct sim_plan *plan;
	struct cut cut;
	int64_t within;			/* of the service level, inclusive */
	struct kpi_state **cell;	/* [interval * (queues + 1) + queue],
					   NULL until something is counted */
	const struct sim *sim;
	/* what arrived, of sources whose mean is known: [2 * (interval *
	 * queues + queue)], contacts and ms of talk and wrap-up at scale 1 */
	const bool *known;		/* by source; NULL: nothing of that */
	int64_t *drawn;
};

/* Intervals of so many ms from the start on; 0: one. */
struct cut cut_every(const struct sim_plan *p, int64_t interval,
    int64_t fold);
/* n batches of one length, from the warm-up on. */
struct cut cut_batches(const struct sim_plan *p, size_t n);
/* What `drawn` comes to on average, for one source. False: not known. */
bool cut_expected(const struct cut *c, const struct sim_plan *p,
    const struct plan_source *s, size_t interval, double *contacts,
    double *work_ms);

void record_init(struct record *r, const struct kpi_plan *kpi,
    const struct sim_plan *plan, const struct cut *cut, const bool *known);
void record_release(struct record *r);
/* For sim_sink. */
void record_contact(void *record, const struct contact *c,
    const struct visit *v, size_t n);
void record_arrived(void *record, const struct contact *c);
void record_agent(void *record, uint32_t agent, enum agent_state state,
    int64_t from, int64_t to);

#endif
