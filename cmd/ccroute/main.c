/* ccroute: a contact center simulated from its model. */
#include "cmd/ccroute/route.h"

int
main(int argc, char **argv)
{
	struct ccroute_options o = { .cli = CLI_DEFAULTS, .seed = 1,
	    .warm_up_ms = -1, .threshold_ms = 20000, .short_ms = 5000 };

	if (cli_begin(&o.cli, &ccroute_tool, &o, argc, argv))
		return o.cli.status;
	if (route(&o, &o.cli.err) < 0)
		cli_failed(&o.cli);
	return cli_end(&o.cli);
}
