/* expr: the right side of a profile's lines: values, filters, conditions. */
#include "cmd/ccimport/profile.h"
#include "cmd/ccimport/filter.h"

enum token_kind { T_END, T_WORD, T_MARK };

struct token {
	enum token_kind kind;
	struct str text;	/* as written, quotes and all */
	char mark;		/* | ( ) , < > */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
is_mark(char c)
{
	return c && strchr("|(),<>", c) != NULL;
}

static bool
quote_here(const char *start, const char *p)
{
	return (*p == '"' || *p == '\'') &&
	    (p == start || strchr("=.[", p[-1]) != NULL);
}

static struct token
peek(struct expr_parser *x)
{
	const char *p, *end;
	int brackets = 0;
	struct token t = { .kind = T_END };

	while (x->rest.n && is_blank(x->rest.p[0]))
		x->rest = str_skip(x->rest, 1);
	if (x->rest.n == 0)
		return t;
	p = x->rest.p;
	end = p + x->rest.n;
	if (is_mark(*p)) {
		t.kind = T_MARK;
		t.mark = *p;
		t.text = (struct str){ p, 1 };
		return t;
	}
	t.kind = T_WORD;
	while (p < end && (brackets || (!is_blank(*p) && !is_mark(*p)))) {
		if (quote_here(x->rest.p, p)) {
			p = ini_past_quote(p, end, end);
			continue;
		}
		brackets += (*p == '[') - (*p == ']' && brackets);
		p++;
	}
	t.text = str_range(x->rest.p, p);
	return t;
}

static void
take(struct expr_parser *x, struct token t)
{
	x->rest = str_skip(x->rest, t.text.n);
}

static bool
is_word(struct token t, const char *word)
{
	return t.kind == T_WORD && str_is(t.text, word);
}

static bool
take_word(struct expr_parser *x, const char *word)
{
	struct token t = peek(x);

	if (!is_word(t, word))
		return false;
	take(x, t);
	return true;
}

static bool
take_mark(struct expr_parser *x, char mark)
{
	struct token t = peek(x);

	if (t.kind != T_MARK || t.mark != mark)
		return false;
	take(x, t);
	return true;
}

static struct place
here(struct expr_parser *x)
{
	(void)peek(x);
	return (struct place){ x->ini, x->rest.p };
}

int
place_error(struct place at, struct err *err, const char *fmt, ...)
{
	struct buf words = { 0 };
	va_list ap;
	int r;

	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	r = ini_error(at.ini, at.at, err, "%.*s", STR_ARG(buf_view(&words)));
	buf_release(&words);
	return r;
}

/* Arrays in the profile's arena grow by copying; profiles are small. */
static void *
grow(struct arena *a, void *list, size_t n, size_t size)
{
	char *more = arena_zero(a, n + 1, size);

	if (n)
		memcpy(more, list, n * size);
	return more;
}

static bool
ends_filter(struct token t)
{
	static const char *const words[] = {
		"if", "minus", "plus", "and", "or", "is", "not", "in", "has",
		"matches", "equals"
	};

	if (t.kind != T_WORD)
		return true;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (is_word(t, words[i]))
			return true;
	return false;
}

static int
wrong_args(struct expr_parser *x, const struct filter_use *use)
{
	const struct filter *f = use->filter;

	return place_error(use->at, x->err, "filter '%s' takes %s%u argument%s",
	    f->name, f->min_args == f->max_args ? "" : "at least ",
	    f->min_args, f->min_args == 1 ? "" : "s");
}

/* One filter: its name, then its arguments. */
static int
read_filter(struct expr_parser *x, struct filter_use *use)
{
	struct profile *p = x->profile;
	struct token t = peek(x);

	use->at = here(x);
	if (t.kind != T_WORD)
		return place_error(use->at, x->err, "expected a filter");
	use->filter = filter_find(t.text);
	if (!use->filter)
		return place_error(use->at, x->err, "there is no filter '%.*s'",
		    STR_ARG(t.text));
	use->arg = grow(&p->arena, NULL, 0, sizeof(*use->arg));
	use->arg[use->n++] = t.text;	/* arg[0] is the name: units need it */
	take(x, t);
	for (t = peek(x); !ends_filter(t); t = peek(x)) {
		use->arg = grow(&p->arena, use->arg, use->n, sizeof(*use->arg));
		use->arg[use->n++] = ini_unquote(t.text, &p->arena);
		take(x, t);
	}
	if (use->n - 1 < use->filter->min_args ||
	    use->n - 1 > use->filter->max_args)
		return wrong_args(x, use);
	if (use->filter->prepare &&
	    use->filter->prepare(p, use, x->err) < 0)
		return -1;
	return 0;
}

static bool
takes(enum vtype wants, enum vtype in)
{
	if (wants == V_QUANTITY)
		return in == V_INT || in == V_NUM || in == V_TIME ||
		    in == V_DUR;
	return wants == V_ANY || in == V_ANY || in == wants || in == V_NONE ||
	    in == V_LIST ||		/* element by element */
	    (wants == V_TEXT && (in == V_PARTY || in == V_INT));
}

static int
check_filter_input(struct expr_parser *x, const struct filter_use *use,
    enum vtype in)
{
	enum vtype wants = use->filter->in;

	if (takes(wants, in))
		return 0;
	if (wants == V_QUANTITY)
		return place_error(use->at, x->err, "filter '%s' takes %s: say "
		    "int, num or a unit before it", use->filter->name,
		    vtype_name(wants));
	return place_error(use->at, x->err, "filter '%s' takes %s, this is %s",
	    use->filter->name, vtype_name(wants), vtype_name(in));
}

/* What comes out; what one takes of a list of texts is a text. */
static enum vtype
type_after(const struct filter *f, enum vtype in)
{
	if (f->out != V_ANY)
		return f->out;
	return f->takes_list && in == V_LIST ? V_TEXT : in;
}

/* One filter more at a list's end; *type: what goes in, then what comes out. */
static int
add_filter(struct expr_parser *x, struct filter_use **list, size_t *n,
    enum vtype *type)
{
	struct filter_use use = { 0 };

	if (read_filter(x, &use) < 0 ||
	    check_filter_input(x, &use, *type) < 0)
		return -1;
	*list = grow(&x->profile->arena, *list, *n, sizeof(use));
	(*list)[(*n)++] = use;
	*type = type_after(use.filter, *type);
	return 0;
}

static int
read_chain(struct expr_parser *x, struct filter_use **list, size_t *n,
    enum vtype *type)
{
	while (take_mark(x, '|'))
		if (add_filter(x, list, n, type) < 0)
			return -1;
	return 0;
}

static enum vtype
column_type(const struct profile *p, struct str path)
{
	const struct column *c = profile_column(p, path);
	enum vtype type = V_TEXT;

	for (size_t i = 0; c && i < c->n; i++)
		type = type_after(c->filter[i].filter, type);
	return type;
}

static enum vtype
member_type(enum field_id f)
{
	static const enum vtype of[] = {
		[T_STR] = V_TEXT, [T_ENUM] = V_TEXT, [T_TIME] = V_TIME,
		[T_DUR] = V_DUR, [T_INT] = V_INT, [T_NUM] = V_NUM,
		[T_BOOL] = V_BOOL, [T_STRS] = V_LIST, [T_OBJ] = V_NODE,
		[T_OBJS] = V_NODE, [T_ANY] = V_NODE,
	};

	return of[fields[f].type];
}

static bool
is_number(struct str s)
{
	int64_t v;

	return text_to_micro(s, &v);
}

/* A bare word that the member itself gives a meaning to. */
static bool
bare_literal(const struct expr_parser *x, struct str word)
{
	for (const char *const *w = x->words; w && *w; w++)
		if (str_is(word, *w))
			return true;
	if (x->type == T_BOOL)
		return str_is(word, "yes") || str_is(word, "no");
	if (x->type == T_INT || x->type == T_NUM || x->type == T_DUR)
		return is_number(word);
	return false;
}

static int
read_ours(struct expr_parser *x, struct term *t, struct str name)
{
	t->kind = TERM_OURS;
	t->ours = field_find(name);
	if (t->ours == F_UNKNOWN)
		return place_error(t->at, x->err,
		    "there is no member '%.*s' of ours", STR_ARG(name));
	t->type = member_type(t->ours);
	return 0;
}

/* Literals are copied in wide steps when they are written. */
static struct str
padded(struct arena *a, struct str s)
{
	char *to = arena_zero(a, s.n + PADDING, 1);

	memcpy(to, s.p, s.n);
	return (struct str){ to, s.n };
}

/* A value without filters. */
static int
read_atom(struct expr_parser *x, struct term *t)
{
	struct token tok = peek(x);

	*t = (struct term){ .at = here(x), .type = V_TEXT };
	if (tok.kind != T_WORD)
		return place_error(t->at, x->err, "expected a value");
	take(x, tok);
	if (tok.text.p[0] == '\'' || bare_literal(x, tok.text)) {
		t->kind = TERM_LITERAL;
		t->text = padded(&x->profile->arena,
		    ini_unquote(tok.text, &x->profile->arena));
		t->plain = text_is_plain(t->text);
	} else if (str_starts(tok.text, STR("our."))) {
		if (read_ours(x, t, str_skip(tok.text, 4)) < 0)
			return -1;
	} else {
		t->kind = TERM_THEIRS;
		t->text = tok.text;
		t->type = column_type(x->profile, tok.text);
	}
	return 0;
}

static int
add_part(struct expr_parser *x, struct term *whole, const struct term *part)
{
	if (part->type != V_TEXT)
		return place_error(part->at, x->err, "with takes texts, this "
		    "is %s", vtype_name(part->type));
	whole->part = grow(&x->profile->arena, whole->part, whole->n_part,
	    sizeof(*part));
	whole->part[whole->n_part++] = *part;
	return 0;
}

/* Behind a value: those that it goes with. */
static int
read_with(struct expr_parser *x, struct term *t)
{
	struct term whole = { .kind = TERM_WITH, .at = t->at, .type = V_TEXT };
	const char *end = x->rest.p;

	if (!take_word(x, "with"))
		return 0;
	if (add_part(x, &whole, t) < 0)
		return -1;
	do {
		struct term part;

		if (read_atom(x, &part) < 0 || add_part(x, &whole, &part) < 0)
			return -1;
		end = x->rest.p;
	} while (take_word(x, "with"));
	whole.text = str_range(t->at.at, end);
	*t = whole;
	return 0;
}

static int
read_term(struct expr_parser *x, struct term *t)
{
	if (read_atom(x, t) < 0 || read_with(x, t) < 0)
		return -1;
	return read_chain(x, &t->filter, &t->n, &t->type);
}

/* A list in parentheses, or one word. */
static int
read_words(struct expr_parser *x, struct cond *c)
{
	bool many = take_mark(x, '(');

	do {
		struct token t = peek(x);

		if (t.kind != T_WORD)
			return place_error(here(x), x->err, "expected a word");
		c->word = grow(&x->profile->arena, c->word, c->n,
		    sizeof(*c->word));
		c->word[c->n++] = ini_unquote(t.text, &x->profile->arena);
		take(x, t);
	} while (many && (take_mark(x, ',') || peek(x).kind == T_WORD));
	if (many && !take_mark(x, ')'))
		return place_error(here(x), x->err, "expected ')'");
	return 0;
}

static struct cond *
new_cond(struct expr_parser *x, enum cond_kind kind, struct cond *a,
    struct cond *b)
{
	struct cond *c = arena_zero(&x->profile->arena, 1, sizeof(*c));

	c->kind = kind;
	c->a = a;
	c->b = b;
	return c;
}

static int
read_pattern(struct expr_parser *x, struct cond *c)
{
	struct place at = here(x);
	struct token t = peek(x);

	take(x, t);
	c->pat = profile_pattern(x->profile, ini_unquote(t.text,
	    &x->profile->arena), at, x->err);
	return c->pat ? 0 : -1;
}

/* The other side of < and >: a literal takes the type of the left one. */
static int
read_right(struct expr_parser *x, struct cond *c)
{
	enum field_type was = x->type;
	int r;

	x->type = T_NUM;
	r = read_term(x, &c->right);
	x->type = was;
	return r;
}

/* What follows the value of a test. */
static int
read_relation(struct expr_parser *x, struct cond *c, bool *negated)
{
	*negated = take_word(x, "not");		/* X not in (A, B) */
	if (take_word(x, "is")) {
		*negated |= take_word(x, "not");
		c->kind = COND_IS;
		return read_words(x, c);
	}
	if (take_word(x, "in")) {
		c->kind = COND_IN;
		return read_words(x, c);
	}
	if (take_word(x, "has")) {
		c->kind = COND_HAS;
		return read_words(x, c);
	}
	if (take_word(x, "matches")) {
		c->kind = COND_MATCHES;
		return read_pattern(x, c);
	}
	if (take_word(x, "equals")) {
		c->kind = COND_EQUALS;
		return read_right(x, c);
	}
	if (take_mark(x, '<')) {
		c->kind = COND_LESS;
		return read_right(x, c);
	}
	if (take_mark(x, '>')) {
		c->kind = COND_MORE;
		return read_right(x, c);
	}
	c->kind = COND_PRESENT;
	return *negated ? place_error(here(x), x->err,
	    "expected in, has, matches or equals after not") : 0;
}

static struct cond *read_cond(struct expr_parser *x);

static struct cond *
read_test(struct expr_parser *x)
{
	const char *const *words = x->words;
	enum field_type type = x->type;
	struct cond *c;
	bool negated;
	int r;

	if (take_word(x, "not")) {
		c = read_test(x);
		return c ? new_cond(x, COND_NOT, c, NULL) : NULL;
	}
	if (take_mark(x, '(')) {
		c = read_cond(x);
		if (c && !take_mark(x, ')')) {
			place_error(here(x), x->err, "expected ')'");
			return NULL;
		}
		return c;
	}
	c = new_cond(x, COND_PRESENT, NULL, NULL);
	x->words = NULL;		/* in conditions bare words are theirs */
	x->type = T_STR;
	r = read_term(x, &c->term);
	x->words = words;
	x->type = type;
	if (r < 0 || read_relation(x, c, &negated) < 0)
		return NULL;
	return negated ? new_cond(x, COND_NOT, c, NULL) : c;
}

static struct cond *
read_all(struct expr_parser *x)
{
	struct cond *a = read_test(x);

	while (a && take_word(x, "and")) {
		struct cond *b = read_test(x);

		a = b ? new_cond(x, COND_AND, a, b) : NULL;
	}
	return a;
}

static struct cond *
read_cond(struct expr_parser *x)
{
	struct cond *a = read_all(x);

	while (a && take_word(x, "or")) {
		struct cond *b = read_all(x);

		a = b ? new_cond(x, COND_OR, a, b) : NULL;
	}
	return a;
}

/* A minus B: both durations, or a time and a duration, or two times. */
static int
check_sum(struct expr_parser *x, const struct choice *c)
{
	for (size_t i = 0; c->n > 1 && i < c->n; i++) {
		enum vtype t = c->term[i].type;

		if (t != V_TIME && t != V_DUR && t != V_INT && t != V_NUM)
			return place_error(c->term[i].at, x->err,
			    "minus and plus take times, durations or numbers: "
			    "say the unit in [columns]");
	}
	return 0;
}

static int
read_choice(struct expr_parser *x, struct choice *c)
{
	char sign = '+';

	*c = (struct choice){ .at = here(x) };
	for (;;) {
		c->term = grow(&x->profile->arena, c->term, c->n,
		    sizeof(*c->term));
		c->sign = grow(&x->profile->arena, c->sign, c->n, 1);
		c->sign[c->n] = sign;
		if (read_term(x, &c->term[c->n++]) < 0)
			return -1;
		if (take_word(x, "minus"))
			sign = '-';
		else if (take_word(x, "plus"))
			sign = '+';
		else
			break;
	}
	if (check_sum(x, c) < 0)
		return -1;
	if (take_word(x, "if")) {
		c->when = read_cond(x);
		if (!c->when)
			return -1;
	}
	return 0;
}

/* -1: something is left. */
static int
read_end(struct expr_parser *x)
{
	if (peek(x).kind == T_END)
		return 0;
	return place_error(here(x), x->err, "not understood: '%.*s'",
	    STR_ARG(x->rest));
}

struct cond *
expr_cond(struct expr_parser *x)
{
	struct cond *c = read_cond(x);

	return c && read_end(x) == 0 ? c : NULL;
}

int
expr_choices(struct expr_parser *x, struct choices *list)
{
	do {
		struct choice c;

		if (read_choice(x, &c) < 0)
			return -1;
		list->choice = grow(&x->profile->arena, list->choice, list->n,
		    sizeof(c));
		list->choice[list->n++] = c;
	} while (take_mark(x, ','));
	return read_end(x);
}

/* [columns]: filters without a value before them; null words. */
int
expr_filters(struct expr_parser *x, struct column *column)
{
	enum vtype type = V_TEXT;
	struct str bar = STR("|");

	for (;;) {
		if (take_word(x, "null")) {
			struct cond words = { 0 };

			while (peek(x).kind == T_WORD)
				if (read_words(x, &words) < 0)
					return -1;
			column->null = words.word;
			column->n_null = words.n;
		} else if (add_filter(x, &column->filter, &column->n,
		    &type) < 0) {
			return -1;
		}
		if (!take_mark(x, bar.p[0]))
			return read_end(x);
	}
}

int
expr_words(struct expr_parser *x, struct str **words, size_t *n)
{
	struct cond list = { .word = *words, .n = *n };

	do {
		while (peek(x).kind == T_WORD)
			if (read_words(x, &list) < 0)
				return -1;
	} while (take_mark(x, ','));
	*words = list.word;
	*n = list.n;
	return read_end(x);
}

int
expr_terms(struct expr_parser *x, struct term_list *list)
{
	do {
		list->term = grow(&x->profile->arena, list->term, list->n,
		    sizeof(*list->term));
		if (read_term(x, &list->term[list->n++]) < 0)
			return -1;
	} while (take_mark(x, ','));
	return read_end(x);
}
