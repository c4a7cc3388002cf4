/* sort: records gathered in blocks, ordered, spilled when there are too many;
 * see sort.h. */
#include "common/sort_inside.h"

#include "common/buf.h"
#include "common/mem.h"

enum {
	MIN_MEM = 1 << 20,
	LEAST_MERGING = 8 << 20,	/* bytes of buffers: a pass costs more */
	BLOCKS = 32,			/* in the memory, unless they were: */
	MIN_BLOCK = 32 << 10, MAX_BLOCK = MEM_LARGE
};

struct sort *
sort_new(const struct sort_options *o)
{
	struct sort *s = mem_zero(1, sizeof(*s));

	s->o = *o;
	if (!s->o.mem_bytes)
		s->o.mem_bytes = (size_t)256 << 20;
	s->o.mem_bytes = MAX(s->o.mem_bytes, (size_t)MIN_MEM);
	if (!s->o.merged)
		s->o.merged = MAX(s->o.mem_bytes, (size_t)LEAST_MERGING) /
		    LEAST_BUFFER;
	spill_init(&s->file, "the sort's", o->tmp_dir);
	sort_batch_init(&s->own, s);
	return s;
}

/* ---- blocks ----------------------------------------------------------------- */

/* Bytes of a usual block, header and all. */
static size_t
usual_block(const struct sort *s)
{
	size_t part = s->o.mem_bytes / BLOCKS & ~(size_t)4095;

	return MIN(MAX(part, (size_t)MIN_BLOCK), (size_t)MAX_BLOCK);
}

static void
hold(struct sort *s, struct sort_block *b)
{
	b->next = s->blocks;
	s->blocks = b;
	s->held += b->size;
}

/* Their bytes are in a run now: all go but those that a batch still fills. */
static void
empty_blocks(struct sort *s)
{
	struct sort_block *all = s->blocks, *b;

	s->blocks = NULL;
	s->held = 0;
	while ((b = all)) {
		all = b->next;
		if (b->open)
			hold(s, b);
		else
			mem_free(b);
	}
	/* else the allocator keeps them for one thread while another gets new */
	mem_trim();
}

static void
free_blocks(struct sort_block *all)
{
	struct sort_block *b;

	while ((b = all)) {
		all = b->next;
		mem_free(b);
	}
}

static void
free_all(struct sort *s)
{
	sort_batch_release(&s->own);
	free_blocks(s->blocks);
	s->blocks = NULL;
}

/* ---- spilling ------------------------------------------------------------------ */

int
sort_put_record(struct sort *s, struct buf *b, const struct record *r,
    struct err *err)
{
	buf_add(b, (const char *)&r->key_n, sizeof(r->key_n));
	buf_add(b, (const char *)&r->payload_n, sizeof(r->payload_n));
	buf_add(b, r->key, r->key_n);
	buf_add(b, r->payload, r->payload_n);
	return b->n < RUN_WRITTEN ? 0 : sort_put_rest(s, b, err);
}

int
sort_put_rest(struct sort *s, struct buf *b, struct err *err)
{
	int r = spill_add(&s->file, buf_view(b), err);

	buf_clear(b);
	return r;
}

static int
spill(struct sort *s, struct err *err)
{
	struct buf b = { 0 };
	struct run *run;
	int r = 0;

	sort_order(s->record, s->n, s->o.threads);
	GROW(s->run, s->runs, s->run_cap);
	run = &s->run[s->runs++];
	*run = (struct run){ .at = s->file.end };
	for (size_t i = 0; i < s->n && r == 0; i++)
		r = sort_put_record(s, &b, &s->record[i], err);
	if (r == 0)
		r = sort_put_rest(s, &b, err);
	run->end = s->file.end;
	buf_release(&b);
	s->n = 0;
	empty_blocks(s);
	return r;
}

/* ---- batches: records gathered apart ------------------------------------------- */

void
sort_batch_init(struct sort_batch *g, const struct sort *s)
{
	*g = (struct sort_batch){ .block_bytes = usual_block(s) };
}

static struct sort_block *
new_block(struct sort_batch *g, size_t bytes)
{
	size_t around = sizeof(struct sort_block) + PADDING;
	size_t size = MAX(bytes + around, g->block_bytes);
	struct sort_block *b = size == MAX_BLOCK ? mem_get_large() :
	    mem_get(size);

	*b = (struct sort_block){ .size = size - around, .next = g->blocks };
	g->blocks = b;
	return b;
}

static char *
room_for(struct sort_batch *g, size_t bytes)
{
	struct sort_block *b = g->open;

	if (bytes > g->block_bytes / 4) {	/* one of its own */
		b = new_block(g, bytes);
	} else if (!b || b->size - b->used < bytes) {
		b = g->open = new_block(g, bytes);
	}
	b->used += bytes;
	return b->bytes + b->used - bytes;
}

void
sort_batch_lend(struct sort_batch *g, struct str key, struct str payload)
{
	BUG_UNLESS(key.n <= UINT32_MAX && payload.n <= UINT32_MAX);
	GROW(g->record, g->n, g->cap);
	g->record[g->n++] = (struct record){ key_prefix(key, 0), key.p,
	    payload.p, (uint32_t)key.n, (uint32_t)payload.n };
}

void
sort_batch_add(struct sort_batch *g, struct str key, struct str head,
    struct str rest)
{
	size_t n = head.n + rest.n;
	char *to = room_for(g, key.n + n);

	if (key.n)
		memcpy(to, key.p, key.n);
	if (head.n)
		memcpy(to + key.n, head.p, head.n);
	if (rest.n)
		memcpy(to + key.n + head.n, rest.p, rest.n);
	sort_batch_lend(g, (struct str){ to, key.n }, (struct str){ to +
	    key.n, n });
}

void
sort_batch_release(struct sort_batch *g)
{
	free_blocks(g->blocks);
	mem_free(g->record);
	*g = (struct sort_batch){ 0 };
}

/* The sort's list with room for n more. */
static size_t
room_needed(const struct sort *s, size_t n)
{
	size_t cap = s->cap;

	while (cap < s->n + n)
		cap = MAX(cap * 2, (size_t)8);
	return cap;
}

/* Its blocks are the sort's from now on; the last is still filled. */
static void
hold_blocks(struct sort *s, struct sort_batch *g)
{
	struct sort_block *b;

	if (g->filled && g->filled != g->open)
		g->filled->open = false;
	while ((b = g->blocks)) {
		g->blocks = b->next;
		hold(s, b);
	}
	g->filled = g->open;
	if (g->open)
		g->open->open = true;
}

int
sort_take(struct sort *s, struct sort_batch *g, struct err *err)
{
	size_t more = 0;

	for (const struct sort_block *b = g->blocks; b; b = b->next)
		more += b->size;
	/* The list as it would be: grown past the memory, it would never be
	 * small enough again, and each record be a run of its own. */
	if (s->n && s->held + more + room_needed(s, g->n) *
	    sizeof(*s->record) > s->o.mem_bytes && spill(s, err) < 0)
		return -1;
	if (s->cap < s->n + g->n) {
		s->cap = room_needed(s, g->n);
		s->record = mem_resize_array(s->record, s->cap,
		    sizeof(*s->record));
	}
	if (g->n)
		memcpy(s->record + s->n, g->record, g->n *
		    sizeof(*g->record));
	s->n += g->n;
	g->n = 0;
	hold_blocks(s, g);
	return 0;
}

int
sort_add(struct sort *s, struct str key, struct str payload, struct err *err)
{
	sort_batch_add(&s->own, key, STR_NONE, payload);
	return sort_take(s, &s->own, err);
}

/* ---- the end of it -------------------------------------------------------------- */

int
sort_finish(struct sort *s, struct err *err)
{
	if (sort_in_memory(s)) {
		sort_order(s->record, s->n, s->o.threads);
		return 0;
	}
	if (s->n && spill(s, err) < 0)
		return -1;
	mem_free(s->record);
	s->record = NULL;
	s->cap = 0;
	free_all(s);
	return sort_start_merge(s, err);
}

bool
sort_in_memory(const struct sort *s)
{
	return !spill_used(&s->file);
}

size_t
sort_runs(const struct sort *s)
{
	return s->runs;
}

void
sort_free(struct sort *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->runs; i++)
		mem_free(s->run[i].buffer);
	spill_release(&s->file);
	free_all(s);
	mem_free(s->run);
	mem_free(s->heap);
	mem_free(s->record);
	mem_free(s->out[0].bytes);
	mem_free(s->out[1].bytes);
	mem_free(s);
}

void
key_int(struct buf *key, int64_t v)
{
	uint64_t u = (uint64_t)v ^ (uint64_t)1 << 63;

	for (int shift = 56; shift >= 0; shift -= 8)
		buf_char(key, (char)(u >> shift));
}

void
key_str(struct buf *key, struct str s)
{
	const char *zero;

	while (s.n && (zero = memchr(s.p, 0, s.n))) {
		buf_add(key, s.p, (size_t)(zero - s.p));
		buf_add(key, "\0\1", 2);
		s = str_range(zero + 1, s.p + s.n);
	}
	buf_str(key, s);
	buf_add(key, "\0\0", 2);
}
