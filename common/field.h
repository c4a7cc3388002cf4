/*
 * field: the table of every member an interaction line can have: the first of
 * the four closed tables. Its order is the canonical order of members. It
 * drives reading, writing, folding, redaction, the JSON Schema, cc-lines(5)
 * and the key names that -b takes. What each means: cc-lines(5).
 */
#ifndef CCKIT_FIELD_H
#define CCKIT_FIELD_H

#include "common/str.h"

enum field_type {
	T_STR,		/* string */
	T_ENUM,		/* string out of a closed list; unknown = other */
	T_TIME,		/* string of 24 bytes, when.h */
	T_DUR,		/* integer milliseconds, >= 0 */
	T_INT,		/* integer */
	T_NUM,		/* decimal, at most 6 places */
	T_BOOL,
	T_STRS,		/* array of strings */
	T_OBJ,		/* object with members of its own */
	T_OBJS,		/* array of objects */
	T_ANY,		/* ext: vendor's members as they came */
};

/* Where a member lives when a contact has legs. */
enum field_level {
	LEVEL_CONTACT, LEVEL_LEG, LEVEL_BOTH, LEVEL_RECORD /* other kinds */
};

/* What folding the legs of one contact does with it (fold.h). */
enum field_fold {
	FOLD_FIRST, FOLD_LAST, FOLD_SUM, FOLD_MIN, FOLD_MAX, FOLD_ANY,
	FOLD_UNION, FOLD_RECOMPUTE, FOLD_KEY
};

/* What ccredact does with it. */
enum field_privacy { P_KEY, P_DIRECT, P_QUASI, P_TEXT, P_NONE };

enum line_kind {
	K_INTERACTION, K_CASE, K_SURVEY, K_CUSTOMER, K_AGENT, K_SPAN,
	K_AGGREGATE, K_KPI, K_FAILED, KIND_COUNT
};

/* Bits of struct field.kinds, by line_kind; legs are members, not lines. */
#define IN_INTERACTION	(1u << K_INTERACTION)
#define IN_CASE		(1u << K_CASE)
#define IN_SURVEY	(1u << K_SURVEY)
#define IN_CUSTOMER	(1u << K_CUSTOMER)
#define IN_AGENT	(1u << K_AGENT)
#define IN_SPAN		(1u << K_SPAN)
#define IN_AGGREGATE	(1u << K_AGGREGATE)
#define IN_KPI		(1u << K_KPI)
#define IN_LEG		(1u << 15)	/* also a member of a leg in `legs` */

/* Canonical order. The table in field.c has one row for each, in this order. */
enum field_id {
	F_CC, F_KIND,
	F_TYPE,					/* first member of a leg */
	F_ID, F_SOURCE, F_PART, F_REV, F_DELETED, F_MERGED_INTO,
	F_CUSTOMER, F_PARTY, F_NAME,
	F_GIVEN, F_FAMILY, F_BORN, F_ADDRESS, F_POSTCODE, F_CITY, F_COUNTRY,
	F_SINCE, F_PRODUCTS,
	F_SEGMENT, F_FLAGS,
	F_CHANNEL, F_CHANNEL_NATIVE, F_PLATFORM, F_DIRECTION, F_BY, F_ORIGIN,
	F_ENTRY, F_CAMPAIGN, F_ATTEMPT, F_DUE, F_AUTH,
	F_START, F_QUEUED, F_ANSWERED, F_FIRST_REPLY, F_END, F_AT, F_OPEN,
	F_COARSE,
	F_QUEUE, F_SKILL, F_TEAM, F_AGENT, F_SITE, F_ZONE,
	F_STATE, F_STATE_NATIVE, F_TRACK, F_SLOTS, F_PLAN,
	F_OUTCOME, F_OUTCOME_NATIVE, F_ENDED_BY, F_DISPOSITION, F_OUT, F_SIDE,
	F_SELF_MS, F_WAIT_MS, F_RING_MS, F_TALK_MS, F_HOLD_MS, F_WRAP_MS,
	F_OUTSIDE_MS, F_ACTIVE_MS,
	F_SELF,
	F_TRANSFERS, F_HOLDS, F_MSGS_IN, F_MSGS_OUT, F_MSGS_BOT,
	F_REPLY,
	F_REASON, F_TOPIC, F_TAGS, F_PRIORITY, F_PRIORITY_NATIVE, F_LANG,
	F_CASE, F_THREAD, F_PARENT, F_REF,
	F_STATES, F_SLA,
	F_RATINGS, F_SENTIMENT,
	F_COST, F_SALE, F_CURRENCY,
	F_TEXT, F_MESSAGES,
	F_JOURNEY, F_SEQ, F_PREV_MS, F_NEXT_MS, F_PREV_SAME_MS, F_NEXT_SAME_MS,
	F_LENT,
	F_GROUP, F_ATTRIBUTION, F_COUNTS, F_ASOF, F_DEF, F_STATE_KPI,
	F_LEG, F_LEG_REV, F_LEGS, F_PARTS, F_SRC, F_ISSUES, F_EXT,
	FIELD_COUNT,
	F_UNKNOWN = FIELD_COUNT		/* a member that is not in the table */
};

struct field {
	const char *name;		/* as in the line */
	size_t name_n;			/* its length */
	enum field_type type;
	enum field_level level;
	enum field_fold fold;
	enum field_privacy privacy;
	unsigned kinds;			/* IN_ bits */
	const char *const *values;	/* T_ENUM: NULL-ended; else NULL */
	const char *const *members;	/* T_OBJ, T_OBJS: names, NULL-ended */
	const char *doc;		/* one sentence, no full stop */
};

extern const struct field fields[FIELD_COUNT];
extern const char *const line_kinds[KIND_COUNT];

/* By exact name. F_UNKNOWN when there is none. */
enum field_id field_find(struct str name);
/* The same, looking first behind a field: members mostly come in the table's
 * order, so the next one is near. */
enum field_id field_find_after(struct str name, enum field_id before);

/* ---- some of all fields -------------------------------------------------- */

struct field_set {
	uint64_t word[(FIELD_COUNT + 63) / 64];
};

static inline bool
field_set_has(const struct field_set *s, enum field_id f)
{
	return s->word[f / 64] >> (f % 64) & 1;
}

static inline void
field_set_add(struct field_set *s, enum field_id f)
{
	s->word[f / 64] |= UINT64_C(1) << (f % 64);
}

static inline void
field_set_remove(struct field_set *s, enum field_id f)
{
	s->word[f / 64] &= ~(UINT64_C(1) << (f % 64));
}

static inline struct field_set
field_set_both(struct field_set a, struct field_set b)
{
	for (size_t w = 0; w < COUNT_OF(a.word); w++)
		a.word[w] |= b.word[w];
	return a;
}

/* The first of them that is not before `from`; FIELD_COUNT: there is none.
 * EACH_FIELD(f, set) walks all. */
static inline unsigned
field_set_next(const struct field_set *s, unsigned from)
{
	for (unsigned w = from / 64; w < COUNT_OF(s->word); w++) {
		uint64_t rest = s->word[w];

		if (w == from / 64)
			rest &= ~UINT64_C(0) << (from % 64);
		if (rest)
			return w * 64 + (unsigned)__builtin_ctzll(rest);
	}
	return FIELD_COUNT;
}

#define EACH_FIELD(f, set) \
	(unsigned f = field_set_next(set, 0); f < FIELD_COUNT; \
	f = field_set_next(set, f + 1))

#endif
