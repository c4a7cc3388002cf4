/* csv: conformance samples, and strict libcsv as judge: where it accepts a
 * whole file our records are its records. */
#include "common/csv.h"

#include <dirent.h>

#include "common/buf.h"
#include "common/cpu.h"
#include "common/io.h"
#include "tests/csv_judge.h"
#include "tests/unit/test.h"

static const char *
samples(void)
{
	const char *dir = getenv("CCKIT_SAMPLES");

	return dir ? dir : "../shared/samples";
}

static void
ours(struct str text, char separator, struct tally *t)
{
	struct err err = { 0 };
	struct csv_options o = { .separator = separator };
	struct io *in = io_memory(text, "memory");
	struct csv *c = csv_open(in, &o, &err);
	struct csv_record r;

	*t = (struct tally){ 0 };
	while (c && csv_next(c, &r, &err) > 0)
		take(t, &r);
	csv_close(c);
	io_close(in);
}

static uint64_t state = 7;

static unsigned
draw(unsigned below)
{
	state = state * UINT64_C(6364136223846793005) + 1;
	return (unsigned)(state >> 33) % below;
}

static void
put_escaped(const char *what, struct str s)
{
	printf("# %s ", what);
	for (size_t i = 0; i < s.n; i++)
		printf(s.p[i] >= ' ' ? "%c" : "\\x%02x", s.p[i]);
	putchar('\n');
}

static void
show(const char *text, size_t n, const struct tally *a, const struct tally *b)
{
	put_escaped("file  ", (struct str){ text, n });
	put_escaped("ours  ", buf_view(&a->cells));
	put_escaped("libcsv", buf_view(&b->cells));
}

/* Bytes at random, most of them special. */
static size_t
make_bytes(char *text)
{
	static const char alphabet[] = "ab,,\"\"\n\n \r";
	size_t n = 1 + draw(30);

	text[0] = 'x';
	for (size_t i = 1; i < n; i++)
		text[i] = alphabet[draw(sizeof(alphabet) - 1)];
	return n;
}

/* Fields at random, most of them right: longer than 64 bytes. */
static size_t
make_fields(char *text)
{
	static const char *const pieces[] = { "a", "\"b\"", "\"\"", "",
	    "\"c \"\"d\"\"\"", "\"e\nf\r\ng\"", "\"h, i, j\"", "\"\"\"\"",
	    "0123456789012345678901234567890123456789", "\xc3\xa4\\", "k \"l" };
	static const char *const ends[] = { ",", ",", ",", "\n", "\r\n", "\r" };
	size_t n = 1;

	text[0] = 'x';
	for (unsigned fields = 1 + draw(30); fields; fields--) {
		bool wrong = draw(100) == 0;
		const char *piece = pieces[draw(wrong ? 11 : 10)];
		const char *end = ends[draw(wrong ? 6 : 5)];

		memcpy(text + n, piece, strlen(piece));
		n += strlen(piece);
		memcpy(text + n, end, strlen(end));
		n += strlen(end);
	}
	return n;
}

static void
test_differential(size_t (*make)(char *), const char *what)
{
	int accepted = 0, different = 0;

	for (int round = 0; round < 60000; round++) {
		char text[1500 + PADDING];
		struct tally a, b;
		size_t n;

		memset(text, 0, sizeof(text));
		n = make(text);
		if (memchr(text, '\r', n) && !memchr(text, '\n', n))
			continue;	/* a file of lone CRs is read by CR */
		if (theirs((struct str){ text, n }, ',', &b)) {
			accepted++;
			ours((struct str){ text, n }, ',', &a);
			if (!str_eq(buf_view(&a.cells), buf_view(&b.cells)) &&
			    different++ < 3)
				show(text, n, &a, &b);
			buf_release(&a.cells);
		}
		buf_release(&b.cells);
	}
	TEST_CASE(accepted > 5000 && different == 0, "%s: %d random files "
	    "that strict libcsv accepts, %d read otherwise", what, accepted,
	    different);
}

/* What threads do: cut by one, split by another; the same records. */
static void
test_cut_and_split(void)
{
	struct csv_splitter *splitter = csv_splitter_new(',');
	int different = 0;

	for (int round = 0; round < 20000; round++) {
		char text[1500 + PADDING] = { 0 };
		struct str s = { text, make_fields(text) };
		struct csv_options o = { .separator = ',' };
		struct err err = { 0 };
		struct io *in = io_memory(s, "memory"), *in2 = io_memory(s,
		    "memory");
		struct csv *one = csv_open(in, &o, &err);
		struct csv *two = csv_open(in2, &o, &err);
		struct csv_record a = { 0 }, b = { 0 };
		struct arena arena = { 0 };
		int got;

		while ((got = csv_next(one, &a, &err)) > 0) {
			bool same = csv_cut(two, &b, &err) > 0 &&
			    a.line == b.line && a.byte == b.byte &&
			    str_eq(a.raw, b.raw);

			if (same && !b.problem)
				csv_split(splitter, b.raw, &arena, &b);
			same &= !a.problem == !b.problem && (a.problem ||
			    (a.n == b.n && a.plain == b.plain));
			for (size_t i = 0; same && !a.problem && i < a.n; i++)
				same = str_eq(a.field[i], b.field[i]);
			different += !same;
		}
		different += csv_cut(two, &b, &err) != got;
		arena_release(&arena);
		csv_close(one);
		csv_close(two);
		io_close(in);
		io_close(in2);
	}
	csv_splitter_free(splitter);
	TEST_CASE(different == 0, "20000 files cut and split by two hands, %d "
	    "records otherwise", different);
}

static char *
sample(const char *name, size_t *n)
{
	char path[1024];
	struct err err = { 0 };

	snprintf(path, sizeof(path), "%s/%s", samples(), name);
	return io_slurp(path, 64 << 20, n, &err);
}

static void
test_files(void)
{
	static const struct { const char *name; size_t records; } files[] = {
		{ "twitter/twcs_head.csv", 3301 },
		{ "salesforce/case_export_head.csv", 901 },
		{ "conformance/csv-spectrum/csvs/escaped_quotes.csv", 3 },
		{ "conformance/csv-spectrum/csvs/newlines_crlf.csv", 4 },
		{ "conformance/csv-spectrum/csvs/json.csv", 2 },
	};

	for (size_t i = 0; i < COUNT_OF(files); i++) {
		size_t n;
		char *bytes = sample(files[i].name, &n);
		struct tally t;

		if (!bytes) {
			printf("skipped csv: %s is not there\n",
			    files[i].name);
			continue;
		}
		ours((struct str){ bytes, n }, 0, &t);
		TEST_CASE(t.records == files[i].records && !t.refused,
		    "%s: %zu records, %zu refused", files[i].name, t.records,
		    t.refused);
		buf_release(&t.cells);
		mem_free(bytes);
	}
}

/* The Pollock files: one quote or separator wrong each. No data row may vanish
 * without a word: read or refused, every line of the file is in a record. */
static void
test_pollution(void)
{
	char dir[1024], path[2048];
	struct dirent *e;
	int files = 0, lost = 0;
	DIR *d;

	snprintf(dir, sizeof(dir), "%s/conformance/Pollock/csv", samples());
	if (!(d = opendir(dir))) {
		printf("skipped csv: Pollock is not there\n");
		return;
	}
	while ((e = readdir(d))) {
		struct err err = { 0 };
		struct csv_options o = { 0 };
		struct csv_record r;
		struct io *in;
		struct csv *c;
		uint64_t bytes = 0;
		size_t n;
		char *text;

		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (e->d_name[0] == '.' ||
		    !(text = io_slurp(path, 1 << 22, &n, &err)))
			continue;
		in = io_memory((struct str){ text, n }, "memory");
		c = csv_open(in, &o, &err);
		while (c && csv_next(c, &r, &err) > 0)
			for (size_t i = 0; i < r.raw.n; i++)
				bytes += r.raw.p[i] > ' ';
		for (size_t i = 0; i < n; i++)
			bytes -= text[i] > ' ';
		files++;
		lost += c && bytes != 0;
		csv_close(c);
		io_close(in);
		mem_free(text);
	}
	closedir(d);
	TEST_CASE(files > 10 && lost == 0, "%d polluted files, bytes lost "
	    "without a word in %d", files, lost);
}

int
main(void)
{
	cpu_init();
	test_differential(make_bytes, "bytes");
	test_differential(make_fields, "fields");
	test_cut_and_split();
	test_files();
	test_pollution();
	return test_end();
}
