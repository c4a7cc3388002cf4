/* buf: growing bytes with a ceiling; see buf.h. */
#include "common/buf.h"

#include "common/mem.h"

static const size_t default_max = (size_t)1 << 30;

enum { KEPT = 4 << 20 };		/* by an empty buffer */

char *
buf_room(struct buf *b, size_t more)
{
	size_t max = b->max ? b->max : default_max;
	size_t need, cap;

	if (b->over || more > max || b->n > max - more) {
		b->over = true;
		return NULL;
	}
	need = b->n + more;
	if (need > b->cap) {
		cap = MAX(MAX(b->cap * 2, need), (size_t)256);
		b->p = mem_resize(b->p, cap);
		b->cap = cap;
	}
	return b->p + b->n;
}

void
buf_add(struct buf *b, const char *p, size_t n)
{
	char *to = n ? buf_room(b, n) : NULL;

	if (to) {
		memcpy(to, p, n);
		b->n += n;
	}
}

void
buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}

void
buf_puts(struct buf *b, const char *c)
{
	buf_add(b, c, strlen(c));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_int(struct buf *b, int64_t value)
{
	buf_digits(b, value, 1);
}

void
buf_digits(struct buf *b, int64_t value, int digits)
{
	char text[24];
	char *end = text + sizeof(text), *p = end;
	uint64_t u = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	for (; u || end - p < digits; u /= 10)
		*--p = (char)('0' + u % 10);
	if (value < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(end - p));
}

void
buf_clock(struct buf *b, int64_t seconds)
{
	bool hours = seconds >= 3600;

	if (hours) {
		buf_int(b, seconds / 3600);
		buf_char(b, ':');
	}
	buf_digits(b, seconds / 60 % 60, hours ? 2 : 1);
	buf_char(b, ':');
	buf_digits(b, seconds % 60, 2);
}

void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	char small[256];
	int n;
	char *to;

	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n < 0)
		BUG("printf format");
	if ((size_t)n < sizeof(small)) {
		buf_add(b, small, (size_t)n);
	} else if ((to = buf_room(b, (size_t)n + 1))) {
		vsnprintf(to, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

void
buf_splice(struct buf *b, size_t at, size_t del, struct str s)
{
	size_t tail = b->n - at - del;

	BUG_UNLESS(at <= b->n && del <= b->n - at);
	if (s.n > del && !buf_room(b, s.n - del))
		return;
	if (tail)
		memmove(b->p + at + s.n, b->p + at + del, tail);
	if (s.n)
		memcpy(b->p + at, s.p, s.n);
	b->n = at + s.n + tail;
}

void
buf_clear(struct buf *b)
{
	if (b->cap > KEPT)
		buf_release(b);
	b->n = 0;
	b->over = false;
}

void
buf_release(struct buf *b)
{
	size_t max = b->max;

	mem_free(b->p);
	*b = (struct buf){ .max = max };
}
