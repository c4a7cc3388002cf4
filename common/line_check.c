/* line_check: a whole line held against the table of members: grammar, types,
 * duplicates, what must be there, and the sums over legs. */
#include "common/json.h"
#include "common/line.h"
#include "common/utf8.h"
#include "common/when.h"

struct check {
	const struct json *j;
	const char *from;
	const char *problem;
	size_t at;
	int64_t sum[FIELD_COUNT];	/* over legs, by the rules of format */
	bool summed[FIELD_COUNT];
};

static int
wrong(struct check *c, const struct json_node *n, const char *problem)
{
	c->problem = problem;
	c->at = (size_t)(n->text.p - c->from);
	return -1;
}

static bool
all_begin_with(struct str array, char c)
{
	struct str element;
	size_t at = 0;

	while (token_element(array, &at, &element))
		if (element.p[0] != c)
			return false;
	return true;
}

/* Is the value of the member's type? */
static bool
token_fits(enum field_type type, struct str token)
{
	int64_t v;
	bool b;

	switch (type) {
	case T_STR:
	case T_ENUM:
		return token.p[0] == '"';
	case T_TIME:
		return token_time(token, &v);
	case T_DUR:
		return token_int(token, &v) && v >= 0;
	case T_INT:
		return token_int(token, &v);
	case T_NUM:
		return token_micro(token, &v);
	case T_BOOL:
		return token_bool(token, &b);
	case T_STRS:
		return token.p[0] == '[' && all_begin_with(token, '"');
	case T_OBJ:
		return token.p[0] == '{';
	case T_OBJS:
		return token.p[0] == '[' && all_begin_with(token, '{');
	case T_ANY:
		return true;
	}
	return false;
}

/* The members of an object, once each and of their types. found: their values
 * by field. */
static int
check_members(struct check *c, const struct json_node *object,
    const struct json_node **found)
{
	const struct json *j = c->j;
	const struct json_node *n = object + 1, *end = j->node + object->next;
	enum field_id near = F_CC;

	for (; n < end; n = j->node + n[1].next) {
		enum field_id f = field_find_after(n->text, near);

		if (f == F_UNKNOWN)
			continue;
		near = f;
		if (found[f])
			return wrong(c, n, "a member stands twice");
		found[f] = n + 1;
		if (!token_fits(fields[f].type, json_token(n + 1)))
			return wrong(c, n + 1,
			    "a value is not of its member's type");
	}
	return 0;
}

static bool
is_word(const struct json_node *n, const char *word)
{
	return n && n->type == JSON_STRING && str_is(n->text, word);
}

/* Adds what a leg gives to the contact's totals. */
static void
add_leg(struct check *c, const struct json_node **leg)
{
	static const enum field_id customers[] = { F_SELF_MS, F_WAIT_MS,
		F_OUTSIDE_MS };
	static const enum field_id agents[] = { F_RING_MS, F_TALK_MS,
		F_HOLD_MS, F_WRAP_MS };
	bool side = (leg[F_SIDE] && leg[F_SIDE]->type == JSON_TRUE) ||
	    is_word(leg[F_TYPE], "offer") || is_word(leg[F_TYPE], "watch");
	bool work = (is_word(leg[F_OUTCOME], "answered") ||
	    is_word(leg[F_OUTCOME], "reached")) &&
	    (is_word(leg[F_TYPE], "queue") || is_word(leg[F_TYPE], "agent") ||
	    is_word(leg[F_TYPE], "consult"));
	int64_t v;

	for (size_t i = 0; i < COUNT_OF(customers) && !side; i++)
		if (leg[customers[i]] &&
		    token_int(json_token(leg[customers[i]]), &v)) {
			c->sum[customers[i]] += v;
			c->summed[customers[i]] = true;
		}
	for (size_t i = 0; i < COUNT_OF(agents) && work; i++)
		if (leg[agents[i]] && token_int(json_token(leg[agents[i]]), &v)) {
			c->sum[agents[i]] += v;
			c->summed[agents[i]] = true;
		}
}

static int
check_sums(struct check *c, const struct json_node **top)
{
	for (size_t f = F_SELF_MS; f <= F_OUTSIDE_MS; f++) {
		int64_t v;

		if (!top[f] || !token_int(json_token(top[f]), &v))
			continue;
		if (!c->summed[f] || c->sum[f] != v)
			return wrong(c, top[f],
			    "a total is not the sum over the legs");
	}
	return 0;
}

static int
check_legs(struct check *c, const struct json_node **top)
{
	const struct json_node *legs = top[F_LEGS], *n, *end;

	if (!legs)
		return 0;
	end = c->j->node + legs->next;
	for (n = legs + 1; n < end; n = c->j->node + n->next) {
		const struct json_node *leg[FIELD_COUNT] = { NULL };

		if (check_members(c, n, leg) < 0)
			return -1;
		if (!leg[F_TYPE])
			return wrong(c, n, "a leg has no type");
		add_leg(c, leg);
	}
	return check_sums(c, top);
}

static bool
source_valid(struct str s)
{
	if (!s.n || s.n > 64)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];

		if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
		    (ch >= '0' && ch <= '9') || ch == '.' || ch == '_' ||
		    ch == '-'))
			return false;
	}
	return true;
}

static bool
is_known_kind(const struct json_node *kind)
{
	for (int i = 0; fields[F_KIND].values[i]; i++)
		if (is_word(kind, fields[F_KIND].values[i]))
			return true;
	return false;
}

static int
check_required(struct check *c, const struct json_node **top)
{
	const struct json_node *whole = c->j->node;
	bool keyed = is_word(top[F_KIND], "interaction") ||
	    is_word(top[F_KIND], "case") || is_word(top[F_KIND], "survey") ||
	    is_word(top[F_KIND], "customer");

	if (!top[F_CC] || !str_is(top[F_CC]->text, "1"))
		return wrong(c, whole, "is not of version 1");
	if (!is_known_kind(top[F_KIND]))
		return wrong(c, whole,
		    "has no kind that this program knows");
	if (!top[F_SOURCE])
		return wrong(c, whole, "has no source");
	if (!source_valid(top[F_SOURCE]->text))
		return wrong(c, top[F_SOURCE],
		    "a source is 1 to 64 of A-Z a-z 0-9 . _ -");
	if (keyed && !top[F_ID])
		return wrong(c, whole, "has no id");
	return 0;
}

static int
check_line(struct check *c)
{
	const struct json_node *top[FIELD_COUNT] = { NULL };

	if (c->j->node[0].type != JSON_OBJECT)
		return wrong(c, c->j->node, "not an object");
	if (check_members(c, c->j->node, top) < 0 ||
	    check_required(c, top) < 0)
		return -1;
	return check_legs(c, top);
}

int
line_validate(struct json *j, struct str raw, const char **problem,
    size_t *at)
{
	struct check c = { .j = j, .from = raw.p };

	j->max_depth = LINE_MAX_DEPTH;
	j->max_bytes = LINE_MAX_BYTES;
	if (json_parse(j, raw) < 0) {
		*problem = j->problem;
		*at = j->problem_at;
		return -1;
	}
	if (!utf8_valid(raw)) {	/* vendors' records are repaired, lines not */
		*problem = "not valid UTF-8";
		*at = 0;
		return -1;
	}
	if (check_line(&c) == 0)
		return 0;
	*problem = c.problem;
	*at = c.at;
	return -1;
}

/* ---- lines that were read ----------------------------------------------------
 * What is surely good is told by the tokens alone; anything else, legs and all
 * that is wrong, is for the full check to say. */

static bool
surely_good(struct str raw, const struct line_place *m, size_t n)
{
	struct str id = STR_NONE, source = STR_NONE;
	struct field_set seen = { 0 };

	for (const struct line_place *end = m + n; m < end; m++) {
		struct str token = str_range(raw.p + m->value,
		    raw.p + m->end);

		if (m->field == F_UNKNOWN)
			continue;
		if (m->field == F_LEGS || field_set_has(&seen, m->field) ||
		    !token_fits(fields[m->field].type, token))
			return false;
		field_set_add(&seen, m->field);
		if (m->field == F_ID)
			id = token;
		else if (m->field == F_SOURCE)
			source = token;
	}
	return id.p && source.n > 2 && source_valid((struct str){ source.p + 1,
	    source.n - 2 });
}

int
line_validate_read(struct json *j, struct str raw,
    const struct line_place *place, size_t places, const char **problem,
    size_t *at)
{
	return surely_good(raw, place, places) ? 0 :
	    line_validate(j, raw, problem, at);
}
