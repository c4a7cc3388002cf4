/* html: one self-contained page: inline SVG, no scripts, nothing from outside;
 * a policy that forbids all but its own style sheet. */
#include "cmd/ccreport/chart_svg.h"
#include "cmd/ccreport/format.h"
#include "cmd/ccreport/format/style.h"
#include "common/hash.h"
#include "common/html.h"

static void
put_base64(struct buf *b, const unsigned char *p, size_t n)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)p[i] << 16;

		if (i + 1 < n)
			v |= (unsigned)p[i + 1] << 8;
		if (i + 2 < n)
			v |= p[i + 2];
		buf_char(b, digit[v >> 18]);
		buf_char(b, digit[v >> 12 & 63]);
		buf_char(b, i + 1 < n ? digit[v >> 6 & 63] : '=');
		buf_char(b, i + 2 < n ? digit[v & 63] : '=');
	}
}

static void
put_style(struct buf *b)
{
	for (const char *const *rule = report_style; *rule; rule++)
		buf_puts(b, *rule);
}

static void
put_policy(struct buf *b)
{
	unsigned char sum[SHA256_BYTES];
	struct buf style = { 0 };

	put_style(&style);
	sha256(buf_view(&style), sum);
	buf_release(&style);
	buf_puts(b, "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'sha256-");
	put_base64(b, sum, sizeof(sum));
	buf_puts(b, "'\">\n");
}

static void
put_head(struct buf *b, const struct document *d)
{
	buf_puts(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n");
	put_policy(b);
	buf_puts(b, "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n<meta name=\"referrer\" "
	    "content=\"no-referrer\">\n<title>");
	html_text(b, d->title);
	buf_puts(b, "</title>\n<style>");
	put_style(b);
	buf_puts(b, "</style>\n</head>\n<body>\n<header>\n<h1>");
	html_text(b, d->title);
	buf_puts(b, "</h1>\n<p>");
	html_text(b, d->subtitle);
	buf_puts(b, "</p>\n");
}

static void
put_contents(struct buf *b, const struct document *d)
{
	unsigned n = 0;

	buf_puts(b, "<nav aria-label=\"Sections\">");
	for (const struct block *k = d->first; k; k = k->next) {
		if (k->type != BLOCK_SECTION)
			continue;
		buf_printf(b, "<a href=\"#s%u\">", ++n);
		html_text(b, k->text);
		buf_puts(b, "</a>\n");
	}
	buf_puts(b, "</nav>\n</header>\n<main>\n");
}

static void
put_value(struct buf *b, int64_t value, enum unit unit)
{
	struct buf text = { 0 };

	value_text(&text, value, unit);
	html_text(b, buf_view(&text));
	buf_release(&text);
}

/* What scrolls sideways can be reached by the keyboard, so it has a name. */
static void
open_scroll(struct buf *b, const char *what, struct str title)
{
	buf_printf(b, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
	    "aria-label=\"%s", what);
	html_attr(b, title);
	buf_puts(b, "\">");
}

static void
put_figures(struct buf *b, const struct block *k)
{
	static const char *const verdicts[] = { "value bad", "value",
	    "value good" };

	buf_puts(b, "<dl class=\"figures\">\n");
	for (size_t i = 0; i < k->figures; i++) {
		const struct figure *f = &k->figure[i];
		struct buf value = { 0 };

		buf_puts(b, "<div><dt>");
		html_text(b, f->name);
		buf_printf(b, "</dt><dd class=\"%s\">",
		    verdicts[f->verdict + 1]);
		value_words(&value, f->value, f->unit);
		html_text(b, buf_view(&value));
		buf_release(&value);
		buf_puts(b, "</dd><dd class=\"basis\">");
		html_text(b, f->basis);
		buf_puts(b, f->verdict < 0 ?
		    "<span class=\"bad\">\342\226\274 below target</span>" :
		    f->verdict > 0 ?
		    "<span class=\"good\">\342\226\262 on target</span>" : "");
		buf_puts(b, "</dd><dd class=\"definition\">");
		html_text(b, f->definition);
		buf_puts(b, "</dd>");
		buf_puts(b, "</div>\n");
	}
	buf_puts(b, "</dl>\n");
}

static void
put_number(struct buf *b, int64_t value, enum unit unit)
{
	buf_puts(b, value == VALUE_NONE ? "<td class=\"na\">" : "<td>");
	put_value(b, value, unit);
	buf_puts(b, "</td>");
}

static void
put_chart_row(struct buf *b, const struct chart *c, size_t i)
{
	buf_puts(b, "<tr><th scope=\"row\">");
	html_text(b, c->category[i]);
	buf_puts(b, "</th>");
	for (size_t s = 0; s < c->n_series; s++)
		put_number(b, c->series[s].value[i], c->unit);
	if (c->basis)
		put_number(b, c->basis[i], UNIT_COUNT);
	buf_puts(b, "</tr>\n");
}

static void
put_chart_data(struct buf *b, const struct chart *c)
{
	buf_puts(b, "<details><summary>The numbers</summary>");
	open_scroll(b, "Numbers: ", c->title);
	buf_puts(b, "<table class=\"data\"><thead><tr><th scope=\"col\">");
	html_text(b, c->axis.n ? c->axis : STR("Category"));
	buf_puts(b, "</th>");
	for (size_t s = 0; s < c->n_series; s++) {
		buf_puts(b, "<th scope=\"col\">");
		html_text(b, c->series[s].name);
		buf_puts(b, "</th>");
	}
	if (c->basis) {
		buf_puts(b, "<th scope=\"col\">");
		html_text(b, c->basis_name);
		buf_puts(b, "</th>");
	}
	buf_puts(b, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < c->categories; i++)
		put_chart_row(b, c, i);
	buf_puts(b, "</tbody></table></div></details>\n");
}

static void
put_chart(struct buf *b, const struct chart *c, unsigned n)
{
	buf_puts(b, "<figure><figcaption>");
	html_text(b, c->title);
	buf_puts(b, "</figcaption>\n<p class=\"desc\">");
	html_text(b, c->desc);
	buf_puts(b, "</p>");
	open_scroll(b, "Chart: ", c->title);
	chart_svg(b, c, n);
	buf_puts(b, "</div>");
	put_chart_data(b, c);
	buf_puts(b, "</figure>\n");
}

/* A value of a column of bars: the number, and its share of the greatest. */
static void
put_bar(struct buf *b, int64_t value, int64_t max)
{
	int64_t percent = value > 0 && max > 0 && max < INT64_MAX / 100 ?
	    value * 100 / max : 0;

	buf_printf(b, "<td class=\"bar\"><svg aria-hidden=\"true\" "
	    "viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\">"
	    "<rect class=\"f0\" width=\"%d\" height=\"1\"/></svg>",
	    (int)percent);
}

static void
put_cell(struct buf *b, const struct cell *c, bool head, int64_t bar_max)
{
	struct buf text = { 0 };

	if (c->type == CELL_TEXT) {
		buf_puts(b, head ? "<th scope=\"row\">" : "<td class=\"t\">");
		html_text(b, c->text);
		buf_puts(b, head ? "</th>" : "</td>");
		return;
	}
	if (bar_max)
		put_bar(b, c->value, bar_max);
	else
		buf_puts(b, c->value == VALUE_NONE || c->few ?
		    "<td class=\"na\">" : "<td>");
	if (c->verdict < 0)
		buf_puts(b, "<span class=\"bad\">\342\226\274 ");
	cell_value_text(&text, c);
	html_text(b, buf_view(&text));
	buf_release(&text);
	buf_puts(b, c->verdict < 0 ? "</span></td>" : "</td>");
}

static int64_t
greatest_of(const struct sheet *t, size_t column)
{
	int64_t max = 1;

	for (size_t r = 0; r < t->rows; r++)
		max = MAX(max, t->cell[r * t->columns + column].value);
	return max;
}

static void
put_terms(struct buf *b, const struct sheet *t)
{
	bool any = false;

	for (size_t i = 0; i < t->columns; i++)
		any |= t->column[i].definition.n > 0;
	if (!any)
		return;
	buf_puts(b, "<details><summary>What the columns mean</summary>"
	    "<dl class=\"terms\">\n");
	for (size_t i = 0; i < t->columns; i++) {
		if (!t->column[i].definition.n)
			continue;
		buf_puts(b, "<dt>");
		html_text(b, t->column[i].name);
		buf_puts(b, "</dt><dd>");
		html_text(b, t->column[i].definition);
		buf_puts(b, "</dd>\n");
	}
	buf_puts(b, "</dl></details>\n");
}

static void
put_sheet(struct buf *b, const struct sheet *t)
{
	bool marked = false;

	buf_puts(b, "<h3>");
	html_text(b, t->title);
	buf_puts(b, "</h3>\n");
	open_scroll(b, "Table: ", t->title);
	buf_puts(b, "<table><thead><tr>");
	for (size_t i = 0; i < t->columns; i++) {
		buf_puts(b, "<th scope=\"col\">");
		html_text(b, t->column[i].name);
		buf_puts(b, "</th>");
	}
	buf_puts(b, "</tr></thead><tbody>\n");
	for (size_t r = 0; r < t->rows; r++) {
		buf_puts(b, "<tr>");
		for (size_t i = 0; i < t->columns; i++) {
			const struct cell *c = &t->cell[r * t->columns + i];

			put_cell(b, c, i == 0, t->column[i].bar ?
			    greatest_of(t, i) : 0);
			marked |= c->verdict < 0;
		}
		buf_puts(b, "</tr>\n");
	}
	buf_puts(b, "</tbody></table></div>\n");
	if (marked)
		buf_puts(b, "<p class=\"desc\">\342\226\274 below target</p>\n");
	if (sheet_has_few(t))
		buf_printf(b, "<p class=\"desc\">%s</p>\n", few_note);
	if (t->left_out)
		buf_printf(b, "<p class=\"desc\">%llu more %s not shown "
		    "(--top).</p>\n", (unsigned long long)t->left_out,
		    t->left_out == 1 ? "row is" : "rows are");
	put_terms(b, t);
}

static void
put_text(struct buf *b, const char *before, struct str text, const char *after)
{
	buf_puts(b, before);
	html_text(b, text);
	buf_puts(b, after);
}

static void
put_blocks(struct buf *b, const struct document *d)
{
	enum block_type last = BLOCK_SECTION;
	unsigned sections = 0, charts = 0;

	for (const struct block *k = d->first; k; k = k->next) {
		switch (k->type) {
		case BLOCK_SECTION:
			buf_printf(b, "<h2 id=\"s%u\">", ++sections);
			put_text(b, "", k->text, "</h2>\n");
			break;
		case BLOCK_GROUP:
			put_text(b, "<h3>", k->text, "</h3>\n");
			break;
		case BLOCK_POINT:
			if (last != BLOCK_POINT)
				buf_puts(b, "<ul class=\"short\">\n");
			put_text(b, "<li>", k->text, "</li>\n");
			if (!k->next || k->next->type != BLOCK_POINT)
				buf_puts(b, "</ul>\n");
			break;
		case BLOCK_NOTE:
			put_text(b, "<p class=\"note\">", k->text, "</p>\n");
			break;
		case BLOCK_FIGURES:
			put_figures(b, k);
			break;
		case BLOCK_CHART:
			put_chart(b, k->chart, ++charts);
			break;
		case BLOCK_SHEET:
			put_sheet(b, k->sheet);
			break;
		}
		last = k->type;
	}
}

static void
write_html(const struct document *d, struct buf *b)
{
	put_head(b, d);
	put_contents(b, d);
	put_blocks(b, d);
	buf_puts(b, "</main>\n<footer>Made by ccreport " CCKIT_VERSION
	    ". This page asks for nothing from anywhere.</footer>\n"
	    "</body>\n</html>\n");
}

const struct format format_html = {
	.name = "html", .suffix = { "html", "htm" },
	.write = write_html,
};
