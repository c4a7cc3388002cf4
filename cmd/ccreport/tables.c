/* tables: queues, agents, channels and reasons, one row each. */
#include "cmd/ccreport/sections.h"

enum { MAX_COLUMNS = 12 };

struct ranked {
	uint32_t at;
	int64_t rank;
	struct str label;
};

static int
by_rank(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	return str_cmp(x->label, y->label);
}

/* Labels by the first KPI, greatest first. */
static struct ranked *
rank(const struct gathered *g, const struct view *v, const struct kpi *first)
{
	struct ranked *list = mem_zero(v->labels.n + 1, sizeof(*list));

	for (size_t i = 0; i < v->labels.n; i++)
		list[i] = (struct ranked){ (uint32_t)i,
		    kpi_of(g, first, v->state[i]).value,
		    v->labels.key[i] };
	if (v->labels.n)
		qsort(list, v->labels.n, sizeof(*list), by_rank);
	return list;
}

static void
fill_row(struct report *r, struct cell *cell, struct str label,
    struct kpi_state *s, const struct kpi *const *k, size_t n)
{
	cell[0] = (struct cell){ .type = CELL_TEXT,
	    .text = arena_dup(&r->d->arena, label) };
	for (size_t i = 0; i < n; i++) {
		struct cell *c = &cell[i + 1];

		c->type = CELL_VALUE;
		c->value = kpi_cell(r->g, k[i], s, &c->unit);
		c->few = c->value != VALUE_NONE && k[i]->den[0] &&
		    kpi_of(r->g, k[i], s).den < FEW;
		if (c->value != VALUE_NONE && strcmp(k[i]->id, "sl") == 0)
			c->verdict = c->value < r->o->target * 10000 ? -1 : 1;
	}
}

static void
table(struct report *r, enum view_id id, const char *title, const char *what,
    const char *const *ids)
{
	const struct view *v = &r->g->view[id];
	const struct kpi *k[MAX_COLUMNS];
	size_t n = 0, rows = MIN(v->labels.n, (size_t)r->o->top);
	struct ranked *list;
	struct sheet *t;

	if (!v->labels.n)
		return;
	for (; ids[n]; n++)
		k[n] = kpi_find(str_of(ids[n]));
	list = rank(r->g, v, k[0]);
	t = document_sheet(r->d, n + 1, rows);
	t->title = str_of(title);
	t->left_out = v->labels.n - rows;
	t->column[0].name = str_of(what);
	for (size_t i = 0; i < n; i++) {
		t->column[i + 1].name = str_of(k[i]->title);
		t->column[i + 1].definition = str_of(k[i]->definition);
		t->column[i + 1].bar = i == 0;
	}
	for (size_t i = 0; i < rows; i++)
		fill_row(r, t->cell + i * (n + 1), list[i].label,
		    v->state[list[i].at], k, n);
	mem_free(list);
}

void
section_tables(struct report *r)
{
	static const char *const queue[] = { "offered", "answered",
	    "abandon_rate", "sl", "asa", "wait_p90", "aht", "csat", NULL };
	static const char *const agent[] = { "handled", "aht", "talk", "hold",
	    "wrap", "transfer_rate", "csat", NULL };
	static const char *const channel[] = { "contacts", "answer_rate",
	    "abandon_rate", "sl", "aht", "repeat_rate", "csat", "nps", NULL };
	static const char *const reason[] = { "contacts", "aht",
	    "repeat_rate", "fcr:net", "csat", NULL };

	document_section(r->d, STR("Queues and agents"));
	document_note(r->d, "Times are seconds (22 s), minutes (4:05) or hours "
	    "(1:02:03). What these lines do not tell is n/a.");
	table(r, VIEW_QUEUE, "Queues", "Queue", queue);
	table(r, VIEW_AGENT, "Agents", "Agent", agent);
	table(r, VIEW_CHANNEL, "Channels", "Channel", channel);
	table(r, VIEW_REASON, "Reasons", "Reason", reason);
}
