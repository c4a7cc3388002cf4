/*
 * collect: the first half of a merge: all line files become one spool of lines
 * about distinct things: versions chosen, legs folded, surveys absorbed, spans
 * united. What the lines say of identity goes to identity on the way.
 */
#ifndef CCMERGE_COLLECT_H
#define CCMERGE_COLLECT_H

#include "cmd/ccmerge/identity.h"
#include "cmd/ccmerge/options.h"
#include "cmd/ccmerge/spool.h"
#include "common/mem.h"
#include "common/sort.h"

struct span {
	struct str source;		/* raw token */
	int64_t start, end;		/* WHEN_NONE: unknown */
};

struct merge_counts {
	uint64_t in, rejected;
	uint64_t superseded, joined;	/* in = opened + joined + superseded +
					   rejected */
	uint64_t opened;		/* lines that became a line */
	uint64_t surveys_joined, spans_joined;
	uint64_t undecided;		/* as in struct fold_counts */
};

struct collected {
	struct spool lines;		/* heads: how many identifiers, 32
					   bits; payloads: notes and lines */
	struct sort *sort;		/* has the lines when they are lent */
	bool lent;
	struct identity *identity;
	struct span *span;
	size_t spans, span_cap;
	struct arena arena;		/* of spans */
	struct merge_counts counts;
};

/* -1: failure. The caller releases c in either case. */
int collect(struct ccmerge_options *o, struct collected *c, struct err *err);
void collected_release(struct collected *c);

#endif
