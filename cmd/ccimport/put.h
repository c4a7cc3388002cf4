/*
 * put: the line's spelling of values, written where the caller has made room:
 * always 64 bytes more than the text itself, as short texts are copied in one
 * wide step. For both writers of lines, which stand side by side in the hot
 * end of an import: emit.c and straight.c.
 */
#ifndef CCIMPORT_PUT_H
#define CCIMPORT_PUT_H

#include "cmd/ccimport/filter.h"
#include "cmd/ccimport/program.h"
#include "common/when.h"

enum { WIDE = 32 };	/* bytes copied at once where that many are there */

static inline char *
put(char *to, struct str s)
{
	memcpy(to, s.p, s.n);
	return to + s.n;
}

static inline unsigned
count_digits(uint64_t u)
{
	unsigned n = 1;

	for (; u >= 10000; u /= 10000)
		n += 4;
	return n + (u >= 10) + (u >= 100) + (u >= 1000);
}

/* Two digits at a time, where they stay: a copy of what was just written in
 * small pieces would wait for them. */
static inline char *
put_int(char *to, int64_t v)
{
	static const char pairs[201] =
	    "0001020304050607080910111213141516171819"
	    "2021222324252627282930313233343536373839"
	    "4041424344454647484950515253545556575859"
	    "6061626364656667686970717273747576777879"
	    "8081828384858687888990919293949596979899";
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char *end, *p;

	if (v < 0)
		*to++ = '-';
	end = p = to + count_digits(u);
	for (; u >= 100; u /= 100)
		memcpy(p -= 2, pairs + 2 * (u % 100), 2);
	if (u >= 10)
		memcpy(p - 2, pairs + 2 * u, 2);
	else
		p[-1] = (char)('0' + u);
	return end;
}

/* The caller has room for more than the 32 bytes. */
static inline char *
put_name(char *to, const struct prefix *p)
{
	memcpy(to, p->text, sizeof(p->text));
	return to + p->n;
}

/* Plain text in quotes. What has bytes behind it is copied in one wide step:
 * most texts are short, and the room is there. */
static inline char *
put_quoted(char *to, const struct value *v)
{
	const char *p = v->s.p;
	size_t n = v->s.n;

	*to++ = '"';
	if (n <= WIDE && v->flags & VALUE_PADDED)
		memcpy(to, p, WIDE);
	else
		memcpy(to, p, n);
	to += n;
	*to++ = '"';
	return to;
}

static inline char *
put_time(char *to, const struct value *v)
{
	*to++ = '"';
	if (v->flags & VALUE_SPELLED) {
		memcpy(to, v->s.p, WHEN_TEXT);
	} else if (v->flags & VALUE_SECONDS) {
		memcpy(to, v->s.p, WIDE);
		to[10] = 'T';
		memcpy(to + 19, ".000Z", 5);
	} else {
		when_write(to, v->i);
	}
	to += WHEN_TEXT;
	*to++ = '"';
	return to;
}

#endif
