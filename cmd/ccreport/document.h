/*
 * document: a report before it has a form: an ordered list of blocks, each a
 * piece of meaning (headline figures, a chart with its data, a table, a note).
 * Sections make blocks, formats draw them; neither knows the other. Everything
 * a document points to lives in its arena.
 */
#ifndef CCREPORT_DOCUMENT_H
#define CCREPORT_DOCUMENT_H

#include "common/buf.h"
#include "common/mem.h"

#define VALUE_NONE	INT64_MIN	/* unknown: shown as n/a, never 0 */

enum unit {
	UNIT_COUNT,
	UNIT_MS,	/* shown as 23 s, 4:05, 1:02:03 */
	UNIT_RATE,	/* x 10^-6, shown as a percentage with one decimal */
	UNIT_POINTS,	/* x 10^-6, shown as hundredths without %: 34.9 */
	UNIT_MICRO,	/* x 10^-6, shown as a decimal (scores, money) */
	UNIT_MEAN,	/* x 10^-6, shown with one decimal (mean counts) */
};

enum chart_type {
	CHART_LINE,	/* one line a series over ordered categories */
	CHART_STACK,	/* bars, series stacked */
	CHART_HEAT,	/* a grid: series are rows, categories are columns */
	CHART_ACROSS,	/* horizontal bars, one a category, long labels */
};

struct series {
	struct str name;
	int64_t *value;			/* one a category; VALUE_NONE: gap */
};

struct chart {
	enum chart_type type;
	struct str title;		/* what it shows, as a sentence part */
	struct str desc;		/* what to see in it: for those who do not */
	struct str axis;		/* what the categories are */
	enum unit unit;
	struct str *category;
	size_t categories;
	/* Shorter names for the axis, where only some categories are named
	 * (those that do not fit are left out); NULL: all by their own. */
	struct str *tick;
	struct series *series;
	size_t n_series;
	/* How much each category rests on; values on little are drawn hollow
	 * and said. NULL: not said. */
	int64_t *basis;
	struct str basis_name;
	bool has_target;
	int64_t target;			/* in unit; a line across */
	struct str target_name;
};

enum { MOST_SERIES = 8 };	/* that colours, or inks of text, tell apart */

enum { FEW = 30 };	/* a share of fewer says little: about 9 points at 50 % */

struct figure {				/* one headline figure */
	struct str name;
	int64_t value;
	enum unit unit;
	struct str basis;		/* "8,412 of 10,020": what it rests on */
	struct str definition;		/* the KPI table's sentence */
	/* vs the target where there is one: -1 worse, 1 met, 0 none */
	int verdict;
};

enum cell_type { CELL_TEXT, CELL_VALUE };

struct cell {
	enum cell_type type;
	struct str text;
	int64_t value;
	enum unit unit;
	int verdict;			/* as a figure's */
	bool few;			/* rests on fewer than FEW */
};

struct column {
	struct str name;
	struct str definition;		/* may be absent */
	bool bar;			/* formats that can, draw it as a bar too */
};

struct sheet {				/* a table block */
	struct str title;
	struct column *column;
	size_t columns;
	struct cell *cell;		/* rows * columns */
	size_t rows;
	uint64_t left_out;		/* rows not shown, said below it */
};

enum block_type { BLOCK_SECTION, BLOCK_GROUP, BLOCK_POINT, BLOCK_NOTE,
	BLOCK_FIGURES, BLOCK_CHART, BLOCK_SHEET };

struct block {
	enum block_type type;
	struct block *next;
	struct str text;		/* of section, group, point and note */
	struct figure *figure;
	size_t figures;
	struct chart *chart;
	struct sheet *sheet;
};

struct document {
	struct arena arena;
	struct str title, subtitle;
	struct block *first, **last;
};

void document_init(struct document *d);
void document_release(struct document *d);
void document_section(struct document *d, struct str heading);
/* A heading below a section's. */
void document_group(struct document *d, struct str heading);
/* One item of a list: neighbours make one list. */
void document_point(struct document *d, const char *fmt, ...)
	PRINTF_LIKE(2, 3);
void document_note(struct document *d, const char *fmt, ...)
	PRINTF_LIKE(2, 3);
/* The block's array of n zeroed figures, to be filled by the caller. */
struct figure *document_figures(struct document *d, size_t n);
/* A zeroed chart with room for its categories and series (values NONE). */
struct chart *document_chart(struct document *d, enum chart_type type,
    size_t categories, size_t series);
struct sheet *document_sheet(struct document *d, size_t columns, size_t rows);
struct str document_text(struct document *d, const char *fmt, ...)
	PRINTF_LIKE(2, 3);

/* A value as people read it: 12,345 / 4:05 / 83.2% / 4.11, n/a for NONE. */
void value_text(struct buf *b, int64_t value, enum unit unit);
/* A cell's value; in brackets where it rests on few. */
void cell_value_text(struct buf *b, const struct cell *c);
/* The same where no table says what 4:05 is: 4:05 min. */
void value_words(struct buf *b, int64_t value, enum unit unit);
/* Any cell in brackets? Then formats say what they mean: few_note. */
bool sheet_has_few(const struct sheet *t);
extern const char few_note[];
/* value_words as text of the document. */
struct str document_value(struct document *d, int64_t value, enum unit unit);

#endif
