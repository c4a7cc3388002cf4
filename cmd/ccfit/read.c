/* read: what each line says, as visits of queues, agents and bots; see facts.h. */
#include "cmd/ccfit/read_inside.h"
#include "common/each.h"
#include "common/field.h"

static struct str
text(struct reader *r, struct str token)
{
	return token_text(token, &r->arena);
}

static int64_t
number(struct str token)
{
	int64_t v;

	return token_int(token, &v) ? v : WHEN_NONE;
}

static bool
says(struct str token, const char *word)
{
	return token.n == strlen(word) + 2 &&
	    memcmp(token.p + 1, word, token.n - 2) == 0;
}

static struct str
get(const struct reader *r, const struct line *l, enum field_id id)
{
	return line_get(&r->plan, l, id);
}

static void
read_outcome(struct visit *v, struct str outcome)
{
	v->answered = says(outcome, "answered") || says(outcome, "reached");
	v->gave_up = says(outcome, "abandoned");
	v->callback = says(outcome, "callback");
	v->overflowed = says(outcome, "overflowed") ||
	    says(outcome, "elsewhere");
}

static struct visit
plain_visit(struct reader *r, const struct line *l)
{
	int64_t start = token_when(get(r, l, F_START));
	struct visit v = {
		.queue = text(r, get(r, l, F_QUEUE)),
		.agent = text(r, get(r, l, F_AGENT)),
		.team = text(r, get(r, l, F_TEAM)),
		.entry = token_when(get(r, l, F_QUEUED)),
		.wait = number(get(r, l, F_WAIT_MS)),
		.ring = number(get(r, l, F_RING_MS)),
		.answered_at = token_when(get(r, l, F_ANSWERED)),
		.talk = number(get(r, l, F_TALK_MS)),
		.hold = number(get(r, l, F_HOLD_MS)),
		.wrap = number(get(r, l, F_WRAP_MS)),
		.end = token_when(get(r, l, F_END)),
	};

	if (v.entry == WHEN_NONE && start != WHEN_NONE)
		v.entry = start + known(number(get(r, l, F_SELF_MS)));
	read_outcome(&v, get(r, l, F_OUTCOME));
	return v;
}

static struct visit
leg_visit(struct reader *r, struct str leg)
{
	struct visit v = {
		.queue = text(r, token_find(leg, "queue")),
		.agent = text(r, token_find(leg, "agent")),
		.team = text(r, token_find(leg, "team")),
		.entry = token_when(token_find(leg, "queued")),
		.wait = number(token_find(leg, "wait_ms")),
		.ring = number(token_find(leg, "ring_ms")),
		.answered_at = token_when(token_find(leg, "answered")),
		.talk = number(token_find(leg, "talk_ms")),
		.hold = number(token_find(leg, "hold_ms")),
		.wrap = number(token_find(leg, "wrap_ms")),
		.end = token_when(token_find(leg, "end")),
	};

	if (v.entry == WHEN_NONE)
		v.entry = token_when(token_find(leg, "start"));
	read_outcome(&v, token_find(leg, "outcome"));
	return v;
}

/* Queue visits on the customer's way; what came beside it is no arrival. */
static int
read_legs(struct reader *r, const struct contact *c, struct str legs)
{
	struct visit before = { 0 };
	struct str leg;
	size_t at = 0;
	bool first = true, side;

	while (token_element(legs, &at, &leg)) {
		struct visit v;

		if (!says(token_find(leg, "type"), "queue") ||
		    (token_bool(token_find(leg, "side"), &side) && side))
			continue;
		v = leg_visit(r, leg);
		if (!v.queue.n || v.entry == WHEN_NONE)
			continue;
		if (add_visit(r, c, &v, first) < 0)
			return -1;
		if (!first)
			count_next(r->f, &before, &v);
		before = v;
		first = false;
	}
	return 0;
}

static void
see_segment(struct reader *r, const struct line *l)
{
	struct str segment = text(r, get(r, l, F_SEGMENT)), flag;
	struct str flags = get(r, l, F_FLAGS);
	struct seen_segment *s;
	size_t at = 0;
	uint32_t i;

	if (!segment.n)
		return;
	i = segment_number(r->f, segment);
	s = &r->f->segment[i];
	s->contacts++;
	r->f->segmented++;
	while (flags.p && token_element(flags, &at, &flag)) {
		s->alerts += says(flag, "fraud-alert");
		s->issues += says(flag, "complaint-open");
	}
}

/* Its number; MAP_NONE: it met none. */
static uint32_t
see_bot(struct reader *r, const struct line *l)
{
	struct str self = get(r, l, F_SELF), outcome = get(r, l, F_OUTCOME);
	struct str name = self.p ? text(r, token_find(self, "name")) :
	    STR_NONE;
	int64_t ms = number(get(r, l, F_SELF_MS));
	struct seen_bot *b;
	uint32_t i;

	if (!self.p && ms == WHEN_NONE)
		return MAP_NONE;
	if (!name.n)
		name = text(r, get(r, l, F_ENTRY));
	i = bot_number(r->f, name.n ? name : STR("self"));
	b = &r->f->bot[i];
	b->sessions++;
	b->contained += says(outcome, "contained");
	b->left += says(outcome, "left-self");
	if (says(outcome, "contained"))
		b->talk_ms += known(ms);
	else if (!says(outcome, "left-self")) {
		b->handed++;
		b->handed_ms += known(ms);
	}
	return i;
}

static bool
gone(const struct reader *r, const struct line *l)
{
	bool deleted;

	return get(r, l, F_MERGED_INTO).p ||
	    (token_bool(get(r, l, F_DELETED), &deleted) && deleted);
}

/* Whom ccmerge found. Of ccroute's own lines it is known before: a telephone
 * may be several persons', a simulated caller is one. */
static struct str
customer_of(struct reader *r, const struct line *l)
{
	struct str customer = text(r, get(r, l, F_CUSTOMER)), party;
	struct str parties = get(r, l, F_PARTY);
	size_t at = 0;

	return !customer.n && parties.p && token_element(parties, &at,
	    &party) && str_starts(party, STR("\"caller:")) ?
	    text(r, party) : customer;
}

static int
read_contact(struct reader *r, const struct line *l)
{
	struct facts *f = r->f;
	struct contact c = { .customer = customer_of(r, l), .bot = MAP_NONE,
	    .channel = token_enum(get(r, l, F_CHANNEL),
	    fields[F_CHANNEL].values) };
	bool callback = says(get(r, l, F_ORIGIN), "callback");
	struct str legs = get(r, l, F_LEGS);
	struct visit v;

	c.source = source_number(f, text(r, get(r, l, F_SOURCE)));
	if (c.channel < 0 || c.channel >= MODEL_CHANNELS)
		c.channel = MODEL_CHANNELS - 1;		/* other */
	f->contacts++;
	if (says(get(r, l, F_DIRECTION), "out") && !callback) {
		f->outbound++;
		f->reached += says(get(r, l, F_OUTCOME), "reached");
		return 0;
	}
	c.fresh = !callback && !says(get(r, l, F_DIRECTION), "internal") &&
	    (!get(r, l, F_BY).p || says(get(r, l, F_BY), "customer"));
	if (c.fresh) {
		f->inbound++;
		see_segment(r, l);
		c.bot = see_bot(r, l);
	}
	if (legs.p)
		return read_legs(r, &c, legs);
	v = plain_visit(r, l);
	if (!v.queue.n || v.entry == WHEN_NONE)
		return 0;
	return add_visit(r, &c, &v, true);
}

/* {"voice":1,"chat":3} */
static void
see_slots(struct str slots, struct seen_agent *a)
{
	struct str name, value;
	int64_t n;
	size_t at = 0;

	while (slots.p && token_member(slots, &at, &name, &value)) {
		int c = token_enum(name, fields[F_CHANNEL].values);

		if (c >= 0 && c < MODEL_CHANNELS && token_int(value, &n) &&
		    n > 0 && n <= 1000)
			a->slots[c] = MAX(a->slots[c], (int32_t)n);
	}
}

static int
read_state(struct reader *r, const struct line *l)
{
	struct str agent = text(r, get(r, l, F_AGENT));
	int64_t start = token_when(get(r, l, F_START));
	struct stated s = { token_when(get(r, l, F_END)), token_enum(get(r, l,
	    F_STATE), fields[F_STATE].values) };
	bool plan;
	uint32_t i;

	if (!agent.n || start == WHEN_NONE || s.end == WHEN_NONE ||
	    s.end <= start || s.state < 0)
		return 0;
	if (token_bool(get(r, l, F_PLAN), &plan) && plan) {
		r->f->planned++;
		return 0;
	}
	if (says(get(r, l, F_TRACK), "routing"))
		return 0;
	i = agent_number(r->f, agent);
	r->f->agent[i].states++;
	see_slots(get(r, l, F_SLOTS), &r->f->agent[i]);
	begin_key(r, REC_STATE, i);
	key_int(&r->key, start);
	return add_record(r, &s, sizeof(s));
}

static void
see_span(struct reader *r, const struct line *l)
{
	uint32_t i = source_number(r->f, text(r, get(r, l, F_SOURCE)));
	struct seen_source *s = &r->f->source[i];
	int64_t from = token_when(get(r, l, F_START));
	int64_t to = token_when(get(r, l, F_END));

	if (from == WHEN_NONE || to == WHEN_NONE)
		return;
	if (s->to <= s->from) {		/* its first */
		s->from = from;
		s->to = to;
	}
	s->from = MIN(s->from, from);
	s->to = MAX(s->to, to);
}

static int
read_line(void *context, const struct line *l, const struct line_at *at,
    struct err *err)
{
	struct reader *r = context;

	(void)at;
	r->err = err;
	arena_clear(&r->arena);
	r->f->read++;
	if (l->kind == K_INTERACTION && !gone(r, l))
		return read_contact(r, l);
	if (l->kind == K_AGENT && !gone(r, l))
		return read_state(r, l);
	if (l->kind == K_SPAN)
		see_span(r, l);
	else {
		r->f->read--;
		r->f->passed++;
	}
	return 0;
}

int
facts_read(struct facts *f, struct ccfit_options *o, struct err *err)
{
	static const enum field_id want[] = { F_SOURCE, F_DELETED,
	    F_MERGED_INTO, F_CUSTOMER, F_PARTY, F_SEGMENT, F_FLAGS,
	    F_CHANNEL,
	    F_DIRECTION, F_BY, F_ORIGIN, F_ENTRY, F_START, F_QUEUED,
	    F_ANSWERED, F_END, F_QUEUE, F_TEAM, F_AGENT, F_STATE, F_TRACK,
	    F_SLOTS, F_PLAN, F_OUTCOME, F_SELF_MS, F_WAIT_MS, F_RING_MS,
	    F_TALK_MS, F_HOLD_MS,
	    F_WRAP_MS, F_SELF, F_LEGS };
	struct sort_options so = { o->cli.mem_bytes / 2, o->cli.tmp_dir,
	    (int)o->cli.threads };
	struct reader r = { .f = f };
	struct each e = { .paths = o->cli.operands,
	    .n_paths = o->cli.n_operands, .threads = (int)o->cli.threads,
	    .plan = &r.plan, .diag = &o->cli.diag, .take = read_line,
	    .context = &r };
	int got;

	f->o = o;
	f->first = f->last = WHEN_NONE;
	f->sort = sort_new(&so);
	line_plan_init(&r.plan, want, COUNT_OF(want));
	got = each_line(&e, err);
	arena_release(&r.arena);
	buf_release(&r.key);
	return got < 0 ? -1 : sort_finish(f->sort, err);
}
