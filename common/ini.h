/*
 * ini: small configuration files, with a position for everything. The grammar
 * is ours (profiles, tag rules, targets, calendars, routing models):
 *
 *	# a comment: at line start, or after a blank
 *	[section]
 *	key = value
 *	key += value		# one more of the same
 *	"a key" = 'kept # as it is'
 *	key = first line
 *	    an indented line goes on with the value, where the key allows it
 *	one, two,
 *	    three = a list of keys goes on after a comma
 *
 * Keys repeat and keep their order. The first = outside quotes and square
 * brackets ends the key, so a[name=x].value is a key. Quotes ("…" or '…')
 * begin only at the start of a word and stay in the value: what they mean is
 * for the reader of the value to say; inside them # is no comment.
 *
 * Everything points into one text that the ini owns, so the line and column of
 * any byte can be told as long as the ini lives.
 */
#ifndef CCKIT_INI_H
#define CCKIT_INI_H

#include "common/err.h"
#include "common/mem.h"
#include "common/str.h"

enum { INI_MAX_BYTES = 4 << 20 };

struct ini_item {
	struct str section;	/* absent before the first [section] */
	struct str key;		/* absent: this item is the [section] itself */
	struct str value;	/* trimmed, comments blanked out */
	bool append;		/* += */
	bool continued;		/* has more than one line */
};

struct ini {
	char *name;		/* for messages: the path or a built-in's name */
	char *text;		/* own copy */
	size_t n_text;
	struct ini_item *item;
	size_t n, cap;
};

/* Both fill a zeroed ini; release it even after a failure (ERR_USAGE, with
 * name:line:column). */
int ini_parse(struct ini *ini, struct str text, const char *name,
    struct err *err);
int ini_load(struct ini *ini, const char *path, struct err *err);
void ini_release(struct ini *ini);

/* A path that the text names: a relative one is beside it. The caller's. */
char *ini_beside(const struct ini *ini, struct str path);

/* 1-based line and column (in bytes) of a byte of the text. */
void ini_where(const struct ini *ini, const char *at, unsigned *line,
    unsigned *column);
/* "name:line:column: " and the words; ERR_USAGE; returns -1. */
int ini_error(const struct ini *ini, const char *at, struct err *err,
    const char *fmt, ...) PRINTF_LIKE(4, 5);

/* First item of [section] with that key, or NULL. */
const struct ini_item *ini_find(const struct ini *ini, const char *section,
    const char *key);
/* Past the quoted piece that begins at p, where a doubled quote stands for
 * itself; `open` when it is not closed before end. */
const char *ini_past_quote(const char *p, const char *end, const char *open);
/* Without the quotes around it, if it has a pair; else as it is. Inside "…"
 * and '…' nothing is special but the closing quote, written twice for itself.
 * A view, or in a when a doubled quote had to be undone. */
struct str ini_unquote(struct str s, struct arena *a);

#endif
