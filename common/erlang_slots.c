/* erlang_slots: agents with several contacts at once; see erlang.h. */
#include <math.h>
#include <string.h>

#include "common/erlang.h"

/* What happens to those who wait, given that they do. */
struct waiting {
	double odds;			/* of waiting, over all but one slot full */
	double wait, wait_served, p_abandon;
	double served_within, abandoned_within;
	bool endless;
};

static struct waiting
with_patience(double lambda, double rate, const struct patience *patience,
    double t)
{
	struct erlang_a_result a;
	struct waiting w = { 0 };

	erlang_a_all(lambda, rate, 1, patience, t, &a);
	if (a.p_wait <= 0)
		return w;
	w.odds = a.p_wait < 1 ? a.p_wait / (1 - a.p_wait) : HUGE_VAL;
	w.wait = a.wait_all / a.p_wait;
	w.p_abandon = a.p_abandon / a.p_wait;
	w.served_within = (a.served_within - (1 - a.p_wait)) / a.p_wait;
	w.abandoned_within = a.abandoned_within / a.p_wait;
	/* of those served: their waits, over all who wait */
	w.wait_served = a.wait_served * (1 - a.p_abandon) / a.p_wait;
	return w;
}

static struct waiting
without_patience(double lambda, double rate, double t)
{
	struct waiting w = { .endless = lambda >= rate, .odds = HUGE_VAL,
	    .wait = HUGE_VAL, .wait_served = HUGE_VAL };

	if (w.endless)
		return w;
	w.odds = lambda / (rate - lambda);
	w.wait = w.wait_served = 1 / (rate - lambda);
	w.served_within = -expm1(-(rate - lambda) * t);
	return w;
}

/* Sums over the states below "all slots full", in units of the last one. */
struct below {
	double all, busy, in_hand;
};

static double
rate_with(const double *rate, int64_t agents, int64_t k)
{
	int64_t each = k / agents, more = k % agents;
	double low = each ? rate[each - 1] : 0;

	return (double)(agents - more) * low +
	    (more ? (double)more * rate[each] : 0);
}

static struct below
sum_below(double lambda, const double *rate, int64_t agents, int64_t full)
{
	struct below s = { 0 };

	for (int64_t k = 0; k < full; k++) {
		/* the state before, in units of this one */
		double turn = k ? rate_with(rate, agents, k) / lambda : 0;

		s.all = s.all * turn + 1;
		s.busy = s.busy * turn + (double)MIN(k, agents);
		s.in_hand = s.in_hand * turn + (double)k;
	}
	return s;
}

void
erlang_slots(double lambda, const double *rate, size_t slots, int64_t agents,
    const struct patience *patience, double t, struct erlang_slots_result *r)
{
	int64_t full = agents * (int64_t)slots;
	double top = (double)agents * rate[slots - 1], busy, in_hand;
	struct waiting w = patience ? with_patience(lambda, top, patience, t) :
	    without_patience(lambda, top, t);
	struct below s = sum_below(lambda, rate, agents, full);
	double within, gone;

	*r = (struct erlang_slots_result){ .stable = !w.endless };
	r->p_wait = isinf(w.odds) ? 1 : w.odds / (s.all + w.odds);
	r->p_abandon = r->p_wait * w.p_abandon;
	r->wait_all = r->p_wait * w.wait;
	r->queue = lambda * r->wait_all;
	within = 1 - r->p_wait + r->p_wait * w.served_within;
	gone = r->p_wait * w.abandoned_within;
	r->wait_served = r->p_wait * w.wait_served / (1 - r->p_abandon);
	r->sl[SL_OFFERED] = within;
	r->sl[SL_SERVED] = within / (1 - r->p_abandon);
	r->sl[SL_POSITIVE] = within + gone;
	r->sl[SL_EXCLUDING] = within / (1 - gone);
	busy = r->p_wait * (double)agents + (1 - r->p_wait) * s.busy / s.all;
	in_hand = r->p_wait * (double)full + (1 - r->p_wait) * s.in_hand /
	    s.all;
	r->busy_any = busy / (double)agents;
	r->busy_slots = in_hand / (double)full;
	r->concurrency = in_hand / busy;
}

/* Once all slots are full it is one server's queue: P(W > x) is that one's,
 * scaled by how often it comes to that. */
double
erlang_slots_quantile(double lambda, const double *rate, size_t slots,
    int64_t agents, const struct patience *patience, double p)
{
	double top = (double)agents * rate[slots - 1];
	struct erlang_slots_result r;
	struct erlang_a_result a;

	erlang_slots(lambda, rate, slots, agents, patience, 0, &r);
	if (!r.stable)
		return HUGE_VAL;
	if (r.p_wait <= 1 - p)
		return 0;
	if (!patience)
		return log(r.p_wait / (1 - p)) / (top - lambda);
	erlang_a_all(lambda, top, 1, patience, 0, &a);
	return erlang_a_quantile(lambda, top, 1, patience, 1 - (1 - p) *
	    a.p_wait / r.p_wait);
}
