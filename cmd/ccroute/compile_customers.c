/* compile_customers: who comes: segments as kinds of customers, arrivals, bots. */
#include "cmd/ccroute/compile_inside.h"

enum { PART_ALERT = 1, PART_ISSUE };

/* ---- customers ---------------------------------------------------------------------- */

static void
add_kind(struct compiling *c, int32_t segment, double share, double within,
    int part)
{
	const struct model_routing *r = &c->m->routing;
	struct plan_kind *k = &c->p->kind[c->p->kinds];

	if (within <= 0)
		return;
	c->segment[c->p->kinds] = segment;
	c->within[c->p->kinds++] = within;
	*k = (struct plan_kind){ .share = share * within, .level = 1 };
	if (segment != MODEL_NONE) {
		const struct model_segment *s = &c->m->segment[segment];

		k->segment = compile_name(c, s->head.name);
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

/* The share of a segment among those who come to one queue; of MODEL_NONE: of
 * those who are in no segment. */
static double
share_at(const struct model_arrivals *a, int32_t segment)
{
	double rest = 1;

	for (size_t i = 0; i < a->segments.n; i++) {
		if (a->segments.ref[i].to == segment)
			return a->segments.ref[i].share;
		rest -= a->segments.ref[i].share;
	}
	return segment == MODEL_NONE ? rest : 0;
}

/* Does anybody come who is of this segment? One without a share of all
 * customers may have its own at one queue. */
static bool
comes(const struct model *m, int32_t segment, double share)
{
	if (share > 1e-12)
		return true;
	for (size_t i = 0; i < m->n[M_ARRIVALS]; i++)
		if (m->arrivals[i].segments.n &&
		    share_at(&m->arrivals[i], segment) > 1e-12)
			return true;
	return false;
}

/* Segments, each with its share under an alert or with an open issue, and
 * the rest, who are like nobody. */
void
compile_kinds(struct compiling *c)
{
	const struct model *m = c->m;
	size_t most = 3 * m->n[M_SEGMENT] + 1;
	double rest = 1;

	c->p->kind = arena_zero(&c->p->arena, most, sizeof(*c->p->kind));
	c->segment = arena_zero(&c->p->arena, most, sizeof(*c->segment));
	c->within = arena_zero(&c->p->arena, most, sizeof(*c->within));
	for (size_t i = 0; i < m->n[M_SEGMENT]; i++) {
		const struct model_segment *s = &m->segment[i];
		int32_t n = (int32_t)i;

		rest -= s->share;
		if (!comes(m, n, s->share))
			continue;
		add_kind(c, n, s->share, s->alert, PART_ALERT);
		add_kind(c, n, s->share, (1 - s->alert) * s->issue,
		    PART_ISSUE);
		add_kind(c, n, s->share, (1 - s->alert) * (1 - s->issue), 0);
	}
	if (m->n[M_SEGMENT] && comes(m, MODEL_NONE, rest))
		add_kind(c, MODEL_NONE, MAX(rest, 0), 1, 0);
}

void
compile_patience(struct compiling *c)
{
	struct sim_plan *p = c->p;
	size_t n = p->queues * p->kinds, models = c->m->n[M_QUEUE];

	if (!c->m->n[M_PATIENCE] || !p->kinds)
		return;
	p->patience = arena_zero(&p->arena, n, sizeof(*p->patience));
	for (size_t q = 0; q < p->queues; q++)
		for (size_t k = 0; k < p->kinds; k++) {
			int32_t s = c->segment[k];
			size_t own = q < models ? q : p->queue[q].report;
			struct dist *d = arena_zero(&p->arena, 1, sizeof(*d));

			*d = s == MODEL_NONE ? p->queue[q].patience :
			    compile_for_ever(*model_patience_of(c->m, own, s));
			p->patience[q * p->kinds + k] = d;
		}
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
	s->bot = b->sessions == MODEL_UNSET ? 0 : 1 + (size_t)(b - c->m->bot);
}

/* The segments' shares at one queue, by kind. */
static void
add_shares(struct compiling *c, const struct model_arrivals *a,
    struct plan_source *s)
{
	double *share = arena_zero(&c->p->arena, c->p->kinds + 1,
	    sizeof(*share));

	if (!a->segments.n)
		return;
	for (size_t k = 0; k < c->p->kinds; k++)
		share[k] = share_at(a, c->segment[k]) * c->within[k];
	s->kind = share;
}

void
compile_bots(struct compiling *c)
{
	size_t n = c->m->n[M_BOT];
	uint32_t *sessions = arena_zero(&c->p->arena, n + 1,
	    sizeof(*sessions));

	for (size_t i = 0; i < n; i++)
		sessions[i] = (uint32_t)MAX(c->m->bot[i].sessions, 0);
	c->p->sessions = sessions;
	c->p->bots = n;
}

void
compile_source(struct compiling *c, size_t i)
{
	const struct model_arrivals *a = &c->m->arrivals[i];
	struct plan_source *s = &c->p->source[i];
	int64_t per = a->per_ms != MODEL_UNSET ? a->per_ms :
	    c->m->center.interval_ms;
	struct plan_share *to = arena_zero(&c->p->arena, 1, sizeof(*to));
	struct plan_rate *r;

	*to = (struct plan_share){ (uint32_t)a->head.a, 1 };
	s->name = compile_name(c, c->m->queue[a->head.a].head.name);
	s->to = to;
	s->n_to = 1;
	s->day_shape = a->day_cv > 0 ? 1 / (a->day_cv * a->day_cv) : 0;
	s->regular = a->regular;
	if (a->bot != MODEL_NONE)
		add_bot(c, &c->m->bot[a->bot], s);
	add_shares(c, a, s);
	if (!a->rate.n)
		return;
	r = schedule_profile(c->m, &c->p->days, &a->rate, &c->p->arena,
	    &s->n_rates);
	for (size_t k = 0; k < s->n_rates; k++)
		r[k].per_ms *= a->factor / (double)per;
	r[s->n_rates++] = (struct plan_rate){ c->p->end, 0 };
	s->rate = r;
}

/* What waits at the start comes at once: a source of its own. */
void
compile_backlog(struct compiling *c, size_t queue, struct plan_source *s)
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
	*s = (struct plan_source){ .name = compile_name(c, buf_view(&name)),
	    .to = to, .n_to = 1, .replay = r, .n_replay = n };
	buf_release(&name);
}
