/* combine: kpi lines into one grouping; see partial.h. */
#include "cmd/cckpi/partial.h"

#include "common/each.h"
#include "common/when.h"

struct combining {
	struct measure *m;
	struct line_plan plan;
	struct buf def;			/* of all lines, once the first came */
	struct arena scratch;
	bool began;
	int64_t open, closed;		/* ends of data of lines whose windows
					   are not over, and over */
	bool any_open;
};

/* ---- the definition ----------------------------------------------------------- */

static bool
as_asked_number(int64_t asked, int64_t theirs)
{
	return asked == NOT_GIVEN || asked == theirs;
}

/* What was asked for agrees with what the lines were made with. */
static bool
as_asked(const struct measure *m)
{
	const struct cckpi_options *o = m->o;
	const struct kpi_settings *k = &m->settings;
	struct measure asked = *m;
	struct err ignored = { 0 };
	struct buf ours = { 0 }, theirs = { 0 };
	bool same;

	asked.keys = (struct group_keys){ 0 };
	asked.arena = (struct arena){ 0 };
	same = as_asked_number(o->threshold_ms, k->threshold_ms) &&
	    as_asked_number(o->short_ms, k->short_ms) &&
	    as_asked_number(o->repeat, (int64_t)k->repeat) &&
	    as_asked_number(o->at, (int64_t)k->at) &&
	    (!o->cli.zone || str_eq(buf_view(&m->zone_name),
	    zone_name(m->zone))) &&
	    (!o->windows || kpi_windows(&asked.settings, o->windows,
	    &asked.arena, &ignored) == 0) &&
	    (!o->by || group_keys_parse(&asked.keys, o->by, &ignored) == 0);
	if (same) {
		if (!o->by)
			asked.keys = m->keys;
		measure_def(m, &theirs);
		measure_def(&asked, &ours);
		same = str_eq(buf_view(&ours), buf_view(&theirs));
	}
	if (o->by)
		group_keys_release(&asked.keys);
	arena_release(&asked.arena);
	buf_release(&ours);
	buf_release(&theirs);
	return same;
}

static int
begin(struct combining *c, const struct line_at *at, struct str def,
    struct err *err)
{
	if (measure_adopt(c->m, def) < 0)
		return line_at_fail(at, "its def is not one that this program "
		    "writes", err);
	if (!as_asked(c->m)) {
		line_at_fail(at, "counted by another definition than was "
		    "asked for", err);
		err_hint(err, "it is: %.*s", STR_ARG(def));
		return -1;
	}
	buf_str(&c->def, def);
	c->began = true;
	return measure_start(c->m, 1, err);
}

/* ---- the end of the data -------------------------------------------------------- */

/* Every window was over when the data ended: nothing can follow any more. */
static bool
is_settled(const struct kpi_plan *p, const struct kpi_state *s)
{
	wide chain = kpi_state_get(p, s, N_CHAIN);

	for (size_t w = 0; w < p->settings.windows; w++) {
		enum kpi_count over = (enum kpi_count)(N_OVER_1 + w *
		    (N_FOLLOWED_2 - N_FOLLOWED_1));

		if (p->slot[over] && kpi_state_get(p, s, over) != chain)
			return false;
	}
	return true;
}

/*
 * Lines whose windows are not over must agree on where the data ended. Theirs
 * is the whole's; without any, the latest.
 */
static int
take_asof(struct combining *c, const struct line *l, bool settled)
{
	int64_t asof = token_when(line_get(&c->plan, l, F_ASOF));

	if (settled) {
		c->closed = MAX(c->closed, asof);
		return 0;
	}
	if (c->any_open && asof != c->open)
		return -1;
	c->any_open = true;
	c->open = asof;
	return 0;
}

/* ---- lines ------------------------------------------------------------------------- */

static struct kpi_state *
state_of(struct combining *c, struct str group)
{
	const struct group_keys *k = &c->m->keys;
	struct str part[MAX_KEYS];

	for (size_t i = 0; i < k->n; i++)
		part[i] = token_text(token_find(group, k->key[i].name),
		    &c->scratch);
	return grouping_state(c->m->grouping[0], part);
}

/* The group names keys of the definition, each once, and nothing else. */
static bool
is_group(struct combining *c, struct str group)
{
	const struct group_keys *k = &c->m->keys;
	struct str name, value, text;
	size_t at = 0, n = 0;

	if (!group.n || group.p[0] != '{')
		return false;
	while (token_member(group, &at, &name, &value)) {
		size_t i = 0;

		while (i < k->n && !str_is((struct str){ name.p + 1,
		    name.n - 2 }, k->key[i].name))
			i++;
		if (i == k->n || !token_str(value, &c->scratch, &text))
			return false;
		n++;
	}
	return n <= k->n;
}

static int
take_state(struct combining *c, const struct line_at *at,
    const struct line *l, struct err *err)
{
	struct str group = line_get(&c->plan, l, F_GROUP);
	struct str json = line_get(&c->plan, l, F_STATE_KPI);
	struct kpi_plan *p = &c->m->plan;
	struct kpi_state *s = mem_zero(1, kpi_state_bytes(p));
	int r = 0;

	kpi_state_init(p, s);
	if (!(group.p ? is_group(c, group) : true) ||
	    kpi_state_load(p, s, json.p ? json : STR("{}")) < 0)
		r = line_at_fail(at, "the counts are damaged", err);
	else if (p->section[SECTION_REPEAT] &&
	    take_asof(c, l, is_settled(p, s)) < 0) {
		r = line_at_fail(at, "repeats are counted up to another end "
		    "of the data", err);
		err_hint(err, "give the same --until to all, or leave fcr and "
		    "repeats out with -k");
	} else {
		kpi_state_merge(p, state_of(c, group), s);
	}
	kpi_state_release(s);
	mem_free(s);
	return r;
}

static int
strange(void *context, const struct line *l, const struct line_at *at,
    struct err *err)
{
	(void)context;
	(void)l;
	line_at_fail(at, "not a kpi line", err);
	err_hint(err, "--partial writes them; other lines are counted without "
	    "--combine");
	return -1;
}

static int
take_partial(void *context, const struct line *l, const struct line_at *at,
    struct err *err)
{
	struct combining *c = context;
	struct str def;
	int r;

	if (l->kind != K_KPI)
		return strange(c, l, at, err);
	if (!token_str(line_get(&c->plan, l, F_DEF), &c->scratch, &def))
		return line_at_fail(at, "a kpi line without def", err);
	if (!c->began && begin(c, at, def, err) < 0)
		return -1;
	if (!str_eq(def, buf_view(&c->def))) {
		line_at_fail(at, "counted by another definition than the lines "
		    "before it", err);
		err_hint(err, "it is: %.*s", STR_ARG(def));
		return -1;
	}
	r = take_state(c, at, l, err);
	c->m->counted++;
	arena_clear(&c->scratch);
	return r < 0 ? -1 : grouping_trim(c->m->grouping[0], err);
}

int
combine_lines(struct measure *m, struct err *err)
{
	static const enum field_id want[] = { F_GROUP, F_ASOF, F_DEF,
	    F_STATE_KPI };
	struct cli *cli = &m->o->cli;
	struct combining c = { .m = m, .open = WHEN_NONE, .closed = WHEN_NONE };
	struct each e = { .paths = cli->operands, .n_paths = cli->n_operands,
	    .plan = &c.plan, .diag = &cli->diag, .take = take_partial,
	    .bad = strange, .context = &c };
	int r;

	line_plan_init(&c.plan, want, COUNT_OF(want));
	r = each_line(&e, err);
	if (r == 0 && !c.began)		/* nothing but blank lines */
		r = measure_start(m, 1, err);
	m->settings.horizon = c.any_open ? c.open : c.closed;
	buf_release(&c.def);
	arena_release(&c.scratch);
	return r;
}
