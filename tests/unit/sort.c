/* sort: records of every size come out in order, also when they spill; tiny
 * ones must not make a run each. */
#include "common/sort.h"
#include "common/buf.h"
#include "common/rng.h"
#include "tests/unit/test.h"

enum { RECORDS = 200000 };

/* Sorts records of up to `most` bytes: one more than the runs that made, or 0
 * when it is wrong. */
static size_t
sort_some(size_t mem, size_t most, struct err *err)
{
	struct sort_options o = { .mem_bytes = mem };
	struct sort *s = sort_new(&o);
	struct buf last = { 0 };
	struct str key, payload;
	struct rng g;
	size_t n = 0;
	bool right = true;
	size_t runs;

	rng_seed(&g, most);
	for (size_t i = 0; i < RECORDS; i++) {
		char bytes[256];
		size_t k = 1 + rng_below(&g, most);

		for (size_t j = 0; j < k; j++)
			bytes[j] = (char)('a' + rng_below(&g, 26));
		if (sort_add(s, (struct str){ bytes, k }, STR("p"), err) < 0)
			return 0;
	}
	if (sort_finish(s, err) < 0)
		return 0;
	for (; sort_next(s, &key, &payload, err) > 0; n++) {
		right &= str_cmp(buf_view(&last), key) <= 0 &&
		    str_is(payload, "p");
		buf_clear(&last);
		buf_str(&last, key);
	}
	runs = sort_runs(s);
	sort_free(s);
	buf_release(&last);
	return right && n == RECORDS ? runs + 1 : 0;
}

int
main(void)
{
	static const struct {
		size_t mem, most, runs;		/* at most */
	} cases[] = {
		{ 256 << 20, 8, 0 }, { 1 << 20, 8, 60 }, { 1 << 20, 40, 60 },
		{ 1 << 20, 200, 120 }, { 4 << 20, 8, 20 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		size_t r = sort_some(cases[i].mem, cases[i].most, &err);

		TEST_CASE(r, "%d records of up to %zu bytes in %zu",
		    RECORDS, cases[i].most, cases[i].mem);
		TEST_CASE(r <= cases[i].runs + 1, "in %zu runs", r - 1);
	}
	return test_end();
}
