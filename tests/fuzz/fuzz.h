/*
 * fuzz: what every target shares. A target is one file with fuzz_one(); bytes
 * come padded, as all readers of ours expect. MUST() is the oracle: it aborts,
 * and libFuzzer keeps the input.
 */
#ifndef CCKIT_TESTS_FUZZ_H
#define CCKIT_TESTS_FUZZ_H

#include <stdlib.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/err.h"

#define MUST(cond) do { \
	if (!(cond)) { \
		fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, \
		    #cond); \
		abort(); \
	} \
} while (0)

static void fuzz_one(struct str in);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf b = BUF_MAX(SIZE_MAX / 2);

	buf_add(&b, (const char *)data, n);
	for (int i = 0; i < PADDING; i++)
		buf_char(&b, '\0');
	fuzz_one((struct str){ b.p, n });
	buf_release(&b);
	return 0;
}

#endif
