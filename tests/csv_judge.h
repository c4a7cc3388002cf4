/*
 * csv_judge: what a CSV file holds, as our records and as strict libcsv's, in a
 * form that can be compared. For the unit test and the fuzzer.
 */
#ifndef CCKIT_CSV_JUDGE_H
#define CCKIT_CSV_JUDGE_H

#include <csv.h>

#include "common/buf.h"
#include "common/csv.h"

struct tally {
	size_t records, refused;
	struct buf cells;		/* fields ended by 1, records by 2 */
};

static inline void
take(struct tally *t, const struct csv_record *r)
{
	t->records++;
	t->refused += r->problem != NULL;
	for (size_t i = 0; i < r->n && !r->problem; i++) {
		buf_str(&t->cells, r->field[i]);
		buf_char(&t->cells, 1);
	}
	buf_char(&t->cells, 2);
}

static inline void
on_field(void *bytes, size_t n, void *context)
{
	struct tally *t = context;

	buf_add(&t->cells, bytes, n);
	buf_char(&t->cells, 1);
}

static inline void
on_record(int c, void *context)
{
	struct tally *t = context;

	(void)c;
	t->records++;
	buf_char(&t->cells, 2);
}

static inline int
cr(unsigned char c)
{
	return c == '\r';
}

static inline int
lf(unsigned char c)
{
	return c == '\n';
}

/* False: strict libcsv refuses it. */
static inline bool
theirs(struct str text, char separator, struct tally *t)
{
	struct csv_parser p;
	bool good;

	*t = (struct tally){ .cells = BUF_MAX(1 << 30) };
	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return false;
	csv_set_delim(&p, (unsigned char)separator);
	csv_set_space_func(&p, cr);
	csv_set_term_func(&p, lf);
	good = csv_parse(&p, text.p, text.n, on_field, on_record, t) ==
	    text.n && csv_fini(&p, on_field, on_record, t) == 0;
	csv_free(&p);
	return good;
}

#endif
