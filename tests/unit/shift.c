/* shift: plans against what happened, on random shifts, minute by minute. */
#include "common/shift.h"

#include "common/rng.h"
#include "tests/unit/test.h"

enum { MINUTES = 300, LINES = 12 };

struct span {
	int from, to;
	bool plan, on;
};

/* What a minute is: later lines of the same kind never take work away. */
struct minute {
	bool plan_on, plan_away, work;
};

static void
draw(struct span *s, struct rng *r)
{
	s->from = (int)(rng_uniform(r) * (MINUTES - 1));
	s->to = s->from + 1 + (int)(rng_uniform(r) * 60);
	s->to = s->to < MINUTES ? s->to : MINUTES;
	s->plan = rng_uniform(r) < 0.5;
	s->on = rng_uniform(r) < 0.7;
}

static void
paint(const struct span *s, struct minute *m)
{
	for (int i = s->from; i < s->to; i++) {
		m[i].plan_on |= s->plan && s->on;
		m[i].plan_away |= s->plan && !s->on;
		m[i].work |= !s->plan && s->on;
	}
}

/* An exception of one kind goes on while its minutes follow one another. */
static int
kind(const struct minute *m)
{
	return m->plan_on ? !m->work : m->plan_away && m->work ? 2 : 0;
}

static bool
excepted(const struct minute *m, int at, int tolerance)
{
	int since = at;

	if (!kind(&m[at]))
		return false;
	while (since > 0 && kind(&m[since - 1]) == kind(&m[at]))
		since--;
	return at - since >= tolerance;
}

static bool
same(const struct shift *s, const struct span *span,
    const struct minute *m, int tolerance, bool known, bool any_plan)
{
	struct shift_time want = { 0 }, got;

	for (int i = span->from; i < span->to; i++) {
		want.compared += span->plan && known;
		want.kept += span->plan && known &&
		    !excepted(m, i, tolerance);
		want.outside += !span->plan && span->on && any_plan &&
		    !m[i].plan_on && !m[i].plan_away;
	}
	got = shift_time(s, span->plan, span->on, span->from, span->to);
	return got.compared == want.compared && got.kept == want.kept &&
	    got.outside == want.outside;
}

int
main(void)
{
	struct rng r;
	struct shift *s = shift_new();
	int wrong = 0, spans = 0;

	rng_seed(&r, 7);
	for (int round = 0; round < 2000; round++) {
		struct span span[LINES];
		struct minute m[MINUTES] = { 0 };
		int n = 1 + round % LINES, tolerance = round % 4 * 5;
		bool known = false, any_plan = false;

		for (int i = 0; i < n; i++) {
			draw(&span[i], &r);
			paint(&span[i], m);
			known |= !span[i].plan;
			any_plan |= span[i].plan;
			shift_add(s, span[i].plan, span[i].on, span[i].from,
			    span[i].to);
		}
		shift_judge(s, tolerance);
		for (int i = 0; i < n; i++, spans++)
			wrong += !same(s, &span[i], m, tolerance, known,
			    any_plan);
		shift_clear(s);
	}
	shift_free(s);
	TEST_CASE(wrong == 0, "%d of %d states differ from their minutes",
	    wrong, spans);
	return test_end();
}
