/* profile_rules: what a profile says of the data beside lines: columns and their
 * names, records left out and expected, small tables, what is the house's own. */
#include "cmd/ccimport/parse.h"
#include "common/buf.h"

int
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

int
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
	if (!r.when)
		return -1;
	GROW(list->rule, list->n, list->cap);
	list->rule[list->n++] = r;
	return 0;
}

int
drop_item(struct parser *s)
{
	return rule_item(s, &s->p->drop);
}

int
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

int
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

int
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

int
lookups_ready(struct profile *p, struct err *err)
{
	for (size_t i = 0; i < p->n_lookup; i++)
		if (lookup_ready(&p->lookup[i], p->lookup[i].place, err) < 0)
			return -1;
	return 0;
}
