/* spool: records put aside and read back; see spool.h. */
#include "cmd/ccmerge/spool.h"

#include "common/mem.h"

enum { WINDOW = 1 << 20 };

void
spool_init(struct spool *s, size_t mem_bytes, const char *tmp_dir)
{
	*s = (struct spool){ .mem_bytes = mem_bytes,
	    .bytes = BUF_MAX(SIZE_MAX / 2),
	    .window = BUF_MAX(SIZE_MAX / 2) };
	spill_init(&s->file, "ccmerge's", tmp_dir);
}

static int
to_file(struct spool *s, struct err *err)
{
	int r = spill_add(&s->file, buf_view(&s->bytes), err);

	buf_clear(&s->bytes);
	return r;
}

struct lengths {
	uint32_t head, payload, lent;
};

int
spool_add(struct spool *s, struct str head, struct str payload, bool lent,
    struct err *err)
{
	struct lengths n = { (uint32_t)head.n, (uint32_t)payload.n, lent };

	buf_add(&s->bytes, (const char *)&n, sizeof(n));
	buf_str(&s->bytes, head);
	if (lent)
		buf_add(&s->bytes, (const char *)&payload.p,
		    sizeof(payload.p));
	else
		buf_str(&s->bytes, payload);
	return s->bytes.n > s->mem_bytes ? to_file(s, err) : 0;
}

/* Makes at least `need` bytes stand in the window behind `at`. */
static int
fill(struct spool *s, size_t need, struct err *err)
{
	size_t left = s->window.n - s->at;

	if (left >= need)
		return 0;
	if (left)
		memmove(s->window.p, s->window.p + s->at, left);
	s->window.n = left;
	s->at = 0;
	while (s->window.n < need) {
		char *to = buf_room(&s->window, MAX(need, (size_t)WINDOW) +
		    PADDING);
		ptrdiff_t got = spill_read(&s->file, s->read_file, to,
		    MAX(need, (size_t)WINDOW), err);

		if (got < 0)
			return -1;
		s->window.n += (size_t)got;
		s->read_file += (uint64_t)got;
	}
	return 0;
}

/* The record whose lengths stand at p; returns its bytes. */
static size_t
record_at(const char *p, struct str *head, struct str *payload, bool *lent)
{
	struct lengths n;
	const char *body = p + sizeof(n);

	memcpy(&n, p, sizeof(n));
	*head = (struct str){ body, n.head };
	*payload = (struct str){ body + n.head, n.payload };
	*lent = n.lent;
	if (!n.lent)
		return sizeof(n) + n.head + n.payload;
	memcpy(&payload->p, body + n.head, sizeof(payload->p));
	return sizeof(n) + n.head + sizeof(payload->p);
}

static int
next_in_file(struct spool *s, struct str *head, struct str *payload,
    bool *lent, struct err *err)
{
	struct lengths n;
	size_t body;

	if (fill(s, sizeof(n), err) < 0)
		return -1;
	memcpy(&n, s->window.p + s->at, sizeof(n));
	body = n.head + (n.lent ? sizeof(payload->p) : n.payload);
	if (fill(s, sizeof(n) + body, err) < 0)
		return -1;
	s->at += record_at(s->window.p + s->at, head, payload, lent);
	return 1;
}

int
spool_next(struct spool *s, struct str *head, struct str *payload, bool *lent,
    struct err *err)
{
	if (spill_used(&s->file)) {
		if (s->bytes.n && to_file(s, err) < 0)
			return -1;
		if (s->read_file == s->file.end && s->at == s->window.n)
			return 0;
		return next_in_file(s, head, payload, lent, err);
	}
	if (s->at == s->bytes.n)
		return 0;
	if (s->at == 0 && buf_room(&s->bytes, PADDING))
		memset(s->bytes.p + s->bytes.n, 0, PADDING);
	s->at += record_at(s->bytes.p + s->at, head, payload, lent);
	return 1;
}

void
spool_rewind(struct spool *s)
{
	s->at = 0;
	s->read_file = 0;
	buf_clear(&s->window);
}

void
spool_release(struct spool *s)
{
	spill_release(&s->file);
	buf_release(&s->bytes);
	buf_release(&s->window);
}
