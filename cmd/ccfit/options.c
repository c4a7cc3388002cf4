/* options: ccfit's option table. */
#include "cmd/ccfit/options.h"

#define AT(member)	offsetof(struct ccfit_options, member)

static const struct opt what[] = {
	{ 0, "interval", OPT_SECONDS, AT(interval_ms), "TIME",
	  "length of an interval of rates and counts (default: 30m); a divisor "
	  "of the day", NULL, 0, 0, WORDS_NONE },
	{ 0, "again", OPT_SECONDS, AT(again_ms), "TIME",
	  "who comes back to the queue within this time of giving up is taken "
	  "to redial (default: 1h)", NULL, 0, 0, WORDS_NONE },
	{ 0, "gap", OPT_SECONDS, AT(gap_ms), "TIME",
	  "where no lines of kind agent say it: an agent is away between two "
	  "contacts further apart (default: 4h)", NULL, 0, 0,
	  WORDS_NONE },
	{ 0 }
};

static const struct opt_group groups[] = {
	{ "What to fit", what, 0 },
	{ "Time", cli_opts_zone, AT(cli) },
	{ "Reading", cli_opts_reading, AT(cli) },
	{ "Memory", cli_opts_sorting, AT(cli) },
	{ "Threads", cli_opts_threads, AT(cli) },
	{ "Always", cli_opts_always, AT(cli) },
	{ 0 }
};

const struct tool ccfit_tool = {
	.name = "ccfit",
	.one_line = "a routing model fitted from history",
	.operands = "[file ...]",
	.memory = "sort",
	.groups = groups,
	.counts_inputs = true,
};
