/* model_shift: a group's shifts and their breaks, read, changed and printed:
 *
 *	mon-fri 08:00-16:30 6 break 12:00-12:45
 */
#include <math.h>

#include "common/model_inside.h"

static int
read_breaks(struct model_reading *r, struct str rest, struct model_shift *s)
{
	struct model_break pause[16];
	struct str word;

	if (!model_word(&rest, &word))
		return 0;
	if (!str_is(word, "break"))
		return model_wrong(r, word, "'break' and its time");
	while (model_word(&rest, &word)) {
		const char *dash = str_find(word, '-');
		struct model_break b;

		if (s->pauses == COUNT_OF(pause) || !dash ||
		    !model_clock(str_range(word.p, dash), &b.from) ||
		    !model_clock(str_range(dash + 1, word.p + word.n), &b.to))
			return model_wrong(r, word, "a break such as "
			    "12:00-12:45 (16 at most)");
		if (b.from < s->from || b.to > s->to || b.to <= b.from ||
		    (s->pauses && b.from < pause[s->pauses - 1].to))
			return ini_error(r->src, word.p, r->err,
			    "impossible hours: a break lies in its shift, "
			    "after the break before it");
		pause[s->pauses++] = b;
	}
	s->pause = arena_get(&r->m->arena, sizeof(pause));
	memcpy(s->pause, pause, s->pauses * sizeof(*pause));
	return 0;
}

static int
read_shift(struct model_reading *r, const struct model_key *k,
    struct str item, struct model_shift *s)
{
	struct model_entry e;
	struct str word;

	*s = (struct model_shift){ 0 };
	if (model_entry_read(r, &item, &e, 2 * (int64_t)MS_DAY) < 0)
		return -1;
	if (e.to == MODEL_UNSET)
		return ini_error(r->src, item.p, r->err,
		    "a shift has an end: 08:00-16:30");
	model_word(&item, &word);
	if (model_count_read(r, k, word, &s->count) < 0)
		return -1;
	s->days = e.days;
	s->from = e.from;
	s->to = e.to;
	return read_breaks(r, item, s);
}

static int
change_shifts(struct model_reading *r, enum model_op op, struct str words,
    double by, struct model_shifts *list)
{
	for (size_t i = 0; i < list->n; i++) {
		double *v = &list->shift[i].count;
		double now = op == OP_ADD ? *v + by : op == OP_TAKE ?
		    *v - by : *v * by;

		if (now < 0)
			return ini_error(r->src, words.p, r->err,
			    "shifts would be below 0");
		*v = (double)llround(now);
	}
	return 0;
}

int
model_shifts_read(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	struct model_shifts list = { 0 }, *to = field;
	struct str item;
	double v;

	if (op != OP_SET && model_number(words, &v))
		return change_shifts(r, op, words, v, to);
	if (op == OP_TAKE || op == OP_TIMES)
		return model_wrong(r, words, "a number");
	if (op == OP_ADD)
		list = *to;
	while (model_item(&words, &item)) {
		struct model_shift *more = arena_get(&r->m->arena,
		    (list.n + 1) * sizeof(*more));

		if (list.n)
			memcpy(more, list.shift, list.n * sizeof(*more));
		list.shift = more;
		if (read_shift(r, k, item, &more[list.n++]) < 0)
			return -1;
	}
	*to = list;
	return 0;
}

void
model_shifts_print(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	const struct model_shifts *list = field;

	(void)m, (void)k, (void)spacing;
	for (size_t i = 0; i < list->n; i++) {
		const struct model_shift *s = &list->shift[i];

		buf_puts(out, i ? ",\n    " : "");
		model_put_weekdays(out, s->days);
		buf_char(out, ' ');
		model_put_clock(out, s->from);
		buf_char(out, '-');
		model_put_clock(out, s->to);
		buf_char(out, ' ');
		model_put_number(out, s->count);
		buf_puts(out, s->pauses ? " break" : "");
		for (size_t j = 0; j < s->pauses; j++) {
			buf_char(out, ' ');
			model_put_clock(out, s->pause[j].from);
			buf_char(out, '-');
			model_put_clock(out, s->pause[j].to);
		}
	}
}
