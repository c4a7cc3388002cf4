/*
 * model_profile: what changes over the week: rates, counts, opening hours.
 * Entries are
 *
 *	DAYS START-END VALUE		mon-fri 08:00-18:00 12
 *	DAYS START VALUE VALUE …	mon 08:00 12 18.5 22*4 9 (one an interval)
 *
 * and a single number holds always.
 */
#include <math.h>

#include "common/model_inside.h"

/* ---- entries into steps --------------------------------------------------------- */

struct piece {				/* from, not to; ms of the week */
	int64_t from, to;
	double value;
	const char *at;
};

struct pieces {
	struct piece *piece;
	size_t n, cap;
};

static void
add_piece(struct pieces *list, int64_t from, int64_t to, double value,
    const char *at)
{
	GROW(list->piece, list->n, list->cap);
	list->piece[list->n++] = (struct piece){ from, to, value, at };
}

static void
add_days(struct pieces *list, unsigned days, int64_t from, int64_t to,
    double value, const char *at)
{
	for (int d = 0; d < 7; d++)
		if (days >> d & 1)
			add_piece(list, d * MS_DAY + from, d * MS_DAY + to,
			    value, at);
}

static int
piece_order(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

static void
add_step(struct model_profile *p, int64_t from, double value)
{
	if (p->n && p->step[p->n - 1].value == value)
		return;
	if (!p->n && value == 0)
		return;
	p->step[p->n++] = (struct model_step){ from, value };
}

/* Ascending pieces that do not overlap as steps; gaps are 0. */
static void
make_steps(struct model_reading *r, const struct pieces *list,
    struct model_profile *p)
{
	int64_t end = 0;

	*p = (struct model_profile){ arena_get(&r->m->arena,
	    (2 * list->n + 2) * sizeof(*p->step)), 0 };
	for (size_t i = 0; i < list->n; i++) {
		if (list->piece[i].from > end)
			add_step(p, end, 0);
		add_step(p, list->piece[i].from, list->piece[i].value);
		end = list->piece[i].to;
	}
	if (end < MODEL_WEEK)
		add_step(p, end, 0);
	if (!p->n)	/* 0 all week is not the same as not said */
		p->step[p->n++] = (struct model_step){ 0, 0 };
}

static int
settle(struct model_reading *r, struct pieces *list, struct model_profile *p)
{
	qsort(list->piece, list->n, sizeof(*list->piece), piece_order);
	for (size_t i = 1; i < list->n; i++)
		if (list->piece[i].from < list->piece[i - 1].to)
			return ini_error(r->src, MAX(list->piece[i].at,
			    list->piece[i - 1].at), r->err,
			    "this time of the week is said twice");
	make_steps(r, list, p);
	return 0;
}

/* ---- reading ------------------------------------------------------------------------ */

int
model_entry_read(struct model_reading *r, struct str *rest,
    struct model_entry *e, int64_t latest)
{
	struct str days, time;
	const char *dash;

	e->to = MODEL_UNSET;
	if (!model_word(rest, &days) || !model_weekdays(days, &e->days))
		return model_wrong(r, days, "days such as mon, mon-fri or "
		    "daily");
	model_word(rest, &time);
	dash = str_find(time, '-');
	if (!model_clock(dash ? str_range(time.p, dash) : time, &e->from) ||
	    e->from >= MS_DAY ||
	    (dash && !model_clock(str_range(dash + 1, time.p + time.n),
	    &e->to)))
		return model_wrong(r, time, "a time such as 08:00-18:00");
	if (dash && (e->to <= e->from || e->to > latest)) {
		ini_error(r->src, time.p, r->err, "impossible hours: '%.*s' "
		    "%s", STR_ARG(time), e->to <= e->from ?
		    "ends before it begins" : "ends after the day");
		err_hint(r->err, "past midnight is an entry of the next day, "
		    "such as tue 00:00-06:00");
		return -1;
	}
	return 0;
}

int
model_count_read(struct model_reading *r, const struct model_key *k,
    struct str word, double *v)
{
	bool whole = k->type == MT_COUNTS || k->type == MT_SHIFTS;

	if (!model_number(word, v) || *v < 0 || *v > 1e9 ||
	    (whole && *v != (double)(int64_t)*v))
		return model_wrong(r, word, whole ? "a number of "
		    "people such as 12" : "a rate such as 12.5");
	return 0;
}

/* "12 18.5 22*4": one an interval from e->from on. */
static int
read_values(struct model_reading *r, const struct model_key *k,
    const struct model_entry *e, struct str rest, struct pieces *list)
{
	int64_t at = e->from;
	struct str word;

	if (r->spacing == MODEL_UNSET)
		return ini_error(r->src, rest.p, r->err,
		    "a list without interval: say interval in [center]");
	while (model_word(&rest, &word)) {
		const char *star = str_find(word, '*');
		struct str value = star ? str_range(word.p, star) : word;
		double v = 0, times = 1;

		if (model_count_read(r, k, value, &v) < 0)
			return -1;
		if (star && (!model_number(str_range(star + 1,
		    word.p + word.n), &times) || times < 1 || times > 86400 ||
		    times != (double)(int64_t)times))
			return model_wrong(r, word, "a value and how often, "
			    "such as 12*4");
		if (at + (int64_t)times * r->spacing > MS_DAY)
			return ini_error(r->src, word.p, r->err,
			    "impossible hours: the list goes past midnight");
		add_days(list, e->days, at, at + (int64_t)times * r->spacing,
		    v, word.p);
		at += (int64_t)times * r->spacing;
	}
	return at > e->from ? 0 : ini_error(r->src, rest.p, r->err,
	    "no value follows");
}

static int
read_entry(struct model_reading *r, const struct model_key *k,
    struct str item, struct pieces *list)
{
	const char *at = item.p;
	struct model_entry e;
	struct str word;
	double v = 1;

	if (model_entry_read(r, &item, &e, MS_DAY) < 0)
		return -1;
	if (k->type != MT_HOURS && e.to == MODEL_UNSET)
		return read_values(r, k, &e, item, list);
	if (e.to == MODEL_UNSET)
		return model_wrong(r, item, "hours such as 08:00-18:00");
	if (k->type != MT_HOURS) {
		model_word(&item, &word);
		if (model_count_read(r, k, word, &v) < 0)
			return -1;
	}
	if (model_word(&item, &word))
		return ini_error(r->src, word.p, r->err,
		    "one value belongs to a span of time: '%.*s' is too much",
		    STR_ARG(word));
	add_days(list, e.days, e.from, e.to, v, at);
	return 0;
}

static double
step_end(const struct model_profile *p, size_t i)
{
	return i + 1 < p->n ? (double)p->step[i + 1].from :
	    (double)MODEL_WEEK;
}

/* +4 and the like: in every step that is not 0. */
static int
change_profile(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, double by, struct model_profile *p)
{
	struct pieces list = { 0 };
	int bad = 0;

	for (size_t i = 0; bad == 0 && i < p->n; i++) {
		double v = p->step[i].value;

		if (v != 0)
			v = op == OP_ADD ? v + by : op == OP_TAKE ? v - by :
			    v * by;
		if (v < 0)
			bad = ini_error(r->src, words.p, r->err,
			    "%s would be below 0", k->name);
		v = (double)llround(v * 1e6) / 1e6;
		if (k->type == MT_COUNTS)
			v = (double)llround(v);
		add_piece(&list, p->step[i].from, (int64_t)step_end(p, i), v,
		    words.p);
	}
	if (bad == 0)
		make_steps(r, &list, p);
	mem_free(list.piece);
	return bad;
}

static void
keep_pieces(const struct model_profile *p, const char *at,
    struct pieces *list)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->step[i].value != 0)
			add_piece(list, p->step[i].from,
			    (int64_t)step_end(p, i), p->step[i].value, at);
}

int
model_profile_read(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, struct model_profile *p)
{
	struct pieces list = { 0 };
	struct str item;
	double v;
	int bad = 0;

	if (k->type == MT_HOURS && str_is(words, "always")) {
		add_piece(&list, 0, MODEL_WEEK, 1, words.p);
	} else if (k->type != MT_HOURS && model_number(words, &v)) {
		if (op != OP_SET && p->n)
			return change_profile(r, k, op, words, v, p);
		bad = model_count_read(r, k, words, &v);
		add_piece(&list, 0, MODEL_WEEK, v, words.p);
	} else if (op == OP_TAKE || op == OP_TIMES) {
		return model_wrong(r, words, "a number");
	} else {
		if (op == OP_ADD)
			keep_pieces(p, words.p, &list);
		while (bad == 0 && model_item(&words, &item))
			bad = read_entry(r, k, item, &list);
	}
	if (bad == 0)
		bad = settle(r, &list, p);
	mem_free(list.piece);
	return bad;
}

double
model_profile_at(const struct model_profile *p, int64_t week_ms)
{
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (p->step[mid].from <= week_ms)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? p->step[low - 1].value : 0;
}

/* ---- printing ------------------------------------------------------------------------ */

/* The pieces of one day that are not 0, by the ms of the day. */
static void
pieces_of_day(const struct model_profile *p, int day, struct pieces *list)
{
	int64_t from = (int64_t)day * MS_DAY, to = from + MS_DAY;

	list->n = 0;
	for (size_t i = 0; i < p->n; i++) {
		int64_t a = MAX(p->step[i].from, from);
		int64_t b = MIN((int64_t)step_end(p, i), to);

		if (a < b && p->step[i].value != 0)
			add_piece(list, a - from, b - from, p->step[i].value,
			    NULL);
	}
}

static bool
same_pieces(const struct pieces *a, const struct pieces *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->piece[i].from != b->piece[i].from ||
		    a->piece[i].to != b->piece[i].to ||
		    a->piece[i].value != b->piece[i].value)
			return false;
	return true;
}

/* How many pieces from i on are one list: adjoining, and on the grid. */
static size_t
list_length(const struct pieces *list, size_t i, int64_t interval)
{
	size_t n = 0;

	if (interval == MODEL_UNSET || interval <= 0)
		return 1;
	while (i + n < list->n &&
	    (n == 0 || list->piece[i + n].from == list->piece[i + n - 1].to) &&
	    (list->piece[i + n].from - list->piece[i].from) % interval == 0 &&
	    (list->piece[i + n].to - list->piece[i].from) % interval == 0)
		n++;
	return MAX(n, (size_t)1);
}

/* Bytes since the line began. */
static size_t
column_of(const struct buf *out)
{
	size_t n = 0;

	while (n < out->n && out->p[out->n - 1 - n] != '\n')
		n++;
	return n;
}

static void
put_list(struct buf *out, const struct piece *piece, size_t n,
    int64_t interval)
{
	model_put_clock(out, piece->from);
	for (size_t i = 0; i < n; i++) {
		int64_t times = (piece[i].to - piece[i].from) / interval;

		buf_puts(out, column_of(out) > 68 ? "\n        " : " ");
		model_put_number(out, piece[i].value);
		if (times > 1)
			buf_printf(out, "*%lld", (long long)times);
	}
}

static void
put_day(struct buf *out, unsigned days, const struct pieces *list,
    int64_t interval, bool hours, size_t from_byte)
{
	for (size_t i = 0, n; i < list->n; i += n) {
		const struct piece *p = &list->piece[i];

		n = list_length(list, i, interval);
		buf_puts(out, out->n > from_byte ? ",\n    " : "");
		model_put_weekdays(out, days);
		buf_char(out, ' ');
		if (n > 1) {
			put_list(out, p, n, interval);
			continue;
		}
		model_put_clock(out, p->from);
		buf_char(out, '-');
		model_put_clock(out, p->to);
		if (!hours) {
			buf_char(out, ' ');
			model_put_number(out, p->value);
		}
	}
}

static void
put_week(struct buf *out, const struct model_profile *p, int64_t interval,
    bool hours)
{
	struct pieces day[7] = { { 0 } };
	size_t from_byte = out->n;

	for (int d = 0; d < 7; d++)
		pieces_of_day(p, d, &day[d]);
	for (int d = 0, last; d < 7; d = last + 1) {
		unsigned days = 0;

		for (last = d; last < 6 &&
		    same_pieces(&day[d], &day[last + 1]); last++)
			;
		for (int i = d; i <= last; i++)
			days |= 1u << i;
		put_day(out, days, &day[d], interval, hours, from_byte);
	}
	for (int d = 0; d < 7; d++)
		mem_free(day[d].piece);
}

void
model_put_profile(struct buf *out, const struct model_profile *p,
    int64_t interval_ms)
{
	if (p->n == 1 && p->step[0].from == 0)
		model_put_number(out, p->step[0].value);
	else if (p->n)
		put_week(out, p, interval_ms, false);
}

void
model_hours_print(struct buf *out, const struct model_profile *p)
{
	if (p->n == 1 && p->step[0].from == 0 && p->step[0].value != 0)
		buf_puts(out, "always");
	else if (p->n)
		put_week(out, p, MODEL_UNSET, true);
}
