/* text: the report on a terminal of 80 columns: figures, bars, tables; data
 * shown escaped. */
#include "cmd/ccreport/format.h"
#include "common/diag.h"

enum { WIDTH = 79, BAR = 40, MAX_ROWS = 60, GAP = 2 };

static size_t
columns(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static void
pad(struct buf *b, size_t n)
{
	while (n--)
		buf_char(b, ' ');
}

static void
put_left(struct buf *b, struct str s, size_t width)
{
	size_t n = columns(s);

	buf_str(b, s);
	if (n < width)
		pad(b, width - n);
}

static void
put_right(struct buf *b, struct str s, size_t width)
{
	size_t n = columns(s);

	if (n < width)
		pad(b, width - n);
	buf_str(b, s);
}

static void
put_wrapped(struct buf *b, size_t indent, struct str text)
{
	struct str word;
	size_t at = indent;
	bool first = true;

	pad(b, indent);
	while (str_cut(&text, ' ', &word)) {
		size_t n = columns(word);

		if (!n)
			continue;
		if (!first && at + 1 + n > WIDTH) {
			buf_char(b, '\n');
			pad(b, indent);
			at = indent;
		} else if (!first) {
			buf_char(b, ' ');
			at++;
		}
		diag_escape(b, word);
		at += n;
		first = false;
	}
	buf_char(b, '\n');
}

static void
put_ruled(struct buf *b, struct str s, char rule)
{
	struct buf safe = { 0 };
	size_t n;

	diag_escape(&safe, s);
	buf_char(b, '\n');
	buf_str(b, buf_view(&safe));
	buf_char(b, '\n');
	for (n = MIN(columns(buf_view(&safe)), (size_t)WIDTH); n; n--)
		buf_char(b, rule);
	buf_char(b, '\n');
	buf_release(&safe);
}

static void
put_figures(struct buf *b, const struct block *k)
{
	static const char *const verdicts[] = { "  below target", "",
	    "  on target" };

	for (size_t i = 0; i < k->figures; i++) {
		const struct figure *f = &k->figure[i];
		struct buf v = { 0 };

		value_text(&v, f->value, f->unit);
		buf_puts(b, "  ");
		put_left(b, f->name, 30);
		put_right(b, buf_view(&v), 10);
		if (f->basis.n) {
			buf_puts(b, "  ");
			buf_str(b, f->basis);
		}
		buf_puts(b, verdicts[f->verdict + 1]);
		buf_char(b, '\n');
		buf_release(&v);
	}
}

static int64_t
total_of(const struct chart *c, size_t i)
{
	int64_t sum = VALUE_NONE;

	for (size_t s = 0; s < c->n_series; s++)
		if (c->series[s].value[i] != VALUE_NONE)
			sum = (sum == VALUE_NONE ? 0 : sum) +
			    c->series[s].value[i];
	return sum;
}

/* What a terminal row shows of a category: a line's first series, else all. */
static int64_t
shown(const struct chart *c, size_t i)
{
	return c->type == CHART_LINE ? c->series[0].value[i] : total_of(c, i);
}

static void
put_bar(struct buf *b, const struct chart *c, size_t i, int64_t max,
    size_t label)
{
	struct buf v = { 0 }, name = { 0 };
	int64_t value = shown(c, i);
	int n = value > 0 ? (int)(value / (max / BAR + 1)) + 1 : 0;

	value_text(&v, value, c->unit);
	diag_escape(&name, c->category[i]);
	buf_puts(b, "  ");
	put_left(b, buf_view(&name), label);
	put_right(b, buf_view(&v), 9);
	buf_char(b, ' ');
	for (int k = 0; k < MIN(n, (int)BAR); k++)
		buf_char(b, '#');
	if (c->has_target && value != VALUE_NONE && value < c->target)
		buf_puts(b, " <");
	buf_char(b, '\n');
	buf_release(&v);
	buf_release(&name);
}

static void
put_bars(struct buf *b, const struct chart *c)
{
	int64_t max = c->has_target ? c->target : 1;
	size_t label = 0, rows = MIN(c->categories, (size_t)MAX_ROWS);

	for (size_t i = 0; i < rows; i++) {
		max = MAX(max, shown(c, i));
		label = MAX(label, columns(c->category[i]));
	}
	for (size_t i = 0; i < rows; i++)
		put_bar(b, c, i, max, MIN(label, (size_t)26));
	if (rows < c->categories)
		buf_printf(b, "  and %zu more\n", c->categories - rows);
	if (c->has_target) {
		buf_puts(b, "  < ");
		buf_str(b, c->target_name);
		buf_puts(b, " not met\n");
	}
}

/* A row a series, a character a category: from blank to '@' in ten steps. */
static void
put_heat(struct buf *b, const struct chart *c)
{
	static const char shade[] = " .:-=+*#%@";
	int64_t max = 1;

	for (size_t s = 0; s < c->n_series; s++)
		for (size_t i = 0; i < c->categories; i++)
			max = MAX(max, c->series[s].value[i]);
	for (size_t s = 0; s < c->n_series; s++) {
		buf_puts(b, "  ");
		put_left(b, c->series[s].name, 12);
		for (size_t i = 0; i < c->categories; i++) {
			int64_t v = c->series[s].value[i];

			buf_char(b, v <= 0 ? ' ' :
			    shade[1 + v * 8 / max]);
		}
		buf_char(b, '\n');
	}
	buf_puts(b, "  ");
	put_left(b, c->category[0], 12);
	buf_printf(b, "one column each, '@' = %lld\n", (long long)max);
}

static void
put_chart(struct buf *b, const struct chart *c)
{
	buf_char(b, '\n');
	put_wrapped(b, 0, c->title);
	if (!c->categories)
		buf_puts(b, "  nothing to show\n");
	else if (c->type == CHART_HEAT)
		put_heat(b, c);
	else
		put_bars(b, c);
}

static void
cell_text(struct buf *b, const struct cell *c)
{
	buf_clear(b);
	if (c->type == CELL_TEXT)
		diag_escape(b, c->text);
	else
		value_text(b, c->value, c->unit);
}

static size_t
width_of(const struct sheet *t, size_t column, struct buf *scratch)
{
	size_t w = columns(t->column[column].name);

	for (size_t r = 0; r < t->rows; r++) {
		cell_text(scratch, &t->cell[r * t->columns + column]);
		w = MAX(w, columns(buf_view(scratch)));
	}
	return w;
}

/* How many columns fit a terminal, from the left. */
static size_t
fitting(const struct sheet *t, const size_t *width)
{
	size_t at = 2, n = 0;

	while (n < t->columns && at + width[n] + GAP <= WIDTH + GAP) {
		at += width[n] + GAP;
		n++;
	}
	return n;
}

static void
put_sheet(struct buf *b, const struct sheet *t)
{
	struct buf cell = { 0 };
	size_t *width = mem_zero(t->columns, sizeof(*width));
	size_t n;

	for (size_t i = 0; i < t->columns; i++)
		width[i] = width_of(t, i, &cell);
	n = fitting(t, width);
	buf_char(b, '\n');
	put_wrapped(b, 0, t->title);
	for (size_t r = 0; r <= t->rows; r++) {
		buf_puts(b, "  ");
		for (size_t i = 0; i < n; i++) {
			struct str s = t->column[i].name;

			if (r) {
				cell_text(&cell, &t->cell[(r - 1) *
				    t->columns + i]);
				s = buf_view(&cell);
			}
			if (i)
				pad(b, GAP);
			(i ? put_right : put_left)(b, s, width[i]);
		}
		buf_char(b, '\n');
	}
	if (n < t->columns)
		buf_printf(b, "  (%zu more columns in the HTML report)\n",
		    t->columns - n);
	if (t->left_out)
		buf_printf(b, "  and %llu more rows\n",
		    (unsigned long long)t->left_out);
	mem_free(width);
	buf_release(&cell);
}

static void
write_text(const struct document *d, struct buf *b)
{
	diag_escape(b, d->title);
	buf_char(b, '\n');
	put_wrapped(b, 0, d->subtitle);
	for (const struct block *k = d->first; k; k = k->next) {
		switch (k->type) {
		case BLOCK_SECTION:
			put_ruled(b, k->text, '-');
			break;
		case BLOCK_NOTE:
			put_wrapped(b, 0, k->text);
			break;
		case BLOCK_FIGURES:
			put_figures(b, k);
			break;
		case BLOCK_CHART:
			put_chart(b, k->chart);
			break;
		case BLOCK_SHEET:
			put_sheet(b, k->sheet);
			break;
		}
	}
}

const struct format format_text = {
	.name = "text", .suffix = "txt",
	.doc = "plain text of 80 columns, for a terminal or a mail",
	.write = write_text,
};
