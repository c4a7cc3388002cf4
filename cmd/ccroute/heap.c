/* heap: 4-ary, in one array; see heap.h. */
#include "cmd/ccroute/heap.h"

#include <string.h>

#include "common/mem.h"

void
heap_init(struct heap *h, size_t ids)
{
	*h = (struct heap){ .least = UINT64_MAX };
	if (ids) {
		/* one word before the places says how many they are */
		h->place = mem_zero(ids + 1, sizeof(*h->place));
		*h->place++ = (uint32_t)ids;
	}
}

static size_t
ids_of(const struct heap *h)
{
	return h->place ? h->place[-1] : 0;
}

void
heap_clear(struct heap *h)
{
	h->n = 0;
	h->least = UINT64_MAX;
	h->hole = false;
	if (h->place)
		memset(h->place, 0, ids_of(h) * sizeof(*h->place));
}

void
heap_release(struct heap *h)
{
	mem_free(h->entry);
	if (h->place)
		mem_free(h->place - 1);
	*h = (struct heap){ 0 };
}

static inline void
set(struct heap *h, size_t i, struct heap_entry e)
{
	h->entry[i] = e;
	if (h->place)
		h->place[e.id] = (uint32_t)i + 1;
}

static void
rise(struct heap *h, size_t i, struct heap_entry e)
{
	while (i > 0) {
		size_t up = (i - 1) / 4;

		if (h->entry[up].key <= e.key)
			break;
		set(h, i, h->entry[up]);
		i = up;
	}
	set(h, i, e);
}

/* The least of up to four children, without a branch to guess wrong. */
static inline size_t
least_child(const struct heap *h, size_t first)
{
	const struct heap_entry *e = h->entry;
	size_t a, b;

	if (UNLIKELY(first + 4 > h->n)) {
		a = first;
		for (size_t c = first + 1; c < h->n; c++)
			a = e[c].key < e[a].key ? c : a;
		return a;
	}
	a = first + (e[first + 1].key < e[first].key);
	b = first + 2 + (e[first + 3].key < e[first + 2].key);
	return e[b].key < e[a].key ? b : a;
}

static void
sink(struct heap *h, size_t i, struct heap_entry e)
{
	for (;;) {
		size_t first = 4 * i + 1, least;

		if (first >= h->n)
			break;
		least = least_child(h, first);
		if (e.key <= h->entry[least].key)
			break;
		set(h, i, h->entry[least]);
		i = least;
	}
	set(h, i, e);
}

/* The least child is known since the hole was made. */
static void
fill_hole(struct heap *h, struct heap_entry e)
{
	h->hole = false;
	if (e.key <= h->least) {
		h->least = e.key;
		set(h, 0, e);
		return;
	}
	set(h, 0, h->entry[h->child]);
	sink(h, h->child, e);
}

static void
close_hole(struct heap *h)
{
	struct heap_entry last = h->entry[--h->n];

	if (h->n)
		fill_hole(h, last);
	else
		h->hole = false;
}

void
heap_put(struct heap *h, uint64_t key, uint32_t id, uint32_t stamp)
{
	if (h->hole) {
		fill_hole(h, (struct heap_entry){ key, id, stamp });
		return;
	}
	GROW(h->entry, h->n, h->cap);
	rise(h, h->n++, (struct heap_entry){ key, id, stamp });
	h->least = h->entry[0].key;
}

struct heap_entry
heap_take(struct heap *h)
{
	struct heap_entry top;

	if (h->hole)
		close_hole(h);
	top = h->entry[0];
	if (h->place)
		h->place[top.id] = 0;
	h->hole = true;
	h->child = h->n > 1 ? (uint32_t)least_child(h, 1) : 0;
	h->least = h->child ? h->entry[h->child].key : UINT64_MAX;
	return top;
}

static void
take_at(struct heap *h, size_t i)
{
	struct heap_entry last = h->entry[--h->n];

	h->place[h->entry[i].id] = 0;
	if (i == h->n)
		return;
	if (i > 0 && last.key < h->entry[(i - 1) / 4].key)
		rise(h, i, last);
	else
		sink(h, i, last);
}

void
heap_remove(struct heap *h, uint32_t id)
{
	if (h->hole)
		close_hole(h);
	if (!h->place || !h->place[id])
		return;
	take_at(h, h->place[id] - 1);
	h->least = h->n ? h->entry[0].key : UINT64_MAX;
}
