/* compare: scenarios beside one another; see compare.h. */
#include "cmd/ccroute/compare.h"

#include <math.h>

#include "common/num.h"

struct side {
	struct scenario s;
	struct reps reps;
	struct reps_result result;
};

static void
side_release(struct side *s)
{
	reps_release(&s->result);
	scenario_release(&s->s);
}

/* The row of the same queue, by name. */
static const struct reps_row *
partner(const struct side *a, const struct reps_row *row,
    const struct side *b)
{
	uint32_t queue = row->queue;

	if (queue == a->s.plan.queues) {
		queue = (uint32_t)b->s.plan.queues;
	} else if (queue != NOBODY) {
		int32_t i = model_find(&b->s.model, M_QUEUE,
		    str_of(a->s.plan.queue[queue].name));

		if (i == MODEL_NONE)
			return NULL;
		queue = (uint32_t)i;
	}
	return reps_find(&b->result, queue, row->interval);
}

struct triple {
	struct estimate a, b, difference;
};

static struct triple
measure(const struct stat_level *level, const struct ruler *r,
    const struct reps_row *x, const struct reps_row *y, size_t i)
{
	struct stat_level own = *level;
	size_t at = i * own.n;
	double unit = reps_unit(r->choice.item[i].kpi);
	struct triple t = { reps_estimate(x, i, level), reps_estimate(y, i,
	    level), { 0 } };
	struct estimate *all[] = { &t.a, &t.b, &t.difference };

	memcpy(own.control, x->control, sizeof(own.control));
	t.difference = stat_difference(y->num + at, y->den + at, x->num + at,
	    x->den + at, own);
	for (size_t k = 0; k < COUNT_OF(all); k++) {
		all[k]->value *= unit;
		if (all[k]->half > 0)
			all[k]->half *= unit;
	}
	return t;
}

static void
put_cells(struct table *t, const struct kpi *k, const struct triple *m)
{
	const struct estimate *all[] = { &m->a, &m->b, &m->difference };
	struct buf cell = { 0 };

	for (size_t i = 0; i < COUNT_OF(all); i++) {
		buf_clear(&cell);
		show_estimate(&cell, k, all[i]);
		table_cell(t, buf_view(&cell));
	}
	table_cell(t, !m->difference.known || m->difference.half < 0 ?
	    STR("-") : fabs(m->difference.value) > m->difference.half ?
	    STR("yes") : STR("no"));
	buf_release(&cell);
}

static void
put_known(struct buf *b, const char *name, const struct estimate *e)
{
	buf_printf(b, ",\"%s\":", name);
	if (e->known)
		model_put_number(b, e->value);
	else
		buf_puts(b, "null");
	if (e->known && e->half >= 0) {
		buf_printf(b, ",\"%s_half\":", name);
		model_put_number(b, e->half);
	}
}

static void
put_json(struct buf *out, struct str queue, const char *kpi,
    const struct triple *m)
{
	buf_puts(out, "{\"queue\":");
	show_name_json(out, queue);
	buf_printf(out, ",\"kpi\":\"%s\"", kpi);
	put_known(out, "a", &m->a);
	put_known(out, "b", &m->b);
	put_known(out, "difference", &m->difference);
	buf_puts(out, "}\n");
}

static void
put_csv(struct buf *out, struct str queue, const char *kpi,
    const struct triple *m)
{
	const struct estimate *all[] = { &m->a, &m->b, &m->difference };

	show_csv(out, queue);
	buf_printf(out, ",%s", kpi);
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		buf_char(out, ',');
		if (all[i]->known)
			model_put_number(out, all[i]->value);
		buf_char(out, ',');
		if (all[i]->known && all[i]->half >= 0)
			model_put_number(out, all[i]->half);
	}
	buf_char(out, '\n');
}

/* Every KPI of every queue that both have. */
static void
write(const struct ccroute_options *o, const struct ruler *r,
    const struct side *a, const struct side *b, struct buf *out)
{
	static const char *const head[] = { "queue", "kpi", "a", "b", "b - a",
		"differs" };
	struct stat_level level = ruler_level(r, o, a->result.n);
	struct table t;

	table_init(&t, COUNT_OF(head), 2);
	for (size_t i = 0; i < COUNT_OF(head); i++)
		table_cell(&t, str_of(head[i]));
	if (o->format == ROUTE_CSV)
		buf_puts(out, "queue,kpi,a,a half,b,b half,difference,"
		    "difference half\n");
	for (size_t n = 0; n < a->result.rows; n++) {
		const struct reps_row *x = &a->result.row[n];
		const struct reps_row *y = partner(a, x, b);

		for (size_t i = 0; y && i < r->choice.n; i++) {
			struct triple m = measure(&level, r, x, y, i);
			const char *id = r->choice.item[i].id;
			struct str name = reps_row_name(&a->s.plan, x);

			if (!m.a.known && !m.b.known)
				continue;
			if (o->format == ROUTE_JSON) {
				put_json(out, name, id, &m);
			} else if (o->format == ROUTE_CSV) {
				put_csv(out, name, id, &m);
			} else {
				table_cell(&t, name.p ? name : STR("-"));
				table_cell(&t, str_of(id));
				put_cells(&t, r->choice.item[i].kpi, &m);
			}
		}
	}
	if (o->format == ROUTE_TABLE)
		table_write(&t, out);
	table_release(&t);
}

/* Two models; or one as it is, and as --set changes it. */
static int
load(struct side *side, struct ccroute_options *o, int i, struct err *err)
{
	size_t sets = o->set.n;
	bool alone = o->cli.n_operands == 1;
	int got;

	if (alone && i == 0)
		o->set.n = 0;
	got = scenario_load(&side->s, o, o->cli.operands[alone ? 0 : i],
	    NULL, err);
	o->set.n = sets;
	return got;
}

int
compare(struct ccroute_options *o, struct buf *out, struct err *err)
{
	struct side side[2] = { 0 };
	struct ruler r;
	int got = ruler_init(&r, o, err);

	for (int i = 0; got == 0 && i < 2; i++)
		got = load(&side[i], o, i, err);
	if (got == 0)
		got = scenario_sandbox(o);
	for (int i = 0; got == 0 && i < 2; i++)
		got = scenario_run(&side[i].s, &r, o, true, &side[i].reps,
		    &side[i].result, err);
	if (got == 0)
		write(o, &r, &side[0], &side[1], out);
	for (int i = 0; i < 2; i++)
		side_release(&side[i]);
	ruler_release(&r);
	return got;
}

/* ---- a range of one value ------------------------------------------------------------ */

struct range {
	struct str words;		/* "agents cards.count=" */
	int64_t from, to, step;		/* millionths */
};

static int
bad_range(const char *text, struct err *err)
{
	err_set(err, ERR_USAGE, "--sweep '%s': not a range", text);
	err_hint(err, "such as 'agents cards.count=20..40' or "
	    "'arrivals cards.factor=0.8..1.2/0.1'");
	return -1;
}

static int
read_range(struct range *g, const char *text, struct err *err)
{
	struct str s = str_of(text), rest, step = STR("1"), from;
	const char *dots;
	size_t equals = s.n;

	while (equals > 0 && s.p[equals - 1] != '=')
		equals--;
	g->words = (struct str){ s.p, equals };
	rest = (struct str){ s.p + equals, s.n - equals };
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '/') {
			step = (struct str){ rest.p + i + 1, rest.n - i - 1 };
			rest.n = i;
		}
	dots = memmem(rest.p, rest.n, "..", 2);
	if (!equals || !dots)
		return bad_range(text, err);
	from = str_range(rest.p, dots);
	rest = str_range(dots + 2, rest.p + rest.n);
	if (!num_read(from, '.', 0, &g->from) ||
	    !num_read(rest, '.', 0, &g->to) ||
	    !num_read(step, '.', 0, &g->step) || g->step <= 0 ||
	    g->to < g->from || (g->to - g->from) / g->step >= 10000)
		return bad_range(text, err);
	return 0;
}

struct sweeping {
	struct buf all, rows;
	struct table table;
};

/* The rows of one value behind those of the others: one head for all. */
static void
join_rows(struct buf *all, const struct buf *rows, int64_t value, int format)
{
	struct str rest = buf_view(rows), row;
	bool first = all->n == 0;

	for (size_t i = 0; rest.n && str_cut(&rest, '\n', &row) && row.n;
	    i++) {
		if (format == ROUTE_JSON) {
			buf_puts(all, "{\"value\":");
			json_put_micro(all, value);
			buf_char(all, ',');
			buf_str(all, str_range(row.p + 1, row.p + row.n));
		} else if (i == 0) {
			if (!first)
				continue;
			buf_puts(all, "value,");
			buf_str(all, row);
		} else {
			json_put_micro(all, value);
			buf_char(all, ',');
			buf_str(all, row);
		}
		buf_char(all, '\n');
	}
}

/* All together last, with what is of no queue (occupancy) in it; of one queue
 * only that. */
static bool
is_swept(const struct sim_plan *p, const struct reps_row *row)
{
	return row->queue == NOBODY || (row->queue < p->queues &&
	    p->queues > 1);
}

/* Runs one value and adds its rows, the value before the queue. */
static int
sweep_one(struct ccroute_options *o, const struct ruler *r,
    const struct range *g, int64_t value, struct sweeping *w,
    struct err *err)
{
	struct side side = { 0 };
	struct buf words = { 0 };
	const char *set[2] = { NULL, NULL };
	int got;

	buf_str(&words, g->words);
	json_put_micro(&words, value);
	buf_char(&words, '\0');
	set[0] = words.p;
	got = scenario_load(&side.s, o, o->cli.operands[0], set, err);
	if (got == 0)
		got = scenario_run(&side.s, r, o, true, &side.reps,
		    &side.result, err);
	reps_keep(&side.result, &side.s.plan, is_swept);
	buf_clear(&words);
	json_put_micro(&words, value);
	if (got == 0 && o->format == ROUTE_TABLE) {
		show_rows(&w->table, buf_view(&words), o, &side.s, r,
		    &side.result);
	} else if (got == 0) {
		buf_clear(&w->rows);
		show_result(&w->rows, o, &side.s, r, &side.reps,
		    &side.result);
		join_rows(&w->all, &w->rows, value, o->format);
	}
	side_release(&side);
	buf_release(&words);
	return got;
}

int
sweep(struct ccroute_options *o, struct buf *out, struct err *err)
{
	struct sweeping w = { .table.columns = 0 };
	struct range g;
	struct ruler r;
	int got;

	if (!o->kpis)		/* what 80 columns hold */
		o->kpis = "sl,abandon_rate,asa,occupancy";
	got = ruler_init(&r, o, err);
	if (got == 0)
		got = read_range(&g, o->sweep, err);
	if (got == 0)
		got = scenario_sandbox(o);
	for (int64_t v = g.from; got == 0 && v <= g.to; v += g.step)
		got = sweep_one(o, &r, &g, v, &w, err);
	if (got == 0 && w.table.columns)
		table_write(&w.table, out);
	else if (got == 0)
		buf_str(out, buf_view(&w.all));
	table_release(&w.table);
	buf_release(&w.all);
	buf_release(&w.rows);
	ruler_release(&r);
	return got;
}
