/* summary: the two equations of conservation, and --summary's one object. */
#include "cmd/ccimport/import.h"

/* What the records became, whether they went straight or through the fold. */
struct balance {
	uint64_t in, opened, joined, superseded, skipped, rejected, extra;
};

static struct balance
balance_of(const struct import *im)
{
	const struct tally *t = &im->tally;
	struct balance b = { .in = t->in, .rejected = t->rejected };

	for (size_t i = 0; i < im->profile->drop.n + RULES; i++)
		b.skipped += t->skipped[i];
	b.opened = t->made;
	b.extra = t->extra;
	if (!im->sort)
		return b;
	b.opened = im->fold.opened;
	b.extra = im->fold.extra;
	if (im->profile->has_events || im->profile->messages.on) {
		/* lines are of many records each: the others joined them */
		b.superseded = im->same;
		b.joined = t->made - b.opened - b.superseded;
	} else {
		b.superseded = im->fold.superseded;
		b.joined = im->fold.joined;
	}
	return b;
}

/* Lines of a kind, from the fold and straight. */
static uint64_t
written(const struct import *im, size_t kind)
{
	return im->written[kind] + im->tally.written[kind];
}

static uint64_t
lines_written(const struct import *im)
{
	uint64_t n = 0;

	for (size_t k = 0; k < KIND_COUNT; k++)
		if (k != K_SPAN)
			n += written(im, k);
	return n;
}

/* Nothing is lost: what came in is told, and what went out came from it. */
static void
check(const struct import *im, const struct balance *b)
{
	uint64_t made = im->tally.made;

	if (b->in != made + b->skipped + b->rejected)
		BUG("records in are not records made, skipped and rejected");
	if (b->opened > made ||
	    made != b->opened + b->joined + b->superseded)
		BUG("records made are not those opened, joined and superseded");
	if (lines_written(im) != b->opened + b->extra)
		BUG("lines out are not those opened and extra");
}

/* By what name a rule after the profile's own is counted. */
static const char *const rule_names[RULES] = {
	[RULE_HEADER_AGAIN] = "repeated-header",
	[RULE_NO_MESSAGE] = "not-a-message",
	[RULE_NO_EVENT] = "no-event",
	[RULE_NO_CUSTOMER] = "no-customer-message",
	[RULE_NO_LEG] = "no-leg",
	[RULE_DROPPED_CALL] = "dropped-call",
};

static void
put_skipped(const struct import *im, struct buf *b)
{
	const struct profile *p = im->profile;
	bool any = false;

	buf_puts(b, ",\"skipped\":{");
	for (size_t i = 0; i < p->drop.n + RULES; i++) {
		if (!im->tally.skipped[i])
			continue;
		if (any)
			buf_char(b, ',');
		any = true;
		json_put_str(b, i < p->drop.n ? p->drop.rule[i].name :
		    str_of(rule_names[i - p->drop.n]));
		buf_char(b, ':');
		buf_int(b, (int64_t)im->tally.skipped[i]);
	}
	buf_char(b, '}');
}

static void
put_count(struct buf *b, const char *name, uint64_t n)
{
	buf_printf(b, ",\"%s\":%ju", name, (uintmax_t)n);
}

static void
put_written(const struct import *im, struct buf *b)
{
	buf_puts(b, ",\"written\":{");
	for (size_t k = 0, any = 0; k < KIND_COUNT; k++)
		if (written(im, k))
			buf_printf(b, "%s\"%s\":%ju", any++ ? "," : "",
			    line_kinds[k], (uintmax_t)written(im, k));
	buf_char(b, '}');
}

static void
put_issues(const struct import *im, struct buf *b)
{
	buf_puts(b, ",\"issues\":{");
	for (unsigned i = 0, any = 0; i < ISSUE_COUNT; i++)
		if (im->tally.issue[i])
			buf_printf(b, "%s\"%s\":%ju", any++ ? "," : "",
			    issue_name(i), (uintmax_t)im->tally.issue[i]);
	buf_char(b, '}');
}

void
summary_write(struct import *im)
{
	struct buf b = { 0 };
	struct balance n = balance_of(im);

	check(im, &n);
	if (!im->o->cli.summary.on)
		return;		/* nothing may fail once the file is there */
	buf_puts(&b, "{\"tool\":\"ccimport\",\"profile\":");
	json_put_str(&b, im->profile->name);
	buf_puts(&b, ",\"source\":");
	json_put_str(&b, im->source);
	put_count(&b, "in", n.in);
	put_count(&b, "opened", n.opened);
	put_count(&b, "joined", n.joined);
	put_count(&b, "superseded", n.superseded);
	put_skipped(im, &b);
	put_count(&b, "rejected", n.rejected);
	put_written(im, &b);
	put_issues(im, &b);
	buf_char(&b, '}');
	cli_summary(&im->o->cli, buf_view(&b));
	buf_release(&b);
}
