/*
 * scan_csv: one pass over a CSV record: where its separators are and whether
 * it holds anything that needs judgement. A vector and a portable twin that
 * give the same answer; chosen by cpu.h.
 */
#ifndef CCKIT_SCAN_CSV_H
#define CCKIT_SCAN_CSV_H

#include "common/str.h"

struct csv_cuts {
	size_t n;		/* separators found, even past max */
	bool quote;		/* a '"' somewhere */
	bool cr;		/* a CR somewhere */
	bool plain;		/* ASCII without quotes, backslashes, controls:
				   every field can be written as it is */
};

/* Offsets of the separators into at[0..max). Reads nothing past s. */
void scan_csv(struct str s, char separator, uint32_t *at, size_t max,
    struct csv_cuts *cuts);

#endif
