/* csv: where strict libcsv accepts a file, our records are its records; and
 * cutting first, splitting later gives what splitting at once gives. */
#include "common/csv.h"

#include "common/io.h"
#include "tests/csv_judge.h"
#include "tests/fuzz/fuzz.h"

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
