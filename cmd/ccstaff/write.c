/* write: quantities by name, in three forms; see write.h. */
#include "cmd/ccstaff/write.h"

#include <math.h>

#include "common/line.h"

enum form { WHOLE, SHARE, SECONDS, PLAIN };

/* A table has no more than 80 columns hold; CSV and JSON have all. */
enum in_table { NOT, YES, IF_AWAY, UNLESS_AWAY, IF_BLOCKED, IF_CLASSES };

struct quantity {
	const char *name;
	enum form form;
	size_t at;			/* in struct answer */
	enum in_table in_table;
};

#define Q(member)	offsetof(struct answer, member)

static const struct quantity quantities[] = {
	{ "servers", WHOLE, Q(servers), YES },
	{ "scheduled", WHOLE, Q(scheduled), IF_AWAY },
	{ "load", PLAIN, Q(load), UNLESS_AWAY },
	{ "sl", SHARE, Q(sl[SL_OFFERED]), YES },
	{ "sl_served", SHARE, Q(sl[SL_SERVED]), NOT },
	{ "sl_pos", SHARE, Q(sl[SL_POSITIVE]), NOT },
	{ "sl_excl", SHARE, Q(sl[SL_EXCLUDING]), NOT },
	{ "p_block", SHARE, Q(p_block), IF_BLOCKED },
	{ "p_wait", SHARE, Q(p_wait), NOT },
	{ "p_abandon", SHARE, Q(p_abandon), YES },
	{ "asa", SECONDS, Q(asa_all), UNLESS_AWAY },
	{ "asa_answered", SECONDS, Q(asa_answered), NOT },
	{ "wait_abandoned", SECONDS, Q(wait_abandoned), NOT },
	{ "wait_p50", SECONDS, Q(wait_p50), NOT },
	{ "wait_p90", SECONDS, Q(wait_p90), IF_CLASSES },
	{ "wait_p95", SECONDS, Q(wait_p95), NOT },
	{ "wait_p99", SECONDS, Q(wait_p99), NOT },
	{ "wait_if_any", SECONDS, Q(wait_if_any), NOT },
	{ "wait_over", SHARE, Q(wait_over), NOT },
	{ "queue", PLAIN, Q(queue), NOT },
	{ "in_system", PLAIN, Q(in_system), NOT },
	{ "served_within", SHARE, Q(served_within), NOT },
	{ "abandoned_within", SHARE, Q(abandoned_within), NOT },
	{ "occupancy", SHARE, Q(occupancy), YES },
	{ "busy_any", SHARE, Q(busy_any), NOT },
	{ "concurrency", PLAIN, Q(concurrency), NOT },
	{ "beta", PLAIN, Q(beta), NOT },
};

static double
value_of(const struct answer *a, const struct quantity *q)
{
	const char *p = (const char *)a + q->at;
	int64_t whole;
	double v;

	if (q->form == WHOLE) {
		memcpy(&whole, p, sizeof(whole));
		return (double)whole;
	}
	memcpy(&v, p, sizeof(v));
	return v;
}

static void
put_short(struct buf *b, const struct quantity *q, double v)
{
	if (isnan(v) || isinf(v))
		buf_puts(b, isnan(v) ? "n/a" : "endless");
	else if (q->form == WHOLE)
		buf_printf(b, "%.0f", v);
	else if (q->form == SHARE)
		buf_printf(b, "%.1f%%", 100 * v);
	else
		buf_printf(b, "%.1f", v);
}

/* 15 digits for programs; what is unknown or endless is nothing. */
static void
put_exact(struct buf *b, double v, const char *nothing)
{
	if (isnan(v) || isinf(v))
		buf_puts(b, nothing);
	else
		buf_printf(b, "%.15g", v);
}

void
writer_init(struct writer *w, enum staff_format f, const struct plan *p)
{
	*w = (struct writer){ .format = f, .threshold = p->threshold,
	    .away = p->shrinkage_micro > 0, .classes = p->classes > 0 };
}

static bool
in_table(const struct writer *w, const struct quantity *q)
{
	const bool in[] = { [NOT] = false, [YES] = true,
	    [IF_AWAY] = w->away, [UNLESS_AWAY] = !w->away,
	    [IF_BLOCKED] = w->blocks, [IF_CLASSES] = w->classes };

	return in[q->in_table];
}

static void
table_head(struct writer *w)
{
	size_t columns = 1;

	for (size_t i = 0; i < COUNT_OF(quantities); i++)
		columns += in_table(w, &quantities[i]);
	table_init(&w->table, columns, 1);
	table_cell(&w->table, STR("queue"));
	for (size_t i = 0; i < COUNT_OF(quantities); i++)
		if (in_table(w, &quantities[i]))
			table_cell(&w->table, str_of(quantities[i].name));
}

static void
table_row(struct writer *w, const struct row *r)
{
	struct buf b = { 0 };

	if (!w->begun)
		table_head(w);
	table_cell(&w->table, r->label);
	for (size_t i = 0; i < COUNT_OF(quantities); i++) {
		if (!in_table(w, &quantities[i]))
			continue;
		buf_clear(&b);
		put_short(&b, &quantities[i], r->answer ?
		    value_of(r->answer, &quantities[i]) : NAN);
		table_cell(&w->table, buf_view(&b));
	}
	buf_release(&b);
}

static void
csv_row(struct writer *w, const struct row *r)
{
	struct buf *b = &w->out;

	if (!w->begun) {
		buf_puts(b, "label,model,calls_per_hour,aht,patience");
		for (size_t i = 0; i < COUNT_OF(quantities); i++)
			buf_printf(b, ",%s", quantities[i].name);
		buf_char(b, '\n');
	}
	buf_char(b, '"');
	for (size_t i = 0; i < r->label.n; i++) {
		if (r->label.p[i] == '"')
			buf_char(b, '"');
		buf_char(b, r->label.p[i]);
	}
	buf_printf(b, "\",%s,", staff_models[r->model]);
	put_exact(b, r->work->lambda * 3600, "");
	buf_char(b, ',');
	put_exact(b, r->work->aht > 0 ? r->work->aht : NAN, "");
	buf_char(b, ',');
	put_exact(b, r->work->patience > 0 ? r->work->patience : NAN, "");
	for (size_t i = 0; i < COUNT_OF(quantities); i++) {
		buf_char(b, ',');
		put_exact(b, r->answer ? value_of(r->answer, &quantities[i]) :
		    NAN, "");
	}
	buf_char(b, '\n');
}

static void
put_classes(struct buf *b, const struct row *r, const char *name,
    const double *value)
{
	buf_printf(b, ",\"%s\":[", name);
	for (size_t i = 0; i < r->classes; i++) {
		buf_puts(b, i ? "," : "");
		put_exact(b, r->answer->stable ? value[i] : NAN, "null");
	}
	buf_char(b, ']');
}

static void
json_row(struct writer *w, const struct row *r)
{
	struct buf *b = &w->out;

	buf_puts(b, "{\"label\":");
	json_put_str(b, r->label);
	buf_printf(b, ",\"model\":\"%s\",\"calls_per_hour\":",
	    staff_models[r->model]);
	put_exact(b, r->work->lambda * 3600, "null");
	buf_puts(b, ",\"aht\":");
	put_exact(b, r->work->aht > 0 ? r->work->aht : NAN, "null");
	buf_puts(b, ",\"patience\":");
	put_exact(b, r->work->patience > 0 ? r->work->patience : NAN, "null");
	buf_puts(b, ",\"threshold\":");
	put_exact(b, w->threshold, "null");
	for (size_t i = 0; i < COUNT_OF(quantities); i++) {
		buf_printf(b, ",\"%s\":", quantities[i].name);
		put_exact(b, r->answer ? value_of(r->answer, &quantities[i]) :
		    NAN, "null");
	}
	if (r->answer && r->classes) {
		put_classes(b, r, "class_wait", r->answer->class_wait);
		put_classes(b, r, "class_sl", r->answer->class_sl);
		put_classes(b, r, "class_p90", r->answer->class_p90);
	}
	buf_puts(b, "}\n");
}

/* Counters that are nobody's contacts: kind aggregate of cc-lines(5). */
static void
lines_row(struct writer *w, const struct row *r)
{
	struct buf *b = &w->out;

	buf_puts(b, "{\"cc\":1,\"kind\":\"aggregate\",\"source\":\"ccstaff\"");
	if (r->group.n > 2) {
		buf_puts(b, ",\"group\":");
		buf_str(b, r->group);
	}
	if (r->answer)
		buf_printf(b, ",\"counts\":{\"servers\":%lld,\"scheduled\":"
		    "%lld}", (long long)r->answer->servers,
		    (long long)r->answer->scheduled);
	buf_puts(b, "}\n");
}

/* What is known of one class; else nothing. */
static void
put_class(struct buf *cell, const struct quantity *q, const struct answer *a,
    size_t class)
{
	const struct { size_t at; double value; } known[] = {
		{ Q(asa_all), a->stable ? a->class_wait[class] : HUGE_VAL },
		{ Q(sl[SL_OFFERED]), a->stable ? a->class_sl[class] : 0 },
		{ Q(wait_p90), a->stable ? a->class_p90[class] : HUGE_VAL },
	};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (q->at == known[i].at)
			put_short(cell, q, known[i].value);
}

/* Classes are rows of their own in a table. */
static void
table_classes(struct writer *w, const struct row *r)
{
	struct buf label = { 0 }, cell = { 0 };

	for (size_t i = 0; r->answer && i < r->classes; i++) {
		buf_clear(&label);
		buf_str(&label, r->label);
		buf_printf(&label, ", class %zu", i + 1);
		table_cell(&w->table, buf_view(&label));
		for (size_t k = 0; k < COUNT_OF(quantities); k++) {
			if (!in_table(w, &quantities[k]))
				continue;
			buf_clear(&cell);
			put_class(&cell, &quantities[k], r->answer, i);
			table_cell(&w->table, buf_view(&cell));
		}
	}
	buf_release(&label);
	buf_release(&cell);
}

void
writer_row(struct writer *w, const struct row *r)
{
	static void (*const forms[])(struct writer *, const struct row *) = {
		[STAFF_TABLE] = table_row, [STAFF_CSV] = csv_row,
		[STAFF_JSON] = json_row, [STAFF_LINES] = lines_row,
	};

	forms[w->format](w, r);
	if (w->format == STAFF_TABLE)
		table_classes(w, r);
	w->begun = true;
}

void
writer_end(struct writer *w)
{
	if (w->format == STAFF_TABLE && w->begun)
		table_write(&w->table, &w->out);
}

void
writer_release(struct writer *w)
{
	table_release(&w->table);
	buf_release(&w->out);
}
