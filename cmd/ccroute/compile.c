/* compile: a model into a plan; see compile.h. */
#include "cmd/ccroute/compile.h"

#include <math.h>

#include "cmd/ccroute/schedule.h"
#include "common/field.h"
#include "common/when.h"
#include "common/zone.h"

enum { PART_ALERT = 1, PART_ISSUE };

struct compiling {
	const struct model *m;
	struct sim_plan *p;
	compile_note *note;
	void *context;
};

static const char *
name_of(struct compiling *c, struct str name)
{
	return arena_dup(&c->p->arena, name).p;
}

static void
say(struct compiling *c, const char *section, const struct model_head *h,
    const char *key, bool said)
{
	if (said && c->note)
		c->note(c->context, section, h->name, key);
}

static struct dist
for_ever(struct dist d)
{
	if (d.law == DIST_NONE)
		d.law = DIST_NEVER;
	return d;
}

/* ---- customers ---------------------------------------------------------------------- */

static void
add_kind(struct compiling *c, const struct model_segment *s, double share,
    int part)
{
	const struct model_routing *r = &c->m->routing;
	struct plan_kind *k = &c->p->kind[c->p->kinds];

	if (share <= 0)
		return;
	c->p->kinds++;
	*k = (struct plan_kind){ .share = share, .level = 1 };
	if (s) {
		k->segment = name_of(c, s->head.name);
		k->priority = (double)s->priority;
		k->patience = s->patience;
		k->handling = s->handling;
		k->sticky = s->relationship;
		if (r->order == MODEL_BY_VALUE)
			k->priority += s->value;
	}
	if (part == 0)
		return;
	k->priority += part == PART_ALERT ? r->alert_priority :
	    r->issue_priority;
	k->keeps_out = r->alert_no_sales;
	k->authority = part == PART_ALERT && r->alert_authority > 0;
	k->flag = part == PART_ALERT ? "fraud-alert" : "complaint-open";
	if (r->order == MODEL_BY_CONTEXT)
		k->level = 0;
}

/* Segments, each with its share under an alert or with an open issue, and
 * the rest, who are like nobody. */
static void
add_kinds(struct compiling *c)
{
	const struct model *m = c->m;
	double rest = 1;

	c->p->kind = arena_zero(&c->p->arena, 3 * m->n[M_SEGMENT] + 1,
	    sizeof(*c->p->kind));
	for (size_t i = 0; i < m->n[M_SEGMENT]; i++) {
		const struct model_segment *s = &m->segment[i];

		add_kind(c, s, s->share * s->alert, PART_ALERT);
		add_kind(c, s, s->share * (1 - s->alert) * s->issue,
		    PART_ISSUE);
		add_kind(c, s, s->share * (1 - s->alert) * (1 - s->issue), 0);
		rest -= s->share;
	}
	if (m->n[M_SEGMENT] && rest > 1e-12)
		add_kind(c, NULL, rest, 0);
}

static void
add_patience(struct compiling *c)
{
	struct sim_plan *p = c->p;
	size_t n = p->queues * p->kinds, models = c->m->n[M_QUEUE];

	if (!c->m->n[M_PATIENCE] || !p->kinds)
		return;
	p->patience = arena_zero(&p->arena, n, sizeof(*p->patience));
	for (size_t q = 0; q < p->queues; q++)
		for (size_t k = 0; k < p->kinds; k++) {
			int32_t s = p->kind[k].segment ? model_find(c->m,
			    M_SEGMENT, str_of(p->kind[k].segment)) :
			    MODEL_NONE;
			size_t own = q < models ? q : p->queue[q].report;
			struct dist *d = arena_zero(&p->arena, 1, sizeof(*d));

			*d = s == MODEL_NONE ? p->queue[q].patience :
			    for_ever(*model_patience_of(c->m, own, s));
			p->patience[q * p->kinds + k] = d;
		}
}

/* ---- queues ---------------------------------------------------------------------------- */

static enum agent_rule
rule_of(int policy)
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

static int
policy_of(const struct model *m, size_t queue)
{
	return m->queue[queue].policy != MODEL_NONE ? m->queue[queue].policy :
	    m->routing.policy;
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
	say(c, "queue", &q->head, "wait-told", q->wait_told_ms != MODEL_UNSET);
	say(c, "queue", &q->head, "last-agent", q->last_agent_ms !=
	    MODEL_UNSET && q->last_agent_ms > 0);
	k->no_answer = q->no_answer;
	k->to_the_end = c->m->routing.no_answer == MODEL_TO_THE_END;
	k->deadline = q->deadline_ms == MODEL_UNSET ? 0 : q->deadline_ms;
	say(c, "queue", &q->head, "deadline-open-hours",
	    q->deadline_open_hours);
}

static void
add_queue(struct compiling *c, size_t i)
{
	const struct model_queue *q = &c->m->queue[i];
	const struct model_profile *hours = model_hours(c->m, i);
	struct plan_queue *k = &c->p->queue[i];

	k->name = name_of(c, q->head.name);
	k->channel = fields[F_CHANNEL].values[q->channel];
	k->slow = q->interruptible;
	k->sells = q->sales;
	k->talk = q->handling;
	k->wrap = q->wrap;
	k->patience = q->async && q->patience.law == DIST_NONE ?
	    (struct dist){ .law = DIST_NEVER } : for_ever(q->patience);
	k->ring = q->ring;
	k->priority = -(double)q->priority;
	k->ageing = q->ageing_ms == MODEL_UNSET || q->ageing_ms <= 0 ? 0 :
	    1 / (double)q->ageing_ms;
	k->agent_rule = rule_of(policy_of(c->m, i));
	if (hours->n)
		k->open = schedule_profile(c->m, hours, &c->p->arena,
		    &k->n_open);
	add_waiting(c, q, k);
}

static void
add_redials(struct compiling *c)
{
	for (size_t i = 0; i < c->m->n[M_REDIAL]; i++) {
		const struct model_redial *r = &c->m->redial[i];

		for (size_t q = 0; q < c->m->n[M_QUEUE]; q++) {
			struct plan_queue *k = &c->p->queue[q];

			if (r->head.a != MODEL_NONE && r->head.a != (int32_t)q)
				continue;
			k->redial = r->chance;
			k->redial_blocked = r->blocked;
			k->redial_to = r->to == MODEL_NONE ? NOBODY :
			    (uint32_t)r->to;
			k->redial_delay = r->delay;
			k->redial_keeps = r->attributes == MODEL_KEEP;
			k->redial_most = r->attempts == MODEL_UNSET ? 0 :
			    (uint32_t)r->attempts;
		}
	}
}

static void
add_transfers(struct compiling *c)
{
	const struct model *m = c->m;

	for (size_t q = 0; q < m->n[M_QUEUE]; q++) {
		struct plan_share *list = arena_zero(&c->p->arena,
		    m->n[M_TRANSFER] + 1, sizeof(*list));
		size_t n = 0;

		for (size_t i = 0; i < m->n[M_TRANSFER]; i++) {
			const struct model_transfer *t = &m->transfer[i];

			if (t->head.a != (int32_t)q)
				continue;
			list[n++] = (struct plan_share){ (uint32_t)t->head.b,
			    t->chance };
			say(c, "transfer", &t->head, "warm", t->warm.law !=
			    DIST_NONE);
			say(c, "transfer", &t->head, "same-agent",
			    t->same_agent);
			say(c, "transfer", &t->head, "priority",
			    t->priority != 0);
		}
		c->p->queue[q].transfer = list;
		c->p->queue[q].n_transfers = n;
	}
}

static void
add_outbound(struct compiling *c)
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
			k->open = schedule_profile(c->m, &o->hours,
			    &c->p->arena, &k->n_open);
		say(c, "outbound", &o->head, "pace", o->pace > 1);
		say(c, "outbound", &o->head, "attempts", o->attempts > 1);
		say(c, "outbound", &o->head, "patience", o->patience.law !=
		    DIST_NONE);
	}
}

/* ---- people ------------------------------------------------------------------------------- */

static unsigned
most_slots(const struct model_agents *g)
{
	int32_t most = 1;

	for (int i = 0; i < MODEL_CHANNELS; i++)
		most = MAX(most, g->slots.of[i]);
	return (unsigned)MIN(most, MAX_SLOTS);
}

static enum contact_rule
order_of(int order)
{
	return order == MODEL_BY_OLDEST ? OLDEST :
	    order == MODEL_BY_LONGEST_QUEUE ? LONGEST_LINE : BY_PRIORITY;
}

static void
add_group(struct compiling *c, size_t i)
{
	const struct model_agents *g = &c->m->agents[i];
	struct plan_group *k = &c->p->group[i];
	double *speed;

	k->name = name_of(c, g->head.name);
	k->staff = schedule_staff(c->m, i, &c->p->arena, &k->n_staff);
	k->slots = (uint8_t)most_slots(g);
	k->authority = g->authority >= c->m->routing.alert_authority;
	k->contact_rule = order_of(c->m->routing.order);
	k->cost = g->cost;
	say(c, "agents", &g->head, "policy", g->policy != MODEL_NONE);
	k->pause = k->slots == 1 ? MAX(g->pause_ms, 0) : 0;
	say(c, "agents", &g->head, "pause", g->pause_ms > 0 && k->slots > 1);
	if (!g->efficiency.n)
		return;
	speed = arena_zero(&c->p->arena, MAX_SLOTS, sizeof(*speed));
	for (size_t j = 0; j < MAX_SLOTS; j++)
		speed[j] = g->efficiency.value[MIN(j, g->efficiency.n - 1)];
	k->speed = speed;
}

/* Law of a pair when it is not the queue's own. */
static const struct dist *
other_law(const struct dist *d, const struct dist *queues)
{
	return d == queues ? NULL : d;
}

static void
add_serve(struct compiling *c, size_t queue, size_t group)
{
	const struct model *m = c->m;
	const struct model_agents *g = &m->agents[group];
	const struct model_queue *q = &m->queue[queue];
	const struct model_experience *e = g->experience == MODEL_NONE ?
	    NULL : &m->experience[g->experience];
	struct plan_serve *v = plan_serve(c->p, queue, group);
	double proficiency = 1;
	int32_t level = 1, slots = g->slots.of[q->channel];

	if (!model_serves(m, group, queue, &level, &proficiency))
		return;
	v->can = q->rings.n == 0;
	for (size_t i = 0; i < q->rings.n; i++)
		if (q->rings.ref[i].to == (int32_t)group) {
			v->can = true;
			v->after = MAX(q->rings.ref[i].after_ms, 0);
		}
	v->rank = (int16_t)level;
	v->prefer = (int16_t)(policy_of(m, queue) == MODEL_PROFICIENCY ?
	    1000 - proficiency * 1000 : level);
	v->scale = g->speed / MAX(proficiency, 0.001) * (e ? e->handling : 1);
	v->wrap_scale = e ? e->wrap : 1;
	v->transfer = e ? e->transfer : 1;
	v->talk = other_law(model_talk(m, queue, group), &q->handling);
	v->wrap = other_law(model_wrap(m, queue, group), &q->wrap);
	v->slots = (uint8_t)(slots > 0 ? most_slots(g) / MIN((unsigned)slots,
	    most_slots(g)) : 1);
	if (g->reserve > 0 && g->skills.n && (q->skills.n ?
	    q->skills.ref[0].to : model_find(m, M_SKILL, q->head.name)) !=
	    g->skills.ref[0].to)
		v->reserve = (uint32_t)g->reserve;
}

/* Percent allocation: a part of the queue for each group of the list. */
static size_t
add_parts(struct compiling *c, size_t queue, size_t next)
{
	const struct model_queue *q = &c->m->queue[queue];
	struct plan_share *split;

	if (policy_of(c->m, queue) != MODEL_PERCENT)
		return next;
	split = arena_zero(&c->p->arena, q->allocate.n, sizeof(*split));
	for (size_t i = 0; i < q->allocate.n; i++, next++) {
		size_t group = (size_t)q->allocate.ref[i].to;

		c->p->queue[next] = c->p->queue[queue];
		c->p->queue[next].report = (uint32_t)queue;
		*plan_serve(c->p, next, group) = *plan_serve(c->p, queue,
		    group);
		split[i] = (struct plan_share){ (uint32_t)next,
		    q->allocate.ref[i].share };
	}
	c->p->queue[queue].split = split;
	c->p->queue[queue].n_split = q->allocate.n;
	return next;
}

static size_t
count_parts(const struct model *m)
{
	size_t n = 0;

	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		if (policy_of(m, q) == MODEL_PERCENT)
			n += m->queue[q].allocate.n;
	return n;
}

/* ---- arrivals ------------------------------------------------------------------------------- */

static void
add_bot(struct compiling *c, const struct model_bot *b,
    struct plan_source *s)
{
	s->self = b->talk;
	s->contained = b->contained;
	s->gives_up = b->leave;
	s->handoff = b->handoff;
	if (s->handoff.law == DIST_NONE)
		s->handoff.law = DIST_CONSTANT;
	say(c, "bot", &b->head, "sessions", b->sessions != MODEL_UNSET);
}

/* The segments' shares at one queue: their kinds' in proportion. */
static void
add_shares(struct compiling *c, const struct model_arrivals *a,
    struct plan_source *s)
{
	const struct model *m = c->m;
	double *share = arena_zero(&c->p->arena, c->p->kinds + 1,
	    sizeof(*share)), rest = 1;

	if (!a->segments.n)
		return;
	for (size_t i = 0; i < a->segments.n; i++) {
		const struct model_segment *g =
		    &m->segment[a->segments.ref[i].to];

		rest -= a->segments.ref[i].share;
		for (size_t k = 0; k < c->p->kinds; k++)
			if (c->p->kind[k].segment && g->share > 0 &&
			    str_is(g->head.name, c->p->kind[k].segment))
				share[k] = c->p->kind[k].share / g->share *
				    a->segments.ref[i].share;
	}
	for (size_t k = 0; k < c->p->kinds; k++)
		if (!c->p->kind[k].segment)
			share[k] = rest;
	s->kind = share;
}

static void
add_source(struct compiling *c, size_t i)
{
	const struct model_arrivals *a = &c->m->arrivals[i];
	struct plan_source *s = &c->p->source[i];
	int64_t per = a->per_ms != MODEL_UNSET ? a->per_ms :
	    c->m->center.interval_ms;
	struct plan_share *to = arena_zero(&c->p->arena, 1, sizeof(*to));
	struct plan_rate *r;

	*to = (struct plan_share){ (uint32_t)a->head.a, 1 };
	s->name = name_of(c, c->m->queue[a->head.a].head.name);
	s->to = to;
	s->n_to = 1;
	s->day_shape = a->day_cv > 0 ? 1 / (a->day_cv * a->day_cv) : 0;
	s->regular = a->regular;
	if (a->bot != MODEL_NONE)
		add_bot(c, &c->m->bot[a->bot], s);
	add_shares(c, a, s);
	say(c, "arrivals", &a->head, "replay", a->replay.n > 0);
	if (!a->rate.n)
		return;
	r = schedule_profile(c->m, &a->rate, &c->p->arena, &s->n_rates);
	for (size_t k = 0; k < s->n_rates; k++)
		r[k].per_ms *= a->factor / (double)per;
	r[s->n_rates++] = (struct plan_rate){ c->p->end, 0 };
	s->rate = r;
}

/* What waits at the start comes at once: a source of its own. */
static void
add_backlog(struct compiling *c, size_t queue, struct plan_source *s)
{
	size_t n = (size_t)c->m->queue[queue].backlog;
	struct plan_replay *r = arena_zero(&c->p->arena, n, sizeof(*r));
	struct plan_share *to = arena_zero(&c->p->arena, 1, sizeof(*to));
	struct buf name = { 0 };

	for (size_t i = 0; i < n; i++)
		r[i] = (struct plan_replay){ 0, (uint32_t)queue, -1, -1 };
	to->to = (uint32_t)queue;
	to->share = 1;
	buf_str(&name, c->m->queue[queue].head.name);
	buf_puts(&name, "/backlog");
	*s = (struct plan_source){ .name = name_of(c, buf_view(&name)),
	    .to = to, .n_to = 1, .replay = r, .n_replay = n };
	buf_release(&name);
}

/* ---- the whole -------------------------------------------------------------------------------- */

static int
add_start(struct compiling *c, struct err *err)
{
	struct civil local;
	enum zone_fit fit;
	struct zone *z = zone_open(c->m->center.zone.n ? c->m->center.zone :
	    STR("UTC"), err);

	if (!z)
		return -1;
	civil_from_ms(schedule_start_day(c->m) * MS_DAY, &local);
	c->p->start = zone_to_utc(z, &local, &fit);
	zone_close(z);
	return 0;
}

static void
add_routing(struct compiling *c)
{
	const struct model_routing *r = &c->m->routing;
	const struct model_head *h = &c->m->center.head;

	c->p->drop = r->leaving == MODEL_LEAVE_NAMED ? DROP_NAMED :
	    DROP_COUNTER;
	c->p->clear = r->closing == MODEL_CLEAR;
	c->p->overtime = r->overtime;
	say(c, "routing", h, "attributes", r->attributes ==
	    MODEL_AT_SERVICE);
	say(c, "routing", h, "within", r->within == MODEL_STRICT);
	say(c, "routing", h, "wait-cumulates", r->wait_cumulates);
	say(c, "routing", h, "idle-in-order", !r->idle_in_order);
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
	    count_parts(m), m->n[M_AGENTS]);
	p->seed = seed;
	p->end = schedule_end(m);
	p->warm_up = m->center.warm_up_ms;
	add_kinds(&c);
	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		add_queue(&c, q);
	add_redials(&c);
	add_transfers(&c);
	add_outbound(&c);
	for (size_t g = 0; g < m->n[M_AGENTS]; g++)
		add_group(&c, g);
	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		for (size_t g = 0; g < m->n[M_AGENTS]; g++)
			add_serve(&c, q, g);
	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		next = add_parts(&c, q, next);
	for (size_t i = 0; i < m->n[M_ARRIVALS]; i++)
		add_source(&c, i);
	for (size_t q = 0; q < m->n[M_QUEUE]; q++)
		if (m->queue[q].backlog > 0)
			add_backlog(&c, q, &p->source[source++]);
	add_patience(&c);
	add_routing(&c);
	return add_start(&c, err);
}

/* ---- too much to do ----------------------------------------------------------------------------- */

static double
person_time(const struct plan_staff *s, size_t n, int64_t end)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += s[i].count * (double)((i + 1 < n ? s[i + 1].start :
		    end) - s[i].start);
	return sum;
}

static double
contacts_of(const struct plan_source *s)
{
	double sum = 0;		/* recorded ones: their load is not said */

	for (size_t i = 0; i + 1 < s->n_rates; i++)
		sum += s->rate[i].per_ms * (double)(s->rate[i + 1].start -
		    s->rate[i].start);
	return sum * (1 - s->contained - s->gives_up);
}

/* Everybody waits as long as it takes, and nobody is sent away. */
static bool
is_endless(const struct sim_plan *p, size_t q)
{
	const struct plan_queue *k = &p->queue[q];

	return k->patience.law == DIST_NEVER && k->room < 0 && !p->trunks &&
	    k->overflow_after == NEVER && k->report == q && !k->n_split;
}

/* Is whoever serves b one of those who serve a? */
static bool
within(const struct sim_plan *p, size_t b, size_t a)
{
	for (size_t g = 0; g < p->groups; g++)
		if (plan_serve(p, b, g)->can && !plan_serve(p, a, g)->can)
			return false;
	return true;
}

static double
load_of(const struct sim_plan *p, size_t q)
{
	double contacts = 0, load;

	for (size_t i = 0; i < p->sources; i++)
		if (p->source[i].to->to == q)
			contacts += contacts_of(&p->source[i]);
	load = contacts * (dist_mean(&p->queue[q].talk) +
	    dist_mean(&p->queue[q].wrap)) / (double)p->end;
	return isfinite(load) ? load : 0;
}

/* The people of a queue against the work of all queues that only they do. */
bool
compile_unstable(const struct sim_plan *p, size_t *queue, double *load,
    double *people)
{
	for (size_t q = 0; q < p->queues; q++) {
		*load = *people = 0;
		if (!is_endless(p, q))
			continue;
		for (size_t b = 0; b < p->queues; b++)
			if (is_endless(p, b) && within(p, b, q))
				*load += load_of(p, b);
		for (size_t g = 0; g < p->groups; g++)
			if (plan_serve(p, q, g)->can)
				*people += person_time(p->group[g].staff,
				    p->group[g].n_staff, p->end) *
				    p->group[g].slots / (double)p->end;
		*queue = q;
		if (*load > *people)
			return true;
	}
	return false;
}
