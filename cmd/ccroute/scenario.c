/* scenario: a model read, changed, checked, run; see scenario.h. */
#include "cmd/ccroute/scenario.h"

#include "common/num.h"

static const char default_kpis[] = "offered,answered,abandoned,"
    "abandon_rate,sl,asa,wait,aht,occupancy";

static void
note(void *context, const char *section, struct str name, const char *key)
{
	struct ccroute_options *o = context;

	diag_note(&o->cli.diag, "not simulated: %s of [%s%s%.*s]", key,
	    section, name.n ? " " : "", STR_ARG(name));
}

static int
change(struct scenario *s, const struct ccroute_options *o,
    const char *const *set, struct err *err)
{
	for (size_t i = 0; i < o->set.n; i++)
		if (model_set(&s->model, str_of(o->set.item[i]), err) < 0)
			return -1;
	for (; set && *set; set++)
		if (model_set(&s->model, str_of(*set), err) < 0)
			return -1;
	if (o->days)
		s->model.center.days = o->days;
	if (o->warm_up_ms >= 0)
		s->model.center.warm_up_ms = o->warm_up_ms;
	return 0;
}

/* More work than people for good: said before it runs. */
static void
warn(const struct scenario *s, struct ccroute_options *o)
{
	double load, people;
	size_t q;

	if (compile_unstable(&s->plan, &q, &load, &people))
		diag_note(&o->cli.diag, "queue '%s' is unstable: a load of "
		    "%.1f on %.1f people, and nobody hangs up; waits grow "
		    "with the length of the run", s->plan.queue[q].name, load,
		    people);
}

int
scenario_load(struct scenario *s, struct ccroute_options *o,
    const char *path, const char *const *set, struct err *err)
{
	*s = (struct scenario){ .start_day = s->start_day };
	if (model_load(&s->model, path, err) < 0 || change(s, o, set,
	    err) < 0 || model_check(&s->model, err) < 0)
		return -1;
	if (s->start_day)
		s->model.center.start_day = s->start_day;
	if (o->replay && (replay_read(&s->replay, &s->model, o->replay,
	    err) < 0 || replay_days(&s->replay, &s->model, err) < 0))
		return -1;
	s->compiled = true;
	if (compile(&s->model, (uint64_t)o->seed, &s->plan, note, o, err) < 0)
		return -1;
	s->plan.antithetic = o->antithetic;
	if (o->replay)
		replay_put(&s->replay, &s->plan);
	if (s->replay.others)
		diag_note(&o->cli.diag, "'%s': %llu contacts are of no queue "
		    "of the model", o->replay, (unsigned long long)
		    s->replay.others);
	warn(s, o);
	return 0;
}

void
scenario_release(struct scenario *s)
{
	replay_release(&s->replay);
	if (s->compiled)
		plan_release(&s->plan);
	model_release(&s->model);
}

int
scenario_sandbox(struct ccroute_options *o)
{
	char **operands = o->cli.operands, *all[4] = { NULL };
	const char *const more[] = { o->lines, NULL };
	int n = o->cli.n_operands, got;

	BUG_UNLESS(n <= 2);
	for (int i = 0; i < n; i++)
		all[i] = operands[i];
	if (o->replay)
		all[o->cli.n_operands++] = mem_dup(str_of(o->replay));
	o->cli.operands = all;
	got = cli_enter_sandbox(&o->cli, more);
	mem_free(o->replay ? all[n] : NULL);
	o->cli.operands = operands;
	o->cli.n_operands = n;
	return got;
}

/* ---- the ruler ------------------------------------------------------------------------- */

static int
read_confidence(struct ruler *r, const char *text, struct err *err)
{
	int64_t micro;

	r->confidence = 0.95;
	if (!text)
		return 0;
	if (!num_read(str_of(text), '.', 0, &micro) || micro < 50000000 ||
	    micro >= 100000000)
		return err_set(err, ERR_USAGE, "--confidence '%s': 50 to less "
		    "than 100 per cent", text);
	r->confidence = (double)micro / 1e8;
	return 0;
}

int
ruler_init(struct ruler *r, const struct ccroute_options *o, struct err *err)
{
	*r = (struct ruler){ .settings = KPI_DEFAULTS };
	r->settings.threshold_ms = o->threshold_ms;
	r->settings.short_ms = o->short_ms;
	if (read_confidence(r, o->confidence, err) < 0 ||
	    kpi_choose(&r->choice, o->kpis ? o->kpis : default_kpis,
	    &r->settings, err) < 0)
		return -1;
	kpi_plan_init(&r->plan, &r->settings, r->choice.item, r->choice.n,
	    NULL, 0);
	return 0;
}

void
ruler_release(struct ruler *r)
{
	kpi_choices_release(&r->choice);
}

struct reps
scenario_reps(const struct scenario *s, const struct ruler *r,
    const struct ccroute_options *o)
{
	struct reps reps = { .plan = &s->plan, .interval = o->interval_ms,
	    .n = (size_t)o->runs, .threads = (int)o->cli.threads };

	if (r) {
		reps.kpi = &r->plan;
		reps.choice = r->choice.item;
		reps.choices = r->choice.n;
	}
	return reps;
}

int
scenario_run(const struct scenario *s, const struct ruler *r,
    const struct ccroute_options *o, bool all, struct reps *reps,
    struct reps_result *out, struct err *err)
{
	*reps = scenario_reps(s, r, o);
	reps->all = all;
	return reps_run(reps, out, err);
}
