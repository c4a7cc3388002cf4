/* folding: lines of some ids to lines about distinct things; see folding.h. */
#include "cmd/ccmerge/folding.h"

#include "cmd/ccmerge/note.h"

static struct str
get(struct folding *g, const struct line *l, enum field_id f)
{
	return token_text(line_get(g->plan, l, f), &g->scratch);
}

static enum line_status
read_again(struct folding *g, struct str raw, struct line *l)
{
	return line_read_guessing(g->plan, &g->guess, raw, l);
}

/* ---- what is done with a line --------------------------------------------- */

/* Name and birth in lower case, when a customer record has both. */
static struct str
who_is(struct folding *g, const struct line *l)
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

/* Tells identity what a line says, and adds it to the result. made: it stands in
 * to->made. */
static void
put_aside(struct folding *g, struct str noted, bool made)
{
	struct note note = note_of(noted);
	struct folded *to = g->to;
	struct str party[MAX_PARTIES];
	size_t n = parties_of(note.party, &g->scratch, party, MAX_PARTIES);
	struct crm_word word = { 0 };
	struct line l;
	bool says = note.kind == K_CUSTOMER && read_again(g, note.raw, &l) ==
	    LINE_OK;

	if (says) {
		word.who = who_is(g, &l);
		word.since = token_when(line_get(g->plan, &l, F_SINCE));
	}
	identity_add(&to->who, party, n, says ? &word : NULL);
	arena_clear(&g->scratch);
	GROW(to->line, to->n, to->cap);
	to->line[to->n++] = (struct folded_line){ .noted = noted, .made = made,
	    .parties = (uint32_t)n };
}

/* The same of a line that was made here and has no note yet. */
static void
put_out(struct folding *g, struct str raw)
{
	struct buf *made = &g->to->made;
	size_t at = made->n;
	struct line l;

	if (read_again(g, raw, &l) != LINE_OK)
		BUG("a line that was made here");
	note_put(g->plan, &l, NULL, &g->scratch, made);
	buf_room(made, PADDING);
	put_aside(g, (struct str){ made->p + at, made->n - at }, true);
}

/* ---- one id's lines ------------------------------------------------------- */

/* The contact line of this id that a survey is about, and only that. A bare id
 * is of the survey's own source: with any other, a contact that comes later
 * could change whose it was. */
static bool
is_about(struct folding *g, const struct line *survey, const struct line *l)
{
	struct str ref = get(g, survey, F_REF);
	const char *at = str_find(ref, '!');

	return l->kind == K_INTERACTION && str_eq(at ? str_range(ref.p, at) :
	    get(g, survey, F_SOURCE), get(g, l, F_SOURCE));
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
put_part(struct folding *g, struct str raw_survey, const struct line *about,
    struct buf *out, struct err *err)
{
	struct line_maker *m = &g->part;
	enum line_kind kind;
	struct buf key = { 0 };

	if (maker_load(m, raw_survey, &kind, err) < 0)
		return -1;
	buf_str(&key, token_text(maker_token(m, F_SOURCE), &g->scratch));
	buf_char(&key, '!');
	buf_str(&key, token_text(maker_token(m, F_ID), &g->scratch));
	maker_raw(m, F_ID, line_get(g->plan, about, F_ID));
	maker_raw(m, F_SOURCE, line_get(g->plan, about, F_SOURCE));
	maker_str(m, F_PART, STR("survey"));
	maker_str(m, F_LEG, buf_view(&key));
	maker_emit(m, K_INTERACTION, out);
	buf_release(&key);
	return 0;
}

/* Folds the survey into the contact, a line of g->same. */
static int
absorb(struct folding *g, const struct line *contact, struct str raw_survey,
    struct err *err)
{
	struct buf part = { 0 }, whole = BUF_MAX(LINE_MAX_BYTES);
	struct fold_counts counts = { 0 };
	int r = put_part(g, raw_survey, contact, &part, err);

	if (r == 0)
		r = fold_add(g->fold, contact->raw, err);
	if (r == 0)
		r = fold_add(g->fold, (struct str){ part.p, part.n - 1 }, err);
	if (r == 0)
		r = fold_end(g->fold, &whole, &counts, err);
	if (r == 0)
		buf_splice(&g->same, (size_t)(contact->raw.p - g->same.p),
		    contact->raw.n + 1, buf_view(&whole));
	buf_release(&part);
	buf_release(&whole);
	return r;
}

/* 1: it went into a contact; 0: it is about none. */
static int
absorb_survey(struct folding *g, struct str raw_survey, struct err *err)
{
	size_t at = 0;
	struct str raw;
	struct line survey, l;

	if (read_again(g, raw_survey, &survey) != LINE_OK)
		return 0;
	while (next_line(padded_view(&g->same), &at, &raw))
		if (read_again(g, raw, &l) == LINE_OK &&
		    is_about(g, &survey, &l))
			return absorb(g, &l, raw_survey, err) < 0 ? -1 : 1;
	return 0;
}

static int
end_id(struct folding *g, struct err *err)
{
	struct str raw;
	size_t at = 0;
	int r = 0;

	while (r == 0 && next_line(padded_view(&g->surveys), &at, &raw)) {
		r = g->same.n ? absorb_survey(g, raw, err) : 0;
		if (r > 0) {
			g->to->counts.surveys_joined++;
			r = 0;
		} else if (r == 0) {
			put_out(g, raw);
		}
		arena_clear(&g->scratch);
	}
	for (at = 0; r == 0 && next_line(padded_view(&g->same), &at, &raw);)
		put_out(g, raw);
	buf_clear(&g->same);
	buf_clear(&g->surveys);
	return r;
}

static int
end_group(struct folding *g, struct err *err)
{
	struct fold_counts counts = { 0 };
	int r = fold_end(g->fold, g->survey ? &g->surveys : &g->same,
	    &counts, err);

	g->to->counts.superseded += counts.superseded;
	g->to->counts.joined += counts.joined;
	g->to->counts.opened += counts.opened;
	g->to->counts.undecided += counts.undecided;
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
same_id(const struct sorted *a, const struct sorted *b, size_t n)
{
	return b->key.n >= n && memcmp(a->key.p, b->key.p, n) == 0;
}

/* next: the record behind r, or NULL. */
static int
fold_record(struct folding *g, const struct sorted *r,
    const struct sorted *next, struct err *err)
{
	size_t n = id_length(r->key);
	bool more = next && same_id(r, next, n);
	struct note note = note_of(r->noted);

	g->survey = n < r->key.n && r->key.p[n] == 1;
	if (!more && !g->folding && note.passes && !g->survey) {
		g->to->counts.opened++;
		put_aside(g, r->noted, false);
		return 0;
	}
	g->folding = more;
	if (fold_add(g->fold, note.raw, err) < 0)
		return -1;
	if ((!next || !str_eq(r->key, next->key)) && end_group(g, err) < 0)
		return -1;
	return more ? 0 : end_id(g, err);
}

int
fold_some(struct folding *g, const struct sorted *r, size_t n,
    struct folded *to, struct err *err)
{
	g->to = to;
	for (size_t i = 0; i < n; i++)
		if (fold_record(g, &r[i], i + 1 < n ? &r[i + 1] : NULL,
		    err) < 0)
			return -1;
	return 0;
}

bool
sorted_same_id(const struct sorted *a, const struct sorted *b)
{
	return same_id(a, b, id_length(a->key));
}

void
folding_init(struct folding *g, const struct line_plan *plan)
{
	g->plan = plan;
	g->fold = fold_new();
}

void
folding_release(struct folding *g)
{
	fold_free(g->fold);
	arena_release(&g->scratch);
	buf_release(&g->same);
	buf_release(&g->surveys);
	maker_release(&g->part);
}

void
folded_clear(struct folded *f)
{
	f->n = 0;
	f->made.max = SIZE_MAX / 2;
	buf_clear(&f->made);
	f->counts = (struct merge_counts){ 0 };
}

void
folded_release(struct folded *f)
{
	mem_free(f->line);
	buf_release(&f->made);
	identity_batch_release(&f->who);
}
