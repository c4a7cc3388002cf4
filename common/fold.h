/*
 * fold: the lines about one thing become one line. Given lines (flat legs,
 * contacts with legs, parts) of one (source, kind, id): keeps the newest
 * version of each (part, leg), orders legs by (start, leg), computes the
 * contact's members by the field table's `fold`, lets parts fill what the main
 * record lacks, writes the one normal form (a plain contact has no `legs`).
 * Associative and commutative byte for byte: folding folded lines gives what
 * folding all lines gives (property test).
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
