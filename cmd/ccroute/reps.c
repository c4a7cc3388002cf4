/* reps: replications through common/work; see reps.h. */
#include "cmd/ccroute/reps.h"

struct slot {
	size_t replication;
	struct record record;
	uint64_t contacts;
};

/* Kept apart: two workers must not write into one line of the cache. */
struct apart {
	struct sim sim;
	char gap[256];
};

struct running {
	const struct reps *r;
	struct reps_result *out;
	struct apart *worker;
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

static int
map_slot(void *context, int worker, void *slot, struct err *err)
{
	struct running *g = context;
	struct slot *t = slot;
	struct sim *s = &g->worker[worker].sim;
	struct sim_sink sink = { .context = &t->record,
	    .contact = record_contact };

	(void)err;
	record_init(&t->record, g->r->kpi, g->r->plan, g->r->interval,
	    g->r->fold);
	t->record.sim = s;
	if (g->r->kpi->section[SECTION_AGENT])
		sink.agent = record_agent;
	sim_run(s, g->r->first + t->replication, &sink);
	t->contacts = s->arrivals;
	return 0;
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

	(void)err;
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

int
reps_run(const struct reps *r, struct reps_result *out, struct err *err)
{
	struct record shape;
	int threads = (int)MIN((size_t)MAX(r->threads, 1), MAX(r->n, 1)), got;
	struct running g = { .r = r, .out = out };
	struct work w = { .threads = threads, .item_size = sizeof(struct slot),
	    .context = &g, .read = read_slot, .map = map_slot,
	    .take = take_slot };

	*out = (struct reps_result){ .n = r->plan->antithetic ? (r->n + 1) /
	    2 : r->n, .kpi = r->kpi };
	record_init(&shape, r->kpi, r->plan, r->interval, r->fold);
	g.cells = shape.intervals * (r->plan->queues + 1 + r->all);
	record_release(&shape);
	g.row = mem_zero(g.cells + 1, sizeof(*g.row));
	g.worker = mem_zero((size_t)threads, sizeof(*g.worker));
	for (int i = 0; i < threads; i++)
		sim_init(&g.worker[i].sim, r->plan);
	got = work_run(&w, err);
	for (int i = 0; i < threads; i++)
		sim_release(&g.worker[i].sim);
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
