/*
 * svg: the few shapes our charts are made of, written as text. Coordinates are
 * whole user units; the viewBox scales them. Colours come from classes (the
 * document's style sheet), so that light, dark and print are one drawing.
 * Text goes through html_text; class names are ours, never data.
 */
#ifndef CCKIT_SVG_H
#define CCKIT_SVG_H

#include "common/buf.h"

/* Opens <svg role="img"> with its title and description (ids made of n). */
void svg_open(struct buf *b, int width, int height, unsigned n,
    struct str title, struct str desc);
void svg_close(struct buf *b);
void svg_line(struct buf *b, const char *class, int x1, int y1, int x2, int y2);
/* hint: shown when pointed at, read by assistive software; may be absent. */
void svg_rect(struct buf *b, const char *class, int x, int y, int w, int h,
    int opacity_percent, struct str hint);
void svg_dot(struct buf *b, const char *class, int x, int y, int r,
    struct str hint);
enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };
void svg_text(struct buf *b, const char *class, int x, int y,
    enum svg_anchor anchor, struct str text);
/* A polyline: begin, points, end. A gap is an end and a new begin. */
void svg_path_begin(struct buf *b, const char *class);
void svg_path_to(struct buf *b, bool first, int x, int y);
void svg_path_end(struct buf *b);

#endif
