/* opt: what the parser stores, leaves as operands, and refuses. */
#include "common/opt.h"

#include "tests/unit/test.h"

static const char *const formats[] = { "table", "json", "csv", NULL };

struct options {
	bool quiet, verbose;
	const char *out;
	int64_t threads, threshold_ms;
	size_t bytes;
	int format;
	struct opt_list rules;
	struct opt_optional summary;
};

#define AT(m)	offsetof(struct options, m)
static const struct opt rows[] = {
	{ 'q', "quiet", OPT_FLAG, AT(quiet), .doc = "say less" },
	{ 'v', "verbose", OPT_FLAG, AT(verbose), .doc = "say more" },
	{ 'o', "output", OPT_FILE, AT(out), "FILE", "write to FILE" },
	{ 'j', "threads", OPT_INT, AT(threads), "N", "threads", NULL, 1, 64 },
	{ 'T', "threshold", OPT_SECONDS, AT(threshold_ms), "T", "x" },
	{ 'S', "memory", OPT_SIZE, AT(bytes), "SIZE", "x" },
	{ 'f', "format", OPT_CHOICE, AT(format), "FORMAT", "x", formats },
	{ 'r', "rules", OPT_LIST, AT(rules), "FILE", "x" },
	{ 0, "summary", OPT_OPTIONAL, AT(summary), "FILE", "x" },
	{ .name = NULL },
};
static const struct opt_group groups[] = { { "Options", rows, 0 }, { 0 } };
static const struct tool tool = { "cctest", "tests", "[file ...]", "stream",
    groups };

/* Splits by blanks into argv and parses. */
static int
parse(const char *line, struct options *o, char **argv, int *n,
    struct err *err)
{
	static char copy[256];
	int argc = 0;

	*o = (struct options){ 0 };
	*err = (struct err){ 0 };
	snprintf(copy, sizeof(copy), "cctest %s", line);
	for (char *p = copy; p; ) {
		char *blank = strchr(p, ' ');

		if (blank)
			*blank = '\0';
		argv[argc++] = p;
		p = blank ? blank + 1 : NULL;
	}
	argv[argc] = NULL;
	return opt_parse(&tool, o, argc, argv, n, err);
}

static void
refusals(void)
{
	static const struct { const char *in, *text, *hint; } cases[] = {
		{ "-x", "there is no option '-x'",
		    "'cctest --help' lists the options" },
		{ "--quite", "there is no option '--quite'",
		    "did you mean '--quiet'?" },
		{ "--summ=x", "there is no option '--summ'",
		    "'cctest --help' lists the options" },
		{ "--quiet=1", "'--quiet' takes no value", "" },
		{ "a -o", "'--output' needs FILE", "" },
		{ "-j 0", "'--threads' takes a whole number from 1 to 64, "
		    "not '0'", "" },
		{ "-j 65", "'--threads' takes a whole number from 1 to 64, "
		    "not '65'", "" },
		{ "-f xml", "'--format' takes one of table, json, csv, not "
		    "'xml'", "" },
		{ "-S 1X", "'--memory' takes a size such as 64K, 512M, 2G, "
		    "not '1X'", "" },
		{ "-T 1.0001", "'--threshold' takes seconds, or a time such "
		    "as 90s, 5m, 2h, 7d, not '1.0001'", "" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct options o;
		struct err err;
		char *argv[16];
		int n;

		TEST_CASE(parse(cases[i].in, &o, argv, &n, &err) == -1 &&
		    err.kind == ERR_USAGE, "%s is refused", cases[i].in);
		TEST_STR(str_of(err.text), cases[i].text, cases[i].in);
		TEST_STR(str_of(err.hint), cases[i].hint, "its hint");
		opt_release(&tool, &o);
	}
}

static void
stores(void)
{
	struct options o;
	struct err err;
	char *argv[16];
	int n;

	TEST_CASE(parse("a -qv b -ox -j4 --threshold=2.5 - -- -q", &o, argv,
	    &n, &err) == 0, "a mixed line parses: %s", err.text);
	TEST_CASE(o.quiet && o.verbose, "flags together");
	TEST_STR(str_of(o.out), "x", "-oVALUE");
	TEST_CASE(o.threads == 4, "-jN");
	TEST_CASE(o.threshold_ms == 2500, "2.5 seconds");
	TEST_CASE(n == 4 && strcmp(argv[0], "a") == 0 &&
	    strcmp(argv[1], "b") == 0 && strcmp(argv[2], "-") == 0 &&
	    strcmp(argv[3], "-q") == 0 && !argv[4], "operands are left");
	TEST_CASE(parse("-r a --rules b -r=c -f json --summary x", &o, argv,
	    &n, &err) == 0, "lists, choices: %s", err.text);
	TEST_CASE(o.rules.n == 3 && strcmp(o.rules.item[2], "=c") == 0,
	    "a list appends, a letter's value is literal");
	TEST_CASE(o.format == 1, "the choice is an index");
	TEST_CASE(o.summary.on && !o.summary.text && n == 1,
	    "an optional value needs =");
	opt_release(&tool, &o);
	TEST_CASE(parse("--summary=f -S 2g", &o, argv, &n, &err) == 0 &&
	    strcmp(o.summary.text, "f") == 0, "--summary=FILE");
	TEST_CASE(o.bytes == (size_t)2 << 30, "2g is 2 GiB");
}

static void
values(void)
{
	static const struct { const char *in; int64_t ms; } seconds[] = {
		{ "20", 20000 }, { "2.5", 2500 }, { "0.001", 1 }, { "5m", 300000 },
		{ "20s", 20000 }, { "2h", 7200000 }, { "7d", 604800000 },
		{ "1.5min", 90000 }, { "", -1 }, { "-1", -1 }, { "1.", -1 },
		{ "5 m", -1 }, { "99999999999999999999", -1 }, { "1e3", -1 },
	};
	static const struct { const char *in; bool good; size_t want; } size[] = {
		{ "0", true, 0 }, { "64K", true, 65536 }, { "1m", true, 1 << 20 },
		{ "17179869184G", false, 0 }, { "K", false, 0 },
		{ "1KB", false, 0 }, { "18446744073709551615", true, SIZE_MAX },
		{ "18446744073709551616", false, 0 },
	};

	for (size_t i = 0; i < COUNT_OF(seconds); i++) {
		int64_t ms = -1;
		bool good = opt_seconds(str_of(seconds[i].in), &ms);

		TEST_CASE(good == (seconds[i].ms >= 0) && ms == seconds[i].ms,
		    "seconds '%s'", seconds[i].in);
	}
	for (size_t i = 0; i < COUNT_OF(size); i++) {
		size_t bytes = 0;

		TEST_CASE(opt_size(str_of(size[i].in), &bytes) ==
		    size[i].good && bytes == size[i].want, "size '%s'",
		    size[i].in);
	}
}

int
main(void)
{
	stores();
	refusals();
	values();
	return test_end();
}
