/* each: batches of lines through workers, in order; see each.h. */
#include "cmd/ccfit/each.h"

#include "common/inputs.h"
#include "common/mem.h"
#include "common/work.h"

struct item {
	struct line line;		/* views of the batch */
	uint64_t number;
	bool bad;
};

struct slot {
	struct batch batch;
	struct item *item;
	size_t n, cap;
	/* What ended the batch before its end; LINE_OK: nothing. */
	enum line_status stop;
	uint64_t stop_number;
};

struct each {
	struct inputs *in;
	struct diag *diag;
	const struct line_plan *plan;
	int (*take)(void *context, const struct line *l);
	void *context;
	struct line_guess *guess;	/* one a worker */
};

static int
read_slot(void *context, void *slot, struct err *err)
{
	struct each *e = context;

	return inputs_next(e->in, 0, &((struct slot *)slot)->batch, err);
}

static int
map_slot(void *context, int worker, void *slot, struct err *err)
{
	struct each *e = context;
	struct slot *s = slot;
	uint64_t number = s->batch.line;
	struct str raw;

	(void)err;
	s->n = 0;
	s->stop = LINE_OK;
	for (size_t at = 0; batch_line(&s->batch, &at, &raw); number++) {
		enum line_status status;

		GROW(s->item, s->n, s->cap);
		status = line_read_guessing(e->plan, &e->guess[worker], raw,
		    &s->item[s->n].line);
		if (status == LINE_BLANK)
			continue;
		if (status == LINE_NEWER || status == LINE_FAILED) {
			s->stop = status;
			s->stop_number = number;
			break;
		}
		s->item[s->n].number = number;
		s->item[s->n++].bad = status == LINE_BAD;
	}
	return 0;
}

static int
take_item(struct each *e, const struct slot *s, const struct item *i,
    struct err *err)
{
	struct finding f;

	e->diag->records++;
	if (!i->bad)
		return e->take(e->context, &i->line);
	f = inputs_refusal(e->in, &s->batch, i->number, &i->line,
	    i->line.problem);
	return diag_report(e->diag, &f, i->line.raw, err);
}

static int
take_slot(void *context, void *slot, struct err *err)
{
	struct each *e = context;
	struct slot *s = slot;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < s->n; i++)
		r = take_item(e, s, &s->item[i], err);
	if (r >= 0 && s->stop != LINE_OK)
		r = inputs_stop(e->in, &s->batch, s->stop_number, s->stop,
		    err);
	inputs_give_back(e->in, &s->batch);
	return r < 0 ? -1 : 0;
}

static void
release_slot(void *slot)
{
	mem_free(((struct slot *)slot)->item);
}

int
each_line(struct cli *cli, const struct line_plan *plan,
    int (*take)(void *context, const struct line *l), void *context,
    struct err *err)
{
	struct each e = { .in = inputs_open(cli->operands, cli->n_operands,
	    err), .diag = &cli->diag, .plan = plan, .take = take,
	    .context = context };
	struct work w = { .threads = (int)MAX(cli->threads, 1),
	    .item_size = sizeof(struct slot), .context = &e,
	    .read = read_slot, .map = map_slot, .take = take_slot,
	    .release = release_slot };
	int r;

	e.guess = mem_zero((size_t)w.threads, sizeof(*e.guess));
	r = e.in ? work_run(&w, err) : -1;
	mem_free(e.guess);
	inputs_close(e.in);
	return r < 0 ? -1 : 0;
}
