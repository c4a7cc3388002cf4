/* lookup: small tables for the filter of that name: in the profile itself, or
 * in a CSV file beside it. */
#include <stdlib.h>

#include "cmd/ccimport/profile.h"
#include "common/buf.h"
#include "common/csv.h"
#include "common/io.h"

enum { LOOKUP_MAX = 64 << 20 };		/* bytes, unpacked */

struct lookup_file {
	struct profile *p;
	struct lookup *l;
	struct place at;
	const char *path;
	size_t key, value;		/* columns */
	size_t bytes;			/* read so far */
};

void
lookup_add(struct profile *p, struct lookup *l, struct str key,
    struct str value)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 16;
		struct lookup_row *more = arena_get(&p->arena,
		    cap * sizeof(*more));

		if (l->n)
			memcpy(more, l->row, l->n * sizeof(*more));
		l->row = more;
		l->cap = cap;
	}
	l->row[l->n] = (struct lookup_row){ key, value, l->n };
	l->n++;
}

static bool
find_column(const struct csv_record *r, struct str name, size_t *at)
{
	for (size_t i = 0; i < r->n; i++) {
		struct str s = r->field[i];

		if (i == 0 && str_starts(s, STR("\xef\xbb\xbf")))
			s = str_skip(s, 3);
		if (same_name(s, name)) {
			*at = i;
			return true;
		}
	}
	return false;
}

static int
read_header(struct lookup_file *f, struct csv *csv, struct str key,
    struct str value, struct err *err)
{
	struct csv_record r;
	int got = csv_next(csv, &r, err);
	struct str missing = key;

	if (got < 0)
		return -1;
	if (got == 0 || r.problem)
		return place_error(f->at, err, "'%s' has no header row",
		    f->path);
	if (find_column(&r, key, &f->key)) {
		missing = value;
		if (find_column(&r, value, &f->value)) {
			csv_expect(csv, r.n);
			return 0;
		}
	}
	return place_error(f->at, err, "'%s' has no column '%.*s'", f->path,
	    STR_ARG(missing));
}

/* A lookup table is read whole or not at all: a row in doubt is refused. */
static int
read_rows(struct lookup_file *f, struct csv *csv, struct err *err)
{
	struct csv_record r;
	int got;

	while ((got = csv_next(csv, &r, err)) > 0) {
		size_t widest = MAX(f->key, f->value);

		if (r.problem || r.n <= widest)
			return place_error(f->at, err, "%s:%ju: %s", f->path,
			    (uintmax_t)r.line, r.problem ? r.problem :
			    "fewer fields than the header");
		f->bytes += r.raw.n + 1;
		if (f->bytes > LOOKUP_MAX)
			return place_error(f->at, err, "'%s' is larger than "
			    "64 MiB, the most that a lookup takes", f->path);
		lookup_add(f->p, f->l, arena_dup(&f->p->arena,
		    str_trim(r.field[f->key])), arena_dup(&f->p->arena,
		    str_trim(r.field[f->value])));
	}
	return got;
}

static int
read_file(struct lookup_file *f, struct str key, struct str value,
    struct err *err)
{
	struct io *in;
	struct csv *csv;
	int r = -1;

	in = io_open(f->path, err);
	if (!in)
		return -1;
	csv = csv_open(in, &(struct csv_options){ .separator = 0 }, err);
	if (csv && read_header(f, csv, key, value, err) == 0)
		r = read_rows(f, csv, err);
	csv_close(csv);
	io_close(in);
	return r;
}

int
lookup_read(struct profile *p, struct lookup *l, struct place at,
    const struct str word[5], struct err *err)
{
	struct lookup_file f = { .p = p, .l = l, .at = at };
	char *path;
	int r;

	if (!str_is(word[1], "key") || !str_is(word[3], "value"))
		return place_error(at, err,
		    "expected: file = PATH key COLUMN value COLUMN");
	path = ini_beside(at.ini, word[0]);
	f.path = path;
	r = read_file(&f, word[2], word[4], err);
	mem_free(path);
	return r;
}

/* Equal keys in the order in which they came. */
static int
by_key(const void *a, const void *b)
{
	const struct lookup_row *x = a, *y = b;
	int c = str_cmp(x->key, y->key);

	return c ? c : (x->at > y->at) - (x->at < y->at);
}

int
lookup_ready(struct lookup *l, struct place at, struct err *err)
{
	if (l->n)
		qsort(l->row, l->n, sizeof(*l->row), by_key);
	for (size_t i = 1; i < l->n; i++)
		if (str_eq(l->row[i - 1].key, l->row[i].key) &&
		    !str_eq(l->row[i - 1].value, l->row[i].value))
			return place_error(at, err, "[lookup %.*s] gives both "
			    "'%.*s' and '%.*s' for '%.*s'", STR_ARG(l->name),
			    STR_ARG(l->row[i - 1].value),
			    STR_ARG(l->row[i].value), STR_ARG(l->row[i].key));
	return 0;
}

const struct str *
lookup_find(const struct lookup *l, struct str key)
{
	size_t from = 0, to = l->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int c = str_cmp(l->row[middle].key, key);

		if (c == 0)
			return &l->row[middle].value;
		if (c < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}
