/* compile: a profile becomes a program: paths to slots and steps; program.h. */
#include "cmd/ccimport/filter.h"
#include "cmd/ccimport/program.h"

struct compiler {
	struct program *g;
	struct err *err;
	bool json;
	enum field_id fills;
	bool required, alternative;
	const struct section *section;	/* NULL: in none */
	size_t done;			/* its assigns before this one */
};

/* ---- paths -------------------------------------------------------------- */

static struct step *
add_step(struct arena *a, struct step **list, size_t *n)
{
	struct step *more = arena_zero(a, *n + 1, sizeof(*more));

	if (*n)
		memcpy(more, *list, *n * sizeof(*more));
	*list = more;
	return &more[(*n)++];
}

bool
path_index(struct str s, long *out)
{
	bool negative = s.n && s.p[0] == '-';
	long v = 0;

	if (negative)
		s = str_skip(s, 1);
	if (s.n == 0 || s.n > 6)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*out = negative ? -v : v;
	return true;
}

/* What stands in brackets: *, a number, or name=value. */
static bool
read_bracket(struct arena *a, struct str in, struct step *s)
{
	struct str rest = in;

	if (str_is(in, "*")) {
		s->kind = STEP_ALL;
		return true;
	}
	if (path_index(in, &s->index)) {
		s->kind = STEP_INDEX;
		return true;
	}
	s->kind = STEP_WHERE;
	str_cut(&rest, '=', &s->name);
	if (!rest.p || s->name.n == 0)
		return false;
	s->name = ini_unquote(s->name, a);
	s->value = ini_unquote(rest, a);
	return true;
}

/* The name at the start of *s, which may be quoted. */
static struct str
read_name(struct arena *a, struct str *s)
{
	size_t n = 0;
	struct str name;

	if (s->p[0] == '"') {
		const char *close = s->n > 1 ?
		    memchr(s->p + 1, '"', s->n - 1) : NULL;

		n = close ? (size_t)(close - s->p) + 1 : s->n;
	} else {
		while (n < s->n && s->p[n] != '.' && s->p[n] != '[')
			n++;
	}
	name = (struct str){ s->p, n };
	*s = str_skip(*s, n);
	return ini_unquote(name, a);
}

int
path_parse(struct arena *a, struct str path, struct place at,
    struct step **step, size_t *n, struct err *err)
{
	struct str s = path;

	while (s.n) {
		struct step *st;

		if (s.p[0] == '.' && s.n > 1)
			s = str_skip(s, 1);
		st = add_step(a, step, n);
		if (s.p[0] == '[') {
			const char *close = str_find(s, ']');

			if (!close || !read_bracket(a,
			    str_range(s.p + 1, close), st))
				return place_error(at, err,
				    "expected [*], [N] or [name=value] in "
				    "'%.*s'", STR_ARG(path));
			s = str_range(close + 1, s.p + s.n);
			continue;
		}
		st->kind = STEP_NAME;
		st->name = read_name(a, &s);
		if (st->name.n == 0)
			return place_error(at, err, "'%.*s' is not a path",
			    STR_ARG(path));
	}
	return 0;
}

static int
parse_access(struct compiler *c, struct access *a)
{
	struct str path = a->path;

	if (path.n && path.p[0] == '$') {
		a->root = true;
		path = str_skip(path, 1);
	}
	while (path.n && path.p[0] == '^') {
		a->up++;
		path = str_skip(path, 1);
	}
	return path_parse(&c->g->profile->arena, path, a->at, &a->step,
	    &a->n_step, c->err);
}

/* ---- terms to slots ----------------------------------------------------- */

/* JSON names are exact; a CSV header's are matched loosely. */
static bool
same_access(const struct compiler *c, struct str a, struct str b)
{
	return c->json ? str_eq(a, b) : same_name(a, b);
}

static int
add_access(struct compiler *c, struct term *t)
{
	struct program *g = c->g;
	struct access *a;

	for (size_t i = 0; i < g->n; i++)
		if (same_access(c, g->access[i].path, t->text)) {
			t->slot = (unsigned)i;
			a = &g->access[i];
			a->uses++;
			if (a->fills == FIELD_COUNT)
				a->fills = c->fills;
			a->required |= c->required && !c->alternative;
			a->alternative &= c->alternative;
			return 0;
		}
	GROW(g->access, g->n, g->cap);
	t->slot = (unsigned)g->n;
	a = &g->access[g->n++];
	*a = (struct access){ .path = t->text, .at = t->at, .uses = 1,
	    .column = profile_column(g->profile, t->text),
	    .fills = c->fills, .required = c->required && !c->alternative,
	    .alternative = c->alternative };
	a->one_unit = a->column && a->column->n == 1 &&
	    (a->column->filter[0].filter->out == V_TIME ||
	    a->column->filter[0].filter->out == V_DUR);
	a->has_null = g->profile->n_null || (a->column && a->column->n_null);
	return c->json ? parse_access(c, a) : 0;
}

/* Members are set in the order they are said in; one that is set later, or not
 * at all, would be nothing without a word. What is derived has a whole leg. */
static int
check_ours(const struct compiler *c, const struct term *t)
{
	const struct section *s = c->section;
	const char *name = fields[t->ours].name;

	if (!s || s->make == MAKE_DERIVE)
		return 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->assign[i].field == t->ours)
			return i < c->done ? 0 : place_error(t->at, c->err,
			    "our.%s is not set yet: say '%s' before it", name,
			    name);
	return place_error(t->at, c->err, "our.%s is nothing: [%.*s] does not "
	    "say '%s'", name, STR_ARG(s->title), name);
}

static int
do_term(struct compiler *c, struct term *t)
{
	for (size_t i = 0; i < t->n_part; i++)
		if (do_term(c, &t->part[i]) < 0)
			return -1;
	return t->kind == TERM_THEIRS ? add_access(c, t) :
	    t->kind == TERM_OURS ? check_ours(c, t) : 0;
}

static int
do_cond(struct compiler *c, struct cond *k)
{
	if (!k)
		return 0;
	if (k->kind >= COND_AND)	/* made by plans only: ALWAYS, NEVER */
		return do_cond(c, k->a) < 0 ? -1 : do_cond(c, k->b);
	if (do_term(c, &k->term) < 0)
		return -1;
	return k->kind >= COND_LESS ? do_term(c, &k->right) : 0;
}

static int
do_rules(struct compiler *c, struct rules *rules)
{
	for (size_t i = 0; i < rules->n; i++)
		if (do_cond(c, rules->rule[i].when) < 0)
			return -1;
	return 0;
}

static int
do_choices(struct compiler *c, struct choices *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct choice *ch = &list->choice[i];

		c->alternative = list->n > 1;
		for (size_t j = 0; j < ch->n; j++)
			if (do_term(c, &ch->term[j]) < 0)
				return -1;
		if (do_cond(c, ch->when) < 0)
			return -1;
	}
	c->alternative = false;
	return 0;
}

static int
do_section(struct compiler *c, struct section *s, struct each *each)
{
	c->section = s;
	c->done = 0;
	if (do_cond(c, s->when) < 0)
		return -1;
	for (size_t i = 0; i < s->n; i++) {
		struct assign *a = &s->assign[i];

		c->done = i;
		c->fills = a->field;
		c->required = a->field == F_ID && !s->needs;
		if (do_choices(c, &a->from) < 0)
			return -1;
	}
	c->section = NULL;
	c->fills = FIELD_COUNT;
	c->required = false;
	return s->each.n ? path_parse(&c->g->profile->arena, s->each, s->at,
	    &each->step, &each->n_step, c->err) : 0;
}

static int
do_required(struct compiler *c, struct choices *list)
{
	int r;

	c->required = true;
	r = do_choices(c, list);
	c->required = false;
	return r;
}

static int
do_messages(struct compiler *c, struct messages *m)
{
	struct choices *optional[] = {
		&m->parent, &m->thread, &m->customer, &m->split, &m->who,
		&m->text
	};

	if (!m->on)
		return 0;
	for (size_t i = 0; i < COUNT_OF(optional); i++)
		if (do_choices(c, optional[i]) < 0)
			return -1;
	if (do_cond(c, m->when) < 0 || do_required(c, &m->id) < 0 || do_required(c, &m->time) < 0 ||
	    do_cond(c, m->agent) < 0 || do_cond(c, m->bot) < 0 ||
	    do_cond(c, m->ends) < 0)
		return -1;
	return m->in.n ? path_parse(&c->g->profile->arena, m->in,
	    (struct place){ &c->g->profile->source[0], m->in.p },
	    &c->g->messages_in.step, &c->g->messages_in.n_step, c->err) : 0;
}

static int
do_events(struct compiler *c, struct profile *p)
{
	if (do_required(c, &p->join) < 0 || do_choices(c, &p->apart) < 0 ||
	    do_required(c, &p->event_key) < 0 ||
	    do_required(c, &p->event_name) < 0 ||
	    do_required(c, &p->event_time) < 0)
		return -1;
	for (size_t i = 0; i < p->same.n; i++)
		if (do_term(c, &p->same.term[i]) < 0)
			return -1;
	return 0;
}

static void
make_prefixes(struct program *g)
{
	for (unsigned f = 0; f < FIELD_COUNT; f++) {
		int n = snprintf(g->prefix[f].text, sizeof(g->prefix[f].text),
		    ",\"%s\":", fields[f].name);

		BUG_UNLESS(n > 0 && (size_t)n < sizeof(g->prefix[f].text));
		g->prefix[f].n = (size_t)n;
	}
	for (unsigned k = 0; k < KIND_COUNT; k++) {
		int n = snprintf(g->opening[k].text,
		    sizeof(g->opening[k].text), "{\"cc\":1,\"kind\":\"%s\"",
		    line_kinds[k]);

		BUG_UNLESS(n > 0 && (size_t)n < sizeof(g->opening[k].text));
		g->opening[k].n = (size_t)n;
	}
}

int
program_compile(struct program *g, struct profile *p, struct err *err)
{
	struct compiler c = { .g = g, .err = err, .fills = FIELD_COUNT,
	    .json = str_is(p->container, "json") };

	g->profile = p;
	make_prefixes(g);
	g->each = mem_zero(p->n_section + 1, sizeof(*g->each));
	g->sorted = p->has_legs || p->has_events ||
	    (p->messages.on && p->messages.in.n == 0);
	if (do_rules(&c, &p->drop) < 0)
		return -1;
	for (size_t i = 0; i < p->n_section; i++) {
		g->sorted |= p->section[i].make == MAKE_LEG;
		if (do_section(&c, &p->section[i], &g->each[i]) < 0)
			return -1;
	}
	/* expectations last: what a column fills is its first use that counts */
	return do_events(&c, p) < 0 || do_messages(&c, &p->messages) < 0 ? -1 :
	    do_rules(&c, &p->expect);
}

void
program_release(struct program *g)
{
	mem_free(g->access);
	mem_free(g->each);
	*g = (struct program){ 0 };
}
