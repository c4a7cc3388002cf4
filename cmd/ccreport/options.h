/* options: what ccreport was asked. */
#ifndef CCREPORT_OPTIONS_H
#define CCREPORT_OPTIONS_H

#include "common/cli.h"

struct ccreport_options {
	struct cli cli;
	const char *format;		/* -f; NULL: by -o's suffix */
	const char *title;		/* --title */
	int64_t threshold_ms;		/* -T */
	int64_t target;			/* --target, per cent */
	int64_t short_ms;		/* --short */
	int64_t window_ms;		/* --window */
	int64_t top;			/* --top: rows of a table */
};

extern const struct tool ccreport_tool;

#endif
