/* draw: numbers by purpose and contact; see draw.h. */
#include "cmd/ccroute/draw.h"

#include <math.h>
#include <string.h>

static const char *const purposes[PURPOSES] = { "arrival", "day", "to",
	"kind", "talk", "wrap", "patience", "self", "contained", "redial",
	"redial-delay", "transfer", "sticky", "callback", "reached", "agent",
	"announcement", "ring", "split", "no-answer", "customer", "told",
	"consult" };

void
draws_init(struct draws *d, uint64_t seed, uint64_t replication,
    const char *source, bool flip)
{
	struct rng root, own;

	rng_seed(&root, seed);
	own = rng_split(&root, source, replication);
	for (int i = 0; i < PURPOSES; i++) {
		struct rng r = rng_split(&own, purposes[i], 0);

		d->base[i] = rng_bits(&r);
	}
	d->flip = flip;
	d->arrival.first = d->talk.first = d->wrap.first =
	    d->patience.first = NO_BLOCK;
}

enum { PAIR = 2 };

typedef double pair __attribute__((vector_size(PAIR * sizeof(double))));
typedef uint64_t pair_bits
    __attribute__((vector_size(PAIR * sizeof(uint64_t))));

/*
 * -log of each u in (0, 1): rng_log's series, without its divisions: it is what
 * a simulation spends most of its time with, so two at once, as all processors
 * can. Within 2^-50 relative; the same bits everywhere, being additions and
 * multiplications in a fixed order.
 */
static inline void
minus_logs(const double *u, double *out)
{
	static const double c[] = { 1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9,
		1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21 };
	const uint64_t bias = 1024, root = UINT64_C(0x3fe6a09e667f3bcd);
	const uint64_t whole = UINT64_C(0x4338000000000000);
	pair_bits bits, power;		/* 2^power, and bias */
	pair m, e, t, t2, t4, t8, low, high, sum;

	memcpy(&bits, u, sizeof(bits));
	/* u = m 2^e with m from the root of 1/2 to that of 2, the exponent
	 * taken off without a branch that is wrong half of the time */
	power = (bits - root + (bias << 52)) >> 52;
	bits = bits - (power << 52) + (bias << 52);
	memcpy(&m, &bits, sizeof(m));
	/* an integer in the low bits of 1.5 x 2^52 is that much more */
	power += whole;
	memcpy(&e, &power, sizeof(e));
	e -= 0x1.8p52 + (double)bias;
	t = (m - 1) / (m + 1);
	t2 = t * t;
	t4 = t2 * t2;
	t8 = t4 * t4;
	low = c[0] + c[1] * t2 + (c[2] + c[3] * t2) * t4;
	high = c[4] + c[5] * t2 + (c[6] + c[7] * t2) * t4;
	low = low + high * t8 + (c[8] + c[9] * t2) * (t8 * t8);
	sum = -(2 * t + 2 * t * t2 * low + e * 0.69314718055994530942);
	memcpy(out, &sum, sizeof(sum));
}

static void
fill_block(const struct draws *d, enum purpose p, struct draw_block *b,
    uint64_t first)
{
	double u[DRAW_BLOCK];

	b->first = first;
	for (unsigned i = 0; i < DRAW_BLOCK; i++)
		u[i] = draw_uniform(d, p, first + i);
	for (unsigned i = 0; i < DRAW_BLOCK; i += PAIR)
		minus_logs(u + i, b->value + i);
}

/* Contacts come in the order of their numbers; later attempts and legs have
 * numbers far away and are made alone. */
double
draw_exponential_anew(struct draws *d, enum purpose p, uint64_t number)
{
	struct draw_block *b = draw_block_of(d, p);
	double u[PAIR], log[PAIR];

	if (!b || number >> 32) {
		u[0] = u[1] = draw_uniform(d, p, number);
		minus_logs(u, log);
		return log[0];
	}
	fill_block(d, p, b, number - number % DRAW_BLOCK);
	return b->value[number - b->first];
}

int64_t
draw_ms_law(struct draws *d, enum purpose p, uint64_t number,
    const struct dist *law)
{
	struct rng r;

	switch (law->law) {
	case DIST_NEVER:
		return INT64_MAX;
	case DIST_CONSTANT:
		if (law->balk > 0)
			break;
		return draw_whole(law->mean);
	case DIST_GAMMA:
	case DIST_PHASE:
		rng_seed(&r, draw_bits(d, p, number));
		return draw_whole(dist_draw(law, &r));
	default:
		break;
	}
	return draw_whole(dist_quantile(law, draw_uniform(d, p, number)));
}

double
draw_gamma(const struct draws *d, enum purpose p, uint64_t number,
    double shape)
{
	struct rng r;

	rng_seed(&r, draw_bits(d, p, number));
	return rng_gamma(&r, shape, 1);
}
