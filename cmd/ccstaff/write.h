/* write: answers as a table, CSV, JSON or lines: one list of quantities for all. */
#ifndef CCSTAFF_WRITE_H
#define CCSTAFF_WRITE_H

#include "cmd/ccstaff/staff.h"
#include "common/buf.h"
#include "common/table.h"

struct row {
	struct str label;
	struct str group;		/* JSON object */
	const struct work *work;
	const struct answer *answer;	/* NULL: no number of people does it */
	enum staff_model model;
	size_t classes;			/* of a priority's answer */
};

struct writer {
	enum staff_format format;
	double threshold;
	/* what a table shows too, set before the first row: people to schedule
	 * beside those at work; who is blocked; classes */
	bool away, blocks, classes;
	struct table table;
	struct buf out;
	bool begun;
};

void writer_init(struct writer *w, enum staff_format f,
    const struct plan *p);
void writer_row(struct writer *w, const struct row *r);
/* Everything written, in w->out. */
void writer_end(struct writer *w);
void writer_release(struct writer *w);

#endif
