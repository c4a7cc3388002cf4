/* text: the report on a terminal of 80 columns: figures, bars, tables; data
 * shown escaped. */
#include "cmd/ccreport/format.h"
#include "common/diag.h"
#include "common/map.h"
#include "common/table.h"
#include "common/utf8.h"

enum { BAR = 40, MAX_ROWS = 100, FEW_BLANK = 9, GAP = 2, NAME = 26,
	HEAD_LINES = 4 };

/* Fills of a bar's series, in order. */
static const char ink[] = "#o=:+x-*";

static void
pad(struct buf *b, size_t n)
{
	while (n--)
		buf_char(b, ' ');
}

static void
end_line(struct buf *b)
{
	while (b->n && b->p[b->n - 1] == ' ')
		b->n--;
	buf_char(b, '\n');
}

/* No name takes more than `most` columns: what follows would be off the edge. */
static void
shorten(struct buf *b, size_t most)
{
	struct str s = buf_view(b);
	size_t n = 0, wide = 0;

	if (utf8_columns(s) <= most)
		return;
	while (n < s.n) {
		uint32_t code;
		size_t bytes = MAX(utf8_decode(str_skip(s, n), &code),
		    (size_t)1);
		size_t w = utf8_columns((struct str){ s.p + n, bytes });

		if (wide + w + 3 > most)
			break;
		wide += w;
		n += bytes;
	}
	b->n = n;
	buf_puts(b, "...");
}

static void
put_left(struct buf *b, struct str s, size_t width)
{
	size_t n = utf8_columns(s);

	buf_str(b, s);
	if (n < width)
		pad(b, width - n);
}

static void
put_right(struct buf *b, struct str s, size_t width)
{
	size_t n = utf8_columns(s);

	if (n < width)
		pad(b, width - n);
	buf_str(b, s);
}

static void
put_wrapped(struct buf *b, size_t indent, struct str text)
{
	struct buf safe = { 0 };

	diag_escape(&safe, text);
	pad(b, indent);
	text_wrap(b, indent, indent, buf_view(&safe));
	buf_release(&safe);
}

/* "  - text", its other lines under its first. */
static void
put_item(struct buf *b, struct str text)
{
	size_t at = b->n;

	put_wrapped(b, 4, text);
	b->p[at + 2] = '-';
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
	for (n = MIN(utf8_columns(buf_view(&safe)), (size_t)TEXT_WIDTH); n; n--)
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

		value_words(&v, f->value, f->unit);
		buf_puts(b, "  ");
		put_left(b, f->name, NAME + 4);
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

/* The bar of category i: each series its own ink, ends rounded to columns so
 * that the whole is as long as its sum. */
static void
put_ink(struct buf *b, const struct chart *c, size_t i, int64_t max)
{
	size_t n = c->type == CHART_LINE ? 1 : c->n_series;
	int64_t sum = 0;
	int at = 0;

	for (size_t s = 0; s < n; s++) {
		int64_t v = c->series[s].value[i], end;

		if (v == VALUE_NONE || v <= 0)
			continue;
		sum += v;
		end = sum / (max / BAR + 1);
		if (!at && sum == v)
			end = MAX(end, 1);
		for (; at < end && at < BAR; at++)
			buf_char(b, ink[s % (sizeof(ink) - 1)]);
	}
}

static void
put_bar(struct buf *b, const struct chart *c, size_t i, int64_t max,
    size_t label)
{
	struct buf v = { 0 }, name = { 0 };
	int64_t value = shown(c, i);

	value_text(&v, value, c->unit);
	diag_escape(&name, c->category[i]);
	shorten(&name, NAME);
	buf_puts(b, "  ");
	put_left(b, buf_view(&name), label);
	put_right(b, buf_view(&v), 9);
	buf_char(b, ' ');
	put_ink(b, c, i, max);
	if (c->has_target && value != VALUE_NONE && value < c->target)
		buf_puts(b, " <");
	end_line(b);
	buf_release(&v);
	buf_release(&name);
}

static void
put_key(struct buf *b, const struct chart *c)
{
	if (c->has_target) {
		buf_puts(b, "  < ");
		buf_str(b, c->target_name);
		buf_puts(b, " not met\n");
	}
	if (c->type == CHART_LINE || c->n_series < 2)
		return;
	buf_char(b, ' ');
	for (size_t s = 0; s < c->n_series; s++) {
		buf_printf(b, " %c ", ink[s % (sizeof(ink) - 1)]);
		diag_escape(b, c->series[s].name);
		buf_char(b, s + 1 < c->n_series ? ' ' : '\n');
	}
}

/* How many categories from i on, before `to`, show the same nothing. */
static size_t
nothing_from(const struct chart *c, size_t i, size_t to)
{
	int64_t value = shown(c, i);
	size_t n = 0;

	if (value != VALUE_NONE && value != 0)
		return 0;
	while (i + n < to && shown(c, i + n) == value)
		n++;
	return n;
}

/* Months without a contact between two that have some take one row. */
static void
put_nothing(struct buf *b, const struct chart *c, size_t i, size_t n)
{
	buf_printf(b, "  (%zu more: ", n);
	value_text(b, shown(c, i), c->unit);
	buf_puts(b, ")\n");
}

/* From the first to the last category that anything is known of. */
static void
put_bars(struct buf *b, const struct chart *c)
{
	int64_t max = c->has_target ? c->target : 1;
	size_t label = 0, from = 0, to = c->categories, rows = 0, i, n;

	while (from < to && shown(c, from) == VALUE_NONE)
		from++;
	while (from < to && shown(c, to - 1) == VALUE_NONE)
		to--;
	for (i = from; i < to; i++) {
		max = MAX(max, shown(c, i));
		label = MAX(label, utf8_columns(c->category[i]));
	}
	for (i = from; i < to && rows < MAX_ROWS; rows++) {
		n = nothing_from(c, i, to);
		if (n > FEW_BLANK) {
			put_nothing(b, c, i, n);
			i += n;
		} else {
			put_bar(b, c, i++, max, MIN(label, (size_t)NAME));
		}
	}
	if (i < to)
		buf_printf(b, "  and %zu more\n", to - i);
	put_key(b, c);
}

/* The names of the categories under a heat map, each under its column. */
static void
put_heat_axis(struct buf *b, const struct chart *c, size_t left)
{
	size_t at = 0;

	pad(b, left);
	for (size_t i = 0; i < c->categories; i++) {
		struct str name = c->tick ? c->tick[i] : c->category[i];

		/* "08:00" is 08 here: four columns are two hours. */
		name.n = MIN(name.n, (size_t)2);
		if (!name.n || at > i)
			continue;
		pad(b, i - at);
		buf_str(b, name);
		at = i + name.n + 1;
		if (at <= c->categories)
			buf_char(b, ' ');
	}
	end_line(b);
}

/* A row a series, a character a category: from blank to '@' in ten steps. */
static void
put_heat(struct buf *b, const struct chart *c)
{
	static const char shade[] = " .:-=+*#%@";
	int64_t max = 1;
	size_t label = 0;

	for (size_t s = 0; s < c->n_series; s++) {
		label = MAX(label, utf8_columns(c->series[s].name));
		for (size_t i = 0; i < c->categories; i++)
			max = MAX(max, c->series[s].value[i]);
	}
	for (size_t s = 0; s < c->n_series; s++) {
		buf_puts(b, "  ");
		put_left(b, c->series[s].name, label + 2);
		for (size_t i = 0; i < c->categories; i++) {
			int64_t v = c->series[s].value[i];

			buf_char(b, v <= 0 ? ' ' :
			    shade[1 + v * 8 / max]);
		}
		end_line(b);
	}
	put_heat_axis(b, c, label + 4);
	buf_puts(b, "  '@' is ");
	value_text(b, max, c->unit);
	buf_char(b, '\n');
}

static void
put_chart(struct buf *b, const struct chart *c)
{
	buf_char(b, '\n');
	put_wrapped(b, 0, c->title);
	if (c->desc.n)
		put_wrapped(b, 2, c->desc);
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
	if (c->type == CELL_TEXT) {
		diag_escape(b, c->text);
		shorten(b, NAME);
		return;
	}
	cell_value_text(b, c);
}

/* Line n of a column's head when its words are filled into width; false when
 * there is none. */
static bool
head_line(struct str head, size_t width, int n, struct str *line)
{
	struct str word;

	for (; n >= 0; n--) {
		*line = STR_NONE;
		while (str_cut(&head, ' ', &word)) {
			size_t wide = line->p ? utf8_columns(str_range(line->p,
			    word.p + word.n)) : utf8_columns(word);

			if (line->p && wide > width) {
				head = str_range(word.p, head.p ?
				    head.p + head.n : word.p + word.n);
				break;
			}
			*line = str_range(line->p ? line->p : word.p,
			    word.p + word.n);
		}
		if (!line->p)
			return false;
	}
	return true;
}

/* As wide as the widest cell or word of the head. */
static size_t
width_of(const struct sheet *t, size_t column, struct buf *scratch)
{
	struct str head = t->column[column].name, word;
	size_t w = 0;

	while (str_cut(&head, ' ', &word))
		w = MAX(w, utf8_columns(word));
	for (size_t r = 0; r < t->rows; r++) {
		cell_text(scratch, &t->cell[r * t->columns + column]);
		w = MAX(w, utf8_columns(buf_view(scratch)));
	}
	return w;
}

/* How many columns fit a terminal, from the left. */
static size_t
fitting(const struct sheet *t, const size_t *width)
{
	size_t at = 2, n = 0;

	while (n < t->columns && at + width[n] + GAP <= TEXT_WIDTH + GAP) {
		at += width[n] + GAP;
		n++;
	}
	return n;
}

/* The head's words stand at the bottom of as many lines as the longest. */
static void
put_head_rows(struct buf *b, const struct sheet *t, const size_t *width,
    size_t n)
{
	int lines[64], most = 1;
	struct str s;

	for (size_t i = 0; i < n; i++) {
		for (lines[i] = 0; lines[i] < HEAD_LINES && head_line(
		    t->column[i].name, width[i], lines[i], &s); lines[i]++)
			;
		most = MAX(most, lines[i]);
	}
	for (int l = 0; l < most; l++) {
		buf_puts(b, "  ");
		for (size_t i = 0; i < n; i++) {
			s = STR_NONE;
			if (l >= most - lines[i])
				head_line(t->column[i].name, width[i],
				    l - (most - lines[i]), &s);
			if (i)
				pad(b, GAP);
			(i ? put_right : put_left)(b, s, width[i]);
		}
		end_line(b);
	}
}

static void
put_sheet(struct buf *b, const struct sheet *t)
{
	struct buf cell = { 0 };
	size_t *width = mem_zero(t->columns, sizeof(*width));
	size_t n;

	for (size_t i = 0; i < t->columns; i++)
		width[i] = width_of(t, i, &cell);
	n = MIN(fitting(t, width), (size_t)64);
	buf_char(b, '\n');
	put_wrapped(b, 0, t->title);
	put_head_rows(b, t, width, n);
	for (size_t r = 0; r < t->rows; r++) {
		buf_puts(b, "  ");
		for (size_t i = 0; i < n; i++) {
			cell_text(&cell, &t->cell[r * t->columns + i]);
			if (i)
				pad(b, GAP);
			(i ? put_right : put_left)(b, buf_view(&cell),
			    width[i]);
		}
		buf_char(b, '\n');
	}
	if (sheet_has_few(t))
		buf_printf(b, "  %s\n", few_note);
	if (n < t->columns)
		buf_printf(b, "  (%zu more %s in the HTML report)\n",
		    t->columns - n, t->columns - n == 1 ? "column" : "columns");
	if (t->left_out)
		buf_printf(b, "  and %llu more %s (--top)\n",
		    (unsigned long long)t->left_out,
		    t->left_out == 1 ? "row" : "rows");
	mem_free(width);
	buf_release(&cell);
}

/* ---- what the figures mean --------------------------------------------------- */

static void
put_term(struct buf *b, struct map *said, struct str name, struct str meaning)
{
	bool is_new;

	if (!meaning.n)
		return;
	map_put(said, meaning, &is_new);
	if (!is_new)
		return;
	buf_puts(b, "  ");
	buf_str(b, name);
	buf_char(b, '\n');
	put_wrapped(b, 6, meaning);
}

static bool
has_terms(const struct document *d)
{
	for (const struct block *k = d->first; k; k = k->next)
		if (k->figures)
			return true;
	return false;
}

/* Figures and columns share meanings: each is said once, by its first name. */
static void
put_terms(struct buf *b, const struct document *d)
{
	struct map said = { 0 };

	put_ruled(b, STR("What the figures mean"), '-');
	for (const struct block *k = d->first; k; k = k->next) {
		for (size_t i = 0; i < k->figures; i++)
			put_term(b, &said, k->figure[i].name,
			    k->figure[i].definition);
		for (size_t i = 0; k->sheet && i < k->sheet->columns; i++)
			put_term(b, &said, k->sheet->column[i].name,
			    k->sheet->column[i].definition);
	}
	map_release(&said);
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
		case BLOCK_GROUP:
			buf_char(b, '\n');
			put_wrapped(b, 0, k->text);
			break;
		case BLOCK_POINT:
			put_item(b, k->text);
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
	if (has_terms(d))
		put_terms(b, d);
}

const struct format format_text = {
	.name = "text", .suffix = { "txt", "text" },
	.write = write_text,
};
