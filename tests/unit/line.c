/* line: the fast and the strict reader agree, patches touch nothing else, the
 * full check finds what it should. */
#include "common/json.h"
#include "common/line.h"
#include "common/when.h"
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
	maker_time(m, F_START, (int64_t)draw(2000000000) * 1000);
	maker_int(m, F_WAIT_MS, draw(100000));
	if (draw(2))
		maker_raw(m, F_RATINGS, STR("[{\"kind\":\"csat\",\"value\":4}]"));
	if (draw(3) == 0)
		maker_unknown(m, STR("odd"), STR("[1,{\"a\":\"]\"}]"));
	maker_emit(m, K_INTERACTION, out);
}

/* Some bytes of it changed, or a piece cut out. */
static void
damage(struct buf *b)
{
	static const char bytes[] = "\"\\{}[]:,x0 \xff\x1f";

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

/* A blank before the line sends it to the strict reader. What that accepts the
 * fast one must read alike, guessing or not. */
static void
test_agree(void)
{
	struct line_plan plan;
	struct line_maker m = { 0 };
	struct line_guess guess = { 0 };
	struct buf b = { 0 }, spaced = { 0 };
	int accepted = 0, fast = 0, different = 0;

	line_plan_init(&plan, wanted, COUNT_OF(wanted));
	for (int round = 0; round < 40000; round++) {
		struct line x, y, z;
		enum line_status strict;

		buf_clear(&b);
		buf_clear(&spaced);
		random_line(&m, &b);
		b.n--;
		if (draw(2))
			damage(&b);
		buf_char(&spaced, ' ');
		buf_str(&spaced, buf_view(&b));
		buf_room(&b, PADDING);
		buf_room(&spaced, PADDING);
		strict = line_read(&plan, buf_view(&spaced), &y);
		if (strict != LINE_OK)
			continue;
		accepted++;
		if (line_read(&plan, buf_view(&b), &x) != LINE_OK ||
		    line_read_guessing(&plan, &guess, buf_view(&b), &z) !=
		    LINE_OK || !same(&x, &y) || !same(&z, &y))
			different += printf("# %.*s\n",
			    STR_ARG(buf_view(&b))) > 0;
		else
			fast += !x.strict;
	}
	TEST_CASE(accepted > 15000 && fast > 5000 && different == 0,
	    "%d lines read alike, %d of them the fast way, %d otherwise",
	    accepted, fast, different);
	maker_release(&m);
	buf_release(&b);
	buf_release(&spaced);
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
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct line_patch p = { cases[i].f, str_of(cases[i].json) };
		struct buf out = { 0 };

		line_patch(&out, str_of(cases[i].in), &p, 1);
		TEST_STR(buf_view(&out), cases[i].want, cases[i].in);
		buf_release(&out);
	}
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
	};
	struct json j = { 0 };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *problem = "";
		size_t at;
		int r = line_validate(&j, str_of(cases[i].in), &problem, &at);

		if (!cases[i].problem)
			TEST_CASE(r == 0, "valid: %s (%s)", cases[i].in,
			    problem);
		else
			TEST_STR(str_of(problem), cases[i].problem,
			    cases[i].in);
	}
	json_release(&j);
}

int
main(void)
{
	test_agree();
	test_patch();
	test_check();
	return test_end();
}
