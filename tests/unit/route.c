/* route: the simulator against exact values: every simulator row of the oracle
 * tables (each is named by its id) and the properties any simulator has.
 *
 * An exact value must lie in the 99.9 % interval of 20 replications. The short
 * test (make check) also asks that the interval is narrow enough to mean
 * something; `route long` (make oracles) runs long enough to ask for 1 %, or
 * 0.002 for probabilities. */
// needs: ccroute
#include <math.h>
#include <stdlib.h>

#include "cmd/ccroute/inside.h"
#include "cmd/ccroute/sim.h"
#include "cmd/ccroute/stat.h"
#include "common/erlang.h"
#include "common/mem.h"
#include "tests/unit/test.h"

enum { RUNS = 20, QUEUES = 9, AGENTS = 32 };
static const double UNIT = 100000;	/* ms of a time unit */
static bool is_long;

/* ---- counting what happens -------------------------------------------------------- */

enum count { N_ALL, N_WAITED, N_WAIT, N_AB, N_WAIT_AB, N_SERVED, N_IN, N_AB_IN,
	N_OVER, N_BLOCKED, N_FIRST, N_AGAIN, N_POOL2, N_OVERFLOWED,
	N_ATTEMPTS, N_LOST, COUNTS };
enum { MOMENTS = 2000, LONG_MOMENTS = 20000 };

/* Sums over moments of looking, spread evenly over what is counted. */
struct seen {
	double queue[QUEUES + 1], orbit, in_hand;
};

struct tally {
	double n[QUEUES + 1][COUNTS];	/* the last: all queues together */
	int64_t t;			/* threshold, ms */
	uint32_t pool2;			/* first agent of the second group */
	struct seen seen;
	const struct sim *s;
};

/* Who waits; q QUEUES: in any queue. */
static double
still_there(const struct sim *s, size_t q)
{
	double n = 0;

	for (size_t l = 0; l < s->lines; l++)
		for (uint32_t c = s->line[l].head; c != NOBODY;
		    c = s->contact[c].next)
			n += s->contact[c].leaves > s->now && (q == QUEUES ||
			    s->contact[c].queue == q);
	return n;
}

static void
look_around(void *context, size_t i)
{
	struct tally *t = context;
	const struct sim *s = t->s;

	for (size_t q = 0; q < s->p->queues; q++)
		t->seen.queue[q] += still_there(s, q);
	t->seen.queue[QUEUES] += still_there(s, QUEUES);
	/* who hung up and will call again */
	for (size_t k = s->timer.hole; k < s->timer.n; k++)
		t->seen.orbit += (s->timer.entry[k].stamp &
		    ((1 << TIMER_BITS) - 1)) == TIMER_ENTER;
	for (size_t a = 0; a < s->agents; a++)
		t->seen.in_hand += s->agent[a].n_hand;
	(void)i;
}

static void
count(void *context, const struct contact *c, const struct visit *v, size_t n)
{
	struct tally *t = context;

	for (size_t i = 0; i < n; i++) {
		int64_t wait = v[i].ended - v[i].entered;

		for (size_t k = 0; k < 2; k++) {
			double *q = t->n[k ? QUEUES : v[i].queue];
			bool served = v[i].end == END_ANSWERED;
			bool left = v[i].end == END_ABANDONED;

			q[N_BLOCKED] += v[i].end == END_BLOCKED;
			q[N_ATTEMPTS] += 1;
			q[N_FIRST] += c->attempt == 0;
			q[N_AGAIN] += c->attempt > 0;
			if (v[i].end == END_BLOCKED)
				continue;
			q[N_ALL] += 1;
			q[N_WAITED] += wait > 0 || (left && wait == 0);
			q[N_WAIT] += (double)wait;
			q[N_AB] += left;
			q[N_WAIT_AB] += left ? (double)wait : 0;
			q[N_SERVED] += served;
			q[N_IN] += served && wait <= t->t;
			q[N_AB_IN] += left && wait <= t->t;
			q[N_OVER] += wait > t->t;
			q[N_OVERFLOWED] += v[i].end == END_OVERFLOWED;
			q[N_POOL2] += served && v[i].agent >= t->pool2;
		}
	}
}

/* ---- running ----------------------------------------------------------------------- */

struct outcome {
	double n[QUEUES + 1][COUNTS][RUNS];
	double busy[AGENTS][RUNS], time[AGENTS][RUNS];	/* by group */
	double agent_busy[AGENTS][RUNS], agent_time[AGENTS][RUNS];
	double one[RUNS];
	double queue[QUEUES + 1][RUNS], orbit[RUNS], in_hand[RUNS];
	double span;			/* counted units */
};

static struct outcome got;

static void
keep_seen(const struct seen *seen, int run)
{
	double n = is_long ? LONG_MOMENTS : MOMENTS;

	for (int q = 0; q <= QUEUES; q++)
		got.queue[q][run] = seen->queue[q] / n;
	got.orbit[run] = seen->orbit / n;
	got.in_hand[run] = seen->in_hand / n;
}

static void
keep(const struct sim *s, const struct tally *t, int run)
{
	for (int q = 0; q <= QUEUES; q++)
		for (int c = 0; c < COUNTS; c++)
			got.n[q][c][run] = t->n[q][c];
	for (size_t g = 0; g < s->p->groups && g < AGENTS; g++) {
		int64_t idle, busy;

		sim_group_time(s, g, &idle, &busy);
		got.busy[g][run] = (double)busy;
		got.time[g][run] = (double)(idle + busy);
	}
	for (size_t a = 0; a < s->agents && a < AGENTS; a++) {
		got.agent_busy[a][run] = (double)s->agent[a].busy_ms;
		got.agent_time[a][run] = (double)(s->agent[a].busy_ms +
		    s->agent[a].free_ms);
	}
	got.one[run] = 1;
	keep_seen(&t->seen, run);
}

static void
run(const struct sim_plan *p, double threshold)
{
	static int64_t at[LONG_MOMENTS];
	int64_t counted = p->end - p->warm_up;
	int moments = is_long ? LONG_MOMENTS : MOMENTS;
	uint32_t pool2 = p->group[0].n_staff ? p->group[0].staff[0].count : 0;
	struct sim s;

	sim_init(&s, p);
	got.span = (double)counted / UNIT;
	for (int i = 0; i < moments; i++)
		at[i] = p->warm_up + counted / moments * i;
	for (int i = 0; i < RUNS; i++) {
		struct tally t = { .t = (int64_t)(threshold + 0.5),
		    .pool2 = pool2, .s = &s };
		struct sim_sink sink = { .context = &t, .contact = count,
		    .look = look_around, .look_at = at, .n_looks = (size_t)moments };

		sim_run(&s, (uint64_t)i, &sink);
		keep(&s, &t, i);
	}
	sim_release(&s);
}

/* The exact value against 20 runs: num / den in these units. */
static void
check(const char *id, const char *what, const double *num, const double *den,
    double unit, double exact, bool probability)
{
	struct estimate e = stat_ratio(num, den, stat_level(RUNS, 0.999));
	double value = e.value / unit, half = e.half / unit;
	double error = fabs(value - exact), allowed = is_long ? 0.01 : 0.25;
	double narrow = fabs(exact) * allowed;

	if (probability)
		narrow = MAX(narrow, is_long ? 0.002 : 0.03);
	TEST_CASE(e.known && error <= half && (is_long ? error <= narrow :
	    half <= narrow),
	    "%s %s: %.6g, simulated %.6g +-%.2g", id, what, exact, value,
	    half);
}

static void
check_share(const char *id, const char *what, int queue, enum count num,
    enum count den, double exact)
{
	check(id, what, got.n[queue][num], got.n[queue][den], 1, exact, true);
}

static void
check_wait(const char *id, const char *what, int queue, enum count num,
    enum count den, double exact, double unit)
{
	check(id, what, got.n[queue][num], got.n[queue][den], unit, exact,
	    false);
}

/* A mean number over time, as it was seen. */
static void
check_seen(const char *id, const char *what, const double *seen, double exact)
{
	check(id, what, seen, got.one, 1, exact, false);
}

/* ---- plans --------------------------------------------------------------------------- */

static struct dist
law(enum dist_law l, double mean, double shape)
{
	struct dist d = { .law = l, .mean = mean, .shape = shape };

	dist_ready(&d);
	return d;
}

static struct dist
exponential(double mean)
{
	return law(DIST_EXPONENTIAL, mean, 0);
}

/* How long: so many contacts a run, the first fifth left out. */
static int64_t
span(struct sim_plan *p, double per_ms, double contacts)
{
	double ms = contacts * (is_long ? 40 : 0.4) / per_ms;

	p->warm_up = (int64_t)(ms / (is_long ? 50 : 5));
	return (int64_t)ms;
}

/* M/M/n: rates a unit. theta 0: nobody hangs up. */
static void
make(struct sim_plan *p, double lambda, double mu, uint32_t n, double theta,
    double contacts)
{
	plan_init(p, 1, 1, 1);
	p->seed = 11;
	plan_set_rate(p, 0, lambda / UNIT, span(p, lambda / UNIT, contacts));
	plan_set_staff(p, 0, n);
	plan_serve(p, 0, 0)->can = true;
	p->queue[0].talk = exponential(UNIT / mu);
	if (theta > 0)
		p->queue[0].patience = exponential(UNIT / theta);
}

/* ---- one queue ------------------------------------------------------------------------ */

static void
rows_of_a(void)
{
	static const struct {
		const char *id;
		double lambda, mu;
		uint32_t n;
		double theta, t, wait, ab, ew, ew_served, ew_ab, occupancy,
		    in, ab_in, over;
	} rows[] = {
		{ "A-S1", 48, 1, 50, 0.5, 12.5 / 60, 0.4677740685538,
		  0.03091224916219, 0.06182449832439, 0.06026500399255,
		  0.1107140775508, 0.9303242408, 0.8745569096733,
		  0.02629327930546, 0.09914981102128 },
		{ "A-S2", 100.0 / 1800, 1.0 / 180, 14, 1.0 / 300, 20,
		  0.1452601142964, 0.01398374412241, 4.195123236723,
		  3.878480044521, 26.52214324587, 0.70429732563,
		  0.9167920918635, 0.007163935411199, 0.07604397272525 },
		{ "A-S3", 100.0 / 1800, 1.0 / 180, 10, 1.0 / 300, 20,
		  0.5994333180281, 0.1094379995585, 32.83139986755,
		  31.23942467921, 45.78624748996, 0.89056200044,
		  0.5168101686403, 0.03480496435308, 0.4483848670066 },
		{ "A-S4", 3.5 / 60, 1.0 / 180, 13, 1.0 / 300, 20,
		  0.2812545154136, 0.03304267536384, 9.912802609152,
		  9.176969011677, 31.44615845754, 0.78100399298,
		  0.8163095018985, 0.01475834250787, 0.1689321555936 },
		{ "A-S5", 3.5 / 60, 1.0 / 180, 9, 1.0 / 300, 20,
		  0.7898389601207, 0.1887281183187, 56.61843549562,
		  56.58667494353, 56.75496227862, 0.94648386196,
		  0.3020794517676, 0.04797256467181, 0.6499479835606 },
		{ "A-S6", 4.2, 0.5, 12, 1, 20.0 / 60, 0.1273722818087,
		  0.02967890554237, 0.02967890554237, 0.0240600770092,
		  0.2133806880794, 0.67922476612, 0.945269575559,
		  0.02335223453127, 0.03137818990973 },
		{ "A-S7", 100, 1, 100, 1, 0.1, 0.5132987982791,
		  0.03986099680915, 0.03986099680915, 0.03891653311596,
		  0.06261046374463, 0.96013900319, 0.81365453493,
		  0.03156608395214, 0.1547793811179 },
		{ "A-S8", 10, 1, 10, 0.1, 0.25, 0.7786708954744,
		  0.06046886956279, 0.6046886956279, 0.6033103508872,
		  0.6261046374463, 0.93953113044, 0.3691055522086,
		  0.01737654160965, 0.6135179061818 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		/* rows in seconds: 1 s is UNIT / 100 */
		double unit = rows[i].mu < 0.1 ? 100 : 1;
		struct sim_plan p;

		make(&p, rows[i].lambda * unit, rows[i].mu * unit, rows[i].n,
		    rows[i].theta * unit, 60000);
		run(&p, rows[i].t * UNIT / unit);
		check_share(rows[i].id, "P_wait", 0, N_WAITED, N_ALL,
		    rows[i].wait);
		check_share(rows[i].id, "P_ab", 0, N_AB, N_ALL, rows[i].ab);
		check_wait(rows[i].id, "EW_all", 0, N_WAIT, N_ALL, rows[i].ew,
		    UNIT / unit);
		check_wait(rows[i].id, "EW_abandoned", 0, N_WAIT_AB, N_AB,
		    rows[i].ew_ab, UNIT / unit);
		check_share(rows[i].id, "served_le", 0, N_IN, N_ALL,
		    rows[i].in);
		check_share(rows[i].id, "ab_le", 0, N_AB_IN, N_ALL,
		    rows[i].ab_in);
		check_share(rows[i].id, "W_gt", 0, N_OVER, N_ALL,
		    rows[i].over);
		check(rows[i].id, "occupancy", got.busy[0], got.time[0], 1,
		    rows[i].occupancy, true);
		plan_release(&p);
	}
}

static void
rows_of_c(void)
{
	static const struct {
		const char *id;
		double calls, interval, aht;
		uint32_t n;
		double t, wait, sl, asa, occupancy;
	} rows[] = {
		{ "C-S1", 100, 1800, 180, 14, 20, 0.174131933595,
		  0.8883500191795, 7.8359370118, 0.7142857143 },
		{ "C-S2", 100, 1800, 180, 11, 20, 0.6821182046893,
		  0.3896138117292, 122.78127684, 0.9090909091 },
		{ "C-S3", 200, 1800, 180, 25, 60, 0.2091028265988,
		  0.9605055775711, 7.5277017576, 0.8 },
		{ "C-S4", 200, 1800, 180, 23, 60, 0.4157375746849,
		  0.847058693351, 24.944254481, 0.8695652174 },
		{ "C-S5", 210, 3600, 180, 13, 20, 0.3688456361589,
		  0.7206122928482, 26.556885803, 0.8076923077 },
		{ "C-S6", 360, 3600, 240, 28, 20, 0.3331385279927,
		  0.7612958139348, 19.98831168, 0.8571428571 },
		{ "C-S7", 2880, 3600, 60, 50, 20, 0.6944556111968,
		  0.6434546008033, 20.833668336, 0.96 },
		{ "C-S8", 12, 3600, 600, 3, 30, 0.4444444444444,
		  0.5772313668886, 266.66666667, 0.6666666667 },
		{ "C-S9", 1800, 1800, 300, 305, 10, 0.6880537273666,
		  0.4175750940413, 41.283223642, 0.9836065574 },
		{ "C-S10", 30, 1800, 55, 1, 15, 0.9166666666667,
		  0.1039317076014, 605.0, 0.9166666667 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool heavy = rows[i].occupancy > 0.9;
		double rate = rows[i].calls / rows[i].interval;
		struct sim_plan p;

		if (heavy && !is_long)
			continue;	/* takes long to say anything */
		make(&p, rate * 100, 100 / rows[i].aht, rows[i].n, 0,
		    heavy ? 300000 : 50000);
		run(&p, rows[i].t * UNIT / 100);
		check_share(rows[i].id, "P_wait", 0, N_WAITED, N_ALL,
		    rows[i].wait);
		check_share(rows[i].id, "SL", 0, N_IN, N_ALL, rows[i].sl);
		check_wait(rows[i].id, "ASA", 0, N_WAIT, N_ALL, rows[i].asa,
		    UNIT / 100);
		check(rows[i].id, "occupancy", got.busy[0], got.time[0], 1,
		    rows[i].occupancy, true);
		plan_release(&p);
	}
}

static void
finite_room(void)
{
	static const struct {
		const char *id;
		double lambda, mu;
		uint32_t c;
		int64_t places;
		double theta, block, wait, wq, occupancy, ab;
	} rows[] = {
		{ "K-S1", 8, 4, 5, 12, 0, 5.869125157604e-5, 0.05960950831155,
		  0.004933220453038, 0.3999765235, 0 },
		{ "K-S2", 3, 4, 2, 3, 0, 0.04936014625229, 0.1384615384615,
		  0.01730769230769, 0.35648994516, 0 },
		{ "K-S3", 9, 1, 10, 15, 0, 0.06125876182566, 0.452558037317,
		  0.1262766333765, 0.84486711436, 0 },
		{ "K-S4", 4.2, 0.5, 12, 17, 0, 0.009476874302515,
		  0.1578613569728, 0.06112424075928, 0.69336618799, 0 },
		{ "K-S5", 50, 1, 45, 60, 0, 0.1094081871149, 0.8779983076098,
		  0.1929469123358, 0.98954645876, 0 },
		{ "K-S6", 4.2, 0.5, 12, 17, 1, 0.001391511852675,
		  0.1255364297726, 0.02865233788504, 0.67899721423,
		  0.02865233788504 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sim_plan p;

		make(&p, rows[i].lambda, rows[i].mu, rows[i].c,
		    rows[i].theta, 60000);
		if (i % 2)	/* trunks of the center are places too */
			p.trunks = rows[i].places;
		else
			p.queue[0].room = rows[i].places - rows[i].c;
		run(&p, 0);
		check_share(rows[i].id, "P_block", 0, N_BLOCKED, N_ATTEMPTS,
		    rows[i].block);
		check_share(rows[i].id, "P_wait", 0, N_WAITED, N_ALL,
		    rows[i].wait);
		check_wait(rows[i].id, "Wq", 0, N_WAIT, N_ALL, rows[i].wq,
		    UNIT);
		check(rows[i].id, "occupancy", got.busy[0], got.time[0], 1,
		    rows[i].occupancy, true);
		if (rows[i].theta > 0)
			check_share(rows[i].id, "P_ab", 0, N_AB, N_ALL,
			    rows[i].ab);
		plan_release(&p);
	}
}

static void
patience_laws(void)
{
	static const struct {
		const char *id;
		double lambda, wait, ab, ew, ew_ab, occupancy, in;
	} rows[] = {
		{ "G-S1", 9, 0.47827993232, 0.063879570548, 0.12694229431,
		  0.5, 0.84250838651, 0.75468621303 },
		{ "G-S2", 11, 0.7318598147, 0.15199274176, 0.25690213365,
		  0.30977367285, 0.93280798407, 0.50377761761 },
		{ "G-S3", 11, 0.66911511975, 0.16628629136, 0.19874955877,
		  0.16468893727, 0.91708507951, 0.56208999772 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sim_plan p;

		make(&p, rows[i].lambda, 1, 10, 0, 80000);
		p.queue[0].patience = i == 0 ? law(DIST_CONSTANT, UNIT / 2,
		    0) : i == 1 ? law(DIST_UNIFORM, 0, 2 * UNIT) :
		    exponential(2 * UNIT);
		p.queue[0].patience.balk = i == 2 ? 0.1 : 0;
		run(&p, UNIT / 4);
		check_share(rows[i].id, "P_wait", 0, N_WAITED, N_ALL,
		    rows[i].wait);
		check_share(rows[i].id, "P_ab", 0, N_AB, N_ALL, rows[i].ab);
		check_wait(rows[i].id, "EW_all", 0, N_WAIT, N_ALL, rows[i].ew,
		    UNIT);
		check_wait(rows[i].id, "EW_abandoned", 0, N_WAIT_AB, N_AB,
		    rows[i].ew_ab, UNIT);
		check(rows[i].id, "occupancy", got.busy[0], got.time[0], 1,
		    rows[i].occupancy, true);
		check_share(rows[i].id, "served_le", 0, N_IN, N_ALL,
		    rows[i].in);
		plan_release(&p);
	}
}

/*
 * G-S1 again: a constant patience is also an overflow after so long. Property
 * 6: after 0 all overflow whom nobody is free for (a loss system), after ever
 * so long nobody does.
 */
static void
overflow(void)
{
	static const double after[] = { 0, 0.1, 0.25, 0.5, 1, HUGE_VAL };
	struct sim_plan p;

	make(&p, 9, 1, 10, 0, 80000);
	for (size_t i = 0; i < COUNT_OF(after); i++) {
		struct patience t = { PATIENCE_CONSTANT, after[i], 0 };
		struct erlang_a_result a = { 0 };
		char what[40];

		snprintf(what, sizeof(what), "overflows after %g", after[i]);
		p.queue[0].overflow_after = after[i] == HUGE_VAL ? NEVER :
		    (int64_t)(after[i] * UNIT);
		run(&p, 0);
		if (after[i] == 0)
			a.p_abandon = erlang_b(10, 9);
		else if (after[i] < HUGE_VAL)
			erlang_a_all(9, 1, 10, &t, 0, &a);
		check_share("property 6", what, 0, N_OVERFLOWED, N_ALL,
		    a.p_abandon);
		if (after[i] == 0.5)
			check_share("G-S1", "share that overflows", 0,
			    N_OVERFLOWED, N_ALL, 0.063879570548);
	}
	check_wait("property 6", "none overflows: the wait of M/M/10", 0,
	    N_WAIT, N_ALL, erlang_c(10, 9), UNIT);
	plan_release(&p);
}

static void
constant_service(void)
{
	static const struct {
		const char *id;
		double lambda;
		uint32_t c;
		double wq, queue, wait;
	} rows[] = {
		{ "D-S1", 0.8, 1, 2, 1.6, 0.8 },
		{ "D-S2", 4, 5, 0.289060007, 1.15624003, 0.533615063 },
		{ "D-S3", 18, 20, 0.144286075, 2.59714935, 0.523265066 },
	};
	struct sim_plan p;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		make(&p, rows[i].lambda, 1, rows[i].c, 0, 80000);
		p.queue[0].talk = law(DIST_CONSTANT, UNIT, 0);
		run(&p, 0);
		check_wait(rows[i].id, "Wq", 0, N_WAIT, N_ALL, rows[i].wq,
		    UNIT);
		check_share(rows[i].id, "P_wait", 0, N_WAITED, N_ALL,
		    rows[i].wait);
		check_seen(rows[i].id, "Lq", got.queue[0], rows[i].queue);
		plan_release(&p);
	}
	make(&p, 0.8, 1, 1, 0, is_long ? 400000 : 100000);
	run(&p, 0);
	check_wait("D-S", "M/M/1 Wq", 0, N_WAIT, N_ALL, 4, UNIT);
	p.queue[0].talk = law(DIST_GAMMA, UNIT, 2);
	run(&p, 0);
	check_wait("D-S", "M/E2/1 Wq", 0, N_WAIT, N_ALL, 3, UNIT);
	p.queue[0].talk = law(DIST_LOGNORMAL, UNIT, 240.0 / 188);
	run(&p, 0);
	check_wait("D-S", "M/LN/1 Wq", 0, N_WAIT, N_ALL, 5.25939339, UNIT);
	plan_release(&p);
}

/* Loss systems do not see the law of handling. */
static void
losses(void)
{
	static const enum dist_law laws[] = { DIST_EXPONENTIAL,
		DIST_CONSTANT, DIST_LOGNORMAL, DIST_GAMMA };

	for (size_t i = 0; i < COUNT_OF(laws); i++) {
		struct sim_plan p;

		make(&p, 3, 1, 5, 0, 40000);
		p.queue[0].talk = law(laws[i], UNIT, 2);
		p.queue[0].room = 0;
		run(&p, 0);
		check_share("B-S3", dist_law_names[laws[i]], 0, N_BLOCKED,
		    N_ATTEMPTS, 0.1100543478261);
		plan_release(&p);
	}
}

/* ---- several queues, several groups -------------------------------------------------- */

static void
priorities(void)
{
	static const struct {
		const char *id;
		double lambda[2], mu;
		uint32_t c;
		double w[2], all;
	} rows[] = {
		{ "P-S1", { 0.2, 0.6 }, 1, 1, { 1, 5 }, 4 },
		{ "P-S2", { 2, 3 }, 1, 6, { 0.1468791126152,
		  0.8812746756909 }, 0.5875164504606 },
		{ "P-S3", { 5, 1 }, 2, 4, { 0.1698113207547,
		  0.6792452830189 }, 0.2547169811321 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		double sum = rows[i].lambda[0] + rows[i].lambda[1];
		struct sim_plan p;
		int64_t end;

		plan_init(&p, 2, 2, 1);
		p.seed = 12;
		end = span(&p, sum / UNIT, is_long ? 250000 : 100000);
		plan_set_staff(&p, 0, rows[i].c);
		for (size_t q = 0; q < 2; q++) {
			p.source[q].name = q ? "low" : "high";
			plan_set_rate(&p, q, rows[i].lambda[q] / UNIT, end);
			p.queue[q].talk = exponential(UNIT / rows[i].mu);
			p.queue[q].priority = q ? 0 : 1;
			plan_serve(&p, q, 0)->can = true;
		}
		run(&p, 0);
		for (int q = 0; q < 2; q++)
			check_wait(rows[i].id, q ? "W low" : "W high", q,
			    N_WAIT, N_ALL, rows[i].w[q], UNIT);
		check_wait(rows[i].id, "W all", QUEUES, N_WAIT, N_ALL,
		    rows[i].all, UNIT);
		for (size_t q = 0; q < 2; q++)
			p.queue[q].priority = q ? 1 : 0;
		run(&p, 0);
		check_wait("property 2", "classes in the other order: W all",
		    QUEUES, N_WAIT, N_ALL, rows[i].all, UNIT);
		plan_release(&p);
	}
}

static void
n_model(void)
{
	static const struct {
		const char *id;
		double lambda[2];
		uint32_t n[2];
		double theta;
		int first;
		double wait[2], ab[2], w[2], occupancy[2], queue[2], share12;
	} rows[] = {
		{ "N-S1", { 2, 1.5 }, { 2, 2 }, 0.5, 2, { 0.431621716,
		  0.692735461 }, { 0.104661964, 0.209042076 }, { 0.209323928,
		  0.418084152 }, { 0.691722416, 0.796834063 },
		  { 0.418647856, 0.627126227 }, 0.227417592 },
		{ "N-S2", { 2, 1.5 }, { 2, 2 }, 0.5, 1, { 0.401209113,
		  0.703745728 }, { 0.0659617628, 0.284032634 },
		  { 0.131923526, 0.568065268 }, { 0.66704947, 0.803964292 },
		  { 0.263847051, 0.852097902 }, 0.285843509 },
		{ "N-S3", { 4, 4 }, { 4, 5 }, 0.2, 2, { 0.437115504,
		  0.696288706 }, { 0.044979398, 0.0734668719 }, { 0.22489699,
		  0.367334359 }, { 0.783589658, 0.878371257 },
		  { 0.899587961, 1.46933744 }, 0.179504969 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		double little[RUNS];
		struct sim_plan p;
		int64_t end;

		plan_init(&p, 2, 2, 2);
		p.seed = 13;
		end = span(&p, (rows[i].lambda[0] + rows[i].lambda[1]) / UNIT,
		    80000);
		for (size_t q = 0; q < 2; q++) {
			p.source[q].name = q ? "two" : "one";
			plan_set_rate(&p, q, rows[i].lambda[q] / UNIT, end);
			plan_set_staff(&p, q, rows[i].n[q]);
			p.queue[q].talk = exponential(UNIT);
			p.queue[q].patience = exponential(UNIT /
			    rows[i].theta);
		}
		plan_serve(&p, 0, 0)->can = true;
		*plan_serve(&p, 0, 1) = *plan_serve(&p, 1, 1) =
		    *plan_serve(&p, 0, 0);
		plan_serve(&p, 0, 1)->prefer = 1;
		plan_serve(&p, rows[i].first == 2 ? 0 : 1, 1)->rank = 1;
		run(&p, 0);
		for (int q = 0; q < 2; q++) {
			check_share(rows[i].id, "P_wait", q, N_WAITED, N_ALL,
			    rows[i].wait[q]);
			check_share(rows[i].id, "P_ab", q, N_AB, N_ALL,
			    rows[i].ab[q]);
			check_wait(rows[i].id, "W", q, N_WAIT, N_ALL,
			    rows[i].w[q], UNIT);
			check(rows[i].id, "occupancy", got.busy[q],
			    got.time[q], 1, rows[i].occupancy[q], true);
			check_seen(rows[i].id, "Lq", got.queue[q],
			    rows[i].queue[q]);
		}
		for (int r = 0; r < RUNS; r++)
			little[r] = got.n[QUEUES][N_WAIT][r] / UNIT / got.span;
		check("property 1", "Lq is lambda E[W]", got.queue[QUEUES],
		    little, 1, 1, false);
		check_share(rows[i].id, "share12", 0, N_POOL2, N_SERVED,
		    rows[i].share12);
		plan_release(&p);
	}
}

/* Each agent a group: {1} … {1+2} … {2}. */
static void
skills(void)
{
	static const struct {
		const char *id;
		double lambda[2];
		size_t agents;
		double mu[4];
		int can[4];		/* bits: queues */
		double w[2], wait[2], occupancy[4];
	} rows[] = {
		{ "L-S1", { 1.2, 0.8 }, 3, { 1, 1.1, 0.9 }, { 1, 3, 2 },
		  { 0.763730157, 0.55962142 }, { 0.565562942, 0.472246105 },
		  { 0.672478873, 0.741187326, 0.569127855 } },
		{ "L-S2", { 2, 1 }, 4, { 1, 1, 1, 1 }, { 1, 1, 3, 2 },
		  { 0.754491018, 0.808383234 }, { 0.592814371, 0.592814371 },
		  { 0.75249501, 0.75249501, 0.835329341, 0.659680639 } },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sim_plan p;
		int64_t end;

		plan_init(&p, 2, 2, rows[i].agents);
		p.seed = 14;
		end = span(&p, (rows[i].lambda[0] + rows[i].lambda[1]) / UNIT,
		    100000);
		for (size_t q = 0; q < 2; q++) {
			p.source[q].name = q ? "two" : "one";
			plan_set_rate(&p, q, rows[i].lambda[q] / UNIT, end);
			p.queue[q].talk = exponential(UNIT);
			for (size_t g = 0; g < rows[i].agents; g++) {
				plan_serve(&p, q, g)->can =
				    rows[i].can[g] >> q & 1;
				plan_serve(&p, q, g)->scale = 1 /
				    rows[i].mu[g];
			}
		}
		for (size_t g = 0; g < rows[i].agents; g++) {
			plan_set_staff(&p, g, 1);
			p.group[g].contact_rule = OLDEST;
		}
		run(&p, 0);
		for (int q = 0; q < 2; q++) {
			check_wait(rows[i].id, "W", q, N_WAIT, N_ALL,
			    rows[i].w[q], UNIT);
			check_share(rows[i].id, "P_wait", q, N_WAITED, N_ALL,
			    rows[i].wait[q]);
		}
		for (size_t g = 0; g < rows[i].agents; g++)
			check(rows[i].id, "occupancy", got.busy[g],
			    got.time[g], 1, rows[i].occupancy[g], true);
		plan_release(&p);
	}
}

static void
top_down(void)
{
	static const double waits[] = { 0.845518868, 0.790996115, 0.72179416,
		0.641690856 }, loss[] = { 0.75, 0.661764705, 0.549773755,
		0.420140927, 0.288157567 };
	struct sim_plan p;

	make(&p, 3, 1, 4, 0, 60000);
	p.queue[0].agent_rule = TOP_DOWN;
	run(&p, 0);
	for (int a = 0; a < 4; a++)
		check("O-S1", "occupancy", got.agent_busy[a],
		    got.agent_time[a], 1, waits[a], true);
	p.queue[0].agent_rule = LONGEST_IDLE;
	run(&p, 0);
	for (int a = 0; a < 4; a++)
		check("property 3", "longest idle: equal occupancies", got.agent_busy[a],
		    got.agent_time[a], 1, 0.75, true);
	plan_release(&p);
	make(&p, 3, 1, 5, 0, 60000);
	p.queue[0].agent_rule = TOP_DOWN;
	p.queue[0].room = 0;
	run(&p, 0);
	for (int a = 0; a < 5; a++)
		check("O-S2", "occupancy", got.agent_busy[a],
		    got.agent_time[a], 1, loss[a], true);
	plan_release(&p);
}

/* ---- those who come again -------------------------------------------------------------- */

static void
redials(void)
{
	static const struct {
		const char *id;
		double lambda;
		uint32_t n;
		double delay, rate, again, ab, ew, queue, occupancy, orbit,
		    lost;
	} rows[] = {
		{ "R-S1", 5, 5, 4, 5.53727186, 0.0970282609, 0.194056522,
		  0.388113043, 2.14908743, 0.892545628, 2.14908743,
		  0.107454372 },
		{ "R-S2", 10, 12, 10, 10.2300309, 0.0224858483, 0.0449716966,
		  0.0899433933, 0.920123694, 0.81416409, 2.30030924,
		  0.0230030924 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		double spans[RUNS];
		struct sim_plan p;

		make(&p, rows[i].lambda, 1, rows[i].n, 0.5, 80000);
		p.queue[0].redial = 0.5;
		p.queue[0].redial_delay = exponential(rows[i].delay * UNIT);
		run(&p, 0);
		for (int k = 0; k < RUNS; k++)
			spans[k] = got.span;
		check(rows[i].id, "attempts a unit", got.n[0][N_ATTEMPTS],
		    spans, 1, rows[i].rate, false);
		check_share(rows[i].id, "P_ab of attempts", 0, N_AB, N_ALL,
		    rows[i].ab);
		check_wait(rows[i].id, "EW of attempts", 0, N_WAIT, N_ALL,
		    rows[i].ew, UNIT);
		check(rows[i].id, "occupancy", got.busy[0], got.time[0], 1,
		    rows[i].occupancy, true);
		check_share(rows[i].id, "redial share", 0, N_AGAIN, N_ATTEMPTS,
		    rows[i].again);
		check_seen(rows[i].id, "Lq", got.queue[0], rows[i].queue);
		check_seen(rows[i].id, "E_orbit", got.orbit, rows[i].orbit);
		/* who is not served at last: hung up and did not call again */
		for (int k = 0; k < RUNS; k++)
			got.n[0][N_LOST][k] = got.n[0][N_AB][k] -
			    got.n[0][N_AGAIN][k];
		check_share(rows[i].id, "P_ab final", 0, N_LOST, N_FIRST,
		    rows[i].lost);
		plan_release(&p);
	}
}

/* ---- chats ------------------------------------------------------------------------------ */

static void
chats(void)
{
	static const double slow[] = { 1, 1.7, 2.5 };
	static const struct {
		const char *id;
		const double *speed;
		double wait, wq, queue, concurrency, any, slots;
	} rows[] = {
		{ "CH-S1", slow, 0.637450199, 1.2749004, 2.5498008,
		  2.53846154, 0.932270916, 0.788844622 },
		{ "CH-S2", NULL, 0.444444444, 0.444444444, 0.888888889, 2.25,
		  0.888888889, 0.666666667 },
	};
	struct sim_plan p;

	make(&p, 2, 1, 1, 0, is_long ? 150000 : 60000);
	p.group[0].slots = 3;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		double any[RUNS];

		p.group[0].speed = rows[i].speed;
		run(&p, 0);
		for (int r = 0; r < RUNS; r++)
			any[r] = got.busy[0][r] / got.time[0][r];
		check_share(rows[i].id, "P_wait", 0, N_WAITED, N_ALL,
		    rows[i].wait);
		check_share(rows[i].id, "P_ab", 0, N_AB, N_ALL, 0);
		check_wait(rows[i].id, "Wq", 0, N_WAIT, N_ALL, rows[i].wq,
		    UNIT);
		check_seen(rows[i].id, "Lq", got.queue[0], rows[i].queue);
		check(rows[i].id, "concurrency", got.in_hand, any, 1,
		    rows[i].concurrency, false);
		check(rows[i].id, "occ_any", got.busy[0], got.time[0], 1,
		    rows[i].any, true);
		check(rows[i].id, "occ_slots", got.in_hand, got.one, 3,
		    rows[i].slots, true);
	}
	plan_release(&p);
}

/* ---- days ------------------------------------------------------------------------------ */

enum { LOOKS = 6, DAYS = 150 };	/* moments of a day; days a run */

struct looking {
	struct tally t;
	const struct sim *s;
	double queue[LOOKS], busy[LOOKS];
};

static double
at_work(const struct sim *s)
{
	double n = 0;

	for (size_t a = 0; a < s->agents; a++)
		n += s->agent[a].state == AGENT_BUSY;
	return n;
}

static void
look(void *context, size_t i)
{
	struct looking *l = context;

	l->queue[i] += still_there(l->s, QUEUES);
	l->busy[i] += at_work(l->s);
}

static void
look_count(void *context, const struct contact *c, const struct visit *v,
    size_t n)
{
	count(&((struct looking *)context)->t, c, v, n);
}

/* 20 runs of many days each: sums a day. */
struct days {
	double queue[LOOKS][RUNS], busy[LOOKS][RUNS], work[RUNS];
	double n[COUNTS][QUEUES + 1][RUNS];
	double spread[COUNTS][RUNS];	/* variance over days, all queues */
	double one[RUNS];
};

static struct days days;

/* Sums of all queues' counts over days, and of their squares. */
struct sums {
	double before[COUNTS], sum[COUNTS], square[COUNTS];
};

static void
add_day(struct sums *s, const double *now)
{
	for (int c = 0; c < COUNTS; c++) {
		double x = now[c] - s->before[c];

		s->before[c] = now[c];
		s->sum[c] += x;
		s->square[c] += x * x;
	}
}

static void
live_days(const struct sim_plan *p, const int64_t *at, size_t looks,
    double threshold, int n)
{
	struct sim s;

	sim_init(&s, p);
	memset(&days, 0, sizeof(days));
	for (int r = 0; r < RUNS; r++) {
		struct looking l = { .s = &s, .t.t = (int64_t)threshold };
		struct sums sums = { 0 };
		struct sim_sink sink = { .context = &l, .look = look,
		    .contact = look_count, .look_at = at, .n_looks = looks };

		for (int d = 0; d < n; d++) {
			int64_t idle, busy;

			sim_run(&s, (uint64_t)(r * n + d), &sink);
			add_day(&sums, l.t.n[QUEUES]);
			for (size_t g = 0; g < p->groups; g++) {
				sim_group_time(&s, g, &idle, &busy);
				days.work[r] += (double)busy / n;
			}
		}
		for (size_t i = 0; i < looks; i++) {
			days.queue[i][r] = l.queue[i] / n;
			days.busy[i][r] = l.busy[i] / n;
		}
		for (int c = 0; c < COUNTS; c++) {
			for (int q = 0; q <= QUEUES; q++)
				days.n[c][q][r] = l.t.n[q][c] / n;
			days.spread[c][r] = (sums.square[c] - sums.sum[c] *
			    sums.sum[c] / n) / (n - 1);
		}
		days.one[r] = 1;
	}
	sim_release(&s);
}

static void
check_days(const char *id, const char *what, const double *x, double unit,
    double exact)
{
	check(id, what, x, days.one, unit, exact, false);
}

static void
check_mode(const char *mode, const char *what, const double *num,
    const double *den, double unit, double exact)
{
	char text[40];

	snprintf(text, sizeof(text), "%s %s", mode, what);
	check("TV-S1", text, num, den, unit, exact, false);
}

/* Too rare to be met to a share of itself: to 0.005 (0.002 when long). */
static void
rare(const char *mode, const double *seen, double exact)
{
	struct estimate e = stat_ratio(seen, days.one, stat_level(RUNS, 0.999));
	double room = is_long ? 0.002 : 0.005;

	TEST_CASE(e.known && fabs(e.value - exact) <= room,
	    "TV-S1 %s queue: %.6g, simulated %.6g", mode, exact, e.value);
}

/* Against a long simulation by others, which is not exact either. */
static void
check_reference(const char *id, const char *what, const double *x,
    double reference)
{
	struct estimate e = stat_ratio(x, days.one, stat_level(RUNS, 0.999));

	TEST_CASE(e.known && fabs(e.value - reference) <= e.half && e.half <=
	    reference * (is_long ? 0.05 : 0.25), "%s %s: %.6g, simulated %.6g "
	    "+-%.2g", id, what, reference, e.value, e.half);
}

/* Against an interval that was printed: ours has something in common. */
static void
check_published(const char *id, const char *what, const double *num,
    const double *den, double unit, const double *published)
{
	struct estimate e = stat_ratio(num, den, stat_level(RUNS, 0.999));
	double low = (e.value - e.half) / unit;
	double high = (e.value + e.half) / unit;

	TEST_CASE(e.known && low <= published[1] && published[0] <= high,
	    "%s published %s: [%.6g, %.6g], simulated %.6g +-%.2g", id, what,
	    published[0], published[1], e.value / unit, e.half / unit);
}

/* A standard deviation over days, known or printed to some share of itself. */
static void
check_spread(const char *id, const char *what, enum count c, double sd,
    double share)
{
	struct estimate e = stat_ratio(days.spread[c], days.one, stat_level(RUNS, 0.999));
	double low = sqrt(MAX(e.value - e.half, 0)) / (1 + share);
	double high = sqrt(e.value + e.half) / (1 - share);

	TEST_CASE(e.known && low <= sd && sd <= high && high < 1.5 * low,
	    "%s sd of %s: %.6g, simulated %.6g", id, what, sd, sqrt(e.value));
}

static void
time_varying(void)
{
	static const double lambda[] = { 1, 2, 3, 1.5, 0 };
	static const uint32_t staff[] = { 6, 11, 16, 7 };
	static const double minute = 60000;
	static const struct {
		const char *mode;
		double served, left, ew, busy, queue[LOOKS], hands[LOOKS];
	} want[] = {
		{ "counter", 196.90496, 28.095037, 0.24973366, 984.52461,
		  { 0.000506534, 0.00561642, 0.563388, 1.51479, 0.655738,
		    0.631412 }, { 4.61023, 9.34867, 13.5891, 6.79612, 5.96566,
		    5.92253 } },
		{ "detail", 200.23958, 24.760421, 0.22009263, 1001.1977,
		  { 0.000506534, 0.00561642, 0.563388, 0.713677, 0.63525,
		    0.631211 }, { 4.61023, 9.34867, 13.5891, 8.5126, 6.25834,
		    5.93852 } },
	};
	static const int looks[LOOKS] = { 30, 60, 90, 95, 105, 120 };
	int64_t at[LOOKS];
	struct plan_rate rate[5];
	struct plan_staff step[4];
	struct sim_plan p;

	plan_init(&p, 1, 1, 1);
	for (int i = 0; i < 5; i++)
		rate[i] = (struct plan_rate){ i * 30 * 60000, lambda[i] /
		    minute };
	for (int i = 0; i < 4; i++)
		step[i] = (struct plan_staff){ i * 30 * 60000, staff[i] };
	p.source[0].rate = rate;
	p.source[0].n_rates = 5;
	p.group[0].staff = step;
	p.group[0].n_staff = 4;
	p.end = 120 * 60000;
	p.overtime = true;
	p.seed = 15;
	plan_serve(&p, 0, 0)->can = true;
	p.queue[0].talk = exponential(5 * minute);
	p.queue[0].patience = exponential(2 * minute);
	/* the last ms of a period's end: staff goes before anybody looks */
	for (int k = 0; k < LOOKS; k++)
		at[k] = (int64_t)looks[k] * 60000 + (looks[k] % 30 == 0 &&
		    looks[k] < 120) - (looks[k] == 120);
	for (int m = 0; m < 2; m++) {
		p.drop = m ? DROP_NAMED : DROP_COUNTER;
		live_days(&p, at, LOOKS, 0, is_long ? 10000 : DAYS);
		check_mode(want[m].mode, "E_arrivals", days.n[N_ALL][0],
		    days.one, 1, 225);
		check_mode(want[m].mode, "E_served", days.n[N_SERVED][0],
		    days.one, 1, want[m].served);
		check_mode(want[m].mode, "E_abandoned", days.n[N_AB][0],
		    days.one, 1, want[m].left);
		check_mode(want[m].mode, "EW_all", days.n[N_WAIT][0],
		    days.n[N_ALL][0], minute, want[m].ew);
		check_mode(want[m].mode, "busy", days.work, days.one, minute,
		    want[m].busy);
		for (int k = 0; k < LOOKS; k++) {
			/* a queue that is mostly empty takes a million days
			 * to be known to a quarter */
			if (want[m].queue[k] > 0.1)
				check_mode(want[m].mode, "queue",
				    days.queue[k], days.one, 1,
				    want[m].queue[k]);
			else
				rare(want[m].mode, days.queue[k],
				    want[m].queue[k]);
			check_mode(want[m].mode, "in hand", days.busy[k],
			    days.one, 1, want[m].hands[k]);
		}
	}
	plan_release(&p);
}

/* a + b sin(2 pi t / 24), in steps of a 240th; ample people. */
static void
sinus(void)
{
	enum { STEPS = 240 };
	static const double want[] = { 46.13916357, 79.49461769, 53.86083643,
		20.50538231 };
	const double hour = UNIT, turn = 3.14159265358979323846;
	struct plan_rate rate[2 * STEPS + 1];
	int64_t at[4];
	struct sim_plan p;

	plan_init(&p, 1, 1, 1);
	for (int i = 0; i <= 2 * STEPS; i++)
		rate[i] = (struct plan_rate){ (int64_t)(i * 24 * hour /
		    STEPS), i == 2 * STEPS ? 0 : (100 + 60 * sin(2 * turn *
		    (i + 0.5) / STEPS)) / hour };
	p.source[0].rate = rate;
	p.source[0].n_rates = 2 * STEPS + 1;
	p.end = (int64_t)(48 * hour);
	plan_set_staff(&p, 0, 300);
	plan_serve(&p, 0, 0)->can = true;
	p.queue[0].talk = exponential(hour / 2);
	p.seed = 16;
	for (int i = 0; i < 4; i++)
		at[i] = (int64_t)((24 + 6 * i) * hour) - (i == 0 ? 0 : 0);
	live_days(&p, at, 4, 0, is_long ? 1000 : 12);
	for (int i = 0; i < 4; i++)
		check_days("MI-S1", "E_busy", days.busy[i], 1, want[i]);
	plan_release(&p);
}

/* ---- published simulations -------------------------------------------------------------- */

static void
mmc_days(void)
{
	const double minute = 60000;
	/* 95 % intervals of MMC.res, then of MMCAb.res */
	static const double published[][2] = { { 1812.618, 1819.698 },
		{ 0.900, 0.904 }, { 0.097, 0.102 }, { 0.694, 0.697 },
		{ 57.660, 59.558 }, { 1903.785, 1908.231 }, { 0.974, 0.975 },
		{ 0.968, 0.969 }, { 0.023, 0.024 }, { 0.674, 0.677 } };
	double gone_late[RUNS], good[RUNS], wait[RUNS];
	struct sim_plan p;

	plan_init(&p, 1, 1, 1);
	plan_set_rate(&p, 0, 4.2 / minute, 480 * 60000);
	plan_set_staff(&p, 0, 12);
	plan_serve(&p, 0, 0)->can = true;
	p.queue[0].talk = exponential(2 * minute);
	p.seed = 17;
	live_days(&p, NULL, 0, 20000, is_long ? 2000 : 15);
	check_days("PS-S1", "served in 20 s", days.n[N_IN][0], 1, 1815.271737);
	check("PS-S1", "SL", days.n[N_IN][0], days.n[N_SERVED][0], 1,
	    0.900432, true);
	check("PS-S1", "ASA", days.n[N_WAIT][0], days.n[N_SERVED][0], minute,
	    0.100681, false);
	check_days("PS-S1", "occupancy", days.work, 480 * minute * 12,
	    0.696934);
	check_published("PS-S1", "served in 20 s", days.n[N_IN][0], days.one,
	    1, published[0]);
	check_published("PS-S1", "SL", days.n[N_IN][0], days.n[N_SERVED][0],
	    1, published[1]);
	check_published("PS-S1", "ASA", days.n[N_WAIT][0],
	    days.n[N_SERVED][0], minute, published[2]);
	check_published("PS-S1", "occupancy", days.work, days.one,
	    480 * minute * 12, published[3]);
	/* of 1000 days: 95 % of such are within 4.5 % */
	check_spread("PS-S1", "served in 20 s", N_IN, 57.043, 0.045);
	p.queue[0].patience = exponential(minute);
	live_days(&p, NULL, 0, 20000, is_long ? 2000 : 15);
	check_days("PS-S2", "abandoned", days.n[N_AB][0], 1, 59.263218);
	check_days("PS-S2", "served in 20 s", days.n[N_IN][0], 1,
	    1906.718894);
	check("PS-S2", "SL", days.n[N_IN][0], days.n[N_SERVED][0], 1,
	    0.974438, true);
	check("PS-S2", "SL of offered", days.n[N_IN][0], days.n[N_ALL][0], 1,
	    0.945793, true);
	for (int r = 0; r < RUNS; r++) {
		gone_late[r] = days.n[N_SERVED][0][r] + days.n[N_AB][0][r] -
		    days.n[N_AB_IN][0][r];
		good[r] = days.n[N_IN][0][r] + days.n[N_AB_IN][0][r];
		wait[r] = days.n[N_WAIT][0][r] - days.n[N_WAIT_AB][0][r];
	}
	check("PS-S2", "SL but early abandons", days.n[N_IN][0], gone_late, 1,
	    0.968189, true);
	check("PS-S2", "SL abandons as good", good, days.n[N_ALL][0], 1,
	    0.968925, true);
	check("PS-S2", "ASA of served", wait, days.n[N_SERVED][0], minute,
	    0.023825, false);
	check("PS-S2", "mean wait", days.n[N_WAIT][0], days.n[N_ALL][0],
	    minute, 0.029396, false);
	check_days("PS-S2", "occupancy", days.work, 480 * minute * 12,
	    0.676558);
	check_published("PS-S2", "abandoned", days.n[N_AB][0], days.one, 1,
	    published[4]);
	check_published("PS-S2", "served in 20 s", days.n[N_IN][0], days.one,
	    1, published[5]);
	check_published("PS-S2", "SL", days.n[N_IN][0], days.n[N_SERVED][0],
	    1, published[6]);
	check_published("PS-S2", "SL but early abandons", days.n[N_IN][0],
	    gone_late, 1, published[7]);
	check_published("PS-S2", "ASA of served", wait, days.n[N_SERVED][0],
	    minute, published[8]);
	check_published("PS-S2", "occupancy", days.work, days.one,
	    480 * minute * 12, published[9]);
	plan_release(&p);
}

static void
busy_day_factor(void)
{
	static const double calls[] = { 100, 150, 150, 180, 200, 150, 150,
		150, 120, 100, 80, 70, 60, 0 };
	static const uint32_t staff[] = { 4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4,
		4 };
	/* 90 % intervals of CallCC.res */
	static const double published[][2] = { { 1612.789, 1666.225 },
		{ 10.060, 13.608 }, { 0.0311, 0.0374 }, { 0.844, 0.862 } };
	double short_wait[RUNS];
	struct plan_rate rate[14];
	struct plan_staff step[13];
	struct sim_plan p;

	plan_init(&p, 1, 1, 1);
	for (int i = 0; i < 14; i++)
		rate[i] = (struct plan_rate){ i * 3600000, calls[i] /
		    3600000 };
	for (int i = 0; i < 13; i++)
		step[i] = (struct plan_staff){ i * 3600000, staff[i] };
	p.source[0].rate = rate;
	p.source[0].n_rates = 14;
	p.source[0].day_shape = 10;
	p.group[0].staff = step;
	p.group[0].n_staff = 13;
	p.end = 13 * 3600000;
	plan_serve(&p, 0, 0)->can = true;
	p.queue[0].talk = exponential(100000);
	p.queue[0].patience = exponential(1000000);
	p.queue[0].patience.balk = 0.1;
	p.seed = 18;
	live_days(&p, NULL, 0, 20000, is_long ? 4000 : 100);
	check_days("PS-S3", "arrivals", days.n[N_ALL][0], 1, 1660);
	check_days("PS-S3", "wait a call expected", days.n[N_WAIT][0], 1660 *
	    1000.0, 12.519644);
	check_days("PS-S3", "lost of the expected", days.n[N_AB][0], 1660,
	    0.0364895);
	for (int r = 0; r < RUNS; r++)
		short_wait[r] = days.n[N_IN][0][r] + days.n[N_AB_IN][0][r];
	check_days("PS-S3", "wait in 20 s", short_wait, 1660, 0.8548);
	check_days("PS-S3", "served in 20 s", days.n[N_IN][0], 1660, 0.8273);
	check_spread("PS-S3", "arrivals", N_ALL, sqrt(1660 + 1660 * 166.0), 0);
	check_published("PS-S3", "arrivals", days.n[N_ALL][0], days.one, 1,
	    published[0]);
	check_published("PS-S3", "mean wait", days.n[N_WAIT][0], days.one,
	    1660 * 1000.0, published[1]);
	check_published("PS-S3", "lost", days.n[N_AB][0], days.one, 1660,
	    published[2]);
	check_published("PS-S3", "wait in 20 s", short_wait, days.one, 1660,
	    published[3]);
	plan_release(&p);
}

/* What the references say: by type and period, served within 20 s. */
static const struct msk {
	const char *mode;
	double served, left, sl, wait, in[3][3];
} msk[] = {
	{ "counter", 4285.5, 898.8, 0.5058, 0.7552, { { 173.4, 597.8, 16.7 },
	  { 266.1, 509.7, 36.9 }, { 266.0, 611.3, 25.9 } } },
	{ "detail", 4289.2, 895.2, 0.5075, 0.7518, { { 173.7, 598.1, 19.0 },
	  { 266.5, 509.8, 39.7 }, { 266.4, 611.2, 28.1 } } },
};

static void
check_two_skills(const struct msk *want)
{
	/* 95 % intervals of SimpleMSK.res, which counts agents */
	static const double published[][2] = { { 4270.150, 4324.460 },
		{ 876.133, 944.537 }, { 0.494, 0.509 } };
	static const double last[3][2] = { { 13.782, 17.198 },
		{ 31.270, 38.124 }, { 22.137, 27.639 } };
	double (*n)[QUEUES + 1][RUNS] = days.n, out[RUNS];
	char what[40];

	snprintf(what, sizeof(what), "%s served", want->mode);
	check_days("PS-S4", what, n[N_SERVED][QUEUES], 1, want->served);
	snprintf(what, sizeof(what), "%s abandoned", want->mode);
	check_days("PS-S4", what, n[N_AB][QUEUES], 1, want->left);
	for (int r = 0; r < RUNS; r++)	/* served, or gone after 20 s */
		out[r] = n[N_SERVED][QUEUES][r] + n[N_AB][QUEUES][r] -
		    n[N_AB_IN][QUEUES][r];
	snprintf(what, sizeof(what), "%s SL", want->mode);
	check("PS-S4", what, n[N_IN][QUEUES], out, 1, want->sl, true);
	snprintf(what, sizeof(what), "%s mean wait", want->mode);
	check("PS-S4", what, n[N_WAIT][QUEUES], n[N_ALL][QUEUES], 60000,
	    want->wait, false);
	for (int type = 0; type < 3; type++)
		for (int at = 0; at < 3; at++) {
			snprintf(what, sizeof(what), "%s in 20 s, type %d, "
			    "period %d", want->mode, type, at + 1);
			check_reference("PS-S4", what, n[N_IN][type * 3 + at],
			    want->in[type][at]);
		}
	if (want != &msk[0])
		return;
	check_published("PS-S4", "served", n[N_SERVED][QUEUES], days.one, 1,
	    published[0]);
	check_published("PS-S4", "abandoned", n[N_AB][QUEUES], days.one, 1,
	    published[1]);
	check_published("PS-S4", "SL", n[N_IN][QUEUES], out, 1, published[2]);
	for (int type = 0; type < 3; type++) {
		snprintf(what, sizeof(what), "in 20 s, type %d, period 3",
		    type);
		check_published("PS-S4", what, n[N_IN][type * 3 + 2],
		    days.one, 1, last[type]);
	}
}

/* Patience and service by the period of arrival: a queue a period. */
static void
two_skills(void)
{
	static const double rates[3][3] = { { 4.2, 5.3, 3.2 },
		{ 5.1, 4.3, 4.8 }, { 6.3, 5.2, 4.8 } };
	static const double mu[] = { 0.5, 0.6, 0.4 }, nu[] = { 0.3, 0.4, 0.2 };
	static const uint32_t staff[2][3] = { { 12, 18, 9 }, { 15, 20, 11 } };
	static const struct plan_share whole[9] = { { 0, 1 }, { 1, 1 },
		{ 2, 1 }, { 3, 1 }, { 4, 1 }, { 5, 1 }, { 6, 1 }, { 7, 1 },
		{ 8, 1 } };
	static const char *const names[] = { "a", "b", "c", "d", "e", "f",
		"g", "h", "i" };
	struct plan_rate rate[9][3];
	struct plan_staff step[2][3];
	struct sim_plan p;
	const int64_t period = 120 * 60000;

	plan_init(&p, 9, 9, 2);
	for (size_t i = 0; i < 9; i++) {
		size_t type = i / 3, at = i % 3;

		rate[i][0] = (struct plan_rate){ 0, at == 0 ?
		    rates[type][0] / 60000 : 0 };
		rate[i][1] = (struct plan_rate){ (int64_t)MAX(at, 1) * period,
		    at ? rates[type][at] / 60000 : 0 };
		rate[i][2] = (struct plan_rate){ (int64_t)(MAX(at, 1) + 1) *
		    period, 0 };
		p.source[i].rate = rate[i];
		p.source[i].n_rates = 3;
		p.source[i].name = names[i];
		p.source[i].to = &whole[i];
		p.source[i].day_shape = 28.7;
		p.source[i].day_shared = true;
		p.queue[i].talk = exponential(60000 / mu[at]);
		p.queue[i].patience = exponential(60000 / nu[at]);
		plan_serve(&p, i, 0)->can = type < 2;
		plan_serve(&p, i, 1)->can = type > 0;
		plan_serve(&p, i, 1)->prefer = 1;
	}
	for (size_t g = 0; g < 2; g++) {
		for (int i = 0; i < 3; i++)
			step[g][i] = (struct plan_staff){ i * period,
			    staff[g][i] };
		p.group[g].staff = step[g];
		p.group[g].n_staff = 3;
		p.group[g].contact_rule = OLDEST;
	}
	p.end = 3 * period;
	p.seed = 19;
	for (int m = 0; m < 2; m++) {
		p.drop = m ? DROP_NAMED : DROP_COUNTER;
		live_days(&p, NULL, 0, 20000, is_long ? 1000 : 36);
		check_two_skills(&msk[m]);
	}
	plan_release(&p);
}

/* `route`, `route long`, `route long chats`: one part of it; `route parts`:
 * their names, those that take longest first. */
static const struct {
	const char *name;
	void (*run)(void);
} parts[] = {
	{ "constant_service", constant_service },
	{ "priorities", priorities },
	{ "rows_of_c", rows_of_c },
	{ "rows_of_a", rows_of_a },
	{ "finite_room", finite_room },
	{ "patience_laws", patience_laws },
	{ "overflow", overflow },
	{ "losses", losses },
	{ "n_model", n_model },
	{ "skills", skills },
	{ "top_down", top_down },
	{ "redials", redials },
	{ "chats", chats },
	{ "time_varying", time_varying },
	{ "sinus", sinus },
	{ "mmc_days", mmc_days },
	{ "busy_day_factor", busy_day_factor },
	{ "two_skills", two_skills }
};

int
main(int argc, char **argv)
{
	is_long = argc > 1 && strcmp(argv[1], "long") == 0;
	if (argc > 1 && strcmp(argv[1], "parts") == 0) {
		for (size_t i = 0; i < COUNT_OF(parts); i++)
			puts(parts[i].name);
		return 0;
	}
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (argc < 3 || strcmp(argv[2], parts[i].name) == 0)
			parts[i].run();
	return test_end();
}
