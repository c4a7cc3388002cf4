/* identity_rules: persons made of what records said; see identity.h. */
#include "cmd/ccmerge/identity_inside.h"

/* For sorting: what is in which group of what. */
struct triple {
	uint32_t at, group, member;
};

struct triples {
	struct triple *t;
	size_t n, cap;
};

/* ---- union-find: the least number is the root, so any order agrees --------------- */

static uint32_t
root(struct node *node, uint32_t i, bool twin)
{
	for (;;) {
		uint32_t *up = twin ? &node[i].twin : &node[i].up;

		if (*up == i)
			return i;
		*up = twin ? node[*up].twin : node[*up].up;
		i = *up;
	}
}

static void
unite(struct node *node, uint32_t a, uint32_t b, bool twin)
{
	a = root(node, a, twin);
	b = root(node, b, twin);
	if (a == b)
		return;
	if (twin)
		node[MAX(a, b)].twin = MIN(a, b);
	else
		node[MAX(a, b)].up = MIN(a, b);
}

/* ---- rule 1: one person entered twice ------------------------------------------------ */

static int
by_ends(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

/* Equal edges become one; numbered when one of them was. */
static void
dedupe_edges(struct identity *d)
{
	size_t n = 0;

	if (d->edges)
		qsort(d->edge, d->edges, sizeof(*d->edge), by_ends);
	for (size_t i = 0; i < d->edges; i++) {
		if (n && by_ends(&d->edge[n - 1], &d->edge[i]) == 0)
			d->edge[n - 1].numbered |= d->edge[i].numbered;
		else
			d->edge[n++] = d->edge[i];
	}
	d->edges = n;
}

static void
add_triple(struct triples *l, uint32_t at, uint32_t group, uint32_t member)
{
	GROW(l->t, l->n, l->cap);
	l->t[l->n++] = (struct triple){ at, group, member };
}

static int
by_place(const void *a, const void *b)
{
	const struct triple *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return (x->member > y->member) - (x->member < y->member);
}

static void
sort_triples(struct triples *l)
{
	if (l->n)
		qsort(l->t, l->n, sizeof(*l->t), by_place);
}

/* Is t[i] of the same group as the one before? */
static bool
joins_previous(const struct triples *l, size_t i)
{
	return i && l->t[i].at == l->t[i - 1].at &&
	    l->t[i].group == l->t[i - 1].group;
}

static int
by_node(const void *a, const void *b)
{
	const struct saying *x = a, *y = b;

	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	return (x->who > y->who) - (x->who < y->who);
}

/* The first saying of that node or behind it. */
static size_t
first_saying(const struct identity *d, uint32_t node)
{
	size_t low = 0, high = d->sayings;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->saying[mid].node < node)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* at was seen with a customer number: who that is. */
static void
add_whos(struct identity *d, struct triples *l, uint32_t at, uint32_t number)
{
	for (size_t i = first_saying(d, number); i < d->sayings &&
	    d->saying[i].node == number; i++)
		add_triple(l, at, d->saying[i].who, number);
}

static void
unite_twins(struct identity *d)
{
	struct triples l = { 0 };

	if (d->sayings)
		qsort(d->saying, d->sayings, sizeof(*d->saying), by_node);
	for (size_t i = 0; i < d->edges; i++) {
		uint32_t a = d->edge[i].a, b = d->edge[i].b;

		if (d->node[b].strength == 0)
			add_whos(d, &l, a, b);
		if (d->node[a].strength == 0)
			add_whos(d, &l, b, a);
	}
	sort_triples(&l);
	for (size_t i = 0; i < l.n; i++)
		if (joins_previous(&l, i))
			unite(d->node, l.t[i - 1].member, l.t[i].member,
			    true);
	mem_free(l.t);
}

/* ---- rules 2 and 3 ------------------------------------------------------------------------ */

/* at is, or was seen with, this CRM number. */
static void
add_number(struct identity *d, struct triples *l, uint32_t at, uint32_t number)
{
	if (d->node[number].source != MAP_NONE)
		add_triple(l, at, d->node[number].source, root(d->node,
		    number, true));
}

/* Were two persons' numbers of one source seen with the same thing, here? */
static bool
differs_from_previous(const struct triples *l, size_t i)
{
	return joins_previous(l, i) && l->t[i].member != l->t[i - 1].member;
}

static void
find_shared(struct identity *d)
{
	struct triples l = { 0 };

	for (size_t i = 0; i < d->edges; i++) {
		add_number(d, &l, d->edge[i].a, d->edge[i].b);
		add_number(d, &l, d->edge[i].b, d->edge[i].a);
	}
	sort_triples(&l);
	for (size_t i = 0; i < l.n; i++)
		if (differs_from_previous(&l, i) &&
		    d->node[l.t[i].at].source == MAP_NONE)
			d->node[l.t[i].at].why = SHARED;
	mem_free(l.t);
}

/* Edges are distinct by now: every neighbour is counted once. */
static void
find_hubs(struct identity *d)
{
	for (size_t i = 0; i < d->edges; i++) {
		struct node *a = &d->node[d->edge[i].a];
		struct node *b = &d->node[d->edge[i].b];

		a->seen[b->strength]++;
		b->seen[a->strength]++;
	}
	for (size_t i = 0; i < d->parties.n; i++) {
		struct node *n = &d->node[i];

		for (int s = 0; s < STRENGTHS; s++)
			if (n->strength && n->why == LINKS &&
			    n->seen[s] > d->hub)
				n->why = HUB;
	}
}

static bool
edge_links(const struct identity *d, const struct edge *e)
{
	enum trust trust = MAX(d->node[e->a].trust, d->node[e->b].trust);

	return d->node[e->a].why == LINKS && d->node[e->b].why == LINKS &&
	    (trust == ALL_EDGES || (trust == NUMBERED_EDGES && e->numbered));
}

static void
unite_edges(struct identity *d)
{
	for (size_t i = 0; i < d->parties.n; i++)
		d->node[i].up = (uint32_t)i;
	for (size_t i = 0; i < d->parties.n; i++)
		unite(d->node, (uint32_t)i, root(d->node, (uint32_t)i, true),
		    false);
	for (size_t i = 0; i < d->edges; i++)
		if (edge_links(d, &d->edge[i]))
			unite(d->node, d->edge[i].a, d->edge[i].b, false);
}

/* ---- rule 4 -------------------------------------------------------------------------------- */

/* Trusts fewer edges of every component in which two persons' numbers met;
 * false: there is none. */
static bool
trust_less(struct identity *d, enum trust trust)
{
	bool *bad = mem_zero(d->parties.n + 1, sizeof(*bad)), any = false;
	struct triples l = { 0 };

	for (size_t i = 0; i < d->parties.n; i++)
		add_number(d, &l, root(d->node, (uint32_t)i, false),
		    (uint32_t)i);
	sort_triples(&l);
	for (size_t i = 0; i < l.n; i++)
		if (differs_from_previous(&l, i))
			any = bad[l.t[i].at] = true;
	for (size_t i = 0; i < d->parties.n; i++)
		if (bad[root(d->node, (uint32_t)i, false)])
			d->node[i].trust = (uint8_t)trust;
	mem_free(l.t);
	mem_free(bad);
	return any;
}

/* ---- the person's name --------------------------------------------------------------------- */

/* Roots become the strongest identifier of their person, whatever came first.
 * (twin has done its work and holds the new roots meanwhile.) */
static void
crown(struct identity *d)
{
	uint32_t *best = mem_zero(d->parties.n + 1, sizeof(*best));

	for (size_t i = 0; i < d->parties.n; i++) {
		uint32_t r = root(d->node, (uint32_t)i, false);

		if (!best[r] || identity_stronger(d, (uint32_t)i, best[r] - 1))
			best[r] = (uint32_t)i + 1;
	}
	for (size_t i = 0; i < d->parties.n; i++)
		d->node[i].twin = best[root(d->node, (uint32_t)i, false)] - 1;
	for (size_t i = 0; i < d->parties.n; i++)
		d->node[i].up = d->node[i].twin;
	mem_free(best);
}

void
identity_resolve(struct identity *d, int threads)
{
	dedupe_edges(d);
	unite_twins(d);
	find_shared(d);
	find_hubs(d);
	unite_edges(d);
	for (int trust = NUMBERED_EDGES; trust <= NO_EDGE &&
	    trust_less(d, (enum trust)trust); trust++)
		unite_edges(d);
	crown(d);
	identity_name(d, threads);
}
