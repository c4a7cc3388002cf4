/* compile: a model into a plan; see compile.h. */
#include "cmd/ccroute/compile_inside.h"

#include "common/when.h"
#include "common/zone.h"

/* What a section without a name of its own is about: two queues. */
static struct str
names_of(struct compiling *c, const struct model_head *h)
{
	const struct model_queue *q = c->m->queue;
	struct buf b = { 0 };
	struct str s;

	if (h->name.n || h->a == MODEL_NONE)
		return h->name;
	buf_str(&b, q[h->a].head.name);
	if (h->b != MODEL_NONE) {
		buf_char(&b, ' ');
		buf_str(&b, q[h->b].head.name);
	}
	s = arena_dup(&c->p->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

void
compile_say(struct compiling *c, const char *section,
    const struct model_head *h, const char *key, bool said)
{
	if (said && c->note)
		c->note(c->context, section, names_of(c, h), key);
}

/* ---- the whole -------------------------------------------------------------------------------- */

static int
add_days(struct compiling *c, struct err *err)
{
	struct sim_plan *p = c->p;

	if (run_days_init(&p->days, c->m->center.zone,
	    schedule_start_day(c->m), c->m->center.days, err) < 0)
		return -1;
	p->start = p->days.start;
	p->end = run_days_end(&p->days);
	p->dated = c->m->center.start_day != MODEL_UNSET;
	return 0;
}

static void
add_routing(struct compiling *c)
{
	const struct model_routing *r = &c->m->routing;

	c->p->drop = r->leaving == MODEL_LEAVE_NAMED ? DROP_NAMED :
	    DROP_COUNTER;
	c->p->clear = r->closing == MODEL_CLEAR;
	c->p->overtime = r->overtime;
	c->p->at_service = r->attributes == MODEL_AT_SERVICE;
	c->p->strict = r->within == MODEL_STRICT;
	c->p->cumulates = r->wait_cumulates;
	c->p->idle_at_random = !r->idle_in_order;
	c->p->customers = (uint64_t)MAX(c->m->center.customers, 0);
	c->p->trunks = c->m->center.lines == MODEL_UNSET ? 0 :
	    c->m->center.lines;
}

int
compile(const struct model *m, uint64_t seed, struct sim_plan *p,
    compile_note *note, void *context, struct err *err)
{
	struct compiling c = { m, p, note, context };
	size_t backlogs = 0, next = m->n[M_QUEUE], source = m->n[M_ARRIVALS];

	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		backlogs += m->queue[q].backlog > 0;
	plan_init(p, m->n[M_ARRIVALS] + backlogs, m->n[M_QUEUE] +
	    compile_count_parts(m), m->n[M_AGENTS]);
	p->seed = seed;
	if (add_days(&c, err) < 0)
		return -1;
	p->warm_up = m->center.warm_up_ms;
	compile_kinds(&c);
	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		compile_queue(&c, q);
	compile_redials(&c);
	compile_transfers(&c);
	compile_outbound(&c);
	for (size_t g = 0; g < m->n[M_AGENTS]; g++)
		compile_group(&c, g);
	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		for (size_t g = 0; g < m->n[M_AGENTS]; g++)
			compile_serve(&c, q, g);
	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		next = compile_parts(&c, q, next);
	compile_bots(&c);
	for (size_t i = 0; i < m->n[M_ARRIVALS]; i++)
		compile_source(&c, i);
	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		if (m->queue[q].backlog > 0)
			compile_backlog(&c, q, &p->source[source++]);
	compile_patience(&c);
	add_routing(&c);
	return 0;
}
