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

void
note_put(const struct line_plan *plan, const struct line *l,
    struct arena *scratch, struct buf *out)
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
	n.raw = str_skip(noted, sizeof(h) + WHOSE_BYTES + h.order_n);
	n.party = h.party_n ? (struct str){ n.raw.p + h.party_at, h.party_n } :
	    STR_NONE;
	return n;
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
