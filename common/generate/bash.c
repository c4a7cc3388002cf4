/* generate/bash: one completion function a tool, needing nothing but bash. */
#include "common/generate/generate.h"

#include "common/help.h"

/*
 * What surrounds the options' table of a tool; the same in all. Readline cuts
 * words at = and :, so --format=ta and sl:an are several to it: `token` is the
 * word as people see it, `last` the piece that readline replaces.
 */
static const char head[] =
    "	local line=${COMP_LINE:0:COMP_POINT}\n"
    "	local token=${line##*[[:space:]]} last=${COMP_WORDS[COMP_CWORD]}\n"
    "	local cur=$token option lead= before= kind= words=\n"
    "	[[ $last != [=:]* ]] || last=\n"
    "	read -r option <<< \"${line%\"$token\"}\"\n"
    "	option=${option##*[[:space:]]}\n"
    "	if [[ $token == --*=* ]]; then\n"
    "		option=${token%%=*}= cur=${token#*=}\n"
    "		lead=$option\n"
    "	fi\n";

static const char tail[] =
    "	case $kind in\n"
    "	list) [[ $cur != *,* ]] || before=${cur%,*}, ;;\n"
    "	zone)\n"
    "		words=$(cd /usr/share/zoneinfo 2> /dev/null &&\n"
    "			find [A-Z]* -type f) ;;\n"
    "	file)\n"
    "		compopt -o default\n"
    "		return ;;\n"
    "	dir)\n"
    "		compopt -o filenames\n"
    "		mapfile -t COMPREPLY < <(compgen -d -- \"$last\")\n"
    "		return ;;\n"
    "	value)\n"
    "		compopt +o default\n"
    "		return ;;\n"
    "	'')\n"
    "		[[ $cur == -* ]] || return\n"
    "		words=$options ;;\n"
    "	esac\n"
    "	[[ $kind != list ]] || compopt -o nospace\n"
    "	mapfile -t COMPREPLY < <(compgen -W \"$words\" -P \"$lead$before\" "
    "-- \"${cur#\"$before\"}\")\n"
    "	COMPREPLY=(\"${COMPREPLY[@]#\"${token%\"$last\"}\"}\")\n"
    "}\n";

static void
put_names(struct buf *b, const struct opt *o)
{
	if (o->letter && opt_takes_value(o))
		buf_printf(b, "-%c|", o->letter);
	if (opt_takes_value(o))
		buf_printf(b, "--%s|", o->name);
	buf_printf(b, "--%s=", o->name);
}

static void
put_case(struct buf *b, const struct opt *o)
{
	static const char *const kinds[] = {
		[EXPECTS_WORD] = "word", [EXPECTS_LIST] = "list",
		[EXPECTS_FILE] = "file", [EXPECTS_DIR] = "dir",
		[EXPECTS_ZONE] = "zone", [EXPECTS_VALUE] = "value",
	};
	enum expects expects = generate_expects(o);

	if (expects == EXPECTS_NOTHING)
		return;
	buf_puts(b, "	");
	put_names(b, o);
	buf_printf(b, ") kind=%s", kinds[expects]);
	if (expects == EXPECTS_WORD || expects == EXPECTS_LIST) {
		buf_puts(b, " words='");
		generate_words(b, o, " ");
		buf_char(b, '\'');
	}
	buf_puts(b, " ;;\n");
}

static void
put_options(struct buf *b, const struct tool *tool)
{
	const char *blank = "";

	buf_puts(b, "	local options='");
	for (const struct opt_group *g = tool->groups; g->title; g++)
		for (const struct opt *o = g->opts; o->name; o++) {
			if (o->letter)
				buf_printf(b, "%s-%c", blank, o->letter);
			buf_printf(b, "%s--%s", o->letter ? " " : blank,
			    o->name);
			blank = " ";
			if (o->type == OPT_OPTIONAL)
				buf_printf(b, " --%s=", o->name);
		}
	buf_puts(b, "'\n");
}

static void
put_tool(struct buf *b, const struct tool *tool)
{
	buf_printf(b, "# bash completion for %s: made by `make generate` from "
	    "its option table\n_%s()\n{\n", tool->name, tool->name);
	put_options(b, tool);
	buf_puts(b, head);
	buf_puts(b, "	case $option in\n");
	for (const struct opt_group *g = tool->groups; g->title; g++)
		for (const struct opt *o = g->opts; o->name; o++)
			put_case(b, o);
	buf_puts(b, "	esac\n");
	buf_puts(b, tail);
	buf_printf(b, "complete %s-F _%s %s\n", tool->operands[0] ?
	    "-o default " : "", tool->name, tool->name);
}

int
generate_bash(struct generate *g)
{
	for (size_t i = 0; generate_tools[i]; i++) {
		struct buf b = { 0 };
		char path[256];

		put_tool(&b, generate_tools[i]);
		snprintf(path, sizeof(path), "completions/bash/%s",
		    generate_tools[i]->name);
		if (generate_write(g, &b, path) < 0)
			return -1;
	}
	return 0;
}
