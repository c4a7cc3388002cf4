/* options: ccmerge's option table. */
#include "cmd/ccmerge/options.h"

static const char *const orders[] = { "customer", "time", NULL };

#define AT(member)	offsetof(struct ccmerge_options, member)

static const struct opt how[] = {
	{ 0, "by", OPT_CHOICE, AT(order), "ORDER",
	  "order of the history: each customer's contacts together, or all by "
	  "time", orders, 0, 0, WORDS_NONE },
	{ 0, "hub", OPT_INT, AT(hub), "N",
	  "an identifier seen with more than N others of one kind is a "
	  "switchboard, not a person (default 5)", NULL, 1, 1000000,
	  WORDS_NONE },
	{ 0, "journey", OPT_SECONDS, AT(same_ms), "TIME",
	  "contacts for the same reason belong to one journey while they are "
	  "no further apart (default 7d)", NULL, 0, 0, WORDS_NONE },
	{ 0, "journey-unknown", OPT_SECONDS, AT(unknown_ms), "TIME",
	  "the same where a reason is unknown (default 1d)", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "until", OPT_TEXT, AT(until), "TIME",
	  "where the data end, UTC unless it says otherwise (default: each "
	  "source's span)", NULL, 0, 0, WORDS_NONE },
	{ 0, "links", OPT_FILE, AT(links), "FILE",
	  "write which identifier belongs to which customer, and why one does "
	  "not link", NULL, 0, 0, WORDS_FILES },
	{ 0 }
};

static const struct opt_group groups[] = {
	{ "How to merge", how, 0 },
	{ "Reading", cli_opts_reading, AT(cli) },
	{ "Memory", cli_opts_sorting, AT(cli) },
	{ "Threads", cli_opts_threads, AT(cli) },
	{ "Always", cli_opts_always, AT(cli) },
	{ 0 }
};

const struct tool ccmerge_tool = {
	.name = "ccmerge",
	.one_line = "many line files into one history per customer",
	.operands = "[file ...]",
	.memory = "sort",
	.groups = groups,
	.adds_to_input = true,
};
