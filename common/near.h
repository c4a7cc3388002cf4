/*
 * near: how far a typed word is from a known one, so that a message about an
 * unknown option, column or member can offer what was probably meant.
 */
#ifndef CCKIT_NEAR_H
#define CCKIT_NEAR_H

#include "common/str.h"

/*
 * Letters to insert, drop, change or swap with their neighbour to get from
 * one to the other, ASCII case ignored (Damerau 1964, restricted). Words
 * longer than 64 bytes are never near: SIZE_MAX.
 */
size_t near_distance(struct str a, struct str b);

/*
 * The best offer among many: set typed, the rest zero; near_offer each known
 * word; best is then the nearest that is near enough (of two the first), or
 * absent.
 */
struct near {
	struct str typed, best;
	size_t distance;		/* of best */
};

void near_offer(struct near *n, struct str known);

/* Whether `known` is worth offering for `typed`: at most a third is off. */
bool near_enough(struct str typed, struct str known);

#endif
