/* collect: a sort of lines to one spool of distinct things; see collect.h. */
#include "cmd/ccmerge/collect.h"

#include "cmd/ccmerge/note.h"
#include "cmd/ccmerge/reading.h"
#include "common/fold.h"
#include "common/when.h"

/* A record of the sort. */
struct record {
	struct str key, noted;
};

struct collecting {
	struct collected *c;
	struct line_plan plan;
	struct line_guess guess;
	struct arena scratch;
	struct buf noted;		/* scratch */
	/* of the id being folded */
	struct fold *fold;
	bool folding;
	bool survey;			/* what is in fold */
	struct buf same;		/* folded lines of that id */
	struct buf surveys;		/* survey lines about that id */
	struct line_maker part;		/* scratch */
};

static struct str
get(struct collecting *g, const struct line *l, enum field_id f)
{
	struct str s;

	return token_str(line_get(&g->plan, l, f), &g->scratch, &s) ? s :
	    STR_NONE;
}

static enum line_status
read_again(struct collecting *g, struct str raw, struct line *l)
{
	return line_read_guessing(&g->plan, &g->guess, raw, l);
}

/* ---- what is done with a line --------------------------------------------- */

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

/* Tells identity what a line says, and puts it aside with how many identifiers
 * it has. lent: it stays where it is. */
static int
put_aside(struct collecting *g, struct str noted, bool lent, struct err *err)
{
	struct note note = note_of(noted);
	struct str party[MAX_PARTIES];
	uint32_t n = (uint32_t)parties_of(note.party, &g->scratch, party,
	    MAX_PARTIES);
	struct crm_word word = { .since = WHEN_NONE };
	struct line l;
	bool says = note.kind == K_CUSTOMER && read_again(g, note.raw, &l) ==
	    LINE_OK;
	int r;

	if (says) {
		word.who = who_is(g, &l);
		if (!token_time(line_get(&g->plan, &l, F_SINCE), &word.since))
			word.since = WHEN_NONE;
	}
	r = identity_add(g->c->identity, party, n, says ? &word : NULL, err);
	arena_clear(&g->scratch);
	if (r < 0)
		return -1;
	return spool_add(&g->c->lines, (struct str){ (const char *)&n,
	    sizeof(n) }, noted, lent, err);
}

/* The same of a line that was made here and has no note yet. */
static int
put_out(struct collecting *g, struct str raw, struct err *err)
{
	struct line l;

	if (read_again(g, raw, &l) != LINE_OK)
		BUG("a line that was made here");
	buf_clear(&g->noted);
	note_put(&g->plan, &l, &g->scratch, &g->noted);
	buf_str(&g->noted, raw);
	buf_room(&g->noted, PADDING);
	return put_aside(g, buf_view(&g->noted), false, err);
}

/* ---- one id's lines ------------------------------------------------------- */

/* The contact line of this id that a survey is about, and only that. A bare id
 * is of the survey's own source: with any other, a contact that comes later
 * could change whose it was. */
static bool
is_about(struct collecting *g, const struct line *survey, struct str raw)
{
	struct str ref = get(g, survey, F_REF);
	const char *at = str_find(ref, '!');
	struct line l;

	if (read_again(g, raw, &l) != LINE_OK ||
	    l.kind != K_INTERACTION)
		return false;
	return str_eq(at ? str_range(ref.p, at) : get(g, survey, F_SOURCE),
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

/*
 * The survey as a part of the contact: fold keeps it apart from the contact's
 * own record, so that it outlives a newer one, and a newer answer replaces it.
 */
static int
put_part(struct collecting *g, struct str raw_survey, const struct line *about,
    struct buf *out, struct err *err)
{
	struct line_maker *m = &g->part;
	enum line_kind kind;
	struct buf key = { 0 };
	struct str s;

	if (maker_load(m, raw_survey, &kind, err) < 0)
		return -1;
	if (token_str(maker_token(m, F_SOURCE), &g->scratch, &s))
		buf_str(&key, s);
	buf_char(&key, '!');
	if (token_str(maker_token(m, F_ID), &g->scratch, &s))
		buf_str(&key, s);
	maker_raw(m, F_ID, line_get(&g->plan, about, F_ID));
	maker_raw(m, F_SOURCE, line_get(&g->plan, about, F_SOURCE));
	maker_str(m, F_PART, STR("survey"));
	maker_str(m, F_LEG, buf_view(&key));
	maker_emit(m, K_INTERACTION, out);
	buf_release(&key);
	return 0;
}

/* Folds the survey into the contact line that stands at `from`. */
static int
absorb(struct collecting *g, size_t from, struct str raw, struct str raw_survey,
    struct err *err)
{
	struct buf part = { 0 }, whole = BUF_MAX(LINE_MAX_BYTES);
	struct fold_counts counts = { 0 };
	struct line l;
	int r;

	if (read_again(g, raw, &l) != LINE_OK)
		BUG("a line that was made here");
	r = put_part(g, raw_survey, &l, &part, err);
	if (r == 0)
		r = fold_add(g->fold, raw, err);
	if (r == 0)
		r = fold_add(g->fold, (struct str){ part.p, part.n - 1 }, err);
	if (r == 0)
		r = fold_end(g->fold, &whole, &counts, err);
	if (r == 0)
		buf_splice(&g->same, from, raw.n + 1, buf_view(&whole));
	buf_release(&part);
	buf_release(&whole);
	return r;
}

/* 1: it went into a contact; 0: it is about none. */
static int
absorb_survey(struct collecting *g, struct str raw_survey, struct err *err)
{
	size_t at = 0;
	struct str raw;
	struct line survey;

	if (read_again(g, raw_survey, &survey) != LINE_OK)
		return 0;
	while (next_line(padded_view(&g->same), &at, &raw))
		if (is_about(g, &survey, raw))
			return absorb(g, (size_t)(raw.p - g->same.p), raw,
			    raw_survey, err) < 0 ? -1 : 1;
	return 0;
}

static int
end_id(struct collecting *g, struct err *err)
{
	struct str raw;
	size_t at = 0;
	int r = 0;

	while (r == 0 && next_line(padded_view(&g->surveys), &at, &raw)) {
		r = g->same.n ? absorb_survey(g, raw, err) : 0;
		if (r > 0) {
			g->c->counts.surveys_joined++;
			r = 0;
		} else if (r == 0) {
			r = put_out(g, raw, err);
		}
		arena_clear(&g->scratch);
	}
	for (at = 0; r == 0 && next_line(padded_view(&g->same), &at, &raw);)
		r = put_out(g, raw, err);
	buf_clear(&g->same);
	buf_clear(&g->surveys);
	return r;
}

static int
end_group(struct collecting *g, struct err *err)
{
	struct fold_counts counts = { 0 };
	int r = fold_end(g->fold, g->survey ? &g->surveys : &g->same,
	    &counts, err);

	g->c->counts.superseded += counts.superseded;
	g->c->counts.joined += counts.joined;
	g->c->counts.opened += counts.opened;
	return r;
}

/* ---- all of them ------------------------------------------------------------ */

/* Length of the first key part (the id) with its end. */
static size_t
id_length(struct str key)
{
	size_t i = 0;

	while (i + 1 < key.n && !(key.p[i] == 0 && key.p[i + 1] == 0))
		i += key.p[i] == 0 ? 2 : 1;
	return MIN(i + 2, key.n);
}

static bool
same_id(const struct record *a, const struct record *b, size_t n)
{
	return b->key.n >= n && memcmp(a->key.p, b->key.p, n) == 0;
}

/* next: the record behind r, or NULL. */
static int
fold_record(struct collecting *g, const struct record *r,
    const struct record *next, struct err *err)
{
	size_t n = id_length(r->key);
	bool more = next && same_id(r, next, n);
	struct note note = note_of(r->noted);

	g->survey = n < r->key.n && r->key.p[n] == 1;
	if (!more && !g->folding && note.passes && !g->survey) {
		g->c->counts.opened++;
		return put_aside(g, r->noted, g->c->lent, err);
	}
	g->folding = more;
	if (fold_add(g->fold, note.raw, err) < 0)
		return -1;
	if ((!next || !str_eq(r->key, next->key)) && end_group(g, err) < 0)
		return -1;
	return more ? 0 : end_id(g, err);
}

static int
fold_all(struct collecting *g, struct sort *sort, struct err *err)
{
	struct record r, next;
	int got = sort_next(sort, &r.key, &r.noted, err);

	while (got > 0) {
		got = sort_next(sort, &next.key, &next.noted, err);
		if (got < 0 || fold_record(g, &r, got ? &next : NULL,
		    err) < 0)
			return -1;
		r = next;
	}
	return got;
}

/* While files are read the sort may take most of the memory; what comes after
 * needs little when nothing was spilled. */
static size_t
most_of(size_t bytes)
{
	return bytes / 8 * 5;
}

int
collect(struct ccmerge_options *o, struct collected *c, struct err *err)
{
	struct sort_options so = { .mem_bytes = most_of(o->cli.mem_bytes),
	    .tmp_dir = o->cli.tmp_dir, .threads = (int)o->cli.threads };
	struct identity_options io = { .hub = o->hub, .mem_bytes =
	    o->cli.mem_bytes / 8, .tmp_dir = o->cli.tmp_dir,
	    .threads = (int)o->cli.threads };
	struct collecting g = { .c = c, .fold = fold_new() };
	int r;

	c->sort = sort_new(&so);
	spool_init(&c->lines, o->cli.mem_bytes / 4, o->cli.tmp_dir);
	c->identity = identity_new(&io);
	note_plan(&g.plan);
	r = read_files(o, c, c->sort, err);
	if (r == 0)
		r = sort_finish(c->sort, err);
	c->lent = r == 0 && sort_in_memory(c->sort);
	if (r == 0)
		r = fold_all(&g, c->sort, err);
	if (!c->lent) {
		sort_free(c->sort);
		c->sort = NULL;
	}
	if (r == 0)
		r = identity_resolve(c->identity, err);
	fold_free(g.fold);
	arena_release(&g.scratch);
	buf_release(&g.noted);
	buf_release(&g.same);
	buf_release(&g.surveys);
	maker_release(&g.part);
	return r;
}

void
collected_release(struct collected *c)
{
	spool_release(&c->lines);
	sort_free(c->sort);
	identity_free(c->identity);
	mem_free(c->span);
	arena_release(&c->arena);
}
