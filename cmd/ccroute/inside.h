/* inside: what the simulator's files have of one another; see sim.h. */
#ifndef CCROUTE_INSIDE_H
#define CCROUTE_INSIDE_H

#include "cmd/ccroute/sim.h"

enum { NO_LIST = 255, INTERRUPTIBLE = MAX_SLOTS };
enum { MOST_LEGS = 15 };	/* they have four bits of the draws' numbers */

enum timer {
	TIMER_LEAVE,	/* patience is over */
	TIMER_OVERFLOW,
	TIMER_RING,	/* a wider ring opens */
	TIMER_UNHOLD,	/* the last agent was waited for long enough */
	TIMER_ENTER,	/* comes to its queue */
	TIMER_CALLBACK,	/* is offered one */
	TIMER_RETURN,	/* rang in vain */
	TIMER_TRUNK,	/* a trunk is free again; of no contact */
	TIMER_TOLD,	/* hears how long it will be */
	TIMER_DIALLED,	/* is or is not there */
	TIMER_DIAL,	/* is to be dialled again */
	TIMER_SESSION,	/* a bot is free again; of no contact: of a bot */
};
enum { TIMER_BITS = 4 };

/* Of a group's people or, queue not being NOBODY, of that one's door. */
struct staff_change {
	int64_t at;
	uint32_t group, count;
	uint32_t queue;
	bool dials;			/* of its dialling, not of its door */
};

static inline bool
bit_at(const uint64_t *bits, size_t i)
{
	return bits[i / 64] >> (i % 64) & 1;
}

static inline void
bit_set(uint64_t *bits, size_t i)
{
	bits[i / 64] |= UINT64_C(1) << (i % 64);
}

static inline void
bit_clear(uint64_t *bits, size_t i)
{
	bits[i / 64] &= ~(UINT64_C(1) << (i % 64));
}

/* ---- doors.c: opening hours ---- */
void doors_begin(struct sim *s);
void door_apply(struct sim *s, const struct staff_change *change);
/* When work that came now is due; NEVER: after the last opening. */
int64_t door_due(const struct plan_queue *q, int64_t now);

/* ---- contacts.c: pool, lines ---- */
static inline uint32_t
line_of(const struct sim *s, const struct contact *c)
{
	return (uint32_t)((c->queue * s->kinds + c->kind) * s->boosts) +
	    c->boost;
}

/* Somebody whom the center called and who has not been passed on since. */
static inline bool
is_called(const struct contact *c)
{
	return is_outward(c) && c->leg == 0;
}

/* Called back, and still to be reached. */
static inline bool
is_called_back(const struct contact *c)
{
	return c->callback && c->leg == 0;
}

uint32_t contact_new(struct sim *s);
void contact_free(struct sim *s, uint32_t c);
/* Ends the present visit and, but for a step to another queue, the contact. */
void contact_end(struct sim *s, uint32_t c, const struct visit *last);
/* Keeps a visit of a contact that goes on. */
void contact_keep(struct sim *s, uint32_t c, const struct visit *v);
void contact_left(struct sim *s, uint32_t c, enum end end, int64_t at);
void line_append(struct sim *s, uint32_t line, uint32_t c);
void line_prepend(struct sim *s, uint32_t line, uint32_t c);
/* By age of entering: for one who comes from another line. */
void line_insert(struct sim *s, uint32_t line, uint32_t c);
void line_remove(struct sim *s, uint32_t c);
/* Its first contact who is still there; NOBODY. */
uint32_t line_head(struct sim *s, size_t line);
/* False: all trunks are held, and it has been sent away. */
bool take_trunk(struct sim *s, uint32_t c);
void timer_set(struct sim *s, int64_t at, uint32_t c, enum timer t);

/* ---- agents.c: who is free ---- */
void agents_begin(struct sim *s);
void agent_list(struct sim *s, uint32_t a);
void agent_unlist(struct sim *s, uint32_t a);
void agent_becomes(struct sim *s, uint32_t a, enum agent_state state);
void agent_pend(struct sim *s, uint32_t a);
void staff_apply(struct sim *s, const struct staff_change *change);
/* Those who came since n were pending, in any order. */
void agents_shuffle(struct sim *s, size_t n);
/* After a release: may it go home? True: it went, or is going. */
bool agent_goes(struct sim *s, uint32_t a);

/* ---- policy.c: who gets whom ---- */
uint32_t choose_agent(struct sim *s, const struct contact *c);
bool agent_may_take(const struct sim *s, uint32_t a,
    const struct contact *c);
uint32_t choose_contact(struct sim *s, uint32_t a);

/* ---- arrive.c: who comes ---- */
void arrivals_init(struct sim *s);
void arrivals_begin(struct sim *s, uint64_t replication);
void arrivals_release(struct sim *s);
/* The next contact, its attributes drawn; NOBODY when it ended at the bot. */
void arrive(struct sim *s);
void draw_attributes(struct sim *s, uint32_t c);
/* By shares (NULL: those of all customers). */
uint16_t pick_kind(const struct sim *s, const double *shares, double u);
/* What draws of the contact's present attempt and leg are numbered. */
static inline uint64_t
draw_number(const struct contact *c)
{
	return c->number | (uint64_t)c->attempt << 40 |
	    (uint64_t)c->leg << 52;
}

/* ---- serve.c: the agent's side ---- */
void offer(struct sim *s, uint32_t a);
void serve(struct sim *s, uint32_t a, uint32_t c);
void released(struct sim *s, uint32_t a);

/* ---- onward.c: from one queue to another ---- */
/* What follows an answered visit; NULL: it is over. */
const struct plan_transfer *transfer_of(const struct sim *s,
    const struct contact *c, const struct visit *v);
bool goes_on_with(const struct sim *s, const struct contact *c,
    const struct plan_transfer *t, uint32_t agent);
/* The visit is kept, the contact is of the next queue. */
void pass_on(struct sim *s, uint32_t c, struct visit *v,
    const struct plan_transfer *t);
/* The agent of the visit stays on the line … */
void hold_on(struct sim *s, uint32_t c, const struct visit *v,
    const struct plan_transfer *t);
/* … until `at`, when the wrap-up begins. */
void let_go(struct sim *s, struct contact *c, int64_t at);

/* ---- dial.c: calls that agents make ---- */
bool in_vain(const struct sim *s, const struct contact *c);
int64_t in_vain_ms(struct sim *s, const struct contact *c);
/* Whom the agent dials now; NOBODY. */
uint32_t next_dial(struct sim *s, uint32_t agent);
/* Idle agents dial for the queue: it may now, or has more to dial. */
void dial_more(struct sim *s, uint32_t queue);
void dial_idle(struct sim *s, uint32_t group);	/* somebody is idle */
void dialled(struct sim *s, uint32_t c);	/* it is known who answers */
void dial_again(struct sim *s, const struct contact *c, int64_t at);
void dial_due(struct sim *s, uint32_t c);

/* ---- wait.c: the customer's side ---- */
void enter_queue(struct sim *s, uint32_t c);
void be_told(struct sim *s, uint32_t c);
/* Those who wait in a queue may go to somebody now though nobody came free. */
void hand_out(struct sim *s, uint32_t queue);
void unhold(struct sim *s, uint32_t c);
bool kept_out(const struct sim *s, const struct contact *c, uint32_t to);

/* ---- known.c: agents whom customers know ---- */
bool knows_agents(const struct sim_plan *p);	/* anybody at all */
void known_begin(struct sim *s);
void known_talked(struct sim *s, const struct contact *c, uint32_t agent,
    int64_t until);
/* Whom the contact is to be offered first; NOBODY. */
uint32_t known_agent(const struct sim *s, const struct contact *c);
void abandon(struct sim *s, uint32_t c, int64_t at);
void refuse(struct sim *s, uint32_t c);	/* blocked */
void call_back(struct sim *s, uint32_t c);
void come_back(struct sim *s, uint32_t c);
void go_on(struct sim *s, uint32_t c, enum end end, uint32_t to);

#endif
