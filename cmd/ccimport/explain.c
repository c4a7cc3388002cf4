#include "cmd/ccimport/import.h"
int explain_run(struct import *im, struct err *err){(void)im;return err_set(err, ERR_FAILED,"x");}
