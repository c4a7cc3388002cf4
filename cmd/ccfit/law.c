/* law: maximum likelihood and its goodness; see law.h. */
#include "cmd/ccfit/law.h"

#include <math.h>

#include "common/rng.h"

double
law_pow(double x, double k)
{
	return x > 0 ? rng_exp(k * rng_log(x)) : 0;
}

/* To 4 significant digits. */
double
law_round(double v)
{
	double unit = 1;

	if (v <= 0)
		return 0;
	while (v / unit >= 10000)
		unit *= 10;
	while (v / unit < 1000 && unit > 1e-4)
		unit /= 10;
	return unit < 1 ? round(v * round(1 / unit)) / round(1 / unit) :
	    round(v / unit) * unit;
}

static double
round_to(double v, double unit)
{
	return round(v * unit) / unit;
}

/* ---- the candidates ------------------------------------------------------------------- */

static double
fit_exponential(const struct sample *s, struct dist *d)
{
	double mean = s->sum / s->total;

	d->law = DIST_EXPONENTIAL;
	d->mean = mean;
	return -s->total * (rng_log(mean) + 1);
}

static double
fit_lognormal(const struct sample *s, struct dist *d)
{
	double mu = s->sum_log / s->total, var = 0;

	for (size_t i = 0; i < s->count; i++) {
		double e = rng_log(s->x[i]) - mu;

		var += s->n[i] * e * e;
	}
	var = fmax(var / s->total, 1e-12);
	d->law = DIST_LOGNORMAL;
	d->mean = rng_exp(mu + var / 2);
	d->shape = sqrt(rng_exp(var) - 1);
	return -s->sum_log - s->total / 2 *
	    (rng_log(2 * 3.14159265358979323846 * var) + 1);
}

/* Abramowitz & Stegun 6.3.18, after 6.3.5 has brought x above 6. */
static double
digamma(double x)
{
	double v = 0, y;

	for (; x < 6; x++)
		v -= 1 / x;
	y = 1 / (x * x);
	return v + rng_log(x) - 1 / (2 * x) -
	    y * (1.0 / 12 - y * (1.0 / 120 - y / 252));
}

/* log k - digamma(k) falls in k: halving between 2^-10 and 2^14. */
static double
fit_gamma(const struct sample *s, struct dist *d)
{
	double mean = s->sum / s->total;
	double gap = rng_log(mean) - s->sum_log / s->total;
	double low = 1.0 / 1024, high = 16384, k;

	for (int i = 0; i < 60; i++) {
		k = (low + high) / 2;
		if (rng_log(k) - digamma(k) > gap)
			low = k;
		else
			high = k;
	}
	k = (low + high) / 2;
	d->law = DIST_GAMMA;
	d->mean = mean;
	d->shape = k;
	return (k - 1) * s->sum_log - s->total * (k + k * rng_log(mean / k) +
	    dist_log_gamma(k));
}

/* Derivative of the profile likelihood in the shape; it falls. */
static double
weibull_slope(const struct sample *s, double scale, double k)
{
	double a = 0, b = 0;

	for (size_t i = 0; i < s->count; i++) {
		double l = rng_log(s->x[i] / scale);
		double p = s->n[i] * rng_exp(k * l);

		a += p;
		b += p * l;
	}
	return 1 / k + (s->sum_log / s->total - rng_log(scale)) - b / a;
}

static double
fit_weibull(const struct sample *s, struct dist *d)
{
	double unit = s->sum / s->total, low = 0.05, high = 50, k, p = 0;

	for (int i = 0; i < 50; i++) {
		k = (low + high) / 2;
		if (weibull_slope(s, unit, k) > 0)
			low = k;
		else
			high = k;
	}
	k = (low + high) / 2;
	for (size_t i = 0; i < s->count; i++)
		p += s->n[i] * law_pow(s->x[i] / unit, k);
	unit *= law_pow(p / s->total, 1 / k);
	d->law = DIST_WEIBULL;
	d->shape = k;
	d->mean = unit * rng_exp(dist_log_gamma(1 + 1 / k));
	return s->total * (rng_log(k) - k * rng_log(unit) - 1) +
	    (k - 1) * s->sum_log;
}

/* ---- how good ------------------------------------------------------------------------- */

/* Greatest distance of the two step functions and the law. */
static double
distance(const struct sample *s, const struct dist *d)
{
	double seen = 0, most = 0;

	for (size_t i = 0; i < s->count; i++) {
		double f = dist_cdf(d, s->x[i]);

		most = fmax(most, fabs(f - seen / s->total));
		seen += s->n[i];
		most = fmax(most, fabs(f - seen / s->total));
	}
	return most;
}

static void
take_quantiles(struct law_fit *f, const struct sample *s)
{
	size_t n = 0;

	for (int i = 0; i < LAW_QUANTILES; i++) {
		double p = (double)i / (LAW_QUANTILES - 1);
		double x = i == 0 ? s->x[0] : sample_quantile(s, p);

		if (n > 1 && f->point[n - 1].x == round(x) &&
		    i < LAW_QUANTILES - 1 && f->point[n - 2].x == round(x))
			n--;	/* within a level part only its end counts */
		f->point[n++] = (struct dist_point){ round(x), p };
	}
	f->law = (struct dist){ .law = DIST_EMPIRICAL, .point = f->point,
	    .n = n };
	f->ks = 0;
}

static void
consider(struct law_fit *f, const struct sample *s,
    double (*fit)(const struct sample *, struct dist *), int parameters)
{
	struct candidate *c = &f->candidate[f->candidates++];

	*c = (struct candidate){ 0 };
	c->aic = 2 * parameters - 2 * fit(s, &c->law);
	c->law.mean = law_round(s->sum / s->total);
	c->law.shape = round_to(c->law.shape, 1e4);
	dist_ready(&c->law);
	c->ks = distance(s, &c->law);
}

void
law_fit(struct law_fit *f, const struct sample *s)
{
	const struct candidate *best;

	*f = (struct law_fit){ .n = s->total + s->zero, .zero = s->zero };
	f->mean = f->n > 0 ? s->sum / f->n : 0;
	if (f->n < LAW_LEAST)
		return;
	if (s->count <= 1) {		/* all alike, or all 0 */
		f->law = (struct dist){ .law = DIST_CONSTANT,
		    .mean = s->count ? round(s->x[0]) : 0 };
	} else {
		consider(f, s, fit_exponential, 1);
		consider(f, s, fit_lognormal, 2);
		consider(f, s, fit_gamma, 2);
		consider(f, s, fit_weibull, 2);
		best = &f->candidate[0];
		for (size_t i = 1; i < f->candidates; i++)
			if (f->candidate[i].aic < best->aic)
				best = &f->candidate[i];
		f->law = best->law;
		f->ks = best->ks;
		if (best->ks > LAW_KS && s->total >= LAW_QUANTILES)
			take_quantiles(f, s);
	}
	if (s->count && s->zero > 0)
		f->law.balk = round_to(s->zero / f->n, 1e4);
	dist_ready(&f->law);
}
