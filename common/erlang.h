/*
 * erlang: the queueing formulas by which centers are staffed, right to 1e-12 of
 * themselves for up to a million servers, whatever the load, and patience from
 * a thousandth of the handling time to ten million times it: recursions and
 * ratios, no factorials, nothing that overflows. (Chances with abandonment: to
 * 1e-12 of themselves, or to 1e-26.)
 *
 * Units: lambda and mu in any one unit of 1/time, times in that unit of time.
 * Load A = lambda/mu in erlangs. P_ are probabilities. Waits start at arrival
 * in the queue. "Service level" always says of which share (enum sl_kind).
 *
 * Sources: A. K. Erlang 1917 (B, C); Palm 1957, Baccelli & Hebuterne 1981
 * (abandonment: virtual wait density v(x) = lambda pi_{n-1}
 * exp(lambda int_0^x G - n mu x), G the share still patient); Cobham 1954
 * (priorities); Halfin & Whitt 1981, Garnett et al. 2002 (approximations).
 */
#ifndef CCKIT_ERLANG_H
#define CCKIT_ERLANG_H

#include "common/base.h"

/* ---- loss: M/M/N/N (Erlang B), any service distribution ------------------ */

double erlang_b(int64_t servers, double load);		/* P(blocked) */
/* Largest load with P(blocked) <= b; 0 < b < 1. */
double erlang_b_load(int64_t servers, double b);
/* Fewest servers with P(blocked) <= b. */
int64_t erlang_b_servers(double load, double b);

/* ---- delay: M/M/N (Erlang C) --------------------------------------------- */

/* P(wait); 1 when load >= servers (the queue grows without end). */
double erlang_c(int64_t servers, double load);

struct erlang_c_result {
	double load, occupancy;
	double p_wait;
	double sl;		/* P(W <= t) */
	double wait_over;	/* P(W > t), exact where it is tiny */
	double asa;		/* mean wait of all calls; all are answered */
	double wait_if_any;	/* mean wait of those who wait */
	double queue;		/* mean number waiting */
	bool stable;		/* load < servers; else waits are infinite */
};

void erlang_c_all(double lambda, double mu, int64_t servers, double t,
    struct erlang_c_result *r);
/* The wait that a share p of all calls does not exceed. */
double erlang_c_quantile(double lambda, double mu, int64_t servers, double p);

/* ---- abandonment: M/M/N+G ------------------------------------------------ */

/* How long people are willing to wait. */
enum patience_law {
	PATIENCE_EXPONENTIAL,	/* mean */
	PATIENCE_CONSTANT,	/* mean: all give up then (= overflow after T) */
	PATIENCE_UNIFORM,	/* 0 to 2 mean */
	PATIENCE_BALK,		/* share `balk` waits not at all, else
				   exponential with `mean` */
};

struct patience {
	enum patience_law law;
	double mean;
	double balk;
};

enum sl_kind {
	SL_OFFERED,	/* served within t / all offered */
	SL_SERVED,	/* served within t / all served */
	SL_POSITIVE,	/* (served + abandoned within t) / all offered */
	SL_EXCLUDING,	/* served within t / (offered - abandoned within t) */
	SL_KINDS
};

extern const char *const sl_kind_names[];	/* offered served pos excl */

struct erlang_a_result {
	double load, occupancy;
	double p_wait;		/* all servers busy on arrival */
	double p_abandon;
	double wait_all;	/* mean over all, abandoners included */
	double wait_served;	/* mean over those served: ASA proper */
	double wait_abandoned;
	double queue;		/* mean number waiting */
	double served_within, abandoned_within;	/* both over all offered */
	double wait_over;	/* P(W > t) */
	double sl[SL_KINDS];
};

void erlang_a_all(double lambda, double mu, int64_t servers,
    const struct patience *patience, double t, struct erlang_a_result *r);
/* The wait that a share p of all calls does not exceed. */
double erlang_a_quantile(double lambda, double mu, int64_t servers,
    const struct patience *patience, double p);

/* ---- finite room: M/M/c/K(+M) -------------------------------------------- */

struct erlang_room_result {
	double p_block;		/* over all arrivals */
	double p_wait, wait, p_abandon;		/* over accepted arrivals */
	double queue, in_system, occupancy;
};

/* places >= servers: in service and waiting. theta 0: nobody abandons. */
void erlang_room(double lambda, double mu, int64_t servers, int64_t places,
    double theta, struct erlang_room_result *r);

/* ---- contacts at once: each agent has several slots ---------------------- */

struct erlang_slots_result {
	double p_wait;		/* all slots full on arrival */
	double p_abandon;
	double wait_all, wait_served;
	double queue;
	double busy_any;	/* share of time an agent has any contact */
	double busy_slots;	/* share of slots in use */
	double concurrency;	/* contacts in hand of an agent that has any */
	double sl[SL_KINDS];
	bool stable;
};

/* The wait that a share p of all contacts does not exceed. */
double erlang_slots_quantile(double lambda, const double *rate, size_t slots,
    int64_t agents, const struct patience *patience, double p);

/*
 * rate[j-1]: contacts a time that one agent ends with j in hand, j up to slots.
 * Contacts are spread evenly, which is exact for one agent and for rates in
 * proportion; else agents are taken to even out at once. patience NULL: nobody
 * leaves. Birth and death; once all slots are full the wait is that of one
 * server of the whole rate, whatever the patience.
 */
void erlang_slots(double lambda, const double *rate, size_t slots,
    int64_t agents, const struct patience *patience, double t,
    struct erlang_slots_result *r);

/* ---- priorities: non-preemptive M/M/c, one service rate ------------------ */

/* wait[k]: mean wait of class k (0 goes first); returns the mean over all. */
double erlang_priority(const double *lambda, size_t classes, double mu,
    int64_t servers, double *wait);
/*
 * P(W > t) of class k: the transform that Kella and Yechiali (1985) give,
 * turned back into a mixture of exponentials. To 1e-12 where the classes up
 * to k leave a thousandth of the capacity.
 */
double erlang_priority_over(const double *lambda, size_t classes, size_t k,
    double mu, int64_t servers, double t);

/* ---- redials: fixed point over Erlang A (an approximation) --------------- */

/* Attempts per time when a share p of abandoners calls again. */
double erlang_redial_rate(double fresh, double mu, int64_t servers,
    const struct patience *patience, double p);

/* ---- quality-and-efficiency approximations ------------------------------- */

/* P(wait) for load + beta sqrt(load) servers; 1 when beta <= 0. */
double erlang_halfin_whitt(double beta);
/* The same when people leave at rate theta. */
double erlang_garnett(double beta, double theta_over_mu);

struct erlang_root_result {
	double beta;		/* (servers - load) / sqrt(load) */
	double p_wait, p_abandon;
	double wait_all;	/* mean over all */
	double wait_over, abandoned_within;	/* P(W > t); gave up by t */
	bool stable;
};

/*
 * theta 0: Halfin and Whitt; else Garnett, Mandelbaum and Reiman, waits as
 * Mandelbaum and Zeltyn 2007. Limits for many servers: a percent off or so at
 * a hundred, and worth nothing far from load + a few sqrt(load).
 */
void erlang_root(double lambda, double mu, int64_t servers, double theta,
    double t, struct erlang_root_result *r);

/* ---- people -------------------------------------------------------------- */

/*
 * Scheduled people for `servers` needed at a shrinkage given in millionths:
 * ceil(servers / (1 - shrinkage)) in whole numbers, so that 21 at 30 % is 30
 * (doubles would say 31). shrinkage < 10^6.
 */
int64_t erlang_scheduled(int64_t servers, int64_t shrinkage_micro);

#endif
