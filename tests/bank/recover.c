/* recover: how far a fitted model is from the one the bank was made by, as
 * ok and not ok lines; the tolerances stand below. */
#include <math.h>
#include <string.h>

#include "common/model.h"
#include "tests/bank/bank.h"

/* What is counted or averaged is held to its own chance, in standard errors;
 * the rest to the truth as it says. */
#define ERRORS		4.0
#define LAW_OFF		0.05	/* greatest distance of two laws (KS) */
#define CV_OFF		0.1	/* of handling's cv, relative */
#define RING_OFF	0.2	/* s, of the mean: they are whole seconds */
#define CALLBACK_OFF	0.08	/* of the share that takes one */
#define TRANSFER_OFF	0.015	/* those who hang up are in the exports */
#define HOURS_OFF	0.04	/* of people at work, all of the week: */
#define HOURS_TOLD_OFF	0.005	/* with lines of kind agent only overtime, of
				   which the mean is known, is chance */
#define STAFF_OFF	0.15	/* half hours of the week not exact: */
#define STAFF_TOLD_OFF	0.03	/* where many go at once, overtime rounds */
#define GIVE_UP		0.07	/* so many do, or more: for standard errors */

struct recovering {
	const struct model *truth, *fitted;
	size_t bad;
	double days;			/* of each weekday */
};

static void PRINTF_LIKE(3, 4)
say(struct recovering *r, bool good, const char *fmt, ...)
{
	va_list ap;

	printf("%sok recover: ", good ? "" : "not ");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	r->bad += !good;
}

static void
near(struct recovering *r, const char *queue, const char *what, double got,
    double truth, double off)
{
	say(r, fabs(got - truth) <= off, "%s: %s %.4g, truth %.4g, at most "
	    "%.2g apart", queue, what, got, truth, off);
}

/* ---- laws ---------------------------------------------------------------------- */

static double
distance(const struct dist *a, const struct dist *b)
{
	double most = 0;

	for (int i = 1; i < 1000; i++) {
		double x = dist_quantile(b, i / 1000.0);

		most = fmax(most, fabs(dist_cdf(a, x) - dist_cdf(b, x)));
	}
	return most;
}

/* n: how many times the law was drawn. */
static void
compare_law(struct recovering *r, const char *queue, const char *what,
    const struct dist *got, const struct dist *truth, double n)
{
	double mean = dist_mean(truth);

	if (truth->law == DIST_NONE) {
		say(r, got->law == DIST_NONE, "%s: no %s", queue, what);
		return;
	}
	near(r, queue, what, dist_mean(got) / 1000, mean / 1000, ERRORS *
	    sqrt(dist_variance(truth) / n) / 1000);
	near(r, queue, what, distance(got, truth), 0, LAW_OFF);
}

/* ---- arrivals ------------------------------------------------------------------ */

/* The whole by its own chance, and half hours, together so that five are to
 * be expected, by chi-square. */
static double
compare_rates(struct recovering *r, const char *queue,
    const struct model_profile *got, const struct model_profile *truth)
{
	double all = 0, all_got = 0, want = 0, have = 0, chi = 0, cells = 0;

	for (int64_t t = 0; t < MODEL_WEEK; t += SLOT * MS_SECOND) {
		want += model_profile_at(truth, t) * r->days;
		have += model_profile_at(got, t) * r->days;
		if (want < 5)
			continue;
		chi += (have - want) * (have - want) / want;
		cells++;
		all += want;
		all_got += have;
		want = have = 0;
	}
	near(r, queue, "arrivals", all_got, all, ERRORS * sqrt(all));
	say(r, chi <= cells + ERRORS * sqrt(2 * cells), "%s: arrivals by half "
	    "hour, chi-square %.0f of %.0f cells", queue, chi, cells);
	return all;
}

/* The days' factors are known, so what is left is the chance of a day's count
 * m: of its variance, and with the factors. */
static void
compare_day_cv(struct recovering *r, const char *queue, double got,
    double truth, double n)
{
	double df = 7 * (r->days - 1), m = n / (7 * r->days);

	near(r, queue, "day-cv, squared", got * got, truth * truth, ERRORS *
	    (sqrt(2 / df) / m + 2 * truth / sqrt(m * df)));
}

/* ---- people -------------------------------------------------------------------- */

/* Five9's agents have lines. */
static bool
told(const char *queue)
{
	for (int q = 0; q < QUEUES; q++)
		if (strcmp(queues[q].name, queue) == 0)
			return queues[q].vendor == FIVE9;
	return false;
}

static void
compare_staff(struct recovering *r, const char *queue,
    const struct model_profile *got, const struct model_profile *truth)
{
	double all = 0, off = 0, slots = 0, wrong = 0;

	for (int64_t t = 0; t < MODEL_WEEK; t += SLOT * MS_SECOND) {
		double want = model_profile_at(truth, t);
		double have = model_profile_at(got, t);

		all += want;
		off += have - want;
		wrong += have != want;
		slots++;
	}
	near(r, queue, "people at work, relative", off / all, 0,
	    told(queue) ? HOURS_TOLD_OFF : HOURS_OFF);
	near(r, queue, "half hours with another count", wrong / slots, 0,
	    told(queue) ? STAFF_TOLD_OFF : STAFF_OFF);
}

static bool
has_skill(const struct model_agents *g, int32_t skill)
{
	for (size_t i = 0; i < g->skills.n; i++)
		if (g->skills.ref[i].to == skill)
			return true;
	return false;
}

/* The one group that takes the queue; NULL: none does, or several. */
static const struct model_agents *
serving(const struct model *m, int32_t queue)
{
	const struct model_agents *one = NULL;
	int32_t skill = queue == MODEL_NONE ? MODEL_NONE : model_find(m,
	    M_SKILL, m->queue[queue].head.name);

	for (size_t i = 0; i < m->n[M_AGENTS]; i++) {
		if (!has_skill(&m->agents[i], skill))
			continue;
		if (one)
			return NULL;
		one = &m->agents[i];
	}
	return one;
}

static void
compare_skills(struct recovering *r, const char *queue,
    const struct model_agents *got, const struct model_agents *truth)
{
	bool alike = got->skills.n == truth->skills.n;

	for (size_t i = 0; i < truth->skills.n; i++)
		alike = alike && has_skill(got, model_find(r->fitted, M_SKILL,
		    r->truth->skill[truth->skills.ref[i].to].head.name));
	say(r, alike, "%s: its people have its skills, %zu, and no others",
	    queue, truth->skills.n);
}

/* ---- a queue ------------------------------------------------------------------- */

#define OF(what, array, kind) \
static const struct what * \
array##_of(const struct model *m, int32_t queue) \
{ \
	for (size_t i = 0; i < m->n[kind]; i++) \
		if (m->array[i].head.a == queue) \
			return &m->array[i]; \
	return NULL; \
}
OF(model_arrivals, arrivals, M_ARRIVALS)
OF(model_redial, redial, M_REDIAL)
OF(model_transfer, transfer, M_TRANSFER)

static void
compare_ways(struct recovering *r, const char *name, int32_t q, int32_t f,
    double left)
{
	const struct model_redial *a = redial_of(r->fitted, f),
	    *b = redial_of(r->truth, q);
	const struct model_transfer *t = transfer_of(r->fitted, f),
	    *u = transfer_of(r->truth, q);
	double delay = dist_mean(&b->delay) / 1000;

	near(r, name, "redials", a ? a->chance : 0, b->chance, ERRORS *
	    sqrt(b->chance * (1 - b->chance) / left));
	if (a && a->chance > 0)
		near(r, name, "redials after, s", dist_mean(&a->delay) / 1000,
		    delay, ERRORS * delay / sqrt(left * b->chance));
	near(r, name, "transfers", t ? t->chance : 0, u ? u->chance : 0,
	    TRANSFER_OFF);
}

static void
compare_queue(struct recovering *r, int32_t q)
{
	const struct model_queue *truth = &r->truth->queue[q], *got;
	const struct model_arrivals *a = arrivals_of(r->truth, q), *b;
	int32_t f = model_find(r->fitted, M_QUEUE, truth->head.name);
	const struct model_agents *g = serving(r->fitted, f);
	double patience = dist_mean(&truth->patience) / 1000, n;
	char name[32];

	snprintf(name, sizeof(name), "%.*s", STR_ARG(truth->head.name));
	b = f == MODEL_NONE ? NULL : arrivals_of(r->fitted, f);
	say(r, b && g, "%s: is fitted, with its people", name);
	if (!b || !g)
		return;
	got = &r->fitted->queue[f];
	n = compare_rates(r, name, &b->rate, &a->rate);
	compare_day_cv(r, name, b->day_cv, a->day_cv, n);
	compare_law(r, name, "handling", &got->handling, &truth->handling, n);
	near(r, name, "handling's cv", sqrt(dist_variance(&got->handling)) /
	    dist_mean(&got->handling), truth->handling.shape,
	    truth->handling.shape * CV_OFF);
	compare_law(r, name, "wrap-up", &got->wrap, &truth->wrap, n);
	near(r, name, "ring, s", dist_mean(&got->ring) / 1000,
	    dist_mean(&truth->ring) / 1000, RING_OFF);
	near(r, name, "patience, s", dist_mean(&got->patience) / 1000,
	    patience, ERRORS * patience / sqrt(n * GIVE_UP));
	if (truth->callback_ms != MODEL_UNSET) {
		near(r, name, "callback after, ms", (double)got->callback_ms,
		    (double)truth->callback_ms, 1000);
		near(r, name, "callbacks taken", got->callback_accept,
		    truth->callback_accept, CALLBACK_OFF);
	}
	compare_ways(r, name, q, f, n * GIVE_UP);
	say(r, got->last_agent_ms <= 0, "%s: no last-agent", name);
	compare_skills(r, name, g, serving(r->truth, q));
	compare_staff(r, name, &g->count, &serving(r->truth, q)->count);
}

int
recover(const char *truth, const char *fitted)
{
	struct model a = { 0 }, b = { 0 };
	struct err err = { 0 };
	struct recovering r = { .truth = &a, .fitted = &b };

	if (model_load(&a, truth, &err) < 0 || model_load(&b, fitted, &err) < 0) {
		printf("not ok recover: %s\n", err.text);
		return 1;
	}
	r.days = (double)a.center.days / 7;
	for (int32_t q = 0; q < (int32_t)a.n[M_QUEUE]; q++)
		compare_queue(&r, q);
	model_release(&a);
	model_release(&b);
	return r.bad > 0;
}
