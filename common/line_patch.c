/* line_patch: members set or deleted in a line's bytes, all else untouched. */
#include "common/line.h"

enum { USUAL = 160 };

struct place {
	size_t at, end;		/* `"name":value` without commas */
	enum field_id field;
};

/* The members' places; in `usual` while they fit, else in memory of their own. */
static size_t
find_places(struct str raw, struct place *usual, struct place **place)
{
	struct str name, value;
	size_t walk = 0, n = 0, cap = USUAL;

	*place = usual;
	while (token_member(raw, &walk, &name, &value)) {
		if (n == cap) {
			cap *= 2;
			*place = mem_resize_array(*place == usual ? NULL :
			    *place, cap, sizeof(**place));
			if (cap == 2 * USUAL)
				memcpy(*place, usual, n * sizeof(**place));
		}
		(*place)[n++] = (struct place){ (size_t)(name.p - raw.p),
		    (size_t)(value.p + value.n - raw.p),
		    field_find((struct str){ name.p + 1, name.n - 2 }) };
	}
	return n;
}

static void
put_member(struct buf *out, const struct line_patch *p)
{
	if (out->p[out->n - 1] != '{')
		buf_char(out, ',');
	buf_char(out, '"');
	buf_puts(out, fields[p->field].name);
	buf_puts(out, "\":");
	buf_str(out, p->json);
}

static const struct line_patch *
patch_for(const struct line_patch *p, size_t n, enum field_id f)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].field == f)
			return &p[i];
	return NULL;
}

/*
 * Where a new member goes: behind the last present one that precedes it in the
 * table (its index + 1; 0: before all). SIZE_MAX: it is there already.
 */
static size_t
slot_for(const struct place *place, size_t n, enum field_id f)
{
	size_t slot = 0;

	for (size_t i = 0; i < n; i++) {
		if (place[i].field == f)
			return SIZE_MAX;
		if (place[i].field < f)
			slot = i + 1;
	}
	return slot;
}

void
line_patch(struct buf *out, struct str raw, const struct line_patch *p,
    size_t n)
{
	struct place usual[USUAL], *place;
	size_t slot[64], places = find_places(raw, usual, &place);

	BUG_UNLESS(n <= COUNT_OF(slot));
	for (size_t k = 0; k < n; k++)
		slot[k] = slot_for(place, places, p[k].field);
	buf_char(out, '{');
	for (size_t i = 0; i <= places; i++) {
		const struct line_patch *here;

		for (size_t k = 0; k < n; k++)
			if (slot[k] == i && p[k].json.p)
				put_member(out, &p[k]);
		if (i == places)
			break;
		here = patch_for(p, n, place[i].field);
		if (here && here->json.p) {
			put_member(out, here);
		} else if (!here) {
			if (out->p[out->n - 1] != '{')
				buf_char(out, ',');
			buf_add(out, raw.p + place[i].at,
			    place[i].end - place[i].at);
		}
	}
	buf_puts(out, "}\n");
	if (place != usual)
		mem_free(place);
}
