/* cli: how every tool begins, fails and ends; see cli.h. */
#include "common/cli.h"

#include <csv.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <errno.h>
#include <pcre2.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "common/cpu.h"
#include "common/fault.h"
#include "common/hash.h"
#include "common/help.h"
#include "common/io.h"
#include "common/line.h"
#include "common/mem.h"
#include "common/output.h"
#include "common/sandbox.h"
#include "common/work.h"
#include "common/zone.h"

#define AT(m)	offsetof(struct cli, m)

static const char *const help_values[] = { "json", NULL };

const struct opt cli_opts_always[] = {
	{ 'o', "output", OPT_FILE, AT(out), "FILE",
	    "write to FILE, whole or not at all (default: standard output)" },
	{ 'q', "quiet", OPT_FLAG, AT(quiet), NULL,
	    "print no warnings and refusals; failures are still said" },
	{ 'v', "verbose", OPT_FLAG, AT(verbose), NULL,
	    "print every message, also the alike ones past the tenth" },
	{ 0, "no-sandbox", OPT_FLAG, AT(no_sandbox), NULL,
	    "keep the rights that the tool gives up before it reads data" },
	{ 'h', "help", OPT_OPTIONAL, AT(help), "json",
	    "print this, or the option table as JSON", help_values },
	{ 0, "version", OPT_FLAG, AT(version), NULL,
	    "print the versions and the level of the sandbox" },
	{ .name = NULL },
};

const struct opt cli_opts_reading[] = {
	{ 'e', "rejects", OPT_FILE, AT(rejects), "FILE",
	    "write refused records to FILE (mode 0600), one JSON object each" },
	{ 0, "tolerate", OPT_TEXT, AT(tolerate), "N",
	    "exit with 0 while at most N records, or P% of them, are refused" },
	{ 0, "max-errors", OPT_INT, AT(max_errors), "N",
	    "stop with 3 after more than N refused records" },
	{ 0, "summary", OPT_OPTIONAL, AT(summary), "FILE",
	    "write what became of every record as one JSON object to FILE "
	    "(default: standard error)" },
	{ 0, "strict", OPT_FLAG, AT(strict), NULL,
	    "exit with 1 for warnings too" },
	{ .name = NULL },
};

const struct opt cli_opts_sorting[] = {
	{ 'S', "memory", OPT_SIZE, AT(mem_bytes), "SIZE",
	    "keep at most SIZE bytes in memory, then spill (default 256M)" },
	{ 0, "tmp", OPT_DIR, AT(tmp_dir), "DIR",
	    "spill to an unnamed file in DIR (default: $TMPDIR or /tmp)" },
	{ .name = NULL },
};

const struct opt cli_opts_threads[] = {
	{ 'j', "threads", OPT_INT, AT(threads), "N",
	    "use N threads (default: the processors, at most 8); the output "
	    "is the same", NULL, 1, 256 },
	{ .name = NULL },
};

const struct opt cli_opts_zone[] = {
	{ 'z', "zone", OPT_TEXT, AT(zone), "ZONE",
	    "days and hours are those of ZONE, such as Europe/London or "
	    "+01:00 (default: UTC)", .words = WORDS_ZONES },
	{ .name = NULL },
};

const struct opt cli_opts_zone_of_data[] = {
	{ 'z', "zone", OPT_TEXT, AT(zone), "ZONE",
	    "times that name no zone are those of ZONE, such as Europe/London "
	    "or +01:00 (default: such times are refused)",
	    .words = WORDS_ZONES },
	{ .name = NULL },
};

const struct opt cli_opts_dry[] = {
	{ 'n', "dry-run", OPT_FLAG, AT(dry_run), NULL,
	    "say what would be done and change nothing" },
	{ .name = NULL },
};

/* ---- handlers ----------------------------------------------------------- */

/* A signal that ends the tool takes its temporaries along, then ends it as if
 * there had been no handler: a shell sees the same death. */
static void
on_fatal_signal(int sig)
{
	output_abandon_all();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void
install_handlers(void)
{
	static const int fatal[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE,
	    SIGALRM, SIGXCPU, SIGUSR1, SIGUSR2 };
	struct sigaction act = { .sa_handler = on_fatal_signal }, old;

	sigfillset(&act.sa_mask);
	for (size_t i = 0; i < COUNT_OF(fatal); i++)
		if (sigaction(fatal[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)	/* nohup stays nohup */
			sigaction(fatal[i], &act, NULL);
	/* Past the file-size limit write() then says EFBIG: a message, 3. */
	signal(SIGXFSZ, SIG_IGN);
}

/* Memory is gone: no allocation from here on. */
static void
on_memory_failure(size_t bytes)
{
	char text[128];
	int n = snprintf(text, sizeof(text),
	    "%s: out of memory: %zu bytes were not to be had\n",
	    program_invocation_short_name, bytes);

	(void)!write(STDERR_FILENO, text, (size_t)n);
	output_abandon_all();
	_exit(3);
}

/* ---- answers ------------------------------------------------------------ */

static void
put_version(struct buf *b, const struct tool *tool)
{
	buf_printf(b, "%s (cckit) %s\n", tool->name, CCKIT_VERSION);
	buf_printf(b, "built with libcsv %d.%d.%d, PCRE2 %d.%d, SQLite %s, "
	    "zlib %s\n", CSV_MAJOR, CSV_MINOR, CSV_RELEASE, PCRE2_MAJOR,
	    PCRE2_MINOR, SQLITE_VERSION, ZLIB_VERSION);
	if (sandbox_level())
		buf_printf(b, "sandbox: Landlock ABI %d\n", sandbox_level());
	else
		buf_puts(b, "sandbox: none in this kernel\n");
	buf_printf(b, "scanners: %s\n", cpu_level_name());
}

static int
print_answer(struct cli *c, const struct buf *b)
{
	struct output *out = output_open(NULL, &c->err);

	return out ? output_end(out, output_write(out, buf_view(b), &c->err),
	    &c->err) : -1;
}

/* True when --help or --version was asked for and answered. */
static bool
answer(struct cli *c)
{
	struct buf b = { 0 };

	if (c->help.on && !c->help.text)
		help_text(&b, c->tool);
	else if (c->help.on && strcmp(c->help.text, "json") == 0)
		help_json(&b, c->tool);
	else if (c->help.on)
		err_set(&c->err, ERR_USAGE, "'--help' is written as text or as "
		    "json, not '%s'", c->help.text);
	else if (c->version)
		put_version(&b, c->tool);
	else
		return false;
	if (c->err.kind || print_answer(c, &b) < 0)
		cli_failed(c);
	buf_release(&b);
	return true;
}

/* ---- beginning ---------------------------------------------------------- */

/* N records, or P% with at most four places. */
static int
read_tolerate(struct cli *c)
{
	struct str s = str_of(c->tolerate);
	int64_t v;

	c->diag.tolerate_micro = -1;
	if (!s.p)
		return 0;
	if (opt_int(s, &v) && v >= 0) {
		c->diag.tolerate = (uint64_t)v;
		return 0;
	}
	if (str_ends(s, STR("%"))) {
		s.n--;
		if (token_micro(s, &v) && v >= 0 && v <= 100000000) {
			c->diag.tolerate_micro = v / 100;
			return 0;
		}
	}
	return err_set(&c->err, ERR_USAGE, "'--tolerate' takes a number of "
	    "records or a share such as 0.5%%, not '%s'", c->tolerate);
}

static void
set_diag(struct cli *c)
{
	c->diag.quiet = c->quiet;
	c->diag.verbose = c->verbose;
	c->diag.strict = c->strict;
	c->diag.stop_at = (uint64_t)c->max_errors + 1;
	if (c->threads == 0)
		c->threads = MIN(work_cpus(), 8);
}

/* Rejects hold personal data: nobody but the owner reads a new file. */
static int
open_rejects(struct cli *c)
{
	mode_t mask;

	if (!c->rejects)
		return 0;
	mask = umask(077);
	c->diag.rejects = output_open(c->rejects, &c->err);
	umask(mask);
	return c->diag.rejects ? 0 : -1;
}

static int
open_side_files(struct cli *c)
{
	if (open_rejects(c) < 0)
		return -1;
	if (!c->summary.text)
		return 0;
	c->summary_out = output_open(c->summary.text, &c->err);
	return c->summary_out ? 0 : -1;
}

/* Rows in place of the records they were counted of: these would be lost. */
static int
refuse_replacing(struct cli *c, const char *out, const char *in)
{
	if (!out || !output_replaces(out, in))
		return 0;
	err_set(&c->err, ERR_USAGE, "'%s': is read, and would be replaced",
	    out);
	err_hint(&c->err, "write to another file");
	return -1;
}

/* A tool that reads what it writes need never end. */
static int
refuse_circle(struct cli *c)
{
	const char *only_standard[] = { "-", NULL };
	const char *const *in = c->n_operands ?
	    (const char *const *)c->operands : only_standard;

	for (; *in; in++) {
		if (output_same_as(c->out, *in))
			return err_set(&c->err, ERR_FAILED, "'%s': is the file "
			    "that is written to", io_shown(*in));
		if (!c->tool->adds_to_input &&
		    refuse_replacing(c, c->out, *in) < 0)
			return -1;
		if (refuse_replacing(c, c->rejects, *in) < 0 ||
		    refuse_replacing(c, c->summary.text, *in) < 0)
			return -1;
	}
	return 0;
}

struct place {
	dev_t device;
	ino_t file;
	const char *name;
};

static int
place_order(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->device != y->device)
		return x->device < y->device ? -1 : 1;
	return (x->file > y->file) - (x->file < y->file);
}

/* Standard input is a file like others when it was redirected: - < a a. */
static bool
is_file(const char *path, struct stat *st)
{
	return (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, st) :
	    stat(path, st)) == 0 && S_ISREG(st->st_mode);
}

/* As patterns that overlap name a file twice: *.jsonl a*. What cannot be looked
 * at is said when it is opened; pipes are read to their end only once. */
static int
refuse_again(struct cli *c)
{
	struct place *place;
	size_t n = 0;
	int r = 0;

	if (!c->tool->counts_inputs)
		return 0;
	place = mem_zero((size_t)c->n_operands + 1, sizeof(*place));
	for (int i = 0; i < c->n_operands; i++) {
		struct stat st;

		if (is_file(c->operands[i], &st))
			place[n++] = (struct place){ st.st_dev, st.st_ino,
			    c->operands[i] };
	}
	if (n)
		qsort(place, n, sizeof(*place), place_order);
	for (size_t i = 1; i < n && r == 0; i++)
		if (place_order(&place[i - 1], &place[i]) == 0)
			r = err_set(&c->err, ERR_USAGE, "'%s': is named "
			    "twice, and would be counted twice",
			    place[i].name);
	mem_free(place);
	return r;
}

/* The outputs are whole files: the last of two would replace the other. */
static int
refuse_twice(struct cli *c, const char *path)
{
	const char *const others[] = { c->out || c->dry_run ? c->out : "-",
	    c->rejects, c->summary.text };

	for (size_t i = 0; path && i < COUNT_OF(others); i++)
		if (others[i] && others[i] != path &&
		    output_twice(path, others[i]))
			return err_set(&c->err, ERR_USAGE, "'%s': two outputs "
			    "would go there", path);
	return 0;
}

bool
cli_begin(struct cli *c, const struct tool *tool, void *options,
    int argc, char **argv)
{
	c->tool = tool;
	c->options = options;
	c->diag.tool = tool->name;
	io_guard_standard();
	fault_init();
	cpu_init();
	hash_init();
	mem_on_failure(on_memory_failure);
	install_handlers();
	if (opt_parse(tool, options, argc, argv, &c->n_operands, &c->err) < 0) {
		cli_failed(c);
		cli_end(c);
		return true;
	}
	c->operands = argv;
	if (answer(c)) {
		cli_end(c);
		return true;
	}
	set_diag(c);
	if (refuse_circle(c) < 0 || refuse_again(c) < 0 ||
	    refuse_twice(c, c->rejects) < 0 ||
	    refuse_twice(c, c->summary.text) < 0 || read_tolerate(c) < 0 ||
	    open_side_files(c) < 0) {
		cli_failed(c);
		cli_end(c);
		return true;
	}
	return false;
}

/* Does the tool have --tmp, so that it may spill? */
static bool
may_spill(const struct tool *tool)
{
	for (const struct opt_group *g = tool->groups; g->title; g++)
		if (g->opts == cli_opts_sorting)
			return true;
	return false;
}

int
cli_enter_sandbox(struct cli *c, const char *const *more)
{
	struct sandbox_need need = { .n_read = 0 };
	const char *tmp = c->tmp_dir;

	for (const char *const *file = more; file && *file; file++)
		if (refuse_twice(c, *file) < 0)
			return -1;
	if (c->no_sandbox)
		return 0;
	for (int i = 0; i < c->n_operands; i++)
		sandbox_read(&need, c->operands[i]);
	sandbox_read(&need, zone_directory());
	sandbox_write(&need, c->out);
	sandbox_write(&need, c->rejects);
	sandbox_write(&need, c->summary.text);
	for (; more && *more; more++)
		sandbox_write(&need, *more);
	if (!tmp)
		tmp = getenv("TMPDIR");
	if (may_spill(c->tool))
		sandbox_temporary(&need, tmp && *tmp ? tmp : "/tmp");
	return sandbox_enter(&need, &c->err);
}

int
cli_format(const struct cli *c, int given, const char *const *names)
{
	const char *dot = c->out ? strrchr(c->out, '.') : NULL;

	if (given != NOT_GIVEN)
		return given;
	for (int i = 0; dot && names[i]; i++)
		if (str_ieq(str_of(dot + 1), str_of(names[i])))
			return i;
	return 0;
}

/* ---- ending ------------------------------------------------------------- */

void
cli_failed(struct cli *c)
{
	diag_failure(&c->diag, &c->err);
	c->status = MAX(c->status, c->err.kind == ERR_USAGE ? 2 : 3);
	err_clear(&c->err);
}

void
cli_no(struct cli *c)
{
	c->status = MAX(c->status, 1);
}

void
cli_summary(struct cli *c, struct str json)
{
	struct buf line = { 0 };

	if (!c->summary.on)
		return;
	buf_str(&line, json);
	buf_char(&line, '\n');
	if (!c->summary_out)
		(void)!write(STDERR_FILENO, line.p, line.n);
	else if (output_write(c->summary_out, buf_view(&line), &c->err) < 0)
		cli_failed(c);
	buf_release(&line);
}

static void
finish(struct cli *c, struct output **out)
{
	if (*out && output_finish(*out, &c->err) < 0)
		cli_failed(c);
	*out = NULL;
}

int
cli_end(struct cli *c)
{
	int found = diag_status(&c->diag);

	finish(c, &c->diag.rejects);	/* of use after a failure too */
	if (c->status < 2)
		finish(c, &c->summary_out);
	output_abandon(c->summary_out);
	c->summary_out = NULL;
	output_abandon_all();		/* what a failed tool left open */
	opt_release(c->tool, c->options);
	c->status = MAX(c->status, found);
	return c->status;
}
