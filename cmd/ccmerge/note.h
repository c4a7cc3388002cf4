/*
 * note: what a merge needs of a line, found once while the line is checked and
 * carried in front of it from then on: where its parties and all its members
 * stand, whether it may pass as it came, and its place in the history (its
 * customer's records first, then start, source, id, and what tells lines apart
 * that agree on these) as key bytes, with room for the customer before them.
 */
#ifndef CCMERGE_NOTE_H
#define CCMERGE_NOTE_H

#include "cmd/ccmerge/identity.h"
#include "common/line.h"

enum {
	MAX_PARTIES = 32,
	WHOSE_BYTES = 1 + CUSTOMER_BYTES	/* 0: nobody's; 1 and its id */
};

struct note {
	enum line_kind kind;
	bool passes;			/* fold_passes */
	struct str party;		/* raw token, or absent */
	int64_t start;			/* WHEN_NONE: unknown */
	struct str whose;		/* WHOSE_BYTES: zeros until set */
	struct str order;		/* key bytes, behind whose */
	struct str members;		/* for note_locate */
	struct str raw;			/* the line */
};

/* A plan that has what a note is made from. */
void note_plan(struct line_plan *plan);
/* Appends a note and its line to out; members: the line's, where that is known
 * already, or NULL. scratch is used and left for the caller to clear. Where the
 * members stand is behind the line: lines whose keys are equal come by their
 * bytes. */
void note_put(const struct line_plan *plan, const struct line *l,
    const struct line_places *members, struct arena *scratch,
    struct buf *out);
/* Views of a note and the line behind it. */
struct note note_of(struct str noted);
/* line_locate of its line, which is not looked at when the note knows. */
size_t note_locate(const struct note *n, struct line_places *to);
/* Writes the customer's id, or NULL for nobody, into the note. Returns the
 * line's key among those of all customers: whose and order. */
struct str note_set_customer(struct str noted, const char *customer);

/* The decoded identifiers of a party token, in a; returns how many. */
size_t parties_of(struct str token, struct arena *a, struct str *out,
    size_t max);

#endif
