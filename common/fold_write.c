/* fold_write: a set of units as one line; see fold_inside.h. */
#include "common/fold_inside.h"

static int64_t
newest_of(struct unit *const *unit, size_t n)
{
	int64_t newest = WHEN_NONE;

	for (size_t i = 0; i < n; i++)
		newest = MAX(newest, unit[i]->version);
	return newest;
}

/* Adds an object to `legs` or `parts`; who makes the list closes it. */
static void
put_object(struct line_maker *m, struct buf *list)
{
	buf_char(list, list->n ? ',' : '[');
	maker_emit_leg(m, list);
}

/* Adds an entry of `parts`: a part, or what cannot be told of leg or own. */
static void
put_piece(struct fold *f, const struct unit *u, bool is_part, struct buf *to)
{
	if (is_part) {
		maker_copy(&f->piece, &u->m);
		maker_str(&f->piece, F_PART, u->part);
		maker_str(&f->piece, F_TYPE, u->type);
		maker_time(&f->piece, F_LEG_REV, u->version);
	}
	maker_str(&f->piece, F_LEG, u->leg);
	put_object(&f->piece, to);
}

/* Lists the version of leg or own, which take_version reads again. */
static void
list_version(struct fold *f, const struct unit *u)
{
	maker_time(&f->piece, F_REV, u->version == WHEN_NONE ? WHEN_MIN :
	    u->version);
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
	if (!unit_is_leg(f, u) || !str_eq(u->type, implied_type(&f->out)))
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
	maker_copy(&f->out, &u->m);
	buf_clear(&f->out.extra);
	put_flat_keys(f, u);
}

/* Only parts, and more than one. */
static void
put_parts_only(struct fold *f, const struct set *s)
{
	struct buf pieces = { 0 };

	fold_fill_from(f, s, STR_NONE, &f->out);
	maker_time(&f->out, F_REV, newest_of(s->part, s->parts));
	put_parts(f, s, &pieces);
}

static void
put_flat(struct fold *f, const struct set *s, const struct unit *base)
{
	struct buf pieces = { 0 };

	maker_clear(&f->filling);
	fold_fill_from(f, s, STR_NONE, &f->filling);
	maker_raw(&f->out, F_LEGS, maker_token(&base->m, F_LEGS));
	compose(&f->out, &base->m, &f->filling, NULL);
	put_flat_keys(f, base);
	maker_clear(&f->piece);
	list_untold(&f->piece, &base->m, &f->out, &f->filling, NULL);
	if (!maker_is_empty(&f->piece) ||
	    (!base->leg.n && maker_says_nothing(&base->m))) {
		if (maker_is_empty(&f->piece))
			list_version(f, base);
		put_piece(f, base, false, &pieces);
	}
	put_parts(f, s, &pieces);
}

/* The members of the contact's level that stand on top alone. */
static void
find_on_top(struct fold *f, const struct set *s, bool on_top[FIELD_COUNT])
{
	maker_clear(&f->piece);		/* what parts alone say */
	fold_fill_from(f, s, STR_NONE, &f->piece);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		enum field_id id = (enum field_id)i;
		struct str top = maker_token(&f->out, id);

		on_top[i] = unit_goes_down(id) && top.p &&
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
	put_object(&u->m, to);
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

	fold_fill_from(f, s, STR_NONE, &alone);
	maker_clear(&f->piece);
	list_untold(&f->piece, own, &f->out, &f->filling, &f->computed);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		enum field_id id = (enum field_id)i;
		bool held = false;

		if (!unit_goes_down(id) || !maker_has(own, id))
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
	if (s->own->version != version || maker_says_nothing(&s->own->m))
		list_version(f, s->own);
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
		fold_fill_from(f, s, s->leg[i]->leg, &filling);
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
	int64_t newest = newest_of(s->leg, s->legs);

	fold_fill(f, s);
	maker_clear(&f->piece);
	compose(&f->out, s->own ? &s->own->m : &f->piece, &f->filling,
	    &f->computed);
	maker_time(&f->out, F_REV, newest);
	maker_raw(&f->out, F_SRC, maker_token(&f->computed, F_SRC));
	if (s->own)
		put_own(f, s, newest, &pieces);
	put_untold_legs(f, s, &pieces);
	put_legs(f, s);
	fold_drop_effective(f);
	put_parts(f, s, &pieces);
}

void
fold_write(struct fold *f, struct buf *out)
{
	struct set s = fold_arrange(f->unit, f->n, true);

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
