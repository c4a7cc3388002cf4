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

/* Words that come out of another table; completions offer them. */
enum opt_words {
	WORDS_NONE,	/* what `values` lists, if anything */
	WORDS_FILES,	/* file names (OPT_FILE and OPT_DIR say so already) */
	WORDS_KEYS,	/* members of a line, intervals: comma list (-b) */
	WORDS_KPIS,	/* ids of the KPI table: comma list (-k) */
	WORDS_PROFILES,	/* names of the embedded profiles, or a file (-p) */
	WORDS_ZONES,	/* names below the system's zoneinfo (-z) */
};

struct opt_list {
	const char **item;		/* views of argv; freed by opt_release */
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
	size_t offset;			/* in the group's struct (opt_group) */
	const char *arg;		/* FILE, SIZE, ...; NULL for a flag */
	const char *doc;		/* sentence for help and man; no stop */
	const char *const *values;	/* OPT_CHOICE: names, NULL-ended. Others:
					   words to complete, or NULL */
	int64_t min, max;		/* OPT_INT; both 0: any >= 0 */
	enum opt_words words;
};

/* A list of rows ends with one whose name is NULL. */
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
	bool counts_inputs;		/* one given twice counts twice: refused */
	bool adds_to_input;		/* -o may name an input: what was in it
					   is in the output */
};

/*
 * Takes main's argc and argv and stores into options (zeroed or preset with
 * defaults; a later option overrides an earlier one). Operands are left in
 * argv[0..*n), followed by NULL. GNU style: -x V, -xV, flags together (-qv),
 * --name V, --name=V, -- ends the options, "-" is an operand. Long names only
 * in full: an abbreviation would change its meaning when an option is added.
 * -1: usage error (err, with a hint).
 */
int opt_parse(const struct tool *tool, void *options, int argc, char **argv,
    int *n, struct err *err);
void opt_release(const struct tool *tool, void *options);

/* How options spell values, for other places that take them (--tolerate,
 * configuration). False: not that. */
bool opt_int(struct str s, int64_t *out);
bool opt_size(struct str s, size_t *out);
bool opt_seconds(struct str s, int64_t *ms);

#endif
