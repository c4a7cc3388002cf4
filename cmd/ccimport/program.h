/*
 * program: a checked profile made flat for one kind of container. Every column
 * or path that the profile names is one `access`; terms refer to it by slot,
 * so a record's column is fetched, stripped of null words and converted at
 * most once however often it is used. Read-only while workers run.
 */
#ifndef CCIMPORT_PROGRAM_H
#define CCIMPORT_PROGRAM_H

#include "cmd/ccimport/profile.h"

enum step_kind { STEP_NAME, STEP_ALL, STEP_INDEX, STEP_WHERE };

struct step {
	enum step_kind kind;
	struct str name;	/* NAME; WHERE: the member compared */
	struct str value;	/* WHERE */
	long index;		/* INDEX: negative counts from the end */
};

struct access {
	struct str path;		/* as the profile writes it */
	const struct column *column;	/* its unit and null words, or NULL */
	bool has_null;			/* null words but the empty one */
	bool one_unit;			/* one filter: to a time or duration */
	unsigned uses;			/* how often the program names it */
	/* json */
	struct step *step;
	size_t n_step;
	unsigned up;			/* ^: how many parents up */
	bool root;			/* $: from the record */
	/* where the profile uses it first */
	struct place at;
	enum field_id fills;		/* member it fills first; FIELD_COUNT */
	bool required;			/* without it no record has a key */
	bool alternative;		/* another column may stand in for it */
};

struct each {
	struct step *step;
	size_t n_step;
};

/* ,"name": of a member; copied as 32 bytes, used as n. */
struct prefix {
	char text[32];
	size_t n;
};

struct program {
	struct profile *profile;
	struct prefix prefix[FIELD_COUNT];
	struct prefix opening[KIND_COUNT];	/* {"cc":1,"kind":"..." */
	struct access *access;
	size_t n, cap;
	struct each *each;		/* [section]: path of its elements */
	struct each messages_in;
	bool sorted;			/* legs, events or messages: class sort */
};

/* The header of one file, matched to the accesses. */
struct binding {
	int *column;			/* [program->n]: index, or -1 */
	bool *has_section;		/* [n_section]: it has what it needs */
	size_t n_header;
};

/*
 * An assignment made flat, for the commonest shapes: one column or one word
 * fills one member. All that a row needs to know of it stands in these bytes.
 */
enum op_kind {
	OP_CELL,		/* column -> filters -> member, else a word */
	OP_WORD,		/* a literal */
	OP_ASSIGN		/* anything else: the assignment itself */
};

struct op {
	unsigned char kind, type;	/* op_kind, field_type */
	unsigned short field;
	int column;
	const struct filter_use *filter;	/* of the column */
	const struct filter_use *filter2;	/* of the term */
	unsigned short n_filter, n_filter2;
	struct str word;		/* WORD; CELL: instead, or absent */
	const struct assign *assign;
	unsigned slot;
	bool plain_text;		/* a T_STR that no filter changes */
	bool one_unit;			/* one filter: to a time or duration */
	bool may_be_null;		/* has null words to look for */
};

/*
 * What of the program can do anything with one file: choices over columns that
 * the file lacks are gone, conditions on them are decided. With JSON it is the
 * profile's own.
 */
struct straight;

struct plan {
	const struct section *section;
	size_t n;
	const struct straight **straight;	/* [n], straight.h; or NULL */
};

void plan_make(const struct program *g, const struct binding *b,
    struct arena *a, struct plan *plan);

int program_compile(struct program *g, struct profile *p, struct err *err);
void program_release(struct program *g);

/* A column by position (@3), by name, or by one of its synonyms; or -1. */
int header_column(const struct profile *p, const struct str *header, size_t n,
    struct str name);

/*
 * Matches names of a file's header (csv, log). Columns that are missing and
 * have no stand-in: required ones are a failure (with the nearest names),
 * others are told to `missing` (NULL: not wanted): a line each of
 * TOLD_MISSING, the column, a tab, and what it means; TOLD_DOUBLE: the name is
 * there twice. A CSV that lacks a name of `detect`, or
 * what every section needs, is a failure too: it is another vendor's.
 */
enum { TOLD_MISSING = 'm', TOLD_DOUBLE = 'd' };

int program_bind(const struct program *g, const struct str *header, size_t n,
    struct binding *b, struct buf *missing, const char *file,
    struct err *err);
void binding_release(struct binding *b);

/* Parses a JSON path after its ^ and $. 0 or -1 (err). */
bool path_index(struct str s, long *out);	/* a number, maybe negative */
int path_parse(struct arena *a, struct str path, struct place at,
    struct step **step, size_t *n, struct err *err);

#endif
