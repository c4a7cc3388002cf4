/* adherence: agents' lines once more, agent by agent; see adherence.h. */
#include "cmd/cckpi/adherence.h"

#include "common/mem.h"

/* ---- aside ------------------------------------------------------------------ */

/* The agent, however it is spelled; a number is not the text of its digits. */
static void
agent_key(struct aside *a, struct str token)
{
	struct str text;
	bool is_text;

	arena_clear(&a->scratch);
	is_text = token_str(token, &a->scratch, &text);
	buf_clear(&a->key);
	buf_char(&a->key, is_text);
	key_str(&a->key, is_text ? text : token);
}

void
adherence_keep(const struct measure *m, struct aside *a,
    const struct line *line)
{
	struct str agent = line_get(&m->plan.line, line, F_AGENT);

	if (!m->agents || !agent.p)
		return;
	if (!a->lines.block_bytes)
		sort_batch_init(&a->lines, m->agents);
	agent_key(a, agent);
	sort_batch_add(&a->lines, buf_view(&a->key), STR_NONE, line->raw);
}

int
adherence_take(struct measure *m, struct aside *a, struct err *err)
{
	return a->lines.block_bytes ? sort_take(m->agents, &a->lines, err) : 0;
}

void
adherence_release(struct aside *a)
{
	sort_batch_release(&a->lines);
	buf_release(&a->key);
	arena_release(&a->scratch);
}

/* ---- agent by agent ----------------------------------------------------------- */

/* The lines of one agent; the views of the sort do not live long enough. */
struct one {
	struct buf key;
	struct arena arena;
	struct str *line;
	size_t n, cap;
	struct shift *shift;
};

static void
begin(struct one *a, struct str key)
{
	buf_clear(&a->key);
	buf_str(&a->key, key);
	arena_clear(&a->arena);
	a->n = 0;
	shift_clear(a->shift);
}

static void
hear(struct one *a, struct str raw)
{
	char *copy = arena_get(&a->arena, raw.n + PADDING);

	memcpy(copy, raw.p, raw.n);
	memset(copy + raw.n, 0, PADDING);
	GROW(a->line, a->n, a->cap);
	a->line[a->n++] = (struct str){ copy, raw.n };
}

/* All that is known of her: her lines against her plan. */
static int
judge(struct measure *m, struct one *a, struct err *err)
{
	struct grouping *g = m->grouping[0];
	struct line l;

	for (size_t i = 0; i < a->n; i++)
		if (line_read(&m->plan.line, a->line[i], &l) == LINE_OK)
			grouping_shift(g, &l, a->shift);
	shift_judge(a->shift, m->o->tolerance_ms);
	for (size_t i = 0; i < a->n; i++)
		if (line_read(&m->plan.line, a->line[i], &l) == LINE_OK)
			grouping_add_shift(g, &l, a->shift);
	return grouping_trim(g, err);
}

static int
judge_all(struct measure *m, struct one *a, struct err *err)
{
	struct str key, raw;
	int r = sort_finish(m->agents, err);

	if (r < 0)
		return -1;
	while ((r = sort_next(m->agents, &key, &raw, err)) > 0) {
		if (!str_eq(key, buf_view(&a->key))) {
			if (judge(m, a, err) < 0)
				return -1;
			begin(a, key);
		}
		hear(a, raw);
	}
	return r < 0 ? -1 : judge(m, a, err);
}

int
adherence_add(struct measure *m, struct err *err)
{
	struct one a = { 0 };
	int r;

	if (!m->agents)
		return 0;
	a.shift = shift_new();
	r = judge_all(m, &a, err);
	shift_free(a.shift);
	mem_free(a.line);
	arena_release(&a.arena);
	buf_release(&a.key);
	return r;
}
