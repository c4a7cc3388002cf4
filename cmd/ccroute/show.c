/* show: results as a table, CSV or JSON; see show.h. */
#include "cmd/ccroute/show.h"

#include <math.h>

#include "common/when.h"

/* ---- numbers ---------------------------------------------------------------------- */

/* What one unit of a KPI is worth as people read it, and what follows it. */
static const char *
unit_of(const struct kpi *k, double *scale, int *places)
{
	*scale = 1;
	*places = 1;
	switch (k->form) {
	case KPI_COUNT:
		return "";
	case KPI_RATE:
		*scale = 100;
		return "%";
	case KPI_POINTS:
	case KPI_NPS_SE:
		*scale = 100;
		return "";
	case KPI_SCORE:
	case KPI_SCORE1:
	case KPI_MONEY:
		*places = 2;
		return "";
	default:
		*scale = 0.001;
		return "s";
	}
}

void
show_estimate(struct buf *b, const struct kpi *k, const struct estimate *e)
{
	double scale, value;
	int places;
	const char *unit = unit_of(k, &scale, &places);

	if (!e->known) {
		buf_puts(b, "n/a");
		return;
	}
	value = e->value * scale;
	if (fabs(value) < (places == 1 ? 0.05 : 0.005))
		value = 0;		/* no minus before nothing */
	buf_printf(b, "%.*f%s", places, value, unit);
	if (e->half >= 0)
		buf_printf(b, " +-%.*f", places, e->half * scale);
}

void
show_interval(struct buf *b, const struct sim_plan *p, int64_t at)
{
	int64_t clock = run_days_clock(&p->days, at);

	if (p->dated || p->days.changes) {
		run_days_label(&p->days, at, b);
		return;
	}
	if (p->end > MS_DAY)
		buf_printf(b, "day %d ", (int)(at / MS_DAY) + 1);
	buf_printf(b, "%02d:%02d", (int)(clock / MS_HOUR),
	    (int)(clock / MS_MINUTE % 60));
	if (clock % MS_MINUTE)
		buf_printf(b, ":%02d", (int)(clock / MS_SECOND % 60));
}

void
show_name_json(struct buf *b, struct str name)
{
	if (name.n)
		json_put_str(b, name);
	else
		buf_puts(b, "null");
}

void
show_csv(struct buf *b, struct str s)
{
	bool quote = false;

	for (size_t i = 0; i < s.n; i++)
		quote |= s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' ||
		    s.p[i] == '\r' || (i == 0 && (s.p[i] == '=' ||
		    s.p[i] == '@' || s.p[i] == '+' || s.p[i] == '-'));
	if (quote)
		buf_puts(b, s.p[0] == '=' || s.p[0] == '@' || s.p[0] == '+' ||
		    s.p[0] == '-' ? "\"'" : "\"");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_char(b, '"');
		buf_char(b, s.p[i]);
	}
	if (quote)
		buf_char(b, '"');
}

/* ---- rows --------------------------------------------------------------------------- */

struct showing {
	struct buf *out;
	const struct ccroute_options *o;
	const struct scenario *s;
	const struct ruler *r;
	const struct reps *reps;
	const struct reps_result *result;
	struct stat_level level;
	struct buf cell;
};

/* A ratio is as cckpi gives it; of what is none, the mean of the runs. */
static struct estimate
estimate_of(const struct showing *w, const struct reps_row *row, size_t i)
{
	struct estimate e = reps_estimate(row, i, &w->level);

	e.value *= reps_unit(w->r->choice.item[i].kpi);
	return e;
}

static void
put_head(struct table *t, const struct ccroute_options *o,
    const struct ruler *r, bool value)
{
	size_t left = (size_t)1 + (o->interval_ms > 0) + value;

	table_init(t, left + r->choice.n, left);
	if (value)
		table_cell(t, STR("value"));
	table_cell(t, STR("queue"));
	if (o->interval_ms > 0)
		table_cell(t, STR("from"));
	for (size_t i = 0; i < r->choice.n; i++)
		table_cell(t, str_of(r->choice.item[i].id));
}

static int64_t
from_of(const struct showing *w, const struct reps_row *row)
{
	return run_days_cut(&w->s->plan.days, row->interval,
	    w->o->interval_ms);
}

static void
put_row(struct table *t, struct str value, struct showing *w,
    const struct reps_row *row)
{
	struct str name = reps_row_name(&w->s->plan, row);

	if (value.p)
		table_cell(t, value);
	table_cell(t, name.p ? name : STR("-"));
	if (w->o->interval_ms > 0) {
		buf_clear(&w->cell);
		show_interval(&w->cell, &w->s->plan, from_of(w, row));
		table_cell(t, buf_view(&w->cell));
	}
	for (size_t i = 0; i < w->r->choice.n; i++) {
		struct estimate e = estimate_of(w, row, i);

		buf_clear(&w->cell);
		show_estimate(&w->cell, w->r->choice.item[i].kpi, &e);
		table_cell(t, buf_view(&w->cell));
	}
}

void
show_rows(struct table *t, struct str value, const struct ccroute_options *o,
    const struct scenario *s, const struct ruler *r,
    const struct reps_result *result)
{
	struct showing w = { NULL, o, s, r, NULL, result, ruler_level(r, o,
	    result->n), { 0 } };

	if (!t->columns)
		put_head(t, o, r, value.p != NULL);
	for (size_t n = 0; n < result->rows; n++)
		put_row(t, value, &w, &result->row[n]);
	buf_release(&w.cell);
}

static void
table(struct showing *w)
{
	struct table t = { .columns = 0 };

	show_rows(&t, STR_NONE, w->o, w->s, w->r, w->result);
	if (t.columns)
		table_write(&t, w->out);
	table_release(&t);
}

static void
csv(struct showing *w)
{
	struct buf *b = w->out;

	buf_puts(b, w->o->interval_ms > 0 ? "queue,from_ms" : "queue");
	for (size_t i = 0; i < w->r->choice.n; i++)
		buf_printf(b, ",%s,%s half", w->r->choice.item[i].id,
		    w->r->choice.item[i].id);
	buf_char(b, '\n');
	for (size_t n = 0; n < w->result->rows; n++) {
		const struct reps_row *row = &w->result->row[n];

		show_csv(b, reps_row_name(&w->s->plan, row));
		if (w->o->interval_ms > 0)
			buf_printf(b, ",%lld", (long long)from_of(w, row));
		for (size_t i = 0; i < w->r->choice.n; i++) {
			struct estimate e = estimate_of(w, row, i);

			buf_char(b, ',');
			if (e.known)
				model_put_number(b, e.value);
			buf_char(b, ',');
			if (e.known && e.half >= 0)
				model_put_number(b, e.half);
		}
		buf_char(b, '\n');
	}
}

/* The numerator and denominator beside every ratio, over all runs. */
static void
json_value(struct showing *w, const struct reps_row *row, size_t i)
{
	const struct kpi_choice *c = &w->r->choice.item[i];
	struct estimate e = estimate_of(w, row, i);
	struct kpi_value v = kpi_value(w->reps->kpi, c, row->state);
	struct buf *b = w->out;

	buf_puts(b, i ? ",{\"id\":" : "{\"id\":");
	json_put_str(b, str_of(c->id));
	buf_puts(b, ",\"value\":");
	if (e.known)
		model_put_number(b, e.value);
	else
		buf_puts(b, "null");
	if (e.known && e.half >= 0) {
		buf_puts(b, ",\"low\":");
		model_put_number(b, e.value - e.half);
		buf_puts(b, ",\"high\":");
		model_put_number(b, e.value + e.half);
	}
	if (reps_is_ratio(c->kpi)) {
		buf_puts(b, ",\"num\":");
		if (kpi_num_is_micro(c->kpi))
			kpi_put_wide_micro(b, v.num);
		else
			kpi_put_wide(b, v.num);
		buf_puts(b, ",\"den\":");
		kpi_put_wide(b, v.den);
	}
	if (e.controls)
		buf_printf(b, ",\"controls\":%d", e.controls);
	buf_puts(b, ",\"unit\":");
	json_put_str(b, str_of(kpi_unit(c->kpi)));
	buf_char(b, '}');
}

static void
json(struct showing *w)
{
	for (size_t n = 0; n < w->result->rows; n++) {
		const struct reps_row *row = &w->result->row[n];

		buf_puts(w->out, "{\"queue\":");
		show_name_json(w->out, reps_row_name(&w->s->plan, row));
		if (w->o->interval_ms > 0)
			buf_printf(w->out, ",\"from_ms\":%lld",
			    (long long)from_of(w, row));
		buf_printf(w->out, ",\"runs\":%zu,\"confidence\":",
		    w->reps->n);
		model_put_number(w->out, w->r->confidence);
		buf_puts(w->out, ",\"kpis\":[");
		for (size_t i = 0; i < w->r->choice.n; i++)
			json_value(w, row, i);
		buf_puts(w->out, "]}\n");
	}
}

void
show_result(struct buf *out, const struct ccroute_options *o,
    const struct scenario *s, const struct ruler *r, const struct reps *reps,
    const struct reps_result *result)
{
	struct showing w = { out, o, s, r, reps, result, ruler_level(r, o,
	    result->n), { 0 } };

	if (o->format == ROUTE_TABLE)
		table(&w);
	else if (o->format == ROUTE_CSV)
		csv(&w);
	else
		json(&w);
	buf_release(&w.cell);
}
