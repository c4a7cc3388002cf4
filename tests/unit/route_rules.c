/* route_rules: what each rule of routing does, on days of a few contacts that
 * can be followed by hand, and the properties that any simulator has. */
// needs: ccroute
#include <math.h>

#include "cmd/ccroute/stat.h"
#include "tests/unit/route_day.h"

enum { RUNS = 20 };

/* ---- rules ------------------------------------------------------------------------------ */

static void
ties(void)
{
	static const struct come come[] = { { 0, 0, 10 }, { 10, 0, 10 },
		{ 15, 0, 10 }, { 15, 0, 10 } };
	struct sim_plan p;

	make(&p, 1, 1, come, COUNT_OF(come));
	play(&p);
	TEST_CASE(waited(1) == 0, "property 8 released before one who arrives at once");
	TEST_CASE(waited(2) == 5 && waited(3) == 15,
	    "of two at once the first one first");
	p.queue[0].patience = constant(5);
	play(&p);
	TEST_CASE(waited(2) == 5, "served in the very ms of hanging up");
	TEST_CASE(waited(3) == -1 && of(3)->visit[0].ended == 20 * S,
	    "who is not, hangs up then");
	plan_release(&p);
}

static void
staffing(void)
{
	static const struct come come[] = { { 0, 0, 20 }, { 0, 0, 40 },
		{ 1, 0, 5 } };
	static const struct plan_staff step[] = { { 0, 2 }, { 10 * S, 1 } };
	struct sim_plan p;

	make(&p, 1, 1, come, COUNT_OF(come));
	p.group[0].staff = step;
	p.group[0].n_staff = 2;
	p.drop = DROP_COUNTER;
	play(&p);
	TEST_CASE(waited(2) == 39,
	    "pool: nobody is taken until fewer are busy");
	p.drop = DROP_NAMED;
	play(&p);
	TEST_CASE(waited(2) == 19, "named: the one who stays goes on");
	plan_release(&p);
}

static void
choosing_agents(void)
{
	static const struct come come[] = { { 0, 0, 5 }, { 1, 0, 15 },
		{ 20, 0, 5 }, { 30, 0, 5 }, { 40, 0, 5 } };
	static const struct {
		const char *what;
		enum agent_rule rule;
		uint32_t want[5];
	} rows[] = {
		{ "longest idle", LONGEST_IDLE, { 0, 1, 2, 0, 1 } },
		{ "top-down", TOP_DOWN, { 0, 1, 0, 0, 0 } },
		{ "round robin", ROUND_ROBIN, { 0, 1, 2, 0, 1 } },
		{ "most idle", MOST_IDLE, { 0, 1, 2, 0, 2 } },
		{ "least occupied", LEAST_OCCUPIED, { 0, 1, 2, 0, 2 } },
		{ "fewest contacts", FEWEST_CONTACTS, { 0, 1, 2, 0, 1 } },
	};
	struct sim_plan p;

	make(&p, 1, 1, come, COUNT_OF(come));
	plan_set_staff(&p, 0, 3);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool good = true;

		p.queue[0].agent_rule = rows[i].rule;
		play(&p);
		for (uint64_t k = 0; k < 5; k++)
			good &= agent_of(k) == rows[i].want[k];
		TEST_CASE(good, "%s: agents %d %d %d %d %d", rows[i].what,
		    (int)agent_of(0), (int)agent_of(1), (int)agent_of(2),
		    (int)agent_of(3), (int)agent_of(4));
	}
	plan_release(&p);
}

static void
choosing_contacts(void)
{
	/* one agent busy to 100 s; queue 0 comes first, then 1, then 1 */
	static const struct come come[] = { { 0, 0, 100 }, { 10, 0, 10 },
		{ 20, 1, 10 }, { 30, 1, 10 } };
	struct sim_plan p;

	make(&p, 2, 1, come, COUNT_OF(come));
	p.group[0].contact_rule = OLDEST;
	p.queue[1].priority = 5;
	play(&p);
	TEST_CASE(waited(1) == 90 && waited(2) == 90, "oldest over queues");
	p.group[0].contact_rule = BY_PRIORITY;
	play(&p);
	TEST_CASE(waited(2) == 80 && waited(1) == 110, "by priority");
	p.queue[0].ageing = 0.1 / S;	/* a point each 10 s: 9 against 5 */
	play(&p);
	TEST_CASE(waited(1) == 90, "who waited long has aged past it");
	p.queue[0].ageing = 0;
	plan_serve(&p, 1, 0)->rank = 1;
	play(&p);
	TEST_CASE(waited(1) == 90, "the agent's own rank comes before");
	p.group[0].contact_rule = LONGEST_LINE;
	play(&p);
	TEST_CASE(waited(2) == 80, "the longest line");
	plan_release(&p);
}

static void
proficiency(void)
{
	static const struct come come[] = { { 0, 0, 100 }, { 1, 0, 100 } };
	struct sim_plan p;

	make(&p, 1, 2, come, COUNT_OF(come));
	plan_serve(&p, 0, 0)->prefer = 500;
	play(&p);
	TEST_CASE(agent_of(0) == 1 && agent_of(1) == 0,
	    "the more able group first");
	plan_release(&p);
}

static void
rings_and_reserve(void)
{
	static const struct come come[] = { { 0, 0, 100 }, { 10, 0, 10 } };
	struct sim_plan p;

	make(&p, 1, 2, come, COUNT_OF(come));
	plan_serve(&p, 0, 1)->after = 30 * S;
	play(&p);
	TEST_CASE(waited(1) == 30 && agent_of(1) == 1,
	    "a wider ring opens after 30 s");
	plan_serve(&p, 0, 1)->after = 0;
	plan_serve(&p, 0, 1)->reserve = 1;
	play(&p);
	TEST_CASE(waited(1) == 90 && agent_of(1) == 0,
	    "the last free agent is kept for others");
	plan_set_staff(&p, 1, 2);
	play(&p);
	TEST_CASE(waited(1) == 0 && agent_of(1) != 0,
	    "the last but one is not");
	plan_release(&p);
}

static void
overflow_and_room(void)
{
	static const struct come come[] = { { 0, 0, 100 }, { 10, 0, 10 },
		{ 20, 0, 10 } };
	struct sim_plan p;

	make(&p, 2, 2, come, COUNT_OF(come));
	plan_serve(&p, 0, 1)->can = plan_serve(&p, 1, 0)->can = false;
	p.queue[0].overflow_after = 30 * S;
	p.queue[0].overflow_to = 1;
	p.queue[1].talk = constant(7);
	play(&p);
	TEST_CASE(of(1)->n == 2 && of(1)->visit[0].end == END_OVERFLOWED &&
	    of(1)->visit[0].ended == 40 * S && waited(1) == 0 &&
	    agent_of(1) == 1, "after 30 s to the other queue");
	p.queue[0].overflow_after = NEVER;
	p.queue[0].room = 1;
	play(&p);
	TEST_CASE(waited(1) == 90 && of(2)->visit[0].end == END_BLOCKED,
	    "no room: blocked");
	p.queue[0].full_to = 1;
	play(&p);
	TEST_CASE(waited(2) == 0 && agent_of(2) == 1,
	    "no room: to the other queue");
	plan_release(&p);
}

/* Two kinds of customers: under an alert, and all others. */
static void
context(void)
{
	static const struct come come[] = { { 0, 0, 100 }, { 0, 0, 100 },
		{ 10, 0, 10 }, { 11, 0, 10 }, { 12, 0, 10 }, { 13, 0, 10 },
		{ 14, 0, 10 }, { 15, 0, 10 }, { 16, 0, 10 }, { 17, 0, 10 } };
	static struct plan_kind kinds[] = { { .share = 0.5, .level = 0,
		.authority = true, .keeps_out = true }, { .share = 0.5,
		.level = 1 } };
	bool first = true, authority = true, seen[2] = { false, false };
	int64_t last_alert = 0, first_other = INT64_MAX;
	struct sim_plan p;
	struct sim s;

	make(&p, 1, 2, come, COUNT_OF(come));
	p.kind = kinds;
	p.kinds = 2;
	p.group[1].authority = true;
	play(&p);
	sim_init(&s, &p);
	draws_init(&s.draws[0], p.seed, 0, "", false);
	for (uint64_t i = 2; i < COUNT_OF(come); i++) {
		bool alert = draw_uniform(&s.draws[0], DRAW_KIND, i) < 0.5;
		int64_t at = of(i)->visit[0].ended;

		seen[alert] = true;
		if (alert) {
			authority &= agent_of(i) == 1;
			last_alert = MAX(last_alert, at);
		} else if (agent_of(i) == 1) {
			first_other = MIN(first_other, at);
		}
	}
	first = last_alert < first_other;
	TEST_CASE(seen[0] && seen[1], "both kinds came");
	TEST_CASE(authority, "who is under an alert gets authority");
	TEST_CASE(first, "and goes first");
	sim_release(&s);
	p.queue[0].talk = constant(10);
	plan_release(&p);
}

static void
sales(void)
{
	static const struct come come[] = { { 0, 0, 100 }, { 10, 0, 10 } };
	static struct plan_kind kinds[] = { { .share = 1, .keeps_out =
		true } };
	struct sim_plan p;

	make(&p, 2, 2, come, COUNT_OF(come));
	plan_serve(&p, 0, 1)->can = false;
	p.queue[0].overflow_after = 20 * S;
	p.queue[0].overflow_to = 1;
	p.queue[1].talk = constant(5);
	play(&p);
	TEST_CASE(agent_of(1) == 1, "overflows to sales");
	p.kind = kinds;
	p.kinds = 1;
	p.queue[1].sells = true;
	play(&p);
	TEST_CASE(of(1)->n == 1 && agent_of(1) == 0 && waited(1) == 90,
	    "not under an alert");
	p.queue[0].overflow_after = NEVER;
	p.queue[0].room = 0;
	p.queue[0].full_to = 1;
	play(&p);
	TEST_CASE(of(1)->n == 1 && of(1)->visit[0].end == END_BLOCKED,
	    "nor because there is no room");
	plan_release(&p);
}

static void
callbacks(void)
{
	static const struct come come[] = { { 0, 0, 100 }, { 10, 0, 10 },
		{ 20, 0, 10 } };
	size_t backs = 0;
	struct sim_plan p;

	make(&p, 1, 1, come, COUNT_OF(come));
	p.queue[0].callback_after = 15 * S;
	p.queue[0].callback_accept = 1;
	p.queue[0].callback_reached = 1;
	play(&p);
	for (size_t i = 0; i < n_told; i++)
		if (told[i].back && told[i].number == 1)
			backs += told[i].visit[0].ended == 100 * S &&
			    told[i].visit[0].end == END_ANSWERED;
	TEST_CASE(of(1)->visit[0].end == END_CALLBACK &&
	    of(1)->visit[0].ended == 25 * S, "a callback is taken after 15 s");
	TEST_CASE(backs == 1, "and keeps the place");
	plan_release(&p);
}

static void
redials(void)
{
	static const struct come come[] = { { 0, 0, 100 }, { 10, 0, -1 } };
	struct sim_plan p;
	bool again = false;

	make(&p, 1, 1, come, COUNT_OF(come));
	p.queue[0].talk = constant(7);
	p.queue[0].patience = constant(20);
	p.queue[0].redial = 1;
	p.queue[0].redial_delay = constant(60);
	p.queue[0].redial_keeps = true;
	play(&p);
	for (size_t i = 0; i < n_told; i++)
		again |= told[i].number == 1 && told[i].attempt == 1 &&
		    told[i].visit[0].entered == 90 * S &&
		    told[i].visit[0].ended == 100 * S &&
		    told[i].visit[0].talk == 7 * S;
	TEST_CASE(of(1)->visit[0].end == END_ABANDONED && again,
	    "hangs up, calls again a minute later, is served");
	p.queue[0].redial_most = 1;
	play(&p);
	TEST_CASE(n_told == 2, "one attempt in all");
	plan_release(&p);
}

static void
redial_elsewhere(void)
{
	static const struct come come[] = { { 0, 0, 100 }, { 10, 0, -1 } };
	struct sim_plan p;
	bool again = false;

	make(&p, 2, 2, come, COUNT_OF(come));
	plan_serve(&p, 0, 1)->can = plan_serve(&p, 1, 0)->can = false;
	p.queue[0].patience = constant(20);
	p.queue[0].redial = 1;
	p.queue[0].redial_delay = constant(5);
	p.queue[0].redial_to = 1;
	p.queue[1].talk = constant(9);
	play(&p);
	for (size_t i = 0; i < n_told; i++)
		again |= told[i].attempt == 1 && told[i].visit[0].queue == 1 &&
		    told[i].visit[0].talk == 9 * S;
	TEST_CASE(again, "who hung up writes to another queue");
	p.queue[0].redial_keeps = true;
	again = false;
	play(&p);
	for (size_t i = 0; i < n_told; i++)
		again |= told[i].attempt == 1 && told[i].visit[0].talk ==
		    9 * S;
	TEST_CASE(again, "whose handling is that queue's in any case");
	plan_release(&p);
}

static void
pauses(void)
{
	static const struct come come[] = { { 0, 0, 10 }, { 5, 0, 10 } };
	struct sim_plan p;
	struct sim s;
	struct sim_sink sink = { .contact = tell };
	int64_t idle, busy;

	make(&p, 1, 1, come, COUNT_OF(come));
	p.group[0].pause = 7 * S;
	p.end = 100 * S;
	n_told = 0;
	sim_init(&s, &p);
	sim_run(&s, 0, &sink);
	sim_group_time(&s, 0, &idle, &busy);
	TEST_CASE(waited(1) == 12, "a pause after each contact");
	TEST_CASE(busy == 20 * S && idle == (100 - 20 - 14) * S,
	    "which is neither busy nor free");
	sim_release(&s);
	plan_release(&p);
}

static void
no_answer(void)
{
	static const struct come come[] = { { 0, 0, 10 } };
	struct sim_plan p;
	int64_t wait;

	make(&p, 1, 1, come, COUNT_OF(come));
	p.queue[0].ring = constant(5);
	p.queue[0].no_answer = 0.9;
	p.seed = 4;
	play(&p);
	wait = waited(0);
	TEST_CASE(wait > 5 && wait % 5 == 0, "rings again until somebody picks "
	    "up: %d s", (int)wait);
	p.queue[0].patience = constant(12);
	play(&p);
	TEST_CASE(of(0)->visit[0].end == END_ABANDONED &&
	    of(0)->visit[0].ended == 12 * S, "or the customer hangs up");
	plan_release(&p);
}

/* Turned away at the trunks, calls again, with its patience as it was. */
static void
trunks(void)
{
	static const struct come come[] = { { 0, 0, 100 }, { 10, 0, 5 } };
	struct sim_plan p;
	bool served = false;

	make(&p, 1, 1, come, COUNT_OF(come));
	p.trunks = 1;
	p.queue[0].patience = constant(30);
	p.queue[0].redial_blocked = 1;
	p.queue[0].redial_delay = constant(60);
	p.queue[0].redial_keeps = true;
	play(&p);
	for (size_t i = 0; i < n_told; i++)
		served |= told[i].number == 1 && told[i].attempt == 2 &&
		    told[i].visit[0].end == END_ANSWERED &&
		    told[i].visit[0].entered == 130 * S;
	TEST_CASE(of(1)->visit[0].end == END_BLOCKED, "no trunk: blocked");
	TEST_CASE(served, "and served at the third attempt");
	plan_release(&p);
}

static void
deadlines(void)
{
	/* the second has three hours less */
	static const struct come come[] = { { 0, 0, 100 }, { 10, 0, 10 },
		{ 20, 1, 10 } };
	struct sim_plan p;

	make(&p, 2, 1, come, COUNT_OF(come));
	p.queue[0].deadline = (int64_t)4 * 3600 * S;
	p.queue[1].deadline = (int64_t)3600 * S;
	play(&p);
	TEST_CASE(waited(2) == 80 && waited(1) == 100,
	    "the nearest deadline first");
	plan_release(&p);
}

static void
transfers(void)
{
	static const struct come come[] = { { 0, 0, 30 } };
	static const struct plan_transfer to[] = { { .to = 1, .share = 1 } };
	struct sim_plan p;

	make(&p, 2, 2, come, COUNT_OF(come));
	plan_serve(&p, 0, 1)->can = plan_serve(&p, 1, 0)->can = false;
	p.queue[0].transfer = to;
	p.queue[0].n_transfers = 1;
	p.queue[1].talk = constant(9);
	play(&p);
	TEST_CASE(of(0)->n == 2 && of(0)->visit[0].handed_on &&
	    of(0)->visit[1].entered == 30 * S && agent_of(0) == 1 &&
	    of(0)->visit[1].talk == 9 * S, "to the next queue after the talk");
	plan_release(&p);
}

static void
interruption(void)
{
	/* slow work from 0, 100 s; a call at 20 s of 10 s */
	static const struct come come[] = { { 0, 0, 100 }, { 20, 1, 10 } };
	struct sim_plan p;

	make(&p, 2, 1, come, COUNT_OF(come));
	p.queue[0].slow = true;
	play(&p);
	TEST_CASE(waited(1) == 0, "a call interrupts slow work");
	TEST_CASE(of(0)->visit[0].ended == 0 && of(0)->visit[0].talk ==
	    110 * S, "which goes on after it");
	p.queue[0].slow = false;
	play(&p);
	TEST_CASE(waited(1) == 80, "but no other work");
	plan_release(&p);
}

static void
slots(void)
{
	/* voice takes all three places, chat one */
	static const struct come come[] = { { 0, 0, 30 }, { 1, 0, 30 },
		{ 2, 1, 10 }, { 3, 0, 30 } };
	static const double slow[] = { 1, 1, 1 };	/* half, a third each */
	struct sim_plan p;

	make(&p, 2, 1, come, COUNT_OF(come));
	p.group[0].slots = 3;
	plan_serve(&p, 1, 0)->slots = 3;
	play(&p);
	TEST_CASE(waited(0) == 0 && waited(1) == 0 && waited(3) == 0,
	    "three chats at once");
	TEST_CASE(waited(2) == 31, "a call waits for all of them");
	p.group[0].speed = slow;
	play(&p);
	TEST_CASE(of(0)->visit[0].talk > 85 * S, "chats slow one another");
	plan_release(&p);
}

static void
own_agent(void)
{
	static const struct come come[] = { { 0, 0, 50 }, { 1, 0, 50 },
		{ 2, 0, 50 }, { 3, 0, 50 }, { 4, 0, 50 }, { 5, 0, 50 } };
	int64_t pooled = 0, held = 0;
	struct sim_plan p;

	make(&p, 1, 1, come, COUNT_OF(come));
	plan_set_staff(&p, 0, 3);
	play(&p);
	for (uint64_t i = 0; i < 6; i++)
		pooled += waited(i);
	p.queue[0].sticky = 1;
	p.queue[0].sticky_hold = NEVER;
	play(&p);
	for (uint64_t i = 0; i < 6; i++)
		held += waited(i);
	TEST_CASE(held > pooled, "waiting for one's own agent costs time");
	plan_release(&p);
}

static void
opening(void)
{
	static const struct come come[] = { { 0, 0, 100 }, { 50, 0, 10 },
		{ 70, 0, 10 } };
	static const struct plan_rate open[] = { { 0, 1 }, { 60 * S, 0 } };
	struct sim_plan p;

	make(&p, 1, 1, come, COUNT_OF(come));
	p.queue[0].open = open;
	p.queue[0].n_open = 2;
	play(&p);
	TEST_CASE(waited(1) == 50 && of(2)->visit[0].end == END_BLOCKED,
	    "closed: no new ones, those inside are served out");
	p.queue[0].open = NULL;
	p.end = 60 * S;
	p.clear = true;
	play(&p);
	TEST_CASE(of(1)->visit[0].end == END_MISSED &&
	    of(1)->visit[0].ended == 60 * S, "clear: sent away at the end");
	plan_release(&p);
}

static void
blending(void)
{
	static const struct come come[] = { { 100, 0, 10 } };
	size_t dialled = 0;
	struct sim_plan p;

	make(&p, 2, 1, come, COUNT_OF(come));
	plan_set_staff(&p, 0, 2);
	p.queue[1].outbound = true;
	p.queue[1].list = 5;
	p.queue[1].keep_free = 1;
	p.queue[1].talk = constant(30);
	play(&p);
	for (size_t i = 0; i < n_told; i++)
		dialled += told[i].visit[0].queue == 1;
	TEST_CASE(dialled == 5 && waited(0) == 0,
	    "free agents dial, one is left for those who call");
	plan_release(&p);
}

static void
bots(void)
{
	static const struct come come[] = { { 0, 0, 10 }, { 1, 0, 10 } };
	struct sim_plan p;

	make(&p, 1, 1, come, COUNT_OF(come));
	p.source[0].self = constant(30);
	p.source[0].contained = 1;
	play(&p);
	TEST_CASE(n_told == 2 && told[0].n == 0, "contained: no queue");
	p.source[0].contained = 0;
	p.source[0].handoff = constant(20);
	play(&p);
	TEST_CASE(of(0)->visit[0].entered == 20 * S && waited(0) == 0,
	    "handed on after 20 s, which are no wait");
	plan_release(&p);
}

/* ---- properties ---------------------------------------------------------------------------- */

struct sums {
	double n, wait, left, waited;
	double arrived, talk, patience;	/* of numbers below 1000: checksums */
};

static void
add(void *context, const struct contact *c, const struct visit *v, size_t n)
{
	struct sums *s = context;

	for (size_t i = 0; i < n; i++) {
		s->n++;
		s->wait += (double)(v[i].ended - v[i].entered);
		s->waited += v[i].ended > v[i].entered;
		s->left += v[i].end == END_ABANDONED;
	}
	if (c->number < 1000) {
		s->arrived += (double)c->arrived * (double)(c->number + 1);
		s->talk += (double)c->talk * (double)(c->number + 1);
		s->patience += c->leaves == NEVER ? 0 : (double)(c->leaves -
		    c->entered) * (double)(c->number + 1);
	}
}

static void
make_mmn(struct sim_plan *p, double lambda, uint32_t n, double contacts)
{
	plan_init(p, 1, 1, 1);
	p->seed = 21;
	plan_set_rate(p, 0, lambda / 100000, (int64_t)(contacts * 100000 /
	    lambda));
	plan_set_staff(p, 0, n);
	plan_serve(p, 0, 0)->can = true;
	p->queue[0].talk = exponential(100000);
}

static struct sums
run_of(const struct sim_plan *p, uint64_t replication, double *busy)
{
	struct sums sums = { 0 };
	struct sim_sink sink = { .context = &sums, .contact = add };
	int64_t idle, work;
	struct sim s;

	sim_init(&s, p);
	sim_run(&s, replication, &sink);
	sim_group_time(&s, 0, &idle, &work);
	if (busy)
		*busy = (double)work;
	sim_release(&s);
	return sums;
}

/* 2 and 3: who takes a contact changes no wait where all are alike. */
static void
conservation(void)
{
	struct sums first = { 0 };
	struct sim_plan p;

	make_mmn(&p, 4, 5, 20000);
	for (int rule = 0; rule < AGENT_RULES; rule++) {
		struct sums got;

		p.queue[0].agent_rule = (enum agent_rule)rule;
		got = run_of(&p, 0, NULL);
		if (rule == 0)
			first = got;
		TEST_CASE(got.n == first.n && got.wait == first.wait,
		    "property 2 and 3: rule %d: the same waits to the ms", rule);
	}
	plan_release(&p);
}

/* 1: work done is work brought; P(abandon) = theta E[W]. */
static void
identities(void)
{
	double left[RUNS], wait[RUNS], n[RUNS], busy[RUNS], span[RUNS];
	struct estimate d, work;
	struct sim_plan p;

	make_mmn(&p, 10, 10, 20000);
	p.queue[0].patience = exponential(50000);
	p.overtime = true;
	for (int i = 0; i < RUNS; i++) {
		struct sums s = run_of(&p, (uint64_t)i, &busy[i]);

		left[i] = s.left;
		wait[i] = s.wait / 50000;
		n[i] = s.n;
		span[i] = (s.n - s.left) * 100000;
	}
	d = stat_difference(left, n, wait, n, stat_level(RUNS, 0.999));
	TEST_CASE(fabs(d.value) <= d.half && d.half < 0.01,
	    "property 1 P(abandon) is theta E[W]: %.5f +-%.5f", d.value, d.half);
	work = stat_ratio(busy, span, stat_level(RUNS, 0.999));
	TEST_CASE(fabs(work.value - 1) <= work.half && work.half < 0.01,
	    "property 1 busy time is served x mean handling: %.5f +-%.5f", work.value,
	    work.half);
	plan_release(&p);
}

/* 4: shares of a Poisson stream are queues of their own. */
static void
percent(void)
{
	static const struct plan_share split[] = { { 1, 0.4 }, { 2, 0.6 } };
	double wait[3][RUNS], n[3][RUNS];
	struct sim_plan p;

	plan_init(&p, 1, 3, 2);
	p.seed = 22;
	plan_set_rate(&p, 0, 5.0 / 100000, (int64_t)20000 * 20000);
	p.queue[0].split = split;
	p.queue[0].talk = exponential(100000);
	p.queue[0].n_split = 2;
	for (size_t g = 0; g < 2; g++) {
		plan_set_staff(&p, g, 3 + (uint32_t)g);
		p.queue[g + 1].talk = exponential(100000);
		plan_serve(&p, g + 1, g)->can = true;
	}
	for (int i = 0; i < RUNS; i++) {
		struct sums sums = { 0 };
		struct sim s;
		struct sim_sink sink = { .context = &sums, .contact = add };

		sim_init(&s, &p);
		sim_run(&s, (uint64_t)i, &sink);
		wait[0][i] = sums.wait;
		n[0][i] = sums.n;
		sim_release(&s);
	}
	/* 0.4 x M/M/3 at 2 + 0.6 x M/M/4 at 3: 4/9 and 0.509434 mean waits */
	{
		struct estimate e = stat_ratio(wait[0], n[0], stat_level(RUNS, 0.999));
		double exact = 0.4 * 4 / 9 + 0.6 * 0.5094339622642;

		TEST_CASE(fabs(e.value / 100000 - exact) <= e.half / 100000 &&
		    e.half / 100000 < 0.05, "property 4 two queues of their own: %.4f, "
		    "simulated %.4f +-%.4f", exact, e.value / 100000,
		    e.half / 100000);
	}
	plan_release(&p);
}

/* 5: held for the own agent: pooled at 0, M/M/1 each at infinity. */
static void
holding(void)
{
	static const int64_t hold[] = { 0, 50000, 200000, NEVER };
	double exact[] = { 4.0 / 9, -1, -1, 2 }, before = 0;
	struct sim_plan p;

	make_mmn(&p, 2, 3, 20000);
	p.queue[0].sticky = 1;
	for (size_t h = 0; h < COUNT_OF(hold); h++) {
		double wait[RUNS], n[RUNS];
		struct estimate e;

		p.queue[0].sticky_hold = hold[h];
		for (int i = 0; i < RUNS; i++) {
			struct sums s = run_of(&p, (uint64_t)i, NULL);

			wait[i] = s.wait / 100000;
			n[i] = s.n;
		}
		e = stat_ratio(wait, n, stat_level(RUNS, 0.999));
		TEST_CASE(exact[h] < 0 ? e.value > before : fabs(e.value -
		    exact[h]) <= e.half, "property 5 held %g: mean wait %.4f +-%.4f",
		    hold[h] == NEVER ? HUGE_VAL : (double)hold[h] / 100000,
		    e.value, e.half);
		before = e.value;
	}
	plan_release(&p);
}

/* 7: another agent moves nobody; differences are narrow. */
static void
common_numbers(void)
{
	double wait[2][RUNS], n[RUNS];
	struct estimate both, each;
	bool same = true;
	struct sim_plan p;

	for (int k = 0; k < 2; k++) {
		struct sums first[RUNS];

		make_mmn(&p, 10, 12 + (uint32_t)k, 5000);
		for (int i = 0; i < RUNS; i++) {
			struct sums s = run_of(&p, (uint64_t)i, NULL);

			first[i] = s;
			wait[k][i] = s.wait;
			if (k == 1)
				same &= s.n == n[i];
			n[i] = s.n;
		}
		same &= first[0].n > 0;
		plan_release(&p);
	}
	both = stat_difference(wait[0], n, wait[1], n, stat_level(RUNS, 0.95));
	each = stat_ratio(wait[0], n, stat_level(RUNS, 0.95));
	TEST_CASE(same, "property 7 as many contacts");
	TEST_CASE(both.half < each.half, "property 7 differences are narrower than their "
	    "parts: %.0f below %.0f ms", both.half, each.half);
	make_mmn(&p, 10, 12, 5000);
	p.queue[0].patience = exponential(50000);
	{
		struct sums a = run_of(&p, 3, NULL), b;

		plan_set_staff(&p, 0, 13);
		b = run_of(&p, 3, NULL);
		TEST_CASE(a.arrived == b.arrived && a.talk == b.talk &&
		    a.patience == b.patience && a.patience > 0,
		    "property 7 every arrival, handling and patience is the same");
	}
	plan_release(&p);
}

/* 9: of 200 intervals of 95 % about 190 hold the exact mean. */
static void
coverage(void)
{
	int hits = 0;
	struct sim_plan p;

	make_mmn(&p, 1.8, 2, 4000);
	p.warm_up = p.end / 4;
	for (uint64_t seed = 0; seed < 200; seed++) {
		double wait[RUNS], n[RUNS];
		struct estimate e;

		p.seed = seed;
		for (int i = 0; i < RUNS; i++) {
			struct sums s = run_of(&p, (uint64_t)i, NULL);

			wait[i] = s.wait / 100000;
			n[i] = s.n;
		}
		e = stat_ratio(wait, n, stat_level(RUNS, 0.95));
		/* M/M/2 at 0.9: 0.81 / 0.19 */
		hits += fabs(e.value - 0.81 / 0.19) <= e.half;
	}
	TEST_CASE(hits >= 175 && hits <= 199,
	    "property 9 %d of 200 intervals of 95 %% hold the exact mean", hits);
	plan_release(&p);
}

/* Antithetic twins: the mean of a pair varies less than that of two. */
static void
antithetic(void)
{
	double plain[RUNS], twins[RUNS];
	struct estimate a, b;
	struct sim_plan p;

	make_mmn(&p, 0.5, 1, 300);
	for (int k = 0; k < 2; k++) {
		p.antithetic = k == 1;
		for (int i = 0; i < RUNS; i++) {
			struct sums x = run_of(&p, (uint64_t)(2 * i), NULL);
			struct sums y = run_of(&p, (uint64_t)(2 * i + 1),
			    NULL);

			(k ? twins : plain)[i] = (x.wait + y.wait) /
			    (x.n + y.n);
		}
	}
	a = stat_ratio(plain, NULL, stat_level(RUNS, 0.95));
	b = stat_ratio(twins, NULL, stat_level(RUNS, 0.95));
	TEST_CASE(b.half < a.half, "antithetic pairs: %.0f below %.0f ms",
	    b.half, a.half);
	plan_release(&p);
}

static void
student(void)
{
	/* tables of Student's law, to the digits printed */
	TEST_CASE(fabs(stat_student(0.975, 1) - 12.706204736) < 1e-8, "t1");
	TEST_CASE(fabs(stat_student(0.975, 19) - 2.0930240544) < 1e-9, "t19");
	TEST_CASE(fabs(stat_student(0.995, 4) - 4.6040948713) < 1e-9, "t4");
	TEST_CASE(fabs(stat_student(0.95, 1000) - 1.6463788173) < 1e-9,
	    "t1000");
}

int
main(void)
{
	ties();
	staffing();
	choosing_agents();
	choosing_contacts();
	proficiency();
	rings_and_reserve();
	overflow_and_room();
	context();
	sales();
	callbacks();
	redials();
	redial_elsewhere();
	pauses();
	no_answer();
	trunks();
	deadlines();
	transfers();
	interruption();
	slots();
	own_agent();
	opening();
	blending();
	bots();
	conservation();
	identities();
	percent();
	holding();
	common_numbers();
	coverage();
	antithetic();
	student();
	return test_end();
}
