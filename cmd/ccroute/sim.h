/*
 * sim: one replication of a plan, event by event, on an integer ms clock.
 *
 * At one moment the order is: agents are released, staffing changes, free
 * agents take who waits, timers (someone hangs up, a ring opens, a bot is
 * through), arrivals; then the order in which things were made. So a caller
 * whose patience ends in the very ms in which an agent comes free is served.
 *
 * The cost of a contact does not grow with the span: agents' releases are in
 * a heap of at most as many entries as agents, arrivals are made in order, and
 * who hangs up is found when the head of a line is looked at, unless somebody
 * must know at once (room, redials, overflow, …).
 */
#ifndef CCROUTE_SIM_H
#define CCROUTE_SIM_H

#include "cmd/ccroute/draw.h"
#include "cmd/ccroute/heap.h"
#include "cmd/ccroute/plan.h"

/* How a visit to a queue ended. */
enum end {
	END_ANSWERED, END_ABANDONED, END_CALLBACK, END_OVERFLOWED,
	END_BLOCKED,		/* no room, or closed */
	END_MISSED,		/* sent away at closing time */
	END_NO_ANSWER,		/* a callback or outbound attempt in vain */
	ENDS
};

struct visit {
	int64_t entered;	/* the queue */
	int64_t ended;		/* answered, or left */
	int64_t ring, talk, wrap;	/* of the agent who answered */
	int64_t free;		/* the customer was: talk's end, or left */
	uint32_t queue, agent;	/* NOBODY */
	uint32_t next;		/* earlier visit in the simulator's pool */
	uint8_t end;		/* enum end */
	bool handed_on;
};

struct contact {
	int64_t arrived;
	int64_t entered;	/* the present queue */
	int64_t leaves;		/* when patience ends; NEVER */
	int64_t talk, wrap;	/* at scale 1 */
	int64_t answered;	/* first, when retained by an agent */
	double left;		/* of work, ms at speed 1, when retained */
	uint64_t number;	/* in its source */
	uint64_t order;		/* of entering */
	int64_t place;		/* in its line: since when, by `order` then */
	int64_t due;		/* of asynchronous work */
	int64_t credit;		/* waited in earlier attempts, if that counts */
	int64_t held_wrap;	/* of `holder`, once the contact is let go */
	int64_t consult;	/* both agents talk, once somebody answers */
	int64_t self_ms;	/* with the bot; -1: none */
	uint32_t next, prev;	/* in its line */
	uint32_t line;		/* that it waits in; NOBODY */
	uint32_t stamp;		/* changes when it stops waiting */
	uint32_t queue;
	uint32_t agent;		/* preferred or present; NOBODY */
	uint32_t visits;	/* earlier ones, newest first; NOBODY */
	uint32_t holder;	/* agent who stays on (warm transfer); NOBODY */
	uint16_t source, kind, attempt, leg, offers;
	bool callback, outbound, started;
	bool own_talk, own_wrap;	/* recorded (--replay), not drawn */
	bool contained, gave_up;	/* ended at the bot */
	bool inside;			/* holds a trunk */
	bool told;			/* how long it will be */
	uint16_t boost;			/* of the plan's, by a transfer */
};

/* The center called. */
static inline bool
is_outward(const struct contact *c)
{
	return c->callback || c->outbound;
}

/* What a contact finds that comes to a queue. */
enum door {
	DOOR_OPEN,
	DOOR_CLOSED,		/* turned away; those inside are served */
	DOOR_SHUT,		/* waits until it opens (asynchronous) */
};

enum agent_state { AGENT_OFF, AGENT_FREE, AGENT_BUSY, AGENT_RESTING };

struct agent {
	int64_t since;		/* of the present state */
	int64_t free_ms, busy_ms;	/* before it, counted part */
	uint64_t order;		/* when it became free */
	uint64_t taken;		/* contacts */
	int64_t worked;		/* work is done up to here (slots) */
	uint32_t group;
	uint32_t next, prev;	/* in a list of free agents */
	uint8_t state;		/* enum agent_state */
	uint8_t in_hand;	/* slots in use */
	uint8_t n_hand;		/* contacts in hand */
	uint8_t list;		/* that it is in: 0 … MAX_SLOTS, or NO_LIST */
	bool leaving, resting;
	bool pending;		/* to be offered who waits */
};

/* Who hears what happened. Functions may be NULL. */
struct sim_sink {
	void *context;
	/* A contact is over; v[0..n) are its visits in order (n 0: it saw no
	 * queue). Contacts that arrived in the warm-up are not told. */
	void (*contact)(void *context, const struct contact *c,
	    const struct visit *v, size_t n);
	/* A new contact came, with what was drawn for it; no redial, no
	 * callback, nobody dialled. In the warm-up too. */
	void (*arrived)(void *context, const struct contact *c);
	/* An agent was free or busy, clipped to what is counted. */
	void (*agent)(void *context, uint32_t agent, enum agent_state state,
	    int64_t from, int64_t to);
	/* Tests: called when the clock first reaches each of these moments. */
	void (*look)(void *context, size_t i);
	const int64_t *look_at;
	size_t n_looks;
};

struct wait_line {
	uint32_t head, tail, n;
};

/* Whom a customer talked to last, and until when. */
struct last_talk {
	int64_t at;
	uint32_t agent;		/* 1 + its number; 0: nobody */
};

struct free_list {
	uint32_t head, tail;
};

struct group_state {
	struct free_list list[MAX_SLOTS + 1];	/* by slots in use; the last:
						   busy, but interruptible */
	uint32_t filled;	/* bits: lists with somebody */
	uint32_t first, n;	/* agents */
	uint32_t on;		/* at work, not leaving */
	uint32_t target;
	uint32_t free;		/* with nothing in hand */
};

/* Made by sim_init for a plan; sim_run may be called again and again. */
struct sim {
	const struct sim_plan *p;
	struct sim_sink sink;
	int64_t now;
	uint64_t order;
	uint64_t arrivals, ended;	/* contacts: all that began and ended */
	struct draws *draws;		/* by source */
	struct draws *shared_draws;	/* of all sources together */
	struct arrivals *arrivals_of;	/* by source */
	struct heap coming;		/* next arrival by source */
	struct contact *contact;
	size_t n_contacts, contact_cap;
	uint32_t spare;			/* contact */
	struct contact blank;		/* what a new one begins as: copied, for
					   to clear so many bytes is slower */
	struct visit *visit;
	size_t n_visits, visit_cap;
	uint32_t spare_visit;
	struct wait_line *line;		/* of queue, kind and boost (line_of),
					   then agents' own from own_lines on */
	size_t lines, kinds, boosts, words, own_lines;
	uint64_t *filled;		/* bits: lines with somebody */
	uint64_t *served;		/* [group * words]: its lines */
	uint32_t *waiting;		/* by queue */
	bool *eager;			/* by queue: hang-ups have timers */
	bool *rings;			/* by queue: it has wider rings */
	bool *thresholds;		/* by queue: some take only of so many */
	bool *limits;			/* by queue: not every group that serves
					   it may take each contact now */
	uint8_t *door;			/* by queue: enum door */
	bool *dialling;			/* by queue: dialling hours */
	uint32_t *in_session;		/* by bot */
	uint64_t served_n, shuffled;	/* numbers of what is drawn then */
	bool sticky, dials;		/* anybody at all */
	bool plain;			/* one contact an agent, none kept */
	struct last_talk *last_talk;	/* by customer; NULL: nobody asks */
	uint64_t *dialled;		/* by queue: of its list */
	uint32_t *ringing;		/* by queue: predictive */
	struct free_list *again;	/* by queue: contacts to dial again */
	struct agent *agent;
	size_t agents;
	uint32_t *hand;			/* [agent * MAX_SLOTS], if any slots */
	struct group_state *group;
	size_t group_words;
	uint64_t *free_groups;		/* bits: groups with a filled list */
	uint64_t *servers;		/* [queue * group_words] */
	uint32_t *last;			/* by queue: who got the last one */
	double *handling_mean;		/* by queue, ms */
	struct heap release, timer;
	struct staff_change *change;
	size_t n_changes, next_change;
	uint32_t *pending;
	size_t n_pending;
	size_t next_look;
	int64_t seldom;			/* before it there are neither changes
					   nor looks nor the end */
	bool cleared;
	int64_t inside;			/* trunks that are held */
};

void sim_init(struct sim *s, const struct sim_plan *p);
void sim_run(struct sim *s, uint64_t replication,
    const struct sim_sink *sink);
void sim_release(struct sim *s);

/* Which of the customers it is, from 0: anybody is as likely as everybody,
 * whatever the queue; attempts, legs and callbacks are of the same one. The plan
 * says how many there are. Valid in a sink, too. */
uint64_t known_customer(const struct sim *s, const struct contact *c);

/* Counted time of a group's agents so far: valid after sim_run. */
void sim_group_time(const struct sim *s, size_t group, int64_t *free_ms,
    int64_t *busy_ms);

#endif
