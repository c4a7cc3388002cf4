/* kpi_add: what one line adds to which counts: the attribution rules. */
#include "common/kpi_inside.h"
#include "common/when.h"

/*
 * Up to 8 digits at once (a line's bytes may be read past their end): pairs,
 * then fours, then eight are put together by one multiplication each, after
 * Lemire.
 */
static inline bool
short_number(struct str token, int64_t *out)
{
	const uint64_t zeros = UINT64_C(0x3030303030303030);
	const uint64_t high = UINT64_C(0xf0f0f0f0f0f0f0f0);
	unsigned shift = (unsigned)(64 - 8 * token.n);
	uint64_t v;

	memcpy(&v, token.p, 8);
	v = v << shift | (shift ? zeros >> (64 - shift) : 0);
	if ((((v & high) ^ zeros) | (((v + UINT64_C(0x0606060606060606)) &
	    high) ^ zeros)) != 0)
		return false;
	v ^= zeros;
	v = v * 10 + (v >> 8);
	v = ((v & UINT64_C(0x000000ff000000ff)) *
	    UINT64_C(0x000f424000000064) +
	    (v >> 16 & UINT64_C(0x000000ff000000ff)) *
	    UINT64_C(0x0000271000000001)) >> 32;
	*out = (int64_t)v;
	return true;
}

static inline bool
duration(const struct counting *c, enum field_id f, int64_t *ms)
{
	struct str token = get(c, f);

	if (LIKELY(token.n - 1 < 8 && short_number(token, ms)))
		return true;
	return token_int(token, ms) && *ms >= 0;
}

/* ---- moments ----------------------------------------------------------------- */

/* "T09:14:05.120Z\"" after a date: milliseconds of the day, or -1. */
static int64_t
time_of_day(const char *p)
{
	const uint64_t zeros = UINT64_C(0x30303a30303a3030);	/* 00:00:00 */
	const uint64_t over = UINT64_C(0x76767f76767f7676);	/* 9, 0 -> 127 */
	uint64_t v, pairs;
	uint32_t part;
	unsigned hour, minute, second;

	memcpy(&v, p + 1, 8);
	memcpy(&part, p + 10, 4);
	v ^= zeros;
	part ^= UINT32_C(0x5a303030);			/* 000Z */
	if (((v | (v + over)) & UINT64_C(0x8080808080808080)) ||
	    ((part | (part + UINT32_C(0x7f767676))) & UINT32_C(0x80808080)) ||
	    p[0] != 'T' || p[9] != '.')
		return -1;
	pairs = v * 10 + (v >> 8);
	hour = pairs & 255;
	minute = pairs >> 24 & 255;
	second = pairs >> 48 & 255;
	if (hour > 23 || minute > 59 || second > 59)
		return -1;
	return ((hour * 60 + minute) * 60 + second) * (int64_t)1000 +
	    (part & 255) * 100 + (part >> 8 & 255) * 10 + (part >> 16 & 255);
}

/* token_time with the dates of late remembered. */
static int64_t
moment(struct kpi_adder *a, struct str token)
{
	uint64_t date, tail = 0, slot;
	int64_t ms, day;

	if (token.n != WHEN_TEXT + 2)
		return WHEN_NONE;
	memcpy(&date, token.p + 1, 8);
	memcpy(&tail, token.p + 9, 2);
	slot = ((date ^ tail << 29) * UINT64_C(0x9e3779b97f4a7c15)) >> 58;
	day = time_of_day(token.p + 11);
	if (day >= 0 && a->day[slot].a == date && a->day[slot].b == tail)
		return a->day[slot].ms + day;
	if (!token_time(token, &ms))
		return WHEN_NONE;
	if (day >= 0) {
		a->day[slot].a = date;
		a->day[slot].b = tail;
		a->day[slot].ms = ms - day;
	}
	return ms;
}

int64_t
kpi_moment(const struct counting *c, enum field_id f)
{
	return moment(c->a, get(c, f));
}

/* The moment that owns a contact's counts. */
static int64_t
contact_at(const struct counting *c)
{
	if (!c->a->plan->timed)
		return WHEN_NONE;
	return kpi_moment(c, c->k->at == AT_END ? F_END : F_START);
}

/* The moment that owns a visit by its own times. */
static int64_t
own_visit_at(const struct counting *c)
{
	int64_t at = kpi_moment(c, F_QUEUED), wait;

	if (at == WHEN_NONE)
		at = kpi_moment(c, F_START);
	if (c->k->at == AT_DECIDED && at != WHEN_NONE &&
	    duration(c, F_WAIT_MS, &wait))
		at += MIN(wait, c->k->threshold_ms);
	return at;
}

static bool
visits_own_time(const struct counting *c)
{
	return c->a->plan->timed && c->k->at != AT_START &&
	    c->k->at != AT_END;
}

/* The moment that owns a plain contact's visit. */
static int64_t
visit_at(const struct counting *c)
{
	return visits_own_time(c) ? own_visit_at(c) : contact_at(c);
}

/* ---- visits ------------------------------------------------------------------------ */

enum visit_end { ANSWERED, ABANDONED, CALLBACK, OVERFLOWED, OTHER };

/* How a word of the outcome list ends a visit to a queue. */
static enum visit_end
visit_end(struct str token)
{
	if (SAME(token, "\"answered\"") || SAME(token, "\"reached\""))
		return ANSWERED;
	if (SAME(token, "\"abandoned\""))
		return ABANDONED;
	if (SAME(token, "\"callback\""))
		return CALLBACK;
	if (SAME(token, "\"overflowed\"") || SAME(token, "\"elsewhere\""))
		return OVERFLOWED;
	return OTHER;
}

static void
add_answered_wait(const struct counting *c, struct kpi_state *s, int64_t wait)
{
	add_sum(c, s, N_WAIT_ANSWERED_MS, wait);
	add_max(c, s, N_MAX_ANSWERED_MS, wait);
	if (c->a->plan->quantiles)
		c->a->sketch_bytes += sketch_add(&s->wait, wait);
}

static void
add_abandoned_wait(const struct counting *c, struct kpi_state *s,
    int64_t wait)
{
	bool is_short = wait <= c->k->short_ms;

	add_sum(c, s, N_WAIT_ABANDONED_MS, wait);
	add_max(c, s, N_MAX_ABANDONED_MS, wait);
	add(c, s, N_SHORT, is_short);
	add(c, s, N_ABANDONED_MID, !is_short && wait <= c->k->threshold_ms);
}

static void
add_wait(const struct counting *c, struct kpi_state *s, enum visit_end end,
    int64_t wait)
{
	add(c, s, N_WAITS, 1);
	add_sum(c, s, N_WAIT_MS, wait);
	add_max(c, s, N_MAX_MS, wait);
	if (end == OTHER)
		return;
	add(c, s, N_ANSWERED_W + end, 1);
	add(c, s, N_ANSWERED_IN + end, wait <= c->k->threshold_ms);
	if (end == ANSWERED)
		add_answered_wait(c, s, wait);
	else if (end == ABANDONED)
		add_abandoned_wait(c, s, wait);
}

static void
add_visit(const struct counting *c, struct kpi_state *s, enum visit_end end)
{
	int64_t wait;

	add(c, s, N_OFFERED, 1);
	add(c, s, N_ANSWERED + end, 1);
	if (duration(c, F_WAIT_MS, &wait))
		add_wait(c, s, end, wait);
}

/* ---- an agent's conversation --------------------------------------------------- */

static bool
handed_on(const struct counting *c)
{
	int64_t transfers;

	return str_starts(get(c, F_OUT), STR("\"transfer-")) ||
	    (token_int(get(c, F_TRANSFERS), &transfers) && transfers > 0);
}

static void
add_talk(const struct counting *c, struct kpi_state *s, bool consult)
{
	int64_t ms;

	if (!duration(c, F_TALK_MS, &ms))
		return;
	add(c, s, N_TALKS, !consult);
	add_sum(c, s, N_TALK_MS, ms);
	if (duration(c, F_HOLD_MS, &ms)) {
		add(c, s, N_HOLDS, !consult);
		add(c, s, N_HELD, !consult && ms > 0);
		add_sum(c, s, N_HOLD_MS, ms);
	}
	if (duration(c, F_WRAP_MS, &ms)) {
		add(c, s, N_WRAPS, !consult);
		add(c, s, N_WRAPPED, !consult && ms > 0);
		add_sum(c, s, N_WRAP_MS, ms);
	}
}

static void
add_work(const struct counting *c, struct kpi_state *s, bool consult)
{
	int64_t ring;

	add_talk(c, s, consult);
	if (consult)
		return;
	add(c, s, N_HANDLED, 1);
	add(c, s, N_HANDED_ON, handed_on(c));
	if (duration(c, F_RING_MS, &ring)) {
		add(c, s, N_RINGS, 1);
		add_sum(c, s, N_RING_MS, ring);
	}
}

/* ---- the contact ------------------------------------------------------------------ */

static bool
has_self(const struct counting *c)
{
	return get(c, F_SELF_MS).p || get(c, F_SELF).p ||
	    IS(c, F_OUTCOME, "\"contained\"") ||
	    IS(c, F_OUTCOME, "\"left-self\"");
}

static void
add_self(const struct counting *c, struct kpi_state *s)
{
	bool contained = IS(c, F_OUTCOME, "\"contained\"");
	struct str self = get(c, F_SELF);

	add(c, s, N_SELF, has_self(c));
	add(c, s, N_CONTAINED, contained);
	add(c, s, N_LEFT_SELF, IS(c, F_OUTCOME, "\"left-self\""));
	add(c, s, N_CONFIRMED, contained && self.p &&
	    str_eq(token_find(self, "result"), STR("\"confirmed\"")));
}

/* A gap within the window, as ccmerge measured it. */
static bool
within(const struct counting *c, enum field_id f, int64_t window)
{
	int64_t gap;

	return token_int(get(c, f), &gap) && gap <= window;
}

static void
add_window(const struct counting *c, struct kpi_state *s, size_t w,
    int64_t start)
{
	bool same = c->k->repeat == REPEAT_REASON;
	unsigned base = (unsigned)w * (N_FOLLOWED_2 - N_FOLLOWED_1);
	int64_t window = c->k->window_ms[w];
	bool followed = within(c, same ? F_NEXT_SAME_MS : F_NEXT_MS, window);
	bool repeat = within(c, same ? F_PREV_SAME_MS : F_PREV_MS, window);
	bool over = c->k->horizon != WHEN_NONE &&
	    start <= c->k->horizon - window;

	add(c, s, N_FOLLOWED_1 + base, followed);
	add(c, s, N_REPEATS_1 + base, repeat);
	add(c, s, N_FIRSTS_1 + base, !repeat);
	add(c, s, N_ALONE_1 + base, !repeat && !followed);
	add(c, s, N_OVER_1 + base, over);
	add(c, s, N_FIRSTS_OVER_1 + base, over && !repeat);
	add(c, s, N_ALONE_OVER_1 + base, over && !repeat && !followed);
	add(c, s, N_KEPT_1 + base, !followed &&
	    IS(c, F_OUTCOME, "\"contained\""));
}

/* Only whom ccmerge knows can be known to come back. */
static void
add_repeat(const struct counting *c, struct kpi_state *s)
{
	struct str origin = get(c, F_ORIGIN);
	int64_t start;

	if (!IS(c, F_BY, "\"customer\"") || !get(c, F_CUSTOMER).p ||
	    (origin.p && !str_eq(origin, STR("\"new\""))) ||
	    (start = kpi_moment(c, F_START)) == WHEN_NONE)
		return;
	c->a->chained = true;
	add(c, s, N_CHAIN, 1);
	add(c, s, N_SELF_CHAIN, has_self(c));
	for (size_t w = 0; w < c->k->windows; w++)
		add_window(c, s, w, start);
}

/*
 * A reply's time in open hours, where the moment that its clock started at is
 * known: the contact's start, or its entry to the queue.
 */
static bool
in_open_hours(const struct counting *c, unsigned from, int64_t *ms)
{
	static const bool start[] = { true, true, false, true, false };
	int64_t at = WHEN_NONE;

	if (from >= COUNT_OF(start) || !start[from])
		return false;
	if (from == 1)
		at = kpi_moment(c, F_QUEUED);
	if (at == WHEN_NONE)
		at = kpi_moment(c, F_START);
	if (at == WHEN_NONE || *ms > WHEN_MAX - at)
		return false;
	*ms = calendar_open_ms(c->k->hours, at, at + *ms);
	return true;
}

static void
add_reply(const struct counting *c, struct kpi_state *s)
{
	static const struct str from[] = { STR_INIT("\"created\""),
	    STR_INIT("\"queued\""), STR_INIT("\"assigned\""),
	    STR_INIT("\"first-message\""), STR_INIT("\"hand-off\"") };
	struct str reply = get(c, F_REPLY), word;
	unsigned i = 0, count;
	int64_t ms;

	if (!reply.p || !token_int(token_find(reply, "first_ms"), &ms) ||
	    ms < 0)
		return;
	word = token_find(reply, "from");
	while (i < COUNT_OF(from) && !str_eq(word, from[i]))
		i++;
	count = N_REPLY_CREATED + i * (N_REPLY_QUEUED - N_REPLY_CREATED);
	if (str_eq(token_find(reply, "clock"), STR("\"business\"")) ||
	    (c->k->hours && in_open_hours(c, i, &ms)))
		count += N_REPLY_CREATED_WORK - N_REPLY_CREATED;
	add(c, s, count, 1);
	add_sum(c, s, count + 1, ms);
}

static void
add_cost(const struct counting *c, struct kpi_state *s)
{
	struct str name = get(c, F_CURRENCY);
	int64_t cost, unit = 0, *word;

	if (!token_micro(get(c, F_COST), &cost))
		return;
	add(c, s, N_COSTED, 1);
	add_sum(c, s, N_COST, cost);
	if (name.n < 3 || name.n > 9)
		name = STR("\"?\"");		/* unsaid: a unit of its own */
	memcpy(&unit, name.p + 1, name.n - 2);
	word = s->word + c->a->plan->slot[N_CURRENCY];
	if (*word != unit)
		*word = *word ? -1 : unit;
}

static void
add_contact(const struct counting *c, struct kpi_state *s)
{
	bool person = IS(c, F_OUTCOME, "\"answered\"");
	bool reached = IS(c, F_OUTCOME, "\"reached\"");
	bool callback = IS(c, F_ORIGIN, "\"callback\"");
	int64_t transfers;

	add(c, s, N_CONTACTS, 1);
	add(c, s, N_CONTACTS_IN, IS(c, F_DIRECTION, "\"in\""));
	if (IS(c, F_DIRECTION, "\"out\"")) {
		add(c, s, N_CONTACTS_OUT, 1);
		add(c, s, N_REACHED, reached);
	}
	add(c, s, N_CALLBACKS_MADE, callback);
	add(c, s, N_CALLBACKS_REACHED, callback && (reached || person));
	add(c, s, N_PERSON, person || reached);
	add(c, s, N_PERSON_TRANSFERRED, (person || reached) &&
	    token_int(get(c, F_TRANSFERS), &transfers) && transfers > 0);
}

static void
add_contact_parts(const struct counting *c, struct kpi_state *s)
{
	if (needs(c, SECTION_CONTACT))
		add_contact(c, s);
	if (needs(c, SECTION_SELF))
		add_self(c, s);
	if (needs(c, SECTION_REPEAT))
		add_repeat(c, s);
	if (needs(c, SECTION_REPLY))
		add_reply(c, s);
	if (needs(c, SECTION_RATING))
		kpi_add_ratings(c, s);
	if (needs(c, SECTION_MONEY))
		add_cost(c, s);
}

static bool
needs_contact(const struct counting *c)
{
	return needs(c, SECTION_CONTACT) || needs(c, SECTION_SELF) ||
	    needs(c, SECTION_REPEAT) || needs(c, SECTION_REPLY) ||
	    needs(c, SECTION_RATING) || needs(c, SECTION_MONEY);
}

/* ---- lines ------------------------------------------------------------------------ */

/*
 * A plain contact visited a queue when it names one (or when it was queued or
 * has a wait), and somebody came to us and asked for a person.
 */
static bool
plain_is_visit(const struct counting *c)
{
	return (get(c, F_QUEUE).p || get(c, F_QUEUED).p ||
	    get(c, F_WAIT_MS).p) && !IS(c, F_DIRECTION, "\"out\"") &&
	    !IS(c, F_OUTCOME, "\"contained\"") &&
	    !IS(c, F_OUTCOME, "\"left-self\"");
}

/* Finds what a plain contact adds to, and what of it. */
static void
meet_plain(const struct counting *c, struct kpi_due *due)
{
	int64_t at = WHEN_NONE, own;
	struct kpi_state *s = NULL;

	due->end = (int)visit_end(get(c, F_OUTCOME));
	due->visit = needs(c, SECTION_VISIT) && plain_is_visit(c);
	due->work = needs(c, SECTION_WORK) && due->end == (int)ANSWERED;
	due->contact = due->own = NULL;
	if (needs_contact(c)) {
		at = contact_at(c);
		s = due->contact = state_of(c, c->line, NULL, at);
		if (!s)
			return;
	}
	if (!due->visit && !due->work)
		return;
	own = visit_at(c);
	due->own = s && own == at ? s : state_of(c, c->line, NULL, own);
}

static void
add_plain(const struct counting *c, const struct kpi_due *due)
{
	if (due->contact)
		add_contact_parts(c, due->contact);
	if (due->own && due->visit)
		add_visit(c, due->own, (enum visit_end)due->end);
	if (due->own && due->work)
		add_work(c, due->own, false);
}

/* A leg is a visit, a handling, both or neither. */
static void
add_leg(const struct counting *c, const struct line *contact, int64_t at)
{
	enum visit_end end = visit_end(get(c, F_OUTCOME));
	bool queue = IS(c, F_TYPE, "\"queue\"");
	bool consult = IS(c, F_TYPE, "\"consult\"");
	bool agent = IS(c, F_TYPE, "\"agent\"");
	bool visit = queue && !IS(c, F_SIDE, "true") &&
	    needs(c, SECTION_VISIT);
	bool work = end == ANSWERED && (queue || agent || consult) &&
	    needs(c, SECTION_WORK);
	struct kpi_state *s;

	if (!visit && !work)
		return;
	s = state_of(c, contact, c->line, visits_own_time(c) ?
	    own_visit_at(c) : at);
	if (!s)
		return;
	if (visit)
		add_visit(c, s, end);
	if (work)
		add_work(c, s, consult);
}

static void
add_legs(const struct counting *c, struct str legs)
{
	int64_t at = contact_at(c);
	struct line l;
	struct counting in = { c->a, &c->a->plan->leg, &l, c->k };
	struct str leg;
	struct kpi_state *s;
	size_t next = 0;

	if (needs_contact(c) && (s = state_of(c, c->line, NULL, at)))
		add_contact_parts(c, s);
	if (!needs(c, SECTION_VISIT) && !needs(c, SECTION_WORK))
		return;
	while (token_element(legs, &next, &leg)) {
		leg_read(&c->a->plan->leg, leg, &l);
		add_leg(&in, c->line, at);
	}
}

/* What kpi_add and kpi_meet share: true when it is a plain contact, which
 * has been met only. */
static bool
add_or_meet(const struct counting *c, struct kpi_due *due, bool *taken)
{
	struct str legs;

	*taken = true;
	if (c->line->kind == K_AGENT) {
		if (needs(c, SECTION_AGENT))
			kpi_add_agent(c);
		return false;
	}
	*taken = c->line->kind == K_INTERACTION &&
	    !get(c, F_MERGED_INTO).p && !IS(c, F_DELETED, "true");
	if (!*taken)
		return false;
	legs = get(c, F_LEGS);
	if (legs.p) {
		add_legs(c, legs);
		return false;
	}
	meet_plain(c, due);
	return true;
}

bool
kpi_add(struct kpi_adder *a, const struct line *line)
{
	struct counting c = counting_of(a, line);
	struct kpi_due due;
	bool taken;

	if (add_or_meet(&c, &due, &taken))
		add_plain(&c, &due);
	return taken;
}

bool
kpi_meet(struct kpi_adder *a, struct kpi_due *due, bool *taken)
{
	struct counting c;

	if (UNLIKELY(due->line.strict)) {	/* its spelling will not last */
		*taken = kpi_add(a, &due->line);
		return false;
	}
	c = counting_of(a, &due->line);
	return add_or_meet(&c, due, taken);
}

void
kpi_add_due(struct kpi_adder *a, const struct kpi_due *due)
{
	struct counting c = counting_of(a, &due->line);

	add_plain(&c, due);
}

void
kpi_adder_release(struct kpi_adder *a)
{
	buf_release(&a->spelling);
	json_release(&a->json);
	arena_release(&a->scratch);
}
