/* route_waits: what happens to those who wait, are passed on, written or dialled
 * to, on days of a few contacts that can be followed by hand; and where there is
 * an exact chain, against it. */
// needs: ccroute
#include <math.h>

#include "cmd/ccroute/stat.h"
#include "tests/unit/route_day.h"

enum { RUNS = 20 };

/* ---- many contacts ------------------------------------------------------------------- */

static void
make_mmn(struct sim_plan *p, double lambda, uint32_t n, double contacts)
{
	plan_init(p, 1, 1, 1);
	p->seed = 31;
	plan_set_rate(p, 0, lambda / 100000, (int64_t)(contacts * 100000 /
	    lambda));
	p->warm_up = p->end / 10;
	plan_set_staff(p, 0, n);
	plan_serve(p, 0, 0)->can = true;
	p->queue[0].talk = exponential(100000);
}

struct sums {
	double n, left, waited, wait, talk;
};

static void
add(void *context, const struct contact *c, const struct visit *v, size_t n)
{
	struct sums *s = context;

	(void)c;
	for (size_t i = 0; i < n; i++) {
		s->n++;
		s->left += v[i].end == END_ABANDONED;
		s->waited += v[i].ended > v[i].entered ||
		    v[i].end == END_ABANDONED;
		s->wait += (double)(v[i].ended - v[i].entered) / 100000;
		s->talk += (double)v[i].talk / 100000;
	}
}

/* The ratio of two sums over RUNS runs against an exact value. */
static void
check(const struct sim_plan *p, const char *what, size_t num, double exact,
    double narrow)
{
	double a[RUNS], b[RUNS];
	struct estimate e;
	struct sim s;

	sim_init(&s, p);
	for (int i = 0; i < RUNS; i++) {
		struct sums sums = { 0 };
		struct sim_sink sink = { .context = &sums, .contact = add };

		sim_run(&s, (uint64_t)i, &sink);
		memcpy(&a[i], (const char *)&sums + num, sizeof(double));
		b[i] = sums.n;
	}
	sim_release(&s);
	e = stat_ratio(a, b, RUNS, 0.999);
	TEST_CASE(fabs(e.value - exact) <= e.half && e.half < narrow,
	    "%s: %.5f, simulated %.5f +-%.5f", what, exact, e.value, e.half);
}
#define CHECK(p, what, member, exact, narrow) \
	check(p, what, offsetof(struct sums, member), exact, narrow)

/* ---- told how long it will be ----------------------------------------------------------- */

static void
told_by_hand(void)
{
	/* one agent, 60 s each: told 60, 120 and 180 s */
	static const struct come come[] = { { 0, 0, 100 }, { 10, 0, -1 },
		{ 20, 0, -1 }, { 30, 0, -1 } };
	struct sim_plan p;

	make(&p, 1, 1, come, COUNT_OF(come));
	p.queue[0].talk = constant(60);
	p.queue[0].patience = constant(150);
	p.queue[0].told_every = 30 * S;
	p.queue[0].told_balk = 1;
	play(&p);
	TEST_CASE(waited(1) == 90, "told 60 s: stays");
	/* at 80 s told 120 again, the first not being done: 90 are left */
	TEST_CASE(of(2)->visit[0].end == END_ABANDONED &&
	    of(2)->visit[0].ended == 80 * S, "told 120 s: stays, till then");
	TEST_CASE(of(3)->visit[0].end == END_ABANDONED &&
	    of(3)->visit[0].ended == 30 * S, "told 180 s: leaves at once");
	p.queue[0].patience = constant(125);
	play(&p);
	TEST_CASE(of(2)->visit[0].end == END_ABANDONED &&
	    of(2)->visit[0].ended == 50 * S, "told again: leaves then, at %d",
	    (int)(of(2)->visit[0].ended / S));
	p.queue[0].told_balk = 0;
	play(&p);
	TEST_CASE(of(2)->visit[0].ended == 145 * S,
	    "who does not listen waits to the end of patience");
	p.queue[0].told_patience = 2;
	play(&p);
	TEST_CASE(waited(2) == 140, "patience doubles once it is told");
	plan_release(&p);
}

/* M/M/n, told (k - n + 1) / (n mu) on finding k there; those who would not
 * wait that long leave, all others stay for good: a birth-death chain. */
static void
told_exactly(void)
{
	enum { N = 10, MOST_K = 400 };
	double lambda = 11, theta = 0.8, prob[MOST_K], sum = 0, left = 0;
	double waited = 0, wait = 0;
	struct sim_plan p;

	prob[0] = 1;
	for (int k = 0; k + 1 < MOST_K; k++) {
		double joins = k < N ? 1 : exp(-theta * (k - N + 1) / N);

		prob[k + 1] = prob[k] * lambda * joins / MIN(k + 1, N);
	}
	for (int k = 0; k < MOST_K; k++) {
		double joins = k < N ? 1 : exp(-theta * (k - N + 1) / N);

		sum += prob[k];
		left += prob[k] * (1 - joins);
		waited += k < N ? 0 : prob[k];
		wait += k < N ? 0 : prob[k] * joins * (k - N + 1) / N;
	}
	make_mmn(&p, lambda, N, 40000);
	p.queue[0].patience = exponential(100000 / theta);
	p.queue[0].told_every = (int64_t)1000000000000;
	p.queue[0].told_balk = 1;
	p.queue[0].told_patience = 1e9;
	CHECK(&p, "told on arrival: P(leaves)", left, left / sum, 0.01);
	CHECK(&p, "told on arrival: P(wait)", waited, waited / sum, 0.03);
	CHECK(&p, "told on arrival: mean wait", wait, wait / sum, 0.02);
	plan_release(&p);
}

/* Told and not put off, but with another patience: Erlang A with that one
 * (A-S8: patience 10, told 0.5 times 20). */
static void
told_patience(void)
{
	struct sim_plan p;

	make_mmn(&p, 10, 10, 40000);
	p.queue[0].patience = exponential(2000000);
	p.queue[0].told_every = (int64_t)1000000000000;
	p.queue[0].told_patience = 0.5;
	CHECK(&p, "told: A-S8 P(ab)", left, 0.06046886956279, 0.01);
	CHECK(&p, "told: A-S8 mean wait", wait, 0.6046886956279, 0.1);
	plan_release(&p);
}

/* ---- the last agent ---------------------------------------------------------------------- */

static void
last_agent(void)
{
	/* one customer, two agents; the longest idle one would be the other */
	static const struct come come[] = { { 0, 0, 10 }, { 100, 0, 10 },
		{ 105, 0, 10 } };
	struct sim_plan p;

	make(&p, 1, 1, come, COUNT_OF(come));
	plan_set_staff(&p, 0, 2);
	p.customers = 1;
	p.queue[0].sticky_hold = 0;
	play(&p);
	TEST_CASE(agent_of(0) == 0 && agent_of(1) == 1, "the longest idle");
	p.queue[0].last_agent = 90 * S;
	play(&p);
	TEST_CASE(agent_of(1) == 0, "90 s ago: the same agent");
	TEST_CASE(agent_of(2) == 1 && waited(2) == 0, "who is busy: another");
	p.queue[0].sticky_hold = 30 * S;
	play(&p);
	TEST_CASE(agent_of(2) == 0 && waited(2) == 5,
	    "or waits for the same one");
	p.queue[0].sticky_hold = 3 * S;
	play(&p);
	TEST_CASE(agent_of(2) == 1 && waited(2) == 3,
	    "for 3 s, and then takes the other");
	p.queue[0].last_agent = 90 * S - 1;
	play(&p);
	TEST_CASE(agent_of(1) == 1, "a ms less: forgotten");
	p.queue[0].last_agent = 90 * S;
	p.customers = 1000000;
	play(&p);
	TEST_CASE(agent_of(1) == 1, "of a million customers it is another");
	plan_release(&p);
}

/* Who waits for a known agent and gives up still overflows in time. */
static void
known_then_overflow(void)
{
	static const struct come come[] = { { 0, 0, 10 }, { 1, 0, 500 },
		{ 20, 0, 500 }, { 30, 0, 10 } };
	struct sim_plan p;

	make(&p, 2, 2, come, COUNT_OF(come));
	plan_serve(&p, 0, 1)->can = plan_serve(&p, 1, 0)->can = false;
	plan_set_staff(&p, 0, 2);
	p.customers = 1;
	p.queue[0].last_agent = 1000 * S;
	p.queue[0].sticky_hold = 10 * S;
	p.queue[0].overflow_after = 40 * S;
	p.queue[0].overflow_to = 1;
	p.queue[1].talk = constant(5);
	play(&p);
	TEST_CASE(of(3)->n == 2 && of(3)->visit[0].end == END_OVERFLOWED &&
	    of(3)->visit[0].ended == 70 * S, "overflows after the hold");
	plan_release(&p);
}

/* ---- passed on --------------------------------------------------------------------------- */

static void
make_transfer(struct sim_plan *p, struct plan_transfer *t,
    const struct come *come, size_t n)
{
	make(p, 2, 2, come, n);
	plan_serve(p, 0, 1)->can = plan_serve(p, 1, 0)->can = false;
	*t = (struct plan_transfer){ .to = 1, .share = 1 };
	p->queue[0].transfer = t;
	p->queue[0].n_transfers = 1;
	p->queue[0].wrap = constant(4);
	p->queue[1].talk = constant(9);
}

static void
warm(void)
{
	/* the second agent is busy to 50 s */
	static const struct come come[] = { { 0, 1, 50 }, { 5, 0, -1 },
		{ 6, 0, -1 } };
	struct plan_transfer t;
	struct sim_plan p;

	make_transfer(&p, &t, come, COUNT_OF(come));
	p.queue[0].talk = constant(10);
	play(&p);
	TEST_CASE(waited(2) == 30 && of(2)->visit[0].ended == 19 * S,
	    "cold: the first agent is free after the wrap-up");
	t.warm = constant(7);
	play(&p);
	TEST_CASE(of(1)->n == 2 && of(1)->visit[1].ended == 50 * S &&
	    of(1)->visit[1].entered == 15 * S && agent_of(1) == 1,
	    "warm: the customer waits for the second agent");
	TEST_CASE(of(1)->visit[0].talk == (10 + 35 + 7) * S &&
	    of(1)->visit[0].wrap == 4 * S,
	    "the first one stays for the wait and 7 s more: %d",
	    (int)(of(1)->visit[0].talk / S));
	TEST_CASE(of(2)->visit[0].ended == 61 * S,
	    "and is free after the wrap-up: %d",
	    (int)(of(2)->visit[0].ended / S));
	p.queue[1].patience = constant(20);
	play(&p);
	TEST_CASE(of(1)->visit[1].end == END_ABANDONED &&
	    of(1)->visit[1].ended == 35 * S && of(2)->visit[0].ended ==
	    39 * S, "who hangs up lets the first agent go");
	plan_release(&p);
}

static void
same_agent(void)
{
	static const struct come come[] = { { 0, 0, -1 }, { 5, 0, -1 } };
	struct plan_transfer t;
	struct sim_plan p;

	make_transfer(&p, &t, come, COUNT_OF(come));
	p.queue[0].talk = constant(10);
	p.queue[1].wrap = constant(3);
	t.same_agent = true;
	play(&p);
	TEST_CASE(agent_of(0) == 1, "who is not able to passes it on");
	plan_serve(&p, 1, 0)->can = true;
	play(&p);
	TEST_CASE(of(0)->n == 2 && agent_of(0) == 0 &&
	    of(0)->visit[0].wrap == 0 && of(0)->visit[0].handed_on &&
	    of(0)->visit[1].entered == 10 * S &&
	    of(0)->visit[1].talk == 9 * S && of(0)->visit[1].wrap == 3 * S,
	    "who is able to goes on at once");
	TEST_CASE(of(1)->visit[0].ended == 22 * S,
	    "with one wrap-up at the end: %d",
	    (int)(of(1)->visit[0].ended / S));
	plan_release(&p);
}

static void
transfer_priority(void)
{
	/* the second agent is busy to 50 s; one waits there since 1 s */
	static const struct come come[] = { { 0, 1, 50 }, { 1, 1, 20 },
		{ 2, 0, 10 } };
	static double boost[] = { 0, 2 };
	struct plan_transfer t;
	struct sim_plan p;

	make_transfer(&p, &t, come, COUNT_OF(come));
	play(&p);
	TEST_CASE(waited(1) == 49 && of(2)->visit[1].ended == 70 * S,
	    "passed on to the end of the line");
	p.boost = boost;
	p.boosts = 2;
	t.boost = 1;
	play(&p);
	TEST_CASE(of(2)->visit[1].ended == 50 * S && waited(1) == 58,
	    "or before those who wait");
	plan_release(&p);
}

int
main(void)
{
	told_by_hand();
	told_exactly();
	told_patience();
	last_agent();
	known_then_overflow();
	warm();
	same_agent();
	transfer_priority();
	return test_end();
}
