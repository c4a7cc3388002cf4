/* sections: the report's parts, each made of what was gathered. */
#ifndef CCREPORT_SECTIONS_H
#define CCREPORT_SECTIONS_H

#include "cmd/ccreport/document.h"
#include "cmd/ccreport/gather.h"

struct report {
	const struct ccreport_options *o;
	const struct gathered *g;
	const struct zone *z;
	struct document *d;
};

void section_headline(struct report *r);
void section_service(struct report *r);
void section_arrivals(struct report *r);
void section_waits(struct report *r);
void section_tables(struct report *r);
void section_journeys(struct report *r);

/* A view's labels in byte order: numbers into view->state. Freed by the
 * caller with mem_free. */
uint32_t *view_sorted(const struct view *v);
/* A KPI of a state as a document value with its unit. */
int64_t kpi_cell(const struct gathered *g, const struct kpi *k,
    struct kpi_state *s, enum unit *unit);
struct kpi_value kpi_of(const struct gathered *g, const struct kpi *k,
    struct kpi_state *s);

#endif
