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
	const struct line_shape *shape;	/* the line's, once it is known */
	struct scan_places places;
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
	size_t from = w->places.at[k];

	/* one string in an array, as most parties are */
	if (w->p[from] == '[' && w->p[from + 1] == '"' &&
	    w->p[w->places.at[k + 1]] == ']' && k + 2 < w->places.n)
		return w->places.at[k + 2] == w->places.at[k + 1] + 1 ? k + 2 : 0;
	do {
		if (k >= w->places.n || !step(w, &in, w->p[w->places.at[k]], w->p + from,
		    w->places.at[k] - from))
			return 0;
		from = (size_t)w->places.at[k++] + 1;
	} while (in.depth);
	return k < w->places.n && w->places.at[k] == from ? k : 0;
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

	while (p[w->places.at[k]] == ',') {
		size_t name = (size_t)w->places.at[k] + 2, colon = w->places.at[k + 1];
		size_t from = colon + 1, to = w->places.at[k + 2];
		unsigned f = find_name(plan, p + name, colon - 1 - name);
		uint64_t bit = UINT64_C(1) << (f & 63);

		wrong |= p[name - 1] != '"' || p[colon] != ':';
		k += 2;
		if (UNLIKELY(to == from)) {
			k = past_container(w, k);
			if (!k)
				return false;
			to = w->places.at[k];
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
	return !wrong && !twice && p[w->places.at[k]] == '}' && k + 1 == w->places.n;
}

/* ---- lines of a known shape -------------------------------------------------
 * A line with the structure and the names of one that was read before need not
 * be walked through: its strings have been judged, what else stands as a value
 * is looked at, and what is wanted is at the same places. */

typedef uint64_t two_words __attribute__((vector_size(16)));

/* Is the structure the same, and are the names? */
static bool
same_shape(const struct line_shape *shape, const struct walk *w)
{
	two_words wrong = { 0 };

	if (shape->n != w->places.n ||
	    memcmp(shape->mark, w->places.mark, shape->n) != 0)
		return false;
	for (unsigned i = 0; i < shape->names; i++) {
		two_words bytes, name, mask;

		memcpy(&bytes, w->p + w->places.at[shape->name[i].place] + 1 +
		    shape->name[i].skip, sizeof(bytes));
		memcpy(&name, shape->name[i].bytes, sizeof(name));
		memcpy(&mask, shape->name[i].mask, sizeof(mask));
		wrong |= (bytes ^ name) & mask;
	}
	return (wrong[0] | wrong[1]) == 0;
}

/* The tokens of a line of this shape; false: it is of another. */
static bool
take_known(const struct line_shape *shape, const struct walk *w,
    struct str *token)
{
	const uint16_t *at = w->places.at;

	if (!same_shape(shape, w))
		return false;
	for (unsigned i = 0; i < shape->scalars; i++) {
		unsigned k = shape->scalar[i];

		if (!scalar_good(w, w->p + at[k] + 1,
		    (size_t)at[k + 1] - at[k] - 1))
			return false;
	}
	for (unsigned i = 0; i < shape->n_wanted; i++) {
		const uint8_t *m = shape->wanted[i];

		token[m[0]] = str_range(w->p + at[m[1]] + 1, w->p + at[m[2]]);
	}
	return true;
}

/* The name behind a place, with both quotes and the colon, in pieces of 16
 * bytes. */
static bool
learn_name(struct line_shape *shape, const struct walk *w, size_t place)
{
	const char *p = w->p + w->places.at[place] + 1;
	size_t n = (size_t)w->places.at[place + 1] - w->places.at[place];

	for (size_t skip = 0; skip < n; skip += sizeof(two_words)) {
		struct line_name *to = &shape->name[shape->names];

		if (shape->names++ == COUNT_OF(shape->name))
			return false;
		to->place = (uint8_t)place;
		to->skip = (uint8_t)skip;
		memset(to->mask, 0, sizeof(to->mask));
		memset(to->mask, 255, MIN(n - skip, sizeof(to->mask)));
		memcpy(to->bytes, p + skip, MIN(n - skip, sizeof(to->bytes)));
	}
	return true;
}

static bool
learn_member(struct line_shape *shape, const struct walk *w, size_t place)
{
	const char *p = w->p + w->places.at[place] + 2;
	size_t n = (size_t)w->places.at[place + 1] - w->places.at[place] - 3;

	if (!learn_name(shape, w, place))
		return false;
	shape->member[shape->members++] = (struct line_member){
	    (uint8_t)place, (uint8_t)find_name(w->plan, p, n) };
	return true;
}

/* The names of the line's own members (of others it is enough that they are
 * strings), and all values that are neither strings nor containers. */
static bool
learn_structure(struct line_shape *shape, const struct walk *w)
{
	const struct scan_places *s = &w->places;
	unsigned depth = 0;

	for (size_t k = 0; k + 1 < s->n; k++) {
		char c = w->p[s->at[k]];
		unsigned char behind = s->mark[k] ^ (unsigned char)c;

		depth += c == '{' || c == '[';
		depth -= c == '}' || c == ']';
		if (depth == 1 && w->p[s->at[k + 1]] == ':' &&
		    !learn_member(shape, w, k))
			return false;
		if (behind)
			continue;
		if (shape->scalars == COUNT_OF(shape->scalar))
			return false;
		shape->scalar[shape->scalars++] = (uint8_t)k;
	}
	shape->member[shape->members].place = (uint8_t)(s->n - 1);
	memcpy(shape->mark, s->mark, s->n);
	return true;
}

/* The place of structure at this byte of the line, which has one there. */
static uint8_t
place_at(const struct walk *w, const char *p)
{
	size_t k = 0;

	while (w->p + w->places.at[k] != p)
		k++;
	return (uint8_t)k;
}

/* Replaces what the shape was by that of a line that has just been read. */
static void
learn(struct line_shape *shape, const struct walk *w, const struct str *token)
{
	shape->n = shape->names = shape->scalars = shape->n_wanted = 0;
	shape->members = 0;
	if (w->places.n > COUNT_OF(shape->mark) || !learn_structure(shape, w))
		return;
	for (unsigned i = 0; i <= LINE_KIND; i++) {
		uint8_t *m = shape->wanted[shape->n_wanted];

		if (!token[i].p || (i >= w->plan->n && i != LINE_KIND))
			continue;
		m[0] = (uint8_t)i;
		m[1] = place_at(w, token[i].p - 1);
		m[2] = place_at(w, token[i].p + token[i].n);
		shape->n_wanted++;
	}
	shape->n = (uint8_t)w->places.n;
}

/* Shapes with as many places of structure share a row; the one met last comes
 * first in it. */
static bool
take_shaped(struct walk *w, struct line_guess *g, struct str *token)
{
	size_t row = w->places.n % LINE_SHAPE_ROWS;
	uint8_t *order = g->order[row];
	struct line_shape *oldest;

	for (unsigned i = 0; i < LINE_SHAPE_WAYS; i++) {
		unsigned way = order[i] ^ i;

		w->shape = &g->shape[row][way];
		if (!take_known(w->shape, w, token))
			continue;
		if (UNLIKELY(i)) {
			order[i] = (uint8_t)(order[0] ^ i);
			order[0] = (uint8_t)way;
		}
		g->known++;
		return true;
	}
	if (!take_members(w, 2, token))
		return false;
	oldest = &g->shape[row][order[LINE_SHAPE_WAYS - 1] ^
	    (LINE_SHAPE_WAYS - 1)];
	learn(oldest, w, token);
	w->shape = oldest;
	return true;
}

/* Where the members stand in a line whose shape is known. */
static void
place_members(const struct walk *w, struct line_places *to)
{
	const uint16_t *at = w->places.at;
	const struct line_member *m = w->shape->member;

	for (const struct line_member *end = m + w->shape->members; m < end;
	    m++) {
		GROW(to->place, to->n, to->cap);
		to->place[to->n++] = (struct line_place){
		    (uint32_t)at[m->place] + 1, (uint32_t)at[m->place + 1] + 1,
		    at[m[1].place], m->field };
	}
}

static bool
read_fast(const struct line_plan *plan, struct line_guess *guess,
    struct str raw, struct line *out, struct line_places *places)
{
	static const char head[] = "{\"cc\":1,";
	struct str kind;
	struct walk w;

	if (raw.n < sizeof(head) || raw.n > SCAN_MAX_BYTES ||
	    memcmp(raw.p, head, sizeof(head) - 1) != 0)
		return false;
	w.plan = plan;		/* not the whole struct: it is large */
	w.p = raw.p;
	w.shape = NULL;
	w.flags = scan_json(raw, &w.places);
	if (w.flags & (SCAN_CONTROL | SCAN_WRONG) ||
	    raw.p[raw.n - 1] != '}' || w.places.at[w.places.n - 1] != raw.n - 1)
		return false;
	if (UNLIKELY(w.flags & SCAN_HIGH) && !utf8_valid(raw))
		return false;
	out->token[LINE_KIND] = STR_NONE;
	if (!(guess ? take_shaped(&w, guess, out->token) :
	    take_members(&w, 2, out->token)))
		return false;
	kind = out->token[LINE_KIND];
	if (kind.n < 2 || kind.p[0] != '"')
		return false;
	out->kind = find_kind((struct str){ kind.p + 1, kind.n - 2 });
	if (plan->slot[F_CC] >= 0)
		out->token[plan->slot[F_CC]] = str_range(raw.p + 6, raw.p + 7);
	if (plan->slot[F_KIND] >= 0)
		out->token[plan->slot[F_KIND]] = kind;
	if (places && w.shape && w.shape->n)
		place_members(&w, places);
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
	struct field_set seen = { 0 };

	for (; n < end; n = j->node + n[1].next) {
		enum field_id f = field_find(decoded(n, a));
		struct str token = json_token(n + 1);

		if (f == F_UNKNOWN)
			continue;
		if (field_set_has(&seen, f))
			return bad(out, "a member stands twice",
			    (size_t)(n->text.p - 1 - out->raw.p));
		field_set_add(&seen, f);
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

static enum line_status
read_line(const struct line_plan *plan, struct line_guess *guess,
    struct str raw, struct line *out, struct line_places *places)
{
	out->raw = raw;
	out->strict = false;
	memset(out->token, 0, plan->n * sizeof(out->token[0]));
	if (LIKELY(read_fast(plan, guess, raw, out, places)))
		return out->kind == K_FAILED ? LINE_FAILED : LINE_OK;
	if (is_blank(raw))
		return LINE_BLANK;
	memset(out->token, 0, plan->n * sizeof(out->token[0]));
	return read_strict(plan, raw, out);
}

enum line_status
line_read_guessing(const struct line_plan *plan, struct line_guess *guess,
    struct str raw, struct line *out)
{
	return read_line(plan, guess, raw, out, NULL);
}

enum line_status
line_read_locating(const struct line_plan *plan, struct line_guess *guess,
    struct str raw, struct line *out, struct line_places *places)
{
	size_t from = places->n;
	enum line_status status = read_line(plan, guess, raw, out, places);

	if (status == LINE_OK && places->n == from)
		line_locate(places, raw);
	return status;
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
