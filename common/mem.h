/*
 * mem: allocation that does not return failure, and arenas.
 *
 * A tool that cannot get memory cannot do its job (exit status 3). So
 * allocations return memory or do not return: they call the handler that cli
 * installed, which says so, removes unfinished output files and ends the
 * process. Before a handler is installed the process prints and ends with 3.
 * The fault CCKIT_FAULT=alloc:N makes the N-th call fail (see fault.h).
 */
#ifndef CCKIT_MEM_H
#define CCKIT_MEM_H

#include "common/str.h"

enum {
	MEM_PAGE = 2 << 20,			/* a large one */
	MEM_LARGE = MEM_PAGE - 64		/* the allocator's head beside it */
};

/* Called once, from whichever thread failed; must not return. */
void mem_on_failure(void (*handler)(size_t bytes));

void *mem_get(size_t bytes);			/* not zeroed */
/* MEM_LARGE bytes, most of which will be used: one large page where the system
 * has it to give, which is hundreds of faults less. */
void *mem_get_large(void);
void *mem_zero(size_t count, size_t size);	/* zeroed; checks the product */
void *mem_resize(void *p, size_t bytes);
void *mem_resize_array(void *p, size_t count, size_t size);
void mem_free(void *p);
char *mem_dup(struct str s);			/* NUL added */
void mem_trim(void);	/* what is free, the allocator's, to the system */

/*
 * For arrays grown one at a time: makes room for one more element.
 * GROW(list, n, cap): list is T *, n and cap are size_t.
 */
#define GROW(list, n, cap) do { \
	if ((n) == (cap)) { \
		(cap) = (cap) ? (cap) * 2 : 8; \
		(list) = mem_resize_array((list), (cap), sizeof(*(list))); \
	} \
} while (0)

/*
 * An arena: many small pieces with one life. A zeroed struct is a valid empty
 * arena. Pieces live until arena_clear (keeps the memory for reuse) or
 * arena_release (gives it back). Not shared between threads.
 */
struct arena_block;

struct arena {
	struct arena_block *block;	/* current, newest first */
	struct arena_block *spare;	/* kept by arena_clear */
	size_t used;			/* bytes used in the current block */
	size_t total;			/* bytes held, for memory budgets */
};

void *arena_get(struct arena *a, size_t bytes);		/* aligned to 16 */
void *arena_zero(struct arena *a, size_t count, size_t size);
struct str arena_dup(struct arena *a, struct str s);	/* copies, adds NUL */
void arena_clear(struct arena *a);
void arena_release(struct arena *a);

#endif
