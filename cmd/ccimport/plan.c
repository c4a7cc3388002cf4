/* plan: the program without what one file cannot fill; see program.h. */
#include "cmd/ccimport/filter.h"
#include "cmd/ccimport/program.h"

struct planner {
	const struct program *g;
	const struct binding *b;
	struct arena *a;
};

/* A value that no record of this file has. */
static bool
never_there(const struct planner *p, const struct term *t)
{
	for (size_t i = 0; i < t->n_part; i++)
		if (never_there(p, &t->part[i]))
			return true;
	return t->kind == TERM_THEIRS && p->b->column[t->slot] < 0;
}

static struct cond *
decided(struct planner *p, bool holds)
{
	struct cond *c = arena_zero(p->a, 1, sizeof(*c));

	c->kind = holds ? COND_ALWAYS : COND_NEVER;
	return c;
}

static struct cond *
plan_cond(struct planner *p, struct cond *c)
{
	struct cond *made, *a, *b = NULL;

	if (c->kind < COND_ALWAYS)
		return never_there(p, &c->term) || (c->kind >= COND_LESS &&
		    never_there(p, &c->right)) ? decided(p, false) : c;
	if (c->kind < COND_AND)
		return c;
	a = plan_cond(p, c->a);
	if (c->kind == COND_NOT && (a->kind == COND_ALWAYS ||
	    a->kind == COND_NEVER))
		return decided(p, a->kind == COND_NEVER);
	if (c->kind != COND_NOT) {
		enum cond_kind ends = c->kind == COND_AND ? COND_NEVER :
		    COND_ALWAYS;

		b = plan_cond(p, c->b);
		if (a->kind == ends || b->kind == ends)
			return decided(p, ends == COND_ALWAYS);
		if (a->kind == COND_ALWAYS || a->kind == COND_NEVER)
			return b;
		if (b->kind == COND_ALWAYS || b->kind == COND_NEVER)
			return a;
	}
	made = arena_zero(p->a, 1, sizeof(*made));
	*made = *c;
	made->a = a;
	made->b = b;
	return made;
}

/* Can it ever give a value? Its condition is decided as far as it goes. */
static bool
plan_choice(struct planner *p, struct choice *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (never_there(p, &c->term[i]))
			return false;
	if (c->when)
		c->when = plan_cond(p, c->when);
	if (c->when && c->when->kind == COND_NEVER)
		return false;
	if (c->when && c->when->kind == COND_ALWAYS)
		c->when = NULL;
	return true;
}

static void
plan_choices(struct planner *p, struct choices *list)
{
	struct choice *kept = arena_zero(p->a, list->n + 1, sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++) {
		struct choice c = list->choice[i];

		if (!plan_choice(p, &c))
			continue;
		kept[n++] = c;
		if (!c.when && c.n == 1 && c.term[0].kind == TERM_LITERAL)
			break;		/* nothing comes after a sure value */
	}
	list->choice = kept;
	list->n = n;
}

static bool
only_literals(const struct assign *a)
{
	for (size_t i = 0; i < a->from.n; i++)
		if (a->from.choice[i].term[0].kind != TERM_LITERAL)
			return false;
	return true;
}

/* An object is there only when something but a literal can be in it. */
static bool
object_can_be(const struct section *s, const struct assign *a)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->assign[i].member.p && s->assign[i].field == a->field &&
		    str_eq(s->assign[i].object, a->object) &&
		    !only_literals(&s->assign[i]))
			return true;
	return false;
}

static struct section
plan_section(struct planner *p, const struct section *from)
{
	struct section s = *from;
	size_t n = 0;

	s.assign = arena_zero(p->a, from->n + 1, sizeof(*s.assign));
	for (size_t i = 0; i < from->n; i++) {
		struct assign a = from->assign[i];

		plan_choices(p, &a.from);
		if (a.from.n)
			s.assign[n++] = a;
	}
	s.n = n;
	n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (!s.assign[i].member.p || object_can_be(&s, &s.assign[i]))
			s.assign[n++] = s.assign[i];
	s.n = n;
	if (s.when)
		s.when = plan_cond(p, s.when);
	if (s.when && s.when->kind == COND_ALWAYS)
		s.when = NULL;
	return s;
}

/* ---- flat --------------------------------------------------------------- */

static bool
plain_target(const struct assign *a)
{
	return !a->member.p && a->type != T_STRS && a->field != F_TEXT;
}

static bool
sure_word(const struct assign *a, const struct choice *c)
{
	return !c->when && c->n == 1 && c->term[0].kind == TERM_LITERAL &&
	    c->term[0].n == 0 && c->term[0].plain &&
	    (a->type == T_ENUM || a->type == T_STR);
}

/* One column, that is fetched here alone or costs nothing to fetch again. */
static bool
sure_cell(const struct planner *p, const struct choice *c)
{
	const struct term *t = &c->term[0];
	const struct access *x = &p->g->access[t->slot];

	return !c->when && c->n == 1 && t->kind == TERM_THEIRS &&
	    (x->uses == 1 || !x->column || x->column->n == 0 || x->one_unit);
}

static struct op
make_op(const struct planner *p, const struct assign *a)
{
	const struct choice *c = a->from.choice;
	const struct term *t = &c->term[0];
	struct op op = { .kind = OP_ASSIGN, .type = (unsigned char)a->type,
	    .field = (unsigned short)a->field, .assign = a };
	const struct access *x = &p->g->access[t->slot];

	if (!plain_target(a) || a->from.n > 2)
		return op;
	if (a->from.n == 1 && sure_word(a, &c[0])) {
		op.kind = OP_WORD;
		op.word = t->text;
	} else if (sure_cell(p, &c[0]) &&
	    (a->from.n == 1 || sure_word(a, &c[1]))) {
		op.kind = OP_CELL;
		op.slot = t->slot;
		op.column = p->b->column[t->slot];
		op.filter = x->column ? x->column->filter : NULL;
		op.n_filter = (unsigned short)(x->column ? x->column->n : 0);
		op.filter2 = t->filter;
		op.n_filter2 = (unsigned short)t->n;
		op.may_be_null = x->has_null;
		op.one_unit = x->one_unit && !op.n_filter2;
		op.plain_text = a->type == T_STR && !op.n_filter &&
		    !op.n_filter2;
		if (a->from.n == 2)
			op.word = c[1].term[0].text;
	}
	return op;
}

static void
flatten(struct planner *p, struct section *s)
{
	struct op *op = arena_zero(p->a, s->n + 1, sizeof(*op));

	if (s->make != MAKE_LINE)
		return;
	for (size_t i = 0; i < s->n; i++)
		op[i] = make_op(p, &s->assign[i]);
	s->op = op;
}

void
plan_make(const struct program *g, const struct binding *b, struct arena *a,
    struct plan *plan)
{
	struct planner p = { g, b, a };
	struct section *made;

	plan->section = g->profile->section;
	plan->n = g->profile->n_section;
	if (!b->column)			/* json: nothing is known before */
		return;
	made = arena_zero(a, plan->n + 1, sizeof(*made));
	for (size_t i = 0; i < plan->n; i++) {
		made[i] = plan_section(&p, &g->profile->section[i]);
		if (!b->has_section[i])
			made[i].when = decided(&p, false);
		flatten(&p, &made[i]);
	}
	plan->section = made;
}
