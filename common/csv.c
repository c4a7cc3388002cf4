/* csv: a stream cut into records: by masks where quotes are right, else by a
 * closer look; csv_split has their fields. See csv.h. */
#include "common/csv.h"

#include "common/io.h"
#include "common/scan_csv.h"

enum { CHUNK = 512 * 1024, KNOWN_ENDS = 512 };

/* ---- the stream ---------------------------------------------------------------------- */

struct csv {
	struct io *in;
	char *bytes;
	size_t cap, from, n;		/* [from, n) is unread */
	bool ended;
	char last;			/* byte of the file so far; NUL: none */
	char separator;
	char end;			/* LF, or CR in a file without LF */
	uint64_t line, byte;		/* of bytes[from] */
	size_t expect;
	bool fixed_width;
	struct csv_splitter *splitter;
	struct arena arena;		/* of the current record's fields */
	size_t base;			/* records whose ends are known: offsets
					   in bytes from here on */
	size_t next, known, ahead;
	struct csv_end ends[KNOWN_ENDS];
};

static int
more(struct csv *c, struct err *err)
{
	ptrdiff_t got;

	if (c->ended)
		return 0;
	if (c->from) {
		memmove(c->bytes, c->bytes + c->from, c->n - c->from);
		c->n -= c->from;
		c->from = 0;
	}
	if (c->n == c->cap) {
		c->cap *= 2;
		c->bytes = mem_resize(c->bytes, c->cap + PADDING);
	}
	got = io_read(c->in, c->bytes + c->n, c->cap - c->n, err);
	if (got < 0)
		return -1;
	c->ended = got == 0;
	c->n += (size_t)got;
	if (got > 0)
		c->last = c->bytes[c->n - 1];
	return got > 0;
}

static uint64_t
count_of(struct str s, char what)
{
	uint64_t n = 0;
	const char *p = s.p, *end = s.p + s.n;

	while (p < end && (p = memchr(p, what, (size_t)(end - p)))) {
		n++;
		p++;
	}
	return n;
}

static void
pass(struct csv *c, size_t n)
{
	c->line += count_of((struct str){ c->bytes + c->from, n }, c->end);
	c->from += n;
	c->byte += n;
}

/* The candidate that the first line has most of, outside quotes. */
static char
sniff_separator(struct str first)
{
	static const char candidates[] = ",;\t!|";
	size_t count[sizeof(candidates)] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < first.n && (quoted || (first.p[i] != '\n' &&
	    first.p[i] != '\r')); i++) {
		const char *at;

		if (first.p[i] == '"')
			quoted = !quoted;
		at = quoted ? NULL : strchr(candidates, first.p[i]);
		if (at && *at)
			count[at - candidates]++;
	}
	for (size_t i = 1; i < sizeof(candidates) - 1; i++)
		if (count[i] > count[best])
			best = i;
	return candidates[best];
}

static int
fill_first(struct csv *c, struct err *err)
{
	int r = 1;

	while (c->n < c->cap && (r = more(c, err)) > 0)
		;
	return r < 0 ? -1 : 0;
}

static int
skip_preamble(struct csv *c, unsigned lines, struct err *err)
{
	for (; lines; lines--) {
		const char *at;
		int r = 1;

		while (!(at = memchr(c->bytes + c->from, c->end,
		    c->n - c->from)) && (r = more(c, err)) > 0)
			;
		if (r < 0)
			return -1;
		pass(c, at ? (size_t)(at + 1 - c->bytes) - c->from :
		    c->n - c->from);
	}
	return 0;
}

/* The line sep=; or "sep=;" is passed over: its separator, or NUL: none. */
static char
pass_separator_line(struct csv *c)
{
	size_t n = c->n - c->from;
	struct str rest = { c->bytes + c->from, n }, line;
	bool quoted;

	if (!str_cut(&rest, c->end, &line))
		return '\0';
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	quoted = line.n == 7 && line.p[0] == '"' && line.p[6] == '"';
	if (quoted)
		line = (struct str){ line.p + 1, 5 };
	if (line.n != 5 || !str_ieq((struct str){ line.p, 4 }, STR("sep=")))
		return '\0';
	pass(c, n - rest.n);
	return line.p[4];
}

static int
begin(struct csv *c, const struct csv_options *o, struct err *err)
{
	struct str first;
	char told = '\0';

	if (fill_first(c, err) < 0)
		return -1;
	first = (struct str){ c->bytes, c->n };
	if (str_starts(first, STR("\xef\xbb\xbf"))) {
		c->from = 3;
		c->byte = 3;
	}
	c->end = str_find(first, '\n') || !str_find(first, '\r') ? '\n' :
	    '\r';
	if (skip_preamble(c, o->preamble, err) < 0)
		return -1;
	if (o->separator_line)
		told = pass_separator_line(c);
	c->separator = o->separator ? o->separator : told ? told :
	    sniff_separator((struct str){ c->bytes + c->from,
	    c->n - c->from });
	c->splitter = csv_splitter_new(c->separator);
	return 0;
}

struct csv *
csv_open(struct io *in, const struct csv_options *o, struct err *err)
{
	struct csv *c = mem_zero(1, sizeof(*c));

	c->in = in;
	c->cap = CHUNK;
	c->bytes = mem_get(c->cap + PADDING);
	c->line = 1;
	c->ahead = 16;
	c->fixed_width = o->fixed_width;
	if (begin(c, o, err) < 0) {
		csv_close(c);
		return NULL;
	}
	return c;
}

char
csv_separator(const struct csv *c)
{
	return c->separator;
}

bool
csv_open_end(const struct csv *c)
{
	return c->last && c->last != c->end;
}

void
csv_expect(struct csv *c, size_t fields)
{
	c->expect = fields;
}

void
csv_close(struct csv *c)
{
	if (!c)
		return;
	csv_splitter_free(c->splitter);
	arena_release(&c->arena);
	mem_free(c->bytes);
	mem_free(c);
}

/* ---- where a record ends ----------------------------------------------------------------- */

enum found { WHOLE, UNCLOSED, MORE };

/*
 * Length of the record at the window's beginning without its line end. Quotes
 * open a field only at its beginning; in it a doubled quote is data. For the
 * records that scan_csv_ends leaves: strange quotes, or no end in the window.
 */
static enum found
find_end(const struct csv *c, size_t *length)
{
	const char *from = c->bytes + c->from, *end = c->bytes + c->n;
	const char *p = from;

	while (p < end) {
		while (p < end && *p == '\r' && c->end == '\n')
			p++;	/* a blank to libcsv: a quote may follow */
		if (p < end && *p == '"') {
			do {
				p = memchr(p + 1, '"', (size_t)(end - p - 1));
				if (!p)
					return c->ended ? UNCLOSED : MORE;
				p++;
			} while (p < end && *p == '"');
			if (p == end && !c->ended)
				return MORE;
		}
		while (p < end && *p != c->separator && *p != c->end)
			p++;
		if (p < end && *p == c->end) {
			*length = (size_t)(p - from);
			return WHOLE;
		}
		p++;
	}
	*length = (size_t)(end - from);
	return c->ended ? WHOLE : MORE;
}

/* Looks ahead; false when the next record is for find_end. */
static bool
know_ends(struct csv *c)
{
	if (c->next < c->known)
		return true;
	c->base = c->from;
	c->next = 0;
	c->ahead = MIN(c->ahead * 2, KNOWN_ENDS);
	c->known = scan_csv_ends((struct str){ c->bytes + c->from,
	    c->n - c->from }, c->separator, c->end, c->ends,
	    c->ahead);
	return c->known > 0;
}

/* Fields of the line at offset i of the window, and its length with its end. */
static size_t
line_fields(struct csv *c, size_t i, size_t *length)
{
	struct str s = { c->bytes + i, c->n - i };
	const char *stop = str_find(s, c->end);
	struct csv_record r = { 0 };
	struct arena a = { 0 };
	size_t n;

	*length = stop ? (size_t)(stop + 1 - s.p) : s.n;
	s.n = stop ? (size_t)(stop - s.p) : s.n;
	n = csv_split(c->splitter, s, &a, &r) < 0 ? 0 : r.n;
	arena_release(&a);
	return n;
}

/*
 * Length of the rubble from the window's beginning to the next line that looks
 * like a record; all that is there when none does.
 */
static size_t
rubble(struct csv *c)
{
	const char *stop = memchr(c->bytes + c->from, c->end, c->n - c->from);
	size_t i = stop ? (size_t)(stop + 1 - c->bytes) : c->n, length;

	while (i < c->n) {
		size_t n = line_fields(c, i, &length);

		if (n && (!c->expect || n == c->expect))
			return i - c->from;
		i += length;
	}
	return c->n - c->from;
}

static void
refuse_rubble(struct csv *c, struct csv_record *r, const char *why)
{
	size_t n = rubble(c);

	r->raw = (struct str){ c->bytes + c->from, n };
	while (r->raw.n && (r->raw.p[r->raw.n - 1] == c->end ||
	    r->raw.p[r->raw.n - 1] == '\r'))
		r->raw.n--;
	r->problem = why;
	r->problem_line = r->line;
	r->problem_column = 1;
	pass(c, n);
	c->next = c->known = 0;	/* ends are sought anew, and not far */
	c->ahead = 16;
}

static void
refuse_long(struct csv *c, struct csv_record *r)
{
	refuse_rubble(c, r, "a record longer than 1 MiB");
}

/* The next record whose end is known. */
static void
take_known(struct csv *c, struct csv_record *r)
{
	struct csv_end end = c->ends[c->next++];
	size_t length = c->base + end.at - c->from;

	if (length > CSV_MAX_RECORD) {
		refuse_long(c, r);
		return;
	}
	r->raw = (struct str){ c->bytes + c->from, length };
	r->breaks = end.inner;
	c->line += end.inner + 1;
	c->byte += length + 1;
	c->from += length + 1;
}

/* One that needs a closer look; 0: more bytes are needed. */
static int
take_strange(struct csv *c, struct csv_record *r)
{
	size_t length;
	enum found found = find_end(c, &length);

	if (found == MORE && c->n - c->from <= CSV_MAX_RECORD)
		return 0;
	if (found == UNCLOSED) {
		refuse_rubble(c, r, "a quote that is never closed");
	} else if (found == MORE || length > CSV_MAX_RECORD) {
		refuse_long(c, r);
	} else {
		r->raw = (struct str){ c->bytes + c->from, length };
		r->breaks = count_of(r->raw, c->end);
		pass(c, MIN(length + 1, c->n - c->from));
	}
	return 1;
}

/* By members: a whole struct is cleared by a slow instruction. */
static void
new_record(const struct csv *c, struct csv_record *r)
{
	r->field = NULL;
	r->n = 0;
	r->line = c->line;
	r->byte = c->byte;
	r->breaks = 0;
	r->raw = STR_NONE;
	r->plain = false;
	r->problem = NULL;
	r->problem_line = r->problem_column = 0;
}

/* CRs are blanks to libcsv. */
static bool
is_blank(struct str line)
{
	while (line.n && line.p[0] == '\r')
		line = str_skip(line, 1);
	return !line.n;
}

static int
cut(struct csv *c, struct csv_record *r, struct err *err)
{
	for (;;) {
		new_record(c, r);
		if (know_ends(c)) {
			take_known(c, r);
		} else if (!take_strange(c, r)) {
			if (more(c, err) < 0)
				return -1;
			continue;
		} else if (!r->raw.n && c->from == c->n) {
			return 0;
		}
		if (r->problem || !is_blank(r->raw))
			return 1;
	}
}

/* A quote gone wrong may have swallowed the lines after it: only the rubble is
 * refused, and reading goes on behind it. */
static void
step_back(struct csv *c, struct csv_record *r)
{
	struct csv_record again = { .line = r->line, .byte = r->byte };

	if (!r->breaks)
		return;
	c->from = (size_t)(r->raw.p - c->bytes);
	c->line = r->line;
	c->byte = r->byte;
	again.problem_column = r->problem_column;
	refuse_rubble(c, &again, r->problem);
	*r = again;
}

static void
check_width(struct csv *c, struct csv_record *r)
{
	if (c->fixed_width && !c->expect)
		c->expect = r->n;
	if (!c->expect || r->n == c->expect)
		return;
	r->problem = r->n < c->expect ? "fewer fields than the header" :
	    "more fields than the header";
	r->problem_line = r->line;
	r->problem_column = 1;
}

static void
judge(struct csv *c, struct csv_record *r)
{
	arena_clear(&c->arena);
	if (csv_split(c->splitter, r->raw, &c->arena, r) == 0)
		check_width(c, r);
	if (r->problem)
		step_back(c, r);
}

int
csv_next(struct csv *c, struct csv_record *r, struct err *err)
{
	int got = cut(c, r, err);

	if (got > 0 && !r->problem)
		judge(c, r);
	return got;
}

int
csv_cut(struct csv *c, struct csv_record *r, struct err *err)
{
	int got = cut(c, r, err);

	if (got <= 0 || r->problem || !r->breaks)
		return got;
	judge(c, r);
	r->field = NULL;
	r->n = 0;
	return 1;
}
