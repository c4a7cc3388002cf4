/*
 * utf8: RFC 3629 UTF-8: no overlong forms, no surrogates, up to U+10FFFF.
 */
#ifndef CCKIT_UTF8_H
#define CCKIT_UTF8_H

#include "common/buf.h"

/*
 * Decodes the sequence at s.p[0] (s.n > 0): its length (1-4) and *code, or 0
 * when it is not valid UTF-8.
 */
size_t utf8_decode(struct str s, uint32_t *code);
/* Writes code as UTF-8; returns its length. code must be a scalar value. */
size_t utf8_encode(uint32_t code, char out[4]);
bool utf8_valid(struct str s);
void utf8_put(struct buf *b, uint32_t code);
/* How many bytes at its start are visible ASCII or blanks: a column each. */
size_t utf8_plain(struct str s);
/* Columns a terminal uses: none for combining and control, 2 for wide East
 * Asian and emoji, else 1. */
size_t utf8_columns(struct str s);

#endif
