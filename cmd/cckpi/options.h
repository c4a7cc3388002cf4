/* options: what cckpi was asked. */
#ifndef CCKPI_OPTIONS_H
#define CCKPI_OPTIONS_H

#include "common/cli.h"

enum cckpi_format { CCKPI_TABLE, CCKPI_JSON, CCKPI_CSV, CCKPI_LINES };

struct cckpi_options {
	struct cli cli;
	const char *by;			/* -b */
	const char *kpis;		/* -k */
	int format;			/* -f: enum cckpi_format, or NOT_GIVEN:
					   by the suffix of -o, else table */
	int64_t threshold_ms;		/* -T, or NOT_GIVEN */
	int64_t short_ms;		/* --short, or NOT_GIVEN */
	const char *windows;		/* --window */
	int repeat;			/* --repeat: enum kpi_repeat */
	int at;				/* --at: enum kpi_at */
	const char *until;		/* --until */
	struct opt_list hours;		/* --hours: schedules in turn */
	const char *holidays;		/* --holidays */
	int64_t tolerance_ms;		/* --tolerance, of adherence */
	bool partial, combine;
};

#define CCKPI_DEFAULTS { .cli = CLI_DEFAULTS, .threshold_ms = NOT_GIVEN, \
	.short_ms = NOT_GIVEN, .format = NOT_GIVEN, .repeat = NOT_GIVEN, \
	.at = NOT_GIVEN }

extern const char *const cckpi_formats[];	/* by enum cckpi_format */
extern const struct tool cckpi_tool;

#endif
