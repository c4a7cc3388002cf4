/* work: results in order and the lowest failure, for any number of threads. */
#include "common/work.h"

#include <stdatomic.h>

#include "common/mem.h"
#include "tests/unit/test.h"

enum { BATCHES = 300, THREADS = 5 };

struct item {
	int number;
	int doubled;
};

struct job {
	int read, read_fails, map_fails, take_fails;	/* -1: none does */
	int taken;
	atomic_int wrong, reading, taking, beside;
	bool alone;
};

static int
fail(struct err *err, const char *what, int number)
{
	return err_set(err, ERR_FAILED, "%s %d", what, number);
}

static int
read_one(void *context, void *slot, struct err *err)
{
	struct job *j = context;
	struct item *it = slot;

	j->wrong += atomic_fetch_add(&j->reading, 1) != 0;
	atomic_fetch_add(&j->beside, atomic_load(&j->taking));
	it->number = j->read;
	atomic_fetch_sub(&j->reading, 1);
	if (j->read == j->read_fails)
		return fail(err, "read", j->read);
	return j->read++ < BATCHES;
}

static int
map_one(void *context, int worker, void *slot, struct err *err)
{
	const struct job *j = context;
	struct item *it = slot;

	for (volatile int i = 0; i < it->number * 37 % 2000; i++)
		;
	it->doubled = worker >= 0 && worker < THREADS ? it->number * 2 : 0;
	return it->number == j->map_fails ? fail(err, "map", it->number) : 0;
}

static int
take_one(void *context, void *slot, struct err *err)
{
	struct job *j = context;
	const struct item *it = slot;

	j->wrong += atomic_fetch_add(&j->taking, 1) != 0;
	atomic_fetch_add(&j->beside, atomic_load(&j->reading));
	j->wrong += it->number != j->taken || it->doubled != 2 * it->number;
	j->taken++;
	atomic_fetch_sub(&j->taking, 1);
	return it->number == j->take_fails ? fail(err, "take", it->number) : 0;
}

/* All batches, or those before the one that fails, in order. */
static void
run(struct job j, int want, const char *failure)
{
	for (int threads = 1; threads <= THREADS; threads++) {
		struct job job = j;
		struct err err = { 0 };
		struct work w = { .threads = threads,
		    .item_size = sizeof(struct item), .context = &job,
		    .take_alone = j.alone, .read = read_one, .map = map_one,
		    .take = take_one };
		int r = work_run(&w, &err);

		TEST_CASE(r == (*failure ? -1 : 0) && job.taken == want &&
		    job.wrong == 0 && (!j.alone || job.beside == 0) &&
		    strcmp(r < 0 ? err.text : "", failure) == 0,
		    "%d threads, '%s': %d taken, %d wrong, %d beside, '%s'",
		    threads, failure, job.taken, (int)job.wrong,
		    (int)job.beside, r < 0 ? err.text : "");
		err_clear(&err);
	}
}

int
main(void)
{
	const struct job none = { .read_fails = -1, .map_fails = -1,
	    .take_fails = -1 };
	struct job j = none;

	run(j, BATCHES, "");
	j.alone = true;
	run(j, BATCHES, "");
	j = none;
	j.map_fails = 40;
	j.read_fails = 43;	/* read before the other is taken, perhaps */
	run(j, 40, "map 40");
	j.take_fails = 38;
	run(j, 39, "take 38");
	j = none;
	j.read_fails = 0;
	run(j, 0, "read 0");
	return test_end();
}
