/*
 * base: the handful of macros everything else stands on. No functions, no
 * state; a file that needs more than this is not in layer 0's base.
 */
#ifndef CCKIT_BASE_H
#define CCKIT_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define CCKIT_VERSION "0.1.0"

#define COUNT_OF(a)	(sizeof(a) / sizeof((a)[0]))
#define MIN(a, b)	((a) < (b) ? (a) : (b))
#define MAX(a, b)	((a) > (b) ? (a) : (b))

#if defined(__GNUC__)
#define PRINTF_LIKE(f, a)	__attribute__((format(printf, f, a)))
#define NORETURN		__attribute__((noreturn))
#define LIKELY(x)		__builtin_expect(!!(x), 1)
#define UNLIKELY(x)		__builtin_expect(!!(x), 0)
#else
#define PRINTF_LIKE(f, a)
#define NORETURN
#define LIKELY(x)		(x)
#define UNLIKELY(x)		(x)
#endif

/*
 * A bug in cckit itself (never in data, never in the system): says where and
 * aborts. Not for findings about data (finding.h) nor for failures (err.h).
 */
#define BUG(what) do { \
	fprintf(stderr, "cckit bug: %s:%d: %s\n", __FILE__, __LINE__, what); \
	abort(); \
} while (0)

#define BUG_UNLESS(cond) do { if (UNLIKELY(!(cond))) BUG(#cond); } while (0)

/* size_t a+b and a*b; true when the result does not fit. */
#define ADD_OVERFLOWS(a, b, r)	__builtin_add_overflow((a), (b), (r))
#define MUL_OVERFLOWS(a, b, r)	__builtin_mul_overflow((a), (b), (r))

/*
 * Readers may look this many bytes past the end of what they were given: every
 * input buffer is followed by PADDING readable bytes (zeroes after the last).
 */
enum { PADDING = 64 };

#endif
