/*
 * pat: patterns (PCRE2, UTF-8) that cannot run away. Every match has limits on
 * steps, depth and heap, so an evil pattern ends with PAT_LIMIT instead of
 * holding a cron job. A pattern is read-only after pat_new: threads share it,
 * each with its own scratch.
 */
#ifndef CCKIT_PAT_H
#define CCKIT_PAT_H

#include "common/err.h"
#include "common/str.h"

struct pat;
struct pat_scratch;

enum pat_flags { PAT_NOCASE = 1, PAT_WHOLE = 2 /* anchored at both ends */ };

enum pat_result {
	PAT_NO,
	PAT_YES,
	PAT_LIMIT,	/* gave up: the limits of pat.c */
	PAT_BAD,	/* the subject is not UTF-8 */
};

/* NULL and err (ERR_USAGE, with the column) when it is not a pattern. */
struct pat *pat_new(struct str pattern, unsigned flags, struct err *err);
void pat_free(struct pat *p);
unsigned pat_groups(const struct pat *p);	/* without the whole match */
/* Name of group i (from 1), or NULL. Lives as long as the pattern. */
const char *pat_group_name(const struct pat *p, unsigned i);

/* Room for the groups of any pattern with at most `groups` groups. */
struct pat_scratch *pat_scratch_new(unsigned groups);
void pat_scratch_free(struct pat_scratch *s);

/* Looks from byte `from` on. After PAT_YES pat_group tells what matched. */
enum pat_result pat_match(const struct pat *p, struct pat_scratch *s,
    struct str subject, size_t from);
/* Group i of the last match (0 = all), a view of its subject; absent when the
 * group took no part. */
struct str pat_group(const struct pat_scratch *s, unsigned i);

#endif
