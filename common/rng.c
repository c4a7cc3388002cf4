/* rng: deterministic draws; see rng.h. */
#include "common/rng.h"

#include <math.h>
#include <string.h>

static uint64_t
splitmix(uint64_t *x)
{
	uint64_t z = (*x += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

void
rng_seed(struct rng *r, uint64_t seed)
{
	r->key = seed;
	for (int i = 0; i < 4; i++)
		r->s[i] = splitmix(&seed);
}

struct rng
rng_split(const struct rng *parent, const char *name, uint64_t i)
{
	uint64_t h = parent->key ^ UINT64_C(0xcbf29ce484222325);
	struct rng r;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	h ^= i * UINT64_C(0x9e3779b97f4a7c15);
	rng_seed(&r, splitmix(&h));
	return r;
}

static uint64_t
rotl(uint64_t x, int k)
{
	return x << k | x >> (64 - k);
}

uint64_t
rng_bits(struct rng *r)
{
	uint64_t *s = r->s;
	uint64_t result = rotl(s[0] + s[3], 23) + s[0];
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotl(s[3], 45);
	return result;
}

uint64_t
rng_below(struct rng *r, uint64_t n)
{
	uint64_t limit = n * (UINT64_MAX / n), x;

	do
		x = rng_bits(r);
	while (x >= limit);
	return x % n;
}

double
rng_uniform(struct rng *r)
{
	/* 53 bits, and half a step so that 0 and 1 never come */
	return ((double)(rng_bits(r) >> 11) + 0.5) * 0x1p-53;
}

bool
rng_chance(struct rng *r, double p)
{
	return rng_uniform(r) < p;
}

/*
 * log: x = m 2^e with m in [sqrt(1/2), sqrt(2)); log m by the series of
 * atanh((m-1)/(m+1)), whose terms fall by 34 times each.
 */
double
rng_log(double x)
{
	int e;
	double m = frexp(x, &e), t, t2, sum, term;

	if (m < 0.70710678118654752440) {
		m *= 2;
		e--;
	}
	t = (m - 1) / (m + 1);
	t2 = t * t;
	sum = 0;
	term = t;
	for (int k = 1; k < 26; k += 2) {
		sum += term / k;
		term *= t2;
	}
	return 2 * sum + e * 0.69314718055994530942;
}

/* exp: x = k log 2 + f, e^f by its series. */
double
rng_exp(double x)
{
	double k = floor(x / 0.69314718055994530942 + 0.5), f, sum = 1;

	if (x > 709)
		return HUGE_VAL;
	if (x < -745)
		return 0;
	f = x - k * 0.693147180369123816490 - k * 1.90821492927058770002e-10;
	for (int n = 18; n > 0; n--)
		sum = 1 + f / n * sum;
	return ldexp(sum, (int)k);
}

double
rng_exponential(struct rng *r, double mean)
{
	return -mean * rng_log(rng_uniform(r));
}

/* Marsaglia's polar method; the second number is not kept: one draw, one
 * state. */
double
rng_normal(struct rng *r)
{
	double u, v, q;

	do {
		u = 2 * rng_uniform(r) - 1;
		v = 2 * rng_uniform(r) - 1;
		q = u * u + v * v;
	} while (q >= 1 || q == 0);
	return u * sqrt(-2 * rng_log(q) / q);
}

double
rng_lognormal(struct rng *r, double mean, double cv)
{
	double s2 = rng_log(1 + cv * cv);

	return mean * rng_exp(sqrt(s2) * rng_normal(r) - s2 / 2);
}

double
rng_gamma(struct rng *r, double shape, double mean)
{
	double k = shape < 1 ? shape + 1 : shape;
	double d = k - 1.0 / 3, c = 1 / sqrt(9 * d), x, v, u, boost = 1;

	if (shape < 1)
		boost = rng_exp(rng_log(rng_uniform(r)) / shape);
	do {
		do {
			x = rng_normal(r);
			v = 1 + c * x;
		} while (v <= 0);
		v = v * v * v;
		u = rng_uniform(r);
	} while (rng_log(u) >= x * x / 2 + d - d * v + d * rng_log(v));
	return d * v * boost * mean / shape;
}

double
rng_weibull(struct rng *r, double shape, double scale)
{
	return scale * rng_exp(rng_log(-rng_log(rng_uniform(r))) / shape);
}
