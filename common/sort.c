/* sort: runs in memory, spilled to one nameless file, merged; see sort.h. */
#include "common/sort_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/fault.h"
#include "common/mem.h"

enum { RUN_BUFFER = 128 * 1024, MIN_MEM = 1 << 20, BLOCK = 1 << 18 };

struct block {
	struct block *next;
	size_t used, size;
	char bytes[];			/* size + PADDING */
};

struct run {			/* a sorted range of the spill file */
	uint64_t at, end;		/* unread bytes */
	char *buffer;			/* RUN_BUFFER or the longest record */
	size_t from, n, cap;
	struct record head;		/* the next record */
	bool done;
};

struct sort {
	struct sort_options o;
	struct block *blocks;
	struct block *spare;		/* of the usual size, for the next run */
	size_t held;			/* bytes of blocks */
	struct record *record;
	size_t n, cap;
	int fd;				/* -1: nothing spilled yet */
	uint64_t file_end;
	struct run *run;
	size_t runs, run_cap;
	size_t *heap;			/* indices of runs, least first */
	size_t heap_n;
	size_t next;			/* of record, when nothing spilled */
	bool pop_first;			/* the heap's head was handed out */
	struct copy {			/* what was handed out of a run */
		char *bytes;
		size_t cap;
	} out[2];
	unsigned turn;
};

struct sort *
sort_new(const struct sort_options *o)
{
	struct sort *s = mem_zero(1, sizeof(*s));

	s->o = *o;
	if (!s->o.mem_bytes)
		s->o.mem_bytes = (size_t)256 << 20;
	s->o.mem_bytes = MAX(s->o.mem_bytes, (size_t)MIN_MEM);
	s->fd = -1;
	return s;
}

/* ---- spilling ------------------------------------------------------------------------ */

static int
open_spill(struct sort *s, struct err *err)
{
	const char *dir = s->o.tmp_dir ? s->o.tmp_dir : getenv("TMPDIR");
	char path[4096];

	if (!dir || !*dir)
		dir = "/tmp";
	s->fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (s->fd >= 0)
		return 0;
	/* a file system without O_TMPFILE: a name, gone at once */
	snprintf(path, sizeof(path), "%s/cckit-XXXXXX", dir);
	s->fd = mkostemp(path, O_CLOEXEC);
	if (s->fd < 0)
		return err_errno(err, "'%s': no room to sort in", dir);
	unlink(path);
	return 0;
}

static int
write_at(struct sort *s, struct str bytes, struct err *err)
{
	while (bytes.n) {
		ptrdiff_t w;

		if (fault_hits(FAULT_WRITE)) {
			errno = ENOSPC;
			w = -1;
		} else {
			w = pwrite(s->fd, bytes.p, bytes.n,
			    (off_t)s->file_end);
		}
		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0) {
			err_errno(err, "the sort's temporary file");
			err_hint(err, "give it room with --tmp DIR, or more "
			    "memory with -S SIZE");
			return -1;
		}
		s->file_end += (uint64_t)w;
		bytes = str_skip(bytes, (size_t)w);
	}
	return 0;
}

static void
put_record(struct buf *b, const struct record *r)
{
	buf_add(b, (const char *)&r->key_n, sizeof(r->key_n));
	buf_add(b, (const char *)&r->payload_n, sizeof(r->payload_n));
	buf_add(b, r->key, r->key_n);
	buf_add(b, r->payload, r->payload_n);
}

/* Keeps those of the usual size: a fresh page costs more than its use. */
static void
empty_blocks(struct sort *s)
{
	struct block *b;

	while ((b = s->blocks)) {
		s->blocks = b->next;
		if (b->size > BLOCK) {
			mem_free(b);
			continue;
		}
		b->next = s->spare;
		s->spare = b;
	}
	s->held = 0;
}

static void
free_blocks(struct sort *s)
{
	struct block *b;

	empty_blocks(s);
	while ((b = s->spare)) {
		s->spare = b->next;
		mem_free(b);
	}
}

static int
spill(struct sort *s, struct err *err)
{
	struct buf b = { 0 };
	struct run *run;
	int r = 0;

	if (s->fd < 0 && open_spill(s, err) < 0)
		return -1;
	sort_order(s->record, s->n, s->o.threads);
	GROW(s->run, s->runs, s->run_cap);
	run = &s->run[s->runs++];
	*run = (struct run){ .at = s->file_end };
	for (size_t i = 0; i < s->n && r == 0; i++) {
		put_record(&b, &s->record[i]);
		if (b.n >= RUN_BUFFER * 4 || i + 1 == s->n) {
			r = write_at(s, buf_view(&b), err);
			buf_clear(&b);
		}
	}
	run->end = s->file_end;
	buf_release(&b);
	s->n = 0;
	empty_blocks(s);
	return r;
}

/* ---- adding ---------------------------------------------------------------------------- */

static struct block *
new_block(struct sort *s, size_t bytes)
{
	struct block *b = s->spare;

	if (b && bytes <= BLOCK) {
		s->spare = b->next;
	} else {
		size_t size = MAX(bytes, (size_t)BLOCK);

		b = mem_get(sizeof(*b) + size + PADDING);
		b->size = size;
	}
	b->used = 0;
	b->next = s->blocks;
	s->blocks = b;
	s->held += b->size;
	return b;
}

static char *
room_for(struct sort *s, size_t bytes)
{
	struct block *b = s->blocks;

	if (!b || b->size - b->used < bytes)
		b = new_block(s, bytes);
	b->used += bytes;
	return b->bytes + b->used - bytes;
}

/* Room for one more record, whose key and payload take so many bytes here. */
static int
make_room(struct sort *s, size_t key, size_t payload, size_t here,
    struct err *err)
{
	size_t cap = s->n == s->cap ? s->cap * 2 : s->cap;

	if (key > UINT32_MAX || payload > UINT32_MAX)
		return err_set(err, ERR_FAILED, "a record too long to sort");
	/* The list as it would be: grown past the memory, it would never be
	 * small enough again, and each record be a run of its own. */
	if (s->n && s->held + here + cap * sizeof(*s->record) >
	    s->o.mem_bytes && spill(s, err) < 0)
		return -1;
	GROW(s->record, s->n, s->cap);
	return 0;
}

static void
append(struct sort *s, struct str key, const char *at, struct str payload)
{
	s->record[s->n++] = (struct record){ key_prefix(key, 0), at, payload.p,
	    (uint32_t)key.n, (uint32_t)payload.n };
}

int
sort_add_parts(struct sort *s, struct str key, struct str head,
    struct str rest, struct err *err)
{
	size_t n = head.n + rest.n;
	char *to;

	if (make_room(s, key.n, n, key.n + n, err) < 0)
		return -1;
	to = room_for(s, key.n + n);
	memcpy(to, key.p, key.n);
	if (head.n)
		memcpy(to + key.n, head.p, head.n);
	if (rest.n)
		memcpy(to + key.n + head.n, rest.p, rest.n);
	append(s, key, to, (struct str){ to + key.n, n });
	return 0;
}

int
sort_add(struct sort *s, struct str key, struct str payload, struct err *err)
{
	return sort_add_parts(s, key, STR_NONE, payload, err);
}

int
sort_add_lent(struct sort *s, struct str key, struct str payload,
    struct err *err)
{
	char *to;

	if (make_room(s, key.n, payload.n, key.n, err) < 0)
		return -1;
	to = room_for(s, key.n);
	memcpy(to, key.p, key.n);
	append(s, key, to, payload);
	return 0;
}

/* ---- reading back ------------------------------------------------------------------------ */

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

		if (fault_hits(FAULT_READ)) {
			errno = EIO;
			got = -1;
		} else {
			got = pread(s->fd, run->buffer + run->n, want,
			    (off_t)run->at);
		}
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_errno(err, "the sort's temporary file");
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

	if (run->n == run->from && run->at == run->end) {
		run->done = true;
		return 0;
	}
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

static int
start_merge(struct sort *s, struct err *err)
{
	size_t each = s->o.mem_bytes / MAX(s->runs, 1);

	s->heap = mem_zero(s->runs, sizeof(*s->heap));
	for (size_t i = 0; i < s->runs; i++) {
		struct run *run = &s->run[i];
		int r;

		run->cap = MIN(MAX(each, (size_t)4096), (size_t)RUN_BUFFER);
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

int
sort_finish(struct sort *s, struct err *err)
{
	if (s->fd < 0) {
		sort_order(s->record, s->n, s->o.threads);
		return 0;
	}
	if (s->n && spill(s, err) < 0)
		return -1;
	mem_free(s->record);
	s->record = NULL;
	s->cap = 0;
	free_blocks(s);
	return start_merge(s, err);
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

int
sort_next(struct sort *s, struct str *key, struct str *payload,
    struct err *err)
{
	if (s->fd < 0) {
		const struct record *r = &s->record[s->next];

		if (s->next == s->n)
			return 0;
		s->next++;
		*key = (struct str){ r->key, r->key_n };
		*payload = (struct str){ r->payload, r->payload_n };
		return 1;
	}
	if (s->pop_first && s->heap_n) {
		int r = advance(s, &s->run[s->heap[0]], err);

		if (r < 0)
			return -1;
		if (r == 0)
			s->heap[0] = s->heap[--s->heap_n];
		sift_down(s, 0);
	}
	if (!s->heap_n)
		return 0;
	give_copy(s, &s->run[s->heap[0]].head, key, payload);
	s->pop_first = true;
	return 1;
}

bool
sort_in_memory(const struct sort *s)
{
	return s->fd < 0;
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
	if (s->fd >= 0)
		close(s->fd);
	free_blocks(s);
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
