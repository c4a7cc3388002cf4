/* route_day: a day of a few contacts that can be followed by hand. */
#ifndef CCKIT_ROUTE_DAY_H
#define CCKIT_ROUTE_DAY_H

#include "cmd/ccroute/sim.h"
#include "common/mem.h"
#include "tests/unit/test.h"

enum { MOST = 64, S = 1000 };

/* ---- a day of a few contacts --------------------------------------------------------- */

struct told {
	uint64_t number;
	bool back;			/* a callback */
	uint16_t attempt;
	struct visit visit[4];
	size_t n;
};

static struct told told[MOST];
static size_t n_told;

static inline void
tell(void *context, const struct contact *c, const struct visit *v, size_t n)
{
	struct told *t = &told[n_told++];

	(void)context;
	*t = (struct told){ .number = c->number, .back = c->callback,
	    .attempt = c->attempt, .n = n };
	for (size_t i = 0; i < n && i < 4; i++)
		t->visit[i] = v[i];
}

static inline const struct told *
of(uint64_t number)
{
	for (size_t i = 0; i < n_told; i++)
		if (told[i].number == number && !told[i].back &&
		    !told[i].attempt)
			return &told[i];
	return NULL;
}

/* Seconds that the i-th contact waited in its last queue; -1: it was not
 * answered there. */
static inline int64_t
waited(uint64_t i)
{
	const struct told *t = of(i);
	const struct visit *v = t && t->n ? &t->visit[t->n - 1] : NULL;

	return v && v->end == END_ANSWERED ? (v->ended - v->entered) / S : -1;
}

static inline int64_t
agent_of(uint64_t i)
{
	const struct told *t = of(i);

	return t && t->n ? t->visit[t->n - 1].agent : NOBODY;
}

struct come {
	int64_t at;			/* seconds */
	uint32_t queue;
	int64_t talk;			/* seconds; -1: the queue's law */
};

static struct plan_replay list[MOST];

/* Queues and groups, everybody of one agent and able to do everything. */
static inline void
make(struct sim_plan *p, size_t queues, size_t groups,
    const struct come *come, size_t n)
{
	plan_init(p, 1, queues, groups);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct plan_replay){ come[i].at * S,
		    come[i].queue, come[i].talk < 0 ? -1 : come[i].talk * S,
		    come[i].talk < 0 ? -1 : 0 };
	p->source[0].replay = list;
	p->source[0].n_replay = n;
	p->end = 100000 * S;
	p->overtime = true;
	for (size_t g = 0; g < groups; g++) {
		plan_set_staff(p, g, 1);
		for (size_t q = 0; q < queues; q++)
			plan_serve(p, q, g)->can = true;
	}
}

static inline void
play(const struct sim_plan *p)
{
	struct sim_sink sink = { .contact = tell };
	struct sim s;

	n_told = 0;
	sim_init(&s, p);
	sim_run(&s, 0, &sink);
	sim_release(&s);
}

static inline struct dist
constant(double seconds)
{
	return (struct dist){ .law = DIST_CONSTANT, .mean = seconds * S };
}

static inline struct dist
exponential(double mean)
{
	return (struct dist){ .law = DIST_EXPONENTIAL, .mean = mean };
}

#endif
