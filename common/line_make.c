/* line_make: a line made member by member, written in canonical order. */
#include "common/json.h"
#include "common/line.h"
#include "common/when.h"

void
json_put_str(struct buf *b, struct str s)
{
	static const char hex[] = "0123456789abcdef";
	static const char named[] = "btnvfr";	/* 8 to 13; v is not JSON's */
	size_t from = 0;

	buf_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(b, s.p + from, i - from);
		from = i + 1;
		buf_char(b, '\\');
		if (c == '"' || c == '\\') {
			buf_char(b, (char)c);
		} else if (c >= 8 && c <= 13 && c != 11) {
			buf_char(b, named[c - 8]);
		} else {
			buf_puts(b, "u00");
			buf_char(b, hex[c >> 4]);
			buf_char(b, hex[c & 15]);
		}
	}
	buf_add(b, s.p + from, s.n - from);
	buf_char(b, '"');
}

void
json_put_micro(struct buf *b, int64_t millionths)
{
	uint64_t u = millionths < 0 ? 0 - (uint64_t)millionths :
	    (uint64_t)millionths;
	unsigned part = (unsigned)(u % 1000000);
	char places[8];
	int n = 6;

	if (millionths < 0)
		buf_char(b, '-');
	buf_int(b, (int64_t)(u / 1000000));
	if (!part)
		return;
	for (int i = 5; i >= 0; i--, part /= 10)
		places[i] = (char)('0' + part % 10);
	while (places[n - 1] == '0')
		n--;
	buf_char(b, '.');
	buf_add(b, places, (size_t)n);
}

void
json_put_time(struct buf *b, int64_t ms)
{
	char text[WHEN_TEXT];

	when_write(text, ms);
	buf_char(b, '"');
	buf_add(b, text, sizeof(text));
	buf_char(b, '"');
}

void
maker_clear(struct line_maker *m)
{
	buf_clear(&m->bytes);
	buf_clear(&m->extra);
	m->has = (struct field_set){ 0 };
}

void
maker_release(struct line_maker *m)
{
	buf_release(&m->bytes);
	buf_release(&m->extra);
	m->has = (struct field_set){ 0 };
}

bool
maker_has(const struct line_maker *m, enum field_id f)
{
	return field_set_has(&m->has, f);
}

struct str
maker_token(const struct line_maker *m, enum field_id f)
{
	if (!maker_has(m, f))
		return STR_NONE;
	return (struct str){ m->bytes.p + m->value[f].at, m->value[f].n };
}

/* What stands in bytes from `at` on becomes the member's value. */
static void
set_from(struct line_maker *m, enum field_id f, size_t at)
{
	m->value[f].at = at;
	m->value[f].n = m->bytes.n - at;
	if (m->value[f].n)
		field_set_add(&m->has, f);
	else			/* the buffer is full: it says so itself */
		maker_unset(m, f);
}

void
maker_str(struct line_maker *m, enum field_id f, struct str s)
{
	size_t at = m->bytes.n;

	if (!s.n) {
		maker_unset(m, f);
		return;
	}
	json_put_str(&m->bytes, s);
	set_from(m, f, at);
}

void
maker_int(struct line_maker *m, enum field_id f, int64_t v)
{
	size_t at = m->bytes.n;

	buf_int(&m->bytes, v);
	set_from(m, f, at);
}

void
maker_micro(struct line_maker *m, enum field_id f, int64_t millionths)
{
	size_t at = m->bytes.n;

	json_put_micro(&m->bytes, millionths);
	set_from(m, f, at);
}

void
maker_time(struct line_maker *m, enum field_id f, int64_t ms)
{
	size_t at = m->bytes.n;

	if (ms == WHEN_NONE) {
		maker_unset(m, f);
		return;
	}
	json_put_time(&m->bytes, ms);
	set_from(m, f, at);
}

void
maker_bool(struct line_maker *m, enum field_id f, bool v)
{
	size_t at = m->bytes.n;

	buf_puts(&m->bytes, v ? "true" : "false");
	set_from(m, f, at);
}

static bool
says_nothing(struct str json)
{
	return json.n == 0 || str_is(json, "null") || str_is(json, "\"\"") ||
	    str_is(json, "[]") || str_is(json, "{}");
}

void
maker_raw(struct line_maker *m, enum field_id f, struct str json)
{
	size_t at = m->bytes.n;

	if (says_nothing(json)) {
		maker_unset(m, f);
		return;
	}
	if (at && json.p >= m->bytes.p && json.p < m->bytes.p + at) {
		size_t own = (size_t)(json.p - m->bytes.p);

		if (!buf_room(&m->bytes, json.n))
			return;
		json.p = m->bytes.p + own;	/* a token of m itself */
	}
	buf_str(&m->bytes, json);
	set_from(m, f, at);
}

void
maker_unset(struct line_maker *m, enum field_id f)
{
	field_set_remove(&m->has, f);
}

void
maker_add_raw(struct line_maker *m, enum field_id f, struct str json)
{
	struct str old = maker_token(m, f);
	size_t at = m->bytes.n, keep = old.n ? old.n - 1 : 0;

	if (says_nothing(json))
		return;
	if (!buf_room(&m->bytes, keep + json.n + 2))
		return;
	if (keep)	/* room is there: old's bytes do not move now */
		buf_add(&m->bytes, m->bytes.p + m->value[f].at, keep);
	buf_char(&m->bytes, keep ? ',' : '[');
	buf_str(&m->bytes, json);
	buf_char(&m->bytes, ']');
	set_from(m, f, at);
}

void
maker_add_str(struct line_maker *m, enum field_id f, struct str s)
{
	struct buf quoted = { 0 };
	struct str array = maker_token(m, f), element;
	size_t at = 0;
	bool there = false;

	if (!s.n)
		return;
	json_put_str(&quoted, s);
	while (array.p && !there && token_element(array, &at, &element))
		there = str_eq(element, buf_view(&quoted));
	if (!there)
		maker_add_raw(m, f, buf_view(&quoted));
	buf_release(&quoted);
}

void
maker_unknown(struct line_maker *m, struct str name, struct str json)
{
	if (says_nothing(json))
		return;
	buf_char(&m->extra, ',');
	json_put_str(&m->extra, name);
	buf_char(&m->extra, ':');
	buf_str(&m->extra, json);
}

static void
emit_members(const struct line_maker *m, struct buf *out, bool first)
{
	for (unsigned f = field_set_next(&m->has, F_KIND + 1);
	    f < FIELD_COUNT; f = field_set_next(&m->has, f + 1)) {
		buf_puts(out, first ? "\"" : ",\"");
		buf_add(out, fields[f].name, fields[f].name_n);
		buf_puts(out, "\":");
		buf_add(out, m->bytes.p + m->value[f].at, m->value[f].n);
		first = false;
	}
	if (m->extra.n)
		buf_add(out, m->extra.p + first, m->extra.n - first);
}

void
maker_emit(struct line_maker *m, enum line_kind kind, struct buf *out)
{
	buf_puts(out, "{\"cc\":1,\"kind\":\"");
	buf_puts(out, line_kinds[kind]);
	buf_char(out, '"');
	emit_members(m, out, false);
	buf_puts(out, "}\n");
}

void
maker_emit_leg(struct line_maker *m, struct buf *out)
{
	buf_char(out, '{');
	emit_members(m, out, true);
	buf_char(out, '}');
}

/* ---- taking a line apart -------------------------------------------------- */

/* A vendor's or hand-written spelling of a value, in the writer's spelling. */
static void
put_compact(struct buf *b, const struct json *j, const struct json_node *n,
    struct arena *a)
{
	const struct json_node *end = j->node + n->next, *k = n + 1;
	bool repaired = false, first = true;

	switch (n->type) {
	case JSON_STRING:
		json_put_str(b, json_text(n, a, &repaired));
		return;
	case JSON_ARRAY:
		buf_char(b, '[');
		for (; k < end; k = j->node + k->next, first = false) {
			if (!first)
				buf_char(b, ',');
			put_compact(b, j, k, a);
		}
		buf_char(b, ']');
		return;
	case JSON_OBJECT:
		buf_char(b, '{');
		for (; k < end; k = j->node + k[1].next, first = false) {
			if (!first)
				buf_char(b, ',');
			json_put_str(b, json_text(k, a, &repaired));
			buf_char(b, ':');
			put_compact(b, j, k + 1, a);
		}
		buf_char(b, '}');
		return;
	default:
		buf_str(b, n->text);
	}
}

static enum line_kind
kind_named(struct str word)
{
	for (int k = 0; k < KIND_COUNT; k++)
		if (str_is(word, line_kinds[k]))
			return (enum line_kind)k;
	return KIND_COUNT;
}

static int
load_nodes(struct line_maker *m, const struct json *j, enum line_kind *kind,
    struct arena *a, struct err *err)
{
	const struct json_node *n = j->node + 1, *end = j->node +
	    j->node[0].next;
	bool repaired = false;
	struct field_set seen = { 0 };
	enum field_id last = F_CC;
	struct buf value = { 0 };

	for (; n < end; n = j->node + n[1].next) {
		struct str name = json_text(n, a, &repaired);
		enum field_id f = field_find_after(name, last);

		if (f != F_UNKNOWN && field_set_has(&seen, f)) {
			buf_release(&value);
			return err_set(err, ERR_DATA,
			    "member '%.*s' stands twice", STR_ARG(name));
		}
		if (f != F_UNKNOWN)
			field_set_add(&seen, last = f);
		buf_clear(&value);
		put_compact(&value, j, n + 1, a);
		if (f == F_UNKNOWN)
			maker_unknown(m, name, buf_view(&value));
		else if (f == F_KIND && n[1].type == JSON_STRING)
			*kind = kind_named(json_text(n + 1, a, &repaired));
		else if (f != F_CC)
			maker_raw(m, f, buf_view(&value));
	}
	buf_release(&value);
	return 0;
}

int
maker_load(struct line_maker *m, struct str raw, enum line_kind *kind,
    struct err *err)
{
	struct json j = { .max_depth = LINE_MAX_DEPTH,
	    .max_bytes = LINE_MAX_BYTES };
	struct arena a = { 0 };
	int r = -1;

	maker_clear(m);
	*kind = KIND_COUNT;
	if (json_parse(&j, raw) < 0)
		err_set(err, ERR_DATA, "%s at byte %zu", j.problem,
		    j.problem_at + 1);
	else if (j.node[0].type != JSON_OBJECT)
		err_set(err, ERR_DATA, "not an object");
	else
		r = load_nodes(m, &j, kind, &a, err);
	json_release(&j);
	arena_release(&a);
	return r;
}
