/* cchistory: one customer's whole story, across all channels. */
#include "cmd/cchistory/find.h"
#include "cmd/cchistory/options.h"
#include "cmd/cchistory/tell.h"
#include "common/output.h"
#include "common/zone.h"

static int
write_tale(struct cchistory_options *o, const struct tale *t)
{
	struct err *err = &o->cli.err;
	struct output *out = output_open(o->cli.out, err);
	struct buf b = { 0 };
	int r;

	if (!out)
		return -1;
	(o->format ? tell_json : tell_text)(t, &b);
	r = output_write(out, buf_view(&b), err);
	buf_release(&b);
	return output_end(out, r, err);
}

static int
set_now(const struct cchistory_options *o, struct tale *t, struct err *err)
{
	t->now = t->story->horizon;
	if (o->now && !when_read(str_of(o->now), &t->now))
		return err_set(err, ERR_USAGE, "'%s': not a moment such as "
		    "2026-03-02T09:14:05.120Z", o->now);
	return 0;
}

static int
tell(struct cchistory_options *o, struct story *s)
{
	struct err *err = &o->cli.err;
	struct zone *z = zone_open(str_of(o->cli.zone ? o->cli.zone : "UTC"),
	    err);
	struct tale t = { .story = s, .z = z, .last = (size_t)o->last };
	int r = -1;

	if (z && set_now(o, &t, err) == 0) {
		know(s, t.now, z, &t.facts);
		r = write_tale(o, &t);
	}
	facts_release(&t.facts);
	zone_close(z);
	return r;
}

static int
run(struct cchistory_options *o)
{
	struct cli *c = &o->cli;
	struct story s = { 0 };
	struct inputs *in;
	int found, r = -1;

	if (!o->who)
		return err_set(&c->err, ERR_USAGE,
		    "whose story? name a customer with -c");
	if (cli_enter_sandbox(c, NULL) < 0 ||
	    !(in = inputs_open(c->operands, c->n_operands, &c->err)))
		return -1;
	found = find_story(in, str_of(o->who), &c->diag, &s, &c->err);
	if (found > 0) {
		r = tell(o, &s);
	} else if (found == 0) {
		diag_note(&c->diag, "nobody in these lines is '%s'", o->who);
		c->status = 1;
		r = 0;
	}
	inputs_close(in);
	story_release(&s);
	return r;
}

int
main(int argc, char **argv)
{
	struct cchistory_options o = { .cli = CLI_DEFAULTS, .last = 20 };

	if (cli_begin(&o.cli, &cchistory_tool, &o, argc, argv))
		return o.cli.status;
	if (run(&o) < 0)
		cli_failed(&o.cli);
	return cli_end(&o.cli);
}
