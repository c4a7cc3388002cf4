/*
 * story: what the lines of one customer say, as facts in time order. All text
 * lives in the story's arena.
 */
#ifndef CCHISTORY_STORY_H
#define CCHISTORY_STORY_H

#include "common/line.h"
#include "common/when.h"

struct rating {
	struct str kind;		/* csat, nps, ces, other */
	int64_t value, worst, best;	/* millionths; value WHEN_NONE: asked,
					   not answered */
	int64_t at;			/* WHEN_NONE: unknown */
	struct str comment;
};

/* A record of the CRM, valid from `since`. */
struct person {
	struct str id, source, name, segment, city, born;
	int64_t since;			/* WHEN_NONE: always */
	struct str *flag, *product;
	size_t flags, flag_cap, products, product_cap;
};

struct contact {
	struct str name, segment;
	struct str id, source, journey, case_id;
	int64_t start, end, due;	/* WHEN_NONE: unknown */
	bool open;
	struct str channel, direction, by, origin;
	struct str queue, agent, outcome, disposition, reason, topic;
	int64_t wait_ms, talk_ms, self_ms, prev_same_ms;	/* WHEN_NONE */
	int64_t transfers, misses;	/* WHEN_NONE: unknown */
	struct str self_result;
	int64_t sentiment;		/* millionths, or WHEN_NONE */
	struct str text;
	struct rating *rating;
	size_t ratings;
};

struct ticket {
	struct str id, source, reason, queue, state;	/* state: the newest */
	int64_t start, at;		/* at: when it came into that state */
	int64_t reopened;		/* times it was opened again */
};

struct story {
	struct arena arena;
	struct person *person;
	size_t persons, person_cap;
	struct str customer;		/* the id ccmerge gave */
	/* by story_settle: */
	struct str name, segment, city, born;
	struct str *party;
	size_t parties, party_cap;
	struct str *flag;
	size_t flags, flag_cap;
	struct str *product;
	size_t products, product_cap;
	int64_t since;			/* the least of the CRM */
	struct contact *contact;	/* in order of start */
	size_t contacts, contact_cap;
	struct ticket *ticket;
	size_t tickets, ticket_cap;
	int64_t horizon;		/* where the data end, or WHEN_NONE */
};

extern const enum field_id story_fields[];
extern const size_t story_n_fields;

/* Takes one line of the customer in; the story copies what it keeps. */
void story_add(struct story *s, const struct line_plan *plan,
    const struct line *l);
/* Spans give the horizon; other customers' lines nothing. */
void story_see(struct story *s, const struct line_plan *plan,
    const struct line *l);
/* Puts all in order and finds who the customer is at that moment: what CRM
 * records valid then say, the newest first; without any, what contacts say. The
 * same for any order of the lines. */
void story_settle(struct story *s, int64_t now);
void story_release(struct story *s);

#endif
