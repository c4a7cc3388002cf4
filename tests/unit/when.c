/* when: civil dates, the line's own spelling, and every vendor's. */
#include "common/when.h"

#include "tests/unit/test.h"

static void
test_days(void)
{
	int64_t days = civil_days(1900, 1, 1);
	int wrong = 0, weekday = 0;	/* 1900-01-01 was a Monday */

	for (int year = 1900; year <= 2199; year++)
		for (int month = 1; month <= 12; month++)
			for (int day = 1; day <= 31; day++) {
				struct civil c = { year, month, day, 23, 59,
				    59, 999 }, back;

				if (!civil_valid(&c))
					continue;
				civil_from_ms(civil_ms(&c), &back);
				wrong += civil_days(year, month, day) != days ||
				    civil_weekday(days) != weekday ||
				    memcmp(&c, &back, sizeof(c)) != 0;
				days++;
				weekday = (weekday + 1) % 7;
			}
	TEST_CASE(wrong == 0 && days == civil_days(2200, 1, 1),
	    "every day of 1900 to 2199, %d wrong", wrong);
	TEST_CASE(civil_days(1970, 1, 1) == 0, "day 0 is 1970-01-01");
}

static void
test_own_spelling(void)
{
	static const char *const refused[] = { "", "2026-03-02T09:14:05.120",
	    "2026-03-02T09:14:05.12ZZ", "2026-13-02T09:14:05.120Z",
	    "2026-02-29T09:14:05.120Z", "2026-03-02T24:00:00.000Z",
	    "2026-03-02 09:14:05.120Z", "1899-12-31T23:59:59.999Z",
	    "2200-01-01T00:00:00.000Z", "2026-03-02T09:14:60.120Z",
	    "202a-03-02T09:14:05.120Z" };
	static const char *const taken[] = { "2026-03-02T09:14:05.120Z",
	    "1900-01-01T00:00:00.000Z", "2199-12-31T23:59:59.999Z",
	    "2024-02-29T12:00:00.001Z" };
	int64_t ms;
	char text[WHEN_TEXT];

	for (size_t i = 0; i < COUNT_OF(refused); i++)
		TEST_CASE(!when_read(str_of(refused[i]), &ms),
		    "'%s' is not the line's spelling", refused[i]);
	for (size_t i = 0; i < COUNT_OF(taken); i++) {
		if (!TEST_CASE(when_read((struct str){ taken[i], WHEN_TEXT },
		    &ms), "'%s'", taken[i]))
			continue;
		when_write(text, ms);
		TEST_STR(((struct str){ text, sizeof(text) }), taken[i],
		    "and back");
	}
	TEST_CASE(when_read(STR("1900-01-01T00:00:00.000Z"), &ms) &&
	    ms == WHEN_MIN, "WHEN_MIN");
	TEST_CASE(when_read(STR("2199-12-31T23:59:59.999Z"), &ms) &&
	    ms == WHEN_MAX, "WHEN_MAX");
}

/* want: UTC where the text says so; without the Z a wall clock; NULL refused */
static const struct spelling { const char *format, *text, *want; } spellings[] = {
	{ "rfc3339", "2022-01-05T17:12:59Z", "2022-01-05T17:12:59.000Z" },
	{ "rfc3339", "2022-01-05T18:55:32.022Z", "2022-01-05T18:55:32.022Z" },
	{ "rfc3339", "2022-01-05T18:55:32+0000", "2022-01-05T18:55:32.000Z" },
	{ "rfc3339", "2022-01-05T18:55:32+03:00", "2022-01-05T15:55:32.000Z" },
	{ "rfc3339", "2022-01-05T18:55:32-0500", "2022-01-05T23:55:32.000Z" },
	{ "rfc3339", "2022-01-05T18:55:32+01", "2022-01-05T17:55:32.000Z" },
	{ "rfc3339", "2010-10-14T12:00:00.000Z-0300",
	  "2010-10-14T15:00:00.000Z" },
	{ "rfc3339", "2010-10-14T12:00:00+00:00Z", "2010-10-14T12:00:00.000Z" },
	{ "rfc3339", "2024-06-03T10:00:00.1234567Z",
	  "2024-06-03T10:00:00.123Z" },
	{ "rfc3339", "2024-06-03T10:00:00.5", "2024-06-03T10:00:00.500" },
	{ "rfc3339", "2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z" },
	{ "rfc3339", "2016-12-31T24:00:00Z", "2017-01-01T00:00:00.000Z" },
	{ "rfc3339", "2016-12-31T24:00:01Z", NULL },
	{ "rfc3339", "2016-12-31", NULL },
	{ "rfc3339", "9999-12-31T00:00:00Z", NULL },
	{ "iso", "2016-01-29 10:22:02", "2016-01-29T10:22:02.000" },
	{ "iso", "2022-07-25 16:37:07.000000 UTC", "2022-07-25T16:37:07.000Z" },
	{ "iso", "2017-10-31 221047 UTC", "2017-10-31T22:10:47.000Z" },
	{ "iso", "2026-03-02 09:14:05 +01:00", "2026-03-02T08:14:05.000Z" },
	{ "iso", "2026-03-02", "2026-03-02T00:00:00.000" },
	{ "iso", "20260302T091405Z", "2026-03-02T09:14:05.000Z" },
	{ "iso", "20260302091405", "2026-03-02T09:14:05.000" },
	{ "iso", "2026-3-2", NULL },
	{ "iso", "2026-02-30 10:00:00", NULL },
	{ "iso", "2026-03-02 25:00:00", NULL },
	{ "rfc2822", "Fri, 18 Oct 2019 17:02:00 +0000",
	  "2019-10-18T17:02:00.000Z" },
	{ "rfc2822", "18 Oct 2019 17:02:00 -0130", "2019-10-18T18:32:00.000Z" },
	{ "rfc2822", "Fri, 18 Oct 2019 17:02:00 GMT",
	  "2019-10-18T17:02:00.000Z" },
	{ "rfc2822", "Fri, 18 Oct 2019 17:02:00 EDT",
	  "2019-10-18T21:02:00.000Z" },
	{ "rfc2822", "Fri, 18 Oct 2019 17:02:00 +0200 (CEST)",
	  "2019-10-18T15:02:00.000Z" },
	{ "rfc2822", "Tue,  1 Jul 97 10:00:00 -0700",
	  "1997-07-01T17:00:00.000Z" },
	{ "twitter", "Tue Oct 31 22:10:47 +0000 2017",
	  "2017-10-31T22:10:47.000Z" },
	{ "five9", "Fri, 21 Aug 2026 09:00:12", "2026-08-21T09:00:12.000" },
	{ "ctime", "Sun Mar  1 07:00:00 2026", "2026-03-01T07:00:00.000" },
	{ "ctime", "Sun Mar  1 07:00:00 UTC 2026", "2026-03-01T07:00:00.000Z" },
	{ "clf", "01/Mar/2026:07:00:00 +0100", "2026-03-01T06:00:00.000Z" },
	{ "us", "6/23/25 07:00 AM", "2025-06-23T07:00:00.000" },
	{ "us", "4/20/20 6:12 AM", "2020-04-20T06:12:00.000" },
	{ "us", "08/28/2020 10:19:39", "2020-08-28T10:19:39.000" },
	{ "us", "03/02/2026 07:00:00.125", "2026-03-02T07:00:00.125" },
	{ "us", "07/15/2009 02:14:45+0800", "2009-07-14T18:14:45.000Z" },
	{ "us", "12/31/99 11:59 p.m.", "1999-12-31T23:59:00.000" },
	{ "us", "3/2/26, 7:05\xe2\x80\xafPM", "2026-03-02T19:05:00.000" },
	{ "us", "3/2/26 7:05\xc2\xa0p.\xc2\xa0m.", "2026-03-02T19:05:00.000" },
	{ "us", "3/2/2026 12:00 AM", "2026-03-02T00:00:00.000" },
	{ "us", "3/2/2026 12:00 PM", "2026-03-02T12:00:00.000" },
	{ "us", "3/2/2026 0:15 AM", "2026-03-02T00:15:00.000" },
	{ "us", "3/2/2026 0:15 PM", NULL },
	{ "us", "3/2/2026 13:15 PM", NULL },
	{ "us", "23/2/2026 07:00", NULL },
	{ "european", "02/03/2026 07:00", "2026-03-02T07:00:00.000" },
	{ "european", "02.03.2026 07:00", "2026-03-02T07:00:00.000" },
	{ "european", "20-01-2025 00:15", "2025-01-20T00:15:00.000" },
	{ "european", "\xe2\x80\x8e" "2.3.26, 07:05",
	  "2026-03-02T07:05:00.000" },
	{ "european", "2/23/2026 07:00", NULL },
	{ "slashed", "2026/03/02 07:00:00", "2026-03-02T07:00:00.000" },
	{ "slashed", "2026/3/2 \xe4\xb8\x8b\xe5\x8d\x88 7:05",
	  "2026-03-02T19:05:00.000" },
	{ "named", "02/Mar/26 7:19 PM", "2026-03-02T19:19:00.000" },
	{ "named", "Mar 2, 2026 7:19:00 PM", "2026-03-02T19:19:00.000" },
	{ "named", "02-MAR-2026 19:19:00", "2026-03-02T19:19:00.000" },
	{ "epoch_s", "1571418120", "2019-10-18T17:02:00.000Z" },
	{ "epoch_s", "1571418120.5004", "2019-10-18T17:02:00.500Z" },
	{ "epoch_s", "-1", "1969-12-31T23:59:59.000Z" },
	{ "epoch_s", "99999999999", NULL },
	{ "epoch_s", "1e9", NULL },
	{ "epoch_s", "", NULL },
	{ "epoch_ms", "1571418120005", "2019-10-18T17:02:00.005Z" },
	{ "epoch_us", "1571418120005999", "2019-10-18T17:02:00.005Z" },
	{ "epoch_ns", "1571418120005999999", "2019-10-18T17:02:00.005Z" },
	{ "excel", "45000.48118", "2023-03-15T11:32:54.000" },
};

static void
test_spellings(void)
{
	for (size_t i = 0; i < COUNT_OF(spellings); i++) {
		const struct spelling *c = &spellings[i];
		const struct time_format *f = time_format(str_of(c->format));
		struct time_read r;
		char text[WHEN_TEXT];
		bool good;

		if (!TEST_CASE(f != NULL, "format %s", c->format))
			continue;
		good = parse_time(str_of(c->text), f, &r);
		if (!c->want) {
			TEST_CASE(!good, "%s refuses '%s'", c->format, c->text);
			continue;
		}
		if (!TEST_CASE(good, "%s reads '%s'", c->format, c->text))
			continue;
		when_write(text, r.has_offset ? r.utc_ms : civil_ms(&r.civil));
		TEST_STR(((struct str){ text, WHEN_TEXT - !r.has_offset }),
		    c->want, c->text);
	}
}

static void
test_patterns(void)
{
	static const struct { const char *pattern, *text, *want; } cases[] = {
		{ "%d.%m.%Y %H:%M", "2.3.2026 7:05", "2026-03-02T07:05:00.000" },
		{ "%d. %m. %Y. %H:%M", "13. 6. 2018. 7:05",
		  "2018-06-13T07:05:00.000" },
		{ "[%d/%m/%y, %H.%M]", "[02/03/26, 07.05]",
		  "2026-03-02T07:05:00.000" },
		{ "%Y-%m-%dT%H:%M:%SZ", "2026-03-02T07:05:00Z",
		  "2026-03-02T07:05:00.000" },	/* a Z that is decoration */
		{ "%d.%m.%Y", "2.3.2026x", NULL },
		{ "%d.%m.%Y", "", NULL },
		{ "%H:%M", "07:05", NULL },		/* no date */
	};
	static const struct { const char *pattern; bool valid; } valid[] = {
		{ "%d.%m.%Y %H:%M", true }, { "%y%%", true },
		{ "%d.%m.%Q", false }, { "%d.%m.%Y %", false },
		{ "%d.%m.", false }, { "", false },
	};
	struct time_read r;
	char text[WHEN_TEXT];

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		bool good = parse_time_pattern(str_of(cases[i].text),
		    cases[i].pattern, &r);

		if (!TEST_CASE(good == (cases[i].want != NULL), "'%s' by '%s'",
		    cases[i].text, cases[i].pattern) || !good)
			continue;
		when_write(text, civil_ms(&r.civil));
		TEST_STR(((struct str){ text, WHEN_TEXT - 1 }), cases[i].want,
		    cases[i].text);
	}
	for (size_t i = 0; i < COUNT_OF(valid); i++)
		TEST_CASE(time_pattern_valid(valid[i].pattern) ==
		    valid[i].valid, "pattern '%s'", valid[i].pattern);
}

static void
test_precision(void)
{
	static const struct { const char *format, *text;
	    enum time_precision precision; } cases[] = {
		{ "iso", "2026-03-02", TO_DAY },
		{ "iso", "2026-03-02 07:05", TO_MINUTE },
		{ "iso", "2026-03-02 07:05:00", TO_SECOND },
		{ "iso", "2026-03-02 07:05:00.000", TO_MS },
		{ "us", "6/23/25 07:00 AM", TO_MINUTE },
		{ "epoch_s", "1571418120", TO_SECOND },
		{ "epoch_ms", "1571418120005", TO_MS },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct time_read r;

		TEST_CASE(parse_time(str_of(cases[i].text),
		    time_format(str_of(cases[i].format)), &r) &&
		    r.precision == cases[i].precision, "precision of '%s'",
		    cases[i].text);
	}
}

static void
test_table(void)
{
	const struct time_format *f;
	size_t n = 0;

	for (; (f = time_format_at(n)); n++)
		TEST_CASE(time_format(str_of(time_format_name(f))) == f &&
		    time_format_doc(f)[0], "%s", time_format_name(f));
	TEST_CASE(n > 10 && !time_format(STR("nosuch")), "%zu formats", n);
}

int
main(void)
{
	test_days();
	test_own_spelling();
	test_spellings();
	test_patterns();
	test_precision();
	test_table();
	return test_end();
}
