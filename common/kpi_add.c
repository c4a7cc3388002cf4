/* kpi_add: what one line adds to which counts: the attribution rules. */
#include "common/kpi.h"
#include "common/num.h"
#include "common/when.h"

/* ---- which members are needed ---------------------------------------------- */

/* A range of counts and the members they are counted from. */
struct need {
	enum kpi_count from, to;
	enum field_id field[10];
};

static const struct need needs[] = {
	{ N_CONTACTS_IN, N_CONTACTS_OUT, { F_DIRECTION } },
	{ N_SELF, N_LEFT_SELF, { F_OUTCOME, F_SELF_MS, F_SELF } },
	{ N_REACHED, N_REACHED, { F_OUTCOME } },
	{ N_TRANSFERRED, N_ANSWERED_CONTACTS, { F_OUTCOME, F_TRANSFERS } },
	{ N_OFFERED, N_OTHER, { F_OUTCOME, F_QUEUE, F_DIRECTION, F_QUEUED,
	    F_WAIT_MS } },
	{ N_ANSWERED_W, N_WAIT_ABANDONED_MS, { F_OUTCOME, F_QUEUE,
	    F_DIRECTION, F_QUEUED, F_WAIT_MS } },
	{ N_HANDLED, N_WRAPPED, { F_OUTCOME, F_DIRECTION, F_RING_MS,
	    F_TALK_MS, F_HOLD_MS, F_WRAP_MS } },
	{ N_CHAIN, N_FIRSTS_OVER_ALONE, { F_BY, F_ORIGIN, F_START, F_PREV_MS,
	    F_NEXT_MS, F_PREV_SAME_MS, F_NEXT_SAME_MS } },
	{ N_REPLY_CREATED, N_REPLY_BUSINESS_MS, { F_REPLY } },
	{ N_ASKED, N_CES_MICRO, { F_RATINGS } },
	{ N_BUSY_MS, N_AVAILABLE_MS, { F_START, F_END, F_STATE, F_PLAN,
	    F_TRACK } },
};

static bool
uses(const struct kpi *k, const struct need *n)
{
	if (k->form == KPI_QUANTILE || k->form == KPI_MAX)
		return n->from == N_ANSWERED_W;
	for (int i = 0; i < KPI_TERMS; i++)
		for (int side = 0; side < 2; side++) {
			int term = side ? k->den[i] : k->num[i];
			int count = (term < 0 ? -term : term) - 1;

			if (term && count >= (int)n->from &&
			    count <= (int)n->to)
				return true;
		}
	return false;
}

size_t
kpi_fields(const struct kpi *const *chosen, size_t n, enum field_id out[63])
{
	bool wanted[FIELD_COUNT] = { false };
	size_t count = 0;

	wanted[F_DELETED] = wanted[F_MERGED_INTO] = wanted[F_LEGS] = true;
	for (size_t i = 0; i < COUNT_OF(needs); i++)
		for (size_t k = 0; k < n; k++)
			for (int f = 0; uses(chosen[k], &needs[i]) &&
			    f < 10 && needs[i].field[f]; f++)
				wanted[needs[i].field[f]] = true;
	for (size_t f = 0; f < FIELD_COUNT && count < 63; f++)
		if (wanted[f])
			out[count++] = (enum field_id)f;
	return count;
}

/* ---- outcomes ----------------------------------------------------------------- */

enum visit_end { ANSWERED, ABANDONED, CALLBACK, OVERFLOWED, OTHER };

/* How a word of the outcome list ends a visit to a queue. */
static enum visit_end
visit_end(struct str token)
{
	static const struct { struct str token; enum visit_end end; } ends[] = {
		{ STR_INIT("\"answered\""), ANSWERED },
		{ STR_INIT("\"abandoned\""), ABANDONED },
		{ STR_INIT("\"callback\""), CALLBACK },
		{ STR_INIT("\"overflowed\""), OVERFLOWED },
		{ STR_INIT("\"elsewhere\""), OVERFLOWED },
		{ STR_INIT("\"reached\""), ANSWERED },
	};

	for (size_t i = 0; i < COUNT_OF(ends); i++)
		if (str_eq(token, ends[i].token))
			return ends[i].end;
	return OTHER;
}

struct counting {
	const struct kpi_settings *k;
	const struct line_plan *plan;
	const struct line *line;
};

static struct str
get(const struct counting *c, enum field_id f)
{
	return line_get(c->plan, c->line, f);
}

static bool
is(const struct counting *c, enum field_id f, struct str quoted)
{
	return str_eq(get(c, f), quoted);
}

static bool
duration(const struct counting *c, enum field_id f, int64_t *ms)
{
	return token_int(get(c, f), ms) && *ms >= 0;
}

/* ---- a visit to a queue -------------------------------------------------------- */

static void
add_wait(struct kpi_state *s, const struct counting *c, enum visit_end end,
    int64_t wait)
{
	bool within = wait <= c->k->threshold_ms;

	s->n[N_WAITS]++;
	s->n[N_WAIT_MS] += wait;
	s->max_wait_ms = MAX(s->max_wait_ms, wait);
	if (end == OTHER)
		return;
	s->n[N_ANSWERED_W + end]++;
	s->n[N_ANSWERED_IN + end] += within;
	if (end == ANSWERED) {
		s->n[N_WAIT_ANSWERED_MS] += wait;
		sketch_add(&s->wait, wait);
	} else if (end == ABANDONED) {
		s->n[N_WAIT_ABANDONED_MS] += wait;
		s->n[N_SHORT] += wait <= c->k->short_ms;
	}
}

static void
add_visit(struct kpi_state *s, const struct counting *c)
{
	enum visit_end end = visit_end(get(c, F_OUTCOME));
	int64_t wait;

	s->n[N_OFFERED]++;
	s->n[N_ANSWERED + end]++;
	if (duration(c, F_WAIT_MS, &wait))
		add_wait(s, c, end, wait);
}

/* ---- an agent's conversation --------------------------------------------------- */

static void
add_times(struct kpi_state *s, const struct counting *c)
{
	int64_t ms;

	if (duration(c, F_HOLD_MS, &ms)) {
		s->n[N_HOLD_MS] += ms;
		s->n[N_HELD] += ms > 0;
	}
	if (duration(c, F_WRAP_MS, &ms)) {
		s->n[N_WRAP_MS] += ms;
		s->n[N_WRAPPED] += ms > 0;
	}
	if (duration(c, F_RING_MS, &ms)) {
		s->n[N_RING_MS] += ms;
		s->n[N_RINGS]++;
	}
}

static void
add_handling(struct kpi_state *s, const struct counting *c, bool counts)
{
	int64_t talk;

	if (!duration(c, F_TALK_MS, &talk))
		return;
	s->n[N_HANDLED] += counts;
	s->n[N_TALK_MS] += talk;
	add_times(s, c);
}

/* ---- the contact ------------------------------------------------------------------ */

static void
add_self(struct kpi_state *s, const struct counting *c)
{
	bool contained = is(c, F_OUTCOME, STR("\"contained\""));
	bool left = is(c, F_OUTCOME, STR("\"left-self\""));

	s->n[N_CONTAINED] += contained;
	s->n[N_LEFT_SELF] += left;
	s->n[N_SELF] += contained || left || get(c, F_SELF_MS).p ||
	    get(c, F_SELF).p;
}

static void
add_repeat(struct kpi_state *s, const struct counting *c)
{
	bool same = c->k->repeat == REPEAT_REASON;
	int64_t window = c->k->window_ms, gap, start;
	struct str origin = get(c, F_ORIGIN);
	bool followed, repeat;

	if (!is(c, F_BY, STR("\"customer\"")) ||
	    (origin.p && !str_eq(origin, STR("\"new\""))) ||
	    !token_time(get(c, F_START), &start))
		return;
	followed = token_int(get(c, same ? F_NEXT_SAME_MS : F_NEXT_MS),
	    &gap) && gap <= window;
	repeat = token_int(get(c, same ? F_PREV_SAME_MS : F_PREV_MS), &gap) &&
	    gap <= window;
	s->n[N_CHAIN]++;
	s->n[N_FOLLOWED] += followed;
	s->n[N_REPEATS] += repeat;
	if (repeat)
		return;
	s->n[N_FIRSTS]++;
	s->n[N_FIRSTS_ALONE] += !followed;
	if (c->k->horizon == WHEN_NONE || start > c->k->horizon - window)
		return;
	s->n[N_FIRSTS_OVER]++;
	s->n[N_FIRSTS_OVER_ALONE] += !followed;
}

static void
add_reply(struct kpi_state *s, const struct counting *c)
{
	static const struct { struct str from; enum kpi_count count; } clocks[]
	    = {
		{ STR_INIT("\"created\""), N_REPLY_CREATED },
		{ STR_INIT("\"queued\""), N_REPLY_QUEUED },
		{ STR_INIT("\"assigned\""), N_REPLY_ASSIGNED },
		{ STR_INIT("\"first-message\""), N_REPLY_MESSAGE },
		{ STR_INIT("\"hand-off\""), N_REPLY_HANDOFF },
	};
	struct str reply = get(c, F_REPLY), from;
	int64_t ms;

	if (!reply.p || !token_int(token_find(reply, "first_ms"), &ms))
		return;
	if (str_eq(token_find(reply, "clock"), STR("\"business\""))) {
		s->n[N_REPLY_BUSINESS]++;
		s->n[N_REPLY_BUSINESS_MS] += ms;
		return;
	}
	from = token_find(reply, "from");
	for (size_t i = 0; i < COUNT_OF(clocks); i++)
		if (str_eq(from, clocks[i].from)) {
			s->n[clocks[i].count]++;
			s->n[clocks[i].count + N_REPLY_CREATED_MS -
			    N_REPLY_CREATED] += ms;
		}
}

/* Its place on its scale from worst (0) to best (10^6), whichever is higher. */
static bool
place_on_scale(struct str rating, int64_t value, int64_t *place)
{
	int64_t worst, best;

	if (!token_micro(token_find(rating, "worst"), &worst) ||
	    !token_micro(token_find(rating, "best"), &best) || worst == best)
		return false;
	if (best < worst) {
		value = -value;
		worst = -worst;
		best = -best;
	}
	if (value < worst || value > best)
		return false;
	*place = num_div_round((wide)(value - worst) * 1000000, best - worst);
	return true;
}

static void
add_rating(struct kpi_state *s, struct str rating)
{
	struct str kind = token_find(rating, "kind");
	int64_t value, place;

	s->n[N_ASKED]++;
	if (!token_micro(token_find(rating, "value"), &value))
		return;
	s->n[N_RATED]++;
	if (str_eq(kind, STR("\"nps\""))) {
		s->n[N_NPS]++;
		s->n[N_PROMOTERS] += value >= 9000000;
		s->n[N_DETRACTORS] += value <= 6000000;
		return;
	}
	if (!place_on_scale(rating, value, &place))
		return;
	if (str_eq(kind, STR("\"csat\""))) {
		s->n[N_CSAT]++;
		s->n[N_CSAT_TOP] += place >= 750000;
		s->n[N_CSAT_MICRO] += place;
	} else if (str_eq(kind, STR("\"ces\""))) {
		s->n[N_CES]++;
		s->n[N_CES_EASY] += place >= 666667;
		s->n[N_CES_HARD] += place <= 333333;
		s->n[N_CES_MICRO] += place;
	}
}

static void
add_ratings(struct kpi_state *s, const struct counting *c)
{
	struct str array = get(c, F_RATINGS), rating;
	size_t at = 0;

	while (array.p && token_element(array, &at, &rating))
		add_rating(s, rating);
}

static void
add_contact(struct kpi_state *s, const struct counting *c)
{
	bool answered;
	int64_t transfers;

	s->n[N_CONTACTS]++;
	s->n[N_CONTACTS_IN] += is(c, F_DIRECTION, STR("\"in\""));
	s->n[N_CONTACTS_OUT] += is(c, F_DIRECTION, STR("\"out\""));
	s->n[N_REACHED] += is(c, F_OUTCOME, STR("\"reached\""));
	answered = is(c, F_OUTCOME, STR("\"answered\""));
	s->n[N_ANSWERED_CONTACTS] += answered;
	s->n[N_TRANSFERRED] += answered &&
	    token_int(get(c, F_TRANSFERS), &transfers) && transfers > 0;
	add_self(s, c);
	add_repeat(s, c);
	add_reply(s, c);
	add_ratings(s, c);
}

/* ---- lines ------------------------------------------------------------------------ */

/*
 * A plain contact visited a queue when it names one (or when it was queued or
 * has a wait), and somebody came to us.
 */
static bool
plain_is_visit(const struct counting *c)
{
	return (get(c, F_QUEUE).p || get(c, F_QUEUED).p ||
	    get(c, F_WAIT_MS).p) && !is(c, F_DIRECTION, STR("\"out\"")) &&
	    !is(c, F_OUTCOME, STR("\"contained\"")) &&
	    !is(c, F_OUTCOME, STR("\"left-self\""));
}

static void
add_plain(struct kpi_state *s, const struct counting *c)
{
	enum visit_end end = visit_end(get(c, F_OUTCOME));

	if (!s)
		return;
	add_contact(s, c);
	if (plain_is_visit(c))
		add_visit(s, c);
	if (end == ANSWERED)
		add_handling(s, c, true);
}

static void
add_leg(const struct kpi_target *to, const struct line *contact,
    const struct counting *c)
{
	bool queue = is(c, F_TYPE, STR("\"queue\""));
	bool agent = is(c, F_TYPE, STR("\"agent\""));
	bool consult = is(c, F_TYPE, STR("\"consult\""));
	bool side = is(c, F_SIDE, STR("true"));
	bool answered = visit_end(get(c, F_OUTCOME)) == ANSWERED;
	struct kpi_state *s;

	if (!(queue && !side) && !(answered && (queue || agent || consult)))
		return;
	s = to->state(to->context, contact, c->line);
	if (!s)
		return;
	if (queue && !side)
		add_visit(s, c);
	if (answered)
		add_handling(s, c, !consult);
}

static void
add_legs(const struct counting *c, const struct line_plan *leg_plan,
    struct str legs, const struct kpi_target *to)
{
	struct kpi_state *s = to->state(to->context, c->line, NULL);
	struct str leg;
	struct line l;
	struct counting in = { c->k, leg_plan, &l };
	size_t at = 0;

	if (s)
		add_contact(s, c);
	while (token_element(legs, &at, &leg)) {
		leg_read(leg_plan, leg, &l);
		add_leg(to, c->line, &in);
	}
}

static void
add_agent(const struct counting *c, const struct kpi_target *to)
{
	static const struct str busy[] = { STR_INIT("\"busy\""),
	    STR_INIT("\"wrap\"") };
	bool is_busy = is(c, F_STATE, busy[0]) || is(c, F_STATE, busy[1]);
	bool free = is(c, F_STATE, STR("\"available\""));
	int64_t start, end;
	struct kpi_state *s;

	if ((!is_busy && !free) || is(c, F_PLAN, STR("true")) ||
	    is(c, F_TRACK, STR("\"presence\"")) ||
	    !token_time(get(c, F_START), &start) ||
	    !token_time(get(c, F_END), &end) || end < start ||
	    !(s = to->state(to->context, c->line, NULL)))
		return;
	s->n[is_busy ? N_BUSY_MS : N_AVAILABLE_MS] += end - start;
}

void
kpi_add(const struct kpi_settings *k, const struct line_plan *plan,
    const struct line_plan *leg_plan, const struct line *line,
    const struct kpi_target *to)
{
	struct counting c = { k, plan, line };
	struct str legs;

	if (line->kind == K_AGENT) {
		add_agent(&c, to);
		return;
	}
	if (line->kind != K_INTERACTION || get(&c, F_MERGED_INTO).p ||
	    is(&c, F_DELETED, STR("true")))
		return;
	legs = get(&c, F_LEGS);
	if (legs.p)
		add_legs(&c, leg_plan, legs, to);
	else
		add_plain(to->state(to->context, line, NULL), &c);
}
