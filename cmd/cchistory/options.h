/* options: what cchistory was asked. */
#ifndef CCHISTORY_OPTIONS_H
#define CCHISTORY_OPTIONS_H

#include "common/cli.h"

enum cchistory_format { CCHISTORY_TEXT, CCHISTORY_JSON };

struct cchistory_options {
	struct cli cli;
	const char *who;		/* -c */
	const char *country;		/* --country */
	const char *now;		/* --now */
	int format;			/* -f: enum cchistory_format, or NOT_GIVEN:
					   by the suffix of -o, else text */
	int64_t last;			/* --last: contacts shown in full */
};

extern const struct tool cchistory_tool;
extern const char *const cchistory_formats[];	/* by the enum */

#endif
