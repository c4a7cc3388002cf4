/* svg: shapes as text; see svg.h. */
#include "common/svg.h"

#include "common/html.h"

void
svg_open(struct buf *b, int width, int height, unsigned n, struct str title,
    struct str desc)
{
	buf_printf(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
	    "viewBox=\"0 0 %d %d\" aria-labelledby=\"t%u d%u\">"
	    "<title id=\"t%u\">", width, height, n, n, n);
	html_text(b, title);
	buf_printf(b, "</title><desc id=\"d%u\">", n);
	html_text(b, desc);
	buf_puts(b, "</desc>\n");
}

void
svg_close(struct buf *b)
{
	buf_puts(b, "</svg>\n");
}

void
svg_line(struct buf *b, const char *class, int x1, int y1, int x2, int y2)
{
	buf_printf(b, "<path class=\"%s\" d=\"M%d %dL%d %d\"/>\n", class, x1,
	    y1, x2, y2);
}

static void
close_with_hint(struct buf *b, const char *element, struct str hint)
{
	if (!hint.p) {
		buf_puts(b, "/>\n");
		return;
	}
	buf_puts(b, "><title>");
	html_text(b, hint);
	buf_printf(b, "</title></%s>\n", element);
}

void
svg_rect(struct buf *b, const char *class, int x, int y, int w, int h,
    int opacity_percent, struct str hint)
{
	buf_printf(b, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" "
	    "height=\"%d\"", class, x, y, w, h);
	if (opacity_percent < 100)
		buf_printf(b, " fill-opacity=\"0.%02d\"", opacity_percent);
	close_with_hint(b, "rect", hint);
}

void
svg_dot(struct buf *b, const char *class, int x, int y, int r, struct str hint)
{
	buf_printf(b, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%d\"",
	    class, x, y, r);
	close_with_hint(b, "circle", hint);
}

void
svg_text(struct buf *b, const char *class, int x, int y,
    enum svg_anchor anchor, struct str text)
{
	static const char *const anchors[] = {
		[SVG_START] = "start", [SVG_MIDDLE] = "middle",
		[SVG_END] = "end",
	};

	buf_printf(b, "<text class=\"%s\" x=\"%d\" y=\"%d\" "
	    "text-anchor=\"%s\">", class, x, y, anchors[anchor]);
	html_text(b, text);
	buf_puts(b, "</text>\n");
}

void
svg_path_begin(struct buf *b, const char *class)
{
	buf_printf(b, "<path class=\"%s\" d=\"", class);
}

void
svg_path_to(struct buf *b, bool first, int x, int y)
{
	buf_printf(b, "%c%d %d", first ? 'M' : 'L', x, y);
}

void
svg_path_end(struct buf *b)
{
	buf_puts(b, "\"/>\n");
}
