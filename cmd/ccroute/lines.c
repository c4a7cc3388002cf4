/* lines: contacts and agents' states as lines; see lines.h. */
#include "cmd/ccroute/lines.h"

#include <string.h>

#include "common/line.h"
#include "common/when.h"
#include "common/work.h"

enum {
	FLUSH = 256 << 10,
	MOST_LINE = 64 << 10,
	HELD = 256 << 20,	/* bytes of runs that are prepared, in all */
	LINE_BYTES = 1024,	/* of a contact, with its agents' lines */
};

struct lines {
	const struct sim_plan *p;
	const struct sim *sim;
	struct output *out;		/* NULL: all is kept in text */
	struct err *err;
	bool failed;
	struct buf *text;
	int64_t offset;			/* of the run, ms UTC */
	uint64_t run;
	int64_t day;			/* that `date` spells */
	char date[10];
	/* prepared: ,"queue":"cards" and so on */
	struct str *queue, *group, *channel, *kind, *source, *slots;
	char pair[100][2];
	struct arena arena;
};

/* ---- pieces ------------------------------------------------------------------------ */

static inline char *
put(char *p, struct str s)
{
	memcpy(p, s.p, s.n);
	return p + s.n;
}

#define PUT(p, literal)	(memcpy((p), "" literal, sizeof(literal) - 1), \
	(p) + sizeof(literal) - 1)

static char *
put_int(char *p, int64_t v)
{
	char text[24];
	int n = 0;

	do
		text[n++] = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	while (n > 0)
		*p++ = text[--n];
	return p;
}

static void
spell_day(struct lines *l, int64_t day)
{
	char text[WHEN_TEXT];

	when_write(text, day * MS_DAY);
	memcpy(l->date, text, sizeof(l->date));
	l->day = day;
}

/* "2026-03-02T09:14:05.120Z" with its quotes. */
static char *
put_time(struct lines *l, char *p, int64_t ms)
{
	int64_t day;
	unsigned rest;

	ms += l->offset;
	day = ms / MS_DAY;
	if (UNLIKELY(day != l->day))
		spell_day(l, day);
	rest = (unsigned)(ms - day * MS_DAY);
	*p++ = '"';
	memcpy(p, l->date, 10);
	p[10] = 'T';
	memcpy(p + 11, l->pair[rest / 3600000], 2);
	p[13] = ':';
	memcpy(p + 14, l->pair[rest / 60000 % 60], 2);
	p[16] = ':';
	memcpy(p + 17, l->pair[rest / 1000 % 60], 2);
	p[19] = '.';
	memcpy(p + 20, l->pair[rest % 1000 / 10], 2);
	p[22] = (char)('0' + rest % 10);
	p[23] = 'Z';
	p[24] = '"';
	return p + 25;
}

static char *
put_agent(struct lines *l, char *p, uint32_t agent)
{
	uint32_t group = l->sim->agent[agent].group;

	p = PUT(p, ",\"team\":");
	p = put(p, l->group[group]);
	p = PUT(p, ",\"agent\":");
	p = put(p, l->group[group]);
	p[-1] = '-';			/* the closing quote */
	p = put_int(p, agent - l->sim->group[group].first + 1);
	*p++ = '"';
	return p;
}

static char *
room(struct lines *l)
{
	char *p;

	if (l->out && l->text->n > FLUSH) {
		if (!l->failed && output_write(l->out, buf_view(l->text),
		    l->err) < 0)
			l->failed = true;
		buf_clear(l->text);
	}
	p = buf_room(l->text, MOST_LINE);
	BUG_UNLESS(p);
	return p;
}

static void
written(struct lines *l, const char *end)
{
	l->text->n = (size_t)(end - l->text->p);
}

/* ---- visits -------------------------------------------------------------------------- */

/* called: of somebody whom the center called, and that call's own part. */
static struct str
outcome(bool called, const struct visit *v)
{
	static const struct str words[ENDS] = {
		[END_ANSWERED] = STR_INIT("\"answered\""),
		[END_ABANDONED] = STR_INIT("\"abandoned\""),
		[END_CALLBACK] = STR_INIT("\"callback\""),
		[END_OVERFLOWED] = STR_INIT("\"overflowed\""),
		[END_BLOCKED] = STR_INIT("\"blocked\""),
		[END_MISSED] = STR_INIT("\"missed\""),
		[END_NO_ANSWER] = STR_INIT("\"no-answer\""),
	};

	return called && v->end == END_ANSWERED ? STR("\"reached\"") :
	    words[v->end];
}

/* Sums over visits: what the contact as a whole took. */
struct totals {
	int64_t wait, ring, talk, wrap;
	const struct visit *first_answer, *last_answer, *last;
	int64_t on;
};

static struct totals
total(const struct visit *v, size_t n)
{
	struct totals t = { .last = n ? &v[n - 1] : NULL };

	for (size_t i = 0; i < n; i++) {
		t.wait += v[i].ended - v[i].entered;
		t.on += v[i].handed_on;
		if (v[i].end != END_ANSWERED)
			continue;
		if (!t.first_answer)
			t.first_answer = &v[i];
		t.last_answer = &v[i];
		t.ring += v[i].ring;
		t.talk += v[i].talk;
		t.wrap += v[i].wrap;
	}
	return t;
}

static char *
put_work(char *p, int64_t wait, int64_t ring, int64_t talk, int64_t wrap,
    bool answered)
{
	p = PUT(p, ",\"wait_ms\":");
	p = put_int(p, wait);
	if (!answered)
		return p;
	if (ring > 0) {
		p = PUT(p, ",\"ring_ms\":");
		p = put_int(p, ring);
	}
	p = PUT(p, ",\"talk_ms\":");
	p = put_int(p, talk);
	p = PUT(p, ",\"wrap_ms\":");
	return put_int(p, wrap);
}

/* Who is called waits in no queue, but where it is passed on. */
static char *
put_leg(struct lines *l, char *p, bool called, const struct visit *v)
{
	bool answered = v->end == END_ANSWERED;

	if (called)
		p = PUT(p, "{\"type\":\"agent\",\"start\":");
	else
		p = PUT(p, "{\"type\":\"queue\",\"start\":");
	p = put_time(l, p, v->entered);
	p = PUT(p, ",\"queued\":");
	p = put_time(l, p, v->entered);
	if (answered) {
		p = PUT(p, ",\"answered\":");
		p = put_time(l, p, v->ended);
	}
	p = PUT(p, ",\"end\":");
	p = put_time(l, p, v->free);
	p = put(p, l->queue[v->queue]);
	if (v->agent != NOBODY)
		p = put_agent(l, p, v->agent);
	p = PUT(p, ",\"outcome\":");
	p = put(p, outcome(called, v));
	if (v->handed_on)
		p = PUT(p, ",\"out\":\"transfer-queue\"");
	p = put_work(p, v->ended - v->entered, v->ring, v->talk, v->wrap,
	    answered);
	*p++ = '}';
	return p;
}

static char *
put_legs(struct lines *l, char *p, const struct contact *c,
    const struct visit *v, size_t n)
{
	p = PUT(p, ",\"legs\":[");
	if (c->self_ms >= 0) {
		p = PUT(p, "{\"type\":\"self\",\"start\":");
		p = put_time(l, p, c->arrived);
		p = PUT(p, ",\"end\":");
		p = put_time(l, p, c->arrived + c->self_ms);
		p = PUT(p, ",\"self_ms\":");
		p = put_int(p, c->self_ms);
		p = PUT(p, "},");
	}
	for (size_t i = 0; i < n; i++) {
		if (i)
			*p++ = ',';
		p = put_leg(l, p, i == 0 && is_outward(c), &v[i]);
	}
	*p++ = ']';
	return p;
}

/* ---- contacts -------------------------------------------------------------------------- */

/* Who calls, and calls again: without its quotes. */
static char *
put_caller(struct lines *l, char *p, const struct contact *c)
{
	struct str source = l->source[c->source];

	p = put(p, (struct str){ source.p + 1, source.n - 2 });
	*p++ = '-';
	p = put_int(p, (int64_t)l->run + 1);
	*p++ = '-';
	return put_int(p, (int64_t)c->number + 1);
}

/* One of the center's customers, where it says how many there are. */
static char *
put_customer(struct lines *l, char *p, const struct contact *c)
{
	p = PUT(p, "customer-");
	p = put_int(p, (int64_t)l->run + 1);
	*p++ = '-';
	return put_int(p, (int64_t)known_customer(l->sim, c) + 1);
}

static char *
put_id(struct lines *l, char *p, const struct contact *c, bool back)
{
	*p++ = '"';
	p = put_caller(l, p, c);
	if (c->attempt) {
		*p++ = '.';
		p = put_int(p, c->attempt + 1);
	}
	if (back)
		p = PUT(p, "-back");
	*p++ = '"';
	return p;
}

static char *
put_head(struct lines *l, char *p, const struct contact *c, uint32_t queue)
{
	bool out = is_outward(c);

	p = PUT(p, "{\"cc\":1,\"kind\":\"interaction\",\"id\":");
	p = put_id(l, p, c, c->callback);
	p = PUT(p, ",\"source\":\"ccroute\",\"party\":[\"caller:");
	p = l->p->customers ? put_customer(l, p, c) : put_caller(l, p, c);
	p = PUT(p, "\"]");
	if (l->p->kinds)
		p = put(p, l->kind[c->kind]);
	p = put(p, l->channel[queue]);
	if (out)
		p = PUT(p, ",\"direction\":\"out\"");
	else
		p = PUT(p, ",\"direction\":\"in\"");
	if (c->outbound)
		p = PUT(p, ",\"by\":\"agent\"");
	else
		p = PUT(p, ",\"by\":\"customer\"");
	if (c->callback)
		p = PUT(p, ",\"origin\":\"callback\"");
	else if (c->outbound)
		p = PUT(p, ",\"origin\":\"campaign\"");
	p = PUT(p, ",\"start\":");
	return put_time(l, p, c->arrived);
}

static char *
put_times(struct lines *l, char *p, const struct visit *v,
    const struct totals *t)
{
	p = PUT(p, ",\"queued\":");
	p = put_time(l, p, v->entered);
	if (t->first_answer) {
		p = PUT(p, ",\"answered\":");
		p = put_time(l, p, t->first_answer->ended);
	}
	p = PUT(p, ",\"end\":");
	p = put_time(l, p, t->last->free);
	p = put(p, l->queue[v->queue]);
	if (t->last_answer)
		p = put_agent(l, p, t->last_answer->agent);
	return p;
}

/* One that saw no queue: it ended at the bot. */
static char *
put_self_only(struct lines *l, char *p, const struct contact *c)
{
	p = PUT(p, ",\"end\":");
	p = put_time(l, p, c->arrived + c->self_ms);
	if (c->contained)
		p = PUT(p, ",\"outcome\":\"contained\",\"self_ms\":");
	else
		p = PUT(p, ",\"outcome\":\"left-self\",\"self_ms\":");
	return put_int(p, c->self_ms);
}

static char *
put_queued(struct lines *l, char *p, const struct contact *c,
    const struct visit *v, size_t n)
{
	struct totals t = total(v, n);

	p = put_times(l, p, v, &t);
	p = PUT(p, ",\"outcome\":");
	p = put(p, outcome(is_outward(c), t.last_answer ? t.last_answer :
	    t.last));
	if (c->self_ms >= 0) {
		p = PUT(p, ",\"self_ms\":");
		p = put_int(p, c->self_ms);
	}
	p = put_work(p, t.wait, t.ring, t.talk, t.wrap, t.first_answer);
	if (t.on) {
		p = PUT(p, ",\"transfers\":");
		p = put_int(p, t.on);
	}
	if (c->callback) {
		p = PUT(p, ",\"parent\":");
		p = put_id(l, p, c, false);
	}
	return n > 1 ? put_legs(l, p, c, v, n) : p;
}

void
lines_contact(void *lines, const struct contact *c, const struct visit *v,
    size_t n)
{
	struct lines *l = lines;
	char *p = room(l);

	p = put_head(l, p, c, n ? v[0].queue : c->queue);
	p = n ? put_queued(l, p, c, v, n) : put_self_only(l, p, c);
	p = PUT(p, "}\n");
	written(l, p);
}

/* ---- agents ------------------------------------------------------------------------------ */

void
lines_agent(void *lines, uint32_t agent, enum agent_state state,
    int64_t from, int64_t to)
{
	struct lines *l = lines;
	char *p = room(l);

	p = PUT(p, "{\"cc\":1,\"kind\":\"agent\",\"source\":\"ccroute\","
	    "\"start\":");
	p = put_time(l, p, from);
	p = PUT(p, ",\"end\":");
	p = put_time(l, p, to);
	p = put_agent(l, p, agent);
	if (state == AGENT_BUSY)
		p = PUT(p, ",\"state\":\"busy\"");
	else
		p = PUT(p, ",\"state\":\"available\"");
	p = put(p, l->slots[l->sim->agent[agent].group]);
	p = PUT(p, "}\n");
	written(l, p);
}

/* ---- all ----------------------------------------------------------------------------------- */

/* ,"member":"word" with the word's own quotes; member NULL: only the word. */
static struct str
piece(struct lines *l, const char *member, const char *word)
{
	struct buf b = { 0 };
	struct str s;

	if (member)
		buf_printf(&b, ",\"%s\":", member);
	json_put_str(&b, str_of(word));
	s = arena_dup(&l->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

static struct str
kind_piece(struct lines *l, const struct plan_kind *k)
{
	struct buf b = { 0 };
	struct str s;

	if (k->segment) {
		buf_puts(&b, ",\"segment\":");
		json_put_str(&b, str_of(k->segment));
	}
	if (k->flag)
		buf_printf(&b, ",\"flags\":[\"%s\"]", k->flag);
	s = arena_dup(&l->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

static struct str
slots_piece(struct lines *l, size_t group)
{
	const struct plan_group *g = &l->p->group[group];
	struct buf b = { 0 };
	struct str s;

	if (g->slots > 1)
		buf_printf(&b, ",\"slots\":{\"chat\":%d}", g->slots);
	s = arena_dup(&l->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

static struct str *
list_of(struct lines *l, size_t n)
{
	return arena_zero(&l->arena, n + 1, sizeof(struct str));
}

static void
prepare(struct lines *l)
{
	const struct sim_plan *p = l->p;

	l->queue = list_of(l, p->queues);
	l->channel = list_of(l, p->queues);
	l->group = list_of(l, p->groups);
	l->slots = list_of(l, p->groups);
	l->kind = list_of(l, p->kinds);
	l->source = list_of(l, p->sources);
	for (size_t i = 0; i < p->queues; i++) {
		l->queue[i] = piece(l, "queue", p->queue[i].name);
		l->channel[i] = piece(l, "channel", p->queue[i].channel);
	}
	for (size_t i = 0; i < p->groups; i++) {
		l->group[i] = piece(l, NULL, p->group[i].name);
		l->slots[i] = slots_piece(l, i);
	}
	for (size_t i = 0; i < p->kinds; i++)
		l->kind[i] = kind_piece(l, &p->kind[i]);
	for (size_t i = 0; i < p->sources; i++)
		l->source[i] = piece(l, NULL, p->source[i].name);
	if (!p->sources)
		l->source[0] = STR("\"out\"");
	for (int i = 0; i < 100; i++) {
		l->pair[i][0] = (char)('0' + i / 10);
		l->pair[i][1] = (char)('0' + i % 10);
	}
	l->day = INT64_MIN;
}

struct lines *
lines_new(const struct sim_plan *p, const struct sim *sim)
{
	struct lines *l = mem_zero(1, sizeof(*l));

	l->p = p;
	l->sim = sim;
	prepare(l);
	return l;
}

void
lines_free(struct lines *l)
{
	if (l)
		arena_release(&l->arena);
	mem_free(l);
}

void
lines_begin(struct lines *l, uint64_t run, struct buf *text,
    struct output *out, struct err *err)
{
	l->run = run;
	l->text = text;
	l->text->max = (size_t)1 << 40;	/* memory ends before */
	l->out = out;
	l->err = err;
	l->failed = false;
	l->offset = run_days_later(&l->p->days, run);
}

int
lines_end(const struct lines *l)
{
	return l->failed ? -1 : 0;
}

int
lines_span(const struct sim_plan *p, uint64_t runs, struct buf *text,
    struct err *err)
{
	char from[WHEN_TEXT], to[WHEN_TEXT];

	if (runs > (uint64_t)(WHEN_MAX / MS_DAY / run_days_apart(&p->days)) ||
	    run_days_later(&p->days, runs - 1) + p->end > WHEN_MAX)
		return err_set(err, ERR_USAGE, "lines of so many runs would go "
		    "past the year 2199: they stand whole weeks apart");
	when_write(from, p->start);
	when_write(to, run_days_later(&p->days, runs - 1) + p->end);
	buf_printf(text, "{\"cc\":1,\"kind\":\"span\",\"source\":"
	    "\"ccroute\",\"start\":\"%.*s\",\"end\":\"%.*s\"}\n",
	    WHEN_TEXT, from, WHEN_TEXT, to);
	return 0;
}

int
lines_threads(const struct sim_plan *p, int threads)
{
	double bytes = 0;
	int fit;

	for (size_t i = 0; i < p->queues; i++)
		if (p->queue[i].outbound)
			return 1;	/* how many is not known */
	for (size_t i = 0; i < p->sources; i++)
		bytes += LINE_BYTES * (plan_arriving(&p->source[i], 0,
		    p->end) + (double)p->source[i].n_replay);
	fit = (int)MIN(HELD / MAX(bytes, 1), 1000) - WORK_SPARE;
	return MAX(MIN(threads, fit), 1);
}
