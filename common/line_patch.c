/* line_patch: members set or deleted in a line's bytes, all else untouched. */
#include "common/line_inside.h"
#include "common/scan_json.h"

/* Past the value at k, in the places of structure: of a container, its end. */
static size_t
past_value(struct str raw, const uint16_t *at, size_t k, size_t from)
{
	unsigned depth = 0;

	if (at[k] != from)
		return k;
	do {
		char c = raw.p[at[k++]];

		depth += c == '{' || c == '[';
		depth -= c == '}' || c == ']';
	} while (depth);
	return k;
}

size_t
line_places(struct str raw, struct line_place *place)
{
	struct scan_places s;
	const uint16_t *at = s.at;
	size_t n = 0, k = 1;
	enum field_id f = F_CC;

	if (raw.n < 3 || raw.n > SCAN_MAX_BYTES ||
	    scan_json(raw, &s) & SCAN_CONTROL ||
	    raw.p[0] != '{' || at[s.n - 1] != raw.n - 1)
		return SIZE_MAX;
	while (k + 1 < s.n) {
		size_t name = (size_t)at[k - 1] + 1, from = (size_t)at[k] + 1;
		size_t end;

		k = past_value(raw, at, k + 1, from);
		end = at[k];
		if (n == LINE_USUAL_MEMBERS || raw.p[name] != '"' ||
		    raw.p[from - 2] != '"' || raw.p[from] == ' ' ||
		    raw.p[end - 1] == ' ')
			return SIZE_MAX;
		f = field_find_after(str_range(raw.p + name + 1,
		    raw.p + from - 2), f);
		place[n++] = (struct line_place){ name, end, from, f };
		k++;
	}
	return n;
}

/* The members' places; in `usual` while they fit, else in memory of their own. */
static size_t
find_places(struct str raw, struct line_place *usual, struct line_place **place)
{
	struct str name, value;
	size_t walk = 0, n = line_places(raw, usual), cap = LINE_USUAL_MEMBERS;

	*place = usual;
	if (n != SIZE_MAX)
		return n;
	n = 0;
	while (token_member(raw, &walk, &name, &value)) {
		if (n == cap) {
			cap *= 2;
			*place = mem_resize_array(*place == usual ? NULL :
			    *place, cap, sizeof(**place));
			if (cap == 2 * LINE_USUAL_MEMBERS)
				memcpy(*place, usual, n * sizeof(**place));
		}
		(*place)[n++] = (struct line_place){ (size_t)(name.p - raw.p),
		    (size_t)(value.p + value.n - raw.p),
		    (size_t)(value.p - raw.p),
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
slot_for(const struct line_place *place, size_t n, enum field_id f)
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

/* Copies the members from one place to another as they stand. */
static void
put_kept(struct buf *out, struct str raw, size_t from, size_t to)
{
	if (from == to)
		return;
	if (out->p[out->n - 1] != '{')
		buf_char(out, ',');
	buf_add(out, raw.p + from, to - from);
}

static void
put_new(struct buf *out, const struct line_patch *p, size_t n,
    const size_t *slot, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (slot[k] == i && p[k].json.p)
			put_member(out, &p[k]);
}

/* Is something put in before place i? */
static bool
comes_here(const struct line_patch *p, size_t n, const size_t *slot, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (slot[k] == i && p[k].json.p)
			return true;
	return false;
}

void
line_patch(struct buf *out, struct str raw, const struct line_patch *p,
    size_t n)
{
	struct line_place usual[LINE_USUAL_MEMBERS], *place;
	size_t slot[64], places;
	size_t from = 0, to = 0;	/* kept members not yet copied */

	raw = str_trim(raw);	/* the strict reader takes blanks around it */
	places = find_places(raw, usual, &place);
	BUG_UNLESS(n <= COUNT_OF(slot));
	for (size_t k = 0; k < n; k++)
		slot[k] = slot_for(place, places, p[k].field);
	buf_room(out, raw.n + 2);
	buf_char(out, '{');
	for (size_t i = 0; i < places; i++) {
		const struct line_patch *here = patch_for(p, n,
		    place[i].field);

		if (!here && to && place[i].at == to + 1 &&
		    !comes_here(p, n, slot, i)) {
			to = place[i].end;
			continue;
		}
		put_kept(out, raw, from, to);
		put_new(out, p, n, slot, i);
		from = to = 0;
		if (!here) {
			from = place[i].at;
			to = place[i].end;
		} else if (here->json.p) {
			put_member(out, here);
		}
	}
	put_kept(out, raw, from, to);
	put_new(out, p, n, slot, places);
	buf_puts(out, "}\n");
	if (place != usual)
		mem_free(place);
}
