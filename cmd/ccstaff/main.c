/* ccstaff: how many people are needed, by queue and interval. */
#include "cmd/ccstaff/answer.h"
#include "common/output.h"

static int
write_all(struct ccstaff_options *o, struct writer *w, struct err *err)
{
	struct output *out = output_open(o->cli.out, err);

	writer_end(w);
	return out ? output_end(out, output_write(out, buf_view(&w->out),
	    err), err) : -1;
}

static int
answer_files(struct ccstaff_options *o, const struct plan *p,
    const struct work *given, struct writer *out, struct err *err)
{
	struct needs needs = { 0 };
	int r;

	/* a model is no operand: read before rights are given up */
	r = o->center ? needs_of_center(&needs, o, given, err) : 0;
	if (r == 0)
		r = cli_enter_sandbox(&o->cli, NULL);
	if (r == 0 && !o->center)
		r = needs_read(&needs, o, given, err);
	if (r == 0)
		r = answer_needs(out, o, p, &needs, err);
	needs_release(&needs);
	return r;
}

static int
staff(struct ccstaff_options *o, struct err *err)
{
	struct plan p;
	struct work w;
	struct writer out;
	int r = 0;

	if (plan_read(&p, o, err) < 0 || read_work(o, &w, err) < 0)
		return -1;
	writer_init(&out, (enum staff_format)o->format, &p);
	out.blocks = o->places > 0 || o->model == STAFF_ERLANG_B;
	if (w.lambda > 0)
		answer_given(&out, o, &p, &w);
	else if (o->load || o->calls)
		r = err_set(err, ERR_USAGE, "no contacts, nobody needed");
	else if (o->servers && !o->center && !o->cli.n_operands)
		answer_most(&out, o, &p, &w);
	else
		r = answer_files(o, &p, &w, &out, err);
	if (r == 0)
		r = write_all(o, &out, err);
	writer_release(&out);
	return r;
}

int
main(int argc, char **argv)
{
	struct ccstaff_options o = { .cli = CLI_DEFAULTS, .model = -1,
	    .threshold_ms = 20000 };

	if (cli_begin(&o.cli, &ccstaff_tool, &o, argc, argv))
		return o.cli.status;
	if (staff(&o, &o.cli.err) < 0)
		cli_failed(&o.cli);
	return cli_end(&o.cli);
}
