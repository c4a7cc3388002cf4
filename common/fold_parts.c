/* fold_parts: what is shown of a record and of what fills it, and back; see
 * fold_unit.h. */
#include "common/fold_unit.h"

bool
unit_is_recomputed(enum field_id id)
{
	return fields[id].fold == FOLD_RECOMPUTE;
}

bool
unit_plain_member(enum field_id id)
{
	switch (id) {
	case F_CC:
	case F_KIND:
	case F_TYPE:
	case F_ID:
	case F_SOURCE:
	case F_PART:
	case F_REV:
	case F_LEG:
	case F_LEG_REV:
	case F_LEGS:
	case F_PARTS:
	case F_SRC:
		return false;
	default:
		return true;
	}
}

/* ---- one member ------------------------------------------------------------------- */

void
unite_elements(struct line_maker *to, enum field_id id, struct str array)
{
	struct str e;
	size_t at = 0;

	while (array.p && token_element(array, &at, &e))
		if (!token_has_element(maker_token(to, id), e))
			maker_add_raw(to, id, e);
}

static void
set(struct line_maker *to, enum field_id id, struct str token)
{
	if (token.p)
		maker_raw(to, id, token);
	else
		maker_unset(to, id);
}

/* Whence a member comes when base, what fills it and legs have it. */
enum rule {
	UNITED,			/* elements of all */
	BASE_FIRST,
	LEGS_FIRST,		/* what legs compute stands above base */
	LEGS_ONLY,		/* totals: the sums over legs, or absent */
	BASE_ONLY,		/* totals of a record with legs of its own */
};

static bool
is_total(enum field_id id)
{
	return id >= F_SELF_MS && id <= F_OUTSIDE_MS;
}

static enum rule
rule_of(enum field_id id, const struct line_maker *legs, bool whole)
{
	if (fields[id].fold == FOLD_UNION)
		return UNITED;
	if (is_total(id) && (legs || whole))
		return legs ? LEGS_ONLY : BASE_ONLY;
	if (unit_is_recomputed(id) && legs && maker_has(legs, id))
		return LEGS_FIRST;
	return BASE_FIRST;
}

static void
compose_member(struct line_maker *to, enum field_id id, enum rule rule,
    struct str base, struct str filling, const struct line_maker *legs)
{
	switch (rule) {
	case UNITED:
		maker_unset(to, id);
		unite_elements(to, id, base);
		unite_elements(to, id, filling);
		break;
	case BASE_FIRST:
		set(to, id, base.p ? base : filling);
		break;
	case LEGS_FIRST:
	case LEGS_ONLY:
		set(to, id, maker_token(legs, id));
		break;
	case BASE_ONLY:
		set(to, id, base);
		break;
	}
}

/* ---- whole records ------------------------------------------------------------------ */

/* Of a survey only this is about the contact. */
static const enum field_id of_survey[] = { F_PARTY, F_NAME, F_CASE, F_RATINGS,
	F_SENTIMENT };

static bool
fills(const struct unit *part, enum field_id id, enum line_kind kind)
{
	if (!unit_plain_member(id) || fields[id].level == LEVEL_LEG ||
	    !(fields[id].kinds & 1u << kind))
		return false;
	if (!str_is(part->part, "survey"))
		return true;
	for (size_t i = 0; i < COUNT_OF(of_survey); i++)
		if (of_survey[i] == id)
			return true;
	return false;
}

void
fill(struct line_maker *to, const struct unit *part, enum line_kind kind)
{
	for EACH_FIELD(i, &part->m.has) {
		enum field_id id = (enum field_id)i;

		if (!fills(part, id, kind))
			continue;
		if (fields[id].fold == FOLD_UNION)
			unite_elements(to, id, maker_token(&part->m, id));
		else if (!maker_has(to, id))
			maker_raw(to, id, maker_token(&part->m, id));
	}
}

/* On top of legs, what only a leg has is not shown. */
static bool
is_hidden(enum field_id id, const struct line_maker *legs)
{
	return legs && fields[id].level == LEVEL_LEG;
}

/* Members that one of these has. */
static struct field_set
either(const struct line_maker *a, const struct line_maker *b,
    const struct line_maker *c, const struct line_maker *d)
{
	struct field_set some = a->has;
	const struct line_maker *const others[] = { b, c, d };

	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (others[i])
			some = field_set_both(some, others[i]->has);
	return some;
}

void
compose(struct line_maker *shown, const struct line_maker *base,
    const struct line_maker *filling, const struct line_maker *legs)
{
	bool whole = maker_has(base, F_LEGS);
	struct field_set some = either(shown, base, filling, legs);

	for EACH_FIELD(i, &some) {
		enum field_id id = (enum field_id)i;

		if (unit_plain_member(id) && !is_hidden(id, legs))
			compose_member(shown, id, rule_of(id, legs, whole),
			    maker_token(base, id), maker_token(filling, id),
			    legs);
	}
}

void
decompose(struct line_maker *base, const struct line_maker *shown,
    const struct line_maker *filling, const struct line_maker *legs,
    const struct line_maker *listed)
{
	bool whole = maker_has(shown, F_LEGS);
	struct line_maker expected = { 0 };
	struct field_set some = either(shown, filling, legs, listed);

	some = field_set_both(some, base->has);
	for EACH_FIELD(i, &some) {
		enum field_id id = (enum field_id)i;
		struct str old = maker_token(listed, id);
		enum rule rule = rule_of(id, legs, whole);

		if (!unit_plain_member(id))
			continue;
		compose_member(&expected, id, rule, old,
		    maker_token(filling, id), legs);
		if (is_hidden(id, legs) || rule == LEGS_FIRST ||
		    rule == LEGS_ONLY || str_eq(maker_token(&expected, id),
		    maker_token(shown, id)))
			set(base, id, old);
		else
			set(base, id, maker_token(shown, id));
	}
	maker_release(&expected);
}

void
list_untold(struct line_maker *list, const struct line_maker *base,
    const struct line_maker *shown, const struct line_maker *filling,
    const struct line_maker *legs)
{
	struct line_maker none = { 0 }, found = { 0 };

	decompose(&found, shown, filling, legs, &none);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		enum field_id id = (enum field_id)i;

		if (unit_plain_member(id) && !str_eq(maker_token(base, id),
		    maker_token(&found, id)))
			set(list, id, maker_token(base, id));
	}
	maker_release(&found);
}

bool
maker_is_empty(const struct line_maker *m)
{
	return field_set_next(&m->has, 0) == FIELD_COUNT && !m->extra.n;
}
