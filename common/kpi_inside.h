/*
 * kpi_inside: what the files that count lines share: kpi_add.c (contacts,
 * visits, work), kpi_rating.c, kpi_agent.c. Nobody else includes it.
 */
#ifndef CCKIT_KPI_INSIDE_H
#define CCKIT_KPI_INSIDE_H

#include "common/kpi.h"

/* One line or leg being counted. */
struct counting {
	struct kpi_adder *a;
	const struct line_plan *plan;
	const struct line *line;
	const struct kpi_settings *k;
};

static inline struct str
get(const struct counting *c, enum field_id f)
{
	return line_get(c->plan, c->line, f);
}

/* The length is known when this is compiled: no call for a few bytes. */
static inline bool
equals(struct str token, const char *quoted, size_t n)
{
	return token.n == n && memcmp(token.p, quoted, n) == 0;
}

#define SAME(token, quoted)	equals(token, quoted, sizeof(quoted) - 1)
#define IS(c, f, quoted)	SAME(get(c, f), quoted)

/* ---- counts ----------------------------------------------------------------- */

static inline void
add(const struct counting *c, struct kpi_state *s, unsigned count, int64_t n)
{
	kpi_state_add(c->a->plan, s, count, n);
}

static inline void
add_sum(const struct counting *c, struct kpi_state *s, unsigned count,
    int64_t v)
{
	kpi_state_sum(c->a->plan, s, count, v);
}

static inline void
add_max(const struct counting *c, struct kpi_state *s, unsigned count,
    int64_t v)
{
	kpi_state_max(c->a->plan, s, count, v);
}

static inline bool
needs(const struct counting *c, enum kpi_section section)
{
	return c->a->plan->section[section];
}

static inline struct kpi_state *
state_of(const struct counting *c, const struct line *contact,
    const struct line *leg, int64_t at)
{
	struct kpi_owner owner = { contact, leg, at };

	return c->a->state(c->a->context, &owner);
}

/* ---- parts ------------------------------------------------------------------ */

/* A time, or WHEN_NONE; the dates of late are remembered. */
int64_t kpi_moment(const struct counting *c, enum field_id f);
void kpi_add_ratings(const struct counting *c, struct kpi_state *s);
/* A line of kind agent. */
void kpi_add_agent(const struct counting *c);
/*
 * Counting compares tokens as the writer spells them: a line that came by the
 * strict reader (blanks, escapes) is spelled that way first. Valid until the
 * next call.
 */
const struct line *kpi_spell(struct kpi_adder *a, const struct line *line);

static inline struct counting
counting_of(struct kpi_adder *a, const struct line *line)
{
	return (struct counting){ a, &a->plan->line, UNLIKELY(line->strict) ?
	    kpi_spell(a, line) : line, &a->plan->settings };
}

#endif
