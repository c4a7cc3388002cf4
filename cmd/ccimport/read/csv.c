/* read/csv: separated values; headers, preambles and zones named in them. */
#include "cmd/ccimport/read/reader.h"

enum { MAX_PREAMBLE = 50 };

struct csv_state {
	struct csv *csv;
};

static struct str
without_bom(struct str s)
{
	return str_starts(s, STR("\xef\xbb\xbf")) ? str_skip(s, 3) : s;
}

static struct str
cell_of(const struct csv_record *r, size_t i)
{
	return str_trim(i ? r->field[i] : without_bom(r->field[0]));
}

/* The cells of a row of the header, without blanks around them. */
static struct str *
copy_row(struct head *h, const struct csv_record *r)
{
	struct str *cell = arena_get(&h->arena, (r->n + 1) * sizeof(*cell));

	for (size_t i = 0; i < r->n; i++)
		cell[i] = arena_dup(&h->arena, cell_of(r, i));
	return cell;
}

static void
begins_with(struct head *h, struct str cell)
{
	h->begins[cell.n ? (unsigned char)cell.p[0] : 0] = true;
}

static void
copy_names(struct head *h, const struct csv_record *r)
{
	h->n = r->n;
	h->name = copy_row(h, r);
	for (size_t i = 0; i < r->n; i++)
		begins_with(h, h->name[i]);
}

/* Labels, ids: rows of the header beside its names. */
static void
copy_other(struct head *h, const struct csv_record *r)
{
	if (h->n_other == MAX_OTHER || r->n < 2)
		return;
	h->other[h->n_other].cell = copy_row(h, r);
	h->other[h->n_other].n = r->n;
	begins_with(h, h->other[h->n_other++].cell[0]);
}

static bool
is_name(const struct head *h, struct str s)
{
	for (size_t i = 0; i < h->n; i++)
		if (str_eq(h->name[i], s))
			return true;
	return false;
}

static bool
is_row(const struct csv_record *r, const struct str *cell)
{
	for (size_t i = 0; i < r->n; i++)
		if (!str_eq(cell_of(r, i), cell[i]))
			return false;
	return true;
}

static bool
is_other(const struct head *h, const struct csv_record *r)
{
	for (size_t i = 0; i < h->n_other; i++)
		if (r->n == h->other[i].n && is_row(r, h->other[i].cell))
			return true;
	return false;
}

/*
 * Is this a row of the header once more, where exports were joined? Its names
 * in another order are another file, whose records mean something else.
 */
static enum again
header_again(const struct head *h, const struct csv_record *r)
{
	struct str first = r->field[0];

	/* at one look, unless a blank or a mark may stand before it */
	if (first.n && (unsigned char)first.p[0] > ' ' &&
	    first.p[0] != '\xef' && !h->begins[(unsigned char)first.p[0]])
		return AGAIN_NO;
	first = cell_of(r, 0);
	if (!h->begins[first.n ? (unsigned char)first.p[0] : 0] || r->n < 2)
		return AGAIN_NO;
	if (is_other(h, r))
		return AGAIN_SAME;
	for (size_t i = 0; i < r->n; i++)
		if (!is_name(h, cell_of(r, i)))
			return AGAIN_NO;
	return is_row(r, h->name) ? AGAIN_SAME : AGAIN_OTHER;
}

static bool
has_name(const struct csv_record *r, struct str name)
{
	for (size_t i = 0; i < r->n; i++)
		if (same_name(r->field[i], name))
			return true;
	return false;
}

static bool
is_header(const struct profile *p, const struct csv_record *r)
{
	for (size_t i = 0; i < p->n_detect; i++)
		if (!has_name(r, p->detect[i]))
			return false;
	return true;
}

/* Qualtrics writes {"ImportId":"startDate","timeZone":"America/New_York"}. */
static void
find_zone(struct head *h, const struct csv_record *r)
{
	for (size_t i = 0; i < r->n && !h->zone.p; i++) {
		const char *p = str_search(r->field[i], STR("\"timeZone\":\""));
		const char *end = r->field[i].p + r->field[i].n, *q;

		if (!p)
			continue;
		p += strlen("\"timeZone\":\"");
		q = memchr(p, '"', (size_t)(end - p));
		if (q)
			h->zone = arena_dup(&h->arena, str_range(p, q));
	}
}

static int
no_header(const char *file, struct err *err)
{
	return err_set(err, ERR_DATA, "'%s': there is no header row", file);
}

/* Reads the header rows; passes a preamble of unknown length over first. */
static int
read_header(struct csv_state *s, const struct profile *p, struct head *h,
    const char *file, struct err *err)
{
	struct csv_record r;
	unsigned skipped = 0, row = 1;

	while (row <= p->header_rows) {
		int got = csv_next(s->csv, &r, err);

		if (got < 0)
			return -1;
		if (got == 0)
			return no_header(file, err);
		if (row == 1 && p->preamble_sniffed &&
		    (r.problem || !is_header(p, &r))) {
			if (++skipped == MAX_PREAMBLE)
				return no_header(file, err);
			continue;
		}
		if (r.problem)
			return err_set(err, ERR_DATA, "%s:%ju: the header is "
			    "refused: %s", file, (uintmax_t)r.line, r.problem);
		if (row > p->names_row && r.n != h->n)
			return err_set(err, ERR_DATA, "%s:%ju: a row of the "
			    "header has %zu fields, its names are %zu: it may "
			    "be cut off", file, (uintmax_t)r.line, r.n, h->n);
		if (row == p->names_row)
			copy_names(h, &r);
		else
			copy_other(h, &r);
		if (row == p->zone_row)
			find_zone(h, &r);
		row++;
	}
	if (p->header_rows)
		csv_expect(s->csv, h->n);
	return 0;
}

static void
csv_close_state(void *state)
{
	struct csv_state *s = state;

	csv_close(s->csv);
	mem_free(s);
}

static void *
open_csv(struct io *in, const struct profile *p, struct head *head,
    struct err *err)
{
	struct csv_options o = { .separator = p->separator,
	    .preamble = p->preamble,
	    .separator_line = true,
	    .fixed_width = p->header_rows == 0 };
	struct csv_state *s = mem_zero(1, sizeof(*s));

	s->csv = csv_open(in, &o, err);
	if (!s->csv) {
		mem_free(s);
		return NULL;
	}
	if (read_header(s, p, head, io_name(in), err) < 0) {
		csv_close_state(s);
		return NULL;
	}
	head->separator = csv_separator(s->csv);
	return s;
}

static int
fill_csv(void *state, struct raw_batch *b, struct err *err)
{
	struct csv_state *s = state;
	struct csv_record r;

	while (b->bytes.n < BATCH_BYTES) {
		int got = csv_cut(s->csv, &r, err);

		if (got < 0)
			return -1;
		if (got == 0)
			return b->n > 0;
		batch_add(b, r.raw, &(struct raw_record){ .line = r.line,
		    .byte = r.byte, .problem = r.problem,
		    .problem_line = r.problem_line,
		    .problem_column = r.problem_column,
		    .code = FINDING_BAD_CSV });
	}
	return 1;
}

static int
refuse(struct finding *f, const struct record *rec, const char *why,
    uint64_t line, uint64_t column)
{
	*f = (struct finding){ .code = FINDING_BAD_CSV, .line = line ? line :
	    rec->line, .column = column, .byte = rec->byte, .more = why };
	return -1;
}

static int
refuse_width(struct finding *f, const struct record *rec, size_t n,
    size_t header, struct arena *a)
{
	char words[96];
	int used = snprintf(words, sizeof(words), "%s fields than the header: "
	    "%zu, not %zu", n < header ? "fewer" : "more", n, header);

	return refuse(f, rec, arena_dup(a, (struct str){ words,
	    (size_t)used }).p, 0, 0);
}

static int
take_csv(struct taking *t, const struct head *head, struct arena *a,
    struct record *rec, struct finding *f)
{
	struct csv_record r = { 0 };
	const char *nul;

	if (!t->csv || t->separator != head->separator) {
		csv_splitter_free(t->csv);
		t->separator = head->separator;
		t->csv = csv_splitter_new(t->separator);
	}
	if (csv_split(t->csv, rec->raw, a, &r) < 0 || r.problem)
		return refuse(f, rec, r.problem, r.problem_line,
		    r.problem_column);
	nul = r.plain ? NULL : memchr(rec->raw.p, '\0', rec->raw.n);
	if (nul)		/* no text has any: something was lost here */
		return refuse(f, rec, "a NUL byte", rec->line, r.breaks ? 0 :
		    (size_t)(nul - rec->raw.p) + 1);
	if (head->n && r.n != head->n)
		return refuse_width(f, rec, r.n, head->n, a);
	rec->cell = r.field;
	rec->n = r.n;
	rec->plain = r.plain;
	rec->again = head->n ? header_again(head, &r) : AGAIN_NO;
	return 0;
}

static bool
csv_cut_off(const void *state)
{
	const struct csv_state *s = state;

	return csv_open_end(s->csv);
}

const struct reader csv_reader = {
	"csv", open_csv, fill_csv, take_csv, csv_cut_off, csv_close_state
};
