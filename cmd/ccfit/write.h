/* write: what was fitted as a model that people read, with what is not known
 * as comments. */
#ifndef CCFIT_WRITE_H
#define CCFIT_WRITE_H

#include "cmd/ccfit/fit.h"

/* Notes go to diag as well: what was left out and why. */
void write_model(const struct fit *fit, struct diag *diag, struct buf *out);

#endif
