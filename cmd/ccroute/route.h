/* route: what was asked, done: a run and its KPIs, or its lines. */
#ifndef CCROUTE_ROUTE_H
#define CCROUTE_ROUTE_H

#include "cmd/ccroute/options.h"

int route(struct ccroute_options *o, struct err *err);

#endif
