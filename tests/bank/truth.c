/* truth: what really happened, computed from the world: a line a contact, and
 * the KPIs of every queue as whole numbers. */
#include <string.h>

#include "tests/bank/bank.h"

struct sums {
	int64_t offered, answered, abandoned, callback;
	int64_t answered_in, abandoned_in, shorts;
	int64_t wait, wait_answered, wait_abandoned;
	int64_t handled, talk, hold, wrap;
	int64_t contacts, contained, self, left_self, transferred;
	int64_t reply_n, reply;
	int64_t csat, csat_top, nps, promoters, detractors;
};

/* The last row is of contacts that no export gives a queue: what ended in
 * self-service, and tweets. */
enum { NOWHERE = QUEUES };
static struct sums by_queue[QUEUES + 1];

void
contact_id(const struct contact *c, char *out, size_t n)
{
	switch (queues[c->queue].vendor) {
	case CONNECT:
		snprintf(out, n, "%08llx-0000-4000-8000-%012llx",
		    (unsigned long long)(c->number * 2654435761u &
		    0xffffffff), (unsigned long long)(c->number * 4));
		break;
	case PBX:
		snprintf(out, n, "%lld.%llu", (long long)c->start,
		    (unsigned long long)c->number);
		break;
	case CHAT:
		snprintf(out, n, "2603.9000.c%llu",
		    (unsigned long long)c->number);
		break;
	case TWEET:
		snprintf(out, n, "%llu",
		    (unsigned long long)(c->number * 16 + 1));
		break;
	default:
		snprintf(out, n, "%llu",
		    (unsigned long long)(300000000 + c->number));
		break;
	}
}

void
truth_open(struct bank *b)
{
	memset(by_queue, 0, sizeof(by_queue));
	b->truth = bank_open(b, "truth", "contacts.ndjson");
}

static void
add_visit(const struct visit *v, enum outcome outcome)
{
	struct sums *s = &by_queue[v->queue];

	s->offered++;
	s->wait += v->wait;
	if (outcome == ANSWERED) {
		s->answered++;
		s->answered_in += v->wait <= 20;
		s->wait_answered += v->wait;
		s->handled++;
		s->talk += v->talk;
		s->hold += v->hold;
		s->wrap += v->wrap;
	} else if (outcome == ABANDONED) {
		s->abandoned++;
		s->abandoned_in += v->wait <= 20;
		s->shorts += v->wait <= 5;
		s->wait_abandoned += v->wait;
	} else {
		s->callback++;
	}
}

/* The row that an export's own words put the contact in. */
static struct sums *
row_of(const struct contact *c)
{
	if (c->outcome == CONTAINED || c->outcome == LEFT_SELF ||
	    queues[c->queue].vendor == TWEET)
		return &by_queue[NOWHERE];
	return &by_queue[c->queue];
}

/* Somebody was called back: an outbound contact of its own. */
static void
add_callback(const struct contact *c)
{
	struct sums *s = &by_queue[c->queue];

	s->contacts++;
	s->handled++;
	s->talk += c->second.talk;
	s->hold += c->second.hold;
	s->wrap += c->second.wrap;
}

static void
add_call(const struct contact *c)
{
	struct sums *s = row_of(c);

	s->contained += c->outcome == CONTAINED;
	s->left_self += c->outcome == LEFT_SELF;
	s->self += queues[c->queue].vendor != PBX;
	s->transferred += c->outcome == ANSWERED && c->transferred;
	if (c->outcome == CONTAINED || c->outcome == LEFT_SELF)
		return;
	add_visit(&c->v, c->outcome);
	if (c->outcome == ANSWERED && c->transferred)
		add_visit(&c->second, c->lost ? ABANDONED : ANSWERED);
	if (c->outcome == CALLBACK)
		add_callback(c);
}

static void
add_ratings(const struct contact *c)
{
	struct sums *s = row_of(c);

	if (c->rating < 0)
		return;
	if (queues[c->queue].vendor == TWEET)
		return;		/* nobody asks there */
	s->csat++;
	s->csat_top += c->rating >= 4;
	if (queues[c->queue].vendor > FIVE9)
		return;		/* good or bad, no recommendation */
	s->nps++;
	s->promoters += c->nps >= 9;
	s->detractors += c->nps <= 6;
}

void
truth_add(struct bank *b, const struct contact *c, const struct person *p)
{
	static const char *const outcomes[] = { "answered", "abandoned",
	    "contained", "left-self", "callback" };
	static const char *const vendors[] = { "connect", "pbx", "five9",
	    "chat", "tickets", "social" };
	struct sums *s = row_of(c);
	char id[40];

	s->contacts++;
	if (queues[c->queue].vendor <= FIVE9)
		add_call(c);
	else if (c->msgs_out) {
		s->reply_n++;
		s->reply += queues[c->queue].vendor == TICKET ?
		    c->first_reply / 60 * 60 : c->first_reply;
	}
	add_ratings(c);
	contact_id(c, id, sizeof(id));
	fprintf(b->truth, "{\"source\":\"%s\",\"id\":\"%s\",\"person\":%llu,"
	    "\"issue\":%llu,\"seq\":%d,\"queue\":\"%s\",\"reason\":\"%s\","
	    "\"outcome\":\"%s\",\"start\":%lld,\"withheld\":%s,"
	    "\"shared\":%s}\n", vendors[queues[c->queue].vendor], id,
	    (unsigned long long)p->number, (unsigned long long)c->issue,
	    c->seq, queues[c->queue].name, c->reason, outcomes[c->outcome],
	    (long long)c->start, c->withheld ? "true" : "false",
	    p->shares_phone ? "true" : "false");
}

/* One row a queue; milliseconds, so that they compare with ours as they are. */
void
truth_close(struct bank *b)
{
	FILE *f = bank_open(b, "truth", "kpis.csv");

	fclose(b->truth);
	fprintf(f, "queue,contacts,offered,answered,abandoned,callback,"
	    "answered_in,abandoned_in,short,wait_ms,wait_answered_ms,"
	    "wait_abandoned_ms,handled,talk_ms,hold_ms,wrap_ms,contained,"
	    "left_self,self,transferred,reply,reply_ms,csat,csat_top,nps,"
	    "promoters,detractors,idle_ms,busy_ms\n");
	for (int q = 0; q <= QUEUES; q++) {
		const struct sums *s = &by_queue[q];
		const char *name = q == NOWHERE ? "-" :
		    queues[q].vendor == TICKET ? TICKET_GROUP :
		    queues[q].name;

		if (q != NOWHERE && queues[q].vendor == TWEET)
			continue;

		fprintf(f, "%s,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,"
		    "%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,"
		    "%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld\n", name,
		    (long long)s->contacts, (long long)s->offered,
		    (long long)s->answered, (long long)s->abandoned,
		    (long long)s->callback, (long long)s->answered_in,
		    (long long)s->abandoned_in, (long long)s->shorts,
		    (long long)s->wait * 1000,
		    (long long)s->wait_answered * 1000,
		    (long long)s->wait_abandoned * 1000,
		    (long long)s->handled, (long long)s->talk * 1000,
		    (long long)s->hold * 1000, (long long)s->wrap * 1000,
		    (long long)s->contained, (long long)s->left_self,
		    (long long)s->self, (long long)s->transferred,
		    (long long)s->reply_n, (long long)s->reply * 1000,
		    (long long)s->csat, (long long)s->csat_top,
		    (long long)s->nps, (long long)s->promoters,
		    (long long)s->detractors,
		    (long long)(q == NOWHERE ? 0 : b->idle_s[q]) * 1000,
		    (long long)(q == NOWHERE ? 0 : b->busy_s[q]) * 1000);
	}
	fclose(f);
}
