/* options: what cckpi was asked. */
#ifndef CCKPI_OPTIONS_H
#define CCKPI_OPTIONS_H

#include "common/cli.h"

enum cckpi_format { CCKPI_TABLE, CCKPI_JSON, CCKPI_CSV };

struct cckpi_options {
	struct cli cli;
	const char *by;			/* -b */
	const char *kpis;		/* -k */
	int format;			/* -f: enum cckpi_format */
	int64_t threshold_ms;		/* -T */
	int64_t short_ms;		/* --short */
	int64_t window_ms;		/* --window */
	int repeat;			/* --repeat: enum kpi_repeat */
	const char *until;		/* --until */
	bool partial, combine;
};

extern const struct tool cckpi_tool;

#endif
