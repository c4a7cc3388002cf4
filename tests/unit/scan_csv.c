/* scan_csv: the twins agree with a reading byte by byte, at every offset. */
#include "common/cpu.h"
#include "common/scan_csv.h"
#include "tests/unit/test.h"

/* One byte after the other, as scan_csv.h defines right quotes. */
struct reader {
	bool open;		/* inside quotes */
	bool wrong;		/* this byte shows that quotes are not right */
	char last;		/* 0: nothing yet */
	bool closed;		/* the last byte was a quote that closes */
};

static void
next(struct reader *r, char c, char sep, char end)
{
	bool edge = c == sep || c == end || c == '"' || c == '\r';
	bool begins = !r->last || r->last == sep || r->last == end ||
	    r->closed;

	r->wrong = (r->closed && !edge) || (c == '"' && !r->open && !begins);
	r->closed = c == '"' && r->open;
	r->open ^= c == '"';
	r->last = c;
}

static void
count(struct str s, char sep, uint32_t *at, size_t max, struct csv_cuts *c)
{
	struct reader r = { 0 };

	*c = (struct csv_cuts){ .plain = true };
	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];
		bool cut = s.p[i] == sep && !r.open;

		c->quote |= b == '"';
		c->doubled |= b == '"' && r.closed;
		if (cut && c->n < max)
			at[c->n] = (uint32_t)i;
		c->n += cut;
		next(&r, s.p[i], sep, '\n');
		c->judge |= r.wrong || (b == '\n' && !r.open);
		c->cr |= b == '\r' && !r.open;
		c->plain &= cut || (b >= 0x20 && b < 0x80 && b != '\\');
	}
	c->judge = c->quote && (c->judge || r.open);
	c->plain &= !c->doubled;
}

/* A record for the judge has no cuts worth comparing. */
static bool
same(struct str s, char sep, size_t max)
{
	static uint32_t a[256], b[256];
	struct csv_cuts x, y;

	count(s, sep, a, max, &x);
	scan_csv(s, sep, b, max, &y);
	if (x.quote != y.quote || x.judge != y.judge)
		return false;
	return x.judge || (x.n == y.n && x.cr == y.cr &&
	    x.plain == y.plain && x.doubled == y.doubled &&
	    memcmp(a, b, MIN(x.n, max) * sizeof(*a)) == 0);
}

/* The ends of whole records up to the first wrong quote. */
static size_t
count_ends(struct str s, char sep, char end, struct csv_end *to, size_t max)
{
	struct reader r = { 0 };
	uint32_t inner = 0;
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < max; i++) {
		next(&r, s.p[i], sep, end);
		if (r.wrong)
			break;
		if (s.p[i] == end && r.open)
			inner++;
		else if (s.p[i] == end) {
			to[n++] = (struct csv_end){ (uint32_t)i, inner };
			inner = 0;
		}
	}
	return n;
}

static bool
same_ends(struct str s, char sep, char end, size_t max)
{
	static struct csv_end a[512], b[512];
	size_t n = count_ends(s, sep, end, a, max);

	return scan_csv_ends(s, sep, end, b, max) == n &&
	    memcmp(a, b, n * sizeof(*a)) == 0;
}

/* Random text of which most has right quotes, so that long ones are too. */
static size_t
make_csv(char *text, size_t n, uint32_t *seed)
{
	static const char *const pieces[] = { "a,", "bc\n", "\"x\",",
	    "\"\"\"y\"\"\",", "\"a\nb\"\n", "\"\"\r\n", "\n", ",", ("\"long, "
	    "longer, and the longest text of all\n\n of them\","), "a\"" };
	size_t used = 0;

	for (;;) {
		const char *piece;

		*seed = *seed * 1664525 + 1013904223;
		/* the last one is wrong, and rare */
		piece = pieces[(*seed >> 16) % (*seed >> 29 ? 9 : 10)];
		if (used + strlen(piece) > n)
			return used;
		memcpy(text + used, piece, strlen(piece));
		used += strlen(piece);
	}
}

static bool
random_records(uint32_t seed)
{
	static const char bytes[] = "abc,,\"x\r\\;\t\x01\x1f \x7f\x80\xff,,,,,,,,";
	char text[200];
	bool good = true;

	for (size_t round = 0; round < 20000; round++) {
		size_t n = round % sizeof(text);
		bool calm = round & 1;		/* few special bytes */

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525 + 1013904223;
			text[i] = calm && seed >> 28 ? 'a' :
			    bytes[(seed >> 16) % (sizeof(bytes) - 1)];
		}
		good &= same((struct str){ text, n }, ',', 256);
		good &= same((struct str){ text, n }, '\t', 256);
		good &= same((struct str){ text, n }, ',', 5);
	}
	return good;
}

static bool
random_files(uint32_t seed)
{
	static char file[700];
	bool good = true;

	for (size_t round = 0; round < 20000; round++) {
		size_t n = make_csv(file, round % sizeof(file), &seed);
		struct str s = { file, n };
		const char *stop = str_find(s, '\n');

		good &= same_ends(s, ',', '\n', 512);
		good &= same_ends(s, ',', '\r', 512);
		good &= same_ends(s, ',', '\n', 3);
		good &= same(s, ',', 256);
		good &= !stop || same(str_range(file, stop), ',', 256);
	}
	return good;
}

static bool
every_byte(void)
{
	char text[70];
	bool good = true;

	for (int c = 0; c < 256; c++)
		for (size_t at = 0; at < sizeof(text); at++) {
			memset(text, 'a', sizeof(text));
			text[at] = (char)c;
			good &= same((struct str){ text, sizeof(text) }, ',',
			    256);
		}
	return good;
}

int
main(void)
{
	static const char *const levels[] = { "off", "sse2", "avx2" };

	for (size_t i = 0; i < COUNT_OF(levels); i++) {
		setenv("CCKIT_SIMD", levels[i], 1);
		cpu_init();
		TEST_CASE(random_records(7), "%s: 20000 records",
		    cpu_level_name());
		TEST_CASE(random_files(7), "%s: ends of the records of 20000 "
		    "files", cpu_level_name());
		TEST_CASE(every_byte(), "%s: every byte at every place",
		    cpu_level_name());
	}
	return test_end();
}
