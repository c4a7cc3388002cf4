/* charset: every way to say what a file is in, read in pieces of any size. */
#include "common/charset.h"

#include "common/buf.h"
#include "tests/unit/test.h"

/* "aä€😀\n" in each; what is impossible comes out as bytes that are no UTF-8. */
#define WANT	"a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\n"

static const struct { const char *what, *declared; struct str in, want; }
    cases[] = {
	{ "UTF-8 as it is", NULL, STR_INIT(WANT), STR_INIT(WANT) },
	{ "UTF-8 with a mark", "windows-1252", STR_INIT("\xef\xbb\xbf" WANT),
	  STR_INIT("\xef\xbb\xbf" WANT) },
	{ "nothing", NULL, STR_INIT(""), STR_INIT("") },
	{ "one byte", NULL, STR_INIT("a"), STR_INIT("a") },
	{ "a mark alone", NULL, STR_INIT("\xff\xfe"), STR_INIT("") },
	{ "bytes that are no UTF-8", NULL, STR_INIT("caf\xe9\n"),
	  STR_INIT("caf\xe9\n") },
	{ "UTF-16LE by its mark", NULL, STR_INIT("\xff\xfe" "a\0\xe4\0\xac\x20"
	  "\x3d\xd8\x00\xde\n\0"), STR_INIT(WANT) },
	{ "UTF-16BE by its mark", "utf-8", STR_INIT("\xfe\xff\0a\0\xe4\x20\xac"
	  "\xd8\x3d\xde\x00\0\n"), STR_INIT(WANT) },
	{ "UTF-16LE by its zeroes", NULL, STR_INIT("i\0d\0\n\0"),
	  STR_INIT("id\n") },
	{ "UTF-16BE by its zeroes", NULL, STR_INIT("\0i\0d\0\n"),
	  STR_INIT("id\n") },
	{ "UTF-16LE as declared", "UTF-16LE", STR_INIT("\xac\x20\n\0"),
	  STR_INIT("\xe2\x82\xac\n") },
	{ "UTF-32LE by its mark", NULL, STR_INIT("\xff\xfe\0\0a\0\0\0\x00\xf6"
	  "\x01\0"), STR_INIT("a\xf0\x9f\x98\x80") },
	{ "UTF-32BE by its zeroes", NULL, STR_INIT("\0\0\0a\0\x01\xf6\x00"),
	  STR_INIT("a\xf0\x9f\x98\x80") },
	{ "a lone high surrogate", NULL, STR_INIT("\xff\xfe\x3d\xd8"
	  "a\0"), STR_INIT("\xed\xa0\xbd" "a") },
	{ "a lone low surrogate", NULL, STR_INIT("\xff\xfe\x00\xde"
	  "a\0"), STR_INIT("\xed\xb8\x80" "a") },
	{ "a high surrogate at the end", NULL, STR_INIT("\xff\xfe" "a\0"
	  "\x3d\xd8"), STR_INIT("a\xed\xa0\xbd") },
	{ "UTF-32 of no character", NULL, STR_INIT("\0\0\xfe\xff\0\x11\0\0"
	  "\0\0\0a"), STR_INIT("\xff" "a") },
	{ "windows-1252", "windows-1252", STR_INIT("a\xe4\x80\x81\n"),
	  STR_INIT("a\xc3\xa4\xe2\x82\xac\x81\n") },	/* 0x81 is none */
	{ "iso-8859-15", "ISO-8859-15", STR_INIT("\xa4\n"),
	  STR_INIT("\xe2\x82\xac\n") },
	{ "windows-1251", "windows-1251", STR_INIT("\xc8\xe4\n"),
	  STR_INIT("\xd0\x98\xd0\xb4\n") },
	{ "shift_jis", "shift_jis", STR_INIT("\x93\xfa\x96\x7b\n"),
	  STR_INIT("\xe6\x97\xa5\xe6\x9c\xac\n") },
	{ "shift_jis cut short", "shift_jis", STR_INIT("\x93\xfa\x96"),
	  STR_INIT("\xe6\x97\xa5\x96") },
	{ "gb18030", "gb18030", STR_INIT("\xc8\xd5\x94\x39\xfc\x36"),
	  STR_INIT("\xe6\x97\xa5\xf0\x9f\x98\x80") },
};

static bool
reads(struct str in, const char *declared, size_t piece, struct buf *out,
    struct err *err)
{
	struct charset *c = declared ? charset_open(str_of(declared), err) :
	    NULL;
	struct io *io;
	ptrdiff_t got;
	char bytes[64];

	if (declared && !c)
		return false;
	io = charset_reader(io_memory(in, "memory"), c);
	buf_clear(out);
	while ((got = io_read(io, bytes, piece, err)) > 0)
		buf_add(out, bytes, (size_t)got);
	io_close(io);
	charset_close(c);
	return got == 0;
}

/* More than the decoder's own buffers hold. */
static void
test_long(void)
{
	static char in[300000];
	static const char *const names[] = { "utf-16le", "shift_jis",
	    "windows-1252" };
	struct buf out = { 0 };
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		bool wide = i == 0, good;
		size_t n = sizeof(in) / (wide ? 2 : 1);

		for (size_t k = 0; k < sizeof(in); k++)
			in[k] = wide && k % 2 ? '\0' :
			    (char)('a' + k / 2 % 23);
		good = reads((struct str){ in, sizeof(in) }, names[i], 64,
		    &out, &err) && out.n == n;
		for (size_t k = 0; good && k < n; k++)
			good = out.p[k] == in[wide ? 2 * k : k];
		TEST_CASE(good, "%zu characters of %s", n, names[i]);
	}
	buf_release(&out);
}

int
main(void)
{
	static const char *const unknown[] = { "", "nosuch", "utf-8//IGNORE",
	    "../x" };
	struct buf out = { 0 };
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		bool good = true;

		for (size_t piece = 1; piece <= 17; piece++)
			good &= reads(cases[i].in, cases[i].declared, piece,
			    &out, &err) && str_eq(buf_view(&out),
			    cases[i].want);
		TEST_CASE(good, "%s", cases[i].what);
	}
	TEST_CASE(!reads(STR("\xff\xfe" "a\0b"), NULL, 9, &out, &err) &&
	    err.kind == ERR_FAILED, "cut inside a character: %s", err.text);
	for (size_t i = 0; i < COUNT_OF(unknown); i++)
		TEST_CASE(!charset_open(str_of(unknown[i]), &err),
		    "'%s' is no charset", unknown[i]);
	test_long();
	buf_release(&out);
	return test_end();
}
