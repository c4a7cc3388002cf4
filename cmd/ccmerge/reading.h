/*
 * reading: all line files to one sort, each line behind its note (note.h),
 * keyed by what it is about: id first, then source and kind; surveys after what
 * they may be about. Every line is checked whole. Spans are united on the way.
 * Workers check and key; lines enter the sort in the order of the files.
 */
#ifndef CCMERGE_READING_H
#define CCMERGE_READING_H

#include "cmd/ccmerge/collect.h"
#include "common/sort.h"

/* -1: failure. Counts in, rejected and spans in c. */
int read_files(struct ccmerge_options *o, struct collected *c,
    struct sort *sort, struct err *err);

#endif
