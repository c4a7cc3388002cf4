/* identity: persons out of shared identifiers; see identity.h. */
#include "cmd/ccmerge/identity.h"

#include "common/line.h"
#include "common/when.h"

enum { STRENGTHS = 4 };

enum why { LINKS, SHARED, HUB };

/* Which edges join in a component where two persons' numbers met. */
enum trust { ALL_EDGES, NUMBERED_EDGES, NO_EDGE };

struct node {
	uint32_t up;			/* union-find, all rules */
	uint32_t twin;			/* union-find of rule 1 */
	uint8_t strength;		/* 0 strongest */
	uint8_t why;			/* enum why */
	uint8_t trust;			/* enum trust, of its component */
	uint32_t source;		/* of a CRM number; MAP_NONE: not one */
	/* distinct identifiers it was seen with, by strength */
	uint32_t seen[STRENGTHS];
};

struct edge {
	uint32_t a, b;
	bool numbered;			/* the record named a CRM number */
};

/* A customer number and who its record says that is. */
struct saying {
	uint32_t node, who;
};

/* For sorting: what is in which group of what. */
struct triple {
	uint32_t at, group, member;
};

struct triples {
	struct triple *t;
	size_t n, cap;
};

/* A CRM record of a number, valid from since; at: what it holds, or MAP_NONE
 * for the record itself. */
struct holding {
	uint32_t at, number;
	int64_t since;
};

struct identity {
	int64_t hub;
	struct map parties, whos, sources;
	struct node *node;
	size_t cap;
	char (*name)[ID_HEX];		/* by root; all zero: not yet made */
	struct edge *edge;
	size_t edges, edge_cap;
	struct saying *saying;
	size_t sayings, saying_cap;
	struct holding *holding;
	size_t holdings, holding_cap;
};

struct identity *
identity_new(int64_t hub)
{
	struct identity *d = mem_zero(1, sizeof(*d));

	d->hub = hub;
	return d;
}

void
identity_free(struct identity *d)
{
	if (!d)
		return;
	map_release(&d->parties);
	map_release(&d->whos);
	map_release(&d->sources);
	mem_free(d->node);
	mem_free(d->name);
	mem_free(d->edge);
	mem_free(d->saying);
	mem_free(d->holding);
	mem_free(d);
}

static bool
is_crm(struct str party)
{
	return str_starts(party, STR("crm:"));
}

static uint8_t
strength_of(struct str party)
{
	if (is_crm(party) || str_starts(party, STR("acct:")))
		return 0;
	if (str_starts(party, STR("mailto:")))
		return 1;
	return str_starts(party, STR("tel:")) ? 2 : 3;
}

/* crm:core/ of crm:core/8821: whose numbers must not meet. */
static struct str
number_source(struct str party)
{
	const char *slash = str_find(party, '/');

	return slash ? str_range(party.p, slash) : party;
}

static uint32_t
node_for(struct identity *d, struct str party)
{
	bool is_new;
	uint32_t i = map_put(&d->parties, party, &is_new);

	if (!is_new)
		return i;
	if (i >= d->cap) {
		d->cap = d->cap ? d->cap * 2 : 64;
		d->node = mem_resize_array(d->node, d->cap, sizeof(*d->node));
	}
	d->node[i] = (struct node){ .up = i, .twin = i,
	    .strength = strength_of(party), .source = MAP_NONE };
	if (is_crm(party))
		d->node[i].source = map_put(&d->sources,
		    number_source(party), NULL);
	return i;
}

static void
add_edge(struct identity *d, uint32_t a, uint32_t b, bool numbered)
{
	GROW(d->edge, d->edges, d->edge_cap);
	d->edge[d->edges++] = (struct edge){ MIN(a, b), MAX(a, b), numbered };
}

static void
add_saying(struct identity *d, uint32_t at, struct str who)
{
	GROW(d->saying, d->sayings, d->saying_cap);
	d->saying[d->sayings++] = (struct saying){ at, map_put(&d->whos, who,
	    NULL) };
}

void
identity_add(struct identity *d, const struct str *party, size_t n,
    struct str who, uint32_t *node)
{
	bool numbered = false;

	for (size_t i = 0; i < n; i++)
		numbered |= is_crm(party[i]);
	for (size_t i = 0; i < n; i++) {
		uint32_t at = node[i] = node_for(d, party[i]);

		if (who.n && d->node[at].strength == 0)
			add_saying(d, at, who);
		for (size_t k = 0; k < i; k++)
			if (node[k] != at)
				add_edge(d, node[k], at, numbered);
	}
}

static void
add_holding(struct identity *d, uint32_t at, uint32_t number, int64_t since)
{
	GROW(d->holding, d->holdings, d->holding_cap);
	d->holding[d->holdings++] = (struct holding){ at, number, since };
}

void
identity_hold(struct identity *d, uint32_t number, int64_t since,
    const uint32_t *node, size_t n)
{
	add_holding(d, MAP_NONE, number, since);
	for (size_t i = 0; i < n; i++)
		if (node[i] != number)
			add_holding(d, node[i], number, since);
}

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

static bool
stronger(const struct identity *d, uint32_t a, uint32_t b)
{
	if (d->node[a].strength != d->node[b].strength)
		return d->node[a].strength < d->node[b].strength;
	return str_cmp(d->parties.key[a], d->parties.key[b]) < 0;
}

/* Roots become the strongest identifier of their person, whatever came first.
 * (twin has done its work and holds the new roots meanwhile.) */
static void
crown(struct identity *d)
{
	uint32_t *best = mem_zero(d->parties.n + 1, sizeof(*best));

	for (size_t i = 0; i < d->parties.n; i++) {
		uint32_t r = root(d->node, (uint32_t)i, false);

		if (!best[r] || stronger(d, (uint32_t)i, best[r] - 1))
			best[r] = (uint32_t)i + 1;
	}
	for (size_t i = 0; i < d->parties.n; i++)
		d->node[i].twin = best[root(d->node, (uint32_t)i, false)] - 1;
	for (size_t i = 0; i < d->parties.n; i++)
		d->node[i].up = d->node[i].twin;
	mem_free(best);
}

/* ---- who held it then ------------------------------------------------------------------------ */

static int
by_hold(const void *a, const void *b)
{
	const struct holding *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return (x->since > y->since) - (x->since < y->since);
}

/* How many holdings stand before this one or are it. */
static size_t
holdings_to(const struct identity *d, uint32_t at, uint32_t number,
    int64_t since)
{
	struct holding h = { at, number, since };
	size_t low = 0, high = d->holdings;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (by_hold(&d->holding[mid], &h) <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Does the number's record that is valid at that moment name it? */
static bool
holds_at(const struct identity *d, uint32_t at, uint32_t number,
    int64_t moment)
{
	size_t i = holdings_to(d, MAP_NONE, number, moment), k;
	const struct holding *valid = i ? &d->holding[i - 1] : NULL, *held;

	if (!valid || valid->at != MAP_NONE || valid->number != number)
		return false;
	k = holdings_to(d, at, number, valid->since);
	held = k ? &d->holding[k - 1] : NULL;
	return held && held->at == at && held->number == number &&
	    held->since == valid->since;
}

/* The one person who held it then, or MAP_NONE. */
static uint32_t
holder_at(const struct identity *d, uint32_t at, int64_t moment)
{
	uint32_t holder = MAP_NONE;
	size_t i = at ? holdings_to(d, at - 1, UINT32_MAX, INT64_MAX) : 0;

	if (moment == WHEN_NONE)
		return MAP_NONE;
	for (; i < d->holdings && d->holding[i].at == at; i++) {
		uint32_t number = d->holding[i].number;
		uint32_t person = d->node[number].up;

		if (person == holder || !holds_at(d, at, number, moment))
			continue;
		if (holder != MAP_NONE)
			return MAP_NONE;
		holder = person;
	}
	return holder;
}

void
identity_resolve(struct identity *d)
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
	if (d->holdings)
		qsort(d->holding, d->holdings, sizeof(*d->holding), by_hold);
	d->name = mem_zero(d->parties.n + 1, sizeof(*d->name));
}

static void
put_customer(struct identity *d, uint32_t at, char out[CUSTOMER_ID])
{
	uint32_t r = d->node[at].up;

	if (!d->name[r][0])
		hash_id("customer/1", d->parties.key[r], d->name[r]);
	memcpy(out, "c:", 2);
	memcpy(out + 2, d->name[r], ID_HEX);
}

bool
identity_customer(struct identity *d, const uint32_t *node, size_t n,
    int64_t start, char out[CUSTOMER_ID])
{
	uint32_t best = MAP_NONE, holder = MAP_NONE;

	for (size_t i = 0; i < n; i++)
		if (d->node[node[i]].why == LINKS && (best == MAP_NONE ||
		    stronger(d, node[i], best)))
			best = node[i];
	for (size_t i = 0; i < n && best == MAP_NONE; i++) {
		uint32_t person = d->node[node[i]].why == SHARED ?
		    holder_at(d, node[i], start) : MAP_NONE;

		if (person != MAP_NONE && holder != MAP_NONE &&
		    person != holder)
			return false;	/* two telephones of two persons */
		holder = person != MAP_NONE ? person : holder;
	}
	best = best == MAP_NONE ? holder : best;
	if (best == MAP_NONE)
		return false;
	put_customer(d, best, out);
	return true;
}

struct ordered {
	struct str party;
	uint32_t at;
};

static int
by_party(const void *a, const void *b)
{
	return str_cmp(((const struct ordered *)a)->party,
	    ((const struct ordered *)b)->party);
}

void
identity_links(struct identity *d, struct buf *out)
{
	static const char *const whys[] = { "", "shared", "hub" };
	struct ordered *list = mem_zero(d->parties.n + 1, sizeof(*list));
	char customer[CUSTOMER_ID];

	for (size_t i = 0; i < d->parties.n; i++)
		list[i] = (struct ordered){ d->parties.key[i], (uint32_t)i };
	qsort(list, d->parties.n, sizeof(*list), by_party);
	for (size_t i = 0; i < d->parties.n; i++) {
		const struct node *n = &d->node[list[i].at];

		buf_puts(out, "{\"party\":");
		json_put_str(out, list[i].party);
		if (n->why == LINKS) {
			put_customer(d, list[i].at, customer);
			buf_puts(out, ",\"customer\":\"");
			buf_add(out, customer, CUSTOMER_ID);
			buf_puts(out, "\",\"by\":");
			json_put_str(out, d->parties.key[n->up]);
		} else {
			buf_printf(out, ",\"links\":false,\"why\":\"%s\"",
			    whys[n->why]);
		}
		buf_puts(out, "}\n");
	}
	mem_free(list);
}
