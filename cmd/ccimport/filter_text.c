/* filter_text: what makes another text of a text; filter_rows.h. */
#include "cmd/ccimport/filter_rows.h"

/* map A=b 'C D'=e *=f : sorted pairs would be faster; tables are short. */
static int
prepare_map(struct profile *p, struct filter_use *use, struct err *err)
{
	struct lookup_row *rows = arena_zero(&p->arena, use->n, sizeof(*rows));

	for (size_t i = 1; i < use->n; i++) {
		struct str rest = use->arg[i];
		const char *eq = NULL;

		/* the = outside quotes */
		for (size_t j = 0; j < rest.n && !eq; j++) {
			char q = rest.p[j];

			if ((q == '"' || q == '\'') && j == 0) {
				while (++j < rest.n && rest.p[j] != q)
					;
			} else if (q == '=') {
				eq = rest.p + j;
			}
		}
		if (!eq)
			return place_error(use->at, err,
			    "map takes pairs THEIRS=ours, not '%.*s'",
			    STR_ARG(rest));
		rows[i - 1].key = ini_unquote(str_range(rest.p, eq), &p->arena);
		rows[i - 1].value = ini_unquote(str_range(eq + 1,
		    rest.p + rest.n), &p->arena);
		if (!text_is_plain(rows[i - 1].value))
			return place_error(use->at, err, "map gives plain "
			    "words, not '%.*s'", STR_ARG(rows[i - 1].value));
	}
	use->data = rows;
	return 0;
}

/* The first row that fits: lengths differ more often than letters. */
static int
run_map(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	const struct lookup_row *rows = use->data;

	(void)env;
	for (size_t i = 0; i + 1 < use->n; i++) {
		const struct str *key = &rows[i].key;

		if ((key->n == v->s.n && (str_eq(*key, v->s) ||
		    str_ieq(*key, v->s))) ||
		    (key->n == 1 && key->p[0] == '*')) {
			become_text(v, rows[i].value);
			v->flags = VALUE_PLAIN | VALUE_WORD;
			return 0;
		}
	}
	v->type = V_NONE;
	return 0;
}

bool
map_word(const struct filter_use *use, size_t i, struct str *word)
{
	const struct lookup_row *rows = use->data;

	if (use->filter->run != run_map || i + 1 >= use->n)
		return false;
	*word = rows[i].value;
	return true;
}

static int
prepare_lookup(struct profile *p, struct filter_use *use, struct err *err)
{
	for (size_t i = 0; i < p->n_lookup; i++)	/* all are read by now */
		if (str_eq(p->lookup[i].name, use->arg[1])) {
			use->data = &p->lookup[i];
			return 0;
		}
	return place_error(use->at, err, "there is no section [lookup %.*s]",
	    STR_ARG(use->arg[1]));
}

/* Unknown keys stay as they are: a name is better than nothing. */
static int
run_lookup(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	const struct lookup *l = use->data;
	const struct str *found;

	(void)env;
	found = lookup_find(l, v->s);
	if (found)
		become_text(v, *found);
	return 0;
}

static int
run_case(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	bool up = str_is(use->arg[0], "upper");
	char *to = arena_get(env->arena, v->s.n + 1);

	for (size_t i = 0; i < v->s.n; i++) {
		char c = v->s.p[i];

		if (up && c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		else if (!up && c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		to[i] = c;
	}
	v->s.p = to;
	return 0;
}

static int
run_trim(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	(void)env;
	(void)use;
	become_text(v, str_trim(v->s));
	return 0;
}

/* An id that a data frame has written as 3.0. */
static int
run_whole(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	(void)env;
	(void)use;
	v->s = str_trim(v->s);
	while (v->s.n > 2 && v->s.p[v->s.n - 1] == '0' &&
	    memchr(v->s.p, '.', v->s.n))
		v->s.n--;
	if (v->s.n > 1 && v->s.p[v->s.n - 1] == '.')
		v->s.n--;
	return 0;
}

static int
run_before(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	const char *at = str_search(v->s, use->arg[1]);

	(void)env;
	if (at)
		become_text(v, str_trim(str_range(v->s.p, at)));
	return 0;
}

static int
run_after(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	const char *at = str_search(v->s, use->arg[1]);

	(void)env;
	if (!at)
		v->type = V_NONE;
	else
		become_text(v, str_trim(str_range(at + use->arg[1].n,
		    v->s.p + v->s.n)));
	return 0;
}

static int
prepare_match(struct profile *p, struct filter_use *use, struct err *err)
{
	use->data = profile_pattern(p, use->arg[1], use->at, err);
	return use->data ? 0 : -1;
}

static int
run_match(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct str group;

	if (pat_match(use->data, env->scratch, v->s, 0) != PAT_YES) {
		v->type = V_NONE;
		return 0;
	}
	group = pat_group(env->scratch, pat_groups(use->data) ? 1 : 0);
	become_text(v, group);
	return 0;
}

static int
run_prefix(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	v->s = join2(env, use->arg[1], v->s);
	return 0;
}

static int
run_suffix(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	v->s = join2(env, v->s, use->arg[1]);
	return 0;
}

static const struct filter rows[] = {
	{ "map", V_TEXT, V_TEXT, 1, 255, false, prepare_map, run_map,
	    "map THEIRS=ours ...: without case; *=ours for all others, else "
	    "nothing" },
	{ "lookup", V_TEXT, V_TEXT, 1, 1, false, prepare_lookup, run_lookup,
	    "by [lookup NAME]; what is not in it stays" },
	{ "lower", V_TEXT, V_TEXT, 0, 0, false, NULL, run_case,
	    "ASCII letters to lower case" },
	{ "upper", V_TEXT, V_TEXT, 0, 0, false, NULL, run_case,
	    "ASCII letters to upper case" },
	{ "trim", V_TEXT, V_TEXT, 0, 0, false, NULL, run_trim,
	    "without blanks at both ends" },
	{ "whole", V_TEXT, V_TEXT, 0, 0, false, NULL, run_whole,
	    "3.0 as 3" },
	{ "before", V_TEXT, V_TEXT, 1, 1, false, NULL, run_before,
	    "the part before a text" },
	{ "after", V_TEXT, V_TEXT, 1, 1, false, NULL, run_after,
	    "the part after a text; without it nothing" },
	{ "match", V_TEXT, V_TEXT, 1, 1, false, prepare_match, run_match,
	    "first group of a PCRE2 pattern; no match: nothing" },
	{ "prefix", V_TEXT, V_TEXT, 1, 1, false, NULL, run_prefix,
	    "a text before it" },
	{ "suffix", V_TEXT, V_TEXT, 1, 1, false, NULL, run_suffix,
	    "a text after it" },
};

const struct filter_group filter_texts = { rows, COUNT_OF(rows) };
