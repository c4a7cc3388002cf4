/* identity: what records say of who is who is taken in; see identity.h. */
#include "cmd/ccmerge/identity_inside.h"

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

void
identity_fetch(const struct identity *d, uint32_t hash, int step)
{
	uint32_t i = map_fetch(&d->parties, hash, step);

	if (i != MAP_NONE)
		__builtin_prefetch(&d->node[i]);
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
