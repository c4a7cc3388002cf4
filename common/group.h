/*
 * group: KPI states by key: by any members of the line and intervals of local
 * time. One grouping a thread; at the end all of them are read as one, in the
 * order of the keys' bytes, whatever the hash seed or the number of threads.
 * Past mem_bytes a grouping spills its states, sorted, and starts afresh.
 *
 *	group_keys_parse(&keys, "queue,hour", err)
 *	n = group_keys_fields(&keys, fields)      (for kpi_plan_init's `also`)
 *	plan.timed = group_keys_timed(&keys)
 *	g = grouping_new(&options); grouping_add(g, line) …; grouping_trim(g)
 *	w = group_walk(&g, 1, err); while (group_next(w, &row, err) > 0) …
 */
#ifndef CCKIT_GROUP_H
#define CCKIT_GROUP_H

#include "common/kpi.h"
#include "common/zone.h"

/* ---- keys -------------------------------------------------------------------- */

enum interval {
	EVERY_15M, EVERY_30M, EVERY_HOUR, EVERY_DAY, EVERY_WEEK, EVERY_MONTH,
	EVERY_YEAR, OF_WEEKDAY, OF_HOUR, OF_HALF_HOUR,
	INTERVALS, NO_INTERVAL = INTERVALS
};

/* As -b spells them: 15m 30m hour day week month year weekday hour-of-day
 * halfhour-of-day; NULL-ended. */
extern const char *const interval_names[];

struct group_key {
	enum field_id field;		/* F_UNKNOWN: an interval */
	enum interval interval;
	const char *name;		/* as asked, for heads and JSON */
};

enum { MAX_KEYS = 8 };

struct group_keys {
	struct group_key key[MAX_KEYS];
	size_t n;
	struct arena arena;		/* names */
};

/* Members of the line and intervals, with commas; NULL: none. -1: usage. */
int group_keys_parse(struct group_keys *k, const char *by, struct err *err);
void group_keys_release(struct group_keys *k);
/* The members the keys are made of, appended to out; returns how many. */
size_t group_keys_fields(const struct group_keys *k, enum field_id *out);
bool group_keys_timed(const struct group_keys *k);
/* The label of the interval that ms lies in: 2026-03-02 09:30 (local; in the
 * second of two equal hours its offset follows), 2026-W10, 1 Mon, 09:30. */
enum { GROUP_LABEL = 32 };
void group_label(char label[GROUP_LABEL], enum interval interval,
    const struct zone *z, int64_t ms);

/* ---- groupings ---------------------------------------------------------------- */

struct grouping;

struct grouping_options {
	const struct kpi_plan *plan;
	const struct group_keys *keys;
	const struct zone *zone;	/* may be NULL when keys are not timed */
	size_t mem_bytes;		/* 0: no limit */
	const char *tmp_dir;
};

/* Options and what they point to must outlive it. */
struct grouping *grouping_new(const struct grouping_options *o);
/* False: the line is not of those that are counted (kpi_add). */
bool grouping_add(struct grouping *g, const struct line *line);
/*
 * The same for many lines, whose groups are fetched from memory while the next
 * lines are read: read a line to grouping_place, then grouping_add_soon. It is
 * counted a few lines later, or by grouping_trim, until which its bytes must
 * stay.
 */
struct line *grouping_place(struct grouping *g);
bool grouping_add_soon(struct grouping *g);
/* What an agent did, with the adherence that all of her lines make. */
void grouping_shift(struct grouping *g, const struct line *line,
    struct shift *s);
void grouping_add_shift(struct grouping *g, const struct line *line,
    const struct shift *s);
/* The state of a group by its parts (p NULL: absent), for kpi lines. */
struct kpi_state *grouping_state(struct grouping *g, const struct str *part);
/* Whether plan.settings.horizon had a say in what was added: no other horizon
 * may be set then. */
bool grouping_chained(const struct grouping *g);
/* To be called every few KiB of lines, as states may be many times as large as
 * the legs they come of: spills when it is above the limit. */
int grouping_trim(struct grouping *g, struct err *err);
void grouping_free(struct grouping *g);

/* ---- all groups in order --------------------------------------------------------- */

struct group_row {
	struct str part[MAX_KEYS];	/* decoded; p NULL: absent */
	struct kpi_state *state;	/* both valid until the next call */
};

struct group_walk;

/* Reads n groupings of the same options as one; they are used up. Groups in
 * which nothing was counted are passed over. */
struct group_walk *group_walk(struct grouping *const *g, size_t n,
    struct err *err);
int group_next(struct group_walk *w, struct group_row *row, struct err *err);
void group_walk_free(struct group_walk *w);

#endif
