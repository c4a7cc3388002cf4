/*
 * folding: the lines of some ids, in the order of reading.h, become lines about
 * distinct things: versions chosen, legs folded, surveys absorbed. One a
 * thread.
 */
#ifndef CCMERGE_FOLDING_H
#define CCMERGE_FOLDING_H

#include "cmd/ccmerge/collect.h"
#include "common/fold.h"

/* A record of the sort. */
struct sorted {
	struct str key, noted;
};

bool sorted_same_id(const struct sorted *a, const struct sorted *b);

/* A line and its note. */
struct folded_line {
	struct str noted;
	bool made;			/* one behind the other in made; noted
					   may be stale, but for its length */
	uint32_t parties;		/* so many identifiers */
};

struct folded {
	struct folded_line *line;
	size_t n, cap;
	struct buf made;
	struct identity_batch who;
	struct merge_counts counts;	/* opened, joined and superseded here */
};

/* Zeroed structs are valid empty ones. who is for the caller to begin. */
void folded_clear(struct folded *f);
void folded_release(struct folded *f);

struct folding {
	const struct line_plan *plan;	/* note_plan's */
	struct folded *to;
	struct line_guess guess;
	struct arena scratch;
	/* of the id being folded */
	struct fold *fold;
	bool folding;
	bool survey;			/* what is in fold */
	struct buf same;		/* folded lines of that id */
	struct buf surveys;		/* survey lines about that id */
	struct line_maker part;		/* scratch */
};

void folding_init(struct folding *g, const struct line_plan *plan);
void folding_release(struct folding *g);
/* Whole ids. Lines that stay as they are stay where they are. -1: failure. */
int fold_some(struct folding *g, const struct sorted *r, size_t n,
    struct folded *to, struct err *err);

#endif
