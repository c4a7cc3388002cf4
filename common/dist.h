/*
 * dist: how long things take and how long people wait, as named laws. The
 * same words are read and printed by every tool that knows a model:
 *
 *	constant 30s
 *	uniform 10s 40s
 *	exponential mean 180s
 *	lognormal mean 180s cv 0.8		(cv: standard deviation / mean)
 *	gamma mean 180s shape 2.5		(shape 1: exponential)
 *	weibull mean 180s shape 0.7
 *	phase 40s 60%, 90s 20%, 300s		(a stage's mean, chance to go on)
 *	hazard 0s 0.2, 30s 1.1, 120s 0.4	(from then on, a minute's rate)
 *	empirical 0% 3s, 50% 80s, 100% 900s	(straight lines between)
 *	never
 *
 * each of them with `balk 5%` at its end for the share that is exactly 0.
 * Times are ms inside (double: a mean need not be whole); a time has a unit,
 * ms, s, m, h or d. HUGE_VAL stands for never.
 *
 * Draws turn one uniform number over (the same number gives the longer time
 * under the longer law, which is what comparing scenarios lives from), except
 * gamma and phase, which take several. No libm where a draw decides.
 *
 * Shares and quantiles are right to 1e-12 of themselves; those of a gamma law
 * or of phases are found by halving, which past a share of 1 - 1e-9 leaves
 * 1e-8, and a lognormal's share below 1e-6 may lose digits where its cv is tiny.
 *
 * Sources: normal quantile, Wichura 1988 (AS 241); gamma function, Lanczos
 * 1964; incomplete gamma by its series and continued fraction, phases by
 * uniformisation (Jensen 1953).
 */
#ifndef CCKIT_DIST_H
#define CCKIT_DIST_H

#include "common/buf.h"
#include "common/err.h"
#include "common/mem.h"
#include "common/rng.h"

enum dist_law {
	DIST_NONE,		/* not said; draws 0 */
	DIST_CONSTANT,
	DIST_UNIFORM,
	DIST_EXPONENTIAL,
	DIST_LOGNORMAL,
	DIST_GAMMA,
	DIST_WEIBULL,
	DIST_PHASE,
	DIST_HAZARD,
	DIST_EMPIRICAL,
	DIST_NEVER,
	DIST_LAWS
};

extern const char *const dist_law_names[DIST_LAWS];

enum { DIST_MAX_POINTS = 1024 };

struct dist_point {
	double x;		/* ms: a stage's mean, a start, a quantile */
	double y;		/* chance to go on; rate per ms; share */
};

struct dist {
	enum dist_law law;
	double mean;		/* ms, without the balking; uniform: its low */
	double shape;		/* cv or shape; uniform: its high, ms */
	double balk;		/* share that is 0 */
	const struct dist_point *point;		/* the arena's */
	size_t n;
	double a, b;		/* derived by dist_ready */
};

/* Reads the words above; points live in the arena. -1 with ERR_USAGE and what
 * is wrong, without a position. */
int dist_parse(struct str words, struct arena *arena, struct dist *d,
    struct err *err);
/* "1.5s", "20s", "500ms", "8h": ms; false: not a time. */
bool dist_time(struct str words, double *ms);
/* The words that dist_parse reads back to the same law. */
void dist_print(const struct dist *d, struct buf *out);
void dist_print_time(double ms, struct buf *out);
/* For a dist filled by hand: derives a and b. dist_parse has done it. */
void dist_ready(struct dist *d);

/* One time in ms, 0 to HUGE_VAL. */
double dist_draw(const struct dist *d, struct rng *r);
/* The time that a share p does not exceed; 0 <= p < 1. */
double dist_quantile(const struct dist *d, double p);
/* Share of times <= ms. */
double dist_cdf(const struct dist *d, double ms);
/* Balking included; ms, and ms squared. HUGE_VAL where somebody waits for
 * ever. */
double dist_mean(const struct dist *d);
double dist_variance(const struct dist *d);

/* log of the gamma function, x > 0, and the share of a gamma law of that
 * shape and scale 1 that is <= x. */
double dist_log_gamma(double x);
double dist_gamma_share(double shape, double x);
/* Quantile of the normal law, 0 < p < 1. */
double dist_normal_quantile(double p);

#endif
