/* filter_list: what makes a list, and one of a list; filter_rows.h. */
#include "cmd/ccimport/filter_rows.h"

static int
run_split(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct str rest = v->s, part;
	struct value *list;
	size_t n = 1;

	for (size_t i = 0; i < v->s.n; i++)
		n += v->s.p[i] == use->arg[1].p[0];
	list = arena_zero(env->arena, n, sizeof(*list));
	n = 0;
	while (str_cut(&rest, use->arg[1].p[0], &part)) {
		part = str_trim(part);
		if (part.n)
			list[n++] = (struct value){ .type = V_TEXT, .s = part };
	}
	*v = (struct value){ .type = n ? V_LIST : V_NONE, .list = list,
	    .i = (int64_t)n };
	return 0;
}

static int
run_pick(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	(void)env;
	if (v->type == V_LIST)
		*v = v->list[str_is(use->arg[0], "last") ? v->i - 1 : 0];
	return 0;
}

static int
run_extreme(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	bool most = str_is(use->arg[0], "most");
	struct value best;

	(void)env;
	if (v->type != V_LIST)
		return 0;
	best = v->list[0];
	for (int64_t i = 1; i < v->i; i++)
		if (most ? v->list[i].i > best.i : v->list[i].i < best.i)
			best = v->list[i];
	*v = best;
	return 0;
}

static int
run_sum(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	struct value sum;

	(void)use;
	if (v->type != V_LIST)
		return 0;
	sum = v->list[0];
	sum.flags = 0;			/* no text of its own any more */
	for (int64_t i = 1; i < v->i; i++)
		if (__builtin_add_overflow(sum.i, v->list[i].i, &sum.i))
			return filter_refuse(env, FINDING_BAD_NUMBER, "sum too large");
	*v = sum;
	return 0;
}

static int
run_count(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	(void)env;
	(void)use;
	*v = (struct value){ .type = V_INT,
	    .i = v->type == V_LIST ? v->i : 1 };
	return 0;
}

static int
run_join(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct str all;

	if (v->type != V_LIST)
		return 0;
	all = v->list[0].s;
	for (int64_t i = 1; i < v->i; i++)
		all = join2(env, join2(env, all, use->arg[1]), v->list[i].s);
	become_text(v, all);
	return 0;
}

static const struct filter rows[] = {
	{ "split", V_TEXT, V_LIST, 1, 1, false, NULL, run_split,
	    "a list, by a character" },
	{ "join", V_ANY, V_TEXT, 1, 1, true, NULL, run_join,
	    "a list as one text" },
	{ "first", V_ANY, V_ANY, 0, 0, true, NULL, run_pick,
	    "of a list" },
	{ "last", V_ANY, V_ANY, 0, 0, true, NULL, run_pick, "of a list" },
	{ "least", V_QUANTITY, V_ANY, 0, 0, true, NULL, run_extreme,
	    "of a list (min is the minute)" },
	{ "most", V_QUANTITY, V_ANY, 0, 0, true, NULL, run_extreme, "of a list" },
	{ "sum", V_QUANTITY, V_ANY, 0, 0, true, NULL, run_sum, "of a list" },
	{ "count", V_ANY, V_INT, 0, 0, true, NULL, run_count, "of a list" },
};

const struct filter_group filter_lists = { rows, COUNT_OF(rows) };
