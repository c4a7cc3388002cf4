/* periods: the days, weeks or months of the data; see periods.h. */
#include "cmd/ccreport/periods.h"

#include "common/buf.h"
#include "common/when.h"

/* As many bars as can still be told apart. */
enum { MAX_DAYS = 92, MAX_WEEK_DAYS = 92 * 7, FEW_DAYS = 10 };

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

const char *
period_weekday(int64_t day)
{
	static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
	    "Sat", "Sun" };

	return names[civil_weekday(day)];
}

static struct civil
civil_of_day(int64_t day)
{
	struct civil c;

	civil_from_ms(day * 86400000, &c);
	return c;
}

static int64_t
local_day(const struct zone *z, int64_t ms)
{
	struct civil c;

	zone_civil(z, ms, &c);
	return civil_days(c.year, c.month, c.day);
}

/* The first day of the period that a day is in. */
static int64_t
start_of(enum period_by by, int64_t day)
{
	struct civil c;

	if (by == BY_DAY)
		return day;
	if (by == BY_WEEK)
		return day - civil_weekday(day);
	c = civil_of_day(day);
	return civil_days(c.year, c.month, 1);
}

static int64_t
next_of(enum period_by by, int64_t day)
{
	/* 31 days after a month's first is always in the next month. */
	return by == BY_DAY ? day + 1 : by == BY_WEEK ? day + 7 :
	    start_of(BY_MONTH, day + 31);
}

static void
put_name(struct buf *b, enum period_by by, int64_t day)
{
	struct civil c = civil_of_day(day);

	if (by == BY_DAY)
		buf_printf(b, "%s ", period_weekday(day));
	buf_printf(b, "%04d-%02d", c.year, c.month);
	if (by != BY_MONTH)
		buf_printf(b, "-%02d", c.day);
}

/* Days are named by their Mondays, unless there are few. */
static void
put_tick(struct buf *b, enum period_by by, int64_t day, bool few)
{
	struct civil c = civil_of_day(day);

	if (by == BY_MONTH)
		buf_printf(b, "%s %04d", months[c.month - 1], c.year);
	else if (by == BY_WEEK || few || civil_weekday(day) == 0)
		buf_printf(b, "%d %s", c.day, months[c.month - 1]);
}

static struct str
keep(struct buf *b, struct arena *a)
{
	struct str s = arena_dup(a, buf_view(b));

	buf_clear(b);
	return s;
}

void
periods_init(struct periods *p, const struct zone *z, int64_t first,
    int64_t last, struct arena *a)
{
	static const struct str axes[] = { STR_INIT("Day"),
	    STR_INIT("Week from Monday"), STR_INIT("Month") };
	struct buf b = { 0 };
	int64_t from, to, day;
	size_t i = 0;

	*p = (struct periods){ 0 };
	if (first == WHEN_NONE)
		return;
	from = local_day(z, first);
	to = local_day(z, last);
	p->by = to - from < MAX_DAYS ? BY_DAY :
	    to - from < MAX_WEEK_DAYS ? BY_WEEK : BY_MONTH;
	p->axis = axes[p->by];
	from = start_of(p->by, from);
	for (day = from; day <= to; day = next_of(p->by, day))
		p->n++;
	p->period = arena_zero(a, p->n, sizeof(*p->period));
	for (day = from; day <= to; day = next_of(p->by, day), i++) {
		p->period[i].day = day;
		put_name(&b, p->by, day);
		p->period[i].name = keep(&b, a);
		put_tick(&b, p->by, day, p->n <= FEW_DAYS);
		p->period[i].tick = keep(&b, a);
	}
	buf_release(&b);
}

static int
digits(struct str s, size_t from, size_t n)
{
	int v = 0;

	for (size_t i = from; i < from + n && i < s.n; i++)
		v = v * 10 + (s.p[i] - '0');
	return v;
}

size_t
periods_find(const struct periods *p, struct str day)
{
	int64_t want = start_of(p->by, civil_days(digits(day, 0, 4),
	    digits(day, 5, 2), digits(day, 8, 2)));
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (p->period[mid].day < want)
			low = mid + 1;
		else
			high = mid;
	}
	BUG_UNLESS(low < p->n && p->period[low].day == want);
	return low;
}
