/*
 * map: strings to dense numbers 0, 1, 2, … in order of coming. Full keys are
 * compared; the hash is seeded; walking is by number, never by the table.
 */
#ifndef CCKIT_MAP_H
#define CCKIT_MAP_H

#include "common/mem.h"

#define MAP_NONE	UINT32_MAX

struct map_slot {
	uint32_t number;		/* + 1; 0: free */
	uint32_t hash;			/* its lower half */
};

struct map {
	struct map_slot *slot;
	size_t slots;
	struct str *key;		/* by number; copies in the arena */
	size_t n, cap;
	struct arena arena;
};

/* The key's number; a new key gets the next one. is_new may be NULL. */
uint32_t map_put(struct map *m, struct str key, bool *is_new);
uint32_t map_find(const struct map *m, struct str key);	/* or MAP_NONE */
void map_release(struct map *m);

#endif
