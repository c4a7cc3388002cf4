/* world: who contacts the bank when, why, and how it goes; see bank.h. */
#include <string.h>

#include "common/mem.h"
#include "tests/bank/floor.h"
#include "tests/bank/world.h"

const struct queue queues[QUEUES] = {
	{ "cards", CONNECT, { "card-lost", "card-declined", "pin" }, 0.20,
	  232, 30, 200 },
	{ "loans", CONNECT, { "loan-status", "early-repayment", "rate" },
	  0.10, 392, 60, 240 },
	{ "payments", PBX, { "payment-failed", "direct-debit", "transfer" },
	  0.15, 250, 0, 180 },
	{ "fraud", PBX, { "fraud-alert", "unknown-payment", "phishing" },
	  0.07, 420, 0, 300 },
	{ "mortgages", FIVE9, { "mortgage-offer", "valuation", "rate-end" },
	  0.07, 492, 90, 240 },
	{ "insurance", FIVE9, { "claim", "cover", "renewal" }, 0.06, 412, 75,
	  200 },
	{ "digital", CHAT, { "login", "app-error", "card-declined" }, 0.14,
	  0, 0, 0 },
	{ "service", TICKET, { "statement", "address", "complaint" }, 0.12, 0,
	  0, 0 },
	{ "social", TWEET, { "app-error", "branch", "complaint" }, 0.09, 0, 0,
	  0 },
};

/* Who will call again after giving up, with the same matter and patience, or
 * would like to come again some time later. */
struct pending {
	int64_t start;			/* not before */
	uint64_t issue, person, order;
	int seq, queue;
	const char *reason;
	bool again_at_once, withheld;
	struct visit v;			/* what the redial brings with it */
};

struct heap {
	struct pending *at;
	size_t n, cap;
};

/* A contact that was begun; they are given in order of their start. */
struct open {
	struct contact c;
	bool ended;
};

struct world {
	const struct bank *b;
	struct load *l;
	struct floor *floor;
	struct rng arrivals;
	double clock;
	struct pending next;		/* who comes next by the rates; start */
	uint64_t next_issue, next_number, order;
	struct heap redials, again[QUEUES];	/* again: by queue */
	struct open **line;
	size_t first, n, cap;
	struct open *given;
};

static bool
before(const struct pending *a, const struct pending *b)
{
	return a->start != b->start ? a->start < b->start :
	    a->order < b->order;
}

static void
push(struct world *w, struct heap *h, struct pending p)
{
	size_t i;

	p.order = w->order++;
	GROW(h->at, h->n, h->cap);
	i = h->n++;
	while (i && before(&p, &h->at[(i - 1) / 2])) {
		h->at[i] = h->at[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	h->at[i] = p;
}

static struct pending
pop(struct heap *h)
{
	struct pending top = h->at[0], last = h->at[--h->n];
	size_t i = 0, k;

	while ((k = 2 * i + 1) < h->n) {
		if (k + 1 < h->n && before(&h->at[k + 1], &h->at[k]))
			k++;
		if (!before(&h->at[k], &last))
			break;
		h->at[i] = h->at[k];
		i = k;
	}
	h->at[i] = last;
	return top;
}

/* ---- arrivals ------------------------------------------------------------------------ */

/* Thinning (Lewis & Shedler 1979): for each queue a Poisson process of its
 * rate, whoever it is that comes. */
static void
next_arrival(struct world *w)
{
	double u, most = load_most(w->l);
	int64_t t;
	int q;

	do {
		w->clock += rng_exponential(&w->arrivals, 1 / most);
		t = BANK_START + (int64_t)w->clock;
		if (t >= BANK_END) {
			w->next.start = INT64_MAX;
			return;
		}
		u = rng_uniform(&w->arrivals) * most;
		for (q = 0; q < QUEUES; q++)
			if ((u -= load_rate(w->l, q, bank_local(t))) < 0)
				break;
	} while (q == QUEUES);
	w->next.start = t;
	w->next.queue = q;
}

enum { PATIENT_S = 6 * DAY };	/* who could not come by then does not */

/* Those who wanted to come again come first, else it is a new matter. */
static struct pending
who_comes(struct world *w)
{
	struct pending p = w->next;
	struct heap *again = &w->again[p.queue];
	struct rng r;

	while (again->n && again->at[0].start + PATIENT_S < w->next.start)
		pop(again);
	if (again->n && again->at[0].start <= w->next.start) {
		p = pop(again);
		p.start = w->next.start;
		return p;
	}
	r = rng_split(&w->b->rng, "issue", w->next_issue);
	p.issue = w->next_issue++;
	p.seq = 1;
	p.person = rng_below(&r, w->b->people);
	p.reason = queues[p.queue].reasons[rng_below(&r, 3)];
	return p;
}

/* ---- what a contact brings with it ------------------------------------------------------- */

static int64_t
seconds(double x, int64_t least)
{
	int64_t s = (int64_t)(x + 0.5);

	return s < least ? least : s;
}

/* Hold is a part of the handling, so that its law is known. */
static void
make_visit(struct rng *r, struct visit *v, int queue)
{
	const struct queue *q = &queues[queue];

	v->queue = queue;
	v->patience = seconds(rng_exponential(r, q->patience), 1);
	v->talk = seconds(rng_lognormal(r, q->handling, HANDLING_CV), 5);
	if (q->vendor != CONNECT)
		v->ring = 2 + (int64_t)rng_below(r, 9);
	if (q->vendor == PBX)
		return;
	if (rng_chance(r, 0.2))
		v->hold = seconds(rng_exponential(r, 60), 1);
	v->hold = MIN(v->hold, v->talk / 2);
	v->talk -= v->hold;
	v->wrap = seconds(rng_exponential(r, q->wrap), 0);
}

static void
make_call(struct rng *r, struct contact *c, const struct pending *p)
{
	const struct queue *q = &queues[c->queue];

	c->withheld = rng_chance(r, 0.04);
	if (q->vendor != PBX) {
		c->self = 10 + (int64_t)rng_below(r, 60);
		if (rng_chance(r, SELF_SERVED) && !p->again_at_once) {
			c->outcome = rng_chance(r, 0.85) ? CONTAINED :
			    LEFT_SELF;
			return;
		}
	}
	make_visit(r, &c->v, c->queue);
	if (p->again_at_once) {
		c->withheld = p->withheld;
		c->v = p->v;
	}
	c->transferred = q->vendor != FIVE9 && rng_chance(r, TRANSFERS);
	c->takes_callback = q->vendor == CONNECT && rng_chance(r, CALLBACKS);
	if (c->transferred)
		make_visit(r, &c->second, bank_partner(c->queue));
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

/* ---- how it ended ------------------------------------------------------------------------- */

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

/* Not solved: they come again, an hour later or more, often in another channel.
 * (Sooner, they could not be told from those who redial.) */
static void
come_again(struct world *w, struct pending *p, struct rng *r, int64_t at)
{
	static const int hops[] = { 0, 0, 2, 6, 7, 8 };

	p->start = at + 3600 + seconds(rng_exponential(r, 50000), 0);
	if (rng_chance(r, 0.45))
		p->queue = hops[rng_below(r, COUNT_OF(hops))];
	push(w, &w->again[p->queue], *p);
}

static void
ended(void *context, struct contact *c, int64_t at)
{
	struct world *w = context;
	struct rng r = rng_split(&w->b->rng, "again", c->number);
	struct pending p = { .issue = c->issue, .person = c->person,
	    .seq = c->seq + 1, .queue = c->queue, .reason = c->reason,
	    .withheld = c->withheld, .v = c->v };

	c->resolved = c->outcome == CONTAINED || (!c->lost && (c->outcome ==
	    ANSWERED || c->outcome == CALLBACK) && rng_chance(&r, 0.82));
	make_survey(&r, c);
	((struct open *)c)->ended = true;
	if (c->resolved || c->seq >= 5)
		return;
	if (c->outcome == ABANDONED && queues[c->queue].vendor <= FIVE9 &&
	    rng_chance(&r, REDIALS)) {
		p.again_at_once = true;
		p.start = at + seconds(rng_exponential(&r, REDIAL_S), 1);
		push(w, &w->redials, p);
	} else if (rng_chance(&r, 0.65)) {
		come_again(w, &p, &r, at);
	}
}

static void
begin(struct world *w, const struct pending *p)
{
	struct rng r = rng_split(&w->b->rng, "contact", w->next_number);
	struct open *o = mem_zero(1, sizeof(*o));
	struct contact *c = &o->c;

	GROW(w->line, w->n, w->cap);
	w->line[w->n++] = o;
	*c = (struct contact){ .number = w->next_number++, .issue = p->issue,
	    .person = p->person, .seq = p->seq, .start = p->start,
	    .queue = p->queue, .reason = p->reason };
	if (queues[c->queue].vendor > FIVE9) {
		make_digital(&r, c);
		ended(w, c, c->start + c->end);
		return;
	}
	make_call(&r, c, p);
	if (c->outcome == ANSWERED)	/* so far */
		floor_add(w->floor, c);
	else
		ended(w, c, c->start + c->self);
}

/* ---- all ------------------------------------------------------------------------------------ */

struct world *
world_new(struct bank *b, struct load *l)
{
	struct world *w = mem_zero(1, sizeof(*w));

	w->b = b;
	w->l = l;
	w->arrivals = rng_split(&b->rng, "arrivals", 0);
	w->floor = floor_new(b, l, ended, w);
	next_arrival(w);
	return w;
}

void
world_free(struct world *w)
{
	floor_free(w->floor);
	for (int q = 0; q < QUEUES; q++)
		mem_free(w->again[q].at);
	mem_free(w->redials.at);
	mem_free(w->line);
	mem_free(w->given);
	mem_free(w);
}

/* Whatever happens next; false: nobody comes any more and nobody is here. */
static bool
step(struct world *w)
{
	int64_t redial = w->redials.n ? w->redials.at[0].start : INT64_MAX;
	int64_t comes = MIN(w->next.start, redial);
	struct pending p;

	if (comes >= BANK_END && w->first == w->n)
		return false;
	if (comes >= BANK_END || floor_next(w->floor) <= comes) {
		floor_step(w->floor);
		return true;
	}
	if (redial < w->next.start) {
		p = pop(&w->redials);
	} else {
		p = who_comes(w);
		next_arrival(w);
	}
	begin(w, &p);
	return true;
}

bool
world_next(struct world *w, struct contact *c)
{
	while (w->first == w->n || !w->line[w->first]->ended)
		if (!step(w))
			return false;
	mem_free(w->given);
	w->given = w->line[w->first++];
	*c = w->given->c;
	if (w->first > 64 && w->first * 2 > w->n) {
		memmove(w->line, w->line + w->first, (w->n - w->first) *
		    sizeof(*w->line));
		w->n -= w->first;
		w->first = 0;
	}
	return true;
}
