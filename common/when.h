/*
 * when: instants and durations. An instant is int64 milliseconds since
 * 1970-01-01T00:00:00Z, 1900 to 2199; WHEN_NONE is "unknown", never 0.
 * Proleptic Gregorian arithmetic of our own: libc's mktime and strptime guess,
 * read the locale and the environment, and are never used on data.
 */
#ifndef CCKIT_WHEN_H
#define CCKIT_WHEN_H

#include "common/str.h"

#define WHEN_NONE	INT64_MIN
#define WHEN_MIN	INT64_C(-2208988800000)	/* 1900-01-01T00:00:00.000Z */
#define WHEN_MAX	INT64_C(7258118399999)	/* 2199-12-31T23:59:59.999Z */

enum {
	MS_SECOND = 1000,
	MS_MINUTE = 60 * MS_SECOND,
	MS_HOUR = 60 * MS_MINUTE,
	MS_DAY = 24 * MS_HOUR
};

/* A wall-clock reading; says nothing of a zone. */
struct civil {
	int year, month, day;		/* month 1-12, day 1-31 */
	int hour, minute, second, ms;
};

/* Days since 1970-01-01 of a date; the date must be valid. */
int64_t civil_days(int year, int month, int day);
bool civil_valid(const struct civil *c);
/* The reading taken as UTC, in ms. */
int64_t civil_ms(const struct civil *c);
void civil_from_ms(int64_t ms, struct civil *c);
int civil_weekday(int64_t days);	/* 0 = Monday, as ISO 8601 counts */

/* The line's own spelling: exactly 24 bytes, 2026-03-02T09:14:05.120Z. */
enum { WHEN_TEXT = 24 };
bool when_read(struct str s, int64_t *ms);
void when_write(char out[WHEN_TEXT], int64_t ms);

/*
 * A vendor's spellings. parse_time reads s by `format` and says what it found:
 * the reading, whether it named its own offset, and what it left out. The
 * formats are a closed table (names as profiles write them, time_format()).
 */
struct time_format;		/* {name, example, doc, reader} */

enum time_precision { TO_MS, TO_SECOND, TO_MINUTE, TO_DAY };

struct time_read {
	struct civil civil;
	bool has_offset;	/* utc_ms is set and final */
	int64_t utc_ms;
	enum time_precision precision;
};

const struct time_format *time_format(struct str name);	/* NULL: no such */
const struct time_format *time_format_at(size_t i);	/* NULL past the end */
const char *time_format_name(const struct time_format *f);
const char *time_format_doc(const struct time_format *f);
bool parse_time(struct str s, const struct time_format *f, struct time_read *r);
/* A spelling of one's own, such as "%d.%m.%Y %H:%M"; codes in time_format.c. */
bool parse_time_pattern(struct str s, const char *pattern,
    struct time_read *r);
/* Every code is known and the year is among them. */
bool time_pattern_valid(const char *pattern);

/*
 * Durations: units s, ms, min, h, hms (h:mm:ss[.fff], m:ss), iso8601 and so
 * on: a closed table too. Exact: never through a double. Negative values are
 * read (callers report them).
 */
struct duration_unit;
const struct duration_unit *duration_unit(struct str name);
const struct duration_unit *duration_unit_at(size_t i);
const char *duration_unit_name(const struct duration_unit *u);
const char *duration_unit_doc(const struct duration_unit *u);
bool parse_duration(struct str s, const struct duration_unit *u, int64_t *ms);

#endif
