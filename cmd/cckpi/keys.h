/*
 * keys: what -b groups by. A group's key is bytes: its parts in order, each
 * escaped so that comparing bytes compares part by part; absent sorts first.
 */
#ifndef CCKPI_KEYS_H
#define CCKPI_KEYS_H

#include "common/line.h"
#include "common/zone.h"

enum interval {
	EVERY_15M, EVERY_30M, EVERY_HOUR, EVERY_DAY, EVERY_WEEK, EVERY_MONTH,
	OF_WEEKDAY, OF_TIME, INTERVALS, NO_INTERVAL = INTERVALS
};

extern const char *const interval_names[];	/* as -b spells them; NULL-ended */

struct key {
	enum field_id field;		/* F_UNKNOWN: an interval */
	enum interval interval;
	const char *name;		/* as asked, for heads and JSON */
};

enum { MAX_KEYS = 8 };

struct keys {
	struct key key[MAX_KEYS];
	size_t n;
	struct arena arena;		/* names */
};

/* by may be NULL. -1: usage. */
int keys_parse(struct keys *k, const char *by, struct err *err);
void keys_release(struct keys *k);
/* The members the keys need, appended to out. */
size_t keys_fields(const struct keys *k, enum field_id *out);

/* Per thread: buffers, and interval labels by quarter hours. */
struct key_maker {
	const struct keys *k;
	const struct zone *z;
	const struct line_plan *plan, *leg_plan;
	struct buf key;
	struct arena scratch;
	struct { int64_t quarter; char label[32]; } *cache[MAX_KEYS];
};

void key_maker_init(struct key_maker *m, const struct keys *k,
    const struct zone *z, const struct line_plan *plan,
    const struct line_plan *leg_plan);
void key_maker_release(struct key_maker *m);
/* The key of a contact, or of one of its legs; lives until the next call. */
struct str key_make(struct key_maker *m, const struct line *contact,
    const struct line *leg);

/* Takes the next part off *key; *absent when there is no value. The part is
 * decoded into b (cleared first). */
void key_part(struct str *key, struct buf *b, bool *absent);
/* Appends a part. */
void key_put(struct buf *key, struct str value);

#endif
