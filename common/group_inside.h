/*
 * group_inside: how a grouping is made, for group.c (adding) and group_walk.c
 * (reading). Nobody else includes it.
 */
#ifndef CCKIT_GROUP_INSIDE_H
#define CCKIT_GROUP_INSIDE_H

#include "common/group.h"
#include "common/map.h"
#include "common/sort.h"
#include "common/when.h"

enum { MEMO_BITS = 9, QUARTERS = 4096, DUE = 8, DENSE_BITS = 15 };

struct memo {			/* a token and its number */
	uint64_t first, last;	/* 8 bytes each; of 16 they are all */
	uint32_t n, id;
	char middle[40];	/* of a longer one, all of it */
};

struct quarter {		/* a quarter of an hour and its label's number */
	uint32_t number;	/* since 1900, + 1; 0: none */
	uint32_t id;
};

struct parts {			/* the texts of one key */
	struct map text;	/* number + 1 is the part's; 0 is absent */
	struct memo *memo;	/* of a member */
	struct quarter *quarter;	/* of an interval */
};

static inline struct str
part_text(const struct parts *p, uint32_t id)
{
	return id ? p->text.key[id - 1] : STR_NONE;
}

struct group {			/* its state follows: group_state */
	uint64_t hash;
	uint32_t id[];		/* of its parts */
};

struct group_slot {
	uint64_t hash;
	struct group *group;
};

/*
 * Groups in an array, placed by the numbers of their parts, as long as these
 * have no more than DENSE_BITS together: no hash, no probing, and the few bytes
 * that are touched stay in the cache beside the lines that stream through it.
 */
struct dense {
	struct group **cell;		/* NULL: there are too many, see slot */
	unsigned char bits[MAX_KEYS];	/* of each key's numbers */
	unsigned all_bits;
};

struct grouping {
	struct grouping_options o;
	struct kpi_adder adder;
	struct parts part[MAX_KEYS];
	struct dense dense;
	struct group_slot *slot;	/* open addressing, a power of 2 */
	size_t slots;
	struct group **list;	/* in order of coming */
	size_t n, list_cap;
	uint64_t seed;
	size_t head_bytes, state_bytes;	/* of a group and of its state */
	struct arena arena;	/* groups and states */
	struct arena scratch;
	struct sort *spill;	/* NULL: nothing spilled yet */
	struct kpi_due due[DUE];	/* met and not yet added, in a ring */
	unsigned met, added;		/* how many were, ever */
};

/* Found without a look at the group, which may be far from the cache. */
static inline struct kpi_state *
group_state(const struct grouping *g, struct group *it)
{
	return (struct kpi_state *)((char *)it + g->head_bytes);
}

/* The number of a text (p NULL: absent, 0), made when it is new. */
uint32_t part_id(struct grouping *g, size_t key, struct str text);
struct group *group_of(struct grouping *g, const uint32_t *id);
/* All states to the sort; the grouping is empty after it. */
int grouping_spill(struct grouping *g, struct err *err);

#endif
