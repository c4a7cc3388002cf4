#include "cmd/ccimport/import.h"
int sniff_run(struct import_options *im, struct err *err){(void)im;return err_set(err, ERR_FAILED,"x");}
