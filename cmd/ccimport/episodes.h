/*
 * episodes: the messages of one customer in one thread, cut into contacts. An
 * episode starts with a customer's message when none is open, and ends at a
 * message that ends it or when the customer writes again after the gap. An
 * agent's late answer still answers the episode that waits for one. Messages
 * that differ in `split` (a session's id) never share an episode.
 */
#ifndef CCIMPORT_EPISODES_H
#define CCIMPORT_EPISODES_H

#include "common/line.h"

enum message_by { BY_CUSTOMER, BY_AGENT, BY_BOT };

struct message {
	struct str id, customer, who, text, parent;
	struct str split;	/* what an episode has one of; absent: as before */
	int64_t at_ms;
	enum message_by by;
	bool ends;
	uint64_t place;		/* the caller's: which record it came from */
};

struct episode {
	const struct message *const *message;	/* in time order */
	size_t n;
};

/*
 * One customer's messages in time order: those without a split get that of the
 * one before (the first ones: that of the one after), and they are brought in
 * order of split, then time.
 */
void episodes_split(struct message *messages, size_t n);

/*
 * The next episode of messages[*at..n) (one customer, in order of split and
 * time): its members
 * are put into list (room for n). False at the end. *lost counts messages that
 * belong to no episode (an agent's, before any of the customer).
 */
bool episode_next(const struct message *messages, size_t n, size_t *at,
    int64_t gap_ms, const struct message **list, struct episode *e,
    size_t *lost);

/*
 * What the messages tell: start, end, first_reply, answered, agent, counts,
 * reply, outcome; with content also messages.
 */
void episode_members(const struct episode *e, struct line_maker *m,
    bool content);

#endif
