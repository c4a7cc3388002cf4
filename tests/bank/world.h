/* world: the contacts in order of time. */
#ifndef BANK_WORLD_H
#define BANK_WORLD_H

#include "tests/bank/bank.h"

struct world;

struct world *world_new(const struct bank *b);
/* The next contact; false after the last. */
bool world_next(struct world *w, struct contact *c);
void world_free(struct world *w);

#endif
