/* chart_svg: the four chart types, drawn on one frame; see chart_svg.h. */
#include "cmd/ccreport/chart_svg.h"

#include "common/svg.h"

enum {
	WIDTH = 960,
	LEFT = 64, RIGHT = 16, TOP = 34, BOTTOM = 44,	/* the plot's margins */
	PLOT_W = WIDTH - LEFT - RIGHT,
	PLOT_H = 220,
	HEAT_ROW = 24,
	ACROSS_ROW = 24, ACROSS_LABEL = 320,
	COLOURS = MOST_SERIES,	/* classes s0..s7 of the style sheet */
	LABEL_GAP = 10		/* between two labels of the axis */
};

struct frame {
	const struct chart *c;
	struct buf *b;
	struct buf text;	/* for labels */
	int64_t max;		/* value at the top of the plot */
	int64_t step;
};

static struct str
value_label(struct frame *f, int64_t value)
{
	buf_clear(&f->text);
	value_text(&f->text, value, f->c->unit);
	return buf_view(&f->text);
}

/* For an axis, whose steps are whole: no ".0%". */
static struct str
axis_label(struct frame *f, int64_t value)
{
	if (f->c->unit != UNIT_RATE || f->step % 10000)
		return value_label(f, value);
	buf_clear(&f->text);
	buf_printf(&f->text, "%lld%%", (long long)(value / 10000));
	return buf_view(&f->text);
}

static bool
is_weak(const struct chart *c, size_t i)
{
	return c->basis && c->basis[i] < FEW;
}

static bool
any_weak(const struct chart *c)
{
	for (size_t i = 0; c->basis && i < c->categories; i++)
		if (is_weak(c, i) && c->series[0].value[i] != VALUE_NONE)
			return true;
	return false;
}

static struct str
hint_label(struct frame *f, size_t series, size_t i)
{
	const struct chart *c = f->c;

	buf_clear(&f->text);
	buf_str(&f->text, c->category[i]);
	if (c->n_series > 1 || c->type == CHART_HEAT) {
		buf_puts(&f->text, ", ");
		buf_str(&f->text, c->series[series].name);
	}
	buf_puts(&f->text, ": ");
	value_text(&f->text, c->series[series].value[i], c->unit);
	if (c->basis) {
		buf_puts(&f->text, " of ");
		value_text(&f->text, c->basis[i], UNIT_COUNT);
	}
	return buf_view(&f->text);
}

/* So that about `ticks` of them reach `max` (max > 0). */
static int64_t
round_step(int64_t max, enum unit unit, int ticks)
{
	static const int64_t clock[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300,
	    600, 900, 1800, 3600, 7200, 14400, 28800, 86400 };
	static const int64_t round[] = { 1, 2, 5 };
	int64_t want = max / ticks + (max % ticks != 0);

	if (unit == UNIT_MS)
		for (size_t i = 0; i < COUNT_OF(clock); i++)
			if (clock[i] * 1000 >= want)
				return clock[i] * 1000;
	for (int64_t ten = 1; ten <= INT64_MAX / 100; ten *= 10)
		for (size_t i = 0; i < COUNT_OF(round); i++)
			if (round[i] * ten >= want)
				return round[i] * ten;
	return max;
}

static int64_t
stack_height(const struct chart *c, size_t i)
{
	int64_t sum = 0;

	for (size_t s = 0; s < c->n_series; s++)
		if (c->series[s].value[i] != VALUE_NONE)
			sum += c->series[s].value[i];
	return sum;
}

static int64_t
greatest(const struct chart *c)
{
	int64_t max = c->has_target ? c->target : 0;

	for (size_t i = 0; i < c->categories; i++) {
		if (c->type == CHART_STACK)
			max = MAX(max, stack_height(c, i));
		else
			for (size_t s = 0; s < c->n_series; s++)
				max = MAX(max, c->series[s].value[i]);
	}
	return MAX(max, 1);
}

static int
across(int64_t value, int64_t max, int pixels)
{
	if (max > INT64_MAX / 4096) {	/* keep the product within 64 bits */
		value /= 4096;
		max /= 4096;
	}
	return (int)(value * pixels / max);
}

static int
y_of(const struct frame *f, int64_t value)
{
	return TOP + PLOT_H - across(value, f->max, PLOT_H);
}

/* The left edge of category i; i == categories is the right end. */
static int
x_of(const struct chart *c, size_t i)
{
	return LEFT + (int)((uint64_t)i * PLOT_W / MAX(c->categories, 1));
}

static void
set_scale(struct frame *f)
{
	int64_t max = greatest(f->c);

	if (f->c->unit == UNIT_RATE && max <= 1000000) {
		f->max = 1000000;
		f->step = 200000;
		return;
	}
	f->step = round_step(max, f->c->unit, 5);
	f->max = (max + f->step - 1) / f->step * f->step;
}

static void
draw_grid(struct frame *f)
{
	for (int64_t v = 0; v <= f->max; v += f->step) {
		int y = y_of(f, v);

		svg_line(f->b, v ? "grid" : "base", LEFT, y, WIDTH - RIGHT, y);
		svg_text(f->b, "tick", LEFT - 8, y + 4, SVG_END,
		    axis_label(f, v));
	}
}

/* About how wide a label is drawn: the style sheet's 12 px sans. */
static int
label_width(struct str s)
{
	int chars = 0;

	for (size_t i = 0; i < s.n; i++)
		chars += (s.p[i] & 0xc0) != 0x80;
	return chars * 13 / 2;
}

/* Without chosen ticks: every how manieth category has room for its name. */
static size_t
stride(const struct chart *c)
{
	int widest = 1;

	if (c->tick)
		return 1;
	for (size_t i = 0; i < c->categories; i++)
		widest = MAX(widest, label_width(c->category[i]));
	return (c->categories * (size_t)(widest + LABEL_GAP) + PLOT_W - 1) /
	    PLOT_W;
}

/* As many category labels as fit. */
static void
draw_categories(struct frame *f, int y)
{
	const struct chart *c = f->c;
	size_t every = stride(c);
	int free_from = 0;

	for (size_t i = 0; i < c->categories; i += every) {
		struct str name = c->tick ? c->tick[i] : c->category[i];
		int middle = (x_of(c, i) + x_of(c, i + 1)) / 2;
		int half = label_width(name) / 2;

		if (!name.n || middle - half < free_from)
			continue;
		svg_text(f->b, "tick", middle, y, SVG_MIDDLE, name);
		free_from = middle + half + LABEL_GAP;
	}
	svg_text(f->b, "axis", LEFT + PLOT_W / 2, y + 20, SVG_MIDDLE, c->axis);
}

static const char *
colour(const char *const names[COLOURS], size_t series)
{
	return names[series % COLOURS];
}

static const char *const fills[COLOURS] = {
	"f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7"
};
static const char *const strokes[COLOURS] = {
	"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"
};

static void
draw_legend(struct frame *f)
{
	const struct chart *c = f->c;
	int x = LEFT;

	if (c->n_series < 2 && !c->has_target)
		return;
	for (size_t s = 0; s < c->n_series; s++) {
		svg_rect(f->b, colour(fills, s), x, 8, 12, 12, 100, STR_NONE);
		svg_text(f->b, "key", x + 17, 18, SVG_START,
		    c->series[s].name);
		x += 17 + label_width(c->series[s].name) + 18;
	}
	if (c->has_target) {
		svg_line(f->b, "target", x, 14, x + 20, 14);
		svg_text(f->b, "key", x + 25, 18, SVG_START, c->target_name);
		x += 25 + label_width(c->target_name) + 18;
	}
	if (any_weak(c)) {
		svg_dot(f->b, "weak", x + 6, 14, 4, STR_NONE);
		svg_text(f->b, "key", x + 17, 18, SVG_START,
		    STR("rests on fewer than 30"));
	}
}

static void
draw_target(struct frame *f)
{
	int y;

	if (!f->c->has_target)
		return;
	y = y_of(f, f->c->target);
	svg_line(f->b, "target", LEFT, y, WIDTH - RIGHT, y);
}

static void
draw_one_line(struct frame *f, size_t s)
{
	const struct chart *c = f->c;
	bool drawing = false;

	for (size_t i = 0; i < c->categories; i++) {
		int64_t v = c->series[s].value[i];

		if (v == VALUE_NONE) {
			if (drawing)
				svg_path_end(f->b);
			drawing = false;
			continue;
		}
		if (!drawing)
			svg_path_begin(f->b, colour(strokes, s));
		svg_path_to(f->b, !drawing,
		    (x_of(c, i) + x_of(c, i + 1)) / 2, y_of(f, v));
		drawing = true;
	}
	if (drawing)
		svg_path_end(f->b);
}

static void
draw_dots(struct frame *f, size_t s)
{
	const struct chart *c = f->c;

	for (size_t i = 0; i < c->categories; i++)
		if (c->series[s].value[i] != VALUE_NONE)
			svg_dot(f->b, is_weak(c, i) ? "weak" :
			    colour(fills, s), (x_of(c, i) + x_of(c, i + 1)) / 2,
			    y_of(f, c->series[s].value[i]),
			    is_weak(c, i) ? 4 : 3, hint_label(f, s, i));
}

static void
draw_lines(struct frame *f)
{
	for (size_t s = 0; s < f->c->n_series; s++) {
		draw_one_line(f, s);
		draw_dots(f, s);
	}
}

static void
draw_stack(struct frame *f, size_t i)
{
	const struct chart *c = f->c;
	int x = x_of(c, i), w = x_of(c, i + 1) - x;
	int gap = w > 6 ? 2 : w > 2;
	int64_t below = 0;

	for (size_t s = 0; s < c->n_series; s++) {
		int64_t v = c->series[s].value[i];
		int y, foot;

		if (v == VALUE_NONE || v <= 0)
			continue;
		foot = y_of(f, below);
		y = y_of(f, below + v);
		below += v;
		svg_rect(f->b, colour(fills, s), x, y, w - gap,
		    MAX(foot - y, 1), 100, hint_label(f, s, i));
	}
}

static void
draw_framed(struct frame *f)
{
	const struct chart *c = f->c;

	set_scale(f);
	draw_legend(f);
	draw_grid(f);
	if (c->type == CHART_STACK)
		for (size_t i = 0; i < c->categories; i++)
			draw_stack(f, i);
	else
		draw_lines(f);
	draw_target(f);
	draw_categories(f, TOP + PLOT_H + 18);
}

static void
draw_heat_row(struct frame *f, size_t s)
{
	const struct chart *c = f->c;
	int y = TOP + (int)s * HEAT_ROW;

	svg_text(f->b, "tick", LEFT - 8, y + HEAT_ROW / 2 + 4, SVG_END,
	    c->series[s].name);
	for (size_t i = 0; i < c->categories; i++) {
		int64_t v = c->series[s].value[i];
		int x = x_of(c, i), w = x_of(c, i + 1) - x;

		if (v == VALUE_NONE)
			continue;
		svg_rect(f->b, v > 0 ? "f0" : "none", x, y, w - 1, HEAT_ROW - 1,
		    v > 0 ? 8 + across(v, f->max, 92) : 100, hint_label(f, s, i));
	}
}

static void
draw_heat_key(struct frame *f)
{
	int x = LEFT;

	svg_text(f->b, "key", x, 18, SVG_START, STR("fewer"));
	x += 44;
	for (int i = 0; i < 5; i++, x += 22)
		svg_rect(f->b, "f0", x, 8, 21, 12, i == 4 ? 100 : 8 + 23 * i,
		    STR_NONE);
	buf_clear(&f->text);
	buf_puts(&f->text, "up to ");
	value_text(&f->text, f->max, f->c->unit);
	svg_text(f->b, "key", x + 6, 18, SVG_START, buf_view(&f->text));
}

static void
draw_heat(struct frame *f)
{
	const struct chart *c = f->c;

	f->max = greatest(c);
	draw_heat_key(f);
	for (size_t s = 0; s < c->n_series; s++)
		draw_heat_row(f, s);
	draw_categories(f, TOP + (int)c->n_series * HEAT_ROW + 16);
}

static void
draw_across(struct frame *f)
{
	const struct chart *c = f->c;
	int width = WIDTH - ACROSS_LABEL - RIGHT - 90;

	f->max = greatest(c);
	for (size_t i = 0; i < c->categories; i++) {
		int64_t v = c->series[0].value[i];
		int y = 8 + (int)i * ACROSS_ROW;
		int w = v > 0 ? MAX(across(v, f->max, width), 1) : 0;

		svg_text(f->b, "label", ACROSS_LABEL - 8, y + 14, SVG_END,
		    c->category[i]);
		if (w)
			svg_rect(f->b, "f0", ACROSS_LABEL, y + 2, w,
			    ACROSS_ROW - 7, 100, hint_label(f, 0, i));
		svg_text(f->b, "tick", ACROSS_LABEL + w + 8, y + 14, SVG_START,
		    value_label(f, v));
	}
}

static int
height_of(const struct chart *c)
{
	switch (c->type) {
	case CHART_HEAT:
		return TOP + (int)c->n_series * HEAT_ROW + BOTTOM;
	case CHART_ACROSS:
		return 16 + (int)c->categories * ACROSS_ROW;
	case CHART_LINE:
	case CHART_STACK:
		break;
	}
	return TOP + PLOT_H + BOTTOM;
}

void
chart_svg(struct buf *b, const struct chart *c, unsigned n)
{
	struct frame f = { .c = c, .b = b };

	svg_open(b, WIDTH, height_of(c), n, c->title, c->desc);
	if (c->type == CHART_HEAT)
		draw_heat(&f);
	else if (c->type == CHART_ACROSS)
		draw_across(&f);
	else
		draw_framed(&f);
	svg_close(b);
	buf_release(&f.text);
}
