/*
 * formula: what ccstaff's formulas say of one crew and what comes to it: Erlang
 * A with patience of the same mean, or C where nobody hangs up. Where a search
 * by simulation begins.
 */
#ifndef CCROUTE_FORMULA_H
#define CCROUTE_FORMULA_H

#include "common/base.h"

struct formula_load {
	double per_ms;			/* contacts */
	double work_ms;			/* mean handling */
	double patience_ms;		/* mean; 0: endless */
	double within_ms;		/* of the service level */
};

/* The KPI of so many people by its id (sl:…, abandon_rate, asa, wait), in
 * shares and ms. False: no formula says it. */
bool formula_kpi(const struct formula_load *l, int64_t people,
    const char *id, double *value);

#endif
