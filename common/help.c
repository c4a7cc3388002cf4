/* help: an option table as text and as JSON; see help.h. */
#include "common/help.h"

#include "common/line.h"

enum { COLUMNS = 80, DOC_AT = 26 };

const char *const exit_statuses[4] = {
	"Done",
	"Done, but data was refused, or the answer is no",
	"Wrong usage",
	"Could not do it: a file, memory, a limit, or lost output",
};

const char *
memory_class(const char *name)
{
	static const struct { const char *name, *doc; } classes[] = {
		{ "stream", "Memory stays below 32 MiB plus 6 times the "
		    "longest line above 1 MiB, whatever the input's size" },
		{ "groups", "Memory is that of a stream plus one state a "
		    "group of the answer, spilled to disk above -S where there "
		    "is that option" },
		{ "sort", "Memory is -S plus that of a stream; above it "
		    "sorted runs go to an unnamed temporary file" },
		{ "model", "Memory is that of a stream plus what the model has: "
		    "agents, queues, intervals of the answer, contacts in the "
		    "center at once; the length of a run does not matter" },
	};

	for (size_t i = 0; i < COUNT_OF(classes); i++)
		if (strcmp(classes[i].name, name) == 0)
			return classes[i].doc;
	return NULL;
}

static const char *
type_name(enum opt_type type)
{
	static const char *const names[] = {
		[OPT_FLAG] = "flag", [OPT_TEXT] = "text", [OPT_FILE] = "file",
		[OPT_DIR] = "directory", [OPT_INT] = "integer",
		[OPT_SIZE] = "size", [OPT_SECONDS] = "time",
		[OPT_CHOICE] = "choice", [OPT_LIST] = "list",
		[OPT_OPTIONAL] = "optional",
	};

	return names[type];
}

bool
opt_takes_value(const struct opt *o)
{
	return o->type != OPT_FLAG && o->type != OPT_OPTIONAL;
}

/* Adds words, broken at blanks, below column `at`; ends with LF. */
static void
wrap(struct buf *b, struct str words, size_t at, size_t column)
{
	struct str word;

	for (bool first = true; str_cut(&words, ' ', &word); first = false) {
		if (!first && column + 1 + word.n >= COLUMNS) {
			buf_printf(b, "\n%*s", (int)at, "");
			column = at;
		} else if (!first) {
			buf_char(b, ' ');
			column++;
		}
		buf_str(b, word);
		column += word.n;
	}
	buf_char(b, '\n');
}

void
opt_put_doc(struct buf *b, const struct opt *o)
{
	buf_puts(b, o->doc);
	if (o->type != OPT_CHOICE)
		return;
	for (size_t i = 0; o->values[i]; i++)
		buf_printf(b, "%s%s", i ? ", " : "; one of ", o->values[i]);
}

static void
put_option(struct buf *b, const struct opt *o)
{
	struct buf doc = { 0 };
	size_t from = b->n;

	if (o->letter)
		buf_printf(b, "  -%c, --%s", o->letter, o->name);
	else
		buf_printf(b, "      --%s", o->name);
	if (o->type == OPT_OPTIONAL)
		buf_printf(b, "[=%s]", o->arg);
	else if (o->arg)
		buf_printf(b, " %s", o->arg);
	if (b->n - from > DOC_AT - 2)
		buf_printf(b, "\n%*s", DOC_AT, "");
	else
		buf_printf(b, "%*s", (int)(DOC_AT - (b->n - from)), "");
	opt_put_doc(&doc, o);
	wrap(b, buf_view(&doc), DOC_AT, DOC_AT);
	buf_release(&doc);
}

void
help_text(struct buf *b, const struct tool *tool)
{
	struct buf last = { 0 };

	buf_printf(b, "usage: %s [option ...]%s%s\n", tool->name,
	    tool->operands[0] ? " " : "", tool->operands);
	wrap(b, str_of(tool->one_line), 0, 0);
	for (const struct opt_group *g = tool->groups; g->title; g++) {
		buf_printf(b, "\n%s:\n", g->title);
		for (const struct opt *o = g->opts; o->name; o++)
			put_option(b, o);
	}
	buf_puts(b, "\nExit status:\n");
	for (size_t i = 0; i < COUNT_OF(exit_statuses); i++)
		buf_printf(b, "  %zu  %s\n", i, exit_statuses[i]);
	buf_puts(&last, "Memory class: ");
	buf_printf(&last, "%s. More: man %s", tool->memory, tool->name);
	buf_char(b, '\n');
	wrap(b, buf_view(&last), 0, 0);
	buf_release(&last);
}

/* ---- JSON --------------------------------------------------------------- */

static void
put_pair(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, "\"%s\":", name);
	json_put_str(b, str_of(text));
}

static void
put_json_option(struct buf *b, const struct opt *o, const char *group)
{
	buf_char(b, '{');
	put_pair(b, "long", o->name);
	if (o->letter)
		buf_printf(b, ",\"short\":\"%c\"", o->letter);
	buf_char(b, ',');
	put_pair(b, "type", type_name(o->type));
	if (o->arg) {
		buf_char(b, ',');
		put_pair(b, "arg", o->arg);
	}
	if (o->values) {
		buf_puts(b, ",\"values\":[");
		for (size_t i = 0; o->values[i]; i++) {
			buf_puts(b, i ? "," : "");
			json_put_str(b, str_of(o->values[i]));
		}
		buf_char(b, ']');
	}
	if (o->type == OPT_INT && (o->min || o->max))
		buf_printf(b, ",\"min\":%lld,\"max\":%lld", (long long)o->min,
		    (long long)o->max);
	buf_char(b, ',');
	put_pair(b, "group", group);
	buf_char(b, ',');
	put_pair(b, "doc", o->doc);
	buf_char(b, '}');
}

void
help_json(struct buf *b, const struct tool *tool)
{
	const char *comma = "";

	buf_char(b, '{');
	put_pair(b, "name", tool->name);
	buf_char(b, ',');
	put_pair(b, "summary", tool->one_line);
	buf_char(b, ',');
	put_pair(b, "version", CCKIT_VERSION);
	buf_char(b, ',');
	put_pair(b, "operands", tool->operands);
	buf_char(b, ',');
	put_pair(b, "memory", tool->memory);
	buf_puts(b, ",\"options\":[");
	for (const struct opt_group *g = tool->groups; g->title; g++)
		for (const struct opt *o = g->opts; o->name; o++) {
			buf_puts(b, comma);
			put_json_option(b, o, g->title);
			comma = ",";
		}
	buf_puts(b, "]}\n");
}
