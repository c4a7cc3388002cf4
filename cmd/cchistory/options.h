/* options: what cchistory was asked. */
#ifndef CCHISTORY_OPTIONS_H
#define CCHISTORY_OPTIONS_H

#include "common/cli.h"

struct cchistory_options {
	struct cli cli;
	const char *who;		/* -c */
	const char *now;		/* --now */
	int format;			/* -f: 0 text, 1 json */
	int64_t last;			/* --last: contacts shown in full */
};

extern const struct tool cchistory_tool;

#endif
