/* duration: the closed table of vendors' spellings of a duration; see when.h.
 * Exact: integers only. */
#include "common/num.h"
#include "common/when.h"

struct duration_unit {
	const char *name;
	int64_t num, den;	/* of a decimal: value * num / den = ms */
	bool (*read)(struct str s, int64_t *ms);	/* or a form of its own */
	const char *doc;
};

struct reader {
	struct str s;
};

static bool
whole(struct reader *r, int64_t *v)
{
	size_t n = 0;

	for (*v = 0; n < r->s.n && n < 12 && r->s.p[n] >= '0' &&
	    r->s.p[n] <= '9'; n++)
		*v = *v * 10 + (r->s.p[n] - '0');
	r->s = str_skip(r->s, n);
	return n > 0;
}

/* ".235" as milliseconds; nothing there is 0. */
static int64_t
thousandths(struct reader *r)
{
	int64_t ms = 0, scale = 100;

	if (!r->s.n || (r->s.p[0] != '.' && r->s.p[0] != ','))
		return 0;
	r->s = str_skip(r->s, 1);
	for (; r->s.n && r->s.p[0] >= '0' && r->s.p[0] <= '9'; scale /= 10) {
		ms += (r->s.p[0] - '0') * scale;
		r->s = str_skip(r->s, 1);
	}
	return ms;
}

/* [d:][h:]m:s[.fff], hours may exceed 24; ":ss" too. */
static bool
read_clock(struct str s, int64_t *ms)
{
	struct reader r = { s };
	bool minus = s.n && s.p[0] == '-';
	int64_t part[4] = { 0 }, total;
	int n = 0;

	if (minus)
		r.s = str_skip(r.s, 1);
	if (r.s.n && r.s.p[0] == ':')
		n = 1;	/* the minutes are left out */
	else if (!whole(&r, &part[n++]))
		return false;
	while (n < 4 && r.s.n && r.s.p[0] == ':') {
		r.s = str_skip(r.s, 1);
		if (!whole(&r, &part[n++]))
			return false;
	}
	total = n >= 2 ? thousandths(&r) : -1;
	if (total < 0 || r.s.n)
		return false;
	for (int i = 1; i < n; i++)
		if (part[i] >= (n == 4 && i == 1 ? 24 : 60))
			return false;
	for (int64_t i = n - 1, unit = 1000; i >= 0; i--) {
		total += part[i] * unit;
		unit *= n == 4 && i == 1 ? 24 : 60;
	}
	*ms = minus ? -total : total;
	return true;
}

/* h:mm, no seconds. */
static bool
read_hour_minute(struct str s, int64_t *ms)
{
	struct reader r = { s };
	int64_t h, m;

	if (!whole(&r, &h) || !r.s.n || r.s.p[0] != ':')
		return false;
	r.s = str_skip(r.s, 1);
	if (!whole(&r, &m) || m > 59 || r.s.n)
		return false;
	*ms = (h * 60 + m) * MS_MINUTE;
	return true;
}

/* PT5H48M1.139S, P1DT2H (ISO 8601; months and years have no length). */
static bool
read_iso(struct str s, int64_t *ms)
{
	struct reader r = { s };
	bool in_time = false, any = false;

	if (!r.s.n || r.s.p[0] != 'P')
		return false;
	r.s = str_skip(r.s, 1);
	*ms = 0;
	while (r.s.n) {
		int64_t v, part;

		if (r.s.p[0] == 'T' && !in_time) {
			in_time = true;
			r.s = str_skip(r.s, 1);
			continue;
		}
		if (!whole(&r, &v))
			return false;
		part = thousandths(&r);
		if (!r.s.n || (part && r.s.p[0] != 'S'))
			return false;
		if (!in_time && r.s.p[0] == 'W')
			*ms += v * 7 * MS_DAY;
		else if (!in_time && r.s.p[0] == 'D')
			*ms += v * MS_DAY;
		else if (in_time && r.s.p[0] == 'H')
			*ms += v * MS_HOUR;
		else if (in_time && r.s.p[0] == 'M')
			*ms += v * MS_MINUTE;
		else if (in_time && r.s.p[0] == 'S')
			*ms += v * MS_SECOND + part;
		else
			return false;
		any = true;
		r.s = str_skip(r.s, 1);
	}
	return any;
}

/* "3 Days 12 Hours 5 Minutes 1 Second". */
static bool
read_words(struct str s, int64_t *ms)
{
	static const struct { char first; int64_t unit; } units[] = {
		{ 'd', MS_DAY }, { 'h', MS_HOUR }, { 'm', MS_MINUTE },
		{ 's', MS_SECOND }, { 'w', 7 * (int64_t)MS_DAY },
	};
	struct reader r = { s };
	bool any = false;

	for (*ms = 0; (r.s = str_trim(r.s)).n; any = true) {
		int64_t v, unit = 0;

		if (!whole(&r, &v))
			return false;
		r.s = str_trim(r.s);
		for (size_t i = 0; r.s.n && i < COUNT_OF(units); i++)
			if ((r.s.p[0] | 32) == units[i].first)
				unit = units[i].unit;
		if (!unit)
			return false;
		while (r.s.n && ((r.s.p[0] | 32) >= 'a' &&
		    (r.s.p[0] | 32) <= 'z'))
			r.s = str_skip(r.s, 1);
		*ms += v * unit;
	}
	return any;
}

/* ServiceNow: the moment so long after 1970-01-01 00:00:00. */
static bool
read_since_1970(struct str s, int64_t *ms)
{
	struct time_read t;

	if (!parse_time(s, time_format(STR("iso")), &t))
		return false;
	*ms = civil_ms(&t.civil);
	return true;
}

static const struct duration_unit units[] = {
	{ "ms", 1, 1, NULL, "milliseconds" },
	{ "s", 1000, 1, NULL, "seconds, with decimals or without" },
	{ "min", 60000, 1, NULL, "minutes, with decimals or without" },
	{ "h", 3600000, 1, NULL, "hours, with decimals or without" },
	{ "us", 1, 1000, NULL, "microseconds" },
	{ "ns", 1, 1000000, NULL, "nanoseconds" },
	{ "days", 86400000, 1, NULL, "days, such as a spreadsheet's fraction" },
	{ "clock", 0, 1, read_clock, "[d:][h:]m:ss[.fff]; hours may exceed "
	  "24" },
	{ "hh:mm", 0, 1, read_hour_minute, "hours and minutes" },
	{ "iso8601", 0, 1, read_iso, "PT5H48M1.139S" },
	{ "words", 0, 1, read_words, "3 Days 12 Hours" },
	{ "since1970", 0, 1, read_since_1970, "1970-01-02 09:46:18 is 33 h 46 "
	  "min 18 s" },
};

const struct duration_unit *
duration_unit(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (str_is(name, units[i].name))
			return &units[i];
	return NULL;
}

const struct duration_unit *
duration_unit_at(size_t i)
{
	return i < COUNT_OF(units) ? &units[i] : NULL;
}

const char *
duration_unit_name(const struct duration_unit *u)
{
	return u->name;
}

const char *
duration_unit_doc(const struct duration_unit *u)
{
	return u->doc;
}

bool
parse_duration(struct str s, const struct duration_unit *u, int64_t *ms)
{
	int64_t micro;
	wide product;

	s = str_trim(s);
	if (u->read)
		return u->read(s, ms);
	if (!num_read(s, '.', 0, &micro))
		return false;
	product = (wide)micro * u->num;
	if (product > (wide)INT64_MAX * 1000000 ||
	    product < -(wide)INT64_MAX * 1000000)
		return false;
	*ms = num_div_round(product, u->den * 1000000);
	return true;
}
