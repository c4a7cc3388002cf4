/* kpi_agent: what lines of kind agent add: where their time went, and, once
 * all of an agent's are known, how it fits what was planned. */
#include "common/kpi_inside.h"
#include "common/when.h"

/* ---- time ------------------------------------------------------------------- */

/* How many contacts at once: the most of any one channel, at least 1. */
static int64_t
capacity(const struct counting *c)
{
	struct str slots = get(c, F_SLOTS), name, value;
	int64_t n, most = 1;
	size_t at = 0;

	while (slots.p && token_member(slots, &at, &name, &value))
		if (token_int(value, &n))
			most = MAX(most, MIN(n, 1000));
	return most;
}

static void
add_agent_time(const struct counting *c, unsigned count, int64_t from,
    int64_t to)
{
	struct kpi_state *s = state_of(c, c->line, NULL, from);

	if (!s)
		return;
	add_sum(c, s, count, to - from);
	if (count == N_BUSY_MS || count == N_AVAILABLE_MS)
		add_sum(c, s, N_SLOT_MS, (to - from) * capacity(c));
}

/* Is it one of these states? The list ends with NULL. */
static bool
is_one_of(struct str state, const char *const *words)
{
	for (; *words; words++)
		if (str_is(state, *words))
			return true;
	return false;
}

/* Where an agent's time goes; 0 (contacts): nowhere. What is planned is a
 * count of its own; what says only who is signed in counts nowhere. */
static unsigned
agent_count(const struct counting *c)
{
	static const char *const busy[] = { "\"busy\"", "\"wrap\"", NULL };
	static const char *const away[] = { "\"break\"", "\"meal\"",
	    "\"meeting\"", "\"training\"", "\"admin\"",
	    "\"not-responding\"", "\"other\"", NULL };
	bool planned = IS(c, F_PLAN, "true");
	struct str state = get(c, F_STATE);

	if (IS(c, F_TRACK, "\"presence\"") && !planned)
		return 0;
	if (is_one_of(state, away))
		return planned ? N_PLAN_AWAY_MS : N_AWAY_MS;
	if (SAME(state, "\"available\""))
		return planned ? N_PLAN_MS : N_AVAILABLE_MS;
	return !is_one_of(state, busy) ? 0 : planned ? N_PLAN_MS : N_BUSY_MS;
}

static bool
agent_span(const struct counting *c, int64_t *from, int64_t *to)
{
	*from = kpi_moment(c, F_START);
	*to = kpi_moment(c, F_END);
	return *from != WHEN_NONE && *to > *from &&
	    *to - *from <= 31 * (int64_t)MS_DAY;
}

/* Where the piece of a state that begins here ends. */
static int64_t
piece_end(const struct counting *c, int64_t from, int64_t to)
{
	const int64_t quarter = 15 * MS_MINUTE;
	int64_t rest = from % quarter;

	return !c->a->plan->timed ? to : MIN(to, from - (rest < 0 ? rest +
	    quarter : rest) + quarter);
}

/*
 * A state that lasts longer than an interval is cut at every quarter of an
 * hour, the divisor of all intervals in all zones. One of more than 31 days
 * is somebody who never logged out, and says nothing.
 */
void
kpi_add_agent(const struct counting *c)
{
	unsigned count = agent_count(c);
	int64_t from, to, next;

	if (!count || !agent_span(c, &from, &to))
		return;
	for (; from < to; from = next) {
		next = piece_end(c, from, to);
		add_agent_time(c, count, from, next);
	}
}

/* ---- plans ------------------------------------------------------------------ */

static bool
is_planned(unsigned count)
{
	return count == N_PLAN_MS || count == N_PLAN_AWAY_MS;
}

static bool
is_on(unsigned count)
{
	return count == N_PLAN_MS || count == N_BUSY_MS ||
	    count == N_AVAILABLE_MS;
}

static void
add_shift(const struct counting *c, const struct shift *shift)
{
	unsigned count = agent_count(c);
	int64_t from, to, next;

	if (!count || !agent_span(c, &from, &to))
		return;
	for (; from < to; from = next) {
		struct kpi_state *s = state_of(c, c->line, NULL, from);
		struct shift_time t;

		next = piece_end(c, from, to);
		t = shift_time(shift, is_planned(count), is_on(count), from,
		    next);
		if (!s)
			continue;
		add_sum(c, s, N_COMPARED_MS, t.compared);
		add_sum(c, s, N_KEPT_MS, t.kept);
		add_sum(c, s, N_OUTSIDE_MS, t.outside);
	}
}

void
kpi_shift(struct kpi_adder *a, const struct line *line, struct shift *s)
{
	struct counting c = counting_of(a, line);
	unsigned count = agent_count(&c);
	int64_t from, to;

	if (count && agent_span(&c, &from, &to))
		shift_add(s, is_planned(count), is_on(count), from, to);
}

void
kpi_add_shift(struct kpi_adder *a, const struct line *line,
    const struct shift *s)
{
	struct counting c = counting_of(a, line);

	add_shift(&c, s);
}
