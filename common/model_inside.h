/*
 * model_inside: what the files of model share: how each type of value is read,
 * printed and changed. Every type has one row in model_value.c.
 */
#ifndef CCKIT_MODEL_INSIDE_H
#define CCKIT_MODEL_INSIDE_H

#include <stdarg.h>

#include "common/model.h"

enum model_type {	/* the member it is stored into */
	MT_TEXT,	/* struct str */
	MT_FLAG,	/* bool */
	MT_CHOICE,	/* int: index in words; MODEL_NONE: not said */
	MT_CHANNEL,	/* int: index in cc-lines(5)'s channels */
	MT_INT,		/* int64_t */
	MT_NUMBER,	/* double */
	MT_SHARE,	/* double, 0 to 1 */
	MT_TIME,	/* int64_t ms */
	MT_LAW,		/* struct dist */
	MT_RATES,	/* struct model_profile */
	MT_COUNTS,	/* struct model_profile of whole numbers */
	MT_HOURS,	/* struct model_profile of 0 and 1 */
	MT_SHIFTS, MT_DAYS, MT_TARGET, MT_SLOTS, MT_NUMBERS,	/* theirs */
	MT_DAY,		/* int64_t: days since 1970-01-01 */
	MT_REF,		/* int32_t */
	MT_NAMES, MT_SKILLS, MT_ALLOCATE, MT_RINGS,	/* struct model_refs */
	MT_TYPES
};

enum model_op { OP_SET, OP_ADD, OP_TAKE, OP_TIMES };

/* What a value is read with. */
struct model_reading {
	struct model *m;
	const struct ini *src;		/* whose text the words are in */
	struct err *err;
	int64_t spacing;		/* of lists, or MODEL_UNSET */
};

/* Where each kind is kept, and what the words of its section name. */
struct model_place {
	size_t array, size;		/* array SIZE_MAX: it is the struct */
	size_t offset;			/* of the struct in the model */
	unsigned least, most;		/* names in its heading */
	int a, b;			/* kinds they refer to; -1: a new name */
};
extern const struct model_place model_places[MODEL_KINDS];

/* The i-th section of a kind. */
static inline void *
model_at(const struct model *m, enum model_kind kind, size_t i)
{
	const struct model_place *p = &model_places[kind];
	const char *base = (const char *)m;

	if (p->array == SIZE_MAX)
		return (void *)(uintptr_t)(base + p->offset);
	return *(char *const *)(const void *)(base + p->array) + i * p->size;
}

int model_value_read(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field);
/* Nothing is appended when the value is not said. */
void model_value_print(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out);

/* ---- words of a value ------------------------------------------------------ */

/* Takes the next word (a quoted one whole) off *rest; false: no more. */
bool model_word(struct str *rest, struct str *word);
/* Takes what comes before the next comma outside quotes; false: no more. */
bool model_item(struct str *rest, struct str *item);
/* 1.5, in millionths at most. */
bool model_number(struct str s, double *v);
bool model_share(struct str s, double *share);	/* 30% or 0.3 */
/* "unknown queue 'cadrs'; did you mean 'cards'?" at the word; -1. */
int model_unknown(struct model_reading *r, const char *what, struct str word,
    struct str near);
/* Refers to a section by name; MODEL_NONE after an error. */
int32_t model_refer(struct model_reading *r, int kind, struct str word);
struct str model_name(const struct model *m, int kind, int32_t i);

/* "'words' is not what is wanted" at the words; -1. */
int model_wrong(struct model_reading *r, struct str words, const char *want);

/* "name:line:column: " at the key of a section, or at its heading; -1. */
int model_error(const struct model *m, const struct model_head *h,
    const char *key, struct err *err, const char *fmt, ...)
    PRINTF_LIKE(5, 6);

/* ---- clocks and days (model_day.c) ----------------------------------------- */

/* HH:MM or HH:MM:SS, up to 48:00: ms of the day. */
bool model_clock(struct str s, int64_t *ms);
void model_put_clock(struct buf *out, int64_t ms);
/* mon, mon-fri, daily: bits, bit 0 Monday. */
bool model_weekdays(struct str s, unsigned *days);
void model_put_weekdays(struct buf *out, unsigned days);
/* One date, and a list of them. */
int model_day_read(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field);
void model_day_print(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out);
int model_days_read(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field);
void model_days_print(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out);

/* ---- what changes over the week (model_profile.c, model_shift.c) ----------- */

/* What an entry begins with: "mon-fri 08:00-18:00" or "mon 08:00". */
struct model_entry {
	unsigned days;			/* bits, bit 0 Monday */
	int64_t from, to;		/* to: MODEL_UNSET, a list follows */
};
/* Takes it off *rest; latest: the latest end of a day, in ms. */
int model_entry_read(struct model_reading *r, struct str *rest,
    struct model_entry *e, int64_t latest);
/* A rate, or a whole number of people where the key's type wants one. */
int model_count_read(struct model_reading *r, const struct model_key *k,
    struct str word, double *v);
int model_profile_read(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, struct model_profile *p);
void model_hours_print(struct buf *out, const struct model_profile *p);
int model_shifts_read(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field);
void model_shifts_print(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out);
#endif
