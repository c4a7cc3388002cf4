/* ccmerge: many line files into one history per customer. */
#include "cmd/ccmerge/history.h"
#include "common/zone.h"

/* in = opened + joined + superseded + rejected; out = opened. */
static void
summarise(struct ccmerge_options *o, const struct collected *c)
{
	const struct merge_counts *n = &c->counts;
	uint64_t opened = n->opened - n->surveys_joined + c->spans;
	uint64_t joined = n->joined + n->surveys_joined + n->spans_joined;
	struct buf json = { 0 };

	if (n->in != opened + joined + n->superseded + n->rejected)
		BUG("lines are not conserved");
	if (!o->cli.summary.on)
		return;		/* nothing may fail once the file is there */
	buf_printf(&json, "{\"in\":%llu,\"opened\":%llu,\"joined\":%llu,"
	    "\"superseded\":%llu,\"rejected\":%llu,\"out\":%llu}",
	    (unsigned long long)n->in, (unsigned long long)opened,
	    (unsigned long long)joined, (unsigned long long)n->superseded,
	    (unsigned long long)n->rejected, (unsigned long long)opened);
	cli_summary(&o->cli, buf_view(&json));
	buf_release(&json);
}

/* Which of two that differ is the true one is nothing the lines say. */
static int
tell_undecided(struct ccmerge_options *o, const struct collected *c,
    struct err *err)
{
	char words[64];
	struct finding what = { .code = FINDING_SAME_KEY,
	    .field = STR("lines"), .more = words };

	if (!c->counts.undecided)
		return 0;
	snprintf(words, sizeof(words), "%ju of them, and no version",
	    (uintmax_t)c->counts.undecided);
	return diag_report(&o->cli.diag, &what, STR_NONE, err);
}

static int
write_links(struct ccmerge_options *o, const struct collected *c,
    struct err *err)
{
	struct output *out = output_open(o->links, err);

	if (!out)
		return -1;
	return output_end(out, identity_links(c->identity, out, err), err);
}

/* What is wrong with the question is said before hours of reading. */
static int
ask(struct ccmerge_options *o, struct err *err)
{
	o->until_ms = WHEN_NONE;
	return o->until ? zone_asked(NULL, "--until", o->until, &o->until_ms,
	    err) : 0;
}

static int
merge(struct ccmerge_options *o, struct err *err)
{
	struct collected c = { 0 };
	struct output *out = NULL;
	const char *const written[] = { o->links, NULL };
	int r = ask(o, err);

	if (r == 0)
		r = cli_enter_sandbox(&o->cli, written);
	if (r == 0)	/* first: it may not be to be had */
		r = (out = output_open(o->cli.out, err)) ? 0 : -1;
	if (r == 0)
		r = collect(o, &c, err);
	if (r == 0)
		r = write_history(o, &c, out, err);
	if (r == 0 && o->links)
		r = write_links(o, &c, err);
	if (r == 0)
		r = tell_undecided(o, &c, err);
	if (r == 0)
		r = output_finish(out, err);
	else
		output_abandon(out);
	if (r == 0)
		summarise(o, &c);
	collected_release(&c);
	return r;
}

int
main(int argc, char **argv)
{
	struct ccmerge_options o = { .cli = CLI_DEFAULTS, .hub = 5,
	    .same_ms = 7 * (int64_t)86400000, .unknown_ms = 86400000 };

	if (cli_begin(&o.cli, &ccmerge_tool, &o, argc, argv))
		return o.cli.status;
	if (merge(&o, &o.cli.err) < 0)
		cli_failed(&o.cli);
	return cli_end(&o.cli);
}
