/* note: what is needed of a line, in front of it; see note.h. */
#include "cmd/ccmerge/note.h"

#include "common/fold.h"
#include "common/sort.h"

struct head {
	uint32_t party_at, party_n;	/* in the line */
	uint32_t order_n;		/* without whose */
	int64_t start;
	uint8_t kind, passes;
	uint8_t unused[2];
};

/* A member behind a line; the next one begins behind its comma. How many there
 * are, 0 where that is not known, is the last byte of all. */
struct member {
	uint8_t field, at[2];
};

/* Where the value of a member stands that begins there: "name": first. */
static size_t
value_at(size_t at, uint32_t field)
{
	return at + fields[field].name_n + sizeof("\"\":") - 1;
}

void
note_plan(struct line_plan *plan)
{
	static const enum field_id wanted[] = { F_ID, F_SOURCE, F_REV, F_PARTY,
		F_NAME, F_GIVEN, F_FAMILY, F_BORN, F_SINCE, F_START, F_END,
		F_REF, F_RATINGS, F_TYPE, F_LEG, F_PART };

	line_plan_init(plan, wanted, COUNT_OF(wanted));
}

static void
put_text(const struct line_plan *plan, const struct line *l,
    enum field_id f, struct arena *scratch, struct buf *out)
{
	key_str(out, token_text(line_get(plan, l, f), scratch));
}

/*
 * A line's place: a customer's own records first (what was known), then start,
 * source, id. The rest tells apart what these do not: a ticket and its contact,
 * one record's times of validity, answers about two contacts. Never the line's
 * bytes: these change when a merge is merged again.
 */
static void
put_order(const struct line_plan *plan, const struct line *l, int64_t start,
    struct arena *scratch, struct buf *out)
{
	buf_char(out, l->kind == K_CUSTOMER ? 0 : 1);
	key_int(out, start);
	put_text(plan, l, F_SOURCE, scratch, out);
	put_text(plan, l, F_ID, scratch, out);
	buf_char(out, (char)l->kind);
	put_text(plan, l, F_SINCE, scratch, out);
	put_text(plan, l, F_REF, scratch, out);
}

/* Are the members all ours, spelled as the writer does, so that their places
 * follow from where each begins? */
static bool
are_usual(struct str raw, const struct line_place *m, size_t n)
{
	size_t at = 1;

	for (size_t i = 0; i < n; at = (size_t)m[i++].end + 1)
		if (m[i].field == F_UNKNOWN || m[i].at != at ||
		    m[i].value != value_at(at, m[i].field))
			return false;
	return at == raw.n && at <= UINT16_MAX;
}

/* Returns how many. */
static uint8_t
put_members(struct str raw, const struct line_places *members,
    struct buf *out)
{
	struct member *to;

	if (!members || members->n > UINT8_MAX ||
	    !are_usual(raw, members->place, members->n))
		return 0;
	to = (struct member *)buf_room(out, members->n * sizeof(*to));
	if (!to)
		return 0;
	for (size_t i = 0; i < members->n; i++) {
		const struct line_place *m = &members->place[i];

		to[i] = (struct member){ (uint8_t)m->field,
		    { (uint8_t)m->at, (uint8_t)(m->at >> 8) } };
	}
	out->n += members->n * sizeof(*to);
	return (uint8_t)members->n;
}

void
note_put(const struct line_plan *plan, const struct line *l,
    const struct line_places *members, struct arena *scratch,
    struct buf *out)
{
	static const char nobody[WHOSE_BYTES];
	struct str party = line_get(plan, l, F_PARTY);
	struct head h = { .kind = (uint8_t)l->kind,
	    .passes = fold_passes(plan, l), .party_n = (uint32_t)party.n };
	size_t at = out->n;

	if (party.p)
		h.party_at = (uint32_t)(party.p - l->raw.p);
	buf_add(out, (const char *)&h, sizeof(h));
	buf_add(out, nobody, sizeof(nobody));
	h.start = token_when(line_get(plan, l, F_START));
	put_order(plan, l, h.start, scratch, out);
	h.order_n = (uint32_t)(out->n - at - sizeof(h) - sizeof(nobody));
	memcpy(out->p + at, &h, sizeof(h));
	buf_str(out, l->raw);
	buf_char(out, (char)put_members(l->raw, members, out));
}

struct note
note_of(struct str noted)
{
	struct head h;
	struct note n;

	memcpy(&h, noted.p, sizeof(h));
	n.kind = (enum line_kind)h.kind;
	n.passes = h.passes;
	n.start = h.start;
	n.whose = (struct str){ noted.p + sizeof(h), WHOSE_BYTES };
	n.order = (struct str){ n.whose.p + WHOSE_BYTES, h.order_n };
	n.members.n = (uint8_t)noted.p[noted.n - 1] * sizeof(struct member);
	n.members.p = noted.p + noted.n - 1 - n.members.n;
	n.raw = str_range(n.order.p + n.order.n, n.members.p);
	n.party = h.party_n ? (struct str){ n.raw.p + h.party_at, h.party_n } :
	    STR_NONE;
	return n;
}

size_t
note_locate(const struct note *n, struct line_places *to)
{
	size_t members = n->members.n / sizeof(struct member);
	const struct member *m = (const struct member *)n->members.p;

	if (!members)
		return line_locate(to, n->raw);
	for (size_t i = 0; i < members; i++) {
		uint32_t at = m[i].at[0] | (uint32_t)m[i].at[1] << 8;

		if (i)
			to->place[to->n - 1].end = at - 1;
		GROW(to->place, to->n, to->cap);
		to->place[to->n++] = (struct line_place){ at,
		    (uint32_t)value_at(at, m[i].field),
		    (uint32_t)n->raw.n - 1, m[i].field };
	}
	return members;
}

struct str
note_set_customer(struct str noted, const char *customer)
{
	struct note n = note_of(noted);
	/* the note is in the memory of who asks for this */
	char *whose = (char *)(uintptr_t)n.whose.p;

	memset(whose, 0, WHOSE_BYTES);
	if (customer) {
		whose[0] = 1;
		memcpy(whose + 1, customer, CUSTOMER_BYTES);
	}
	return (struct str){ n.whose.p, WHOSE_BYTES + n.order.n };
}

size_t
parties_of(struct str token, struct arena *a, struct str *out, size_t max)
{
	struct str element;
	size_t n = 0, at = 0;

	while (n < max && token.p && token_element(token, &at, &element))
		n += token_str(element, a, &out[n]);
	return n;
}
