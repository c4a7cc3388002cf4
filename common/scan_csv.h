/*
 * scan_csv: separators and record ends of CSV by 64 bytes at a time. Vectors
 * and portable twins that give the same answer, chosen by cpu.h.
 *
 * Quotes are right where each one that opens stands at the beginning of a
 * field and each one that closes at the end of one (or doubled, as data):
 * then a byte is inside quotes when an odd number of quotes precedes it.
 * Anything else is left to the judge, strict libcsv.
 */
#ifndef CCKIT_SCAN_CSV_H
#define CCKIT_SCAN_CSV_H

#include "common/str.h"

struct csv_cuts {
	size_t n;		/* separators found, even past max */
	bool quote;		/* a '"' somewhere */
	bool cr;		/* a CR outside quotes */
	bool plain;		/* ASCII without backslashes, controls, doubled
				   quotes: every field can be written as is */
	bool doubled;		/* "" as data: fields are to be unescaped */
	bool judge;		/* quotes are not right; n means nothing */
};

/*
 * Offsets of the separators outside quotes into at[0..max). Reads nothing past
 * s, which is one record without its end; an LF outside quotes is for the
 * judge too.
 */
void scan_csv(struct str s, char separator, uint32_t *at, size_t max,
    struct csv_cuts *cuts);

struct csv_end {
	uint32_t at;		/* offset of the record's end byte */
	uint32_t inner;		/* end bytes inside its quotes */
};

/*
 * The ends of the records at the beginning of s, at most max of them, none
 * past the first record whose quotes are not right or that is not closed in s.
 * At most 4 GiB of s are looked at.
 */
size_t scan_csv_ends(struct str s, char separator, char end,
    struct csv_end *to, size_t max);

#endif
