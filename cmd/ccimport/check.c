/*
 * check: profiles read and compiled without data, for whoever writes one: what
 * is wrong is said with its place, as an import would, and what is used by
 * nothing too, since it is mostly a name that was mistyped.
 */
#include "cmd/ccimport/import.h"

struct checking {
	struct import_options *o;
	const struct profile *profile;
	const struct program *program;
	struct arena arena;
};

static int
unused(struct checking *x, struct place at, struct str name, struct err *err)
{
	struct finding f = { .code = FINDING_UNUSED, .file = at.ini->name,
	    .field = ini_unquote(name, &x->arena) };
	unsigned line, column;

	ini_where(at.ini, at.at, &line, &column);
	f.line = line;
	f.column = column;
	return diag_report(&x->o->cli.diag, &f, STR_NONE, err);
}

/* Of the profile's own text: what it is `like` serves other profiles too. */
static bool
is_own(const struct checking *x, struct place at)
{
	return at.ini == &x->profile->source[x->profile->n_source - 1];
}

static bool
column_used(const struct checking *x, const struct column *c)
{
	for (size_t i = 0; i < x->program->n; i++)
		if (x->program->access[i].column == c)
			return true;
	return false;
}

static bool
cond_names(const struct cond *c, const struct names *n)
{
	if (!c)
		return false;
	if (c->kind >= COND_AND)
		return cond_names(c->a, n) || cond_names(c->b, n);
	return names_have(n, c->term.text);
}

/* By a value or a condition, by what tells the format, or by a `needs`. */
static bool
names_used(const struct checking *x, const struct names *n)
{
	const struct profile *p = x->profile;

	for (size_t i = 0; i < x->program->n; i++)
		if (names_have(n, x->program->access[i].path))
			return true;
	for (size_t i = 0; i < p->n_detect; i++)
		if (names_have(n, p->detect[i]))
			return true;
	for (size_t i = 0; i < p->n_section; i++)
		if (cond_names(p->section[i].needs, n))
			return true;
	return false;
}

static int
check_uses(struct checking *x, struct err *err)
{
	const struct profile *p = x->profile;

	for (size_t i = 0; i < p->n_column; i++) {
		const struct column *c = &p->column[i];

		if (is_own(x, c->at) && !column_used(x, c) &&
		    unused(x, c->at, c->path, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < p->n_names; i++) {
		const struct names *n = &p->names[i];

		if (is_own(x, n->at) && !names_used(x, n) &&
		    unused(x, n->at, n->name[0], err) < 0)
			return -1;
	}
	return 0;
}

static int
check_zone(const struct profile *p, struct err *err)
{
	struct zone *z;

	if (p->zone_from != ZONE_FIXED)
		return 0;
	z = profile_zone(p, err);
	if (!z)
		return -1;
	zone_close(z);
	return 0;
}

static int
check_one(struct import_options *o, const char *name, struct err *err)
{
	struct profile *p = profile_open(name, err);
	struct program g = { 0 };
	struct checking x = { .o = o, .profile = p, .program = &g };
	int r = p && program_compile(&g, p, err) == 0 &&
	    check_zone(p, err) == 0 ? check_uses(&x, err) : -1;

	arena_release(&x.arena);
	program_release(&g);
	profile_free(p);
	return r;
}

/* Each one is told of; the worst of them makes the status. */
int
check_run(struct import_options *o, struct err *err)
{
	struct cli *c = &o->cli;

	if (!o->profile && c->n_operands == 0) {
		err_set(err, ERR_USAGE, "no profile given");
		err_hint(err, "--check NAME|FILE ...");
		return -1;
	}
	for (int i = o->profile ? -1 : 0; i < c->n_operands; i++)
		if (check_one(o, i < 0 ? o->profile : c->operands[i],
		    &c->err) < 0)
			cli_failed(c);
	return 0;
}
