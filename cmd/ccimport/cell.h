/*
 * cell: a cell of a CSV or log record, fetched and converted: the innermost
 * step of an import, so it stands where both of its users see it whole.
 */
#ifndef CCIMPORT_CELL_H
#define CCIMPORT_CELL_H

#include "cmd/ccimport/run.h"

static inline bool
cell_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * Pointer and length one by one: the splitter has just written them so, and a
 * processor waits long for one wide load over two narrow stores.
 */
static inline void
fetch_column(const struct run *r, int i, struct value *v)
{
	const struct str *cell;
	const char *p;
	size_t n;

	v->type = V_NONE;
	v->flags = 0;
	if (i < 0 || (size_t)i >= r->record->n)
		return;
	cell = &r->record->cell[i];
	n = cell->n;
	if (n == 0)
		return;
	p = cell->p;
	if (UNLIKELY(cell_blank(p[0]) || cell_blank(p[n - 1]))) {
		struct str s = str_trim((struct str){ p, n });

		p = s.p;
		n = s.n;
		if (n == 0)
			return;
	}
	v->s.p = p;
	v->s.n = n;
	v->type = V_TEXT;
	if (r->record->plain)
		v->flags = VALUE_PLAIN | VALUE_PADDED;
	else if ((size_t)(p - r->record->raw.p) < r->record->raw.n)
		v->flags = VALUE_PADDED;
}

/* A flat operation's column into *v. 0 or -1 (r->finding). */
static inline int
run_cell(struct run *r, const struct op *op, struct value *v)
{
	struct str raw;

	fetch_column(r, op->column, v);
	if (v->type == V_NONE)
		return 0;
	if (op->may_be_null && run_null_word(r->program->profile,
	    r->program->access[op->slot].column, v->s)) {
		v->type = V_NONE;
		return 0;
	}
	if (op->plain_text)
		return 0;
	raw.p = v->s.p;
	raw.n = v->s.n;
	if (op->one_unit) {	/* a time or a duration: no chain to walk */
		if (op->filter->filter->run(&r->env, op->filter, v) == 0)
			return 0;
		run_refuse(r, r->program->access[op->slot].path, raw);
		return -1;
	}
	if ((op->n_filter && filter_run(&r->env, op->filter, op->n_filter,
	    v) < 0) || (op->n_filter2 && filter_run(&r->env, op->filter2,
	    op->n_filter2, v) < 0)) {
		run_refuse(r, r->program->access[op->slot].path, raw);
		return -1;
	}
	return 0;
}

#endif
