/*
 * zone: local time from the system's TZif files (RFC 8536), including the
 * POSIX footer for times after the last transition. TZ is never read.
 */
#ifndef CCKIT_ZONE_H
#define CCKIT_ZONE_H

#include "common/err.h"
#include "common/when.h"

struct zone;

enum zone_fit {
	ZONE_EXACT,
	ZONE_GAP,	/* the clock skipped it: moved forward by the gap */
	ZONE_FOLD,	/* the clock showed it twice: the first one is taken */
};

/*
 * "UTC", "Europe/London", "+01:00". NULL and err when there is no such zone.
 * The caller owns it until zone_close. Read-only after that: threads share it.
 */
struct zone *zone_open(struct str name, struct err *err);
/* Where the system's zones are: $TZDIR, if absolute, or /usr/share/zoneinfo. */
const char *zone_directory(void);
void zone_close(struct zone *z);
struct str zone_name(const struct zone *z);

int64_t zone_offset_ms(const struct zone *z, int64_t utc_ms);
/* UTC of a wall-clock reading; *fit says whether it existed and once. */
int64_t zone_to_utc(const struct zone *z, const struct civil *c,
    enum zone_fit *fit);
void zone_civil(const struct zone *z, int64_t utc_ms, struct civil *c);

/*
 * A moment as people give it to an option: 2026-03-02T09:14:05Z, with an offset
 * or a fraction; 2026-03-02 09:14 or 2026-03-02 (its beginning) by the clock of
 * z (NULL: UTC). -1: err, a usage error that names the option.
 */
int zone_asked(const struct zone *z, const char *option, const char *text,
    int64_t *ms, struct err *err);

#endif
