/* dist: the laws themselves: draws, quantiles, shares, moments. Their words
 * are read and printed in dist_words.c. */
#include "common/dist.h"

#include <math.h>

static double
polynomial(const double *c, int n, double x)
{
	double sum = c[n - 1];

	for (int i = n - 2; i >= 0; i--)
		sum = sum * x + c[i];
	return sum;
}

/* Wichura's three rational approximations: middle, tail, far tail. */
static const double wichura[3][2][8] = {
	{ { 3.3871328727963666080e0, 1.3314166789178437745e2,
	    1.9715909503065514427e3, 1.3731693765509461125e4,
	    4.5921953931549871457e4, 6.7265770927008700853e4,
	    3.3430575583588128105e4, 2.5090809287301226727e3 },
	  { 1, 4.2313330701600911252e1, 6.8718700749205790830e2,
	    5.3941960214247511077e3, 2.1213794301586595867e4,
	    3.9307895800092710610e4, 2.8729085735721942674e4,
	    5.2264952788528545610e3 } },
	{ { 1.42343711074968357734e0, 4.63033784615654529590e0,
	    5.76949722146069140550e0, 3.64784832476320460504e0,
	    1.27045825245236838258e0, 2.41780725177450611770e-1,
	    2.27238449892691845833e-2, 7.74545014278341407640e-4 },
	  { 1, 2.05319162663775882187e0, 1.67638483018380384940e0,
	    6.89767334985100004550e-1, 1.48103976427480074590e-1,
	    1.51986665636164571966e-2, 5.47593808499534494600e-4,
	    1.05075007164441684324e-9 } },
	{ { 6.65790464350110377720e0, 5.46378491116411436990e0,
	    1.78482653991729133580e0, 2.96560571828504891230e-1,
	    2.65321895265761230930e-2, 1.24266094738807843860e-3,
	    2.71155556874348757815e-5, 2.01033439929228813265e-7 },
	  { 1, 5.99832206555887937690e-1, 1.36929880922735805310e-1,
	    1.48753612908506148525e-2, 7.86869131145613259100e-4,
	    1.84631831751005468180e-5, 1.42151175831644588870e-7,
	    2.04426310338993978564e-15 } },
};

double
dist_normal_quantile(double p)
{
	double q = p - 0.5, r, x;
	int part;

	if (fabs(q) <= 0.425) {
		r = 0.180625 - q * q;
		return q * polynomial(wichura[0][0], 8, r) /
		    polynomial(wichura[0][1], 8, r);
	}
	r = sqrt(-rng_log(q < 0 ? p : 1 - p));
	part = r <= 5 ? 1 : 2;
	r -= part == 1 ? 1.6 : 5;
	x = polynomial(wichura[part][0], 8, r) /
	    polynomial(wichura[part][1], 8, r);
	return q < 0 ? -x : x;
}

double
dist_log_gamma(double x)
{
	/* Lanczos's sum for g = 7, n = 9 */
	static const double c[] = { 0.99999999999980993, 676.5203681218851,
		-1259.1392167224028, 771.32342877765313, -176.61502916214059,
		12.507343278686905, -0.13857109526572012,
		9.9843695780195716e-6, 1.5056327351493116e-7 };
	double sum = c[0], t = x + 6.5;

	for (int i = 1; i < 9; i++)
		sum += c[i] / (x - 1 + i);
	return 0.91893853320467274178 + (x - 0.5) * rng_log(t) - t +
	    rng_log(sum);
}

/* -log(1 - p) to the last digits where p is small too: 2 atanh(p / (2 - p)). */
static double
hazard_to(double p)
{
	double z = p / (2 - p), term = z, sum = 0;

	if (p > 0.1)
		return -rng_log(1 - p);
	for (int k = 1; k < 17; k += 2) {
		sum += term / k;
		term *= z * z;
	}
	return 2 * sum;
}

/* Its inverse, 1 - e^-h. */
static double
share_at(double h)
{
	double term = h, sum = h;

	if (h > 0.1)
		return 1 - rng_exp(-h);
	for (int k = 2; k < 13; k++) {
		term *= -h / k;
		sum += term;
	}
	return sum;
}

/*
 * x^shape e^-x / gamma(shape). Where shape is large, powers of it are far
 * greater than their quotient: then as sqrt(shape / 2 pi) e^-(shape (u -
 * log(1 + u)) + d), u = x / shape - 1, d what Stirling leaves out (Loader
 * 2000).
 */
static double
gamma_front(double shape, double x)
{
	double u = (x - shape) / shape, r = u / (2 + u), term = r, bend = u * r;
	double s = 1 / (shape * shape), rest;

	if (shape < 15)
		return rng_exp(shape * rng_log(x) - x - dist_log_gamma(shape));
	if (fabs(u) > 0.3)
		bend = u - rng_log(1 + u);
	else
		for (int k = 3; k < 31; k += 2) {
			term *= r * r;
			bend -= 2 * term / k;
		}
	rest = (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s / 1680))) /
	    shape;
	return sqrt(shape / (2 * 3.14159265358979323846)) *
	    rng_exp(-shape * bend - rest);
}

/* 1 - share, by the continued fraction (Lentz); for x past the middle. */
static double
gamma_rest(double shape, double x)
{
	double b = x + 1 - shape, c = 1e300, d = 1 / b, h = d;

	for (int i = 1; i < 10000; i++) {
		double an = -i * (i - shape), step;

		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		step = c * d;
		h *= step;
		if (fabs(step - 1) < 1e-16)
			break;
	}
	return gamma_front(shape, x) * h;
}

double
dist_gamma_share(double shape, double x)
{
	double term, sum;

	if (x <= 0)
		return 0;
	if (x > shape + 1)
		return 1 - gamma_rest(shape, x);
	term = sum = 1 / shape;
	for (int i = 1; i < 10000 && term > sum * 1e-17; i++) {
		term *= x / (shape + i);
		sum += term;
	}
	return sum * gamma_front(shape, x);
}

void
dist_ready(struct dist *d)
{
	double s2;

	switch (d->law) {
	case DIST_LOGNORMAL:	/* a + b * normal is the logarithm */
		s2 = rng_log(1 + d->shape * d->shape);
		d->a = rng_log(d->mean) - s2 / 2;
		d->b = sqrt(s2);
		break;
	case DIST_GAMMA:	/* a: scale */
		d->a = d->mean / d->shape;
		break;
	case DIST_WEIBULL:	/* a: scale, b: 1 / shape */
		d->b = 1 / d->shape;
		d->a = d->mean / rng_exp(dist_log_gamma(1 + d->b));
		break;
	default:
		break;
	}
}

/* The time at which the hazard has summed up to h. */
static double
hazard_at(const struct dist *d, double h)
{
	const struct dist_point *p = d->point;

	for (size_t i = 0; i < d->n; i++) {
		double span = i + 1 < d->n ? p[i + 1].x - p[i].x : HUGE_VAL;

		if (p[i].y > 0 && h <= p[i].y * span)
			return p[i].x + h / p[i].y;
		if (i + 1 < d->n)
			h -= p[i].y * span;
	}
	return HUGE_VAL;
}

static double
hazard_sum(const struct dist *d, double ms)
{
	double h = 0;

	for (size_t i = 0; i < d->n && d->point[i].x < ms; i++) {
		double to = i + 1 < d->n ? MIN(ms, d->point[i + 1].x) : ms;

		h += d->point[i].y * (to - d->point[i].x);
	}
	return h;
}

/* The first point at which share p is reached: points may be many. */
static size_t
empirical_after(const struct dist *d, double p)
{
	size_t low = 0, high = d->n - 1;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (d->point[mid].y < p)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static double
empirical_at(const struct dist *d, double p)
{
	size_t i = empirical_after(d, p);
	const struct dist_point *q = d->point + i;

	if (i == 0 || q->y <= q[-1].y)
		return q->x;
	return q[-1].x + (q->x - q[-1].x) * (p - q[-1].y) / (q->y - q[-1].y);
}

static double
empirical_share(const struct dist *d, double ms)
{
	size_t low = 0, high = d->n;	/* the first point beyond ms */
	const struct dist_point *q;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (d->point[mid].x <= ms)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0)
		return 0;
	if (low == d->n)
		return 1;
	q = d->point + low;
	return q[-1].y + (q->y - q[-1].y) * (ms - q[-1].x) / (q->x - q[-1].x);
}

/*
 * Share of a phase law that is over by ms: the stages as a chain looked at by
 * a clock that ticks as fast as the fastest stage; the ticks are Poisson.
 */
static double
phase_share(const struct dist *d, double ms)
{
	double here[DIST_MAX_POINTS] = { 1 }, q = 0, gone = 0, sum = 0;
	double weight, mass = 0, log_weight;

	for (size_t i = 0; i < d->n; i++)
		q = MAX(q, 1 / d->point[i].x);
	log_weight = -q * ms;
	for (int tick = 0; mass < 1 - 1e-15 && tick < 1000000; tick++) {
		weight = rng_exp(log_weight);
		mass += weight;
		sum += weight * gone;
		if (tick > q * ms && weight < 1e-18)
			break;
		for (size_t i = d->n; i-- > 0;) {
			double out = here[i] / (d->point[i].x * q);

			here[i] -= out;
			if (i + 1 < d->n)
				here[i + 1] += out * d->point[i].y;
			gone += i + 1 < d->n ? out * (1 - d->point[i].y) : out;
		}
		log_weight += rng_log(q * ms) - rng_log(tick + 1);
	}
	return MIN(1, sum);
}

static double
phase_draw(const struct dist *d, struct rng *r)
{
	double sum = 0;

	for (size_t i = 0; i < d->n; i++) {
		sum += rng_exponential(r, d->point[i].x);
		if (i + 1 < d->n && !rng_chance(r, d->point[i].y))
			break;
	}
	return sum;
}

static double share(const struct dist *d, double ms);

/* By halving the share, for laws without a formula; nothing hot asks. */
static double
halve(const struct dist *d, double p)
{
	double low = 0, high = 1;

	while (share(d, high) < p && high < 1e15)
		high *= 2;
	for (int i = 0; i < 200 && high - low > 1e-14 * high; i++) {
		double mid = (low + high) / 2;

		if (share(d, mid) < p)
			low = mid;
		else
			high = mid;
	}
	return (low + high) / 2;
}

/* Without the balking; 0 <= p < 1. */
static double
quantile(const struct dist *d, double p)
{
	switch (d->law) {
	case DIST_CONSTANT:
		return d->mean;
	case DIST_UNIFORM:
		return d->mean + p * (d->shape - d->mean);
	case DIST_EXPONENTIAL:
		return d->mean * hazard_to(p);
	case DIST_LOGNORMAL:
		return p > 0 ? rng_exp(d->a + d->b * dist_normal_quantile(p)) :
		    0;
	case DIST_WEIBULL:
		return p > 0 ? d->a * rng_exp(d->b * rng_log(hazard_to(p))) :
		    0;
	case DIST_GAMMA:
	case DIST_PHASE:
		return halve(d, p);
	case DIST_HAZARD:
		return hazard_at(d, hazard_to(p));
	case DIST_EMPIRICAL:
		return empirical_at(d, p);
	case DIST_NEVER:
		return HUGE_VAL;
	default:
		return 0;
	}
}

double
dist_quantile(const struct dist *d, double p)
{
	return p < d->balk ? 0 : quantile(d, (p - d->balk) / (1 - d->balk));
}

double
dist_draw(const struct dist *d, struct rng *r)
{
	double u;

	if (d->law == DIST_GAMMA || d->law == DIST_PHASE) {
		if (d->balk > 0 && rng_chance(r, d->balk))
			return 0;
		return d->law == DIST_PHASE ? phase_draw(d, r) :
		    rng_gamma(r, d->shape, d->mean);
	}
	u = rng_uniform(r);
	if (d->balk > 0) {
		if (u < d->balk)
			return 0;
		u = (u - d->balk) / (1 - d->balk);
	}
	return quantile(d, u);
}

static double
share(const struct dist *d, double ms)
{
	switch (d->law) {
	case DIST_CONSTANT:
		return ms >= d->mean;
	case DIST_UNIFORM:
		return ms >= d->shape ? 1 : ms <= d->mean ? 0 :
		    (ms - d->mean) / (d->shape - d->mean);
	case DIST_EXPONENTIAL:
		return share_at(ms / d->mean);
	case DIST_LOGNORMAL:
		return ms <= 0 ? 0 :
		    erfc((d->a - rng_log(ms)) / (d->b * sqrt(2))) / 2;
	case DIST_GAMMA:
		return dist_gamma_share(d->shape, ms / d->a);
	case DIST_WEIBULL:
		return ms <= 0 ? 0 :
		    share_at(rng_exp(d->shape * rng_log(ms / d->a)));
	case DIST_PHASE:
		return ms <= 0 ? 0 : phase_share(d, ms);
	case DIST_HAZARD:
		return share_at(hazard_sum(d, ms));
	case DIST_EMPIRICAL:
		return empirical_share(d, ms);
	case DIST_NEVER:
		return 0;
	default:
		return 1;
	}
}

double
dist_cdf(const struct dist *d, double ms)
{
	return ms < 0 ? 0 : d->balk + (1 - d->balk) * share(d, ms);
}

/* First and second moment of a piece of an empirical law or of a hazard. */
static void
empirical_moments(const struct dist *d, double *m1, double *m2)
{
	const struct dist_point *p = d->point;

	*m1 = p[0].y * p[0].x;
	*m2 = p[0].y * p[0].x * p[0].x;
	for (size_t i = 1; i < d->n; i++) {
		double w = p[i].y - p[i - 1].y, a = p[i - 1].x, b = p[i].x;

		*m1 += w * (a + b) / 2;
		*m2 += w * (a * a + a * b + b * b) / 3;
	}
}

/* From the share S still there: E X = int S, E X^2 = 2 int x S. */
static void
hazard_moments(const struct dist *d, double *m1, double *m2)
{
	double there = 1;

	*m1 = *m2 = 0;
	for (size_t i = 0; i < d->n; i++) {
		double h = d->point[i].y, from = d->point[i].x;
		bool last = i + 1 == d->n;
		double span = last ? HUGE_VAL : d->point[i + 1].x - from;
		double left = last ? 0 : rng_exp(-h * span);

		if (h <= 0) {
			*m1 += there * span;
			*m2 += there * span * (2 * from + span);
			continue;
		}
		*m1 += there * (1 - left) / h;
		*m2 += 2 * there * ((from + 1 / h) * (1 - left) / h -
		    (last ? 0 : span * left / h));
		there *= left;
	}
}

/* Backwards: what is left to do when stage i begins. */
static void
phase_moments(const struct dist *d, double *m1, double *m2)
{
	*m1 = *m2 = 0;
	for (size_t i = d->n; i-- > 0;) {
		double m = d->point[i].x, p = i + 1 < d->n ? d->point[i].y : 0;

		*m2 = 2 * m * m + p * (2 * m * *m1 + *m2);
		*m1 = m + p * *m1;
	}
}

static void
moments(const struct dist *d, double *m1, double *m2)
{
	double m = d->mean, g;

	*m1 = m;
	switch (d->law) {
	case DIST_CONSTANT:
		*m2 = m * m;
		break;
	case DIST_UNIFORM:
		*m1 = (m + d->shape) / 2;
		*m2 = (m * m + m * d->shape + d->shape * d->shape) / 3;
		break;
	case DIST_EXPONENTIAL:
		*m2 = 2 * m * m;
		break;
	case DIST_LOGNORMAL:
		*m2 = m * m * (1 + d->shape * d->shape);
		break;
	case DIST_GAMMA:
		*m2 = m * m * (1 + 1 / d->shape);
		break;
	case DIST_WEIBULL:
		g = dist_log_gamma(1 + d->b);
		*m2 = m * m * rng_exp(dist_log_gamma(1 + 2 * d->b) - 2 * g);
		break;
	case DIST_PHASE:
		phase_moments(d, m1, m2);
		break;
	case DIST_HAZARD:
		hazard_moments(d, m1, m2);
		break;
	case DIST_EMPIRICAL:
		empirical_moments(d, m1, m2);
		break;
	case DIST_NEVER:
		*m1 = *m2 = HUGE_VAL;
		break;
	default:
		*m1 = *m2 = 0;
	}
}

double
dist_mean(const struct dist *d)
{
	double m1, m2;

	moments(d, &m1, &m2);
	return (1 - d->balk) * m1;
}

double
dist_variance(const struct dist *d)
{
	double m1, m2, stay = 1 - d->balk;

	moments(d, &m1, &m2);
	return m1 < HUGE_VAL ? stay * m2 - stay * stay * m1 * m1 : HUGE_VAL;
}
