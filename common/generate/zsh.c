/* generate/zsh: one _arguments call a tool. */
#include "common/generate/generate.h"

#include "common/help.h"

/* Text inside '…[…]': quotes, brackets and colons have a meaning there. */
static void
put_quoted(struct buf *b, const char *text)
{
	for (; *text; text++)
		if (*text == '\'')
			buf_puts(b, "'\\''");
		else if (strchr("[]:\\", *text))
			buf_printf(b, "\\%c", *text);
		else
			buf_char(b, *text);
}

/* _values cuts its words at colons, after _arguments and the shell have each
 * taken a backslash away. */
static void
put_values(struct buf *b, const struct opt *o)
{
	struct buf words = { 0 };

	generate_words(&words, o, " ");
	buf_puts(b, "_values -s , word ");
	for (size_t i = 0; i < words.n; i++) {
		buf_puts(b, words.p[i] == ':' ? "\\\\\\" : "");
		buf_char(b, words.p[i]);
	}
	buf_release(&words);
}

static void
put_action(struct buf *b, const struct opt *o)
{
	switch (generate_expects(o)) {
	case EXPECTS_FILE:
		buf_puts(b, "_files");
		break;
	case EXPECTS_DIR:
		buf_puts(b, "_directories");
		break;
	case EXPECTS_ZONE:
		buf_puts(b, "_time_zone");
		break;
	case EXPECTS_LIST:
		put_values(b, o);
		break;
	case EXPECTS_WORD:
		buf_char(b, '(');
		generate_words(b, o, " ");
		buf_char(b, ')');
		break;
	default:
		buf_char(b, ' ');
		break;
	}
}

/* '(-o --output)'{-o+,--output=}'[doc]:FILE:_files' */
static void
put_option(struct buf *b, const struct opt *o)
{
	bool value = opt_takes_value(o);
	const char *end = value ? "=" : o->type == OPT_OPTIONAL ? "=-" : "";

	buf_puts(b, "\t");
	if (o->type == OPT_LIST)
		buf_puts(b, "'*'");
	else if (o->letter)
		buf_printf(b, "'(-%c --%s)'", o->letter, o->name);
	if (o->letter)
		buf_printf(b, "{-%c%s,--%s%s}'[", o->letter, value ? "+" : "",
		    o->name, end);
	else
		buf_printf(b, "'--%s%s[", o->name, end);
	put_quoted(b, o->doc);
	buf_char(b, ']');
	if (value || o->type == OPT_OPTIONAL) {
		buf_puts(b, value ? ":" : "::");
		put_quoted(b, o->arg);
		buf_char(b, ':');
		put_action(b, o);
	}
	buf_puts(b, "' \\\n");
}

int
generate_zsh(struct generate *g)
{
	for (size_t i = 0; generate_tools[i]; i++) {
		const struct tool *t = generate_tools[i];
		struct buf b = { 0 };
		char path[256];

		buf_printf(&b, "#compdef %s\n# made by `make generate` from "
		    "its option table\n_arguments -s -S : \\\n", t->name);
		for (const struct opt_group *gr = t->groups; gr->title; gr++)
			for (const struct opt *o = gr->opts; o->name; o++)
				put_option(&b, o);
		buf_puts(&b, t->operands[0] ? "\t'*:file:_files'\n" :
		    "\t&& return 0\n");
		snprintf(path, sizeof(path), "completions/zsh/_%s", t->name);
		if (generate_write(g, &b, path) < 0)
			return -1;
	}
	return 0;
}
