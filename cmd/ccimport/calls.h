/*
 * calls: the calls that are alive while a log of events is read in time order:
 * a table by call id and a list by last activity, so that memory follows the
 * number of calls at one time and not the length of the log.
 */
#ifndef CCIMPORT_CALLS_H
#define CCIMPORT_CALLS_H

#include "common/line.h"

struct leg {
	struct line_maker maker;
	bool open;
	bool side;
	struct leg *next;		/* of its call, oldest first */
};

struct call {
	struct str key;			/* own copy */
	struct leg *legs;
	struct line_maker about;	/* members of the contact itself */
	struct buf seen;		/* events seen, to know a repetition */
	int64_t last_ms;		/* time of the last event */
	struct call *alias;		/* events under this key belong there */
	unsigned aliases;		/* calls that point here */
	uint64_t events;		/* that it is made of */
	bool had_leg, dropped;
	struct call *hash_next;
	struct call *older, *newer;	/* by last activity */
};

struct calls {
	struct call **bucket;
	size_t n_bucket, n;
	struct call *oldest, *newest;
	struct leg *spare;		/* legs to use again */
};

/* The call of that id, new if need be; moved to the end of the list. */
struct call *calls_touch(struct calls *c, struct str key, int64_t now_ms);
struct leg *calls_add_leg(struct calls *c, struct call *call);
/* Takes a leg out of `from` and adds it to `to`. */
void calls_move_legs(struct call *from, struct call *to);
/* Removes and frees a call; its legs are kept for use again. */
void calls_remove(struct calls *c, struct call *call);
void calls_release(struct calls *c);

#endif
