/* utf8: RFC 3629's edges, every code point there and back, the cases of
 * utf8tests (through CCKIT_SAMPLES; skipped by name without it). */
#include "common/utf8.h"

#include "common/io.h"
#include "common/mem.h"
#include "tests/unit/test.h"

static void
test_edges(void)
{
	static const struct { const char *in; bool valid; } cases[] = {
		{ "", true }, { "a", true }, { "\x7f", true },
		{ "\x80", false }, { "\xbf", false },
		{ "\xc0\x80", false }, { "\xc1\xbf", false },
		{ "\xc2\x80", true }, { "\xdf\xbf", true }, { "\xc2", false },
		{ "\xc2\x41", false }, { "\xe0\x9f\xbf", false },
		{ "\xe0\xa0\x80", true }, { "\xed\x9f\xbf", true },
		{ "\xed\xa0\x80", false }, { "\xed\xbf\xbf", false },
		{ "\xee\x80\x80", true }, { "\xef\xbf\xbf", true },
		{ "\xe2\x82", false }, { "\xf0\x8f\xbf\xbf", false },
		{ "\xf0\x90\x80\x80", true }, { "\xf4\x8f\xbf\xbf", true },
		{ "\xf4\x90\x80\x80", false }, { "\xf5\x80\x80\x80", false },
		{ "\xf0\x90\x80", false }, { "\xff", false },
		{ "01234567\xc3\xbc" "01234567", true },
		{ "01234567\xc3", false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		TEST_CASE(utf8_valid(str_of(cases[i].in)) == cases[i].valid,
		    "edge %zu is %s", i, cases[i].valid ? "valid" : "not");
}

static void
test_all(void)
{
	uint32_t wrong = 0, back;
	char bytes[4];

	for (uint32_t code = 0; code <= 0x10ffff; code++) {
		size_t n;

		if (code >= 0xd800 && code <= 0xdfff)
			continue;
		n = utf8_encode(code, bytes);
		wrong += utf8_decode((struct str){ bytes, n }, &back) != n ||
		    back != code;
	}
	TEST_CASE(wrong == 0, "every scalar value comes back");
}

static void
test_width(void)
{
	static const struct { const char *in; size_t columns; } cases[] = {
		{ "abc", 3 }, { "\xc3\xbc", 1 }, { "e\xcc\x81", 1 },
		{ "\xe6\xbc\xa2\xe5\xad\x97", 4 },
		{ "\xf0\x9f\x98\x80", 2 }, { "\x1b", 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		TEST_CASE(utf8_columns(str_of(cases[i].in)) ==
		    cases[i].columns, "%zu columns of case %zu",
		    cases[i].columns, i);
}

/* ---- utf8tests: lines `number:valid:text`, `number:valid hex:bytes`,
 * `number:invalid hex:bytes:…` ------------------------------------------------ */

static int
digit(char c)
{
	return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

static struct str
unhex(struct str s, char *to)
{
	size_t n = 0, half = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ' ')
			continue;
		if (half++ % 2)
			to[n++] |= (char)digit(s.p[i]);
		else
			to[n] = (char)(digit(s.p[i]) << 4);
	}
	return (struct str){ to, n };
}

/* 1 agrees, 0 does not, -1: is no case. */
static int
judge(struct str row, char *to)
{
	struct str number, kind, bytes;
	bool valid;

	if (!row.n || row.p[0] == '#' || !str_cut(&row, ':', &number) ||
	    !str_cut(&row, ':', &kind) || !row.p)
		return -1;
	kind = str_trim(kind);
	valid = str_starts(kind, STR("valid"));
	if (str_is(kind, "valid"))
		return utf8_valid(row);
	if (!str_ends(kind, STR(" hex")) || !str_cut(&row, ':', &bytes))
		return -1;
	return utf8_valid(unhex(bytes, to)) == valid;
}

static void
test_samples(void)
{
	const char *dir = getenv("CCKIT_SAMPLES");
	char path[1024], to[1024];
	struct err err = { 0 };
	struct str rest, row;
	int count[2] = { 0 };
	size_t n;
	char *bytes;

	snprintf(path, sizeof(path), "%s/conformance/utf8tests/utf8tests.txt",
	    dir ? dir : "../shared/samples");
	bytes = io_slurp(path, 1 << 20, &n, &err);
	if (!bytes) {
		printf("skipped utf8: utf8tests are not there\n");
		return;
	}
	rest = (struct str){ bytes, n };
	while (str_cut(&rest, '\n', &row)) {
		int r = row.n < sizeof(to) ? judge(row, to) : -1;

		if (r >= 0)
			count[r]++;
		if (r == 0)
			printf("# %.*s\n", STR_ARG(row));
	}
	TEST_CASE(count[0] == 0 && count[1] > 50,
	    "utf8tests: %d agree, %d do not", count[1], count[0]);
	mem_free(bytes);
}

int
main(void)
{
	test_edges();
	test_all();
	test_width();
	test_samples();
	return test_end();
}
