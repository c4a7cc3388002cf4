/* csv: where strict libcsv accepts a file, our records are its records; and
 * cutting first, splitting later gives what splitting at once gives. */
#include "common/csv.h"

#include <csv.h>

#include "common/io.h"
#include "tests/fuzz/fuzz.h"

struct tally {
	size_t records, refused;
	struct buf cells;		/* fields ended by 1, records by 2 */
};

static void
take(struct tally *t, const struct csv_record *r)
{
	t->records++;
	t->refused += r->problem != NULL;
	for (size_t i = 0; i < r->n && !r->problem; i++) {
		buf_str(&t->cells, r->field[i]);
		buf_char(&t->cells, 1);
	}
	buf_char(&t->cells, 2);
}

static void
ours(struct str text, char separator, bool cut, struct tally *t)
{
	struct err err = { 0 };
	struct csv_options o = { .separator = separator };
	struct io *in = io_memory(text, "fuzz");
	struct csv *c = csv_open(in, &o, &err);
	struct csv_splitter *s = csv_splitter_new(separator);
	struct csv_record r;
	uint64_t from = 0;

	*t = (struct tally){ .cells = BUF_MAX(1 << 30) };
	while (c && (cut ? csv_cut : csv_next)(c, &r, &err) > 0) {
		struct arena a = { 0 };

		MUST(r.byte >= from && r.byte <= text.n);
		from = r.byte;
		if (cut && !r.problem)
			csv_split(s, r.raw, &a, &r);
		take(t, &r);
		arena_release(&a);
	}
	csv_splitter_free(s);
	csv_close(c);
	io_close(in);
	err_clear(&err);
}

static void
on_field(void *bytes, size_t n, void *context)
{
	struct tally *t = context;

	buf_add(&t->cells, bytes, n);
	buf_char(&t->cells, 1);
}

static void
on_record(int c, void *context)
{
	struct tally *t = context;

	(void)c;
	t->records++;
	buf_char(&t->cells, 2);
}

static int
cr(unsigned char c)
{
	return c == '\r';
}

static int
lf(unsigned char c)
{
	return c == '\n';
}

static bool
theirs(struct str text, char separator, struct tally *t)
{
	struct csv_parser p;
	bool good;

	*t = (struct tally){ .cells = BUF_MAX(1 << 30) };
	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return false;
	csv_set_delim(&p, (unsigned char)separator);
	csv_set_space_func(&p, cr);
	csv_set_term_func(&p, lf);
	good = csv_parse(&p, text.p, text.n, on_field, on_record, t) ==
	    text.n && csv_fini(&p, on_field, on_record, t) == 0;
	csv_free(&p);
	return good;
}

static bool
same(const struct tally *a, const struct tally *b)
{
	return a->records == b->records &&
	    str_eq(buf_view(&a->cells), buf_view(&b->cells));
}

/* What libcsv takes otherwise by its own rules, and we do not promise: a file
 * without LF (CR ends records then), a byte-order mark, NUL, our limits. */
static bool
comparable(struct str in)
{
	return in.n && !str_starts(in, STR("\xef\xbb\xbf")) &&
	    str_find(in, '\n') && !memchr(in.p, 0, in.n) &&
	    in.n < CSV_MAX_FIELDS;
}

static void
fuzz_one(struct str in)
{
	static const char separators[] = ",;\t|";
	struct tally a, b, c;
	char separator;

	if (!in.n)
		return;
	separator = separators[(unsigned char)in.p[0] % 4];
	in = str_skip(in, 1);
	ours(in, separator, false, &a);
	ours(in, separator, true, &c);
	if (!a.refused && !c.refused)
		MUST(same(&a, &c));
	if (comparable(in)) {
		if (theirs(in, separator, &b))
			MUST(!a.refused && same(&a, &b));
		buf_release(&b.cells);
	}
	buf_release(&a.cells);
	buf_release(&c.cells);
}
