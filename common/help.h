/*
 * help: what an option table says about its tool, as text of 80 columns and
 * as JSON. The same table makes man sections and completions (generate).
 */
#ifndef CCKIT_HELP_H
#define CCKIT_HELP_H

#include "common/buf.h"
#include "common/opt.h"

/* --help */
void help_text(struct buf *b, const struct tool *tool);
/* --help=json: one object and a LF: name, summary, operands, memory, options
 * [{long, short, arg, type, values, min, max, group, doc}]. */
void help_json(struct buf *b, const struct tool *tool);

/* The doc, and of a choice its values. */
void opt_put_doc(struct buf *b, const struct opt *o);
bool opt_takes_value(const struct opt *o);	/* the next word, or after = */

/* The exit statuses, the same in every tool: index is the status. */
extern const char *const exit_statuses[4];
/* One sentence about a memory class (struct tool), or NULL: no such class. */
const char *memory_class(const char *name);

#endif
