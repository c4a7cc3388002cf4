/* model_day: clocks, days of the week and dates, as values say them; see
 * model_inside.h. */
#include "common/model_inside.h"

static const char *const day_names[7] = { "mon", "tue", "wed", "thu", "fri",
	"sat", "sun" };

/* ---- clocks and days of the week --------------------------------------------- */

static bool
two_digits(struct str *s, int64_t *v)
{
	if (s->n < 2 || s->p[0] < '0' || s->p[0] > '9' || s->p[1] < '0' ||
	    s->p[1] > '9')
		return false;
	*v = (s->p[0] - '0') * 10 + (s->p[1] - '0');
	*s = str_skip(*s, 2);
	return true;
}

bool
model_clock(struct str s, int64_t *ms)
{
	int64_t hour, minute, second = 0;

	if (!two_digits(&s, &hour) || !s.n || s.p[0] != ':')
		return false;
	s = str_skip(s, 1);
	if (!two_digits(&s, &minute))
		return false;
	if (s.n && s.p[0] == ':') {
		s = str_skip(s, 1);
		if (!two_digits(&s, &second))
			return false;
	}
	*ms = hour * MS_HOUR + minute * MS_MINUTE + second * MS_SECOND;
	return !s.n && minute < 60 && second < 60 && *ms <= 2 * MS_DAY;
}

void
model_put_clock(struct buf *out, int64_t ms)
{
	int64_t s = ms / MS_SECOND;

	buf_printf(out, "%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60));
	if (s % 60)
		buf_printf(out, ":%02d", (int)(s % 60));
}

void
model_put_moment(struct buf *out, int64_t week_ms)
{
	buf_printf(out, "%s ", day_names[week_ms / MS_DAY]);
	model_put_clock(out, week_ms % MS_DAY);
}

static int
day_number(struct str s)
{
	for (int i = 0; i < 7; i++)
		if (str_ieq(s, str_of(day_names[i])))
			return i;
	return -1;
}

bool
model_weekdays(struct str s, unsigned *days)
{
	const char *dash = str_find(s, '-');
	int first, last;

	*days = 0x7f;
	if (str_is(s, "daily"))
		return true;
	first = day_number(dash ? str_range(s.p, dash) : s);
	last = dash ? day_number(str_range(dash + 1, s.p + s.n)) : first;
	if (first < 0 || last < 0)
		return false;
	*days = 0;
	for (int i = first;; i = (i + 1) % 7) {
		*days |= 1u << i;
		if (i == last)
			return true;
	}
}

/* One run of days (the only sets that were read): mon-fri, sat-mon. */
void
model_put_weekdays(struct buf *out, unsigned days)
{
	int first = 0, last;

	if ((days & 0x7f) == 0x7f) {
		buf_puts(out, "daily");
		return;
	}
	while (!(days >> first & 1) || (days >> (first + 6) % 7 & 1))
		first++;
	for (last = first; days >> (last + 1) % 7 & 1; last++)
		;
	buf_puts(out, day_names[first]);
	if (last > first)
		buf_printf(out, "-%s", day_names[last % 7]);
}

/* ---- dates ------------------------------------------------------------------- */

/* 2026-03-02, in days since 1970-01-01. */
static bool
date(struct str s, int64_t *day)
{
	struct civil c = { 0 };
	int *part[] = { &c.year, &c.month, &c.day };
	size_t at = 0;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (i == 4 || i == 7) {
			at++;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*part[at] = *part[at] * 10 + (s.p[i] - '0');
	}
	if (!civil_valid(&c))
		return false;
	*day = civil_days(c.year, c.month, c.day);
	return true;
}

static void
put_date(struct buf *out, int64_t day)
{
	struct civil c;

	civil_from_ms(day * MS_DAY, &c);
	buf_printf(out, "%04d-%02d-%02d", c.year, c.month, c.day);
}

int
model_day_read(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	(void)k, (void)op;
	return date(words, field) ? 0 :
	    model_wrong(r, words, "a day such as 2026-03-02");
}

void
model_day_print(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	(void)m, (void)k, (void)spacing;
	if (*(const int64_t *)field != MODEL_UNSET)
		put_date(out, *(const int64_t *)field);
}

static int
by_day(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int
model_days_read(struct model_reading *r, const struct model_key *k,
    enum model_op op, struct str words, void *field)
{
	struct model_days list = { 0 }, *to = field;
	struct str item;

	(void)k;
	if (op == OP_ADD)
		list = *to;
	while (model_item(&words, &item)) {
		int64_t *more = arena_get(&r->m->arena,
		    (list.n + 1) * sizeof(*more));

		if (list.n)
			memcpy(more, list.day, list.n * sizeof(*more));
		list.day = more;
		if (!date(item, &more[list.n++]))
			return model_wrong(r, item, "a day such as 2026-12-25");
	}
	if (list.n)
		qsort(list.day, list.n, sizeof(*list.day), by_day);
	*to = list;
	return 0;
}

void
model_days_print(const struct model *m, const struct model_key *k,
    int64_t spacing, const void *field, struct buf *out)
{
	const struct model_days *list = field;

	(void)m, (void)k, (void)spacing;
	for (size_t i = 0; i < list->n; i++) {
		buf_puts(out, i ? ", " : "");
		put_date(out, list->day[i]);
	}
}
