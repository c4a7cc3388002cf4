/* utf8: decoding, encoding, checking, terminal width; see utf8.h. */
#include "common/utf8.h"

static bool
is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

size_t
utf8_decode(struct str s, uint32_t *code)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (p[0] < 0x80) {
		*code = p[0];
		return 1;
	}
	if (p[0] < 0xc2 || s.n < 2 || !is_tail(p[1]))
		return 0;
	if (p[0] < 0xe0) {
		*code = (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
		return 2;
	}
	if (s.n < 3 || !is_tail(p[2]))
		return 0;
	if (p[0] < 0xf0) {
		*code = (uint32_t)(p[0] & 0x0f) << 12 |
		    (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
		return *code < 0x800 || (*code & 0xf800) == 0xd800 ? 0 : 3;
	}
	if (p[0] > 0xf4 || s.n < 4 || !is_tail(p[3]))
		return 0;
	*code = (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
	    (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
	return *code < 0x10000 || *code > 0x10ffff ? 0 : 4;
}

size_t
utf8_encode(uint32_t code, char out[4])
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

/* Eight bytes at once while they are ASCII. */
static size_t
ascii_run(struct str s)
{
	size_t i = 0;
	uint64_t word;

	for (; i + 8 <= s.n; i += 8) {
		memcpy(&word, s.p + i, 8);
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < s.n && !((unsigned char)s.p[i] & 0x80))
		i++;
	return i;
}

bool
utf8_valid(struct str s)
{
	uint32_t code;
	size_t n;

	for (s = str_skip(s, ascii_run(s)); s.n;
	    s = str_skip(s, ascii_run(s))) {
		n = utf8_decode(s, &code);
		if (!n)
			return false;
		s = str_skip(s, n);
	}
	return true;
}

void
utf8_put(struct buf *b, uint32_t code)
{
	char bytes[4];

	buf_add(b, bytes, utf8_encode(code, bytes));
}

struct range {
	uint32_t first, last;
	int width;
};

/* From the Unicode East Asian Width and general category data, coarsely: what
 * is not listed is 1. */
static const struct range widths[] = {
	{ 0x0000, 0x001f, 0 }, { 0x007f, 0x009f, 0 }, { 0x0300, 0x036f, 0 },
	{ 0x0483, 0x0489, 0 }, { 0x0591, 0x05bd, 0 }, { 0x0610, 0x061a, 0 },
	{ 0x064b, 0x065f, 0 }, { 0x1100, 0x115f, 2 }, { 0x200b, 0x200f, 0 },
	{ 0x202a, 0x202e, 0 }, { 0x2060, 0x206f, 0 }, { 0x20d0, 0x20ff, 0 },
	{ 0x2e80, 0x303e, 2 }, { 0x3041, 0x33ff, 2 }, { 0x3400, 0x4dbf, 2 },
	{ 0x4e00, 0x9fff, 2 }, { 0xa000, 0xa4cf, 2 }, { 0xac00, 0xd7a3, 2 },
	{ 0xf900, 0xfaff, 2 }, { 0xfe00, 0xfe0f, 0 }, { 0xfe30, 0xfe6f, 2 },
	{ 0xfeff, 0xfeff, 0 }, { 0xff00, 0xff60, 2 }, { 0xffe0, 0xffe6, 2 },
	{ 0x1f300, 0x1f64f, 2 }, { 0x1f900, 0x1f9ff, 2 },
	{ 0x20000, 0x3fffd, 2 }, { 0xe0100, 0xe01ef, 0 },
};

/* 0 for combining and control, 2 for wide East Asian and emoji, else 1. */
static int
columns_of(uint32_t code)
{
	if (code >= 0x20 && code < 0x7f)
		return 1;
	for (size_t i = 0; i < COUNT_OF(widths); i++)
		if (code >= widths[i].first && code <= widths[i].last)
			return widths[i].width;
	return 1;
}

size_t
utf8_plain(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= 0x20 && s.p[n] < 0x7f)
		n++;
	return n;
}

size_t
utf8_columns(struct str s)
{
	size_t columns = utf8_plain(s);
	uint32_t code;

	for (s = str_skip(s, columns); s.n;) {
		size_t n = utf8_decode(s, &code);

		columns += n ? (size_t)columns_of(code) : 1;
		s = str_skip(s, n ? n : 1);
	}
	return columns;
}
