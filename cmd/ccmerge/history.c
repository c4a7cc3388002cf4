/* history: customers one after another, patched and written; see history.h.
 *
 * The main thread hands out whole customers in order, workers find their
 * journeys and patch their lines, the main thread writes them in order. */
#include "cmd/ccmerge/history.h"

#include "cmd/ccmerge/customer.h"
#include "cmd/ccmerge/note.h"
#include "common/sort.h"
#include "common/when.h"
#include "common/work.h"

enum { PIECE_BYTES = 256 << 10 };

/* A record of the sort by customer. */
struct record {
	struct str key, noted;
};

struct placed {
	size_t at, n;			/* a line, in the piece's bytes */
	size_t whose_at, whose_n;	/* its customer; 0: nobody's */
	enum line_kind kind;
	bool first;			/* of its customer's */
};

/* Some customers with all their lines. */
struct piece {
	struct buf bytes;
	struct placed *line;
	size_t n, cap;
	struct buf out;
};

struct writing {
	struct ccmerge_options *o;
	struct collected *c;
	struct output *out;
	struct sort *by_customer;
	struct sort *by_time;		/* NULL: the output's order is theirs */
	struct buf key;
	struct record ahead;		/* read, and not yet in a piece */
	bool any;			/* there is one */
	struct customer *one;		/* by worker */
	/* of by_time */
	struct line_plan plan;
	struct arena scratch;
};

/* ---- in order of customer ------------------------------------------------- */

static int
order_line(struct writing *w, struct str head, struct str noted, bool lent,
    struct err *err)
{
	uint32_t node[MAX_PARTIES];
	char id[CUSTOMER_ID];
	struct str customer = STR("");

	memcpy(node, head.p, head.n);
	if (identity_customer(w->c->identity, node, head.n / sizeof(*node),
	    note_of(noted).start, id))
		customer = (struct str){ id, sizeof(id) };
	buf_clear(&w->key);
	key_str(&w->key, customer);
	buf_str(&w->key, note_of(noted).order);
	return (lent ? sort_add_lent : sort_add)(w->by_customer,
	    buf_view(&w->key), noted, err);
}

static int
order_all(struct writing *w, struct err *err)
{
	struct str head, noted;
	bool lent;
	int got;

	while ((got = spool_next(&w->c->lines, &head, &noted, &lent,
	    err)) > 0)
		if (order_line(w, head, noted, lent, err) < 0)
			return -1;
	return got < 0 ? -1 : sort_finish(w->by_customer, err);
}

/* ---- pieces of whole customers -------------------------------------------- */

/* The customer at the head of a key; lines of nobody are one each. */
static struct str
customer_of(struct str key)
{
	const char *end = str_find(key, '\0');

	return str_range(key.p, end);
}

static void
place(struct piece *p, const struct record *r)
{
	struct note note = note_of(r->noted);
	struct str whose = customer_of(r->key);
	struct placed *last = p->n ? &p->line[p->n - 1] : NULL, *to;
	bool goes_on = last && whose.n && whose.n == last->whose_n &&
	    memcmp(p->bytes.p + last->whose_at, whose.p, whose.n) == 0;

	GROW(p->line, p->n, p->cap);
	to = &p->line[p->n++];
	*to = (struct placed){ .first = !goes_on, .whose_n = whose.n,
	    .kind = note.kind };
	if (goes_on) {
		to->whose_at = to[-1].whose_at;
	} else {
		to->whose_at = p->bytes.n;
		buf_str(&p->bytes, whose);
	}
	to->at = p->bytes.n;
	to->n = note.raw.n;
	buf_str(&p->bytes, note.raw);
}

static bool
is_full(const struct piece *p, const struct record *next)
{
	const struct placed *last = &p->line[p->n - 1];
	struct str whose = customer_of(next->key);

	return p->bytes.n >= PIECE_BYTES && !(whose.n && str_eq(whose,
	    (struct str){ p->bytes.p + last->whose_at, last->whose_n }));
}

static int
read_piece(void *context, void *slot, struct err *err)
{
	struct writing *w = context;
	struct piece *p = slot;

	p->n = 0;
	p->bytes.max = SIZE_MAX / 2;	/* one customer may be large */
	p->out.max = SIZE_MAX / 2;
	buf_clear(&p->bytes);
	while (w->any && !(p->n && is_full(p, &w->ahead))) {
		int got;

		place(p, &w->ahead);
		got = sort_next(w->by_customer, &w->ahead.key,
		    &w->ahead.noted, err);
		if (got < 0)
			return -1;
		w->any = got;
	}
	buf_room(&p->bytes, PADDING);
	return p->n > 0;
}

/* ---- a worker's part -------------------------------------------------------- */

static void
write_customer(struct writing *w, struct customer *u, struct str whose,
    struct buf *out)
{
	struct journey_rules rules = { w->o->same_ms, w->o->unknown_ms };

	if (whose.n)
		customer_settle(u, &rules);
	for (size_t i = 0; i < u->n; i++)
		customer_put(u, i, whose, out);
	customer_clear(u);
}

static int
map_piece(void *context, int worker, void *slot, struct err *err)
{
	struct writing *w = context;
	struct customer *u = &w->one[worker];
	struct piece *p = slot;

	(void)err;
	buf_clear(&p->out);
	for (size_t i = 0; i < p->n; i++) {
		const struct placed *l = &p->line[i];

		customer_add(u, (struct str){ p->bytes.p + l->at, l->n },
		    l->kind);
		if (i + 1 == p->n || p->line[i + 1].first)
			write_customer(w, u, (struct str){ p->bytes.p +
			    l->whose_at, l->whose_n }, &p->out);
	}
	return 0;
}

static void
release_piece(void *slot)
{
	struct piece *p = slot;

	buf_release(&p->bytes);
	buf_release(&p->out);
	mem_free(p->line);
}

/* ---- writing ------------------------------------------------------------------ */

/* In the order of time: start, source, id. */
static int
put_by_time(struct writing *w, struct str all, struct err *err)
{
	while (all.n) {
		const char *lf = memchr(all.p, '\n', all.n);
		struct str raw = str_range(all.p, lf);
		struct line l;

		if (line_read(&w->plan, raw, &l) != LINE_OK)
			BUG("a line that was made here");
		buf_clear(&w->key);
		note_put(&w->plan, &l, &w->scratch, &w->key);
		arena_clear(&w->scratch);
		if (sort_add(w->by_time, note_of(buf_view(&w->key)).order, raw,
		    err) < 0)
			return -1;
		all = str_skip(all, raw.n + 1);
	}
	return 0;
}

static int
take_piece(void *context, void *slot, struct err *err)
{
	struct writing *w = context;
	struct piece *p = slot;

	if (!w->by_time)
		return output_write(w->out, buf_view(&p->out), err);
	buf_room(&p->out, PADDING);
	return put_by_time(w, buf_view(&p->out), err);
}

static int
write_customers(struct writing *w, struct err *err)
{
	int threads = (int)MAX(w->o->cli.threads, 1), r;
	struct work work = { .threads = threads,
	    .item_size = sizeof(struct piece), .context = w,
	    .shared_read = true, .read = read_piece, .map = map_piece,
	    .take = take_piece, .release = release_piece };

	r = sort_next(w->by_customer, &w->ahead.key, &w->ahead.noted, err);
	if (r < 0)
		return -1;
	w->any = r;
	w->one = mem_zero((size_t)threads, sizeof(*w->one));
	r = work_run(&work, err);
	for (int i = 0; i < threads; i++)
		customer_release(&w->one[i]);
	mem_free(w->one);
	return r;
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
	struct sort_options so = { .mem_bytes = o->cli.mem_bytes / 8 * 3,
	    .tmp_dir = o->cli.tmp_dir, .threads = (int)o->cli.threads };
	struct writing w = { .o = o, .c = c, .out = out,
	    .by_customer = sort_new(&so) };
	int r;

	if (o->order == BY_TIME)
		w.by_time = sort_new(&so);
	note_plan(&w.plan);
	r = order_all(&w, err);
	if (r == 0)
		r = write_spans(&w, err);
	if (r == 0)
		r = write_customers(&w, err);
	if (r == 0 && w.by_time)
		r = write_by_time(&w, err);
	sort_free(w.by_customer);
	sort_free(w.by_time);
	arena_release(&w.scratch);
	buf_release(&w.key);
	return r;
}
