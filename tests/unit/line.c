/* line: the fast and the strict reader agree, patches touch nothing else, the
 * full check finds what it should. */
#include "common/cpu.h"
#include "common/json.h"
#include "common/line.h"
#include "common/when.h"
#include "tests/patch_line.h"
#include "tests/unit/test.h"

static uint64_t state = 11;

static unsigned
draw(unsigned below)
{
	state = state * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % below;
}

static const enum field_id wanted[] = { F_ID, F_PARTY, F_CHANNEL, F_START,
	F_QUEUE, F_OUTCOME, F_WAIT_MS, F_REASON, F_RATINGS, F_SRC };

static void
random_line(struct line_maker *m, struct buf *out)
{
	static const char *const texts[] = { "cards", "a\"b", "x\\y",
	    ("Gr\xc3\xbc" "n"), "{[", "", "}],:", "\x01" };

	maker_clear(m);
	maker_str(m, F_ID, STR("id"));
	maker_str(m, F_SOURCE, STR("s"));
	maker_str(m, F_QUEUE, str_of(texts[draw(8)]));
	maker_str(m, F_REASON, str_of(texts[draw(8)]));
	if (draw(2))
		maker_add_str(m, F_PARTY, STR("tel:+442071234567"));
	if (draw(4) == 0)
		maker_add_str(m, F_PARTY, STR("mailto:a@b.example"));
	maker_time(m, F_START, (int64_t)draw(2000000000) * 1000);
	maker_int(m, F_WAIT_MS, draw(100000));
	if (draw(2))
		maker_raw(m, F_RATINGS, STR("[{\"kind\":\"csat\",\"value\":4},"
		    "{\"kind\":\"nps\",\"value\":-0.5e3,\"x\":[[],{}]}]"));
	if (draw(8) == 0)
		maker_raw(m, F_OUTCOME_NATIVE, STR("\"a long name\""));
	if (draw(3) == 0)
		maker_unknown(m, STR("odd"), STR("[1,{\"a\":\"]\"},null]"));
	if (draw(200) == 0)	/* longer than what is scanned at once */
		for (int i = 0; i < 1500; i++)
			maker_add_raw(m, F_MESSAGES,
			    STR("{\"by\":\"bot\",\"text\":\"hello\"}"));
	maker_emit(m, K_INTERACTION, out);
	out->n--;			/* without LF */
}

/* The same members in another order, a name perhaps spelled by an escape. */
static void
shuffle(struct buf *b, struct buf *to)
{
	struct str member[32], name, value;
	size_t n = 0, at = 0;

	while (n < 32 && token_member(buf_view(b), &at, &name, &value))
		member[n++] = str_range(name.p, value.p + value.n);
	for (size_t i = 2; i < n; i++) {	/* cc stays first */
		size_t k = 1 + draw((unsigned)i);
		struct str other = member[k];

		member[k] = member[i];
		member[i] = other;
	}
	buf_clear(to);
	for (size_t i = 0; i < n; i++) {
		buf_char(to, i ? ',' : '{');
		if (i && draw(40) == 0) {
			buf_printf(to, "\"\\u%04x", member[i].p[1]);
			member[i] = str_skip(member[i], 2);
		}
		buf_str(to, member[i]);
	}
	buf_char(to, '}');
	buf_clear(b);
	buf_str(b, buf_view(to));
}

/* Blanks beside the structure, in strings too: damage and harmless. */
static void
space(struct buf *b)
{
	for (size_t i = b->n; i-- > 0;)
		if (strchr("{}[]:,", b->p[i]) && draw(6) == 0)
			buf_splice(b, i + draw(2), 0,
			    draw(9) ? STR(" ") : STR("\t"));
}

/* Some bytes of it changed, or a piece cut out. */
static void
damage(struct buf *b)
{
	static const char bytes[] = "\"\\{}[]:,x0-.e \xff\x1f";

	for (unsigned n = draw(3); n; n--)
		b->p[draw((unsigned)b->n)] = bytes[draw(sizeof(bytes) - 1)];
	if (draw(4) == 0) {
		size_t at = draw((unsigned)b->n), cut = draw(9);

		buf_splice(b, at, MIN(b->n - at, cut), STR_NONE);
	}
}

static bool
same(const struct line *a, const struct line *b)
{
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		if (!str_eq(a->token[i], b->token[i]))
			return false;
	return a->kind == b->kind;
}

/* Do both say that the members stand at the same places? */
static bool
same_places(const struct line_places *a, const struct line_places *b)
{
	return a->n == b->n && (!a->n || memcmp(a->place, b->place,
	    a->n * sizeof(*a->place)) == 0);
}

struct agreement {
	struct line_plan plan;
	struct line_guess guess;
	struct line_places placed, looked_up;
	struct buf b, spaced, other, before;
	int accepted, refused, fast, different;
};

/* A blank before the line sends it to the strict reader. What that accepts the
 * fast one reads alike, guessing or not, and refuses what that refuses. */
static void
compare(struct agreement *a)
{
	struct line x, y, z;
	enum line_status fast, guessed, strict;

	buf_clear(&a->spaced);
	buf_char(&a->spaced, ' ');
	buf_str(&a->spaced, buf_view(&a->b));
	memset(buf_room(&a->b, PADDING), ',', PADDING);
	memset(buf_room(&a->spaced, PADDING), 0, PADDING);
	strict = line_read(&a->plan, buf_view(&a->spaced), &y);
	fast = line_read(&a->plan, buf_view(&a->b), &x);
	a->placed.n = a->looked_up.n = 0;
	guessed = line_read_locating(&a->plan, &a->guess, buf_view(&a->b), &z,
	    &a->placed);
	if (guessed == LINE_OK)
		line_locate(&a->looked_up, buf_view(&a->b));
	if (fast != strict || guessed != strict || (strict == LINE_OK &&
	    (!same(&x, &y) || !same(&z, &y) ||
	    !same_places(&a->placed, &a->looked_up)))) {
		printf("# %d %d %d: %.*s\n", strict, fast, guessed,
		    STR_ARG(buf_view(&a->b)));
		a->different++;
	}
	a->accepted += strict == LINE_OK;
	a->refused += strict != LINE_OK;
	a->fast += strict == LINE_OK && !x.strict && !z.strict;
}

/* The line before, with other values of the same kinds, so that its shape is
 * known: letters and digits that no name has become others. */
static void
vary(struct agreement *a)
{
	bool value = false;

	buf_clear(&a->b);
	buf_str(&a->b, buf_view(&a->before));
	for (size_t i = 9; i < a->b.n; i++) {
		char *c = a->b.p + i;

		value = *c == ':' || (value && *c != ',' && *c != '{');
		if (value && *c >= '1' && *c <= '8' && draw(3) == 0)
			*c = (char)(*c + 1 - (int)draw(3));
	}
}

static void
test_agree(const char *level)
{
	struct agreement a = { 0 };
	struct line_maker m = { 0 };

	setenv("CCKIT_SIMD", level, 1);
	cpu_init();
	line_plan_init(&a.plan, wanted, COUNT_OF(wanted));
	for (int round = 0; round < 20000; round++) {
		unsigned what = draw(6);

		buf_clear(&a.b);
		random_line(&m, &a.b);
		if (a.before.n && draw(3))
			vary(&a);
		buf_clear(&a.before);
		buf_str(&a.before, buf_view(&a.b));
		if (what == 1 || what == 2)
			shuffle(&a.b, &a.other);
		if (what == 3)
			space(&a.b);
		if (what >= 4 || what == 2)
			damage(&a.b);
		compare(&a);
	}
	TEST_CASE(a.accepted > 9000 && a.refused > 3000 && a.fast > 7000 &&
	    a.guess.known > 3000 && a.different == 0, "%s: %d lines accepted "
	    "alike, %d of them the fast way, %d of a known shape, %d refused "
	    "alike, %d otherwise", cpu_level_name(), a.accepted, a.fast,
	    (int)a.guess.known, a.refused, a.different);
	maker_release(&m);
	buf_release(&a.b);
	buf_release(&a.spaced);
	buf_release(&a.other);
	buf_release(&a.before);
	line_places_release(&a.placed);
	line_places_release(&a.looked_up);
}

static void
test_patch(void)
{
	static const struct { const char *in; enum field_id f;
	    const char *json, *want; } cases[] = {
		{ "{\"cc\":1,\"kind\":\"case\",\"id\":\"1\",\"zz\":2}", F_QUEUE,
		  "\"q\"", "{\"cc\":1,\"kind\":\"case\",\"id\":\"1\","
		  "\"queue\":\"q\",\"zz\":2}\n" },
		{ "{\"cc\":1,\"queue\":\"a\",\"x\":1}", F_QUEUE, "\"b\"",
		  "{\"cc\":1,\"queue\":\"b\",\"x\":1}\n" },
		{ "{\"cc\":1,\"queue\":\"a\",\"x\":1}", F_QUEUE, NULL,
		  "{\"cc\":1,\"x\":1}\n" },
		{ "{ \"cc\" : 1 }", F_QUEUE, NULL, "{\"cc\" : 1}\n" },
		{ " {\"cc\":1,\"x\":2} ", F_SEQ, "3",
		  "{\"cc\":1,\"seq\":3,\"x\":2}\n" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct line_patch p = { cases[i].f, str_of(cases[i].json) };
		struct buf in = { 0 }, out = { 0 };

		buf_puts(&in, cases[i].in);
		buf_room(&in, PADDING);
		patch_line(&out, buf_view(&in), &p, 1);
		TEST_STR(buf_view(&out), cases[i].want, cases[i].in);
		buf_release(&in);
		buf_release(&out);
	}
}

/* A blank before the first member makes the patcher go the slow way: every
 * member set and deleted, both ways give the same line. */
static void
test_patch_ways(void)
{
	static const char members[] = "\"cc\":1,\"kind\":\"case\",\"id\":"
	    "\"a\\\"b\",\"party\":[\"x:1\",\"y:{2\"],\"start\":null,\"queue\":"
	    "\"q\",\"open\":true,\"self\":{\"type\":\"ivr\",\"n\":[{},[1]]},"
	    "\"zz\":-1.5,\"ext\":{\"a\":{\"b\":[]}}}";
	struct buf fast = { 0 }, slow = { 0 }, a = { 0 }, b = { 0 };
	bool same = true;

	buf_printf(&fast, "{%s", members);
	buf_printf(&slow, "{ %s", members);
	buf_room(&fast, PADDING);
	buf_room(&slow, PADDING);
	for (size_t f = 0; f < FIELD_COUNT; f++)
		for (int set = 0; set < 2; set++) {
			struct line_patch p[2] = { { (enum field_id)f,
			    set ? STR("7") : STR_NONE }, { F_ISSUES,
			    STR("[\"i\"]") } };

			buf_clear(&a);
			buf_clear(&b);
			patch_line(&a, buf_view(&fast), p, 1 + (f < F_ISSUES));
			patch_line(&b, buf_view(&slow), p, 1 + (f < F_ISSUES));
			same &= str_eq(buf_view(&a), buf_view(&b)) && a.n > 99;
		}
	TEST_CASE(same, "every member patched, both ways");
	buf_release(&fast);
	buf_release(&slow);
	buf_release(&a);
	buf_release(&b);
}

static void
test_check(void)
{
#define HEAD "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"1\",\"source\":\"s\""
	static const struct { const char *in, *problem; } cases[] = {
		{ HEAD "}", NULL },
		{ HEAD ",\"wait_ms\":-1}",
		  "a value is not of its member's type" },
		{ HEAD ",\"start\":\"2026-02-30T00:00:00.000Z\"}",
		  "a value is not of its member's type" },
		{ HEAD ",\"queue\":\"a\",\"queue\":\"b\"}",
		  "a member stands twice" },
		{ HEAD ",\"party\":[1]}",
		  "a value is not of its member's type" },
		{ "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"1\"}",
		  "has no source" },
		{ "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"1\","
		  "\"source\":\"a b\"}",
		  "a source is 1 to 64 of A-Z a-z 0-9 . _ -" },
		{ HEAD ",\"wait_ms\":3,\"legs\":[{\"type\":\"queue\","
		  "\"wait_ms\":1},{\"type\":\"queue\",\"wait_ms\":2}]}", NULL },
		{ HEAD ",\"wait_ms\":4,\"legs\":[{\"type\":\"queue\","
		  "\"wait_ms\":1},{\"type\":\"offer\",\"wait_ms\":3}]}",
		  "a total is not the sum over the legs" },
		{ HEAD ",\"x\":01}", "comma or end missing" },
		{ HEAD ",\"x\":\"\xff\"}", "not valid UTF-8" },
		{ "{\"cc\":1,\"kind\":\"thing\",\"source\":\"s\"}",
		  "has no kind that this program knows" },
		{ "{\"kind\":\"span\",\"source\":\"s\"}",
		  "is not of version 1" },
	};
	struct line_places places = { 0 };
	struct json j = { 0 };
	struct line_plan plan;
	struct line l;

	line_plan_init(&plan, NULL, 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *problem = "";
		size_t at;
		int r = line_validate(&j, str_of(cases[i].in), &problem, &at);
		struct buf padded = { 0 };

		buf_puts(&padded, cases[i].in);
		buf_room(&padded, PADDING);
		places.n = 0;
		if (line_read_locating(&plan, NULL, buf_view(&padded), &l,
		    &places) == LINE_OK)
			TEST_CASE(line_validate_read(&j, buf_view(&padded),
			    places.place, places.n, &problem, &at) == r,
			    "a read line, the same: %s", cases[i].in);
		buf_release(&padded);
		if (!cases[i].problem)
			TEST_CASE(r == 0, "valid: %s (%s)", cases[i].in,
			    problem);
		else
			TEST_STR(str_of(problem), cases[i].problem,
			    cases[i].in);
	}
	line_places_release(&places);
	json_release(&j);
}

int
main(void)
{
	test_agree("off");
	test_agree("avx2");
	test_agree("on");
	test_patch();
	test_patch_ways();
	test_check();
	return test_end();
}
