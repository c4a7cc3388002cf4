/*
 * table: aligned columns of text for terminals and mails. Widths count what a
 * terminal shows (UTF-8, wide characters); data are shown escaped. Columns of
 * numbers stand right. Rows are plain lines, no boxes: they pass through grep.
 */
#ifndef CCKIT_TABLE_H
#define CCKIT_TABLE_H

#include "common/buf.h"
#include "common/mem.h"

struct table {
	struct arena arena;		/* the cells' texts */
	struct str *cell;		/* row by row, the head first */
	size_t n, cap;
	size_t columns;
	size_t left;			/* the first `left` columns stand left */
	size_t *width;			/* of the widest cell so far */
	struct buf safe;		/* one cell, escaped */
};

/* columns > 0. The head is the first `columns` cells put. */
void table_init(struct table *t, size_t columns, size_t left);
/* Copies and escapes. Cells fill rows from left to right. */
void table_cell(struct table *t, struct str text);
/* Appends the rows put since the last call, two blanks between columns, none
 * at the end of a line. A long table is written in parts, so that it need not
 * be held: a part is as wide as it and all before it need. */
void table_write(struct table *t, struct buf *out);
void table_release(struct table *t);

enum { TEXT_WIDTH = 79 };		/* a terminal of 80, without its edge */

/* Words of a text that is safe to show, wrapped at TEXT_WIDTH, and LF. The
 * first line begins at column `at`, the others after `indent` blanks. */
void text_wrap(struct buf *out, size_t at, size_t indent, struct str text);

#endif
