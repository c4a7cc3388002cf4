/*
 * num: exact decimals and divisions. Amounts are int64 millionths.
 */
#ifndef CCKIT_NUM_H
#define CCKIT_NUM_H

#include "common/str.h"

/* 128 bits for products and sums before the one division at output. */
__extension__ typedef __int128 wide;

/* sum / n, half away from zero; n > 0. The quotient must fit 64 bits. */
int64_t num_div_round(wide sum, int64_t n);

/*
 * "1,234.56" with decimal point or comma as told: digits, at most one sign,
 * `group` characters passed over where they group three digits (or two, as in
 * India): 1,5 is refused where the comma groups. More than 6 places round half
 * away from zero. False: not a number, or too large.
 */
bool num_read(struct str s, char point, char group, int64_t *millionths);

#endif
