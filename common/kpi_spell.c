/* kpi_spell: a line as the writer spells it, for counting one that came by the
 * strict reader. */
#include "common/kpi_inside.h"

static void
put_node(struct kpi_adder *a, size_t i)
{
	const struct json_node *n = &a->json.node[i];
	const char *brackets = n->type == JSON_ARRAY ? "[]" : "{}";
	bool repaired;

	switch (n->type) {
	case JSON_STRING:
		json_put_str(&a->spelling, json_text(n, &a->scratch,
		    &repaired));
		return;
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	default:
		buf_str(&a->spelling, n->text);
		return;
	}
	buf_char(&a->spelling, brackets[0]);
	for (size_t child = i + 1, k = 0; child < n->next; k++) {
		if (k)
			buf_char(&a->spelling, n->type == JSON_OBJECT &&
			    k % 2 ? ':' : ',');
		put_node(a, child);
		n = &a->json.node[i];
		child = a->json.node[child].next;
	}
	buf_char(&a->spelling, brackets[1]);
}

const struct line *
kpi_spell(struct kpi_adder *a, const struct line *line)
{
	a->json.max_depth = LINE_MAX_DEPTH;
	if (json_parse(&a->json, line->raw) < 0)
		return line;
	buf_clear(&a->spelling);
	arena_clear(&a->scratch);
	put_node(a, 0);
	if (buf_room(&a->spelling, PADDING))
		memset(a->spelling.p + a->spelling.n, 0, PADDING);
	if (line_read(&a->plan->line, buf_view(&a->spelling), &a->spelled) !=
	    LINE_OK)
		return line;
	return &a->spelled;
}
