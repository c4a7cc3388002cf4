/*
 * diag: the only place that prints messages. One write a message, data shown
 * escaped (control and bidi characters, invalid UTF-8). Counts findings, knows
 * the worst level seen (the exit status), --max-errors, --tolerate, --quiet,
 * and writes --rejects (0600, NDJSON: file, line, byte, column, code, field,
 * value, raw; raw_base64 instead where the record is not UTF-8).
 *
 * ccimport: calls.csv:1043:17: refused: bad-duration: 'queue_time' is not a
 * duration: "1:75"
 */
#ifndef CCKIT_DIAG_H
#define CCKIT_DIAG_H

#include "common/err.h"
#include "common/finding.h"

struct output;
struct buf;

/* After so many messages of one code the rest is only counted. */
enum { DIAG_ALIKE = 10 };

struct diag {
	const char *tool;
	bool quiet, verbose, strict;	/* verbose: print all alike too */
	uint64_t count[FINDING_COUNT];
	uint64_t printed[FINDING_COUNT];
	uint64_t refused;			/* records left out */
	uint64_t records;			/* records seen, for N or P% */
	uint64_t stop_at;			/* records refused; 0: never */
	uint64_t tolerate;			/* records, or ... */
	int64_t tolerate_micro;			/* ... share x 10^6; -1: by number */
	struct output *rejects;			/* NULL: none */
	enum finding_level worst;
};

/* Counts, prints, and writes the reject (raw: the record as it came, or
 * absent). -1: --max-errors is passed or rejects cannot be written (err).
 * Main thread only: workers hand their findings over. */
int diag_report(struct diag *d, const struct finding *f, struct str raw,
    struct err *err);
/* "tool: text" and the hint on a second line. */
void diag_failure(struct diag *d, const struct err *err);
void diag_note(struct diag *d, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* 0, 1 or 3 by the worst level, tolerate and strict. Prints what was only
 * counted ("and 312 more: bad-duration"). */
int diag_status(struct diag *d);
/* Data as shown to people: control, bidi, invalid UTF-8 as \x1b, \u202e. */
void diag_escape(struct buf *b, struct str s);
/* The message of a finding without tool and LF, as diag_report prints it. */
void diag_words(struct buf *b, const struct finding *f);
extern const char *const finding_levels[];	/* note, warning, ... */

#endif
