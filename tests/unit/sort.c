/* sort: records of every size come out in order, also when they spill; tiny
 * ones must not make a run each. */
#include <unistd.h>

#include "common/sort.h"
#include "common/buf.h"
#include "common/rng.h"
#include "common/work.h"
#include "tests/unit/test.h"

enum { RECORDS = 200000 };

struct sorting {
	size_t mem;
	int threads;
	size_t alike;			/* bytes with which all keys begin */
	size_t most;			/* random bytes behind them */
	unsigned letters;		/* of so many, the first a zero byte */
	size_t runs;			/* at most */
	size_t merged;			/* of them, at once; 0: all */
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
	struct sort_options o = { .mem_bytes = c->mem, .threads = c->threads,
	    .merged = c->merged };
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

/* ---- what it holds ------------------------------------------------------------ */

enum { HELD = 64 << 20, EACH = 500, AT_ONCE = 1000, BATCHES = 500 };

struct gathering {
	struct sort *sort;
	size_t batches;
	long before, most;		/* KiB of this process */
};

/* KiB that the process holds now. */
static long
held_now(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long all, held = 0;

	if (f && fscanf(f, "%ld %ld", &all, &held) != 2)
		held = 0;
	if (f)
		fclose(f);
	return held * (sysconf(_SC_PAGESIZE) >> 10);
}

static int
begin_batch(void *context, void *slot, struct err *err)
{
	struct gathering *g = context;
	struct sort_batch *b = slot;

	(void)err;
	if (!b->block_bytes)
		sort_batch_init(b, g->sort);
	return g->batches++ < BATCHES;
}

static int
fill_batch(void *context, int worker, void *slot, struct err *err)
{
	char bytes[EACH] = { 0 };

	(void)context;
	(void)worker;
	(void)err;
	for (size_t i = 0; i < AT_ONCE; i++) {
		memcpy(bytes, &i, sizeof(i));
		sort_batch_add(slot, (struct str){ bytes, 20 }, STR_NONE,
		    (struct str){ bytes, sizeof(bytes) });
	}
	return 0;
}

static int
take_batch(void *context, void *slot, struct err *err)
{
	struct gathering *g = context;
	int r = sort_take(g->sort, slot, err);

	g->most = MAX(g->most, held_now() - g->before);
	return r;
}

static void
release_batch(void *slot)
{
	sort_batch_release(slot);
}

/* Blocks that one thread takes and another gives back, again and again, are
 * memory that the allocator may keep: no more than a batch's a thread. */
static void
test_held(void)
{
	struct gathering g = { .before = held_now(), .sort = sort_new(
	    &(struct sort_options){ .mem_bytes = HELD, .threads = 2 }) };
	struct work w = { .threads = 2, .item_size = sizeof(struct sort_batch),
	    .context = &g, .read = begin_batch, .map = fill_batch,
	    .take = take_batch, .release = release_batch };
	struct err err = { 0 };
	enum { LIMIT_KIB = (HELD >> 10) + (32 << 10) };
	int r = work_run(&w, &err);

	TEST_CASE(r == 0 && sort_runs(g.sort) > 2, "batches of two threads "
	    "make %zu runs", sort_runs(g.sort));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	TEST_CASE(g.most < LIMIT_KIB, "which takes %ld of %d KiB", g.most,
	    LIMIT_KIB);
#endif
	sort_free(g.sort);
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
		/* many runs merged to fewer, in one pass and in several */
		{ 1 << 20, 1, 0, 200, 26, 2, 2 },
		{ 1 << 20, 2, 41, 12, 2, 3, 3 },
		{ 1 << 20, 1, 0, 40, 2, 7, 7 },
		{ 1 << 20, 1, 0, 200, 26, 20, 20 },
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
	test_held();
	return test_end();
}
