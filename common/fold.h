/*
 * fold: the lines about one thing become one line. Given lines (flat legs,
 * contacts with legs, parts) of one (source, kind, id), it keeps the newest
 * version of each (part, leg), orders legs by (start, type, leg) and computes
 * the contact's members by the field table's `fold`. Associative and
 * commutative byte for byte, because nothing is forgotten: a member of the
 * contact's level on which the legs do not all agree stays in the legs that
 * have it, and one that they agree on stands on top alone and belongs to all
 * of them. What stands on top beside what the legs say (a reason put there by
 * cctag) is the contact's own and stays.
 *
 * One leg is a plain contact: the line as it came. Several are a line with
 * `legs`, whose totals are: self, wait and outside over legs without side (the
 * customer's time); ring, talk, hold and wrap over answered queue, agent and
 * consult legs (the agents' work).
 *
 * Parts (`part`) fill what the main record lacks. A later version of the main
 * record that comes in another run does not know them: give parts and mains to
 * one run.
 */
#ifndef CCKIT_FOLD_H
#define CCKIT_FOLD_H

#include "common/buf.h"
#include "common/err.h"

struct fold;

struct fold_counts {
	uint64_t lines;		/* lines given */
	uint64_t superseded;	/* older or identical versions */
	uint64_t joined;	/* legs and parts that went into another's line */
	uint64_t opened;	/* lines written */
};

struct fold *fold_new(void);
/* Copies the line. -1: it is not a valid line (err, ERR_DATA). */
int fold_add(struct fold *f, struct str line, struct err *err);
/* Appends the united line(s) with LF to out, adds to counts, empties f. */
int fold_end(struct fold *f, struct buf *out, struct fold_counts *counts,
    struct err *err);
void fold_free(struct fold *f);

#endif
