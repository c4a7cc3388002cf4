/*
 * kpi: the ruler. What is counted of interaction lines, and the table of KPIs,
 * each a fraction of sums of those counts: the third of the four closed
 * tables. cckpi, ccreport and ccroute measure with this one piece of code.
 *
 * Two things are counted: visits (one contact's time in one queue: offered,
 * answered, waits, service level) and contacts (lines: repeats, containment,
 * ratings). A plain contact is one of each. A contact with legs has a visit
 * for every queue leg that is not beside the main path, each under the leg's
 * own queue, skill, team, agent and site; contact counts go under the
 * contact's first queue and last agent. So both add up under every grouping.
 *
 * Sums are milliseconds, or millionths of scores and money, in 128 bits.
 * Unknown is not zero: what lacks a wait is in no wait or service-level count,
 * and a KPI whose denominator is 0 has no value.
 *
 * How it is used (group.h does the middle part for any keys):
 *
 *	kpi_choose(&choice, "sl,asa", &settings, err)
 *	kpi_plan_init(&plan, &settings, choice.item, choice.n, keys, n_keys)
 *	per line: line_read(&plan.line, …) and kpi_add(&adder, &line)
 *	at the end: kpi_value(&plan, &choice.item[i], state)
 */
#ifndef CCKIT_KPI_H
#define CCKIT_KPI_H

#include "common/calendar.h"
#include "common/json.h"
#include "common/line.h"
#include "common/num.h"
#include "common/shift.h"
#include "common/sketch.h"

enum kpi_count {
#define COUNT(id, name, form, section, doc)	N_##id,
#include "common/kpi_count.def"
#undef COUNT
	N_COUNTS
};

enum kpi_count_form {
	KPI_N,		/* a number of things: one word */
	KPI_S,		/* a sum: two words, low and high */
	KPI_X,		/* the greatest: one word, -1 when there is none */
	KPI_U,		/* a unit of up to 7 bytes: 0 none, UINT64_MAX mixed */
};

struct kpi_count_row {
	const char *name;		/* in kpi lines */
	enum kpi_count_form form;
	int section;			/* enum kpi_section */
	const char *doc;
};

extern const struct kpi_count_row kpi_counts[N_COUNTS];

/* ---- the table of KPIs ----------------------------------------------------- */

enum kpi_form {
	KPI_COUNT,	/* num */
	KPI_RATE,	/* num / den: a share */
	KPI_POINTS,	/* num / den: a share less another, -1 to 1 */
	KPI_MEAN,	/* num / den: milliseconds */
	KPI_WALL,	/* the same of agents' time: unknown when there is none */
	KPI_ONE_MEAN,	/* the same over all reply clocks, if only one is used */
	KPI_SCORE,	/* num (millionths) / den */
	KPI_SCORE1,	/* num / den, not a share */
	KPI_QUANTILE,	/* of the waits of answered visits: p */
	KPI_MAX,	/* the greatest: milliseconds */
	KPI_NPS_SE,	/* p: 1 = over n - 1 */
	KPI_MONEY,	/* num (millionths), / den if there is one */
};

enum { KPI_TERMS = 5 };

struct kpi {
	const char *id;			/* sl, abandon_rate, … */
	const char *title;		/* as a column's or a figure's head */
	enum kpi_form form;
	/* Terms of a sum: +(count + 1) to add, -(count + 1) to take off; 0
	 * ends. */
	int num[KPI_TERMS], den[KPI_TERMS];
	int64_t p;			/* millionths of a quantile; see form */
	const char *definition;		/* one sentence: what over what */
	const char *source;		/* whose, or where they disagree */
};

extern const struct kpi kpis[];
extern const size_t kpi_n;

const struct kpi *kpi_find(struct str id);
/* "ms", "share", "points", "score", "count", "money": what the value is. */
const char *kpi_unit(const struct kpi *k);
/* "answered_in / (answered_w + abandoned_w - short)", in counts' names. */
void kpi_formula(struct buf *b, const struct kpi *k);
/* Is it about repeats, so that it stands once for every window? */
bool kpi_windowed(const struct kpi *k);

/* ---- settings and choices --------------------------------------------------- */

enum kpi_repeat { REPEAT_CUSTOMER, REPEAT_REASON };

/* Which moment says in which interval something is counted. */
enum kpi_at {
	AT_ENTRY,	/* visits: entering the queue; contacts: their start */
	AT_START,	/* all of a contact: its start */
	AT_DECIDED,	/* visits: answered, left, or threshold passed */
	AT_END,		/* all of a contact: its end */
};

extern const char *const kpi_repeats[], *const kpi_ats[];	/* NULL-ended */

enum { KPI_WINDOWS = 4 };

struct kpi_settings {
	int64_t threshold_ms;		/* -T: default 20 s */
	int64_t short_ms;		/* short abandon: default 5 s */
	int64_t window_ms[KPI_WINDOWS];	/* of repeats: default 7 days */
	const char *window_name[KPI_WINDOWS];	/* 7d */
	size_t windows;			/* >= 1 */
	enum kpi_repeat repeat;		/* same customer, or and reason */
	enum kpi_at at;
	int64_t horizon;		/* end of the data; WHEN_NONE: unknown */
	const struct calendar *hours;	/* first replies in open hours; or NULL */
};

#define KPI_DEFAULTS { .threshold_ms = 20000, .short_ms = 5000, \
	.window_ms = { 7 * (int64_t)86400000 }, .window_name = { "7d" }, \
	.windows = 1, .horizon = INT64_MIN }

/* A window below a minute is a slip: 7 means seconds, not days. -1: err. */
int kpi_window_check(int64_t ms, struct err *err);
/* "1d,7d", each once. Names are kept in a. */
int kpi_windows(struct kpi_settings *k, const char *text, struct arena *a,
    struct err *err);

struct kpi_choice {
	const struct kpi *kpi;
	size_t window;			/* index, for what is windowed */
	const char *id;			/* kpi's, or fcr@7d of several windows */
};

/* A zeroed struct is valid and empty. */
struct kpi_choices {
	struct kpi_choice *item;
	size_t n, cap;
	struct arena arena;		/* ids */
};

/* Ids with commas, each once, or "all". -1: no such KPI, or one stands twice
 * (usage, the nearest in a hint). */
int kpi_choose(struct kpi_choices *c, const char *ids,
    const struct kpi_settings *k, struct err *err);
void kpi_choices_release(struct kpi_choices *c);

/* ---- the plan: what to read, what to keep ------------------------------------- */

enum kpi_section {
	SECTION_CONTACT, SECTION_SELF, SECTION_VISIT, SECTION_WORK,
	SECTION_REPEAT, SECTION_REPLY, SECTION_RATING, SECTION_MONEY,
	SECTION_AGENT, SECTION_SHIFT, SECTIONS
};

/* Read-only once made: threads share it. */
struct kpi_plan {
	struct kpi_settings settings;
	struct line_plan line, leg;
	uint16_t slot[N_COUNTS];	/* word of a state; 0: nobody needs it */
	uint16_t kept[N_COUNTS];	/* those that somebody needs, ascending */
	size_t n_kept;
	size_t words;			/* of a state */
	bool section[SECTIONS];	/* anything of it is needed */
	bool quantiles;			/* the sketch is needed */
	bool timed;			/* groups differ by moment (group.h) */
};

/*
 * choice NULL: every count (for kpi lines, whose readers choose). `also`: the
 * members that keys need.
 */
void kpi_plan_init(struct kpi_plan *p, const struct kpi_settings *k,
    const struct kpi_choice *choice, size_t n, const enum field_id *also,
    size_t n_also);

/* ---- states ---------------------------------------------------------------------- */

/* What one group has counted: words by the plan's slots. Words 0 and 1 take
 * what nobody needs. */
struct kpi_state {
	struct sketch wait;		/* of answered visits */
	int64_t word[];
};

size_t kpi_state_bytes(const struct kpi_plan *p);
void kpi_state_init(const struct kpi_plan *p, struct kpi_state *s);
void kpi_state_merge(const struct kpi_plan *p, struct kpi_state *into,
    struct kpi_state *from);
/* Nothing was counted that the plan's KPIs are made of. */
bool kpi_state_empty(const struct kpi_plan *p, const struct kpi_state *s);
void kpi_state_release(struct kpi_state *s);
wide kpi_state_get(const struct kpi_plan *p, const struct kpi_state *s,
    enum kpi_count c);

/* One count of a state, by its form: n more (KPI_N), v more (KPI_S), at least v
 * (KPI_X). A count that nobody needs goes where it does no harm. */
static inline void
kpi_state_add(const struct kpi_plan *p, struct kpi_state *s, unsigned count,
    int64_t n)
{
	int64_t *word = s->word + p->slot[count];

	*word = (int64_t)((uint64_t)*word + (uint64_t)n);
}

static inline void
kpi_state_sum(const struct kpi_plan *p, struct kpi_state *s, unsigned count,
    int64_t v)
{
	int64_t *word = s->word + p->slot[count];
	wide sum;

	memcpy(&sum, word, sizeof(sum));
	sum += v;
	memcpy(word, &sum, sizeof(sum));
}

static inline void
kpi_state_max(const struct kpi_plan *p, struct kpi_state *s, unsigned count,
    int64_t v)
{
	int64_t *word = s->word + p->slot[count];

	*word = MAX(*word, v);
}

/* {"contacts":…,"wait_values":[[v,n]…]}, counts of 0 left out; and back. load:
 * -1 when it is no state, or one that contradicts itself; adds to s. */
void kpi_state_put(const struct kpi_plan *p, struct buf *b,
    struct kpi_state *s);
int kpi_state_load(const struct kpi_plan *p, struct kpi_state *s,
    struct str json);
/* The same in bytes, for spilling: only between runs of one program. */
void kpi_state_pack(const struct kpi_plan *p, struct buf *b,
    struct kpi_state *s);
void kpi_state_unpack(const struct kpi_plan *p, struct kpi_state *s,
    struct str packed);

struct kpi_value {
	bool known;
	bool approx;		/* from buckets: at most 0.4 % off */
	bool mixed;		/* unknown because bases or currencies differ */
	int64_t value;		/* count, ms, or millionths by form */
	wide num, den;		/* of fractions; den 0: none */
	char unit[8];		/* the currency of money */
};

struct kpi_value kpi_value(const struct kpi_plan *p,
    const struct kpi_choice *c, struct kpi_state *s);
/* Is num in millionths (scores, money)? */
bool kpi_num_is_micro(const struct kpi *k);
/* An integer of 128 bits, or its millionths, in decimal. */
void kpi_put_wide(struct buf *b, wide v);
void kpi_put_wide_micro(struct buf *b, wide v);

/* ---- counting -------------------------------------------------------------------- */

/* Whose group is asked for: the contact's (leg NULL) or one of its legs', and
 * the moment that owns it (WHEN_NONE: unknown). */
struct kpi_owner {
	const struct line *contact, *leg;
	int64_t at;
};

/* Its state; NULL: it is not counted. */
typedef struct kpi_state *kpi_lookup(void *context,
    const struct kpi_owner *owner);

/* One a thread. Set the first three, the rest zero. */
struct kpi_adder {
	const struct kpi_plan *plan;
	kpi_lookup *state;
	void *context;
	size_t sketch_bytes;		/* memory that sketches took */
	bool chained;			/* a contact was counted for which the
					   horizon matters */
	struct { uint64_t a, b; int64_t ms; } day[64];
	struct line spelled;		/* a line in the writer's spelling */
	struct buf spelling;
	struct json json;
	struct arena scratch;
};

/* Adds one line. False: it was passed over, being deleted, merged into
 * another, or of another kind than interaction and agent. */
bool kpi_add(struct kpi_adder *a, const struct line *line);

/*
 * The same in two steps, for states that have to come from far memory: meet
 * finds which ones a line adds to, kpi_add_due adds. Between the two the caller
 * meets other lines; the states and the line's bytes must stay. meet: false
 * when the line was not to be waited for (it is no contact without legs): then
 * it is added already, if *taken (as kpi_add's answer).
 */
struct kpi_due {
	struct line line;		/* set this */
	struct kpi_state *contact, *own;	/* of the contact; of its visit */
	int end;			/* how the visit ended */
	bool visit, work;
};

bool kpi_meet(struct kpi_adder *a, struct kpi_due *due, bool *taken);
void kpi_add_due(struct kpi_adder *a, const struct kpi_due *due);
/* A line of kind agent again, after kpi_shift heard all of the agent's: its time
 * as planned and against the plan. */
void kpi_add_shift(struct kpi_adder *a, const struct line *line,
    const struct shift *s);
void kpi_shift(struct kpi_adder *a, const struct line *line,
    struct shift *s);
void kpi_adder_release(struct kpi_adder *a);

#endif
