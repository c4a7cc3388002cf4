/* options: cchistory's option table. */
#include "cmd/cchistory/options.h"

const char *const cchistory_formats[] = { "text", "json", NULL };

#define AT(member)	offsetof(struct cchistory_options, member)

static const struct opt opts[] = {
	{ 'c', "customer", OPT_TEXT, AT(who), "WHO",
	  "whose story: a customer id, a party such as tel:+442071234567, a "
	  "telephone number or mail address as people write it, or an id as the "
	  "CRM shows it", NULL, 0, 0, WORDS_NONE },
	{ 0, "country", OPT_TEXT, AT(country), "CC",
	  "country of a telephone number without a country code (GB, US)",
	  NULL, 0, 0, WORDS_NONE },
	{ 'f', "format", OPT_CHOICE, AT(format), "FORMAT",
	  "how to write it (default: json by the suffix of -o, else text)",
	  cchistory_formats, 0, 0, WORDS_NONE },
	{ 0, "now", OPT_TEXT, AT(now), "TIME",
	  "the moment the story is told at: 2026-03-02T09:14:05Z, or "
	  "'2026-03-02 09:14' by the clock of -z (default: the end of the data)",
	  NULL, 0, 0, WORDS_NONE },
	{ 0, "last", OPT_INT, AT(last), "N",
	  "how many contacts to show, the newest first (default 20; 0: all)",
	  NULL, 0, 0, WORDS_NONE },
	{ 0 }
};

static const struct opt_group groups[] = {
	{ "What to tell", opts, 0 },
	{ "Time", cli_opts_zone, AT(cli) },
	{ "Always", cli_opts_always, AT(cli) },
	{ 0 }
};

const struct tool cchistory_tool = {
	.name = "cchistory",
	.one_line = "one customer's whole story, across all channels",
	.operands = "[file ...]",
	.memory = "stream",
	.groups = groups,
	.counts_inputs = true,
};
