/* generate/pages: rewrites what stands between marks, leaves all else. */
#include "common/generate/pages.h"

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

#include "common/io.h"
#include "common/mem.h"

static const struct {
	const char *name;
	section_maker *make;
	bool of_tool;			/* only on a tool's own page */
} sections[] = {
	{ "synopsis", section_synopsis, true },
	{ "options", section_options, true },
	{ "memory", section_memory, true },
	{ "exit status", section_exit_status },
	{ "kinds", section_kinds },
	{ "members", section_members },
	{ "kpis", section_kpis },
	{ "counts", section_counts },
	{ "filters", section_filters },
	{ "units", section_units },
	{ "time formats", section_time_formats },
	{ "findings", section_findings },
	{ "model", section_model },
	{ "tools", section_tools },
	{ "tools markdown", section_tools_markdown },
};

/* ---- text --------------------------------------------------------------- */

static void
put_escaped(struct buf *b, struct str word, bool first)
{
	if (first && word.n && (word.p[0] == '.' || word.p[0] == '\''))
		buf_puts(b, "\\&");
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == '\\')
			buf_puts(b, "\\e");
		else if (word.p[i] == '-' && (i == 0 || word.p[i - 1] == '-'))
			buf_puts(b, "\\-");
		else
			buf_char(b, word.p[i]);
}

void
mdoc_text(struct buf *b, const char *text)
{
	struct str rest = str_of(text), word;
	size_t column = 0;

	while (str_cut(&rest, ' ', &word)) {
		if (column && column + 1 + word.n > 72) {
			buf_char(b, '\n');
			column = 0;
		} else if (column) {
			buf_char(b, ' ');
			column++;
		}
		put_escaped(b, word, column == 0);
		column += word.n;
	}
	buf_char(b, '\n');
}

void
mdoc_sentence(struct buf *b, const char *text)
{
	struct buf copy = { 0 };

	buf_puts(&copy, text);
	if (copy.n && copy.p[0] >= 'a' && copy.p[0] <= 'z' &&
	    !memchr(text, '_', strcspn(text, " ")))
		copy.p[0] = (char)(copy.p[0] - ('a' - 'A'));
	buf_puts(&copy, ".");
	buf_char(&copy, '\0');
	mdoc_text(b, copy.p);
	buf_release(&copy);
}

/* ---- marks -------------------------------------------------------------- */

/* The section's name when the line is a mark that opens one. */
static bool
opening(struct str line, struct str *name)
{
	static const struct { const char *before, *after; } marks[] = {
		{ ".\\\" generated: ", "" },
		{ "<!-- generated: ", " -->" },
	};

	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		struct str after = str_of(marks[i].after);

		if (str_starts(line, str_of(marks[i].before)) &&
		    str_ends(line, after)) {
			*name = str_skip(line, strlen(marks[i].before));
			name->n -= after.n;
			return true;
		}
	}
	return false;
}

static bool
closing(struct str line)
{
	return str_is(line, ".\\\" end") || str_is(line, "<!-- end -->");
}

static int
make_section(struct generate *g, struct buf *b, struct str name,
    const struct tool *tool, const char *path)
{
	for (size_t i = 0; i < COUNT_OF(sections); i++)
		if (str_is(name, sections[i].name)) {
			if (sections[i].of_tool && !tool)
				return err_set(&g->err, ERR_FAILED,
				    "'%s': there is no such tool", path);
			sections[i].make(b, tool);
			return 0;
		}
	return err_set(&g->err, ERR_FAILED, "'%s': there is no section '%.*s'",
	    path, STR_ARG(name));
}

static int
rewrite(struct generate *g, struct buf *b, struct str text,
    const struct tool *tool, const char *path)
{
	struct str line, name;
	bool inside = false;

	while (str_cut(&text, '\n', &line)) {
		if (inside && !closing(line))
			continue;
		if (!text.p && line.n == 0)	/* after the last LF */
			break;
		buf_str(b, line);
		buf_char(b, '\n');
		inside = opening(line, &name);
		if (inside && make_section(g, b, name, tool, path) < 0)
			return -1;
	}
	return inside ? err_set(&g->err, ERR_FAILED,
	    "'%s': a generated section has no end", path) : 0;
}

static const struct tool *
tool_of_page(const char *path)
{
	const char *name = strrchr(path, '/');

	name = name ? name + 1 : path;
	for (size_t i = 0; generate_tools[i]; i++) {
		size_t n = strlen(generate_tools[i]->name);

		if (strncmp(generate_tools[i]->name, name, n) == 0 &&
		    strcmp(name + n, ".1") == 0)
			return generate_tools[i];
	}
	return NULL;
}

static int
page(struct generate *g, const char *path)
{
	struct buf b = { 0 };
	char full[4096];
	char *text;
	size_t n;

	snprintf(full, sizeof(full), "%s/%s", g->from, path);
	text = io_slurp(full, 4 << 20, &n, &g->err);
	if (!text)
		return -1;
	if (rewrite(g, &b, (struct str){ text, n }, tool_of_page(path),
	    path) < 0) {
		buf_release(&b);
		mem_free(text);
		return -1;
	}
	mem_free(text);
	return generate_write(g, &b, path);
}

/* ---- all pages ---------------------------------------------------------- */

static int
need_page(struct generate *g, const struct tool *tool)
{
	char full[4096];

	snprintf(full, sizeof(full), "%s/man/%s.1", g->from, tool->name);
	if (access(full, R_OK) == 0)
		return 0;
	return err_errno(&g->err, "'man/%s.1'", tool->name);
}

static bool
is_page(const char *name)
{
	size_t n = strlen(name);

	return n > 2 && name[0] != '.' && name[n - 2] == '.' &&
	    strchr("157", name[n - 1]);
}

int
generate_pages(struct generate *g)
{
	char full[4096];
	struct dirent *entry;
	int result = 0;
	DIR *dir;

	for (size_t i = 0; generate_tools[i]; i++)
		if (need_page(g, generate_tools[i]) < 0)
			return -1;
	if (page(g, "README.md") < 0)
		return -1;
	snprintf(full, sizeof(full), "%s/man", g->from);
	dir = opendir(full);
	if (!dir)
		return err_errno(&g->err, "'%s'", full);
	while (result == 0 && (entry = readdir(dir))) {
		char path[300];

		if (!is_page(entry->d_name))
			continue;
		snprintf(path, sizeof(path), "man/%s", entry->d_name);
		result = page(g, path);
	}
	closedir(dir);
	return result;
}
