/* each: lines of inputs taken in their order; see each.h. */
#include "common/each.h"

#include "common/work.h"

struct item {
	struct line line;		/* views of the batch */
	enum line_status status;
	uint64_t number;
};

struct slot {
	struct batch batch;
	struct item *item;		/* read and not yet taken */
	size_t n, cap;
};

struct reading {
	const struct each *e;
	struct inputs *in;
	struct line_guess *guess;	/* one a worker */
	bool alone;			/* one thread: nothing is read ahead */
};

int
line_at_fail(const struct line_at *at, const char *why, struct err *err)
{
	return inputs_fail(at->in, at->batch, at->number, why, err);
}

static int
refuse(const struct each *e, const struct line *l, const struct line_at *at,
    struct err *err)
{
	struct finding f;

	if (e->bad)
		return e->bad(e->context, l, at, err);
	if (!e->diag)
		return line_at_fail(at, l->problem, err);
	f = inputs_refusal(at->in, at->batch, at->number, l, l->problem);
	return diag_report(e->diag, &f, l->raw, err);
}

static int
take_item(const struct reading *r, const struct batch *b,
    const struct item *item, struct err *err)
{
	const struct line_at at = { r->in, b, item->number };
	const struct each *e = r->e;

	if (item->status != LINE_OK && item->status != LINE_BAD)
		return inputs_stop(r->in, b, item->number, item->status, err);
	if (e->diag)
		e->diag->records++;
	return item->status == LINE_OK ?
	    e->take(e->context, &item->line, &at, err) :
	    refuse(e, &item->line, &at, err);
}

static int
read_slot(void *context, void *slot, struct err *err)
{
	struct reading *r = context;

	return inputs_next(r->in, 0, &((struct slot *)slot)->batch, err);
}

/* Alone, a line is taken at once: it is warm, and none needs to be kept. */
static int
map_slot(void *context, int worker, void *slot, struct err *err)
{
	const struct reading *r = context;
	struct slot *s = slot;
	uint64_t number = s->batch.line;
	struct str raw;

	s->n = 0;
	for (size_t at = 0; batch_line(&s->batch, &at, &raw); number++) {
		struct item *item;

		GROW(s->item, s->n, s->cap);
		item = &s->item[s->n];
		item->number = number;
		item->status = line_read_guessing(r->e->plan,
		    &r->guess[worker], raw, &item->line);
		if (item->status == LINE_BLANK)
			continue;
		if (!r->alone)
			s->n++;
		else if (take_item(r, &s->batch, item, err) < 0)
			return -1;
	}
	return 0;
}

static int
take_slot(void *context, void *slot, struct err *err)
{
	const struct reading *r = context;
	struct slot *s = slot;
	int got = 0;

	for (size_t i = 0; got >= 0 && i < s->n; i++)
		got = take_item(r, &s->batch, &s->item[i], err);
	inputs_give_back(r->in, &s->batch);
	return got < 0 ? -1 : 0;
}

static void
release_slot(void *slot)
{
	mem_free(((struct slot *)slot)->item);
}

int
each_line(const struct each *e, struct err *err)
{
	int threads = MAX(e->threads, 1), got;
	struct reading r = { .e = e, .alone = threads == 1,
	    .in = inputs_open(e->paths, e->n_paths, err) };
	struct work w = { .threads = threads,
	    .item_size = sizeof(struct slot), .context = &r,
	    .read = read_slot, .map = map_slot, .take = take_slot,
	    .release = release_slot };

	r.guess = mem_zero((size_t)threads, sizeof(*r.guess));
	got = r.in ? work_run(&w, err) : -1;
	mem_free(r.guess);
	inputs_close(r.in);
	return got;
}
