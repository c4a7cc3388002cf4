/* profile_makes: the sections that make lines, legs and events: their members, and
 * whether what fills a member can fill it. */
#include "cmd/ccimport/filter.h"
#include "cmd/ccimport/parse.h"

/* Types of the members inside our objects; all others are text. */
static const struct {
	const char *name;
	enum field_type type;
} object_members[] = {
	{ "value", T_NUM }, { "worst", T_NUM }, { "best", T_NUM },
	{ "offered", T_TIME }, { "at", T_TIME }, { "due", T_TIME },
	{ "first_ms", T_DUR }, { "sum_ms", T_DUR }, { "max_ms", T_DUR },
	{ "target_ms", T_DUR }, { "elapsed_ms", T_DUR }, { "n", T_INT },
	{ "turns", T_INT }, { "misses", T_INT }, { "handed_off", T_BOOL },
	{ "met", T_BOOL },
};

static enum field_type
object_member_type(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(object_members); i++)
		if (str_is(name, object_members[i].name))
			return object_members[i].type;
	return T_STR;
}

static bool
known_member(const struct field *f, struct str name)
{
	for (const char *const *m = f->members; m && *m; m++)
		if (str_is(name, *m))
			return true;
	return f->members == NULL;
}

/* ratings.csat.value -> field, object, member and the type of what is set. */
static int
read_target(struct parser *s, struct assign *a)
{
	struct str rest = s->item->key, part;

	a->at = key_place(s);
	a->append = s->item->append;
	str_cut(&rest, '.', &part);
	a->field = field_find(part);
	if (a->field == F_UNKNOWN || a->field == F_CC || a->field == F_KIND)
		return place_error(a->at, s->err,
		    "there is no member '%.*s' of ours", STR_ARG(part));
	a->type = fields[a->field].type;
	if (a->type == T_OBJS && rest.p)
		str_cut(&rest, '.', &a->object);
	if (a->type == T_OBJS || a->type == T_OBJ || a->type == T_ANY) {
		if (!rest.p || rest.n == 0)
			return place_error(a->at, s->err,
			    "say which member of '%.*s'", STR_ARG(part));
		a->member = ini_unquote(rest, &s->p->arena);
		if (!known_member(&fields[a->field], a->member))
			return place_error(a->at, s->err,
			    "'%.*s' has no member '%.*s'", STR_ARG(part),
			    STR_ARG(a->member));
		a->type = a->type == T_ANY ? T_ANY :
		    object_member_type(a->member);
		return 0;
	}
	return rest.p ? place_error(a->at, s->err,
	    "'%.*s' is no object", STR_ARG(part)) : 0;
}

/* Whether a value of this type may fill a member of that type. */
static bool
fits(const struct assign *a, const struct choice *c, enum vtype t)
{
	const struct term *first = &c->term[0];
	bool literal = first->kind == TERM_LITERAL && first->n == 0;

	if (c->n > 1) {			/* minus and plus */
		size_t times = 0;

		for (size_t i = 0; i < c->n; i++)
			times += c->term[i].type == V_TIME;
		t = times == 1 ? V_TIME : times == 2 ? V_DUR : t;
	}
	switch (a->type) {
	case T_TIME:
		return t == V_TIME;
	case T_DUR:
		return t == V_DUR || (literal && str_is(first->text, "0"));
	case T_INT:
		return t == V_INT || t == V_TEXT;
	case T_NUM:
		return t == V_NUM || t == V_INT || t == V_TEXT;
	case T_BOOL:
		return t == V_BOOL || t == V_TEXT;
	case T_STRS:
		return a->field == F_PARTY ? t == V_PARTY || t == V_LIST :
		    t == V_TEXT || t == V_LIST || t == V_INT;
	case T_ENUM:
		return t == V_TEXT;
	case T_ANY:
		return true;
	default:
		return t != V_LIST && t != V_NODE;
	}
}

/* What a member of that type takes, in words. */
static const char *
wanted(const struct assign *a)
{
	switch (a->type) {
	case T_TIME:
		return "a time";
	case T_DUR:
		return "a duration";
	case T_INT:
		return "a whole number";
	case T_NUM:
		return "a decimal";
	case T_BOOL:
		return "a yes or no";
	default:
		return a->field == F_PARTY ? "an identifier (filter phone, "
		    "email, crm, acct, id, ...)" : "a text";
	}
}

static int
misfit(struct parser *s, const struct assign *a, const struct choice *c)
{
	enum vtype t = c->term[0].type;

	return place_error(c->at, s->err,
	    "'%.*s' needs %s, and '%.*s' is %s%s", STR_ARG(s->item->key),
	    wanted(a), STR_ARG(c->term[0].text), vtype_name(t),
	    t == V_TEXT && (a->type == T_TIME || a->type == T_DUR) ?
	    ": say its unit in [columns]" : "");
}

static bool
in_list(const char *const *values, struct str s)
{
	for (; *values; values++)
		if (str_is(s, *values))
			return true;
	return false;
}

/* What fills a member with a closed list must be one of its words: literals,
 * and what a last `map` gives. */
static int
check_words(struct parser *s, const struct assign *a, const struct choice *c)
{
	const char *const *values = fields[a->field].values;
	const struct term *t = &c->term[0];
	struct str word;

	if (a->type != T_ENUM)
		return 0;
	if (t->kind == TERM_LITERAL && t->n == 0 && !in_list(values, t->text))
		return place_error(t->at, s->err, "'%.*s' has no value "
		    "'%.*s'", STR_ARG(s->item->key), STR_ARG(t->text));
	for (size_t i = 0; t->n && map_word(&t->filter[t->n - 1], i, &word);
	    i++)
		if (!in_list(values, word))
			return place_error(t->at, s->err, "'%.*s' has no "
			    "value '%.*s'", STR_ARG(s->item->key),
			    STR_ARG(word));
	return 0;
}

static struct assign *
find_assign(struct section *sec, const struct assign *a)
{
	for (size_t i = 0; i < sec->n; i++) {
		struct assign *b = &sec->assign[i];

		if (b->field == a->field && str_eq(b->object, a->object) &&
		    str_eq(b->member, a->member) && b->append == a->append &&
		    !a->append)
			return b;
	}
	return NULL;
}

static int
assign_item(struct parser *s)
{
	struct expr_parser x = value_expr(s);
	struct assign a = { 0 }, *to;
	size_t from;

	if (read_target(s, &a) < 0)
		return -1;
	to = find_assign(s->section, &a);
	if (!to) {
		GROW(s->section->assign, s->section->n, s->section->cap);
		to = &s->section->assign[s->section->n++];
		*to = a;
	}
	x.type = a.type;
	if (a.type == T_ENUM)
		x.words = fields[a.field].values;
	from = to->from.n;
	if (expr_choices(&x, &to->from) < 0)
		return -1;
	for (size_t i = from; i < to->from.n; i++) {
		const struct choice *c = &to->from.choice[i];

		if (!fits(to, c, c->term[0].type))
			return misfit(s, to, c);
		if (check_words(s, to, c) < 0)
			return -1;
	}
	return 0;
}

static int
when_item(struct parser *s)
{
	struct expr_parser x = value_expr(s);

	s->section->when = expr_cond(&x);
	return s->section->when ? 0 : -1;
}

/* Only whether names are there: a header has no values. */
static bool
only_names(const struct cond *c)
{
	if (c->kind >= COND_AND)
		return only_names(c->a) && (!c->b || only_names(c->b));
	return c->kind == COND_PRESENT && c->term.kind == TERM_THEIRS &&
	    c->term.n == 0;
}

static int
needs_item(struct parser *s)
{
	struct expr_parser x = value_expr(s);

	s->section->needs = expr_cond(&x);
	s->section->needs_text = s->item->value;
	s->section->needs_at = value_place(s);
	if (!s->section->needs)
		return -1;
	return only_names(s->section->needs) ? 0 :
	    place_error(value_place(s), s->err,
	    "'needs' knows names of columns, and, or, not, ( )");
}

/* attach = queue by queue, agent */
static int
attach_item(struct parser *s)
{
	struct section *sec = s->section;
	struct expr_parser x = value_expr(s);
	struct str *w = NULL;
	size_t n = 0;

	if (expr_words(&x, &w, &n) < 0)
		return -1;
	if (n < 3 || !str_is(w[1], "by"))
		return place_error(value_place(s), s->err,
		    "expected 'TYPE by MEMBER, MEMBER'");
	sec->attach_type = w[0];
	sec->attach = w + 2;
	sec->n_attach = n - 2;
	for (size_t i = 2; i < n; i++)
		if (field_find(w[i]) == F_UNKNOWN)
			return place_error(value_place(s), s->err,
			    "there is no member '%.*s' of ours", STR_ARG(w[i]));
	return 0;
}

static int
does_item(struct parser *s)
{
	static const char *const verbs[] = {
		"open", "find", "close", "beside", "call", "drop"
	};
	struct section *sec = s->section;
	struct expr_parser x = value_expr(s);
	struct str *w = NULL;
	size_t n = 0, v = 0;

	if (expr_words(&x, &w, &n) < 0)
		return -1;
	while (v < COUNT_OF(verbs) && (n == 0 || !str_is(w[0], verbs[v])))
		v++;
	if (v == COUNT_OF(verbs))
		return place_error(value_place(s), s->err,
		    "expected open, find, close, beside, call or drop");
	sec->verb = (enum event_verb)v;
	for (size_t i = 1; i < n; i++) {
		if (str_is(w[i], "anywhere")) {
			sec->anywhere = true;
			continue;
		}
		if (sec->n_by == COUNT_OF(sec->by) ||
		    field_find(w[i]) == F_UNKNOWN)
			return place_error(value_place(s), s->err,
			    "'%.*s' is no member to find a leg by",
			    STR_ARG(w[i]));
		sec->by[sec->n_by++] = field_find(w[i]);
	}
	return 0;
}

int
make_item(struct parser *s)
{
	struct section *sec = s->section;

	if (key_is(s, "when"))
		return when_item(s);
	if (key_is(s, "needs"))
		return needs_item(s);
	if (key_is(s, "each")) {
		sec->each = s->item->value;
		return 0;
	}
	if (sec->make == MAKE_LEG && key_is(s, "attach"))
		return attach_item(s);
	if (sec->make == MAKE_EVENT && key_is(s, "does"))
		return does_item(s);
	if (sec->make == MAKE_EVENT && key_is(s, "alias")) {
		sec->alias = str_is(s->item->value, "yes");
		return 0;
	}
	return assign_item(s);
}
