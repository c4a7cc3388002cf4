/* run_days: days by a zone's clock; see run_days.h. */
#include "cmd/ccroute/run_days.h"

#include <stdlib.h>

#include "common/mem.h"

static int64_t
midnight(const struct zone *z, int64_t day)
{
	struct civil c;
	enum zone_fit fit;

	civil_from_ms(day * MS_DAY, &c);
	return zone_to_utc(z, &c, &fit);
}

int
run_days_init(struct run_days *c, struct str zone, int64_t first_day,
    int64_t days, struct err *err)
{
	*c = (struct run_days){ .first_day = first_day,
	    .zone = zone_open(zone.n ? zone : STR("UTC"), err),
	    .days = (size_t)days };
	if (!c->zone)
		return -1;
	c->start = midnight(c->zone, first_day);
	c->begin = mem_zero(c->days + 1, sizeof(*c->begin));
	for (size_t i = 0; i <= c->days; i++) {
		c->begin[i] = midnight(c->zone, first_day + (int64_t)i) -
		    c->start;
		c->changes |= c->begin[i] != (int64_t)i * MS_DAY;
	}
	return 0;
}

void
run_days_release(struct run_days *c)
{
	zone_close(c->zone);
	mem_free(c->begin);
	*c = (struct run_days){ 0 };
}

int64_t
run_days_end(const struct run_days *c)
{
	return c->begin[c->days];
}

int64_t
run_days_day(const struct run_days *c, int64_t at)
{
	size_t day;

	if (!c->changes || at < 0)
		return at / MS_DAY;
	if (at >= run_days_end(c))
		return (int64_t)c->days + (at - run_days_end(c)) / MS_DAY;
	/* all clocks together are never off by a day */
	day = MIN((size_t)(at / MS_DAY), c->days - 1);
	while (c->begin[day] > at)
		day--;
	while (c->begin[day + 1] <= at)
		day++;
	return (int64_t)day;
}

int64_t
run_days_clock(const struct run_days *c, int64_t at)
{
	if (!c->changes)
		return at % MS_DAY;
	at += c->start;
	at += zone_offset_ms(c->zone, at);
	return (at % MS_DAY + MS_DAY) % MS_DAY;
}

int64_t
run_days_at(const struct run_days *c, int64_t day, int64_t clock_ms)
{
	struct civil civil;
	enum zone_fit fit;

	if (!c->changes)
		return day * MS_DAY + clock_ms;
	civil_from_ms((c->first_day + day) * MS_DAY + clock_ms, &civil);
	return zone_to_utc(c->zone, &civil, &fit) - c->start;
}

int64_t
run_days_change(const struct run_days *c, size_t day)
{
	int64_t low, high, before;

	if (!c->changes)
		return -1;
	low = c->start + c->begin[day];
	high = c->start + c->begin[day + 1];
	before = zone_offset_ms(c->zone, low);
	if (zone_offset_ms(c->zone, high - 1) == before)
		return -1;
	while (high - low > 1) {
		int64_t mid = low + (high - low) / 2;

		if (zone_offset_ms(c->zone, mid) == before)
			low = mid;
		else
			high = mid;
	}
	return high - c->start;
}

int64_t
run_days_cut(const struct run_days *c, size_t i, int64_t interval)
{
	return c->changes && interval % MS_DAY == 0 ? c->begin[MIN(i *
	    (size_t)(interval / MS_DAY), c->days)] : (int64_t)i * interval;
}

size_t
run_days_cut_of(const struct run_days *c, int64_t at, int64_t interval)
{
	return (size_t)(c->changes && interval % MS_DAY == 0 ?
	    run_days_day(c, at) / (interval / MS_DAY) : at / interval);
}

int64_t
run_days_apart(const struct run_days *c)
{
	return ((int64_t)c->days + 6) / 7 * 7;
}

int64_t
run_days_later(const struct run_days *c, uint64_t n)
{
	return midnight(c->zone, c->first_day + (int64_t)n *
	    run_days_apart(c));
}

void
run_days_label(const struct run_days *c, int64_t at, struct buf *b)
{
	int64_t utc = c->start + at;
	struct civil t;
	enum zone_fit fit;
	int minutes = (int)(zone_offset_ms(c->zone, utc) / MS_MINUTE);

	zone_civil(c->zone, utc, &t);
	buf_printf(b, "%04d-%02d-%02d %02d:%02d", t.year, t.month, t.day,
	    t.hour, t.minute);
	if (t.second)
		buf_printf(b, ":%02d", t.second);
	if (zone_to_utc(c->zone, &t, &fit) != utc && fit == ZONE_FOLD)
		buf_printf(b, "%c%02d:%02d", minutes < 0 ? '-' : '+',
		    abs(minutes) / 60, abs(minutes) % 60);
}
