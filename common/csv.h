/*
 * csv: records from separated values. Records whose quotes are right are cut
 * and split in place, 64 bytes at a time; libcsv owns the fields of every
 * record that needs judgement. Where strict libcsv accepts a file, our records
 * equal its records (differential test).
 * Record ends are LF or CRLF; CR alone only in a file that has no LF at all.
 */
#ifndef CCKIT_CSV_H
#define CCKIT_CSV_H

#include "common/err.h"
#include "common/mem.h"
#include "common/str.h"

struct io;
struct csv;

enum { CSV_MAX_RECORD = 1 << 20, CSV_MAX_FIELDS = 4096 };

struct csv_options {
	char separator;			/* 0 = sniff among , ; TAB ! | */
	unsigned preamble;		/* lines before the header to pass over */
	bool fixed_width;		/* refuse records unlike the first */
	bool separator_line;		/* a first line sep=; is no record, but
					   names it: spreadsheets want that */
};

struct csv_record {
	struct str *field;		/* views; valid until the next call */
	size_t n;
	uint64_t line;			/* 1-based line of its first byte */
	uint64_t byte;			/* 0-based offset of its first byte */
	uint64_t breaks;		/* line ends inside it */
	struct str raw;			/* all its bytes, without the line end */
	bool plain;			/* csv_split: every field is ASCII that
					   JSON takes without escapes */
	const char *problem;		/* NULL, or why it is refused (static) */
	uint64_t problem_line, problem_column;
};

struct csv *csv_open(struct io *in, const struct csv_options *o,
    struct err *err);
char csv_separator(const struct csv *c);
/* Once read to its end: the last record has no line end; it may be cut off. */
bool csv_open_end(const struct csv *c);
/* 1: a record (maybe refused: problem); 0: the end; -1: failure. */
int csv_next(struct csv *c, struct csv_record *r, struct err *err);
/* The same without splitting: fields are absent (n 0), only raw, positions and
 * the problems of quoting; a record of several lines is judged all the same,
 * as its quotes may have swallowed what is not its own. For threads, with
 * csv_split in the workers. */
int csv_cut(struct csv *c, struct csv_record *r, struct err *err);
/* After a refused or unclosed record reading goes on at the next line start
 * whose record has this many fields; 0 = any. Set it once the header is read. */
void csv_expect(struct csv *c, size_t fields);
void csv_close(struct csv *c);

/*
 * For threads: splits one record (its raw bytes) without a stream; the same
 * judgement as csv_next. Views live in a or in raw.
 */
struct csv_splitter;
struct csv_splitter *csv_splitter_new(char separator);
int csv_split(struct csv_splitter *s, struct str raw, struct arena *a,
    struct csv_record *r);
void csv_splitter_free(struct csv_splitter *s);

#endif
