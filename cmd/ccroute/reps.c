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
	bool made;
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
	struct cut cut;
	bool *known;			/* by source, for record */
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

static void
hear_arrived(void *context, const struct contact *c)
{
	record_arrived(((struct ears *)context)->record, c);
}

static struct sim_sink
sink_of(const struct reps *r, struct ears *e)
{
	if (!r->kpi)
		return (struct sim_sink){ .context = e->lines,
		    .contact = lines_contact, .agent = lines_agent };
	if (r->lines)
		return (struct sim_sink){ .context = e,
		    .contact = hear_contact, .agent = hear_agent,
		    .arrived = r->control ? hear_arrived : NULL };
	return (struct sim_sink){ .context = e->record,
	    .contact = record_contact,
	    .agent = r->kpi->section[SECTION_AGENT] ? record_agent : NULL,
	    .arrived = r->control ? record_arrived : NULL };
}

/* Made by the thread that works with it: memory of one thread's is no
 * neighbour of another's, as it was when all were made one after another. */
static struct apart *
own_sim(struct running *g, int worker)
{
	struct apart *w = &g->worker[worker];

	if (w->made)
		return w;
	sim_init(&w->sim, g->r->plan);
	if (g->r->lines)
		w->lines = lines_new(g->r->plan, &w->sim);
	w->made = true;
	return w;
}

static int
map_slot(void *context, int worker, void *slot, struct err *err)
{
	struct running *g = context;
	const struct reps *r = g->r;
	struct slot *t = slot;
	struct apart *w = own_sim(g, worker);
	struct ears ears = { &t->record, w->lines };
	struct sim_sink sink = sink_of(r, &ears);
	uint64_t run = r->first + t->replication;

	if (r->kpi)
		record_init(&t->record, r->kpi, r->plan, &g->cut, g->known);
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

/* Batches are runs; the two runs of an antithetic pair are one. */
static size_t
place_of(const struct reps *r, size_t replication, size_t interval)
{
	return r->batches ? replication * r->batches + interval :
	    replication / (r->plan->antithetic ? 2 : 1);
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
add_state(struct running *g, size_t cell, size_t place,
    struct kpi_state *s)
{
	const struct reps *r = g->r;
	struct reps_row *row = row_of_cell(g, cell);

	for (size_t i = 0; i < r->choices; i++) {
		struct kpi_value v = kpi_value(r->kpi, &r->choice[i], s);
		size_t at = i * g->out->n + place;

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

/* An interval's cells; all queues together as one more. */
static void
add_interval(struct running *g, struct slot *t, size_t interval)
{
	const struct reps *r = g->r;
	size_t queues = r->plan->queues + 1, place = place_of(r,
	    t->replication, interval);
	size_t first = (r->batches ? 0 : interval) * (queues + r->all);
	struct kpi_state **cell = t->record.cell + interval * queues, *sum;

	for (size_t q = 0; q < queues; q++)
		if (cell[q])
			add_state(g, first + q, place, cell[q]);
	if (!r->all)
		return;
	sum = mem_get(kpi_state_bytes(r->kpi));
	kpi_state_init(r->kpi, sum);
	for (size_t q = 0; q < queues; q++)
		if (cell[q])
			kpi_state_merge(r->kpi, sum, cell[q]);
	add_state(g, first + queues, place, sum);
	kpi_state_release(sum);
	mem_free(sum);
}

/* One queue's, and the sum's, place among the controls. */
static void
add_control(struct running *g, size_t interval, size_t queue, size_t place,
    const double value[STAT_CONTROLS])
{
	size_t queues = g->r->plan->queues, n = g->out->n;
	size_t row = (g->r->batches ? 0 : interval) * (queues + 1);

	for (size_t k = 0; k < STAT_CONTROLS; k++) {
		g->out->control[((row + queue) * STAT_CONTROLS + k) * n +
		    place] += value[k];
		g->out->control[((row + queues) * STAT_CONTROLS + k) * n +
		    place] += value[k];
	}
}

/* What was drawn, less what is drawn on average. */
static void
add_controls(struct running *g, const struct slot *t)
{
	const struct sim_plan *p = g->r->plan;

	for (size_t i = 0; i < g->cut.n; i++) {
		size_t place = place_of(g->r, t->replication, i);

		for (size_t q = 0; q < p->queues; q++) {
			const int64_t *drawn = t->record.drawn + 2 *
			    (i * p->queues + q);

			add_control(g, i, q, place, (double[]){
			    (double)drawn[0], (double)drawn[1] });
		}
		for (size_t s = 0; s < p->sources; s++) {
			double mean[STAT_CONTROLS];

			if (!g->known[s])
				continue;
			cut_expected(&g->cut, p, &p->source[s], i, &mean[0],
			    &mean[1]);
			add_control(g, i, p->queue[p->source[s].to->to].report,
			    place, (double[]){ -mean[0], -mean[1] });
		}
	}
}

static int
take_slot(void *context, void *slot, struct err *err)
{
	struct running *g = context;
	struct slot *t = slot;

	if (g->r->lines && output_write(g->r->lines, buf_view(&t->text),
	    err) < 0)
		return -1;
	buf_clear(&t->text);
	for (size_t i = 0; i < t->record.cut.n; i++)
		add_interval(g, t, i);
	if (g->out->control)
		add_controls(g, t);
	g->out->contacts += t->contacts;
	record_release(&t->record);
	return 0;
}

/* ---- all ---------------------------------------------------------------------------------- */

/* Of a queue its own; of all, and of no queue, those of all. */
static void
set_control(const struct running *g, struct reps_row *row)
{
	size_t queues = g->r->plan->queues;

	for (size_t k = 0; g->out->control && k < STAT_CONTROLS; k++)
		row->control[k] = g->out->control + ((row->interval *
		    (queues + 1) + MIN(row->queue, queues)) * STAT_CONTROLS +
		    k) * g->out->n;
}

static void
keep_rows(struct running *g)
{
	struct reps_result *out = g->out;

	out->row = mem_zero(g->cells + 1, sizeof(*out->row));
	for (size_t i = 0; i < g->cells; i++)
		if (g->row[i]) {
			set_control(g, g->row[i]);
			out->row[out->rows++] = *g->row[i];
			mem_free(g->row[i]);
		}
	mem_free(g->row);
}

/* The span. */
static int
begin_lines(const struct running *g, struct err *err)
{
	const struct reps *r = g->r;
	struct buf span = { 0 };
	int got;

	if (!r->lines)
		return 0;
	got = lines_span(r->plan, r->n, &span, err);
	if (got == 0)
		got = output_write(r->lines, buf_view(&span), err);
	buf_release(&span);
	return got;
}

static void
begin_cells(struct running *g)
{
	const struct reps *r = g->r;
	size_t rows;

	g->cut = r->batches ? cut_batches(r->plan, r->batches) :
	    cut_every(r->plan, r->interval, r->fold);
	rows = r->kpi ? r->batches ? 1 : g->cut.n : 0;
	g->cells = rows * (r->plan->queues + 1 + r->all);
	g->row = mem_zero(g->cells + 1, sizeof(*g->row));
	g->out->n = r->batches ? r->n * r->batches :
	    place_of(r, r->n - 1, 0) + 1;
	if (!r->control)
		return;
	g->out->control = mem_zero(rows * (r->plan->queues + 1) *
	    STAT_CONTROLS * g->out->n, sizeof(double));
	g->known = mem_zero(r->plan->sources + 1, sizeof(*g->known));
	for (size_t s = 0; s < r->plan->sources; s++)
		g->known[s] = cut_expected(&g->cut, r->plan,
		    &r->plan->source[s], 0, &(double){ 0 }, &(double){ 0 });
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
	*out = (struct reps_result){ .kpi = r->kpi };
	begin_cells(&g);
	g.worker = mem_zero((size_t)g.threads, sizeof(*g.worker));
	got = begin_lines(&g, err);
	if (got == 0)
		got = work_run(&w, err);
	for (int i = 0; i < g.threads; i++)
		if (g.worker[i].made) {
			sim_release(&g.worker[i].sim);
			lines_free(g.worker[i].lines);
		}
	mem_free(g.worker);
	mem_free(g.known);
	keep_rows(&g);
	return got;
}

static void
release_row(struct reps_row *row)
{
	kpi_state_release(row->state);
	mem_free(row->state);
	mem_free(row->num);
	mem_free(row->den);
}

void
reps_keep(struct reps_result *r, const struct sim_plan *p,
    bool (*wanted)(const struct sim_plan *p, const struct reps_row *row))
{
	size_t n = 0;

	for (size_t i = 0; i < r->rows; i++) {
		if (wanted(p, &r->row[i]))
			r->row[n++] = r->row[i];
		else
			release_row(&r->row[i]);
	}
	r->rows = n;
}

void
reps_release(struct reps_result *r)
{
	for (size_t i = 0; i < r->rows; i++)
		release_row(&r->row[i]);
	mem_free(r->row);
	mem_free(r->control);
	*r = (struct reps_result){ 0 };
}

struct estimate
reps_estimate(const struct reps_row *row, size_t choice,
    const struct stat_level *level)
{
	struct stat_level own = *level;

	memcpy(own.control, row->control, sizeof(own.control));
	return stat_ratio(row->num + choice * own.n, row->den + choice *
	    own.n, own);
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
