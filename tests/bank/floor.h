/*
 * floor: where live contacts wait and people take them: a queue each, or two
 * with the same people; first come first served, by whoever has been idle
 * longest. Waits, who gives up and
 * who is busy come from that and from nothing else. No code of ccroute's.
 *
 * Whole seconds. At one moment agents come free first, then shifts begin and
 * end, then people give up, then they come; then as it was made.
 */
#ifndef BANK_FLOOR_H
#define BANK_FLOOR_H

#include "tests/bank/load.h"

struct floor;

/* What happened to a contact is known, at that time; the floor has no more
 * to do with it. */
typedef void floor_ended(void *world, struct contact *c, int64_t at);

struct floor *floor_new(struct bank *b, const struct load *l,
    floor_ended *ended, void *world);
void floor_free(struct floor *f);

/* The contact, filled with what it would need and bear, comes to its queue at
 * start + self; it must stay where it is until it has ended. */
void floor_add(struct floor *f, struct contact *c);
/* The time of what happens next; INT64_MAX: nothing, ever. */
int64_t floor_next(const struct floor *f);
void floor_step(struct floor *f);

#endif
