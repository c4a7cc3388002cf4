/* near: distances, and what is worth offering. */
#include "common/near.h"

#include "tests/unit/test.h"

int
main(void)
{
	static const struct { const char *a, *b; size_t want; bool near; }
	    cases[] = {
		{ "", "", 0, true },
		{ "queue", "queue", 0, true },
		{ "QUEUE", "queue", 0, true },
		{ "quite", "quiet", 1, true },		/* a swap is one */
		{ "formt", "format", 1, true },
		{ "thresold", "threshold", 1, true },
		{ "abc", "xyz", 3, false },
		{ "", "q", 1, false },
		{ "wait", "weight", 3, false },
		{ "kitten", "sitting", 3, false },
	};
	char longer[65];
	struct near best = { .typed = STR("week") };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str a = str_of(cases[i].a), b = str_of(cases[i].b);

		TEST_CASE(near_distance(a, b) == cases[i].want &&
		    near_distance(b, a) == cases[i].want, "'%s' to '%s'",
		    cases[i].a, cases[i].b);
		TEST_CASE(near_enough(a, b) == cases[i].near,
		    "'%s' offered for '%s'", cases[i].b, cases[i].a);
	}
	memset(longer, 'a', sizeof(longer));
	TEST_CASE(near_distance((struct str){ longer, 65 }, STR("a")) ==
	    SIZE_MAX, "a word of 65 bytes is never near");
	near_offer(&best, STR("weekend"));
	TEST_CASE(!best.best.p, "what is too far is not offered");
	near_offer(&best, STR("weekly"));
	near_offer(&best, STR("weeks"));
	near_offer(&best, STR("week5"));
	TEST_CASE(str_is(best.best, "weeks") && best.distance == 1,
	    "of the nearest, the first is offered");
	return test_end();
}
