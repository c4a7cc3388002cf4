/* options: ccroute's option table. */
#include "cmd/ccroute/options.h"

static const char *const formats[] = { "table", "csv", "json", "lines",
	NULL };

#define AT(member)	offsetof(struct ccroute_options, member)

static const struct opt model[] = {
	{ 0, "set", OPT_LIST, AT(set), "SECTION.KEY=VALUE",
	  "change the model: 'agents cards.count+=4', =, +=, -= or *=; "
	  "repeated: in this order", NULL, 0, 0, WORDS_NONE },
	{ 0, "days", OPT_INT, AT(days), "N",
	  "days of one run, instead of the model's", NULL, 1, 3660,
	  WORDS_NONE },
	{ 0, "warm-up", OPT_SECONDS, AT(warm_up_ms), "TIME",
	  "leave out what begins before, instead of the model's", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "replay", OPT_FILE, AT(replay), "FILE",
	  "the contacts of these lines arrive as they did, with their "
	  "handling where it is known, instead of the model's arrivals", NULL,
	  0, 0, WORDS_NONE },
	{ 0 }
};

static const struct opt runs[] = {
	{ 'R', "runs", OPT_INT, AT(runs), "N",
	  "replications (default 20; 1 with -f lines)", NULL, 1, 1000000,
	  WORDS_NONE },
	{ 0, "seed", OPT_INT, AT(seed), "N",
	  "all randomness comes from it (default 1)", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "antithetic", OPT_FLAG, AT(antithetic), NULL,
	  "every second run draws 1 - u where its twin drew u", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "control", OPT_FLAG, AT(control), NULL,
	  "take off what arrivals and work drawn above or below their means "
	  "explain, where that narrows the interval", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "batches", OPT_INT, AT(batches), "N",
	  "cut each run (default: one) into N batches after the warm-up and "
	  "take these for runs", NULL, 2, 100000, WORDS_NONE },
	{ 0, "confidence", OPT_TEXT, AT(confidence), "PERCENT",
	  "of the intervals (default 95)", NULL, 0, 0, WORDS_NONE },
	{ 0 }
};

static const struct opt questions[] = {
	{ 0, "compare", OPT_FLAG, AT(compare), NULL,
	  "two models (or one as it is, and as --set changes it) with the "
	  "same randomness: paired differences", NULL, 0,
	  0, WORDS_NONE },
	{ 0, "sweep", OPT_TEXT, AT(sweep), "SECTION.KEY=FROM..TO/STEP",
	  "the model for each of these values", NULL, 0, 0, WORDS_NONE },
	{ 0, "validate", OPT_FLAG, AT(validate), NULL,
	  "real lines, then the model: what is off, by how much", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "optimise", OPT_FLAG, AT(optimise), NULL,
	  "the fewest or cheapest agents that meet all targets in all "
	  "intervals at once, at the risk that --confidence leaves", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "target", OPT_LIST, AT(target), "KPI=VALUE",
	  "of --optimise, instead of the queues' own: sl=80%, "
	  "abandon_rate=3%, asa=20; repeated: all must hold", NULL, 0, 0,
	  WORDS_NONE },
	{ 0 }
};

static const struct opt answer[] = {
	{ 'f', "format", OPT_CHOICE, AT(format), "FORMAT", "how to write it",
	  formats, 0, 0, WORDS_NONE },
	{ 0, "lines", OPT_FILE, AT(lines), "FILE",
	  "the lines of all runs too, beside their KPIs", NULL, 0, 0,
	  WORDS_NONE },
	{ 'k', "kpis", OPT_TEXT, AT(kpis), "KPIS",
	  "KPIs with commas, or all (default: the main ones; in a table those "
	  "that 80 columns hold)", NULL, 0, 0, WORDS_KPIS },
	{ 'T', "threshold", OPT_SECONDS, AT(threshold_ms), "SECONDS",
	  "service-level threshold (default 20), inclusive", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "short", OPT_SECONDS, AT(short_ms), "SECONDS",
	  "abandons within it are short (default 5), inclusive", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "every", OPT_SECONDS, AT(interval_ms), "TIME",
	  "a row for each interval of the run too, such as 30m", NULL, 0, 0,
	  WORDS_NONE },
	{ 0 }
};

static const struct opt_group groups[] = {
	{ "The model", model, 0 },
	{ "Running it", runs, 0 },
	{ "Questions", questions, 0 },
	{ "The answer", answer, 0 },
	{ "Threads", cli_opts_threads, AT(cli) },
	{ "Always", cli_opts_always, AT(cli) },
	{ 0 }
};

const struct tool ccroute_tool = {
	.name = "ccroute",
	.one_line = "simulates a contact center from its model",
	.operands = "[model | lines] model",
	.memory = "model",
	.groups = groups,
};
