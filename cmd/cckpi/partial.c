/* partial: groups as kpi lines and back; see partial.h. */
#include "cmd/cckpi/partial.h"

#include "common/inputs.h"
#include "common/when.h"

void
partial_def(const struct count_plan *p, struct buf *def)
{
	const struct kpi_settings *k = &p->settings;

	buf_puts(def, "1;by=");
	for (size_t i = 0; i < p->keys->n; i++)
		buf_printf(def, "%s%s", i ? "," : "", p->keys->key[i].name);
	buf_puts(def, ";zone=");
	buf_str(def, zone_name(p->zone));
	buf_printf(def, ";threshold=%lld;short=%lld;window=%lld;repeat=%s",
	    (long long)k->threshold_ms, (long long)k->short_ms,
	    (long long)k->window_ms,
	    k->repeat == REPEAT_REASON ? "reason" : "customer");
}

static void
put_group(const struct keys *k, struct str key, struct buf *json)
{
	struct buf part = { 0 };
	bool absent, first = true;

	buf_char(json, '{');
	for (size_t i = 0; i < k->n; i++) {
		key_part(&key, &part, &absent);
		if (absent)
			continue;
		if (!first)
			buf_char(json, ',');
		json_put_str(json, str_of(k->key[i].name));
		buf_char(json, ':');
		json_put_str(json, buf_view(&part));
		first = false;
	}
	buf_char(json, '}');
	buf_release(&part);
}

int
partial_write(const struct count_plan *p, const struct groups *g,
    struct output *out, struct err *err)
{
	struct line_maker m = { 0 };
	struct buf def = { 0 }, json = { 0 }, line = { 0 };
	int r = 0;

	partial_def(p, &def);
	for (size_t i = 0; i < g->n && r == 0; i++) {
		maker_clear(&m);
		buf_clear(&json);
		buf_clear(&line);
		put_group(p->keys, g->list[i]->key, &json);
		maker_raw(&m, F_GROUP, buf_view(&json));
		maker_str(&m, F_DEF, buf_view(&def));
		maker_time(&m, F_ASOF, p->settings.horizon);
		buf_clear(&json);
		kpi_state_put(&json, &g->list[i]->state);
		maker_raw(&m, F_STATE_KPI, buf_view(&json));
		maker_emit(&m, K_KPI, &line);
		r = output_write(out, buf_view(&line), err);
	}
	maker_release(&m);
	buf_release(&def);
	buf_release(&json);
	buf_release(&line);
	return r;
}

/* ---- combining ------------------------------------------------------------------- */

struct combining {
	struct cckpi_options *o;
	struct count_plan *p;
	struct groups *out;
	struct inputs *in;
	struct line_plan plan;
	struct buf def, key;
	struct arena scratch;
	bool any;
};

static int
strange(struct combining *c, const struct batch *b, uint64_t line,
    const char *why, struct err *err)
{
	return err_set(err, ERR_FAILED, "%s:%llu: %s", inputs_name(c->in,
	    b->file), (unsigned long long)line, why);
}

static void
make_key(struct combining *c, struct str group)
{
	buf_clear(&c->key);
	for (size_t i = 0; i < c->p->keys->n; i++) {
		struct str value = STR_NONE;

		if (!token_str(token_find(group, c->p->keys->key[i].name),
		    &c->scratch, &value))
			value = STR_NONE;
		key_put(&c->key, value);
	}
}

static int
take_asof(struct combining *c, const struct line *l)
{
	int64_t asof = WHEN_NONE;

	if (!token_time(line_get(&c->plan, l, F_ASOF), &asof))
		asof = WHEN_NONE;
	if (c->any && asof != c->p->settings.horizon)
		return -1;
	c->p->settings.horizon = asof;
	c->any = true;
	return 0;
}

static int
take_partial(struct combining *c, const struct batch *b, uint64_t number,
    const struct line *l, struct err *err)
{
	struct kpi_state s;
	struct str def;

	if (l->kind != K_KPI)
		return strange(c, b, number, "not a kpi line", err);
	if (!token_str(line_get(&c->plan, l, F_DEF), &c->scratch, &def) ||
	    !str_eq(def, buf_view(&c->def))) {
		strange(c, b, number, "counted by another definition", err);
		err_hint(err, "give the same -b, -z, -T, --short, --window and "
		    "--repeat to all; here: %.*s", STR_ARG(def));
		return -1;
	}
	if (take_asof(c, l) < 0) {
		strange(c, b, number, "the data end at another time", err);
		err_hint(err, "give the same --until to all partials");
		return -1;
	}
	if (kpi_state_load(&s, line_get(&c->plan, l, F_STATE_KPI)) < 0)
		return strange(c, b, number, "the counts are damaged", err);
	make_key(c, line_get(&c->plan, l, F_GROUP));
	kpi_state_merge(groups_get(c->out, buf_view(&c->key)), &s);
	kpi_state_release(&s);
	arena_clear(&c->scratch);
	return 0;
}

static int
take_batch(struct combining *c, const struct batch *b, struct err *err)
{
	uint64_t number = b->line;
	struct str raw;
	struct line l;

	for (size_t at = 0; batch_line(b, &at, &raw); number++) {
		enum line_status status = line_read(&c->plan, raw, &l);

		if (status == LINE_BLANK)
			continue;
		if (status != LINE_OK)
			return strange(c, b, number, status == LINE_BAD ?
			    "not a line" : "the tool that wrote it failed, or "
			    "is newer", err);
		c->o->cli.diag.records++;
		if (take_partial(c, b, number, &l, err) < 0)
			return -1;
	}
	return 0;
}

int
partial_combine(struct cckpi_options *o, struct count_plan *p,
    struct groups *out, struct err *err)
{
	static const enum field_id want[] = { F_GROUP, F_ASOF, F_DEF,
	    F_STATE_KPI };
	struct combining c = { .o = o, .p = p, .out = out };
	struct batch b;
	int r = -1;

	line_plan_init(&c.plan, want, COUNT_OF(want));
	partial_def(p, &c.def);
	c.in = inputs_open(o->cli.operands, o->cli.n_operands, err);
	while (c.in && (r = inputs_next(c.in, 0, &b, err)) > 0) {
		r = take_batch(&c, &b, err);
		inputs_give_back(c.in, &b);
		if (r < 0)
			break;
	}
	inputs_close(c.in);
	buf_release(&c.def);
	buf_release(&c.key);
	arena_release(&c.scratch);
	return r;
}
