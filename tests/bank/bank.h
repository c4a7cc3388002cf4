/*
 * bank: a mid-size bank's customers, what they wanted, and how each contact
 * went: one small world, from which every vendor's export and the truth file
 * are written. The truth is computed here, from the world, never by cckit.
 *
 * Everything is whole seconds. The same seed and size give the same bytes.
 */
#ifndef BANK_H
#define BANK_H

#include <stdio.h>

#include "common/rng.h"

/* Whole days by London's clock, which goes one hour ahead on day 13. */
#define BANK_START	INT64_C(1773619200)	/* Mon 2026-03-16 00:00:00 UTC */
#define BANK_SUMMER	INT64_C(1774746000)	/* Sun 2026-03-29 01:00:00 UTC */
enum { BANK_DAYS = 28, DAY = 86400, SLOT = 1800, SLOTS = DAY / SLOT };
#define BANK_END	(BANK_START + (int64_t)BANK_DAYS * DAY - 3600)

/* The help desk knows its groups by number. */
#define TICKET_GROUP	"360001"

enum vendor { CONNECT, PBX, FIVE9, CHAT, TICKET, TWEET, VENDORS };

enum outcome { ANSWERED, ABANDONED, CONTAINED, LEFT_SELF, CALLBACK };

struct queue {
	const char *name;
	enum vendor vendor;
	const char *reasons[3];
	double share;			/* of contacts that come */
	double handling, wrap, patience;	/* seconds, means */
};

/* What else is known of live queues, alike in all of them. */
#define HANDLING_CV	0.9		/* lognormal; wrap-up, patience: exp. */
#define TRANSFERS	0.06		/* Connect, queue_log: to the partner */
#define SELF_SERVED	0.18		/* end before the queue; no queue_log */
#define REDIALS		0.4		/* of who gave up, */
#define REDIAL_S	300.0		/* after so long (exponential) */
#define CALLBACK_AFTER	120		/* Connect offers one, */
#define CALLBACKS	0.3		/* and so many take it */

enum { QUEUES = 9 };
extern const struct queue queues[QUEUES];

struct person {
	uint64_t number;
	char given[16], family[16], born[40];
	char phone[20], email[64], crm[16];
	char handle[16];
	bool shares_phone;		/* with another person */
	bool twice;			/* has a second CRM record */
	const char *segment;
};

/* A second visit in the same call: another queue after a transfer. */
struct visit {
	int queue, agent;
	int64_t patience;		/* before it rings */
	int64_t wait, ring, talk, hold, wrap;
};

struct contact {
	uint64_t number, issue, person;
	int seq;			/* in the issue, from 1 */
	int64_t start;			/* epoch seconds */
	int queue;
	const char *reason;
	enum outcome outcome;
	bool withheld;			/* the number was not shown */
	int64_t self;			/* seconds in the IVR */
	struct visit v;			/* the first visit; talk 0: none */
	bool transferred;
	bool lost;			/* gave up in the second queue */
	struct visit second;		/* after a transfer, or the callback */
	bool takes_callback;		/* would, if it is offered */
	bool resolved;
	int rating, nps;		/* of a survey; -1: none */
	/* chats, tickets, tweets */
	int msgs_in, msgs_out;
	int64_t first_reply, end;	/* seconds after start; end too */
};

void person_make(struct person *p, const struct rng *world, uint64_t number,
    uint64_t people);

/* ---- the exports: each writes one vendor's shape ---------------------------- */

struct bank {
	struct rng rng;
	uint64_t size, people;
	char dir[512];
	FILE *file[VENDORS];
	FILE *survey, *crm, *truth, *states;
	/* of the people of each queue: free, and with contacts or wrap-up */
	int64_t idle_s[QUEUES], busy_s[QUEUES];
	void *connect;			/* gzFile */
	struct events *pbx;
};

FILE *bank_open(const struct bank *b, const char *dir, const char *name);

void connect_open(struct bank *b);
void connect_write(struct bank *b, const struct contact *c,
    const struct person *p);
void connect_close(struct bank *b);
void pbx_open(struct bank *b);
void pbx_write(struct bank *b, const struct contact *c,
    const struct person *p);
void pbx_close(struct bank *b);
void five9_open(struct bank *b);
void five9_write(struct bank *b, const struct contact *c,
    const struct person *p);
/* An agent of a Five9 queue was in that state. */
void five9_state(struct bank *b, int agent, const char *state, int64_t from,
    int64_t to);
void zendesk_open(struct bank *b);
void ticket_write(struct bank *b, const struct contact *c,
    const struct person *p);
void chat_write(struct bank *b, const struct contact *c,
    const struct person *p);
void zendesk_close(struct bank *b);
void tweet_open(struct bank *b);
void tweet_write(struct bank *b, const struct contact *c,
    const struct person *p);
void survey_open(struct bank *b);
void survey_write(struct bank *b, const struct contact *c,
    const struct person *p);
void crm_write_all(struct bank *b);
void truth_open(struct bank *b);
void truth_add(struct bank *b, const struct contact *c,
    const struct person *p);
void truth_close(struct bank *b);

/* Prints ok and not ok lines; 0: all are ok. */
int recover(const char *truth, const char *fitted);

/* Seconds since the bank's first midnight by London's clock. */
int64_t bank_local(int64_t t);
/* And back: of a time that the clock skipped, the moment it did. */
int64_t bank_utc(int64_t local);
/* Whose people take the queue: its own, but Five9's take both of theirs. */
int bank_group(int queue);
/* The queue that transfers go to. */
int bank_partner(int queue);

/* The vendor's id of a contact, as the importer will have it. */
void contact_id(const struct contact *c, char *out, size_t n);
/* YYYY-MM-DDTHH:MM:SSZ, and with blank and zone shift in seconds. */
void put_utc(FILE *f, int64_t t);
void put_local(FILE *f, int64_t t, int64_t shift);

#endif
