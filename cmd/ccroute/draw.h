/*
 * draw: what is random about a contact, drawn at its arrival. A number depends
 * on the seed, the replication, the source's name, the purpose and the number
 * of the contact, and on nothing else: not on what was drawn before, nor on
 * how many agents there are (common random numbers). Numbers of one purpose
 * are the splitmix64 sequence (Steele, Lea & Flood 2014) entered anywhere.
 */
#ifndef CCROUTE_DRAW_H
#define CCROUTE_DRAW_H

#include "common/dist.h"

enum purpose {
	DRAW_ARRIVAL, DRAW_DAY, DRAW_TO, DRAW_KIND, DRAW_TALK, DRAW_WRAP,
	DRAW_PATIENCE, DRAW_SELF, DRAW_CONTAINED, DRAW_REDIAL,
	DRAW_REDIAL_DELAY, DRAW_TRANSFER, DRAW_STICKY, DRAW_CALLBACK,
	DRAW_REACHED, DRAW_AGENT, DRAW_ANNOUNCEMENT, DRAW_RING,
	DRAW_SPLIT, DRAW_NO_ANSWER, DRAW_CUSTOMER, DRAW_TOLD, DRAW_CONSULT,
	PURPOSES
};

enum { DRAW_BLOCK = 32 };
#define NO_BLOCK	(UINT64_MAX / 2)	/* far above every number */

/* -log u of DRAW_BLOCK numbers in a row: made together, they cost half. */
struct draw_block {
	uint64_t first;		/* number of the first, or NO_BLOCK */
	double value[DRAW_BLOCK];
};

/* One source's draws in one replication. */
struct draws {
	uint64_t base[PURPOSES];
	bool flip;		/* 1 - u for u: the antithetic twin */
	/* of what every contact draws */
	struct draw_block arrival, talk, wrap, patience;
};

void draws_init(struct draws *d, uint64_t seed, uint64_t replication,
    const char *source, bool flip);
/* The raw 64 bits: seed of a longer sequence. */
static inline uint64_t
draw_bits(const struct draws *d, enum purpose p, uint64_t number)
{
	uint64_t z = d->base[p] + (number + 1) * UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* Uniform on (0, 1). */
static inline double
draw_uniform(const struct draws *d, enum purpose p, uint64_t number)
{
	double u = ((double)(draw_bits(d, p, number) >> 11) + 0.5) * 0x1p-53;

	return UNLIKELY(d->flip) ? 1 - u : u;
}

static inline struct draw_block *
draw_block_of(struct draws *d, enum purpose p)
{
	switch (p) {
	case DRAW_ARRIVAL:
		return &d->arrival;
	case DRAW_TALK:
		return &d->talk;
	case DRAW_WRAP:
		return &d->wrap;
	case DRAW_PATIENCE:
		return &d->patience;
	default:
		return NULL;
	}
}

/* Where no block has it; fills one if the purpose has one. */
double draw_exponential_anew(struct draws *d, enum purpose p,
    uint64_t number);

/* -log u, mean 1. */
static inline double
draw_exponential(struct draws *d, enum purpose p, uint64_t number)
{
	const struct draw_block *b = draw_block_of(d, p);

	return LIKELY(b && number - b->first < DRAW_BLOCK) ?
	    b->value[number - b->first] : draw_exponential_anew(d, p, number);
}

/* Half up; INT64_MAX for never. */
static inline int64_t
draw_whole(double ms)
{
	return ms < 9e15 ? (int64_t)(ms + 0.5) : INT64_MAX;
}

int64_t draw_ms_law(struct draws *d, enum purpose p, uint64_t number,
    const struct dist *law);

/* Whole ms, half up; INT64_MAX for never. Gamma and phase laws take several
 * numbers and have no antithetic twin. */
static inline int64_t
draw_ms(struct draws *d, enum purpose p, uint64_t number,
    const struct dist *law)
{
	if (law->law == DIST_NONE)
		return 0;
	if (LIKELY(law->law == DIST_EXPONENTIAL && law->balk <= 0))
		return draw_whole(law->mean * draw_exponential(d, p, number));
	return draw_ms_law(d, p, number, law);
}

/* Gamma with mean 1. */
double draw_gamma(const struct draws *d, enum purpose p, uint64_t number,
    double shape);

#endif
