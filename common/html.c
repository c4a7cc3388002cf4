/* html: text made safe for HTML and SVG; see html.h. */
#include "common/html.h"

#include "common/utf8.h"

/* What neither XML nor a reader's eyes should get: controls, bidi controls,
 * noncharacters. They are shown as their number. */
static bool
is_unfit(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n') ||
	    (c >= 0x7f && c < 0xa0) || c == 0x200e || c == 0x200f ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
	    c == 0xfffe || c == 0xffff;
}

static void
put(struct buf *b, struct str s)
{
	uint32_t code;

	while (s.n) {
		size_t n = utf8_decode(s, &code);

		if (!n)
			buf_puts(b, "\xef\xbf\xbd");
		else if (is_unfit(code))
			buf_printf(b, "[U+%04X]", (unsigned)code);
		else if (code == '&')
			buf_puts(b, "&amp;");
		else if (code == '<')
			buf_puts(b, "&lt;");
		else if (code == '>')
			buf_puts(b, "&gt;");
		else if (code == '"')
			buf_puts(b, "&quot;");
		else if (code == '\'')
			buf_puts(b, "&#39;");
		else
			buf_add(b, s.p, n);
		s = str_skip(s, n ? n : 1);
	}
}

void
html_text(struct buf *b, struct str s)
{
	put(b, s);
}

void
html_attr(struct buf *b, struct str s)
{
	put(b, s);
}
