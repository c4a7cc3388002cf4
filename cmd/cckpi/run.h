/* run: the story of cckpi. */
#ifndef CCKPI_RUN_H
#define CCKPI_RUN_H

#include "cmd/cckpi/options.h"

int cckpi_run(struct cckpi_options *o, struct err *err);

#endif
