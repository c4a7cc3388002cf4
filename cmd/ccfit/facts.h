/*
 * facts: what the lines say, before anything is fitted: counters in memory
 * (by queue, agent, and pairs of them), and one record for each thing that has
 * to be seen in order, in a sort. Numbers of queues and agents are in order of
 * coming and never reach the output.
 */
#ifndef CCFIT_FACTS_H
#define CCFIT_FACTS_H

#include "cmd/ccfit/options.h"
#include "common/inputs.h"
#include "common/map.h"
#include "common/model.h"
#include "common/sort.h"
#include "common/zone.h"

/* Kinds of sorted records: the first byte of the key. */
enum {
	REC_AGENT = 'a',	/* agent, start: struct worked */
	REC_CUSTOMER = 'c',	/* queue, customer, entry: struct came */
	REC_HANDLED = 'h',	/* queue, agent, talk and hold ms */
	REC_RANG = 'r',		/* queue, ms */
	REC_WAITED = 'k',	/* queue, ms, enum left */
	REC_ENTERED = 'q',	/* queue, entry */
	REC_LEFT = 'l',		/* queue, when: who had waited long */
	REC_STATE = 's',	/* agent, start: struct stated */
	REC_SERVED = 'v',	/* customer, answered: struct served */
	REC_WRAPPED = 'w',	/* queue, agent, wrap ms */
};

struct worked {
	int64_t talk_end, end;		/* without and with wrap-up */
	int64_t channel;
};
enum left { LEFT_NOT, LEFT_GAVE_UP, LEFT_CALLBACK, LEFT_OVERFLOWED };
struct came {
	int64_t end;
	int64_t how;			/* enum how */
	int64_t wait, left;		/* as of REC_WAITED; WHEN_NONE: none */
};
enum how { CAME_OTHER, CAME_ANSWERED, CAME_GAVE_UP };
struct served {
	int64_t talk_end;		/* first: orders those begun at once */
	int64_t agent, queue;
	int64_t first;			/* no transfer, no callback */
};
struct stated {
	int64_t end, state;		/* index of cc-lines(5)'s states */
};

struct seen_queue {
	int64_t visits, fresh, answered, gave_up, callbacks, overflowed, other;
	int64_t waits, talks, wraps, rings;	/* that say how long */
	int64_t no_agent;		/* answered, nobody named */
	int64_t no_customer;		/* fresh, customer unknown */
	int64_t channel[MODEL_CHANNELS];
	int64_t callbacks_made;		/* lines of origin callback */
	int64_t callbacks_reached;
};

struct seen_agent {
	uint32_t team;			/* number; MAP_NONE; TEAMS: several */
	int64_t contacts;
	int64_t states;			/* lines of kind agent */
	int32_t slots[MODEL_CHANNELS];	/* the most they say; 0: nothing */
};
#define TEAMS	(UINT32_MAX - 1)

struct seen_pair {			/* queue and agent, queue and queue */
	uint32_t a, b;
	int64_t n;
};

struct seen_segment {
	int64_t contacts, alerts, issues;
};

struct seen_bot {
	int64_t sessions, contained, left, handed;
	int64_t talk_ms, handed_ms;	/* of the contained, of the others */
};

struct seen_source {
	int64_t from, to;		/* its span, or WHEN_NONE */
};

/* Keys of maps of pairs: views of the two numbers. */
static inline struct str
pair_key(const int64_t pair[2])
{
	return (struct str){ (const char *)pair, 2 * sizeof(*pair) };
}

struct facts {
	const struct ccfit_options *o;
	struct zone *zone;
	struct map queues, agents, teams, segments, bots, sources;
	struct map skills, transfers, overflows;	/* of pairs */
	struct map led;			/* bot, queue: whom it handed on to */
	struct map in;			/* queue, source: pairs there are */
	struct map days;		/* source, local day: with an entry */
	struct seen_queue *queue;
	struct seen_agent *agent;
	struct seen_segment *segment;
	struct seen_bot *bot;
	struct seen_source *source;
	struct seen_pair *skill, *transfer, *overflow, *leading;
	size_t queue_cap, agent_cap, segment_cap, bot_cap, source_cap,
	    skill_cap, transfer_cap, overflow_cap, leading_cap;
	struct sort *sort;
	int64_t first, last;		/* entries, WHEN_NONE: none */
	int64_t contacts, inbound, outbound, segmented;
	int64_t reached;		/* of the outbound ones */
	int64_t planned;		/* agents' states that were plans */
	uint64_t read, passed;		/* lines: used, not used */
};

int facts_read(struct facts *f, struct ccfit_options *o, struct err *err);
void facts_release(struct facts *f);

/* Numbers of a map, ordered by name; the caller frees it. */
uint32_t *facts_by_name(const struct map *m);

/* The parts of a sorted record's key after its kind. */
int64_t key_part(struct str key, size_t i);

#endif
