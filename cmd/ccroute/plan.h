/*
 * plan: a routing model as the simulator wants it: compact arrays, indices for
 * names, integer ms. Made from a model by compile.c, or by hand in tests; the
 * simulator only reads it, so replications in many threads share one.
 *
 * Words: a *source* sends contacts into queues; a *kind* is a sort of customer
 * (segment, with an alert, …); a *line* is where contacts of one queue and one
 * level of urgency wait, first come first served; a *group* is agents who are
 * alike. Times are ms from the start of the simulated span.
 */
#ifndef CCROUTE_PLAN_H
#define CCROUTE_PLAN_H

#include "cmd/ccroute/run_days.h"
#include "common/dist.h"

#define NOBODY	UINT32_MAX
enum { MAX_SLOTS = 16, MAX_LEVELS = 8 };
#define NEVER	INT64_MAX

/* Which free agent a contact gets, of those who stand first for it. */
enum agent_rule {
	LONGEST_IDLE,	/* free longest since the last contact */
	MOST_IDLE,	/* free longest in all so far */
	LEAST_OCCUPIED,	/* least share of staffed time busy so far */
	TOP_DOWN,	/* first in the order of the model */
	ROUND_ROBIN,	/* next after the one who got the last contact */
	RANDOM_AGENT,
	FEWEST_CONTACTS,	/* who took the fewest so far */
	AGENT_RULES
};

/* Which waiting contact a free agent gets. */
enum contact_rule {
	BY_PRIORITY,	/* level, the agent's rank, priority + ageing x waited */
	OLDEST,		/* level, then the oldest over all queues */
	LONGEST_LINE,	/* level, then the queue with most waiting */
	CONTACT_RULES
};

/* Rates hold from `start` to the next one's; the last ends the arrivals. */
struct plan_rate {
	int64_t start;
	double per_ms;
};

struct plan_share {
	uint32_t to;			/* queue */
	double share;
};

struct plan_transfer {
	uint32_t to;			/* queue */
	double share;
	bool same_agent;		/* who is able to goes on with it */
	struct dist warm;		/* the first agent stays until somebody
					   answers, and then so long; DIST_NONE:
					   leaves at once */
	uint16_t boost;			/* of the plan's, in the next queue */
};

struct plan_source {
	const char *name;		/* names its draws */
	const struct plan_rate *rate;	/* n_rates >= 1, the last one's 0 */
	size_t n_rates;
	const struct plan_share *to;	/* shares sum to 1 */
	size_t n_to;
	double day_shape;		/* gamma factor of a day, mean 1; 0: none */
	bool day_shared;		/* the same factor for all such sources */
	/* self-service before the queue */
	struct dist self;		/* DIST_NONE: none */
	double contained;		/* share that ends there */
	double gives_up;		/* share that hangs up there */
	const double *kind;		/* [kinds]: shares here; NULL: the
					   kinds' own */
	struct dist handoff;		/* of those handed on */
	size_t bot;			/* 1 + index of plan's sessions; 0: all
					   find one */
	bool regular;			/* evenly spaced, not by chance */
	/* recorded arrivals instead of rates (--replay): ascending times */
	const struct plan_replay *replay;
	size_t n_replay;
};

struct plan_replay {
	int64_t at;
	uint32_t queue;
	int64_t talk, wrap;		/* -1: drawn */
};

struct plan_kind {
	const char *segment;		/* NULL: none */
	double share;			/* of all customers */
	uint8_t level;			/* 0 is the most urgent */
	bool authority;			/* only agents who have it */
	bool keeps_out;			/* of queues that sell */
	const char *flag;		/* "fraud-alert", written in lines */
	double priority;		/* added to the queue's */
	double patience, handling;	/* times the queue's; 0: once */
	double sticky;			/* share that knows an agent */
};

struct plan_queue {
	const char *name;
	const char *channel;		/* word of the line's channel */
	uint32_t report;		/* counted as this queue */
	bool outbound;			/* agents who are free dial */
	uint64_t list;			/* so many; UINT64_MAX: endless */
	double reach;			/* answer */
	struct dist dial;		/* until it is known that nobody does */
	double pace;			/* above 1: so many ring for each idle
					   agent; else agents dial themselves */
	uint32_t attempts;		/* for one customer; 0: 1 */
	struct dist retry;		/* between them */
	struct dist dial_patience;	/* reached while nobody is free */
	const struct plan_rate *dial_open;	/* per_ms > 0: dials; NULL: when
					   the queue is open */
	size_t n_dial_open;
	uint32_t keep_free;		/* agents left for those who call */
	const struct plan_share *split;	/* among these queues (percent) */
	size_t n_split;
	bool slow;			/* may be interrupted (asynchronous) */
	bool async;			/* waits for the doors to open; others are
					   turned away when it is closed */
	int64_t deadline;		/* nearest first, of equal priority; 0 */
	bool deadline_open;		/* its clock stands still when closed */
	bool sells;
	struct dist talk, wrap, patience;
	struct dist ring;		/* at the agent; part of the wait */
	double no_answer;		/* the agent does not pick up */
	bool to_the_end;		/* and the contact loses its place */
	int64_t room;			/* places to wait; -1: endless */
	double priority;		/* more is sooner, in points */
	double ageing;			/* points a ms waited */
	int64_t overflow_after;		/* NEVER: does not */
	uint32_t overflow_to;
	uint32_t full_to;		/* where those go who find no room */
	struct dist announcement;	/* before one can be answered */
	/* people who hang up */
	double redial;			/* share that calls again */
	double redial_blocked;		/* of those blocked */
	uint32_t redial_most;		/* attempts in all; 0: endless */
	uint32_t redial_to;		/* queue; NOBODY: the same */
	struct dist redial_delay;
	bool redial_keeps;		/* patience and handling are kept */
	/* after the talk */
	const struct plan_transfer *transfer;	/* shares sum to <= 1 */
	size_t n_transfers;
	/* callback: offered to those who have waited so long */
	int64_t callback_after;		/* NEVER: none */
	bool callback_keeps;		/* its place; else it comes anew */
	struct dist callback_delay;	/* after so long */
	double callback_accept;
	double callback_reached;
	/* those who wait are told how long it will be, every so often */
	int64_t told_every;		/* 0: never */
	double told_balk;		/* share that leaves when it is more than
					   they would wait */
	double told_patience;		/* times their patience, once told */
	/* waits for the last agent first */
	int64_t last_agent;		/* had by the customer so lately; 0 */
	double sticky;			/* share that knows an agent, for kinds
					   that do not say */
	int64_t sticky_hold;		/* how long; NEVER */
	const struct plan_rate *open;	/* per_ms > 0: open; NULL: always */
	size_t n_open;
	enum agent_rule agent_rule;
};

struct plan_staff {
	int64_t start;
	uint32_t count;
};

struct plan_group {
	const char *name;
	const struct plan_staff *staff;	/* by start, the first at 0 */
	size_t n_staff;
	uint8_t slots;			/* contacts at once; 1 */
	/* total speed with j contacts in hand, j = 1..slots, one contact alone
	 * being 1; NULL: j (no slowing down) */
	const double *speed;
	bool authority;
	int64_t pause;			/* rest after each contact, ms */
	bool has_rule;			/* of its own, among its agents */
	enum agent_rule agent_rule;
	enum contact_rule contact_rule;
	double cost;			/* of an agent and hour, for --optimise */
};

/* One queue and one group. */
struct plan_serve {
	bool can;
	int16_t prefer;			/* contacts go to the least first */
	int16_t rank;			/* agents take the least first */
	double scale, wrap_scale;	/* of handling: 1 */
	const struct dist *talk, *wrap;	/* instead of the queue's; NULL */
	double transfer;		/* times the chance of one: 1 */
	uint8_t slots;			/* that a contact takes; 1 */
	int64_t after;			/* ms waited before this ring opens */
	uint32_t reserve;		/* free agents to keep for others */
	uint32_t threshold;		/* so many must wait there; 0: need not */
};

/* What becomes of agents with a contact in hand when staff goes down. */
enum drop_mode {
	DROP_COUNTER,	/* no contact is taken until fewer are busy */
	DROP_NAMED,	/* free ones leave, then named ones after their contact */
};

struct sim_plan {
	struct plan_source *source;
	size_t sources;
	struct plan_kind *kind;		/* shares sum to 1; none: one plain */
	size_t kinds;
	struct plan_queue *queue;
	size_t queues;
	struct plan_group *group;
	size_t groups;
	struct plan_serve *serve;	/* [queue * groups + group] */
	const struct dist **patience;	/* [queue * kinds + kind]; NULL: the
					   queue's */
	double *boost;			/* priorities that transfers add; boost[0]
					   is none; NULL: there are none */
	size_t boosts;
	uint64_t customers;		/* who may return; 0: nobody is known */
	enum drop_mode drop;
	int64_t trunks;			/* contacts in the center at once; 0:
					   endless */
	int64_t end;			/* ms of the span */
	int64_t warm_up;		/* what begins before is not counted */
	const uint32_t *sessions;	/* of bots, at once */
	size_t bots;
	bool at_service;		/* handling is drawn when it begins */
	bool strict;			/* a wait of the target is not in time */
	bool cumulates;			/* attempts' waits add up for the order */
	bool idle_at_random;		/* who comes to work, else in order */
	bool clear;			/* at the end those waiting are sent away */
	bool overtime;			/* agents' time after the end counts */
	uint64_t seed;
	bool antithetic;		/* of every second replication */
	/* of the lines written */
	int64_t start;			/* the span's begin, ms UTC */
	struct run_days days;	/* its days; zeroed: of 24 hours */
	bool dated;			/* the model says on which */
	struct arena arena;
};

static inline struct plan_serve *
plan_serve(const struct sim_plan *p, size_t queue, size_t group)
{
	return &p->serve[queue * p->groups + group];
}

/* Room for so many, everything neutral: scale 1, room endless, nothing
 * serves anything. The arena is the plan's. */
void plan_init(struct sim_plan *p, size_t sources, size_t queues,
    size_t groups);
void plan_release(struct sim_plan *p);
/* Constant staff, constant rate: what tests and short models say. */
void plan_set_staff(struct sim_plan *p, size_t group, uint32_t count);
void plan_set_rate(struct sim_plan *p, size_t source, double per_ms,
    int64_t end);

/* Contacts of a source that are expected between two moments; recorded ones
 * are not counted. */
double plan_arriving(const struct plan_source *s, int64_t from, int64_t to);

#endif
