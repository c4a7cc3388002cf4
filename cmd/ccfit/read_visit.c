/* read_visit: one visit of one queue is counted, and goes into the records that
 * have to be seen in order; see read_inside.h. */
#include "cmd/ccfit/present.h"
#include "cmd/ccfit/read_inside.h"

/* ---- numbers of names ---------------------------------------------------------------- */

#define NUMBERED(what, map_of, list, cap) \
uint32_t \
what(struct facts *f, struct str name) \
{ \
	bool is_new; \
	uint32_t i = map_put(&f->map_of, name, &is_new); \
\
	if (is_new) { \
		size_t n = i; \
\
		GROW(f->list, n, f->cap); \
		memset(&f->list[i], 0, sizeof(f->list[i])); \
	} \
	return i; \
}
static NUMBERED(queue_number, queues, queue, queue_cap)
NUMBERED(agent_number, agents, agent, agent_cap)
NUMBERED(segment_number, segments, segment, segment_cap)
NUMBERED(bot_number, bots, bot, bot_cap)
NUMBERED(source_number, sources, source, source_cap)

static void
count_pair(struct map *pairs, struct seen_pair **list, size_t *cap,
    uint32_t a, uint32_t b)
{
	const int64_t pair[2] = { a, b };
	bool is_new;
	uint32_t i = map_put(pairs, pair_key(pair), &is_new);

	if (is_new) {
		size_t n = i;

		GROW(*list, n, *cap);
		(*list)[i] = (struct seen_pair){ .a = a, .b = b };
	}
	(*list)[i].n++;
}

void
count_next(struct facts *f, const struct visit *from, const struct visit *to)
{
	uint32_t a = queue_number(f, from->queue);
	uint32_t b = queue_number(f, to->queue);

	if (from->answered)
		count_pair(&f->transfers, &f->transfer, &f->transfer_cap, a, b);
	else if (from->overflowed)
		count_pair(&f->overflows, &f->overflow, &f->overflow_cap, a, b);
}

/* ---- sorted records -------------------------------------------------------------------- */

void
begin_key(struct reader *r, char kind, int64_t a)
{
	buf_clear(&r->key);
	buf_char(&r->key, kind);
	key_int(&r->key, a);
}

int
add_record(struct reader *r, const void *payload, size_t n)
{
	return sort_add(r->f->sort, buf_view(&r->key),
	    (struct str){ payload, n }, r->err);
}

static int
add_number(struct reader *r, char kind, int64_t a, int64_t b, int64_t c)
{
	begin_key(r, kind, a);
	key_int(&r->key, b);
	key_int(&r->key, c);
	return add_record(r, "", 0);
}

/* Nobody gives up while it rings: their wait for an agent is without it. */
static int64_t
waited(const struct visit *v)
{
	return v->wait == WHEN_NONE || !v->answered ? v->wait :
	    MAX(v->wait - known(v->ring), 0);
}

static enum left
left(const struct visit *v)
{
	return v->gave_up ? LEFT_GAVE_UP : v->callback ? LEFT_CALLBACK :
	    v->overflowed ? LEFT_OVERFLOWED : LEFT_NOT;
}

static int
add_left(struct reader *r, uint32_t queue, const struct visit *v)
{
	if (waited(v) < PRESENT_WAITED_MS)
		return 0;
	begin_key(r, REC_LEFT, queue);
	key_int(&r->key, v->entry + waited(v));
	return add_record(r, "", 0);
}

static int
add_entry(struct reader *r, uint32_t queue, const struct contact *c,
    const struct visit *v)
{
	struct came came = { MAX(v->end, v->entry), v->answered ?
	    CAME_ANSWERED : v->gave_up ? CAME_GAVE_UP : CAME_OTHER,
	    waited(v), left(v) };

	begin_key(r, REC_ENTERED, queue);
	key_int(&r->key, v->entry);
	if (add_record(r, "", 0) < 0)
		return -1;
	if (!c->customer.n) {
		r->f->queue[queue].no_customer++;
		return 0;
	}
	begin_key(r, REC_CUSTOMER, queue);
	key_str(&r->key, c->customer);
	key_int(&r->key, v->entry);
	return add_record(r, &came, sizeof(came));
}

/* ---- one visit ------------------------------------------------------------------------------ */
static void
see_agent(struct reader *r, uint32_t agent, const struct visit *v)
{
	struct seen_agent *a = &r->f->agent[agent];
	uint32_t team = v->team.n ? map_put(&r->f->teams, v->team, NULL) :
	    TEAMS;

	a->team = a->contacts && a->team != team ? TEAMS : team;
	a->contacts++;
}

static int
add_handled(struct reader *r, uint32_t queue, const struct contact *c,
    const struct visit *v)
{
	struct seen_queue *q = &r->f->queue[queue];
	int64_t talk = known(v->talk) + known(v->hold);
	int64_t from = v->answered_at != WHEN_NONE ? v->answered_at :
	    v->entry + known(v->wait);
	struct worked w = { from + talk, from + talk + known(v->wrap),
	    c->channel };
	uint32_t agent = UINT32_MAX;

	q->no_agent += !v->agent.n;
	if (v->agent.n) {
		agent = agent_number(r->f, v->agent);
		see_agent(r, agent, v);
		count_pair(&r->f->skills, &r->f->skill, &r->f->skill_cap,
		    agent, queue);
		begin_key(r, REC_AGENT, agent);
		key_int(&r->key, from);
		if (add_record(r, &w, sizeof(w)) < 0)
			return -1;
	}
	q->talks += v->talk != WHEN_NONE;
	q->wraps += v->wrap != WHEN_NONE;
	q->rings += v->ring != WHEN_NONE;
	if (v->ring != WHEN_NONE && add_number(r, REC_RANG, queue, v->ring,
	    0) < 0)
		return -1;
	if (v->talk != WHEN_NONE && add_number(r, REC_HANDLED, queue, agent,
	    talk) < 0)
		return -1;
	return v->wrap == WHEN_NONE ? 0 : add_number(r, REC_WRAPPED, queue,
	    agent, v->wrap);
}

/* Whom the customer had, for who comes back. */
static int
add_served(struct reader *r, uint32_t queue, const struct contact *c,
    const struct visit *v, bool first)
{
	int64_t from = v->answered_at != WHEN_NONE ? v->answered_at :
	    v->entry + known(v->wait);
	struct served s = { .queue = queue, .first = first,
	    .talk_end = from + known(v->talk) + known(v->hold) };

	if (!v->agent.n || !c->customer.n)
		return 0;
	s.agent = agent_number(r->f, v->agent);
	buf_clear(&r->key);
	buf_char(&r->key, REC_SERVED);
	key_str(&r->key, c->customer);
	key_int(&r->key, from);
	return add_record(r, &s, sizeof(s));
}

/* That the source has contacts of the queue, and of that day. */
static void
see_day(struct facts *f, uint32_t source, uint32_t queue, int64_t at)
{
	int64_t local = at + zone_offset_ms(f->zone, at);
	const int64_t day[2] = { source, local / MS_DAY -
	    (local % MS_DAY < 0) };
	const int64_t in[2] = { queue, source };

	map_put(&f->days, pair_key(day), NULL);
	map_put(&f->in, pair_key(in), NULL);
}

int
add_visit(struct reader *r, const struct contact *c, const struct visit *v,
    bool fresh)
{
	struct facts *f = r->f;
	uint32_t queue = queue_number(f, v->queue);
	struct seen_queue *q = &f->queue[queue];

	q->visits++;
	q->channel[c->channel]++;
	q->answered += v->answered;
	q->gave_up += v->gave_up;
	q->callbacks += v->callback;
	q->overflowed += v->overflowed;
	q->other += !v->answered && !v->gave_up && !v->callback &&
	    !v->overflowed;
	q->callbacks_made += !c->fresh;
	q->callbacks_reached += !c->fresh && v->answered;
	if (v->wait != WHEN_NONE && c->fresh) {
		q->waits++;
		if (add_left(r, queue, v) < 0 || ((!fresh || !c->customer.n) &&
		    add_number(r, REC_WAITED, queue, waited(v), left(v)) < 0))
			return -1;
	}
	if (fresh && c->fresh) {
		q->fresh++;
		if (c->bot != MAP_NONE)
			count_pair(&f->led, &f->leading, &f->leading_cap,
			    c->bot, queue);
		see_day(f, c->source, queue, v->entry);
		f->first = f->first == WHEN_NONE ? v->entry :
		    MIN(f->first, v->entry);
		f->last = f->last == WHEN_NONE ? v->entry :
		    MAX(f->last, v->entry);
		if (add_entry(r, queue, c, v) < 0)
			return -1;
	}
	if (v->answered && (add_handled(r, queue, c, v) < 0 ||
	    add_served(r, queue, c, v, fresh && c->fresh) < 0))
		return -1;
	return 0;
}
