/* generate/page_tool: the sections of a tool's page, from its option table. */
#include "common/generate/pages.h"
#include "common/help.h"
#include "common/mem.h"

/* ---- SYNOPSIS ----------------------------------------------------------- */

static void
put_flags(struct buf *b, const struct tool *tool)
{
	bool any = false;

	for (const struct opt_group *g = tool->groups; g->title; g++)
		for (const struct opt *o = g->opts; o->name; o++)
			if (o->letter && !opt_takes_value(o)) {
				buf_puts(b, any ? "" : ".Op Fl ");
				buf_char(b, o->letter);
				any = true;
			}
	buf_puts(b, any ? "\n" : "");
}

static void
put_synopsis_option(struct buf *b, const struct opt *o)
{
	if (o->letter && !opt_takes_value(o))
		return;			/* among the flags */
	if (o->letter)
		buf_printf(b, ".Op Fl %c Ar %s\n", o->letter, o->arg);
	else if (o->type == OPT_OPTIONAL)
		buf_printf(b, ".Op Fl \\-%s Ns Op = Ns Ar %s\n", o->name,
		    o->arg);
	else if (o->arg)
		buf_printf(b, ".Op Fl \\-%s Ar %s\n", o->name, o->arg);
	else
		buf_printf(b, ".Op Fl \\-%s\n", o->name);
}

/* "model [file ...]": what is in brackets may be left out. */
static void
put_operands(struct buf *b, struct str s)
{
	struct str part;

	while (s.n) {
		bool optional = s.p[0] == '[';

		if (optional) {
			s = str_skip(s, 1);
			str_cut(&s, ']', &part);
			buf_printf(b, ".Op Ar %.*s\n", STR_ARG(part));
		} else {
			str_cut(&s, ' ', &part);
			if (part.n)
				buf_printf(b, ".Ar %.*s\n", STR_ARG(part));
		}
		s = s.p ? str_trim(s) : STR("");
	}
}

void
section_synopsis(struct buf *b, const struct tool *tool)
{
	buf_puts(b, ".Nm\n");
	put_flags(b, tool);
	for (const struct opt_group *g = tool->groups; g->title; g++)
		for (const struct opt *o = g->opts; o->name; o++)
			put_synopsis_option(b, o);
	put_operands(b, str_of(tool->operands));
}

/* ---- OPTIONS ------------------------------------------------------------ */

static void
put_value(struct buf *b, const struct opt *o)
{
	if (o->type == OPT_OPTIONAL)
		buf_printf(b, " Ns Op = Ns Ar %s", o->arg);
	else if (o->arg)
		buf_printf(b, " Ar %s", o->arg);
}

static void
put_option(struct buf *b, const struct opt *o)
{
	struct buf doc = { 0 };

	buf_puts(b, ".It ");
	if (o->letter) {
		buf_printf(b, "Fl %c", o->letter);
		if (opt_takes_value(o))
			put_value(b, o);
		buf_puts(b, " , ");
	}
	buf_printf(b, "Fl \\-%s", o->name);
	put_value(b, o);
	buf_char(b, '\n');
	opt_put_doc(&doc, o);
	buf_char(&doc, '\0');
	mdoc_sentence(b, doc.p);
	buf_release(&doc);
}

void
section_options(struct buf *b, const struct tool *tool)
{
	for (const struct opt_group *g = tool->groups; g->title; g++) {
		buf_printf(b, ".Ss %s\n.Bl -tag -width Ds\n", g->title);
		for (const struct opt *o = g->opts; o->name; o++)
			put_option(b, o);
		buf_puts(b, ".El\n");
	}
}

/* ---- EXIT STATUS, MEMORY ------------------------------------------------ */

void
section_exit_status(struct buf *b, const struct tool *tool)
{
	(void)tool;
	buf_puts(b, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < COUNT_OF(exit_statuses); i++) {
		buf_printf(b, ".It %zu\n", i);
		mdoc_sentence(b, exit_statuses[i]);
	}
	buf_puts(b, ".El\n");
}

/* "stream; sort for profiles with legs": each part begins with a class. */
static void
put_class(struct buf *b, struct str part)
{
	struct str words = str_trim(part), name;
	char *class;

	str_cut(&words, ' ', &name);
	class = mem_dup(name);
	buf_printf(b, "Memory class\n.Em %s", class);
	buf_printf(b, words.p ? "\n%.*s:\n" : " :\n", STR_ARG(words));
	BUG_UNLESS(memory_class(class));
	mdoc_sentence(b, memory_class(class));
	mem_free(class);
}

void
section_memory(struct buf *b, const struct tool *tool)
{
	struct str rest = str_of(tool->memory), part;

	while (str_cut(&rest, ';', &part))
		put_class(b, part);
}
