/* threads: roots of reply chains; see threads.h. */
#include "cmd/ccimport/threads.h"

#include "common/hash.h"

static void
grow(struct threads *t)
{
	size_t n = t->n_bucket ? t->n_bucket * 2 : 1024;

	mem_free(t->bucket);
	t->bucket = mem_zero(n, sizeof(*t->bucket));
	t->n_bucket = n;
	for (size_t i = 0; i < t->n; i++) {
		uint32_t *b = &t->bucket[hash_key(t->entry[i].id) & (n - 1)];

		t->entry[i].next = *b;
		*b = (uint32_t)i + 1;
	}
}

static struct thread_entry *
find(const struct threads *t, struct str id)
{
	uint32_t i = t->n_bucket ?
	    t->bucket[hash_key(id) & (t->n_bucket - 1)] : 0;

	while (i && !str_eq(t->entry[i - 1].id, id))
		i = t->entry[i - 1].next;
	return i ? &t->entry[i - 1] : NULL;
}

static struct thread_entry *
add(struct threads *t, struct str id, struct str parent)
{
	struct thread_entry *e;
	uint32_t *b;

	if (t->n >= t->n_bucket)
		grow(t);
	GROW(t->entry, t->n, t->cap);
	b = &t->bucket[hash_key(id) & (t->n_bucket - 1)];
	e = &t->entry[t->n++];
	*e = (struct thread_entry){ .id = arena_dup(&t->arena, id),
	    .parent = parent.n ? arena_dup(&t->arena, parent) : STR_NONE,
	    .next = *b };
	*b = (uint32_t)t->n;
	return e;
}

void
threads_add(struct threads *t, struct str id, struct str parent,
    int64_t at_ms)
{
	if (t->n >= UINT32_MAX - 1)
		BUG("more messages than fit one table");
	if (!find(t, id))
		add(t, id, parent)->at_ms = at_ms;
}

/* Clocks of two systems may differ by less than this. */
enum { CLOCKS_DIFFER_MS = 60 * 1000 };

struct parents
threads_parents(const struct threads *t)
{
	struct parents p = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		const struct thread_entry *e = &t->entry[i];
		const struct thread_entry *up = e->parent.n ?
		    find(t, e->parent) : NULL;

		p.named += e->parent.n > 0;
		p.found += up != NULL;
		p.younger += up && up->at_ms > e->at_ms + CLOCKS_DIFFER_MS;
	}
	return p;
}

/*
 * Upwards to the root. A chain that runs in a circle has its smallest id for a
 * root, so that every member finds the same one.
 */
static uint32_t
walk_up(struct threads *t, uint32_t at)
{
	uint32_t walk = ++t->walk, best;

	for (;;) {
		struct thread_entry *e = &t->entry[at - 1];
		struct thread_entry *up;

		if (e->root)
			return e->root;
		if (e->mark == walk)
			break;
		e->mark = walk;
		if (!e->parent.n)
			return at;
		up = find(t, e->parent);
		if (!up)
			up = add(t, e->parent, STR_NONE);
		at = (uint32_t)(up - t->entry) + 1;
	}
	best = at;
	for (uint32_t i = at;;) {
		struct thread_entry *up = find(t, t->entry[i - 1].parent);

		i = (uint32_t)(up - t->entry) + 1;
		if (i == at)
			return best;
		if (str_cmp(t->entry[i - 1].id, t->entry[best - 1].id) < 0)
			best = i;
	}
}

struct str
threads_root(struct threads *t, struct str id)
{
	struct thread_entry *e = find(t, id);
	uint32_t at, root;

	if (!e)
		return id;
	at = (uint32_t)(e - t->entry) + 1;
	root = walk_up(t, at);
	while (!t->entry[at - 1].root) {	/* shorten every later walk */
		struct thread_entry *up;

		t->entry[at - 1].root = root;
		up = t->entry[at - 1].parent.n ?
		    find(t, t->entry[at - 1].parent) : NULL;
		if (!up)
			break;
		at = (uint32_t)(up - t->entry) + 1;
	}
	return t->entry[root - 1].id;
}

void
threads_release(struct threads *t)
{
	mem_free(t->entry);
	mem_free(t->bucket);
	arena_release(&t->arena);
	*t = (struct threads){ 0 };
}
