/* duration: every spelling of the table, exactly, and what none may take. */
#include "common/when.h"

#include "tests/unit/test.h"

static const struct { const char *unit, *text; int64_t want; } taken[] = {
	{ "s", "4", 4000 },
	{ "s", " 04 ", 4000 },
	{ "s", "0.0005", 1 },
	{ "s", "0.0004999", 0 },
	{ "s", "-1.5", -1500 },
	{ "s", "-0.0005", -1 },
	{ "s", "1e3", 1000000 },
	{ "ms", "24760", 24760 },
	{ "ms", "0.5", 1 },
	{ "us", "1500", 2 },
	{ "us", "-1500", -2 },
	{ "ns", "42000000000", 42000 },
	{ "min", "45.45", 2727000 },
	{ "h", "1.25", 4500000 },
	{ "h", "0.333333333333", 1200000 },
	{ "days", "0.0016550925925926", 143000 },
	{ "days", "2.31481481E-05", 2000 },
	{ "days", "1", 86400000 },
	{ "clock", "00:01:19", 79000 },
	{ "clock", "0:01:19", 79000 },
	{ "clock", "00:00:00.235", 235 },
	{ "clock", "00:00:00.2355", 236 },
	{ "clock", " 50:38:24.085", 182304085 },
	{ "clock", "1:19", 79000 },
	{ "clock", ":19", 19000 },
	{ "clock", "90:00", 5400000 },
	{ "clock", "-0:05", -5000 },
	{ "clock", "1:02:03:04", 93784000 },
	{ "clock", "1.02:03:04", 93784000 },
	{ "clock", "1 day, 2:03:04", 93784000 },
	{ "clock", "3 days 00:00:01", 259201000 },
	{ "clock", "12:02:23 AM", 143000 },
	{ "clock", "1:02:23 PM", 46943000 },
	{ "hh:mm", "33:46", 121560000 },
	{ "hh:mm", "-0:30", -1800000 },
	{ "iso8601", "PT5H48M1.139S", 20881139 },
	{ "iso8601", "P1DT2H", 93600000 },
	{ "iso8601", "P2W", 1209600000 },
	{ "iso8601", "PT0.5H", 1800000 },
	{ "iso8601", "-PT1M", -60000 },
	{ "words", "3 Days 12 Hours", 302400000 },
	{ "words", "3 days, 12 hours, 1 minute", 302460000 },
	{ "words", "2h30m", 9000000 },
	{ "words", "1.5 h", 5400000 },
	{ "words", "350 ms", 350 },
	{ "since1970", "1970-01-02 09:46:18", 121578000 },
	{ "since1970", "1970-01-01 00:00:00", 0 },
};

static const struct { const char *unit, *text; } refused[] = {
	{ "s", "" }, { "s", "-" }, { "s", "." }, { "s", "1,5" },
	{ "s", "1:75" }, { "s", "4 s" }, { "s", "1e" }, { "s", "1e99" },
	{ "s", "99999999999999999999999" }, { "days", "999999999999999" },
	{ "clock", "1:75" }, { "clock", "75" }, { "clock", "1:60:00" },
	{ "clock", "1:2:3:4:5" }, { "clock", "1:24:00:00" },
	{ "clock", "1:02:" }, { "clock", "12:02 AM" }, { "clock", "" },
	{ "clock", "13:02:23 PM" }, { "clock", "0:05x" },
	{ "hh:mm", "1:60" }, { "hh:mm", "1:00:00" },
	{ "iso8601", "P" }, { "iso8601", "PT" }, { "iso8601", "P1M" },
	{ "iso8601", "P1Y" }, { "iso8601", "PT5" }, { "iso8601", "5H" },
	{ "words", "3 months" }, { "words", "3" }, { "words", "hours" },
	{ "words", "" }, { "words", "3 days 12" },
	{ "since1970", "121578" },
};

/* Sums that do not fit must be refused, not wrap. */
static void
test_huge(void)
{
	char text[4096];
	size_t n = 0;
	int64_t ms;

	for (; n + 16 < sizeof(text); n += 15)
		memcpy(text + n, "999999999999 w ", 15);
	TEST_CASE(!parse_duration((struct str){ text, n },
	    duration_unit(STR("words")), &ms), "too many weeks");
	TEST_CASE(!parse_duration(STR("999999999999:00:00:00"),
	    duration_unit(STR("clock")), &ms), "too many days");
}

int
main(void)
{
	const struct duration_unit *u;
	int64_t ms;
	size_t n = 0;

	for (size_t i = 0; i < COUNT_OF(taken); i++) {
		bool good = parse_duration(str_of(taken[i].text),
		    duration_unit(str_of(taken[i].unit)), &ms);

		TEST_CASE(good && ms == taken[i].want, "%s '%s' is %jd ms",
		    taken[i].unit, taken[i].text, (intmax_t)ms);
	}
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		TEST_CASE(!parse_duration(str_of(refused[i].text),
		    duration_unit(str_of(refused[i].unit)), &ms),
		    "%s refuses '%s'", refused[i].unit, refused[i].text);
	test_huge();
	for (; (u = duration_unit_at(n)); n++)
		TEST_CASE(duration_unit(str_of(duration_unit_name(u))) == u &&
		    duration_unit_doc(u)[0], "%s", duration_unit_name(u));
	TEST_CASE(n > 8 && !duration_unit(STR("nosuch")), "%zu units", n);
	return test_end();
}
