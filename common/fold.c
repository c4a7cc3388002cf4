/* fold: lines about one thing become one; see fold.h and fold_unit.h. */
#include "common/fold.h"

#include "common/fold_unit.h"

enum { REDUCE_AT = 64 };

struct fold {
	struct buf first;		/* the only line so far, as it came */
	size_t lines;
	size_t beside;			/* of them: not counted */
	bool first_beside, now_beside;	/* the first line; the one at hand */
	uint64_t repeats;		/* of the only line, byte for byte */
	uint64_t undecided;		/* dropped, though no version said so */
	enum line_kind kind;
	struct buf id, source;		/* tokens */
	struct unit **unit;
	size_t n, cap, reduce_at;
	struct unit **spare;		/* for reuse */
	size_t spares, spare_cap;
	struct arena arena;
	struct line_plan plan;		/* of what a plain line has not */
	/* scratch */
	struct line_maker top, out, filling, computed, listed, piece;
	struct unit **effective;	/* legs with what parts say of them */
	size_t effective_n, effective_cap;
};

/* A line with one of these is not taken as it came. */
static const enum field_id not_plain[] = { F_TYPE, F_REV, F_LEG };

struct fold *
fold_new(void)
{
	struct fold *f = mem_zero(1, sizeof(*f));

	f->reduce_at = REDUCE_AT;
	line_plan_init(&f->plan, not_plain, COUNT_OF(not_plain));
	return f;
}

static void
release_units(struct unit **list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		maker_release(&list[i]->m);
		mem_free(list[i]);
	}
	mem_free(list);
}

void
fold_free(struct fold *f)
{
	if (!f)
		return;
	release_units(f->unit, f->n);
	release_units(f->spare, f->spares);
	buf_release(&f->first);
	buf_release(&f->id);
	buf_release(&f->source);
	maker_release(&f->top);
	maker_release(&f->out);
	maker_release(&f->filling);
	maker_release(&f->computed);
	maker_release(&f->listed);
	maker_release(&f->piece);
	mem_free(f->effective);
	arena_release(&f->arena);
	mem_free(f);
}

static int64_t
moment(const struct line_maker *m, enum field_id id)
{
	int64_t ms;

	return token_time(maker_token(m, id), &ms) ? ms : WHEN_NONE;
}

static struct unit *
new_unit(struct fold *f)
{
	struct unit *u = f->spares ? f->spare[--f->spares] :
	    mem_zero(1, sizeof(*u));

	u->part = u->leg = u->type = STR_NONE;
	u->version = WHEN_NONE;
	u->line = f->lines;
	u->beside = f->now_beside;
	return u;
}

static void
keep_unit(struct fold *f, struct unit *u)
{
	u->start = moment(&u->m, F_START);
	u->end = moment(&u->m, F_END);
	GROW(f->unit, f->n, f->cap);
	f->unit[f->n++] = u;
}

static void
drop_unit(struct fold *f, struct unit *u)
{
	maker_clear(&u->m);
	GROW(f->spare, f->spares, f->spare_cap);
	f->spare[f->spares++] = u;
}

/* ---- taking members ------------------------------------------------------------------- */

static struct str
take_text(struct fold *f, struct line_maker *m, enum field_id id)
{
	struct str s;

	if (!token_str(maker_token(m, id), &f->arena, &s))
		s = STR_NONE;
	else
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

static void
copy_all(struct line_maker *to, const struct line_maker *from)
{
	maker_clear(to);
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (maker_has(from, (enum field_id)i))
			maker_raw(to, (enum field_id)i,
			    maker_token(from, (enum field_id)i));
	buf_str(&to->extra, buf_view(&from->extra));
}

/* An object of `legs` or `parts`. */
static void
load_object(struct line_maker *m, struct str object, bool is_leg)
{
	struct str name, value;
	size_t at = 0;

	maker_clear(m);
	while (token_member(object, &at, &name, &value)) {
		struct str bare = { name.p + 1, name.n - 2 };
		enum field_id id = field_find(bare);

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

/* ---- versions ------------------------------------------------------------------------- */

static int64_t
members(const struct line_maker *m)
{
	int64_t n = 0;

	for (size_t i = 0; i < FIELD_COUNT; i++)
		n += i != F_SRC && m->value[i].n > 0;
	return n;
}

static int
order_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
by_bytes(const struct unit *a, const struct unit *b)
{
	int c = str_cmp(a->type, b->type);

	for (size_t i = 0; i < FIELD_COUNT && !c; i++)
		if (i != F_SRC)
			c = str_cmp(maker_token(&a->m, (enum field_id)i),
			    maker_token(&b->m, (enum field_id)i));
	return c ? c : str_cmp(buf_view(&a->m.extra), buf_view(&b->m.extra));
}

/* > 0: a is the one to keep. Never which was read last. */
static int
newer(const struct unit *a, const struct unit *b)
{
	int c = order_of(a->version, b->version);

	if (!c)
		c = str_is(maker_token(&b->m, F_OPEN), "true") -
		    str_is(maker_token(&a->m, F_OPEN), "true");
	if (!c)
		c = order_of(a->end, b->end);
	if (!c)
		c = order_of(members(&a->m), members(&b->m));
	if (!c)
		c = by_bytes(a, b);
	if (!c)
		c = str_cmp(maker_token(&a->m, F_SRC),
		    maker_token(&b->m, F_SRC));
	return c;
}

static int
by_key(const struct unit *a, const struct unit *b)
{
	int c = str_cmp(a->part, b->part);

	return c ? c : str_cmp(a->leg, b->leg);
}

/* By part and leg, the one to keep first. Equal ones: by line, for counts. */
static int
by_key_and_version(const void *x, const void *y)
{
	const struct unit *a = *(struct unit *const *)x;
	const struct unit *b = *(struct unit *const *)y;
	int c = by_key(a, b);

	if (!c)
		c = newer(b, a);
	return c ? c : (a->line > b->line) - (a->line < b->line);
}

/* Leaves the newest of each key. */
static void
keep_newest(struct fold *f)
{
	size_t n = 0;

	if (f->n)
		qsort(f->unit, f->n, sizeof(struct unit *),
		    by_key_and_version);
	for (size_t i = 0; i < f->n; i++) {
		struct unit *u = f->unit[i];

		if (!n || by_key(f->unit[n - 1], u) != 0) {
			f->unit[n++] = u;
			continue;
		}
		f->undecided += f->unit[n - 1]->version == u->version &&
		    by_bytes(f->unit[n - 1], u) != 0;
		drop_unit(f, u);
	}
	f->n = n;
	f->reduce_at = MAX(n * 2, (size_t)REDUCE_AT);
}

static int
by_line(const void *x, const void *y)
{
	const struct unit *a = *(struct unit *const *)x;
	const struct unit *b = *(struct unit *const *)y;

	return (a->line > b->line) - (a->line < b->line);
}

/* How many counted lines still have a unit. Leaves units in another order. */
static uint64_t
lines_left(struct fold *f)
{
	uint64_t n = 0;

	if (f->n)
		qsort(f->unit, f->n, sizeof(struct unit *), by_line);
	for (size_t i = 0; i < f->n; i++)
		n += !f->unit[i]->beside && (i == 0 ||
		    f->unit[i]->line != f->unit[i - 1]->line);
	return n;
}

/* ---- the set: own, legs, parts --------------------------------------------------------- */

/* Units in order: own (0 or 1), legs by place, parts by name and leg. */
struct set {
	struct unit *own;		/* NULL: none */
	struct unit **leg, **part;
	size_t legs, parts;
	bool flat;			/* one record is the line: no `legs` */
};

static int
by_role(const void *x, const void *y)
{
	const struct unit *a = *(struct unit *const *)x;
	const struct unit *b = *(struct unit *const *)y;
	int ra = a->part.n ? 2 : a->leg.n > 0, rb = b->part.n ? 2 :
	    b->leg.n > 0;

	if (ra != rb)
		return ra - rb;
	return ra == 1 ? unit_by_place(x, y) : by_key(a, b);
}

static struct set
arrange(struct unit **unit, size_t n, bool with_legs)
{
	struct set s = { .flat = !with_legs };

	if (n)
		qsort(unit, n, sizeof(*unit), by_role);
	if (n && !unit[0]->part.n && !unit[0]->leg.n)
		s.own = *unit++, n--;
	s.leg = unit;
	while (s.legs < n && !unit[s.legs]->part.n)
		s.legs++;
	s.part = unit + s.legs;
	s.parts = n - s.legs;
	return s;
}

static bool
has_leg(const struct set *s, struct str leg)
{
	for (size_t i = 0; i < s->legs && leg.n; i++)
		if (str_eq(s->leg[i]->leg, leg))
			return true;
	return false;
}

/* What parts say of this leg; leg absent: of the contact. */
static void
fill_from(struct fold *f, const struct set *s, struct str leg,
    struct line_maker *to)
{
	for (size_t i = 0; i < s->parts; i++) {
		struct unit *p = s->part[i];

		if (leg.n ? str_eq(p->leg, leg) : s->flat ||
		    !has_leg(s, p->leg))
			fill(to, p, f->kind);
	}
}

/* ---- reading: what a line says -------------------------------------------------------------- */

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
		u = new_unit(f);
		load_object(&u->m, object, legs);
		take_keys(f, &u->m, u);
		if (legs && !u->type.n)
			u->type = implied_type(&u->m);
		keep_unit(f, u);
	}
}

static bool
goes_down(enum field_id id)
{
	return unit_plain_member(id) && fields[id].level == LEVEL_CONTACT &&
	    !unit_is_recomputed(id);
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
	fill_from(f, s, STR_NONE, &f->filling);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		enum field_id id = (enum field_id)i;
		struct str token = maker_token(&f->top, id);

		if (!token.p || !goes_down(id) || maker_has(own, id) ||
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
		fill_from(f, s, u->leg, &f->filling);
		copy_all(&f->piece, &u->m);
		decompose(&u->m, &f->piece, &f->filling, NULL, &f->listed);
		u->start = moment(&u->m, F_START);
		u->end = moment(&u->m, F_END);
	}
}

/* f->effective: the legs with what parts say of them. */
static void
make_effective(struct fold *f, const struct set *s)
{
	f->effective_n = 0;
	for (size_t i = 0; i < s->legs; i++) {
		struct unit *u = s->leg[i], *e = new_unit(f);

		maker_clear(&f->filling);
		fill_from(f, s, u->leg, &f->filling);
		e->leg = u->leg;
		e->type = u->type;
		e->version = u->version;
		e->start = u->start;
		if (maker_is_empty(&f->filling))
			copy_all(&e->m, &u->m);
		else
			compose(&e->m, &u->m, &f->filling, NULL);
		maker_raw(&e->m, F_SRC, maker_token(&u->m, F_SRC));
		buf_clear(&e->m.extra);
		buf_str(&e->m.extra, buf_view(&u->m.extra));
		GROW(f->effective, f->effective_n, f->effective_cap);
		f->effective[f->effective_n++] = e;
	}
}

static void
drop_effective(struct fold *f)
{
	while (f->effective_n)
		drop_unit(f, f->effective[--f->effective_n]);
}

/* f->filling: what stands on top without own. f->computed: of it, the legs'. */
static void
make_filling(struct fold *f, const struct set *s)
{
	make_effective(f, s);
	legs_compute(&f->computed, f->effective, f->effective_n);
	copy_all(&f->filling, &f->computed);
	fill_from(f, s, STR_NONE, &f->filling);
}

static bool
says_nothing(const struct line_maker *m)
{
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (m->value[i].n && i != F_SRC)
			return false;
	return !m->extra.n;
}

/*
 * Own of a line with legs is what the top says beside what fills it and the
 * legs compute. It is there when it says something, or when `parts` names it.
 */
static void
read_own(struct fold *f, const struct set *s, struct str parts,
    int64_t version)
{
	struct unit *u = new_unit(f);
	bool named = find_listed(f, parts, STR_NONE, &f->listed);

	u->version = version;
	if (maker_has(&f->listed, F_REV))
		u->version = take_version(&f->listed, F_REV);
	u->type = take_text(f, &f->listed, F_TYPE);
	make_filling(f, s);
	decompose(&u->m, &f->top, &f->filling, &f->computed, &f->listed);
	drop_effective(f);
	maker_raw(&u->m, F_LEGS, maker_token(&f->listed, F_LEGS));
	buf_str(&u->m.extra, buf_view(&f->top.extra));
	if (named || !says_nothing(&u->m))
		keep_unit(f, u);
	else
		drop_unit(f, u);
}

static void
read_with_legs(struct fold *f, size_t at, struct str legs, struct str parts,
    int64_t version)
{
	struct set s;

	read_units(f, legs, true);
	s = arrange(f->unit + at, f->n - at, true);
	find_listed(f, parts, STR_NONE, &f->listed);
	hand_down(f, &s, &f->listed);
	strip_legs(f, &s, parts);
	s = arrange(f->unit + at, f->n - at, true);
	read_own(f, &s, parts, version);
}

/* A record of a leg, which has a type in any case, or the contact's own, which
 * has one when that says more than its members do. */
static bool
is_leg(const struct fold *f, const struct unit *u)
{
	return u->leg.n && !u->part.n && f->kind == K_INTERACTION;
}

static bool
is_own(const struct fold *f, const struct unit *u)
{
	return !u->leg.n && !u->part.n && f->kind == K_INTERACTION;
}

/* A line without legs: a leg's, the contact's own, or a part. */
static void
read_flat(struct fold *f, size_t at, struct unit *u, struct str parts)
{
	struct set s = arrange(f->unit + at, f->n - at, false);
	bool named;

	if (!u->type.n && is_leg(f, u))
		u->type = implied_type(&f->top);
	maker_clear(&f->filling);
	if (!u->part.n)
		fill_from(f, &s, STR_NONE, &f->filling);
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
	    says_nothing(&u->m))
		drop_unit(f, u);
	else
		keep_unit(f, u);
}

static int
take_apart(struct fold *f, struct str line, struct err *err)
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
	u = new_unit(f);
	take_keys(f, &f->top, u);
	legs = arena_dup(&f->arena, maker_token(&f->top, F_LEGS));
	parts = arena_dup(&f->arena, maker_token(&f->top, F_PARTS));
	maker_unset(&f->top, F_PARTS);
	read_units(f, parts, false);
	if (legs_have_ids(legs)) {
		maker_unset(&f->top, F_LEGS);
		read_with_legs(f, at, legs, parts, u->version);
		drop_unit(f, u);
	} else {
		read_flat(f, at, u, parts);
	}
	if (f->n >= f->reduce_at)
		keep_newest(f);
	return 0;
}

/* ---- writing -------------------------------------------------------------------------------- */

/* Adds an entry of `parts`: a part, or what cannot be told of leg or own. */
static void
put_piece(struct fold *f, const struct unit *u, bool is_part, struct buf *to)
{
	if (is_part) {
		copy_all(&f->piece, &u->m);
		maker_str(&f->piece, F_PART, u->part);
		maker_str(&f->piece, F_TYPE, u->type);
		maker_time(&f->piece, F_LEG_REV, u->version);
	}
	maker_str(&f->piece, F_LEG, u->leg);
	buf_char(to, to->n ? ',' : '[');
	maker_emit_leg(&f->piece, to);
}

static void
put_parts(struct fold *f, const struct set *s, struct buf *pieces)
{
	for (size_t i = 0; i < s->parts; i++)
		put_piece(f, s->part[i], true, pieces);
	if (pieces->n) {
		buf_char(pieces, ']');
		maker_raw(&f->out, F_PARTS, buf_view(pieces));
	}
	buf_release(pieces);
}

static void
put_type(struct fold *f, const struct unit *u)
{
	if (!is_leg(f, u) || !str_eq(u->type, implied_type(&f->out)))
		maker_str(&f->out, F_TYPE, u->type);
}

/* A unit's members as the line's own. */
static void
put_flat_keys(struct fold *f, const struct unit *u)
{
	maker_str(&f->out, F_PART, u->part);
	maker_str(&f->out, F_LEG, u->leg);
	maker_time(&f->out, u->leg.n ? F_LEG_REV : F_REV, u->version);
	maker_raw(&f->out, F_SRC, maker_token(&u->m, F_SRC));
	buf_str(&f->out.extra, buf_view(&u->m.extra));
	put_type(f, u);
}

static void
put_alone(struct fold *f, const struct unit *u)
{
	copy_all(&f->out, &u->m);
	buf_clear(&f->out.extra);
	put_flat_keys(f, u);
}

/* Only parts, and more than one. */
static void
put_parts_only(struct fold *f, const struct set *s)
{
	struct buf pieces = { 0 };
	int64_t newest = WHEN_NONE;

	fill_from(f, s, STR_NONE, &f->out);
	for (size_t i = 0; i < s->parts; i++)
		newest = MAX(newest, s->part[i]->version);
	maker_time(&f->out, F_REV, newest);
	put_parts(f, s, &pieces);
}

static void
put_flat(struct fold *f, const struct set *s, const struct unit *base)
{
	struct buf pieces = { 0 };

	maker_clear(&f->filling);
	fill_from(f, s, STR_NONE, &f->filling);
	maker_raw(&f->out, F_LEGS, maker_token(&base->m, F_LEGS));
	compose(&f->out, &base->m, &f->filling, NULL);
	put_flat_keys(f, base);
	maker_clear(&f->piece);
	list_untold(&f->piece, &base->m, &f->out, &f->filling, NULL);
	if (!maker_is_empty(&f->piece) ||
	    (!base->leg.n && says_nothing(&base->m))) {
		if (maker_is_empty(&f->piece))
			maker_time(&f->piece, F_REV, base->version ==
			    WHEN_NONE ? WHEN_MIN : base->version);
		put_piece(f, base, false, &pieces);
	}
	put_parts(f, s, &pieces);
}

/* The members of the contact's level that stand on top alone. */
static void
find_on_top(struct fold *f, const struct set *s, bool on_top[FIELD_COUNT])
{
	maker_clear(&f->piece);		/* what parts alone say */
	fill_from(f, s, STR_NONE, &f->piece);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		enum field_id id = (enum field_id)i;
		struct str top = maker_token(&f->out, id);

		on_top[i] = goes_down(id) && top.p &&
		    str_eq(top, maker_token(&f->computed, id)) &&
		    !str_eq(top, maker_token(&f->piece, id)) &&
		    !(s->own && maker_has(&s->own->m, id));
		for (size_t k = 0; k < f->effective_n && on_top[i]; k++)
			on_top[i] = str_eq(top, maker_token(
			    &f->effective[k]->m, id));
	}
}

static void
put_leg(struct unit *u, const bool on_top[FIELD_COUNT], struct buf *to)
{
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (on_top[i])
			maker_unset(&u->m, (enum field_id)i);
	maker_str(&u->m, F_ID, u->leg);
	maker_time(&u->m, F_REV, u->version);
	maker_str(&u->m, F_TYPE, u->type);
	buf_char(to, to->n ? ',' : '[');
	maker_emit_leg(&u->m, to);
}

static void
put_legs(struct fold *f, const struct set *s)
{
	bool on_top[FIELD_COUNT];
	struct buf legs = { 0 };

	find_on_top(f, s, on_top);
	for (size_t i = 0; i < f->effective_n; i++)
		put_leg(f->effective[i], on_top, &legs);
	buf_char(&legs, ']');
	maker_raw(&f->out, F_LEGS, buf_view(&legs));
	buf_release(&legs);
}

/* What read_own would not find: f->piece. */
static void
list_own(struct fold *f, const struct set *s)
{
	const struct line_maker *own = &s->own->m;
	struct line_maker alone = { 0 };

	fill_from(f, s, STR_NONE, &alone);
	maker_clear(&f->piece);
	list_untold(&f->piece, own, &f->out, &f->filling, &f->computed);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		enum field_id id = (enum field_id)i;
		bool held = false;

		if (!goes_down(id) || !maker_has(own, id))
			continue;
		for (size_t k = 0; k < f->effective_n; k++)
			held |= maker_has(&f->effective[k]->m, id);
		if (!held && !str_eq(maker_token(&f->out, id),
		    maker_token(&alone, id)))
			maker_raw(&f->piece, id, maker_token(own, id));
	}
	maker_str(&f->piece, F_TYPE, s->own->type);
	maker_raw(&f->piece, F_LEGS, maker_token(own, F_LEGS));
	maker_release(&alone);
}

static void
put_own(struct fold *f, const struct set *s, int64_t version,
    struct buf *pieces)
{
	list_own(f, s);
	if (s->own->version != version || says_nothing(&s->own->m))
		maker_time(&f->piece, F_REV, s->own->version == WHEN_NONE ?
		    WHEN_MIN : s->own->version);
	if (!maker_is_empty(&f->piece))
		put_piece(f, s->own, false, pieces);
	buf_str(&f->out.extra, buf_view(&s->own->m.extra));
}

static void
put_untold_legs(struct fold *f, const struct set *s, struct buf *pieces)
{
	struct line_maker filling = { 0 };

	for (size_t i = 0; i < s->legs && s->parts; i++) {
		maker_clear(&filling);
		fill_from(f, s, s->leg[i]->leg, &filling);
		maker_clear(&f->piece);
		list_untold(&f->piece, &s->leg[i]->m, &f->effective[i]->m,
		    &filling, NULL);
		if (!maker_is_empty(&f->piece))
			put_piece(f, s->leg[i], false, pieces);
	}
	maker_release(&filling);
}

static void
put_with_legs(struct fold *f, const struct set *s)
{
	struct buf pieces = { 0 };
	int64_t newest = WHEN_NONE;

	make_filling(f, s);
	maker_clear(&f->piece);
	compose(&f->out, s->own ? &s->own->m : &f->piece, &f->filling,
	    &f->computed);
	for (size_t i = 0; i < s->legs; i++)
		newest = MAX(newest, s->leg[i]->version);
	maker_time(&f->out, F_REV, newest);
	maker_raw(&f->out, F_SRC, maker_token(&f->computed, F_SRC));
	if (s->own)
		put_own(f, s, newest, &pieces);
	put_untold_legs(f, s, &pieces);
	put_legs(f, s);
	drop_effective(f);
	put_parts(f, s, &pieces);
}

static void
write_set(struct fold *f, struct buf *out)
{
	struct set s = arrange(f->unit, f->n, true);

	/* with one leg and nothing beside it, the leg's record is the line */
	s.flat = s.legs == 0 || (s.legs == 1 && !s.own);
	maker_clear(&f->out);
	if (f->n == 1)
		put_alone(f, f->unit[0]);
	else if (!s.flat)
		put_with_legs(f, &s);
	else if (s.own || s.legs)
		put_flat(f, &s, s.own ? s.own : s.leg[0]);
	else
		put_parts_only(f, &s);
	maker_raw(&f->out, F_ID, buf_view(&f->id));
	maker_raw(&f->out, F_SOURCE, buf_view(&f->source));
	maker_emit(&f->out, f->kind, out);
}

/* ---- the fold ---------------------------------------------------------------------------------- */

/* The first line, when a second one comes that is another. */
static int
take_first(struct fold *f, struct err *err)
{
	bool now = f->now_beside;
	int r;

	f->now_beside = f->first_beside;
	r = take_apart(f, buf_view(&f->first), err);
	f->now_beside = now;
	return r;
}

static int
add(struct fold *f, struct str line, bool beside, struct err *err)
{
	f->now_beside = beside;
	if (f->lines == 0) {
		buf_str(&f->first, line);
		f->first_beside = beside;
		f->beside = beside;
		f->lines = 1;
		return 0;
	}
	if (f->lines == 1 && str_eq(line, buf_view(&f->first))) {
		f->repeats += !(f->first_beside || beside);
		f->first_beside &= beside;
		f->beside = f->first_beside;
		return 0;
	}
	if (f->lines == 1 && take_first(f, err) < 0)
		return -1;
	f->lines++;
	f->beside += beside;
	return take_apart(f, line, err);
}

int
fold_add(struct fold *f, struct str line, struct err *err)
{
	return add(f, line, false, err);
}

int
fold_add_beside(struct fold *f, struct str line, struct err *err)
{
	return add(f, line, true, err);
}

bool
fold_passes(const struct line_plan *plan, const struct line *l)
{
	return l->kind != K_INTERACTION ||
	    (!line_get(plan, l, F_TYPE).p &&
	    (!line_get(plan, l, F_REV).p || !line_get(plan, l, F_LEG).p));
}

static bool
is_plain(struct fold *f)
{
	struct line l;

	buf_room(&f->first, PADDING);
	return line_read(&f->plan, buf_view(&f->first), &l) != LINE_OK ||
	    fold_passes(&f->plan, &l);
}

static void
clear(struct fold *f)
{
	buf_clear(&f->first);
	buf_clear(&f->out.bytes);
	f->lines = f->beside = 0;
	f->repeats = 0;
	f->undecided = 0;
	while (f->n)
		drop_unit(f, f->unit[--f->n]);
	f->reduce_at = REDUCE_AT;
	arena_clear(&f->arena);
}

/* left: counted lines that are in the line that is written. */
static void
count(const struct fold *f, uint64_t left, struct fold_counts *counts)
{
	uint64_t lines = f->lines - f->beside;

	counts->lines += lines + f->repeats;
	counts->superseded += lines - left + f->repeats;
	counts->joined += left ? left - 1 : 0;
	counts->opened += left > 0;
	counts->extra += f->lines && !left;
	counts->undecided += f->undecided;
}

int
fold_end(struct fold *f, struct buf *out, struct fold_counts *counts,
    struct err *err)
{
	uint64_t left = f->lines - f->beside;
	int r = 0;

	if (f->lines == 1 && is_plain(f)) {
		buf_str(out, buf_view(&f->first));
		if (!out->n || out->p[out->n - 1] != '\n')
			buf_char(out, '\n');
	} else if (f->lines) {
		if (f->lines == 1)
			r = take_first(f, err);
		if (r == 0) {
			keep_newest(f);
			left = lines_left(f);
			write_set(f, out);
		}
	}
	count(f, left, counts);
	clear(f);
	return r;
}
