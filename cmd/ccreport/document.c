/* document: blocks of a report before it has a form; see document.h. */
#include "cmd/ccreport/document.h"

void
document_init(struct document *d)
{
	*d = (struct document){ 0 };
	d->last = &d->first;
}

void
document_release(struct document *d)
{
	arena_release(&d->arena);
	document_init(d);
}

static struct block *
add(struct document *d, enum block_type type)
{
	struct block *b = arena_zero(&d->arena, 1, sizeof(*b));

	b->type = type;
	*d->last = b;
	d->last = &b->next;
	return b;
}

static struct str
vtext(struct document *d, const char *fmt, va_list ap)
{
	struct buf b = BUF_MAX(64 * 1024);
	struct str s;

	buf_vprintf(&b, fmt, ap);
	s = arena_dup(&d->arena, buf_view(&b));
	buf_release(&b);
	return s;
}

struct str
document_text(struct document *d, const char *fmt, ...)
{
	va_list ap;
	struct str s;

	va_start(ap, fmt);
	s = vtext(d, fmt, ap);
	va_end(ap);
	return s;
}

void
document_section(struct document *d, struct str heading)
{
	add(d, BLOCK_SECTION)->text = arena_dup(&d->arena, heading);
}

void
document_group(struct document *d, struct str heading)
{
	add(d, BLOCK_GROUP)->text = arena_dup(&d->arena, heading);
}

void
document_point(struct document *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(d, BLOCK_POINT)->text = vtext(d, fmt, ap);
	va_end(ap);
}

void
document_note(struct document *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(d, BLOCK_NOTE)->text = vtext(d, fmt, ap);
	va_end(ap);
}

struct figure *
document_figures(struct document *d, size_t n)
{
	struct block *b = add(d, BLOCK_FIGURES);

	b->figure = arena_zero(&d->arena, n, sizeof(*b->figure));
	b->figures = n;
	for (size_t i = 0; i < n; i++)
		b->figure[i].value = VALUE_NONE;
	return b->figure;
}

struct chart *
document_chart(struct document *d, enum chart_type type, size_t categories,
    size_t series)
{
	struct chart *c = arena_zero(&d->arena, 1, sizeof(*c));

	c->type = type;
	c->categories = categories;
	c->n_series = series;
	c->category = arena_zero(&d->arena, categories, sizeof(*c->category));
	c->series = arena_zero(&d->arena, series, sizeof(*c->series));
	for (size_t s = 0; s < series; s++) {
		int64_t *v = arena_zero(&d->arena, categories, sizeof(*v));

		for (size_t i = 0; i < categories; i++)
			v[i] = VALUE_NONE;
		c->series[s].value = v;
	}
	add(d, BLOCK_CHART)->chart = c;
	return c;
}

struct sheet *
document_sheet(struct document *d, size_t columns, size_t rows)
{
	struct sheet *s = arena_zero(&d->arena, 1, sizeof(*s));

	s->columns = columns;
	s->rows = rows;
	s->column = arena_zero(&d->arena, columns, sizeof(*s->column));
	s->cell = arena_zero(&d->arena, columns * rows, sizeof(*s->cell));
	add(d, BLOCK_SHEET)->sheet = s;
	return s;
}

static void
grouped(struct buf *b, int64_t value)
{
	char digits[24];
	int n = snprintf(digits, sizeof(digits), "%lld", (long long)value);
	int first = digits[0] == '-';

	for (int i = 0; i < n; i++) {
		if (i > first && (n - i) % 3 == 0)
			buf_char(b, ',');
		buf_char(b, digits[i]);
	}
}

/* Half away from zero; den > 0. */
static int64_t
round_div(int64_t value, int64_t den)
{
	return value < 0 ? -((-value + den / 2) / den) :
	    (value + den / 2) / den;
}

static void
clock_text(struct buf *b, int64_t ms)
{
	int64_t s = round_div(ms, 1000);

	if (ms < 0)
		buf_printf(b, "%lld s", (long long)s);
	else if (s < 60)
		buf_printf(b, "%lld s", (long long)s);
	else if (s < 100 * 3600)
		buf_clock(b, s);
	else {
		grouped(b, round_div(s, 3600));
		buf_puts(b, " h");
	}
}

/* x 10^-6 with `places` decimals (at most 2). */
static void
decimal_text(struct buf *b, int64_t micro, int places)
{
	static const int64_t units[] = { 1000000, 100000, 10000 };
	int64_t scale = 1000000 / units[places];
	int64_t t = round_div(micro, units[places]);

	if (t < 0)
		buf_char(b, '-');
	t = t < 0 ? -t : t;
	grouped(b, t / scale);
	if (places)
		buf_printf(b, ".%0*d", places, (int)(t % scale));
}

void
value_text(struct buf *b, int64_t value, enum unit unit)
{
	if (value == VALUE_NONE) {
		buf_puts(b, "n/a");
		return;
	}
	switch (unit) {
	case UNIT_COUNT:
		grouped(b, value);
		break;
	case UNIT_MS:
		clock_text(b, value);
		break;
	case UNIT_RATE:
		decimal_text(b, value * 100, 1);
		buf_char(b, '%');
		break;
	case UNIT_POINTS:
		decimal_text(b, value * 100, 1);
		break;
	case UNIT_MICRO:
		decimal_text(b, value, 2);
		break;
	case UNIT_MEAN:
		decimal_text(b, value, 1);
		break;
	}
}

_Static_assert(FEW == 30, "the note and the key of charts say 30");
const char few_note[] = "(in brackets: rests on fewer than 30)";

void
value_words(struct buf *b, int64_t value, enum unit unit)
{
	int64_t s = unit == UNIT_MS && value != VALUE_NONE ?
	    round_div(value, 1000) : 0;

	value_text(b, value, unit);
	if (s >= 60 && s < 100 * 3600)		/* else clock_text names it */
		buf_puts(b, s < 3600 ? " min" : " h");
}

void
cell_value_text(struct buf *b, const struct cell *c)
{
	if (c->few)
		buf_char(b, '(');
	value_text(b, c->value, c->unit);
	if (c->few)
		buf_char(b, ')');
}

bool
sheet_has_few(const struct sheet *t)
{
	for (size_t i = 0; i < t->rows * t->columns; i++)
		if (t->cell[i].few)
			return true;
	return false;
}

struct str
document_value(struct document *d, int64_t value, enum unit unit)
{
	struct buf b = { 0 };
	struct str s;

	value_words(&b, value, unit);
	s = arena_dup(&d->arena, buf_view(&b));
	buf_release(&b);
	return s;
}
