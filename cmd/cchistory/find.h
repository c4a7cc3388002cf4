/*
 * find: picks the lines of one customer out of line files, reading once.
 * ccmerge's order (by customer) makes that possible: a customer's lines stand
 * together, so a run of them is kept until one of them matches.
 */
#ifndef CCHISTORY_FIND_H
#define CCHISTORY_FIND_H

#include "cmd/cchistory/story.h"
#include "common/diag.h"
#include "common/inputs.h"

/*
 * who: a customer id, a party (scheme:value), or a number or address as people
 * write it. 1: found; 0: nobody has it; -1: failure. Lines that are no lines
 * are reported to diag.
 */
int find_story(struct inputs *in, struct str who, struct diag *diag,
    struct story *s, struct err *err);

#endif
