/*
 * opt: option tables, and the parser that stores what they say. A table is
 * const data with offsets into the tool's own options struct, so programs can
 * link it to write completions, man sections and --help=json without running
 * the tool. One table a tool, made of groups; a group is owned by the module
 * that does the work (common/cli owns the common ones).
 */
#ifndef CCKIT_OPT_H
#define CCKIT_OPT_H

#include "common/err.h"
#include "common/str.h"

enum opt_type {		/* the member it is stored into */
	OPT_FLAG,	/* bool: set to true */
	OPT_TEXT,	/* const char * */
	OPT_FILE,	/* const char *: completes file names */
	OPT_DIR,	/* const char *: completes directories */
	OPT_INT,	/* int64_t, within min and max */
	OPT_SIZE,	/* size_t bytes: 64K, 512M, 2G */
	OPT_SECONDS,	/* int64_t ms: 20, 2.5, 20s, 5m, 2h, 7d */
	OPT_CHOICE,	/* int: index in values */
	OPT_LIST,	/* struct opt_list: repeats append */
	OPT_OPTIONAL,	/* struct opt_optional: --name or --name=TEXT */
};

struct opt_list {
	const char **item;
	size_t n, cap;
};

struct opt_optional {
	bool on;
	const char *text;		/* NULL when given without a value */
};

struct opt {
	char letter;			/* 0: only a long name */
	const char *name;		/* long name without -- */
	enum opt_type type;
	size_t offset;			/* in the tool's options struct */
	const char *arg;		/* FILE, SIZE, ...; NULL for a flag */
	const char *doc;		/* sentence for help and man; no stop */
	const char *const *values;	/* OPT_CHOICE: names, NULL-ended. Others:
					   words to complete, or NULL */
	int64_t min, max;		/* OPT_INT; both 0: any >= 0 */
};

/* Ends with a row whose name is NULL. */
struct opt_group {
	const char *title;		/* heading in help and man */
	const struct opt *opts;
	size_t base;			/* offset of the group's struct */
};

struct tool {
	const char *name;
	const char *one_line;		/* lower case, no stop */
	const char *operands;		/* "[file ...]" or "" */
	const char *memory;		/* class: stream, groups, sort */
	const struct opt_group *groups;	/* ends with title NULL */
};

/*
 * Stores into options (zeroed or preset with defaults). Operands are left in
 * argv[0..*n). GNU style: -x V, -xV, --name V, --name=V, --, unambiguous
 * long names only in full. -1: usage error (err).
 */
int opt_parse(const struct tool *tool, void *options, int argc, char **argv,
    int *n, struct err *err);
void opt_release(const struct tool *tool, void *options);

#endif
