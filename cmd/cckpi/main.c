/* cckpi: contact-center KPIs, by any key and interval. */
#include "cmd/cckpi/run.h"

int
main(int argc, char **argv)
{
	struct cckpi_options o = { .cli = CLI_DEFAULTS, .threshold_ms = 20000,
	    .short_ms = 5000, .window_ms = 7 * (int64_t)86400000 };

	if (cli_begin(&o.cli, &cckpi_tool, &o, argc, argv))
		return o.cli.status;
	if (cckpi_run(&o, &o.cli.err) < 0)
		cli_failed(&o.cli);
	return cli_end(&o.cli);
}
