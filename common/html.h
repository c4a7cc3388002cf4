/*
 * html: text made safe for its place in an HTML or SVG document. One escaper a
 * context; nothing reaches a document except through one of them. Both drop
 * what XML 1.0 forbids (control characters) and replace invalid UTF-8 by
 * U+FFFD, and show bidi controls as text, so that data can neither break the
 * document nor reorder what the reader sees.
 */
#ifndef CCKIT_HTML_H
#define CCKIT_HTML_H

#include "common/buf.h"

void html_text(struct buf *b, struct str s);	/* between tags */
void html_attr(struct buf *b, struct str s);	/* inside "..." */

#endif
