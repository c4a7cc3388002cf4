/* route: which of the things ccroute does was asked for; see route.h. */
#include "cmd/ccroute/route.h"

#include "cmd/ccroute/compare.h"
#include "cmd/ccroute/lines.h"
#include "cmd/ccroute/optimise.h"
#include "cmd/ccroute/show.h"
#include "cmd/ccroute/validate.h"
#include "common/output.h"

/* Of all queues together, where there are several. */
static bool
wants_all(const struct scenario *s)
{
	return s->model.n[M_QUEUE] > 1;
}

static int
measure(struct ccroute_options *o, struct scenario *s, struct ruler *r,
    struct buf *out, struct err *err)
{
	struct reps_result result;
	struct reps reps;

	if (scenario_sandbox(o) < 0)
		return -1;
	if (scenario_run(s, r, o, wants_all(s), &reps, &result, err) < 0)
		return -1;
	show_result(out, o, s, r, &reps, &result);
	reps_release(&result);
	return 0;
}

static int
write_all(struct ccroute_options *o, const struct buf *out, struct err *err)
{
	struct output *to = output_open(o->cli.out, err);

	return to ? output_end(to, output_write(to, buf_view(out), err),
	    err) : -1;
}

static int
write_lines(struct ccroute_options *o, struct err *err)
{
	struct scenario s = { 0 };
	struct output *to = NULL;
	uint64_t lines;
	int got = scenario_load(&s, o, o->cli.operands[0], NULL, err);

	if (got == 0 && !(to = output_open(o->cli.out, err)))
		got = -1;
	if (got == 0)
		got = scenario_sandbox(o);
	if (got == 0)
		got = lines_write(&s.plan, (uint64_t)o->runs, to, &lines,
		    err);
	if (to)
		got = output_end(to, got, err);
	scenario_release(&s);
	return got;
}

static int
run_model(struct ccroute_options *o, struct buf *out, struct err *err)
{
	struct scenario s = { 0 };
	struct ruler r;
	int got = ruler_init(&r, o, err);

	if (got == 0)
		got = scenario_load(&s, o, o->cli.operands[0], NULL, err);
	if (got == 0)
		got = measure(o, &s, &r, out, err);
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

	if (got == 0)
		got = write_all(o, &out, err);
	buf_release(&out);
	return got;
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
	if (!o->runs)
		o->runs = o->format == ROUTE_LINES ? 1 : 20;
	if (o->antithetic)		/* twins */
		o->runs += o->runs % 2;
	if (o->cli.threads < 1)
		o->cli.threads = work_cpus();
	return o->format == ROUTE_LINES ? write_lines(o, err) :
	    answer(o, err);
}
