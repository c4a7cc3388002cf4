/* reps: replications through common/work; see reps.h. */
#include "cmd/ccroute/reps.h"

struct slot {
	size_t replication;
	struct record record;
	struct buf text;		/* lines, unless they are written */
	uint64_t contacts;
};

/* Kept apart: two workers must not write into one line of the cache. */
struct apart {
	struct sim sim;
	struct lines *lines;
	char gap[256];
};

struct running {
	const struct reps *r;
	struct reps_result *out;
	struct apart *worker;
	int threads;
	size_t next, cells;
	struct reps_row **row;		/* by cell */
};

static int
read_slot(void *context, void *slot, struct err *err)
{
	struct running *g = context;

	(void)err;
	((struct slot *)slot)->replication = g->next;
	return g->next++ < g->r->n;
}

/* Who wants to hear of a run. */
struct ears {
	struct record *record;
	struct lines *lines;
};

static void
hear_contact(void *context, const struct contact *c, const struct visit *v,
    size_t n)
{
	struct ears *e = context;

	record_contact(e->record, c, v, n);
	lines_contact(e->lines, c, v, n);
}

static void
hear_agent(void *context, uint32_t agent, enum agent_state state,
    int64_t from, int64_t to)
{
	struct ears *e = context;

	record_agent(e->record, agent, state, from, to);
	lines_agent(e->lines, agent, state, from, to);
}

static struct sim_sink
sink_of(const struct reps *r, struct ears *e)
{
	if (!r->kpi)
		return (struct sim_sink){ .context = e->lines,
		    .contact = lines_contact, .agent = lines_agent };
	if (r->lines)
		return (struct sim_sink){ .context = e,
		    .contact = hear_contact, .agent = hear_agent };
	return (struct sim_sink){ .context = e->record,
	    .contact = record_contact,
	    .agent = r->kpi->section[SECTION_AGENT] ? record_agent : NULL };
}

static int
map_slot(void *context, int worker, void *slot, struct err *err)
{
	struct running *g = context;
	const struct reps *r = g->r;
	struct slot *t = slot;
	struct apart *w = &g->worker[worker];
	struct ears ears = { &t->record, w->lines };
	struct sim_sink sink = sink_of(r, &ears);
	uint64_t run = r->first + t->replication;

	if (r->kpi)
		record_init(&t->record, r->kpi, r->plan, r->interval,
		    r->fold);
	t->record.sim = &w->sim;
	if (w->lines)		/* the only thread writes as it goes */
		lines_begin(w->lines, run, &t->text, g->threads > 1 ? NULL :
		    r->lines, err);
	sim_run(&w->sim, run, &sink);
	t->contacts = w->sim.arrivals;
	return w->lines ? lines_end(w->lines) : 0;
}

/* ---- putting together ------------------------------------------------------------------ */

bool
reps_is_ratio(const struct kpi *k)
{
	return k->den[0] && k->form != KPI_NPS_SE;
}

double
reps_unit(const struct kpi *k)
{
	if (reps_is_ratio(k))
		return kpi_num_is_micro(k) ? 1e-6 : 1;
	return k->form == KPI_COUNT || k->form == KPI_QUANTILE ||
	    k->form == KPI_MAX ? 1 : 1e-6;
}

struct str
reps_row_name(const struct sim_plan *p, const struct reps_row *row)
{
	if (row->queue == NOBODY)
		return STR("all");
	return row->queue == p->queues ? STR_NONE :
	    str_of(p->queue[row->queue].name);
}

static struct reps_row *
row_of_cell(struct running *g, size_t cell)
{
	const struct reps *r = g->r;
	size_t queues = r->plan->queues + 1 + r->all;
	struct reps_row *row = g->row[cell];

	if (row)
		return row;
	row = g->row[cell] = mem_zero(1, sizeof(*row));
	row->queue = cell % queues == r->plan->queues + 1 ? NOBODY :
	    (uint32_t)(cell % queues);
	row->interval = cell / queues;
	row->state = mem_get(kpi_state_bytes(r->kpi));
	kpi_state_init(r->kpi, row->state);
	row->num = mem_zero(r->choices * g->out->n + 1, sizeof(double));
	row->den = mem_zero(r->choices * g->out->n + 1, sizeof(double));
	return row;
}

static void
add_state(struct running *g, size_t cell, size_t replication,
    struct kpi_state *s)
{
	const struct reps *r = g->r;
	struct reps_row *row = row_of_cell(g, cell);

	for (size_t i = 0; i < r->choices; i++) {
		struct kpi_value v = kpi_value(r->kpi, &r->choice[i], s);
		size_t at = i * g->out->n + replication /
		    (r->plan->antithetic ? 2 : 1);

		if (reps_is_ratio(r->choice[i].kpi)) {
			row->num[at] += (double)v.num;
			row->den[at] += (double)v.den;
		} else if (v.known) {
			row->num[at] += (double)v.value;
			row->den[at] += 1;
		}
	}
	kpi_state_merge(r->kpi, row->state, s);
}

/* All queues' cells of an interval as one more. */
static void
add_all(struct running *g, struct slot *t, size_t interval)
{
	size_t queues = g->r->plan->queues + 1;
	struct kpi_state *sum = mem_get(kpi_state_bytes(g->r->kpi));

	kpi_state_init(g->r->kpi, sum);
	for (size_t q = 0; q < queues; q++)
		if (t->record.cell[interval * queues + q])
			kpi_state_merge(g->r->kpi, sum,
			    t->record.cell[interval * queues + q]);
	add_state(g, interval * (queues + 1) + queues, t->replication, sum);
	kpi_state_release(sum);
	mem_free(sum);
}

static int
take_slot(void *context, void *slot, struct err *err)
{
	struct running *g = context;
	struct slot *t = slot;
	size_t queues = g->r->plan->queues + 1, wide_queues =
	    queues + g->r->all;

	if (g->r->lines && output_write(g->r->lines, buf_view(&t->text),
	    err) < 0)
		return -1;
	buf_clear(&t->text);
	for (size_t i = 0; i < t->record.intervals; i++) {
		for (size_t q = 0; q < queues; q++)
			if (t->record.cell[i * queues + q])
				add_state(g, i * wide_queues + q,
				    t->replication,
				    t->record.cell[i * queues + q]);
		if (g->r->all)
			add_all(g, t, i);
	}
	g->out->contacts += t->contacts;
	record_release(&t->record);
	return 0;
}

/* ---- all ---------------------------------------------------------------------------------- */

static void
keep_rows(struct running *g)
{
	struct reps_result *out = g->out;

	out->row = mem_zero(g->cells + 1, sizeof(*out->row));
	for (size_t i = 0; i < g->cells; i++)
		if (g->row[i]) {
			out->row[out->rows++] = *g->row[i];
			mem_free(g->row[i]);
		}
	mem_free(g->row);
}

/* The span, and a writer a worker. */
static int
begin_lines(struct running *g, struct err *err)
{
	const struct reps *r = g->r;
	struct buf span = { 0 };
	int got;

	if (!r->lines)
		return 0;
	for (int i = 0; i < g->threads; i++)
		g->worker[i].lines = lines_new(r->plan, &g->worker[i].sim);
	lines_span(r->plan, r->n, &span);
	got = output_write(r->lines, buf_view(&span), err);
	buf_release(&span);
	return got;
}

static void
begin_cells(struct running *g)
{
	const struct reps *r = g->r;
	struct record shape;

	if (r->kpi) {
		record_init(&shape, r->kpi, r->plan, r->interval, r->fold);
		g->cells = shape.intervals * (r->plan->queues + 1 + r->all);
		record_release(&shape);
	}
	g->row = mem_zero(g->cells + 1, sizeof(*g->row));
}

static void
release_slot(void *slot)
{
	struct slot *t = slot;

	record_release(&t->record);
	buf_release(&t->text);
}

int
reps_run(const struct reps *r, struct reps_result *out, struct err *err)
{
	struct running g = { .r = r, .out = out, .threads = (int)MIN(
	    (size_t)MAX(r->threads, 1), MAX(r->n, 1)) };
	struct work w = { .item_size = sizeof(struct slot), .context = &g,
	    .read = read_slot, .map = map_slot, .take = take_slot,
	    .release = release_slot };
	int got;

	if (r->lines)
		g.threads = lines_threads(r->plan, g.threads);
	w.threads = g.threads;
	*out = (struct reps_result){ .n = r->plan->antithetic ? (r->n + 1) /
	    2 : r->n, .kpi = r->kpi };
	begin_cells(&g);
	g.worker = mem_zero((size_t)g.threads, sizeof(*g.worker));
	for (int i = 0; i < g.threads; i++)
		sim_init(&g.worker[i].sim, r->plan);
	got = begin_lines(&g, err);
	if (got == 0)
		got = work_run(&w, err);
	for (int i = 0; i < g.threads; i++) {
		sim_release(&g.worker[i].sim);
		lines_free(g.worker[i].lines);
	}
	mem_free(g.worker);
	keep_rows(&g);
	return got;
}

void
reps_release(struct reps_result *r)
{
	for (size_t i = 0; i < r->rows; i++) {
		kpi_state_release(r->row[i].state);
		mem_free(r->row[i].state);
		mem_free(r->row[i].num);
		mem_free(r->row[i].den);
	}
	mem_free(r->row);
	*r = (struct reps_result){ 0 };
}

struct estimate
reps_estimate(const struct reps_result *out,
    const struct reps_row *row, size_t choice, double confidence)
{
	return stat_ratio(row->num + choice * out->n,
	    row->den + choice * out->n, out->n, confidence);
}

const struct reps_row *
reps_find(const struct reps_result *r, uint32_t queue, size_t interval)
{
	for (size_t i = 0; i < r->rows; i++)
		if (r->row[i].queue == queue &&
		    r->row[i].interval == interval)
			return &r->row[i];
	return NULL;
}
