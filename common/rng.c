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
 * log: x = m 2^e with m in [sqrt(1/2), sqrt(2)); log m = 2 atanh(t) with
 * t = (m-1)/(m+1), whose series falls by 34 times a term. The exponent is
 * taken from the bits (frexp's call would cost as much as the series); the
 * smallest, subnormal numbers go through frexp.
 */
double
rng_log(double x)
{
	uint64_t bits;
	double m, t, t2, sum = 1.0 / 23;
	int e;

	if (x < 0x1p-1022 || x == HUGE_VAL) {
		m = frexp(x, &e);
	} else {
		memcpy(&bits, &x, 8);
		e = (int)(bits >> 52) - 1022;
		bits = (bits & UINT64_C(0x000fffffffffffff)) |
		    UINT64_C(0x3fe0000000000000);
		memcpy(&m, &bits, 8);
	}
	if (m < 0.70710678118654752440) {
		m *= 2;
		e--;
	}
	t = (m - 1) / (m + 1);
	t2 = t * t;
	sum = sum * t2 + 1.0 / 21;
	sum = sum * t2 + 1.0 / 19;
	sum = sum * t2 + 1.0 / 17;
	sum = sum * t2 + 1.0 / 15;
	sum = sum * t2 + 1.0 / 13;
	sum = sum * t2 + 1.0 / 11;
	sum = sum * t2 + 1.0 / 9;
	sum = sum * t2 + 1.0 / 7;
	sum = sum * t2 + 1.0 / 5;
	sum = sum * t2 + 1.0 / 3;
	return 2 * (t + t * (t2 * sum)) + e * 0.69314718055994530942;
}

/* exp: x = k log 2 + f, e^f by its series to f^14 / 14!. */
double
rng_exp(double x)
{
	static const double c[] = { 1.0 / 87178291200, 1.0 / 6227020800,
		1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880,
		1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24,
		1.0 / 6, 0.5, 1, 1 };
	double k = floor(x / 0.69314718055994530942 + 0.5), f, sum = c[0];

	if (x > 709)
		return HUGE_VAL;
	if (x < -745)
		return 0;
	f = x - k * 0.693147180369123816490 - k * 1.90821492927058770002e-10;
	for (size_t n = 1; n < COUNT_OF(c); n++)
		sum = sum * f + c[n];
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
