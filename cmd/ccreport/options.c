/* options: ccreport's option table. */
#include "cmd/ccreport/options.h"

static const char *const formats[] = { "text", "html", NULL };

#define AT(member)	offsetof(struct ccreport_options, member)

static const struct opt what[] = {
	{ 'f', "format", OPT_TEXT, AT(format), "FORMAT",
	  "text or html (default: by the suffix of -o, else text)", formats, 0,
	  0, WORDS_NONE },
	{ 0, "title", OPT_TEXT, AT(title), "TEXT",
	  "the report's title", NULL, 0, 0, WORDS_NONE },
	{ 'T', "threshold", OPT_SECONDS, AT(threshold_ms), "SECONDS",
	  "service-level threshold (default 20), inclusive", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "target", OPT_INT, AT(target), "PERCENT",
	  "service level to be met (default 80)", NULL, 1, 100, WORDS_NONE },
	{ 0, "short", OPT_SECONDS, AT(short_ms), "SECONDS",
	  "abandons up to this wait are short (default 5)", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "window", OPT_SECONDS, AT(window_ms), "TIME",
	  "a contact within this time after another is a repeat (default 7d)",
	  NULL, 0, 0, WORDS_NONE },
	{ 0, "top", OPT_INT, AT(top), "N",
	  "rows shown of each table (default 25)", NULL, 1, 100000,
	  WORDS_NONE },
	{ 0 }
};

static const struct opt_group groups[] = {
	{ "What to report", what, 0 },
	{ "Time", cli_opts_zone, AT(cli) },
	{ "Reading", cli_opts_reading, AT(cli) },
	{ "Memory", cli_opts_sorting, AT(cli) },
	{ "Always", cli_opts_always, AT(cli) },
	{ 0 }
};

const struct tool ccreport_tool = {
	.name = "ccreport",
	.one_line = "a report people look at, from interaction lines",
	.operands = "[file ...]",
	.memory = "sort",
	.groups = groups,
	.counts_inputs = true,
};
