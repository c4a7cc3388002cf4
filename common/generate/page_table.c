/* generate/page_table: the tables of members, KPIs, findings and tools. */
#include "common/diag.h"
#include "common/field.h"
#include "common/generate/pages.h"
#include "common/kpi.h"
#include "common/model.h"
#include "common/when.h"

/* ---- cc-lines(5) -------------------------------------------------------- */

static const char *const type_words[] = {
	[T_STR] = "string", [T_ENUM] = "word", [T_TIME] = "time",
	[T_DUR] = "milliseconds", [T_INT] = "integer", [T_NUM] = "decimal",
	[T_BOOL] = "true or false", [T_STRS] = "array of strings",
	[T_OBJ] = "object", [T_OBJS] = "array of objects", [T_ANY] = "object",
};
static const char *const fold_words[] = {
	[FOLD_FIRST] = "first", [FOLD_LAST] = "last", [FOLD_SUM] = "sum",
	[FOLD_MIN] = "least", [FOLD_MAX] = "greatest", [FOLD_ANY] = "any",
	[FOLD_UNION] = "union", [FOLD_RECOMPUTE] = "recomputed",
	[FOLD_KEY] = "key",
};
static const char *const privacy_words[] = {
	[P_KEY] = "key", [P_DIRECT] = "direct", [P_QUASI] = "quasi",
	[P_TEXT] = "text", [P_NONE] = "none",
};

void
section_kinds(struct buf *b, const struct tool *tool)
{
	(void)tool;
	buf_puts(b, ".Bl -tag -width Ds\n");
	for (unsigned k = 0; k < K_FAILED; k++) {
		struct buf names = { 0 };
		const char *comma = "";

		for (size_t i = 0; i < FIELD_COUNT; i++)
			if (fields[i].kinds & 1u << k) {
				buf_printf(&names, "%s%s", comma,
				    fields[i].name);
				comma = ", ";
			}
		buf_char(&names, '\0');
		buf_printf(b, ".It Cm %s\n", line_kinds[k]);
		mdoc_text(b, names.p);
		buf_release(&names);
	}
	buf_puts(b, ".El\n");
}

static void
put_names(struct buf *text, const char *head, const char *const *names)
{
	if (!names)
		return;
	buf_puts(text, head);
	for (size_t i = 0; names[i]; i++)
		buf_printf(text, "%s %s", i ? "," : "", names[i]);
}

void
section_members(struct buf *b, const struct tool *tool)
{
	(void)tool;
	buf_puts(b, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const struct field *f = &fields[i];
		struct buf text = { 0 };

		buf_printf(b, ".It Cm %s Pq %s\n", f->name,
		    type_words[f->type]);
		buf_puts(&text, f->doc);
		put_names(&text, f->values ? ":" : "", f->values);
		buf_char(&text, '\0');
		mdoc_sentence(b, text.p);
		buf_printf(b, "Fold: %s.\nPrivacy: %s.\n",
		    fold_words[f->fold], privacy_words[f->privacy]);
		buf_puts(b, f->kinds & IN_LEG ? "Also in legs.\n" : "");
		buf_release(&text);
	}
	buf_puts(b, ".El\n");
}

/* ---- cc-kpi(7) ---------------------------------------------------------- */

static void
put_kpi(struct buf *b, const struct kpi *k)
{
	static const struct { const char *unit, *words; } units[] = {
		{ "ms", ", in milliseconds" }, { "share", ", a share" },
		{ "points", ", a share, shown times 100" },
		{ "score", ", a score" }, { "money", ", in its currency" } };
	struct buf formula = { 0 };

	buf_printf(b, ".It Cm %s\n%s", k->id, k->title);
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (strcmp(units[i].unit, kpi_unit(k)) == 0)
			buf_puts(b, units[i].words);
	buf_puts(b, ":\n");
	mdoc_sentence(b, k->definition);
	buf_puts(&formula, "Counts: ");
	kpi_formula(&formula, k);
	buf_char(&formula, '\0');
	mdoc_sentence(b, formula.p);
	buf_clear(&formula);
	buf_printf(&formula, "Source: %s", k->source);
	buf_char(&formula, '\0');
	mdoc_sentence(b, formula.p);
	buf_release(&formula);
}

void
section_kpis(struct buf *b, const struct tool *tool)
{
	(void)tool;
	buf_puts(b, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < kpi_n; i++)
		put_kpi(b, &kpis[i]);
	buf_puts(b, ".El\n");
}

void
section_counts(struct buf *b, const struct tool *tool)
{
	(void)tool;
	buf_puts(b, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < N_COUNTS; i++) {
		buf_printf(b, ".It Cm %s\n", kpi_counts[i].name);
		mdoc_sentence(b, kpi_counts[i].doc);
	}
	buf_puts(b, ".El\n");
}

/* ---- cc-diagnostics(7) -------------------------------------------------- */

void
section_findings(struct buf *b, const struct tool *tool)
{
	(void)tool;
	buf_puts(b, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < FINDING_COUNT; i++) {
		buf_printf(b, ".It Sy %s Pq %s\n", findings[i].code,
		    finding_levels[findings[i].level]);
		buf_puts(b, "Message: ");
		mdoc_sentence(b, findings[i].words);
		mdoc_sentence(b, findings[i].doc);
	}
	buf_puts(b, ".El\n");
}

/* ---- cc-profile(5) ------------------------------------------------------ */

/* Given by cmd/ccimport/filter.c, whose header is that tool's own. */
bool filter_row(size_t i, const char **name, const char **doc);

static void
put_row(struct buf *b, const char *name, const char *doc)
{
	buf_printf(b, ".It Cm %s\n", name);
	mdoc_text(b, doc);
}

void
section_filters(struct buf *b, const struct tool *tool)
{
	const char *name, *doc;

	(void)tool;
	buf_puts(b, ".Bl -tag -width positiveXX -compact\n");
	for (size_t i = 0; filter_row(i, &name, &doc); i++)
		put_row(b, name, doc);
	buf_puts(b, ".El\n");
}

void
section_units(struct buf *b, const struct tool *tool)
{
	const struct duration_unit *u;

	(void)tool;
	buf_puts(b, ".Bl -tag -width positiveXX -compact\n");
	for (size_t i = 0; (u = duration_unit_at(i)); i++)
		put_row(b, duration_unit_name(u), duration_unit_doc(u));
	buf_puts(b, ".El\n");
}

void
section_time_formats(struct buf *b, const struct tool *tool)
{
	const struct time_format *f;

	(void)tool;
	buf_puts(b, ".Bl -tag -width positiveXX -compact\n");
	for (size_t i = 0; (f = time_format_at(i)); i++)
		put_row(b, time_format_name(f), time_format_doc(f));
	buf_puts(b, ".El\n");
}

/* ---- cc-model(5) -------------------------------------------------------- */

static void
put_model_key(struct buf *b, const struct model_key *k)
{
	struct buf text = { 0 };
	const char *words = model_type_words(k->type);

	buf_printf(b, ".It Cm %s", k->name);
	if (words)
		buf_printf(b, " Pq %s", words);
	buf_char(b, '\n');
	buf_puts(&text, k->doc);
	put_names(&text, k->words ? ":" : "", k->words);
	if (k->standard)
		buf_printf(&text, " (standard: %s)", k->standard);
	buf_char(&text, '\0');
	mdoc_sentence(b, text.p);
	buf_release(&text);
}

void
section_model(struct buf *b, const struct tool *tool)
{
	(void)tool;
	for (int i = 0; i < MODEL_KINDS; i++) {
		const struct model_section *s = &model_sections[i];

		buf_printf(b, ".Ss The section %s%s%s\n", s->word, *s->names ? " " : "",
		    s->names);
		mdoc_sentence(b, s->doc);
		buf_puts(b, ".Bl -tag -width Ds\n");
		for (const struct model_key *k = s->keys; k->name; k++)
			put_model_key(b, k);
		buf_puts(b, ".El\n");
	}
}

/* ---- cckit(7), README --------------------------------------------------- */

void
section_tools(struct buf *b, const struct tool *tool)
{
	(void)tool;
	buf_puts(b, ".Bl -tag -width cchistoryXX -compact\n");
	for (size_t i = 0; generate_tools[i]; i++) {
		buf_printf(b, ".It Xr %s 1\n", generate_tools[i]->name);
		mdoc_text(b, generate_tools[i]->one_line);
	}
	buf_puts(b, ".El\n");
}

void
section_tools_markdown(struct buf *b, const struct tool *tool)
{
	(void)tool;
	buf_puts(b, "\n| tool | does one thing | memory |\n"
	    "| --- | --- | --- |\n");
	for (size_t i = 0; generate_tools[i]; i++)
		buf_printf(b, "| `%s` | %s | %s |\n", generate_tools[i]->name,
		    generate_tools[i]->one_line, generate_tools[i]->memory);
	buf_char(b, '\n');
}
