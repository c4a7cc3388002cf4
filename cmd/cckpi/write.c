/* write: what people and programs get; see write.h. */
#include "cmd/cckpi/write.h"

#include "cmd/cckpi/partial.h"
#include "common/table.h"

enum { FLUSH = 64 << 10, TABLE_CELLS = 100000 };

struct writer {
	struct measure *m;
	struct buf out;
	struct table table;
	struct buf cell;
	struct partial partial;
};

struct form {
	void (*begin)(struct writer *w);
	void (*row)(struct writer *w, const struct group_row *row);
	void (*end)(struct writer *w);
};

/* ---- for people ------------------------------------------------------------------- */

/* v / unit, half away from zero; unit > 0. */
static int64_t
round_to(int64_t v, int64_t unit)
{
	return num_div_round(v, unit);
}

/* Millionths with so many places, and what follows them. */
static void
put_places(struct buf *b, int64_t micro, int places, const char *after)
{
	int64_t unit = places == 1 ? 100000 : 10000, size;
	int64_t n = round_to(micro, unit), per = 1000000 / unit;

	size = n < 0 ? -n : n;
	if (n < 0)
		buf_char(b, '-');
	buf_int(b, size / per);
	buf_char(b, '.');
	buf_digits(b, size % per, places);
	buf_puts(b, after);
}

static void
put_text_value(struct buf *b, const struct kpi *k, const struct kpi_value *v)
{
	switch (k->form) {
	case KPI_COUNT:
		buf_int(b, v->value);
		break;
	case KPI_RATE:
		put_places(b, v->value * 100, 1, "%");
		break;
	case KPI_POINTS:
	case KPI_NPS_SE:
		put_places(b, v->value * 100, 1, "");
		break;
	case KPI_SCORE:
	case KPI_SCORE1:
		put_places(b, v->value, 2, "");
		break;
	case KPI_MONEY:
		put_places(b, v->value, 2, " ");
		buf_puts(b, v->unit);
		break;
	case KPI_MEAN:
	case KPI_WALL:
	case KPI_ONE_MEAN:
	case KPI_QUANTILE:
	case KPI_MAX:
		buf_clock(b, round_to(v->value, 1000));
		break;
	}
}

static void
put_wide_num(struct buf *b, const struct kpi *k, wide num)
{
	if (kpi_num_is_micro(k))
		kpi_put_wide_micro(b, num);
	else
		kpi_put_wide(b, num);
}

static void
put_cell(struct writer *w, const struct kpi *k, const struct kpi_value *v)
{
	struct buf *b = &w->cell;

	buf_clear(b);
	if (!v->known) {
		buf_puts(b, v->mixed ? "mixed" : "n/a");
		return;
	}
	if (v->approx)
		buf_char(b, '~');
	put_text_value(b, k, v);
	if (!w->m->o->cli.verbose || v->den <= 0)
		return;
	buf_puts(b, " (");
	put_wide_num(b, k, v->num);
	buf_char(b, '/');
	kpi_put_wide(b, v->den);
	buf_char(b, ')');
}

static void
table_begin(struct writer *w)
{
	const struct measure *m = w->m;

	table_init(&w->table, m->keys.n + m->choice.n, m->keys.n);
	for (size_t i = 0; i < m->keys.n; i++)
		table_cell(&w->table, str_of(m->keys.key[i].name));
	for (size_t i = 0; i < m->choice.n; i++)
		table_cell(&w->table, str_of(m->choice.item[i].id));
}

static void
table_row(struct writer *w, const struct group_row *row)
{
	const struct measure *m = w->m;

	for (size_t i = 0; i < m->keys.n; i++)
		table_cell(&w->table, row->part[i].p ? row->part[i] :
		    STR("-"));
	for (size_t i = 0; i < m->choice.n; i++) {
		struct kpi_value v = kpi_value(&m->plan, &m->choice.item[i],
		    row->state);

		put_cell(w, m->choice.item[i].kpi, &v);
		table_cell(&w->table, buf_view(&w->cell));
	}
	if (w->table.n >= TABLE_CELLS)
		table_write(&w->table, &w->out);
}

static void
table_end(struct writer *w)
{
	table_write(&w->table, &w->out);
}

/* ---- for programs ------------------------------------------------------------------ */

static void
put_number(struct buf *b, const struct kpi *k, const struct kpi_value *v)
{
	switch (k->form) {
	case KPI_RATE:
	case KPI_POINTS:
	case KPI_SCORE:
	case KPI_SCORE1:
	case KPI_NPS_SE:
		json_put_micro(b, v->value);
		break;
	case KPI_MONEY:
		json_put_micro(b, round_to(v->value, 10000) * 10000);
		break;
	default:
		buf_int(b, v->value);
	}
}

static void
put_json_value(struct buf *b, const struct kpi_choice *c,
    const struct kpi_value *v)
{
	const struct kpi *k = c->kpi;

	buf_puts(b, "{\"id\":");
	json_put_str(b, str_of(c->id));
	buf_puts(b, ",\"value\":");
	if (v->known)
		put_number(b, k, v);
	else
		buf_puts(b, "null");
	if (k->den[0] && k->form != KPI_NPS_SE) {
		buf_puts(b, ",\"num\":");
		put_wide_num(b, k, v->num);
		buf_puts(b, ",\"den\":");
		kpi_put_wide(b, v->den);
	}
	buf_puts(b, ",\"unit\":");
	json_put_str(b, str_of(v->unit[0] ? v->unit : kpi_unit(k)));
	buf_puts(b, v->approx ? ",\"approx\":true" : "");
	buf_puts(b, v->mixed ? ",\"mixed\":true}" : "}");
}

static void
json_row(struct writer *w, const struct group_row *row)
{
	const struct measure *m = w->m;
	struct buf *b = &w->out;

	buf_puts(b, "{\"group\":{");
	for (size_t i = 0; i < m->keys.n; i++) {
		buf_puts(b, i ? "," : "");
		json_put_str(b, str_of(m->keys.key[i].name));
		buf_char(b, ':');
		if (row->part[i].p)
			json_put_str(b, row->part[i]);
		else
			buf_puts(b, "null");
	}
	buf_puts(b, "},\"kpis\":[");
	for (size_t i = 0; i < m->choice.n; i++) {
		struct kpi_value v = kpi_value(&m->plan, &m->choice.item[i],
		    row->state);

		buf_puts(b, i ? "," : "");
		put_json_value(b, &m->choice.item[i], &v);
	}
	buf_puts(b, "]}\n");
}

/* A spreadsheet would run it: = and @ always, + and - before no digit. */
static bool
is_formula(struct str s)
{
	if (!s.n)
		return false;
	if (s.p[0] == '=' || s.p[0] == '@' || s.p[0] == '\t' ||
	    s.p[0] == '\r')
		return true;
	return (s.p[0] == '+' || s.p[0] == '-') &&
	    !(s.n > 1 && s.p[1] >= '0' && s.p[1] <= '9');
}

static void
put_csv(struct buf *b, struct str s)
{
	bool formula = is_formula(s), quote = formula;

	for (size_t i = 0; i < s.n; i++)
		quote |= s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' ||
		    s.p[i] == '\r';
	if (!quote) {
		buf_str(b, s);
		return;
	}
	buf_puts(b, formula ? "\"'" : "\"");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_char(b, '"');
		buf_char(b, s.p[i]);
	}
	buf_char(b, '"');
}

static void
csv_begin(struct writer *w)
{
	const struct measure *m = w->m;
	const char *comma = "";

	for (size_t i = 0; i < m->keys.n; i++, comma = ",") {
		buf_puts(&w->out, comma);
		put_csv(&w->out, str_of(m->keys.key[i].name));
	}
	for (size_t i = 0; i < m->choice.n; i++, comma = ",") {
		buf_puts(&w->out, comma);
		buf_puts(&w->out, m->choice.item[i].id);
		if (strcmp(kpi_unit(m->choice.item[i].kpi), "ms") == 0)
			buf_puts(&w->out, "_ms");
	}
	buf_char(&w->out, '\n');
}

static void
csv_row(struct writer *w, const struct group_row *row)
{
	const struct measure *m = w->m;
	const char *comma = "";

	for (size_t i = 0; i < m->keys.n; i++, comma = ",") {
		buf_puts(&w->out, comma);
		put_csv(&w->out, row->part[i]);
	}
	for (size_t i = 0; i < m->choice.n; i++, comma = ",") {
		struct kpi_value v = kpi_value(&m->plan, &m->choice.item[i],
		    row->state);

		buf_puts(&w->out, comma);
		if (v.known)
			put_number(&w->out, m->choice.item[i].kpi, &v);
	}
	buf_char(&w->out, '\n');
}

/* ---- kpi lines ------------------------------------------------------------------------ */

static void
lines_begin(struct writer *w)
{
	partial_init(&w->partial, w->m);
}

static void
lines_row(struct writer *w, const struct group_row *row)
{
	partial_put(&w->partial, row, &w->out);
}

/* No file of lines is empty: without groups, one that says so. */
static void
lines_end(struct writer *w)
{
	if (!w->m->groups)
		partial_nothing(&w->partial, &w->out);
	partial_release(&w->partial);
}

/* ---- all ----------------------------------------------------------------------------- */

static void
nothing(struct writer *w)
{
	(void)w;
}

static const struct form forms[] = {
	[CCKPI_TABLE] = { table_begin, table_row, table_end },
	[CCKPI_JSON] = { nothing, json_row, nothing },
	[CCKPI_CSV] = { csv_begin, csv_row, nothing },
	[CCKPI_LINES] = { lines_begin, lines_row, lines_end },
};

static int
flush(struct writer *w, struct output *out, struct err *err)
{
	int r = output_write(out, buf_view(&w->out), err);

	buf_clear(&w->out);
	return r;
}

static int
write_rows(struct writer *w, const struct form *form, struct group_walk *walk,
    struct output *out, struct err *err)
{
	struct group_row row;
	int r;

	form->begin(w);
	while ((r = group_next(walk, &row, err)) > 0) {
		w->m->groups++;
		form->row(w, &row);
		if (w->out.n >= FLUSH && flush(w, out, err) < 0)
			break;
	}
	form->end(w);
	return r == 0 ? flush(w, out, err) : -1;
}

int
write_groups(struct measure *m, struct output *out, struct err *err)
{
	struct writer w = { .m = m };
	struct group_walk *walk = group_walk(m->grouping, m->n, err);
	int r = walk ? write_rows(&w, &forms[m->o->format], walk, out, err) :
	    -1;

	group_walk_free(walk);
	buf_release(&w.out);
	buf_release(&w.cell);
	table_release(&w.table);
	return r;
}
