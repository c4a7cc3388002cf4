/*
 * model: a contact center as people write it down and ccroute runs it: queues,
 * people, customers and how they meet. The text is common/ini's; cc-model(5)
 * has every key, made from the one table in model_table.c, which also reads,
 * prints and changes (--set) every value.
 *
 *	[center]
 *	interval = 30m
 *	[queue cards]
 *	service-level = 80% in 20s of offered
 *	handling = lognormal mean 240s cv 0.9
 *	patience = exponential mean 120s balk 2%
 *	[arrivals cards]
 *	rate = mon-fri 08:00 12 18.5 22, sat 09:00-13:00 6
 *	[agents seniors]
 *	count = mon-fri 08:00-18:00 12
 *	skills = cards, loans 2 90%
 *
 * Units: durations int64 ms (MODEL_UNSET: not said), shares 0 to 1, times of a
 * law double ms (dist.h). Numbers are whole millionths, so that what is printed
 * is what was read. A reference is an index into the array of its kind, or
 * MODEL_NONE. All memory is the model's own arena; a model is not copied but
 * parsed again.
 *
 * A week begins on Monday at 00:00 of the center's own clock.
 */
#ifndef CCKIT_MODEL_H
#define CCKIT_MODEL_H

#include "common/buf.h"
#include "common/dist.h"
#include "common/err.h"
#include "common/ini.h"
#include "common/mem.h"
#include "common/str.h"
#include "common/when.h"

#define MODEL_UNSET	INT64_MIN	/* a duration or number not said */
enum {
	MODEL_NONE = -1,		/* a reference not said */
	MODEL_CHANNELS = 12,		/* as cc-lines(5) lists them */
	MODEL_WEEK = 7 * MS_DAY,
};

/* ---- values ----------------------------------------------------------------- */

/* What holds over the week: from its ms on, until the next one's; 0 before the
 * first. n == 0: not said. Ascending. */
struct model_step {
	int64_t from;			/* ms of the week, 0 to MODEL_WEEK */
	double value;
};
struct model_profile {
	struct model_step *step;
	size_t n;
};

/* Of a list of names: what stands beside the name depends on the key. */
struct model_ref {
	int32_t to;			/* index in the array of its kind */
	int32_t level;			/* skills: priority, 1 goes first */
	double share;			/* proficiency, or share allocated */
	int64_t after_ms;		/* rings: waited so long */
};
struct model_refs {
	struct model_ref *ref;
	size_t n;
};

struct model_break {
	int64_t from, to;		/* ms of the shift's day */
};
struct model_shift {
	unsigned days;			/* bit 0: Monday */
	int64_t from, to;		/* ms of the day; to up to 48 h */
	double count;
	struct model_break *pause;
	size_t pauses;
};
struct model_shifts {
	struct model_shift *shift;
	size_t n;
};

struct model_numbers {
	double *value;
	size_t n;
};

struct model_days {
	int64_t *day;			/* days since 1970-01-01, ascending */
	size_t n;
};

/* 80% in 20s of offered; share 0: none. */
struct model_target {
	double share;
	int64_t within_ms;
	int of;				/* enum sl_kind of erlang.h */
};

/* Contacts at once; slots[0] voice and so on in cc-lines(5)'s order of
 * channels; 0: not at all. All 0: not said (one of anything). */
struct model_slots {
	int32_t of[MODEL_CHANNELS];
};

/* ---- sections ---------------------------------------------------------------- */

struct model_head {			/* first member of every section */
	struct str name;		/* its own, or of the first it joins */
	const char *at;			/* in the text, for messages */
	int32_t a, b;			/* what a section without a name of its
					   own is about; MODEL_NONE: any */
};

struct model_center {
	struct model_head head;
	struct str title, zone;		/* zone: for lines written; UTC */
	int64_t interval_ms;		/* of lists; MODEL_UNSET */
	int64_t start_day;		/* days since 1970-01-01, or UNSET */
	int64_t days;			/* one run; default 7 */
	int64_t warm_up_ms;		/* not counted */
	struct model_days holidays;
	struct model_profile hours;	/* 0 or 1; of queues that say none */
	int64_t lines;			/* trunks: contacts in the center at
					   once; UNSET: endless */
	double customers;		/* people there are; 0: not said */
};

enum model_policy {			/* which of the free agents */
	MODEL_LONGEST_IDLE, MODEL_MOST_IDLE, MODEL_LEAST_OCCUPIED,
	MODEL_LINEAR, MODEL_ROUND_ROBIN, MODEL_RANDOM, MODEL_FEWEST_CONTACTS,
	MODEL_PERCENT, MODEL_PROFICIENCY
};
enum model_order {			/* which of the waiting contacts */
	MODEL_BY_PRIORITY, MODEL_BY_OLDEST, MODEL_BY_LONGEST_QUEUE,
	MODEL_BY_VALUE, MODEL_BY_CONTEXT
};
enum model_leaving { MODEL_LEAVE_POOL, MODEL_LEAVE_NAMED };
enum model_closing { MODEL_SERVE_OUT, MODEL_CLEAR };
enum model_redraw { MODEL_KEEP, MODEL_REDRAW };
enum model_attributes { MODEL_AT_ARRIVAL, MODEL_AT_SERVICE };
enum model_within { MODEL_INCLUSIVE, MODEL_STRICT };
enum model_no_answer { MODEL_KEEP_PLACE, MODEL_TO_THE_END };

struct model_routing {
	struct model_head head;
	int policy, order;		/* enum model_policy, model_order */
	int leaving, closing, attributes, within, no_answer;
	bool overtime;			/* work past the end counts as busy */
	bool wait_cumulates;		/* redials wait on from the first one */
	bool idle_in_order;		/* first idle agents: as written; else
					   at random */
	/* by context: a caller after an alert, or with an open issue */
	double alert_priority, issue_priority;	/* levels better */
	int64_t alert_authority;	/* least authority that takes it */
	bool alert_no_sales;		/* never to a queue with sales */
};

struct model_queue {
	struct model_head head;
	int channel;			/* index in cc-lines(5)'s channels */
	struct model_profile hours;	/* 0 or 1; n == 0: the center's */
	struct model_target target;
	struct model_refs skills;	/* all needed; empty: its own name */
	int64_t priority;		/* 1 goes first; default 5 */
	int64_t ageing_ms;		/* one priority better after each */
	int policy;			/* MODEL_NONE: routing's */
	struct model_refs allocate;	/* groups and shares (percent) */
	struct model_refs rings;	/* groups that may take it after so
					   long; empty: all who can */
	int64_t room;			/* most who wait; UNSET: endless */
	int64_t overflow_ms;		/* waited so long: to overflow_to */
	int32_t overflow_to;		/* queue; NONE: they leave */
	int32_t full_to;		/* queue when there is no room */
	struct dist announcement;	/* before it waits for an agent */
	int64_t wait_told_ms;		/* wait is announced every so often */
	double told_balk;		/* share that leaves when told more
					   than their patience */
	double told_patience;		/* times it, for those who stay; 1 */
	int64_t callback_ms;		/* offered after so long; UNSET: not */
	double callback_accept;
	bool virtual_hold;		/* keeps its place; else at the end */
	struct dist callback_delay;	/* instead of a place */
	double callback_reach;		/* answers when called */
	int64_t last_agent_ms;		/* same agent if seen so lately */
	int64_t last_agent_wait_ms;	/* waits so long for that agent */
	struct dist ring;		/* rings at the agent */
	double no_answer;		/* agent does not pick up */
	struct dist handling, wrap;	/* talk and hold; after it */
	struct dist patience;		/* its balk: leaves at once */
	bool sales;			/* its purpose is to sell */
	/* asynchronous work */
	bool async;			/* nobody waits on the line */
	int64_t deadline_ms;		/* to be done within */
	bool deadline_open_hours;	/* the clock stops when closed */
	int64_t backlog;		/* waiting at the start */
	bool interruptible;		/* put aside for live contacts */
	double cost;			/* of one contact in it */
};

struct model_skill {
	struct model_head head;
	struct str title;
};

struct model_agents {
	struct model_head head;
	struct model_profile count;
	struct model_shifts shifts;
	struct model_refs skills;	/* to: index of a skill */
	struct model_slots slots;
	struct model_numbers efficiency;	/* work done a time with 1, 2, …
						   in hand, in contacts */
	double speed;			/* times handling; 1 */
	int32_t experience;		/* experience section, or NONE */
	int64_t authority;		/* 0: none */
	struct dist wrap;		/* instead of the queue's */
	double shrinkage;		/* of `count` and shifts, away */
	double cost;			/* an hour */
	int64_t reserve;		/* idle ones kept for its first skill */
	int64_t threshold;		/* waiting before it helps others; 0 */
	int policy;			/* MODEL_NONE: the queue's */
	int64_t pause_ms;		/* rest after each contact */
};

struct model_experience {
	struct model_head head;
	double handling, wrap;		/* times; 1 */
	double transfer;		/* times the chance of a transfer */
};

struct model_segment {
	struct model_head head;
	double share;			/* of customers */
	double value;			/* of one, for order by value */
	double relationship;		/* share who has an agent of their own */
	double alert, issue;		/* share under an alert, with an open
					   issue, when calling */
	double patience;		/* times the queue's; 1 */
	double handling;		/* times; 1 */
	int64_t priority;		/* levels better; 0 */
};

/* head.a: queue. */
struct model_arrivals {
	struct model_head head;
	struct model_profile rate;	/* contacts each per_ms */
	int64_t per_ms;			/* of rate; the center's interval */
	double day_cv;			/* gamma factor of a day, mean 1 */
	double factor;			/* times the rate; 1 */
	struct str replay;		/* a file of lines: arrivals of it */
	struct model_refs segments;	/* shares here; n == 0: the segments' */
	int32_t bot;			/* met first; NONE */
	bool regular;			/* evenly spaced; else Poisson */
};

/* head.a: queue, head.b: group or NONE. */
struct model_handling {
	struct model_head head;
	struct dist talk, wrap;		/* talk: with hold */
};

/* head.a: queue, head.b: segment. */
struct model_patience {
	struct model_head head;
	struct dist law;
};

/* head.a: queue. */
struct model_redial {
	struct model_head head;
	double chance;			/* that who abandoned calls again */
	double blocked;			/* that who was blocked does */
	struct dist delay;
	int attributes;			/* enum model_redraw */
	int64_t attempts;		/* in all; UNSET: endless */
	int32_t to;			/* queue; NONE: the same */
};

/* head.a: queue, head.b: queue. */
struct model_transfer {
	struct model_head head;
	double chance;			/* of those handled */
	bool same_agent;		/* warm: the first agent stays on */
	struct dist warm;		/* for so long */
	int64_t priority;		/* levels better in the next; 0 */
};

/* head.a: queue whose agents dial. */
struct model_outbound {
	struct model_head head;
	int64_t list;			/* contacts to make; UNSET: endless */
	struct model_profile hours;
	int64_t keep_idle;		/* blending: agents left for inbound */
	double pace;			/* dials for a free agent; 1: preview */
	double reach;			/* answers */
	struct dist dial;		/* until it is known */
	int64_t attempts;		/* for one customer */
	struct dist retry;		/* between them */
	struct dist patience;		/* reached, nobody free */
};

struct model_bot {
	struct model_head head;
	double contained;		/* ends there */
	double leave;			/* gives up there */
	struct dist talk;		/* of the contained */
	struct dist handoff;		/* until handed on */
	int64_t sessions;		/* at once; UNSET: endless */
};

/* ---- the whole ------------------------------------------------------------------ */

enum model_kind {
	M_CENTER, M_ROUTING, M_QUEUE, M_SKILL, M_AGENTS, M_EXPERIENCE,
	M_SEGMENT, M_ARRIVALS, M_HANDLING, M_PATIENCE, M_REDIAL, M_TRANSFER,
	M_OUTBOUND, M_BOT, MODEL_KINDS
};

struct model {
	struct model_center center;
	struct model_routing routing;
	struct model_queue *queue;
	struct model_skill *skill;	/* declared ones, and each queue's */
	struct model_agents *agents;
	struct model_experience *experience;
	struct model_segment *segment;
	struct model_arrivals *arrivals;
	struct model_handling *handling;
	struct model_patience *patience;
	struct model_redial *redial;
	struct model_transfer *transfer;
	struct model_outbound *outbound;
	struct model_bot *bot;
	size_t n[MODEL_KINDS];		/* how many of each array */
	size_t declared_skills;		/* of skill: the rest is implied */
	struct arena arena;
	struct ini ini;			/* the text */
};

/* Both fill a zeroed model; release it even after a failure. What is written
 * wrongly is ERR_USAGE with name:line:column. They do not check the whole. */
int model_parse(struct model *m, struct str text, const char *name,
    struct err *err);
int model_load(struct model *m, const char *path, struct err *err);
void model_release(struct model *m);

/*
 * "agents cards.count+=4": section, dot, key, one of = += -= *=, value. A
 * number, share or time changes by it; a profile in every step that is not 0;
 * a law is scaled by *=; += appends to a list. -1: "--set:1:COLUMN: ".
 */
int model_set(struct model *m, struct str words, struct err *err);

/* Whether it can run: every queue that contacts reach is served, has handling,
 * chances sum to at most 1, and so on. -1: position and reason. */
int model_check(const struct model *m, struct err *err);

/* The text that model_parse reads back to the same model. */
void model_print(const struct model *m, struct buf *out);

/* ---- reading it ------------------------------------------------------------------ */

/* The value at a moment of the week; 0 where nothing is said. */
double model_profile_at(const struct model_profile *p, int64_t week_ms);
/* Whether an agent of the group may take contacts of the queue; *level and
 * *proficiency (may be NULL) of the worst of the skills needed. */
bool model_serves(const struct model *m, size_t agents, size_t queue,
    int32_t *level, double *proficiency);
/* Laws by the most specific section, else the queue's own. */
const struct dist *model_talk(const struct model *m, size_t queue,
    size_t agents);
const struct dist *model_wrap(const struct model *m, size_t queue,
    size_t agents);
const struct dist *model_patience_of(const struct model *m, size_t queue,
    int32_t segment);
const struct model_profile *model_hours(const struct model *m, size_t queue);
/* Index by name, or MODEL_NONE. */
int32_t model_find(const struct model *m, enum model_kind kind,
    struct str name);

/* ---- writing by hand (ccfit) ------------------------------------------------------- */

/* A name as a section or list spells it: quoted where it must be. */
void model_put_name(struct buf *out, struct str name);
/* interval_ms: of lists, MODEL_UNSET for spans only. */
void model_put_profile(struct buf *out, const struct model_profile *p,
    int64_t interval_ms);
void model_put_duration(struct buf *out, int64_t ms);
void model_put_moment(struct buf *out, int64_t week_ms);	/* mon 08:00 */
void model_put_share(struct buf *out, double share);	/* 12.5% */
void model_put_number(struct buf *out, double v);	/* 6 places at most */

/* ---- the table (cc-model(5)) ------------------------------------------------------- */

struct model_key {
	const char *name;
	int type;			/* model_inside.h */
	size_t offset;			/* in the section's struct */
	const char *const *words;	/* of a choice */
	double min, max;		/* of a number */
	int refers;			/* enum model_kind of a reference */
	const char *standard;		/* default as text, or NULL: not said */
	const char *doc;
};
struct model_section {
	const char *word;		/* queue */
	const char *names;		/* how its names read: "NAME", "QUEUE
					   [GROUP]" or "" */
	const struct model_key *keys;	/* ends with name NULL */
	const char *doc;
};
extern const struct model_section model_sections[MODEL_KINDS];
/* How the value of a key is written: "80% in 20s of offered". */
const char *model_type_words(int type);

#endif
