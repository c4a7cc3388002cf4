/* route: which of the things ccroute does was asked for; see route.h. */
#include "cmd/ccroute/route.h"

#include <math.h>

#include "cmd/ccroute/compare.h"
#include "cmd/ccroute/optimise.h"
#include "cmd/ccroute/show.h"
#include "cmd/ccroute/validate.h"
#include "common/output.h"
#include "common/when.h"

static int
write_all(struct ccroute_options *o, const struct buf *out, struct err *err)
{
	struct output *to = output_open(o->cli.out, err);

	return to ? output_end(to, output_write(to, buf_view(out), err),
	    err) : -1;
}

/* tests/unit/route_stat.c: from here on intervals hold what they say. */
enum { RELAXATIONS = 40 };

/* Batches whose means are far from normal: said before they run. */
static void
warn_short(struct ccroute_options *o, const struct sim_plan *p)
{
	double batch = (double)(p->end - p->warm_up) /
	    (double)MAX(o->batches, 1), least = RELAXATIONS *
	    compile_relaxation(p);

	if (o->batches && batch < least)
		diag_note(&o->cli.diag, "a batch of %.3g hours is short: a "
		    "queue as busy as here asks for %.3g; intervals may "
		    "promise too much", batch / MS_HOUR, least / MS_HOUR);
}

/* Batches that follow one another closely are no runs: said once, of the one
 * that says most of the next. 3 / sqrt n is chance once in 700. */
static void
warn_batches(struct ccroute_options *o, const struct scenario *s,
    const struct ruler *r, const struct reps_result *result)
{
	const struct reps_row *worst = NULL;
	double most = 3 / sqrt((double)result->n);
	size_t kpi = 0;

	for (size_t n = 0; o->batches && n < result->rows; n++)
		for (size_t i = 0; i < r->choice.n; i++) {
			const struct reps_row *row = &result->row[n];
			double lag = stat_lag(row->num + i * result->n,
			    row->den + i * result->n, result->n);

			if (lag <= most)
				continue;
			most = lag;
			worst = row;
			kpi = i;
		}
	if (worst)
		diag_note(&o->cli.diag, "batches are too short: one says much "
		    "of the next (%s of queue '%.*s': correlation %.2f); "
		    "intervals are wider for it, and may not be wide enough",
		    r->choice.item[kpi].id,
		    STR_ARG(reps_row_name(&s->plan, worst)), most);
}

/* The runs' KPIs into out; their lines, where asked for, as they come. */
static int
measure(struct ccroute_options *o, struct scenario *s, struct ruler *r,
    struct output *lines, struct buf *out, struct err *err)
{
	struct reps reps = scenario_reps(s, r, o);
	struct reps_result result = { 0 };
	int got = scenario_sandbox(o);

	reps.all = s->model.n[M_QUEUE] > 1;
	reps.lines = lines;
	warn_short(o, &s->plan);
	if (got == 0)
		got = reps_run(&reps, &result, err);
	if (got == 0 && r) {
		warn_batches(o, s, r, &result);
		show_result(out, o, s, r, &reps, &result);
	}
	reps_release(&result);
	return got;
}

/* KPIs; with -f lines only lines, with --lines both. */
static int
run_model(struct ccroute_options *o, struct buf *out, struct err *err)
{
	bool only = o->format == ROUTE_LINES;
	struct scenario s = { 0 };
	struct output *lines = NULL;
	struct ruler r = { 0 };
	int got = only ? 0 : ruler_init(&r, o, err);

	if (got == 0)
		got = scenario_load(&s, o, o->cli.operands[0], NULL, err);
	if (got == 0 && (only || o->lines) && !(lines = output_open(only ?
	    o->cli.out : o->lines, err)))
		got = -1;
	if (got == 0)
		got = measure(o, &s, only ? NULL : &r, lines, out, err);
	if (lines)
		got = output_end(lines, got, err);
	scenario_release(&s);
	ruler_release(&r);
	return got;
}

static int
answer(struct ccroute_options *o, struct err *err)
{
	struct buf out = { 0 };
	int got = o->compare ? compare(o, &out, err) : o->sweep ?
	    sweep(o, &out, err) : o->validate ? validate(o, &out, err) :
	    o->optimise ? optimise(o, &out, err) :
	    run_model(o, &out, err);

	if (got == 0 && o->format != ROUTE_LINES)
		got = write_all(o, &out, err);
	buf_release(&out);
	return got;
}

/* Lines are of the one model that runs. */
static int
check_lines(const struct ccroute_options *o, struct err *err)
{
	const char *what = o->compare ? "compare" : o->sweep ? "sweep" :
	    o->validate ? "validate" : o->optimise ? "optimise" : NULL;

	if (o->lines && o->format == ROUTE_LINES)
		return err_set(err, ERR_USAGE, "--lines with -f lines: these "
		    "are the lines");
	if (what && (o->lines || o->format == ROUTE_LINES))
		return err_set(err, ERR_USAGE, "--%s writes no lines", what);
	return 0;
}

/* Batches stand for runs: of the whole span, by chance only. */
static int
check_batches(const struct ccroute_options *o, struct err *err)
{
	const char *with = !o->batches ? NULL : o->interval_ms ? "every" :
	    o->antithetic ? "antithetic" : o->validate ? "validate" :
	    o->optimise ? "optimise" : NULL;

	return !with ? 0 : err_set(err, ERR_USAGE, "--batches with --%s: "
	    "a batch is part of a long run", with);
}

int
route(struct ccroute_options *o, struct err *err)
{
	int models = o->validate || (o->compare && !o->set.n) ? 2 : 1;

	if (o->cli.n_operands != models && !(o->compare &&
	    o->cli.n_operands == 2)) {
		err_set(err, ERR_USAGE, "%s needed, %d given", models == 1 ?
		    "one model is" : o->validate ? "lines and a model are" :
		    "two models are", o->cli.n_operands);
		err_hint(err, "a model is a text file; see cc-model(5)");
		return -1;
	}
	if (check_lines(o, err) < 0 || check_batches(o, err) < 0)
		return -1;
	if (!o->runs)
		o->runs = o->format == ROUTE_LINES || o->batches ? 1 : 20;
	if (o->antithetic)		/* twins */
		o->runs += o->runs % 2;
	if (o->cli.threads < 1)
		o->cli.threads = work_cpus();
	return answer(o, err);
}
