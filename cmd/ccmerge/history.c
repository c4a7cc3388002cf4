/* history: customers one after another, patched and written; see history.h. */
#include "cmd/ccmerge/history.h"

#include "cmd/ccmerge/customer.h"
#include "common/sort.h"
#include "common/when.h"

static const enum field_id wanted[] = { F_ID, F_SOURCE, F_PARTY, F_START };

struct writing {
	struct ccmerge_options *o;
	struct collected *c;
	struct output *out;
	struct line_plan plan;
	struct sort *by_customer;
	struct sort *by_time;		/* NULL: the output's order is theirs */
	struct arena scratch;
	struct buf key, lines;
	struct customer one;
	struct buf whose;		/* id of `one` */
	bool any;
	uint64_t written;
};

/* ---- in order of customer ---------------------------------------------------------------- */

static void
make_key(struct writing *w, const struct line *l, struct str customer)
{
	struct str s;
	int64_t start;

	buf_clear(&w->key);
	key_str(&w->key, customer);
	/* a customer's own records first: what was known */
	buf_char(&w->key, l->kind == K_CUSTOMER ? 0 : 1);
	if (!token_time(line_get(&w->plan, l, F_START), &start))
		start = WHEN_NONE;
	key_int(&w->key, start);
	key_str(&w->key, token_str(line_get(&w->plan, l, F_SOURCE),
	    &w->scratch, &s) ? s : STR(""));
	key_str(&w->key, token_str(line_get(&w->plan, l, F_ID), &w->scratch,
	    &s) ? s : STR(""));
}

static int
order_line(struct writing *w, struct str raw, struct err *err)
{
	struct str party[MAX_PARTIES], customer = STR("");
	char id[CUSTOMER_ID];
	struct line l;
	size_t n;

	if (line_read(&w->plan, raw, &l) != LINE_OK)
		BUG("a line that was read before");
	n = parties_of(line_get(&w->plan, &l, F_PARTY), &w->scratch, party,
	    MAX_PARTIES);
	if (identity_customer(w->c->identity, party, n, id))
		customer = (struct str){ id, sizeof(id) };
	make_key(w, &l, customer);
	arena_clear(&w->scratch);
	return sort_add(w->by_customer, buf_view(&w->key), raw, err);
}

static int
order_all(struct writing *w, struct err *err)
{
	struct str raw;
	int got;

	while ((got = spool_next(&w->c->lines, &raw, err)) > 0)
		if (order_line(w, raw, err) < 0)
			return -1;
	return got < 0 ? -1 : sort_finish(w->by_customer, err);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* In the order of time: start, source, id. */
static int
put_by_time(struct writing *w, struct str line, struct err *err)
{
	struct line l;

	buf_room(&w->lines, PADDING);
	if (line_read(&w->plan, line, &l) != LINE_OK)
		BUG("a line that was made here");
	make_key(w, &l, STR(""));
	arena_clear(&w->scratch);
	return sort_add(w->by_time, buf_view(&w->key), line, err);
}

static int
end_customer(struct writing *w, struct err *err)
{
	struct journey_rules rules = { w->o->same_ms, w->o->unknown_ms };
	struct str whose = buf_view(&w->whose);
	int r = 0;

	if (whose.n)
		customer_settle(&w->one, &rules);
	for (size_t i = 0; i < w->one.n && r == 0; i++) {
		buf_clear(&w->lines);
		customer_put(&w->one, i, whose, &w->lines);
		w->written++;
		r = w->by_time ? put_by_time(w, (struct str){ w->lines.p,
		    w->lines.n - 1 }, err) :
		    output_write(w->out, buf_view(&w->lines), err);
	}
	customer_clear(&w->one);
	return r;
}

/* The customer at the head of a key; lines of nobody are one each. */
static struct str
customer_of(struct str key)
{
	const char *end = str_find(key, '\0');

	return str_range(key.p, end);
}

static int
write_customers(struct writing *w, struct err *err)
{
	struct str key, raw;
	int got;

	while ((got = sort_next(w->by_customer, &key, &raw, err)) > 0) {
		struct str whose = customer_of(key);

		if (w->any && (!whose.n ||
		    !str_eq(whose, buf_view(&w->whose))) &&
		    end_customer(w, err) < 0)
			return -1;
		buf_clear(&w->whose);
		buf_str(&w->whose, whose);
		w->any = true;
		customer_add(&w->one, raw);
	}
	if (got < 0)
		return -1;
	return w->any ? end_customer(w, err) : 0;
}

static int
write_by_time(struct writing *w, struct err *err)
{
	struct str key, raw;
	int got;

	if (sort_finish(w->by_time, err) < 0)
		return -1;
	while ((got = sort_next(w->by_time, &key, &raw, err)) > 0)
		if (output_write(w->out, raw, err) < 0 ||
		    output_write(w->out, STR("\n"), err) < 0)
			return -1;
	return got;
}

/* Spans first: a reader knows the horizon before it meets a contact. */
static int
by_source(const void *a, const void *b)
{
	return str_cmp(((const struct span *)a)->source,
	    ((const struct span *)b)->source);
}

static int
write_spans(struct writing *w, struct err *err)
{
	struct line_maker m = { 0 };
	struct buf b = { 0 };
	int64_t until = WHEN_NONE;
	int r;

	if (w->o->until && !when_read(str_of(w->o->until), &until))
		return err_set(err, ERR_USAGE, "--until '%s': not a moment such "
		    "as 2026-03-02T09:14:05.120Z", w->o->until);
	if (w->c->spans)
		qsort(w->c->span, w->c->spans, sizeof(*w->c->span),
		    by_source);
	for (size_t i = 0; i < w->c->spans; i++) {
		const struct span *s = &w->c->span[i];

		maker_clear(&m);
		maker_raw(&m, F_SOURCE, s->source);
		maker_time(&m, F_START, s->start);
		maker_time(&m, F_END, until != WHEN_NONE ? until : s->end);
		maker_emit(&m, K_SPAN, &b);
		w->written++;
	}
	r = output_write(w->out, buf_view(&b), err);
	maker_release(&m);
	buf_release(&b);
	return r;
}

int
write_history(struct ccmerge_options *o, struct collected *c,
    struct output *out, struct err *err)
{
	struct sort_options so = { .mem_bytes = o->cli.mem_bytes / 2,
	    .tmp_dir = o->cli.tmp_dir, .threads = (int)o->cli.threads };
	struct writing w = { .o = o, .c = c, .out = out,
	    .by_customer = sort_new(&so) };
	int r;

	if (o->order == BY_TIME)
		w.by_time = sort_new(&so);
	line_plan_init(&w.plan, wanted, COUNT_OF(wanted));
	customer_init(&w.one);
	r = order_all(&w, err);
	if (r == 0)
		r = write_spans(&w, err);
	if (r == 0)
		r = write_customers(&w, err);
	if (r == 0 && w.by_time)
		r = write_by_time(&w, err);
	sort_free(w.by_customer);
	sort_free(w.by_time);
	customer_release(&w.one);
	arena_release(&w.scratch);
	buf_release(&w.key);
	buf_release(&w.lines);
	buf_release(&w.whose);
	return r;
}
