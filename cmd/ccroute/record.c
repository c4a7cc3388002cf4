/* record: contacts and agents' time into KPI counts; see record.h. */
#include "cmd/ccroute/record.h"

#include <math.h>

#include "common/when.h"

/* ---- cuts --------------------------------------------------------------------------- */

struct cut
cut_every(const struct sim_plan *p, int64_t interval, int64_t fold)
{
	struct cut c = { .interval = interval, .fold = fold, .n = 1,
	    .days = &p->days };

	/* people wait past the end: one interval takes all that */
	if (interval > 0)
		c.n = (fold ? (size_t)((fold - 1) / interval) :
		    run_days_cut_of(c.days, p->end, interval)) + 1;
	return c;
}

struct cut
cut_batches(const struct sim_plan *p, size_t n)
{
	return (struct cut){ .from = p->warm_up, .n = n, .interval =
	    MAX((p->end - p->warm_up) / (int64_t)n, 1) };
}

static size_t
interval_of(const struct cut *c, int64_t at)
{
	if (c->interval <= 0)
		return 0;
	at = MAX(at - c->from, 0);
	if (c->fold)
		at = run_days_clock(c->days, at) % c->fold;
	return MIN(c->fold || !c->days ? (size_t)(at / c->interval) :
	    run_days_cut_of(c->days, at, c->interval), c->n - 1);
}

/* When the next interval begins, seen from a moment of one. */
static int64_t
next_cut(const struct cut *c, int64_t at)
{
	return c->days ? run_days_cut(c->days, run_days_cut_of(c->days, at,
	    c->interval) + 1, c->interval) : at - (at - c->from) %
	    c->interval + c->interval;
}

/* What of an interval is counted. */
static void
bounds(const struct cut *c, const struct sim_plan *p, size_t i,
    int64_t *from, int64_t *to)
{
	*from = c->days ? run_days_cut(c->days, i, c->interval) : c->from +
	    (int64_t)i * c->interval;
	*to = i + 1 == c->n ? p->end : next_cut(c, *from);
	*from = MAX(*from, p->warm_up);
}

/* Handling of one who arrives, at scale 1: that of the kinds that come. */
static double
work_of(const struct sim_plan *p, const struct plan_source *s)
{
	double sum = 0, kinds = p->kinds ? 0 : 1;

	for (size_t k = 0; k < p->kinds; k++)
		kinds += (s->kind ? s->kind[k] : p->kind[k].share) *
		    (p->kind[k].handling > 0 ? p->kind[k].handling : 1);
	for (size_t i = 0; i < s->n_to; i++) {
		const struct plan_queue *q = &p->queue[s->to[i].to];

		sum += s->to[i].share * (dist_mean(&q->talk) +
		    dist_mean(&q->wrap));
	}
	return sum * kinds;
}

bool
cut_expected(const struct cut *c, const struct sim_plan *p,
    const struct plan_source *s, size_t interval, double *contacts,
    double *work_ms)
{
	int64_t from, to;

	bounds(c, p, interval, &from, &to);
	*contacts = plan_arriving(s, from, to);
	*work_ms = *contacts * work_of(p, s);
	return s->n_to == 1 && !s->replay && !s->regular &&
	    isfinite(*work_ms);
}

/* ---- cells -------------------------------------------------------------------------- */

static size_t
n_cells(const struct record *r)
{
	return r->cut.n * (r->plan->queues + 1);
}

void
record_init(struct record *r, const struct kpi_plan *kpi,
    const struct sim_plan *plan, const struct cut *cut, const bool *known)
{
	*r = (struct record){ .kpi = kpi, .plan = plan, .cut = *cut,
	    .known = known,
	    .within = kpi->settings.threshold_ms - plan->strict };
	r->cell = mem_zero(n_cells(r), sizeof(*r->cell));
	if (known)
		r->drawn = mem_zero(2 * cut->n * plan->queues,
		    sizeof(*r->drawn));
}

void
record_release(struct record *r)
{
	for (size_t i = 0; r->cell && i < n_cells(r); i++) {
		if (r->cell[i])
			kpi_state_release(r->cell[i]);
		mem_free(r->cell[i]);
	}
	mem_free(r->cell);
	mem_free(r->drawn);
	*r = (struct record){ 0 };
}

static struct kpi_state *
cell_of(struct record *r, size_t queue, int64_t at)
{
	struct kpi_state **cell = &r->cell[interval_of(&r->cut, at) *
	    (r->plan->queues + 1) + queue];

	if (UNLIKELY(!*cell)) {
		*cell = mem_get(kpi_state_bytes(r->kpi));
		kpi_state_init(r->kpi, *cell);
	}
	return *cell;
}

/* ---- counts ------------------------------------------------------------------------- */

static inline void
add(const struct record *r, struct kpi_state *s, unsigned count, int64_t n)
{
	kpi_state_add(r->kpi, s, count, n);
}

static inline void
add_sum(const struct record *r, struct kpi_state *s, unsigned count,
    int64_t v)
{
	kpi_state_sum(r->kpi, s, count, v);
}

static inline void
add_max(const struct record *r, struct kpi_state *s, unsigned count,
    int64_t v)
{
	kpi_state_max(r->kpi, s, count, v);
}

/* ---- visits --------------------------------------------------------------------------- */

/* Index from N_ANSWERED on; 4: another end. */
static unsigned
count_of(const struct visit *v)
{
	static const uint8_t of[ENDS] = { [END_ANSWERED] = 0,
		[END_ABANDONED] = 1, [END_CALLBACK] = 2, [END_OVERFLOWED] = 3,
		[END_BLOCKED] = 4, [END_MISSED] = 4, [END_NO_ANSWER] = 4 };

	return of[v->end];
}

static void
add_abandoned(const struct record *r, struct kpi_state *s, int64_t wait)
{
	const struct kpi_settings *k = &r->kpi->settings;
	bool is_short = wait <= k->short_ms;

	add_sum(r, s, N_WAIT_ABANDONED_MS, wait);
	add_max(r, s, N_MAX_ABANDONED_MS, wait);
	add(r, s, N_SHORT, is_short);
	add(r, s, N_ABANDONED_MID, !is_short && wait <= r->within);
}

static void
add_visit(const struct record *r, struct kpi_state *s, const struct visit *v)
{
	int64_t wait = v->ended - v->entered;
	unsigned end = count_of(v);

	add(r, s, N_OFFERED, 1);
	add(r, s, N_ANSWERED + end, 1);
	add(r, s, N_WAITS, 1);
	add_sum(r, s, N_WAIT_MS, wait);
	add_max(r, s, N_MAX_MS, wait);
	if (end == 4)
		return;
	add(r, s, N_ANSWERED_W + end, 1);
	add(r, s, N_ANSWERED_IN + end, wait <= r->within);
	if (end == 1) {
		add_abandoned(r, s, wait);
	} else if (end == 0) {
		add_sum(r, s, N_WAIT_ANSWERED_MS, wait);
		add_max(r, s, N_MAX_ANSWERED_MS, wait);
		if (r->kpi->quantiles)
			sketch_add(&s->wait, wait);
	}
}

static void
add_work(const struct record *r, struct kpi_state *s, const struct visit *v)
{
	add(r, s, N_HANDLED, 1);
	add(r, s, N_HANDED_ON, v->handed_on);
	add(r, s, N_TALKS, 1);
	add_sum(r, s, N_TALK_MS, v->talk);
	add(r, s, N_WRAPS, 1);
	add(r, s, N_WRAPPED, v->wrap > 0);
	add_sum(r, s, N_WRAP_MS, v->wrap);
	if (v->ring > 0) {
		add(r, s, N_RINGS, 1);
		add_sum(r, s, N_RING_MS, v->ring);
	}
}

/* ---- contacts --------------------------------------------------------------------------- */

static void
add_contact(struct record *r, const struct contact *c, const struct visit *v,
    size_t n)
{
	size_t queue = n ? r->plan->queue[v[0].queue].report :
	    r->plan->queues;
	struct kpi_state *s = cell_of(r, queue, c->arrived);
	bool out = is_outward(c), person = false, on = false;

	for (size_t i = 0; i < n; i++) {
		person |= v[i].end == END_ANSWERED;
		on |= v[i].handed_on;
	}
	add(r, s, N_CONTACTS, 1);
	add(r, s, N_CONTACTS_IN, !out);
	add(r, s, N_CONTACTS_OUT, out);
	add(r, s, N_REACHED, out && person);
	add(r, s, N_CALLBACKS_MADE, c->callback);
	add(r, s, N_CALLBACKS_REACHED, c->callback && person);
	add(r, s, N_PERSON, person);
	add(r, s, N_PERSON_TRANSFERRED, person && on);
	add(r, s, N_SELF, c->self_ms >= 0);
	add(r, s, N_CONTAINED, c->contained);
	add(r, s, N_LEFT_SELF, c->gave_up);
}

void
record_contact(void *record, const struct contact *c, const struct visit *v,
    size_t n)
{
	struct record *r = record;
	bool called = is_outward(c);

	if (r->kpi->section[SECTION_CONTACT] ||
	    r->kpi->section[SECTION_SELF])
		add_contact(r, c, v, n);
	for (size_t i = 0; i < n; i++) {
		struct kpi_state *s = cell_of(r,
		    r->plan->queue[v[i].queue].report, v[i].entered);

		/* who is called waits only where it is passed on */
		if (!(called && i == 0) && r->kpi->section[SECTION_VISIT])
			add_visit(r, s, &v[i]);
		if (v[i].end == END_ANSWERED && r->kpi->section[SECTION_WORK])
			add_work(r, s, &v[i]);
	}
}

void
record_arrived(void *record, const struct contact *c)
{
	struct record *r = record;
	int64_t *drawn;

	if (c->arrived < r->plan->warm_up || !r->known[c->source])
		return;
	drawn = r->drawn + 2 * (interval_of(&r->cut, c->arrived) *
	    r->plan->queues + r->plan->queue[c->queue].report);
	drawn[0]++;
	drawn[1] += c->talk + c->wrap;
}

/* ---- agents --------------------------------------------------------------------------- */

static void
add_time(struct record *r, uint32_t agent, bool busy, int64_t from,
    int64_t to)
{
	struct kpi_state *s = cell_of(r, r->plan->queues, from);
	const struct sim *sim = r->sim;

	add_sum(r, s, busy ? N_BUSY_MS : N_AVAILABLE_MS, to - from);
	add_sum(r, s, N_SLOT_MS, (to - from) *
	    r->plan->group[sim->agent[agent].group].slots);
}

/* Cut at intervals. */
void
record_agent(void *record, uint32_t agent, enum agent_state state,
    int64_t from, int64_t to)
{
	struct record *r = record;
	bool busy = state == AGENT_BUSY;

	while (r->cut.interval > 0 && from < to) {
		int64_t next = next_cut(&r->cut, from);

		next = next > from ? MIN(to, next) : to;

		add_time(r, agent, busy, from, next);
		from = next;
	}
	if (from < to)
		add_time(r, agent, busy, from, to);
}
