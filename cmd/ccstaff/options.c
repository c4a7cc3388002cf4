/* options: ccstaff's option table. */
#include "cmd/ccstaff/options.h"

const char *const staff_models[] = { "erlang-b", "erlang-c", "erlang-a",
	"halfin-whitt", "garnett", "slots", "priority", "deadline" };
static const char *const models[] = { "erlang-b", "erlang-c", "erlang-a",
	"halfin-whitt", "garnett", NULL };
static const char *const formats[] = { "table", "csv", "json", "lines",
	NULL };
static const char *const laws[] = { "exponential", "constant", "uniform",
	NULL };
static const char *const days[] = { "stationary", "modified", "both", NULL };
static const char *const targets[] = { "sl=", "sl-served=", "sl-pos=",
	"sl-excl=", "wait=", "abandon=", "asa=", "block=", NULL };

#define AT(member)	offsetof(struct ccstaff_options, member)

static const struct opt work[] = {
	{ 0, "load", OPT_TEXT, AT(load), "ERLANGS",
	  "offered load; or give --calls, --interval and --aht", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "calls", OPT_TEXT, AT(calls), "N", "contacts an interval", NULL,
	  0, 0, WORDS_NONE },
	{ 0, "interval", OPT_SECONDS, AT(interval_ms), "TIME",
	  "length of an interval (default: 30m; kpi lines say theirs)", NULL,
	  0, 0, WORDS_NONE },
	{ 0, "aht", OPT_SECONDS, AT(aht_ms), "TIME",
	  "mean handling: talk, hold and wrap-up", NULL, 0, 0, WORDS_NONE },
	{ 0, "patience", OPT_SECONDS, AT(patience_ms), "TIME",
	  "mean time people are willing to wait", NULL, 0, 0, WORDS_NONE },
	{ 0, "patience-law", OPT_CHOICE, AT(patience_law), "LAW",
	  "how patience is spread: constant is also overflow after that time; "
	  "uniform goes from 0 to twice the mean", laws, 0, 0, WORDS_NONE },
	{ 0, "balk", OPT_TEXT, AT(balk), "PERCENT",
	  "share that leaves at once when nobody is free", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "slots", OPT_TEXT, AT(slots), "RATES",
	  "contacts at once: what one person gets done with 1, 2 and more in hand, "
	  "in units of one alone (1,1.7,2.5)", NULL, 0, 0, WORDS_NONE },
	{ 0, "priority", OPT_TEXT, AT(priority), "SHARES",
	  "classes of contacts, the most urgent first (20%,80%)", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "places", OPT_INT, AT(places), "N",
	  "lines: in service and waiting; more are blocked (default: endless)",
	  NULL, 1, 10000000, WORDS_NONE },
	{ 0, "redial", OPT_TEXT, AT(redial), "PERCENT",
	  "share of abandoners who call again at once (an approximation)",
	  NULL, 0, 0, WORDS_NONE },
	{ 0, "center", OPT_FILE, AT(center), "FILE",
	  "take the work of every queue and interval from a model (cc-model(5))",
	  NULL, 0, 0, WORDS_FILES },
	{ 0 }
};

static const struct opt answer[] = {
	{ 'm', "model", OPT_CHOICE, AT(model), "MODEL",
	  "the formula (default: erlang-a where patience is known, else "
	  "erlang-c); halfin-whitt and garnett are the square-root "
	  "approximations of these two", models, 0, 0, WORDS_NONE },
	{ 0, "servers", OPT_INT, AT(servers), "N",
	  "people at work: what happens then?", NULL, 1, 1000000, WORDS_NONE },
	{ 0, "target", OPT_LIST, AT(target), "WHAT=VALUE",
	  "how many people are needed? sl=80% (of all offered), "
	  "sl-served=, sl-pos=, sl-excl=, wait=20% (who wait at all), "
	  "abandon=3%, asa=20, block=1%; "
	  "repeated: all must hold", targets, 0, 0, WORDS_NONE },
	{ 'T', "threshold", OPT_SECONDS, AT(threshold_ms), "SECONDS",
	  "service-level threshold (default 20), inclusive", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "max-occupancy", OPT_TEXT, AT(max_occupancy), "PERCENT",
	  "people are not to be busier than this", NULL, 0, 0, WORDS_NONE },
	{ 0, "shrinkage", OPT_TEXT, AT(shrinkage), "PERCENT",
	  "share of paid time away from contacts, for the people to schedule",
	  NULL, 0, 0, WORDS_NONE },
	{ 0, "deadline", OPT_SECONDS, AT(deadline_ms), "TIME",
	  "nobody waits on the line: all work is done within TIME, with the "
	  "least people at the peak", NULL, 0, 0, WORDS_NONE },
	{ 0, "day", OPT_CHOICE, AT(day), "HOW",
	  "stationary: each interval by its own contacts; modified: by the "
	  "work still in hand from those before (default: stationary)", days,
	  0, 0, WORDS_NONE },
	{ 0, "sensitivity", OPT_FLAG, AT(sensitivity), NULL,
	  "show also what the same people give when contacts or handling are "
	  "10% less or more", NULL, 0, 0, WORDS_NONE },
	{ 0, "around", OPT_INT, AT(around), "N",
	  "show also up to N people fewer and more", NULL, 0, 1000,
	  WORDS_NONE },
	{ 'f', "format", OPT_CHOICE, AT(format), "FORMAT", "how to write it",
	  formats, 0, 0, WORDS_NONE },
	{ 0 }
};

static const struct opt_group groups[] = {
	{ "The work", work, 0 },
	{ "The answer", answer, 0 },
	{ "Reading", cli_opts_reading, AT(cli) },
	{ "Always", cli_opts_always, AT(cli) },
	{ 0 }
};

const struct tool ccstaff_tool = {
	.name = "ccstaff",
	.one_line = "how many people are needed, by queue and interval",
	.operands = "[file ...]",
	.memory = "groups",
	.groups = groups,
	.counts_inputs = true,
};
