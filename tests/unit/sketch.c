/* sketch: nearest rank, exact and bounded; any order and any split of the same
 * values is written with the same bytes. */
#include "common/sketch.h"

#include "common/mem.h"
#include "tests/unit/test.h"

static uint64_t state = 20260302;

static uint64_t
draw(uint64_t below)
{
	state = state * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (state >> 20) % below;
}

static void
add_all(struct sketch *s, const int64_t *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sketch_add(s, v[i]);
}

/* ---- exact ------------------------------------------------------------------- */

static void
test_nearest_rank(void)
{
	/* KV-S: waits of the answered, in seconds */
	static const int64_t waits[] = { 0, 12, 20, 35, 8, 3, 19, 21, 90, 0,
	    10 };
	static const struct { int64_t p, want; } cases[] = {
		{ 500000, 12 }, { 800000, 21 }, { 900000, 35 },
		{ 950000, 90 }, { 990000, 90 }, { 1, 0 }, { 1000000, 90 },
	};
	struct sketch s = { 0 };
	int64_t got = -1;

	TEST_CASE(!sketch_quantile(&s, 500000, &got), "empty has no quantile");
	add_all(&s, waits, COUNT_OF(waits));
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		TEST_CASE(sketch_quantile(&s, cases[i].p, &got) &&
		    got == cases[i].want && !s.approx, "quantile %lld of 10^6 "
		    "is %lld", (long long)cases[i].p,
		    (long long)cases[i].want);
	sketch_release(&s);
}

static void
test_limit_of_exact(void)
{
	struct sketch s = { 0 };
	int64_t got;

	for (int64_t v = 0; v < 256; v++)
		for (int i = 0; i < 5; i++)
			sketch_add(&s, 1000000 + v * 1000);
	sketch_quantile(&s, 500000, &got);
	TEST_CASE(!s.approx && got == 1127000, "256 distinct values are exact");
	sketch_add(&s, 5);
	sketch_quantile(&s, 500000, &got);
	TEST_CASE(s.approx, "257 distinct values are not");
	sketch_release(&s);
}

/* ---- the bound ------------------------------------------------------------------ */

static int
by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
test_bound(void)
{
	enum { N = 20000 };
	int64_t *v = mem_get(N * sizeof(*v)), got = 0, worst = 0;
	struct sketch s = { 0 };

	for (size_t i = 0; i < N; i++)
		v[i] = (int64_t)draw(UINT64_C(1) << (1 + draw(40)));
	add_all(&s, v, N);
	qsort(v, N, sizeof(*v), by_value);
	for (int64_t p = 1000; p <= 1000000; p += 1000) {
		int64_t true_value = v[(N * p + 999999) / 1000000 - 1], off;

		sketch_quantile(&s, p, &got);
		off = got > true_value ? got - true_value : true_value - got;
		if (off * 256 > true_value)
			worst++;
	}
	TEST_CASE(s.approx && worst == 0, "every quantile of 20,000 values is "
	    "at most 1/256 off (%lld are not)", (long long)worst);
	sketch_release(&s);
	mem_free(v);
}

static void
shuffle(int64_t *v, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = (size_t)draw(i);
		int64_t x = v[i - 1];

		v[i - 1] = v[j];
		v[j] = x;
	}
}

/* Few values are selected from, many of them alike, some at the edge of what
 * is kept in 32 bits. */
static void
test_few(void)
{
	int64_t v[60], got = 0, wrong = 0, asked = 0;

	for (size_t n = 1; n <= COUNT_OF(v); n++) {
		for (size_t i = 0; i < n; i++)
			v[i] = draw(2) ? (int64_t)draw(7) :
			    (int64_t)UINT32_MAX - 2 + (int64_t)draw(5);
		for (size_t k = 1; k <= n; k++, asked++) {
			struct sketch s = { 0 };

			add_all(&s, v, n);
			sketch_quantile(&s, (int64_t)(k * 1000000 / n), &got);
			sketch_release(&s);
			qsort(v, n, sizeof(*v), by_value);
			wrong += got != v[(n * (k * 1000000 / n) + 999999) /
			    1000000 - 1];
			shuffle(v, n);
		}
	}
	TEST_CASE(asked == 1830 && wrong == 0, "each rank of up to 60 values "
	    "(%lld of %lld wrong)", (long long)wrong, (long long)asked);
}

static void
test_great_values(void)
{
	struct sketch s = { 0 };
	int64_t got;

	for (int64_t i = 0; i < 3000; i++)
		sketch_add(&s, INT64_MAX - i);
	sketch_add(&s, -5);
	TEST_CASE(sketch_quantile(&s, 1, &got) && got == 0,
	    "a negative value counts as 0");
	TEST_CASE(sketch_quantile(&s, 500000, &got) &&
	    got > INT64_MAX - INT64_MAX / 256, "the greatest values fit");
	sketch_release(&s);
}

/* ---- any order, any split --------------------------------------------------------- */

/* Cut into parts, each written, read back and merged. */
static struct buf
by_parts(const int64_t *v, size_t n, size_t parts)
{
	struct sketch whole = { 0 };
	struct buf text = { 0 };

	for (size_t i = 0; i < parts; i++) {
		size_t from = n * i / parts, to = n * (i + 1) / parts;
		struct sketch s = { 0 }, read;

		add_all(&s, v + from, to - from);
		buf_clear(&text);
		sketch_put(&text, &s);
		if (sketch_load(&read, buf_view(&text), s.approx) < 0)
			BUG("what was written is not read");
		sketch_merge(&whole, i % 2 ? &read : &s);
		sketch_release(&read);
		sketch_release(&s);
	}
	buf_clear(&text);
	sketch_put(&text, &whole);
	sketch_release(&whole);
	return text;
}

static void
test_splits(void)
{
	static const size_t sizes[] = { 1, 7, 40, 300, 900, 5000, 30000 };

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		size_t n = sizes[i], alike = 0;
		int64_t *v = mem_get(n * sizeof(*v));
		struct buf whole;

		for (size_t k = 0; k < n; k++)
			v[k] = (int64_t)draw(draw(2) ? 100 : 3000000);
		whole = by_parts(v, n, 1);
		for (int round = 0; round < 8; round++) {
			struct buf parts;

			shuffle(v, n);
			parts = by_parts(v, n, 1 + (size_t)draw(MIN(n, 60)));
			alike += str_eq(buf_view(&whole), buf_view(&parts));
			buf_release(&parts);
		}
		TEST_CASE(alike == 8, "%zu values: any order and split gives "
		    "the same bytes", n);
		buf_release(&whole);
		mem_free(v);
	}
}

static void
test_packed(void)
{
	static const size_t sizes[] = { 0, 3, 300, 20000 };

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct sketch s = { 0 }, back = { 0 };
		struct buf packed = { 0 }, a = { 0 }, b = { 0 };

		for (size_t k = 0; k < sizes[i]; k++)
			sketch_add(&s, (int64_t)draw(1 << 30));
		sketch_pack(&packed, &s);
		TEST_CASE(sketch_unpack(&back, buf_view(&packed)).n == 0,
		    "%zu values: nothing is left of the packed bytes",
		    sizes[i]);
		sketch_put(&a, &s);
		sketch_put(&b, &back);
		TEST_CASE(str_eq(buf_view(&a), buf_view(&b)) &&
		    s.count == back.count, "%zu values: packed and back",
		    sizes[i]);
		buf_release(&packed);
		buf_release(&a);
		buf_release(&b);
		sketch_release(&s);
		sketch_release(&back);
	}
}

static void
test_damaged(void)
{
	static const struct { const char *json; bool approx; } cases[] = {
		{ "[[5,1],[4,1]]", false }, { "[[5,0]]", false },
		{ "[[5,-1]]", false }, { "[[5]]", false }, { "[[-1,2]]", false },
		{ "[5,1]", false }, { "{}", false }, { "7", false },
		{ "[[1,1,1]]", false }, { "[[1,\"1\"]]", false },
		{ "[[9999,1]]", true }, { "[[1,1],[1,1]]", true },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct sketch s;

		TEST_CASE(sketch_load(&s, str_of(cases[i].json),
		    cases[i].approx) < 0, "refused: %s", cases[i].json);
	}
}

int
main(void)
{
	test_nearest_rank();
	test_limit_of_exact();
	test_bound();
	test_few();
	test_great_values();
	test_splits();
	test_packed();
	test_damaged();
	return test_end();
}
