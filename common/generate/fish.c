/* generate/fish: one complete command an option. */
#include "common/generate/generate.h"

#include "common/help.h"

static void
put_quoted(struct buf *b, const char *text)
{
	for (; *text; text++)
		if (*text == '\'' || *text == '\\')
			buf_printf(b, "\\%c", *text);
		else
			buf_char(b, *text);
}

static void
put_action(struct buf *b, const struct opt *o)
{
	/* fish has no optional values; -a without -x offers them after =. */
	const char *must = o->type == OPT_OPTIONAL ? "f" : "x";

	switch (generate_expects(o)) {
	case EXPECTS_NOTHING:
		break;
	case EXPECTS_FILE:
		buf_puts(b, o->type == OPT_OPTIONAL ? " -F" : " -r -F");
		break;
	case EXPECTS_DIR:
		buf_printf(b, " -%s -a '(__fish_complete_directories)'", must);
		break;
	case EXPECTS_ZONE:
		buf_printf(b, " -%s -a '(string replace -r \"^/usr/share/"
		    "zoneinfo/\" \"\" /usr/share/zoneinfo/**)'", must);
		break;
	case EXPECTS_LIST:
		buf_printf(b, " -%s -a '(__fish_complete_list , \"printf "
		    "%%s\\\\\\\\n ", must);
		generate_words(b, o, " ");
		buf_puts(b, "\")'");
		break;
	case EXPECTS_WORD:
		buf_printf(b, " -%s -a '", must);
		generate_words(b, o, " ");
		buf_char(b, '\'');
		break;
	case EXPECTS_VALUE:
		buf_printf(b, " -%s", must);
		break;
	}
}

static void
put_option(struct buf *b, const struct tool *tool, const struct opt *o)
{
	buf_printf(b, "complete -c %s", tool->name);
	if (o->letter)
		buf_printf(b, " -s %c", o->letter);
	buf_printf(b, " -l %s", o->name);
	put_action(b, o);
	buf_puts(b, " -d '");
	put_quoted(b, o->doc);
	buf_puts(b, "'\n");
}

int
generate_fish(struct generate *g)
{
	for (size_t i = 0; generate_tools[i]; i++) {
		const struct tool *t = generate_tools[i];
		struct buf b = { 0 };
		char path[256];

		buf_printf(&b, "# fish completion for %s: made by `make "
		    "generate` from its option table\n", t->name);
		if (!t->operands[0])
			buf_printf(&b, "complete -c %s -f\n", t->name);
		for (const struct opt_group *gr = t->groups; gr->title; gr++)
			for (const struct opt *o = gr->opts; o->name; o++)
				put_option(&b, t, o);
		snprintf(path, sizeof(path), "completions/fish/%s.fish",
		    t->name);
		if (generate_write(g, &b, path) < 0)
			return -1;
	}
	return 0;
}
