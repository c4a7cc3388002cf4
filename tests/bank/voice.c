/* voice: Amazon Connect contact records, Asterisk's queue_log, Five9's Call
 * Log, in their own shapes. */
#include <string.h>
#include <zlib.h>

#include "common/mem.h"
#include "common/when.h"
#include "tests/bank/bank.h"

/* ---- Amazon Connect --------------------------------------------------------------------- */

void
connect_open(struct bank *b)
{
	char path[600];

	snprintf(path, sizeof(path), "%s/connect/ctr.json.gz", b->dir);
	b->connect = gzopen(path, "wb6");
	if (!b->connect)
		BUG(path);
}

void
connect_close(struct bank *b)
{
	if (gzclose(b->connect) != Z_OK)
		BUG("gzclose");
}

static void
stamp(char *out, size_t n, int64_t t)
{
	struct civil c;

	civil_from_ms(t * 1000, &c);
	snprintf(out, n, "\"%04d-%02d-%02dT%02d:%02d:%02dZ\"", c.year, c.month,
	    c.day, c.hour, c.minute, c.second);
}

struct record {
	char id[40], initial[44], previous[44], next[44];
	const char *method;
	int64_t start, system, enqueue, connected, end;	/* -1: none */
	const struct visit *v;		/* NULL: no queue */
	bool agent, transferred_out;
	const char *ended;
	const char *reason;
	const char *phone;
	int version;			/* redelivered: more attributes */
};

static void
uuid(char *out, size_t n, uint64_t number, int part)
{
	snprintf(out, n, "%08llx-0000-4000-8000-%012llx",
	    (unsigned long long)(number * 2654435761u & 0xffffffff),
	    (unsigned long long)(number * 4 + (uint64_t)part));
}

static void
quoted_or_null(char *out, size_t n, const char *s)
{
	if (*s)
		snprintf(out, n, "\"%s\"", s);
	else
		snprintf(out, n, "null");
}

static void
put_agent(gzFile f, const struct record *r)
{
	char connected[40], acw[40], acw_end[40];

	if (!r->agent) {
		gzprintf(f, "\"Agent\":null,");
		return;
	}
	stamp(connected, sizeof(connected), r->connected);
	stamp(acw, sizeof(acw), r->connected + r->v->talk + r->v->hold);
	stamp(acw_end, sizeof(acw_end), r->connected + r->v->talk +
	    r->v->hold + r->v->wrap);
	gzprintf(f, "\"Agent\":{\"ARN\":\"arn:aws:connect:agent/%d\","
	    "\"AfterContactWorkDuration\":%d,"
	    "\"AfterContactWorkEndTimestamp\":%s,"
	    "\"AfterContactWorkStartTimestamp\":%s,"
	    "\"AgentInteractionDuration\":%d,"
	    "\"ConnectedToAgentTimestamp\":%s,\"CustomerHoldDuration\":%d,"
	    "\"NumberOfHolds\":%d,\"RoutingProfile\":{\"Name\":\"%s\"},"
	    "\"Username\":\"agent%d\"},", r->v->agent, (int)r->v->wrap,
	    acw_end, acw, (int)r->v->talk, connected, (int)r->v->hold,
	    r->v->hold > 0, queues[r->v->queue].name, r->v->agent);
}

static void
put_queue(gzFile f, const struct record *r)
{
	char in[40], out[40];

	if (!r->v) {
		gzprintf(f, "\"Queue\":null,");
		return;
	}
	stamp(in, sizeof(in), r->enqueue);
	stamp(out, sizeof(out), r->enqueue + r->v->wait);
	gzprintf(f, "\"Queue\":{\"ARN\":\"arn:aws:connect:queue/%d\","
	    "\"DequeueTimestamp\":%s,\"Duration\":%d,\"EnqueueTimestamp\":%s,"
	    "\"Name\":\"%s\"},", r->v->queue, out, (int)r->v->wait, in,
	    queues[r->v->queue].name);
}

static void
put_record(gzFile f, const struct record *r)
{
	char start[40], system[40], end[40], update[40], done[40] = "null";
	char initial[50], previous[50], next[50];

	stamp(start, sizeof(start), r->start);
	stamp(system, sizeof(system), r->system);
	stamp(end, sizeof(end), r->end);
	stamp(update, sizeof(update), r->end + 60 + 86400 * r->version);
	if (r->transferred_out)
		stamp(done, sizeof(done), r->end);
	quoted_or_null(initial, sizeof(initial), r->initial);
	quoted_or_null(previous, sizeof(previous), r->previous);
	quoted_or_null(next, sizeof(next), r->next);
	gzprintf(f, "{\"AWSAccountId\":\"123456789012\","
	    "\"AWSContactTraceRecordFormatVersion\":\"2017-03-10\",");
	put_agent(f, r);
	gzprintf(f, "\"AgentConnectionAttempts\":%d,\"Attributes\":{"
	    "\"reason\":\"%s\"%s},\"Channel\":\"VOICE\","
	    "\"ConnectedToSystemTimestamp\":%s,\"ContactId\":\"%s\","
	    "\"CustomerEndpoint\":{\"Address\":\"%s\","
	    "\"Type\":\"TELEPHONE_NUMBER\"},\"DisconnectReason\":\"%s\","
	    "\"DisconnectTimestamp\":%s,\"InitialContactId\":%s,", r->agent,
	    r->reason, r->version ? ",\"GreetingPlayed\":\"true\"" : "",
	    system, r->id, r->phone, r->ended, end, initial);
	gzprintf(f, "\"InitiationMethod\":\"%s\",\"InitiationTimestamp\":%s,"
	    "\"InstanceARN\":\"arn:aws:connect:instance/bank\","
	    "\"LastUpdateTimestamp\":%s,\"NextContactId\":%s,"
	    "\"PreviousContactId\":%s,", r->method, start, update, next,
	    previous);
	put_queue(f, r);
	gzprintf(f, "\"Recordings\":null,\"ScheduledTimestamp\":null,"
	    "\"SystemEndpoint\":{\"Address\":\"+442079460001\","
	    "\"Type\":\"TELEPHONE_NUMBER\"},\"TransferCompletedTimestamp\":%s}",
	    done);
}

/* Delivered at least once: now and then again, with an attribute more. */
static void
deliver(struct bank *b, struct record *r, struct rng *random)
{
	put_record(b->connect, r);
	if (rng_chance(random, 0.03)) {
		r->version = 1;
		put_record(b->connect, r);
		r->version = 0;
	}
}

static void
first_record(const struct contact *c, const struct person *p,
    struct record *r)
{
	*r = (struct record){ .method = "INBOUND", .start = c->start,
	    .system = c->start, .enqueue = c->start + c->self,
	    .reason = c->reason, .phone = c->withheld ? "anonymous" :
	    p->phone, .ended = "CUSTOMER_DISCONNECT" };
	uuid(r->id, sizeof(r->id), c->number, 0);
	r->end = r->enqueue;
	if (c->outcome == CONTAINED || c->outcome == LEFT_SELF) {
		if (c->outcome == CONTAINED)
			r->ended = "CONTACT_FLOW_DISCONNECT";
		return;
	}
	r->v = &c->v;
	r->end += c->v.wait;
	if (c->outcome == ANSWERED) {
		r->agent = true;
		r->connected = r->end;
		r->end += c->v.talk + c->v.hold;
		r->transferred_out = c->transferred;
	}
}

static void
later_record(const struct contact *c, const struct record *first,
    struct record *r, const char *method)
{
	const struct visit *v = &c->second;
	bool lost = c->lost;
	int64_t at = first->end;

	*r = *first;
	uuid(r->id, sizeof(r->id), c->number, 1);
	memcpy(r->initial, first->id, sizeof(first->id));
	memcpy(r->previous, first->id, sizeof(first->id));
	r->next[0] = '\0';
	r->method = method;
	r->start = r->system = r->enqueue = at;
	r->v = v;
	r->agent = !lost;
	r->transferred_out = false;
	r->connected = at + v->wait;
	r->end = r->connected + (lost ? 0 : v->talk + v->hold);
}

void
connect_write(struct bank *b, const struct contact *c,
    const struct person *p)
{
	struct rng random = rng_split(&b->rng, "delivery", c->number);
	struct record first, second;
	bool more = c->outcome == CALLBACK || (c->outcome == ANSWERED &&
	    c->transferred);

	first_record(c, p, &first);
	if (more) {
		later_record(c, &first, &second, c->outcome == CALLBACK ?
		    "CALLBACK" : "TRANSFER");
		memcpy(first.next, second.id, sizeof(second.id));
	}
	deliver(b, &first, &random);
	if (more)
		deliver(b, &second, &random);
}

/* ---- Asterisk queue_log: events of all calls in order of time ----------------------------- */

struct event {
	int64_t t;
	uint64_t seq;
	char text[160];
};

struct events {
	FILE *f;
	struct event *heap;
	size_t n, cap;
	uint64_t seq;
};

static bool
earlier(const struct event *a, const struct event *b)
{
	return a->t != b->t ? a->t < b->t : a->seq < b->seq;
}

static void
push_event(struct events *e, const struct event *x)
{
	size_t i;

	GROW(e->heap, e->n, e->cap);
	for (i = e->n++; i && earlier(x, &e->heap[(i - 1) / 2]);
	    i = (i - 1) / 2)
		e->heap[i] = e->heap[(i - 1) / 2];
	e->heap[i] = *x;
}

static void
pop_event(struct events *e, struct event *top)
{
	struct event last = e->heap[--e->n];
	size_t i = 0, k;

	*top = e->heap[0];
	while ((k = 2 * i + 1) < e->n) {
		if (k + 1 < e->n && earlier(&e->heap[k + 1], &e->heap[k]))
			k++;
		if (!earlier(&e->heap[k], &last))
			break;
		e->heap[i] = e->heap[k];
		i = k;
	}
	e->heap[i] = last;
}

static void
write_until(struct events *e, int64_t t)
{
	struct event x;

	while (e->n && e->heap[0].t <= t) {
		pop_event(e, &x);
		fprintf(e->f, "%lld|%s\n", (long long)x.t, x.text);
		if (x.seq % 997 == 0)
			fprintf(e->f, "\n");	/* blank lines happen */
	}
}

void
pbx_open(struct bank *b)
{
	b->pbx = mem_zero(1, sizeof(*b->pbx));
	b->pbx->f = bank_open(b, "pbx", "queue_log");
	fprintf(b->pbx->f, "%lld|NONE|NONE|NONE|QUEUESTART|\n",
	    (long long)BANK_START);
}

void
pbx_close(struct bank *b)
{
	write_until(b->pbx, INT64_MAX);
	fclose(b->pbx->f);
	mem_free(b->pbx->heap);
	mem_free(b->pbx);
}

static void PRINTF_LIKE(3, 4)
event(struct events *e, int64_t t, const char *fmt, ...)
{
	struct event x = { .t = t, .seq = e->seq++ };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(x.text, sizeof(x.text), fmt, ap);
	va_end(ap);
	push_event(e, &x);
}

/* One visit to one queue, from t on; returns when it is over. */
static int64_t
pbx_visit(struct bank *b, const char *id, const char *caller,
    const struct visit *v, bool answered, bool passed_on, int64_t t)
{
	struct events *e = b->pbx;
	const char *q = queues[v->queue].name;

	event(e, t, "%s|%s|NONE|ENTERQUEUE||%s|1", id, q, caller);
	if (!answered) {
		event(e, t + v->wait, "%s|%s|NONE|ABANDON|1|1|%lld", id, q,
		    (long long)v->wait);
		return t + v->wait;
	}
	if (v->wait > 25)
		event(e, t + v->wait - v->ring,
		    "%s|%s|Agent %d|RINGNOANSWER|%d", id, q, v->agent + 50,
		    15000);	/* somebody who was away */
	event(e, t + v->wait, "%s|%s|Agent %d|CONNECT|%lld|%s.1|%lld", id, q,
	    v->agent, (long long)v->wait, id, (long long)v->ring);
	t += v->wait + v->talk;
	if (passed_on)
		event(e, t, "%s|%s|Agent %d|BLINDTRANSFER|700%d|from-internal"
		    "|%lld|%lld|1", id, q, v->agent, 5 - v->queue,
		    (long long)v->wait, (long long)v->talk);
	else
		event(e, t, "%s|%s|Agent %d|%s|%lld|%lld|1", id, q, v->agent,
		    v->talk % 2 ? "COMPLETEAGENT" : "COMPLETECALLER",
		    (long long)v->wait, (long long)v->talk);
	return t;
}

void
pbx_write(struct bank *b, const struct contact *c, const struct person *p)
{
	char id[40];
	const char *caller = c->withheld ? "anonymous" : p->phone;
	int64_t t = c->start;

	write_until(b->pbx, c->start - 1);
	contact_id(c, id, sizeof(id));
	event(b->pbx, t, "%s|%s|NONE|DID|+442079460002", id,
	    queues[c->queue].name);
	t = pbx_visit(b, id, caller, &c->v, c->outcome == ANSWERED,
	    c->transferred, t);
	if (c->outcome == ANSWERED && c->transferred)
		pbx_visit(b, id, caller, &c->second, !c->lost, false, t);
}

/* ---- Five9 Call Log --------------------------------------------------------------------------- */

void
five9_open(struct bank *b)
{
	b->file[FIVE9] = bank_open(b, "five9", "calls.csv");
	fprintf(b->file[FIVE9], "CALL ID,TIMESTAMP,CAMPAIGN,CALL TYPE,AGENT,"
	    "AGENT NAME,DISPOSITION,ANI,CUSTOMER NAME,DNIS,CALL TIME,"
	    "BILL TIME (ROUNDED),COST,IVR TIME,QUEUE WAIT TIME,RING TIME,"
	    "TALK TIME,HOLD TIME,PARK TIME,AFTER CALL WORK TIME,TRANSFERS,"
	    "CONFERENCES,HOLDS,ABANDONED,RECORDINGS\r\n");
	b->states = bank_open(b, "five9", "agent-states.csv");
	fprintf(b->states, "AGENT NAME,AGENT,TIMESTAMP,STATE,REASON CODE,"
	    "AGENT STATE TIME\r\n");
}

static void
put_clock(FILE *f, int64_t s)
{
	fprintf(f, ",%02lld:%02lld:%02lld", (long long)(s / 3600),
	    (long long)(s / 60 % 60), (long long)(s % 60));
}

static void
put_five9_stamp(FILE *f, int64_t t)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
	    "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
	    "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct civil c;

	t -= 7 * 3600;	/* Pacific daylight time, all through these weeks */
	civil_from_ms(t * 1000, &c);
	fprintf(f, ",\"%s, %02d %s %04d %02d:%02d:%02d\"",
	    days[civil_weekday(civil_days(c.year, c.month, c.day))], c.day,
	    months[c.month - 1], c.year, c.hour, c.minute, c.second);
}

void
five9_state(struct bank *b, int agent, const char *word, int64_t from,
    int64_t to)
{
	fprintf(b->states, "\"Agent, %d\",agent%d", agent, agent);
	put_five9_stamp(b->states, from);
	fprintf(b->states, ",%s,", word);
	put_clock(b->states, to - from);
	fprintf(b->states, "\r\n");
}

void
five9_write(struct bank *b, const struct contact *c, const struct person *p)
{
	FILE *f = b->file[FIVE9];
	const struct visit *v = &c->v;
	bool answered = c->outcome == ANSWERED;
	bool queued = answered || c->outcome == ABANDONED;
	int64_t talk = answered ? v->talk + v->hold : 0;
	char id[40];

	contact_id(c, id, sizeof(id));
	fprintf(f, "%s", id);
	put_five9_stamp(f, c->start);
	fprintf(f, ",%s,Inbound,", queues[c->queue].name);
	if (answered)
		fprintf(f, "agent%d,\"Agent, %d\",%s", v->agent, v->agent,
		    c->resolved ? "Resolved" : "Follow up");
	else
		fprintf(f, "[None],[None],%s", c->outcome == ABANDONED ?
		    "Abandon" : c->outcome == CONTAINED ? "Self-service" :
		    "Caller Disconnected");
	fprintf(f, ",%s,%s %s,2079460003", c->withheld ? "anonymous" :
	    p->phone, p->given, p->family);
	put_clock(f, c->self + (queued ? v->wait : 0) + talk);
	put_clock(f, 60);
	fprintf(f, ",0.05");
	put_clock(f, c->self);
	put_clock(f, answered ? v->wait - v->ring : queued ? v->wait : 0);
	put_clock(f, answered ? v->ring : 0);
	put_clock(f, talk);
	put_clock(f, answered ? v->hold : 0);
	put_clock(f, 0);
	put_clock(f, answered ? v->wrap : 0);
	fprintf(f, ",0,0,%d,%d,\r\n", answered && v->hold > 0,
	    c->outcome == ABANDONED);
}
