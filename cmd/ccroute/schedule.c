/* schedule: weeks laid out over days; see schedule.h. */
#include "cmd/ccroute/schedule.h"

#include <math.h>
#include <stdlib.h>

#include "common/when.h"

enum { STANDARD_DAY = 20514 };		/* 2026-03-02, a Monday */

int64_t
schedule_start_day(const struct model *m)
{
	return m->center.start_day == MODEL_UNSET ? STANDARD_DAY :
	    m->center.start_day;
}

int64_t
schedule_end(const struct model *m)
{
	return m->center.days * MS_DAY;
}

static bool
is_holiday(const struct model *m, int64_t day)
{
	for (size_t i = 0; i < m->center.holidays.n; i++)
		if (m->center.holidays.day[i] == day)
			return true;
	return false;
}

/* A moment of the run as a moment of the week; -1 on holidays. */
static int64_t
week_ms(const struct model *m, int64_t at)
{
	int64_t day = schedule_start_day(m) + at / MS_DAY;

	return is_holiday(m, day) ? -1 :
	    civil_weekday(day) * (int64_t)MS_DAY + at % MS_DAY;
}

static double
value_at(const struct model *m, const struct model_profile *p, int64_t at)
{
	int64_t week = week_ms(m, at);

	return week < 0 ? 0 : model_profile_at(p, week);
}

/* ---- when something may change ------------------------------------------------------- */

struct moments {
	int64_t *at;
	size_t n, cap;
};

static void
note(struct moments *t, int64_t at, int64_t end)
{
	if (at < 0 || at >= end)
		return;
	GROW(t->at, t->n, t->cap);
	t->at[t->n++] = at;
}

static void
note_profile(struct moments *t, const struct model *m,
    const struct model_profile *p)
{
	int64_t end = schedule_end(m), first = civil_weekday(
	    schedule_start_day(m)) * (int64_t)MS_DAY;

	for (int64_t week = -first; week < end; week += MODEL_WEEK)
		for (size_t i = 0; i < p->n; i++)
			note(t, week + p->step[i].from, end);
}

static void
note_shift(struct moments *t, const struct model *m,
    const struct model_shift *s)
{
	int64_t end = schedule_end(m);

	for (int64_t day = -2 * (int64_t)MS_DAY; day < end; day += MS_DAY) {
		note(t, day + s->from, end);
		note(t, day + s->to, end);
		for (size_t i = 0; i < s->pauses; i++) {
			note(t, day + s->pause[i].from, end);
			note(t, day + s->pause[i].to, end);
		}
	}
}

static int
ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Days' begins too (holidays); sorted, each once. */
static void
settle(struct moments *t, const struct model *m)
{
	size_t n = 0;

	for (int64_t day = 0; day < m->center.days; day++)
		note(t, day * MS_DAY, schedule_end(m));
	qsort(t->at, t->n, sizeof(*t->at), ascending);
	for (size_t i = 0; i < t->n; i++)
		if (n == 0 || t->at[n - 1] != t->at[i])
			t->at[n++] = t->at[i];
	t->n = n;
}

struct plan_rate *
schedule_profile(const struct model *m, const struct model_profile *p,
    struct arena *a, size_t *n)
{
	struct moments t = { 0 };
	struct plan_rate *out;

	note_profile(&t, m, p);
	settle(&t, m);
	out = arena_zero(a, t.n + 1, sizeof(*out));
	*n = 0;
	for (size_t i = 0; i < t.n; i++) {
		double v = value_at(m, p, t.at[i]);

		if (*n == 0 || v < out[*n - 1].per_ms ||
		    v > out[*n - 1].per_ms)
			out[(*n)++] = (struct plan_rate){ t.at[i], v };
	}
	mem_free(t.at);
	return out;
}

/* ---- people ------------------------------------------------------------------------------ */

static bool
in_shift(const struct model_shift *s, int64_t day_ms)
{
	if (day_ms < s->from || day_ms >= s->to)
		return false;
	for (size_t i = 0; i < s->pauses; i++)
		if (day_ms >= s->pause[i].from && day_ms < s->pause[i].to)
			return false;
	return true;
}

/* A shift that began today or up to two days ago, if it works that day. */
static double
of_shift(const struct model *m, const struct model_shift *s, int64_t at)
{
	double count = 0;

	for (int back = 0; back < 3; back++) {
		int64_t day = schedule_start_day(m) + at / MS_DAY - back;

		if (s->days >> civil_weekday(day) & 1 && !is_holiday(m, day) &&
		    in_shift(s, at % MS_DAY + back * (int64_t)MS_DAY))
			count += s->count;
	}
	return count;
}

static double
people_at(const struct model *m, const struct model_agents *g, int64_t at)
{
	double count = value_at(m, &g->count, at);

	for (size_t i = 0; i < g->shifts.n; i++)
		count += of_shift(m, &g->shifts.shift[i], at);
	/* 21 of 30 at 30 %, though 30 x 0.7 is a little less in binary */
	return floor(count * (1 - g->shrinkage) + 0.5 + 1e-9);
}

struct plan_staff *
schedule_staff(const struct model *m, size_t group, struct arena *a,
    size_t *n)
{
	const struct model_agents *g = &m->agents[group];
	struct moments t = { 0 };
	struct plan_staff *out;

	note_profile(&t, m, &g->count);
	for (size_t i = 0; i < g->shifts.n; i++)
		note_shift(&t, m, &g->shifts.shift[i]);
	settle(&t, m);
	out = arena_zero(a, t.n + 1, sizeof(*out));
	*n = 0;
	for (size_t i = 0; i < t.n; i++) {
		uint32_t count = (uint32_t)people_at(m, g, t.at[i]);

		if (*n == 0 || count != out[*n - 1].count)
			out[(*n)++] = (struct plan_staff){ t.at[i], count };
	}
	mem_free(t.at);
	return out;
}
