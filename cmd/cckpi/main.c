/* cckpi: contact-center KPIs, by any key and interval. */
#include "cmd/cckpi/run.h"

int
main(int argc, char **argv)
{
	struct cckpi_options o = CCKPI_DEFAULTS;

	if (cli_begin(&o.cli, &cckpi_tool, &o, argc, argv))
		return o.cli.status;
	if (cckpi_run(&o, &o.cli.err) < 0)
		cli_failed(&o.cli);
	return cli_end(&o.cli);
}
