/* options: what ccmerge was asked. */
#ifndef CCMERGE_OPTIONS_H
#define CCMERGE_OPTIONS_H

#include "common/cli.h"

enum ccmerge_order { BY_CUSTOMER, BY_TIME };

struct ccmerge_options {
	struct cli cli;
	int order;			/* --by: enum ccmerge_order */
	int64_t hub;			/* --hub */
	int64_t same_ms;		/* --journey */
	int64_t unknown_ms;		/* --journey-unknown */
	const char *until;		/* --until */
	int64_t until_ms;		/* the same, or WHEN_NONE */
	const char *links;		/* --links */
};

extern const struct tool ccmerge_tool;

#endif
