/* group: states by small numbers, one for each key part met: in an array while
 * these are few, then in a hash table; see group.h. */
#include "common/group_inside.h"

#include "common/hash.h"
#include "common/mem.h"

enum { QUARTER = 15 * MS_MINUTE, CACHE_LINE = 64 };

#define MIX	UINT64_C(0x9e3779b97f4a7c15)

uint32_t
part_id(struct grouping *g, size_t key, struct str text)
{
	return text.p ? map_put(&g->part[key].text, text, NULL) + 1 : 0;
}

/* ---- from tokens to parts ------------------------------------------------------- */

/* Words of a closed list that are not in it count as "other". */
static struct str
listed(enum field_id f, struct str word)
{
	const char *const *values = fields[f].values;

	if (fields[f].type != T_ENUM)
		return word;
	for (size_t i = 0; values[i]; i++)
		if (str_is(word, values[i]))
			return word;
	return STR("other");
}

static uint32_t
token_id(struct grouping *g, size_t key, struct str token)
{
	struct str text;

	if (!token.p)
		return 0;
	arena_clear(&g->scratch);
	if (token_str(token, &g->scratch, &text))
		text = listed(g->o.keys->key[key].field, text);
	else
		text = token;	/* numbers, true, arrays as they stand */
	return part_id(g, key, text);
}

/* Tokens met lately, so that most are looked up by their bytes alone. */
static inline uint32_t
remembered_id(struct grouping *g, size_t key, struct str token)
{
	uint64_t first, last;
	struct memo *m;

	if (token.n < 2 || token.n > sizeof(m->middle))
		return token_id(g, key, token);
	memcpy(&first, token.p, 8);
	if (token.n < 8)
		first &= ~UINT64_C(0) >> (64 - 8 * token.n);
	last = first;
	if (token.n > 8)
		memcpy(&last, token.p + token.n - 8, 8);
	m = &g->part[key].memo[((first ^ last * 31 ^ token.n) * MIX) >>
	    (64 - MEMO_BITS)];
	if (LIKELY(m->n == token.n && m->first == first && m->last == last &&
	    (token.n <= 16 || memcmp(m->middle, token.p, token.n) == 0)))
		return m->id;
	*m = (struct memo){ first, last, (uint32_t)token.n,
	    token_id(g, key, token), "" };
	memcpy(m->middle, token.p, token.n);
	return m->id;
}

/* All zones change their offset at whole quarters of an hour, and no interval
 * is shorter: the label depends on the quarter alone. */
static inline uint32_t
moment_id(struct grouping *g, size_t key, int64_t ms)
{
	struct quarter *q;
	char label[GROUP_LABEL];
	uint32_t number;

	if (ms == WHEN_NONE)
		return 0;
	number = (uint32_t)((ms - WHEN_MIN) / QUARTER) + 1;
	q = &g->part[key].quarter[number & (QUARTERS - 1)];
	if (LIKELY(q->number == number))
		return q->id;
	group_label(label, g->o.keys->key[key].interval, g->o.zone, ms);
	q->number = number;
	q->id = part_id(g, key, str_of(label));
	return q->id;
}

/* Members for which a leg speaks for itself. */
static bool
walks_legs(enum field_id f)
{
	return f == F_QUEUE || f == F_SKILL || f == F_TEAM || f == F_AGENT ||
	    f == F_SITE;
}

static inline uint32_t
owner_id(struct grouping *g, size_t key, const struct kpi_owner *o)
{
	const struct group_key *k = &g->o.keys->key[key];

	if (k->interval != NO_INTERVAL)
		return moment_id(g, key, o->at);
	return remembered_id(g, key, o->leg && walks_legs(k->field) ?
	    line_get(&g->o.plan->leg, o->leg, k->field) :
	    line_get(&g->o.plan->line, o->contact, k->field));
}

/* ---- groups ---------------------------------------------------------------------- */

static void
place(struct grouping *g, struct group *it)
{
	size_t at = it->hash & (g->slots - 1);

	while (g->slot[at].group)
		at = (at + 1) & (g->slots - 1);
	g->slot[at].hash = it->hash;
	g->slot[at].group = it;
}

static void
grow_slots(struct grouping *g)
{
	mem_free(g->slot);
	do
		g->slots = MAX(g->slots * 2, 64);
	while (g->slots < g->n * 2);
	g->slot = mem_zero(g->slots, sizeof(*g->slot));
	for (size_t i = 0; i < g->n; i++)
		place(g, g->list[i]);
}

/* False: a number has more bits than its key has places for. */
static inline bool
dense_place(const struct grouping *g, const uint32_t *id, size_t *at)
{
	uint32_t over = 0;

	*at = 0;
	for (size_t i = 0; i < g->o.keys->n; i++) {
		over |= id[i] >> g->dense.bits[i];
		*at = *at << g->dense.bits[i] | id[i];
	}
	return !over;
}

/* Places for these numbers too; or none any more, and slots instead. */
static void
grow_dense(struct grouping *g, const uint32_t *id)
{
	struct dense *d = &g->dense;
	size_t at;

	for (size_t i = 0; i < g->o.keys->n; i++)
		while (id[i] >> d->bits[i]) {
			d->bits[i]++;
			d->all_bits++;
		}
	mem_free(d->cell);
	d->cell = NULL;
	if (d->all_bits > DENSE_BITS) {
		grow_slots(g);
		return;
	}
	d->cell = mem_zero((size_t)1 << d->all_bits, sizeof(struct group *));
	for (size_t i = 0; i < g->n; i++) {
		dense_place(g, g->list[i]->id, &at);
		d->cell[at] = g->list[i];
	}
}

/* Of one or two numbers every step can be undone, so that equal hashes mean
 * equal numbers. */
static inline uint64_t
hash_of(const struct grouping *g, const uint32_t *id, size_t n)
{
	uint64_t hash = g->seed;

	for (size_t i = 0; i < n; i += 2) {
		hash ^= id[i] | (i + 1 < n ? (uint64_t)id[i + 1] << 32 : 0);
		hash *= MIX;
		hash ^= hash >> 29;
	}
	return hash;
}

static struct group *
new_group(struct grouping *g, const uint32_t *id)
{
	struct group *it = arena_get(&g->arena, g->head_bytes +
	    g->state_bytes);

	it->hash = hash_of(g, id, g->o.keys->n);
	memcpy(it->id, id, g->o.keys->n * sizeof(*id));
	kpi_state_init(g->o.plan, group_state(g, it));
	GROW(g->list, g->n, g->list_cap);
	g->list[g->n++] = it;
	return it;
}

static struct group *
in_slots(struct grouping *g, const uint32_t *id)
{
	size_t n = g->o.keys->n, at;
	uint64_t hash = hash_of(g, id, n);
	struct group *it;

	at = hash & (g->slots - 1);
	for (; g->slot[at].group; at = (at + 1) & (g->slots - 1))
		if (g->slot[at].hash == hash && (n <= 2 ||
		    memcmp(g->slot[at].group->id, id, n * sizeof(*id)) == 0))
			return g->slot[at].group;
	it = new_group(g, id);
	if (g->n * 2 > g->slots)
		grow_slots(g);
	else
		place(g, it);
	return it;
}

struct group *
group_of(struct grouping *g, const uint32_t *id)
{
	size_t at;

	while (g->dense.cell) {
		if (UNLIKELY(!dense_place(g, id, &at))) {
			grow_dense(g, id);
			continue;
		}
		if (UNLIKELY(!g->dense.cell[at]))
			g->dense.cell[at] = new_group(g, id);
		return g->dense.cell[at];
	}
	return in_slots(g, id);
}

static struct kpi_state *
look_up(void *context, const struct kpi_owner *owner)
{
	struct grouping *g = context;
	uint32_t id[MAX_KEYS];

	for (size_t i = 0; i < g->o.keys->n; i++)
		id[i] = owner_id(g, i, owner);
	return group_state(g, group_of(g, id));
}

struct kpi_state *
grouping_state(struct grouping *g, const struct str *part)
{
	uint32_t id[MAX_KEYS];

	for (size_t i = 0; i < g->o.keys->n; i++)
		id[i] = part_id(g, i, part[i]);
	return group_state(g, group_of(g, id));
}

bool
grouping_add(struct grouping *g, const struct line *line)
{
	return kpi_add(&g->adder, line);
}

static void
add_oldest(struct grouping *g)
{
	kpi_add_due(&g->adder, &g->due[g->added++ % DUE]);
}

struct line *
grouping_place(struct grouping *g)
{
	if (g->met - g->added == DUE)
		add_oldest(g);
	return &g->due[g->met % DUE].line;
}

static void
fetch(const struct grouping *g, const struct kpi_state *s)
{
	const char *p = (const char *)s;

	for (size_t i = 0; i < g->state_bytes; i += CACHE_LINE)
		__builtin_prefetch(p + i, 1);
}

bool
grouping_add_soon(struct grouping *g)
{
	struct kpi_due *due = &g->due[g->met % DUE];
	bool taken;

	if (!kpi_meet(&g->adder, due, &taken))
		return taken;
	g->met++;
	if (due->contact && due->contact != due->own)
		fetch(g, due->contact);
	if (due->own)
		fetch(g, due->own);
	due = &g->due[(g->met - DUE / 2) % DUE];
	if (g->met - g->added >= DUE / 2 && due->own)
		sketch_fetch(&due->own->wait);
	return true;
}

void
grouping_shift(struct grouping *g, const struct line *line, struct shift *s)
{
	kpi_shift(&g->adder, line, s);
}

void
grouping_add_shift(struct grouping *g, const struct line *line,
    const struct shift *s)
{
	kpi_add_shift(&g->adder, line, s);
}

bool
grouping_chained(const struct grouping *g)
{
	return g->adder.chained;
}

/* ---- life ------------------------------------------------------------------------- */

static void
start(struct grouping *g)
{
	for (size_t i = 0; i < g->o.keys->n; i++) {
		struct parts *p = &g->part[i];

		if (g->o.keys->key[i].interval == NO_INTERVAL)
			p->memo = mem_zero(1 << MEMO_BITS, sizeof(*p->memo));
		else
			p->quarter = mem_zero(QUARTERS, sizeof(*p->quarter));
	}
	g->dense.cell = mem_zero(1, sizeof(struct group *));
}

static void
clear(struct grouping *g)
{
	for (size_t i = 0; i < MAX_KEYS; i++) {
		struct parts *p = &g->part[i];

		map_release(&p->text);
		mem_free(p->memo);
		mem_free(p->quarter);
		*p = (struct parts){ 0 };
	}
	for (size_t i = 0; i < g->n; i++)
		kpi_state_release(group_state(g, g->list[i]));
	mem_free(g->slot);
	mem_free(g->dense.cell);
	mem_free(g->list);
	g->dense = (struct dense){ 0 };
	g->slot = NULL;
	g->list = NULL;
	g->slots = g->n = g->list_cap = 0;
	g->adder.sketch_bytes = 0;
	arena_release(&g->arena);
}

struct grouping *
grouping_new(const struct grouping_options *o)
{
	struct grouping *g = mem_zero(1, sizeof(*g));

	g->o = *o;
	g->seed = hash_key(STR("group"));
	g->adder.plan = o->plan;
	g->adder.state = look_up;
	g->adder.context = g;
	g->head_bytes = (sizeof(struct group) + o->keys->n *
	    sizeof(uint32_t) + 15) / 16 * 16;
	g->state_bytes = kpi_state_bytes(o->plan);
	start(g);
	return g;
}

void
grouping_free(struct grouping *g)
{
	if (!g)
		return;
	clear(g);
	sort_free(g->spill);
	kpi_adder_release(&g->adder);
	arena_release(&g->scratch);
	mem_free(g);
}

/* ---- spilling ------------------------------------------------------------------------ */

/* The parts, each escaped and marked, so that bytes compare as parts do. */
static void
key_bytes(const struct grouping *g, const struct group *it,
    struct buf *key)
{
	for (size_t i = 0; i < g->o.keys->n; i++) {
		struct str text = part_text(&g->part[i], it->id[i]);

		buf_char(key, text.p ? 2 : 1);
		key_str(key, text);
	}
}

int
grouping_spill(struct grouping *g, struct err *err)
{
	struct sort_options so = { .mem_bytes = g->o.mem_bytes / 2,
	    .tmp_dir = g->o.tmp_dir };
	struct buf key = { 0 }, packed = { 0 };
	int r = 0;

	if (!g->spill)
		g->spill = sort_new(&so);
	for (size_t i = 0; i < g->n && r == 0; i++) {
		buf_clear(&key);
		buf_clear(&packed);
		key_bytes(g, g->list[i], &key);
		kpi_state_pack(g->o.plan, &packed,
		    group_state(g, g->list[i]));
		r = sort_add(g->spill, buf_view(&key), buf_view(&packed), err);
	}
	buf_release(&key);
	buf_release(&packed);
	clear(g);
	start(g);
	return r;
}

static size_t
held(const struct grouping *g)
{
	size_t bytes = g->arena.total + g->adder.sketch_bytes +
	    g->slots * sizeof(*g->slot) + g->list_cap * sizeof(*g->list) +
	    (g->dense.cell ? sizeof(*g->dense.cell) << g->dense.all_bits : 0);

	for (size_t i = 0; i < g->o.keys->n; i++) {
		const struct map *m = &g->part[i].text;

		bytes += m->arena.total + m->cap * sizeof(struct str) +
		    m->slots * sizeof(uint32_t);
	}
	return bytes;
}

int
grouping_trim(struct grouping *g, struct err *err)
{
	while (g->added != g->met)
		add_oldest(g);
	/* the other half is the sort's */
	if (!g->o.mem_bytes || held(g) <= g->o.mem_bytes / 2)
		return 0;
	return grouping_spill(g, err);
}
