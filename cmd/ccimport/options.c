/* options: ccimport's own options and the groups it takes. */
#include "cmd/ccimport/import.h"

#define AT(member)	offsetof(struct import_options, member)

static const char *const list_words[] = { "filters", "formats", NULL };

static const struct opt import_opts[] = {
	{ 'p', "profile", OPT_TEXT, AT(profile), "NAME|FILE",
	    "the profile of the vendor's format; --list shows all", NULL, 0, 0,
	    WORDS_PROFILES },
	{ 0, "source", OPT_TEXT, AT(source), "NAME",
	    "what the lines call this system; default: the profile's name",
	    NULL, 0, 0, WORDS_NONE },
	{ 0, "covers", OPT_TEXT, AT(covers), "FROM/TO",
	    "the time the export covers, when the data cannot tell",
	    NULL, 0, 0, WORDS_NONE },
	{ 0, "content", OPT_FLAG, AT(content), NULL,
	    "keep texts and messages", NULL, 0, 0, WORDS_NONE },
	{ 0, "country", OPT_TEXT, AT(country), "CC",
	    "country of telephone numbers without a country code (GB, US)",
	    NULL, 0, 0, WORDS_NONE },
	{ 0, NULL, 0, 0, NULL, NULL, NULL, 0, 0, WORDS_NONE },
};

static const struct opt look_opts[] = {
	{ 0, "list", OPT_OPTIONAL, AT(list), "filters|formats",
	    "list the profiles known, or the words of the language",
	    list_words, 0, 0, WORDS_NONE },
	{ 0, "check", OPT_FLAG, AT(check), NULL,
	    "check profiles, which stand in place of the files, without data",
	    NULL, 0, 0, WORDS_NONE },
	{ 0, "sniff", OPT_FLAG, AT(sniff), NULL,
	    "say which profile fits each file, and why; with -p that one too",
	    NULL, 0, 0, WORDS_NONE },
	{ 0, "explain", OPT_FLAG, AT(explain), NULL,
	    "show what fills which member, its unit, zone, nulls and samples",
	    NULL, 0, 0, WORDS_NONE },
	{ 0, NULL, 0, 0, NULL, NULL, NULL, 0, 0, WORDS_NONE },
};

static const struct opt_group groups[] = {
	{ "Import", import_opts, 0 },
	{ "Looking", look_opts, 0 },
	{ "Zone", cli_opts_zone_of_data, AT(cli) },
	{ "Reading", cli_opts_reading, AT(cli) },
	{ "Trying", cli_opts_dry, AT(cli) },
	{ "Sorting", cli_opts_sorting, AT(cli) },
	{ "Threads", cli_opts_threads, AT(cli) },
	{ "Always", cli_opts_always, AT(cli) },
	{ NULL, NULL, 0 },
};

const struct tool ccimport_tool = {
	.name = "ccimport",
	.one_line = "a vendor's export into interaction lines, by a profile "
	    "that is data",
	.operands = "[file ...]",
	.memory = "stream; sort for profiles with legs, events or messages",
	.groups = groups,
	.counts_inputs = true,
};
