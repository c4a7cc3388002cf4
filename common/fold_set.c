/* fold_set: the units of a fold, their order in a set, and what fills them; see
 * fold_inside.h. */
#include "common/fold_inside.h"

/* ---- units --------------------------------------------------------------- */

struct unit *
fold_unit_new(struct fold *f)
{
	struct unit *u = f->spares ? f->spare[--f->spares] :
	    mem_zero(1, sizeof(*u));

	u->part = u->leg = u->type = STR_NONE;
	u->version = WHEN_NONE;
	u->line = f->lines;
	u->beside = f->now_beside;
	return u;
}

void
unit_see_times(struct unit *u)
{
	u->start = token_when(maker_token(&u->m, F_START));
	u->end = token_when(maker_token(&u->m, F_END));
}

void
fold_unit_keep(struct fold *f, struct unit *u)
{
	unit_see_times(u);
	GROW(f->unit, f->n, f->cap);
	f->unit[f->n++] = u;
}

void
fold_unit_drop(struct fold *f, struct unit *u)
{
	maker_clear(&u->m);
	GROW(f->spare, f->spares, f->spare_cap);
	f->spare[f->spares++] = u;
}

void
maker_copy(struct line_maker *to, const struct line_maker *from)
{
	maker_clear(to);
	for EACH_FIELD(i, &from->has)
		maker_raw(to, (enum field_id)i,
		    maker_token(from, (enum field_id)i));
	buf_str(&to->extra, buf_view(&from->extra));
}

bool
maker_says_nothing(const struct line_maker *m)
{
	for EACH_FIELD(i, &m->has)
		if (i != F_SRC)
			return false;
	return !m->extra.n;
}

bool
unit_is_leg(const struct fold *f, const struct unit *u)
{
	return u->leg.n && !u->part.n && f->kind == K_INTERACTION;
}

bool
unit_goes_down(enum field_id id)
{
	return unit_plain_member(id) && fields[id].level == LEVEL_CONTACT &&
	    !unit_is_recomputed(id);
}

/* ---- sets ---------------------------------------------------------------- */

static int
by_role(const void *x, const void *y)
{
	const struct unit *a = *(struct unit *const *)x;
	const struct unit *b = *(struct unit *const *)y;
	int ra = a->part.n ? 2 : a->leg.n > 0, rb = b->part.n ? 2 :
	    b->leg.n > 0;

	if (ra != rb)
		return ra - rb;
	return ra == 1 ? unit_by_place(x, y) : unit_by_key(a, b);
}

struct set
fold_arrange(struct unit **unit, size_t n, bool with_legs)
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

void
fold_fill_from(struct fold *f, const struct set *s, struct str leg,
    struct line_maker *to)
{
	for (size_t i = 0; i < s->parts; i++) {
		struct unit *p = s->part[i];

		if (leg.n ? str_eq(p->leg, leg) : s->flat ||
		    !has_leg(s, p->leg))
			fill(to, p, f->kind);
	}
}

/* ---- what fills them ----------------------------------------------------- */

/* f->effective: the legs with what parts say of them. */
static void
make_effective(struct fold *f, const struct set *s)
{
	f->effective_n = 0;
	for (size_t i = 0; i < s->legs; i++) {
		struct unit *u = s->leg[i], *e = fold_unit_new(f);

		maker_clear(&f->filling);
		fold_fill_from(f, s, u->leg, &f->filling);
		e->leg = u->leg;
		e->type = u->type;
		e->version = u->version;
		e->start = u->start;
		if (maker_is_empty(&f->filling))
			maker_copy(&e->m, &u->m);
		else
			compose(&e->m, &u->m, &f->filling, NULL);
		maker_raw(&e->m, F_SRC, maker_token(&u->m, F_SRC));
		buf_clear(&e->m.extra);
		buf_str(&e->m.extra, buf_view(&u->m.extra));
		GROW(f->effective, f->effective_n, f->effective_cap);
		f->effective[f->effective_n++] = e;
	}
}

void
fold_drop_effective(struct fold *f)
{
	while (f->effective_n)
		fold_unit_drop(f, f->effective[--f->effective_n]);
}

void
fold_fill(struct fold *f, const struct set *s)
{
	make_effective(f, s);
	legs_compute(&f->computed, f->effective, f->effective_n);
	maker_copy(&f->filling, &f->computed);
	fold_fill_from(f, s, STR_NONE, &f->filling);
}
