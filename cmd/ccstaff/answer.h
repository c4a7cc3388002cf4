/* answer: rows of answers for work: how many people, what they give, and what
 * a little more or less would do. */
#ifndef CCSTAFF_ANSWER_H
#define CCSTAFF_ANSWER_H

#include "cmd/ccstaff/need.h"
#include "cmd/ccstaff/write.h"

/* The work that the options give; lambda 0 when it is the lines' to say. */
int read_work(const struct ccstaff_options *o, struct work *w,
    struct err *err);
/* One piece of work given by the options. */
void answer_given(struct writer *out, struct ccstaff_options *o,
    const struct plan *p, const struct work *w);
/* The most contacts that --servers people can take with --target. */
void answer_most(struct writer *out, struct ccstaff_options *o,
    const struct plan *p, const struct work *w);
/* All queues and intervals; settles what goes from one to the next. */
int answer_needs(struct writer *out, struct ccstaff_options *o,
    const struct plan *p, struct needs *n, struct err *err);

#endif
