/*
 * by_customer: whose each line of the spool is, and the lines into a sort by
 * customer and place in the history.
 */
#ifndef CCMERGE_BY_CUSTOMER_H
#define CCMERGE_BY_CUSTOMER_H

#include "cmd/ccmerge/collect.h"

/* Keys: note_set_customer; payloads: the noted lines. -1: failure. */
int order_by_customer(const struct ccmerge_options *o, struct collected *c,
    struct sort *sort, struct err *err);

#endif
