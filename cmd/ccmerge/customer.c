/* customer: journeys and gaps among one customer's lines; see customer.h. */
#include "cmd/ccmerge/customer.h"

#include "cmd/ccmerge/lend.h"
#include "common/hash.h"
#include "common/when.h"

void
customer_clear(struct customer *u)
{
	u->n = 0;
	u->crms = 0;
	u->places.n = 0;
	arena_clear(&u->arena);
}

void
customer_release(struct customer *u)
{
	mem_free(u->entry);
	mem_free(u->crm);
	buf_release(&u->values);
	line_places_release(&u->places);
	arena_release(&u->arena);
}

/* ---- taking lines in ------------------------------------------------------------------ */

/* Raw tokens of the members that are looked at; absent where there is none. */
struct tokens {
	struct str of[FIELD_COUNT];
};

static const enum field_id wanted[] = { F_ID, F_SOURCE, F_DELETED,
	F_MERGED_INTO, F_SINCE, F_BY, F_ORIGIN, F_SEGMENT, F_FLAGS,
	F_START, F_REASON, F_CASE, F_PARENT, F_LENT };

static void
find_tokens(const struct customer *u, const struct entry *e, struct tokens *t)
{
	const struct line_place *m = u->places.place + e->place;

	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		t->of[wanted[i]] = STR_NONE;
	for (const struct line_place *end = m + e->places; m < end; m++)
		if (m->field != F_UNKNOWN)
			t->of[m->field] = str_range(e->raw.p + m->value,
			    e->raw.p + m->end);
}

static struct str
text(struct customer *u, struct str token)
{
	return token_text(token, &u->arena);
}

static void
add_crm(struct customer *u, const struct tokens *t)
{
	GROW(u->crm, u->crms, u->crm_cap);
	u->crm[u->crms++] = (struct crm){ token_when(t->of[F_SINCE]),
	    t->of[F_SEGMENT], t->of[F_FLAGS] };
}

static bool
counts(const struct tokens *t)
{
	struct str origin = t->of[F_ORIGIN];

	return str_is(t->of[F_BY], "\"customer\"") &&
	    (!origin.p || str_is(origin, "\"new\"")) &&
	    !str_is(t->of[F_DELETED], "true") && !t->of[F_MERGED_INTO].p;
}

void
customer_add(struct customer *u, const struct note *note)
{
	enum line_kind kind = note->kind;
	struct tokens t;
	struct entry *e;

	GROW(u->entry, u->n, u->cap);
	e = &u->entry[u->n++];
	*e = (struct entry){ .raw = note->raw, .kind = kind, .seq = WHEN_NONE,
	    .place = u->places.n, .prev_ms = WHEN_NONE,
	    .next_ms = WHEN_NONE, .prev_same_ms = WHEN_NONE,
	    .next_same_ms = WHEN_NONE };
	e->places = note_locate(note, &u->places);
	find_tokens(u, e, &t);
	e->start = token_when(t.of[F_START]);
	if (kind == K_CUSTOMER)
		add_crm(u, &t);
	if (kind == K_INTERACTION) {
		e->counts = counts(&t) && e->start != WHEN_NONE;
		e->shown = (struct lending){ t.of[F_SEGMENT], t.of[F_FLAGS],
		    t.of[F_LENT] };
	}
	if (kind == K_INTERACTION || kind == K_CASE) {
		e->id = text(u, t.of[F_ID]);
		e->source = text(u, t.of[F_SOURCE]);
		e->reason = text(u, t.of[F_REASON]);
		e->case_id = text(u, t.of[F_CASE]);
		e->parent = text(u, t.of[F_PARENT]);
	}
}

/* ---- journeys ------------------------------------------------------------------------------ */

/* A reference from one line to another: an id of the same source, or
 * source!id. */
static bool
refers(struct str ref, struct str source, const struct entry *to)
{
	const char *at = str_find(ref, '!');

	if (!ref.n)
		return false;
	if (at)
		return str_eq(str_range(ref.p, at), to->source) &&
		    str_eq(str_range(at + 1, ref.p + ref.n), to->id);
	return str_eq(source, to->source) && str_eq(ref, to->id);
}

static bool
same_case(const struct entry *a, const struct entry *b)
{
	if (a->case_id.n && str_eq(a->case_id, b->case_id) &&
	    (str_eq(a->source, b->source) || str_find(a->case_id, '!')))
		return true;
	return (a->kind == K_CASE && refers(b->case_id, b->source, a)) ||
	    (b->kind == K_CASE && refers(a->case_id, a->source, b));
}

static bool
goes_on(const struct entry *earlier, const struct entry *e,
    const struct journey_rules *r)
{
	int64_t gap;

	if (same_case(earlier, e) || refers(e->parent, e->source, earlier))
		return true;
	if (earlier->start == WHEN_NONE || e->start == WHEN_NONE)
		return false;
	gap = e->start - earlier->start;
	if (earlier->reason.n && e->reason.n)
		return str_eq(earlier->reason, e->reason) &&
		    gap <= r->same_ms;
	return gap <= r->unknown_ms;
}

static struct str
new_journey(struct customer *u, const struct entry *e)
{
	struct buf *b = &u->values;
	char id[2 + ID_HEX] = "j:";

	buf_clear(b);
	buf_str(b, e->source);
	buf_char(b, '!');
	buf_str(b, e->id);
	hash_id("journey/1", buf_view(b), id + 2);
	return arena_dup(&u->arena, (struct str){ id, sizeof(id) });
}

/* The journey of the latest earlier line that this one goes on with. */
static void
find_journey(struct customer *u, size_t i, const struct journey_rules *r)
{
	struct entry *e = &u->entry[i];

	for (size_t k = i; k-- > 0;)
		if (u->entry[k].journey.n && goes_on(&u->entry[k], e, r)) {
			e->journey = u->entry[k].journey;
			return;
		}
	e->journey = new_journey(u, e);
}

static void
number_journeys(struct customer *u)
{
	for (size_t i = 0; i < u->n; i++) {
		struct entry *e = &u->entry[i];

		if (e->kind != K_INTERACTION)
			continue;
		e->seq = 1;
		for (size_t k = i; k-- > 0;)
			if (u->entry[k].kind == K_INTERACTION &&
			    str_eq(u->entry[k].journey, e->journey)) {
				e->seq = u->entry[k].seq + 1;
				break;
			}
	}
}

/* ---- gaps ------------------------------------------------------------------------------------ */

/* Gaps from entry i to the nearest counting ones in one direction. */
static void
find_gaps(struct customer *u, size_t i, bool forward, int64_t *any,
    int64_t *same)
{
	const struct entry *e = &u->entry[i];
	size_t k = i;

	while (*any == WHEN_NONE || (*same == WHEN_NONE && e->reason.n)) {
		const struct entry *x;
		int64_t gap;

		if (forward ? ++k >= u->n : k-- == 0)
			return;
		x = &u->entry[k];
		if (!x->counts)
			continue;
		gap = forward ? x->start - e->start : e->start - x->start;
		if (*any == WHEN_NONE)
			*any = gap;
		if (*same == WHEN_NONE && e->reason.n &&
		    str_eq(e->reason, x->reason))
			*same = gap;
	}
}

void
customer_settle(struct customer *u, const struct journey_rules *r)
{
	for (size_t i = 0; i < u->n; i++) {
		struct entry *e = &u->entry[i];

		if (e->kind != K_INTERACTION && e->kind != K_CASE)
			continue;
		find_journey(u, i, r);
		if (e->kind != K_INTERACTION || e->start == WHEN_NONE)
			continue;
		find_gaps(u, i, false, &e->prev_ms, &e->prev_same_ms);
		find_gaps(u, i, true, &e->next_ms, &e->next_same_ms);
	}
	number_journeys(u);
}

/* ---- writing ------------------------------------------------------------------------------------ */

/* The newest customer record valid at that moment; NULL: none is. */
static const struct crm *
crm_at(const struct customer *u, int64_t moment)
{
	const struct crm *best = NULL;

	for (size_t i = 0; i < u->crms; i++) {
		const struct crm *c = &u->crm[i];
		bool valid = c->since == WHEN_NONE || c->since <= moment;

		if (valid && (!best || c->since >= best->since))
			best = c;
	}
	return best;
}

struct patches {
	struct line_patch p[12];
	size_t n;
	struct buf *text;		/* values; placed before patching */
	size_t at[12], length[12];
};

static void
patch_text(struct patches *p, enum field_id f, size_t from)
{
	p->p[p->n].field = f;
	p->at[p->n] = from;
	p->length[p->n++] = p->text->n - from;
}

/* Absent values delete: history members of an earlier merge go. */
static void
patch_str(struct patches *p, enum field_id f, struct str s)
{
	size_t from = p->text->n;

	if (s.n)
		json_put_str(p->text, s);
	patch_text(p, f, from);
}

static void
patch_ms(struct patches *p, enum field_id f, int64_t ms)
{
	size_t from = p->text->n;

	if (ms != WHEN_NONE)
		buf_int(p->text, ms);
	patch_text(p, f, from);
}

/* What stands in text from..to. */
static void
patch_placed(struct patches *p, enum field_id f, size_t from, size_t to)
{
	p->p[p->n].field = f;
	p->at[p->n] = from;
	p->length[p->n++] = to - from;
}

static void
apply(struct patches *p, const struct customer *u, const struct entry *e,
    struct buf *out)
{
	for (size_t i = 0; i < p->n; i++)
		p->p[i].json = p->length[i] ? (struct str){ p->text->p +
		    p->at[i], p->length[i] } : STR_NONE;
	line_patch(out, e->raw, u->places.place + e->place, e->places, p->p,
	    p->n);
}

static void
put_contact(struct customer *u, const struct entry *e, struct patches *p)
{
	const struct crm *crm = crm_at(u, e->start);
	bool lends = (crm && (crm->segment.n || crm->flags.n)) ||
	    e->shown.lent.n;
	size_t at[4];

	if (lends) {
		lend(&e->shown, crm ? crm->segment : STR_NONE, crm ?
		    crm->flags : STR_NONE, p->text, at);
		patch_placed(p, F_SEGMENT, at[0], at[1]);
		patch_placed(p, F_FLAGS, at[1], at[2]);
	}
	patch_str(p, F_JOURNEY, e->journey);
	patch_ms(p, F_SEQ, e->seq);
	patch_ms(p, F_PREV_MS, e->prev_ms);
	patch_ms(p, F_NEXT_MS, e->next_ms);
	patch_ms(p, F_PREV_SAME_MS, e->prev_same_ms);
	patch_ms(p, F_NEXT_SAME_MS, e->next_same_ms);
	if (lends)
		patch_placed(p, F_LENT, at[2], at[3]);
}

void
customer_put(struct customer *u, size_t i, struct str customer,
    struct buf *out)
{
	struct entry *e = &u->entry[i];
	struct patches p = { .text = &u->values };

	buf_clear(&u->values);
	if (e->kind != K_INTERACTION && e->kind != K_CASE &&
	    e->kind != K_SURVEY && e->kind != K_CUSTOMER) {
		buf_str(out, e->raw);
		buf_char(out, '\n');
		return;
	}
	patch_str(&p, F_CUSTOMER, customer);
	if (e->kind == K_INTERACTION)
		put_contact(u, e, &p);
	else if (e->kind == K_CASE)
		patch_str(&p, F_JOURNEY, e->journey);
	apply(&p, u, e, out);
}
