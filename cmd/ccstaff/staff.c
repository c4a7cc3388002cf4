/* staff: formulas applied to one queue's work; see staff.h. */
#include "cmd/ccstaff/staff.h"

#include <math.h>

#include "common/num.h"

enum { MOST = 1000000 };

/* ---- the plan ----------------------------------------------------------------------- */

/* "80%" or "0.8": a share in millionths, 0 to 1. */
static bool
read_share(struct str s, bool percent, int64_t *micro)
{
	bool sign = str_ends(s, STR("%"));

	if (sign)
		s.n--;
	if (!num_read(s, '.', 0, micro))
		return false;
	if (sign || percent)
		*micro /= 100;
	return *micro >= 0 && *micro <= 1000000;
}

static int
read_target(struct plan *p, const char *text, struct err *err)
{
	static const char *const names[TARGETS] = { "sl", "sl-served",
	    "sl-pos", "sl-excl", "wait", "abandon", "asa",
	    "block" };
	struct str rest = str_of(text), name;
	int64_t value;

	if (p->targets == COUNT_OF(p->target))
		return err_set(err, ERR_USAGE, "--target: at most 8");
	str_cut(&rest, '=', &name);
	for (int i = 0; i < TARGETS && rest.p; i++) {
		bool good;

		if (!str_is(name, names[i]))
			continue;
		good = i == TARGET_ASA ? opt_seconds(rest, &value) :
		    read_share(rest, false, &value);
		if (!good)
			break;
		p->target[p->targets++] = (struct target){
		    (enum target_kind)i, (double)value / (i == TARGET_ASA ?
		    1000.0 : 1000000.0) };
		return 0;
	}
	err_set(err, ERR_USAGE, "--target '%s': not a target", text);
	err_hint(err, "such as sl=80%%, sl-served=0.9, abandon=3%%, asa=20, "
	    "wait=20%%, block=1%%");
	return -1;
}

static int
read_percent(const char *option, const char *text, int64_t *micro,
    int64_t most, struct err *err)
{
	if (text && (!read_share(str_of(text), true, micro) || *micro > most))
		return err_set(err, ERR_USAGE, "%s '%s': not a percentage "
		    "that makes sense", option, text);
	return 0;
}

/* "20%,80%" or "2,8": classes by their weight in all contacts. */
static int
read_classes(struct plan *p, const char *text, struct err *err)
{
	struct str rest = str_of(text), part;
	int64_t micro;
	double sum = 0;
	bool good = true;

	while (text && good && str_cut(&rest, ',', &part)) {
		part = str_trim(part);
		if (str_ends(part, STR("%")))
			part.n--;
		good = p->classes < MAX_CLASSES &&
		    num_read(part, '.', 0, &micro) && micro > 0;
		if (good)
			sum += p->share[p->classes++] = (double)micro / 1e6;
	}
	for (size_t i = 0; i < p->classes; i++)
		p->share[i] /= sum;
	if (good && (!text || p->classes))
		return 0;
	err_set(err, ERR_USAGE, "--priority '%s': not shares of contacts", text);
	err_hint(err, "at most %d, the most urgent first: 20%%,80%%",
	    MAX_CLASSES);
	return -1;
}

int
plan_read(struct plan *p, const struct ccstaff_options *o, struct err *err)
{
	int64_t occupancy = 1000000;

	*p = (struct plan){ .model = (enum staff_model)MAX(o->model, 0),
	    .model_given = o->model >= 0,
	    .threshold = (double)o->threshold_ms / 1000 };
	for (size_t i = 0; i < o->target.n; i++)
		if (read_target(p, o->target.item[i], err) < 0)
			return -1;
	if (!p->targets && o->priority)
		p->target[p->targets++] = (struct target){ TARGET_ASA,
		    p->threshold };
	if (!p->targets)
		p->target[p->targets++] = (struct target){ TARGET_SL, 0.8 };
	if (read_percent("--max-occupancy", o->max_occupancy, &occupancy,
	    1000000, err) < 0 ||
	    read_percent("--shrinkage", o->shrinkage, &p->shrinkage_micro,
	    999999, err) < 0 || read_classes(p, o->priority, err) < 0)
		return -1;
	p->max_occupancy = (double)occupancy / 1e6;
	return 0;
}

enum staff_model
plan_model(const struct plan *p, const struct work *w)
{
	if (w->deadline > 0)
		return STAFF_DEADLINE;
	if (w->slots)
		return STAFF_SLOTS;
	if (p->classes)
		return STAFF_PRIORITY;
	if (p->model_given)
		return p->model;
	return w->patience > 0 ? STAFF_ERLANG_A : STAFF_ERLANG_C;
}

/* ---- answers ------------------------------------------------------------------------- */

enum { QUANTILES = 4 };
static const double quantile_share[QUANTILES] = { .5, .9, .95, .99 };

static double *
quantile_of(struct answer *a, int i)
{
	double *const at[QUANTILES] = { &a->wait_p50, &a->wait_p90,
	    &a->wait_p95, &a->wait_p99 };

	return at[i];
}

static void
by_b(const struct work *w, struct answer *a)
{
	a->p_block = erlang_b(a->servers, a->load);
	a->p_wait = a->p_abandon = 0;
	a->asa_all = a->asa_answered = a->queue = 0;
	a->occupancy = a->load * (1 - a->p_block) / (double)a->servers;
	for (int k = 0; k < SL_KINDS; k++)
		a->sl[k] = k == SL_SERVED ? 1 : 1 - a->p_block;
	(void)w;
}

static void
by_room(const struct work *w, double lambda, double theta, struct answer *a)
{
	struct erlang_room_result r;

	erlang_room(lambda, 1 / w->aht, a->servers,
	    MAX(w->places, a->servers), theta, &r);
	a->p_block = r.p_block;
	a->p_wait = r.p_wait;
	a->p_abandon = r.p_abandon;
	a->asa_all = r.wait;
	a->queue = r.queue;
	a->in_system = r.in_system;
	a->occupancy = r.occupancy;
}

static void
by_c(const struct plan *p, const struct work *w, struct answer *a)
{
	struct erlang_c_result r;

	if (w->places) {
		by_room(w, w->lambda, 0, a);
		return;
	}
	erlang_c_all(w->lambda, 1 / w->aht, a->servers, p->threshold, &r);
	a->stable = r.stable;
	a->p_block = a->p_abandon = 0;
	a->p_wait = r.p_wait;
	a->asa_all = a->asa_answered = r.asa;
	a->queue = r.queue;
	a->in_system = r.queue + a->load;
	a->wait_if_any = r.wait_if_any;
	a->wait_over = r.stable ? r.wait_over : 1;
	a->served_within = r.stable ? r.sl : 0;
	a->abandoned_within = 0;
	a->occupancy = r.occupancy;
	for (int k = 0; k < SL_KINDS; k++)
		a->sl[k] = r.stable ? r.sl : 0;
	for (int i = 0; i < QUANTILES; i++)
		*quantile_of(a, i) = erlang_c_quantile(w->lambda, 1 / w->aht,
		    a->servers, quantile_share[i]);
}

static struct patience
patience_of(const struct work *w)
{
	return (struct patience){ w->balk > 0 ? PATIENCE_BALK : w->law,
	    w->patience, w->balk };
}

static void
by_a(const struct plan *p, const struct work *w, bool quantiles,
    struct answer *a)
{
	struct patience law = patience_of(w);
	double lambda = w->lambda, mu = 1 / w->aht;
	struct erlang_a_result r;

	if (w->redial > 0)
		lambda = erlang_redial_rate(lambda, mu, a->servers, &law,
		    w->redial);
	a->attempts = lambda;
	if (w->places) {
		by_room(w, lambda, 1 / w->patience, a);
		return;
	}
	erlang_a_all(lambda, mu, a->servers, &law, p->threshold, &r);
	a->p_block = 0;
	a->p_wait = r.p_wait;
	a->p_abandon = r.p_abandon;
	a->asa_all = r.wait_all;
	a->asa_answered = r.wait_served;
	a->wait_abandoned = r.wait_abandoned;
	a->queue = r.queue;
	a->occupancy = r.occupancy;
	a->in_system = r.queue + r.occupancy * (double)a->servers;
	a->wait_over = r.wait_over;
	a->wait_if_any = r.wait_all / r.p_wait;
	a->served_within = r.served_within;
	a->abandoned_within = r.abandoned_within;
	memcpy(a->sl, r.sl, sizeof(a->sl));
	for (int i = 0; quantiles && i < QUANTILES; i++)
		*quantile_of(a, i) = erlang_a_quantile(lambda, mu, a->servers,
		    &law, quantile_share[i]);
}

/* ---- approximations: square roots of the load ------------------------------- */

static void
by_root(const struct plan *p, const struct work *w, double theta,
    struct answer *a)
{
	struct erlang_root_result r;

	erlang_root(w->lambda, 1 / w->aht, a->servers, theta, p->threshold,
	    &r);
	a->stable = r.stable;
	a->p_block = 0;
	a->p_wait = r.p_wait;
	a->p_abandon = r.p_abandon;
	a->asa_all = r.wait_all;
	a->queue = w->lambda * r.wait_all;
	a->wait_over = r.wait_over;
	a->wait_if_any = r.wait_all / r.p_wait;
	a->abandoned_within = r.abandoned_within;
	a->served_within = 1 - r.wait_over - r.abandoned_within;
	a->occupancy = fmin(1, a->load * (1 - r.p_abandon) /
	    (double)a->servers);
	a->sl[SL_OFFERED] = a->served_within;
	a->sl[SL_SERVED] = a->served_within / (1 - r.p_abandon);
	a->sl[SL_POSITIVE] = 1 - r.wait_over;
	a->sl[SL_EXCLUDING] = a->served_within / (1 - r.abandoned_within);
	if (theta <= 0)
		a->asa_answered = r.wait_all;
}

/* ---- several contacts at once, several classes ------------------------------ */

static void
by_slots(const struct plan *p, const struct work *w, bool quantiles,
    struct answer *a)
{
	struct patience law = patience_of(w);
	const struct patience *leave = w->patience > 0 ? &law : NULL;
	struct erlang_slots_result r;
	double rate[MAX_SLOTS];

	for (size_t i = 0; i < w->slots; i++)
		rate[i] = w->pace[i] / w->aht;
	erlang_slots(w->lambda, rate, w->slots, a->servers, leave,
	    p->threshold, &r);
	a->stable = r.stable;
	a->p_block = 0;
	a->p_wait = r.p_wait;
	a->p_abandon = r.p_abandon;
	a->asa_all = r.wait_all;
	a->asa_answered = r.wait_served;
	a->queue = r.queue;
	a->occupancy = r.busy_slots;
	a->busy_any = r.busy_any;
	a->concurrency = r.concurrency;
	for (int k = 0; k < SL_KINDS; k++)
		a->sl[k] = r.stable ? r.sl[k] : 0;
	for (int i = 0; quantiles && i < QUANTILES; i++)
		*quantile_of(a, i) = erlang_slots_quantile(w->lambda, rate,
		    w->slots, a->servers, leave, quantile_share[i]);
}

/* P(W > t) of one class, or of all. */
static double
class_over(const struct plan *p, const double *lambda, const struct work *w,
    int64_t servers, size_t k, double t)
{
	double sum = 0;

	if (k < p->classes)
		return erlang_priority_over(lambda, p->classes, k, 1 / w->aht,
		    servers, t);
	for (size_t i = 0; i < p->classes; i++)
		sum += p->share[i] * class_over(p, lambda, w, servers, i, t);
	return sum;
}

/* The wait that a share does not exceed. */
static double
class_quantile(const struct plan *p, const double *lambda,
    const struct work *w, int64_t servers, size_t k, double share)
{
	double low = 0, high = w->aht;

	if (class_over(p, lambda, w, servers, k, 0) <= 1 - share)
		return 0;
	while (class_over(p, lambda, w, servers, k, high) > 1 - share)
		high *= 2;
	for (int i = 0; i < 60 && high - low > 1e-14 * high; i++) {
		double middle = (low + high) / 2;

		if (class_over(p, lambda, w, servers, k, middle) > 1 - share)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* Nobody leaves; who is served next is the oldest of the most urgent class. */
static void
by_priority(const struct plan *p, const struct work *w, bool quantiles,
    struct answer *a)
{
	double lambda[MAX_CLASSES];

	for (size_t i = 0; i < p->classes; i++)
		lambda[i] = p->share[i] * w->lambda;
	a->stable = a->load < (double)a->servers;
	a->p_block = a->p_abandon = 0;
	a->p_wait = erlang_c(a->servers, a->load);
	a->occupancy = fmin(1, a->load / (double)a->servers);
	a->asa_all = a->asa_answered = HUGE_VAL;
	if (!a->stable)
		return;
	a->asa_all = a->asa_answered = erlang_priority(lambda, p->classes,
	    1 / w->aht, a->servers, a->class_wait);
	a->queue = w->lambda * a->asa_all;
	a->wait_over = class_over(p, lambda, w, a->servers, p->classes,
	    p->threshold);
	for (int k = 0; k < SL_KINDS; k++)
		a->sl[k] = 1 - a->wait_over;
	for (int i = 0; quantiles && i < QUANTILES; i++)
		*quantile_of(a, i) = class_quantile(p, lambda, w, a->servers,
		    p->classes, quantile_share[i]);
	for (size_t i = 0; quantiles && i < p->classes; i++) {
		a->class_sl[i] = 1 - class_over(p, lambda, w, a->servers, i,
		    p->threshold);
		a->class_p90[i] = class_quantile(p, lambda, w, a->servers, i,
		    0.9);
	}
}

static void
compute(const struct plan *p, const struct work *w, int64_t servers,
    bool quantiles, struct answer *a)
{
	*a = (struct answer){ .servers = servers, .load = w->lambda * w->aht,
	    .attempts = w->lambda, .stable = true,
	    .p_block = NAN, .p_wait = NAN, .p_abandon = NAN,
	    .sl = { NAN, NAN, NAN, NAN }, .asa_all = NAN, .asa_answered = NAN,
	    .wait_abandoned = NAN, .queue = NAN, .occupancy = NAN,
	    .wait_p50 = NAN, .wait_p90 = NAN, .wait_p95 = NAN,
	    .wait_p99 = NAN, .in_system = NAN, .wait_if_any = NAN,
	    .wait_over = NAN, .served_within = NAN,
	    .abandoned_within = NAN, .concurrency = NAN, .busy_any = NAN };
	a->scheduled = erlang_scheduled(servers, p->shrinkage_micro);
	a->beta = ((double)servers - a->load) / sqrt(a->load);
	switch (plan_model(p, w)) {
	case STAFF_ERLANG_B:
		by_b(w, a);
		break;
	case STAFF_ERLANG_C:
		by_c(p, w, a);
		break;
	case STAFF_ERLANG_A:
		by_a(p, w, quantiles, a);
		break;
	case STAFF_HALFIN_WHITT:
		by_root(p, w, 0, a);
		break;
	case STAFF_GARNETT:
		by_root(p, w, w->patience > 0 ? 1 / w->patience : 0, a);
		break;
	case STAFF_SLOTS:
		by_slots(p, w, quantiles, a);
		break;
	case STAFF_PRIORITY:
		by_priority(p, w, quantiles, a);
		break;
	case STAFF_DEADLINE:
		a->occupancy = a->load / (double)servers;
		break;
	}
}

void
staff_answer(const struct plan *p, const struct work *w, int64_t servers,
    struct answer *a)
{
	compute(p, w, servers, true, a);
}

/* ---- the inverse -------------------------------------------------------------------------- */

/* Unknown is not met. */
static bool
is_met(const struct target *t, const struct answer *a)
{
	switch (t->kind) {
	case TARGET_SL:
		return a->sl[SL_OFFERED] >= t->value;
	case TARGET_SERVED:
		return a->sl[SL_SERVED] >= t->value;
	case TARGET_POS:
		return a->sl[SL_POSITIVE] >= t->value;
	case TARGET_EXCL:
		return a->sl[SL_EXCLUDING] >= t->value;
	case TARGET_WAIT:
		return a->p_wait <= t->value;
	case TARGET_ABANDON:
		return a->p_abandon <= t->value;
	case TARGET_ASA:
		return a->asa_all <= t->value;
	case TARGET_BLOCK:
		return a->p_block <= t->value;
	case TARGETS:
		break;
	}
	return false;
}

static bool
all_met(const struct plan *p, const struct work *w, int64_t servers)
{
	struct answer a;

	compute(p, w, servers, false, &a);
	if (!a.stable || a.occupancy > p->max_occupancy)
		return false;
	for (size_t i = 0; i < p->targets; i++)
		if (!is_met(&p->target[i], &a))
			return false;
	return true;
}

/* Every target gets easier with people: steps from the load on that double find
 * where it changes, halving the fewest. A root of the load is what chance asks
 * for. */
int64_t
staff_needed(const struct plan *p, const struct work *w)
{
	double load = fmin(w->lambda * w->aht, MOST);
	int64_t step = (int64_t)sqrt(load) + 1, low, high;

	low = high = MAX((int64_t)load, (int64_t)1);
	if (all_met(p, w, low)) {
		for (; low > 0 && all_met(p, w, low); step *= 2) {
			high = low;
			low = MAX(low - step, (int64_t)0);
		}
	} else {
		do {
			if (high == MOST)
				return -1;
			low = high;
			high = MIN(high + step, (int64_t)MOST);
			step *= 2;
		} while (!all_met(p, w, high));
	}
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (all_met(p, w, middle))
			high = middle;
		else
			low = middle;
	}
	return high;
}

/* Every target gets harder with contacts. */
double
staff_most(const struct plan *p, const struct work *w, int64_t servers)
{
	struct work some = *w;
	double low = 0, high = 1 / w->aht;

	for (some.lambda = high; all_met(p, &some, servers) &&
	    high < 1e12 / w->aht; some.lambda = high) {
		low = high;
		high *= 2;
	}
	for (int i = 0; i < 200 && high - low > 1e-14 * high; i++) {
		some.lambda = (low + high) / 2;
		if (all_met(p, &some, servers))
			low = some.lambda;
		else
			high = some.lambda;
	}
	return low;
}
