/* history: customers one after another, patched and written; see history.h.
 *
 * The main thread hands out whole customers in order, workers find their
 * journeys and patch their lines, the main thread writes them in order. */
#include "cmd/ccmerge/history.h"

#include "cmd/ccmerge/by_customer.h"
#include "cmd/ccmerge/customer.h"
#include "cmd/ccmerge/note.h"
#include "common/sort.h"
#include "common/when.h"
#include "common/work.h"

enum { PIECE_BYTES = 256 << 10, FETCHED = 768 };

/* A record of the sort by customer. */
struct record {
	struct str key, noted;
};

struct placed {
	struct str noted;
	char whose[WHOSE_BYTES];	/* its customer, as its key begins */
	bool first;			/* of its customer's */
};

/* Some customers with all their lines. */
struct piece {
	struct buf bytes;		/* lines that did not stay in the sort */
	struct placed *line;
	size_t n, cap, size;		/* size: bytes of the lines */
	struct buf out;
};

struct writing {
	struct ccmerge_options *o;
	struct collected *c;
	struct output *out;
	struct sort *by_customer;
	struct sort *by_time;		/* NULL: the output's order is theirs */
	struct record ahead;		/* read, and not yet in a piece */
	bool any;			/* there is one */
	struct customer *one;		/* by worker */
	/* of by_time */
	struct line_plan plan;
	struct arena scratch;
	struct buf key;
};

/* ---- pieces of whole customers -------------------------------------------- */

/* Is the next line of the same customer as this one? Nobody's are one each. */
static bool
goes_on(const struct placed *line, const struct record *next)
{
	return line->whose[0] && memcmp(line->whose, next->key.p,
	    WHOSE_BYTES) == 0;
}

static void
place(struct piece *p, const struct record *r, bool stays)
{
	struct placed *to;
	bool first = p->n == 0 || !goes_on(&p->line[p->n - 1], r);

	GROW(p->line, p->n, p->cap);
	to = &p->line[p->n++];
	*to = (struct placed){ .noted = r->noted, .first = first };
	memcpy(to->whose, r->key.p, WHOSE_BYTES);
	p->size += r->noted.n;
	if (!stays)
		buf_str(&p->bytes, r->noted);
}

/* What did not stay stands in the piece's bytes, one behind the other. */
static void
find_again(struct piece *p)
{
	size_t at = 0;

	buf_room(&p->bytes, PADDING);
	for (size_t i = 0; i < p->n; i++) {
		p->line[i].noted.p = p->bytes.p + at;
		at += p->line[i].noted.n;
	}
}

static int
read_piece(void *context, void *slot, struct err *err)
{
	struct writing *w = context;
	struct piece *p = slot;
	bool stays = sort_in_memory(w->by_customer);

	p->n = p->size = 0;
	p->bytes.max = SIZE_MAX / 2;	/* one customer may be large */
	p->out.max = SIZE_MAX / 2;
	buf_clear(&p->bytes);
	while (w->any && (p->size < PIECE_BYTES || goes_on(
	    &p->line[p->n - 1], &w->ahead))) {
		int got;

		place(p, &w->ahead, stays);
		got = sort_next(w->by_customer, &w->ahead.key,
		    &w->ahead.noted, err);
		if (got < 0)
			return -1;
		w->any = got;
	}
	if (!stays)
		find_again(p);
	return p->n > 0;
}

/* ---- a worker's part -------------------------------------------------------- */

static void
write_customer(struct writing *w, struct customer *u, const char *whose,
    struct buf *out)
{
	struct journey_rules rules = { w->o->same_ms, w->o->unknown_ms };
	char id[CUSTOMER_ID];
	struct str customer = STR_NONE;

	if (whose[0]) {
		customer_settle(u, &rules);
		customer_name(whose + 1, id);
		customer = (struct str){ id, sizeof(id) };
	}
	for (size_t i = 0; i < u->n; i++)
		customer_put(u, i, customer, out);
	customer_clear(u);
}

/* A line that will be looked at soon. */
static void
fetch(struct str noted)
{
	for (size_t at = 0; at < MIN(noted.n, (size_t)FETCHED); at += 64)
		__builtin_prefetch(noted.p + at);
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
		struct note note = note_of(l->noted);

		if (i + 2 < p->n)
			fetch(l[2].noted);
		customer_add(u, &note);
		if (i + 1 == p->n || l[1].first)
			write_customer(w, u, l->whose, &p->out);
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
		note_put(&w->plan, &l, NULL, &w->scratch, &w->key);
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
	    .read = read_piece, .map = map_piece, .take = take_piece,
	    .release = release_piece };

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
	int64_t until = w->o->until_ms;
	int r;

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
	r = order_by_customer(o, c, w.by_customer, err);
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
