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

/* A model, and the days that it is laid over. */
struct laid {
	const struct model *m;
	const struct run_days *days;
};

static bool
is_holiday(const struct model *m, int64_t day)
{
	for (size_t i = 0; i < m->center.holidays.n; i++)
		if (m->center.holidays.day[i] == day)
			return true;
	return false;
}

static double
value_at(const struct laid *l, const struct model_profile *p, int64_t at)
{
	int64_t day = l->days->first_day + run_days_day(l->days, at);

	return is_holiday(l->m, day) ? 0 : model_profile_at(p,
	    civil_weekday(day) * (int64_t)MS_DAY + run_days_clock(l->days,
	    at));
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

/* A time on the clock, on days counted from the first: once more where it is
 * shown twice. */
static void
note_clock(struct moments *t, const struct run_days *days, int64_t ms)
{
	int64_t day = ms / MS_DAY, end = run_days_end(days), at;

	if (ms < 0 || day >= (int64_t)days->days)
		return;
	at = run_days_at(days, day, ms % MS_DAY);
	note(t, at, end);
	if (days->changes)
		note(t, at + days->begin[day + 1] - days->begin[day] - MS_DAY,
		    end);
}

static void
note_profile(struct moments *t, const struct laid *l,
    const struct model_profile *p)
{
	int64_t end = (int64_t)l->days->days * MS_DAY, first = civil_weekday(
	    l->days->first_day) * (int64_t)MS_DAY;

	for (int64_t week = -first; week < end; week += MODEL_WEEK)
		for (size_t i = 0; i < p->n; i++)
			note_clock(t, l->days, week + p->step[i].from);
}

static void
note_shift(struct moments *t, const struct laid *l,
    const struct model_shift *s)
{
	int64_t end = (int64_t)l->days->days * MS_DAY;

	for (int64_t day = -2 * (int64_t)MS_DAY; day < end; day += MS_DAY) {
		note_clock(t, l->days, day + s->from);
		note_clock(t, l->days, day + s->to);
		for (size_t i = 0; i < s->pauses; i++) {
			note_clock(t, l->days, day + s->pause[i].from);
			note_clock(t, l->days, day + s->pause[i].to);
		}
	}
}

static int
ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Days' begins (holidays) and changes of the clock too; sorted, each once. */
static void
settle(struct moments *t, const struct run_days *days)
{
	size_t n = 0;

	for (size_t day = 0; day < days->days; day++) {
		note(t, days->begin[day], run_days_end(days));
		note(t, run_days_change(days, day), run_days_end(days));
	}
	qsort(t->at, t->n, sizeof(*t->at), ascending);
	for (size_t i = 0; i < t->n; i++)
		if (n == 0 || t->at[n - 1] != t->at[i])
			t->at[n++] = t->at[i];
	t->n = n;
}

struct plan_rate *
schedule_profile(const struct model *m, const struct run_days *days,
    const struct model_profile *p, struct arena *a, size_t *n)
{
	struct laid l = { m, days };
	struct moments t = { 0 };
	struct plan_rate *out;

	note_profile(&t, &l, p);
	settle(&t, days);
	out = arena_zero(a, t.n + 1, sizeof(*out));
	*n = 0;
	for (size_t i = 0; i < t.n; i++) {
		double v = value_at(&l, p, t.at[i]);

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
of_shift(const struct laid *l, const struct model_shift *s, int64_t at)
{
	int64_t today = l->days->first_day + run_days_day(l->days, at);
	int64_t clock = run_days_clock(l->days, at);
	double count = 0;

	for (int back = 0; back < 3; back++)
		if (s->days >> civil_weekday(today - back) & 1 &&
		    !is_holiday(l->m, today - back) &&
		    in_shift(s, clock + back * (int64_t)MS_DAY))
			count += s->count;
	return count;
}

static double
people_at(const struct laid *l, const struct model_agents *g, int64_t at)
{
	double count = value_at(l, &g->count, at);

	for (size_t i = 0; i < g->shifts.n; i++)
		count += of_shift(l, &g->shifts.shift[i], at);
	/* 21 of 30 at 30 %, though 30 x 0.7 is a little less in binary */
	return floor(count * (1 - g->shrinkage) + 0.5 + 1e-9);
}

struct plan_staff *
schedule_staff(const struct model *m, const struct run_days *days,
    size_t group, struct arena *a, size_t *n)
{
	struct laid l = { m, days };
	const struct model_agents *g = &m->agents[group];
	struct moments t = { 0 };
	struct plan_staff *out;

	note_profile(&t, &l, &g->count);
	for (size_t i = 0; i < g->shifts.n; i++)
		note_shift(&t, &l, &g->shifts.shift[i]);
	settle(&t, days);
	out = arena_zero(a, t.n + 1, sizeof(*out));
	*n = 0;
	for (size_t i = 0; i < t.n; i++) {
		uint32_t count = (uint32_t)people_at(&l, g, t.at[i]);

		if (*n == 0 || count != out[*n - 1].count)
			out[(*n)++] = (struct plan_staff){ t.at[i], count };
	}
	mem_free(t.at);
	return out;
}
