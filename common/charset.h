/*
 * charset: exports that are not UTF-8, made UTF-8 while they are read.
 *
 * A byte order mark says UTF-16 or UTF-32 and wins over everything; without
 * one the zero bytes of the first four do (XML 1.0, appendix F). Otherwise a
 * stream is in the charset that was declared, or passed through as it is.
 *
 * What cannot be decoded is not dropped: an impossible byte comes out as
 * itself, a lone surrogate as its three bytes, so that its field is not UTF-8;
 * whoever reads fields takes that one as windows-1252 and says so.
 */
#ifndef CCKIT_CHARSET_H
#define CCKIT_CHARSET_H

#include "common/io.h"

struct charset;

/*
 * By name: utf-8, utf-16, utf-32 (also le, be), and what iconv(3) of this
 * system knows, such as windows-1252, iso-8859-15, shift_jis. Ask before the
 * sandbox is entered: iconv loads files. NULL and err when there is none such.
 */
struct charset *charset_open(struct str name, struct err *err);
void charset_close(struct charset *c);

/*
 * The same bytes as UTF-8. Owns `in` from now on; it is not read before the
 * first io_read. declared, or NULL, must outlive it and serve one stream at a
 * time. A mark of UTF-8 is left where it is.
 */
struct io *charset_reader(struct io *in, struct charset *declared);

#endif
