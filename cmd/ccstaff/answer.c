/* answer: from work to rows; see answer.h. */
#include "cmd/ccstaff/answer.h"

#include <math.h>

#include "cmd/ccstaff/day.h"
#include "common/num.h"

static int
read_number(const char *option, const char *text, double *out,
    struct err *err)
{
	int64_t micro;

	if (!num_read(str_of(text), '.', 0, &micro) || micro < 0)
		return err_set(err, ERR_USAGE, "%s '%s': not a number", option,
		    text);
	*out = (double)micro / 1e6;
	return 0;
}

/* "1,1.7,2.5": what one person gets done with so many contacts in hand. */
static int
read_slots(const char *text, struct work *w, struct err *err)
{
	struct str rest = str_of(text), part;
	int64_t micro, before = 0;
	bool good = true;

	while (text && good && str_cut(&rest, ',', &part)) {
		good = w->slots < MAX_SLOTS && num_read(str_trim(part), '.', 0,
		    &micro) && micro >= before && micro > 0;
		if (good)
			w->pace[w->slots++] = (double)(before = micro) / 1e6;
	}
	if (good && (!w->slots || w->pace[0] == 1))
		return 0;
	err_set(err, ERR_USAGE, "--slots '%s': not rates of one person", text);
	err_hint(err, "at most %d, none less than the one before, the first "
	    "is 1: 1,1.7,2.5", MAX_SLOTS);
	return -1;
}

/* What no formula here knows together: better refused than left out. */
static int
check_together(const struct ccstaff_options *o, const struct work *w,
    struct err *err)
{
	bool given = o->load || o->calls;
	bool root = o->model == STAFF_HALFIN_WHITT ||
	    o->model == STAFF_GARNETT;
	bool shaped = w->slots || o->priority || o->deadline_ms;
	const struct { bool clash; const char *why; } rules[] = {
		{ o->priority && (w->patience > 0 || w->places || w->slots ||
		    o->redial), "--priority goes with neither --patience nor "
		    "--places nor --slots nor --redial: its formula has nobody "
		    "leave" },
		{ o->priority && !given, "--priority goes with --load or "
		    "--calls" },
		{ w->places && (w->law != PATIENCE_EXPONENTIAL || w->balk > 0),
		    "--places goes with exponential patience only" },
		{ w->slots && (w->places || o->redial), "--slots goes with "
		    "neither --places nor --redial" },
		{ o->center && (w->places || o->redial), "--center goes with "
		    "neither --places nor --redial" },
		{ shaped && o->model >= 0, "-m goes with neither --slots nor "
		    "--priority nor --deadline: each is a formula of its own" },
		{ o->redial && o->model >= 0 && o->model != STAFF_ERLANG_A,
		    "--redial goes with erlang-a: those who leave call again" },
		{ given && w->patience <= 0 && (o->redial ||
		    o->model == STAFF_ERLANG_A || o->model == STAFF_GARNETT),
		    "erlang-a, garnett and --redial need --patience" },
		{ root && (w->places || w->law != PATIENCE_EXPONENTIAL ||
		    w->balk > 0), "halfin-whitt and garnett go with neither "
		    "--places nor --patience-law nor --balk" },
	};

	for (size_t i = 0; i < COUNT_OF(rules); i++)
		if (rules[i].clash)
			return err_set(err, ERR_USAGE, "%s", rules[i].why);
	return 0;
}

int
read_work(const struct ccstaff_options *o, struct work *w, struct err *err)
{
	double load = 0, calls = 0, redial = 0, balk = 0;

	*w = (struct work){ .aht = (double)o->aht_ms / 1000,
	    .patience = (double)o->patience_ms / 1000, .places = o->places,
	    .law = (enum patience_law)o->patience_law,
	    .deadline = (double)o->deadline_ms / 1000 };
	if ((o->load && read_number("--load", o->load, &load, err) < 0) ||
	    (o->calls && read_number("--calls", o->calls, &calls, err) < 0) ||
	    (o->redial && read_number("--redial", o->redial, &redial,
	    err) < 0) || (o->balk && read_number("--balk", o->balk, &balk,
	    err) < 0) || read_slots(o->slots, w, err) < 0)
		return -1;
	w->redial = redial / 100;
	w->balk = balk / 100;
	if (w->balk >= 1 || (w->balk > 0 && w->patience <= 0))
		return err_set(err, ERR_USAGE, "--balk '%s': less than 100, "
		    "and with --patience", o->balk);
	if (w->redial >= 1)
		return err_set(err, ERR_USAGE, "--redial '%s': less than 100",
		    o->redial);
	if (check_together(o, w, err) < 0)
		return -1;
	if (o->load && o->calls)
		return err_set(err, ERR_USAGE,
		    "--load and --calls say the same twice");
	if (w->aht <= 0 && (o->load || (o->servers && !o->calls &&
	    !o->cli.n_operands && !o->center)))
		w->aht = 1;	/* a load alone: times are in handlings */
	if (o->load)
		w->lambda = load / w->aht;
	if (o->calls)
		w->lambda = calls / (o->interval_ms ?
		    (double)o->interval_ms / 1000 : 1800);
	if (o->calls && w->aht <= 0)
		return err_set(err, ERR_USAGE, "--calls needs --aht");
	return 0;
}

/* ---- rows ------------------------------------------------------------------- */

/* What a row is about: one need, or what the options gave. */
struct about {
	struct writer *out;
	const struct plan *plan;
	struct str label, group;
};

static void
add_row(const struct about *a, const char *note, const struct work *w,
    int64_t servers)
{
	struct answer answer;
	struct buf label = { 0 };
	struct row r = { .group = a->group, .work = w,
	    .model = plan_model(a->plan, w), .classes = a->plan->classes };

	buf_str(&label, a->label);
	if (*note)
		buf_printf(&label, ", %s", note);
	r.label = buf_view(&label);
	if (servers > 0) {
		staff_answer(a->plan, w, servers, &answer);
		r.answer = &answer;
	}
	writer_row(a->out, &r);
	buf_release(&label);
}

/* What so many people give when the day is not as expected. */
static void
add_sensitivity(const struct about *a, const struct work *w, int64_t n)
{
	static const struct { const char *note; double lambda, aht; } turns[] = {
		{ "contacts -10%", 0.9, 1 }, { "contacts +10%", 1.1, 1 },
		{ "handling -10%", 1, 0.9 }, { "handling +10%", 1, 1.1 },
	};

	for (size_t i = 0; i < COUNT_OF(turns); i++) {
		struct work other = *w;

		other.lambda *= turns[i].lambda;
		other.aht *= turns[i].aht;
		add_row(a, turns[i].note, &other, n);
	}
}

static void
tell_unstable(const struct about *a, struct ccstaff_options *o,
    const struct work *w, int64_t n)
{
	struct answer answer;

	staff_answer(a->plan, w, n, &answer);
	if (!answer.stable)
		diag_note(&o->cli.diag, "%.*s: %.15g erlangs for %lld, and "
		    "nobody leaves: the queue grows without end",
		    STR_ARG(a->label), answer.load, (long long)n);
}

static void
answer_work(struct about *a, struct ccstaff_options *o, const char *note,
    const struct work *w, int64_t people)
{
	int64_t n = people;

	if (n == 0 && o->servers)
		n = o->servers;
	else if (n == 0 && w->lambda > 0)
		n = staff_needed(a->plan, w);
	if (n < 0) {
		diag_note(&o->cli.diag, "no number of people up to a million "
		    "meets the target (%.*s)", STR_ARG(a->label));
		cli_no(&o->cli);
	}
	if (n <= 0) {
		add_row(a, note, w, n);
		return;
	}
	if (o->servers)
		tell_unstable(a, o, w, n);
	for (int64_t k = MAX(n - o->around, (int64_t)1); k <= n + o->around;
	    k++)
		add_row(a, note, w, k);
	if (o->sensitivity)
		add_sensitivity(a, w, n);
}

void
answer_given(struct writer *out, struct ccstaff_options *o,
    const struct plan *p, const struct work *w)
{
	struct about a = { out, p, STR("given"), STR("{}") };
	double most = w->lambda * w->aht / p->max_occupancy;

	answer_work(&a, o, "", w, w->deadline > 0 && !o->servers ?
	    (int64_t)ceil(most - 1e-9) : 0);
}

void
answer_most(struct writer *out, struct ccstaff_options *o,
    const struct plan *p, const struct work *w)
{
	struct about a = { out, p, STR("at most"), STR("{}") };
	struct work most = *w;

	most.lambda = staff_most(p, w, o->servers);
	if (most.lambda <= 0) {
		diag_note(&o->cli.diag, "so few people meet the target with no "
		    "contacts at all");
		cli_no(&o->cli);
	}
	add_row(&a, "", &most, most.lambda > 0 ? o->servers : 0);
}

/* ---- queues and intervals ----------------------------------------------------- */

/* The plan with what the model says for this queue, where no option does. */
static struct plan
plan_for(const struct ccstaff_options *o, const struct plan *p,
    const struct need *n)
{
	struct plan own = *p;

	if (n->has_target && !o->target.n) {
		own.target[0] = n->target;
		own.targets = 1;
		own.threshold = n->threshold;
	}
	if (n->shrinkage_micro >= 0 && !o->shrinkage)
		own.shrinkage_micro = n->shrinkage_micro;
	return own;
}

static void
answer_need(struct writer *out, struct ccstaff_options *o,
    const struct plan *p, const struct need *n, const char *note)
{
	struct plan own = plan_for(o, p, n);
	struct about a = { out, &own, n->label, n->group };
	struct work w = n->work;
	int64_t people = 0;

	if (!n->known)
		w.lambda = 0;	/* nothing to compute with */
	if (w.deadline > 0 && !o->servers) {
		people = (int64_t)ceil(n->people / own.max_occupancy - 1e-9);
		/* occupancy: of the work done then, not of what came then */
		if (w.aht > 0)
			w.lambda = n->people / w.aht;
	}
	answer_work(&a, o, note, &w, people);
}

int
answer_needs(struct writer *out, struct ccstaff_options *o,
    const struct plan *p, struct needs *n, struct err *err)
{
	struct needs changed = { .n = n->n };
	bool deadlines = false;
	int r = 0;

	for (size_t i = 0; i < n->n; i++) {
		deadlines |= n->need[i].work.deadline > 0;
		out->away |= n->need[i].shrinkage_micro > 0;
	}
	if (deadlines && day_by_deadline(n, err) < 0)
		return -1;
	changed.need = mem_zero(n->n + 1, sizeof(*n->need));
	if (n->n)
		memcpy(changed.need, n->need, n->n * sizeof(*n->need));
	if (o->day != DAY_STATIONARY)
		r = day_modify(&changed, err);
	for (size_t i = 0; r == 0 && i < n->n; i++) {
		bool waits = n->need[i].work.deadline > 0;

		if (o->day != DAY_MODIFIED || waits)
			answer_need(out, o, p, &n->need[i], "");
		if (o->day != DAY_STATIONARY && !waits)
			answer_need(out, o, p, &changed.need[i], "modified");
	}
	mem_free(changed.need);
	return r;
}
