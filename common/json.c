/* json: the strict, iterative reader of one value; see json.h. */
#include "common/json.h"

#include "common/utf8.h"

struct reader {
	struct json *j;
	const char *from, *p, *end;
	uint32_t *open;			/* indices of the open containers */
	size_t depth, cap;
	bool bad;
};

static bool
fail(struct reader *r, const char *why)
{
	r->j->problem = why;
	r->j->problem_at = (size_t)(r->p - r->from);
	r->bad = true;
	return false;
}

static void
skip_blanks(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' ||
	    *r->p == '\r' || *r->p == '\t'))
		r->p++;
}

static struct json_node *
add(struct reader *r, enum json_type type)
{
	struct json *j = r->j;
	struct json_node *n;

	GROW(j->node, j->n, j->cap);
	n = &j->node[j->n++];
	*n = (struct json_node){ .type = type, .next = (uint32_t)j->n };
	return n;
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

/* After a backslash: moves past the escape. */
static bool
skip_escape(struct reader *r)
{
	r->p++;
	if (r->p < r->end && *r->p == 'u') {
		for (int i = 0; i < 4; i++)
			if (++r->p >= r->end || !is_hex(*r->p))
				return fail(r, "bad \\u escape");
		r->p++;
		return true;
	}
	if (r->p >= r->end || !strchr("\"\\/bfnrt", *r->p) || !*r->p)
		return fail(r, "bad escape");
	r->p++;
	return true;
}

/* At the opening quote: makes a string node and moves past the closing one. */
static bool
read_string(struct reader *r)
{
	const char *from = ++r->p;
	bool escaped = false;
	struct json_node *n;

	for (;;) {
		unsigned char c;

		if (r->p >= r->end)
			return fail(r, "string without end");
		c = (unsigned char)*r->p;
		if (c == '"')
			break;
		if (c < 0x20)
			return fail(r, "control character in a string");
		if (c == '\\') {
			escaped = true;
			if (!skip_escape(r))
				return false;
		} else {
			r->p++;
		}
	}
	n = add(r, JSON_STRING);
	n->text = str_range(from, r->p++);
	n->escaped = escaped;
	return true;
}

static size_t
digits(struct reader *r)
{
	const char *from = r->p;

	while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
		r->p++;
	return (size_t)(r->p - from);
}

static bool
read_number(struct reader *r)
{
	const char *from = r->p;

	if (*r->p == '-')
		r->p++;
	if (r->p < r->end && *r->p == '0')
		r->p++;
	else if (!digits(r))
		return fail(r, "not a value");
	if (r->p < r->end && *r->p == '.') {
		r->p++;
		if (!digits(r))
			return fail(r, "number without digits after its point");
	}
	if (r->p < r->end && (*r->p == 'e' || *r->p == 'E')) {
		r->p++;
		if (r->p < r->end && (*r->p == '+' || *r->p == '-'))
			r->p++;
		if (!digits(r))
			return fail(r, "number without exponent");
	}
	add(r, JSON_NUMBER)->text = str_range(from, r->p);
	return true;
}

static bool
read_word(struct reader *r, struct str word, enum json_type type)
{
	if ((size_t)(r->end - r->p) < word.n ||
	    memcmp(r->p, word.p, word.n) != 0)
		return fail(r, "not a value");
	add(r, type)->text = str_range(r->p, r->p + word.n);
	r->p += word.n;
	return true;
}

static bool
open_container(struct reader *r, enum json_type type)
{
	uint32_t max = r->j->max_depth ? r->j->max_depth : 512;

	if (r->depth >= max)
		return fail(r, "nested too deep");
	GROW(r->open, r->depth, r->cap);
	r->open[r->depth++] = (uint32_t)r->j->n;
	add(r, type)->text.p = r->p++;
	return true;
}

static void
close_container(struct reader *r)
{
	struct json_node *n = &r->j->node[r->open[--r->depth]];

	n->next = (uint32_t)r->j->n;
	n->text.n = (size_t)(++r->p - n->text.p);
}

static bool
read_scalar(struct reader *r)
{
	switch (*r->p) {
	case '"':
		return read_string(r);
	case 't':
		return read_word(r, STR("true"), JSON_TRUE);
	case 'f':
		return read_word(r, STR("false"), JSON_FALSE);
	case 'n':
		return read_word(r, STR("null"), JSON_NULL);
	default:
		return read_number(r);
	}
}

static struct json_node *
innermost(struct reader *r)
{
	return r->depth ? &r->j->node[r->open[r->depth - 1]] : NULL;
}

/* In an object: the name and the colon before a value. */
static bool
read_name(struct reader *r)
{
	skip_blanks(r);
	if (r->p >= r->end || *r->p != '"')
		return fail(r, "member without a name");
	if (!read_string(r))
		return false;
	skip_blanks(r);
	if (r->p >= r->end || *r->p != ':')
		return fail(r, "name without a colon");
	r->p++;
	return true;
}

/* A value begins here, or the innermost container is empty and ends. */
static bool
read_value(struct reader *r, bool *opened)
{
	skip_blanks(r);
	if (r->p >= r->end)
		return fail(r, "value missing");
	*opened = *r->p == '{' || *r->p == '[';
	if (*r->p == '{')
		return open_container(r, JSON_OBJECT);
	if (*r->p == '[')
		return open_container(r, JSON_ARRAY);
	return read_scalar(r);
}

/* After a value: closes what ends here, and stops at the next value's place.
 * True: another value follows; false: the end or a failure. */
static bool
after_value(struct reader *r)
{
	struct json_node *in;

	while ((in = innermost(r))) {
		char end = in->type == JSON_OBJECT ? '}' : ']';

		in->count++;
		skip_blanks(r);
		if (r->p < r->end && *r->p == ',') {
			r->p++;
			return in->type == JSON_OBJECT ? read_name(r) : true;
		}
		if (r->p >= r->end || *r->p != end)
			return fail(r, "comma or end missing");
		close_container(r);
	}
	return false;
}

/* Just inside a container: true when it is empty (and now closed). */
static bool
ends_at_once(struct reader *r)
{
	struct json_node *in = innermost(r);

	skip_blanks(r);
	if (r->p < r->end && *r->p == (in->type == JSON_OBJECT ? '}' : ']')) {
		close_container(r);
		return true;
	}
	if (in->type == JSON_OBJECT)
		read_name(r);
	return false;
}

static void
read_document(struct reader *r)
{
	bool opened, more = true;

	while (more && read_value(r, &opened)) {
		if (opened && !ends_at_once(r)) {
			if (r->bad)
				return;
			continue;
		}
		more = after_value(r);
	}
	if (r->bad)
		return;
	skip_blanks(r);
	if (r->p < r->end)
		fail(r, "something follows the value");
}

int
json_parse(struct json *j, struct str text)
{
	struct reader r = { .j = j, .from = text.p, .p = text.p,
	    .end = text.p + text.n };
	size_t max = j->max_bytes ? j->max_bytes : (size_t)64 << 20;

	j->n = 0;
	j->problem = NULL;
	j->problem_at = 0;
	if (text.n > max)
		fail(&r, "longer than the limit");
	else
		read_document(&r);
	mem_free(r.open);
	return r.bad ? -1 : 0;
}

void
json_release(struct json *j)
{
	mem_free(j->node);
	*j = (struct json){ .max_depth = j->max_depth,
	    .max_bytes = j->max_bytes };
}

static bool
name_is(const struct json_node *n, struct str name)
{
	struct arena a = { 0 };
	bool repaired = false, same;

	if (!n->escaped)
		return str_eq(n->text, name);
	same = str_eq(json_text(n, &a, &repaired), name);
	arena_release(&a);
	return same;
}

const struct json_node *
json_member(const struct json *j, const struct json_node *object,
    struct str name, bool *dup)
{
	const struct json_node *end, *n, *found = NULL;

	if (!object || object->type != JSON_OBJECT)
		return NULL;
	end = j->node + object->next;
	for (n = object + 1; n < end; n = j->node + n[1].next) {
		if (!name_is(n, name))
			continue;
		if (found && dup)
			*dup = true;
		found = n + 1;
	}
	return found;
}

const struct json_node *
json_element(const struct json *j, const struct json_node *array, long i)
{
	const struct json_node *n;

	if (!array || array->type != JSON_ARRAY)
		return NULL;
	if (i < 0)
		i += (long)array->count;
	if (i < 0 || i >= (long)array->count)
		return NULL;
	for (n = array + 1; i > 0; i--)
		n = j->node + n->next;
	return n;
}

static uint32_t
hex4(const char *p)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i];

		v = v << 4 | (uint32_t)(c <= '9' ? c - '0' :
		    (c | 32) - 'a' + 10);
	}
	return v;
}

/* At "uXXXX": appends its character (pairs united), returns bytes used. */
static size_t
put_unicode(struct buf *b, struct str rest, bool *repaired)
{
	uint32_t c = hex4(rest.p + 1), low;

	if ((c & 0xfc00) == 0xd800 && rest.n >= 11 && rest.p[5] == '\\' &&
	    rest.p[6] == 'u') {
		low = hex4(rest.p + 7);
		if ((low & 0xfc00) == 0xdc00) {
			utf8_put(b, 0x10000 + ((c & 0x3ff) << 10) +
			    (low & 0x3ff));
			return 11;
		}
	}
	if ((c & 0xf800) == 0xd800) {
		*repaired = true;
		c = 0xfffd;
	}
	utf8_put(b, c);
	return 5;
}

static void
unescape(struct buf *b, struct str s, bool *repaired)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";

	while (s.n) {
		const char *at = str_find(s, '\\');

		if (!at) {
			buf_str(b, s);
			return;
		}
		buf_add(b, s.p, (size_t)(at - s.p));
		s = str_range(at + 1, s.p + s.n);
		if (s.p[0] == 'u') {
			s = str_skip(s, put_unicode(b, s, repaired));
		} else {
			buf_char(b, to[strchr(from, s.p[0]) - from]);
			s = str_skip(s, 1);
		}
	}
}

/* Invalid UTF-8 becomes U+FFFD, a byte at a time. */
static struct str
repair(struct str s, struct arena *a)
{
	struct buf b = { 0 };
	uint32_t code;

	while (s.n) {
		size_t n = utf8_decode(s, &code);

		if (n)
			buf_add(&b, s.p, n);
		else
			utf8_put(&b, 0xfffd);
		s = str_skip(s, n ? n : 1);
	}
	s = arena_dup(a, buf_view(&b));
	buf_release(&b);
	return s;
}

struct str
json_text(const struct json_node *string, struct arena *a, bool *repaired)
{
	struct str s = string->text;
	struct buf b = { 0 };

	if (string->escaped) {
		unescape(&b, s, repaired);
		s = arena_dup(a, buf_view(&b));
		buf_release(&b);
	}
	if (!utf8_valid(s)) {
		*repaired = true;
		s = repair(s, a);
	}
	return s;
}
