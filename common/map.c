/* map: strings to dense numbers; see map.h. */
#include "common/map.h"

#include "common/hash.h"

static uint32_t
hash_of(struct str key)
{
	return (uint32_t)hash_key(key);
}

static size_t
slot_of(const struct map *m, struct str key, uint32_t hash)
{
	size_t at = hash & (m->slots - 1);

	while (m->slot[at].number && !(m->slot[at].hash == hash &&
	    str_eq(m->key[m->slot[at].number - 1], key)))
		at = (at + 1) & (m->slots - 1);
	return at;
}

/* Every slot tells its hash: no key is looked at again. */
static void
grow(struct map *m)
{
	struct map_slot *old = m->slot;
	size_t n = m->slots;

	m->slots = n ? n * 2 : 64;
	m->slot = mem_zero(m->slots, sizeof(*m->slot));
	for (size_t i = 0; i < n; i++) {
		size_t at = old[i].hash & (m->slots - 1);

		if (!old[i].number)
			continue;
		while (m->slot[at].number)
			at = (at + 1) & (m->slots - 1);
		m->slot[at] = old[i];
	}
	mem_free(old);
}

uint32_t
map_put(struct map *m, struct str key, bool *is_new)
{
	uint32_t hash = hash_of(key);
	struct map_slot *slot;

	if (m->n * 2 >= m->slots)
		grow(m);
	slot = &m->slot[slot_of(m, key, hash)];
	if (is_new)
		*is_new = !slot->number;
	if (!slot->number) {
		BUG_UNLESS(m->n < UINT32_MAX - 1);
		GROW(m->key, m->n, m->cap);
		m->key[m->n++] = arena_dup(&m->arena, key);
		*slot = (struct map_slot){ (uint32_t)m->n, hash };
	}
	return slot->number - 1;
}

uint32_t
map_find(const struct map *m, struct str key)
{
	size_t at;

	if (!m->slots)
		return MAP_NONE;
	at = slot_of(m, key, hash_of(key));
	return m->slot[at].number ? m->slot[at].number - 1 : MAP_NONE;
}

void
map_release(struct map *m)
{
	mem_free(m->slot);
	mem_free(m->key);
	arena_release(&m->arena);
	*m = (struct map){ 0 };
}
