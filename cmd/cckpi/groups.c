/* groups: a hash table of states; see groups.h. */
#include "cmd/cckpi/groups.h"

#include "common/hash.h"

static void
place(struct groups *g, struct group *it)
{
	size_t at = it->hash & (g->cap - 1);

	while (g->slot[at])
		at = (at + 1) & (g->cap - 1);
	g->slot[at] = it;
}

static void
grow(struct groups *g)
{
	mem_free(g->slot);
	g->cap = g->cap ? g->cap * 2 : 64;
	g->slot = mem_zero(g->cap, sizeof(struct group *));
	for (size_t i = 0; i < g->n; i++)
		place(g, g->list[i]);
}

static struct group *
find(const struct groups *g, struct str key, uint64_t hash)
{
	size_t at = hash & (g->cap - 1);

	for (; g->slot[at]; at = (at + 1) & (g->cap - 1))
		if (g->slot[at]->hash == hash &&
		    str_eq(g->slot[at]->key, key))
			return g->slot[at];
	return NULL;
}

static struct group *
add(struct groups *g, struct str key, uint64_t hash)
{
	struct group *it = arena_zero(&g->arena, 1, sizeof(*it));

	it->key = arena_dup(&g->arena, key);
	it->hash = hash;
	kpi_state_init(&it->state);
	GROW(g->list, g->n, g->list_cap);
	g->list[g->n++] = it;
	place(g, it);
	return it;
}

struct kpi_state *
groups_get(struct groups *g, struct str key)
{
	uint64_t hash;
	struct group *it;

	if (g->last && str_eq(g->last->key, key))
		return &g->last->state;
	if (g->n * 2 >= g->cap)
		grow(g);
	hash = hash_key(key);
	it = find(g, key, hash);
	if (!it)
		it = add(g, key, hash);
	g->last = it;
	return &it->state;
}

void
groups_merge(struct groups *into, const struct groups *from)
{
	for (size_t i = 0; i < from->n; i++)
		kpi_state_merge(groups_get(into, from->list[i]->key),
		    &from->list[i]->state);
}

static int
by_key(const void *a, const void *b)
{
	const struct group *x = *(struct group *const *)a;
	const struct group *y = *(struct group *const *)b;

	return str_cmp(x->key, y->key);
}

void
groups_sort(struct groups *g)
{
	if (g->n)
		qsort(g->list, g->n, sizeof(struct group *), by_key);
}

void
groups_release(struct groups *g)
{
	for (size_t i = 0; i < g->n; i++)
		kpi_state_release(&g->list[i]->state);
	mem_free(g->slot);
	mem_free(g->list);
	arena_release(&g->arena);
	*g = (struct groups){ 0 };
}
