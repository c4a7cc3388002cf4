/* digits: short numbers read as one word of the processor. */
#ifndef CCIMPORT_DIGITS_H
#define CCIMPORT_DIGITS_H

#include "common/str.h"

#define LITTLE_ENDIAN_HERE	(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

/*
 * Up to eight digits with readable bytes behind them, without a loop: its end
 * would be guessed wrong for every other number. Moved to the top of a word
 * behind zeroes, then pairs, fours and eights are added up (little-endian; a
 * big-endian machine takes read_digits).
 */
static inline bool
read_few_digits(const char *p, size_t n, int64_t *v)
{
	const uint64_t zeroes = UINT64_C(0x3030303030303030);
	unsigned shift = (unsigned)(8 - n) * 8;
	uint64_t w;

	memcpy(&w, p, 8);
	w = (w << shift) | ((zeroes >> 1) >> (63 - shift));
	w ^= zeroes;
	if (((w + UINT64_C(0x7676767676767676)) | w) &
	    UINT64_C(0x8080808080808080))
		return false;
	w = (w * 10) + (w >> 8);
	w = ((w & UINT64_C(0x000000ff000000ff)) *
	    UINT64_C(0x000f424000000064) +
	    ((w >> 16) & UINT64_C(0x000000ff000000ff)) *
	    UINT64_C(0x0000271000000001)) >> 32;
	*v = (int64_t)w;
	return true;
}

/* Digits only, up to 18 of them. */
static inline bool
read_digits(struct str s, int64_t *v)
{
	*v = 0;
	if (s.n == 0 || s.n > 18)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*v = *v * 10 + (s.p[i] - '0');
	}
	return true;
}

#endif
