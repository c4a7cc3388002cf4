/* diag: how data is shown, and what findings do to the exit status. */
#include "common/diag.h"

#include "common/buf.h"
#include "tests/unit/test.h"

static void
escaping(void)
{
	static const struct { const char *in, *want; } cases[] = {
		{ "plain \xc3\xa9 \xe2\x82\xac", "plain \xc3\xa9 \xe2\x82\xac" },
		{ "\x1b[31mred", "\\x1b[31mred" },
		{ "a\tb\nc\rd", "a\\tb\\nc\\rd" },
		{ "\xe2\x80\xae" "txt.exe", "\\u202etxt.exe" },
		{ "\xff\xc3", "\\xff\\xc3" },
		{ "\xc2\x9b", "\\u009b" },
		{ "\xf3\xa0\x81\x81", "\\U000e0041" },
		{ "\x7f", "\\x7f" },
		{ "c:\\dir", "c:\\dir" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = { 0 };

		diag_escape(&b, str_of(cases[i].in));
		TEST_STR(buf_view(&b), cases[i].want, cases[i].want);
		buf_release(&b);
	}
}

static void
words(void)
{
	struct finding f = { FINDING_BAD_DURATION, "a\x1b.csv", 1043, 17, 9,
	    STR("queue_time"), STR("1:75"), NULL };
	char longer[300];
	struct buf b = { 0 };

	diag_words(&b, &f);
	TEST_STR(buf_view(&b), "a\\x1b.csv:1043:17: refused: bad-duration: "
	    "'queue_time' is not a duration: \"1:75\"", "all parts");
	buf_clear(&b);
	f = (struct finding){ .code = FINDING_NO_KEY, .more = "id" };
	diag_words(&b, &f);
	TEST_STR(buf_view(&b), "refused: no-key: record has no key (id)",
	    "few parts");
	buf_clear(&b);
	memset(longer, 'x', sizeof(longer));
	memcpy(longer + 99, "\xe2\x82\xac", 3);	/* the cut falls inside it */
	f = (struct finding){ .code = FINDING_BAD_TIME,
	    .value = { longer, sizeof(longer) } };
	diag_words(&b, &f);
	TEST_CASE(str_ends(buf_view(&b), STR("xxx...\"")),
	    "a long value is cut between characters");
	buf_release(&b);
}

/* The status for so many refusals among so many records. */
static int
status(struct diag d, unsigned refusals, struct err *err)
{
	struct finding f = { .code = FINDING_BAD_TIME };

	d.tool = "test";
	d.quiet = true;
	for (unsigned i = 0; i < refusals; i++)
		if (diag_report(&d, &f, STR_NONE, err) < 0)
			return -1;
	return diag_status(&d);
}

static void
statuses(void)
{
	static const struct {
		struct diag d;
		unsigned refusals;
		int want;
		const char *what;
	} cases[] = {
		{ { .tolerate_micro = -1 }, 0, 0, "nothing refused" },
		{ { .tolerate_micro = -1 }, 1, 1, "one refused" },
		{ { .tolerate_micro = -1, .tolerate = 2 }, 2, 0,
		    "2 of 2 tolerated" },
		{ { .tolerate_micro = -1, .tolerate = 2 }, 3, 1,
		    "3 where 2 are tolerated" },
		{ { .records = 1000, .tolerate_micro = 5000 }, 5, 0,
		    "0.5 % of 1000 is 5" },
		{ { .records = 1000, .tolerate_micro = 5000 }, 6, 1,
		    "6 is more" },
		{ { .tolerate_micro = -1, .stop_at = 4 }, 4, -1,
		    "the fourth stops at --max-errors 3" },
		{ { .tolerate_micro = -1, .stop_at = 4 }, 3, 1,
		    "the third does not" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };

		TEST_CASE(status(cases[i].d, cases[i].refusals, &err) ==
		    cases[i].want, "%s", cases[i].what);
	}
}

int
main(void)
{
	escaping();
	words();
	statuses();
	return test_end();
}
