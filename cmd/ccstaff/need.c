/* need: kpi lines as work; see need.h. */
#include "cmd/ccstaff/need.h"

#include "common/each.h"
#include "common/group.h"
#include "common/line.h"
#include "common/when.h"

struct reading {
	struct needs *out;
	struct ccstaff_options *o;
	const struct work *given;
	struct line_plan plan;
	struct buf label;
};

/* Seconds of an interval that has a date; 0: of those without. */
static double
seconds_of(enum interval i)
{
	static const double seconds[INTERVALS] = { [EVERY_15M] = 900,
		[EVERY_30M] = 1800, [EVERY_HOUR] = 3600, [EVERY_DAY] = 86400,
		[EVERY_WEEK] = 7 * 86400.0 };

	return seconds[i];
}

/* The interval that a group's member is; NO_INTERVAL: a member of lines. */
static enum interval
interval_of(struct str name)
{
	int i = 0;

	while (i < INTERVALS && !str_is(name, interval_names[i]))
		i++;
	return (enum interval)i;
}

/* "2026-03-02 09:00" or "2026-03-02", as cckpi labels intervals: minutes since
 * 1970 by that clock. */
static int64_t
minutes_of(struct str s)
{
	char moment[] = "0000-00-00T00:00:00.000Z";
	int64_t ms;

	if (s.n < 10)
		return NEED_TIMELESS;
	memcpy(moment, s.p, 10);
	if (s.n >= 16)
		memcpy(moment + 11, s.p + 11, 5);
	return when_read(str_of(moment), &ms) ? ms / MS_MINUTE : NEED_TIMELESS;
}

static void
put_part(struct buf *b, struct str text)
{
	if (b->n)
		buf_puts(b, ", ");
	buf_str(b, text);
}

/* Fills what the group says: label, queue, interval and start. */
static void
take_group(struct reading *r, struct str group, struct need *n)
{
	struct str name, value, text;
	struct buf queue = { 0 };
	size_t at = 0;

	buf_clear(&r->label);
	n->interval = (double)r->o->interval_ms / 1000;	/* 0: not said */
	n->start = NEED_TIMELESS;
	while (token_member(group, &at, &name, &value)) {
		enum interval k = interval_of((struct str){ name.p + 1,
		    name.n - 2 });

		if (!token_str(value, &r->out->arena, &text))
			text = value;
		put_part(&r->label, text);
		if (k == NO_INTERVAL) {
			put_part(&queue, text);
			continue;
		}
		if (seconds_of(k) > 0) {
			n->interval = seconds_of(k);
			n->start = minutes_of(text);
		}
	}
	if (!r->label.n)
		buf_puts(&r->label, "all");
	n->label = arena_dup(&r->out->arena, buf_view(&r->label));
	n->queue = arena_dup(&r->out->arena, buf_view(&queue));
	n->group = arena_dup(&r->out->arena, group);
	buf_release(&queue);
}

static double
sum(struct str sums, const char *name)
{
	int64_t v;

	return token_int(token_find(sums, name), &v) ? (double)v : 0;
}

/* Contacts of a month, or of all Mondays, are no rate: nobody knows here how
 * many days they came from. */
static int
no_length(const struct need *n, const struct line_at *at, struct err *err)
{
	struct buf why = { 0 };

	buf_puts(&why, "'");
	diag_escape(&why, n->label);
	buf_puts(&why, "' has no interval of a known length");
	buf_char(&why, 0);
	line_at_fail(at, why.p, err);
	err_hint(err, "cckpi --partial -b queue,30m has one; or say with "
	    "--interval in how long a time these contacts came");
	buf_release(&why);
	return -1;
}

static int
take_sums(struct reading *r, struct str group, struct str sums,
    const struct line_at *at, struct err *err)
{
	struct needs *out = r->out;
	double offered = sum(sums, "offered");
	double handled = sum(sums, "handled"), left = sum(sums, "abandoned");
	double busy = sum(sums, "talk_ms") + sum(sums, "hold_ms") +
	    sum(sums, "wrap_ms");
	struct need *n;

	if (offered <= 0 && handled <= 0)
		return 0;	/* such as agents' time, of no queue */
	GROW(out->need, out->n, out->cap);
	n = &out->need[out->n++];
	*n = (struct need){ .work = *r->given, .shrinkage_micro = -1 };
	take_group(r, group, n);
	if (n->interval <= 0)
		return no_length(n, at, err);
	n->work.lambda = offered / n->interval;
	if (n->work.aht <= 0 && handled > 0)
		n->work.aht = busy / handled / 1000;
	if (n->work.patience <= 0 && left > 0)
		n->work.patience = sum(sums, "wait_ms") / left / 1000;
	n->known = n->work.aht > 0;
	return 0;
}

static int
strange(void *context, const struct line *l, const struct line_at *at,
    struct err *err)
{
	(void)context;
	(void)l;
	line_at_fail(at, "not a kpi line", err);
	err_hint(err, "cckpi --partial -b queue,30m writes them");
	return -1;
}

static int
take_line(void *context, const struct line *l, const struct line_at *at,
    struct err *err)
{
	struct reading *r = context;
	struct str sums = line_get(&r->plan, l, F_STATE_KPI);

	if (l->kind != K_KPI)
		return strange(r, l, at, err);
	return sums.p ? take_sums(r, line_get(&r->plan, l, F_GROUP), sums, at,
	    err) : 0;
}

int
needs_read(struct needs *n, struct ccstaff_options *o,
    const struct work *given, struct err *err)
{
	static const enum field_id want[] = { F_GROUP, F_STATE_KPI };
	struct reading r = { .out = n, .o = o, .given = given };
	struct each e = { .paths = o->cli.operands,
	    .n_paths = o->cli.n_operands, .plan = &r.plan,
	    .diag = &o->cli.diag, .take = take_line, .bad = strange,
	    .context = &r };
	int got;

	line_plan_init(&r.plan, want, COUNT_OF(want));
	got = each_line(&e, err);
	buf_release(&r.label);
	return got;
}

void
needs_release(struct needs *n)
{
	mem_free(n->need);
	arena_release(&n->arena);
}
