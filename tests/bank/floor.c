/* floor: queues, agents and what happens when; see floor.h. */
#include <string.h>

#include "common/mem.h"
#include "tests/bank/floor.h"

/* In the order in which they happen at one moment. */
enum what { FREE, DAWN, BEGIN, END, GIVE_UP, ENTER, TALKED };

struct event {
	int64_t at;
	enum what what;
	uint64_t order;			/* as they were made */
	size_t of;			/* agent, day, or job */
	uint64_t serial;		/* of the job: it may be gone */
};

/* Somebody who waits or talks: a contact's visit. */
struct job {
	struct contact *c;
	struct visit *v;
	uint64_t serial;
	int64_t since;
	bool waiting, callback;
};

/* Of one shift. */
struct agent {
	int number, group;
	uint64_t serial;
	int64_t since;			/* in the state it is in */
	bool idle, off;			/* off: once nobody is in hand */
	struct visit visit;		/* talk 0: none */
};

/* In order of coming; those that have gone meanwhile are passed over. */
struct line {
	struct { size_t of; uint64_t serial; } *at;
	size_t first, n, cap;
};

struct floor {
	struct bank *b;
	const struct load *l;
	floor_ended *ended;
	void *world;
	struct event *heap;
	size_t n, cap;
	uint64_t order;
	struct job *job;
	struct agent *agent;
	size_t jobs, job_cap, agents, agent_cap;
	size_t *free_job, *free_agent;
	size_t free_jobs, free_job_cap, free_agents, free_agent_cap;
	struct line waiting[QUEUES];
	struct line idle[QUEUES];	/* by bank_group */
	size_t turn[QUEUES][2];		/* whose shift is next */
};

/* ---- events ---------------------------------------------------------------- */

static bool
before(const struct event *a, const struct event *b)
{
	return a->at != b->at ? a->at < b->at : a->what != b->what ?
	    a->what < b->what : a->order < b->order;
}

static void
plan(struct floor *f, int64_t at, enum what what, size_t of, uint64_t serial)
{
	struct event e = { at, what, f->order++, of, serial };
	size_t i;

	GROW(f->heap, f->n, f->cap);
	for (i = f->n++; i && before(&e, &f->heap[(i - 1) / 2]);
	    i = (i - 1) / 2)
		f->heap[i] = f->heap[(i - 1) / 2];
	f->heap[i] = e;
}

static struct event
next_event(struct floor *f)
{
	struct event top = f->heap[0], last = f->heap[--f->n];
	size_t i = 0, k;

	while ((k = 2 * i + 1) < f->n) {
		if (k + 1 < f->n && before(&f->heap[k + 1], &f->heap[k]))
			k++;
		if (!before(&f->heap[k], &last))
			break;
		f->heap[i] = f->heap[k];
		i = k;
	}
	f->heap[i] = last;
	return top;
}

int64_t
floor_next(const struct floor *f)
{
	return f->n ? f->heap[0].at : INT64_MAX;
}

/* ---- lines ----------------------------------------------------------------- */

static void
line_add(struct line *l, size_t of, uint64_t serial)
{
	if (l->first > 64 && l->first * 2 > l->n) {
		memmove(l->at, l->at + l->first, (l->n - l->first) *
		    sizeof(*l->at));
		l->n -= l->first;
		l->first = 0;
	}
	GROW(l->at, l->n, l->cap);
	l->at[l->n].of = of;
	l->at[l->n++].serial = serial;
}

static struct job *
first_waiting(struct floor *f, int queue)
{
	struct line *l = &f->waiting[queue];

	for (; l->first < l->n; l->first++) {
		struct job *j = &f->job[l->at[l->first].of];

		if (j->serial == l->at[l->first].serial && j->waiting)
			return j;
	}
	return NULL;
}

/* Of all queues of the group who came first. */
static struct job *
first_of(struct floor *f, int group)
{
	struct job *first = NULL, *j;

	for (int q = group; q < QUEUES; q++)
		if (bank_group(q) == group && (j = first_waiting(f, q)) &&
		    (!first || j->since < first->since))
			first = j;
	return first;
}

static struct agent *
first_idle(struct floor *f, int group)
{
	struct line *l = &f->idle[group];

	for (; l->first < l->n; l->first++) {
		struct agent *a = &f->agent[l->at[l->first].of];

		if (a->serial == l->at[l->first].serial && a->idle)
			return a;
	}
	return NULL;
}

/* ---- states, in Five9's words ----------------------------------------------- */

static void
state(struct floor *f, struct agent *a, const char *word, int64_t until)
{
	int64_t *sum = strcmp(word, "Ready") == 0 ? f->b->idle_s :
	    strcmp(word, "Ringing") == 0 ? NULL : f->b->busy_s;

	if (sum)
		sum[a->group] += until - a->since;
	if (queues[a->group].vendor == FIVE9 && until > a->since)
		five9_state(f->b, a->number, word, a->since, until);
	a->since = until;
}

/* ---- serving ------------------------------------------------------------------- */

static void
answer(struct floor *f, struct agent *a, struct job *j, int64_t now)
{
	struct visit *v = j->v;
	int64_t talked = now + v->ring + v->talk + v->hold;

	state(f, a, "Ready", now);
	a->idle = false;
	v->agent = a->number;
	v->wait = now + v->ring - j->since;
	a->visit = *v;
	j->waiting = false;
	j->serial++;			/* so it gives up no more */
	plan(f, talked, TALKED, (size_t)(j - f->job), j->serial);
	plan(f, talked + v->wrap, FREE, (size_t)(a - f->agent), a->serial);
}

static void
match(struct floor *f, int group, int64_t now)
{
	struct agent *a;
	struct job *j;

	while ((j = first_of(f, group)) && (a = first_idle(f, group))) {
		f->waiting[j->v->queue].first++;
		f->idle[group].first++;
		answer(f, a, j, now);
	}
}

static void
enter(struct floor *f, struct job *j, int64_t now)
{
	const struct contact *c = j->c;
	bool called = j->v == &c->v && c->takes_callback &&
	    queues[c->queue].vendor == CONNECT &&
	    j->v->patience > CALLBACK_AFTER;

	j->since = now;
	j->waiting = true;
	line_add(&f->waiting[j->v->queue], (size_t)(j - f->job), j->serial);
	plan(f, now + (called ? CALLBACK_AFTER : j->v->patience), GIVE_UP,
	    (size_t)(j - f->job), j->serial);
	match(f, bank_group(j->v->queue), now);
}

static void
end_job(struct floor *f, struct job *j, int64_t now)
{
	struct contact *c = j->c;

	j->serial++;
	j->waiting = j->callback = false;
	GROW(f->free_job, f->free_jobs, f->free_job_cap);
	f->free_job[f->free_jobs++] = (size_t)(j - f->job);
	f->ended(f->world, c, now);
}

/* Out of patience, or offered a callback, which keeps the place. */
static void
give_up(struct floor *f, struct job *j, int64_t now)
{
	struct contact *c = j->c;
	bool first = j->v == &c->v;

	j->v->wait = now - j->since;
	if (first && j->v->patience > j->v->wait) {
		c->outcome = CALLBACK;
		c->second = c->v;	/* the work is the same */
		j->callback = true;
		j->v = &c->second;
		j->since = now;
		return;
	}
	if (first)
		c->outcome = ABANDONED;
	c->lost = true;
	end_job(f, j, now);
}

static void
talked(struct floor *f, struct job *j, int64_t now)
{
	if (j->c->transferred && j->v == &j->c->v) {
		j->v = &j->c->second;
		enter(f, j, now);
	} else {
		end_job(f, j, now);
	}
}

/* ---- people ---------------------------------------------------------------------- */

static void
leave(struct floor *f, struct agent *a)
{
	a->serial++;
	a->idle = false;
	GROW(f->free_agent, f->free_agents, f->free_agent_cap);
	f->free_agent[f->free_agents++] = (size_t)(a - f->agent);
}

static void
be_idle(struct floor *f, struct agent *a, int64_t now)
{
	const struct visit *v = &a->visit;

	if (v->talk) {
		state(f, a, "Ringing", a->since + v->ring);
		state(f, a, "On Call", a->since + v->talk + v->hold);
		state(f, a, "After Call Work", a->since + v->wrap);
	}
	a->visit.talk = 0;
	if (a->off) {
		leave(f, a);
		return;
	}
	a->idle = true;
	a->since = now;
	line_add(&f->idle[a->group], (size_t)(a - f->agent), a->serial);
	match(f, a->group, now);
}

static void
end_shift(struct floor *f, struct agent *a, int64_t now)
{
	a->off = true;
	if (!a->idle)
		return;			/* leaves after the contact in hand */
	state(f, a, "Ready", now);
	leave(f, a);
}

static void
plan_shift(struct floor *f, int group, int day, const struct shift *s)
{
	size_t *turn = &f->turn[group][s->night], i;
	size_t who = (*turn)++ % f->l->people[group][s->night];
	int64_t from = bank_utc((int64_t)day * DAY + s->from);
	int64_t to = bank_utc((int64_t)day * DAY + s->from + s->length);
	struct agent *a;

	from = MAX(from, BANK_START);
	if (to <= from)
		return;
	if (f->free_agents) {
		i = f->free_agent[--f->free_agents];
	} else {
		GROW(f->agent, f->agents, f->agent_cap);
		i = f->agents++;
		f->agent[i].serial = 0;
	}
	a = &f->agent[i];
	*a = (struct agent){ .serial = a->serial, .group = group,
	    .number = (group + 1) * f->l->numbers + (int)(who + (s->night ?
	    f->l->people[group][0] : 0)) };
	plan(f, from, BEGIN, i, a->serial);
	plan(f, to, END, i, a->serial);
}

static void
dawn(struct floor *f, int day)
{
	for (int q = 0; q < QUEUES; q++) {
		const struct roster *r = &f->l->roster[q][(day + 7) % 7];

		for (size_t i = 0; i < r->n; i++)
			plan_shift(f, q, day, &r->shift[i]);
	}
	if (day + 1 < BANK_DAYS)
		plan(f, bank_utc((int64_t)(day + 1) * DAY), DAWN,
		    (size_t)(day + 2), 0);
}

/* ---- all ------------------------------------------------------------------------------ */

struct floor *
floor_new(struct bank *b, const struct load *l, floor_ended *ended,
    void *world)
{
	struct floor *f = mem_zero(1, sizeof(*f));

	f->b = b;
	f->l = l;
	f->ended = ended;
	f->world = world;
	plan(f, BANK_START, DAWN, 0, 0);	/* of the day before */
	return f;
}

void
floor_free(struct floor *f)
{
	for (int q = 0; q < QUEUES; q++) {
		mem_free(f->waiting[q].at);
		mem_free(f->idle[q].at);
	}
	mem_free(f->heap);
	mem_free(f->job);
	mem_free(f->agent);
	mem_free(f->free_job);
	mem_free(f->free_agent);
	mem_free(f);
}

void
floor_add(struct floor *f, struct contact *c)
{
	struct job *j;
	size_t i;

	if (f->free_jobs) {
		i = f->free_job[--f->free_jobs];
	} else {
		GROW(f->job, f->jobs, f->job_cap);
		i = f->jobs++;
		f->job[i].serial = 0;
	}
	j = &f->job[i];
	*j = (struct job){ .c = c, .v = &c->v, .serial = j->serial };
	plan(f, c->start + c->self, ENTER, i, j->serial);
}

void
floor_step(struct floor *f)
{
	struct event e = next_event(f);

	if (e.what == DAWN) {
		dawn(f, (int)e.of - 1);
	} else if (e.what >= GIVE_UP) {
		struct job *j = &f->job[e.of];

		if (j->serial != e.serial)
			return;
		if (e.what == ENTER)
			enter(f, j, e.at);
		else if (e.what == TALKED)
			talked(f, j, e.at);
		else if (j->waiting && !j->callback)
			give_up(f, j, e.at);
	} else {
		struct agent *a = &f->agent[e.of];

		if (a->serial != e.serial)
			return;
		if (e.what == END)
			end_shift(f, a, e.at);
		else
			be_idle(f, a, e.at);
	}
}
