/* ccstaff: how many people are needed, by queue and interval. */
#include "cmd/ccstaff/need.h"
#include "cmd/ccstaff/write.h"
#include "common/num.h"
#include "common/output.h"

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

/* The work that the options give; lambda 0 when it is the lines' to say. */
static int
read_work(const struct ccstaff_options *o, struct work *w, struct err *err)
{
	double load = 0, calls = 0, redial = 0;

	*w = (struct work){ .aht = (double)o->aht_ms / 1000,
	    .patience = (double)o->patience_ms / 1000, .places = o->places };
	if ((o->load && read_number("--load", o->load, &load, err) < 0) ||
	    (o->calls && read_number("--calls", o->calls, &calls, err) < 0) ||
	    (o->redial && read_number("--redial", o->redial, &redial,
	    err) < 0))
		return -1;
	w->redial = redial / 100;
	if (w->redial >= 1)
		return err_set(err, ERR_USAGE, "--redial '%s': less than 100",
		    o->redial);
	if (o->load && o->calls)
		return err_set(err, ERR_USAGE,
		    "--load and --calls say the same twice");
	if (o->load && w->aht <= 0)
		w->aht = 1;	/* a load alone: times are in handlings */
	if (o->load)
		w->lambda = load / w->aht;
	if (o->calls)
		w->lambda = calls / ((double)o->interval_ms / 1000);
	if (o->calls && w->aht <= 0)
		return err_set(err, ERR_USAGE, "--calls needs --aht");
	return 0;
}

static void
add_row(struct writer *out, const struct plan *p, struct str label,
    const struct work *w, int64_t servers)
{
	struct answer a;
	struct row r = { label, w, &a, plan_model(p, w) };

	if (servers > 0)
		staff_answer(p, w, servers, &a);
	else
		r.answer = NULL;
	writer_row(out, &r);
}

static void
answer_work(struct writer *out, struct ccstaff_options *o,
    const struct plan *p, struct str label, const struct work *w)
{
	int64_t n = o->servers ? o->servers : w->lambda > 0 ?
	    staff_needed(p, w) : 0;
	int64_t least = MAX(n - o->around, (int64_t)1);

	if (n < 0) {
		diag_note(&o->cli.diag, "no number of people up to a million "
		    "meets the target (%.*s)", STR_ARG(label));
		cli_no(&o->cli);
	}
	if (n <= 0) {
		add_row(out, p, label, w, n);
		return;
	}
	for (int64_t k = least; k <= n + o->around; k++)
		add_row(out, p, label, w, k);
}

static int
write_all(struct ccstaff_options *o, struct writer *w, struct err *err)
{
	struct output *out = output_open(o->cli.out, err);

	writer_end(w);
	return out ? output_end(out, output_write(out, buf_view(&w->out),
	    err), err) : -1;
}

static int
answer_lines(struct ccstaff_options *o, const struct plan *p,
    const struct work *given, struct writer *out, struct err *err)
{
	struct needs needs = { 0 };
	int r = needs_read(&needs, o, given, err);

	for (size_t i = 0; r == 0 && i < needs.n; i++) {
		struct need *n = &needs.need[i];

		if (!n->known)
			n->work.lambda = 0;	/* nothing to compute with */
		answer_work(out, o, p, n->label, &n->work);
	}
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
	writer_init(&out, (enum staff_format)o->format, p.threshold);
	if (w.lambda > 0)
		answer_work(&out, o, &p, STR("given"), &w);
	else if (o->load || o->calls)
		r = err_set(err, ERR_USAGE, "no contacts, nobody needed");
	else
		r = cli_enter_sandbox(&o->cli, NULL) < 0 ? -1 :
		    answer_lines(o, &p, &w, &out, err);
	if (r == 0)
		r = write_all(o, &out, err);
	writer_release(&out);
	return r;
}

int
main(int argc, char **argv)
{
	struct ccstaff_options o = { .cli = CLI_DEFAULTS, .model = -1,
	    .interval_ms = 1800000, .threshold_ms = 20000 };

	if (cli_begin(&o.cli, &ccstaff_tool, &o, argc, argv))
		return o.cli.status;
	if (staff(&o, &o.cli.err) < 0)
		cli_failed(&o.cli);
	return cli_end(&o.cli);
}
