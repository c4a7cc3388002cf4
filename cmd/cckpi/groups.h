/* groups: states by key; never walked in the table's order. */
#ifndef CCKPI_GROUPS_H
#define CCKPI_GROUPS_H

#include "common/kpi.h"

struct group {
	struct str key;
	uint64_t hash;
	struct kpi_state state;
};

struct groups {
	struct group **slot;		/* open addressing; cap a power of 2 */
	size_t cap;
	struct group **list;		/* in order of coming; sorted on demand */
	size_t n, list_cap;
	struct arena arena;
	struct group *last;		/* the group met last */
};

/* The state of a key, made when it is new. */
struct kpi_state *groups_get(struct groups *g, struct str key);
void groups_merge(struct groups *into, const struct groups *from);
/* Sorts the list by key bytes. */
void groups_sort(struct groups *g);
void groups_release(struct groups *g);

#endif
