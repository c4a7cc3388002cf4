/* calendar: open time against a count of minutes, one by one, over the days on
 * which clocks change; hours over midnight, holidays, schedules in turn. */
#include "common/calendar.h"

#include "common/rng.h"
#include "tests/unit/test.h"

static const char *const schedules[] = {
	"mon-fri 09:00-17:00",
	"daily 00:00-24:00",
	"mon-sat 08:00-12:30, mon-fri 13:15-18:00, sun 23:00-26:00",
	"daily 22:00-30:00",
	"sun 00:30-02:30",		/* the hours that are there twice, or not */
};

/* Is it open in this minute? By the wall clock alone. */
static bool
open_at(const struct calendar *c, const struct calendar_week *w, int64_t at)
{
	struct civil d;
	int64_t day, ms;

	zone_civil(c->zone, at, &d);
	day = civil_days(d.year, d.month, d.day);
	ms = d.hour * (int64_t)MS_HOUR + d.minute * (int64_t)MS_MINUTE;
	for (int back = 0; back < 2; back++, day--, ms += MS_DAY) {
		int64_t week = civil_weekday(day) * (int64_t)MS_DAY;
		bool closed = false;

		for (size_t i = 0; i < c->holidays; i++)
			closed |= c->holiday[i] == day;
		for (size_t i = 0; !closed && i < w->n; i++)
			if (w->span[i].from / MS_DAY == week / MS_DAY &&
			    w->span[i].from <= week + ms &&
			    week + ms < w->span[i].to)
				return true;
	}
	return false;
}

static int64_t
count_minutes(const struct calendar *c, int64_t from, int64_t to)
{
	int64_t open = 0;

	for (int64_t at = from; at < to; at += MS_MINUTE) {
		const struct calendar_week *w = c->week;

		for (size_t i = 1; i < c->n && c->week[i].since <= at; i++)
			w = &c->week[i];
		open += open_at(c, w, at);
	}
	return open * MS_MINUTE;
}

static int64_t
moment(const char *text)
{
	int64_t ms = 0;

	BUG_UNLESS(when_read(str_of(text), &ms));
	return ms;
}

/* Two weeks about each change of the clock, and some without any. The hour
 * that the clock shows twice is not compared: a span's end in it is its first. */
static void
test_minutes(const char *zone)
{
	static const char *const about[] = { "2024-03-25T00:00:00.000Z",
		"2024-10-21T00:00:00.000Z", "2023-12-24T00:00:00.000Z" };
	struct err err = { 0 };
	struct zone *z = zone_open(str_of(zone), &err);
	struct arena a = { 0 };
	struct rng r;

	rng_seed(&r, 5);
	for (size_t s = 0; z && s + 1 < COUNT_OF(schedules); s++) {
		struct calendar c = { .zone = z };
		int wrong = 0;

		BUG_UNLESS(calendar_hours(&c, str_of(schedules[s]), &a,
		    &err) == 0);
		BUG_UNLESS(calendar_holidays(&c, STR("2024-03-29,2023-12-25"),
		    &err) == 0);
		for (size_t k = 0; k < 60; k++) {
			int64_t from = moment(about[k % 3]) + (int64_t)
			    (rng_uniform(&r) * 14 * 1440) * MS_MINUTE;
			int64_t to = from + (int64_t)(rng_uniform(&r) * 5 *
			    1440) * MS_MINUTE;

			wrong += calendar_open_ms(&c, from, to) !=
			    count_minutes(&c, from, to);
		}
		TEST_CASE(wrong == 0, "%s, %s: %d of 60 stretches differ from "
		    "their minutes", zone, schedules[s], wrong);
		calendar_release(&c);
	}
	arena_release(&a);
	zone_close(z);
}

/* The clock is put back at 02:00 summer time: that hour is there twice, and
 * what is open in it is open twice as long. */
static void
test_fold(void)
{
	struct err err = { 0 };
	struct arena a = { 0 };
	struct calendar c = { .zone = zone_open(STR("Europe/London"), &err) };

	BUG_UNLESS(calendar_hours(&c, str_of(schedules[4]), &a, &err) == 0);
	TEST_CASE(calendar_open_ms(&c, moment("2024-10-26T12:00:00.000Z"),
	    moment("2024-10-27T12:00:00.000Z")) == 3 * MS_HOUR,
	    "autumn: 00:30 to 02:30 takes 3 hours");
	TEST_CASE(calendar_open_ms(&c, moment("2024-03-31T00:00:00.000Z"),
	    moment("2024-03-31T12:00:00.000Z")) == MS_HOUR,
	    "spring: 00:30 to 02:30 takes 1 hour");
	zone_close((struct zone *)c.zone);
	calendar_release(&c);
	arena_release(&a);
}

static void
test_turns(void)
{
	struct err err = { 0 };
	struct arena a = { 0 };
	struct calendar c = { .zone = zone_open(STR("UTC"), &err) };
	struct buf text = { 0 };
	int64_t from = moment("2026-03-02T00:00:00.000Z");

	calendar_hours(&c, STR("daily 09:00-10:00"), &a, &err);
	calendar_hours(&c, STR("from 2026-03-03T09:30:00.000Z daily "
	    "09:00-11:00"), &a, &err);
	TEST_CASE(c.n == 2 && calendar_open_ms(&c, from, from + 3 * (int64_t)
	    MS_DAY) == MS_HOUR + MS_HOUR / 2 + MS_HOUR + MS_HOUR / 2 +
	    2 * MS_HOUR, "each schedule for its own time");
	TEST_CASE(calendar_open_ms(&c, from, from) == 0 &&
	    calendar_open_ms(&c, from, from - 5) == 0, "nothing in no time");
	calendar_put(&c, &text);
	TEST_CASE(str_starts(buf_view(&text), STR("mon 09:00-10:00,")) &&
	    str_ends(buf_view(&text), STR("sun 09:00-11:00")),
	    "one spelling: %.*s", STR_ARG(buf_view(&text)));
	TEST_CASE(calendar_hours(&c, STR("from 2026-03-03T09:30:00.000Z mon "
	    "09:00-11:00"), &a, &err) < 0, "schedules go forward");
	buf_release(&text);
	zone_close((struct zone *)c.zone);
	calendar_release(&c);
	arena_release(&a);
}

int
main(void)
{
	static const char *const zones[] = { "UTC", "Europe/London",
		"America/New_York", "Asia/Kolkata", "Australia/Lord_Howe" };

	for (size_t i = 0; i < COUNT_OF(zones); i++)
		test_minutes(zones[i]);
	test_fold();
	test_turns();
	return test_end();
}
