/* sort: records of every size come out in order, also when they spill; tiny
 * ones must not make a run each. */
#include "common/sort.h"
#include "common/buf.h"
#include "common/rng.h"
#include "tests/unit/test.h"

enum { RECORDS = 200000 };

struct sorting {
	size_t mem;
	int threads;
	size_t alike;			/* bytes with which all keys begin */
	size_t most;			/* random bytes behind them */
	unsigned letters;		/* of so many, the first a zero byte */
	size_t runs;			/* at most */
};

/* A key and a payload, so that neither order nor ties come out by chance. */
static struct str
draw_key(const struct sorting *c, struct rng *g, char *bytes)
{
	size_t n = c->alike + rng_below(g, c->most + 1);

	memset(bytes, 'k', c->alike);
	for (size_t i = c->alike; i < n; i++) {
		unsigned letter = (unsigned)rng_below(g, c->letters);

		bytes[i] = letter ? (char)('a' + letter) : '\0';
	}
	return (struct str){ bytes, n };
}

/* One more than the runs that it made, or 0 when it is wrong. */
static size_t
sort_some(const struct sorting *c, struct err *err)
{
	struct sort_options o = { .mem_bytes = c->mem, .threads = c->threads };
	struct sort *s = sort_new(&o);
	struct buf last = { 0 };
	struct str key, payload;
	struct rng g;
	size_t n = 0, sum = 0, runs;
	char bytes[256], one = 0;
	bool right = true;

	rng_seed(&g, c->most);
	for (size_t i = 0; i < RECORDS; i++) {
		char two = (char)('0' + rng_below(&g, 3));

		key = draw_key(c, &g, bytes);
		sum += key.n;
		if (sort_add(s, key, (struct str){ &two, 1 }, err) < 0)
			return 0;
	}
	if (sort_finish(s, err) < 0)
		return 0;
	for (; sort_next(s, &key, &payload, err) > 0; n++) {
		int order = str_cmp(buf_view(&last), key);

		right &= payload.n == 1 && (order < 0 || (order == 0 &&
		    one <= payload.p[0]));
		one = payload.p[0];
		sum -= key.n;
		buf_clear(&last);
		buf_str(&last, key);
	}
	runs = sort_runs(s);
	sort_free(s);
	buf_release(&last);
	return right && n == RECORDS && sum == 0 ? runs + 1 : 0;
}

int
main(void)
{
	static const struct sorting cases[] = {
		{ 256 << 20, 1, 0, 8, 26, 0 },
		{ 1 << 20, 1, 0, 8, 26, 60 },
		{ 1 << 20, 1, 0, 40, 26, 60 },
		{ 1 << 20, 1, 0, 200, 26, 120 },
		{ 4 << 20, 1, 0, 8, 26, 20 },
		/* threads, many equal keys, zeros, beginnings of others */
		{ 256 << 20, 2, 0, 8, 26, 0 },
		{ 256 << 20, 2, 0, 2, 26, 0 },
		{ 256 << 20, 1, 0, 40, 2, 0 },
		{ 256 << 20, 2, 0, 40, 2, 0 },
		{ 256 << 20, 2, 41, 12, 2, 0 },
		{ 256 << 20, 2, 41, 0, 2, 0 },
		{ 256 << 20, 1, 8, 200, 1, 0 },
		{ 1 << 20, 2, 41, 12, 2, 120 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct sorting *c = &cases[i];
		struct err err = { 0 };
		size_t r = sort_some(c, &err);

		TEST_CASE(r, "%d records of %zu to %zu bytes of %u in %zu, "
		    "%d threads", RECORDS, c->alike, c->alike + c->most,
		    c->letters, c->mem, c->threads);
		TEST_CASE(r <= c->runs + 1, "in %zu runs", r - 1);
	}
	return test_end();
}
