/* scenario: a model read, changed, checked, run; see scenario.h. */
#include "cmd/ccroute/scenario.h"

#include <sys/stat.h>

#include "common/num.h"

/* What programs get, and what 80 columns hold: with the interval's begin. */
static const char default_kpis[] = "offered,answered,abandoned,"
    "abandon_rate,sl,asa,wait,aht,occupancy";
static const char *const table_kpis[] = {
	"offered,abandon_rate,sl,asa,occupancy",
	"sl,abandon_rate,occupancy",
};

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

/* What was measured of contacts that share an agent has become longer by that
 * already, and does so again. */
static void
warn_stretched(const struct scenario *s, struct ccroute_options *o)
{
	const struct model *m = &s->model;
	bool replays = o->replay;

	for (size_t i = 0; i < m->n[M_ARRIVALS]; i++)
		replays |= m->arrivals[i].replay.n > 0;
	for (size_t i = 0; replays && i < m->n[M_AGENTS]; i++) {
		const struct model_numbers *e = &m->agents[i].efficiency;

		if (e->n && e->value[e->n - 1] < (double)e->n)
			diag_note(&o->cli.diag, "[agents %.*s]: 'efficiency' "
			    "makes recorded handling longer, which was "
			    "measured with several contacts in hand",
			    STR_ARG(m->agents[i].head.name));
	}
}

/* More work than people for good, and the one KPI that lines do not give back:
 * said before it runs. */
static void
warn(const struct scenario *s, struct ccroute_options *o)
{
	double load, people;
	size_t q;

	if (s->plan.strict && (o->format == ROUTE_LINES || o->lines ||
	    o->validate))
		diag_note(&o->cli.diag, "within = strict: of lines, a wait of "
		    "exactly the threshold is always in time");
	if (compile_unstable(&s->plan, &q, &load, &people))
		diag_note(&o->cli.diag, "queue '%s' is unstable: a load of "
		    "%.1f on %.1f people, and nobody hangs up; waits grow "
		    "with the length of the run", s->plan.queue[q].name, load,
		    people);
	warn_stretched(s, o);
}

/* The recorded arrivals that the model names; where it names no first day,
 * it is theirs. */
static int
read_named(struct scenario *s, struct err *err)
{
	struct model *m = &s->model;
	struct replay span = { .first = INT64_MAX };
	int64_t days = m->center.days;

	s->named = mem_zero(m->n[M_ARRIVALS] + 1, sizeof(*s->named));
	for (size_t i = 0; i < m->n[M_ARRIVALS]; i++) {
		char *path = ini_beside(&m->ini, m->arrivals[i].replay);
		int got = m->arrivals[i].replay.n ? replay_read(&s->named[i],
		    m, path, m->arrivals[i].head.a, err) : 0;

		mem_free(path);
		if (got < 0)
			return -1;
		if (s->named[i].n)
			span.first = MIN(span.first, s->named[i].first);
	}
	if (span.first == INT64_MAX || m->center.start_day != MODEL_UNSET)
		return 0;
	span.last = span.first;
	if (replay_days(&span, m, err) < 0)
		return -1;
	m->center.days = days;
	return 0;
}

static void
put_named(struct scenario *s, struct ccroute_options *o)
{
	for (size_t i = 0; i < s->model.n[M_ARRIVALS]; i++) {
		uint64_t out = s->named[i].n ? replay_put_source(&s->named[i],
		    &s->plan, i) : 0;

		if (out)
			diag_note(&o->cli.diag, "'%.*s': %llu contacts come "
			    "before or after the days of the run",
			    STR_ARG(s->model.arrivals[i].replay),
			    (unsigned long long)out);
	}
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
	    MODEL_NONE, err) < 0 || replay_days(&s->replay, &s->model, err) < 0))
		return -1;
	if (!o->replay && read_named(s, err) < 0)
		return -1;
	s->compiled = true;
	if (compile(&s->model, (uint64_t)o->seed, &s->plan, note, o, err) < 0)
		return -1;
	s->plan.antithetic = o->antithetic;
	if (o->replay)
		replay_put(&s->replay, &s->plan);
	else
		put_named(s, o);
	if (s->replay.others)
		diag_note(&o->cli.diag, "'%s': %llu contacts did not come to a "
		    "queue of the model", o->replay, (unsigned long long)
		    s->replay.others);
	warn(s, o);
	return 0;
}

void
scenario_release(struct scenario *s)
{
	replay_release(&s->replay);
	for (size_t i = 0; s->named && i < s->model.n[M_ARRIVALS]; i++)
		replay_release(&s->named[i]);
	mem_free(s->named);
	if (s->compiled)
		plan_release(&s->plan);
	model_release(&s->model);
}

/* Files that the models among the operands name, as --set changes them. What
 * is wrong with a model is said when it is run. */
static void
add_named(const struct ccroute_options *o, char **all, int *n, int most)
{
	for (int k = o->validate; k < o->cli.n_operands; k++) {
		struct model m = { 0 };
		struct err err = { 0 };
		struct stat st;

		/* a pipe is read but once */
		if (stat(o->cli.operands[k], &st) < 0 || !S_ISREG(st.st_mode))
			continue;
		if (model_load(&m, o->cli.operands[k], &err) == 0)
			for (size_t i = 0; i < o->set.n; i++)
				if (model_set(&m, str_of(o->set.item[i]),
				    &err) < 0)
					break;
		for (size_t i = 0; i < m.n[M_ARRIVALS] && *n < most; i++)
			if (m.arrivals[i].replay.n)
				all[(*n)++] = ini_beside(&m.ini,
				    m.arrivals[i].replay);
		model_release(&m);
	}
}

int
scenario_sandbox(struct ccroute_options *o)
{
	enum { MOST_FILES = 256 };
	char **operands = o->cli.operands, *all[MOST_FILES + 4] = { NULL };
	const char *const more[] = { o->lines, NULL };
	int n = o->cli.n_operands, got, files = n;

	BUG_UNLESS(n <= 2);
	for (int i = 0; i < n; i++)
		all[i] = operands[i];
	if (o->replay)
		all[files++] = mem_dup(str_of(o->replay));
	else
		add_named(o, all, &files, MOST_FILES);
	o->cli.operands = all;
	o->cli.n_operands = files;
	got = cli_enter_sandbox(&o->cli, more);
	for (int i = n; i < files; i++)
		mem_free(all[i]);
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

/* A comparison has a row for each KPI, so all of them. */
static const char *
kpis_asked(const struct ccroute_options *o)
{
	if (o->kpis)
		return o->kpis;
	return o->format != ROUTE_TABLE || o->compare || o->validate ?
	    default_kpis : table_kpis[o->interval_ms > 0];
}

int
ruler_init(struct ruler *r, const struct ccroute_options *o, struct err *err)
{
	*r = (struct ruler){ .settings = KPI_DEFAULTS };
	r->settings.threshold_ms = o->threshold_ms;
	r->settings.short_ms = o->short_ms;
	if (read_confidence(r, o->confidence, err) < 0 ||
	    kpi_choose(&r->choice, kpis_asked(o), &r->settings, err) < 0)
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

struct stat_level
ruler_level(const struct ruler *r, const struct ccroute_options *o, size_t n)
{
	struct stat_level l = stat_level(n, r->confidence);

	l.in_a_row = o->batches > 0;
	return l;
}

struct reps
scenario_reps(const struct scenario *s, const struct ruler *r,
    const struct ccroute_options *o)
{
	struct reps reps = { .plan = &s->plan, .interval = o->interval_ms,
	    .n = (size_t)o->runs, .threads = (int)o->cli.threads,
	    .batches = (size_t)o->batches, .control = r && o->control };

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
