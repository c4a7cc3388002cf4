/* need: kpi lines as work; see need.h. */
#include "cmd/ccstaff/need.h"

#include "common/inputs.h"
#include "common/line.h"

struct reading {
	struct needs *out;
	struct ccstaff_options *o;
	const struct work *given;
	struct inputs *in;
	struct line_plan plan;
	struct buf label;
};

/* The interval of a group is its finest key of time. */
static double
interval_of(struct str group, double otherwise)
{
	static const struct { const char *key; double seconds; } keys[] = {
		{ "15m", 900 }, { "30m", 1800 }, { "hour", 3600 },
		{ "day", 86400 }, { "week", 7 * 86400.0 },
	};

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (token_find(group, keys[i].key).p)
			return keys[i].seconds;
	return otherwise;
}

static void
put_label(struct reading *r, struct str group)
{
	struct str name, value, text;
	size_t at = 0;

	buf_clear(&r->label);
	while (token_member(group, &at, &name, &value)) {
		if (r->label.n)
			buf_puts(&r->label, ", ");
		buf_str(&r->label, token_str(value, &r->out->arena, &text) ?
		    text : value);
	}
	if (!r->label.n)
		buf_puts(&r->label, "all");
}

static double
sum(struct str sums, const char *name)
{
	int64_t v;

	return token_int(token_find(sums, name), &v) ? (double)v : 0;
}

static void
take_sums(struct reading *r, struct str group, struct str sums)
{
	struct needs *out = r->out;
	double handled = sum(sums, "handled"), left = sum(sums, "abandoned");
	double busy = sum(sums, "talk_ms") + sum(sums, "hold_ms") +
	    sum(sums, "wrap_ms");
	struct need *n;

	put_label(r, group);
	GROW(out->need, out->n, out->cap);
	n = &out->need[out->n++];
	*n = (struct need){ .label = arena_dup(&out->arena,
	    buf_view(&r->label)), .work = *r->given };
	n->interval = interval_of(group, (double)r->o->interval_ms / 1000);
	n->work.lambda = sum(sums, "offered") / n->interval;
	if (n->work.aht <= 0 && handled > 0)
		n->work.aht = busy / handled / 1000;
	if (n->work.patience <= 0 && left > 0)
		n->work.patience = sum(sums, "wait_ms") / left / 1000;
	n->known = n->work.aht > 0;
}

static int
take_batch(struct reading *r, const struct batch *b, struct err *err)
{
	uint64_t number = b->line;
	struct str raw;
	struct line l;

	for (size_t at = 0; batch_line(b, &at, &raw); number++) {
		enum line_status status = line_read(&r->plan, raw, &l);
		struct str sums;

		if (status == LINE_BLANK)
			continue;
		if (status != LINE_OK || l.kind != K_KPI) {
			err_set(err, ERR_FAILED, "%s:%llu: not a kpi line",
			    inputs_name(r->in, b->file),
			    (unsigned long long)number);
			err_hint(err, "cckpi --partial -b queue,30m writes "
			    "them");
			return -1;
		}
		r->o->cli.diag.records++;
		sums = line_get(&r->plan, &l, F_STATE_KPI);
		if (sums.p)
			take_sums(r, line_get(&r->plan, &l, F_GROUP), sums);
	}
	return 0;
}

int
needs_read(struct needs *n, struct ccstaff_options *o,
    const struct work *given, struct err *err)
{
	static const enum field_id want[] = { F_GROUP, F_STATE_KPI };
	struct reading r = { .out = n, .o = o, .given = given };
	struct batch b;
	int got = -1;

	line_plan_init(&r.plan, want, COUNT_OF(want));
	r.in = inputs_open(o->cli.operands, o->cli.n_operands, err);
	while (r.in && (got = inputs_next(r.in, 0, &b, err)) > 0) {
		int bad = take_batch(&r, &b, err);

		inputs_give_back(r.in, &b);
		if (bad < 0) {
			got = -1;
			break;
		}
	}
	inputs_close(r.in);
	buf_release(&r.label);
	return got;
}

void
needs_release(struct needs *n)
{
	mem_free(n->need);
	arena_release(&n->arena);
}
