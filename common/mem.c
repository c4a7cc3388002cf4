/* mem: allocation that ends the process on failure, and arenas; see mem.h. */
#include "common/mem.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/fault.h"

static void (*failure_handler)(size_t bytes);

void
mem_on_failure(void (*handler)(size_t bytes))
{
	failure_handler = handler;
}

static NORETURN void
fail(size_t bytes)
{
	static const char text[] = "cckit: out of memory\n";

	if (failure_handler)
		failure_handler(bytes);
	(void)!write(2, text, sizeof(text) - 1);
	_exit(3);
}

static size_t
product(size_t count, size_t size)
{
	size_t bytes;

	if (MUL_OVERFLOWS(count, size, &bytes))
		fail(SIZE_MAX);
	return bytes;
}

void *
mem_get(size_t bytes)
{
	return mem_resize(NULL, bytes);
}

void *
mem_get_large(void)
{
	void *p = NULL;

	if (fault_hits(FAULT_ALLOC) ||
	    posix_memalign(&p, MEM_PAGE, MEM_LARGE) != 0)
		fail(MEM_LARGE);
	(void)madvise(p, MEM_LARGE, MADV_HUGEPAGE);	/* only faster */
	return p;
}

void *
mem_zero(size_t count, size_t size)
{
	size_t bytes = product(count, size);
	void *p = fault_hits(FAULT_ALLOC) ? NULL : calloc(1, bytes ? bytes : 1);

	if (!p)
		fail(bytes);
	return p;
}

void *
mem_resize(void *p, size_t bytes)
{
	void *q = fault_hits(FAULT_ALLOC) ? NULL :
	    realloc(p, bytes ? bytes : 1);

	if (!q)
		fail(bytes);
	return q;
}

void *
mem_resize_array(void *p, size_t count, size_t size)
{
	return mem_resize(p, product(count, size));
}

void
mem_free(void *p)
{
	free(p);
}

void
mem_trim(void)
{
	(void)malloc_trim(0);
}

char *
mem_dup(struct str s)
{
	char *c = mem_get(s.n + 1);

	if (s.n)
		memcpy(c, s.p, s.n);
	c[s.n] = '\0';
	return c;
}

struct arena_block {
	struct arena_block *next;
	size_t size;			/* bytes after this header */
	_Alignas(16) char bytes[];
};

enum { ARENA_BLOCK = 64 * 1024 };

static struct arena_block *
take_block(struct arena *a, size_t bytes)
{
	struct arena_block *b = a->spare;
	size_t size = MAX(bytes, (size_t)ARENA_BLOCK);

	if (b && b->size >= bytes) {
		a->spare = b->next;
		return b;
	}
	b = mem_get(sizeof(*b) + size);
	b->size = size;
	a->total += size;
	return b;
}

void *
arena_get(struct arena *a, size_t bytes)
{
	size_t need = (bytes + 15) & ~(size_t)15;

	if (need < bytes)
		fail(bytes);
	if (!a->block || a->block->size - a->used < need) {
		struct arena_block *b = take_block(a, need);

		b->next = a->block;
		a->block = b;
		a->used = 0;
	}
	a->used += need;
	return a->block->bytes + a->used - need;
}

void *
arena_zero(struct arena *a, size_t count, size_t size)
{
	size_t bytes = product(count, size);
	void *p = arena_get(a, bytes);

	if (bytes)
		memset(p, 0, bytes);
	return p;
}

struct str
arena_dup(struct arena *a, struct str s)
{
	char *c = arena_get(a, s.n + 1);

	if (s.n)
		memcpy(c, s.p, s.n);
	c[s.n] = '\0';
	return (struct str){ c, s.n };
}

void
arena_clear(struct arena *a)
{
	struct arena_block *b;

	while ((b = a->block)) {
		a->block = b->next;
		b->next = a->spare;
		a->spare = b;
	}
	a->used = 0;
}

void
arena_release(struct arena *a)
{
	struct arena_block *b;

	arena_clear(a);
	while ((b = a->spare)) {
		a->spare = b->next;
		mem_free(b);
	}
	*a = (struct arena){ 0 };
}
