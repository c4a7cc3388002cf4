/*
 * know: what an agent should know before saying hello: a table of rules over
 * the story, each of which may find one thing. Rules only state what the lines
 * say; they guess nothing.
 */
#ifndef CCHISTORY_KNOW_H
#define CCHISTORY_KNOW_H

#include "cmd/cchistory/story.h"

struct zone;

enum urgency { URGENT, OPEN, MIND };	/* in order of showing */

extern const char *const urgency_names[];	/* urgent, open, mind */

struct fact {
	enum urgency urgency;
	const char *rule;		/* its name: stable, for programs */
	struct str text;		/* a sentence, no full stop */
};

struct facts {
	struct fact *fact;
	size_t n, cap;
};

/* now: the moment of telling. Texts live in the story's arena. */
void know(struct story *s, int64_t now, const struct zone *z,
    struct facts *out);
void facts_release(struct facts *f);

/* 2026-03-02 09:14 in z; "unknown" for WHEN_NONE. */
void put_moment(struct buf *b, const struct zone *z, int64_t ms);
/* "csat 2 of 5", "csat good" where there are but two. */
void put_rating_words(struct buf *b, const struct rating *r);
/* " (3 days ago)", seen from now; nothing when the moment is unknown. */
void put_ago(struct buf *b, int64_t now, int64_t ms);
/* 18 s, 4:05, 1:02:03, 3 days. */
void put_span(struct buf *b, int64_t ms);

#endif
