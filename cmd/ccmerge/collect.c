/* collect: files to one spool of distinct things; see collect.h. */
#include "cmd/ccmerge/collect.h"

#include "common/inputs.h"
#include "common/json.h"
#include "common/sort.h"
#include "common/when.h"

static const enum field_id wanted[] = { F_ID, F_SOURCE, F_PARTY, F_NAME,
	F_GIVEN, F_FAMILY, F_BORN, F_SINCE, F_START, F_END, F_REF, F_RATINGS,
	F_LEG, F_PART };

struct collecting {
	struct ccmerge_options *o;
	struct collected *c;
	struct line_plan plan;
	struct inputs *in;
	struct sort *sort;
	struct arena scratch;
	struct buf key;
	/* of the id being folded */
	struct fold *fold;
	struct buf group;		/* (source, kind, id) being folded */
	struct buf id;			/* id whose lines are in `same` */
	struct buf same;		/* folded lines of that id */
	struct buf surveys;		/* survey lines about that id */
	struct json json;		/* scratch of the full check */
};

/* ---- keys ---------------------------------------------------------------------------- */

static struct str
decoded(struct collecting *g, struct str token)
{
	struct str s;

	return token_str(token, &g->scratch, &s) ? s : STR_NONE;
}

static struct str
get(struct collecting *g, const struct line *l, enum field_id f)
{
	return decoded(g, line_get(&g->plan, l, f));
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
make_key(struct collecting *g, const struct line *l)
{
	struct str id = get(g, l, F_ID), ref = get(g, l, F_REF);
	bool survey = l->kind == K_SURVEY && ref.n;

	buf_clear(&g->key);
	if (survey)
		id = referenced_id(ref);
	key_str(&g->key, id.n ? id : l->raw);
	buf_char(&g->key, survey ? 1 : 0);
	key_str(&g->key, get(g, l, F_SOURCE));
	buf_char(&g->key, (char)l->kind);
	if (survey || l->kind == K_CUSTOMER) {
		key_str(&g->key, get(g, l, F_ID));
		key_str(&g->key, get(g, l, F_SINCE));
	}
}

/* ---- spans ----------------------------------------------------------------------------- */

static struct span *
span_for(struct collecting *g, struct str source)
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
take_span(struct collecting *g, const struct line *l)
{
	struct span *s = span_for(g, line_get(&g->plan, l, F_SOURCE));
	int64_t ms;

	if (token_time(line_get(&g->plan, l, F_START), &ms) &&
	    (s->start == WHEN_NONE || ms < s->start))
		s->start = ms;
	if (token_time(line_get(&g->plan, l, F_END), &ms) && ms > s->end)
		s->end = ms;
}

/* ---- reading ----------------------------------------------------------------------------- */

static int
refuse(struct collecting *g, const struct batch *b, uint64_t number,
    const struct line *l, const char *why, struct err *err)
{
	struct finding f = inputs_refusal(g->in, b, number, l, why);

	g->c->counts.rejected++;
	return diag_report(&g->o->cli.diag, &f, l->raw, err);
}

static int
take_line(struct collecting *g, const struct batch *b, uint64_t number,
    const struct line *l, struct err *err)
{
	const char *problem;
	size_t at;

	if (l->kind == K_SPAN) {
		take_span(g, l);
		return 0;
	}
	if (l->kind == K_KPI)
		return refuse(g, b, number, l, "kpi lines are for cckpi "
		    "--combine", err);
	if (line_validate(&g->json, l->raw, &problem, &at) < 0) {
		struct line bad = *l;

		bad.problem_at = at;
		return refuse(g, b, number, &bad, problem, err);
	}
	make_key(g, l);
	arena_clear(&g->scratch);
	return sort_add(g->sort, buf_view(&g->key), l->raw, err);
}

static int
read_batch(struct collecting *g, const struct batch *b, struct err *err)
{
	uint64_t number = b->line;
	struct str raw;
	struct line l;
	int r = 0;

	for (size_t at = 0; r == 0 && batch_line(b, &at, &raw); number++) {
		enum line_status status = line_read(&g->plan, raw, &l);

		if (status == LINE_BLANK)
			continue;
		g->c->counts.in++;
		g->o->cli.diag.records++;
		if (status == LINE_OK)
			r = take_line(g, b, number, &l, err);
		else if (status == LINE_BAD)
			r = refuse(g, b, number, &l, l.problem, err);
		else
			r = inputs_stop(g->in, b, number, status, err);
	}
	return r;
}

static int
read_all(struct collecting *g, struct err *err)
{
	struct batch b;
	int got, r = 0;

	g->in = inputs_open(g->o->cli.operands, g->o->cli.n_operands, err);
	if (!g->in)
		return -1;
	while (r == 0 && (got = inputs_next(g->in, 0, &b, err)) != 0) {
		if (got < 0)
			return -1;
		r = read_batch(g, &b, err);
		inputs_give_back(g->in, &b);
	}
	return r == 0 ? sort_finish(g->sort, err) : -1;
}

/* ---- identity ----------------------------------------------------------------------------- */

size_t
parties_of(struct str token, struct arena *a, struct str *out, size_t max)
{
	struct str element;
	size_t n = 0, at = 0;

	while (n < max && token.p && token_element(token, &at, &element))
		n += token_str(element, a, &out[n]);
	return n;
}

/* Name and birth in lower case, when a customer record has both. */
static struct str
who_is(struct collecting *g, const struct line *l)
{
	struct str given = get(g, l, F_GIVEN), family = get(g, l, F_FAMILY);
	struct str born = get(g, l, F_BORN);
	struct buf b = { 0 };
	struct str who;

	if (l->kind != K_CUSTOMER || !family.n || !born.n)
		return STR_NONE;
	buf_str(&b, given);
	buf_char(&b, 0);
	buf_str(&b, family);
	buf_char(&b, 0);
	buf_str(&b, born);
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] >= 'A' && b.p[i] <= 'Z')
			b.p[i] = (char)(b.p[i] + 32);
	who = arena_dup(&g->scratch, buf_view(&b));
	buf_release(&b);
	return who;
}

static void
tell_identity(struct collecting *g, struct str raw)
{
	struct str party[MAX_PARTIES];
	struct line l;
	size_t n;

	if (line_read(&g->plan, raw, &l) != LINE_OK)
		return;
	n = parties_of(line_get(&g->plan, &l, F_PARTY), &g->scratch, party,
	    MAX_PARTIES);
	if (n)
		identity_add(g->c->identity, party, n, who_is(g, &l));
	arena_clear(&g->scratch);
}

/* ---- one id's lines -------------------------------------------------------------------------- */

static int
put_out(struct collecting *g, struct str raw, struct err *err)
{
	tell_identity(g, raw);
	return spool_add(&g->c->lines, raw, err);
}

/* The contact line of this id that a survey is about, and only that. */
static bool
is_about(struct collecting *g, const struct line *survey, struct str raw,
    size_t candidates)
{
	struct str ref = get(g, survey, F_REF);
	const char *at = str_find(ref, '!');
	struct line l;

	if (line_read(&g->plan, raw, &l) != LINE_OK ||
	    l.kind != K_INTERACTION)
		return false;
	if (at)
		return str_eq(str_range(ref.p, at), get(g, &l, F_SOURCE));
	return candidates == 1 || str_eq(get(g, survey, F_SOURCE),
	    get(g, &l, F_SOURCE));
}

/* Lines of a buf are read with line_read: it may look past their end. */
static struct str
padded_view(struct buf *b)
{
	buf_room(b, PADDING);
	return buf_view(b);
}

static bool
next_line(struct str all, size_t *at, struct str *raw)
{
	const char *lf;

	if (*at >= all.n)
		return false;
	lf = memchr(all.p + *at, '\n', all.n - *at);
	*raw = str_range(all.p + *at, lf);
	*at += raw->n + 1;
	return true;
}

static size_t
count_contacts(struct collecting *g)
{
	struct str raw;
	struct line l;
	size_t at = 0, n = 0;

	while (next_line(padded_view(&g->same), &at, &raw))
		n += line_read(&g->plan, raw, &l) == LINE_OK &&
		    l.kind == K_INTERACTION;
	return n;
}

/* Adds the survey's ratings to a contact line: patched, not re-made. */
static void
absorb(struct collecting *g, size_t from, struct str raw,
    const struct line *survey)
{
	struct line l;
	struct buf all = { 0 }, patched = { 0 };
	struct str ratings = line_get(&g->plan, survey, F_RATINGS), old, e;
	struct line_patch p = { .field = F_RATINGS };
	size_t at = 0;

	if (line_read(&g->plan, raw, &l) != LINE_OK)
		return;
	old = line_get(&g->plan, &l, F_RATINGS);
	if (old.n > 2)
		buf_add(&all, old.p, old.n - 1);
	while (ratings.p && token_element(ratings, &at, &e)) {
		if (str_search(old, e))
			continue;	/* merged before */
		buf_char(&all, all.n ? ',' : '[');
		buf_str(&all, e);
	}
	if (all.n) {
		buf_char(&all, ']');
		p.json = buf_view(&all);
		line_patch(&patched, raw, &p, 1);
		buf_splice(&g->same, from, raw.n + 1, buf_view(&patched));
	}
	buf_release(&all);
	buf_release(&patched);
}

/* True: it went into a contact. */
static bool
absorb_survey(struct collecting *g, struct str raw_survey)
{
	size_t candidates = count_contacts(g), at = 0;
	struct str raw;
	struct line survey;

	if (line_read(&g->plan, raw_survey, &survey) != LINE_OK)
		return false;
	while (next_line(padded_view(&g->same), &at, &raw)) {
		if (!is_about(g, &survey, raw, candidates))
			continue;
		absorb(g, (size_t)(raw.p - g->same.p), raw, &survey);
		return true;
	}
	return false;
}

static int
end_id(struct collecting *g, struct err *err)
{
	struct str raw;
	size_t at = 0;
	int r = 0;

	while (r == 0 && next_line(padded_view(&g->surveys), &at, &raw)) {
		if (g->same.n && absorb_survey(g, raw))
			g->c->counts.surveys_joined++;
		else
			r = put_out(g, raw, err);
		arena_clear(&g->scratch);
	}
	for (at = 0; r == 0 && next_line(padded_view(&g->same), &at, &raw);)
		r = put_out(g, raw, err);
	buf_clear(&g->same);
	buf_clear(&g->surveys);
	return r;
}

static int
end_group(struct collecting *g, bool survey, struct err *err)
{
	struct fold_counts counts = { 0 };
	int r = fold_end(g->fold, survey ? &g->surveys : &g->same, &counts,
	    err);

	g->c->counts.superseded += counts.superseded;
	g->c->counts.joined += counts.joined;
	g->c->counts.opened += counts.opened;
	return r;
}

/* Length of the first key part (the id) with its end. */
static size_t
id_length(struct str key)
{
	size_t i = 0;

	while (i + 1 < key.n && !(key.p[i] == 0 && key.p[i + 1] == 0))
		i += key.p[i] == 0 ? 2 : 1;
	return i + 2;
}

static int
fold_all(struct collecting *g, struct err *err)
{
	struct str key, payload;
	bool any = false, survey = false;
	int got;

	while ((got = sort_next(g->sort, &key, &payload, err)) > 0) {
		struct str id = { key.p, MIN(id_length(key), key.n) };

		if (any && !str_eq(key, buf_view(&g->group)) &&
		    end_group(g, survey, err) < 0)
			return -1;
		if (any && !str_eq(id, buf_view(&g->id)) &&
		    end_id(g, err) < 0)
			return -1;
		buf_clear(&g->group);
		buf_str(&g->group, key);
		buf_clear(&g->id);
		buf_str(&g->id, id);
		survey = id.n < key.n && key.p[id.n] == 1;
		any = true;
		if (fold_add(g->fold, payload, err) < 0)
			return -1;
	}
	if (got < 0)
		return -1;
	if (any && (end_group(g, survey, err) < 0 || end_id(g, err) < 0))
		return -1;
	return 0;
}

int
collect(struct ccmerge_options *o, struct collected *c, struct err *err)
{
	struct sort_options so = { .mem_bytes = o->cli.mem_bytes / 2,
	    .tmp_dir = o->cli.tmp_dir, .threads = (int)o->cli.threads };
	struct collecting g = { .o = o, .c = c, .sort = sort_new(&so),
	    .fold = fold_new() };
	int r;

	spool_init(&c->lines, o->cli.mem_bytes / 2, o->cli.tmp_dir);
	c->identity = identity_new(o->hub);
	line_plan_init(&g.plan, wanted, COUNT_OF(wanted));
	r = read_all(&g, err);
	if (r == 0)
		r = fold_all(&g, err);
	if (r == 0)
		identity_resolve(c->identity);
	inputs_close(g.in);
	sort_free(g.sort);
	fold_free(g.fold);
	arena_release(&g.scratch);
	json_release(&g.json);
	buf_release(&g.key);
	buf_release(&g.group);
	buf_release(&g.id);
	buf_release(&g.same);
	buf_release(&g.surveys);
	return r;
}

void
collected_release(struct collected *c)
{
	spool_release(&c->lines);
	identity_free(c->identity);
	mem_free(c->span);
	arena_release(&c->arena);
}
