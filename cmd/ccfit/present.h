/*
 * present: when agents were at work, by what they and their group did, where
 * no lines of kind agent say it. An agent was there from one contact to the
 * next, unless
 *	they are further apart than --gap;
 *	meanwhile a customer waited for one of the group's queues, half a minute
 *	and longer, with this agent idle: a center gives contacts to whoever is
 *	free (work conservation);
 *	meanwhile the group took more contacts than three for each agent who
 *	took any: under any policy that shares contacts out, an idle agent's
 *	turn comes sooner.
 *
 * Nobody begins and ends with a contact: who comes is idle until the first one,
 * and who goes was idle, or had one in hand that took longer. With I the mean
 * time until an idle agent's turn comes (idle time over contacts taken, around
 * that half hour of the week), r the share of time busy there and R the mean
 * rest of a contact, somebody came I before the first contact and went
 * (1 - r) I - r R after the end of the last one, on average. I counts that idle
 * time too, so it is found by repetition.
 */
#ifndef CCFIT_PRESENT_H
#define CCFIT_PRESENT_H

#include "common/base.h"

struct people;
struct present;

enum {
	PRESENT_WAITED_MS = 30000,
	PRESENT_ROUNDS = 3,
	PRESENT_AROUND = 2,		/* intervals to either side */
	PRESENT_REPEATS = 8,
};

struct present *present_new(struct people *p);
void present_free(struct present *s);

/* What one group did, in order of time, one group after another. The time a
 * customer left the line who had waited PRESENT_WAITED_MS or longer, and an
 * agent's contact; at one moment in this order. */
void present_waited(struct present *s, uint32_t group, int64_t at);
void present_worked(struct present *s, uint32_t group, uint32_t agent,
    int64_t from, int64_t to);
/* After the last of all. */
void present_end(struct present *s);

#endif
