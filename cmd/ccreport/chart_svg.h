/* chart_svg: draws a document's chart as SVG. */
#ifndef CCREPORT_CHART_SVG_H
#define CCREPORT_CHART_SVG_H

#include "cmd/ccreport/document.h"

/* n numbers the chart in its document (ids of its title and description). */
void chart_svg(struct buf *b, const struct chart *c, unsigned n);

#endif
