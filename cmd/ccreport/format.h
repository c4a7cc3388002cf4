/*
 * format: a way to write a document. One file a format in format/, one line of
 * format.c, and its name among -f's words in options.c.
 */
#ifndef CCREPORT_FORMAT_H
#define CCREPORT_FORMAT_H

#include "cmd/ccreport/document.h"
#include "common/err.h"

struct format {
	const char *name;		/* -f NAME */
	const char *suffix[3];		/* -o x.SUFFIX means it; NULL-ended */
	/* Appends the whole document to out. */
	void (*write)(const struct document *d, struct buf *out);
};

extern const struct format format_text, format_html;

/* -f's, or by the suffix of -o, or text. name NULL: not given. NULL: there is
 * none (err: usage). */
const struct format *format_choose(const char *name, const char *out,
    struct err *err);

#endif
