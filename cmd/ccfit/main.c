/* ccfit: a routing model fitted from history. */
#include "cmd/ccfit/write.h"
#include "common/output.h"

/* What was written must be read back; whether it can run is worth a note. */
static int
check_model(struct ccfit_options *o, struct str text, struct err *err)
{
	struct model m = { 0 };
	struct err why = { 0 };
	int r = model_parse(&m, text, "model", &why);

	if (r < 0) {
		err_set(err, ERR_FAILED, "the fitted model is not one: %s",
		    why.text);
	} else if (model_check(&m, &why) < 0) {
		diag_note(&o->cli.diag, "the model cannot run yet: %s",
		    why.text);
		cli_no(&o->cli);
	}
	model_release(&m);
	return r;
}

static int
write_out(struct ccfit_options *o, struct output *out, const struct fit *fit,
    struct err *err)
{
	struct buf text = { 0 };
	int r;

	write_model(fit, &o->cli.diag, &text);
	r = check_model(o, buf_view(&text), err);
	if (r == 0)
		r = output_write(out, buf_view(&text), err);
	buf_release(&text);
	return r;
}

static void
summarise(struct ccfit_options *o, const struct facts *f)
{
	const struct diag *d = &o->cli.diag;
	struct buf json = { 0 };

	BUG_UNLESS(d->records == f->read + f->passed + d->refused);
	if (!o->cli.summary.on)
		return;
	buf_printf(&json, "{\"in\":%llu,\"counted\":%llu,\"passed\":%llu,"
	    "\"rejected\":%llu}", (unsigned long long)d->records,
	    (unsigned long long)f->read, (unsigned long long)f->passed,
	    (unsigned long long)d->refused);
	cli_summary(&o->cli, buf_view(&json));
	buf_release(&json);
}

static int
fit_lines(struct ccfit_options *o, struct facts *f, struct err *err)
{
	struct output *out = output_open(o->cli.out, err);
	struct fit fit = { 0 };
	int r = out ? cli_enter_sandbox(&o->cli, NULL) : -1;

	if (r == 0)
		r = facts_read(f, o, err);
	if (r == 0 && !f->queues.n)
		r = err_set(err, ERR_FAILED,
		    "no contact of a queue is in these lines");
	if (r == 0) {
		r = fit_run(&fit, f, err);
		if (r == 0)
			r = write_out(o, out, &fit, err);
		fit_release(&fit);
	}
	return out ? output_end(out, r, err) : r;
}

static int
run(struct ccfit_options *o, struct err *err)
{
	struct facts f = { 0 };
	int r;

	if (o->interval_ms < MS_MINUTE || MS_DAY % o->interval_ms ||
	    o->interval_ms % MS_SECOND)
		return err_set(err, ERR_USAGE,
		    "--interval: a divisor of the day, 1m or more");
	f.zone = zone_open(str_of(o->cli.zone ? o->cli.zone : "UTC"), err);
	r = f.zone ? fit_lines(o, &f, err) : -1;
	if (r == 0)
		summarise(o, &f);
	facts_release(&f);
	return r;
}

int
main(int argc, char **argv)
{
	struct ccfit_options o = { .cli = CLI_DEFAULTS,
	    .interval_ms = 30 * MS_MINUTE, .again_ms = MS_HOUR,
	    .gap_ms = 4 * MS_HOUR };

	if (cli_begin(&o.cli, &ccfit_tool, &o, argc, argv))
		return o.cli.status;
	if (run(&o, &o.cli.err) < 0)
		cli_failed(&o.cli);
	return cli_end(&o.cli);
}
