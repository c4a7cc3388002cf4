/* zone: every transition of every zone of the system against zdump, when it is
 * there; the rules for skipped and repeated hours. */
#include "common/zone.h"

#include <string.h>
#include <unistd.h>

#include "tests/unit/test.h"

static void
test_rules(void)
{
	static const struct { const char *zone; struct civil at; const char *utc;
	    enum zone_fit fit; } cases[] = {
		{ "Europe/London", { 2026, 3, 29, 0, 59, 59, 0 },
		  "2026-03-29T00:59:59.000Z", ZONE_EXACT },
		{ "Europe/London", { 2026, 3, 29, 1, 30, 0, 0 },
		  "2026-03-29T01:30:00.000Z", ZONE_GAP },
		{ "Europe/London", { 2026, 3, 29, 2, 0, 0, 0 },
		  "2026-03-29T01:00:00.000Z", ZONE_EXACT },
		{ "Europe/London", { 2026, 10, 25, 1, 30, 0, 0 },
		  "2026-10-25T00:30:00.000Z", ZONE_FOLD },
		{ "Australia/Lord_Howe", { 2026, 4, 5, 1, 45, 0, 0 },
		  "2026-04-04T14:45:00.000Z", ZONE_FOLD },
		{ "America/New_York", { 2150, 7, 1, 12, 0, 0, 0 },
		  "2150-07-01T16:00:00.000Z", ZONE_EXACT },
		{ "Asia/Kathmandu", { 2026, 1, 1, 0, 0, 0, 0 },
		  "2025-12-31T18:15:00.000Z", ZONE_EXACT },
		{ "+05:30", { 2026, 1, 1, 0, 0, 0, 0 },
		  "2025-12-31T18:30:00.000Z", ZONE_EXACT },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		struct zone *z = zone_open(str_of(cases[i].zone), &err);
		enum zone_fit fit;
		char text[WHEN_TEXT];

		if (!TEST_CASE(z != NULL, "%s %s", cases[i].zone, err.text))
			continue;
		when_write(text, zone_to_utc(z, &cases[i].at, &fit));
		TEST_STR(((struct str){ text, sizeof(text) }), cases[i].utc,
		    cases[i].zone);
		TEST_CASE(fit == cases[i].fit, "fit %d", (int)fit);
		zone_close(z);
	}
}

static void
test_refused(void)
{
	static const char *const names[] = { "", "Nosuch/Zone", "../passwd",
	    "/etc/passwd", "Europe", "zone.tab", "+25:00" };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct err err = { 0 };
		struct zone *z = zone_open(str_of(names[i]), &err);

		TEST_CASE(z == NULL, "'%s' is refused: %s", names[i],
		    err.text);
		zone_close(z);
	}
}

/* "Zone/Name  Sun Mar 29 01:00:00 2026 UT = ... gmtoff=3600" */
static bool
read_dump(char *line, struct civil *c, long *offset)
{
	const char *ut = strstr(line, " UT = "), *at = strchr(line, ' ');
	const char *off = strstr(line, "gmtoff=");
	struct time_read r;

	if (!ut || !off || !at || at >= ut || strstr(line, "NULL") ||
	    !parse_time_pattern(str_range(at, ut), "%a %b %d %H:%M:%S %Y", &r))
		return false;
	*c = r.civil;
	*offset = strtol(off + 7, NULL, 10);
	return true;
}

static struct zone *
zone_of(char *line, struct zone *current, char *name, size_t n)
{
	static const char root[] = "/usr/share/zoneinfo/";
	struct err err = { 0 };
	size_t length = strcspn(line, " ");
	const char *zone = line;

	if (strncmp(line, root, sizeof(root) - 1) == 0) {
		zone += sizeof(root) - 1;
		length -= sizeof(root) - 1;
	}
	if (current && strlen(name) == length &&
	    memcmp(name, zone, length) == 0)
		return current;
	zone_close(current);
	snprintf(name, n, "%.*s", (int)length, zone);
	return zone_open(str_of(name), &err);
}

/*
 * Every instant that shows this reading, found the slow way: by the offsets
 * that hold within 27 hours of it. A gap is when there is none.
 */
static bool
local_right(const struct zone *z, int64_t local)
{
	int64_t first = INT64_MAX, got;
	enum zone_fit fit, want = ZONE_GAP;
	struct civil c;

	for (int64_t t = local - 27 * MS_HOUR; t <= local + 27 * MS_HOUR;
	    t += 3 * MS_HOUR) {
		int64_t utc = local - zone_offset_ms(z, t);

		if (zone_offset_ms(z, utc) != local - utc || utc == first)
			continue;
		want = first == INT64_MAX ? ZONE_EXACT : ZONE_FOLD;
		first = utc < first ? utc : first;
	}
	civil_from_ms(local, &c);
	got = zone_to_utc(z, &c, &fit);
	if (want == ZONE_GAP)	/* moved forward by the gap */
		return fit == ZONE_GAP && got + zone_offset_ms(z, got) > local;
	return got == first && fit == want;
}

/* Readings around a moment next to a transition. */
static int
locals_wrong(const struct zone *z, int64_t utc)
{
	static const int64_t off[] = { 0, 1, 1799, 3599, 3600, 7200, 86399 };
	int64_t local = utc + zone_offset_ms(z, utc);
	int wrong = 0;

	for (size_t i = 0; i < COUNT_OF(off); i++)
		wrong += !local_right(z, local + off[i] * 1000) +
		    !local_right(z, local - off[i] * 1000);
	return wrong;
}

/* The dump is made by tests/check beforehand: CCKIT_ZDUMP names the file. */
static void
test_dump(void)
{
	const char *path = getenv("CCKIT_ZDUMP");
	FILE *f = path ? fopen(path, "r") : NULL;
	char line[512], name[128] = "";
	struct zone *z = NULL;
	long transitions = 0, wrong = 0, locals = 0;

	if (!f) {
		printf("skipped zone: no dump of the zone data base\n");
		return;
	}
	while (fgets(line, sizeof(line), f)) {
		struct civil c;
		long offset;

		if (!read_dump(line, &c, &offset))
			continue;
		z = zone_of(line, z, name, sizeof(name));
		transitions++;
		if ((!z || zone_offset_ms(z, civil_ms(&c)) !=
		    (int64_t)offset * 1000) && wrong++ < 3)
			printf("# %s", line);
		if (z && locals_wrong(z, civil_ms(&c)) && locals++ < 3)
			printf("# local times: %s", line);
	}
	zone_close(z);
	fclose(f);
	TEST_CASE(transitions > 10000 && wrong == 0, "%ld moments around "
	    "transitions, %ld offsets wrong", transitions, wrong);
	TEST_CASE(locals == 0, "local times around them, %ld wrong", locals);
}

/* ---- files that are not as they should be ---------------------------------- */

struct tz {
	unsigned char b[512];
	size_t n;
};

static void
put(struct tz *t, uint64_t v, int bytes)
{
	while (bytes--) {
		uint64_t byte = bytes < 8 ? v >> (8 * bytes) : 0;

		t->b[t->n++] = (unsigned char)byte;
	}
}

/* One part: its header, times, one type per time, offsets. */
static void
put_part(struct tz *t, int version, const int64_t *times, size_t n,
    const int32_t *offsets, size_t types, uint32_t leaps, int size)
{
	memcpy(t->b + t->n, "TZif", 4);
	t->n += 4;
	put(t, version ? (uint64_t)('0' + version) : 0, 1);
	put(t, 0, 8);
	put(t, 0, 7);
	put(t, 0, 4);
	put(t, 0, 4);
	put(t, leaps, 4);
	put(t, n, 4);
	put(t, types, 4);
	put(t, 4, 4);
	for (size_t i = 0; i < n; i++)
		put(t, (uint64_t)times[i], size);
	for (size_t i = 0; i < n; i++)
		put(t, i % types, 1);
	for (size_t i = 0; i < types; i++) {
		put(t, (uint64_t)offsets[i], 4);
		put(t, 0, 2);
	}
	put(t, 0x4c4d5400, 4);
	for (uint32_t i = 0; i < leaps; i++)
		put(t, 0, size + 4);
}

static struct zone *
open_bytes(const struct tz *t, struct err *err)
{
	char dir[] = "/tmp/cckit-zone.XXXXXX", path[64];
	struct zone *z = NULL;
	FILE *f;

	if (!mkdtemp(dir))
		return NULL;
	snprintf(path, sizeof(path), "%s/Test", dir);
	if ((f = fopen(path, "w"))) {
		fwrite(t->b, 1, t->n, f);
		fclose(f);
		setenv("TZDIR", dir, 1);
		z = zone_open(STR("Test"), err);
		unsetenv("TZDIR");
	}
	unlink(path);
	rmdir(dir);
	return z;
}

static void
put_two(struct tz *t, const int64_t *times, const int32_t *offsets,
    uint32_t leaps, const char *footer)
{
	put_part(t, 2, times, 0, offsets, 1, 0, 4);
	put_part(t, 2, times, 2, offsets, 2, leaps, 8);
	memcpy(t->b + t->n, footer, strlen(footer));
	t->n += strlen(footer);
}

static void
test_files(void)
{
	static const int64_t up[] = { 0, 1000000 }, down[] = { 1000000, 0 };
	static const int32_t offsets[] = { 3600, 7200 }, wild[] = { 3600,
	    100000 };
	static const struct { const char *what; const int64_t *times;
	    const int32_t *offsets; uint32_t leaps; const char *footer;
	    bool good; } cases[] = {
		{ "as it should be", up, offsets, 0, "\n<+02>-2\n", true },
		{ "no footer", up, offsets, 0, "", true },
		{ "daylight time", up, offsets, 0,
		  "\nEST5EDT,M3.2.0,M11.1.0/2\n", true },
		{ "no order of times", down, offsets, 0, "\n\n", false },
		{ "an offset of a day and more", up, wild, 0, "\n\n", false },
		{ "leap seconds", up, offsets, 1, "\n\n", false },
		{ "month 13", up, offsets, 0,
		  "\nAAA5BBB,M13.2.0,M1.1.0\n", false },
		{ "week 0", up, offsets, 0, "\nAAA5BBB,M3.0.0,M1.1.0\n", false },
		{ "day 400", up, offsets, 0, "\nAAA5BBB,400,J1\n", false },
		{ "one rule", up, offsets, 0, "\nAAA5BBB,M3.2.0\n", false },
		{ "rubble", up, offsets, 0, "\nAAA5BBB,J1,J2,J3\n", false },
		{ "offset 9999 h", up, offsets, 0, "\nAAA9999\n", false },
	};
	struct tz one = { .n = 0 };
	struct err err = { 0 };
	struct zone *z;
	int taken = 0;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct tz t = { .n = 0 };

		put_two(&t, cases[i].times, cases[i].offsets, cases[i].leaps,
		    cases[i].footer);
		z = open_bytes(&t, &err);
		TEST_CASE((z != NULL) == cases[i].good, "a file with %s: %s",
		    cases[i].what, cases[i].good ? "taken" : "refused");
		zone_close(z);
	}
	put_part(&one, 0, up, 2, offsets, 2, 0, 4);
	z = open_bytes(&one, &err);
	TEST_CASE(z && zone_offset_ms(z, 0) == MS_HOUR &&
	    zone_offset_ms(z, INT64_C(2000000000)) == 2 * MS_HOUR,
	    "version 1");
	zone_close(z);
	for (size_t n = 0; n < one.n; n++) {
		struct tz t = one;

		t.n = n;
		z = open_bytes(&t, &err);
		taken += z != NULL;
		zone_close(z);
	}
	TEST_CASE(taken == 0, "a file cut short is refused, wherever");
}

int
main(void)
{
	test_rules();
	test_files();
	test_refused();
	test_dump();
	return test_end();
}
