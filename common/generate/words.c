/* generate/words: the tools there are, and the words that completions offer. */
#include "common/field.h"
#include "common/generate/generate.h"
#include "common/kpi.h"

#define TOOL(name)	extern const struct tool name##_tool;
#define PROFILE(name)
#include "tables.def"
#undef TOOL
#undef PROFILE

const struct tool *const generate_tools[] = {
#define TOOL(name)	&name##_tool,
#define PROFILE(name)
#include "tables.def"
#undef TOOL
#undef PROFILE
	NULL
};

static const char *const profiles[] = {
#define TOOL(name)
#define PROFILE(name)	name,
#include "tables.def"
#undef TOOL
#undef PROFILE
	NULL
};

enum expects
generate_expects(const struct opt *o)
{
	static const enum expects by_words[] = {
		[WORDS_FILES] = EXPECTS_FILE, [WORDS_KEYS] = EXPECTS_LIST,
		[WORDS_KPIS] = EXPECTS_LIST, [WORDS_PROFILES] = EXPECTS_WORD,
		[WORDS_ZONES] = EXPECTS_ZONE,
	};

	if (o->type == OPT_FLAG)
		return EXPECTS_NOTHING;
	if (o->words != WORDS_NONE)
		return by_words[o->words];
	if (o->values)
		return EXPECTS_WORD;
	if (o->type == OPT_DIR)
		return EXPECTS_DIR;
	if (o->type == OPT_FILE || (o->arg && strstr(o->arg, "FILE")))
		return EXPECTS_FILE;
	return EXPECTS_VALUE;
}

static void
put_word(struct buf *b, const char *word, const char *sep, bool *first)
{
	buf_puts(b, *first ? "" : sep);
	buf_puts(b, word);
	*first = false;
}

/* Members that a group can be made by: one word or number a contact. */
static bool
is_key(const struct field *f)
{
	return (f->kinds & (IN_INTERACTION | IN_LEG)) &&
	    f->level != LEVEL_RECORD && (f->type == T_STR ||
	    f->type == T_ENUM || f->type == T_INT || f->type == T_BOOL);
}

void
generate_words(struct buf *b, const struct opt *o, const char *sep)
{
	bool first = true;

	for (size_t i = 0; o->values && o->values[i]; i++)
		put_word(b, o->values[i], sep, &first);
	if (o->words == WORDS_KEYS)
		for (size_t i = 0; i < FIELD_COUNT; i++)
			if (is_key(&fields[i]))
				put_word(b, fields[i].name, sep, &first);
	if (o->words == WORDS_KPIS)
		for (size_t i = 0; i < kpi_n; i++)
			put_word(b, kpis[i].id, sep, &first);
	if (o->words == WORDS_PROFILES)
		for (size_t i = 0; profiles[i]; i++)
			put_word(b, profiles[i], sep, &first);
}
