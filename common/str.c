/* str: views of bytes; see str.h. */
#include "common/str.h"

int
str_cmp(struct str a, struct str b)
{
	size_t n = MIN(a.n, b.n);
	int c = n ? memcmp(a.p, b.p, n) : 0;

	if (c)
		return c;
	return (a.n > b.n) - (a.n < b.n);
}

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool
str_ieq(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str
str_trim(struct str s)
{
	while (s.n && is_blank(s.p[0]))
		s = str_skip(s, 1);
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

const char *
str_find(struct str s, char c)
{
	return s.n ? memchr(s.p, c, s.n) : NULL;
}

const char *
str_search(struct str s, struct str what)
{
	if (what.n == 0)
		return s.p;
	return s.n ? memmem(s.p, s.n, what.p, what.n) : NULL;
}

bool
str_cut(struct str *rest, char sep, struct str *part)
{
	const char *at = str_find(*rest, sep);

	if (!at) {
		*part = *rest;
		*rest = STR_NONE;
		return part->p != NULL;
	}
	*part = str_range(rest->p, at);
	*rest = str_range(at + 1, rest->p + rest->n);
	return true;
}
