/* world: the contacts in order of time. */
#ifndef BANK_WORLD_H
#define BANK_WORLD_H

#include "tests/bank/load.h"

struct world;

struct world *world_new(struct bank *b, struct load *l);
/* The next contact; false after the last. */
bool world_next(struct world *w, struct contact *c);
void world_free(struct world *w);

#endif
