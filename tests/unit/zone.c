/* zone: every transition of every zone of the system against zdump, when it is
 * there; the rules for skipped and repeated hours. */
#include "common/zone.h"

#include <string.h>

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

/* The dump is made by tests/zones beforehand: CCKIT_ZDUMP names the file. */
static void
test_dump(void)
{
	const char *path = getenv("CCKIT_ZDUMP");
	FILE *f = path ? fopen(path, "r") : NULL;
	char line[512], name[128] = "";
	struct zone *z = NULL;
	long transitions = 0, wrong = 0;

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
	}
	zone_close(z);
	fclose(f);
	TEST_CASE(transitions > 10000 && wrong == 0, "%ld moments around "
	    "transitions, %ld offsets wrong", transitions, wrong);
}

int
main(void)
{
	test_rules();
	test_refused();
	test_dump();
	return test_end();
}
