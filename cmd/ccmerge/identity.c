/* identity: persons out of shared identifiers; see identity.h. */
#include "cmd/ccmerge/identity.h"

#include "common/line.h"

enum { STRENGTHS = 4, KEPT = 8 };

enum why { LINKS, SHARED, HUB };

struct node {
	uint32_t up;			/* union-find, all rules */
	uint32_t twin;			/* union-find of rule 1 */
	uint8_t strength;		/* 0 strongest */
	uint8_t why;			/* enum why */
	bool conflict;			/* its component broke rule 4 */
	uint32_t who;			/* of a customer number: map of whos */
	/* Distinct identifiers it was seen with, by strength; the customer
	 * numbers among them are remembered up to KEPT. */
	uint32_t seen[STRENGTHS];
	uint32_t strong[KEPT];
};

struct edge {
	uint32_t a, b;
	bool strong;			/* the record named a customer number */
};

struct identity {
	int64_t hub;
	struct map parties, whos;
	struct node *node;
	size_t cap;
	char (*name)[ID_HEX];		/* by root; all zero: not yet made */
	struct edge *edge;
	size_t edges, edge_cap;
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
	mem_free(d->node);
	mem_free(d->name);
	mem_free(d->edge);
	mem_free(d);
}

static uint8_t
strength_of(struct str party)
{
	if (str_starts(party, STR("crm:")) || str_starts(party, STR("acct:")))
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
	d->node[i] = (struct node){ .up = i, .twin = i, .who = MAP_NONE,
	    .strength = strength_of(party) };
	return i;
}

static void
add_edge(struct identity *d, uint32_t a, uint32_t b, bool strong)
{
	GROW(d->edge, d->edges, d->edge_cap);
	d->edge[d->edges++] = (struct edge){ MIN(a, b), MAX(a, b), strong };
}

void
identity_add(struct identity *d, const struct str *party, size_t n,
    struct str who, uint32_t *node)
{
	bool strong = false;

	for (size_t i = 0; i < n; i++)
		strong |= strength_of(party[i]) == 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t at = node[i] = node_for(d, party[i]);

		if (who.n && d->node[at].strength == 0)
			d->node[at].who = map_put(&d->whos, who, NULL);
		for (size_t k = 0; k < i; k++)
			add_edge(d, node[k], at, strong);
	}
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

/* Equal edges become one; strong when one of them was. */
static void
dedupe_edges(struct identity *d)
{
	size_t n = 0;

	if (d->edges)
		qsort(d->edge, d->edges, sizeof(*d->edge), by_ends);
	for (size_t i = 0; i < d->edges; i++) {
		if (n && by_ends(&d->edge[n - 1], &d->edge[i]) == 0)
			d->edge[n - 1].strong |= d->edge[i].strong;
		else
			d->edge[n++] = d->edge[i];
	}
	d->edges = n;
}

/* Edges are distinct by now: every neighbour comes once. */
static void
note_neighbour(struct node *at, uint32_t other, uint8_t strength)
{
	if (strength == 0 && at->seen[0] < KEPT)
		at->strong[at->seen[0]] = other;
	at->seen[strength]++;
}

static void
unite_twins(struct identity *d)
{
	for (size_t i = 0; i < d->edges; i++) {
		uint32_t a = d->edge[i].a, b = d->edge[i].b;

		note_neighbour(&d->node[a], b, d->node[b].strength);
		note_neighbour(&d->node[b], a, d->node[a].strength);
	}
	for (size_t i = 0; i < d->parties.n; i++) {
		struct node *n = &d->node[i];
		size_t k = MIN(n->seen[0], (uint32_t)KEPT);

		for (size_t x = 0; x < k; x++)
			for (size_t y = x + 1; y < k; y++) {
				uint32_t w = d->node[n->strong[x]].who;

				if (w != MAP_NONE &&
				    w == d->node[n->strong[y]].who)
					unite(d->node, n->strong[x],
					    n->strong[y], true);
			}
	}
}

/* ---- rules 2 and 3 ------------------------------------------------------------------------ */

/* Two customer numbers of one source that are two persons. */
static bool
differ(struct identity *d, uint32_t a, uint32_t b)
{
	return root(d->node, a, true) != root(d->node, b, true) &&
	    str_eq(number_source(d->parties.key[a]),
	    number_source(d->parties.key[b]));
}

static enum why
judge(struct identity *d, struct node *n)
{
	size_t k = MIN(n->seen[0], (uint32_t)KEPT);

	if (n->strength == 0)
		return LINKS;
	for (size_t x = 0; x < k; x++)
		for (size_t y = x + 1; y < k; y++)
			if (differ(d, n->strong[x], n->strong[y]))
				return SHARED;
	for (int i = 0; i < STRENGTHS; i++)
		if (n->seen[i] > d->hub)
			return HUB;
	return LINKS;
}

static void
unite_edges(struct identity *d)
{
	for (size_t i = 0; i < d->parties.n; i++) {
		d->node[i].up = (uint32_t)i;
		if (d->node[i].twin != i)
			unite(d->node, (uint32_t)i, root(d->node, (uint32_t)i,
			    true), false);
	}
	for (size_t i = 0; i < d->edges; i++) {
		const struct edge *e = &d->edge[i];

		if (d->node[e->a].why != LINKS || d->node[e->b].why != LINKS)
			continue;
		if (!e->strong && (d->node[e->a].conflict ||
		    d->node[e->b].conflict))
			continue;
		unite(d->node, e->a, e->b, false);
	}
}

/* ---- rule 4 -------------------------------------------------------------------------------- */

/* Marks every node of a component in which two persons' numbers met. */
static bool
find_conflicts(struct identity *d)
{
	uint32_t *number = mem_zero(d->parties.n + 1, sizeof(*number));
	bool *bad = mem_zero(d->parties.n + 1, sizeof(*bad));
	bool any = false;

	for (size_t i = 0; i < d->parties.n; i++) {
		uint32_t r = root(d->node, (uint32_t)i, false);

		if (d->node[i].strength != 0)
			continue;
		if (!number[r])
			number[r] = (uint32_t)i + 1;
		else if (differ(d, number[r] - 1, (uint32_t)i))
			bad[r] = true;
	}
	for (size_t i = 0; i < d->parties.n; i++)
		if (bad[root(d->node, (uint32_t)i, false)] &&
		    !d->node[i].conflict) {
			d->node[i].conflict = true;
			any = true;
		}
	mem_free(number);
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

void
identity_resolve(struct identity *d)
{
	dedupe_edges(d);
	unite_twins(d);
	for (size_t i = 0; i < d->parties.n; i++)
		d->node[i].why = (uint8_t)judge(d, &d->node[i]);
	unite_edges(d);
	if (find_conflicts(d))
		unite_edges(d);
	crown(d);
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
    char out[CUSTOMER_ID])
{
	uint32_t best = MAP_NONE;

	for (size_t i = 0; i < n; i++) {
		uint32_t at = node[i];

		/* what links somebody goes before what is shared */
		if (best == MAP_NONE || (d->node[at].why == LINKS) >
		    (d->node[best].why == LINKS) ||
		    ((d->node[at].why == LINKS) ==
		    (d->node[best].why == LINKS) && stronger(d, at, best)))
			best = at;
	}
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

		put_customer(d, list[i].at, customer);
		buf_puts(out, "{\"party\":");
		json_put_str(out, list[i].party);
		buf_puts(out, ",\"customer\":\"");
		buf_add(out, customer, CUSTOMER_ID);
		buf_puts(out, "\",\"by\":");
		json_put_str(out, d->parties.key[n->up]);
		if (n->why != LINKS)
			buf_printf(out, ",\"links\":false,\"why\":\"%s\"",
			    whys[n->why]);
		buf_puts(out, "}\n");
	}
	mem_free(list);
}
