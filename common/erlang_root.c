/* erlang_root: the square-root staffing approximations; see erlang.h. */
#include "common/erlang.h"

#include <math.h>

static double
normal_density(double x)
{
	return exp(-x * x / 2) / sqrt(2 * 3.14159265358979323846);
}

/* P(Z > x), kept exact in the tail. */
static double
normal_tail(double x)
{
	return erfc(x / sqrt(2)) / 2;
}

/* h(x) - x, h the normal hazard: by its continued fraction, 1/(x + 2/(x +
 * 3/(x + ...))), where the difference would lose digits. */
static double
hazard_over(double x)
{
	double below = x;

	if (x < 4)
		return normal_density(x) / normal_tail(x) - x;
	for (int k = 200; k >= 2; k--)
		below = x + k / below;
	return 1 / below;
}

static double
normal_hazard(double x)
{
	return x + hazard_over(x);
}

double
erlang_halfin_whitt(double beta)
{
	if (beta <= 0)
		return 1;
	return 1 / (1 + beta * normal_tail(-beta) / normal_density(beta));
}

double
erlang_garnett(double beta, double theta_over_mu)
{
	double root = sqrt(theta_over_mu);

	return 1 / (1 + root * normal_hazard(beta / root) /
	    normal_hazard(-beta));
}

/* P(Z > b + x) / P(Z > b) */
static double
tail_ratio(double b, double x)
{
	if (b + x < 30)
		return normal_tail(b + x) / normal_tail(b);
	return exp(-x * (b + x / 2)) * normal_hazard(b) / normal_hazard(b + x);
}

static void
with_patience(double lambda, double mu, double theta, double t,
    struct erlang_root_result *r)
{
	double load = lambda / mu, b = r->beta * sqrt(mu / theta);
	double pace = sqrt(load * mu * theta), over;

	r->p_wait = erlang_garnett(r->beta, theta / mu);
	over = tail_ratio(b, pace * t);
	r->wait_over = r->p_wait * over;
	/* hung up by then: theta times the integral of P(W > u) */
	r->p_abandon = r->p_wait * theta / pace * hazard_over(b);
	r->abandoned_within = r->p_wait * theta / pace * (hazard_over(b) -
	    over * hazard_over(b + pace * t));
	r->wait_all = r->p_abandon / theta;
}

void
erlang_root(double lambda, double mu, int64_t servers, double theta, double t,
    struct erlang_root_result *r)
{
	double load = lambda / mu, spare = (double)servers * mu - lambda;

	*r = (struct erlang_root_result){ .stable = theta > 0 || spare > 0 };
	r->beta = ((double)servers - load) / sqrt(load);
	if (!r->stable) {
		r->p_wait = r->wait_over = 1;
		r->wait_all = HUGE_VAL;
		return;
	}
	if (theta > 0) {
		with_patience(lambda, mu, theta, t, r);
		return;
	}
	r->p_wait = erlang_halfin_whitt(r->beta);
	r->wait_over = r->p_wait * exp(-spare * t);
	r->wait_all = r->p_wait / spare;
}
