/* csv_split: the fields of one record: cut at the separators that masks find
 * where its quotes are right, by libcsv where they are not; see csv.h. */
#include "common/csv.h"

#include <csv.h>

#include "common/scan_csv.h"

struct csv_splitter {
	char separator;
	struct csv_parser parser;
	struct arena *arena;		/* of the record being split */
	struct str *field;		/* a growing list, reused */
	size_t n, cap;
	bool too_many;
	uint32_t cut[CSV_MAX_FIELDS];	/* separators of the record */
};

/* CR at the edges of unquoted fields is not data (CRLF ends); blanks are. */
static int
is_space(unsigned char c)
{
	return c == '\r';
}

static int
is_term(unsigned char c)
{
	return c == '\n';
}

static void
init_parser(struct csv_splitter *s)
{
	if (csv_init(&s->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		BUG("csv_init");
	csv_set_delim(&s->parser, (unsigned char)s->separator);
	csv_set_space_func(&s->parser, is_space);
	csv_set_term_func(&s->parser, is_term);
}

struct csv_splitter *
csv_splitter_new(char separator)
{
	struct csv_splitter *s = mem_zero(1, sizeof(*s));

	s->separator = separator;
	init_parser(s);
	return s;
}

void
csv_splitter_free(struct csv_splitter *s)
{
	if (!s)
		return;
	csv_free(&s->parser);
	mem_free(s->field);
	mem_free(s);
}

/* ---- what libcsv says ---------------------------------------------------------- */

static void
on_field(void *bytes, size_t n, void *context)
{
	struct csv_splitter *s = context;

	if (s->n == CSV_MAX_FIELDS) {
		s->too_many = true;
		return;
	}
	GROW(s->field, s->n, s->cap);
	s->field[s->n++] = arena_dup(s->arena, (struct str){ bytes, n });
}

static void
on_record(int end, void *context)
{
	(void)end;
	(void)context;
}

/* Strict libcsv's opinion, and its fields. */
static const char *
judge_fields(struct csv_splitter *s, struct str raw, size_t *where)
{
	size_t used = csv_parse(&s->parser, raw.p, raw.n, on_field, on_record,
	    s);
	int error = csv_error(&s->parser);

	*where = used;
	if (used == raw.n) {
		/* the record's end, which also resets the parser */
		if (csv_fini(&s->parser, on_field, on_record, s) == 0)
			return NULL;
		error = csv_error(&s->parser);
	}
	csv_free(&s->parser);
	init_parser(s);
	return error == CSV_EPARSE ? "a quote where none may be" :
	    "a record that libcsv cannot take";
}

/* ---- what masks say ------------------------------------------------------------- */

static struct str
without_cr(struct str s)
{
	while (s.n && s.p[s.n - 1] == '\r')
		s.n--;
	while (s.n && s.p[0] == '\r')
		s = str_skip(s, 1);
	return s;
}

static struct str *
fields_for(struct csv_splitter *s, size_t cuts)
{
	if (s->cap < cuts + 1) {
		s->cap = cuts + 1;
		s->field = mem_resize_array(s->field, s->cap,
		    sizeof(*s->field));
	}
	s->n = cuts + 1;
	return s->field;
}

/* No quote in it: cut at the separators, in place. */
static void
split_plain(struct csv_splitter *s, struct str raw, size_t cuts, bool cr)
{
	struct str *to = fields_for(s, cuts);
	const char *from = raw.p;

	for (size_t i = 0; i <= cuts; i++) {
		const char *end = i < cuts ? raw.p + s->cut[i] : raw.p + raw.n;
		struct str field = str_range(from, end);

		to[i] = cr ? without_cr(field) : field;
		from = end + 1;
	}
}

/* What is between a field's quotes; two in it are one. */
static struct str
unquoted(struct str s, struct arena *a)
{
	const char *end = s.p + s.n, *q;
	char *copy, *to;

	if (!s.n || !(q = memchr(s.p, '"', s.n)))
		return s;
	to = copy = arena_get(a, s.n);
	do {
		size_t n = (size_t)(q + 1 - s.p);

		memcpy(to, s.p, n);
		to += n;
		s = str_range(q + 2, end);
	} while (s.n && (q = memchr(s.p, '"', s.n)));
	if (s.n)
		memcpy(to, s.p, s.n);
	return str_range(copy, to + s.n);
}

/* Its quotes are right: each is a field's first or last byte, or doubled. */
static void
split_right(struct csv_splitter *s, struct str raw, size_t cuts, bool doubled)
{
	struct str *to = fields_for(s, cuts);
	const char *from = raw.p;

	for (size_t i = 0; i <= cuts; i++) {
		const char *end = i < cuts ? raw.p + s->cut[i] : raw.p + raw.n;
		bool quoted = from < end && *from == '"';

		to[i] = str_range(from + quoted, end - quoted);
		if (doubled && quoted)
			to[i] = unquoted(to[i], s->arena);
		from = end + 1;
	}
}

/* ---- both ------------------------------------------------------------------------ */

int
csv_split(struct csv_splitter *s, struct str raw, struct arena *a,
    struct csv_record *r)
{
	struct str text = raw;
	struct csv_cuts cuts;
	size_t where = 0;
	const char *problem = NULL;

	s->n = 0;
	s->too_many = false;
	s->arena = a;
	while (text.n && text.p[text.n - 1] == '\r')
		text.n--;	/* blanks to libcsv, wherever the field ends */
	scan_csv(text, s->separator, s->cut, CSV_MAX_FIELDS, &cuts);
	if (cuts.quote && (cuts.judge || cuts.cr))
		problem = judge_fields(s, text, &where);
	else if (cuts.n >= CSV_MAX_FIELDS)
		s->too_many = true;
	else if (cuts.quote)
		split_right(s, text, cuts.n, cuts.doubled);
	else
		split_plain(s, text, cuts.n, cuts.cr);
	if (!problem && s->too_many)
		problem = "more than 4096 fields";
	r->raw = raw;
	r->field = s->field;
	r->n = s->n;
	r->problem = problem;
	r->plain = cuts.plain;
	r->problem_line = r->line;
	r->problem_column = problem ? where + 1 : 0;
	return problem ? -1 : 0;
}
