/* cchistory: one customer's whole story, across all channels. */
#include <sys/stat.h>

#include "cmd/cchistory/find.h"
#include "cmd/cchistory/options.h"
#include "cmd/cchistory/tell.h"
#include "common/output.h"
#include "common/party.h"
#include "common/zone.h"

/* What is wrong with the question, or with the place for the answer, is said
 * before anything is read. */
static int
prepare(struct cchistory_options *o, struct tale *t, struct zone **z,
    const struct country **home, struct output **out)
{
	struct err *err = &o->cli.err;

	o->format = cli_format(&o->cli, o->format, cchistory_formats);
	if (!str_trim(str_of(o->who)).n)
		return err_set(err, ERR_USAGE,
		    "whose story? name a customer with -c");
	if (country_asked("--country", o->country, home, err) < 0)
		return -1;
	*z = zone_open(str_of(o->cli.zone ? o->cli.zone : "UTC"), err);
	t->z = *z;
	if (!t->z || (o->now && zone_asked(t->z, "--now", o->now, &t->now,
	    err) < 0) || cli_enter_sandbox(&o->cli, NULL) < 0)
		return -1;
	*out = output_open(o->cli.out, err);
	return *out ? 0 : -1;
}

static int
tell(struct cchistory_options *o, struct tale *t, struct output *out)
{
	struct story *s = t->story;
	struct buf b = { 0 };
	int r;

	if (!o->now)
		t->now = s->horizon;
	story_settle(s, t->now);
	know(s, t->now, t->z, &t->facts);
	(o->format == CCHISTORY_JSON ? tell_json : tell_text)(t, &b);
	r = output_write(out, buf_view(&b), &o->cli.err);
	buf_release(&b);
	facts_release(&t->facts);
	return output_end(out, r, &o->cli.err);
}

/* What comes through a pipe cannot be read again. */
static bool
can_read_again(const struct cli *c)
{
	struct stat st;

	for (int i = 0; i < c->n_operands; i++)
		if (str_is(str_of(c->operands[i]), "-") ||
		    stat(c->operands[i], &st) < 0 || !S_ISREG(st.st_mode))
			return false;
	return c->n_operands > 0;
}

/* Lines in another order than ccmerge's: now that the customer is known. */
static int
search_again(struct cli *c, struct story *s, struct candidates *found)
{
	struct str id = found->who[0].id;
	struct story all = { 0 };
	struct who who;
	int r;

	if (!can_read_again(c)) {
		err_set(&c->err, ERR_DATA, "these lines are not in the order of "
		    "customers, and cannot be read again");
		err_hint(&c->err, "name the customer, with -c %.*s, or give "
		    "files", STR_ARG(id));
		return -1;
	}
	who_init(&who, id, NULL);
	r = find_story(c, &who, &all, found);
	who_release(&who);
	story_release(s);
	*s = all;
	return r;
}

static void
say_several(struct cli *c, const char *who, const struct candidates *found)
{
	size_t shown = MIN(found->n, (size_t)SEVERAL_SHOWN);
	struct buf name = { 0 };

	diag_note(&c->diag, "'%s' is no one person's: %zu customers have it%s",
	    who, found->n, shown < found->n ? "; the first of them" : "");
	for (size_t i = 0; i < shown; i++) {
		buf_clear(&name);
		diag_escape(&name, found->who[i].name);
		diag_note(&c->diag, "  %.*s  %.*s",
		    STR_ARG(found->who[i].id), STR_ARG(buf_view(&name)));
	}
	buf_release(&name);
}

static int
answer(struct cchistory_options *o, struct tale *t, struct output *out,
    enum found is, const struct candidates *found, const struct who *who)
{
	struct cli *c = &o->cli;

	if (is == FOUND_ONE)
		return tell(o, t, out);
	output_abandon(out);
	if (is == FOUND_SEVERAL) {
		say_several(c, o->who, found);
	} else {
		diag_note(&c->diag, "nobody in these lines is '%s'", o->who);
		diag_note(&c->diag, "hint: %s", who_hint(who));
	}
	cli_no(c);
	return 0;
}

static int
search(struct cchistory_options *o, struct tale *t,
    const struct country *home, struct output *out)
{
	struct cli *c = &o->cli;
	struct candidates found;
	struct who who;
	int r;

	who_init(&who, str_of(o->who), home);
	r = find_story(c, &who, t->story, &found);
	if (r == FOUND_AGAIN)
		r = search_again(c, t->story, &found);
	if (r >= 0)
		r = answer(o, t, out, (enum found)r, &found, &who);
	else
		output_abandon(out);
	who_release(&who);
	return r;
}

static int
run(struct cchistory_options *o)
{
	struct story s = { 0 };
	struct tale t = { .story = &s, .now = WHEN_NONE,
	    .last = (size_t)o->last };
	struct zone *z = NULL;
	struct output *out = NULL;
	const struct country *home;
	int r = prepare(o, &t, &z, &home, &out);

	if (r == 0)
		r = search(o, &t, home, out);
	else
		output_abandon(out);
	story_release(&s);
	zone_close(z);
	return r;
}

int
main(int argc, char **argv)
{
	struct cchistory_options o = { .cli = CLI_DEFAULTS, .last = 20,
	    .format = NOT_GIVEN };

	if (cli_begin(&o.cli, &cchistory_tool, &o, argc, argv))
		return o.cli.status;
	if (run(&o) < 0)
		cli_failed(&o.cli);
	return cli_end(&o.cli);
}
