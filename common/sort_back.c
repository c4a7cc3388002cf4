/* sort_back: records in order, out of memory or out of the runs that were
 * spilled, merged; see sort.h. */
#include "common/sort_inside.h"

#include "common/mem.h"

/* Records in memory are fetched in time: so many before, so much of each. */
enum { AHEAD = 8, FETCHED = 384 };

static int
fill(struct sort *s, struct run *run, size_t need, struct err *err)
{
	if (run->from) {
		memmove(run->buffer, run->buffer + run->from,
		    run->n - run->from);
		run->n -= run->from;
		run->from = 0;
	}
	if (need > run->cap) {
		run->cap = MAX(need, run->cap * 2);
		run->buffer = mem_resize(run->buffer, run->cap);
	}
	while (run->n < need) {
		size_t want = (size_t)MIN(run->end - run->at,
		    (uint64_t)(run->cap - run->n));
		ptrdiff_t got;

		got = spill_read(&s->file, run->at, run->buffer + run->n,
		    want, err);
		if (got < 0)
			return -1;
		run->n += (size_t)got;
		run->at += (uint64_t)got;
	}
	return 0;
}

static int
ensure(struct sort *s, struct run *run, size_t need, struct err *err)
{
	return run->n - run->from >= need ? 0 : fill(s, run, need, err);
}

/* Makes the run's next record its head; 0 at its end. */
static int
advance(struct sort *s, struct run *run, struct err *err)
{
	uint32_t length[2];
	size_t bytes;

	if (run->n == run->from && run->at == run->end)
		return 0;
	if (ensure(s, run, sizeof(length), err) < 0)
		return -1;
	memcpy(length, run->buffer + run->from, sizeof(length));
	bytes = (size_t)length[0] + length[1];
	if (ensure(s, run, sizeof(length) + bytes, err) < 0)
		return -1;
	run->head.key = run->buffer + run->from + sizeof(length);
	run->head.payload = run->head.key + length[0];
	run->head.key_n = length[0];
	run->head.payload_n = length[1];
	run->head.prefix = key_prefix((struct str){ run->head.key,
	    length[0] }, 0);
	run->from += sizeof(length) + bytes;
	return 1;
}

static bool
less(const struct sort *s, size_t a, size_t b)
{
	return record_before(&s->run[s->heap[a]].head,
	    &s->run[s->heap[b]].head);
}

static void
sift_down(struct sort *s, size_t at)
{
	for (;;) {
		size_t least = at, left = 2 * at + 1, t;

		if (left < s->heap_n && less(s, left, least))
			least = left;
		if (left + 1 < s->heap_n && less(s, left + 1, least))
			least = left + 1;
		if (least == at)
			return;
		t = s->heap[at];
		s->heap[at] = s->heap[least];
		s->heap[least] = t;
		at = least;
	}
}

/* Makes the first n runs ready, and a heap of them. */
static int
open_runs(struct sort *s, size_t n, struct err *err)
{
	size_t each = s->o.mem_bytes / MAX(n, 1);

	s->heap = mem_resize_array(s->heap, MAX(n, 1), sizeof(*s->heap));
	s->heap_n = 0;
	s->pop_first = false;
	for (size_t i = 0; i < n; i++) {
		struct run *run = &s->run[i];
		int r;

		run->cap = MIN(MAX(each, (size_t)LEAST_BUFFER),
		    (size_t)RUN_BUFFER);
		run->buffer = mem_get(run->cap);
		r = advance(s, run, err);
		if (r < 0)
			return -1;
		if (r > 0)
			s->heap[s->heap_n++] = i;
	}
	for (size_t i = s->heap_n; i-- > 0;)
		sift_down(s, i);
	return 0;
}

/* Makes the least record of open runs, behind the one before, the first run's
 * head; 0: there is none. */
static int
next_head(struct sort *s, struct err *err)
{
	if (s->pop_first && s->heap_n) {
		int r = advance(s, &s->run[s->heap[0]], err);

		if (r < 0)
			return -1;
		if (r == 0)
			s->heap[0] = s->heap[--s->heap_n];
		sift_down(s, 0);
	}
	s->pop_first = true;
	return s->heap_n > 0;
}

/* ---- in several passes -------------------------------------------------------- */

/* All records of open runs, as one run behind all others. */
static int
write_merged(struct sort *s, struct err *err)
{
	struct buf b = { 0 };
	int got;

	while ((got = next_head(s, err)) > 0 && (got = sort_put_record(s, &b,
	    &s->run[s->heap[0]].head, err)) == 0)
		continue;
	if (got == 0)
		got = sort_put_rest(s, &b, err);
	buf_release(&b);
	return got;
}

/* The oldest n runs become one. (The file keeps what nobody reads again.) */
static int
merge_oldest(struct sort *s, size_t n, struct err *err)
{
	struct run whole = { .at = s->file.end };

	if (open_runs(s, n, err) < 0 || write_merged(s, err) < 0)
		return -1;
	whole.end = s->file.end;
	for (size_t i = 0; i < n; i++)
		mem_free(s->run[i].buffer);
	s->runs -= n - 1;
	memmove(s->run, s->run + n, (s->runs - 1) * sizeof(*s->run));
	s->run[s->runs - 1] = whole;
	return 0;
}

int
sort_start_merge(struct sort *s, struct err *err)
{
	size_t most = s->o.merged;

	while (s->runs > most)
		if (merge_oldest(s, MIN(most, s->runs - most + 1), err) < 0)
			return -1;
	return open_runs(s, s->runs, err);
}

/* Out of a run's buffer, which is filled again. */
static void
give_copy(struct sort *s, const struct record *r, struct str *key,
    struct str *payload)
{
	struct copy *c = &s->out[s->turn++ & 1];
	size_t n = (size_t)r->key_n + r->payload_n;

	if (n + PADDING > c->cap) {
		c->cap = MAX(n + PADDING, c->cap * 2);
		c->bytes = mem_resize(c->bytes, c->cap);
	}
	memcpy(c->bytes, r->key, n);	/* the payload follows its key */
	memset(c->bytes + n, 0, PADDING);
	*key = (struct str){ c->bytes, r->key_n };
	*payload = (struct str){ c->bytes + r->key_n, r->payload_n };
}

static void
fetch(const struct record *r)
{
	for (size_t at = 0; at < FETCHED; at += 64)
		__builtin_prefetch(r->key + at);
}

int
sort_next(struct sort *s, struct str *key, struct str *payload,
    struct err *err)
{
	int got;

	if (sort_in_memory(s)) {
		const struct record *r = &s->record[s->next];

		if (s->next == s->n)
			return 0;
		if (s->n - s->next > AHEAD)
			fetch(&r[AHEAD]);
		s->next++;
		*key = (struct str){ r->key, r->key_n };
		*payload = (struct str){ r->payload, r->payload_n };
		return 1;
	}
	got = next_head(s, err);
	if (got > 0)
		give_copy(s, &s->run[s->heap[0]].head, key, payload);
	return got;
}
