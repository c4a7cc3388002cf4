/*
 * customer: all lines of one customer at once, and what they say of each other.
 * Bounded by one customer's lines. One a thread.
 */
#ifndef CCMERGE_CUSTOMER_H
#define CCMERGE_CUSTOMER_H

#include "cmd/ccmerge/lend.h"
#include "cmd/ccmerge/note.h"

struct entry {
	struct str raw;
	size_t place, places;		/* of its members, in the customer's */
	enum line_kind kind;
	int64_t start;			/* WHEN_NONE: unknown */
	struct str id, source, reason, case_id, parent;
	struct lending shown;		/* segment and flags, with what an
					   earlier merge lent */
	bool counts;			/* by the customer, new, not deleted */
	/* made here */
	struct str journey;		/* empty: none */
	int64_t seq;
	int64_t prev_ms, next_ms, prev_same_ms, next_same_ms;
};

struct crm {				/* a customer record's word */
	int64_t since;
	struct str segment, flags;	/* raw tokens */
};

struct customer {
	struct entry *entry;
	size_t n, cap;
	struct crm *crm;
	size_t crms, crm_cap;
	struct arena arena;
	struct line_places places;
	struct buf values;		/* scratch */
};

struct journey_rules {
	int64_t same_ms, unknown_ms;
};

/* A zeroed struct is a valid empty one. */
void customer_clear(struct customer *u);
void customer_release(struct customer *u);
/* Lines must come in order of start, source, id. A line stays where it is until
 * customer_clear, PADDING after it. */
void customer_add(struct customer *u, const struct note *note);
/* Journeys, gaps. */
void customer_settle(struct customer *u, const struct journey_rules *r);
/* Appends line i, patched, to out. customer: its id, or absent. */
void customer_put(struct customer *u, size_t i, struct str customer,
    struct buf *out);

#endif
