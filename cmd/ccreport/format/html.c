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
put_policy(struct buf *b)
{
	unsigned char sum[SHA256_BYTES];

	sha256(str_of(report_style), sum);
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
	buf_puts(b, report_style);
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

static void
put_dd(struct buf *b, const char *class, struct str text)
{
	if (!text.n)
		return;
	buf_printf(b, "<dd class=\"%s\">", class);
	html_text(b, text);
	buf_puts(b, "</dd>");
}

static void
put_figures(struct buf *b, const struct block *k)
{
	static const char *const verdicts[] = { "value bad", "value",
	    "value good" };

	buf_puts(b, "<dl class=\"figures\">\n");
	for (size_t i = 0; i < k->figures; i++) {
		const struct figure *f = &k->figure[i];

		buf_puts(b, "<div><dt>");
		html_text(b, f->name);
		buf_printf(b, "</dt><dd class=\"%s\">",
		    verdicts[f->verdict + 1]);
		put_value(b, f->value, f->unit);
		buf_puts(b, f->verdict < 0 ? " <small>below target</small>" :
		    f->verdict > 0 ? " <small>on target</small>" : "");
		buf_puts(b, "</dd>");
		put_dd(b, "basis", f->basis);
		put_dd(b, "definition", f->definition);
		buf_puts(b, "</div>\n");
	}
	buf_puts(b, "</dl>\n");
}

static void
put_chart_data(struct buf *b, const struct chart *c)
{
	buf_puts(b, "<details><summary>The numbers</summary>"
	    "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">");
	html_text(b, c->axis.n ? c->axis : STR("Category"));
	buf_puts(b, "</th>");
	for (size_t s = 0; s < c->n_series; s++) {
		buf_puts(b, "<th scope=\"col\">");
		html_text(b, c->series[s].name);
		buf_puts(b, "</th>");
	}
	buf_puts(b, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < c->categories; i++) {
		buf_puts(b, "<tr><th scope=\"row\">");
		html_text(b, c->category[i]);
		buf_puts(b, "</th>");
		for (size_t s = 0; s < c->n_series; s++) {
			buf_puts(b, "<td>");
			put_value(b, c->series[s].value[i], c->unit);
			buf_puts(b, "</td>");
		}
		buf_puts(b, "</tr>\n");
	}
	buf_puts(b, "</tbody></table></div></details>\n");
}

static void
put_chart(struct buf *b, const struct chart *c, unsigned n)
{
	buf_puts(b, "<figure><figcaption>");
	html_text(b, c->title);
	buf_puts(b, "</figcaption><div class=\"scroll\" tabindex=\"0\" "
	    "role=\"group\" aria-label=\"Chart\">");
	chart_svg(b, c, n);
	buf_puts(b, "</div>");
	put_chart_data(b, c);
	buf_puts(b, "</figure>\n");
}

static void
put_cell(struct buf *b, const struct cell *c, bool head)
{
	if (c->type == CELL_TEXT) {
		buf_puts(b, head ? "<th scope=\"row\">" : "<td class=\"t\">");
		html_text(b, c->text);
	} else {
		buf_puts(b, head ? "<th scope=\"row\">" : "<td>");
		put_value(b, c->value, c->unit);
	}
	buf_puts(b, head ? "</th>" : "</td>");
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
	buf_puts(b, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
	    "aria-label=\"Table\"><table><caption>");
	html_text(b, t->title);
	buf_puts(b, "</caption><thead><tr>");
	for (size_t i = 0; i < t->columns; i++) {
		buf_puts(b, "<th scope=\"col\">");
		html_text(b, t->column[i].name);
		buf_puts(b, "</th>");
	}
	buf_puts(b, "</tr></thead><tbody>\n");
	for (size_t r = 0; r < t->rows; r++) {
		buf_puts(b, "<tr>");
		for (size_t i = 0; i < t->columns; i++)
			put_cell(b, &t->cell[r * t->columns + i], i == 0);
		buf_puts(b, "</tr>\n");
	}
	buf_puts(b, "</tbody></table></div>\n");
	if (t->left_out)
		buf_printf(b, "<p class=\"note\">%llu more rows are not "
		    "shown.</p>\n", (unsigned long long)t->left_out);
	put_terms(b, t);
}

static void
put_blocks(struct buf *b, const struct document *d)
{
	unsigned sections = 0, charts = 0;

	for (const struct block *k = d->first; k; k = k->next) {
		switch (k->type) {
		case BLOCK_SECTION:
			buf_printf(b, "<h2 id=\"s%u\">", ++sections);
			html_text(b, k->text);
			buf_puts(b, "</h2>\n");
			break;
		case BLOCK_NOTE:
			buf_puts(b, "<p class=\"note\">");
			html_text(b, k->text);
			buf_puts(b, "</p>\n");
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
	.name = "html", .suffix = "html",
	.doc = "one self-contained page without scripts",
	.write = write_html,
};
