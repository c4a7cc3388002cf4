/*
 * rng: random numbers that are the same on every machine: xoshiro256++ seeded
 * through splitmix64 (Blackman & Vigna 2019), and draws that use our own log
 * and exp (glibc's differ between processors).
 *
 * Streams are split by naming: rng_split(&parent, "patience", 17) is the same
 * stream whenever it is asked for, whatever was drawn before, so that a change
 * in one place leaves all other draws alone (common random numbers).
 */
#ifndef CCKIT_RNG_H
#define CCKIT_RNG_H

#include "common/base.h"

struct rng {
	uint64_t s[4];
	uint64_t key;		/* what splits are made from; never drawn from */
};

void rng_seed(struct rng *r, uint64_t seed);
struct rng rng_split(const struct rng *parent, const char *name, uint64_t i);

uint64_t rng_bits(struct rng *r);
/* Uniform on [0, n), without bias; n > 0. */
uint64_t rng_below(struct rng *r, uint64_t n);
/* Uniform on (0, 1): neither end. */
double rng_uniform(struct rng *r);
bool rng_chance(struct rng *r, double p);
double rng_exponential(struct rng *r, double mean);
double rng_normal(struct rng *r);
/* By mean and coefficient of variation of the lognormal itself. */
double rng_lognormal(struct rng *r, double mean, double cv);
/* shape k > 0, by its mean (Marsaglia & Tsang 2000). */
double rng_gamma(struct rng *r, double shape, double mean);
double rng_weibull(struct rng *r, double shape, double scale);

/* Our own, within 2 ulp of the true values; no tables, no libm. */
double rng_log(double x);	/* x > 0 */
double rng_exp(double x);

#endif
