/* fold_read: a line taken apart into the units that it tells of; see
 * fold_inside.h. */
#include "common/fold_inside.h"

/* ---- members taken ------------------------------------------------------- */

static struct str
take_text(struct fold *f, struct line_maker *m, enum field_id id)
{
	struct str s = token_text(maker_token(m, id), &f->arena);

	if (s.p)
		s = arena_dup(&f->arena, s);
	maker_unset(m, id);
	return s;
}

/* The earliest moment stands for "unknown" where a version must be said. */
static int64_t
take_version(struct line_maker *m, enum field_id id)
{
	int64_t ms;

	if (!token_time(maker_token(m, id), &ms) || ms == WHEN_MIN)
		ms = WHEN_NONE;
	maker_unset(m, id);
	return ms;
}

/* What the CRM lent is not the record's. */
static void
take_back(struct line_maker *m)
{
	struct str lent = maker_token(m, F_LENT);
	struct buf own = { 0 };

	if (!lent.p)
		return;
	lent_own_flags(lent, maker_token(m, F_FLAGS), &own);
	if (lent_is_segment(lent, maker_token(m, F_SEGMENT)))
		maker_unset(m, F_SEGMENT);
	if (own.n)
		maker_raw(m, F_FLAGS, buf_view(&own));
	else
		maker_unset(m, F_FLAGS);
	maker_unset(m, F_LENT);
	buf_release(&own);
}

/* The keys leave the members for the unit; what ccmerge makes again goes. */
static void
take_keys(struct fold *f, struct line_maker *m, struct unit *u)
{
	static const enum field_id made_again[] = { F_ID, F_SOURCE,
	    F_CUSTOMER, F_JOURNEY, F_SEQ, F_PREV_MS, F_NEXT_MS,
	    F_PREV_SAME_MS, F_NEXT_SAME_MS };
	int64_t rev = take_version(m, F_REV);

	take_back(m);
	u->part = take_text(f, m, F_PART);
	u->leg = take_text(f, m, F_LEG);
	u->type = take_text(f, m, F_TYPE);
	u->version = take_version(m, F_LEG_REV);
	if (u->version == WHEN_NONE)
		u->version = rev;
	for (size_t i = 0; i < COUNT_OF(made_again); i++)
		maker_unset(m, made_again[i]);
}

/* An object of `legs` or `parts`. */
static void
load_object(struct line_maker *m, struct str object, bool is_leg)
{
	struct str name, value;
	size_t at = 0;
	enum field_id last = F_CC, id;

	maker_clear(m);
	while (token_member(object, &at, &name, &value)) {
		struct str bare = { name.p + 1, name.n - 2 };

		id = field_find_after(bare, last);
		if (id != F_UNKNOWN)
			last = id;
		if (id == F_UNKNOWN)
			maker_unknown(m, bare, value);
		else if (is_leg && id == F_ID)
			maker_raw(m, F_LEG, value);
		else if (is_leg && id == F_REV)
			maker_raw(m, F_LEG_REV, value);
		else
			maker_raw(m, id, value);
	}
}

/* ---- records found ------------------------------------------------------- */

/* The contact's own, which has a type when that says more than its members
 * do. */
static bool
is_own(const struct fold *f, const struct unit *u)
{
	return !u->leg.n && !u->part.n && f->kind == K_INTERACTION;
}

/* Are all legs records of their own, told apart by their ids? */
static bool
legs_have_ids(struct str legs)
{
	struct str object, e;
	size_t at = 0, inner, n = 0;

	while (legs.p && token_element(legs, &at, &object)) {
		struct str id = token_find(object, "id");

		if (id.n <= 2)
			return false;
		inner = 0;
		for (size_t i = 0; i < n && token_element(legs, &inner, &e);
		    i++)
			if (str_eq(token_find(e, "id"), id))
				return false;
		n++;
	}
	return n > 0;
}

/* The nameless entry of `parts` about this leg (empty: about own). */
static bool
find_listed(struct fold *f, struct str parts, struct str leg,
    struct line_maker *listed)
{
	struct str object, s;
	size_t at = 0;

	while (parts.p && token_element(parts, &at, &object)) {
		struct str name = token_find(object, "part");

		if (name.p || !(token_str(token_find(object, "leg"),
		    &f->arena, &s) ? str_eq(s, leg) : !leg.n))
			continue;
		load_object(listed, object, false);
		return true;
	}
	maker_clear(listed);
	return false;
}

static void
read_units(struct fold *f, struct str objects, bool legs)
{
	struct str object;
	size_t at = 0;

	while (objects.p && token_element(objects, &at, &object)) {
		struct unit *u;

		if (!legs && !token_find(object, "part").p)
			continue;
		u = fold_unit_new(f);
		load_object(&u->m, object, legs);
		take_keys(f, &u->m, u);
		if (legs && !u->type.n)
			u->type = implied_type(&u->m);
		fold_unit_keep(f, u);
	}
}

static bool
any_leg_has(const struct set *s, enum field_id id)
{
	for (size_t i = 0; i < s->legs; i++)
		if (maker_has(&s->leg[i]->m, id))
			return true;
	return false;
}

/* What no leg has and nothing else says, all legs agreed on: they have it. */
static void
hand_down(struct fold *f, const struct set *s, const struct line_maker *own)
{
	maker_clear(&f->filling);
	fold_fill_from(f, s, STR_NONE, &f->filling);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		enum field_id id = (enum field_id)i;
		struct str token = maker_token(&f->top, id);

		if (!token.p || !unit_goes_down(id) || maker_has(own, id) ||
		    any_leg_has(s, id) || str_eq(token,
		    maker_token(&f->filling, id)))
			continue;
		for (size_t k = 0; k < s->legs; k++)
			maker_raw(&s->leg[k]->m, id, token);
	}
}

/* Legs as shown become legs as they are. */
static void
strip_legs(struct fold *f, const struct set *s, struct str parts)
{
	for (size_t i = 0; i < s->legs && s->parts; i++) {
		struct unit *u = s->leg[i];

		find_listed(f, parts, u->leg, &f->listed);
		maker_clear(&f->filling);
		fold_fill_from(f, s, u->leg, &f->filling);
		maker_copy(&f->piece, &u->m);
		decompose(&u->m, &f->piece, &f->filling, NULL, &f->listed);
		unit_see_times(u);
	}
}

/*
 * Own of a line with legs is what the top says beside what fills it and the
 * legs compute. It is there when it says something, or when `parts` names it.
 */
static void
read_own(struct fold *f, const struct set *s, struct str parts,
    int64_t version)
{
	struct unit *u = fold_unit_new(f);
	bool named = find_listed(f, parts, STR_NONE, &f->listed);

	u->version = version;
	if (maker_has(&f->listed, F_REV))
		u->version = take_version(&f->listed, F_REV);
	u->type = take_text(f, &f->listed, F_TYPE);
	fold_fill(f, s);
	decompose(&u->m, &f->top, &f->filling, &f->computed, &f->listed);
	fold_drop_effective(f);
	maker_raw(&u->m, F_LEGS, maker_token(&f->listed, F_LEGS));
	buf_str(&u->m.extra, buf_view(&f->top.extra));
	if (named || !maker_says_nothing(&u->m))
		fold_unit_keep(f, u);
	else
		fold_unit_drop(f, u);
}

static void
read_with_legs(struct fold *f, size_t at, struct str legs, struct str parts,
    int64_t version)
{
	struct set s;

	read_units(f, legs, true);
	s = fold_arrange(f->unit + at, f->n - at, true);
	find_listed(f, parts, STR_NONE, &f->listed);
	hand_down(f, &s, &f->listed);
	strip_legs(f, &s, parts);
	s = fold_arrange(f->unit + at, f->n - at, true);
	read_own(f, &s, parts, version);
}

/* A line without legs: a leg's, the contact's own, or a part. */
static void
read_flat(struct fold *f, size_t at, struct unit *u, struct str parts)
{
	struct set s = fold_arrange(f->unit + at, f->n - at, false);
	bool named;

	if (!u->type.n && unit_is_leg(f, u))
		u->type = implied_type(&f->top);
	maker_clear(&f->filling);
	if (!u->part.n)
		fold_fill_from(f, &s, STR_NONE, &f->filling);
	named = find_listed(f, parts, u->leg, &f->listed);
	if (maker_has(&f->listed, F_REV))
		u->version = take_version(&f->listed, F_REV);
	decompose(&u->m, &f->top, &f->filling, NULL, &f->listed);
	maker_raw(&u->m, F_LEGS, maker_token(&f->top, F_LEGS));
	maker_raw(&u->m, F_SRC, maker_token(&f->top, F_SRC));
	buf_str(&u->m.extra, buf_view(&f->top.extra));
	if (is_own(f, u) && str_eq(u->type, implied_type(&u->m)))
		u->type = STR_NONE;
	if (s.parts && !u->leg.n && !u->part.n && !named &&
	    maker_says_nothing(&u->m))
		fold_unit_drop(f, u);
	else
		fold_unit_keep(f, u);
}

int
fold_read(struct fold *f, struct str line, struct err *err)
{
	size_t at = f->n;
	struct str legs, parts;
	struct unit *u;

	if (maker_load(&f->top, line, &f->kind, err) < 0)
		return -1;
	if (f->kind == KIND_COUNT)
		return err_set(err, ERR_DATA, "a line of an unknown kind");
	buf_clear(&f->id);
	buf_str(&f->id, maker_token(&f->top, F_ID));
	buf_clear(&f->source);
	buf_str(&f->source, maker_token(&f->top, F_SOURCE));
	u = fold_unit_new(f);
	take_keys(f, &f->top, u);
	legs = arena_dup(&f->arena, maker_token(&f->top, F_LEGS));
	parts = arena_dup(&f->arena, maker_token(&f->top, F_PARTS));
	maker_unset(&f->top, F_PARTS);
	read_units(f, parts, false);
	if (legs_have_ids(legs)) {
		maker_unset(&f->top, F_LEGS);
		read_with_legs(f, at, legs, parts, u->version);
		fold_unit_drop(f, u);
	} else {
		read_flat(f, at, u, parts);
	}
	return 0;
}
