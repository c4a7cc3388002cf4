/*
 * cli: what every tool's main does the same way: a library that main calls.
 *
 *	int
 *	main(int argc, char **argv)
 *	{
 *		struct cckpi_options o = { .cli = CLI_DEFAULTS };
 *		struct cli *c = &o.cli;
 *
 *		if (cli_begin(c, &cckpi_tool, &o, argc, argv))
 *			return c->status;
 *		if (cckpi_run(&o, &c->err) < 0)
 *			cli_failed(c);
 *		return cli_end(c);
 *	}
 */
#ifndef CCKIT_CLI_H
#define CCKIT_CLI_H

#include "common/diag.h"
#include "common/err.h"
#include "common/opt.h"

struct output;

struct cli {
	/* set by options (the groups below) */
	const char *out;		/* -o; NULL: standard output */
	const char *zone;		/* -z: name, or NULL */
	size_t mem_bytes;		/* -S; default 256 MiB */
	const char *tmp_dir;		/* --tmp */
	int64_t threads;		/* -j; default: processors, at most 8 */
	const char *rejects;		/* -e */
	struct opt_optional summary;	/* --summary[=FILE] */
	const char *tolerate;		/* --tolerate N or P% */
	int64_t max_errors;		/* --max-errors; -1: no limit */
	bool quiet, verbose, dry_run, strict, no_sandbox;
	bool version;
	struct opt_optional help;	/* --help, --help=json */
	/* set by cli_begin */
	const struct tool *tool;
	void *options;			/* the tool's, for opt_release */
	char **operands;		/* followed by NULL */
	int n_operands;
	struct diag diag;		/* quiet, strict, rejects … are set */
	struct output *summary_out;	/* --summary=FILE, opened */
	struct err err;			/* the failure, when there was one */
	int status;
};

/* Of a number whose default depends on what else is said: as where --combine
 * takes it from the lines. */
enum { NOT_GIVEN = -1 };

#define CLI_DEFAULTS	{ .mem_bytes = (size_t)256 << 20, .max_errors = -1 }

/* Groups for a tool's table; base is offsetof(struct <tool>_options, cli). */
extern const struct opt cli_opts_always[];	/* -o -q -v -h --version
						   --no-sandbox */
extern const struct opt cli_opts_reading[];	/* -e --tolerate --max-errors
						   --summary --strict */
extern const struct opt cli_opts_sorting[];	/* -S --tmp */
extern const struct opt cli_opts_threads[];	/* -j */
extern const struct opt cli_opts_zone[];	/* -z: of what is written */
extern const struct opt cli_opts_zone_of_data[];	/* -z: of what is read */
extern const struct opt cli_opts_dry[];		/* -n */

/*
 * Parses, answers --help and --version, installs handlers (SIGPIPE stays
 * silent, memory failure), opens rejects and summary. True: stop and return
 * status.
 */
bool cli_begin(struct cli *c, const struct tool *tool, void *options,
    int argc, char **argv);
/*
 * Gives up everything but reading the operands and time zones, and writing
 * what the options name: called by a tool once its profiles and rules are
 * read, before data and before threads. more: further files it writes,
 * NULL-ended, or NULL. -1: c->err. Does nothing with --no-sandbox.
 */
int cli_enter_sandbox(struct cli *c, const char *const *more);
/* The index of a format in the NULL-ended names: given, or (NOT_GIVEN) by the
 * suffix of -o (x.CSV: csv), else the first. */
int cli_format(const struct cli *c, int given, const char *const *names);
/* Prints c->err, remembers the status (2 for usage, 3 otherwise). */
void cli_failed(struct cli *c);
/* The one JSON object of --summary, made by the tool: {"in":…}. Goes to the
 * file, or to standard error; without --summary nothing happens. */
void cli_summary(struct cli *c, struct str json);
/* The answer is no (a check failed, a difference was found): status 1. */
void cli_no(struct cli *c);
/* Closes rejects, frees, returns the exit status: 0, 1, 2 or 3. */
int cli_end(struct cli *c);

#endif
