/*
 * people: agents who took contacts of the same queues are one group. A queue
 * counts as an agent's when at least PEOPLE_SHARE of the agent's contacts were
 * of it. How many are at work comes from lines of kind agent, and for agents
 * without any from what their group did (present.h).
 *
 * Who goes after a contact was planned to go while it was in hand, at any
 * moment of it: half of it, on average, was overtime. A model that has this
 * time in its counts would have it twice, for its agents too go after what
 * they have in hand. Where it is not told from the contact before (no wrap-up
 * in the lines), the mean rest of a contact is taken: E[x²] / 2 E[x].
 */
#ifndef CCFIT_PEOPLE_H
#define CCFIT_PEOPLE_H

#include "cmd/ccfit/law.h"
#include "cmd/ccfit/week.h"

#define PEOPLE_SHARE	0.05
enum { PEOPLE_LEVELS = 16 };

struct group_queue {
	uint32_t queue;
	int64_t contacts;
	struct law_fit talk, wrap;
};

struct group {
	struct str name;
	struct group_queue *queue;	/* by name */
	size_t queues;
	int64_t agents, stated;		/* all, and with lines of kind agent */
	uint32_t team;			/* of all, or TEAMS */
	struct week week;		/* of its queues' sources */
	double *present;		/* ms by weekday and slot */
	double *overtime;		/* of these, after their time was up */
	double on_ms, away_ms;		/* by lines of kind agent */
	int32_t slots[MODEL_CHANNELS];	/* said by lines of kind agent */
	double sum, squares;		/* of the contacts' lengths, ms */
	/* talking: ms with k contacts of a channel at once */
	double level[MODEL_CHANNELS][PEOPLE_LEVELS];
};

struct people {
	const struct facts *f;
	struct group *group;
	size_t n;
	uint32_t *of_agent;		/* MAP_NONE: took no contact */
	struct arena arena;
	/* the agent that is being read */
	int64_t agent;			/* -1: none */
	struct { int64_t end; int channel; } talking[64];
	size_t talks;
	int64_t last;			/* levels are counted up to here */
	struct {			/* the last contact by lines of kind agent */
		int64_t agent, from, end;
		bool any, in_hand, wrapping, wrapped;
	} run;
};

void people_init(struct people *p, const struct facts *f);
void people_release(struct people *p);

/* Sorted records of REC_AGENT and REC_STATE; end after the last of either. */
void people_worked(struct people *p, struct str key, struct str payload);
void people_stated(struct people *p, struct str key, struct str payload);
void people_end(struct people *p);

/* The queue's place in the group, or NULL. */
struct group_queue *people_queue(struct group *g, uint32_t queue);
/* Contacts at once in a channel: the most that at least 1 % of the time with
 * any was spent with. */
int people_slots(const struct group *g, int channel);

#endif
