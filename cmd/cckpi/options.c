/* options: cckpi's option table. */
#include "cmd/cckpi/options.h"

#include "common/group.h"

const char *const cckpi_formats[] = { "table", "json", "csv", "lines", NULL };

#define AT(member)	offsetof(struct cckpi_options, member)

static const struct opt what[] = {
	{ 'b', "group", OPT_TEXT, AT(by), "KEYS",
	  "group by members of the line and intervals, with commas: queue, "
	  "agent, channel, ...; 15m, 30m, hour, day, week, month, year, "
	  "weekday, hour-of-day, halfhour-of-day", interval_names, 0, 0,
	  WORDS_KEYS },
	{ 'k', "kpis", OPT_TEXT, AT(kpis), "KPIS",
	  "which KPIs, with commas; see cc-kpi(7); all: every one; a table "
	  "without this shows as many of the usual as fit 80 columns", NULL, 0, 0,
	  WORDS_KPIS },
	{ 'f', "format", OPT_CHOICE, AT(format), "FORMAT",
	  "how to write them (default: json or csv by the suffix of -o, else "
	  "table); lines: the counts, as --partial", cckpi_formats, 0, 0,
	  WORDS_NONE },
	{ 'T', "threshold", OPT_SECONDS, AT(threshold_ms), "SECONDS",
	  "service-level threshold (default 20), inclusive", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "short", OPT_SECONDS, AT(short_ms), "SECONDS",
	  "abandons up to this wait are short (default 5), inclusive", NULL, 0,
	  0, WORDS_NONE },
	{ 0, "window", OPT_TEXT, AT(windows), "TIMES",
	  "a contact within this time after another is a repeat (default 7d); "
	  "with commas up to four, one column each", NULL, 0, 0, WORDS_NONE },
	{ 0, "repeat", OPT_CHOICE, AT(repeat), "OF",
	  "what makes a repeat: the same customer (default), or also the same "
	  "reason", kpi_repeats, 0, 0, WORDS_NONE },
	{ 0, "at", OPT_CHOICE, AT(at), "MOMENT",
	  "which moment says in which interval a visit is counted: entry to "
	  "the queue (default), start of the contact, decided (answered, left "
	  "or the threshold passed), end of the contact", kpi_ats, 0, 0,
	  WORDS_NONE },
	{ 0, "until", OPT_TEXT, AT(until), "TIME",
	  "where the data end, for fcr:net: 2026-03-02T09:14:05Z, or 2026-03-02 "
	  "by the clock of -z (default: the spans' least end)",
	  NULL, 0, 0, WORDS_NONE },
	{ 0, "hours", OPT_LIST, AT(hours), "HOURS",
	  "measure first replies in open hours by the clock of -z: 'mon-fri "
	  "09:00-17:00, sat 10:00-12:00'; repeated: schedules in turn, 'from "
	  "2026-03-02T09:00:00.000Z mon-fri ...'", NULL, 0, 0, WORDS_NONE },
	{ 0, "holidays", OPT_TEXT, AT(holidays), "DAYS",
	  "closed all day, with commas: 2026-12-25,2026-12-26", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "tolerance", OPT_SECONDS, AT(tolerance_ms), "TIME",
	  "adherence forgives so much at the beginning of every exception",
	  NULL, 0, 0, WORDS_NONE },
	{ 0, "partial", OPT_FLAG, AT(partial), NULL,
	  "write the counts as kpi lines, to be combined later", NULL, 0, 0,
	  WORDS_NONE },
	{ 0, "combine", OPT_FLAG, AT(combine), NULL,
	  "read such lines instead of interactions", NULL, 0, 0, WORDS_NONE },
	{ 0 }
};

static const struct opt_group groups[] = {
	{ "What to measure", what, 0 },
	{ "Time", cli_opts_zone, AT(cli) },
	{ "Reading", cli_opts_reading, AT(cli) },
	{ "Memory", cli_opts_sorting, AT(cli) },
	{ "Threads", cli_opts_threads, AT(cli) },
	{ "Always", cli_opts_always, AT(cli) },
	{ 0 }
};

const struct tool cckpi_tool = {
	.name = "cckpi",
	.one_line = "contact-center KPIs, by any key and interval",
	.operands = "[file ...]",
	.memory = "groups",
	.groups = groups,
	.counts_inputs = true,
};
