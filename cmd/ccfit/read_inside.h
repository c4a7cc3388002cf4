/*
 * read_inside: what the files of read share: one visit of one queue, as read.c
 * finds it in a line and read_visit.c counts it. Times are ms since 1970 UTC,
 * durations ms; WHEN_NONE: not said. Texts live as long as the line.
 */
#ifndef CCFIT_READ_INSIDE_H
#define CCFIT_READ_INSIDE_H

#include "cmd/ccfit/facts.h"

struct reader {
	struct facts *f;
	struct line_plan plan;
	struct arena arena;		/* of one line */
	struct buf key;			/* of the record being added */
	struct err *err;
};

struct visit {
	struct str queue, agent, team;
	int64_t entry, wait, answered_at, ring, talk, hold, wrap, end;
	bool answered, gave_up, callback, overflowed;
};

struct contact {
	struct str customer;
	uint32_t source;
	int channel;
	bool fresh;			/* by a customer, no callback */
	uint32_t bot;			/* that it met first; MAP_NONE */
};

static inline int64_t
known(int64_t ms)
{
	return ms == WHEN_NONE ? 0 : ms;
}

/* Number of a name, in order of coming; a new one is zeroed in its list. */
uint32_t agent_number(struct facts *f, struct str name);
uint32_t segment_number(struct facts *f, struct str name);
uint32_t bot_number(struct facts *f, struct str name);
uint32_t source_number(struct facts *f, struct str name);

/* fresh: a customer's first queue; else it came from another one. -1 with err:
 * the sort failed. */
int add_visit(struct reader *r, const struct contact *c,
    const struct visit *v, bool fresh);
/* A transfer when the first of two visits was answered, or an overflow. */
void count_next(struct facts *f, const struct visit *from,
    const struct visit *to);

/* A sorted record: its kind and first part, more parts by key_int() and
 * key_str(), then its payload. */
void begin_key(struct reader *r, char kind, int64_t a);
int add_record(struct reader *r, const void *payload, size_t n);

#endif
