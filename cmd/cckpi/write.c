/* write: what people and programs get; see write.h. */
#include "cmd/cckpi/write.h"

#include "common/num.h"
#include "common/table.h"

/* ---- for people ------------------------------------------------------------------- */

static void
put_duration(struct buf *b, int64_t ms)
{
	int64_t s = num_div_round(ms, 1000);

	if (s < 3600)
		buf_printf(b, "%d:%02d", (int)(s / 60), (int)(s % 60));
	else
		buf_printf(b, "%lld:%02d:%02d", (long long)(s / 3600),
		    (int)(s / 60 % 60), (int)(s % 60));
}

static void
put_percent(struct buf *b, int64_t micro)
{
	int64_t tenths = num_div_round(micro, 1000);
	int64_t size = tenths < 0 ? -tenths : tenths;

	buf_printf(b, "%s%lld.%d%%", tenths < 0 ? "-" : "",
	    (long long)(size / 10), (int)(size % 10));
}

static void
put_value(struct buf *b, const struct kpi *k, const struct kpi_value *v,
    bool detail)
{
	if (!v->known) {
		buf_puts(b, "n/a");
		return;
	}
	if (v->approx)
		buf_char(b, '~');
	switch (k->form) {
	case KPI_COUNT:
		buf_int(b, v->value);
		return;
	case KPI_RATE:
		put_percent(b, v->value);
		break;
	case KPI_RATIO:
		json_put_micro(b, v->value);
		break;
	case KPI_MEAN:
	case KPI_QUANTILE:
	case KPI_MAX:
		put_duration(b, v->value);
		break;
	}
	if (detail && v->den)
		buf_printf(b, " (%lld/%lld)", (long long)v->num,
		    (long long)v->den);
}

void
write_table(const struct count_plan *p, const struct groups *g, bool detail,
    struct buf *out)
{
	struct table t;
	struct buf b = { 0 };
	size_t columns = p->keys->n + p->n_chosen;
	bool absent;

	table_init(&t, columns, p->keys->n);
	for (size_t i = 0; i < p->keys->n; i++)
		table_cell(&t, str_of(p->keys->key[i].name));
	for (size_t i = 0; i < p->n_chosen; i++)
		table_cell(&t, str_of(p->chosen[i]->id));
	for (size_t r = 0; r < g->n; r++) {
		struct str key = g->list[r]->key;

		for (size_t i = 0; i < p->keys->n; i++) {
			key_part(&key, &b, &absent);
			table_cell(&t, absent ? STR("-") : buf_view(&b));
		}
		for (size_t i = 0; i < p->n_chosen; i++) {
			struct kpi_value v = kpi_value(p->chosen[i],
			    &g->list[r]->state);

			buf_clear(&b);
			put_value(&b, p->chosen[i], &v, detail);
			table_cell(&t, buf_view(&b));
		}
	}
	table_write(&t, out);
	table_release(&t);
	buf_release(&b);
}

/* ---- for programs ------------------------------------------------------------------ */

static void
put_number(struct buf *b, const struct kpi *k, const struct kpi_value *v)
{
	if (k->form == KPI_RATE || k->form == KPI_RATIO)
		json_put_micro(b, v->value);
	else
		buf_int(b, v->value);
}

static void
put_json_value(struct buf *b, const struct kpi *k, const struct kpi_value *v)
{
	buf_puts(b, "{\"id\":");
	json_put_str(b, str_of(k->id));
	buf_puts(b, ",\"value\":");
	if (v->known)
		put_number(b, k, v);
	else
		buf_puts(b, "null");
	if (k->den[0])
		buf_printf(b, ",\"num\":%lld,\"den\":%lld", (long long)v->num,
		    (long long)v->den);
	if (*kpi_unit(k))
		buf_printf(b, ",\"unit\":\"%s\"", kpi_unit(k));
	if (v->approx)
		buf_puts(b, ",\"approx\":true");
	buf_char(b, '}');
}

static void
put_json_group(const struct keys *k, struct str key, struct buf *out)
{
	struct buf part = { 0 };
	bool absent;

	buf_puts(out, "{\"group\":{");
	for (size_t i = 0; i < k->n; i++) {
		if (i)
			buf_char(out, ',');
		json_put_str(out, str_of(k->key[i].name));
		buf_char(out, ':');
		key_part(&key, &part, &absent);
		if (absent)
			buf_puts(out, "null");
		else
			json_put_str(out, buf_view(&part));
	}
	buf_puts(out, "},\"kpis\":[");
	buf_release(&part);
}

void
write_json(const struct count_plan *p, const struct groups *g,
    struct buf *out)
{
	for (size_t r = 0; r < g->n; r++) {
		put_json_group(p->keys, g->list[r]->key, out);
		for (size_t i = 0; i < p->n_chosen; i++) {
			struct kpi_value v = kpi_value(p->chosen[i],
			    &g->list[r]->state);

			if (i)
				buf_char(out, ',');
			put_json_value(out, p->chosen[i], &v);
		}
		buf_puts(out, "]}\n");
	}
}

static void
put_csv(struct buf *out, struct str s)
{
	bool quote = false;

	for (size_t i = 0; i < s.n; i++)
		quote |= s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' ||
		    s.p[i] == '\r';
	if (!quote) {
		buf_str(out, s);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_char(out, '"');
		buf_char(out, s.p[i]);
	}
	buf_char(out, '"');
}

static void
put_csv_head(const struct count_plan *p, struct buf *out)
{
	bool first = true;

	for (size_t i = 0; i < p->keys->n; i++, first = false) {
		if (!first)
			buf_char(out, ',');
		put_csv(out, str_of(p->keys->key[i].name));
	}
	for (size_t i = 0; i < p->n_chosen; i++, first = false) {
		if (!first)
			buf_char(out, ',');
		buf_puts(out, p->chosen[i]->id);
		if (strcmp(kpi_unit(p->chosen[i]), "ms") == 0)
			buf_puts(out, "_ms");
	}
	buf_char(out, '\n');
}

void
write_csv(const struct count_plan *p, const struct groups *g,
    struct buf *out)
{
	struct buf part = { 0 };
	bool absent;

	put_csv_head(p, out);
	for (size_t r = 0; r < g->n; r++) {
		struct str key = g->list[r]->key;

		for (size_t i = 0; i < p->keys->n; i++) {
			if (i)
				buf_char(out, ',');
			key_part(&key, &part, &absent);
			put_csv(out, buf_view(&part));
		}
		for (size_t i = 0; i < p->n_chosen; i++) {
			struct kpi_value v = kpi_value(p->chosen[i],
			    &g->list[r]->state);

			if (i || p->keys->n)
				buf_char(out, ',');
			if (v.known)
				put_number(out, p->chosen[i], &v);
		}
		buf_char(out, '\n');
	}
	buf_release(&part);
}
