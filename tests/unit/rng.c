/* rng: the same numbers everywhere; draws with the moments they promise. */
#include "common/rng.h"

#include <math.h>

#include "tests/unit/test.h"

static void
test_known(void)
{
	struct rng r;

	/* xoshiro256++ from the state 1, 2, 3, 4: its authors' first outputs */
	r = (struct rng){ .s = { 1, 2, 3, 4 } };
	TEST_CASE(rng_bits(&r) == UINT64_C(41943041), "first output");
	TEST_CASE(rng_bits(&r) == UINT64_C(58720359), "second output");
	TEST_CASE(rng_bits(&r) == UINT64_C(3588806011781223), "third output");
}

static void
test_functions(void)
{
	double worst_log = 0, worst_exp = 0;

	for (int i = 1; i < 20000; i++) {
		double x = i * 0.00137, want = log(x), y = i * 0.07 - 700;

		if (want != 0)
			worst_log = fmax(worst_log, fabs(rng_log(x) - want) /
			    fmax(fabs(want), 1e-3));
		worst_exp = fmax(worst_exp, fabs(rng_exp(y) / exp(y) - 1));
	}
	TEST_CASE(worst_log < 1e-13, "log within %g", worst_log);
	TEST_CASE(worst_exp < 1e-13, "exp within %g", worst_exp);
}

struct draw {
	const char *name;
	double mean, sd;
	double (*draw)(struct rng *r);
};

static double
draw_exponential(struct rng *r)
{
	return rng_exponential(r, 3);
}

static double
draw_lognormal(struct rng *r)
{
	return rng_lognormal(r, 188, 240.0 / 188);
}

static double
draw_gamma(struct rng *r)
{
	return rng_gamma(r, 10, 1);
}

static double
draw_small_gamma(struct rng *r)
{
	return rng_gamma(r, 0.5, 2);
}

static double
draw_weibull(struct rng *r)
{
	return rng_weibull(r, 2, 1);
}

static void
test_moments(void)
{
	static const struct draw draws[] = {
		{ "uniform", 0.5, 0.28867513, rng_uniform },
		{ "normal", 0, 1, rng_normal },
		{ "exponential", 3, 3, draw_exponential },
		{ "lognormal", 188, 240, draw_lognormal },
		{ "gamma", 1, 0.31622777, draw_gamma },
		{ "gamma below one", 2, 2.8284271, draw_small_gamma },
		{ "weibull", 0.88622693, 0.46325138, draw_weibull },
	};
	enum { N = 400000 };

	for (size_t i = 0; i < COUNT_OF(draws); i++) {
		struct rng r;
		double sum = 0, error;

		rng_seed(&r, 7 + i);
		for (int k = 0; k < N; k++)
			sum += draws[i].draw(&r);
		error = (sum / N - draws[i].mean) / (draws[i].sd / sqrt(N));
		TEST_CASE(fabs(error) < 4.5, "%s: mean is %.2f standard errors "
		    "off", draws[i].name, error);
	}
}

static void
test_splits(void)
{
	struct rng a, b, x, y;

	rng_seed(&a, 1);
	b = a;
	rng_bits(&b);
	x = rng_split(&a, "service", 17);
	y = rng_split(&b, "service", 17);
	TEST_CASE(rng_bits(&x) == rng_bits(&y), "a split depends on its name "
	    "alone, not on what was drawn");
	y = rng_split(&a, "service", 18);
	TEST_CASE(rng_bits(&x) != rng_bits(&y), "another number, another "
	    "stream");
}

int
main(void)
{
	test_known();
	test_functions();
	test_moments();
	test_splits();
	return test_end();
}
