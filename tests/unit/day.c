// needs: ccstaff
/* day: work in hand follows a sinusoid as it must; plans by deadline are kept
 * by whoever works the oldest first, and no plan has a lower peak. */
#include "cmd/ccstaff/day.h"

#include <math.h>

#include "common/rng.h"
#include "tests/unit/test.h"

static struct needs
day_of(size_t n, double seconds)
{
	struct needs d = { .n = n };

	d.need = mem_zero(n, sizeof(*d.need));
	for (size_t i = 0; i < n; i++) {
		d.need[i].queue = STR("q");
		d.need[i].start = (int64_t)((double)i * seconds / 60);
		d.need[i].interval = seconds;
	}
	return d;
}

/* Oracle rows MI-S1: lambda(t) = 100 + 60 sin(2 pi t / 24), mu 2, in hours;
 * the load in the periodic regime at 0, 6, 12 and 18 hours. */
static void
test_modified(void)
{
	static const double want[] = { 46.13916357, 79.49461769, 53.86083643,
		20.50538231 };
	struct needs d = day_of(72 * 60, 60);
	struct err err = { 0 };

	for (size_t i = 0; i < d.n; i++) {
		double hours = ((double)i + 0.5) / 60;

		d.need[i].work = (struct work){ .aht = 1800, .lambda = (100 +
		    60 * sin(2 * 3.14159265358979 * hours / 24)) / 3600 };
	}
	TEST_CASE(day_modify(&d, &err) == 0, "a day is walked");
	for (size_t k = 0; k < 4; k++) {
		size_t i = (48 + 6 * k) * 60;
		double load = (d.need[i - 1].work.lambda +
		    d.need[i].work.lambda) / 2 * 1800;

		TEST_CASE(fabs(load / want[k] - 1) < 1e-5,
		    "load at %zu h: %.6f, wanted %.6f", 6 * k, load, want[k]);
	}
	needs_release(&d);
}

/* Works the oldest first with the plan's people: is everything done within the
 * intervals that may do it? */
static bool
is_kept(const struct needs *d, size_t within)
{
	double left[64];

	for (size_t i = 0; i < d->n; i++) {
		double room = d->need[i].people * d->need[i].interval *
		    (1 + 1e-9);

		left[i] = d->need[i].work.lambda * d->need[i].interval *
		    d->need[i].work.aht;
		for (size_t k = 0; k <= i; k++) {
			double done = fmin(room, left[k]);

			left[k] -= done;
			room -= done;
			if (left[k] > 1e-6 && i + 1 >= k + within)
				return false;
		}
	}
	for (size_t k = 0; k < d->n; k++)
		if (left[k] > 1e-6)
			return false;
	return true;
}

/* The work that only a run of intervals can do, over its time: no plan's peak
 * is lower than the largest. */
static double
least_peak(const struct needs *d, size_t within)
{
	double peak = 0;

	for (size_t a = 0; a < d->n; a++)
		for (size_t b = a; b < d->n; b++) {
			double work = 0;

			for (size_t k = a; k <= b; k++)
				if (MIN(k + within - 1, d->n - 1) <= b)
					work += d->need[k].work.lambda *
					    d->need[k].work.aht;
			peak = fmax(peak, work / (double)(b - a + 1));
		}
	return peak;
}

static void
test_deadline(void)
{
	bool kept = true, least = true;
	struct rng r;

	rng_seed(&r, 5);
	for (int round = 0; round < 500; round++) {
		size_t n = 1 + rng_below(&r, 40);
		size_t within = 1 + rng_below(&r, 12);
		struct needs d = day_of(n, 1800);
		struct err err = { 0 };
		double peak = 0;

		for (size_t i = 0; i < n; i++)
			d.need[i].work = (struct work){ .aht = 300,
			    .lambda = (double)rng_below(&r, 50) / 1800,
			    .deadline = 1800 * (double)within };
		if (day_by_deadline(&d, &err) < 0)
			kept = false;
		for (size_t i = 0; i < n; i++)
			peak = fmax(peak, d.need[i].people);
		kept &= is_kept(&d, within);
		least &= fabs(peak - least_peak(&d, within)) < 1e-9;
		needs_release(&d);
	}
	TEST_CASE(kept, "500 random days: every deadline is kept");
	TEST_CASE(least, "and the peak is the least there can be");
}

int
main(void)
{
	test_modified();
	test_deadline();
	return test_end();
}
