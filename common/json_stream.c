/* json_stream: a stream of JSON cut into records without holding it whole. */
#include "common/io.h"
#include "common/json.h"

enum { CHUNK = 256 * 1024, MAX_STEPS = 16, MAX_DEEP = 512 };
static const size_t max_record = (size_t)64 << 20;

/*
 * A path is steps: names to follow, and * for the elements of an array.
 * Reading is a walk: `level` steps of the path have been matched, `deep` says
 * how many containers are open; where a value stands at the path's end, it is
 * a record; every other value is passed over.
 */
struct json_stream {
	struct io *in;
	struct str step[MAX_STEPS];	/* "*" for elements */
	size_t steps;
	char *path;			/* what the steps point into */

	char *bytes;			/* window: [from, n) is unread */
	size_t cap, from, n;
	bool ended;
	uint64_t line, byte;		/* of bytes[from] */

	char open[MAX_DEEP];		/* '{' or '[' of each open container */
	size_t deep;
	bool after_value;		/* a comma or an end must follow */
	bool by_line;			/* one record a line, as the first ones
					   were: a broken one ends with its
					   line */
	uint64_t page_line, page_byte;	/* of the top-level value at hand */
	bool found;			/* it has what the path leads to */
	struct json check;
};

static int
parse_path(struct json_stream *s, struct str path, struct err *err)
{
	struct str rest, part;

	s->path = mem_dup(path);
	rest = (struct str){ s->path, path.n };
	if (!rest.n || rest.p[0] != '$')
		return err_set(err, ERR_USAGE, "'%.*s': a path begins with $",
		    STR_ARG(path));
	rest = str_skip(rest, 1);
	while (rest.n) {
		if (s->steps == MAX_STEPS)
			return err_set(err, ERR_USAGE, "'%.*s': too many steps",
			    STR_ARG(path));
		if (str_starts(rest, STR("[*]"))) {
			s->step[s->steps++] = STR("*");
			rest = str_skip(rest, 3);
			continue;
		}
		if (rest.p[0] != '.')
			return err_set(err, ERR_USAGE, "'%.*s': steps are "
			    ".name or [*]", STR_ARG(path));
		part = str_skip(rest, 1);
		for (part.n = 0; part.p + part.n < rest.p + rest.n &&
		    part.p[part.n] != '.' && part.p[part.n] != '[';)
			part.n++;
		s->step[s->steps++] = part;
		rest = str_skip(rest, part.n + 1);
	}
	return 0;
}

struct json_stream *
json_stream_open(struct io *in, struct str path, struct err *err)
{
	struct json_stream *s = mem_zero(1, sizeof(*s));

	s->in = in;
	s->cap = CHUNK;
	s->bytes = mem_get(s->cap + PADDING);
	s->line = 1;
	if (parse_path(s, path, err) < 0) {
		json_stream_close(s);
		return NULL;
	}
	return s;
}

void
json_stream_close(struct json_stream *s)
{
	if (!s)
		return;
	json_release(&s->check);
	mem_free(s->bytes);
	mem_free(s->path);
	mem_free(s);
}

/* ---- the window ---------------------------------------------------------------- */

static int
more(struct json_stream *s, struct err *err)
{
	ptrdiff_t got;

	if (s->ended)
		return 0;
	if (s->from && s->from >= s->cap / 2) {
		memmove(s->bytes, s->bytes + s->from, s->n - s->from);
		s->n -= s->from;
		s->from = 0;
	}
	if (s->n == s->cap) {
		s->cap *= 2;
		s->bytes = mem_resize(s->bytes, s->cap + PADDING);
	}
	got = io_read(s->in, s->bytes + s->n, s->cap - s->n, err);
	if (got < 0)
		return -1;
	s->ended = got == 0;
	s->n += (size_t)got;
	memset(s->bytes + s->n, 0, PADDING);
	return got > 0;
}

/* Moves past n bytes, keeping count of lines. */
static void
pass(struct json_stream *s, size_t n)
{
	const char *p = s->bytes + s->from, *end = p + n;

	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		s->line++;
		p++;
	}
	s->from += n;
	s->byte += n;
}

/* What peek gives for a NUL byte, which is never JSON: 0 is the end. */
enum { NUL_BYTE = 256 };

/* At a byte order mark: also in the middle, where files were joined. */
static int
at_mark(struct json_stream *s, struct err *err)
{
	int r = 1;

	if (s->deep || (unsigned char)s->bytes[s->from] != 0xef)
		return 0;
	while (s->n - s->from < 3 && r > 0)
		r = more(s, err);
	return r < 0 ? -1 : str_starts((struct str){ s->bytes + s->from,
	    s->n - s->from }, STR("\xef\xbb\xbf"));
}

/* The next byte that is no blank; 0 at the end, -1 on failure. */
static int
peek(struct json_stream *s, struct err *err)
{
	int r;

	for (;;) {
		size_t i = s->from;

		while (i < s->n && (s->bytes[i] == ' ' ||
		    s->bytes[i] == '\n' || s->bytes[i] == '\r' ||
		    s->bytes[i] == '\t'))
			i++;
		pass(s, i - s->from);
		if (s->from == s->n) {
			r = more(s, err);
			if (r <= 0)
				return r;
			continue;
		}
		r = at_mark(s, err);
		if (r < 0)
			return -1;
		if (r == 0)
			return s->bytes[s->from] ?
			    (unsigned char)s->bytes[s->from] : NUL_BYTE;
		pass(s, 3);
	}
}

/* Length of the string whose quote stands at offset i, or 0: not complete. */
static size_t
string_length(const struct json_stream *s, size_t i)
{
	const char *p = s->bytes + i + 1, *end = s->bytes + s->n;

	while (p < end && *p != '"')
		p += *p == '\\' ? 2 : 1;
	return p < end ? (size_t)(p + 1 - s->bytes) - i : 0;
}

/*
 * Length of the value at the window's beginning by brackets and quotes alone;
 * 0 when it is not complete yet. *seen: where to go on looking.
 */
struct extent {
	size_t at;
	size_t depth;
	bool in_string;
};

static size_t
value_length(const struct json_stream *s, struct extent *e)
{
	const char *p = s->bytes + s->from;
	size_t n = s->n - s->from;

	while (e->at < n) {
		char c = p[e->at++];

		if (e->in_string) {
			if (c == '\\')
				e->at++;
			else if (c == '"')
				e->in_string = false;
			if (e->in_string || e->depth)
				continue;
			return e->at;
		}
		if (c == '"') {
			e->in_string = true;
		} else if (c == '{' || c == '[') {
			e->depth++;
		} else if (c == '}' || c == ']') {
			if (e->depth == 0)
				return e->at - 1;
			if (--e->depth == 0)
				return e->at;
		} else if (e->depth == 0 && (c == ',' || c == ' ' ||
		    c == '\n' || c == '\r' || c == '\t') && e->at > 1) {
			return e->at - 1;
		}
	}
	/* a number at the very end of the data is whole at the top level alone */
	return s->ended && !s->deep && e->depth == 0 && !e->in_string ? n : 0;
}

static int
fail_at(struct json_stream *s, const char *what, struct err *err)
{
	return err_set(err, ERR_FAILED, "%s:%llu: %s", io_name(s->in),
	    (unsigned long long)s->line, what);
}

/* Makes the value at the window's beginning whole. Its length, or -1. */
static ptrdiff_t
whole_value(struct json_stream *s, struct err *err)
{
	struct extent e = { 0 };
	size_t n;

	while (!(n = value_length(s, &e))) {
		int r;

		if (s->n - s->from > max_record)
			return fail_at(s, "a record is longer than 64 MiB",
			    err);
		r = more(s, err);
		if (r < 0)
			return -1;
		if (r == 0 && (n = value_length(s, &e)) == 0)
			return fail_at(s, "the data end within a record", err);
		if (r == 0)
			break;
	}
	return (ptrdiff_t)n;
}

/* ---- walking -------------------------------------------------------------------- */

/* Passes over the value here without keeping it whole. */
static int
skip_value(struct json_stream *s, struct err *err)
{
	size_t depth = 0;

	for (;;) {
		int c = peek(s, err), r = 1;
		size_t n;

		if (c <= 0)
			return c < 0 ? -1 : fail_at(s,
			    "the data end within a value", err);
		if (c == '"') {
			while (!(n = string_length(s, s->from)) &&
			    (r = more(s, err)) > 0)
				;
			if (r <= 0 && !n)
				return r < 0 ? -1 : fail_at(s,
				    "the data end within a string", err);
			pass(s, n);
		} else if (c == '{' || c == '[') {
			depth++;
			pass(s, 1);
		} else if (c == '}' || c == ']') {
			if (depth == 0)
				return fail_at(s, "a bracket too many", err);
			depth--;
			pass(s, 1);
		} else if (c == ',' || c == ':') {
			if (depth == 0)
				return fail_at(s, "not a value", err);
			pass(s, 1);
		} else {
			do {
				pass(s, 1);
			} while ((s->from < s->n || more(s, err) > 0) &&
			    !strchr(",:{}[]\" \t\r\n", s->bytes[s->from]));
		}
		if (depth == 0)
			return 0;
	}
}

/* The value that comes now, of this name (or an element): on the path? */
static bool
on_path(const struct json_stream *s, struct str name)
{
	size_t level = s->deep;

	return level >= 1 && level <= s->steps && str_eq(s->step[level - 1],
	    name);
}

/* A top-level array under the path "$": its elements are the records. */
static bool
is_implied_array(const struct json_stream *s, int c)
{
	return s->steps == 0 && s->deep == 0 && c == '[';
}

static int
enter(struct json_stream *s, int c, struct err *err)
{
	if (s->deep == MAX_DEEP)
		return fail_at(s, "nested too deep", err);
	s->open[s->deep++] = (char)c;
	pass(s, 1);
	s->after_value = false;
	return 0;
}

static bool
is_record_here(const struct json_stream *s)
{
	if (s->steps == 0)
		return true;
	return s->deep == s->steps;
}

static void
position(struct json_record *r, const struct json *check)
{
	r->problem_line = r->line;
	r->problem_column = 1;
	for (size_t i = 0; i < check->problem_at && i < r->text.n; i++) {
		r->problem_column++;
		if (r->text.p[i] == '\n') {
			r->problem_line++;
			r->problem_column = 1;
		}
	}
}

/* Length of the line at the window's beginning, or -1. */
static ptrdiff_t
whole_line(struct json_stream *s, struct err *err)
{
	size_t looked = 0;

	for (;;) {
		const char *p = s->bytes + s->from;
		const char *lf = memchr(p + looked, '\n',
		    s->n - s->from - looked);
		int r;

		if (lf)
			return lf - p;
		looked = s->n - s->from;
		if (looked > max_record)
			return fail_at(s, "a record is longer than 64 MiB",
			    err);
		r = more(s, err);
		if (r < 0)
			return -1;
		if (r == 0)
			return (ptrdiff_t)(s->n - s->from);
	}
}

/* Values that fill whole lines of their own make it one record a line. */
static void
notice_lines(struct json_stream *s, const struct json_record *r)
{
	if (s->deep || s->steps || s->by_line || s->from >= s->n)
		return;
	s->by_line = r->text.p[0] == '{' && s->bytes[s->from] == '\n' &&
	    !str_find(r->text, '\n');
}

static int
give_record(struct json_stream *s, struct json_record *r, struct err *err)
{
	ptrdiff_t n = s->by_line && s->deep == 0 ? whole_line(s, err) :
	    whole_value(s, err);

	if (n < 0)
		return -1;
	*r = (struct json_record){ .line = s->line, .byte = s->byte };
	r->text = str_trim((struct str){ s->bytes + s->from, (size_t)n });
	pass(s, (size_t)n);
	s->after_value = true;
	notice_lines(s, r);
	return 1;
}

/*
 * At a name in an object: takes it and its colon; the value follows. Returns
 * whether it is on the path, -1 on failure.
 */
static int
take_name(struct json_stream *s, struct err *err)
{
	size_t n;
	int r, hit;

	while (!(n = string_length(s, s->from)))
		if ((r = more(s, err)) <= 0)
			return r < 0 ? -1 : fail_at(s,
			    "the data end within a name", err);
	hit = on_path(s, (struct str){ s->bytes + s->from + 1, n - 2 });
	pass(s, n);
	if (peek(s, err) != ':')
		return fail_at(s, "a name without a colon", err);
	pass(s, 1);
	return hit;
}

/* Is the value that begins with c, on the path, what the path leads to? An
 * array of no records is, and so is null instead of one. */
static bool
is_arrival(const struct json_stream *s, int c)
{
	return is_record_here(s) || c == 'n' ||
	    (c == '[' && str_is(s->step[s->deep], "*"));
}

/* A whole top-level value has passed: what there is to say about it. */
static int
page_ends(struct json_stream *s, struct json_record *r)
{
	s->after_value = true;
	if (s->deep || s->steps == 0 || s->found)
		return 0;
	*r = (struct json_record){ .text = { s->bytes + s->n, 0 },
	    .line = s->page_line, .byte = s->page_byte, .no_records = true,
	    .problem = "it has nothing where the profile's path leads",
	    .problem_line = s->page_line, .problem_column = 1 };
	return 1;
}

/* One step of the walk. 1: a record; 0: go on; 2: the end; -1: failure. */
static int
step(struct json_stream *s, struct json_record *r, struct err *err)
{
	int c = peek(s, err);
	bool in_object = s->deep && s->open[s->deep - 1] == '{';
	int hit;

	if (c < 0)
		return -1;
	if (c == 0)
		return s->deep ? fail_at(s, "the data end within an array or "
		    "object", err) : 2;
	if (s->deep && (c == '}' || c == ']')) {
		s->deep--;
		pass(s, 1);
		return page_ends(s, r);
	}
	if (c == ',' && (s->deep || s->after_value)) {
		pass(s, 1);	/* between top-level values too: forgiven */
		s->after_value = false;
		return 0;
	}
	if (s->deep && s->after_value)
		return fail_at(s, "a comma is missing", err);
	hit = s->deep == 0;
	if (hit) {
		s->page_line = s->line;
		s->page_byte = s->byte;
		s->found = false;
	}
	if (in_object) {
		if (c != '"')
			return fail_at(s, "a name is missing", err);
		hit = take_name(s, err);
		if (hit < 0)
			return -1;
		c = peek(s, err);
		if (c <= 0)
			return c < 0 ? -1 : fail_at(s, "a value is missing",
			    err);
	} else if (s->deep) {
		hit = on_path(s, STR("*")) || s->steps == 0;
	}
	if (hit && is_implied_array(s, c))
		return enter(s, c, err);
	s->found |= hit && is_arrival(s, c);
	if (hit && is_record_here(s))
		return give_record(s, r, err);
	if (hit && (c == '{' || c == '['))
		return enter(s, c, err);
	return skip_value(s, err) < 0 ? -1 : page_ends(s, r);
}

int
json_stream_next(struct json_stream *s, struct json_record *r,
    struct err *err)
{
	int got;

	while ((got = step(s, r, err)) == 0)
		;
	if (got != 1)
		return got < 0 ? -1 : 0;
	if (!r->no_records && json_parse(&s->check, r->text) < 0) {
		r->problem = s->check.problem;
		position(r, &s->check);
	}
	return 1;
}
