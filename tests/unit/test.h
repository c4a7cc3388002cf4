/*
 * test: what a unit test needs. Cases print "ok NAME: what" or
 * "not ok NAME: what (why)"; main ends with `return test_end();`.
 *
 *	for (size_t i = 0; i < COUNT_OF(cases); i++)
 *		TEST_CASE(f(cases[i].in) == cases[i].want, "f(%d)",
 *		    cases[i].in);
 */
#ifndef CCKIT_TEST_H
#define CCKIT_TEST_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "common/base.h"
#include "common/str.h"

static int test_passed, test_failed;

static inline bool PRINTF_LIKE(5, 6)
test_case(bool good, const char *file, int line, const char *cond,
    const char *fmt, ...)
{
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;
	va_list ap;

	printf("%sok %.*s: ", good ? "" : "not ", (int)strcspn(name, "."),
	    name);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	if (!good)
		printf(" (line %d: %s)", line, cond);
	putchar('\n');
	fflush(stdout);		/* a later crash must not lose it */
	if (good)
		test_passed++;
	else
		test_failed++;
	return good;
}

/* Counts and prints one case; its value is cond, so that details may follow. */
#define TEST_CASE(cond, ...) \
	test_case((cond), __FILE__, __LINE__, #cond, __VA_ARGS__)

/* Compares bytes and shows both when they differ. */
static inline bool
test_str(const char *file, int line, struct str got, const char *want,
    const char *what)
{
	if (str_is(got, want))
		return test_case(true, file, line, "", "%s", what);
	test_case(false, file, line, "as wanted", "%s", what);
	printf("# got:    %.*s\n# wanted: %s\n", STR_ARG(got), want);
	return false;
}

#define TEST_STR(got, want, what) \
	test_str(__FILE__, __LINE__, (got), (want), (what))

/* A program without a case is a defect, not a success. */
static inline int
test_end(void)
{
	return test_failed || !test_passed;
}

#endif
