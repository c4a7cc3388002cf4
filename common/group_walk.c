/* group_walk: groupings read as one, in the order of their keys. */
#include "common/group_inside.h"

#include "common/mem.h"

struct head {			/* the next spilled group of one grouping */
	struct str key, packed;
	bool done;
};

struct group_walk {
	struct grouping *const *g;
	size_t n;
	bool spilled;
	/* in memory: all merged into the first */
	uint32_t *rank[MAX_KEYS];	/* by number of part */
	struct group **list;
	size_t next;
	/* spilled */
	struct head *head;
	struct kpi_state *state;
	struct buf key;
	struct arena scratch;
};

/* ---- in memory --------------------------------------------------------------- */

static void
merge_into(struct grouping *to, struct grouping *from)
{
	uint32_t id[MAX_KEYS];

	for (size_t i = 0; i < from->n; i++) {
		struct group *it = from->list[i];

		for (size_t k = 0; k < to->o.keys->n; k++)
			id[k] = part_id(to, k, part_text(&from->part[k],
			    it->id[k]));
		kpi_state_merge(to->o.plan, group_state(to,
		    group_of(to, id)), group_state(from, it));
	}
}

struct ranked {
	struct str text;
	uint32_t id;
};

static int
by_text(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	return str_cmp(x->text, y->text);
}

/* Places of a key's texts in their order; absent (0) is first. */
static uint32_t *
make_ranks(const struct parts *p)
{
	size_t n = p->text.n;
	struct ranked *list = mem_zero(n + 1, sizeof(*list));
	uint32_t *rank = mem_zero(n + 1, sizeof(*rank));

	for (uint32_t i = 0; i < n; i++)
		list[i] = (struct ranked){ p->text.key[i], i + 1 };
	qsort(list, n, sizeof(*list), by_text);
	for (uint32_t i = 0; i < n; i++)
		rank[list[i].id] = i + 1;
	mem_free(list);
	return rank;
}

static int
by_rank(const void *a, const void *b, void *context)
{
	const struct group_walk *w = context;
	const struct group *x = *(struct group *const *)a;
	const struct group *y = *(struct group *const *)b;

	for (size_t k = 0; k < w->g[0]->o.keys->n; k++) {
		uint32_t i = w->rank[k][x->id[k]], j = w->rank[k][y->id[k]];

		if (i != j)
			return i < j ? -1 : 1;
	}
	return 0;
}

static void
open_memory(struct group_walk *w)
{
	struct grouping *g = w->g[0];
	static const uint32_t none[MAX_KEYS];

	for (size_t i = 1; i < w->n; i++)
		merge_into(g, w->g[i]);
	if (g->o.keys->n == 0)
		group_of(g, none);	/* no keys: one row, always */
	for (size_t k = 0; k < g->o.keys->n; k++)
		w->rank[k] = make_ranks(&g->part[k]);
	if (g->n)
		qsort_r(g->list, g->n, sizeof(*g->list), by_rank, w);
}

static bool
next_memory(struct group_walk *w, struct group_row *row)
{
	const struct grouping *g = w->g[0];

	for (; w->next < g->n; w->next++) {
		struct group *it = g->list[w->next];

		row->state = group_state(g, it);
		if (g->o.keys->n && kpi_state_empty(g->o.plan, row->state))
			continue;
		for (size_t k = 0; k < g->o.keys->n; k++)
			row->part[k] = part_text(&g->part[k], it->id[k]);
		w->next++;
		return true;
	}
	return false;
}

/* ---- spilled --------------------------------------------------------------------- */

static int
advance(struct group_walk *w, size_t i, struct err *err)
{
	int r = sort_next(w->g[i]->spill, &w->head[i].key,
	    &w->head[i].packed, err);

	w->head[i].done = r == 0;
	return r < 0 ? -1 : 0;
}

static int
open_spilled(struct group_walk *w, struct err *err)
{
	w->head = mem_zero(w->n, sizeof(*w->head));
	w->state = mem_zero(1, kpi_state_bytes(w->g[0]->o.plan));
	for (size_t i = 0; i < w->n; i++)
		if (grouping_spill(w->g[i], err) < 0 ||
		    sort_finish(w->g[i]->spill, err) < 0 ||
		    advance(w, i, err) < 0)
			return -1;
	return 0;
}

/* The least key among the heads, copied; false at the end. */
static bool
least_key(struct group_walk *w)
{
	const struct head *least = NULL;

	for (size_t i = 0; i < w->n; i++)
		if (!w->head[i].done && (!least ||
		    str_cmp(w->head[i].key, least->key) < 0))
			least = &w->head[i];
	if (!least)
		return false;
	buf_clear(&w->key);
	buf_str(&w->key, least->key);
	return true;
}

static int
gather(struct group_walk *w, struct err *err)
{
	const struct kpi_plan *plan = w->g[0]->o.plan;

	kpi_state_release(w->state);
	kpi_state_init(plan, w->state);
	for (size_t i = 0; i < w->n; i++)
		while (!w->head[i].done &&
		    str_eq(w->head[i].key, buf_view(&w->key))) {
			kpi_state_unpack(plan, w->state, w->head[i].packed);
			if (advance(w, i, err) < 0)
				return -1;
		}
	return 0;
}

/* One part off *key: marked, escaped, ended by two zeroes. */
static struct str
take_part(struct str *key, struct arena *a)
{
	char *text = arena_get(a, key->n + 1);
	bool absent = key->p[0] == 1;
	size_t i = 1, n = 0;

	for (; key->p[i] || key->p[i + 1]; i++) {
		text[n++] = key->p[i];
		i += !key->p[i];
	}
	*key = str_skip(*key, i + 2);
	return absent ? STR_NONE : (struct str){ text, n };
}

static int
next_spilled(struct group_walk *w, struct group_row *row, struct err *err)
{
	struct str key;

	do {
		if (!least_key(w))
			return 0;
		if (gather(w, err) < 0)
			return -1;
	} while (w->g[0]->o.keys->n &&
	    kpi_state_empty(w->g[0]->o.plan, w->state));
	arena_clear(&w->scratch);
	key = buf_view(&w->key);
	for (size_t k = 0; k < w->g[0]->o.keys->n; k++)
		row->part[k] = take_part(&key, &w->scratch);
	row->state = w->state;
	return 1;
}

/* ---- both -------------------------------------------------------------------------- */

struct group_walk *
group_walk(struct grouping *const *g, size_t n, struct err *err)
{
	struct group_walk *w = mem_zero(1, sizeof(*w));

	w->g = g;
	w->n = n;
	for (size_t i = 0; i < n; i++) {
		BUG_UNLESS(g[i]->met == g[i]->added);	/* not trimmed */
		w->spilled |= g[i]->spill != NULL;
	}
	if (!w->spilled) {
		open_memory(w);
	} else if (open_spilled(w, err) < 0) {
		group_walk_free(w);
		return NULL;
	}
	return w;
}

int
group_next(struct group_walk *w, struct group_row *row, struct err *err)
{
	return w->spilled ? next_spilled(w, row, err) : next_memory(w, row);
}

void
group_walk_free(struct group_walk *w)
{
	if (!w)
		return;
	for (size_t k = 0; k < MAX_KEYS; k++)
		mem_free(w->rank[k]);
	if (w->state)
		kpi_state_release(w->state);
	mem_free(w->state);
	mem_free(w->head);
	buf_release(&w->key);
	arena_release(&w->scratch);
	mem_free(w);
}
