/* options: what ccfit was asked. */
#ifndef CCFIT_OPTIONS_H
#define CCFIT_OPTIONS_H

#include "common/cli.h"

struct ccfit_options {
	struct cli cli;
	int64_t interval_ms;		/* --interval */
	int64_t again_ms;		/* --again: window of redials */
	int64_t gap_ms;			/* --gap: idle at work, at most */
};

extern const struct tool ccfit_tool;

#endif
