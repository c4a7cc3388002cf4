/* compile_inside: what the files of compile have of one another; see
 * compile.h. */
#ifndef CCROUTE_COMPILE_INSIDE_H
#define CCROUTE_COMPILE_INSIDE_H

#include "cmd/ccroute/compile.h"
#include "cmd/ccroute/schedule.h"

struct compiling {
	const struct model *m;
	struct sim_plan *p;
	compile_note *note;
	void *context;
	/* by kind of customer: its segment (MODEL_NONE: like nobody) and its
	 * share there */
	int32_t *segment;
	double *within;
};

static inline const char *
compile_name(struct compiling *c, struct str name)
{
	return arena_dup(&c->p->arena, name).p;
}

/* Said by key when it is not simulated. */
void compile_say(struct compiling *c, const char *section,
    const struct model_head *h, const char *key, bool said);

/* The queue's policy, or else [routing]'s. */
static inline int
compile_policy(const struct model *m, size_t queue)
{
	return m->queue[queue].policy != MODEL_NONE ? m->queue[queue].policy :
	    m->routing.policy;
}

/* No law of patience is patience without end. */
static inline struct dist
compile_for_ever(struct dist d)
{
	if (d.law == DIST_NONE)
		d.law = DIST_NEVER;
	return d;
}

/* ---- compile_customers.c: segments, who comes ---- */
void compile_kinds(struct compiling *c);
void compile_patience(struct compiling *c);	/* after the queues */
void compile_bots(struct compiling *c);
void compile_source(struct compiling *c, size_t arrivals);
void compile_backlog(struct compiling *c, size_t queue,
    struct plan_source *s);

/* ---- compile_people.c: groups, and which queues they serve ---- */
unsigned compile_slots(const struct model_agents *g);	/* at once */
void compile_group(struct compiling *c, size_t group);
void compile_serve(struct compiling *c, size_t queue, size_t group);
/* Percent allocation: parts of the queue from `next` on; the next free one. */
size_t compile_parts(struct compiling *c, size_t queue, size_t next);
size_t compile_count_parts(const struct model *m);

/* ---- compile_queues.c ---- */
enum agent_rule compile_rule(int policy);
void compile_queue(struct compiling *c, size_t queue);
void compile_redials(struct compiling *c);
void compile_transfers(struct compiling *c);
void compile_outbound(struct compiling *c);

#endif
