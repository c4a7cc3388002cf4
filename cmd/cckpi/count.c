/* count: batches of lines through workers into groups; see count.h. */
#include "cmd/cckpi/count.h"

#include "common/inputs.h"
#include "common/when.h"
#include "common/work.h"

struct worker {
	struct groups groups;
	struct key_maker maker;
};

struct bad {
	struct str raw;			/* view of the batch */
	uint64_t line;			/* counted from the batch's first, 0 */
	size_t column;
	const char *problem;
};

struct slot {
	struct batch batch;
	struct bad *bad;
	size_t n_bad, bad_cap;
	uint64_t lines;
};

struct counter {
	struct cckpi_options *o;
	struct count_plan *p;
	struct inputs *in;
	struct line_plan plan, leg_plan;
	struct worker *worker;
	bool horizon_known;
};

/* ---- the horizon --------------------------------------------------------------- */

static bool
take_span(const struct line_plan *plan, struct str raw, int64_t *least)
{
	struct line l;
	int64_t end;

	if (line_read(plan, raw, &l) != LINE_OK || l.kind != K_SPAN)
		return false;
	if (token_time(line_get(plan, &l, F_END), &end) &&
	    (*least == WHEN_NONE || end < *least))
		*least = end;
	return true;
}

/* The spans at the head of the first batch say where the data end. */
static void
find_horizon(struct counter *c, const struct batch *b)
{
	static const enum field_id want[] = { F_END };
	struct line_plan plan;
	struct str raw;
	size_t at = 0;

	c->horizon_known = true;
	line_plan_init(&plan, want, 1);
	while (batch_line(b, &at, &raw) &&
	    take_span(&plan, raw, &c->p->settings.horizon))
		;
}

/* ---- the pipeline ---------------------------------------------------------------- */

static int
read_slot(void *context, void *slot, struct err *err)
{
	struct counter *c = context;
	struct slot *s = slot;
	int r = inputs_next(c->in, 0, &s->batch, err);

	if (r > 0 && !c->horizon_known)
		find_horizon(c, &s->batch);
	return r;
}

static void
note_bad(struct slot *s, const struct line *l)
{
	GROW(s->bad, s->n_bad, s->bad_cap);
	s->bad[s->n_bad++] = (struct bad){ l->raw, s->lines, l->problem_at + 1,
	    l->problem };
}

static struct kpi_state *
state_for(void *context, const struct line *contact, const struct line *leg)
{
	struct worker *w = context;

	return groups_get(&w->groups, key_make(&w->maker, contact, leg));
}

static int
map_slot(void *context, int number, void *slot, struct err *err)
{
	struct counter *c = context;
	struct slot *s = slot;
	struct kpi_target to = { &c->worker[number], state_for };
	struct str raw;
	struct line l;
	size_t at = 0;

	s->n_bad = 0;
	for (s->lines = 0; batch_line(&s->batch, &at, &raw); s->lines++) {
		enum line_status status = line_read(&c->plan, raw, &l);

		if (LIKELY(status == LINE_OK))
			kpi_add(&c->p->settings, &c->plan, &c->leg_plan, &l,
			    &to);
		else if (status == LINE_BAD)
			note_bad(s, &l);
		else if (status != LINE_BLANK)
			return inputs_stop(c->in, &s->batch,
			    s->batch.line + s->lines, status, err);
	}
	return 0;
}

static int
take_slot(void *context, void *slot, struct err *err)
{
	struct counter *c = context;
	struct slot *s = slot;
	int r = 0;

	c->o->cli.diag.records += s->lines;
	for (size_t i = 0; i < s->n_bad && r == 0; i++) {
		struct finding f = { .code = FINDING_NOT_A_LINE,
		    .file = inputs_name(c->in, s->batch.file),
		    .line = s->batch.line + s->bad[i].line,
		    .byte = s->batch.byte + (uint64_t)(s->bad[i].raw.p -
		    s->batch.bytes.p),
		    .column = s->bad[i].column, .more = s->bad[i].problem };

		r = diag_report(&c->o->cli.diag, &f, s->bad[i].raw, err);
	}
	inputs_give_back(c->in, &s->batch);
	mem_free(s->bad);
	s->bad = NULL;
	s->n_bad = s->bad_cap = 0;
	return r;
}

static void
make_plans(struct counter *c)
{
	enum field_id want[63 + MAX_KEYS];
	size_t n = kpi_fields(c->p->chosen, c->p->n_chosen, want);

	n += keys_fields(c->p->keys, want + n);
	line_plan_init(&c->plan, want, n);
	want[n++] = F_TYPE;
	want[n++] = F_SIDE;
	line_plan_init(&c->leg_plan, want, n);
}

static int
run(struct counter *c, int threads, struct err *err)
{
	struct work w = { .threads = threads, .item_size = sizeof(struct slot),
	    .context = c, .read = read_slot, .map = map_slot,
	    .take = take_slot };

	c->worker = mem_zero((size_t)threads, sizeof(*c->worker));
	for (int i = 0; i < threads; i++)
		key_maker_init(&c->worker[i].maker, c->p->keys, c->p->zone,
		    &c->plan, &c->leg_plan);
	return work_run(&w, err);
}

int
count_lines(struct cckpi_options *o, struct count_plan *p,
    struct groups *out, struct err *err)
{
	struct counter c = { .o = o, .p = p };
	int threads = (int)o->cli.threads, r;

	c.horizon_known = p->settings.horizon != WHEN_NONE;
	c.in = inputs_open(o->cli.operands, o->cli.n_operands, err);
	if (!c.in)
		return -1;
	make_plans(&c);
	r = run(&c, MAX(threads, 1), err);
	for (int i = 0; i < MAX(threads, 1); i++) {
		if (r == 0)
			groups_merge(out, &c.worker[i].groups);
		groups_release(&c.worker[i].groups);
		key_maker_release(&c.worker[i].maker);
	}
	mem_free(c.worker);
	inputs_close(c.in);
	return r;
}
