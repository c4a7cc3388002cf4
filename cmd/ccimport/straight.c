/* straight: cells to the line, without values in between; see straight.h. */
#include "cmd/ccimport/straight.h"

#include "cmd/ccimport/digits.h"
#include "cmd/ccimport/put.h"

enum piece_kind {
	PUT_CELL,		/* its text, in quotes */
	PUT_DIGITS,		/* a whole number as it stands */
	PUT_THOUSANDS,		/* seconds as milliseconds */
	PUT_FILTERED,		/* a time or duration that a filter reads */
	PUT_WORD,		/* a word of ours, by a map */
	PUT_PARTY,		/* a list of one identifier */
	PUT_CHOSEN		/* the first alternative that is there */
};

/* Instants and the wait: compared with each other, and tallied. */
enum kept {
	KEPT_START, KEPT_QUEUED, KEPT_ANSWERED, KEPT_END, KEPT_AT,
	KEPT_WAIT, KEPTS
};

struct piece {
	unsigned char kind, kept;	/* KEPTS: none of them */
	bool may_be_null, must;		/* must: a line without has no key */
	bool phone;			/* a PARTY that is always plain */
	int column;
	unsigned slot;
	const struct filter_use *filter;
	const struct assign *assign;	/* CHOSEN */
	struct str name;		/* members that are sure, then its own:
					   ,"start": with the quote after it */
	size_t lead;			/* bytes of those before it */
	struct str instead;		/* where the cell is empty; or absent */
};

/* Texts are padded, and copied in wide steps. */
struct straight {
	struct piece *piece;
	size_t n;
	size_t room;			/* bytes of all its texts and numbers */
	size_t columns;			/* cells that a record must have */
	struct str last;		/* after the steps, to src's line */
	struct str tail;
};

/* A record longer than this goes the long way: room is counted in records. */
enum { LONG_RECORD = 4096, LONG_WORD = 256 };

/* ---- making ------------------------------------------------------------- */

struct straightener {
	const struct program *g;
	const struct file_info *f;
	struct str source;
	bool content;
	struct arena *a;
	const struct op *op[FIELD_COUNT];	/* the one that fills it */
	struct buf lead;
};

static struct str
padded_text(struct arena *a, struct str s)
{
	char *to = arena_zero(a, s.n + PADDING, 1);

	memcpy(to, s.p, s.n);
	return (struct str){ to, s.n };
}

static enum kept
kept_of(enum field_id f)
{
	switch (f) {
	case F_START: return KEPT_START;
	case F_QUEUED: return KEPT_QUEUED;
	case F_ANSWERED: return KEPT_ANSWERED;
	case F_END: return KEPT_END;
	case F_AT: return KEPT_AT;
	case F_WAIT_MS: return KEPT_WAIT;
	default: return KEPTS;
	}
}

/* Room for the longest word that a map gives, beside the cells' own. */
static size_t
longest_word(const struct filter_use *use)
{
	size_t most = 0;
	struct str word;

	for (size_t i = 0; map_word(use, i, &word); i++)
		most = MAX(most, word.n);
	return most;
}

static bool
is_map(const struct filter_use *use)
{
	struct str word;

	return map_word(use, 0, &word);
}

/* How an OP_CELL's value is written; false: not so simple. */
static bool
cell_kind(const struct op *op, struct piece *st)
{
	const struct filter_use *only = op->n_filter + op->n_filter2 != 1 ?
	    NULL : op->n_filter ? op->filter : op->filter2;

	st->filter = only;
	switch (op->type) {
	case T_STR:
	case T_ENUM:
		st->kind = op->plain_text ? PUT_CELL : PUT_WORD;
		return op->plain_text || (only && is_map(only));
	case T_INT:
		st->kind = PUT_DIGITS;
		return op->n_filter + op->n_filter2 == 0;
	case T_TIME:
		st->kind = PUT_FILTERED;
		return op->one_unit;
	case T_DUR:
		st->kind = !op->one_unit || !LITTLE_ENDIAN_HERE ?
		    PUT_FILTERED : filter_whole_unit(only) == 1 ? PUT_DIGITS :
		    filter_whole_unit(only) == MS_SECOND ? PUT_THOUSANDS :
		    PUT_FILTERED;
		return op->one_unit;
	default:
		return false;
	}
}

/* party += phone | phone: one column, one filter that makes an identifier. */
static bool
is_party(const struct straightener *x, const struct assign *a,
    struct piece *st)
{
	const struct choice *c = a->from.choice;
	const struct term *t = &c->term[0];
	const struct access *access = &x->g->access[t->slot];

	if (a->type != T_STRS || a->member.p || a->from.n != 1 || c->when ||
	    c->n != 1 || t->kind != TERM_THEIRS || t->n != 1 ||
	    t->filter->filter->out != V_PARTY ||
	    (access->column && access->column->n))
		return false;
	st->kind = PUT_PARTY;
	st->filter = t->filter;
	st->phone = str_is(t->filter->arg[0], "phone");
	st->slot = t->slot;
	st->column = x->f->binding.column[t->slot];
	st->may_be_null = access->has_null;
	return true;
}

static bool
asks_ours(const struct cond *c)
{
	return c && (c->kind < COND_ALWAYS ? c->term.kind == TERM_OURS ||
	    (c->kind >= COND_LESS && c->right.kind == TERM_OURS) :
	    c->kind >= COND_AND && (asks_ours(c->a) ||
	    (c->kind != COND_NOT && asks_ours(c->b))));
}

/* Alternatives of columns and words; no member that was set before. */
static bool
is_choice(const struct assign *a, struct piece *st)
{
	if (a->member.p || (a->type != T_STR && a->type != T_ENUM &&
	    a->type != T_TIME && a->type != T_DUR) || a->field == F_TEXT)
		return false;
	for (size_t i = 0; i < a->from.n; i++) {
		const struct choice *c = &a->from.choice[i];

		for (size_t k = 0; k < c->n; k++)
			if (c->term[k].kind == TERM_OURS)
				return false;
		if (asks_ours(c->when))
			return false;
	}
	st->kind = PUT_CHOSEN;
	st->assign = a;
	return true;
}

static bool
has_piece(const struct straightener *x, const struct op *op, struct piece *st)
{
	return (op->kind == OP_CELL && cell_kind(op, st)) ||
	    is_party(x, op->assign, st) || is_choice(op->assign, st);
}

/* Each member has one operation, of a kind that has a step. */
static bool
sort_ops(struct straightener *x, const struct section *s)
{
	struct piece tmp;

	memset(x->op, 0, sizeof(x->op));
	for (size_t i = 0; i < s->n; i++) {
		const struct op *op = &s->op[i];
		unsigned f = op->assign->field;

		if (f == F_TEXT && !x->content)
			continue;
		if (x->op[f] || f == F_SOURCE || f >= F_SRC ||
		    (op->kind != OP_WORD && !has_piece(x, op, &tmp)))
			return false;
		x->op[f] = op;
	}
	return x->op[F_ID] != NULL;
}

static void
add_name(struct buf *b, const struct program *g, unsigned field)
{
	buf_add(b, g->prefix[field].text, g->prefix[field].n);
}

/* The member with a word of the profile's in quotes. */
static void
add_word(struct buf *b, const struct program *g, unsigned field,
    struct str word)
{
	add_name(b, g, field);
	json_put_str(b, word);
}

static struct str
take_lead(struct straightener *x)
{
	struct str s = padded_text(x->a, buf_view(&x->lead));

	buf_clear(&x->lead);
	return s;
}

static void
make_piece(struct straightener *x, unsigned field, struct straight *to)
{
	const struct op *op = x->op[field];
	struct piece *st = &to->piece[to->n++];
	struct buf *b = &x->lead;

	*st = (struct piece){ .column = op->column, .slot = op->slot,
	    .may_be_null = op->may_be_null, .must = field == F_ID,
	    .kept = (unsigned char)kept_of((enum field_id)field) };
	if (!has_piece(x, op, st))
		BUG("a piece that sort_ops has not seen");
	st->lead = b->n;
	add_name(b, x->g, field);
	if (st->kind == PUT_PARTY)
		buf_puts(b, "[\"");
	else if (st->kind == PUT_CELL || st->kind == PUT_WORD)
		buf_char(b, '"');
	st->name = take_lead(x);
	if (st->kind != PUT_CHOSEN && op->kind == OP_CELL && op->word.p) {
		add_word(b, x->g, field, op->word);
		st->instead = take_lead(x);
	}
	to->columns = MAX(to->columns, (size_t)st->column + 1);
	to->room += st->name.n + st->instead.n + PADDING +
	    (st->kind == PUT_WORD ? longest_word(st->filter) :
	    st->kind == PUT_CHOSEN ? LONG_WORD : 0);
}

static const struct straight *
make_one(struct straightener *x, const struct section *s)
{
	struct straight *to = arena_zero(x->a, 1, sizeof(*to));
	const struct prefix *opening = &x->g->opening[s->kind];

	to->piece = arena_zero(x->a, s->n + 1, sizeof(*to->piece));
	buf_add(&x->lead, opening->text, opening->n);
	for (unsigned f = F_TYPE; f < F_SRC; f++) {
		if (f == F_SOURCE)
			add_word(&x->lead, x->g, f, x->source);
		else if (x->op[f] && x->op[f]->kind == OP_WORD)
			add_word(&x->lead, x->g, f, x->op[f]->word);
		else if (x->op[f])
			make_piece(x, f, to);
	}
	add_name(&x->lead, x->g, F_SRC);
	buf_str(&x->lead, x->f->src_head);
	to->last = take_lead(x);
	buf_str(&x->lead, x->f->src_tail);
	buf_puts(&x->lead, "}\n");
	to->tail = take_lead(x);
	to->room += to->last.n + to->tail.n + 2 * PADDING;
	return to;
}

const struct straight **
straight_make(const struct program *g, const struct file_info *f,
    struct str source, bool content, struct arena *a)
{
	struct straightener x = { .g = g, .f = f, .source = source,
	    .content = content, .a = a };
	const struct plan *p = &f->plan;
	const struct straight **list = arena_zero(a, p->n + 1, sizeof(*list));

	for (size_t i = 0; i < p->n; i++)
		if (p->section[i].op && !p->section[i].each.p &&
		    !g->messages_in.n_step && sort_ops(&x, &p->section[i]))
			list[i] = make_one(&x, &p->section[i]);
	buf_release(&x.lead);
	return list;
}

/* ---- running ------------------------------------------------------------ */

struct line_state {
	struct run *r;
	char *to;
	int64_t kept[KEPTS];
	unsigned has_kept;		/* bits */
};

enum put { LEFT_OUT, WRITTEN, JUDGE };	/* JUDGE: the long way, please */

/* Most are short. */
static inline char *
put_text(char *to, struct str s)
{
	memcpy(to, s.p, WIDE);
	for (size_t i = WIDE; i < s.n; i += WIDE)
		memcpy(to + i, s.p + i, WIDE);
	return to + s.n;
}

static inline char *
put_cell(char *to, const char *p, size_t n)
{
	if (LIKELY(n <= WIDE))
		memcpy(to, p, WIDE);
	else
		memcpy(to, p, n);
	return to + n;
}

/* Up to eight digits as the line spells a whole number. */
static inline bool
is_spelled(const char *p, size_t n, int64_t *v)
{
	return n <= 8 && (p[0] != '0' || n == 1) && read_few_digits(p, n, v);
}

static inline void
keep(struct line_state *l, const struct piece *st, int64_t v)
{
	if (st->kept == KEPTS)
		return;
	l->kept[st->kept] = v;
	l->has_kept |= 1u << st->kept;
}

static enum put
put_number(struct line_state *l, const struct piece *st, const char *p,
    size_t n)
{
	char *to = l->to;
	int64_t v;

	if (!is_spelled(p, n, &v))
		return JUDGE;
	to = put_text(to, st->name);
	memcpy(to, p, 8);
	to += n;
	if (st->kind == PUT_THOUSANDS && v) {
		memcpy(to, "000", 3);
		to += 3;
		v *= MS_SECOND;
	}
	keep(l, st, v);
	l->to = to;
	return WRITTEN;
}

static enum put
put_filtered(struct line_state *l, const struct piece *st, const char *p,
    size_t n)
{
	struct value v;

	v.type = V_TEXT;
	v.flags = VALUE_PADDED;
	v.s.p = p;
	v.s.n = n;
	if (st->filter->filter->run(&l->r->env, st->filter, &v) < 0 ||
	    v.flags & (VALUE_MINUTE | VALUE_DAY | VALUE_GAP | VALUE_FOLD))
		return JUDGE;
	if (v.type == V_TIME) {
		l->to = put_time(put_text(l->to, st->name), &v);
	} else if (v.type == V_DUR && v.i >= 0) {
		l->to = put_int(put_text(l->to, st->name), v.i);
	} else {
		return JUDGE;
	}
	keep(l, st, v.i);
	return WRITTEN;
}

/* A word by the map, or an identifier. */
static enum put
put_made(struct line_state *l, const struct piece *st, const char *p, size_t n)
{
	struct value v;
	char *to;

	v.type = V_TEXT;
	v.flags = 0;
	v.s.p = p;
	v.s.n = n;
	if (st->filter->filter->run(&l->r->env, st->filter, &v) < 0)
		return JUDGE;
	if (v.type == V_NONE)
		return LEFT_OUT;
	if (st->kind == PUT_PARTY && (v.s.n > n + WIDE ||
	    (!st->phone && !text_is_plain(v.s))))
		return JUDGE;
	to = put_text(l->to, st->name);
	memcpy(to, v.s.p, v.s.n);
	to += v.s.n;
	*to++ = '"';
	*to = ']';
	l->to = to + (st->kind == PUT_PARTY);
	return WRITTEN;
}

/* A word of ours, or theirs when it happens to be one. */
static bool
in_list(const struct assign *a, const struct value *v)
{
	const char *const *word = fields[a->field].values;

	if (v->flags & (VALUE_LITERAL | VALUE_WORD))
		return true;
	while (word && *word && !str_is(v->s, *word))
		word++;
	return word && *word;
}

/* Texts in quotes; `to` is past the member's name. */
static enum put
put_chosen_text(struct line_state *l, const struct piece *st, char *to,
    const struct value *v)
{
	const struct assign *a = st->assign;

	if (v->s.n > LONG_WORD || !text_is_plain(v->s) ||
	    (a->type == T_ENUM ? !in_list(a, v) : a->type != T_STR))
		return JUDGE;
	*to++ = '"';
	memcpy(to, v->s.p, v->s.n);
	to += v->s.n;
	*to++ = '"';
	l->to = to;
	return WRITTEN;
}

static enum put
put_chosen(struct line_state *l, const struct piece *st)
{
	struct value tmp;
	const struct value *v = run_choices(l->r, &st->assign->from, &tmp);
	char *to = put_text(l->to, st->name);

	if (!v)
		return JUDGE;
	switch (v->type) {
	case V_NONE:
		return LEFT_OUT;
	case V_TEXT:
		return put_chosen_text(l, st, to, v);
	case V_TIME:
		if (st->assign->type != T_TIME || v->flags & (VALUE_MINUTE |
		    VALUE_DAY | VALUE_GAP | VALUE_FOLD))
			return JUDGE;
		l->to = put_time(to, v);
		break;
	case V_DUR:
		if (st->assign->type != T_DUR || v->i < 0)
			return JUDGE;
		l->to = put_int(to, v->i);
		break;
	default:
		return JUDGE;
	}
	keep(l, st, v->i);
	return WRITTEN;
}

static inline enum put
put_piece(struct line_state *l, const struct piece *st, const struct str *cell)
{
	const char *p = cell->p;
	size_t n = cell->n;
	char *to;

	if (st->kind == PUT_CHOSEN)
		return put_chosen(l, st);
	if (n == 0)
		return LEFT_OUT;
	if (UNLIKELY(p[0] <= ' ' || p[n - 1] <= ' '))
		return JUDGE;		/* blanks around it */
	if (st->may_be_null && run_null_word(l->r->program->profile,
	    l->r->program->access[st->slot].column, (struct str){ p, n }))
		return LEFT_OUT;
	switch (st->kind) {
	case PUT_CELL:
		to = put_cell(put_text(l->to, st->name), p, n);
		*to = '"';
		l->to = to + 1;
		return WRITTEN;
	case PUT_DIGITS:
	case PUT_THOUSANDS:
		return put_number(l, st, p, n);
	case PUT_FILTERED:
		return put_filtered(l, st, p, n);
	default:
		return put_made(l, st, p, n);
	}
}

static bool
put_pieces(struct line_state *l, const struct straight *x)
{
	const struct str *cell = l->r->record->cell;

	for (const struct piece *st = x->piece, *end = st + x->n; st < end;
	    st++) {
		enum put put;

		put = put_piece(l, st, &cell[st->column]);
		if (put == WRITTEN)
			continue;
		if (put == JUDGE || st->must)
			return false;
		if (st->lead)
			l->to = put_text(l->to, (struct str){ st->name.p,
			    st->lead });
		if (st->instead.p)
			l->to = put_text(l->to, st->instead);
	}
	return true;
}

static inline bool
has_all(const struct line_state *l, unsigned bits)
{
	return (l->has_kept & bits) == bits;
}

/* Would make.c's check_times have something to say? */
static bool
times_differ(const struct line_state *l)
{
	const int64_t *k = l->kept;

	if (has_all(l, 1u << KEPT_WAIT | 1u << KEPT_QUEUED |
	    1u << KEPT_ANSWERED)) {
		int64_t d = k[KEPT_ANSWERED] - k[KEPT_QUEUED] - k[KEPT_WAIT];

		if (d > 1000 || d < -1000)
			return true;
	}
	return has_all(l, 1u << KEPT_START | 1u << KEPT_END) &&
	    k[KEPT_END] < k[KEPT_START];
}

static void
count(struct run *r, const struct section *s, const struct line_state *l)
{
	static const enum kept seen[] = { KEPT_START, KEPT_END, KEPT_AT };

	for (size_t i = 0; i < COUNT_OF(seen); i++)
		if (has_all(l, 1u << seen[i]))
			tally_time(&r->tally, l->kept[seen[i]]);
	r->tally.written[s->kind]++;
	r->n_out++;
}

bool
straight_run(struct run *r, const struct section *s, const struct straight *x)
{
	const struct record *rec = r->record;
	struct line_state l = { .r = r };
	char *start;

	if (!rec->plain || rec->n < x->columns || rec->raw.n > LONG_RECORD)
		return false;
	start = l.to = buf_room(r->out, x->room + x->n * (rec->raw.n +
	    PADDING));
	if (!start || !put_pieces(&l, x) || times_differ(&l))
		return false;
	l.to = put_text(l.to, x->last);
	l.to = put_int(l.to, (int64_t)rec->line);
	l.to = put_text(l.to, x->tail);
	r->out->n += (size_t)(l.to - start);
	count(r, s, &l);
	return true;
}
