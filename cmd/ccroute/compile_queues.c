/* compile_queues: queues, and what becomes of contacts there. */
#include "cmd/ccroute/compile_inside.h"

#include "common/field.h"

/* ---- queues ---------------------------------------------------------------------------- */

enum agent_rule
compile_rule(int policy)
{
	static const enum agent_rule rules[] = {
		[MODEL_LONGEST_IDLE] = LONGEST_IDLE,
		[MODEL_MOST_IDLE] = MOST_IDLE,
		[MODEL_LEAST_OCCUPIED] = LEAST_OCCUPIED,
		[MODEL_LINEAR] = TOP_DOWN, [MODEL_ROUND_ROBIN] = ROUND_ROBIN,
		[MODEL_RANDOM] = RANDOM_AGENT,
		[MODEL_FEWEST_CONTACTS] = FEWEST_CONTACTS,
		[MODEL_PERCENT] = LONGEST_IDLE,
		[MODEL_PROFICIENCY] = LONGEST_IDLE };

	return rules[policy];
}

static void
add_waiting(struct compiling *c, const struct model_queue *q,
    struct plan_queue *k)
{
	k->room = q->room == MODEL_UNSET ? -1 : q->room;
	k->full_to = q->full_to == MODEL_NONE ? NOBODY : (uint32_t)q->full_to;
	k->overflow_after = q->overflow_ms == MODEL_UNSET ? NEVER :
	    q->overflow_ms;
	k->overflow_to = q->overflow_to == MODEL_NONE ? NOBODY :
	    (uint32_t)q->overflow_to;
	k->announcement = q->announcement;
	k->callback_after = q->callback_accept > 0 ? q->callback_ms : NEVER;
	k->callback_accept = q->callback_accept;
	k->callback_keeps = q->virtual_hold;
	k->callback_delay = q->callback_delay;
	k->callback_reached = q->callback_reach;
	k->sticky_hold = q->last_agent_wait_ms == MODEL_UNSET ? 0 :
	    q->last_agent_wait_ms;
	k->last_agent = MAX(q->last_agent_ms, 0);
	k->told_every = MAX(q->wait_told_ms, 0);
	k->told_balk = q->told_balk;
	k->told_patience = q->told_patience;
	k->no_answer = q->no_answer;
	k->to_the_end = c->m->routing.no_answer == MODEL_TO_THE_END;
	k->deadline = q->deadline_ms == MODEL_UNSET ? 0 : q->deadline_ms;
	k->deadline_open = q->deadline_open_hours;
}

void
compile_queue(struct compiling *c, size_t i)
{
	const struct model_queue *q = &c->m->queue[i];
	const struct model_profile *hours = model_hours(c->m, i);
	struct plan_queue *k = &c->p->queue[i];

	k->name = compile_name(c, q->head.name);
	k->channel = fields[F_CHANNEL].values[q->channel];
	k->slow = q->interruptible;
	k->async = q->async;
	k->sells = q->sales;
	k->talk = q->handling;
	k->wrap = q->wrap;
	k->patience = q->async && q->patience.law == DIST_NONE ?
	    (struct dist){ .law = DIST_NEVER } : compile_for_ever(q->patience);
	k->ring = q->ring;
	k->priority = -(double)q->priority;
	k->ageing = q->ageing_ms == MODEL_UNSET || q->ageing_ms <= 0 ? 0 :
	    1 / (double)q->ageing_ms;
	k->agent_rule = compile_rule(compile_policy(c->m, i));
	if (hours->n)
		k->open = schedule_profile(c->m, &c->p->days, hours,
		    &c->p->arena, &k->n_open);
	add_waiting(c, q, k);
}

static void
redial(struct plan_queue *k, const struct model_redial *r)
{
	k->redial = r->chance;
	k->redial_blocked = r->blocked;
	k->redial_to = r->to == MODEL_NONE ? NOBODY : (uint32_t)r->to;
	k->redial_delay = r->delay;
	k->redial_keeps = r->attributes == MODEL_KEEP;
	k->redial_most = r->attempts == MODEL_UNSET ? 0 :
	    (uint32_t)r->attempts;
}

/* What is said of a queue goes before what is said of all, wherever it is. */
void
compile_redials(struct compiling *c)
{
	const struct model *m = c->m;

	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		for (size_t i = 0; i < m->n[M_REDIAL]; i++)
			if (m->redial[i].head.a == MODEL_NONE)
				redial(&c->p->queue[q], &m->redial[i]);
	for (size_t i = 0; i < m->n[M_REDIAL]; i++)
		if (m->redial[i].head.a != MODEL_NONE)
			redial(&c->p->queue[m->redial[i].head.a],
			    &m->redial[i]);
}

/* Each number of priorities that a transfer adds, once; lines are by it. */
static uint16_t
boost_of(struct compiling *c, int64_t priority)
{
	struct sim_plan *p = c->p;

	if (priority == 0)
		return 0;
	if (!p->boost) {
		p->boost = arena_zero(&p->arena, c->m->n[M_TRANSFER] + 1,
		    sizeof(*p->boost));
		p->boosts = 1;
	}
	for (size_t i = 1; i < p->boosts; i++)
		if ((int64_t)p->boost[i] == priority)
			return (uint16_t)i;
	p->boost[p->boosts] = (double)priority;
	return (uint16_t)p->boosts++;
}

/* Nobody holds on who has several contacts at once, or slow work. */
static bool
may_hold(const struct compiling *c, size_t queue)
{
	for (size_t g = 0; g < c->m->n[M_AGENTS]; g++)
		if (model_serves(c->m, g, queue, NULL, NULL) &&
		    compile_slots(&c->m->agents[g]) > 1)
			return false;
	return !c->m->queue[queue].interruptible;
}

static struct plan_transfer
transfer(struct compiling *c, const struct model_transfer *t)
{
	bool warm = may_hold(c, (size_t)t->head.a);

	compile_say(c, "transfer", &t->head, "warm", t->warm.law !=
	    DIST_NONE && !warm);
	return (struct plan_transfer){ (uint32_t)t->head.b, t->chance,
	    t->same_agent, warm ? t->warm : (struct dist){ 0 },
	    boost_of(c, t->priority) };
}

void
compile_transfers(struct compiling *c)
{
	const struct model *m = c->m;

	for (size_t q = 0; q < m->n[M_QUEUE]; q++) {
		struct plan_transfer *list = arena_zero(&c->p->arena,
		    m->n[M_TRANSFER] + 1, sizeof(*list));
		size_t n = 0;

		for (size_t i = 0; i < m->n[M_TRANSFER]; i++)
			if (m->transfer[i].head.a == (int32_t)q)
				list[n++] = transfer(c, &m->transfer[i]);
		c->p->queue[q].transfer = list;
		c->p->queue[q].n_transfers = n;
	}
}

void
compile_outbound(struct compiling *c)
{
	for (size_t i = 0; i < c->m->n[M_OUTBOUND]; i++) {
		const struct model_outbound *o = &c->m->outbound[i];
		struct plan_queue *k = &c->p->queue[o->head.a];

		k->outbound = true;
		k->list = o->list == MODEL_UNSET ? UINT64_MAX :
		    (uint64_t)o->list;
		k->reach = o->reach;
		k->dial = o->dial;
		k->keep_free = (uint32_t)o->keep_idle;
		if (o->hours.n)
			k->dial_open = schedule_profile(c->m,
			    &c->p->days, &o->hours, &c->p->arena, &k->n_dial_open);
		k->pace = o->pace;
		k->attempts = (uint32_t)o->attempts;
		k->retry = o->retry;
		k->dial_patience = o->patience;
	}
}
