/* adherence: agents' lines once more; see adherence.h. */
#include "cmd/cckpi/adherence.h"

bool
adherence_wanted(const struct measure *m)
{
	return m->plan.section[SECTION_SHIFT] && m->o->format != CCKPI_LINES;
}

void
adherence_keep(struct measure *m, int worker, struct str raw)
{
	struct kept_lines *k = &m->kept[worker];
	char *copy = arena_get(&k->arena, raw.n + PADDING);

	memcpy(copy, raw.p, raw.n);
	memset(copy + raw.n, 0, PADDING);
	GROW(k->line, k->n, k->cap);
	k->line[k->n++] = (struct str){ copy, raw.n };
}

/* All of them to one of these, as lines. */
static int
each_kept(struct measure *m, struct shifts *s, bool judged, struct err *err)
{
	struct grouping *g = m->grouping[0];

	for (size_t w = 0; w < m->n; w++)
		for (size_t i = 0; i < m->kept[w].n; i++) {
			struct line l;

			if (line_read(&m->plan.line, m->kept[w].line[i], &l) !=
			    LINE_OK)
				continue;
			if (!judged)
				grouping_shift(g, &l, s);
			else
				grouping_add_shift(g, &l, s);
			if (judged && i % 1024 == 0 &&
			    grouping_trim(g, err) < 0)
				return -1;
		}
	return 0;
}

int
adherence_add(struct measure *m, struct err *err)
{
	struct shifts *s;
	int r;

	if (!adherence_wanted(m))
		return 0;
	s = shifts_new();
	r = each_kept(m, s, false, err);
	shifts_judge(s, m->o->tolerance_ms);
	if (r == 0)
		r = each_kept(m, s, true, err);
	shifts_free(s);
	return r;
}
