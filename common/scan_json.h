/*
 * scan_json: one pass over every byte of a line, in blocks of 64. It finds the
 * structure (the brackets, commas and colons outside strings), judges every
 * string, and sees that nothing but digits stands beside strings and structure
 * unless it says so. What is left to the reader is the order of the structure.
 *
 * There is a portable version, one for AVX2 and one for AVX-512; cpu.h says
 * which runs. All give the same answer.
 */
#ifndef CCKIT_SCAN_JSON_H
#define CCKIT_SCAN_JSON_H

#include "common/str.h"

/* What a line has. Control and wrong: it is not JSON as we write it. */
enum scan_flag {
	SCAN_CONTROL = 1,	/* a byte below 0x20: blanks count as well */
	SCAN_WRONG = 2,		/* a string without end, with a bad escape, or
				   beside something that is not structure */
	SCAN_HIGH = 4,		/* a byte above 0x7f: UTF-8 to be checked */
	SCAN_ESCAPE = 8,	/* escapes in strings (all of them good) */
	SCAN_OTHER = 16,	/* outside strings more than digits: true, -1,
				   4.5, blanks: the reader has to look */
};

/* The longest line that is scanned; so that places fit 16 bits. */
enum { SCAN_MAX_BYTES = 32768, SCAN_PLACES = SCAN_MAX_BYTES + 128 };

/* A mark is the byte of structure, changed in two bits that tell what is behind
 * it: a string, more structure, or neither. (The second bit is set in all six
 * bytes, the first one in none.) */
enum { SCAN_BEFORE_STRING = 0x80, SCAN_BEFORE_STRUCTURE = 0x08 };

struct scan_places {
	size_t n;
	uint16_t at[SCAN_PLACES];	/* ascending, then thrice the length */
	unsigned char mark[SCAN_PLACES];	/* that of the line's last byte
						   tells nothing behind it */
};

/*
 * The places of structure in s. Reads up to PADDING bytes past the end. s.n must
 * be at most SCAN_MAX_BYTES.
 */
unsigned scan_json(struct str s, struct scan_places *to);

/*
 * Where the lines of s end: the places of LF, ascending. Returns how many there
 * are; when that is more than max, end holds only the first max. Room in end
 * is max + 1; s.n < 4 GiB.
 */
size_t scan_lines(struct str s, uint32_t *end, size_t max);

#endif
