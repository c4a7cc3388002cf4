/*
 * fold: the lines about one thing become one line. Given lines (flat legs,
 * contacts with legs, parts) of one (source, kind, id), it keeps the newest
 * version of each (part, leg), orders legs by (start, type, leg) and computes
 * the contact's members by the field table's `fold`.
 *
 * Associative, commutative and idempotent byte for byte: the written line tells
 * again the set of records it was made of, so folding is uniting sets.
 *  - One record is a plain contact: the line as it came. Several legs are a
 *    line with `legs`; a member of the contact's level on which all legs agree
 *    stands on top alone, others stay in the legs that have them.
 *  - What stands on top beside what the legs say (a reason put there by cctag)
 *    is the contact's own and wins, but for totals and what is computed.
 *  - A part (`part`) fills what its leg lacks, or, when its leg is not there,
 *    what the contact lacks; it is kept in `parts`, so that a newer main record
 *    or a newer part in another run still finds it. There a nameless entry
 *    holds what a record says alike with what fills it.
 *  - A line whose legs have no ids of their own is one record: a newer version
 *    replaces all of it.
 *
 * Totals: self, wait and outside are the sums over legs without side (the
 * customer's time); ring, talk, hold, wrap, active and holds over answered
 * queue, agent and consult legs (the agents' work); offers never count.
 */
#ifndef CCKIT_FOLD_H
#define CCKIT_FOLD_H

#include "common/buf.h"
#include "common/err.h"
#include "common/line.h"

struct fold;

/* lines = superseded + joined + opened: those given by fold_add. */
struct fold_counts {
	uint64_t lines;		/* lines given */
	uint64_t superseded;	/* lines of which nothing is left */
	uint64_t joined;	/* legs and parts that went into another's line */
	uint64_t opened;	/* lines written */
	uint64_t extra;		/* lines written beside: of what was given by
				   fold_add_beside alone */
	uint64_t undecided;	/* legs and parts of one key that differed, with
				   no version to tell the newer one */
};

/* May this line, alone of its thing, be passed on as it came? The plan has
 * type, rev and leg. */
bool fold_passes(const struct line_plan *plan, const struct line *l);

struct fold *fold_new(void);
/* Copies the line. -1: it is not a valid line (err, ERR_DATA). */
int fold_add(struct fold *f, struct str line, struct err *err);
/* The same for what a record says beside its first line, such as its second
 * leg: it is folded, and not counted. */
int fold_add_beside(struct fold *f, struct str line, struct err *err);
/* Appends the united line(s) with LF to out, adds to counts, empties f. */
int fold_end(struct fold *f, struct buf *out, struct fold_counts *counts,
    struct err *err);
void fold_free(struct fold *f);

#endif
