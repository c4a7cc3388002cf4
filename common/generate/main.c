/* generate FROM TO: reads marked pages below FROM, writes all below TO. */
#include "common/generate/generate.h"

int
main(int argc, char **argv)
{
	struct generate g = { 0 };

	if (argc != 3) {
		fprintf(stderr, "usage: generate FROM TO\n");
		return 2;
	}
	g.from = argv[1];
	g.to = argv[2];
	if (generate_bash(&g) < 0 || generate_zsh(&g) < 0 ||
	    generate_fish(&g) < 0 || generate_schema(&g) < 0 ||
	    generate_pages(&g) < 0) {
		fprintf(stderr, "generate: %s\n", g.err.text);
		return 3;
	}
	return 0;
}
