/* charset: decoders of UTF-16, UTF-32, tables and iconv(3) as a stream in front
 * of a stream; see charset.h. */
#include "common/charset.h"

#include <errno.h>
#include <iconv.h>

#include "common/mem.h"
#include "common/utf8.h"

enum { RAW_BYTES = 64 * 1024, OUT_BYTES = 4 * RAW_BYTES };

enum kind { PASS, UTF16, UTF32, TABLE, ICONV };

struct charset {
	enum kind kind;
	bool little;		/* UTF-16, UTF-32: order without a mark */
	uint32_t *table;	/* TABLE: 256 code points, NO_CODE: none */
	iconv_t cd;		/* ICONV */
};

#define NO_CODE		UINT32_MAX

struct decoder {
	struct io *in;
	struct charset *declared;
	enum kind kind;
	bool little, known, ended, flushed;
	char *raw;		/* [at, n) is not decoded yet */
	size_t at, n;
	char *out;		/* [out_at, out_n) is not handed out yet */
	size_t out_at, out_n;
};

/* ---- charsets by name ---------------------------------------------------- */

static const struct { const char *name; enum kind kind; bool little; }
    unicode[] = {
	{ "utf-8", PASS, false }, { "utf8", PASS, false },
	{ "us-ascii", PASS, false }, { "ascii", PASS, false },
	{ "utf-16", UTF16, false }, { "utf-16be", UTF16, false },
	{ "utf-16le", UTF16, true }, { "utf-32", UTF32, false },
	{ "utf-32be", UTF32, false }, { "utf-32le", UTF32, true },
};

/* What one byte alone means; false: more bytes belong to it. */
static bool
meaning(iconv_t cd, int byte, uint32_t *code)
{
	char raw = (char)byte, out[8], *from = &raw, *to = out;
	size_t left = 1, room = sizeof(out);
	struct str s;

	iconv(cd, NULL, NULL, NULL, NULL);
	*code = NO_CODE;
	if (iconv(cd, &from, &left, &to, &room) == (size_t)-1)
		return errno != EINVAL;
	s = str_range(out, to);
	return s.n && utf8_decode(s, code) == s.n;
}

/* One byte a character: a table, needing iconv no more. */
static bool
learn_table(struct charset *c)
{
	c->table = mem_get(256 * sizeof(*c->table));
	for (int i = 0; i < 256; i++)
		if (!meaning(c->cd, i, &c->table[i])) {
			mem_free(c->table);
			c->table = NULL;
			return false;
		}
	return true;
}

static bool
name_is_safe(struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!(c >= '0' && c <= '9') && !((c | 32) >= 'a' &&
		    (c | 32) <= 'z') && c != '-' && c != '_' && c != '.')
			return false;
	}
	return name.n > 0 && name.n < 40;
}

static int
open_iconv(struct charset *c, struct str name)
{
	char text[40];

	if (!name_is_safe(name))
		return -1;
	snprintf(text, sizeof(text), "%.*s", STR_ARG(name));
	c->cd = iconv_open("UTF-8", text);
	if (c->cd == (iconv_t)-1)
		return -1;
	c->kind = ICONV;
	if (learn_table(c)) {
		c->kind = TABLE;
		iconv_close(c->cd);
	}
	return 0;
}

struct charset *
charset_open(struct str name, struct err *err)
{
	struct charset *c = mem_zero(1, sizeof(*c));

	for (size_t i = 0; i < COUNT_OF(unicode); i++)
		if (str_ieq(name, str_of(unicode[i].name))) {
			c->kind = unicode[i].kind;
			c->little = unicode[i].little;
			return c;
		}
	if (open_iconv(c, name) == 0)
		return c;
	mem_free(c);
	err_set(err, ERR_USAGE, "'%.*s': no such charset", STR_ARG(name));
	err_hint(err, "utf-8, utf-16, windows-1252 and others that iconv -l "
	    "lists");
	return NULL;
}

void
charset_close(struct charset *c)
{
	if (!c)
		return;
	if (c->kind == ICONV)
		iconv_close(c->cd);
	mem_free(c->table);
	mem_free(c);
}

/* ---- which one it is ----------------------------------------------------- */

/* Marks; then, without one, where zeroes are in the first four bytes: 'x' is
 * any other byte. The longer ones first. */
static const struct { const char *bytes; size_t mark; enum kind kind;
    bool little; } beginnings[] = {
	{ "\xff\xfe\0\0", 4, UTF32, true }, { "\0\0\xfe\xff", 4, UTF32, false },
	{ "\xff\xfe", 2, UTF16, true }, { "\xfe\xff", 2, UTF16, false },
	{ "\xef\xbb\xbf", 3, PASS, false },
	{ "x\0\0\0", 0, UTF32, true }, { "\0\0\0x", 0, UTF32, false },
	{ "x\0x\0", 0, UTF16, true }, { "\0x\0x", 0, UTF16, false },
};

static bool
begins_so(const struct decoder *d, size_t i)
{
	const char *want = beginnings[i].bytes;
	size_t n = beginnings[i].mark;

	if (n)
		return d->n >= n && memcmp(d->raw, want, n) == 0;
	if (d->n < 4)
		return false;
	for (n = 0; n < 4; n++)
		if ((want[n] == 'x') != (d->raw[n] != '\0'))
			return false;
	return true;
}

static void
choose(struct decoder *d)
{
	d->kind = d->declared ? d->declared->kind : PASS;
	d->little = d->declared && d->declared->little;
	for (size_t i = 0; i < COUNT_OF(beginnings); i++) {
		if (!begins_so(d, i))
			continue;
		d->kind = beginnings[i].kind;
		d->little = beginnings[i].little;
		if (d->kind != PASS)
			d->at = beginnings[i].mark;
		break;
	}
	if (d->kind == ICONV)
		iconv(d->declared->cd, NULL, NULL, NULL, NULL);
}

static int
refill(struct decoder *d, struct err *err)
{
	ptrdiff_t got;

	if (d->at) {
		memmove(d->raw, d->raw + d->at, d->n - d->at);
		d->n -= d->at;
		d->at = 0;
	}
	got = io_read(d->in, d->raw + d->n, RAW_BYTES - d->n, err);
	if (got < 0)
		return -1;
	d->ended = got == 0;
	d->n += (size_t)got;
	return 0;
}

static int
find_out(struct decoder *d, struct err *err)
{
	d->raw = mem_get(RAW_BYTES);
	while (d->n < 4 && !d->ended)
		if (refill(d, err) < 0)
			return -1;
	choose(d);
	if (d->kind != PASS)
		d->out = mem_get(OUT_BYTES);
	d->known = true;
	return 0;
}

/* ---- decoding ------------------------------------------------------------ */

/* A lone surrogate as three bytes, what is no character as 0xff: neither is
 * UTF-8, so that the reader of the field sees that something is wrong. */
static void
put_code(struct decoder *d, uint32_t code)
{
	char *to = d->out + d->out_n;

	if (code >= 0xd800 && code < 0xe000) {
		to[0] = (char)0xed;
		to[1] = (char)(0x80 | (code >> 6 & 0x3f));
		to[2] = (char)(0x80 | (code & 0x3f));
		d->out_n += 3;
	} else if (code > 0x10ffff) {
		to[0] = (char)0xff;
		d->out_n++;
	} else {
		d->out_n += utf8_encode(code, to);
	}
}

static uint32_t
unit(const struct decoder *d, size_t at, size_t bytes)
{
	const unsigned char *p = (const unsigned char *)d->raw + at;
	uint32_t v = 0;

	for (size_t i = 0; i < bytes; i++)
		v = v << 8 | p[d->little ? bytes - 1 - i : i];
	return v;
}

/* False: the other half of a pair has not been read yet. */
static bool
decode_utf16(struct decoder *d)
{
	uint32_t high = unit(d, d->at, 2), low;

	if (high < 0xd800 || high >= 0xdc00) {
		d->at += 2;
		put_code(d, high);
		return true;
	}
	if (d->n - d->at < 4 && !d->ended)
		return false;
	low = d->n - d->at < 4 ? 0 : unit(d, d->at + 2, 2);
	if (low < 0xdc00 || low >= 0xe000) {
		d->at += 2;
		put_code(d, high);
		return true;
	}
	d->at += 4;
	put_code(d, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
	return true;
}

static void
decode_units(struct decoder *d, size_t bytes)
{
	while (d->n - d->at >= bytes && d->out_n + 4 <= OUT_BYTES) {
		if (bytes == 4) {
			put_code(d, unit(d, d->at, 4));
			d->at += 4;
		} else if (!decode_utf16(d)) {
			return;
		}
	}
}

static void
decode_table(struct decoder *d)
{
	const uint32_t *table = d->declared->table;

	for (; d->at < d->n && d->out_n + 4 <= OUT_BYTES; d->at++) {
		unsigned char c = (unsigned char)d->raw[d->at];

		if (table[c] == NO_CODE)
			d->out[d->out_n++] = (char)c;
		else
			put_code(d, table[c]);
	}
}

static void
decode_iconv(struct decoder *d)
{
	while (d->at < d->n && d->out_n + 4 <= OUT_BYTES) {
		char *from = d->raw + d->at, *to = d->out + d->out_n;
		size_t left = d->n - d->at, room = OUT_BYTES - d->out_n;
		size_t r = iconv(d->declared->cd, &from, &left, &to, &room);

		d->at = d->n - left;
		d->out_n = OUT_BYTES - room;
		if (r != (size_t)-1)
			continue;
		if (errno == E2BIG || (errno == EINVAL && !d->ended))
			return;
		if (d->out_n < OUT_BYTES)	/* impossible: as it is */
			d->out[d->out_n++] = d->raw[d->at++];
	}
	if (d->ended && d->at == d->n && !d->flushed) {
		char *to = d->out + d->out_n;	/* what iconv keeps back */
		size_t room = OUT_BYTES - d->out_n;

		iconv(d->declared->cd, NULL, NULL, &to, &room);
		d->out_n = OUT_BYTES - room;
		d->flushed = true;
	}
}

/* Makes some output, or leaves what is there when it is not enough. */
static void
decode(struct decoder *d)
{
	if (d->kind == UTF16)
		decode_units(d, 2);
	else if (d->kind == UTF32)
		decode_units(d, 4);
	else if (d->kind == TABLE)
		decode_table(d);
	else
		decode_iconv(d);
}

/* ---- as a stream --------------------------------------------------------- */

static ptrdiff_t
read_as_is(struct decoder *d, char *to, size_t max, struct err *err)
{
	size_t n = MIN(max, d->n - d->at);

	if (!n)
		return d->ended ? 0 : io_read(d->in, to, max, err);
	memcpy(to, d->raw + d->at, n);
	d->at += n;
	return (ptrdiff_t)n;
}

static int
cut_short(const struct decoder *d, struct err *err)
{
	return err_set(err, ERR_FAILED, "'%s': ends inside a character of "
	    "UTF-%d", io_name(d->in), d->kind == UTF16 ? 16 : 32);
}

static ptrdiff_t
read_decoded(void *state, char *to, size_t max, struct err *err)
{
	struct decoder *d = state;
	size_t n;

	if (!d->known && find_out(d, err) < 0)
		return -1;
	if (d->kind == PASS)
		return read_as_is(d, to, max, err);
	while (d->out_at == d->out_n) {
		d->out_at = d->out_n = 0;
		decode(d);
		if (d->out_n)
			break;
		if (d->ended)
			return d->at < d->n ? cut_short(d, err) : 0;
		if (refill(d, err) < 0)
			return -1;
	}
	n = MIN(max, d->out_n - d->out_at);
	memcpy(to, d->out + d->out_at, n);
	d->out_at += n;
	return (ptrdiff_t)n;
}

static void
close_decoder(void *state)
{
	struct decoder *d = state;

	io_close(d->in);
	mem_free(d->raw);
	mem_free(d->out);
	mem_free(d);
}

struct io *
charset_reader(struct io *in, struct charset *declared)
{
	struct decoder *d = mem_zero(1, sizeof(*d));

	d->in = in;
	d->declared = declared;
	return io_from(io_name(in), read_decoded, close_decoder, d);
}
