/*
 * scan_json: the byte scanners under the fast line reader. Each has a vector
 * and a portable twin that give the same answer. All may read up to PADDING
 * bytes past the end.
 */
#ifndef CCKIT_SCAN_JSON_H
#define CCKIT_SCAN_JSON_H

#include "common/str.h"

struct scan_found {
	bool control;		/* a byte below 0x20 */
	bool backslash;
	bool high;		/* a byte above 0x7f: UTF-8 to be checked */
	bool odd_quotes;
};

/* What bytes s holds: one pass over all of them. */
struct scan_found scan_bytes(struct str s);

/* Lines up to SCAN_INDEXED bytes get their quotes as bits: bit i of word w is
 * byte 64 w + i. */
enum { SCAN_INDEXED = 8192, SCAN_WORDS = SCAN_INDEXED / 64 };

struct scanner {
	struct scan_found (*bytes)(struct str s);
	/* The same, and the quotes' bits (s.n <= SCAN_INDEXED); reads whole
	 * blocks of 64 bytes, so up to 63 past the end. */
	struct scan_found (*index)(struct str s, uint64_t *quotes);
	/* First '"' at or after p; there must be one before end + PADDING is
	 * passed, else end is returned. */
	const char *(*quote)(const char *p, const char *end);
	/* p is just inside a container: one past its closing bracket, strings
	 * (without backslashes) skipped; end when it does not close. */
	const char *(*close)(const char *p, const char *end);
};

/* The twins for the level that cpu.h chose. */
const struct scanner *scanner(void);

#endif
