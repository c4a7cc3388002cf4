/*
 * policy: who gets whom. Two tables, a function a row: which free agent a
 * contact gets, and which waiting contact a free agent gets. Each function
 * gives a number, and the least wins; ties go to who was there first.
 */
#include "cmd/ccroute/inside.h"

#include <math.h>

/* ---- agents ------------------------------------------------------------------------ */

typedef uint64_t agent_key(const struct sim *s, const struct agent *a,
    const struct contact *c);

static uint64_t
longest_idle(const struct sim *s, const struct agent *a,
    const struct contact *c)
{
	(void)s, (void)c;
	return a->order;
}

static int64_t
free_so_far(const struct sim *s, const struct agent *a)
{
	return a->free_ms + (a->state == AGENT_FREE ?
	    MAX(s->now - MAX(a->since, s->p->warm_up), 0) : 0);
}

static uint64_t
most_idle(const struct sim *s, const struct agent *a, const struct contact *c)
{
	(void)c;
	return UINT64_MAX - (uint64_t)free_so_far(s, a);
}

static uint64_t
least_occupied(const struct sim *s, const struct agent *a,
    const struct contact *c)
{
	int64_t all = free_so_far(s, a) + a->busy_ms;

	(void)c;
	return all ? (uint64_t)(((double)a->busy_ms / (double)all) * 1e12) : 0;
}

static uint64_t
top_down(const struct sim *s, const struct agent *a, const struct contact *c)
{
	(void)c;
	return (uint64_t)(a - s->agent);
}

static uint64_t
round_robin(const struct sim *s, const struct agent *a,
    const struct contact *c)
{
	uint64_t n = s->agents, last = s->last[c->queue];

	if (s->last[c->queue] == NOBODY)
		last = n - 1;
	return ((uint64_t)(a - s->agent) + n - last - 1) % n;
}

static uint64_t
at_random(const struct sim *s, const struct agent *a, const struct contact *c)
{
	return draw_bits(&s->draws[c->source], DRAW_AGENT, c->number << 16 |
	    (uint64_t)(a - s->agent));
}

static uint64_t
fewest_contacts(const struct sim *s, const struct agent *a,
    const struct contact *c)
{
	(void)s, (void)c;
	return a->taken;
}

static agent_key *const agent_keys[AGENT_RULES] = {
	[LONGEST_IDLE] = longest_idle, [MOST_IDLE] = most_idle,
	[LEAST_OCCUPIED] = least_occupied, [TOP_DOWN] = top_down,
	[ROUND_ROBIN] = round_robin, [RANDOM_AGENT] = at_random,
	[FEWEST_CONTACTS] = fewest_contacts,
};

struct candidate {
	uint32_t agent;
	int prefer;
	unsigned list;
	uint64_t key;
};

static inline bool
better(const struct candidate *a, const struct candidate *b)
{
	if (a->prefer != b->prefer)
		return a->prefer < b->prefer;
	if (a->list != b->list)
		return a->list < b->list;
	return a->key < b->key;
}

/* The best of a list of a group's agents: its head where the order of the
 * list is the rule. */
static uint32_t
best_of_list(const struct sim *s, const struct contact *c, uint32_t head,
    enum agent_rule rule, uint64_t *key)
{
	uint32_t best = head;

	*key = agent_keys[rule](s, &s->agent[head], c);
	if (rule == LONGEST_IDLE)
		return head;
	for (uint32_t a = s->agent[head].next; a != NOBODY;
	    a = s->agent[a].next) {
		uint64_t k = agent_keys[rule](s, &s->agent[a], c);

		if (k < *key) {
			*key = k;
			best = a;
		}
	}
	return best;
}

/* Within a group by its own rule if it has one, between groups by the
 * queue's. */
static void
look_at_list(const struct sim *s, const struct contact *c, size_t group,
    uint32_t head, struct candidate try, struct candidate *best)
{
	enum agent_rule rule = s->p->queue[c->queue].agent_rule;
	const struct plan_group *g = &s->p->group[group];

	try.agent = best_of_list(s, c, head, g->has_rule ? g->agent_rule :
	    rule, &try.key);
	if (g->has_rule)
		try.key = agent_keys[rule](s, &s->agent[try.agent], c);
	if (best->agent == NOBODY || better(&try, best))
		*best = try;
}

static inline bool
group_may_take(const struct sim *s, size_t g, const struct contact *c)
{
	const struct plan_serve *v = plan_serve(s->p, c->queue, g);

	if (LIKELY(!s->limits[c->queue]))
		return true;
	return (!s->p->kinds || !s->p->kind[c->kind].authority ||
	    s->p->group[g].authority) &&
	    (v->after == 0 || c->entered + v->after <= s->now) &&
	    (v->reserve == 0 || s->group[g].free > v->reserve) &&
	    (v->threshold == 0 || s->waiting[c->queue] >= v->threshold);
}

/* The slot lists that somebody of this queue can go to, fewest in hand first:
 * bits as in `filled`. */
static uint32_t
open_lists(const struct sim *s, const struct contact *c, size_t g)
{
	unsigned takes = plan_serve(s->p, c->queue, g)->slots;
	unsigned slots = s->p->group[g].slots;
	uint32_t lists = takes > slots ? 0 : (2u << (slots - takes)) - 1;

	if (!s->p->queue[c->queue].slow)
		lists |= 1u << INTERRUPTIBLE;
	return lists;
}

uint32_t
choose_agent(struct sim *s, const struct contact *c)
{
	struct candidate best = { .agent = NOBODY };
	const uint64_t *servers = s->servers + c->queue * s->group_words;

	if (UNLIKELY(s->door[c->queue] == DOOR_SHUT))
		return NOBODY;
	for (size_t w = 0; w < s->group_words; w++) {
		for (uint64_t some = servers[w] & s->free_groups[w]; some;
		    some &= some - 1) {
			size_t g = w * 64 + (size_t)__builtin_ctzll(some);
			uint32_t lists = open_lists(s, c, g) &
			    s->group[g].filled;
			unsigned list;

			if (!lists || !group_may_take(s, g, c))
				continue;
			list = (unsigned)__builtin_ctz(lists);
			look_at_list(s, c, g, s->group[g].list[list].head,
			    (struct candidate){ .list = list, .prefer =
			    plan_serve(s->p, c->queue, g)->prefer }, &best);
		}
	}
	return best.agent;
}

bool
agent_may_take(const struct sim *s, uint32_t number, const struct contact *c)
{
	const struct agent *a = &s->agent[number];

	return a->list != NO_LIST && s->door[c->queue] != DOOR_SHUT &&
	    plan_serve(s->p, c->queue, a->group)->can && open_lists(s, c, a->group) >> a->list & 1;
}

/* ---- contacts ---------------------------------------------------------------------- */

struct score {
	int level;
	double first, second;
	int64_t due;
	uint64_t order;
};

typedef void contact_key(const struct sim *s, const struct contact *c,
    const struct plan_serve *v, struct score *out);

static double
priority_of(const struct sim *s, const struct contact *c)
{
	double own = s->p->kinds ? s->p->kind[c->kind].priority : 0;

	return s->p->queue[c->queue].priority + own + (s->p->boost ?
	    s->p->boost[c->boost] : 0);
}

static void
by_priority(const struct sim *s, const struct contact *c,
    const struct plan_serve *v, struct score *out)
{
	out->first = v->rank;
	out->second = -(priority_of(s, c) + s->p->queue[c->queue].ageing *
	    (double)(s->now - c->entered + c->credit));
}

static void
oldest(const struct sim *s, const struct contact *c,
    const struct plan_serve *v, struct score *out)
{
	(void)s, (void)c, (void)v;
	out->first = out->second = 0;
}

static void
longest_line(const struct sim *s, const struct contact *c,
    const struct plan_serve *v, struct score *out)
{
	(void)v;
	out->first = -(double)s->waiting[c->queue];
	out->second = 0;
}

static contact_key *const contact_keys[CONTACT_RULES] = {
	[BY_PRIORITY] = by_priority, [OLDEST] = oldest,
	[LONGEST_LINE] = longest_line,
};

static bool
sooner(const struct score *a, const struct score *b)
{
	if (a->level != b->level)
		return a->level < b->level;
	if (a->first < b->first || a->first > b->first)
		return a->first < b->first;
	if (a->second < b->second || a->second > b->second)
		return a->second < b->second;
	return a->due != b->due ? a->due < b->due : a->order < b->order;
}

/* May this agent have the head of that line now? */
static bool
head_fits(const struct sim *s, const struct agent *a, const struct contact *c)
{
	return s->door[c->queue] != DOOR_SHUT &&
	    open_lists(s, c, a->group) >> a->list & 1 &&
	    group_may_take(s, a->group, c);
}

static void
score_of(const struct sim *s, const struct agent *a, const struct contact *k,
    struct score *out)
{
	out->level = s->p->kinds ? s->p->kind[k->kind].level : 0;
	out->order = k->order;
	out->due = s->p->queue[k->queue].deadline > 0 ? k->due : k->place;
	contact_keys[s->p->group[a->group].contact_rule](s, k, plan_serve(
	    s->p, k->queue, a->group), out);
}

/* The first candidate is scored when a second one comes. */
static void
look_at_line(struct sim *s, const struct agent *a, size_t line,
    uint32_t *best, struct score *least)
{
	uint32_t c = line_head(s, line);
	struct score score;

	if (c == NOBODY || !head_fits(s, a, &s->contact[c]))
		return;
	if (*best == NOBODY) {
		*best = c;
		least->level = -1;
		return;
	}
	if (least->level < 0)
		score_of(s, a, &s->contact[*best], least);
	score_of(s, a, &s->contact[c], &score);
	if (sooner(&score, least)) {
		*best = c;
		*least = score;
	}
}

uint32_t
choose_contact(struct sim *s, uint32_t number)
{
	const struct agent *a = &s->agent[number];
	const uint64_t *served = s->served + a->group * s->words;
	size_t own = s->own_lines + number;
	uint32_t best = NOBODY;
	struct score least;

	for (size_t w = 0; w < s->words; w++)
		for (uint64_t some = served[w] & s->filled[w]; some;
		    some &= some - 1)
			look_at_line(s, a, w * 64 +
			    (size_t)__builtin_ctzll(some), &best, &least);
	if (own < s->lines && bit_at(s->filled, own))
		look_at_line(s, a, own, &best, &least);
	return best;
}
