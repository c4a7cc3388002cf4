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

#define BANK_START	INT64_C(1773619200)	/* Mon 2026-03-16 00:00:00 UTC */
enum { BANK_DAYS = 28, DAY = 86400 };

/* The help desk knows its groups by number. */
#define TICKET_GROUP	"360001"

enum vendor { CONNECT, PBX, FIVE9, CHAT, TICKET, TWEET, VENDORS };

enum outcome { ANSWERED, ABANDONED, CONTAINED, LEFT_SELF, CALLBACK };

struct queue {
	const char *name;
	enum vendor vendor;
	const char *reasons[3];
	double share;			/* of first contacts */
	double talk, wrap, patience;	/* seconds, means */
};

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
	struct visit second;
	int64_t patience;
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
	FILE *survey, *crm, *truth;
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

/* The vendor's id of a contact, as the importer will have it. */
void contact_id(const struct contact *c, char *out, size_t n);
/* YYYY-MM-DDTHH:MM:SSZ, and with blank and zone shift in seconds. */
void put_utc(FILE *f, int64_t t);
void put_local(FILE *f, int64_t t, int64_t shift);

#endif
