/* table: aligned columns of text; see table.h. */
#include "common/table.h"

#include "common/diag.h"
#include "common/utf8.h"

void
table_init(struct table *t, size_t columns, size_t left)
{
	*t = (struct table){ .columns = columns, .left = left,
	    .width = mem_zero(columns, sizeof(*t->width)) };
}

void
table_cell(struct table *t, struct str text)
{
	buf_clear(&t->safe);
	diag_escape(&t->safe, text);
	GROW(t->cell, t->n, t->cap);
	t->cell[t->n++] = arena_dup(&t->arena, buf_view(&t->safe));
}

static void
pad(struct buf *out, size_t n)
{
	while (n--)
		buf_char(out, ' ');
}

static void
write_row(const struct table *t, const struct str *cell, const size_t *width,
    struct buf *out)
{
	for (size_t c = 0; c < t->columns; c++) {
		size_t gap = width[c] - utf8_columns(cell[c]);
		bool last = c + 1 == t->columns;

		if (c)
			pad(out, 2);
		if (c >= t->left)
			pad(out, gap);
		buf_str(out, cell[c]);
		if (c < t->left && !last)
			pad(out, gap);
	}
	buf_char(out, '\n');
}

void
table_write(struct table *t, struct buf *out)
{
	BUG_UNLESS(t->n % t->columns == 0);
	for (size_t i = 0; i < t->n; i++)
		t->width[i % t->columns] = MAX(t->width[i % t->columns],
		    utf8_columns(t->cell[i]));
	for (size_t i = 0; i < t->n; i += t->columns)
		write_row(t, t->cell + i, t->width, out);
	t->n = 0;
	arena_clear(&t->arena);
}

void
table_release(struct table *t)
{
	mem_free(t->cell);
	mem_free(t->width);
	buf_release(&t->safe);
	arena_release(&t->arena);
	*t = (struct table){ 0 };
}

void
text_wrap(struct buf *out, size_t at, size_t indent, struct str text)
{
	struct str word;
	bool first = true;

	while (str_cut(&text, ' ', &word)) {
		size_t n = utf8_columns(word);

		if (!word.n)
			continue;
		if (!first && at + 1 + n > TEXT_WIDTH) {
			buf_char(out, '\n');
			pad(out, indent);
			at = indent;
		} else if (!first) {
			buf_char(out, ' ');
			at++;
		}
		buf_str(out, word);
		at += n;
		first = false;
	}
	buf_char(out, '\n');
}
