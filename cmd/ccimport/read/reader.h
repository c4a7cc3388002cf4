/*
 * reader: one kind of container. The main thread fills batches with raw
 * records (bytes and position); any worker takes one apart. An array of these
 * adapters is the registry; a profile's `container` picks one.
 */
#ifndef CCIMPORT_READER_H
#define CCIMPORT_READER_H

#include "cmd/ccimport/profile.h"
#include "cmd/ccimport/record.h"
#include "common/csv.h"
#include "common/io.h"

enum { BATCH_BYTES = 1 << 18, MAX_OTHER = 4 };

struct raw_record {
	size_t at, n;			/* in the batch's bytes */
	uint64_t line, byte;
	const char *problem;		/* refused by the container; static */
	uint64_t problem_line, problem_column;
	enum finding_code code;		/* of the problem */
};

struct raw_batch {
	struct buf bytes;
	struct raw_record *rec;
	size_t n, cap;
};

/* What is known of a file before its first record. */
struct head {
	struct str *name;		/* header names (csv, log); own arena */
	size_t n;
	char separator;
	struct str zone;		/* named inside the file, or absent */
	struct {
		struct str *cell;
		size_t n;
	} other[MAX_OTHER];		/* csv: the header's other rows */
	size_t n_other;
	bool begins[256];		/* csv: first bytes of the names, and
					   of these rows */
	struct arena arena;
};

/* What a worker needs to take records apart. */
struct taking {
	const struct profile *profile;
	struct csv_splitter *csv;
	char separator;
	struct json json;
	struct pat_scratch *scratch;
	struct str *cell;
	size_t cap;
};

struct reader {
	const char *container;
	/* Reads up to the first record. NULL: err. */
	void *(*open)(struct io *in, const struct profile *p,
	    struct head *head, struct err *err);
	/* Adds records to an empty batch, about BATCH_BYTES. 1, 0 end, -1. */
	int (*fill)(void *state, struct raw_batch *b, struct err *err);
	/* 0, or -1: refused (f: code, line, column, more). */
	int (*take)(struct taking *t, const struct head *head, struct arena *a,
	    struct record *rec, struct finding *f);
	/* At the end: has the last record no line end? NULL: no matter. */
	bool (*open_end)(const void *state);
	void (*close)(void *state);
};

extern const struct reader csv_reader, json_reader, log_reader;

/* By container name; NULL: none. */
const struct reader *reader_find(struct str container);

void taking_init(struct taking *t, const struct profile *p);
void taking_release(struct taking *t);
void head_release(struct head *h);

/* Adds one record's bytes to a batch; batch_end adds the PADDING after the
 * last one. */
void batch_add(struct raw_batch *b, struct str raw,
    const struct raw_record *where);
void batch_end(struct raw_batch *b);
void batch_clear(struct raw_batch *b);
void batch_release(struct raw_batch *b);

#endif
