/* center: a model's queues and intervals as work. Opening hours are those in
 * which contacts come; laws other than exponential, constant and uniform count
 * by their means, for the formulas know no more of them. */
#include "cmd/ccstaff/need.h"

#include <math.h>

#include "common/line.h"
#include "common/model.h"

struct center {
	struct needs *out;
	const struct model *m;
	struct work given;
};

static bool
serves_with_slots(const struct model *m, size_t group, size_t queue)
{
	return model_serves(m, group, queue, NULL, NULL) &&
	    m->agents[group].slots.of[m->queue[queue].channel] > 1;
}

/* The pace with contacts at once, when all who serve the queue agree on it. */
static void
take_slots(const struct model *m, size_t queue, struct work *w)
{
	const struct model_agents *first = NULL;
	int channel = m->queue[queue].channel;

	for (size_t g = 0; g < m->n[M_AGENTS]; g++) {
		if (!model_serves(m, g, queue, NULL, NULL))
			continue;
		if (!serves_with_slots(m, g, queue) || (first &&
		    first->slots.of[channel] != m->agents[g].slots.of[channel]))
			return;
		if (!first)
			first = &m->agents[g];
	}
	if (!first || w->slots || first->slots.of[channel] > MAX_SLOTS)
		return;
	w->slots = (size_t)first->slots.of[channel];
	for (size_t i = 0; i < w->slots; i++)
		w->pace[i] = i < first->efficiency.n ?
		    first->efficiency.value[i] : (double)(i + 1);
}

/* The largest of those who serve the queue: the safe side. */
static int64_t
shrinkage_of(const struct model *m, size_t queue)
{
	double most = 0;

	for (size_t g = 0; g < m->n[M_AGENTS]; g++)
		if (model_serves(m, g, queue, NULL, NULL))
			most = fmax(most, m->agents[g].shrinkage);
	return (int64_t)(most * 1e6 + 0.5);
}

static double
mean_handling(const struct model *m, size_t queue)
{
	double most = 0;
	size_t groups = 0;

	/* groups differ: the mean over groups, each counting alike */
	for (size_t g = 0; g < m->n[M_AGENTS]; g++)
		if (model_serves(m, g, queue, NULL, NULL)) {
			most += dist_mean(model_talk(m, queue, g)) +
			    dist_mean(model_wrap(m, queue, g));
			groups++;
		}
	return groups ? most / (double)groups / 1000 : 0;
}

static void
take_patience(const struct dist *d, struct work *w)
{
	double mean = dist_mean(d) / (1 - d->balk) / 1000;

	if (w->patience > 0 || d->law == DIST_NONE || !(mean > 0) ||
	    isinf(mean))
		return;
	w->patience = mean;
	w->balk = d->balk;
	if (d->law == DIST_CONSTANT)
		w->law = PATIENCE_CONSTANT;
	if (d->law == DIST_UNIFORM && d->mean <= 0)
		w->law = PATIENCE_UNIFORM;
}

static double
rate_at(const struct model *m, size_t queue, int64_t week_ms, int64_t interval)
{
	double sum = 0;

	for (size_t i = 0; i < m->n[M_ARRIVALS]; i++) {
		const struct model_arrivals *a = &m->arrivals[i];
		double per = a->per_ms > 0 ? (double)a->per_ms :
		    (double)interval;

		if (a->head.a == (int32_t)queue)
			sum += a->factor * model_profile_at(&a->rate, week_ms) /
			    per;
	}
	return sum * 1000;	/* a second */
}

static void
put_need(struct center *c, const struct need *like, int64_t week_ms)
{
	struct needs *out = c->out;
	struct buf label = { 0 }, group = { 0 };

	buf_str(&label, like->queue);
	buf_puts(&label, ", ");
	model_put_moment(&label, week_ms);
	buf_puts(&group, "{\"queue\":");
	json_put_str(&group, like->queue);
	buf_puts(&group, ",\"interval\":\"");
	model_put_moment(&group, week_ms);
	buf_puts(&group, "\"}");
	GROW(out->need, out->n, out->cap);
	out->need[out->n] = *like;
	out->need[out->n].label = arena_dup(&out->arena, buf_view(&label));
	out->need[out->n].group = arena_dup(&out->arena, buf_view(&group));
	out->need[out->n++].start = week_ms / MS_MINUTE;
	buf_release(&label);
	buf_release(&group);
}

static void
take_queue(struct center *c, size_t queue)
{
	const struct model *m = c->m;
	const struct model_queue *q = &m->queue[queue];
	int64_t interval = m->center.interval_ms == MODEL_UNSET ? 1800000 :
	    m->center.interval_ms;
	struct need n = { .queue = arena_dup(&c->out->arena, q->head.name),
	    .interval = (double)interval / 1000, .work = c->given,
	    .shrinkage_micro = shrinkage_of(m, queue) };

	if (n.work.aht <= 0)
		n.work.aht = mean_handling(m, queue);
	n.known = n.work.aht > 0;
	if (q->async && q->deadline_ms > 0 && n.work.deadline <= 0)
		n.work.deadline = (double)q->deadline_ms / 1000;
	if (!q->async) {
		take_patience(model_patience_of(m, queue, MODEL_NONE),
		    &n.work);
		take_slots(m, queue, &n.work);
	}
	if (q->target.share > 0) {
		n.has_target = true;
		n.target = (struct target){ TARGET_SL + (enum target_kind)
		    q->target.of, q->target.share };
		n.threshold = (double)q->target.within_ms / 1000;
	}
	for (int64_t t = 0; t < MODEL_WEEK; t += interval) {
		n.work.lambda = rate_at(m, queue, t, interval);
		if (n.work.lambda > 0)
			put_need(c, &n, t);
	}
}

int
needs_of_center(struct needs *n, struct ccstaff_options *o,
    const struct work *given, struct err *err)
{
	struct model m = { 0 };
	struct center c = { .out = n, .m = &m, .given = *given };
	int r = model_load(&m, o->center, err);

	if (r == 0)
		r = model_check(&m, err);
	for (size_t q = 0; r == 0 && q < m.n[M_QUEUE]; q++)
		take_queue(&c, q);
	model_release(&m);
	return r;
}
