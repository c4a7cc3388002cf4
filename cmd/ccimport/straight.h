/*
 * straight: a section as a list of steps in the order of the line's members,
 * so a row that needs no judgement goes from its cells to the output without a
 * value in between. Names, quotes and words that are sure stand in the steps
 * as ready text. Whatever is out of the ordinary (a cell that is not plain, a
 * day on which clocks change, an issue, a refusal) is left to the long way
 * (make.c, emit.c), which says the same about all else: a unit test holds the
 * two to the byte.
 */
#ifndef CCIMPORT_STRAIGHT_H
#define CCIMPORT_STRAIGHT_H

#include "cmd/ccimport/run.h"

struct straight;

/*
 * What of f->plan can be written so: a pointer a section, NULL where it can
 * not; all in a. content: --content is given.
 */
const struct straight **straight_make(const struct program *g,
    const struct file_info *f, struct str source, bool content,
    struct arena *a);

/* Writes the record's line of section s: true. False: nothing has happened,
 * and the long way has to be gone. */
bool straight_run(struct run *r, const struct section *s,
    const struct straight *st);

#endif
