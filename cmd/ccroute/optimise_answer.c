/* optimise_answer: the staff that was found, and what it gives. */
#include "cmd/ccroute/optimise_inside.h"
#include "common/when.h"

static double
hours_of(const struct search *s, size_t g)
{
	double sum = 0;

	for (size_t i = 0; i < s->intervals; i++)
		sum += s->staff[g * s->intervals + i];
	return sum * (double)s->o->interval_ms / MS_HOUR;
}

static void
answer_check(const struct search *s, struct buf *out)
{
	buf_printf(out, "\n%zu bounds %s at once with %.4g %% confidence, by "
	    "%lld runs that the search had not seen", s->bounds,
	    s->confirmed ? "hold" : "do not hold", s->r.confidence * 100,
	    (long long)s->o->runs * CHECK_TIMES);
	if (s->added)
		buf_printf(out, ", which asked for %zu more people",
		    s->added);
	buf_char(out, '\n');
}

static void
answer_table(const struct search *s, struct buf *out)
{
	const struct sim_plan *p = &s->s.plan;
	struct buf cell = { 0 };
	struct table t;

	table_init(&t, p->groups + 1, 1);
	table_cell(&t, STR("from"));
	for (size_t g = 0; g < p->groups; g++)
		table_cell(&t, str_of(p->group[g].name));
	for (size_t i = 0; i < s->intervals; i++) {
		buf_clear(&cell);
		show_interval(&cell, p, (int64_t)i * s->o->interval_ms);
		table_cell(&t, buf_view(&cell));
		for (size_t g = 0; g < p->groups; g++) {
			buf_clear(&cell);
			buf_int(&cell, s->staff[g * s->intervals + i]);
			table_cell(&t, buf_view(&cell));
		}
	}
	table_cell(&t, STR("hours"));
	for (size_t g = 0; g < p->groups; g++) {
		buf_clear(&cell);
		model_put_number(&cell, hours_of(s, g));
		table_cell(&t, buf_view(&cell));
	}
	table_write(&t, out);
	table_release(&t);
	buf_release(&cell);
}

static void
answer_rows(const struct search *s, struct buf *out)
{
	const struct sim_plan *p = &s->s.plan;
	bool json = s->o->format == ROUTE_JSON;

	if (!json)
		buf_puts(out, "from_ms,group,count\n");
	for (size_t i = 0; i < s->intervals; i++)
		for (size_t g = 0; g < p->groups; g++) {
			long long from = (long long)i * s->o->interval_ms;

			if (json) {
				buf_printf(out, "{\"from_ms\":%lld,"
				    "\"group\":", from);
				json_put_str(out, str_of(p->group[g].name));
				buf_puts(out, ",\"count\":");
			} else {
				buf_printf(out, "%lld,", from);
				show_csv(out, str_of(p->group[g].name));
				buf_char(out, ',');
			}
			buf_int(out, s->staff[g * s->intervals + i]);
			buf_puts(out, json ? "}\n" : "\n");
		}
}

int
optimise_answer(struct search *s, struct buf *out, struct err *err)
{
	struct reps_result result;
	struct reps reps;
	int64_t every = s->o->interval_ms;
	int got;

	optimise_put(s);
	if (s->o->format != ROUTE_TABLE) {
		answer_rows(s, out);
		return 0;
	}
	answer_table(s, out);
	buf_char(out, '\n');
	s->o->interval_ms = 0;
	got = scenario_run(&s->s, &s->r, s->o, s->s.model.n[M_QUEUE] > 1,
	    &reps, &result, err);
	if (got == 0) {
		show_result(out, s->o, &s->s, &s->r, &reps, &result);
		answer_check(s, out);
	}
	reps_release(&result);
	s->o->interval_ms = every;
	return got;
}
