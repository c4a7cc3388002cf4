/*
 * filter: what a profile may do to a value between | and |: one closed table.
 * A filter has no state and no side effect; it takes a value, gives a value,
 * or refuses the record (a time that is no time).
 */
#ifndef CCIMPORT_FILTER_H
#define CCIMPORT_FILTER_H

#include "common/finding.h"
#include "common/json.h"
#include "common/when.h"
#include "common/zone.h"

#include "cmd/ccimport/profile.h"

enum {
	VALUE_MINUTE = 1,	/* a time known to the minute only */
	VALUE_DAY = 2,		/* ... to the day only */
	VALUE_GAP = 4,		/* a local time the clock skipped */
	VALUE_FOLD = 8,		/* ... or showed twice */
	VALUE_LITERAL = 16,	/* said by the profile, not by the record */
	VALUE_PLAIN = 32,	/* ASCII that needs no escape */
	VALUE_SECONDS = 512,	/* a time whose s is YYYY-MM-DD?HH:MM:SS, UTC */
	VALUE_THOUSANDS = 1024,	/* a duration: s are its seconds in digits */
	VALUE_WORD = 256,	/* one of the member's closed list */
	VALUE_PADDED = 128,	/* s has PADDING readable bytes behind it */
	VALUE_SPELLED = 64,	/* a time whose s is the line's own spelling */
	VALUE_REPAIRED = 2048,	/* JSON: its text was not UTF-8 */
	VALUE_DOUBLE = 4096,	/* JSON: the last of members of one name */
	VALUE_FALSE = 8192,	/* JSON: false, whose s is its spelling */
};

struct value {
	enum vtype type;
	unsigned flags;		/* VALUE_ bits */
	int64_t i;		/* INT, NUM, TIME, DUR, BOOL; LIST: count */
	struct str s;		/* TEXT, PARTY; NODE: none */
	union {
		const struct value *list;	/* LIST */
		const struct json_node *node;	/* NODE */
	};
};

/*
 * A day of the calendar met before: its midnight in the file's zone, if that
 * zone's offset is one all day long. Times of one export are of few days.
 */
struct day {
	char text[10];			/* 2026-03-02 */
	bool known, utc;		/* utc: midnight is that of UTC */
	const struct zone *zone;	/* for which it holds */
	int64_t midnight_ms;
};

enum { DAYS = 128 };

/* What filters may know: of one record at work in one worker. */
struct filter_env {
	struct arena *arena;		/* reset for every record */
	struct pat_scratch *scratch;
	const struct zone *zone;	/* of the file; NULL: none said */
	struct str source;
	struct buf party;		/* being written */
	struct day *days;		/* DAYS of them, for read_iso */
	const struct own *own;		/* never customers'; NULL: none */
	const struct country *home;	/* of phones without a country code */
	enum finding_code code;		/* set by a filter that refuses */
	const char *more;
	bool needs_zone;		/* a local time came, and no zone */
};

struct filter {
	const char *name;
	enum vtype in;		/* V_ANY: takes anything scalar */
	enum vtype out;		/* V_ANY: the type that came in */
	unsigned char min_args, max_args;
	bool takes_list;	/* else it runs for each element */
	/* Checks the arguments once, sets use->data. NULL: nothing to check. */
	int (*prepare)(struct profile *p, struct filter_use *use,
	    struct err *err);
	/* 0, or -1: refused (env->code). */
	int (*run)(struct filter_env *env, const struct filter_use *use,
	    struct value *v);
	const char *doc;
};

/* NULL: no such filter. Names of duration units are filters too. */
const struct filter *filter_find(struct str name);
const struct filter *filter_at(size_t i);	/* NULL past the end */
const char *vtype_name(enum vtype t);
/* The same row by its words only, for cc-profile(5); false past the end. */
bool filter_row(size_t i, const char **name, const char **doc);

/* The i-th word that a `map` can give; false past the end, or no map. */
bool map_word(const struct filter_use *use, size_t i, struct str *word);
/* ms of a whole one of a duration's unit, where digits suffice (1: ms, 1000:
 * s); 0: they do not, or it is no such filter. */
int64_t filter_whole_unit(const struct filter_use *use);
/* Runs a chain; lists element by element where a filter takes no lists. */
int filter_run(struct filter_env *env, const struct filter_use *use, size_t n,
    struct value *v);

/* ASCII without quotes, backslashes and control characters: it can be written
 * as it is. */
bool text_is_plain(struct str s);
/* Plain conversions that members ask for without a word in the profile. */
bool text_to_int(struct str s, int64_t *v);
bool text_to_micro(struct str s, int64_t *v);	/* decimal x 10^6 */
bool text_to_bool(struct str s, int64_t *v);

/* In the record's arena. */
static inline struct str
join2(struct filter_env *env, struct str a, struct str b)
{
	char *to = arena_get(env->arena, a.n + b.n + 1);

	if (a.n)
		memcpy(to, a.p, a.n);
	if (b.n)
		memcpy(to + a.n, b.p, b.n);
	return (struct str){ to, a.n + b.n };
}

#endif
