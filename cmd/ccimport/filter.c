/* filter: the closed table of what a profile may do to a value, its plain
 * values, and a chain of filters at work; filter.h. */
#include "cmd/ccimport/filter_rows.h"

#include "cmd/ccimport/digits.h"
#include "common/num.h"

enum { MICRO = 1000000 };

const char *
vtype_name(enum vtype t)
{
	static const char *const names[] = {
		[V_NONE] = "nothing", [V_TEXT] = "text", [V_INT] = "a number",
		[V_NUM] = "a decimal", [V_TIME] = "a time",
		[V_DUR] = "a duration", [V_BOOL] = "a yes or no",
		[V_PARTY] = "an identifier", [V_NODE] = "an object",
		[V_LIST] = "a list", [V_RAW] = "JSON", [V_ONE] = "a list",
		[V_QUANTITY] = "a number, a time or a duration",
		[V_ANY] = "anything",
	};

	return names[t];
}

/* ---- numbers ------------------------------------------------------------ */

/* An integer, also when written 3.0 (spreadsheets and data frames do). */
bool
text_to_int(struct str s, int64_t *v)
{
	bool negative = s.n && s.p[0] == '-';
	int64_t micro;

	if (read_digits(negative ? str_skip(s, 1) : s, v)) {
		*v = negative ? -*v : *v;
		return true;
	}
	if (!text_to_micro(s, &micro) || micro % MICRO)
		return false;
	*v = micro / MICRO;
	return true;
}

bool
text_to_micro(struct str s, int64_t *v)
{
	return num_read(s, '.', 0, v);
}

bool
text_to_bool(struct str s, int64_t *v)
{
	static const char *const yes[] = { "true", "yes", "1", "y" };
	static const char *const no[] = { "false", "no", "0", "n" };

	for (size_t i = 0; i < COUNT_OF(yes); i++) {
		if (str_ieq(s, str_of(yes[i]))) {
			*v = 1;
			return true;
		}
		if (str_ieq(s, str_of(no[i]))) {
			*v = 0;
			return true;
		}
	}
	return false;
}

/* Eight bytes at a time: has any a set top bit, is below space, " or \\? */
static bool
plain8(uint64_t w)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	uint64_t quote = w ^ (ones * '"'), slash = w ^ (ones * '\\');

	return !(((w - ones * 0x20) | (quote - ones) | (slash - ones) | w) &
	    tops);
}

bool
text_is_plain(struct str s)
{
	uint64_t w = UINT64_C(0x2020202020202020);

	if (s.n >= 8) {
		for (size_t i = 0; i + 8 <= s.n; i += 8) {
			memcpy(&w, s.p + i, 8);
			if (!plain8(w))
				return false;
		}
		memcpy(&w, s.p + s.n - 8, 8);
		return plain8(w);
	}
	if (s.n)
		memcpy(&w, s.p, s.n);
	return plain8(w);
}

static int
run_int(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	(void)use;
	if (v->type == V_INT)
		return 0;
	if (!text_to_int(str_trim(v->s), &v->i))
		return filter_refuse(env, FINDING_BAD_NUMBER, NULL);
	v->type = V_INT;
	return 0;
}

static int
run_num(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	bool comma = use->n > 1 && str_is(use->arg[1], "comma");

	if (!num_read(v->s, comma ? ',' : '.', comma ? '.' : ',', &v->i))
		return filter_refuse(env, FINDING_BAD_NUMBER, NULL);
	v->type = V_NUM;
	return 0;
}

static int
run_bool(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	(void)use;
	if (!text_to_bool(str_trim(v->s), &v->i))
		return filter_refuse(env, FINDING_BAD_NUMBER, "neither yes nor no");
	v->type = V_BOOL;
	return 0;
}

/* 0 as "nothing": an agent id 0 is nobody. */
static int
run_positive(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	int64_t n = v->i;

	(void)env;
	(void)use;
	if (v->type == V_TEXT && !text_to_micro(str_trim(v->s), &n))
		return 0;
	if (n <= 0)
		v->type = V_NONE;
	return 0;
}

static int
run_text(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	(void)env;
	(void)use;
	if (v->type == V_NODE)
		v->type = V_NONE;
	else
		v->type = V_TEXT;
	return 0;
}

/* ---- the table ---------------------------------------------------------- */

static const struct filter rows[] = {
	{ "text", V_ANY, V_TEXT, 0, 0, false, NULL, run_text,
	    "as text" },
	{ "int", V_TEXT, V_INT, 0, 0, false, NULL, run_int,
	    "a whole number" },
	{ "num", V_TEXT, V_NUM, 0, 1, false, NULL, run_num,
	    "a decimal, at most 6 places: 1,234.5; num comma: 1.234,5" },
	{ "bool", V_TEXT, V_BOOL, 0, 0, false, NULL, run_bool,
	    "true, yes, y, 1 or false, no, n, 0" },
	{ "positive", V_ANY, V_ANY, 0, 0, false, NULL, run_positive,
	    "zero or less is nothing" },
};

static const struct filter_group values = { rows, COUNT_OF(rows) };

static const struct filter_group *const groups[] = {
	&values, &filter_times, &filter_texts, &filter_parties, &filter_lists
};

const struct filter *
filter_find(struct str name)
{
	const struct filter *f;

	for (size_t i = 0; (f = filter_at(i)) != NULL; i++)
		if (str_is(name, f->name))
			return f;
	return duration_unit(name) ? &unit_filter : NULL;
}

const struct filter *
filter_at(size_t i)
{
	for (size_t g = 0; g < COUNT_OF(groups); g++) {
		if (i < groups[g]->n)
			return &groups[g]->row[i];
		i -= groups[g]->n;
	}
	return NULL;
}

bool
filter_row(size_t i, const char **name, const char **doc)
{
	const struct filter *f = filter_at(i);

	*name = f ? f->name : NULL;
	*doc = f ? f->doc : NULL;
	return f != NULL;
}

static int
run_each(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct value *list = arena_zero(env->arena, (size_t)v->i,
	    sizeof(*list));
	int64_t n = 0;

	for (int64_t i = 0; i < v->i; i++) {
		struct value one = v->list[i];

		if (use->filter->run(env, use, &one) < 0)
			return -1;
		if (one.type != V_NONE)
			list[n++] = one;
	}
	v->list = list;
	v->i = n;
	if (n == 0)
		v->type = V_NONE;
	return 0;
}

int
filter_run(struct filter_env *env, const struct filter_use *use, size_t n,
    struct value *v)
{
	for (size_t i = 0; i < n && v->type != V_NONE; i++) {
		bool each = v->type == V_LIST && !use[i].filter->takes_list;

		v->flags &= ~(unsigned)(VALUE_PLAIN | VALUE_WORD);
		if ((each ? run_each(env, &use[i], v) :
		    use[i].filter->run(env, &use[i], v)) < 0)
			return -1;
		if (v->type == V_TEXT)
			v->flags &= ~(unsigned)VALUE_PADDED;
	}
	return 0;
}
