/* scan_json: every twin finds the same, in every block position. */
#include "common/scan_json.h"

#include "common/cpu.h"
#include "common/rng.h"
#include "tests/unit/test.h"

enum { LONGEST = 400 };
static const char *const levels[] = { "off", "avx2", "on" };

struct found {
	unsigned flags;
	struct scan_places places;
};

static void
use_level(size_t i)
{
	setenv("CCKIT_SIMD", levels[i], 1);
	cpu_init();
}

static bool
same(const struct found *a, const struct found *b)
{
	const struct scan_places *x = &a->places, *y = &b->places;

	return a->flags == b->flags && x->n == y->n &&
	    memcmp(x->at, y->at, (x->n + 3) * sizeof(x->at[0])) == 0 &&
	    memcmp(x->mark, y->mark, x->n) == 0;
}

/* Mostly what makes a difference; now and then a long dull stretch. */
static size_t
draw_bytes(struct rng *r, char *to)
{
	static const char some[] = "\"\"\"\"::,,{}[]\\\\09a/u \x1f\x7f\x80\xff\n";
	size_t n = rng_below(r, LONGEST), dull = rng_below(r, 200);

	for (size_t i = 0; i < n; i++)
		to[i] = rng_below(r, 200) < dull ? 'x' :
		    some[rng_below(r, sizeof(some) - 1)];
	/* what follows the end must not matter, but for escapes */
	memset(to + n, rng_chance(r, 0.5) ? '"' : '\n', PADDING);
	return n;
}

static void
test_twins(void)
{
	static struct found found[COUNT_OF(levels)];
	static char bytes[LONGEST + PADDING];
	struct rng r;
	int rounds = 0, different = 0;

	rng_seed(&r, 5);
	for (; rounds < 30000; rounds++) {
		struct str s = { bytes, draw_bytes(&r, bytes) };

		for (size_t i = 0; i < COUNT_OF(levels); i++) {
			use_level(i);
			found[i].flags = scan_json(s, &found[i].places);
		}
		different += !same(&found[0], &found[1]) ||
		    !same(&found[0], &found[2]);
	}
	TEST_CASE(different == 0, "%d of %d lines are found alike by %s",
	    rounds - different, rounds, cpu_level_name());
}

static void
test_flags(void)
{
	static const struct { const char *in; unsigned flags; size_t n; }
	    cases[] = {
		{ "{\"a\":1}", 0, 3 },
		{ "{\"a\":-1}", SCAN_OTHER, 3 },
		{ "{\"a\":true}", SCAN_OTHER, 3 },
		{ "{\"a\": 1}", SCAN_OTHER, 3 },
		{ "{\"a\":\t1}", SCAN_OTHER | SCAN_CONTROL, 3 },
		{ "{\"{,:}\":\"[]\"}", 0, 3 },
		{ "{\"a\\\"b\":1}", SCAN_ESCAPE, 3 },
		{ "{\"a\\\\\":1}", SCAN_ESCAPE, 3 },
		{ "{\"a\\u00e9\":1}", SCAN_ESCAPE, 3 },
		{ "{\"a\\u00g9\":1}", SCAN_ESCAPE | SCAN_WRONG, 3 },
		{ "{\"a\\x\":1}", SCAN_ESCAPE | SCAN_WRONG, 3 },
		{ "{\"a\":1\"b\"}", SCAN_WRONG, 3 },
		{ "{\"a\"1:\"b\"}", SCAN_WRONG, 3 },
		{ "{\"a\":\"b\"\"c\"}", SCAN_WRONG, 3 },
		{ "{\"a\":\"b}", SCAN_WRONG, 2 },
		{ "{\"\xc3\xbc\":1}", SCAN_HIGH, 3 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char padded[128] = { 0 };
		static struct scan_places places;
		size_t length = strlen(cases[i].in);
		unsigned flags;

		memcpy(padded, cases[i].in, length);
		flags = scan_json((struct str){ padded, length }, &places);
		TEST_CASE(flags == cases[i].flags && places.n == cases[i].n,
		    "%s: %u, %zu", cases[i].in, flags, places.n);
	}
}

static void
test_marks(void)
{
	static const char line[] = "{\"a\":1,\"b\":[],\"c\":[\"x\",{}]}";
	/* S: before a string, +: before structure, .: before neither */
	static const char want[] = "S.S+++S+S++++.";
	static struct scan_places places;
	char padded[128] = { 0 }, found[COUNT_OF(want)] = { 0 };

	memcpy(padded, line, sizeof(line) - 1);
	for (size_t i = 0; i < COUNT_OF(levels); i++) {
		use_level(i);
		scan_json((struct str){ padded, sizeof(line) - 1 }, &places);
		for (size_t k = 0; k < MIN(places.n, sizeof(want)); k++) {
			int mark = places.mark[k] ^ line[places.at[k]];

			found[k] = mark == SCAN_BEFORE_STRING ? 'S' :
			    mark == SCAN_BEFORE_STRUCTURE ? '+' :
			    mark == 0 ? '.' : '?';
		}
		TEST_STR(str_of(found), want, cpu_level_name());
	}
}

static void
test_lines(void)
{
	static char bytes[1000 + PADDING];
	static uint32_t end[COUNT_OF(levels)][1001];
	struct rng r;
	int different = 0;

	rng_seed(&r, 6);
	for (int round = 0; round < 3000; round++) {
		size_t n[COUNT_OF(levels)], max = rng_below(&r, 100);
		size_t every = 1 + rng_below(&r, 150);
		struct str s = { bytes, rng_below(&r, 1000) };

		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = rng_below(&r, every) ? 'x' : '\n';
		for (size_t i = 0; i < COUNT_OF(levels); i++) {
			use_level(i);
			n[i] = scan_lines(s, end[i], max);
			different += n[i] != n[0] || memcmp(end[i], end[0],
			    MIN(n[0], max) * sizeof(end[0][0])) != 0;
		}
		for (size_t i = 0; i < MIN(n[0], max); i++)
			different += bytes[end[0][i]] != '\n';
	}
	TEST_CASE(different == 0, "line ends are found alike");
}

int
main(void)
{
	test_twins();
	test_flags();
	test_marks();
	test_lines();
	return test_end();
}
