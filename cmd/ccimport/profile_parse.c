/*
 * profile_parse: the text of a profile becomes checked data.
 *
 * THE LANGUAGE (cc-profile(5) is made from this comment)
 *
 * A profile is an ini file (common/ini.h): sections, `key = value`, comments
 * after #, an indented line goes on with a value. Left is ours, right is
 * theirs: `start = InitiationTimestamp` fills our member `start`.
 *
 * [profile]
 *   name, title		what it is called, and in words
 *   like = NAME|FILE		take everything of that profile; a key said here
 *				replaces the same key of the same section there
 *   container = csv | json | log
 *   records = PATH		json: $ (values back to back, lines, the
 *				elements of one array), $.calls[*] (an envelope)
 *   unwrap = NAME		json: {"NAME": {...}} stands for what is in it
 *   header = N [names K]	csv: N header rows (1), names in the K-th (1);
 *				0: no header, columns are @1, @2, ...
 *   preamble = N | auto	csv: lines before the header; auto: until a line
 *				holds the names of `detect`
 *   separator = , ; tab |	csv, log: else it is sniffed (log: |)
 *   fields = A B C		log: names of the separated fields, in order;
 *				the last one takes the rest
 *   pattern = 'PCRE2'		log: instead; its named groups are the fields
 *   detect = A, B		names by which the format is known (--sniff)
 *   zone = utc | NAME | local	of times without an offset; local (when not
 *				said): -z must be given
 *   zone = header N		csv: "timeZone" in the N-th header row
 *   optional = all | A, B	columns that need not be there (else a missing one
 *				is told, once a file)
 *   null = 'a' 'b'		words that mean "nothing" in every column
 *   source = NAME		default of --source (else the profile's name)
 *
 * [columns]  PATH, PATH = filter | filter | null 'a' 'b'
 *   Said once per column: its unit, time format, null words. Durations and
 *   times have no other way in: a column without a unit cannot fill one.
 *	"TALK TIME", "HOLD TIME" = hms
 *	TIMESTAMP                = time rfc2822
 *	Score                    = num | null '-' 'n/a'
 *
 * [names]  NAME = other, other		other spellings of a column's name
 * [drop]   RULE = condition		records left out, counted by rule name
 * [expect] 'RULE' = condition		holds of every other record, or else it is
 *				refused by the rule's name
 * [lookup NAME]  key = value		a small table for the filter `lookup`
 *   file = PATH key COLUMN value COLUMN	or a CSV beside the profile (at
 *				most 64 MiB); "file" in quotes is a key
 * [own] numbers = +44..., +44207*	ours: never a customer's identifiers
 *   domains = bank.example		of e-mail, and those below them
 *   names = 'Bank Support'		handles and ids (x, fb, wa, id, ...)
 *
 * [interaction], [case], [survey], [customer], [agent], [aggregate]
 *   make a line of that kind from every record; several sections, also of one
 *   kind ([interaction callback]: a word of your own after it), make several
 *   lines. [leg] makes a leg: the legs of one id become one contact.
 *   when = condition		only then
 *   needs = condition		csv: of the header's names alone; a file without
 *				them has none of this section, and a file that
 *				has none of any section is refused
 *   each = PATH		once for every element of that array: paths are
 *				then relative to it, ^ is its parent, ^^ the
 *				parent of that, $ the record
 *   attach = TYPE by M, N	[leg]: fills the nearest earlier leg of that
 *				type with equal members M, N instead
 *   MEMBER = value		any member of cc-lines(5)
 *   MEMBER += value		appends (party, tags, flags, products)
 *   ratings.NAME.value = ...	arrays of objects: NAME tells the objects apart
 *				(and is the rating's kind or the sla's name
 *				when that is not said)
 *   self.type = ...  reply.first_ms = ...   objects
 *   ext.NAME = ...		kept as it came
 *   A member said again, or values after a comma: alternatives, the first
 *   that is there wins.
 *
 * Values: [value] {| filter} {minus|plus value {| filter}} [if condition]
 *   PATH		a column (csv, log), or a path (json):
 *			a.b  a[*]  a[0]  a[-1]  a[name=tAcd].value  "odd name"
 *			csv: names match without case, blanks, _ and -;
 *			"ODD NAME" with blanks in quotes, @3 by position
 *   'text'		a literal. Bare words are literals only where the
 *			member has a closed list (channel = voice), is a
 *			boolean (yes, no) or a number (0)
 *   our.MEMBER		what this section has set before
 *   source, line	not theirs: use ext.
 * Filters: see the table in filter.c (--list=filters prints it). A unit with
 * `comma` behind it reads 1.234,5.
 *
 * Conditions: X (there, and not a null word), X is W, X is not W, X in (A, B),
 *   X has W (text holds it, list has it), X matches 'PCRE2', X < Y, X > Y,
 *   X equals Y (Y is a value: a path, our.MEMBER, 'text'), X not in (...), and, or, not, ( ). Words after is, in, has are literals.
 *
 * [contact] what a record says of the contact itself, where [leg each = ...]
 *   makes several legs of it: joins the first of them
 * [legs]  join = value		the contact's id: records with the same become
 *				one line (class sort). Without [legs] every
 *				[leg] is a contact with the id it sets itself
 *   break = value		where it is there, the id of another contact that
 *				begins with this record, such as a callback: its
 *				parent is what join says, its origin callback,
 *				unless the section says another
 *
 * [events] key, event, time = values	a log whose lines change calls
 *   same = value, value	equal in all of these: the same event again
 *   idle = 1h			a call with no open leg is written after this
 * [event NAME NAME]
 *   does = open		a new leg
 *   does = find M N		the newest open leg of this call whose members
 *				M, N are what this event sets; opened when it
 *				is missing (issue opening-derived)
 *   does = close M N [anywhere]  same, and it ends; anywhere: of any call
 *   does = beside		a leg with side, ended at once
 *   does = call		sets members of the contact, not of a leg
 *   does = drop		the call and all that was and will be said of it
 *				is left out (dropped-call)
 *   alias = yes		with anywhere: this event's call is that other
 *				call from now on, its open legs move there
 *   when, MEMBER = value	as above; of several for one event the first whose
 *				`when` holds, else the first without
 * [derive] MEMBER = value	when a leg is written and has not MEMBER
 *				(issue MEMBER-derived)
 *
 * [messages] a log of messages; episodes become interactions (cc-lines(5))
 *   in = PATH			json: the messages inside a record (then the
 *				record is the thread); else records are messages
 *   when = condition		only these are messages
 *   id, parent, thread, customer, who, time, text = values
 *   split = value		messages of different splits never share an
 *				episode; a message without one goes with the
 *				customer's message before it
 *   agent, bot = condition	who wrote it; else the customer
 *   ends = condition		this message ends the episode
 *   gap = 24h			so does this long a silence
 *   [interaction] then fills what the messages do not tell: for messages
 *   inside a record from that record, else from the episode's first message
 */
#include "cmd/ccimport/filter.h"
#include "cmd/ccimport/parse.h"
#include "common/when.h"

/* ---- [columns], [names], [drop], [lookup] ------------------------------- */

static int
column_item(struct parser *s)
{
	struct profile *p = s->p;
	struct expr_parser keys = value_expr(s), x = value_expr(s);
	struct column c = { 0 };
	struct term_list paths = { 0 };

	keys.rest = s->item->key;
	if (expr_terms(&keys, &paths) < 0 || expr_filters(&x, &c) < 0)
		return -1;
	for (size_t i = 0; i < paths.n; i++) {
		GROW(p->column, p->n_column, p->cap_column);
		c.path = paths.term[i].text;
		c.at = paths.term[i].at;
		p->column[p->n_column++] = c;
	}
	return 0;
}

static int
names_item(struct parser *s)
{
	struct profile *p = s->p;
	struct expr_parser x = value_expr(s);
	struct names n = { .at = key_place(s) };

	n.name = arena_get(&p->arena, sizeof(*n.name));
	n.name[n.n++] = ini_unquote(s->item->key, &p->arena);
	if (expr_words(&x, &n.name, &n.n) < 0)
		return -1;
	GROW(p->names, p->n_names, p->cap_names);
	p->names[p->n_names++] = n;
	return 0;
}

static int
rule_item(struct parser *s, struct rules *list)
{
	struct expr_parser x = value_expr(s);
	struct rule r = { .at = value_place(s),
	    .name = ini_unquote(s->item->key, &s->p->arena) };

	r.when = expr_cond(&x);
	if (!r.when || expr_end(&x) < 0)
		return -1;
	GROW(list->rule, list->n, list->cap);
	list->rule[list->n++] = r;
	return 0;
}

static int
drop_item(struct parser *s)
{
	return rule_item(s, &s->p->drop);
}

static int
expect_item(struct parser *s)
{
	struct rules *list = &s->p->expect;
	struct buf words = { 0 };
	struct rule *r;

	if (rule_item(s, list) < 0)
		return -1;
	r = &list->rule[list->n - 1];
	buf_printf(&words, "expected: %.*s", STR_ARG(r->name));
	r->words = arena_dup(&s->p->arena, buf_view(&words)).p;
	buf_release(&words);
	return 0;
}

static struct lookup *
lookup_named(struct parser *s)
{
	struct profile *p = s->p;
	struct str name = str_trim(str_skip(s->item->section, 6));

	for (size_t i = 0; i < p->n_lookup; i++)
		if (str_eq(p->lookup[i].name, name))
			return &p->lookup[i];
	GROW(p->lookup, p->n_lookup, p->cap_lookup);
	p->lookup[p->n_lookup] = (struct lookup){ .name = name,
	    .place = key_place(s) };
	return &p->lookup[p->n_lookup++];
}

static int
lookup_item(struct parser *s)
{
	struct lookup *l = lookup_named(s);
	struct expr_parser x = value_expr(s);
	struct str *word = NULL;
	size_t n = 0;

	if (!key_is(s, "file")) {		/* "file" in quotes is a key */
		lookup_add(s->p, l, ini_unquote(s->item->key, &s->p->arena),
		    value_text(s));
		return 0;
	}
	if (expr_words(&x, &word, &n) < 0)
		return -1;
	if (n != 5)
		return place_error(value_place(s), s->err,
		    "expected: file = PATH key COLUMN value COLUMN");
	return lookup_read(s->p, l, value_place(s), word, s->err);
}

static int
own_item(struct parser *s)
{
	struct own *own = &s->p->own;
	struct own_list *list = key_is(s, "numbers") ? &own->numbers :
	    key_is(s, "domains") ? &own->domains :
	    key_is(s, "names") ? &own->names : NULL;
	struct expr_parser x = value_expr(s);

	if (!list)
		return place_error(key_place(s), s->err,
		    "[own] has numbers, domains and names");
	if (expr_words(&x, &list->word, &list->n) < 0)
		return -1;
	for (size_t i = 0; list == &own->numbers && i < list->n; i++)
		if (!own_number_valid(list->word[i]))
			return place_error(value_place(s), s->err,
			    "'%.*s': a number begins with + and its country's "
			    "code, and may end with *",
			    STR_ARG(list->word[i]));
	return 0;
}

static int
lookups_ready(struct profile *p, struct err *err)
{
	for (size_t i = 0; i < p->n_lookup; i++)
		if (lookup_ready(&p->lookup[i], p->lookup[i].place, err) < 0)
			return -1;
	return 0;
}

/* ---- sections that make something --------------------------------------- */

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

static int
misfit(struct parser *s, const struct assign *a, const struct choice *c)
{
	const char *wants = a->type == T_TIME ? "a time" :
	    a->type == T_DUR ? "a duration" :
	    a->field == F_PARTY ? "an identifier (filter phone, email, crm, "
	    "acct, id, ...)" : "another type";

	return place_error(c->at, s->err,
	    "'%.*s' needs %s, and '%.*s' is none%s", STR_ARG(s->item->key),
	    wants, STR_ARG(c->term[0].text),
	    a->type == T_TIME || a->type == T_DUR ?
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
	return s->section->when ? expr_end(&x) : -1;
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
	if (!s->section->needs || expr_end(&x) < 0)
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

static int
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

/* ---- [legs], [events], [messages] --------------------------------------- */

static int
choices_item(struct parser *s, struct choices *list)
{
	struct expr_parser x = value_expr(s);

	return expr_choices(&x, list);
}

static int
duration_item(struct parser *s, int64_t *ms)
{
	return profile_span(s->item->value, ms) ? 0 :
	    place_error(value_place(s), s->err,
	    "expected a time span such as 90s, 30m, 24h, 3d");
}

static int
cond_item(struct parser *s, struct cond **c)
{
	struct expr_parser x = value_expr(s);

	*c = expr_cond(&x);
	return *c ? expr_end(&x) : -1;
}

static int
unknown_key(struct parser *s)
{
	return place_error(key_place(s), s->err, "[%.*s] has no key '%.*s'",
	    STR_ARG(s->item->section), STR_ARG(s->item->key));
}

static int
legs_item(struct parser *s)
{
	s->p->has_legs = true;
	return key_is(s, "join") ? choices_item(s, &s->p->join) :
	    key_is(s, "break") ? choices_item(s, &s->p->apart) :
	    unknown_key(s);
}

static int
events_item(struct parser *s)
{
	struct profile *p = s->p;
	struct expr_parser x = value_expr(s);

	p->has_events = true;
	if (key_is(s, "key"))
		return choices_item(s, &p->event_key);
	if (key_is(s, "event"))
		return choices_item(s, &p->event_name);
	if (key_is(s, "time"))
		return choices_item(s, &p->event_time);
	if (key_is(s, "same"))
		return expr_terms(&x, &p->same);
	if (key_is(s, "idle"))
		return duration_item(s, &p->idle_ms);
	return unknown_key(s);
}

static int
messages_item(struct parser *s)
{
	struct messages *m = &s->p->messages;
	const struct {
		const char *key;
		struct choices *list;
	} lists[] = {
		{ "id", &m->id }, { "parent", &m->parent },
		{ "thread", &m->thread }, { "customer", &m->customer },
		{ "split", &m->split },
		{ "who", &m->who }, { "time", &m->time }, { "text", &m->text },
	};
	const struct {
		const char *key;
		struct cond **cond;
	} conds[] = {
		{ "when", &m->when }, { "agent", &m->agent }, { "bot", &m->bot }, { "ends", &m->ends },
	};

	m->on = true;
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		if (key_is(s, lists[i].key))
			return choices_item(s, lists[i].list);
	for (size_t i = 0; i < COUNT_OF(conds); i++)
		if (key_is(s, conds[i].key))
			return cond_item(s, conds[i].cond);
	if (key_is(s, "gap"))
		return duration_item(s, &m->gap_ms);
	if (key_is(s, "in")) {
		m->in = s->item->value;
		return 0;
	}
	return unknown_key(s);
}

/* ---- sections ----------------------------------------------------------- */

static const struct section_kind {
	const char *word;		/* first word of the section's name */
	int (*item)(struct parser *s);
	int make;			/* enum make, or -1 */
	enum line_kind kind;
} section_kinds[] = {
	{ "profile", profile_item, -1, 0 },
	{ "columns", column_item, -1, 0 },
	{ "names", names_item, -1, 0 },
	{ "drop", drop_item, -1, 0 },
	{ "expect", expect_item, -1, 0 },
	{ "lookup", lookup_item, -1, 0 },
	{ "own", own_item, -1, 0 },
	{ "legs", legs_item, -1, 0 },
	{ "events", events_item, -1, 0 },
	{ "messages", messages_item, -1, 0 },
	{ "interaction", make_item, MAKE_LINE, K_INTERACTION },
	{ "case", make_item, MAKE_LINE, K_CASE },
	{ "survey", make_item, MAKE_LINE, K_SURVEY },
	{ "customer", make_item, MAKE_LINE, K_CUSTOMER },
	{ "agent", make_item, MAKE_LINE, K_AGENT },
	{ "aggregate", make_item, MAKE_LINE, K_AGGREGATE },
	{ "leg", make_item, MAKE_LEG, K_INTERACTION },
	{ "contact", make_item, MAKE_CONTACT, K_INTERACTION },
	{ "event", make_item, MAKE_EVENT, K_INTERACTION },
	{ "derive", make_item, MAKE_DERIVE, K_INTERACTION },
};

static struct str
first_word(struct str s)
{
	struct str w;

	str_cut(&s, ' ', &w);
	return w;
}

static const struct section_kind *
section_kind(struct str name)
{
	struct str word = first_word(name);

	for (size_t i = 0; i < COUNT_OF(section_kinds); i++)
		if (str_is(word, section_kinds[i].word))
			return &section_kinds[i];
	return NULL;
}

/* The open section of that name, or a new one. */
static int
open_section(struct parser *s, const struct section_kind *k)
{
	struct profile *p = s->p;
	struct str name = s->item->section;
	struct expr_parser x = { .profile = p, .err = s->err, .ini = s->ini };

	for (size_t i = 0; i < p->n_section; i++)
		if (str_eq(p->section[i].title, name)) {
			s->section = &p->section[i];
			return 0;
		}
	GROW(p->section, p->n_section, p->cap_section);
	s->section = &p->section[p->n_section++];
	*s->section = (struct section){ .make = (enum make)k->make,
	    .kind = k->kind, .title = name, .at = { s->ini, name.p } };
	if (k->make != MAKE_EVENT)
		return 0;
	x.rest = str_skip(name, strlen(k->word));
	return expr_words(&x, &s->section->event, &s->section->n_event);
}

static int
read_item(struct parser *s)
{
	const struct section_kind *k;

	if (!s->item->section.p)
		return place_error(key_place(s), s->err,
		    "a key before the first [section]");
	k = section_kind(s->item->section);
	if (!k)
		return place_error((struct place){ s->ini, s->item->section.p },
		    s->err, "there is no section [%.*s]",
		    STR_ARG(s->item->section));
	if (k->make >= 0 && open_section(s, k) < 0)
		return -1;
	return s->item->key.p ? k->item(s) : 0;
}

/* A key that a later text (a descendant) says again does not count. */
static bool
overridden(const struct profile *p, size_t source, const struct ini_item *item)
{
	for (size_t i = source + 1; item->key.p && i < p->n_source; i++)
		for (size_t j = 0; j < p->source[i].n; j++) {
			const struct ini_item *later = &p->source[i].item[j];

			if (later->key.p && !later->append &&
			    str_eq(later->section, item->section) &&
			    str_eq(later->key, item->key))
				return true;
		}
	return false;
}

/* What needs an id that nothing could ever fill? */
static bool
lacks_id(const struct profile *p, const struct section *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->assign[i].field == F_ID)
			return false;
	if (s->make == MAKE_LEG)
		return p->join.n == 0;
	return s->make == MAKE_LINE && s->kind != K_AGENT &&
	    s->kind != K_AGGREGATE &&
	    !(s->kind == K_INTERACTION && p->messages.on);
}

static int
check_ids(const struct profile *p, struct err *err)
{
	for (size_t i = 0; i < p->n_section; i++)
		if (lacks_id(p, &p->section[i]))
			return place_error(p->section[i].at, err,
			    "[%.*s] says nothing of 'id': its records would "
			    "all be refused", STR_ARG(p->section[i].title));
	return 0;
}

static int
check_whole(struct profile *p, struct err *err)
{
	struct place top = { &p->source[p->n_source - 1],
	    p->source[p->n_source - 1].text };

	if (p->name.n == 0)
		return place_error(top, err, "the profile has no name");
	if (!str_is(p->container, "csv") && !str_is(p->container, "json") &&
	    !str_is(p->container, "log"))
		return place_error(top, err,
		    "container is csv, json or log");
	if (p->n_section == 0)
		return place_error(top, err, "no section makes a line");
	for (size_t i = 0; i < p->n_section; i++)
		if (p->section[i].needs && !str_is(p->container, "csv"))
			return place_error(p->section[i].needs_at, err,
			    "'needs' is for csv, which has a header; say "
			    "[expect]");
	if (check_ids(p, err) < 0)
		return -1;
	if (p->has_legs && p->join.n == 0)
		return place_error(top, err, "[legs] needs 'join'");
	if (p->has_events && (p->event_key.n == 0 || p->event_name.n == 0 ||
	    p->event_time.n == 0))
		return place_error(top, err,
		    "[events] needs 'key', 'event' and 'time'");
	return 0;
}

/*
 * Types of values depend on [columns], whose filters depend on [lookup]: so
 * the sections are read in three passes.
 */
enum { PASS_LOOKUP, PASS_COLUMNS, PASS_REST, PASSES };

static int
pass_of(struct str section)
{
	struct str word = first_word(section);

	return str_is(word, "lookup") ? PASS_LOOKUP :
	    str_is(word, "columns") ? PASS_COLUMNS : PASS_REST;
}

static int
read_pass(struct parser *s, int pass)
{
	for (size_t i = 0; i < s->p->n_source; i++) {
		s->ini = &s->p->source[i];
		for (size_t j = 0; j < s->ini->n; j++) {
			s->item = &s->ini->item[j];
			if (pass_of(s->item->section) == pass &&
			    !overridden(s->p, i, s->item) && read_item(s) < 0)
				return -1;
		}
	}
	return 0;
}

int
profile_parse(struct profile *p, struct err *err)
{
	struct parser s = { .p = p, .err = err };

	p->header_rows = 1;
	p->names_row = 1;
	p->idle_ms = MS_HOUR;
	p->records = STR("$");
	for (int pass = 0; pass < PASSES; pass++)
		if (read_pass(&s, pass) < 0)
			return -1;
	return lookups_ready(p, err) < 0 ? -1 : check_whole(p, err);
}
