/* stat: ratios with intervals; see stat.h. */
#include "cmd/ccroute/stat.h"

#include <math.h>

#include "common/dist.h"
#include "common/mem.h"

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

struct stat_level
stat_level(size_t n, double confidence)
{
	struct stat_level l = { .n = n };

	/* a control needs some degrees of freedom left to be judged by */
	for (size_t k = 0; k <= STAT_CONTROLS; k++)
		if (n > 1 + k + (k ? 5 : 0))
			l.t[k] = stat_student(0.5 + confidence / 2,
			    (double)(n - 1 - k));
	return l;
}

/* ---- controls ---------------------------------------------------------------------- */

/* Centred sums of products. */
struct moments {
	double mean[STAT_CONTROLS];	/* of the controls */
	double cc[STAT_CONTROLS][STAT_CONTROLS], cr[STAT_CONTROLS], rr;
};

static struct moments
moments_of(const double *r, const struct stat_level *l)
{
	struct moments m = { .rr = 0 };

	for (size_t k = 0; k < STAT_CONTROLS && l->control[k]; k++)
		m.mean[k] = sum_of(l->control[k], l->n) / (double)l->n;
	for (size_t i = 0; i < l->n; i++) {
		m.rr += r[i] * r[i];
		for (size_t k = 0; k < STAT_CONTROLS && l->control[k]; k++) {
			double c = l->control[k][i] - m.mean[k];

			m.cr[k] += c * r[i];
			for (size_t j = 0; j <= k; j++)
				m.cc[k][j] += c * (l->control[j][i] -
				    m.mean[j]);
		}
	}
	return m;
}

/* What the first k controls explain: by these slopes; the squares that are
 * left, and how much wider the unknown slope makes the interval. */
struct explained {
	double slope[STAT_CONTROLS];
	double squares, wider;
};

static bool
regress(const struct moments *m, int k, struct explained *e)
{
	double a = m->cc[0][0], b = m->cc[1][0], d = m->cc[1][1], det;

	if (!(a > 0))
		return false;
	if (k == 1) {
		e->slope[0] = m->cr[0] / a;
		e->slope[1] = 0;
		e->squares = m->rr - e->slope[0] * m->cr[0];
		e->wider = m->mean[0] * m->mean[0] / a;
		return true;
	}
	det = a * d - b * b;
	if (!(det > 1e-9 * a * d))
		return false;
	e->slope[0] = (m->cr[0] * d - m->cr[1] * b) / det;
	e->slope[1] = (m->cr[1] * a - m->cr[0] * b) / det;
	e->squares = m->rr - e->slope[0] * m->cr[0] - e->slope[1] * m->cr[1];
	e->wider = (m->mean[0] * m->mean[0] * d - 2 * m->mean[0] *
	    m->mean[1] * b + m->mean[1] * m->mean[1] * a) / det;
	return true;
}

/* What is left of the i-th residual. */
static double
left_of(const double *r, const struct stat_level *l, const struct moments *m,
    const struct explained *e, size_t i)
{
	double left = r[i];

	for (size_t k = 0; k < STAT_CONTROLS && l->control[k]; k++)
		left -= e->slope[k] * (l->control[k][i] - m->mean[k]);
	return left;
}

/* Of a standard error, for each saying something of the next; see stat.h. */
static double
growth(const double *r, const struct stat_level *l, const struct moments *m,
    const struct explained *e)
{
	double all = 0, next = 0, last = 0, f;

	if (!l->in_a_row)
		return 1;
	for (size_t i = 0; i < l->n; i++) {
		double left = left_of(r, l, m, e, i);

		all += left * left;
		next += left * last;
		last = left;
	}
	if (!(all > 0))
		return 1;
	f = fmin(fmax(next / all + 1 / (double)l->n, 0), 0.8);
	return sqrt((1 + f) / (1 - f));
}

/* r are residuals of mean 0. Which controls is not chosen by what they give,
 * or the interval would promise too much: both, or the first where the second
 * says the same (handling that does not vary); none where that narrows more. */
static struct estimate
with_spread(double value, const double *r, const struct stat_level *l)
{
	struct estimate plain = { true, value, -1, -1, 0 };
	struct explained e = { .squares = 0 };
	struct moments m;

	if (l->n < 2)
		return plain;
	m = moments_of(r, l);
	plain.se = sqrt(m.rr / (double)(l->n - 1) / (double)l->n) *
	    growth(r, l, &m, &e);
	plain.half = l->t[0] * plain.se;
	for (int k = STAT_CONTROLS; k > 0; k--) {
		double se;

		if (!l->control[k - 1] || !(l->t[k] > 0) || !regress(&m, k,
		    &e))
			continue;
		se = sqrt(fmax(e.squares, 0) / (double)(l->n - 1 -
		    (size_t)k) * (1 / (double)l->n + e.wider)) *
		    growth(r, l, &m, &e);
		return l->t[k] * se < plain.half ? (struct estimate){ true,
		    value - e.slope[0] * m.mean[0] - e.slope[1] * m.mean[1],
		    l->t[k] * se, se, k } : plain;
	}
	return plain;
}

/* ---- ratios ------------------------------------------------------------------------- */

/* Adds times (num - R den) / mean den to r. False: nothing to divide by. */
static bool
residuals(const double *num, const double *den, size_t n, double times,
    double *r, double *value)
{
	double a = sum_of(num, n), b = sum_of(den, n);

	if (!(b > 0))
		return false;
	*value += times * a / b;
	for (size_t i = 0; i < n; i++)
		r[i] += times * (num[i] - a / b * (den ? den[i] : 1)) /
		    (b / (double)n);
	return true;
}

struct estimate
stat_difference(const double *num_a, const double *den_a,
    const double *num_b, const double *den_b, struct stat_level level)
{
	struct estimate e = { false, 0, -1, -1, 0 };
	double few[64] = { 0 }, *r = level.n > COUNT_OF(few) ?
	    mem_zero(level.n, sizeof(*r)) : few, value = 0;

	if (residuals(num_a, den_a, level.n, 1, r, &value) && (!num_b ||
	    residuals(num_b, den_b, level.n, -1, r, &value)))
		e = with_spread(value, r, &level);
	if (r != few)
		mem_free(r);
	return e;
}

struct estimate
stat_ratio(const double *num, const double *den, struct stat_level level)
{
	return stat_difference(num, den, NULL, NULL, level);
}

double
stat_lag(const double *num, const double *den, size_t n)
{
	double *r = mem_zero(n + 1, sizeof(*r)), value = 0, all = 0, next = 0;

	if (n > 2 && residuals(num, den, n, 1, r, &value))
		for (size_t i = 0; i < n; i++) {
			all += r[i] * r[i];
			next += i ? r[i] * r[i - 1] : 0;
		}
	mem_free(r);
	return all > 0 ? next / all : 0;
}
