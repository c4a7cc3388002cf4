/*
 * pages: the sections that pages.c writes between marks. In man pages
 *	.\" generated: options
 *	.\" end
 * and in README.md the same words in HTML comments.
 */
#ifndef CCKIT_GENERATE_PAGES_H
#define CCKIT_GENERATE_PAGES_H

#include "common/generate/generate.h"

/* Text as mdoc: escaped, broken below 80 columns. */
void mdoc_text(struct buf *b, const char *text);
/* The same as a sentence: capital letter and full stop added. */
void mdoc_sentence(struct buf *b, const char *text);

/* Each appends one section. tool is the page's, or NULL. */
typedef void section_maker(struct buf *b, const struct tool *tool);
section_maker section_synopsis, section_options, section_exit_status,
    section_memory;				/* page_tool.c */
section_maker section_kinds, section_members, section_kpis, section_counts,
    section_filters, section_units, section_time_formats, section_findings, section_model,
    section_tools, section_tools_markdown;	/* page_table.c */

#endif
