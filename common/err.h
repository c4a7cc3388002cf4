/*
 * err: one failure, as text complete enough to print as it is (style: lower
 * case, no full stop, the subject first and quoted: 'calls.csv': no such
 * file). Functions that can fail take a struct err * last and return -1 or
 * NULL after setting it; they never print and never exit. Whoever shows the
 * text escapes it (diag does), so data may go in as it came.
 */
#ifndef CCKIT_ERR_H
#define CCKIT_ERR_H

#include <stdarg.h>

#include "common/base.h"

enum err_kind {
	ERR_NONE,
	ERR_USAGE,	/* the user's words are wrong: exit status 2 */
	ERR_FAILED,	/* could not do it: exit status 3 */
	ERR_DATA,	/* this data is refused: exit status 1 or 3 by caller */
};

struct err {
	enum err_kind kind;
	char text[768];
	char hint[256];		/* a second line that helps; may be empty */
};

/* Both return -1, so that `return err_set(...)` reads well. The first of two
 * failures is kept: the later one is a consequence. */
int err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
	PRINTF_LIKE(3, 4);
/* Adds ": " and the system's words for errno. Kind is ERR_FAILED. */
int err_errno(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
void err_hint(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
void err_clear(struct err *e);

#endif
