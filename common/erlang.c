/* erlang: loss, delay, finite room; see erlang.h. Abandonment is in erlang_a.c,
 * priorities in erlang_priority.c, approximations in erlang_root.c. */
#include "common/erlang.h"

#include <math.h>

/*
 * 1/B by its own recursion, 1/B(n) = 1 + n mu / lambda 1/B(n-1): only sums of
 * positive terms, so no digit is lost; it becomes infinity where B is below
 * what a double can hold. The load is not divided out first: its rounding would
 * be the same in every step, and a million of them would add up.
 */
static double
inverse_b(int64_t servers, double lambda, double mu)
{
	double inverse = 1;

	for (int64_t n = 1; n <= servers; n++)
		inverse = 1 + (double)n * mu / lambda * inverse;
	return inverse;
}

double
erlang_b(int64_t servers, double load)
{
	return load > 0 ? 1 / inverse_b(servers, load, 1) : servers == 0;
}

double
erlang_b_load(int64_t servers, double b)
{
	double low = 0, high = (double)servers / (1 - b) + 1;

	for (int i = 0; i < 200 && high - low > 0; i++) {
		double mid = low + (high - low) / 2;

		if (mid <= low || mid >= high)
			break;
		if (erlang_b(servers, mid) <= b)
			low = mid;
		else
			high = mid;
	}
	return low;
}

int64_t
erlang_b_servers(double load, double b)
{
	double inverse = 1;
	int64_t n = 0;

	while (inverse < 1 / b) {
		n++;
		inverse = 1 + (double)n / load * inverse;
	}
	return n;
}

/*
 * C = n B / (n - A (1 - B)), B = B(n): with B(n-1) it is 1 / (1 + q), q =
 * (n mu - lambda) / (lambda B(n-1)), where nothing is lost but in n mu - lambda,
 * which fma gives in one rounding of what was asked. 1 - C, which may be small,
 * is q / (1 + q). False: no steady state.
 */
static bool
delay(double lambda, double mu, int64_t servers, double *wait, double *none)
{
	double spare = fma((double)servers, mu, -lambda), q;

	*wait = lambda > 0;
	*none = !(lambda > 0);
	if (spare <= 0 || lambda <= 0)
		return spare > 0;
	q = spare / lambda * inverse_b(servers - 1, lambda, mu);
	*wait = 1 / (1 + q);
	*none = 1 / (1 + 1 / q);
	return true;
}

double
erlang_c(int64_t servers, double load)
{
	double wait, none;

	delay(load, 1, servers, &wait, &none);
	return wait;
}

void
erlang_c_all(double lambda, double mu, int64_t servers, double t,
    struct erlang_c_result *r)
{
	double n = (double)servers, spare = fma(n, mu, -lambda), none;

	*r = (struct erlang_c_result){ .load = lambda / mu };
	r->stable = delay(lambda, mu, servers, &r->p_wait, &none);
	r->occupancy = r->stable ? r->load / n : 1;
	if (!r->stable) {
		r->asa = r->wait_if_any = r->queue = INFINITY;
		return;
	}
	r->wait_if_any = 1 / spare;
	r->asa = r->p_wait / spare;
	r->queue = lambda * r->asa;
	r->wait_over = r->p_wait * exp(-spare * t);
	r->sl = none - r->p_wait * expm1(-spare * t);
}

double
erlang_c_quantile(double lambda, double mu, int64_t servers, double p)
{
	double p_wait, none;

	if (!delay(lambda, mu, servers, &p_wait, &none))
		return INFINITY;
	return none >= p ? 0 : log(p_wait / (1 - p)) /
	    fma((double)servers, mu, -lambda);
}

/* A birth-death chain's sums, scaled so that nothing overflows. */
struct chain {
	double p;		/* the current state, unnormalised */
	double all, waiting, queue, in_system, busy;
};

static void
chain_scale(struct chain *c)
{
	static const double big = 1e250;

	if (c->all < big)
		return;
	c->p /= big;
	c->all /= big;
	c->waiting /= big;
	c->queue /= big;
	c->in_system /= big;
	c->busy /= big;
}

void
erlang_room(double lambda, double mu, int64_t servers, int64_t places,
    double theta, struct erlang_room_result *r)
{
	struct chain c = { .p = 1, .all = 1 };
	double n = (double)servers, accepted;

	if (servers == 0 && places > 0)
		c.waiting = 1;
	for (int64_t j = 1; j <= places; j++) {
		double busy = (double)(j < servers ? j : servers);
		double queue = (double)j - busy;

		c.p *= lambda / (busy * mu + queue * theta);
		c.all += c.p;
		c.busy += c.p * busy;
		c.queue += c.p * queue;
		c.in_system += c.p * (double)j;
		if (j >= servers && j < places)
			c.waiting += c.p;
		chain_scale(&c);
	}
	r->p_block = c.p / c.all;
	accepted = (c.all - c.p) / c.all;
	r->p_wait = c.waiting / (c.all - c.p);
	r->queue = c.queue / c.all;
	r->in_system = c.in_system / c.all;
	r->occupancy = servers ? c.busy / c.all / n : 0;
	r->wait = r->queue / (lambda * accepted);
	r->p_abandon = theta * r->wait;
}

double
erlang_redial_rate(double fresh, double mu, int64_t servers,
    const struct patience *patience, double p)
{
	struct erlang_a_result r;
	double rate = fresh;

	for (int i = 0; i < 10000; i++) {
		double next;

		erlang_a_all(rate, mu, servers, patience, 0, &r);
		next = fresh + p * rate * r.p_abandon;
		if (fabs(next - rate) <= 1e-13 * next)
			return next;
		rate = next;
	}
	return rate;
}

int64_t
erlang_scheduled(int64_t servers, int64_t shrinkage_micro)
{
	int64_t present = 1000000 - shrinkage_micro;

	BUG_UNLESS(present > 0);
	return (servers * 1000000 + present - 1) / present;
}
