/* reading: files to a sort by what their lines are about; see reading.h. */
#include "cmd/ccmerge/reading.h"

#include "cmd/ccmerge/note.h"
#include "common/inputs.h"
#include "common/json.h"
#include "common/when.h"
#include "common/work.h"

/* A line that is more than a record of the sort: refused, a span, or one that
 * ends it all. */
struct item {
	struct str raw;			/* of the batch */
	uint64_t number;
	uint64_t before;		/* lines before it in the slot */
	enum line_status status;
	const char *problem;		/* why it is refused */
	size_t problem_at;
};

struct slot {
	struct batch batch;
	struct item *item;
	size_t n, cap;
	uint64_t lines;
	struct sort_batch records;
};

struct worker {
	struct arena scratch;
	struct buf bytes;		/* a key and a note */
	struct line_places places;	/* of the line's members */
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
	return token_text(line_get(&g->plan, l, f), &w->scratch);
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

/* Does the line belong into the sort? */
static bool
is_record(struct worker *w, const struct line *l, struct item *item)
{
	if (item->status != LINE_OK || l->kind == K_SPAN)
		return false;
	if (l->kind == K_KPI) {
		item->status = LINE_BAD;
		item->problem = "kpi lines are for cckpi --combine";
	} else if (line_validate_read(&w->json, l->raw, w->places.place,
	    w->places.n, &item->problem, &item->problem_at) < 0) {
		item->status = LINE_BAD;
	}
	return item->status == LINE_OK;
}

static void
add_record(const struct reading *g, struct worker *w, struct slot *s,
    const struct line *l)
{
	struct str all;
	size_t key;

	buf_clear(&w->bytes);
	put_key(g, w, l, &w->bytes);
	key = w->bytes.n;
	note_put(&g->plan, l, &w->places, &w->scratch, &w->bytes);
	arena_clear(&w->scratch);
	all = buf_view(&w->bytes);
	sort_batch_add(&s->records, (struct str){ all.p, key },
	    str_skip(all, key), STR_NONE);
}

static void
map_line(const struct reading *g, struct worker *w, struct slot *s,
    struct str raw, uint64_t number)
{
	struct line l;
	struct item item = { raw, number, s->lines, LINE_OK, NULL, 0 };

	w->places.n = 0;
	item.status = line_read_locating(&g->plan, &w->guess, raw, &l,
	    &w->places);
	if (item.status == LINE_BLANK)
		return;
	s->lines++;
	if (item.status == LINE_BAD) {
		item.problem = l.problem;
		item.problem_at = l.problem_at;
	}
	if (is_record(w, &l, &item)) {
		add_record(g, w, s, &l);
		return;
	}
	GROW(s->item, s->n, s->cap);
	s->item[s->n++] = item;
}

static int
map_slot(void *context, int worker, void *slot, struct err *err)
{
	struct reading *g = context;
	struct slot *s = slot;
	uint64_t number = s->batch.line;
	struct str raw;

	(void)err;
	s->n = 0;
	s->lines = 0;
	if (!s->records.block_bytes)
		sort_batch_init(&s->records, g->sort);
	for (size_t at = 0; batch_line(&s->batch, &at, &raw); number++)
		map_line(g, &g->worker[worker], s, raw, number);
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
	struct line l;

	if (item->status == LINE_BAD)
		return refuse(g, &s->batch, item, err);
	if (item->status != LINE_OK)
		return inputs_stop(g->in, &s->batch, item->number,
		    item->status, err);
	if (line_read(&g->plan, item->raw, &l) == LINE_OK)
		take_span(g, &l);
	return 0;
}

static int
take_slot(void *context, void *slot, struct err *err)
{
	struct reading *g = context;
	struct slot *s = slot;
	uint64_t before = g->o->cli.diag.records;
	int r = 0;

	for (size_t i = 0; r == 0 && i < s->n; i++) {
		g->o->cli.diag.records = before + s->item[i].before + 1;
		r = take_item(g, s, &s->item[i], err);
	}
	if (r == 0) {
		g->c->counts.in += s->lines;
		g->o->cli.diag.records = before + s->lines;
		r = sort_take(g->sort, &s->records, err);
	}
	inputs_give_back(g->in, &s->batch);
	return r;
}

static void
release_slot(void *slot)
{
	struct slot *s = slot;

	mem_free(s->item);
	sort_batch_release(&s->records);
}

int
read_files(struct ccmerge_options *o, struct collected *c, struct sort *sort,
    struct err *err)
{
	int threads = (int)MAX(o->cli.threads, 1), r = -1;
	struct reading g = { .o = o, .c = c, .sort = sort };
	struct work w = { .threads = threads,
	    .item_size = sizeof(struct slot), .context = &g,
	    .read = read_slot, .map = map_slot, .take = take_slot,
	    .release = release_slot };

	note_plan(&g.plan);
	g.worker = mem_zero((size_t)threads, sizeof(*g.worker));
	g.in = inputs_open(o->cli.operands, o->cli.n_operands, err);
	if (g.in)
		r = work_run(&w, err);
	inputs_close(g.in);
	for (int i = 0; i < threads; i++) {
		arena_release(&g.worker[i].scratch);
		buf_release(&g.worker[i].bytes);
		line_places_release(&g.worker[i].places);
		json_release(&g.worker[i].json);
	}
	mem_free(g.worker);
	return r;
}
