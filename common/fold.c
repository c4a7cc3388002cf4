/* fold: lines about one thing become one; see fold.h. */
#include "common/fold.h"

#include "common/line.h"
#include "common/when.h"

/* One leg, part or whole record. */
struct unit {
	struct line_maker m;
	int64_t start, version;		/* WHEN_NONE: unknown */
	struct str part, leg, type;	/* decoded, in the fold's arena */
	bool own;			/* the contact's own members only */
};

struct fold {
	struct buf first;		/* the only line so far, as it came */
	size_t lines;
	struct unit **unit;
	size_t n, cap;
	struct unit **spare;		/* for reuse */
	size_t spares, spare_cap;
	enum line_kind kind;
	struct arena arena;
	struct line_maker out;
};

struct fold *
fold_new(void)
{
	return mem_zero(1, sizeof(struct fold));
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
	maker_release(&f->out);
	arena_release(&f->arena);
	mem_free(f);
}

static struct unit *
new_unit(struct fold *f)
{
	struct unit *u = f->spares ? f->spare[--f->spares] :
	    mem_zero(1, sizeof(*u));

	maker_clear(&u->m);
	GROW(f->unit, f->n, f->cap);
	f->unit[f->n++] = u;
	return u;
}

static void
drop_unit(struct fold *f, size_t i)
{
	GROW(f->spare, f->spares, f->spare_cap);
	f->spare[f->spares++] = f->unit[i];
	f->unit[i] = f->unit[--f->n];
}

/* ---- what a unit says of itself --------------------------------------------------- */

static struct str
text(struct fold *f, const struct line_maker *m, enum field_id id)
{
	struct str s;

	if (!token_str(maker_token(m, id), &f->arena, &s))
		return STR_NONE;
	return arena_dup(&f->arena, s);
}

static int64_t
moment(const struct line_maker *m, enum field_id id)
{
	int64_t ms;

	return token_time(maker_token(m, id), &ms) ? ms : WHEN_NONE;
}

static bool
is_true(const struct line_maker *m, enum field_id id)
{
	return str_is(maker_token(m, id), "true");
}

static bool
says(const struct line_maker *m, enum field_id id, const char *quoted)
{
	return str_is(maker_token(m, id), quoted);
}

/* The kind of leg a flat record is, where it does not say. */
static struct str
implied_type(const struct line_maker *m)
{
	if (maker_has(m, F_QUEUE) || maker_has(m, F_QUEUED) ||
	    maker_has(m, F_WAIT_MS))
		return STR("queue");
	if (maker_has(m, F_AGENT) || maker_has(m, F_TALK_MS) ||
	    says(m, F_DIRECTION, "\"out\""))
		return STR("agent");
	return STR("self");
}

static void
settle_unit(struct fold *f, struct unit *u)
{
	u->part = text(f, &u->m, F_PART);
	u->leg = text(f, &u->m, F_LEG);
	u->type = text(f, &u->m, F_TYPE);
	if (!u->type.n)
		u->type = implied_type(&u->m);
	u->start = moment(&u->m, F_START);
	u->version = moment(&u->m, F_LEG_REV);
	if (u->version == WHEN_NONE)
		u->version = moment(&u->m, F_REV);
}

/* ---- versions ------------------------------------------------------------------------- */

static size_t
members(const struct line_maker *m)
{
	size_t n = 0;

	for (size_t i = 0; i < FIELD_COUNT; i++)
		n += i != F_SRC && m->value[i].n > 0;
	return n;
}

static int
order_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Bytes of all members but src, compared. */
static int
by_bytes(const struct unit *a, const struct unit *b)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		int c = i == F_SRC ? 0 : str_cmp(maker_token(&a->m,
		    (enum field_id)i), maker_token(&b->m, (enum field_id)i));

		if (c)
			return c;
	}
	return str_cmp(buf_view(&a->m.extra), buf_view(&b->m.extra));
}

/* > 0: a is the one to keep. Never which was read last. */
static int
newer(const struct unit *a, const struct unit *b)
{
	int c = order_of(a->version, b->version);

	if (!c)
		c = is_true(&b->m, F_OPEN) - is_true(&a->m, F_OPEN);
	if (!c)
		c = order_of(moment(&a->m, F_END), moment(&b->m, F_END));
	if (!c)
		c = order_of((int64_t)members(&a->m),
		    (int64_t)members(&b->m));
	if (!c)
		c = by_bytes(a, b);
	if (!c)
		c = str_cmp(maker_token(&a->m, F_SRC),
		    maker_token(&b->m, F_SRC));
	return c;
}

static bool
same_key(const struct unit *a, const struct unit *b)
{
	return a->own == b->own && str_eq(a->leg, b->leg) &&
	    str_eq(a->part, b->part);
}

/* Leaves the newest of each key; returns how many went. */
static uint64_t
keep_newest(struct fold *f)
{
	uint64_t gone = 0;

	for (size_t i = 0; i < f->n; i++)
		for (size_t k = i + 1; k < f->n;) {
			if (!same_key(f->unit[i], f->unit[k])) {
				k++;
				continue;
			}
			if (newer(f->unit[k], f->unit[i]) > 0) {
				struct unit *t = f->unit[i];

				f->unit[i] = f->unit[k];
				f->unit[k] = t;
			}
			drop_unit(f, k);
			gone++;
		}
	return gone;
}

/* ---- order --------------------------------------------------------------------------------- */

static int
by_place(const void *x, const void *y)
{
	const struct unit *a = *(struct unit *const *)x;
	const struct unit *b = *(struct unit *const *)y;
	int c = (a->own - b->own);

	if (!c)
		c = (a->part.n > 0) - (b->part.n > 0);
	if (!c)
		c = order_of(a->start, b->start);
	if (!c)
		c = str_cmp(a->type, b->type);
	if (!c)
		c = str_cmp(a->leg, b->leg);
	return c ? c : str_cmp(a->part, b->part);
}

/* ---- computing the contact ------------------------------------------------------------------ */

struct contact {
	struct fold *f;
	size_t legs;			/* units [0, legs) */
};

static bool
is_side(const struct unit *u)
{
	return is_true(&u->m, F_SIDE) || str_is(u->type, "offer") ||
	    str_is(u->type, "watch");
}

static bool
is_answered(const struct unit *u)
{
	return says(&u->m, F_OUTCOME, "\"answered\"") ||
	    says(&u->m, F_OUTCOME, "\"reached\"");
}

/* An agent's work: counted for answered queue, agent and consult legs. */
static bool
is_work(const struct unit *u)
{
	return is_answered(u) && (str_is(u->type, "queue") ||
	    str_is(u->type, "agent") || str_is(u->type, "consult"));
}

static struct unit *
leg(const struct contact *c, size_t i)
{
	return c->f->unit[i];
}

static void
copy(struct contact *c, enum field_id id, const struct unit *from)
{
	maker_raw(&c->f->out, id, maker_token(&from->m, id));
}

/* The first (last) leg that has the member and passes. */
static void
pick(struct contact *c, enum field_id id, bool last,
    bool (*passes)(const struct unit *))
{
	for (size_t k = 0; k < c->legs; k++) {
		size_t i = last ? c->legs - 1 - k : k;

		if (maker_has(&leg(c, i)->m, id) &&
		    (!passes || passes(leg(c, i)))) {
			copy(c, id, leg(c, i));
			return;
		}
	}
}

static bool
on_main_path(const struct unit *u)
{
	return !is_side(u);
}

static bool
took_it(const struct unit *u)
{
	return is_answered(u) && !is_side(u);
}

static void
sum(struct contact *c, enum field_id id, bool (*passes)(const struct unit *))
{
	int64_t total = 0, v;
	bool any = false;

	for (size_t i = 0; i < c->legs; i++)
		if (passes(leg(c, i)) && token_int(maker_token(
		    &leg(c, i)->m, id), &v)) {
			total += v;
			any = true;
		}
	if (any)
		maker_int(&c->f->out, id, total);
}

static void
sum_micro(struct contact *c, enum field_id id)
{
	int64_t total = 0, v;
	bool any = false;

	for (size_t i = 0; i < c->legs; i++)
		if (token_micro(maker_token(&leg(c, i)->m, id), &v)) {
			total += v;
			any = true;
		}
	if (any)
		maker_micro(&c->f->out, id, total);
}

static void
extreme(struct contact *c, enum field_id id, bool greatest,
    bool (*passes)(const struct unit *))
{
	int64_t best = WHEN_NONE;

	for (size_t i = 0; i < c->legs; i++) {
		int64_t ms = moment(&leg(c, i)->m, id);

		if (ms == WHEN_NONE || (passes && !passes(leg(c, i))))
			continue;
		if (best == WHEN_NONE || (greatest ? ms > best : ms < best))
			best = ms;
	}
	maker_time(&c->f->out, id, best);
}

static void
newest_version(struct contact *c)
{
	int64_t newest = WHEN_NONE;

	for (size_t i = 0; i < c->legs; i++)
		newest = MAX(newest, leg(c, i)->version);
	maker_time(&c->f->out, F_REV, newest);
}

static void
any_of(struct contact *c, enum field_id id)
{
	for (size_t i = 0; i < c->legs; i++)
		if (is_true(&leg(c, i)->m, id))
			maker_bool(&c->f->out, id, true);
}

static bool
has_element(struct str array, struct str element)
{
	struct str e;
	size_t at = 0;

	while (array.p && token_element(array, &at, &e))
		if (str_eq(e, element))
			return true;
	return false;
}

static void
unite(struct contact *c, enum field_id id)
{
	struct str e;

	for (size_t i = 0; i < c->legs; i++) {
		struct str array = maker_token(&leg(c, i)->m, id);
		size_t at = 0;

		while (array.p && token_element(array, &at, &e))
			if (!has_element(maker_token(&c->f->out, id), e))
				maker_add_raw(&c->f->out, id, e);
	}
}

/* The contact's outcome: a person took it, or how its main path ended. */
static void
outcome(struct contact *c)
{
	pick(c, F_OUTCOME, false, took_it);
	if (!maker_has(&c->f->out, F_OUTCOME))
		pick(c, F_OUTCOME, true, on_main_path);
}

/* Legs left by a transfer; where none says how it was left, the people who
 * took it one after another. */
static void
transfers(struct contact *c)
{
	int64_t out = 0, taken = 0, stated = 0, v;

	for (size_t i = 0; i < c->legs; i++) {
		const struct unit *u = leg(c, i);
		struct str how = maker_token(&u->m, F_OUT);

		if (is_side(u))
			continue;
		out += str_starts(how, STR("\"transfer-"));
		taken += is_answered(u);
		if (token_int(maker_token(&u->m, F_TRANSFERS), &v))
			stated += v;
	}
	maker_int(&c->f->out, F_TRANSFERS,
	    MAX(MAX(out, taken - 1), MAX(stated, 0)));
}

static void
recompute(struct contact *c, enum field_id id)
{
	switch (id) {
	case F_SELF_MS:
	case F_WAIT_MS:
	case F_OUTSIDE_MS:
		sum(c, id, on_main_path);
		break;
	case F_RING_MS:
	case F_TALK_MS:
	case F_HOLD_MS:
	case F_WRAP_MS:
		sum(c, id, is_work);
		break;
	case F_OUTCOME:
		outcome(c);
		break;
	case F_TRANSFERS:
		transfers(c);
		break;
	default:
		break;		/* history is ccmerge's, legs are written apart */
	}
}

static void
compute_member(struct contact *c, enum field_id id)
{
	bool of_agent = id == F_AGENT || id == F_TEAM || id == F_SITE ||
	    id == F_DISPOSITION;

	switch (fields[id].fold) {
	case FOLD_FIRST:
		pick(c, id, false, id == F_QUEUE || id == F_SKILL ?
		    on_main_path : NULL);
		break;
	case FOLD_LAST:
		pick(c, id, true, of_agent ? took_it : NULL);
		if (of_agent && id == F_DISPOSITION &&
		    !maker_has(&c->f->out, id))
			pick(c, id, true, NULL);
		break;
	case FOLD_MIN:
		extreme(c, id, false, id == F_ANSWERED ? took_it : NULL);
		break;
	case FOLD_MAX:
		if (id == F_REV)
			newest_version(c);
		else
			extreme(c, id, true, id == F_END ? on_main_path :
			    NULL);
		break;
	case FOLD_SUM:
		if (fields[id].type == T_NUM)
			sum_micro(c, id);
		else
			sum(c, id, on_main_path);
		break;
	case FOLD_ANY:
		any_of(c, id);
		break;
	case FOLD_UNION:
		unite(c, id);
		break;
	case FOLD_RECOMPUTE:
		recompute(c, id);
		break;
	case FOLD_KEY:
		break;
	}
}

/* ---- legs of a line with legs ------------------------------------------------------------- */

/* A contact-level member that all legs have alike stands on top alone. */
static bool
agreed(const struct contact *c, enum field_id id)
{
	struct str first = maker_token(&leg(c, 0)->m, id);

	for (size_t i = 1; i < c->legs; i++)
		if (!str_eq(first, maker_token(&leg(c, i)->m, id)))
			return false;
	return first.p != NULL;
}

static bool
is_contact_level(enum field_id id)
{
	return fields[id].level == LEVEL_CONTACT && id != F_LEGS;
}

static void
put_leg(struct contact *c, struct unit *u, const bool *on_top)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (on_top[i] || i == F_SOURCE || i == F_ID || i == F_REV)
			maker_unset(&u->m, (enum field_id)i);
	maker_raw(&u->m, F_ID, maker_token(&u->m, F_LEG));
	maker_time(&u->m, F_REV, u->version);
	maker_unset(&u->m, F_LEG);
	maker_unset(&u->m, F_LEG_REV);
	maker_str(&u->m, F_TYPE, u->type);
	maker_emit_leg(&u->m, &b);
	maker_add_raw(&c->f->out, F_LEGS, buf_view(&b));
	buf_release(&b);
}

static void
put_legs(struct contact *c)
{
	bool on_top[FIELD_COUNT];

	for (size_t i = 0; i < FIELD_COUNT; i++)
		on_top[i] = is_contact_level((enum field_id)i) &&
		    agreed(c, (enum field_id)i);
	for (size_t i = 0; i < c->legs; i++)
		put_leg(c, leg(c, i), on_top);
}

/* ---- taking lines apart --------------------------------------------------------------------- */

static void
load_leg_members(struct line_maker *m, struct str object)
{
	struct str name, value;
	size_t at = 0;

	while (token_member(object, &at, &name, &value)) {
		struct str bare = { name.p + 1, name.n - 2 };
		enum field_id id = field_find(bare);

		if (id == F_UNKNOWN)
			maker_unknown(m, bare, value);
		else if (id == F_ID)
			maker_raw(m, F_LEG, value);
		else if (id == F_REV)
			maker_raw(m, F_LEG_REV, value);
		else
			maker_raw(m, id, value);
	}
}

/* No leg has it: it was agreed on, so every leg has it. */
static void
hand_down(struct unit *top, struct unit **legs, size_t n)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		enum field_id id = (enum field_id)i;
		bool held = false;

		if (!is_contact_level(id) || !maker_has(&top->m, id) ||
		    fields[id].fold == FOLD_RECOMPUTE)
			continue;
		for (size_t k = 0; k < n && !held; k++)
			held = maker_has(&legs[k]->m, id);
		for (size_t k = 0; k < n && !held; k++)
			maker_raw(&legs[k]->m, id, maker_token(&top->m, id));
	}
}

static void compute_all(struct contact *c);

/*
 * What the line's top says beyond what its legs compute is the contact's own:
 * it becomes a unit of its own. `top` is unit number `at`, its legs follow.
 */
static void
keep_own(struct fold *f, size_t at)
{
	struct unit *top = f->unit[at], **all = f->unit;
	struct contact c = { f, f->n - at - 1 };
	bool any = false;

	qsort(all + at + 1, c.legs, sizeof(struct unit *), by_place);
	f->unit = all + at + 1;		/* compute looks at [0, legs) */
	maker_clear(&f->out);
	compute_all(&c);
	f->unit = all;
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		enum field_id id = (enum field_id)i;
		bool same = str_eq(maker_token(&top->m, id),
		    maker_token(&f->out, id));

		if (same || id == F_LEGS || id == F_ID || id == F_SOURCE ||
		    id == F_SRC || fields[id].fold == FOLD_RECOMPUTE)
			maker_unset(&top->m, id);
		else
			any |= maker_has(&top->m, id) && id != F_REV;
	}
	top->own = true;
	top->leg = STR_NONE;
	if (!any && !top->m.extra.n)
		drop_unit(f, at);
}

static void
split_legs(struct fold *f, size_t at)
{
	struct str legs = arena_dup(&f->arena, maker_token(
	    &f->unit[at]->m, F_LEGS)), object;
	size_t walk = 0;

	while (token_element(legs, &walk, &object)) {
		struct unit *u = new_unit(f);

		u->own = false;
		load_leg_members(&u->m, object);
		maker_raw(&u->m, F_ID, maker_token(&f->unit[at]->m, F_ID));
		maker_raw(&u->m, F_SOURCE, maker_token(&f->unit[at]->m,
		    F_SOURCE));
	}
	hand_down(f->unit[at], f->unit + at + 1, f->n - at - 1);
	for (size_t i = at + 1; i < f->n; i++)
		settle_unit(f, f->unit[i]);
	keep_own(f, at);
}

static int
take_apart(struct fold *f, struct str line, struct err *err)
{
	struct unit *u = new_unit(f);

	u->own = false;
	if (maker_load(&u->m, line, &f->kind, err) < 0)
		return -1;
	if (f->kind == KIND_COUNT)
		return err_set(err, ERR_DATA, "a line of an unknown kind");
	settle_unit(f, u);
	if (maker_has(&u->m, F_LEGS))
		split_legs(f, f->n - 1);
	return 0;
}

/* ---- the fold ---------------------------------------------------------------------------------- */

int
fold_add(struct fold *f, struct str line, struct err *err)
{
	if (f->lines++ == 0) {
		buf_str(&f->first, line);
		return 0;
	}
	if (f->lines == 2 && take_apart(f, buf_view(&f->first), err) < 0)
		return -1;
	return take_apart(f, line, err);
}

static void
compute_all(struct contact *c)
{
	copy(c, F_ID, leg(c, 0));
	copy(c, F_SOURCE, leg(c, 0));
	for (size_t i = F_KIND + 1; i < FIELD_COUNT; i++)
		if (fields[i].level == LEVEL_CONTACT ||
		    fields[i].level == LEVEL_BOTH)
			compute_member(c, (enum field_id)i);
}

/* Own members override; parts fill what is not there. */
static void
overlay(struct fold *f, const struct unit *u, bool override)
{
	for (size_t i = F_KIND + 1; i < FIELD_COUNT; i++) {
		enum field_id id = (enum field_id)i;

		if (maker_has(&u->m, id) && id != F_PART && id != F_LEG &&
		    id != F_LEG_REV && id != F_SRC &&
		    (override || !maker_has(&f->out, id)))
			maker_raw(&f->out, id, maker_token(&u->m, id));
	}
	buf_str(&f->out.extra, buf_view(&u->m.extra));
}

/* One leg or record: the line as that one has it. */
static void
make_plain(struct fold *f)
{
	struct unit *u = f->unit[0];

	for (size_t i = F_KIND + 1; i < FIELD_COUNT; i++)
		if (maker_has(&u->m, (enum field_id)i))
			maker_raw(&f->out, (enum field_id)i,
			    maker_token(&u->m, (enum field_id)i));
	buf_str(&f->out.extra, buf_view(&u->m.extra));
	if (str_eq(implied_type(&u->m), u->type))
		maker_unset(&f->out, F_TYPE);
}

static size_t
count_legs(const struct fold *f)
{
	size_t n = 0;

	while (n < f->n && !f->unit[n]->own && !f->unit[n]->part.n)
		n++;
	return n;
}

static void
unite_units(struct fold *f, struct buf *out, struct fold_counts *counts)
{
	struct contact c = { .f = f };
	uint64_t gone = keep_newest(f);

	qsort(f->unit, f->n, sizeof(struct unit *), by_place);
	c.legs = count_legs(f);
	maker_clear(&f->out);
	if (c.legs == 0 && f->n)
		c.legs = 1;	/* parts without a main record: the first is it */
	if (c.legs == 1) {
		make_plain(f);
	} else {
		compute_all(&c);
		put_legs(&c);
	}
	for (size_t i = c.legs; i < f->n; i++)
		overlay(f, f->unit[i], f->unit[i]->own);
	maker_emit(&f->out, f->kind, out);
	counts->superseded += MIN(gone, f->lines - 1);
	counts->joined += f->lines - 1 - MIN(gone, f->lines - 1);
}

/* A leg's type that goes without saying is left out: one normal form. Such a
 * line cannot be passed on as it came. */
static bool
names_type(struct str line)
{
	return str_starts(line,
	    STR("{\"cc\":1,\"kind\":\"interaction\",\"type\":"));
}

int
fold_end(struct fold *f, struct buf *out, struct fold_counts *counts,
    struct err *err)
{
	bool one = f->lines == 1 && !names_type(buf_view(&f->first));

	if (f->lines == 1 && !one &&
	    take_apart(f, buf_view(&f->first), err) < 0)
		return -1;
	if (one) {
		buf_str(out, buf_view(&f->first));
		if (!out->n || out->p[out->n - 1] != '\n')
			buf_char(out, '\n');
	} else if (f->lines) {
		unite_units(f, out, counts);
	}
	counts->lines += f->lines;
	counts->opened += f->lines > 0;
	buf_clear(&f->first);
	f->lines = 0;
	while (f->n)
		drop_unit(f, f->n - 1);
	arena_clear(&f->arena);
	return 0;
}
