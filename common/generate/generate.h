/*
 * generate: writes what says the same as a table does: completions, marked
 * sections of man pages, the schema of the line. Built only for `make
 * generate` (rewrites the tree) and `make check` (writes beside it and
 * compares), so a table and its documents cannot drift apart.
 */
#ifndef CCKIT_GENERATE_H
#define CCKIT_GENERATE_H

#include "common/buf.h"
#include "common/err.h"
#include "common/opt.h"

struct generate {
	const char *from;		/* the project's root */
	const char *to;			/* where to write: the same tree below */
	struct err err;
};

extern const struct tool *const generate_tools[];	/* ends with NULL */

/* Writes b to `path` below g->to, and empties b. */
int generate_write(struct generate *g, struct buf *b, const char *path);

/* Each writes its files; -1 and g->err. */
int generate_bash(struct generate *g);
int generate_zsh(struct generate *g);
int generate_fish(struct generate *g);
int generate_pages(struct generate *g);		/* man pages and README */
int generate_schema(struct generate *g);

/* What follows an option: how completions see it. */
enum expects {
	EXPECTS_NOTHING, EXPECTS_WORD /* of words */, EXPECTS_LIST /* a,b */,
	EXPECTS_FILE, EXPECTS_DIR, EXPECTS_ZONE, EXPECTS_VALUE /* anything */
};
enum expects generate_expects(const struct opt *o);
/* The words that may follow, divided by `sep`. */
void generate_words(struct buf *b, const struct opt *o, const char *sep);

#endif
