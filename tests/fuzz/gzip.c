/* gzip: io's framing against plain inflate(). What is not a whole number of
 * whole members is a failure, never a shorter file. */
#include <zlib.h>

#include "common/io.h"
#include "tests/fuzz/fuzz.h"

/* -1: a failure. */
static int
ours(struct str bytes, struct buf *out)
{
	struct io *in = io_memory(bytes, "fuzz");
	struct err err = { 0 };
	char part[257];
	ptrdiff_t n;

	while ((n = io_read(in, part, sizeof(part), &err)) > 0)
		buf_add(out, part, (size_t)n);
	if (n < 0) {
		MUST(err.text[0]);
		MUST(io_read(in, part, sizeof(part), &err) < 0);
	}
	io_close(in);
	err_clear(&err);
	return n < 0 ? -1 : 0;
}

/* One member; the bytes it took, 0 when it is not whole. */
static size_t
member(struct str s, struct buf *out)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)s.p,
	    .avail_in = (uInt)s.n };
	unsigned char part[512];
	int r = Z_OK;

	if (inflateInit2(&z, 15 + 16) != Z_OK)
		abort();
	while (r == Z_OK) {
		z.next_out = part;
		z.avail_out = sizeof(part);
		r = inflate(&z, Z_NO_FLUSH);
		buf_add(out, (const char *)part,
		    sizeof(part) - z.avail_out);
	}
	inflateEnd(&z);
	return r == Z_STREAM_END ? s.n - z.avail_in : 0;
}

/* Members back to back, zeroes behind the last. */
static int
theirs(struct str s, struct buf *out)
{
	while (s.n) {
		size_t n = 0;

		if (s.p[0] == 0 && out->n + 1) {
			for (size_t i = 0; i < s.n; i++)
				if (s.p[i])
					return -1;
			return 0;
		}
		n = member(s, out);
		if (!n)
			return -1;
		s = str_skip(s, n);
	}
	return 0;
}

static void
compare(struct str s)
{
	struct buf a = BUF_MAX(1 << 30), b = BUF_MAX(1 << 30);
	bool gzip = s.n >= 2 && (unsigned char)s.p[0] == 0x1f &&
	    (unsigned char)s.p[1] == 0x8b;
	int r = ours(s, &a);

	if (!gzip) {
		MUST(r == 0 && str_eq(buf_view(&a), s));
	} else if (r == 0) {
		MUST(theirs(s, &b) == 0 &&
		    str_eq(buf_view(&a), buf_view(&b)));
	} else {
		MUST(theirs(s, &b) < 0);
	}
	buf_release(&a);
	buf_release(&b);
}

static void
pack(struct str s, int level, struct buf *out)
{
	unsigned char part[4096];
	z_stream z = { .next_in = (Bytef *)(uintptr_t)s.p,
	    .avail_in = (uInt)s.n };
	int r = Z_OK;

	if (deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8,
	    Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	while (r == Z_OK) {
		z.next_out = part;
		z.avail_out = sizeof(part);
		r = deflate(&z, Z_FINISH);
		buf_add(out, (const char *)part,
		    sizeof(part) - z.avail_out);
	}
	deflateEnd(&z);
}

/* The bytes as they are; and as the content of two members, cut or changed
 * where the first bytes say. */
static void
fuzz_one(struct str in)
{
	struct buf b = BUF_MAX(1 << 30);
	size_t cut, n;

	compare(in);
	if (in.n < 4)
		return;
	cut = (size_t)(unsigned char)in.p[0] * 256 + (unsigned char)in.p[1];
	n = in.n / 2;
	pack((struct str){ in.p, n }, in.p[2] & 3, &b);
	pack(str_skip(in, n), 6, &b);
	if (in.p[2] & 4)
		b.p[cut % b.n] = in.p[3];
	if (in.p[2] & 8)
		b.n = cut % b.n;
	n = b.n;
	for (int i = 0; i < PADDING; i++)
		buf_char(&b, '\0');
	compare((struct str){ b.p, n });
	buf_release(&b);
}
