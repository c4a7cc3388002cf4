/* count: batches of lines through workers into groupings; see count.h. */
#include "cmd/cckpi/count.h"

#include "cmd/cckpi/adherence.h"
#include "common/spans.h"
#include "common/when.h"
#include "common/work.h"

enum { TRIM_EVERY = 16 << 10 };	/* bytes of lines */

struct bad {
	struct line line;		/* views of the batch */
	uint64_t number;
};

struct slot {
	struct batch batch;
	struct bad *bad;
	size_t n_bad, bad_cap;
	uint64_t counted, passed;
	int64_t span_end;		/* least of its spans, or WHEN_NONE */
	struct aside agents;
};

struct counter {
	struct measure *m;
	struct inputs *in;
	bool counting;			/* a batch was read already */
	bool again;			/* all was read and reported once */
	struct late_span late;
	struct line_guess *guess;	/* one a worker */
};

static bool
needs_end(const struct measure *m)
{
	return !m->o->until && m->plan.section[SECTION_REPEAT];
}

static void
set_end(struct measure *m, int64_t end)
{
	m->settings.horizon = m->plan.settings.horizon = end;
}

static int
read_slot(void *context, void *slot, struct err *err)
{
	struct counter *c = context;
	struct slot *s = slot;
	int r = inputs_next(c->in, 0, &s->batch, err);

	if (r > 0 && !c->counting && needs_end(c->m))
		set_end(c->m, spans_least(c->m->settings.horizon,
		    spans_head(&s->batch)));
	c->counting = true;
	return r;
}

static void
note_bad(struct slot *s, const struct line *l, uint64_t number)
{
	GROW(s->bad, s->n_bad, s->bad_cap);
	s->bad[s->n_bad++] = (struct bad){ *l, number };
}

/* Counted already: to pass them over would answer 0 with status 0. */
static int
counts_again(const struct counter *c, const struct slot *s, uint64_t number,
    struct err *err)
{
	inputs_fail(c->in, &s->batch, number, "a kpi line, not an interaction",
	    err);
	err_hint(err, "--combine reads kpi lines");
	return -1;
}

static int
map_slot(void *context, int worker, void *slot, struct err *err)
{
	struct counter *c = context;
	struct slot *s = slot;
	struct grouping *g = c->m->grouping[worker];
	uint64_t number = s->batch.line;
	struct str raw;
	struct late_span late = LATE_NONE;
	const char *trimmed = s->batch.bytes.p;
	uint64_t counted = 0, passed = 0;	/* not in s: its neighbour in
						   memory is another worker's */
	int r;

	s->counted = s->passed = 0;
	s->span_end = WHEN_NONE;
	for (size_t at = 0; batch_line(&s->batch, &at, &raw); number++) {
		struct line *l = grouping_place(g);
		enum line_status status = line_read_guessing(
		    &c->m->plan.line, &c->guess[worker], raw, l);

		if (LIKELY(status == LINE_OK)) {
			bool taken = grouping_add_soon(g);

			counted += taken;
			passed += !taken;
			if (UNLIKELY(l->kind == K_AGENT))
				adherence_keep(c->m, &s->agents, l);
			if (!taken && l->kind == K_SPAN)
				spans_late(&late, spans_end(raw), 0);
			if (!taken && l->kind == K_KPI)
				return counts_again(c, s, number, err);
		} else if (status == LINE_BAD) {
			note_bad(s, l, number);
		} else if (status != LINE_BLANK) {
			return inputs_stop(c->in, &s->batch, number, status,
			    err);
		}
		if (raw.p - trimmed > TRIM_EVERY) {
			if (grouping_trim(g, err) < 0)
				return -1;
			trimmed = raw.p;
		}
	}
	s->counted = counted;
	s->passed = passed;
	s->span_end = late.end;
	r = grouping_trim(g, err);
	/* now, so that this worker's next batch comes to where this one is warm
	 * in its cache */
	if (!s->n_bad)
		inputs_give_back(c->in, &s->batch);
	return r;
}

static int
report_bad(struct counter *c, struct slot *s, struct err *err)
{
	struct diag *d = &c->m->o->cli.diag;

	if (c->again)
		return 0;
	d->records += s->counted + s->passed + s->n_bad;
	for (size_t i = 0; i < s->n_bad; i++) {
		const struct line *l = &s->bad[i].line;
		struct finding f = inputs_refusal(c->in, &s->batch,
		    s->bad[i].number, l, l->problem);

		if (diag_report(d, &f, l->raw, err) < 0)
			return -1;
	}
	return 0;
}

static void
release_slot(void *slot)
{
	struct slot *s = slot;

	adherence_release(&s->agents);
}

static int
take_slot(void *context, void *slot, struct err *err)
{
	struct counter *c = context;
	struct slot *s = slot;
	int r = report_bad(c, s, err);

	c->m->counted += s->counted;
	c->m->passed += s->passed;
	spans_late(&c->late, s->span_end, s->batch.file);
	if (r == 0)
		r = adherence_take(c->m, &s->agents, err);
	inputs_give_back(c->in, &s->batch);
	mem_free(s->bad);
	s->bad = NULL;
	s->n_bad = s->bad_cap = 0;
	return r;
}

/* Whether the end that was counted up to is that of the data: as
 * spans_settle. */
static int
settle(struct counter *c, struct err *err)
{
	struct measure *m = c->m;
	int64_t end = m->settings.horizon;
	bool chained = false;
	int r;

	if (!needs_end(m))
		return 0;
	for (size_t i = 0; i < m->n; i++)
		chained |= grouping_chained(m->grouping[i]);
	r = spans_settle(m->o->cli.operands, m->o->cli.n_operands, &c->late,
	    chained, &end, err);
	if (r < 0)
		err_hint(err, "say with --until where the data end, or give "
		    "files rather than pipes");
	set_end(m, end);
	return r;
}

static int
count_all(struct counter *c, struct err *err)
{
	const struct cli *cli = &c->m->o->cli;
	int threads = (int)MAX(cli->threads, 1), r;
	struct work w = { .threads = threads, .item_size = sizeof(struct slot),
	    .context = c, .read = read_slot, .map = map_slot,
	    .take = take_slot, .release = release_slot };

	if (measure_start(c->m, (size_t)threads, err) < 0)
		return -1;
	c->in = inputs_open(cli->operands, cli->n_operands, err);
	c->guess = mem_zero((size_t)threads, sizeof(*c->guess));
	r = c->in ? work_run(&w, err) : -1;
	inputs_close(c->in);
	mem_free(c->guess);
	return r < 0 ? -1 : settle(c, err);
}

/* Its late spans are known now: none moves the end any more. */
static int
count_again(struct counter *c, struct err *err)
{
	const struct measure *m = c->m;
	const struct diag *d = &m->o->cli.diag;
	int r;

	c->again = true;
	r = count_all(c, err);
	if (r < 0)
		return -1;
	if (r > 0 || d->records != m->counted + m->passed + d->refused)
		return err_set(err, ERR_FAILED, "the files changed while they "
		    "were read");
	return 0;
}

int
count_lines(struct measure *m, struct err *err)
{
	struct counter c = { .m = m, .late = LATE_NONE };
	const struct cli *cli = &m->o->cli;
	int r = 0;

	if (!m->o->until)
		r = spans_look(cli->operands, cli->n_operands,
		    &m->settings.horizon, err);
	if (r == 0)
		r = count_all(&c, err);
	if (r > 0)
		r = count_again(&c, err);
	return r < 0 ? -1 : adherence_add(m, err);
}
