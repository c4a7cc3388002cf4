/* zone: any bytes as a time zone file: refused, or a zone whose offsets are
 * below a day and whose local readings lead back. */
#include "common/zone.h"

#include "tests/fuzz/memfile.h"

enum { YEARS_FROM = 1900, YEARS_TO = 2199 };

static void
check(const struct zone *z, int64_t utc)
{
	int64_t offset = zone_offset_ms(z, utc), back;
	enum zone_fit fit;
	struct civil c;

	MUST(offset > -MS_DAY - MS_HOUR * 2 && offset < MS_DAY + MS_HOUR * 2);
	zone_civil(z, utc, &c);
	MUST(civil_valid(&c) && civil_ms(&c) == utc + offset);
	back = zone_to_utc(z, &c, &fit);
	/* What was read off a clock exists; the first of two is taken. */
	MUST(fit != ZONE_GAP && back <= utc);
	MUST(fit == ZONE_FOLD || back == utc);
	MUST(back + zone_offset_ms(z, back) == utc + offset);
}

static void
fuzz_one(struct str in)
{
	int fd = memfile(in);
	struct err err = { 0 };
	struct zone *z;
	char name[16];

	setenv("TZDIR", "/proc/self/fd", 1);
	snprintf(name, sizeof(name), "%d", fd);
	z = zone_open(str_of(name), &err);
	MUST(z || err.text[0]);
	if (z) {
		int64_t from = civil_days(YEARS_FROM, 1, 2) * (int64_t)MS_DAY;
		int64_t step = 57 * (int64_t)MS_DAY + MS_HOUR;
		int64_t to = civil_days(YEARS_TO, 12, 30) * (int64_t)MS_DAY;

		for (int64_t t = from; t < to; t += step)
			check(z, t);
	}
	zone_close(z);
	err_clear(&err);
	close(fd);
}
