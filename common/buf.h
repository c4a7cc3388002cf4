/*
 * buf: bytes that grow, with a ceiling. Born with a maximum: past it nothing
 * more is kept and `over` stays set, so a caller checks once, at the end.
 * A zeroed struct is a valid empty buf with the default ceiling (1 GiB).
 * Views of its bytes live until the next call that adds.
 */
#ifndef CCKIT_BUF_H
#define CCKIT_BUF_H

#include <stdarg.h>

#include "common/str.h"

struct buf {
	char *p;
	size_t n;
	size_t cap;
	size_t max;		/* ceiling in bytes; 0 = 1 GiB */
	bool over;		/* something was dropped for the ceiling */
};

#define BUF_MAX(bytes)	((struct buf){ .max = (bytes) })

/* Room for `more` bytes after n, or NULL (over is set then). */
char *buf_room(struct buf *b, size_t more);
void buf_add(struct buf *b, const char *p, size_t n);
void buf_str(struct buf *b, struct str s);
void buf_puts(struct buf *b, const char *c);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t value);
/* The same, with zeros in front up to so many digits (at most 20). */
void buf_digits(struct buf *b, int64_t value, int digits);
/* 4:09, and from an hour on 1:04:09, of seconds that are not negative. */
void buf_clock(struct buf *b, int64_t seconds);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *b, const char *fmt, va_list ap);
/* Replaces `del` bytes at `at` by s (which must not be inside b). */
void buf_splice(struct buf *b, size_t at, size_t del, struct str s);
void buf_clear(struct buf *b);		/* keeps the memory, up to 4 MiB: one
					   long line is no reason for more */
void buf_release(struct buf *b);	/* gives it back; empty and valid */

static inline struct str
buf_view(const struct buf *b)
{
	return (struct str){ b->p ? b->p : "", b->n };
}

#endif
