/* stat: ratios with intervals; see stat.h. */
#include "cmd/ccroute/stat.h"

#include <math.h>

#include "common/dist.h"

/* Regularised incomplete beta function by its continued fraction (Lentz). */
static double
beta_share(double a, double b, double x)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1), h;
	double front = rng_exp(dist_log_gamma(a + b) - dist_log_gamma(a) -
	    dist_log_gamma(b) + a * rng_log(x) + b * rng_log(1 - x));

	if (x > (a + 1) / (a + b + 2))
		return 1 - beta_share(b, a, 1 - x);
	d = 1 / d;
	h = d;
	for (int m = 1; m < 500; m++) {
		double e = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double step;

		d = 1 / (1 + e * d);
		c = 1 + e / c;
		h *= d * c;
		e = -(a + m) * (a + b + m) * x / ((a + 2 * m) *
		    (a + 2 * m + 1));
		d = 1 / (1 + e * d);
		c = 1 + e / c;
		step = d * c;
		h *= step;
		if (fabs(step - 1) < 1e-15)
			break;
	}
	return front * h / a;
}

/* Share of Student's law above t > 0. */
static double
student_above(double t, double degrees)
{
	return beta_share(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2;
}

double
stat_student(double p, double degrees)
{
	double low = 0, high = 2;

	while (student_above(high, degrees) > 1 - p && high < 1e9)
		high *= 2;
	for (int i = 0; i < 100 && high - low > 1e-12 * high; i++) {
		double mid = (low + high) / 2;

		if (mid > 0 && student_above(mid, degrees) > 1 - p)
			low = mid;
		else
			high = mid;
	}
	return (low + high) / 2;
}

/* Sums in order of replications: the same on every machine. */
static double
sum_of(const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x ? x[i] : 1;
	return sum;
}

static struct estimate
with_spread(double value, double squares, size_t n, double confidence)
{
	struct estimate e = { true, value, -1, -1 };

	if (n < 2)
		return e;
	e.se = sqrt(squares / (double)(n - 1) / (double)n);
	e.half = stat_student(0.5 + confidence / 2, (double)(n - 1)) * e.se;
	return e;
}

struct estimate
stat_ratio(const double *num, const double *den, size_t n, double confidence)
{
	double a = sum_of(num, n), b = sum_of(den, n), squares = 0;

	if (!(b > 0))
		return (struct estimate){ false, 0, -1, -1 };
	for (size_t i = 0; i < n; i++) {
		double r = (num[i] - a / b * (den ? den[i] : 1)) /
		    (b / (double)n);

		squares += r * r;
	}
	return with_spread(a / b, squares, n, confidence);
}

struct estimate
stat_difference(const double *num_a, const double *den_a,
    const double *num_b, const double *den_b, size_t n, double confidence)
{
	double a = sum_of(num_a, n), b = sum_of(den_a, n), squares = 0;
	double c = sum_of(num_b, n), d = sum_of(den_b, n);

	if (!(b > 0) || !(d > 0))
		return (struct estimate){ false, 0, -1, -1 };
	for (size_t i = 0; i < n; i++) {
		double r = (num_a[i] - a / b * (den_a ? den_a[i] : 1)) /
		    (b / (double)n) - (num_b[i] - c / d * (den_b ? den_b[i] :
		    1)) / (d / (double)n);

		squares += r * r;
	}
	return with_spread(a / b - c / d, squares, n, confidence);
}
