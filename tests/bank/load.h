/*
 * load: what is known of the bank before anything happens: how many contacts
 * come, when, and who is at work. truth/center.ini says it in the words of
 * cc-model(5).
 */
#ifndef BANK_LOAD_H
#define BANK_LOAD_H

#include "tests/bank/bank.h"

struct shift {
	int from, length;		/* seconds of the local day */
	bool night;
};
struct roster {				/* of one queue and weekday */
	struct shift *shift;
	size_t n, cap;
};

struct load {
	double scale;			/* contacts a second at load 1 */
	double day[BANK_DAYS];		/* factor of each day */
	struct roster roster[QUEUES][7];
	size_t people[QUEUES][2];	/* by day, by night */
	int numbers;			/* of agents: so many for a queue */
};

void load_init(struct load *l, const struct bank *b);
void load_release(struct load *l);

/* Contacts a second that want the queue; local time. Those that end in
 * self-service are among them. */
double load_rate(const struct load *l, int queue, int64_t local);
/* No rate of all queues together is above this. */
double load_most(const struct load *l);
/* Share of a queue's contacts that come to wait in it. */
double load_reach(int queue);
/* People at work by the roster. */
int load_staff(const struct load *l, int queue, int weekday, int slot);
/* Whether the clock shows this half hour: one Sunday skips two. */
bool load_exists(int day, int slot);

/* truth/center.ini. */
void load_write(const struct load *l, const struct bank *b);

#endif
