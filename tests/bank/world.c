/* world: who contacts the bank when, why, and how it goes; see bank.h. */
#include "tests/bank/world.h"

#include "common/mem.h"

const struct queue queues[QUEUES] = {
	{ "cards", CONNECT, { "card-lost", "card-declined", "pin" }, 0.20,
	  220, 30, 200 },
	{ "loans", CONNECT, { "loan-status", "early-repayment", "rate" },
	  0.10, 380, 60, 240 },
	{ "payments", PBX, { "payment-failed", "direct-debit", "transfer" },
	  0.15, 250, 0, 180 },
	{ "fraud", PBX, { "fraud-alert", "unknown-payment", "phishing" },
	  0.07, 420, 0, 300 },
	{ "mortgages", FIVE9, { "mortgage-offer", "valuation", "rate-end" },
	  0.07, 480, 90, 240 },
	{ "insurance", FIVE9, { "claim", "cover", "renewal" }, 0.06, 400, 75,
	  200 },
	{ "digital", CHAT, { "login", "app-error", "card-declined" }, 0.14,
	  600, 0, 240 },
	{ "service", TICKET, { "statement", "address", "complaint" }, 0.12, 0,
	  0, 0 },
	{ "social", TWEET, { "app-error", "branch", "complaint" }, 0.09, 0, 0,
	  0 },
};

/* Contacts still to come: a heap by start, then number. Bounded by the open
 * issues. */
struct pending {
	int64_t start;
	uint64_t number, issue, person;
	int seq, queue;
	const char *reason;
};

struct world {
	const struct bank *b;
	struct rng arrivals;
	double rate;			/* first contacts a second at its peak */
	double clock;
	uint64_t next_issue, next_number, given;
	struct pending *heap;
	size_t n, cap;
	bool full;
};

static bool
before(const struct pending *a, const struct pending *b)
{
	return a->start != b->start ? a->start < b->start :
	    a->number < b->number;
}

static void
push(struct world *w, struct pending p)
{
	size_t i;

	GROW(w->heap, w->n, w->cap);
	i = w->n++;
	while (i && before(&p, &w->heap[(i - 1) / 2])) {
		w->heap[i] = w->heap[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	w->heap[i] = p;
}

static struct pending
pop(struct world *w)
{
	struct pending top = w->heap[0], last = w->heap[--w->n];
	size_t i = 0, k;

	while ((k = 2 * i + 1) < w->n) {
		if (k + 1 < w->n && before(&w->heap[k + 1], &w->heap[k]))
			k++;
		if (!before(&w->heap[k], &last))
			break;
		w->heap[i] = w->heap[k];
		i = k;
	}
	w->heap[i] = last;
	return top;
}

/* ---- arrivals ------------------------------------------------------------------------ */

/* Relative load by hour of the day, London's winter clock. */
static const double by_hour[24] = { 0.05, 0.03, 0.02, 0.02, 0.03, 0.06, 0.15,
	0.35, 0.70, 0.95, 1.00, 0.95, 0.85, 0.80, 0.82, 0.80, 0.75, 0.65, 0.50,
	0.40, 0.30, 0.22, 0.15, 0.09 };
static const double by_weekday[7] = { 1.15, 1.0, 0.97, 0.95, 1.0, 0.45,
	0.30 };

static bool
bad_monday(int64_t t)
{
	return (t - BANK_START) / DAY == 14;
}

/* A wave of phishing, three days long. */
static bool
fraud_wave(int64_t t)
{
	int64_t day = (t - BANK_START) / DAY;

	return day >= 8 && day <= 10;
}

static double
load_at(int64_t t)
{
	int64_t day = (t - BANK_START) / DAY;
	double load = by_hour[t / 3600 % 24] * by_weekday[day % 7];

	return bad_monday(t) ? load * 1.6 : load;
}

static int
first_queue(struct rng *r, int64_t t)
{
	double u = rng_uniform(r), sum = 0;

	if (fraud_wave(t) && rng_chance(r, 0.25))
		return 3;
	for (int q = 0; q < QUEUES; q++)
		if (u < (sum += queues[q].share))
			return q;
	return QUEUES - 1;
}

/* Thinning (Lewis & Shedler 1979): a Poisson process of that rate. */
static bool
next_issue(struct world *w, struct pending *p)
{
	double end = (double)BANK_DAYS * DAY;
	struct rng r;

	do {
		w->clock += rng_exponential(&w->arrivals, 1 / w->rate);
		if (w->clock >= end)
			return false;
	} while (!rng_chance(&w->arrivals, load_at(BANK_START +
	    (int64_t)w->clock) / 1.9));
	r = rng_split(&w->b->rng, "issue", w->next_issue);
	*p = (struct pending){ .start = BANK_START + (int64_t)w->clock,
	    .issue = w->next_issue++, .number = w->next_number++, .seq = 1,
	    .person = rng_below(&r, w->b->people) };
	p->queue = first_queue(&r, p->start);
	p->reason = queues[p->queue].reasons[rng_below(&r, 3)];
	return true;
}

struct world *
world_new(const struct bank *b)
{
	struct world *w = mem_zero(1, sizeof(*w));
	double mean = 0;

	w->b = b;
	w->arrivals = rng_split(&b->rng, "arrivals", 0);
	for (int64_t t = 0; t < BANK_DAYS * DAY; t += 3600)
		mean += load_at(BANK_START + t) / 1.9;
	mean /= BANK_DAYS * 24;
	/* about 0.8 of the contacts are the first of their issue; a little
	 * more than enough, the last ones are cut off */
	w->rate = (double)b->size * 0.83 / (BANK_DAYS * DAY) / mean;
	w->full = true;
	return w;
}

void
world_free(struct world *w)
{
	mem_free(w->heap);
	mem_free(w);
}

/* ---- how a contact goes ----------------------------------------------------------------- */

static int64_t
seconds(double x, int64_t least)
{
	int64_t s = (int64_t)(x + 0.5);

	return s < least ? least : s;
}

static void
make_visit(struct rng *r, struct visit *v, int queue, int64_t t)
{
	const struct queue *q = &queues[queue];
	double slow = bad_monday(t) ? 4 : 1, busy = load_at(t);

	v->queue = queue;
	v->agent = queue * 100 + (int)rng_below(r, 25);
	v->ring = 2 + (int64_t)rng_below(r, 9);
	v->wait = v->ring;
	if (rng_chance(r, 0.15 + 0.55 * (busy > 1 ? 1 : busy)))
		v->wait += seconds(rng_exponential(r, 35 * slow), 0);
	v->talk = seconds(rng_lognormal(r, q->talk, 0.9), 5);
	if (q->vendor != PBX) {
		v->hold = rng_chance(r, 0.2) ?
		    seconds(rng_exponential(r, 60), 1) : 0;
		v->wrap = seconds(rng_exponential(r, q->wrap), 0);
	}
}

static void
make_call(struct rng *r, struct contact *c)
{
	const struct queue *q = &queues[c->queue];

	c->withheld = rng_chance(r, 0.04);
	if (q->vendor != PBX) {
		c->self = 10 + (int64_t)rng_below(r, 60);
		if (rng_chance(r, 0.18)) {
			c->outcome = rng_chance(r, 0.85) ? CONTAINED :
			    LEFT_SELF;
			return;
		}
	}
	make_visit(r, &c->v, c->queue, c->start);
	c->patience = seconds(rng_exponential(r, q->patience), 1);
	if (c->v.wait > c->patience) {
		c->outcome = ABANDONED;
		c->v.wait = c->patience;
		if (q->vendor == CONNECT && rng_chance(r, 0.12))
			c->outcome = CALLBACK;
		return;
	}
	c->transferred = q->vendor != FIVE9 && rng_chance(r, 0.06);
	if (c->transferred)
		make_visit(r, &c->second, q->vendor == PBX ? 5 - c->queue :
		    1 - c->queue, c->start);
}

static void
make_digital(struct rng *r, struct contact *c)
{
	bool chat = queues[c->queue].vendor == CHAT;
	double mean = chat ? 40 : queues[c->queue].vendor == TICKET ? 14400 :
	    3600;

	c->msgs_in = 1 + (int)rng_below(r, chat ? 8 : 3);
	c->msgs_out = c->msgs_in;
	c->first_reply = seconds(rng_exponential(r, mean), 5);
	if (rng_chance(r, chat ? 0.08 : 0.15)) {
		c->outcome = ABANDONED;
		c->msgs_out = 0;
	}
	c->end = c->first_reply + (chat ? 60 : 900) * (c->msgs_in + 1);
}

static void
make_survey(struct rng *r, struct contact *c)
{
	int mood = c->resolved ? 0 : 2;

	c->rating = c->nps = -1;
	if (c->outcome != ANSWERED || !rng_chance(r, 0.12))
		return;
	c->rating = 5 - (int)rng_below(r, 2 + (uint64_t)mood);
	c->nps = 10 - (int)rng_below(r, 4 + 3 * (uint64_t)mood);
}

static void
make_contact(const struct world *w, const struct pending *p,
    struct contact *c)
{
	struct rng r = rng_split(&w->b->rng, "contact", p->number);

	*c = (struct contact){ .number = p->number, .issue = p->issue,
	    .person = p->person, .seq = p->seq, .start = p->start,
	    .queue = p->queue, .reason = p->reason };
	if (queues[c->queue].vendor <= FIVE9)
		make_call(&r, c);
	else
		make_digital(&r, c);
	c->resolved = c->outcome == CONTAINED ||
	    (c->outcome == ANSWERED && rng_chance(&r, 0.82));
	make_survey(&r, c);
}

/* Not solved: they come again, often in another channel. */
static void
maybe_again(struct world *w, const struct contact *c)
{
	static const int hops[] = { 0, 0, 2, 6, 7, 8 };
	struct rng r = rng_split(&w->b->rng, "again", c->number);
	struct pending p = { .issue = c->issue, .person = c->person,
	    .seq = c->seq + 1, .queue = c->queue, .reason = c->reason };

	if (c->resolved || c->seq >= 5 || !rng_chance(&r, 0.65))
		return;
	p.start = c->start + 1200 + seconds(rng_exponential(&r, 50000), 0);
	if (p.start >= BANK_START + (int64_t)BANK_DAYS * DAY)
		return;
	if (rng_chance(&r, 0.45))
		p.queue = hops[rng_below(&r, COUNT_OF(hops))];
	p.number = w->next_number++;
	push(w, p);
}

bool
world_next(struct world *w, struct contact *c)
{
	struct pending p;

	/* new issues until the next one starts after the earliest pending */
	while (w->full && (!w->n || w->heap[0].start >= BANK_START +
	    (int64_t)w->clock)) {
		w->full = next_issue(w, &p);
		if (w->full)
			push(w, p);
	}
	if (!w->n || w->given == w->b->size)
		return false;
	w->given++;
	p = pop(w);
	make_contact(w, &p, c);
	maybe_again(w, c);
	return true;
}
