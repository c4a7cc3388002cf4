/*
 * str: a view of bytes that somebody else owns. (pointer, length), never
 * NUL-terminated, may hold NUL. The owner's header says until when it lives.
 * p == NULL means absent, which is not the same as empty (n == 0, p != NULL).
 */
#ifndef CCKIT_STR_H
#define CCKIT_STR_H

#include <string.h>

#include "common/base.h"

struct str {
	const char *p;
	size_t n;
};

#define STR(lit)	((struct str){ "" lit, sizeof(lit) - 1 })
#define STR_NONE	((struct str){ NULL, 0 })
/* The same for the initialisers of static tables. */
#define STR_INIT(lit)	{ "" lit, sizeof(lit) - 1 }
/* For printf: "%.*s", STR_ARG(s) */
#define STR_ARG(s)	(int)(s).n, (s).p ? (s).p : ""

static inline struct str
str_of(const char *c)
{
	return (struct str){ c, c ? strlen(c) : 0 };
}

static inline struct str
str_range(const char *from, const char *to)
{
	return (struct str){ from, (size_t)(to - from) };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
str_is(struct str a, const char *c)
{
	return str_eq(a, str_of(c));
}

static inline bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n &&
	    (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && (suffix.n == 0 ||
	    memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

static inline struct str
str_skip(struct str s, size_t n)
{
	return (struct str){ s.p + n, s.n - n };
}

/* Order by bytes, then by length: memcmp's order, the order of all output. */
int str_cmp(struct str a, struct str b);
/* ASCII letters without case; other bytes exactly. Never the locale's. */
bool str_ieq(struct str a, struct str b);
/* Without blanks, tabs, CR and LF at both ends. */
struct str str_trim(struct str s);
/* First c in s, or NULL. */
const char *str_find(struct str s, char c);
/* First occurrence of `what` in s, or NULL. */
const char *str_search(struct str s, struct str what);
/*
 * Takes the part before the first sep off *rest and returns it; without sep
 * all of it, and *rest becomes absent. False when *rest is absent already, and
 * so is the part then.
 */
bool str_cut(struct str *rest, char sep, struct str *part);

#endif
