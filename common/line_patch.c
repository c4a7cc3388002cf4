/* line_patch: where a line's members stand, and members set or deleted in its
 * bytes, all else untouched. */
#include "common/line.h"
#include "common/scan_json.h"

/* ---- where they stand ------------------------------------------------------ */

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

static void
make_room(struct line_places *l, size_t more)
{
	if (l->cap - l->n >= more)
		return;
	l->cap = MAX(l->n + more, l->cap * 2);
	l->place = mem_resize_array(l->place, l->cap, sizeof(*l->place));
}

/* A member's field; before: that of the member before it. */
static enum field_id
field_at(struct line_places *l, struct str name, enum field_id before)
{
	enum field_id f = l->next[before];

	if (LIKELY(f != F_UNKNOWN && fields[f].name_n == name.n &&
	    memcmp(fields[f].name, name.p, name.n) == 0))
		return f;
	f = field_find_after(name, before);
	l->next[before] = (uint8_t)f;
	return f;
}

/* By the structure, as the writer spells lines; false when there are blanks,
 * escapes in names or too long a line: then it must be walked. */
static bool
locate_usual(struct line_places *l, struct str raw)
{
	struct scan_places s;
	const uint16_t *at = s.at;
	size_t k = 1;
	enum field_id f = F_CC;
	struct line_place *to;

	if (raw.n < 3 || raw.n > SCAN_MAX_BYTES ||
	    scan_json(raw, &s) & SCAN_CONTROL ||
	    raw.p[0] != '{' || at[s.n - 1] != raw.n - 1)
		return false;
	make_room(l, s.n);
	to = l->place + l->n;
	while (k + 1 < s.n) {
		size_t name = (size_t)at[k - 1] + 1, from = (size_t)at[k] + 1;
		size_t end;

		k = past_value(raw, at, k + 1, from);
		end = at[k++];
		if (raw.p[name] != '"' || raw.p[from - 2] != '"' ||
		    raw.p[from] == ' ' || raw.p[end - 1] == ' ')
			return false;
		f = field_at(l, str_range(raw.p + name + 1, raw.p + from - 2),
		    f);
		if (f == F_UNKNOWN && memchr(raw.p + name, '\\', from - name))
			return false;	/* perhaps one of ours */
		*to++ = (struct line_place){ (uint32_t)name, (uint32_t)from,
		    (uint32_t)end, f };
	}
	l->n = (size_t)(to - l->place);
	return true;
}

static void
locate_walking(struct line_places *l, struct str raw)
{
	struct str object = str_trim(raw), name, text, value;
	struct arena a = { 0 };
	size_t walk = 0;

	while (token_member(object, &walk, &name, &value)) {
		make_room(l, 1);
		l->place[l->n++] = (struct line_place){
		    (uint32_t)(name.p - raw.p), (uint32_t)(value.p - raw.p),
		    (uint32_t)(value.p + value.n - raw.p),
		    token_str(name, &a, &text) ? field_find(text) :
		    F_UNKNOWN };
	}
	arena_release(&a);
}

size_t
line_locate(struct line_places *to, struct str raw)
{
	size_t from = to->n;

	if (!locate_usual(to, raw))
		locate_walking(to, raw);
	return to->n - from;
}

void
line_places_release(struct line_places *l)
{
	mem_free(l->place);
	*l = (struct line_places){ 0 };
}

/* ---- patching -------------------------------------------------------------- */

struct patching {
	const char *raw;
	const struct line_place *place;
	size_t places;
	char *to;			/* where the next byte goes */
};

static void
put(struct patching *g, const char *p, size_t n)
{
	memcpy(g->to, p, n);
	g->to += n;
}

static void
put_comma(struct patching *g)
{
	if (g->to[-1] != '{')
		*g->to++ = ',';
}

static void
put_member(struct patching *g, const struct line_patch *p)
{
	put_comma(g);
	*g->to++ = '"';
	put(g, fields[p->field].name, fields[p->field].name_n);
	put(g, "\":", 2);
	put(g, p->json.p, p->json.n);
}

/* Copies members from..to - 1 as they stand. */
static void
put_kept(struct patching *g, size_t from, size_t to)
{
	while (from < to) {
		size_t last = from;

		/* with one comma between them, in one piece */
		while (last + 1 < to && g->place[last + 1].at ==
		    g->place[last].end + 1)
			last++;
		put_comma(g);
		put(g, g->raw + g->place[from].at, g->place[last].end -
		    g->place[from].at);
		from = last + 1;
	}
}

/* Do the members come in the table's order? */
static bool
in_order(const struct line_place *place, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (place[i].field < place[i - 1].field)
			return false;
	return true;
}

static void
patch_in_order(struct patching *g, const struct line_patch *p, size_t n)
{
	size_t i = 0;

	for (size_t k = 0; k < n; k++) {
		size_t from = i;

		while (i < g->places && g->place[i].field < p[k].field)
			i++;
		put_kept(g, from, i);
		i += i < g->places && g->place[i].field == p[k].field;
		if (p[k].json.p)
			put_member(g, &p[k]);
	}
	put_kept(g, i, g->places);
}

/*
 * Where a new member goes: behind the last present one that precedes it in the
 * table (its index + 1; 0: before all). SIZE_MAX: it is there already.
 */
static size_t
slot_for(const struct patching *g, enum field_id f)
{
	size_t slot = 0;

	for (size_t i = 0; i < g->places; i++) {
		if (g->place[i].field == f)
			return SIZE_MAX;
		if (g->place[i].field < f)
			slot = i + 1;
	}
	return slot;
}

/* Puts the new members that go before place i. */
static void
put_new(struct patching *g, const struct line_patch *p, size_t n,
    const size_t *slot, size_t i)
{
	for (size_t k = 0; k < n; k++)
		if (slot[k] == i && p[k].json.p)
			put_member(g, &p[k]);
}

static void
patch_any_order(struct patching *g, const struct line_patch *p, size_t n)
{
	size_t slot[FIELD_COUNT];

	BUG_UNLESS(n <= COUNT_OF(slot));
	for (size_t k = 0; k < n; k++)
		slot[k] = slot_for(g, p[k].field);
	for (size_t i = 0; i < g->places; i++) {
		size_t k = 0;

		put_new(g, p, n, slot, i);
		while (k < n && p[k].field != g->place[i].field)
			k++;
		if (k == n)
			put_kept(g, i, i + 1);
		else if (p[k].json.p)
			put_member(g, &p[k]);
	}
	put_new(g, p, n, slot, g->places);
}

void
line_patch(struct buf *out, struct str raw, const struct line_place *place,
    size_t places, const struct line_patch *p, size_t n)
{
	struct patching g = { .raw = raw.p, .place = place,
	    .places = places };
	/* blanks between members may become commas, never more */
	size_t most = raw.n + sizeof("{}\n");

	for (size_t k = 0; k < n; k++)
		most += p[k].json.n + fields[p[k].field].name_n +
		    sizeof(",\"\":");
	g.to = buf_room(out, most);
	if (!g.to)
		return;
	*g.to++ = '{';
	if (in_order(place, places))
		patch_in_order(&g, p, n);
	else
		patch_any_order(&g, p, n);
	put(&g, "}\n", 2);
	out->n = (size_t)(g.to - out->p);
}
