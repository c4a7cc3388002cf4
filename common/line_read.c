/* line_read: one line's wanted members, by the writer's spelling where it is
 * that, else by the strict reader; see line.h. */
#include "common/json.h"
#include "common/line.h"
#include "common/scan_json.h"
#include "common/utf8.h"

enum { NAME_MAX_BYTES = 16, NAME_SLOTS = 512 };

/* ---- names to fields -------------------------------------------------------
 * A name's first 16 bytes, zero-filled, as two words: all our names fit. */

struct name {
	uint64_t a, b;
};

static inline struct name
name_of(const char *p, size_t n)
{
	struct name w;

	memcpy(&w.a, p, 8);
	memcpy(&w.b, p + 8, 8);
	if (n < 8) {
		w.a &= n ? ~UINT64_C(0) >> (64 - 8 * n) : 0;
		w.b = 0;
	} else {
		w.b &= n > 8 ? ~UINT64_C(0) >> (128 - 8 * n) : 0;
	}
	return w;
}

static inline unsigned
name_slot(struct name w)
{
	return (unsigned)(((w.a ^ w.b * 31) * UINT64_C(0x9e3779b97f4a7c15)) >>
	    55);
}

static struct name
field_name(enum field_id f)
{
	char padded[NAME_MAX_BYTES] = { 0 };

	BUG_UNLESS(strlen(fields[f].name) < sizeof(padded));
	memcpy(padded, fields[f].name, strlen(fields[f].name));
	return name_of(padded, strlen(fields[f].name));
}

/* name": as it stands in a line, when that is at most 16 bytes. */
static void
spell(struct line_plan *plan, enum field_id f)
{
	char bytes[NAME_MAX_BYTES] = { 0 }, mask[NAME_MAX_BYTES] = { 0 };
	size_t n = fields[f].name_n;

	if (n + 2 > sizeof(bytes))
		return;
	memcpy(bytes, fields[f].name, n);
	bytes[n] = '"';
	bytes[n + 1] = ':';
	memset(mask, 0xff, n + 2);
	memcpy(&plan->spelled[f].a, bytes, 8);
	memcpy(&plan->spelled[f].b, bytes + 8, 8);
	memcpy(&plan->spelled[f].mask_a, mask, 8);
	memcpy(&plan->spelled[f].mask_b, mask + 8, 8);
}

void
line_plan_init(struct line_plan *plan, const enum field_id *want, size_t n)
{
	bool wanted[FIELD_COUNT] = { false };

	memset(plan, 0, sizeof(*plan));
	for (size_t i = 0; i < n; i++)
		wanted[want[i]] = true;
	memset(plan->by_name, F_UNKNOWN, sizeof(plan->by_name));
	for (size_t f = 0; f < FIELD_COUNT; f++) {
		struct name w = field_name((enum field_id)f);
		unsigned at = name_slot(w);

		plan->slot[f] = -1;
		if (wanted[f]) {
			BUG_UNLESS(plan->n < COUNT_OF(plan->want));
			plan->slot[f] = (int8_t)plan->n;
			plan->want[plan->n++] = (enum field_id)f;
		}
		while (plan->by_name[at] != F_UNKNOWN)
			at = (at + 1) % NAME_SLOTS;
		plan->by_name[at] = (uint8_t)f;
		plan->name[f].a = w.a;
		plan->name[f].b = w.b;
		spell(plan, (enum field_id)f);
	}
}

static inline enum field_id
find_name(const struct line_plan *plan, const char *p, size_t n)
{
	struct name w;
	unsigned at;

	if (n >= NAME_MAX_BYTES)
		return F_UNKNOWN;
	w = name_of(p, n);
	for (at = name_slot(w); plan->by_name[at] != F_UNKNOWN;
	    at = (at + 1) % NAME_SLOTS) {
		unsigned f = plan->by_name[at];

		if (plan->name[f].a == w.a && plan->name[f].b == w.b)
			return (enum field_id)f;
	}
	return F_UNKNOWN;
}

static enum line_kind
find_kind(struct str word)
{
	for (int k = 0; k < KIND_COUNT; k++)
		if (str_is(word, line_kinds[k]))
			return (enum line_kind)k;
	return KIND_COUNT;
}

/* ---- the writer's spelling -------------------------------------------------- */

struct walk {
	const struct line_plan *plan;
	const struct scanner *scan;
	const char *from, *p, *end;
	bool indexed;			/* quotes holds the line's */
	uint64_t quotes[SCAN_WORDS];
	uint64_t seen[2];		/* fields met: duplicates go strict */
	struct line_guess *guess;	/* or NULL */
};

static inline bool
seen_before(struct walk *w, enum field_id f)
{
	uint64_t bit = UINT64_C(1) << (f & 63), *word = &w->seen[f >> 6];
	bool before = *word & bit;

	*word |= bit;
	return before;
}

/* The first quote at or after p; end when there is none. */
static inline const char *
next_quote(const struct walk *w, const char *p)
{
	size_t at = (size_t)(p - w->from), word = at >> 6;
	size_t words = (size_t)(w->end - w->from + 63) >> 6;
	uint64_t bits;

	if (UNLIKELY(!w->indexed))
		return w->scan->quote(p, w->end);
	if (UNLIKELY(p >= w->end))
		return w->end;
	bits = w->quotes[word] >> (at & 63) << (at & 63);
	while (!bits) {
		if (++word >= words)
			return w->end;
		bits = w->quotes[word];
	}
	return w->from + (word << 6) + (size_t)__builtin_ctzll(bits);
}

/* p is just inside a container: one past its end, or end. */
static const char *
past_container(const struct walk *w, const char *p)
{
	int depth = 1;

	if (!w->indexed)
		return w->scan->close(p, w->end);
	for (; p < w->end; p++) {
		if (*p == '"')
			p = next_quote(w, p + 1);
		else if (*p == '[' || *p == '{')
			depth++;
		else if ((*p == ']' || *p == '}') && --depth == 0)
			return p + 1;
	}
	return w->end;
}

/* The value at w->p as a token; false when it is not spelled our way. */
static inline bool
take_value(struct walk *w, struct str *token)
{
	const char *from = w->p;

	switch (*from) {
	case '"':
		w->p = next_quote(w, from + 1) + 1;
		break;
	case '[':
	case '{':
		w->p = past_container(w, from + 1);
		break;
	default:
		while ((*w->p >= '0' && *w->p <= '9') ||
		    (*w->p >= 'a' && *w->p <= 'z') || *w->p == '-' ||
		    *w->p == '.' || *w->p == '+' || *w->p == 'E')
			w->p++;
		if (w->p == from)
			return false;
	}
	*token = str_range(from, w->p);
	return w->p < w->end;
}

/* Is it this field's name, quote and colon that stand at p? */
static inline bool
is_spelled(const struct line_plan *plan, unsigned f, const char *p)
{
	uint64_t a, b;

	memcpy(&a, p, 8);
	memcpy(&b, p + 8, 8);
	return plan->spelled[f].mask_a &&
	    (a & plan->spelled[f].mask_a) == plan->spelled[f].a &&
	    (b & plan->spelled[f].mask_b) == plan->spelled[f].b;
}

/* The name after the quote at w->p, and its colon; the value follows. */
static inline bool
take_name(struct walk *w, enum field_id before, enum field_id *f)
{
	const char *name = w->p + 1, *stop;
	unsigned guess = w->guess ? w->guess->next[before] : 0;

	if (guess && is_spelled(w->plan, guess, name)) {
		*f = (enum field_id)guess;
		w->p = name + fields[guess].name_n + 2;
		return w->p < w->end;
	}
	stop = next_quote(w, name);
	if (stop >= w->end || stop[1] != ':')
		return false;
	w->p = stop + 2;
	*f = find_name(w->plan, name, (size_t)(stop - name));
	if (w->guess && *f != F_UNKNOWN)
		w->guess->next[before] = (uint8_t)*f;
	return true;
}

/* Members up to the closing brace at the very end. */
static bool
take_members(struct walk *w, struct str *token)
{
	enum field_id f = F_KIND, before = F_KIND;

	while (*w->p == '"') {
		struct str value;

		if (!take_name(w, before, &f) || !take_value(w, &value))
			return false;
		if (f != F_UNKNOWN) {
			int slot = w->plan->slot[f];

			if (seen_before(w, f))
				return false;
			if (slot >= 0)
				token[slot] = value;
			before = f;
		}
		if (*w->p == '}')
			return w->p + 1 == w->end;
		if (*w->p != ',')
			return false;
		w->p++;
	}
	return false;
}

static bool
read_fast(const struct line_plan *plan, struct line_guess *guess,
    struct str raw, struct line *out)
{
	static const char head[] = "{\"cc\":1,\"kind\":\"";
	struct walk w;
	struct scan_found found;
	const char *kind, *stop;

	if (raw.n < sizeof(head) || memcmp(raw.p, head, sizeof(head) - 1) != 0)
		return false;
	w.plan = plan;		/* not the whole struct: quotes is large */
	w.scan = scanner();
	w.from = raw.p;
	w.end = raw.p + raw.n;
	w.seen[0] = w.seen[1] = 0;
	w.guess = guess;
	w.indexed = raw.n <= SCAN_INDEXED;
	found = w.indexed ? w.scan->index(raw, w.quotes) :
	    w.scan->bytes(raw);
	if (found.control || found.backslash || found.odd_quotes)
		return false;
	if (found.high && !utf8_valid(raw))
		return false;
	kind = raw.p + sizeof(head) - 1;
	stop = next_quote(&w, kind);
	out->kind = find_kind(str_range(kind, stop));
	if (out->kind == KIND_COUNT || stop + 1 >= w.end)
		return false;
	seen_before(&w, F_CC);
	seen_before(&w, F_KIND);
	if (plan->slot[F_CC] >= 0)
		out->token[plan->slot[F_CC]] = str_range(raw.p + 6, raw.p + 7);
	if (plan->slot[F_KIND] >= 0)
		out->token[plan->slot[F_KIND]] = str_range(kind - 1, stop + 1);
	w.p = stop + 1;
	if (*w.p == '}')
		return w.p + 1 == w.end;
	if (*w.p != ',')
		return false;
	w.p++;
	return take_members(&w, out->token);
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

/* The raw token of a value: strings with their quotes. */
static struct str
token_of(const struct json_node *n)
{
	if (n->type == JSON_STRING)
		return (struct str){ n->text.p - 1, n->text.n + 2 };
	return n->text;
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
		struct str token = token_of(n + 1);

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
	if (LIKELY(raw.n <= LINE_MAX_BYTES && read_fast(plan, guess, raw, out)))
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
	while (token_member(leg, &at, &name, &value)) {
		enum field_id f = field_find((struct str){ name.p + 1,
		    name.n - 2 });

		if (f != F_UNKNOWN && plan->slot[f] >= 0)
			out->token[plan->slot[f]] = value;
	}
}
