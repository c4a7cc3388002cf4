/*
 * each: the lines of all inputs, read by workers and taken one after another
 * in their order, so that what is made of them is the same for any number of
 * threads.
 */
#ifndef CCFIT_EACH_H
#define CCFIT_EACH_H

#include "common/cli.h"
#include "common/line.h"

/* take hears every good line on the calling thread; a bad one is reported and
 * counted by cli's diag. 0, or -1 with the first failure. */
int each_line(struct cli *cli, const struct line_plan *plan,
    int (*take)(void *context, const struct line *l), void *context,
    struct err *err);

#endif
