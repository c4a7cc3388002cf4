/*
 * inputs: the line files a tool was given, one after another, cut into
 * batches of whole lines for workers. Knows how a stream of lines may end: a
 * last line without LF, or no line at all, means the tool before this one died
 * (outputs keep back their last LF until they finish): failure, status 3.
 */
#ifndef CCKIT_INPUTS_H
#define CCKIT_INPUTS_H

#include "common/finding.h"
#include "common/line.h"

struct inputs;

struct batch {
	struct str bytes;	/* whole lines, each with its LF; PADDING after */
	unsigned file;		/* index of the file in the list */
	uint64_t line;		/* number of its first line, from 1 */
	uint64_t byte;		/* offset of its first byte in the file */
	const uint32_t *end;	/* where its lines end: offsets of their LF */
	size_t lines;
	void *owner;		/* give back with inputs_give_back */
};

/* No paths at all = "-". Opens lazily, one file at a time. */
struct inputs *inputs_open(char *const *paths, int n, struct err *err);
/* About `size` bytes of whole lines (a longer line comes alone, up to 16 MiB;
 * 0 = 1 MiB). 1, 0 at the end of all, -1 on failure. Only one thread reads. */
int inputs_next(struct inputs *in, size_t size, struct batch *b,
    struct err *err);
void inputs_give_back(struct inputs *in, struct batch *b);	/* any thread */
void inputs_close(struct inputs *in);

/* What is to be said of line `number` of a batch that is refused: `why` says
 * what is wrong with it (l->problem, or the tool's own words). */
struct finding inputs_refusal(const struct inputs *in, const struct batch *b,
    uint64_t number, const struct line *l, const char *why);
/* The failure of line `number` of a batch: "FILE:NUMBER: why". -1. */
int inputs_fail(const struct inputs *in, const struct batch *b,
    uint64_t number, const char *why, struct err *err);
/* That of a line that ends all reading: LINE_NEWER, LINE_FAILED. -1. */
int inputs_stop(const struct inputs *in, const struct batch *b,
    uint64_t number, enum line_status status, struct err *err);

/* The lines of a batch: start with *at = 0; false at the end. Without LF. */
static inline bool
batch_line(const struct batch *b, size_t *at, struct str *line)
{
	if (*at >= b->lines)
		return false;
	*line = str_range(b->bytes.p + (*at ? b->end[*at - 1] + 1 : 0),
	    b->bytes.p + b->end[*at]);
	++*at;
	return true;
}

#endif
