/* ini: the grammar, its positions and its errors. */
#include "common/ini.h"
#include "tests/unit/test.h"

static const char text[] =
    "# a comment\n"
    "[first]\n"
    "key = value   # not part of it\n"
    "key = again\n"
    "list += one\n"
    "quoted = 'a # b' \"c # d\"\n"
    "a[name=x].b = path\n"
    "\"odd = key\" = it's 5\" wide\n"
    "long = one\n"
    "\ttwo  # and this goes\n"
    "  three\n"
    "empty =\n"
    "one, \"two\",   # more below\n"
    "    three = s\n"
    "[second part]\r\n"
    "url = http://x/#frag\r\n";

static const struct {
	const char *section, *key, *value;
	bool append, continued;
	unsigned line, column;
} want[] = {
	{ "first", "key", "value", false, false, 3, 7 },
	{ "first", "key", "again", false, false, 4, 7 },
	{ "first", "list", "one", true, false, 5, 9 },
	{ "first", "quoted", "'a # b' \"c # d\"", false, false, 6, 10 },
	{ "first", "a[name=x].b", "path", false, false, 7, 15 },
	{ "first", "\"odd = key\"", "it's 5\" wide", false, false, 8, 15 },
	{ "first", "long", "one\n\ttwo                 \n  three", false, true,
	    9, 8 },
	{ "first", "empty", "", false, false, 12, 7 },
	{ "first", "one, \"two\",               \n    three", "s", false, false,
	    14, 13 },
	{ "second part", "url", "http://x/#frag", false, false, 16, 7 },
};

static void
test_items(void)
{
	struct ini ini = { 0 };
	struct err err = { 0 };
	size_t k = 0;

	TEST_CASE(ini_parse(&ini, str_of(text), "t.ini", &err) == 0,
	    "parses (%s)", err.text);
	for (size_t i = 0; i < ini.n; i++) {
		const struct ini_item *it = &ini.item[i];
		unsigned line = 0, column = 0;

		if (!it->key.p)
			continue;
		if (k == COUNT_OF(want))
			break;
		ini_where(&ini, it->value.p, &line, &column);
		TEST_CASE(str_is(it->section, want[k].section) &&
		    str_is(it->key, want[k].key) &&
		    it->append == want[k].append &&
		    it->continued == want[k].continued, "item %zu is %s", k,
		    want[k].key);
		if (!strchr(want[k].value, '\n'))
			TEST_STR(it->value, want[k].value, want[k].key);
		TEST_CASE(line == want[k].line && column == want[k].column,
		    "%s stands at %u:%u, wanted %u:%u", want[k].key, line,
		    column, want[k].line, want[k].column);
		k++;
	}
	TEST_CASE(k == COUNT_OF(want), "%zu items", k);
	ini_release(&ini);
}

static void
test_errors(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "[a]\nb\n", "t:2:1: expected 'key = value' or '[section]'" },
		{ "[a\n", "t:1:1: a section is written [name]" },
		{ "[]\n", "t:1:1: a section is written [name]" },
		{ "[a]\n= b\n", "t:2:1: there is no key before '='" },
		{ "  a = b\n", "t:1:3: an indented line goes on with a value, "
		    "and there is none" },
		{ "[a]\nb = \x01\n", "t:2:5: a control character is not "
		    "allowed here" },
		{ "[a]\nb,\nc\n", "t:2:1: expected 'key = value' or "
		    "'[section]'" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct ini ini = { 0 };
		struct err err = { 0 };
		int r = ini_parse(&ini, str_of(cases[i].text), "t", &err);

		TEST_CASE(r < 0 && err.kind == ERR_USAGE, "case %zu refused",
		    i);
		TEST_STR(str_of(err.text), cases[i].want, cases[i].want);
		ini_release(&ini);
	}
}

static void
test_unquote(void)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{ "'a b'", "a b" }, { "\"a\"\"b\"", "a\"b" }, { "plain", "plain" },
		{ "'a'=b", "'a'=b" }, { "'A'='B'", "'A'='B'" }, { "'", "'" },
		{ "''", "" }, { "'it''s'", "it's" },
	};
	struct arena a = { 0 };

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		TEST_STR(ini_unquote(str_of(cases[i].in), &a), cases[i].want,
		    cases[i].in);
	arena_release(&a);
}

int
main(void)
{
	test_items();
	test_errors();
	test_unquote();
	return test_end();
}
