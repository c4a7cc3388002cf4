/* calendar: opening hours, and how much of a time is open; see calendar.h. */
#include "common/calendar.h"

#include <stdlib.h>

#include "common/model_inside.h"

enum { MAX_SPANS = 100 };

/* ---- reading ------------------------------------------------------------------- */

static int
span_order(const void *a, const void *b)
{
	const struct calendar_span *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* "mon-fri 09:00-17:00": a span on each of these days. */
static bool
read_spans(struct str words, struct calendar_week *w)
{
	struct str rest = words, days, from;
	unsigned on;
	int64_t start, end;

	str_cut(&rest, ' ', &days);
	if (!rest.p || !model_weekdays(days, &on))
		return false;
	rest = str_trim(rest);
	str_cut(&rest, '-', &from);
	if (!rest.p || !model_clock(from, &start) ||
	    !model_clock(rest, &end) || start >= end || start >= MS_DAY)
		return false;
	for (int day = 0; day < 7; day++)
		if (on >> day & 1) {
			if (w->n == MAX_SPANS)
				return false;
			w->span[w->n++] = (struct calendar_span){
			    day * (int64_t)MS_DAY + start,
			    day * (int64_t)MS_DAY + end };
		}
	return true;
}

/* The last one may reach into the next week's first. */
static bool
spans_apart(const struct calendar_week *w)
{
	for (size_t i = 0; i < w->n; i++) {
		int64_t next = i + 1 < w->n ? w->span[i + 1].from :
		    w->span[0].from + 7 * (int64_t)MS_DAY;

		if (w->span[i].to > next)
			return false;
	}
	return w->n > 0;
}

static int
refuse(struct str words, const char *why, struct err *err)
{
	err_set(err, ERR_USAGE, "--hours '%.*s': %s", STR_ARG(words), why);
	err_hint(err, "such as 'mon-fri 09:00-17:00, sat 10:00-12:00', or "
	    "'daily 00:00-24:00'");
	return -1;
}

int
calendar_hours(struct calendar *c, struct str words, struct arena *a,
    struct err *err)
{
	struct calendar_week w = { .since = WHEN_MIN };
	struct str rest = str_trim(words), part;

	if (str_starts(rest, STR("from "))) {
		rest = str_trim(str_skip(rest, 5));
		str_cut(&rest, ' ', &part);
		if (!rest.p || !when_read(part, &w.since))
			return refuse(words, "from which moment? (such as "
			    "2026-03-02T09:00:00.000Z)", err);
	}
	if (c->n && w.since <= c->week[c->n - 1].since)
		return refuse(words, "a later schedule says from when", err);
	w.span = arena_get(a, MAX_SPANS * sizeof(*w.span));
	while (str_cut(&rest, ',', &part))
		if (!read_spans(str_trim(part), &w))
			return refuse(words, "not opening hours", err);
	qsort(w.span, w.n, sizeof(*w.span), span_order);
	if (!spans_apart(&w))
		return refuse(words, "hours that overlap", err);
	GROW(c->week, c->n, c->cap);
	c->week[c->n++] = w;
	return 0;
}

int
calendar_holidays(struct calendar *c, struct str words, struct err *err)
{
	struct str rest = words, part;
	struct time_read r;

	while (str_cut(&rest, ',', &part)) {
		part = str_trim(part);
		if (!parse_time_pattern(part, "%Y-%m-%d", &r) ||
		    !civil_valid(&r.civil))
			return err_set(err, ERR_USAGE, "--holidays '%.*s': not "
			    "a day such as 2026-12-25", STR_ARG(part));
		GROW(c->holiday, c->holidays, c->holiday_cap);
		c->holiday[c->holidays++] = civil_days(r.civil.year,
		    r.civil.month, r.civil.day);
	}
	return 0;
}

/* ---- measuring ------------------------------------------------------------------- */

static bool
is_holiday(const struct calendar *c, int64_t day)
{
	for (size_t i = 0; i < c->holidays; i++)
		if (c->holiday[i] == day)
			return true;
	return false;
}

/* The instant at which the zone's clock shows so much of a day. */
static int64_t
instant(const struct calendar *c, int64_t day, int64_t ms)
{
	struct civil civil;
	enum zone_fit fit;

	civil_from_ms(day * MS_DAY + ms, &civil);
	return zone_to_utc(c->zone, &civil, &fit);
}

static int64_t
open_on(const struct calendar *c, const struct calendar_week *w, int64_t day,
    int64_t from, int64_t to)
{
	int64_t start = civil_weekday(day) * (int64_t)MS_DAY, sum = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct calendar_span *s = &w->span[i];
		int64_t a, b;

		if (s->from < start || s->from >= start + MS_DAY)
			continue;
		a = MAX(from, instant(c, day, s->from - start));
		b = MIN(to, instant(c, day, s->to - start));
		sum += MAX(b - a, (int64_t)0);
	}
	return sum;
}

static int64_t
local_day(const struct calendar *c, int64_t at)
{
	struct civil civil;

	zone_civil(c->zone, at, &civil);
	return civil_days(civil.year, civil.month, civil.day);
}

int64_t
calendar_open_ms(const struct calendar *c, int64_t from, int64_t to)
{
	int64_t sum = 0;

	for (size_t i = 0; i < c->n; i++) {
		int64_t a = MAX(from, c->week[i].since), last;
		int64_t b = i + 1 < c->n ? MIN(to, c->week[i + 1].since) : to;

		if (a >= b)
			continue;
		last = local_day(c, b);
		/* two days before may still be open */
		for (int64_t day = local_day(c, a) - 2; day <= last; day++)
			if (!is_holiday(c, day))
				sum += open_on(c, &c->week[i], day, a, b);
	}
	return sum;
}

/* ---- one spelling ------------------------------------------------------------------ */

void
calendar_put(const struct calendar *c, struct buf *out)
{
	char text[WHEN_TEXT];
	struct civil d;

	for (size_t i = 0; i < c->n; i++) {
		if (c->week[i].since != WHEN_MIN) {
			when_write(text, c->week[i].since);
			buf_printf(out, "%s%.*s ", i ? " from " : "from ",
			    WHEN_TEXT, text);
		}
		for (size_t k = 0; k < c->week[i].n; k++) {
			const struct calendar_span *s = &c->week[i].span[k];

			buf_puts(out, k ? "," : "");
			model_put_moment(out, s->from);
			buf_char(out, '-');
			model_put_clock(out, s->to - s->from / MS_DAY *
			    MS_DAY);
		}
	}
	for (size_t i = 0; i < c->holidays; i++) {
		civil_from_ms(c->holiday[i] * MS_DAY, &d);
		buf_printf(out, "%s%04d-%02d-%02d", i ? "," : " not ",
		    d.year, d.month, d.day);
	}
}

void
calendar_release(struct calendar *c)
{
	mem_free(c->week);
	mem_free(c->holiday);
	*c = (struct calendar){ 0 };
}
