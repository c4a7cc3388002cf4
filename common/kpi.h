/*
 * kpi: the ruler. What is counted of interaction lines (struct kpi_state:
 * integers that merge), and the table of KPIs, each a fraction of sums of
 * those counts: the third of the four closed tables. cckpi, ccreport and
 * ccroute measure with this one piece of code.
 *
 * Two things are counted: visits (one contact's time in one queue: offered,
 * answered, waits, service level) and contacts (lines: repeats, containment,
 * ratings). A plain contact is one of each. A contact with legs has a visit
 * for every queue leg beside no other, each under the leg's own queue, skill,
 * agent, team and site; contact counts go under the contact's first queue and
 * last agent. So both add up under every grouping.
 *
 * Sums are milliseconds, or millionths for scores. Unknown is not zero: what
 * lacks a wait is not in any wait or service-level count, and a KPI whose
 * denominator is 0 has no value.
 */
#ifndef CCKIT_KPI_H
#define CCKIT_KPI_H

#include "common/line.h"
#include "common/sketch.h"

/* The counts. COUNT(id, "name", what) in the order they are written. */
#define KPI_COUNTS(COUNT) \
	/* contacts */ \
	COUNT(CONTACTS, "contacts", "contacts, not deleted and not merged") \
	COUNT(CONTACTS_IN, "in", "contacts to the center") \
	COUNT(CONTACTS_OUT, "out", "contacts from the center") \
	COUNT(SELF, "self", "contacts with a self-service part") \
	COUNT(CONTAINED, "contained", "contacts that ended in self-service") \
	COUNT(LEFT_SELF, "left_self", "contacts that hung up there") \
	COUNT(REACHED, "reached", "outbound contacts that reached someone") \
	COUNT(TRANSFERRED, "transferred", "answered contacts handed on") \
	COUNT(ANSWERED_CONTACTS, "answered_contacts", \
	    "contacts that a person took") \
	/* visits */ \
	COUNT(OFFERED, "offered", "visits to a queue") \
	COUNT(ANSWERED, "answered", "visits that a person took") \
	COUNT(ABANDONED, "abandoned", "visits left while waiting or ringing") \
	COUNT(CALLBACK, "callback", "visits that became a callback request") \
	COUNT(OVERFLOWED, "overflowed", "visits that went on elsewhere") \
	COUNT(OTHER, "other", "visits that ended in another way") \
	COUNT(ANSWERED_W, "answered_w", "answered, wait known") \
	COUNT(ABANDONED_W, "abandoned_w", "abandoned, wait known") \
	COUNT(CALLBACK_W, "callback_w", "callback, wait known") \
	COUNT(OVERFLOWED_W, "overflowed_w", "overflowed, wait known") \
	COUNT(ANSWERED_IN, "answered_in", "answered within the threshold") \
	COUNT(ABANDONED_IN, "abandoned_in", "abandoned within it") \
	COUNT(CALLBACK_IN, "callback_in", "callback within it") \
	COUNT(OVERFLOWED_IN, "overflowed_in", "overflowed within it") \
	COUNT(SHORT, "short", "abandoned within the short-abandon limit") \
	COUNT(WAITS, "waits", "visits whose wait is known") \
	COUNT(WAIT_MS, "wait_ms", "waits of all visits") \
	COUNT(WAIT_ANSWERED_MS, "wait_answered_ms", "waits of answered ones") \
	COUNT(WAIT_ABANDONED_MS, "wait_abandoned_ms", \
	    "waits of abandoned ones") \
	/* handling: answered queue and agent legs; consults add time only */ \
	COUNT(HANDLED, "handled", "handlings whose talk is known") \
	COUNT(TALK_MS, "talk_ms", "talk") \
	COUNT(HOLD_MS, "hold_ms", "hold") \
	COUNT(WRAP_MS, "wrap_ms", "wrap-up") \
	COUNT(RING_MS, "ring_ms", "ringing at agents who answered") \
	COUNT(RINGS, "rings", "handlings whose ringing is known") \
	COUNT(HELD, "held", "handlings with hold") \
	COUNT(WRAPPED, "wrapped", "handlings with wrap-up") \
	/* repeats: contacts by the customer, origin new */ \
	COUNT(CHAIN, "chain", "contacts that repeats are looked for among") \
	COUNT(FOLLOWED, "followed", "of these, followed within the window") \
	COUNT(REPEATS, "repeats", "of these, within it after another") \
	COUNT(FIRSTS, "firsts", "of these, not a repeat") \
	COUNT(FIRSTS_ALONE, "firsts_alone", "first contacts not followed") \
	COUNT(FIRSTS_OVER, "firsts_over", "first contacts, window over") \
	COUNT(FIRSTS_OVER_ALONE, "firsts_over_alone", \
	    "first contacts, window over, not followed") \
	/* response: calendar clock, by where it starts (enum reply_from) */ \
	COUNT(REPLY_CREATED, "reply_created", "first replies from creation") \
	COUNT(REPLY_QUEUED, "reply_queued", "first replies from queueing") \
	COUNT(REPLY_ASSIGNED, "reply_assigned", \
	    "first replies from assignment") \
	COUNT(REPLY_MESSAGE, "reply_message", \
	    "first replies from the first message") \
	COUNT(REPLY_HANDOFF, "reply_handoff", "first replies from hand-off") \
	COUNT(REPLY_BUSINESS, "reply_business", \
	    "first replies in business time, any start") \
	COUNT(REPLY_CREATED_MS, "reply_created_ms", "their time") \
	COUNT(REPLY_QUEUED_MS, "reply_queued_ms", "their time") \
	COUNT(REPLY_ASSIGNED_MS, "reply_assigned_ms", "their time") \
	COUNT(REPLY_MESSAGE_MS, "reply_message_ms", "their time") \
	COUNT(REPLY_HANDOFF_MS, "reply_handoff_ms", "their time") \
	COUNT(REPLY_BUSINESS_MS, "reply_business_ms", "their time") \
	/* ratings */ \
	COUNT(ASKED, "asked", "ratings asked for") \
	COUNT(RATED, "rated", "ratings given") \
	COUNT(CSAT, "csat", "satisfaction ratings") \
	COUNT(CSAT_TOP, "csat_top", "of these, in the top quarter of the scale") \
	COUNT(CSAT_MICRO, "csat_micro", "of these, place on the scale 0 to 1") \
	COUNT(NPS, "nps", "likelihoods to recommend") \
	COUNT(PROMOTERS, "promoters", "9 and 10") \
	COUNT(DETRACTORS, "detractors", "0 to 6") \
	COUNT(CES, "ces", "effort ratings") \
	COUNT(CES_EASY, "ces_easy", "of these, in the upper third") \
	COUNT(CES_HARD, "ces_hard", "of these, in the lower third") \
	COUNT(CES_MICRO, "ces_micro", "of these, place on the scale 0 to 1") \
	/* agents: kind agent, happened */ \
	COUNT(BUSY_MS, "busy_ms", "agents busy or in wrap-up") \
	COUNT(AVAILABLE_MS, "available_ms", "agents available")

enum kpi_count {
#define COUNT(id, name, doc)	N_##id,
	KPI_COUNTS(COUNT)
#undef COUNT
	N_COUNTS
};

extern const char *const kpi_count_names[N_COUNTS];

struct kpi_state {
	int64_t n[N_COUNTS];
	int64_t max_wait_ms;		/* longest of all, -1: none */
	struct sketch wait;		/* of answered visits */
};

void kpi_state_init(struct kpi_state *s);
void kpi_state_merge(struct kpi_state *into, const struct kpi_state *from);
void kpi_state_release(struct kpi_state *s);
/* {"contacts":..,...,"wait":[[v,n]..]} and back; -1: not a state. */
void kpi_state_put(struct buf *b, const struct kpi_state *s);
int kpi_state_load(struct kpi_state *s, struct str json);

/* ---- the table of KPIs ----------------------------------------------------- */

enum kpi_form {
	KPI_COUNT,	/* num */
	KPI_RATE,	/* num / den, millionths */
	KPI_MEAN,	/* num / den, milliseconds */
	KPI_RATIO,	/* num / den, millionths, not a share: scores */
	KPI_QUANTILE,	/* of the wait sketch: p */
	KPI_MAX,	/* longest wait */
};

enum { KPI_TERMS = 5 };

struct kpi {
	const char *id;			/* sl, abandon_rate, … */
	const char *title;		/* as a column's or a figure's head */
	enum kpi_form form;
	/* Sums: +count or -count (as -(count+1)... see KPI_MINUS), 0-ended:
	 * entries are count + 1, negative to subtract. */
	int num[KPI_TERMS], den[KPI_TERMS];
	int64_t p_micro;		/* of a quantile */
	const char *definition;		/* one sentence: what over what, whose */
};

extern const struct kpi kpis[];
extern const size_t kpi_n;

const struct kpi *kpi_find(struct str id);

struct kpi_value {
	bool known;
	int64_t value;		/* count, ms or millionths by form */
	int64_t num, den;	/* of fractions */
	bool approx;
};

struct kpi_value kpi_value(const struct kpi *k, const struct kpi_state *s);
/* "ms", "1" (a share or score), "" (a count): the unit of a value. */
const char *kpi_unit(const struct kpi *k);

/* ---- counting -------------------------------------------------------------- */

enum kpi_repeat { REPEAT_CUSTOMER, REPEAT_REASON };

struct kpi_settings {
	int64_t threshold_ms;		/* -T: default 20 s */
	int64_t short_ms;		/* short abandon: default 5 s */
	int64_t window_ms;		/* repeats: default 7 days */
	enum kpi_repeat repeat;		/* same customer, or and reason */
	int64_t horizon;		/* end of the data; WHEN_NONE: unknown */
};

#define KPI_DEFAULTS { .threshold_ms = 20000, .short_ms = 5000, \
	.window_ms = 7 * (int64_t)86400000, .horizon = INT64_MIN }

/* What a contact's line says that counting needs; made by kpi_read. */
struct kpi_reader;

/* The members that these KPIs and keys need; at most 63. */
size_t kpi_fields(const struct kpi *const *chosen, size_t n,
    enum field_id out[63]);

/*
 * Who is told which group a count belongs to: state() gives the state to add
 * to, for a contact (leg NULL) or for one of its legs. The plain case calls it
 * once. It may return NULL: not counted.
 */
struct kpi_target {
	void *context;
	struct kpi_state *(*state)(void *context, const struct line *contact,
	    const struct line *leg);
};

/* Adds one line (interaction or agent; others are passed over). */
void kpi_add(const struct kpi_settings *k, const struct line_plan *plan,
    const struct line_plan *leg_plan, const struct line *line,
    const struct kpi_target *to);

#endif
