/* present: one pass over what each group did; see present.h. */
#include "cmd/ccfit/present.h"
#include "cmd/ccfit/people.h"

#include <math.h>

#define NOBODY	UINT32_MAX

struct worker {
	int64_t since;			/* at work from then on */
	int64_t end;			/* of the contacts in hand or before */
	int64_t start;			/* of the latest contact */
	uint64_t taken;			/* by the group, at that end */
	uint32_t before, after;		/* by latest contact */
	int in_hand;
	bool seen;
};

struct stretch {
	int64_t from, to;		/* first contact's begin, last one's end */
};

struct busy {
	int64_t end;
	uint32_t agent;
};

struct present {
	struct people *p;
	struct worker *worker;		/* by agent */
	uint32_t group;			/* being read */
	uint32_t latest;		/* agent; then in order of `before` */
	uint64_t taken;
	int64_t waited;			/* somebody, up to then */
	struct busy *busy;		/* heap by end */
	size_t n, cap;
	/* of the group, by weekday and interval: ms idle between contacts, and
	 * contacts begun */
	double *idle, *begun;
	double sum, squares;		/* of the contacts' lengths, ms */
	struct stretch *stretch;
	size_t stretches, stretch_cap;
};

struct present *
present_new(struct people *p)
{
	struct present *s = mem_zero(1, sizeof(*s));

	s->p = p;
	s->worker = mem_zero(p->f->agents.n + 1, sizeof(*s->worker));
	s->group = s->latest = NOBODY;
	s->waited = INT64_MIN;
	return s;
}

void
present_free(struct present *s)
{
	mem_free(s->worker);
	mem_free(s->busy);
	mem_free(s->idle);
	mem_free(s->begun);
	mem_free(s->stretch);
	mem_free(s);
}

/* ---- contacts in hand ---------------------------------------------------------- */

static void
push(struct present *s, struct busy b)
{
	size_t i;

	GROW(s->busy, s->n, s->cap);
	for (i = s->n++; i && b.end < s->busy[(i - 1) / 2].end;
	    i = (i - 1) / 2)
		s->busy[i] = s->busy[(i - 1) / 2];
	s->busy[i] = b;
}

static struct busy
pop(struct present *s)
{
	struct busy top = s->busy[0], last = s->busy[--s->n];
	size_t i = 0, k;

	while ((k = 2 * i + 1) < s->n) {
		if (k + 1 < s->n && s->busy[k + 1].end < s->busy[k].end)
			k++;
		if (s->busy[k].end >= last.end)
			break;
		s->busy[i] = s->busy[k];
		i = k;
	}
	s->busy[i] = last;
	return top;
}

static void
advance(struct present *s, int64_t until)
{
	while (s->n && s->busy[0].end <= until) {
		struct worker *w = &s->worker[pop(s).agent];

		w->in_hand--;
		w->taken = s->taken;
	}
}

/* ---- agents in order of their latest contact ---------------------------------------- */

static void
unlink_worker(struct present *s, uint32_t agent)
{
	struct worker *w = &s->worker[agent];

	if (w->after != NOBODY)
		s->worker[w->after].before = w->before;
	else
		s->latest = w->before;
	if (w->before != NOBODY)
		s->worker[w->before].after = w->after;
}

static void
link_worker(struct present *s, uint32_t agent)
{
	struct worker *w = &s->worker[agent];

	w->before = s->latest;
	w->after = NOBODY;
	if (s->latest != NOBODY)
		s->worker[s->latest].after = agent;
	s->latest = agent;
}

/* More contacts were taken since this agent was free than PRESENT_ROUNDS for
 * each of those who took any. */
static bool
passed_over(const struct present *s, const struct worker *w)
{
	uint64_t passed = s->taken - w->taken, others = 0;

	for (uint32_t a = s->latest; a != NOBODY && s->worker[a].start >=
	    w->end && PRESENT_ROUNDS * others < passed;
	    a = s->worker[a].before)
		others++;
	return passed > PRESENT_ROUNDS * others;
}

/* ---- when they came and went ---------------------------------------------------------- */

/* What an agent can expect at some interval of the week. */
struct turns {
	const struct week *week;
	double *turn;			/* ms until an idle one's turn comes */
	double *busy;			/* share of time */
	double rest;			/* ms, of a contact in hand */
	int64_t most;			/* ms: nobody waits longer */
};

static double
around(const double *v, size_t n, size_t i)
{
	double sum = 0;

	for (size_t k = 0; k <= 2 * PRESENT_AROUND; k++)
		sum += v[(i + n + k - PRESENT_AROUND) % n];
	return sum;
}

/* Outside what is covered nothing is known. */
static struct stretch
real_stretch(const struct turns *t, const struct stretch *s)
{
	struct stretch real = *s;
	size_t slot;
	int64_t day;

	if (week_slot(t->week, s->from, &slot, &day))
		real.from -= (int64_t)t->turn[slot];
	if (week_slot(t->week, s->to, &slot, &day))
		real.to += (int64_t)((1 - t->busy[slot]) * t->turn[slot] -
		    t->busy[slot] * t->rest);
	real.to = MAX(real.to, real.from);
	return real;
}

/* Idle time at the ends, as expected so far, added to that between contacts. */
static void
add_idle_ends(const struct present *s, const struct turns *t, double *idle)
{
	for (size_t i = 0; i < s->stretches; i++) {
		const struct stretch *x = &s->stretch[i];
		size_t slot;
		int64_t day;

		if (week_slot(t->week, x->from, &slot, &day))
			week_spread(t->week, x->from - (int64_t)t->turn[slot],
			    x->from, idle);
		if (week_slot(t->week, x->to, &slot, &day))
			week_spread(t->week, x->to, x->to + (int64_t)
			    ((1 - t->busy[slot]) * t->turn[slot]), idle);
	}
}

static void
find_turns(const struct present *s, struct turns *t, size_t n)
{
	double *there = mem_zero(n, sizeof(*there));
	double *idle = mem_zero(n, sizeof(*idle));

	for (size_t i = 0; i < s->stretches; i++)
		week_spread(t->week, s->stretch[i].from, s->stretch[i].to,
		    there);
	for (int k = 0; k < PRESENT_REPEATS; k++) {
		memcpy(idle, s->idle, n * sizeof(*idle));
		add_idle_ends(s, t, idle);
		for (size_t i = 0; i < n; i++) {
			double free = around(idle, n, i);
			double busy = fmax(around(there, n, i) -
			    around(s->idle, n, i), 0);
			double begun = around(s->begun, n, i);

			t->turn[i] = begun > 0 ? fmin(free / begun,
			    (double)t->most) : 0;
			t->busy[i] = busy > 0 ? busy / (busy + free) : 0;
		}
	}
	mem_free(there);
	mem_free(idle);
}

static void
end_stretches(struct present *s, struct group *g)
{
	size_t n = 7 * g->week.slots;
	struct turns t = { .week = &g->week, .most = s->p->f->o->gap_ms,
	    .turn = mem_zero(n, sizeof(double)),
	    .busy = mem_zero(n, sizeof(double)),
	    .rest = s->sum > 0 ? s->squares / (2 * s->sum) : 0 };

	find_turns(s, &t, n);
	for (size_t i = 0; i < s->stretches; i++) {
		struct stretch x = real_stretch(&t, &s->stretch[i]);

		week_spread(&g->week, x.from, x.to, g->present);
	}
	mem_free(t.turn);
	mem_free(t.busy);
}

/* ---- reading -------------------------------------------------------------------------- */

static void
leave(struct present *s, const struct worker *w)
{
	GROW(s->stretch, s->stretches, s->stretch_cap);
	s->stretch[s->stretches++] = (struct stretch){ w->since, w->end };
}

static void
end_group(struct present *s)
{
	for (uint32_t a = s->latest; a != NOBODY; a = s->worker[a].before)
		leave(s, &s->worker[a]);
	if (s->stretches)
		end_stretches(s, &s->p->group[s->group]);
	mem_free(s->idle);
	mem_free(s->begun);
	s->idle = s->begun = NULL;
	s->latest = NOBODY;
	s->taken = 0;
	s->waited = INT64_MIN;
	s->n = s->stretches = 0;
	s->sum = s->squares = 0;
}

static void
begin_group(struct present *s, uint32_t group)
{
	size_t n = 7 * s->p->group[group].week.slots;

	end_group(s);
	s->group = group;
	s->idle = mem_zero(n, sizeof(*s->idle));
	s->begun = mem_zero(n, sizeof(*s->begun));
}

void
present_waited(struct present *s, uint32_t group, int64_t at)
{
	if (group != s->group)
		begin_group(s, group);
	s->waited = at - PRESENT_WAITED_MS;
}

static bool
was_away(const struct present *s, const struct worker *w, int64_t from)
{
	return w->in_hand == 0 && (from - w->end > s->p->f->o->gap_ms ||
	    w->end < s->waited || passed_over(s, w));
}

void
present_worked(struct present *s, uint32_t group, uint32_t agent,
    int64_t from, int64_t to)
{
	struct worker *w = &s->worker[agent];
	const struct week *week = &s->p->group[group].week;
	size_t slot;
	int64_t day;

	if (group != s->group)
		begin_group(s, group);
	advance(s, from);
	if (!w->seen) {
		*w = (struct worker){ .since = from, .end = from,
		    .seen = true };
	} else {
		if (was_away(s, w, from)) {
			leave(s, w);
			w->since = from;
		} else {
			week_spread(week, w->end, from, s->idle);
		}
		unlink_worker(s, agent);
	}
	link_worker(s, agent);
	if (week_slot(week, from, &slot, &day))
		s->begun[slot]++;
	s->sum += (double)(to - from);
	s->squares += (double)(to - from) * (double)(to - from);
	w->start = from;
	w->end = MAX(w->end, to);
	w->in_hand++;
	s->taken++;
	push(s, (struct busy){ to, agent });
}

void
present_end(struct present *s)
{
	end_group(s);
}
