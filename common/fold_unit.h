/*
 * fold_unit: what fold is made of, shared by its files only.
 *
 * A contact is a set of units, one a (part, leg); folding is uniting sets and
 * keeping the newest unit of each key, so it is associative. The written line
 * has to tell the set again, whatever else it shows:
 *
 *	legs	records of a leg-grained source, in `legs` (id, rev there)
 *	own	the contact's own record (no part, no leg): what stands on top
 *		beside what the legs say
 *	parts	a second export's records, in `parts`; each fills what its leg
 *		lacks, or, when it has none, what the contact lacks
 *
 * Shown = base composed with what fills it. Where base cannot be told from
 * shown (own says what the legs say too), `parts` has a nameless entry that
 * lists base's members: decompose() is the inverse of compose().
 */
#ifndef CCKIT_FOLD_UNIT_H
#define CCKIT_FOLD_UNIT_H

#include "common/line.h"
#include "common/when.h"

struct unit {
	struct line_maker m;		/* without id, source, part, leg, versions,
					   history */
	int64_t version;		/* WHEN_NONE: unknown */
	int64_t start, end;		/* of m, for orders */
	struct str part, leg, type;	/* decoded, in the fold's arena */
	uint64_t line;			/* number of the line it came by */
	bool beside;			/* that line is not counted */
};

/* ---- fold_parts: composing and telling apart ------------------------------- */

/* Members that are compared, filled and listed: not the keys. */
bool unit_plain_member(enum field_id id);
bool unit_is_recomputed(enum field_id id);
/* Adds what the unit says and `to` lacks; united members unite. */
void fill(struct line_maker *to, const struct unit *part,
    enum line_kind kind);
/*
 * shown := base composed with what fills it. legs: what the legs compute, or
 * NULL when there are none: these go before base where the table says
 * recompute. filling has what the legs compute, too.
 */
void compose(struct line_maker *shown, const struct line_maker *base,
    const struct line_maker *filling, const struct line_maker *legs);
/* base := what it must have been, given shown, filling and the listed. */
void decompose(struct line_maker *base, const struct line_maker *shown,
    const struct line_maker *filling, const struct line_maker *legs,
    const struct line_maker *listed);
/* list := members of base that decompose would not find without it. */
void list_untold(struct line_maker *list, const struct line_maker *base,
    const struct line_maker *shown, const struct line_maker *filling,
    const struct line_maker *legs);
bool maker_is_empty(const struct line_maker *m);
/* to[id] gets the elements of the array that it lacks. */
void unite_elements(struct line_maker *to, enum field_id id,
    struct str array);

/* ---- fold_legs: the contact that legs make ---------------------------------- */

/* out := the contact's members computed from legs in order (n >= 1). */
void legs_compute(struct line_maker *out, struct unit *const *leg, size_t n);
/* The kind of leg a record is where it does not say. */
struct str implied_type(const struct line_maker *m);
/* Order of legs: start, type, leg. For qsort. */
int unit_by_place(const void *a, const void *b);

#endif
