/* when: every time format, pattern and duration unit on any text: refused, or
 * a reading that exists; the line's own spelling comes back as it went. */
#include "common/when.h"

#include "tests/fuzz/fuzz.h"

static void
check_time(const struct time_read *r)
{
	MUST(r->civil.month >= 1 && r->civil.month <= 12 &&
	    r->civil.day >= 1 && r->civil.day <= 31);
	if (r->has_offset) {
		char text[WHEN_TEXT];
		int64_t back;

		when_write(text, r->utc_ms);
		MUST(when_read((struct str){ text, WHEN_TEXT }, &back));
		MUST(back == r->utc_ms);
	} else {
		MUST(civil_valid(&r->civil));
	}
}

static void
check_pattern(struct str in)
{
	const char *bar = str_find(in, '|');
	struct time_read r;
	char pattern[64];

	if (!bar || bar - in.p >= (ptrdiff_t)sizeof(pattern) ||
	    memchr(in.p, 0, (size_t)(bar - in.p)))
		return;
	memcpy(pattern, in.p, (size_t)(bar - in.p));
	pattern[bar - in.p] = '\0';
	if (time_pattern_valid(pattern) && parse_time_pattern(
	    str_range(bar + 1, in.p + in.n), pattern, &r))
		check_time(&r);
}

static void
fuzz_one(struct str in)
{
	const struct time_format *f;
	const struct duration_unit *u;
	char text[WHEN_TEXT];
	struct time_read r;
	int64_t ms;

	if (when_read(in, &ms)) {
		when_write(text, ms);
		MUST(str_eq((struct str){ text, WHEN_TEXT }, in));
	}
	for (size_t i = 0; (f = time_format_at(i)); i++)
		if (parse_time(in, f, &r))
			check_time(&r);
	for (size_t i = 0; (u = duration_unit_at(i)); i++)
		(void)parse_duration(in, u, &ms);
	check_pattern(in);
}
