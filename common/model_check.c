/* model_check: whether a model can run, and the questions a simulator asks of
 * it. */
#include "common/model_inside.h"
#include "common/zone.h"

/* ---- questions ------------------------------------------------------------------ */

static const struct model_ref *
skill_of(const struct model_agents *g, int32_t skill)
{
	for (size_t i = 0; i < g->skills.n; i++)
		if (g->skills.ref[i].to == skill)
			return &g->skills.ref[i];
	return NULL;
}

static bool
channel_fits(const struct model_agents *g, int channel)
{
	bool said = false;

	for (int i = 0; i < MODEL_CHANNELS; i++)
		said |= g->slots.of[i] > 0;
	return !said || g->slots.of[channel] > 0;
}

bool
model_serves(const struct model *m, size_t agents, size_t queue,
    int32_t *level, double *proficiency)
{
	const struct model_agents *g = &m->agents[agents];
	const struct model_queue *q = &m->queue[queue];
	int32_t own = model_find(m, M_SKILL, q->head.name), worst = 0;
	struct model_ref itself = { .to = own, .level = 1 };
	const struct model_ref *need = q->skills.n ? q->skills.ref : &itself;
	double least = 0;

	if (!channel_fits(g, q->channel))
		return false;
	for (size_t i = 0; i < MAX(q->skills.n, (size_t)1); i++) {
		const struct model_ref *has = skill_of(g, need[i].to);

		if (!has)
			return false;
		worst = MAX(worst, has->level);
		least = i == 0 ? has->share : MIN(least, has->share);
	}
	if (level)
		*level = worst;
	if (proficiency)
		*proficiency = least;
	return true;
}

/* The handling section that is most about this: queue and group, group,
 * queue; law is which of its two. */
static const struct dist *
most_specific(const struct model *m, size_t queue, size_t agents,
    size_t law)
{
	const struct dist *best = NULL;
	int best_score = -1;

	for (size_t i = 0; i < m->n[M_HANDLING]; i++) {
		const struct model_handling *h = &m->handling[i];
		const struct dist *d = (const struct dist *)(const void *)
		    ((const char *)h + law);
		int score = (h->head.a != MODEL_NONE) +
		    2 * (h->head.b != MODEL_NONE);

		if ((h->head.a != MODEL_NONE && h->head.a != (int32_t)queue) ||
		    (h->head.b != MODEL_NONE && h->head.b != (int32_t)agents) ||
		    d->law == DIST_NONE || score <= best_score)
			continue;
		best = d;
		best_score = score;
	}
	return best;
}

const struct dist *
model_talk(const struct model *m, size_t queue, size_t agents)
{
	const struct dist *d = most_specific(m, queue, agents,
	    offsetof(struct model_handling, talk));

	return d ? d : &m->queue[queue].handling;
}

const struct dist *
model_wrap(const struct model *m, size_t queue, size_t agents)
{
	const struct dist *d = most_specific(m, queue, agents,
	    offsetof(struct model_handling, wrap));

	if (!d && m->agents[agents].wrap.law != DIST_NONE)
		d = &m->agents[agents].wrap;
	return d ? d : &m->queue[queue].wrap;
}

const struct dist *
model_patience_of(const struct model *m, size_t queue, int32_t segment)
{
	const struct dist *any = NULL;

	for (size_t i = 0; i < m->n[M_PATIENCE]; i++) {
		const struct model_patience *p = &m->patience[i];

		if (p->head.b != segment || p->law.law == DIST_NONE)
			continue;
		if (p->head.a == (int32_t)queue)
			return &p->law;
		if (p->head.a == MODEL_NONE)
			any = &p->law;
	}
	return any ? any : &m->queue[queue].patience;
}

const struct model_profile *
model_hours(const struct model *m, size_t queue)
{
	return m->queue[queue].hours.n ? &m->queue[queue].hours :
	    &m->center.hours;
}

/* ---- checks ------------------------------------------------------------------------- */

static bool
ever_there(const struct model_agents *g)
{
	for (size_t i = 0; i < g->count.n; i++)
		if (g->count.step[i].value > 0)
			return true;
	for (size_t i = 0; i < g->shifts.n; i++)
		if (g->shifts.shift[i].count > 0)
			return true;
	return false;
}

static int
check_served(const struct model *m, size_t queue, struct err *err)
{
	const struct model_queue *q = &m->queue[queue];
	bool served = false;

	for (size_t g = 0; g < m->n[M_AGENTS]; g++) {
		if (!model_serves(m, g, queue, NULL, NULL) ||
		    !ever_there(&m->agents[g]))
			continue;
		served = true;
		if (model_talk(m, queue, g)->law != DIST_NONE)
			continue;
		model_error(m, &q->head, NULL, err, "queue '%.*s' has no "
		    "handling for group '%.*s'", STR_ARG(q->head.name),
		    STR_ARG(m->agents[g].head.name));
		err_hint(err, "say handling in the queue, or [handling …]");
		return -1;
	}
	if (served)
		return 0;
	model_error(m, &q->head, NULL, err, "nobody serves queue '%.*s'",
	    STR_ARG(q->head.name));
	err_hint(err, "a group serves it that has all its skills, a slot for "
	    "its channel and people");
	return -1;
}

static double
sum_of(const struct model_refs *list)
{
	double sum = 0;

	for (size_t i = 0; i < list->n; i++)
		sum += list->ref[i].share;
	return sum;
}

static int
check_groups(const struct model *m, size_t queue,
    const struct model_refs *list, const char *key, struct err *err)
{
	const struct model_head *h = &m->queue[queue].head;

	for (size_t i = 0; i < list->n; i++)
		if (!model_serves(m, (size_t)list->ref[i].to, queue, NULL,
		    NULL))
			return model_error(m, h, key, err, "group '%.*s' "
			    "cannot serve queue '%.*s'", STR_ARG(m->agents[
			    list->ref[i].to].head.name), STR_ARG(h->name));
	return 0;
}

static int
check_queue(const struct model *m, size_t i, struct err *err)
{
	const struct model_queue *q = &m->queue[i];
	int policy = q->policy != MODEL_NONE ? q->policy : m->routing.policy;

	if (check_served(m, i, err) < 0 ||
	    check_groups(m, i, &q->allocate, "allocate", err) < 0 ||
	    check_groups(m, i, &q->rings, "rings", err) < 0)
		return -1;
	if (sum_of(&q->allocate) > 1 + 1e-9)
		return model_error(m, &q->head, "allocate", err,
		    "the shares sum to more than 100%%");
	if (policy == MODEL_PERCENT && !q->allocate.n)
		return model_error(m, &q->head, "policy", err,
		    "policy percent needs allocate");
	if (policy == MODEL_PERCENT && sum_of(&q->allocate) < 1 - 1e-6)
		return model_error(m, &q->head, "allocate", err,
		    "the shares sum to less than 100%%: who takes the rest?");
	if (q->overflow_to != MODEL_NONE && q->overflow_ms == MODEL_UNSET)
		return model_error(m, &q->head, "overflow-to", err,
		    "when? overflow-after is not said");
	if (q->overflow_to == (int32_t)i || q->full_to == (int32_t)i)
		return model_error(m, &q->head, q->full_to == (int32_t)i ?
		    "full-to" : "overflow-to", err,
		    "a queue does not overflow into itself");
	if (q->callback_accept > 0 && q->callback_ms == MODEL_UNSET)
		return model_error(m, &q->head, "callback-accept", err,
		    "when? callback-after is not said");
	if (q->callback_ms != MODEL_UNSET && !q->virtual_hold &&
	    q->callback_delay.law == DIST_NONE)
		return model_error(m, &q->head, "virtual-hold", err,
		    "a callback that keeps no place needs callback-delay");
	if (q->last_agent_ms > 0 && !(m->center.customers >= 1))
		return model_error(m, &q->head, "last-agent", err,
		    "of how many customers? customers in [center] is not "
		    "said");
	if (q->last_agent_ms > 0 && m->center.customers > 1e8)
		return model_error(m, &q->head, "last-agent", err,
		    "the last agent of more than 100 million customers is "
		    "not kept");
	if ((q->told_balk > 0 || q->told_patience < 1 ||
	    q->told_patience > 1) && q->wait_told_ms == MODEL_UNSET)
		return model_error(m, &q->head, q->told_balk > 0 ?
		    "told-balk" : "told-patience", err,
		    "when? wait-told is not said");
	if (q->deadline_open_hours && q->deadline_ms == MODEL_UNSET)
		return model_error(m, &q->head, "deadline-open-hours", err,
		    "of what? deadline is not said");
	if (q->deadline_ms != MODEL_UNSET && !q->async)
		return model_error(m, &q->head, "deadline", err,
		    "only asynchronous work has a deadline: say async = yes");
	return 0;
}

static int
check_agents(const struct model *m, struct err *err)
{
	for (size_t i = 0; i < m->n[M_AGENTS]; i++) {
		const struct model_agents *g = &m->agents[i];

		if (!g->skills.n)
			return model_error(m, &g->head, NULL, err,
			    "group '%.*s' has no skills", STR_ARG(
			    g->head.name));
		if (g->policy == MODEL_PERCENT)
			return model_error(m, &g->head, "policy", err,
			    "percent is of a queue: say allocate there");
		if (!g->count.n == !g->shifts.n)
			return model_error(m, &g->head, "shifts", err,
			    "group '%.*s' has %s count %s shifts", STR_ARG(
			    g->head.name), g->count.n ? "both" : "neither",
			    g->count.n ? "and" : "nor");
	}
	return 0;
}

static int
check_arrivals(const struct model *m, struct err *err)
{
	for (size_t i = 0; i < m->n[M_ARRIVALS]; i++) {
		const struct model_arrivals *a = &m->arrivals[i];

		if (a->head.a == MODEL_NONE)
			return model_error(m, &a->head, NULL, err,
			    "arrivals come to one queue");
		if (!a->rate.n == !a->replay.n)
			return model_error(m, &a->head, "replay", err,
			    "[arrivals %.*s] has %s rate %s replay",
			    STR_ARG(m->queue[a->head.a].head.name),
			    a->rate.n ? "both" : "neither",
			    a->rate.n ? "and" : "nor");
		if (a->replay.n && (a->factor < 1 || a->factor > 1 ||
		    a->day_cv > 0 || a->regular || a->per_ms != MODEL_UNSET))
			return model_error(m, &a->head, "replay", err,
			    "factor, day-cv, per and regular are of a rate");
		if (a->rate.n && a->per_ms == MODEL_UNSET &&
		    m->center.interval_ms == MODEL_UNSET) {
			model_error(m, &a->head, "rate", err,
			    "a rate without interval: per what?");
			err_hint(err, "say per here, or interval in [center]");
			return -1;
		}
		if (sum_of(&a->segments) > 1 + 1e-9)
			return model_error(m, &a->head, "segments", err,
			    "the shares sum to more than 100%%");
	}
	return 0;
}

static int
check_sums(const struct model *m, struct err *err)
{
	double segments = 0;

	for (size_t i = 0; i < m->n[M_SEGMENT]; i++) {
		segments += m->segment[i].share;
		if (segments > 1 + 1e-9)
			return model_error(m, &m->segment[i].head, "share",
			    err, "the segments' shares sum to more than 100%%");
	}
	for (size_t i = 0; i < m->n[M_TRANSFER]; i++) {
		double sum = 0;

		for (size_t j = 0; j <= i; j++)
			if (m->transfer[j].head.a == m->transfer[i].head.a)
				sum += m->transfer[j].chance;
		if (sum > 1 + 1e-9)
			return model_error(m, &m->transfer[i].head, "chance",
			    err, "transfers out of a queue sum to more than "
			    "100%%");
		if (m->transfer[i].head.a == MODEL_NONE ||
		    m->transfer[i].head.b == MODEL_NONE)
			return model_error(m, &m->transfer[i].head, NULL, err,
			    "a transfer is from one queue to one other");
	}
	for (size_t i = 0; i < m->n[M_BOT]; i++)
		if (m->bot[i].contained + m->bot[i].leave > 1 + 1e-9)
			return model_error(m, &m->bot[i].head, "contained",
			    err, "contained and leave sum to more than 100%%");
	return 0;
}

static bool
has_alerts(const struct model *m)
{
	for (size_t i = 0; i < m->n[M_SEGMENT]; i++)
		if (m->segment[i].alert > 0)
			return true;
	return false;
}

/* Who comes under an alert is served by those who may. */
static int
check_authority(const struct model *m, struct err *err)
{
	if (m->routing.alert_authority <= 0 || !has_alerts(m))
		return 0;
	for (size_t i = 0; i < m->n[M_ARRIVALS]; i++) {
		size_t q = (size_t)m->arrivals[i].head.a;
		bool served = false;

		for (size_t g = 0; g < m->n[M_AGENTS]; g++)
			served |= m->agents[g].authority >=
			    m->routing.alert_authority && ever_there(
			    &m->agents[g]) && model_serves(m, g, q, NULL,
			    NULL);
		if (!served)
			return model_error(m, &m->routing.head,
			    "alert-authority", err, "nobody who serves queue "
			    "'%.*s' has it", STR_ARG(m->queue[q].head.name));
	}
	return 0;
}

static int
check_delays(const struct model *m, struct err *err)
{
	for (size_t i = 0; i < m->n[M_REDIAL]; i++)
		if (m->redial[i].chance + m->redial[i].blocked > 0 &&
		    m->redial[i].delay.law == DIST_NONE)
			return model_error(m, &m->redial[i].head, NULL, err,
			    "who comes again comes after some time: delay is "
			    "not said");
	for (size_t i = 0; i < m->n[M_OUTBOUND]; i++)
		if (m->outbound[i].attempts > 1 &&
		    m->outbound[i].retry.law == DIST_NONE)
			return model_error(m, &m->outbound[i].head, "attempts",
			    err, "more attempts need retry");
	return 0;
}

static int
check_zone(const struct model *m, struct err *err)
{
	struct err why = { 0 };
	struct zone *z = m->center.zone.n ? zone_open(m->center.zone, &why) :
	    NULL;

	zone_close(z);
	if (!why.kind)
		return 0;
	model_error(m, &m->center.head, "zone", err, "%s", why.text);
	err_hint(err, "%s", why.hint);
	return -1;
}

int
model_check(const struct model *m, struct err *err)
{
	if (check_zone(m, err) < 0)
		return -1;
	if (!m->n[M_QUEUE])
		return model_error(m, &m->center.head, NULL, err,
		    "there is no queue");
	if (check_agents(m, err) < 0 || check_arrivals(m, err) < 0)
		return -1;
	for (size_t i = 0; i < m->n[M_QUEUE]; i++)
		if (check_queue(m, i, err) < 0)
			return -1;
	return check_sums(m, err) < 0 || check_authority(m, err) < 0 ? -1 :
	    check_delays(m, err);
}
