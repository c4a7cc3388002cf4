/*
 * filter_rows: what the files of the filters' table share. The closed table is
 * in five groups, one a file: plain values (filter.c), times and durations,
 * text, identifiers, lists.
 */
#ifndef CCIMPORT_FILTER_ROWS_H
#define CCIMPORT_FILTER_ROWS_H

#include "cmd/ccimport/filter.h"

struct filter_group {
	const struct filter *row;
	size_t n;
};

extern const struct filter_group filter_times, filter_texts, filter_parties,
    filter_lists;
extern const struct filter unit_filter;	/* by the name of a duration's unit */

/* Always -1; more: extra words that live as long as the record, or NULL. */
static inline int
filter_refuse(struct filter_env *env, enum finding_code code,
    const char *more)
{
	env->code = code;
	env->more = more;
	return -1;
}

static inline void
become_text(struct value *v, struct str s)
{
	v->type = s.n ? V_TEXT : V_NONE;
	v->s = s;
	v->flags = 0;
}

#endif
