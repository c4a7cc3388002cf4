/*
 * count: line files into groups. Workers read batches and count into groups of
 * their own; these are merged at the end, so the result does not depend on how
 * many there are.
 */
#ifndef CCKPI_COUNT_H
#define CCKPI_COUNT_H

#include "cmd/cckpi/groups.h"
#include "cmd/cckpi/keys.h"
#include "cmd/cckpi/options.h"

struct count_plan {
	const struct keys *keys;
	const struct kpi *const *chosen;	/* the KPIs asked for */
	size_t n_chosen;
	const struct zone *zone;
	struct kpi_settings settings;
};

/*
 * Counts all operands of o into out. The horizon of settings, when it is
 * unknown, becomes the least end of the spans that stand before the first
 * contact (ccmerge writes them there). -1: failure.
 */
int count_lines(struct cckpi_options *o, struct count_plan *p,
    struct groups *out, struct err *err);

#endif
