/* dist: every law's words come back; draws, quantiles, shares and moments
 * agree with each other and with published values. */
#include "common/dist.h"

#include <math.h>

#include "tests/unit/test.h"

static const struct {
	const char *words;
	double mean, variance;		/* s, s^2; by hand */
} laws[] = {
	{ "constant 30s", 30, 0 },
	{ "uniform 10s 40s", 25, 75 },
	{ "exponential mean 180s", 180, 32400 },
	{ "exponential mean 180s balk 10%", 162, 32076 },
	{ "lognormal mean 188s cv 1.5", 188, 79524 },
	{ "gamma mean 180s shape 2.5", 180, 12960 },
	{ "gamma mean 60s shape 0.5", 60, 7200 },
	{ "weibull mean 120s shape 1", 120, 14400 },
	{ "weibull mean 120s shape 2", 120, 14400 * (4 / 3.14159265358979 - 1) },
	{ "phase 40s 100%, 40s", 80, 3200 },
	{ "phase 60s 50%, 60s", 90, 6300 },
	{ "hazard 0s 0.5", 120, 14400 },
	{ "hazard 0s 1, 60s 0.5", 60 * (1 + 0.36787944117144233), 0 },
	{ "empirical 0% 0s, 50% 60s, 100% 180s", 75, 2775 },
	{ "empirical 25% 10s, 100% 10.004s", 10.0015, 0 },
};

static bool
near_to(double a, double b, double tolerance)
{
	return fabs(a - b) <= tolerance * MAX(1, fabs(b));
}

static void
test_words(void)
{
	for (size_t i = 0; i < COUNT_OF(laws); i++) {
		struct arena arena = { 0 };
		struct buf out = { 0 };
		struct dist d;
		struct err err = { 0 };
		bool read = dist_parse(str_of(laws[i].words), &arena, &d,
		    &err) == 0;

		dist_print(&d, &out);
		if (TEST_CASE(read, "%s is read%s", laws[i].words, err.text))
			TEST_STR(buf_view(&out), laws[i].words, "and printed");
		buf_release(&out);
		arena_release(&arena);
	}
}

static void
test_refused(void)
{
	static const char *const bad[] = { "", "normal mean 3s",
		"constant 30", "constant", "exponential 180s",
		"exponential mean -1s", "gamma mean 1s shape 0",
		"gamma mean 1s cv 1", "uniform 4s 3s", "empirical 0% 1s",
		"empirical 50% 3s, 100% 2s", "empirical 50% 1s, 40% 2s, 100% 3s",
		"hazard 1s 1", "hazard 0s 1, 0s 2", "hazard 0s -1",
		"phase 1s 110%, 2s", "phase 1s, 2s", "constant 1s 2s",
		"exponential mean 1s balk 100%", "empirical 100% 1s 2s" };

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct dist d;

		TEST_CASE(dist_parse(str_of(bad[i]), &arena, &d, &err) < 0 &&
		    err.kind == ERR_USAGE, "'%s' is refused: %s", bad[i],
		    err.text);
		arena_release(&arena);
	}
}

/* The mean and variance of 200,000 draws within five standard errors. */
static void
check_draws(const struct dist *d, const char *words)
{
	enum { N = 200000 };
	struct rng r;
	double mean = dist_mean(d), var = dist_variance(d), sum = 0, low = 0;
	double median = dist_quantile(d, 0.5);

	rng_seed(&r, 7);
	for (int i = 0; i < N; i++) {
		double x = dist_draw(d, &r);

		sum += x;
		low += x <= median;
	}
	TEST_CASE(fabs(sum / N - mean) <= 5 * sqrt(var / N) + 1e-9 * mean,
	    "%s: mean of draws %.1f, of the law %.1f ms", words, sum / N, mean);
	TEST_CASE(fabs(low / N - dist_cdf(d, median)) < 5 * 0.5 / sqrt(N),
	    "%s: %.4f of the draws up to the median", words, low / N);
}

static void
test_laws(void)
{
	for (size_t i = 0; i < COUNT_OF(laws); i++) {
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct dist d;
		double worst = 0;

		if (dist_parse(str_of(laws[i].words), &arena, &d, &err) < 0)
			continue;
		TEST_CASE(near_to(dist_mean(&d) / 1e3, laws[i].mean, 1e-12),
		    "%s: mean %.9f s", laws[i].words, dist_mean(&d) / 1e3);
		if (laws[i].variance > 0)
			TEST_CASE(near_to(dist_variance(&d) / 1e6,
			    laws[i].variance, 1e-9), "%s: variance %.6f",
			    laws[i].words, dist_variance(&d) / 1e6);
		check_draws(&d, laws[i].words);
		for (int k = 1; k < 100 && d.law > DIST_CONSTANT; k++) {
			double p = d.balk + (1 - d.balk) * (0.3 + k * 0.0069);

			worst = fmax(worst, fabs(dist_cdf(&d,
			    dist_quantile(&d, p)) - p));
		}
		TEST_CASE(worst < 1e-9, "%s: share of quantile off by %g",
		    laws[i].words, worst);
		arena_release(&arena);
	}
}

/* Printed in every table of statistics; the gamma law against the exponential
 * and the Poisson sums that it is made of. */
static void
test_known(void)
{
	TEST_CASE(near_to(dist_normal_quantile(0.975), 1.959963984540054, 1e-15),
	    "normal 97.5 %%");
	TEST_CASE(near_to(dist_normal_quantile(0.5), 0, 1e-15), "normal 50 %%");
	TEST_CASE(near_to(dist_normal_quantile(0.001), -3.090232306167814,
	    1e-14), "normal 0.1 %%");
	TEST_CASE(near_to(dist_normal_quantile(1e-10), -6.361340902404056,
	    1e-14), "normal 1e-10");
	TEST_CASE(near_to(dist_log_gamma(0.5), 0.5723649429247001, 1e-13),
	    "log gamma 1/2");
	TEST_CASE(near_to(dist_log_gamma(11), log(3628800), 1e-13),
	    "log gamma 11");
	for (int k = 1; k < 40; k++) {
		double x = k * 0.31, poisson = 1 + x + x * x / 2;

		TEST_CASE(near_to(dist_gamma_share(3, x),
		    1 - exp(-x) * poisson, 1e-12), "gamma 3 at %.2f", x);
	}
	TEST_CASE(dist_gamma_share(1, 0) == 0, "nothing below 0");
}

static void
test_times(void)
{
	static const struct {
		const char *in, *out;
		double ms;
	} times[] = { { "20s", "20s", 20000 }, { "1.5s", "1.5s", 1500 },
		{ "500ms", "0.5s", 500 }, { "2m", "120s", 120000 },
		{ "15m", "15m", 900000 }, { "10h", "10h", 36000000 },
		{ "1d", "24h", 86400000 }, { "0s", "0s", 0 } };

	for (size_t i = 0; i < COUNT_OF(times); i++) {
		struct buf out = { 0 };
		double ms = -1;
		bool read = dist_time(str_of(times[i].in), &ms);

		TEST_CASE(read && ms == times[i].ms, "%s is %g ms",
		    times[i].in, ms);
		dist_print_time(ms, &out);
		TEST_STR(buf_view(&out), times[i].out, times[i].in);
		buf_release(&out);
	}
	TEST_CASE(!dist_time(STR("20"), &(double){ 0 }), "20 is no time");
	TEST_CASE(!dist_time(STR("s"), &(double){ 0 }), "s is no time");
}

/* Made by another program with 40 digits: shape, x, share. */
static const double gamma_rows[][3] = {
	{ 0.001, 1e-6, 0.98684813369407667 },
	{ 0.5, 2, 0.95449973610364159 },
	{ 2.5, 0.25, 0.0078767067673704078 },
	{ 14.5, 20, 0.91606310150848175 },
	{ 15.5, 9, 0.030432864967874225 },
	{ 1000, 1010, 0.62767894473699473 },
	{ 100000, 100000, 0.50042052211036518 },
	{ 100000, 99000, 0.00075741992117476797 },
};
/* Share, and the quantiles of exponential and Weibull (0.7), mean 1 s. */
static const double quantile_rows[][3] = {
	{ 1e-9, 1.0000000005000001e-6, 1.0977008158851112e-10 },
	{ 1e-4, 0.10000500033335834, 0.0015253592916363109 },
	{ 0.05, 51.293294387550536, 11.346352261455398 },
	{ 0.1, 105.36051565782631, 31.728708694337132 },
	{ 0.5, 693.14718055994531, 467.98792257956843 },
	{ 0.999, 6907.7552789821362, 12493.370519086331 },
};

static void
digits(const char *what, double got, double want)
{
	TEST_CASE(fabs(got - want) <= 1e-13 * want, "%s: got %.17g, want %.17g",
	    what, got, want);
}

static void
test_digits(void)
{
	for (size_t i = 0; i < COUNT_OF(gamma_rows); i++)
		digits("gamma share", dist_gamma_share(gamma_rows[i][0],
		    gamma_rows[i][1]), gamma_rows[i][2]);
	for (size_t i = 0; i < COUNT_OF(quantile_rows); i++) {
		struct dist e = { .law = DIST_EXPONENTIAL, .mean = 1000 };
		struct dist w = { .law = DIST_WEIBULL, .mean = 1000,
		    .shape = 0.7 };
		const double *q = quantile_rows[i];

		dist_ready(&e);
		dist_ready(&w);
		digits("exponential quantile", dist_quantile(&e, q[0]), q[1]);
		digits("Weibull quantile", dist_quantile(&w, q[0]), q[2]);
		digits("exponential share", dist_cdf(&e, q[1]), q[0]);
		digits("Weibull share", dist_cdf(&w, q[2]), q[0]);
	}
}

int
main(void)
{
	test_digits();
	test_words();
	test_refused();
	test_laws();
	test_known();
	test_times();
	return test_end();
}
