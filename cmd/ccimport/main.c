/* ccimport: a vendor's export into interaction lines, by a profile. */
#include "cmd/ccimport/import.h"

int
main(int argc, char **argv)
{
	struct import_options o = { .cli = CLI_DEFAULTS };
	struct cli *c = &o.cli;

	if (cli_begin(c, &ccimport_tool, &o, argc, argv))
		return c->status;
	if (ccimport_run(&o, &c->err) < 0)
		cli_failed(c);
	return cli_end(c);
}
