/* identity_rules: persons made of what records said; see identity.h.
 *
 * A rule looks at all pairs of identifiers that some record names together,
 * first to find the few identifiers that it may be about, then to sort what is
 * said of these: so equal things meet without a list of all pairs. */
#include "cmd/ccmerge/identity_inside.h"

enum { SAID_MAX = 2 * sizeof(uint32_t) + CUSTOMER_BYTES };

/* What is said of identifiers: keys of numbers, big-endian, and a digest. */
struct rule {
	struct identity *d;
	struct sort *said;
	char key[SAID_MAX];		/* that is being made */
	size_t key_n;
	uint8_t *changes;		/* by identifier: of the neighbour */
	int64_t seen[STRENGTHS];	/* of the identifier that is judged */
	bool *bad;			/* by component */
	bool any;
	struct number_saying *says;	/* by number */
	size_t n_says;
};

/* What a rule does with an identifier and a neighbour of it. */
typedef int pair_fn(struct rule *g, uint32_t at, uint32_t other,
    struct err *err);
/* With what was said, in order; before: absent at first. */
typedef void judge_fn(struct rule *g, struct str key, struct str before);

/* ---- union-find: the least number is the root, so any order agrees ------------- */

static uint32_t
root(uint32_t *up, uint32_t i)
{
	while (up[i] != i)
		i = up[i] = up[up[i]];
	return i;
}

static void
unite(uint32_t *up, uint32_t a, uint32_t b)
{
	a = root(up, a);
	b = root(up, b);
	if (a != b)
		up[MAX(a, b)] = MIN(a, b);
}

static void
all_apart(uint32_t *up, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		up[i] = i;
}

/* ---- what is said, in order ------------------------------------------------------ */

static void
say_number(struct rule *g, uint32_t n)
{
	uint32_t big = __builtin_bswap32(n);

	memcpy(g->key + g->key_n, &big, sizeof(big));
	g->key_n += sizeof(big);
}

static int
say(struct rule *g, struct err *err)
{
	struct str key = { g->key, g->key_n };

	g->key_n = 0;
	return sort_add(g->said, key, STR_NONE, err);
}

/* Do both begin with these n bytes? */
static bool
agree(struct str key, struct str before, size_t n)
{
	return before.p && memcmp(key.p, before.p, n) == 0;
}

static int
judge_all(struct rule *g, judge_fn *judge, struct err *err)
{
	struct str key, payload, before = STR_NONE;
	int got;

	if (sort_finish(g->said, err) < 0)
		return -1;
	while ((got = sort_next(g->said, &key, &payload, err)) > 0) {
		judge(g, key, before);
		before = key;
	}
	return got;
}

/* ---- pairs ------------------------------------------------------------------------- */

static int
each_pair(struct rule *g, pair_fn *look, struct err *err)
{
	const struct identity *d = g->d;
	size_t n;

	for (uint64_t first = 0; first < d->refs; first += n) {
		n = record_length(d, first);
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < n; k++) {
				uint32_t at = ref_at(d, first + i);
				uint32_t other = ref_at(d, first + k);

				if (at != other && look(g, at, other, err) < 0)
					return -1;
			}
	}
	return 0;
}

/* For a candidate's first look: is this another neighbour than the last one?
 * (up has nothing else to do yet.) */
static bool
is_another(struct identity *d, uint32_t at, uint32_t neighbour)
{
	uint32_t last = d->up[at];

	d->up[at] = neighbour;
	return last != MAP_NONE && last != neighbour;
}

static int
apply(struct identity *d, struct rule *g, pair_fn *look, pair_fn *tell,
    judge_fn *judge, struct err *err)
{
	int r;

	memset(d->up, 0xff, d->n * sizeof(*d->up));	/* MAP_NONE */
	for (uint32_t i = 0; i < d->n; i++)
		d->mark[i] &= (uint8_t)~CANDIDATE;
	g->d = d;
	g->said = identity_sort(d);
	r = each_pair(g, look, err);
	if (r == 0)
		r = each_pair(g, tell, err);
	if (r == 0)
		r = judge_all(g, judge, err);
	sort_free(g->said);
	return r;
}

/* ---- rule 1: one person entered twice ---------------------------------------------- */

struct number_saying {
	uint32_t number, saying;
};

static int
by_number(const void *a, const void *b)
{
	const struct number_saying *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static bool
says_who(const struct saying *s)
{
	static const char nothing[CUSTOMER_BYTES];

	return memcmp(s->who, nothing, sizeof(nothing)) != 0;
}

/* Which customer numbers have a name and a birth, and where. */
static void
find_sayings(struct identity *d, struct rule *g)
{
	size_t cap = 0;

	BUG_UNLESS(d->sayings <= UINT32_MAX);
	for (size_t i = 0; i < d->sayings; i++) {
		uint64_t at = d->saying[i].first;
		uint64_t end = at + record_length(d, at);

		for (; says_who(&d->saying[i]) && at < end; at++) {
			uint32_t number = ref_at(d, at);

			if (number >= d->strongest[1])
				continue;
			GROW(g->says, g->n_says, cap);
			g->says[g->n_says++] = (struct number_saying){ number,
			    (uint32_t)i };
			d->mark[number] |= SAYS;
		}
	}
	if (g->n_says)
		qsort(g->says, g->n_says, sizeof(*g->says), by_number);
}

/* The first saying of that number. */
static size_t
first_saying(const struct rule *g, uint32_t number)
{
	size_t low = 0, high = g->n_says;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (g->says[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int
look_for_twins(struct rule *g, uint32_t at, uint32_t other, struct err *err)
{
	(void)err;
	if ((g->d->mark[other] & SAYS) && is_another(g->d, at, other))
		g->d->mark[at] |= CANDIDATE;
	return 0;
}

/* at was seen with a customer number: who that is. */
static int
tell_twin(struct rule *g, uint32_t at, uint32_t other, struct err *err)
{
	const struct identity *d = g->d;

	if (!(d->mark[at] & CANDIDATE) || !(d->mark[other] & SAYS))
		return 0;
	for (size_t i = first_saying(g, other); i < g->n_says &&
	    g->says[i].number == other; i++) {
		say_number(g, at);
		memcpy(g->key + g->key_n, d->saying[g->says[i].saying].who,
		    CUSTOMER_BYTES);
		g->key_n += CUSTOMER_BYTES;
		say_number(g, other);
		if (say(g, err) < 0)
			return -1;
	}
	return 0;
}

static void
judge_twin(struct rule *g, struct str key, struct str before)
{
	size_t n = key.n - sizeof(uint32_t);

	if (agree(key, before, n))
		unite(g->d->twin, number_in(before, n), number_in(key, n));
}

static int
unite_twins(struct identity *d, struct err *err)
{
	struct rule g = { 0 };
	int r;

	all_apart(d->twin, d->strongest[1]);
	find_sayings(d, &g);
	r = apply(d, &g, look_for_twins, tell_twin, judge_twin, err);
	mem_free(g.says);
	return r;
}

/* ---- rule 2 ------------------------------------------------------------------------- */

/* Of an identifier, or of a component: this person's CRM number. */
static int
say_person(struct rule *g, uint32_t at, uint32_t number, struct err *err)
{
	say_number(g, at);
	say_number(g, g->d->source[number - g->d->crm_from]);
	say_number(g, root(g->d->twin, number));
	return say(g, err);
}

/* Were two persons' numbers of one source seen with the same thing, here? */
static bool
is_second_person(struct str key, struct str before)
{
	return agree(key, before, 2 * sizeof(uint32_t)) &&
	    !agree(key, before, key.n);
}

static int
look_for_shared(struct rule *g, uint32_t at, uint32_t other, struct err *err)
{
	struct identity *d = g->d;

	(void)err;
	if (is_number(d, other) && !is_number(d, at) &&
	    is_another(d, at, root(d->twin, other)))
		d->mark[at] |= CANDIDATE;
	return 0;
}

static int
tell_shared(struct rule *g, uint32_t at, uint32_t other, struct err *err)
{
	return (g->d->mark[at] & CANDIDATE) && is_number(g->d, other) ?
	    say_person(g, at, other, err) : 0;
}

static void
judge_shared(struct rule *g, struct str key, struct str before)
{
	if (is_second_person(key, before))
		g->d->mark[number_in(key, 0)] |= SHARED;
}

static int
find_shared(struct identity *d, struct err *err)
{
	struct rule g = { 0 };

	return apply(d, &g, look_for_shared, tell_shared, judge_shared, err);
}

/* No customer number is one, and what is shared is that. */
static int
look_for_hub(struct rule *g, uint32_t at, uint32_t other, struct err *err)
{
	struct identity *d = g->d;

	(void)err;
	if (at < d->strongest[1] || !links(d, at) ||
	    !is_another(d, at, other))
		return 0;
	if (g->changes[at] < UINT8_MAX)
		g->changes[at]++;
	if (g->changes[at] == UINT8_MAX || g->changes[at] >= d->o.hub)
		d->mark[at] |= CANDIDATE;
	return 0;
}

static int
tell_hub(struct rule *g, uint32_t at, uint32_t other, struct err *err)
{
	if (!(g->d->mark[at] & CANDIDATE))
		return 0;
	say_number(g, at);
	say_number(g, other);
	return say(g, err);
}

/* Every neighbour is counted once. */
static void
judge_hub(struct rule *g, struct str key, struct str before)
{
	struct identity *d = g->d;
	uint32_t at = number_in(key, 0), strength = STRENGTHS - 1;

	if (agree(key, before, key.n))
		return;
	if (!agree(key, before, sizeof(uint32_t)))
		memset(g->seen, 0, sizeof(g->seen));
	while (number_in(key, sizeof(uint32_t)) < d->strongest[strength])
		strength--;
	if (++g->seen[strength] > d->o.hub)
		d->mark[at] |= HUB;
}

static int
find_hubs(struct identity *d, struct err *err)
{
	struct rule g = { .changes = mem_zero((size_t)d->n + 1, 1) };
	int r = apply(d, &g, look_for_hub, tell_hub, judge_hub, err);

	mem_free(g.changes);
	return r;
}

/* ---- rule 3 ------------------------------------------------------------------------- */

/* Unites what a record names together, as far as that links. */
static void
unite_record(struct identity *d, uint64_t first, size_t n)
{
	bool numbered = false;
	int none;			/* with which marks nothing joins */

	for (size_t i = 0; i < n; i++)
		numbered |= is_number(d, ref_at(d, first + i));
	none = SHARED | HUB | NO_EDGE | (numbered ? 0 : NUMBERED_EDGES);
	for (size_t i = 1; i < n; i++) {
		uint32_t a = ref_at(d, first + i);

		for (size_t k = 0; k < i && !(d->mark[a] & none); k++)
			if (!(d->mark[ref_at(d, first + k)] & none))
				unite(d->up, a, ref_at(d, first + k));
	}
}

static void
unite_records(struct identity *d)
{
	size_t n;

	all_apart(d->up, d->n);
	for (uint32_t i = 0; i < d->strongest[1]; i++)
		unite(d->up, i, root(d->twin, i));
	for (uint64_t first = 0; first < d->refs; first += n) {
		n = record_length(d, first);
		if (n > 1)
			unite_record(d, first, n);
	}
}

/* ---- rule 4 -------------------------------------------------------------------------- */

/* Components with customer numbers have such a root: the least number. */
static void
judge_component(struct rule *g, struct str key, struct str before)
{
	if (is_second_person(key, before))
		g->any = g->bad[number_in(key, 0)] = true;
}

/* Trusts fewer edges of every component in which two persons' numbers met.
 * 1: there was one; 0; -1. */
static int
trust_less(struct identity *d, uint8_t trust, struct err *err)
{
	struct rule g = { .d = d, .said = identity_sort(d),
	    .bad = mem_zero((size_t)d->strongest[1] + 1, sizeof(*g.bad)) };
	int r = 0;

	for (uint32_t i = d->crm_from; r == 0 && i < d->crm_to; i++)
		r = say_person(&g, root(d->up, i), i, err);
	if (r == 0)
		r = judge_all(&g, judge_component, err);
	for (uint32_t i = 0; r == 0 && g.any && i < d->n; i++) {
		uint32_t component = root(d->up, i);

		if (component < d->strongest[1] && g.bad[component])
			d->mark[i] |= trust;
	}
	sort_free(g.said);
	mem_free(g.bad);
	return r < 0 ? -1 : g.any;
}

/* ---- persons -------------------------------------------------------------------------- */

/* Numbers for persons, in the order of their strongest identifiers: those are
 * the roots, and each comes before all others of its person. */
static void
number_persons(struct identity *d)
{
	for (uint32_t i = 0; i < d->n; i++)
		d->up[i] = d->up[d->up[i]];
	for (uint32_t i = 0; i < d->n; i++)
		d->up[i] = d->up[i] == i ? d->persons++ : d->up[d->up[i]];
}

static int
apply_rules(struct identity *d, struct err *err)
{
	static const uint8_t less[] = { NUMBERED_EDGES, NO_EDGE };
	int r = unite_twins(d, err);

	if (r == 0)
		r = find_shared(d, err);
	if (r == 0)
		r = find_hubs(d, err);
	if (r < 0)
		return -1;
	unite_records(d);
	for (size_t i = 0; i < COUNT_OF(less) && (r = trust_less(d, less[i],
	    err)) > 0; i++)
		unite_records(d);
	return r < 0 ? -1 : 0;
}

int
identity_resolve(struct identity *d, struct err *err)
{
	if (identity_number(d, err) < 0)
		return -1;
	d->up = mem_get(((size_t)d->n + 1) * sizeof(*d->up));
	d->mark = mem_zero((size_t)d->n + 1, sizeof(*d->mark));
	d->twin = mem_get(((size_t)d->strongest[1] + 1) * sizeof(*d->twin));
	if (apply_rules(d, err) < 0)
		return -1;
	number_persons(d);
	mem_free(d->twin);
	d->twin = NULL;
	return identity_name(d, err);
}
