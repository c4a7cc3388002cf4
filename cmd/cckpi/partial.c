/* partial: groups as kpi lines; see partial.h. */
#include "cmd/cckpi/partial.h"

#include "common/when.h"

void
partial_init(struct partial *p, struct measure *m)
{
	*p = (struct partial){ .m = m };
	measure_def(m, &p->def);
}

static void
put_group(struct partial *p, const struct group_row *row)
{
	const struct group_keys *k = &p->m->keys;
	bool first = true;

	buf_clear(&p->json);
	buf_char(&p->json, '{');
	for (size_t i = 0; i < k->n; i++) {
		if (!row->part[i].p)
			continue;
		buf_puts(&p->json, first ? "" : ",");
		json_put_str(&p->json, str_of(k->key[i].name));
		buf_char(&p->json, ':');
		json_put_str(&p->json, row->part[i]);
		first = false;
	}
	buf_char(&p->json, '}');
}

static void
put_head(struct partial *p)
{
	maker_clear(&p->maker);
	maker_str(&p->maker, F_SOURCE, STR("cckpi"));
	maker_str(&p->maker, F_DEF, buf_view(&p->def));
	if (p->m->settings.horizon != WHEN_NONE)
		maker_time(&p->maker, F_ASOF, p->m->settings.horizon);
}

void
partial_put(struct partial *p, const struct group_row *row, struct buf *out)
{
	put_head(p);
	put_group(p, row);
	maker_raw(&p->maker, F_GROUP, buf_view(&p->json));
	buf_clear(&p->json);
	kpi_state_put(&p->m->plan, &p->json, row->state);
	maker_raw(&p->maker, F_STATE_KPI, buf_view(&p->json));
	maker_emit(&p->maker, K_KPI, out);
}

void
partial_nothing(struct partial *p, struct buf *out)
{
	put_head(p);
	maker_emit(&p->maker, K_KPI, out);
}

void
partial_release(struct partial *p)
{
	maker_release(&p->maker);
	buf_release(&p->def);
	buf_release(&p->json);
}
