/* pat: matches, groups, and the limits that end an evil pattern. */
#include "common/pat.h"
#include "tests/unit/test.h"

static void
test_matches(void)
{
	static const struct {
		const char *pattern;
		unsigned flags;
		const char *subject;
		enum pat_result want;
		const char *group1;
	} cases[] = {
		{ "@([0-9]+)", 0, "to @42 now", PAT_YES, "42" },
		{ "@([0-9]+)", 0, "to nobody", PAT_NO, "" },
		{ "abc", PAT_NOCASE, "xABCx", PAT_YES, "" },
		{ "abc", PAT_WHOLE, "xabcx", PAT_NO, "" },
		{ "(a)|(b)", 0, "b", PAT_YES, "" },
		{ "caf\xc3\xa9", PAT_NOCASE, "CAF\xc3\x89", PAT_YES, "" },
		{ "a", 0, "\xff\xfe", PAT_BAD, "" },
		{ "^(a+)+$", 0, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
		    PAT_LIMIT, "" },
		{ "(x+x+)+y", 0, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
		    PAT_LIMIT, "" },
	};
	struct pat_scratch *s = pat_scratch_new(4);

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		struct pat *p = pat_new(str_of(cases[i].pattern),
		    cases[i].flags, &err);
		enum pat_result got = pat_match(p, s, str_of(cases[i].subject),
		    0);

		/* PCRE2 may prove "no" early instead of giving up. */
		TEST_CASE(got == cases[i].want ||
		    (cases[i].want == PAT_LIMIT && got == PAT_NO),
		    "%s on %s gives %d", cases[i].pattern, cases[i].subject,
		    got);
		if (got == PAT_YES)
			TEST_STR(pat_group(s, 1), cases[i].group1, "group 1");
		pat_free(p);
	}
	pat_scratch_free(s);
}

static void
test_names(void)
{
	struct err err = { 0 };
	struct pat *p = pat_new(STR("(?<day>\\d+)-(x)-(?<hour>\\d+)"), 0, &err);

	TEST_CASE(pat_groups(p) == 3, "three groups");
	TEST_STR(str_of(pat_group_name(p, 1)), "day", "first name");
	TEST_CASE(pat_group_name(p, 2) == NULL, "the second has no name");
	TEST_STR(str_of(pat_group_name(p, 3)), "hour", "third name");
	pat_free(p);
	TEST_CASE(pat_new(STR("a(b"), 0, &err) == NULL, "refused: %s",
	    err.text);
	TEST_CASE(err.kind == ERR_USAGE && strstr(err.text, "character 4"),
	    "says where");
}

int
main(void)
{
	test_matches();
	test_names();
	return test_end();
}
