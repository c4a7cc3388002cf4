/* fold_legs: the contact's members out of its legs, by the field table; see
 * fold.h for the totals. */
#include "common/fold_unit.h"

struct contact {
	struct line_maker *out;
	struct unit *const *leg;
	size_t n;
};

static bool
says(const struct unit *u, enum field_id id, const char *token)
{
	return str_is(maker_token(&u->m, id), token);
}

struct str
implied_type(const struct line_maker *m)
{
	if (maker_has(m, F_QUEUE) || maker_has(m, F_QUEUED) ||
	    maker_has(m, F_WAIT_MS))
		return STR("queue");
	if (maker_has(m, F_AGENT) || maker_has(m, F_TALK_MS) ||
	    str_is(maker_token(m, F_OUTCOME), "\"answered\"") ||
	    str_is(maker_token(m, F_DIRECTION), "\"out\""))
		return STR("agent");
	return STR("self");
}

int
unit_by_place(const void *x, const void *y)
{
	const struct unit *a = *(struct unit *const *)x;
	const struct unit *b = *(struct unit *const *)y;
	int c = (a->start > b->start) - (a->start < b->start);

	if (!c)
		c = str_cmp(a->type, b->type);
	return c ? c : str_cmp(a->leg, b->leg);
}

/* ---- which legs count ------------------------------------------------------------- */

static bool
is_main(const struct unit *u)
{
	return !says(u, F_SIDE, "true") && !str_is(u->type, "offer") &&
	    !str_is(u->type, "watch");
}

static bool
is_answered(const struct unit *u)
{
	return says(u, F_OUTCOME, "\"answered\"") ||
	    says(u, F_OUTCOME, "\"reached\"");
}

/* An agent's work: answered queue, agent and consult legs, side or not. */
static bool
is_work(const struct unit *u)
{
	return is_answered(u) && (str_is(u->type, "queue") ||
	    str_is(u->type, "agent") || str_is(u->type, "consult"));
}

static bool
took_it(const struct unit *u)
{
	return is_work(u) && is_main(u);
}

/* Words that only a leg ends with say nothing of the contact. */
static bool
ends_contact(const struct unit *u)
{
	return is_main(u) && !says(u, F_OUTCOME, "\"refused\"") &&
	    !says(u, F_OUTCOME, "\"cancelled\"") &&
	    !says(u, F_OUTCOME, "\"elsewhere\"");
}

static bool
any_leg(const struct unit *u)
{
	(void)u;
	return true;
}

/* ---- ways to fold a member ----------------------------------------------------------- */

typedef bool passes_fn(const struct unit *u);

/* The first (last) leg that passes and has one of the two members. */
static const struct unit *
find(const struct contact *c, bool last, passes_fn *passes, enum field_id id,
    enum field_id or_id)
{
	for (size_t k = 0; k < c->n; k++) {
		const struct unit *u = c->leg[last ? c->n - 1 - k : k];

		if (passes(u) && (maker_has(&u->m, id) ||
		    maker_has(&u->m, or_id)))
			return u;
	}
	return NULL;
}

static void
pick(struct contact *c, enum field_id id, bool last, passes_fn *passes)
{
	const struct unit *u = find(c, last, passes, id, id);

	if (u)
		maker_raw(c->out, id, maker_token(&u->m, id));
}

/* A member of the leg that has `of`, so that queue and skill, agent, team and
 * site are of one visit. */
static void
pick_with(struct contact *c, enum field_id id, enum field_id of, bool last,
    passes_fn *passes)
{
	const struct unit *u = find(c, last, passes, of, of);

	if (!u)
		u = find(c, last, passes, id, id);
	if (u && maker_has(&u->m, id))
		maker_raw(c->out, id, maker_token(&u->m, id));
}

static int64_t
add_up(int64_t a, int64_t b)
{
	int64_t r;

	return ADD_OVERFLOWS(a, b, &r) ? INT64_MAX : r;
}

static void
sum(struct contact *c, enum field_id id, passes_fn *passes)
{
	int64_t total = 0, v;
	bool any = false;

	for (size_t i = 0; i < c->n; i++)
		if (passes(c->leg[i]) && token_int(maker_token(
		    &c->leg[i]->m, id), &v)) {
			total = add_up(total, v);
			any = true;
		}
	if (any)
		maker_int(c->out, id, total);
}

/* Money: never added across currencies. */
static void
sum_money(struct contact *c, enum field_id id)
{
	struct str currency = STR_NONE;
	int64_t total = 0, v;
	bool any = false;

	for (size_t i = 0; i < c->n; i++) {
		const struct line_maker *m = &c->leg[i]->m;

		if (!token_micro(maker_token(m, id), &v))
			continue;
		if (any && !str_eq(currency, maker_token(m, F_CURRENCY)))
			return;
		currency = maker_token(m, F_CURRENCY);
		total = add_up(total, v);
		any = true;
	}
	if (any)
		maker_micro(c->out, id, total);
}

static void
extreme(struct contact *c, enum field_id id, bool greatest, passes_fn *passes)
{
	int64_t best = WHEN_NONE, ms;

	for (size_t i = 0; i < c->n; i++) {
		if (!passes(c->leg[i]) ||
		    !token_time(maker_token(&c->leg[i]->m, id), &ms))
			continue;
		if (best == WHEN_NONE || (greatest ? ms > best : ms < best))
			best = ms;
	}
	maker_time(c->out, id, best);
}

static void
any_of(struct contact *c, enum field_id id)
{
	for (size_t i = 0; i < c->n; i++)
		if (says(c->leg[i], id, "true"))
			maker_bool(c->out, id, true);
}

static void
unite(struct contact *c, enum field_id id)
{
	for (size_t i = 0; i < c->n; i++)
		unite_elements(c->out, id, maker_token(&c->leg[i]->m, id));
}

/* Legs left by a transfer; where none says how it was left, the people who
 * took it one after another. */
static void
transfers(struct contact *c)
{
	int64_t out = 0, taken = 0, stated = 0, v;

	for (size_t i = 0; i < c->n; i++) {
		const struct unit *u = c->leg[i];

		if (!is_main(u))
			continue;
		out += str_starts(maker_token(&u->m, F_OUT),
		    STR("\"transfer-"));
		taken += took_it(u);
		if (token_int(maker_token(&u->m, F_TRANSFERS), &v) && v > 0)
			stated = add_up(stated, v);
	}
	maker_int(c->out, F_TRANSFERS, MAX(MAX(out, taken - 1), stated));
}

/* ---- which way for which member ---------------------------------------------------------- */

static void
by_table(struct contact *c, enum field_id id)
{
	switch (fields[id].fold) {
	case FOLD_FIRST:
		pick(c, id, false, any_leg);
		break;
	case FOLD_LAST:
		pick(c, id, true, any_leg);
		break;
	case FOLD_MIN:
		extreme(c, id, false, any_leg);
		break;
	case FOLD_MAX:
		extreme(c, id, true, any_leg);
		break;
	case FOLD_SUM:
		if (fields[id].type == T_NUM)
			sum_money(c, id);
		else
			sum(c, id, any_leg);
		break;
	case FOLD_ANY:
		any_of(c, id);
		break;
	case FOLD_UNION:
		unite(c, id);
		break;
	case FOLD_RECOMPUTE:
	case FOLD_KEY:
		break;
	}
}

static void
compute_member(struct contact *c, enum field_id id)
{
	switch (id) {
	case F_QUEUE:
	case F_SKILL:
		pick_with(c, id, F_QUEUE, false, is_main);
		break;
	case F_AGENT:
	case F_TEAM:
	case F_SITE:
		pick_with(c, id, F_AGENT, true, took_it);
		break;
	case F_DISPOSITION:
		pick(c, id, true, took_it);
		if (!maker_has(c->out, id))
			pick(c, id, true, any_leg);
		break;
	case F_OUTCOME:
		pick(c, id, false, took_it);
		if (!maker_has(c->out, id))
			pick(c, id, true, ends_contact);
		break;
	case F_QUEUED:
		extreme(c, id, false, is_main);
		break;
	case F_ANSWERED:
		extreme(c, id, false, took_it);
		break;
	case F_END:
		extreme(c, id, true, is_main);
		if (!maker_has(c->out, id))
			extreme(c, id, true, any_leg);
		break;
	case F_SELF_MS:
	case F_WAIT_MS:
	case F_OUTSIDE_MS:
		sum(c, id, is_main);
		break;
	case F_RING_MS:
	case F_TALK_MS:
	case F_HOLD_MS:
	case F_WRAP_MS:
	case F_ACTIVE_MS:
	case F_HOLDS:
		sum(c, id, is_work);
		break;
	case F_TRANSFERS:
		transfers(c);
		break;
	default:
		by_table(c, id);
	}
}

void
legs_compute(struct line_maker *out, struct unit *const *leg, size_t n)
{
	struct contact c = { out, leg, n };
	static const enum field_level on_top[] = { LEVEL_CONTACT, LEVEL_BOTH };

	maker_clear(out);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		enum field_id id = (enum field_id)i;

		if (unit_plain_member(id) && (fields[id].level == on_top[0] ||
		    fields[id].level == on_top[1]))
			compute_member(&c, id);
	}
	for (size_t i = n; i-- > 0;)
		if (maker_has(&leg[i]->m, F_SRC)) {
			maker_raw(out, F_SRC, maker_token(&leg[i]->m, F_SRC));
			break;
		}
}
