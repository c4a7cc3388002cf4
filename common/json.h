/*
 * json: a strict reader of RFC 8259 for vendors' records: iterative, 64-bit
 * sizes, depth and size limits. Numbers stay text; strings are decoded on
 * request. Accepts all of JSONTestSuite's y_, refuses all n_.
 */
#ifndef CCKIT_JSON_H
#define CCKIT_JSON_H

#include "common/buf.h"
#include "common/err.h"
#include "common/mem.h"

enum json_type {
	JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING,
	JSON_ARRAY, JSON_OBJECT
};

/*
 * One value. Values stand in document order: the first child of a container is
 * the next node; `next` is the index of the node after this value (its next
 * sibling, or past the parent's end). In an object children come in pairs:
 * a string node (the name), then its value.
 */
struct json_node {
	enum json_type type;
	uint32_t next;
	uint32_t count;		/* members or elements */
	bool escaped;		/* string with a backslash in it */
	struct str text;	/* the raw text; strings without quotes */
};

/* The raw JSON of a value: strings with their quotes. */
static inline struct str
json_token(const struct json_node *n)
{
	if (n->type == JSON_STRING)
		return (struct str){ n->text.p - 1, n->text.n + 2 };
	return n->text;
}

struct json {
	struct json_node *node;
	size_t n, cap;
	uint32_t max_depth;	/* 0 = 512 */
	size_t max_bytes;	/* 0 = 64 MiB */
	/* after a failure */
	const char *problem;	/* static text */
	size_t problem_at;	/* byte offset */
};

/* Parses one value with blanks around it. 0 or -1 (problem, problem_at).
 * Nodes live until the next parse; views point into text. */
int json_parse(struct json *j, struct str text);
void json_release(struct json *j);

/* Child by exact name: the LAST of duplicates, *dup set then. NULL: none. */
const struct json_node *json_member(const struct json *j,
    const struct json_node *object, struct str name, bool *dup);
/* Element i; negative counts from the end. NULL: none. */
const struct json_node *json_element(const struct json *j,
    const struct json_node *array, long i);
/* Decoded text of a string node (view, or in a when it has escapes). Lone
 * surrogates and invalid UTF-8 become U+FFFD and set *repaired. */
struct str json_text(const struct json_node *string, struct arena *a,
    bool *repaired);

/*
 * Cuts a stream of JSON into records without holding it whole: values back to
 * back, one a line, the elements of one array, or the elements of the array(s)
 * at a path in envelopes ("$.conversations[*]"; "$" = every top-level value,
 * and the elements where the top level is an array).
 * A record that does not parse is given out as bad, and reading goes on at the
 * next plausible record where the container allows it (NDJSON), else ends.
 * An envelope without the path, be it another vendor's page or a page of an
 * error, is given out as bad too: it is never an export of nothing.
 */
struct io;
struct json_stream;

struct json_record {
	struct str text;		/* padded; valid until the next call */
	uint64_t line;			/* 1-based line of its first byte */
	uint64_t byte;			/* 0-based offset of its first byte */
	const char *problem;		/* NULL, or why it is bad (static) */
	uint64_t problem_line, problem_column;
	bool no_records;		/* an envelope without the path */
};

struct json_stream *json_stream_open(struct io *in, struct str path,
    struct err *err);
/* 1: a record; 0: the end; -1: failure (I/O, truncated, limit). */
int json_stream_next(struct json_stream *s, struct json_record *r,
    struct err *err);
void json_stream_close(struct json_stream *s);

#endif
