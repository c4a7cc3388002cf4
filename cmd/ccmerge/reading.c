/* reading: files to a sort by what their lines are about; see reading.h. */
#include "cmd/ccmerge/reading.h"

#include "cmd/ccmerge/note.h"
#include "common/inputs.h"
#include "common/json.h"
#include "common/when.h"
#include "common/work.h"

/* What a worker found out about one line. */
struct item {
	struct str raw;			/* of the batch */
	uint64_t number;
	enum line_status status;
	enum line_kind kind;
	const char *problem;		/* why it is refused */
	size_t problem_at;
	size_t key_at, key_n, note_n;	/* in the slot's bytes */
};

struct slot {
	struct batch batch;
	struct item *item;
	size_t n, cap;
	struct buf bytes;		/* keys and notes */
};

struct worker {
	struct arena scratch;
	struct line_places places;	/* of the check */
	struct json json;		/* of the full check */
	struct line_guess guess;
};

struct reading {
	struct ccmerge_options *o;
	struct collected *c;
	struct sort *sort;
	struct inputs *in;
	struct line_plan plan;
	struct worker *worker;
};

/* ---- a worker's part: check a line, make its key and its note ------------- */

static struct str
get(const struct reading *g, struct worker *w, const struct line *l,
    enum field_id f)
{
	struct str s;

	return token_str(line_get(&g->plan, l, f), &w->scratch, &s) ? s :
	    STR_NONE;
}

/* source!id, or an id alone. */
static struct str
referenced_id(struct str ref)
{
	const char *at = str_find(ref, '!');

	return at ? str_range(at + 1, ref.p + ref.n) : ref;
}

/*
 * Key: id, then surveys after what they may be about, then source and kind. A
 * survey's id is the one it refers to. What has no id (agents' states,
 * aggregates) is keyed by its own bytes: equal lines meet and become one.
 */
static void
put_key(const struct reading *g, struct worker *w, const struct line *l,
    struct buf *out)
{
	struct str id = get(g, w, l, F_ID), ref = get(g, w, l, F_REF);
	bool survey = l->kind == K_SURVEY && ref.n;

	if (survey)
		id = referenced_id(ref);
	key_str(out, id.n ? id : l->raw);
	buf_char(out, survey ? 1 : 0);
	key_str(out, get(g, w, l, F_SOURCE));
	buf_char(out, (char)l->kind);
	if (survey || l->kind == K_CUSTOMER) {
		key_str(out, get(g, w, l, F_ID));
		key_str(out, get(g, w, l, F_SINCE));
	}
}

static void
prepare(const struct reading *g, struct worker *w, struct slot *s,
    struct item *item, const struct line *l)
{
	if (l->kind == K_SPAN)
		return;
	if (l->kind == K_KPI) {
		item->status = LINE_BAD;
		item->problem = "kpi lines are for cckpi --combine";
		return;
	}
	if (line_validate_read(&w->json, &w->places, l->raw, &item->problem,
	    &item->problem_at) < 0) {
		item->status = LINE_BAD;
		return;
	}
	item->key_at = s->bytes.n;
	put_key(g, w, l, &s->bytes);
	item->key_n = s->bytes.n - item->key_at;
	note_put(&g->plan, l, &w->scratch, &s->bytes);
	item->note_n = s->bytes.n - item->key_at - item->key_n;
	arena_clear(&w->scratch);
}

static int
map_slot(void *context, int worker, void *slot, struct err *err)
{
	struct reading *g = context;
	struct worker *w = &g->worker[worker];
	struct slot *s = slot;
	uint64_t number = s->batch.line;
	struct str raw;

	(void)err;
	s->n = 0;
	buf_clear(&s->bytes);
	for (size_t at = 0; batch_line(&s->batch, &at, &raw); number++) {
		struct line l;
		enum line_status status = line_read_guessing(&g->plan,
		    &w->guess, raw, &l);

		if (status == LINE_BLANK)
			continue;
		GROW(s->item, s->n, s->cap);
		s->item[s->n] = (struct item){ .raw = raw, .number = number,
		    .status = status, .kind = l.kind };
		if (status == LINE_BAD) {
			s->item[s->n].problem = l.problem;
			s->item[s->n].problem_at = l.problem_at;
		} else if (status == LINE_OK) {
			prepare(g, w, s, &s->item[s->n], &l);
		}
		s->n++;
	}
	return 0;
}

/* ---- spans ----------------------------------------------------------------------------- */

static struct span *
span_for(struct reading *g, struct str source)
{
	struct collected *c = g->c;

	for (size_t i = 0; i < c->spans; i++)
		if (str_eq(c->span[i].source, source)) {
			c->counts.spans_joined++;
			return &c->span[i];
		}
	GROW(c->span, c->spans, c->span_cap);
	c->span[c->spans] = (struct span){ arena_dup(&c->arena, source),
	    WHEN_NONE, WHEN_NONE };
	return &c->span[c->spans++];
}

static void
take_span(struct reading *g, const struct line *l)
{
	struct span *s = span_for(g, line_get(&g->plan, l, F_SOURCE));
	int64_t ms;

	if (token_time(line_get(&g->plan, l, F_START), &ms) &&
	    (s->start == WHEN_NONE || ms < s->start))
		s->start = ms;
	if (token_time(line_get(&g->plan, l, F_END), &ms) && ms > s->end)
		s->end = ms;
}

/* ---- the main thread's part, in the order of the files --------------------- */

static int
read_slot(void *context, void *slot, struct err *err)
{
	struct reading *g = context;
	struct slot *s = slot;

	return inputs_next(g->in, 0, &s->batch, err);
}

static int
refuse(struct reading *g, const struct batch *b, const struct item *item,
    struct err *err)
{
	struct line l = { .raw = item->raw, .problem = item->problem,
	    .problem_at = item->problem_at };
	struct finding f = inputs_refusal(g->in, b, item->number, &l,
	    item->problem);

	g->c->counts.rejected++;
	return diag_report(&g->o->cli.diag, &f, item->raw, err);
}

static int
take_item(struct reading *g, struct slot *s, const struct item *item,
    struct err *err)
{
	const char *key = s->bytes.p + item->key_at;
	struct line l;

	if (item->status == LINE_BAD)
		return refuse(g, &s->batch, item, err);
	if (item->status != LINE_OK)
		return inputs_stop(g->in, &s->batch, item->number,
		    item->status, err);
	if (item->kind == K_SPAN) {
		if (line_read(&g->plan, item->raw, &l) == LINE_OK)
			take_span(g, &l);
		return 0;
	}
	return sort_add_parts(g->sort, (struct str){ key, item->key_n },
	    (struct str){ key + item->key_n, item->note_n }, item->raw, err);
}

static int
take_slot(void *context, void *slot, struct err *err)
{
	struct reading *g = context;
	struct slot *s = slot;
	int r = 0;

	for (size_t i = 0; r == 0 && i < s->n; i++) {
		g->c->counts.in++;
		g->o->cli.diag.records++;
		r = take_item(g, s, &s->item[i], err);
	}
	inputs_give_back(g->in, &s->batch);
	return r;
}

static void
release_slot(void *slot)
{
	struct slot *s = slot;

	mem_free(s->item);
	buf_release(&s->bytes);
}

int
read_files(struct ccmerge_options *o, struct collected *c, struct sort *sort,
    struct err *err)
{
	int threads = (int)MAX(o->cli.threads, 1), r = -1;
	struct reading g = { .o = o, .c = c, .sort = sort };
	struct work w = { .threads = threads,
	    .item_size = sizeof(struct slot), .context = &g,
	    .shared_read = true, .read = read_slot, .map = map_slot,
	    .take = take_slot, .release = release_slot };

	note_plan(&g.plan);
	g.worker = mem_zero((size_t)threads, sizeof(*g.worker));
	g.in = inputs_open(o->cli.operands, o->cli.n_operands, err);
	if (g.in)
		r = work_run(&w, err);
	inputs_close(g.in);
	for (int i = 0; i < threads; i++) {
		arena_release(&g.worker[i].scratch);
		line_places_release(&g.worker[i].places);
		json_release(&g.worker[i].json);
	}
	mem_free(g.worker);
	return r;
}
