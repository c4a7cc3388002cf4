/* line_patch: members set or deleted in a line's bytes, all else untouched. */
#include "common/line.h"

struct place {
	size_t at, end;		/* `"name":value` without commas */
	enum field_id field;
};

static bool
next_member(struct str raw, size_t *walk, struct place *m)
{
	struct str name, value;

	if (!token_member(raw, walk, &name, &value))
		return false;
	m->at = (size_t)(name.p - raw.p);
	m->end = (size_t)(value.p + value.n - raw.p);
	m->field = field_find((struct str){ name.p + 1, name.n - 2 });
	return true;
}

static const struct line_patch *
patch_for(const struct line_patch *p, size_t n, enum field_id f)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].field == f)
			return &p[i];
	return NULL;
}

static void
put_member(struct buf *out, const struct line_patch *p, bool *first)
{
	buf_puts(out, *first ? "\"" : ",\"");
	buf_puts(out, fields[p->field].name);
	buf_puts(out, "\":");
	buf_str(out, p->json);
	*first = false;
}

static bool
has_member(struct str raw, enum field_id f)
{
	struct place m;
	size_t walk = 0;

	while (next_member(raw, &walk, &m))
		if (m.field == f)
			return true;
	return false;
}

/*
 * For each new member: the index of the last present member that precedes it
 * in the table, so that it goes right behind that one; SIZE_MAX when none.
 */
static size_t
place_of(struct str raw, enum field_id f)
{
	struct place m;
	size_t walk = 0, at = SIZE_MAX;

	for (size_t i = 0; next_member(raw, &walk, &m); i++)
		if (m.field < f)
			at = i;
	return at;
}

static void
put_new_after(struct buf *out, const struct line_patch *p, size_t n,
    const size_t *where, size_t index, bool *first)
{
	for (size_t k = 0; k < n; k++)
		if (p[k].json.p && where[k] == index)
			put_member(out, &p[k], first);
}

void
line_patch(struct buf *out, struct str raw, const struct line_patch *p,
    size_t n)
{
	size_t where[64], walk = 0, none = SIZE_MAX - 1;
	struct place m;
	bool first = true;

	BUG_UNLESS(n <= COUNT_OF(where));
	for (size_t k = 0; k < n; k++)
		where[k] = has_member(raw, p[k].field) ? none :
		    place_of(raw, p[k].field);
	buf_char(out, '{');
	put_new_after(out, p, n, where, SIZE_MAX, &first);
	for (size_t i = 0; next_member(raw, &walk, &m); i++) {
		const struct line_patch *here = m.field == F_UNKNOWN ? NULL :
		    patch_for(p, n, m.field);

		if (here && here->json.p) {
			put_member(out, here, &first);
		} else if (!here) {
			if (!first)
				buf_char(out, ',');
			buf_add(out, raw.p + m.at, m.end - m.at);
			first = false;
		}
		put_new_after(out, p, n, where, i, &first);
	}
	buf_puts(out, "}\n");
}
