/*
 * find: picks the lines of one customer out of line files, reading once.
 * ccmerge's order (by customer) makes that possible: a customer's lines stand
 * together, so a run of them is kept until one of them matches. Where lines come
 * in another order, a party is searched twice: first whose it is.
 */
#ifndef CCHISTORY_FIND_H
#define CCHISTORY_FIND_H

#include "cmd/cchistory/story.h"
#include "cmd/cchistory/who.h"
#include "common/cli.h"

enum found {
	FOUND_NOBODY,
	FOUND_ONE,		/* the story is theirs */
	FOUND_SEVERAL,		/* a party that several customers have; the
				   story is nobody's */
	FOUND_AGAIN		/* one, but lines of theirs may be missing:
				   search for who[0].id */
};

enum { SEVERAL_SHOWN = 20 };

/* Customers that were found: the first ones by id. Text lives in the story. */
struct candidates {
	size_t n;		/* all */
	struct { struct str id, name; } who[SEVERAL_SHOWN];
};

/*
 * A party that is only on lines without customer gives the story of these
 * lines. Reads cli's operands; lines that are no lines are reported to
 * its diag. -1: its err.
 */
int find_story(struct cli *cli, const struct who *who, struct story *s,
    struct candidates *found);

#endif
