/* line_read: one line's wanted members, by the writer's spelling where it is
 * that, else by the strict reader; see line.h. */
#include "common/json.h"
#include "common/line.h"
#include "common/scan_json.h"
#include "common/utf8.h"

enum { NAME_MAX_BYTES = 16 };

/* ---- names to fields -------------------------------------------------------
 * A name's first 16 bytes, zero-filled, as two words: all our names fit. A
 * table finds a name by a hash without collisions: one look, no branch. */

struct name {
	uint64_t a, b;
};

/* n bytes of p; 16 may be read. A longer name is none of ours, whatever the
 * words are: ours end in a zero. */
static inline struct name
name_of(const char *p, size_t n)
{
	static const unsigned char keep[2 * NAME_MAX_BYTES] = {
		255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255,
	};
	const unsigned char *from = keep + NAME_MAX_BYTES -
	    MIN(n, NAME_MAX_BYTES);
	struct name w, mask;

	memcpy(&w.a, p, 8);
	memcpy(&w.b, p + 8, 8);
	memcpy(&mask.a, from, 8);
	memcpy(&mask.b, from + 8, 8);
	w.a &= mask.a;
	w.b &= mask.b;
	return w;
}

static inline size_t
name_slot(const struct line_plan *plan, struct name w)
{
	return ((w.a ^ w.b * 31) * plan->multiplier) >>
	    (64 - LINE_NAME_BITS);
}

/* Places all names by this multiplier; false when two of them meet. */
static bool
place_names(struct line_plan *plan, uint64_t multiplier)
{
	plan->multiplier = multiplier;
	memset(plan->by_name, F_UNKNOWN, sizeof(plan->by_name));
	for (size_t f = 0; f < FIELD_COUNT; f++) {
		struct name w = { plan->name[f].a, plan->name[f].b };
		uint8_t *at = &plan->by_name[name_slot(plan, w)];

		if (*at != F_UNKNOWN)
			return false;
		*at = (uint8_t)f;
	}
	return true;
}

/* name": as it stands in a line, when that is at most 16 bytes. */
static void
spell(struct line_plan *plan, enum field_id f)
{
	char bytes[NAME_MAX_BYTES] = { 0 }, mask[NAME_MAX_BYTES] = { 0 };
	size_t n = fields[f].name_n;

	plan->spelled[f].a = 1;		/* under mask 0: never */
	if (n + 2 > sizeof(bytes) || f == F_CC)
		return;
	memcpy(bytes, fields[f].name, n);
	bytes[n] = '"';
	bytes[n + 1] = ':';
	memset(mask, 0xff, n + 2);
	memcpy(&plan->spelled[f].a, bytes, 8);
	memcpy(&plan->spelled[f].b, bytes + 8, 8);
	memcpy(&plan->spelled[f].mask_a, mask, 8);
	memcpy(&plan->spelled[f].mask_b, mask + 8, 8);
	plan->spelled_n[f] = (uint8_t)(n + 2);
}

static void
index_names(struct line_plan *plan)
{
	/* fits the table as it is; another table may take more tries */
	uint64_t multiplier = UINT64_C(0xe323932090815445);

	for (size_t f = 0; f < FIELD_COUNT; f++) {
		char padded[NAME_MAX_BYTES] = { 0 };
		struct name w;

		BUG_UNLESS(fields[f].name_n < sizeof(padded));
		memcpy(padded, fields[f].name, fields[f].name_n);
		w = name_of(padded, fields[f].name_n);
		plan->name[f].a = w.a;
		plan->name[f].b = w.b;
		spell(plan, (enum field_id)f);
	}
	plan->name[F_UNKNOWN].a = plan->name[F_UNKNOWN].b = ~UINT64_C(0);
	while (!place_names(plan, multiplier))
		multiplier = (multiplier * UINT64_C(6364136223846793005) +
		    UINT64_C(1442695040888963407)) | 1;
}

void
line_plan_init(struct line_plan *plan, const enum field_id *want, size_t n)
{
	bool wanted[FIELD_COUNT] = { false };

	memset(plan, 0, sizeof(*plan));
	for (size_t i = 0; i < n; i++)
		wanted[want[i]] = true;
	memset(plan->store, LINE_DROPPED, sizeof(plan->store));
	for (size_t f = 0; f < FIELD_COUNT; f++) {
		plan->slot[f] = -1;
		if (!wanted[f])
			continue;
		BUG_UNLESS(plan->n < COUNT_OF(plan->want));
		plan->slot[f] = (int8_t)plan->n;
		plan->store[f] = (uint8_t)plan->n;
		plan->want[plan->n++] = (enum field_id)f;
	}
	plan->store[F_KIND] = LINE_KIND;	/* copied where it is wanted */
	index_names(plan);
}

static inline unsigned
find_name(const struct line_plan *plan, const char *p, size_t n)
{
	struct name w = name_of(p, n);
	unsigned f = plan->by_name[name_slot(plan, w)];

	return plan->name[f].a == w.a && plan->name[f].b == w.b ? f :
	    F_UNKNOWN;
}

static enum line_kind
find_kind(struct str word)
{
	/* nearly all are; a compare of known length is no call */
	if (LIKELY(word.n == 11 && memcmp(word.p, "interaction", 11) == 0))
		return K_INTERACTION;
	for (int k = 0; k < KIND_COUNT; k++)
		if (str_is(word, line_kinds[k]))
			return (enum line_kind)k;
	return KIND_COUNT;
}

/* ---- the writer's spelling --------------------------------------------------
 * scan_json has judged all strings and found the structure. Here its order is
 * followed, so that exactly valid JSON without blanks is taken. */

struct walk {
	const struct line_plan *plan;
	const char *p;			/* the line */
	unsigned flags;			/* enum scan_flag */
	size_t n;			/* places of structure */
	uint16_t at[SCAN_PLACES];
};

static size_t
count_digits(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && p[i] >= '0' && p[i] <= '9')
		i++;
	return i;
}

static bool
number_good(const char *p, size_t n)
{
	size_t i = n && p[0] == '-', digits = count_digits(p + i, n - i);

	if (!digits || (p[i] == '0' && digits > 1))
		return false;
	i += digits;
	if (i < n && p[i] == '.') {
		digits = count_digits(p + i + 1, n - i - 1);
		i += digits ? digits + 1 : 0;
	}
	if (i < n && (p[i] == 'e' || p[i] == 'E')) {
		size_t sign = i + 1 < n && (p[i + 1] == '+' || p[i + 1] == '-');

		digits = count_digits(p + i + 1 + sign, n - i - 1 - sign);
		i += digits ? digits + 1 + sign : 0;
	}
	return i == n;
}

/* p, n: what stands where a value does, and is no container; n > 0. */
static inline bool
scalar_good(const struct walk *w, const char *p, size_t n)
{
	struct str s = { p, n };

	if (p[0] == '"')
		return true;
	if (LIKELY(!(w->flags & SCAN_OTHER)))
		return p[0] != '0' || n == 1;
	return number_good(p, n) || str_eq(s, STR("true")) ||
	    str_eq(s, STR("false")) || str_eq(s, STR("null"));
}

/* Where the walk through a container stands. */
enum place { IN_EMPTY_OBJECT, IN_EMPTY_ARRAY, AT_NAME, AT_VALUE, BEHIND };

struct nest {
	uint64_t objects;		/* a bit a depth, the innermost lowest */
	unsigned depth;
	enum place place;
};

/*
 * The next piece of structure, c, with n bytes at p before it since the last.
 * False: it cannot stand here.
 */
static bool
step(const struct walk *w, struct nest *in, char c, const char *p, size_t n)
{
	bool object = in->objects & 1, value = in->place == AT_VALUE ||
	    in->place == IN_EMPTY_ARRAY;
	bool ended = n ? value && scalar_good(w, p, n) : in->place == BEHIND;

	switch (c) {
	case ':':
		value = in->place == AT_NAME || in->place == IN_EMPTY_OBJECT;
		in->place = AT_VALUE;
		return value && n && p[0] == '"';
	case ',':
		in->place = object ? AT_NAME : AT_VALUE;
		return ended;
	case '{':
	case '[':
		in->objects = in->objects << 1 | (c == '{');
		in->place = c == '{' ? IN_EMPTY_OBJECT : IN_EMPTY_ARRAY;
		return value && !n && ++in->depth < LINE_MAX_DEPTH;
	default:
		ended |= !n && in->place == (object ? IN_EMPTY_OBJECT :
		    IN_EMPTY_ARRAY);
		in->objects >>= 1;
		in->depth--;
		in->place = BEHIND;
		return ended && object == (c == '}');
	}
}

/* k: the opening bracket of a value in the line's object. Returns what follows
 * the closing one, 0 when it is not well-formed. */
static size_t
past_container(const struct walk *w, size_t k)
{
	struct nest in = { .place = AT_VALUE };
	size_t from = w->at[k];

	/* one string in an array, as most parties are */
	if (w->p[from] == '[' && w->p[from + 1] == '"' &&
	    w->p[w->at[k + 1]] == ']' && k + 2 < w->n)
		return w->at[k + 2] == w->at[k + 1] + 1 ? k + 2 : 0;
	do {
		if (k >= w->n || !step(w, &in, w->p[w->at[k]], w->p + from,
		    w->at[k] - from))
			return 0;
		from = (size_t)w->at[k++] + 1;
	} while (in.depth);
	return k < w->n && w->at[k] == from ? k : 0;
}

/*
 * All members behind "cc"; k: the comma before the first. Every step stays
 * inside the line whatever it holds, so what is wrong is gathered and asked
 * for at the end.
 */
static bool
take_members(const struct walk *w, size_t k, struct str *token)
{
	const struct line_plan *plan = w->plan;
	const char *p = w->p;
	uint64_t low = UINT64_C(1) << F_CC, high = 0, twice = 0;
	bool wrong = false;

	while (p[w->at[k]] == ',') {
		size_t name = (size_t)w->at[k] + 2, colon = w->at[k + 1];
		size_t from = colon + 1, to = w->at[k + 2];
		unsigned f = find_name(plan, p + name, colon - 1 - name);
		uint64_t bit = UINT64_C(1) << (f & 63);

		wrong |= p[name - 1] != '"' || p[colon] != ':';
		k += 2;
		if (UNLIKELY(to == from)) {
			k = past_container(w, k);
			if (!k)
				return false;
			to = w->at[k];
		} else {
			wrong |= to < from ||
			    !scalar_good(w, p + from, to - from);
		}
		token[plan->store[f]] = str_range(p + from, p + to);
		if (f < 64) {
			twice |= low & bit;
			low |= bit;
		} else if (LIKELY(f != F_UNKNOWN)) {
			twice |= high & bit;
			high |= bit;
		} else if (w->flags & SCAN_ESCAPE &&
		    (wrong || memchr(p + name, '\\', colon - name))) {
			return false;	/* perhaps one of ours, escaped */
		}
	}
	return !wrong && !twice && p[w->at[k]] == '}' && k + 1 == w->n;
}

/* Is it this field's name, quote and colon that stand at p? */
static inline bool
is_spelled(const struct line_plan *plan, unsigned f, const char *p)
{
	uint64_t a, b;

	memcpy(&a, p, 8);
	memcpy(&b, p + 8, 8);
	return (((a & plan->spelled[f].mask_a) ^ plan->spelled[f].a) |
	    ((b & plan->spelled[f].mask_b) ^ plan->spelled[f].b)) == 0;
}

/*
 * What the name at p is, n bytes of it, when neither guess is right; 0 when
 * members are not in the order of the table, are unknown or stand twice.
 */
static unsigned
guess_again(const struct line_plan *plan, struct line_guess *g,
    unsigned before, const char *p, size_t n)
{
	unsigned f = g->next[before][1];

	if (f && is_spelled(plan, f, p))
		return f;
	f = find_name(plan, p, n);
	if (f <= before || f == F_UNKNOWN)
		return 0;
	g->next[before][1] = g->next[before][0];
	g->next[before][0] = (uint8_t)f;
	return f;
}

/*
 * A value that is no string, from `from` on, at k the structure that follows
 * it: what follows a container is found by walking through it. 0: not
 * well-formed.
 */
static size_t
past_value(const struct walk *w, size_t k, size_t from)
{
	if (w->at[k] == from)
		return past_container(w, k);
	if (w->at[k] < from || !scalar_good(w, w->p + from, w->at[k] - from))
		return 0;
	return k;
}

/* take_members for the order of the table, where guesses are mostly right. */
static bool
take_in_order(const struct walk *w, struct line_guess *g, size_t k,
    struct str *token)
{
	const struct line_plan *plan = w->plan;
	const char *p = w->p;
	unsigned f = F_CC;

	while (p[w->at[k]] == ',') {
		const char *name = p + w->at[k] + 2;
		unsigned guess = g->next[f][0];
		size_t from;

		if (UNLIKELY(name[-1] != '"'))
			return false;
		if (UNLIKELY(!is_spelled(plan, guess, name))) {
			from = w->at[k + 1];
			guess = guess_again(plan, g, f, name,
			    (size_t)(p + from - 1 - name));
			if (!guess || p[from++] != ':')
				return false;
		} else {
			from = (size_t)(name - p) + plan->spelled_n[guess];
		}
		f = guess;
		k += 2;
		/* a string, which has been judged, ends at the structure */
		if (p[from] != '"' && !(k = past_value(w, k, from)))
			return false;
		token[plan->store[f]] = str_range(p + from, p + w->at[k]);
	}
	return p[w->at[k]] == '}' && k + 1 == w->n;
}

static bool
read_fast(const struct line_plan *plan, struct line_guess *guess,
    struct str raw, struct line *out)
{
	static const char head[] = "{\"cc\":1,";
	struct str kind;
	struct walk w;

	if (raw.n < sizeof(head) || raw.n > SCAN_MAX_BYTES ||
	    memcmp(raw.p, head, sizeof(head) - 1) != 0)
		return false;
	w.plan = plan;		/* not the whole struct: at is large */
	w.p = raw.p;
	w.flags = scan_json(raw, w.at, &w.n);
	if (w.flags & (SCAN_CONTROL | SCAN_WRONG) ||
	    raw.p[raw.n - 1] != '}' || w.at[w.n - 1] != raw.n - 1)
		return false;
	if (UNLIKELY(w.flags & SCAN_HIGH) && !utf8_valid(raw))
		return false;
	out->token[LINE_KIND] = STR_NONE;
	/* at 2: after { : comes the comma */
	if (!(guess && take_in_order(&w, guess, 2, out->token)) &&
	    !take_members(&w, 2, out->token))
		return false;
	kind = out->token[LINE_KIND];
	if (kind.n < 2 || kind.p[0] != '"')
		return false;
	out->kind = find_kind((struct str){ kind.p + 1, kind.n - 2 });
	if (plan->slot[F_CC] >= 0)
		out->token[plan->slot[F_CC]] = str_range(raw.p + 6, raw.p + 7);
	if (plan->slot[F_KIND] >= 0)
		out->token[plan->slot[F_KIND]] = kind;
	return out->kind != KIND_COUNT;
}

/* ---- all else ---------------------------------------------------------------- */

static enum line_status
bad(struct line *out, const char *problem, size_t at)
{
	out->problem = problem;
	out->problem_at = at;
	return LINE_BAD;
}

static struct str
decoded(const struct json_node *n, struct arena *a)
{
	bool repaired = false;

	return json_text(n, a, &repaired);
}

static enum line_status
take_nodes(const struct line_plan *plan, const struct json *j,
    struct line *out, struct arena *a, struct str *cc, struct str *kind)
{
	const struct json_node *n = j->node + 1, *end = j->node +
	    j->node[0].next;
	bool seen[FIELD_COUNT] = { false };

	for (; n < end; n = j->node + n[1].next) {
		enum field_id f = field_find(decoded(n, a));
		struct str token = json_token(n + 1);

		if (f == F_UNKNOWN)
			continue;
		if (seen[f])
			return bad(out, "a member stands twice",
			    (size_t)(n->text.p - 1 - out->raw.p));
		seen[f] = true;
		if (f == F_CC)
			*cc = token;
		if (f == F_KIND && n[1].type == JSON_STRING)
			*kind = decoded(n + 1, a);
		if (plan->slot[f] >= 0)
			out->token[plan->slot[f]] = token;
	}
	return LINE_OK;
}

static enum line_status
take_object(const struct line_plan *plan, const struct json *j,
    struct line *out, struct arena *a)
{
	struct str cc = STR_NONE, kind = STR_NONE;
	int64_t version;

	if (j->node[0].type != JSON_OBJECT)
		return bad(out, "not an object", 0);
	if (take_nodes(plan, j, out, a, &cc, &kind) != LINE_OK)
		return LINE_BAD;
	if (!token_int(cc, &version) || version < 1)
		return bad(out, "has no \"cc\":1", 0);
	if (version > 1)
		return LINE_NEWER;
	out->kind = find_kind(kind);
	if (out->kind == KIND_COUNT)
		return bad(out, "has no kind that this program knows", 0);
	return out->kind == K_FAILED ? LINE_FAILED : LINE_OK;
}

static enum line_status
read_strict(const struct line_plan *plan, struct str raw, struct line *out)
{
	struct json j = { .max_depth = LINE_MAX_DEPTH,
	    .max_bytes = LINE_MAX_BYTES };
	struct arena a = { 0 };
	enum line_status status;

	out->strict = true;
	if (!utf8_valid(raw))
		status = bad(out, "not valid UTF-8", 0);
	else if (json_parse(&j, raw) < 0)
		status = bad(out, j.problem, j.problem_at);
	else
		status = take_object(plan, &j, out, &a);
	json_release(&j);
	arena_release(&a);
	return status;
}

static bool
is_blank(struct str s)
{
	return s.n == 0 || (s.n == 1 && s.p[0] == '\r');
}

enum line_status
line_read(const struct line_plan *plan, struct str raw, struct line *out)
{
	return line_read_guessing(plan, NULL, raw, out);
}

enum line_status
line_read_guessing(const struct line_plan *plan, struct line_guess *guess,
    struct str raw, struct line *out)
{
	out->raw = raw;
	out->strict = false;
	memset(out->token, 0, plan->n * sizeof(out->token[0]));
	if (LIKELY(read_fast(plan, guess, raw, out)))
		return out->kind == K_FAILED ? LINE_FAILED : LINE_OK;
	if (is_blank(raw))
		return LINE_BLANK;
	memset(out->token, 0, plan->n * sizeof(out->token[0]));
	return read_strict(plan, raw, out);
}

void
leg_read(const struct line_plan *plan, struct str leg, struct line *out)
{
	size_t at = 0;
	struct str name, value;

	memset(out->token, 0, plan->n * sizeof(out->token[0]));
	out->raw = leg;
	out->strict = false;
	out->kind = K_INTERACTION;
	while (token_member(leg, &at, &name, &value))
		out->token[plan->store[find_name(plan, name.p + 1,
		    name.n - 2)]] = value;
}
