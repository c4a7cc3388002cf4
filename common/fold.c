/* fold: lines about one thing become one, the newest of each key; see fold.h
 * and fold_inside.h. */
#include "common/fold_inside.h"

enum { REDUCE_AT = 64 };

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

/* ---- versions ------------------------------------------------------------------------- */

static int64_t
members(const struct line_maker *m)
{
	int64_t n = 0;

	for EACH_FIELD(i, &m->has)
		n += i != F_SRC;
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

int
unit_by_key(const struct unit *a, const struct unit *b)
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
	int c = unit_by_key(a, b);

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

		if (!n || unit_by_key(f->unit[n - 1], u) != 0) {
			f->unit[n++] = u;
			continue;
		}
		f->undecided += f->unit[n - 1]->version == u->version &&
		    by_bytes(f->unit[n - 1], u) != 0;
		fold_unit_drop(f, u);
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

/* ---- the fold ---------------------------------------------------------------------------------- */

static int
take(struct fold *f, struct str line, bool beside, struct err *err)
{
	f->now_beside = beside;
	if (fold_read(f, line, err) < 0)
		return -1;
	if (f->n >= f->reduce_at)
		keep_newest(f);
	return 0;
}

/* The first line, when a second one comes that is another. */
static int
take_first(struct fold *f, struct err *err)
{
	return take(f, buf_view(&f->first), f->first_beside, err);
}

static int
add(struct fold *f, struct str line, bool beside, struct err *err)
{
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
	return take(f, line, beside, err);
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
		fold_unit_drop(f, f->unit[--f->n]);
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
			fold_write(f, out);
		}
	}
	count(f, left, counts);
	clear(f);
	return r;
}
