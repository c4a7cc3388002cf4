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
	e = stat_ratio(a, b, stat_level(RUNS, 0.999));
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

/* ---- doors and deadlines ------------------------------------------------------------------ */

static void
shut_doors(void)
{
	static const struct come come[] = { { 10, 0, 5 }, { 250, 0, 5 } };
	static const struct plan_rate open[] = { { 0, 0 }, { 100 * S, 1 },
		{ 200 * S, 0 }, { 300 * S, 1 } };
	struct sim_plan p;

	make(&p, 1, 1, come, COUNT_OF(come));
	p.queue[0].open = open;
	p.queue[0].n_open = COUNT_OF(open);
	play(&p);
	TEST_CASE(of(0)->visit[0].end == END_BLOCKED, "closed: turned away");
	p.queue[0].async = true;
	play(&p);
	TEST_CASE(waited(0) == 90 && waited(1) == 50,
	    "what is written waits until it opens, though people are idle");
	plan_release(&p);
}

static void
open_deadlines(void)
{
	/* the agent is busy to 190 s; the first queue is closed from 100 to 180:
	 * due at 10 + 80 + 120 = 210 of the clock on the wall */
	static const struct come come[] = { { 0, 2, 190 }, { 10, 0, 5 },
		{ 20, 1, 5 } };
	static const struct plan_rate open[] = { { 0, 1 }, { 100 * S, 0 },
		{ 180 * S, 1 } };
	struct sim_plan p;

	make(&p, 3, 1, come, COUNT_OF(come));
	p.queue[0].open = open;
	p.queue[0].n_open = COUNT_OF(open);
	p.queue[0].async = p.queue[1].async = true;
	p.queue[0].deadline = 120 * S;
	p.queue[1].deadline = 150 * S;
	play(&p);
	TEST_CASE(waited(1) == 180, "due at 130 s: before that of 170 s");
	p.queue[0].deadline_open = true;
	play(&p);
	TEST_CASE(waited(2) == 170 && waited(1) == 185,
	    "the clock stood still for 80 s: due after it");
	p.queue[1].deadline = 191 * S;
	play(&p);
	TEST_CASE(waited(1) == 180, "at 210, before 211");
	plan_release(&p);
}

/* ---- who takes whom ---------------------------------------------------------------------- */

static void
group_policy(void)
{
	static const struct come come[] = { { 0, 0, 5 }, { 10, 0, 5 },
		{ 20, 0, 5 } };
	struct sim_plan p;

	make(&p, 1, 2, come, COUNT_OF(come));
	plan_set_staff(&p, 0, 2);
	play(&p);
	TEST_CASE(agent_of(0) == 0 && agent_of(1) == 1 && agent_of(2) == 2,
	    "longest idle of all");
	p.group[0].has_rule = true;
	p.group[0].agent_rule = TOP_DOWN;
	play(&p);
	/* 0 came free after 1 and 2: the group's first stands for it */
	TEST_CASE(agent_of(1) == 2 && agent_of(2) == 0, "the first of its "
	    "group, and between groups the longest idle: %d %d",
	    (int)agent_of(1), (int)agent_of(2));
	plan_release(&p);
}

static void
first_idle(void)
{
	static const struct come come[] = { { 5, 0, 5 } };
	unsigned seen = 0;
	struct sim_sink sink = { .contact = tell };
	struct sim_plan p;
	struct sim s;

	make(&p, 1, 1, come, COUNT_OF(come));
	plan_set_staff(&p, 0, 4);
	play(&p);
	TEST_CASE(agent_of(0) == 0, "idle in order at first");
	p.idle_at_random = true;
	sim_init(&s, &p);
	for (uint64_t i = 0; i < 60; i++) {
		n_told = 0;
		sim_run(&s, i, &sink);
		seen |= 1u << agent_of(0);
	}
	sim_release(&s);
	TEST_CASE(seen == 15, "or at random: each of four was first in 60 runs");
	plan_release(&p);
}

static void
cumulated_wait(void)
{
	/* hangs up at 40 s, comes again at 50 s with 30 s of credit: since 20 */
	static const struct come come[] = { { 0, 0, 100 }, { 10, 0, 5 },
		{ 35, 0, 5 } };
	static const struct dist patience = { .law = DIST_CONSTANT,
		.mean = 30 * S };
	struct sim_plan p;
	int64_t at[2] = { 0, 0 };

	make(&p, 2, 1, come, COUNT_OF(come));
	list[2].queue = 1;
	p.group[0].contact_rule = OLDEST;
	p.queue[0].patience = patience;
	p.queue[0].redial = 1;
	p.queue[0].redial_delay = constant(10);
	p.queue[0].redial_to = 1;
	for (int k = 0; k < 2; k++) {
		p.cumulates = k == 1;
		play(&p);
		for (size_t i = 0; i < n_told; i++)
			if (told[i].attempt == 1)
				at[k] = told[i].visit[0].ended / S;
	}
	TEST_CASE(at[0] == 105, "the next attempt stands behind: %d",
	    (int)at[0]);
	TEST_CASE(at[1] == 100, "or where all its waiting puts it: %d",
	    (int)at[1]);
	plan_release(&p);
}

/* Two types, two pools of two; pool 2 helps type 1 only while K of them wait.
 * The chain (busy in 1, busy in 2, waiting 1, waiting 2) by iteration. */
enum { POOL = 2, K = 3, MOST_Q = 30 };
struct chain {
	double p[POOL + 1][POOL + 1][MOST_Q][MOST_Q];
};
struct state {
	int a, b, q1, q2;
};

static void
flow(struct chain *to, double p, struct state s)
{
	if (s.a < POOL && s.q1 > 0) {
		s.q1--;
		s.a++;
	}
	if (s.b < POOL && s.q2 > 0) {
		s.q2--;
		s.b++;
	} else if (s.b < POOL && s.q1 >= K) {
		s.q1--;
		s.b++;
	}
	to->p[s.a][s.b][MIN(s.q1, MOST_Q - 1)][MIN(s.q2, MOST_Q - 1)] += p;
}

/* One step of the uniformised chain: rates l1, l2, service 1, patience th. */
static void
chain_step(const struct chain *from, struct chain *to, double l1, double l2,
    double th)
{
	double all = l1 + l2 + 2 * POOL + 2 * MOST_Q * th;

	memset(to, 0, sizeof(*to));
	for (int a = 0; a <= POOL; a++)
	for (int b = 0; b <= POOL; b++)
	for (int i = 0; i < MOST_Q; i++)
	for (int j = 0; j < MOST_Q; j++) {
		double p = from->p[a][b][i][j] / all;

		if (p <= 0)
			continue;
		flow(to, p * l1, (struct state){ a, b, i + 1, j });
		flow(to, p * l2, (struct state){ a, b, i, j + 1 });
		if (a)
			flow(to, p * a, (struct state){ a - 1, b, i, j });
		if (b)
			flow(to, p * b, (struct state){ a, b - 1, i, j });
		if (i)
			flow(to, p * i * th, (struct state){ a, b, i - 1, j });
		if (j)
			flow(to, p * j * th, (struct state){ a, b, i, j - 1 });
		to->p[a][b][i][j] += p * (all - l1 - l2 - a - b - (i + j) *
		    th);
	}
}

static void
threshold(void)
{
	static struct chain one, two;
	double l1 = 3, l2 = 1, th = 0.5, q1 = 0, q2 = 0, busy2 = 0;
	struct sim_plan p;

	one.p[0][0][0][0] = 1;
	for (int i = 0; i < 3000; i++) {
		chain_step(&one, &two, l1, l2, th);
		chain_step(&two, &one, l1, l2, th);
	}
	for (int a = 0; a <= POOL; a++)
		for (int b = 0; b <= POOL; b++)
			for (int i = 0; i < MOST_Q; i++)
				for (int j = 0; j < MOST_Q; j++) {
					q1 += i * one.p[a][b][i][j];
					q2 += j * one.p[a][b][i][j];
					busy2 += b * one.p[a][b][i][j];
				}
	plan_init(&p, 2, 2, 2);
	p.seed = 5;
	for (size_t q = 0; q < 2; q++) {
		plan_set_rate(&p, q, (q ? l2 : l1) / 100000, INT64_C(1000000000));
		p.source[q].name = q ? "two" : "one";
		p.queue[q].talk = exponential(100000);
		p.queue[q].patience = exponential(100000 / th);
		plan_set_staff(&p, q, POOL);
		plan_serve(&p, q, q)->can = true;
	}
	plan_serve(&p, 0, 1)->can = true;
	plan_serve(&p, 0, 1)->prefer = plan_serve(&p, 0, 1)->rank = 1;
	plan_serve(&p, 0, 1)->threshold = K;
	p.warm_up = p.end / 10;
	/* E[wait] over all of both types; P(abandon) = th (q1 + q2) / (l1 + l2) */
	CHECK(&p, "threshold of 3: mean wait", wait, (q1 + q2) / (l1 + l2),
	    0.02);
	CHECK(&p, "threshold of 3: P(abandon)", left, th * (q1 + q2) /
	    (l1 + l2), 0.01);
	plan_serve(&p, 0, 1)->threshold = 1;
	{
		double with = (q1 + q2) / (l1 + l2);

		TEST_CASE(with > 0.2 && busy2 > 1, "which is not trivial: %.4f",
		    with);
	}
	plan_release(&p);
}

/* ---- drawn when ---------------------------------------------------------------------------- */

/* The law is the same; whose a draw is, is not. */
static void
at_service(void)
{
	static const struct come come[] = { { 0, 2, 100 }, { 10, 0, -1 },
		{ 20, 1, -1 } };
	int64_t talk[2][3];		/* of the contacts, by order of service */
	struct sim_plan p;

	make(&p, 3, 1, come, COUNT_OF(come));
	p.queue[0].talk = p.queue[1].talk = exponential(60 * S);
	for (int late = 0; late < 2; late++) {
		p.at_service = late;
		for (int first = 0; first < 2; first++) {
			p.queue[first].priority = 1;
			p.queue[!first].priority = 0;
			play(&p);
			talk[first][1] = of(1)->visit[0].talk;
			talk[first][2] = of(2)->visit[0].talk;
		}
		TEST_CASE(late ? talk[0][1] == talk[1][2] && talk[0][2] ==
		    talk[1][1] && talk[0][1] != talk[0][2] :
		    talk[0][1] == talk[1][1] && talk[0][2] == talk[1][2],
		    "drawn at %s", late ? "service: whoever comes first" :
		    "arrival: it is the contact's own");
	}
	plan_release(&p);
	make_mmn(&p, 10, 10, 40000);
	p.queue[0].patience = exponential(1000000);
	p.at_service = true;
	CHECK(&p, "drawn at service: A-S8 P(ab)", left, 0.06046886956279,
	    0.01);
	plan_release(&p);
}

/* ---- bots ----------------------------------------------------------------------------------- */

/* Sessions are lost like calls on trunks: Erlang B (BN-S1: 17 of a load of
 * 10). Who finds none goes to the queue, where many wait for nobody. */
static void
sessions(void)
{
	static const uint32_t bots[] = { 17 };
	double past[RUNS], all[RUNS];
	struct estimate e;
	struct sim_plan p;
	struct sim s;

	make_mmn(&p, 10, 1000, 40000);
	p.source[0].self = exponential(100000);
	p.source[0].contained = 1;
	p.source[0].bot = 1;
	p.sessions = bots;
	p.bots = 1;
	sim_init(&s, &p);
	for (int i = 0; i < RUNS; i++) {
		struct sums sums = { 0 };
		struct sim_sink sink = { .context = &sums, .contact = add };

		sim_run(&s, (uint64_t)i, &sink);
		past[i] = sums.n;	/* visits to the queue */
		all[i] = (double)s.arrivals * 0.9;
	}
	sim_release(&s);
	e = stat_ratio(past, all, stat_level(RUNS, 0.999));
	TEST_CASE(fabs(e.value - 0.012948875225) <= e.half && e.half < 0.002,
	    "BN-S1: 17 sessions: %.5f +-%.5f find none", e.value, e.half);
	plan_release(&p);
}

/* ---- dialling --------------------------------------------------------------------------------- */

/* What became of the calls of one run. */
struct calls {
	size_t n, reached, in_vain, abandoned;
	int64_t last;			/* s: the last visit's end */
};

static struct calls
calls_of(void)
{
	struct calls c = { .n = n_told };

	for (size_t i = 0; i < n_told; i++) {
		const struct visit *v = &told[i].visit[0];

		c.reached += v->end == END_ANSWERED;
		c.in_vain += v->end == END_NO_ANSWER;
		c.abandoned += v->end == END_ABANDONED;
		c.last = MAX(c.last, v->ended / S);
	}
	return c;
}

static void
make_dial(struct sim_plan *p, uint64_t customers)
{
	make(p, 1, 1, NULL, 0);
	p->sources = 0;
	p->queue[0].outbound = true;
	p->queue[0].list = customers;
	p->queue[0].dial = constant(10);
	p->queue[0].talk = constant(30);
}

static void
predictive(void)
{
	struct calls c;
	struct sim_plan p;

	/* two ring for the one who is idle; both answer at 10 s */
	make_dial(&p, 2);
	p.queue[0].pace = 2;
	p.queue[0].dial_patience = constant(3);
	play(&p);
	c = calls_of();
	TEST_CASE(c.n == 2 && c.reached == 1 && c.abandoned == 1 &&
	    c.last == 13, "two for one: one hangs up after 3 s");
	p.queue[0].dial_patience = constant(40);
	play(&p);
	c = calls_of();
	TEST_CASE(c.reached == 2 && c.last == 40,
	    "or waits until the first is done: %d", (int)c.last);
	p.queue[0].pace = 1;
	play(&p);
	c = calls_of();
	TEST_CASE(c.reached == 2 && c.last == 30,
	    "agents who dial themselves wait for nobody: %d", (int)c.last);
	plan_set_staff(&p, 0, 3);
	p.queue[0].pace = 1.5;
	p.queue[0].keep_free = 1;
	p.queue[0].list = 30;
	play(&p);
	c = calls_of();
	TEST_CASE(c.n == 30 && told[0].visit[0].ended == 10 * S &&
	    told[2].visit[0].entered == 10 * S && told[3].visit[0].entered >
	    10 * S, "one and a half for each of the two not kept: three");
	plan_release(&p);
}

static void
attempts(void)
{
	static const struct plan_rate hours[] = { { 0, 0 }, { 500 * S, 1 },
		{ 700 * S, 0 } };
	struct calls c;
	struct sim_plan p;

	make_dial(&p, 1);
	p.queue[0].reach = 0;
	p.queue[0].attempts = 3;
	p.queue[0].retry = constant(60);
	for (int k = 0; k < 2; k++) {
		p.queue[0].pace = 1 + k;
		play(&p);
		c = calls_of();
		TEST_CASE(c.n == 3 && c.in_vain == 3 && told[2].attempt == 2 &&
		    told[2].visit[0].entered == 140 * S, "pace %d: tried "
		    "three times, 60 s after each", 1 + k);
	}
	p.queue[0].dial_open = hours;
	p.queue[0].n_dial_open = COUNT_OF(hours);
	p.queue[0].retry = constant(120);
	for (int k = 0; k < 2; k++) {
		p.queue[0].pace = 1 + k;
		play(&p);
		TEST_CASE(n_told == 2 && told[0].visit[0].entered == 500 * S &&
		    told[1].visit[0].entered == 630 * S,
		    "pace %d: people who are idle begin when it opens, and "
		    "the third is too late", 1 + k);
	}
	plan_release(&p);
}

/* Of those who answer each time with 0.3, 1 - 0.7^3 are reached, after
 * 1 + 0.7 + 0.49 attempts. */
static void
reached(void)
{
	double n[RUNS], yes[RUNS], all[RUNS];
	struct estimate e;
	struct sim_plan p;
	struct sim s;

	make_dial(&p, 2000);
	p.end = INT64_C(1000000) * S;
	plan_set_staff(&p, 0, 5);
	p.queue[0].pace = 1.4;
	p.queue[0].reach = 0.3;
	p.queue[0].attempts = 3;
	p.queue[0].retry = exponential(3600.0 * S);
	sim_init(&s, &p);
	for (int i = 0; i < RUNS; i++) {
		struct sums sums = { 0 };
		struct sim_sink sink = { .context = &sums, .contact = add };

		sim_run(&s, (uint64_t)i, &sink);
		n[i] = sums.n;
		yes[i] = sums.talk / 0.3;
		all[i] = 2000;
	}
	sim_release(&s);
	e = stat_ratio(yes, all, stat_level(RUNS, 0.999));
	TEST_CASE(fabs(e.value - 0.657) <= e.half && e.half < 0.02,
	    "reached in three attempts: 0.657, simulated %.4f +-%.4f",
	    e.value, e.half);
	e = stat_ratio(n, all, stat_level(RUNS, 0.999));
	TEST_CASE(fabs(e.value - 2.19) <= e.half && e.half < 0.03,
	    "attempts a customer: 2.19, simulated %.4f +-%.4f", e.value,
	    e.half);
	plan_release(&p);
}

/* Whom the center called is passed on like others, and is there by then. */
static void
dialled_on(void)
{
	struct plan_transfer t;
	struct sim_plan p;

	make_transfer(&p, &t, NULL, 0);
	p.sources = 0;
	p.queue[0].outbound = true;
	p.queue[0].list = 2;
	p.queue[0].talk = constant(30);
	p.queue[0].wrap = constant(0);
	p.queue[1].talk = constant(50);
	p.queue[1].reach = p.queue[1].callback_reached = 0;
	p.queue[1].redial = 1;
	p.queue[1].redial_delay = constant(1);
	play(&p);
	TEST_CASE(n_told == 2 && told[0].n == 2 && told[0].visit[0].handed_on &&
	    told[0].visit[1].entered == 30 * S && told[0].visit[1].end ==
	    END_ANSWERED && told[0].visit[1].agent == 1 &&
	    told[0].visit[1].talk == 50 * S, "dialled, then passed on");
	TEST_CASE(told[1].n == 2 && told[1].visit[1].entered == 60 * S &&
	    told[1].visit[1].ended == 80 * S, "the next one waits there");
	p.queue[1].patience = constant(10);
	play(&p);
	TEST_CASE(n_told == 2 && told[1].visit[1].end == END_ABANDONED &&
	    told[1].visit[1].ended == 70 * S,
	    "or hangs up, and does not call");
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
	shut_doors();
	open_deadlines();
	group_policy();
	first_idle();
	cumulated_wait();
	threshold();
	at_service();
	sessions();
	predictive();
	attempts();
	reached();
	dialled_on();
	return test_end();
}
