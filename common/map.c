/* map: strings to dense numbers; see map.h. */
#include "common/map.h"

#include "common/hash.h"

static size_t
slot_of(const struct map *m, struct str key)
{
	size_t at = hash_key(key) & (m->slots - 1);

	while (m->slot[at] && !str_eq(m->key[m->slot[at] - 1], key))
		at = (at + 1) & (m->slots - 1);
	return at;
}

static void
grow(struct map *m)
{
	mem_free(m->slot);
	m->slots = m->slots ? m->slots * 2 : 64;
	m->slot = mem_zero(m->slots, sizeof(*m->slot));
	for (size_t i = 0; i < m->n; i++) {
		size_t at = hash_key(m->key[i]) & (m->slots - 1);

		while (m->slot[at])
			at = (at + 1) & (m->slots - 1);
		m->slot[at] = (uint32_t)i + 1;
	}
}

uint32_t
map_put(struct map *m, struct str key, bool *is_new)
{
	size_t at;

	if (m->n * 2 >= m->slots)
		grow(m);
	at = slot_of(m, key);
	if (is_new)
		*is_new = !m->slot[at];
	if (!m->slot[at]) {
		BUG_UNLESS(m->n < UINT32_MAX - 1);
		GROW(m->key, m->n, m->cap);
		m->key[m->n++] = arena_dup(&m->arena, key);
		m->slot[at] = (uint32_t)m->n;
	}
	return m->slot[at] - 1;
}

uint32_t
map_find(const struct map *m, struct str key)
{
	size_t at;

	if (!m->slots)
		return MAP_NONE;
	at = slot_of(m, key);
	return m->slot[at] ? m->slot[at] - 1 : MAP_NONE;
}

void
map_release(struct map *m)
{
	mem_free(m->slot);
	mem_free(m->key);
	arena_release(&m->arena);
	*m = (struct map){ 0 };
}
