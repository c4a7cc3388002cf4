/* linespeed: linespeed FILE: how fast line_read alone is, in GB/s:
 * seven members of every line, the best of ten rounds. */
#include <time.h>

#include "common/cpu.h"
#include "common/io.h"
#include "common/line.h"

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static size_t
read_all(const struct line_plan *plan, struct str bytes, size_t *strict)
{
	struct line_guess guess = { 0 };
	size_t found = 0;

	*strict = 0;
	while (bytes.n) {
		const char *lf = memchr(bytes.p, '\n', bytes.n);
		struct line l;

		if (!lf)
			break;
		if (line_read_guessing(plan, &guess, str_range(bytes.p, lf),
		    &l) == LINE_OK)
			for (unsigned i = 0; i < plan->n; i++)
				found += l.token[i].n;
		*strict += l.strict;
		bytes = str_range(lf + 1, bytes.p + bytes.n);
	}
	return found;
}

int
main(int argc, char **argv)
{
	static const enum field_id want[] = { F_START, F_QUEUE, F_OUTCOME,
		F_WAIT_MS, F_TALK_MS, F_HOLD_MS, F_WRAP_MS };
	struct line_plan plan;
	struct err err = { 0 };
	size_t n, found = 0, strict = 0;
	double best = 1e9;
	char *bytes;

	cpu_init();
	if (argc < 2 || !(bytes = io_slurp(argv[1], (size_t)4 << 30, &n, &err))) {
		fprintf(stderr, "linespeed: %s\n", err.text);
		return 3;
	}
	line_plan_init(&plan, want, COUNT_OF(want));
	for (int i = 0; i < 10; i++) {
		double from = now(), took;

		found = read_all(&plan, (struct str){ bytes, n }, &strict);
		took = now() - from;
		best = MIN(best, took);
	}
	printf("%s: %.2f GB/s (%s), %zu bytes of values, %zu lines the strict "
	    "way\n", argv[1], (double)n / best / 1e9, cpu_level_name(), found,
	    strict);
	mem_free(bytes);
	return 0;
}
