// needs: ccimport
/* filter: values in, values out; every number of digits; the same plain test
 * as byte by byte. */
#include "cmd/ccimport/filter.h"
#include "common/buf.h"
#include "tests/unit/test.h"

static struct value
run(const char *chain, const char *in, bool padded, int *r)
{
	static struct arena arena;
	struct profile *p = mem_zero(1, sizeof(*p));
	struct ini ini = { .name = (char *)(uintptr_t)"t",
	    .text = (char *)(uintptr_t)chain };
	struct err err = { 0 };
	struct expr_parser x = { .profile = p, .err = &err, .ini = &ini,
	    .rest = str_of(chain) };
	struct column c = { 0 };
	struct filter_env env = { .arena = &arena, .source = STR("src"),
	    .scratch = pat_scratch_new(8) };
	struct value v = { .type = V_TEXT };
	struct str s = str_of(in);
	char *copy = arena_zero(&arena, s.n + PADDING, 1);

	memcpy(copy, s.p, s.n);
	v.s = (struct str){ padded ? copy : in, s.n };
	v.flags = padded ? VALUE_PADDED : 0;
	*r = expr_filters(&x, &c) < 0 ? -2 :
	    filter_run(&env, c.filter, c.n, &v);
	if (v.type == V_TEXT || v.type == V_PARTY)
		v.s = arena_dup(&arena, v.s);
	pat_scratch_free(env.scratch);
	buf_release(&env.party);
	profile_free(p);
	return v;
}

static void
test_texts(void)
{
	static const struct {
		const char *chain, *in, *want;	/* want NULL: nothing */
	} cases[] = {
		{ "lower", "AbC\xc3\x84", "abc\xc3\x84" },
		{ "upper", "abC", "ABC" }, { "trim", " a ", "a" },
		{ "whole", "3.0", "3" }, { "whole", "30", "30" },
		{ "whole", "3.10", "3.1" }, { "whole", "0", "0" },
		{ "before ','", "a, b", "a" }, { "before ','", "ab", "ab" },
		{ "after ','", "a, b", "b" }, { "after ','", "ab", NULL },
		{ "match 'x(.)z'", "axyz", "y" }, { "match x", "abc", NULL },
		{ "prefix p/", "a", "p/a" }, { "suffix /s", "a", "a/s" },
		{ "map A=b 'C D'=e", "a", "b" }, { "map A=b 'C D'=e", "c d", "e" },
		{ "map A=b", "z", NULL }, { "map A=b *=c", "z", "c" },
		{ "map 'A'='b'", "A", "b" },
		{ "phone", "+44 20 7123 4567", "tel:+442071234567" },
		{ "phone", "020 7123 4567", NULL },
		{ "phone GB", "020 7123 4567", "tel:+442071234567" },
		{ "email", " Ann@Example.COM ", "mailto:ann@example.com" },
		{ "email", "nobody", NULL }, { "crm", "8821", "crm:src/8821" },
		{ "crm core", "8821", "crm:core/8821" },
		{ "x", "@ann", "x:ann" }, { "positive", "0", NULL },
		{ "positive", "-1", NULL }, { "positive", "7", "7" },
		{ "split ; | last", "a;b; c", "c" },
		{ "split ; | first", "a;b", "a" },
		{ "split ; | join /", "a;b", "a/b" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int r;
		struct value v = run(cases[i].chain, cases[i].in, true, &r);

		if (cases[i].want)
			TEST_STR(v.type == V_TEXT || v.type == V_PARTY ? v.s :
			    STR("(nothing)"), cases[i].want, cases[i].chain);
		else
			TEST_CASE(r == 0 && v.type == V_NONE,
			    "%s of %s is nothing", cases[i].chain,
			    cases[i].in);
	}
}

static void
test_values(void)
{
	static const struct {
		const char *chain, *in;
		int r;
		enum vtype type;
		int64_t want;
	} cases[] = {
		{ "int", "42", 0, V_INT, 42 }, { "int", "-3.0", 0, V_INT, -3 },
		{ "int", "9007199254740993", 0, V_INT, 9007199254740993 },
		{ "int", "1.5", -1, V_TEXT, 0 }, { "int", "x", -1, V_TEXT, 0 },
		{ "num", "1,234.5", 0, V_NUM, 1234500000 },
		{ "num comma", "1.234,5", 0, V_NUM, 1234500000 },
		{ "bool", "True", 0, V_BOOL, 1 }, { "bool", "n", 0, V_BOOL, 0 },
		{ "bool", "maybe", -1, V_TEXT, 0 },
		{ "s", "12", 0, V_DUR, 12000 }, { "ms", "12", 0, V_DUR, 12 },
		{ "s", "1.5", 0, V_DUR, 1500 }, { "min", "2", 0, V_DUR, 120000 },
		{ "s", "-1", 0, V_DUR, -1000 }, { "s", "a", -1, V_TEXT, 0 },
		{ "clock", "1:02:03", 0, V_DUR, 3723000 },
		{ "time iso", "1970-01-01T00:00:01.500Z", 0, V_TIME, 1500 },
		{ "time epoch_s", "86400", 0, V_TIME, 86400000 },
		{ "time '%d.%m.%Y %H:%M' zone utc", "02.01.1970 00:01", 0,
		    V_TIME, 86460000 },
		{ "time iso", "1970-01-01 00:00:01", -1, V_TEXT, 0 },
		{ "split ; | count", "a;b;c", 0, V_INT, 3 },
		{ "split ; | int | sum", "1;2;3", 0, V_INT, 6 },
		{ "split ; | s | sum", "1;2;3", 0, V_DUR, 6000 },
		{ "split ; | s | most", "1;3;2", 0, V_DUR, 3000 },
		{ "split ; | s | least", "3;1;2", 0, V_DUR, 1000 },
		{ "colour", "x", -2, V_TEXT, 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		for (int padded = 0; padded < 2; padded++) {
			int r;
			struct value v = run(cases[i].chain, cases[i].in,
			    padded, &r);

			TEST_CASE(r == cases[i].r && (r < 0 ||
			    (v.type == cases[i].type &&
			    v.i == cases[i].want)), "%s of %s is %jd",
			    cases[i].chain, cases[i].in, (intmax_t)v.i);
		}
}

/* The fast way of few digits and the slow one of many agree. */
static void
test_digits(void)
{
	char text[32];
	int64_t n = 1;
	bool good = true;

	for (int digits = 1; digits <= 9; digits++, n *= 10)
		for (int64_t k = -2; k < 3; k++) {
			int64_t want = n + k < 0 ? 0 : n + k;
			int r;

			snprintf(text, sizeof(text), "%jd", (intmax_t)want);
			good &= run("ms", text, true, &r).i == want && r == 0;
			good &= run("ms", text, false, &r).i == want;
		}
	TEST_CASE(good, "one to nine digits");
	for (int c = 1; c < 256; c++)
		for (size_t at = 0; at < 3; at++) {
			int r;

			memcpy(text, "123", 4);
			text[at] = (char)c;
			(void)run("ms", text, true, &r);
			if ((c >= '0' && c <= '9') != (r == 0) && c != '-' &&
			    c != '+' && c != '.' && c != ' ' && c != '\t' &&
			    c != '\r' && c != '\n' && c != ',' &&
			    !(at == 1 && (c == 'e' || c == 'E')))	/* 1e3 */
				good = false;
		}
	TEST_CASE(good, "no other byte is a digit");
}

static void
test_plain(void)
{
	bool good = true;

	for (size_t n = 1; n < 20; n++)
		for (size_t at = 0; at < n; at++)
			for (int c = 0; c < 256; c++) {
				char text[20];
				bool want = c >= 0x20 && c < 0x80 &&
				    c != '"' && c != '\\';
				bool got;

				memset(text, 'a', n);
				text[at] = (char)c;
				got = text_is_plain((struct str){ text, n });
				good &= want || !got;	/* never too kind */
				good &= !want || got || n >= 8;
			}
	TEST_CASE(good, "text that needs care is never plain");
	TEST_CASE(text_is_plain(STR("0123456789abcdef ~!#")), "and this is");
}

int
main(void)
{
	test_texts();
	test_values();
	test_digits();
	test_plain();
	return test_end();
}
