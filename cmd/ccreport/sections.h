/* sections: the report's parts, each made of what was gathered. */
#ifndef CCREPORT_SECTIONS_H
#define CCREPORT_SECTIONS_H

#include "cmd/ccreport/document.h"
#include "cmd/ccreport/periods.h"

struct report {
	const struct ccreport_options *o;
	const struct gathered *g;
	const struct zone *z;
	struct document *d;
	struct periods periods;
	struct kpi_state **by_period;	/* one a period, of all contacts */
};

/* Fills periods and by_period; report_release frees the latter. */
void report_init(struct report *r);
void report_release(struct report *r);

void section_summary(struct report *r);
void section_headline(struct report *r);
void section_service(struct report *r);
void section_arrivals(struct report *r);
void section_waits(struct report *r);
void section_tables(struct report *r);
void section_journeys(struct report *r);

/* The state of a label, or NULL. */
struct kpi_state *view_state(const struct view *v, struct str label);
/* The threshold to the millisecond: "20 s", "19.999 s". */
struct str threshold_text(struct report *r);
/* A KPI of a state as a document value with its unit. */
int64_t kpi_cell(const struct gathered *g, const struct kpi *k,
    struct kpi_state *s, enum unit *unit);
struct kpi_value kpi_of(const struct gathered *g, const struct kpi *k,
    struct kpi_state *s);

#endif
