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

/* ---- what the forms are made of ------------------------------------------ */

/* Sums are 128 bits wide and checked once, in settle. */
static bool
settle(wide total, int64_t *ms)
{
	if (total > INT64_MAX || total < -(wide)INT64_MAX)
		return false;
	*ms = (int64_t)total;
	return true;
}

static bool
whole(struct str *s, int64_t *v)
{
	size_t n = 0;

	for (*v = 0; n < s->n && n < 12 && s->p[n] >= '0' && s->p[n] <= '9';
	    n++)
		*v = *v * 10 + (s->p[n] - '0');
	*s = str_skip(*s, n);
	return n > 0;
}

/* ".235" as thousandths, half up; nothing there is 0. */
static int64_t
thousandths(struct str *s)
{
	int64_t v = 0, scale = 100;
	bool round_up = false;

	if (!s->n || (s->p[0] != '.' && s->p[0] != ','))
		return 0;
	*s = str_skip(*s, 1);
	for (int i = 0; s->n && s->p[0] >= '0' && s->p[0] <= '9'; i++) {
		v += (s->p[0] - '0') * scale;
		round_up |= i == 3 && s->p[0] >= '5';
		scale /= 10;
		*s = str_skip(*s, 1);
	}
	return v + round_up;
}

static bool
one_of(struct str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	*s = str_skip(*s, 1);
	return true;
}

/* ---- clocks -------------------------------------------------------------- */

/* "2 days, " and ".NET's "2." before the clock, in whole days. */
static int64_t
days_before(struct str *s)
{
	struct str t = *s;
	int64_t days;

	if (!whole(&t, &days))
		return 0;
	if (t.n > 1 && t.p[0] == '.' && str_find(t, ':')) {
		*s = str_skip(t, 1);
		return days;
	}
	if (!t.n || t.p[0] != ' ')
		return 0;
	t = str_trim(t);
	if (t.n < 3 || !str_ieq((struct str){ t.p, 3 }, STR("day")))
		return 0;
	t = str_skip(t, 3);
	if (t.n && (t.p[0] | 32) == 's')
		t = str_skip(t, 1);
	one_of(&t, ',');
	*s = str_trim(t);
	return days;
}

/* 12:02:23 AM is 2 min 23 s: a spreadsheet took the duration for a time. */
static bool
take_half(struct str s, int n, int64_t *hour)
{
	bool am = str_ieq(s, STR("AM")), pm = str_ieq(s, STR("PM"));

	if (!am && !pm)
		return s.n == 0;
	if (n != 3 || *hour < 1 || *hour > 12)
		return false;
	*hour = *hour % 12 + (pm ? 12 : 0);
	return true;
}

/* The parts between colons, at most 4; 0 when it is no clock. */
static int
clock_parts(struct str *s, int64_t part[4])
{
	int n = 0;

	if (one_of(s, ':'))	/* the minutes are left out */
		return whole(s, &part[1]) ? 2 : 0;
	if (!whole(s, &part[n++]))
		return 0;
	while (n < 4 && one_of(s, ':'))
		if (!whole(s, &part[n++]))
			return 0;
	return n;
}

/* [d:][h:]m:s[.fff], hours may exceed 24; "2 days, 3:04:05". */
static bool
read_clock(struct str s, int64_t *ms)
{
	static const int64_t units[] = { MS_DAY, MS_HOUR, MS_MINUTE,
	    MS_SECOND };
	bool minus = one_of(&s, '-');
	int64_t days = days_before(&s), part[4] = { 0 };
	int n = clock_parts(&s, part);
	wide total = (wide)days * MS_DAY;

	if (n < 2)
		return false;
	total += thousandths(&s);
	if (!take_half(str_trim(s), n, &part[0]))
		return false;
	for (int i = 1; i < n; i++)
		if (part[i] >= (n == 4 && i == 1 ? 24 : 60))
			return false;
	for (int i = 0; i < n; i++)
		total += (wide)part[i] * units[4 - n + i];
	return settle(minus ? -total : total, ms);
}

/* h:mm, no seconds. */
static bool
read_hour_minute(struct str s, int64_t *ms)
{
	bool minus = one_of(&s, '-');
	int64_t h, m;
	wide total;

	if (!whole(&s, &h) || !one_of(&s, ':') || !whole(&s, &m) || m > 59 ||
	    s.n)
		return false;
	total = (wide)h * MS_HOUR + m * MS_MINUTE;
	return settle(minus ? -total : total, ms);
}

/* ---- letters and words --------------------------------------------------- */

/* PT5H48M1.139S, P1DT2H (ISO 8601; months and years have no length). */
static bool
read_iso(struct str s, int64_t *ms)
{
	static const struct { char letter; bool in_time; int64_t unit; }
	    units[] = { { 'W', false, 7 * (int64_t)MS_DAY },
	    { 'D', false, MS_DAY }, { 'H', true, MS_HOUR },
	    { 'M', true, MS_MINUTE }, { 'S', true, MS_SECOND } };
	bool minus = one_of(&s, '-'), in_time = false, any = false;
	wide total = 0;

	if (!one_of(&s, 'P'))
		return false;
	while (s.n) {
		int64_t v, part, unit = 0;

		if (!in_time && one_of(&s, 'T')) {
			in_time = true;
			continue;
		}
		if (!whole(&s, &v))
			return false;
		part = thousandths(&s);
		for (size_t i = 0; s.n && i < COUNT_OF(units); i++)
			if (s.p[0] == units[i].letter &&
			    in_time == units[i].in_time)
				unit = units[i].unit;
		if (!unit)
			return false;
		total += (wide)v * unit + (wide)part * unit / 1000;
		any = true;
		s = str_skip(s, 1);
	}
	return any && settle(minus ? -total : total, ms);
}

static int64_t
unit_of_word(struct str word)
{
	static const struct { const char *words; int64_t unit; } units[] = {
		{ " w week weeks ", 7 * (int64_t)MS_DAY },
		{ " d day days ", MS_DAY },
		{ " h hr hrs hour hours ", MS_HOUR },
		{ " m min mins minute minutes ", MS_MINUTE },
		{ " s sec secs second seconds ", MS_SECOND },
		{ " ms msec millisecond milliseconds ", 1 },
	};
	char want[16];

	if (!word.n || word.n > sizeof(want) - 2)
		return 0;
	want[0] = ' ';
	for (size_t i = 0; i < word.n; i++)
		want[i + 1] = (char)(word.p[i] | 32);
	want[word.n + 1] = ' ';
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (str_search(str_of(units[i].words),
		    (struct str){ want, word.n + 2 }))
			return units[i].unit;
	return 0;
}

/* "3 Days 12 Hours 5 Minutes", "3 days, 12 hours", "2h30m", "1.5 h". */
static bool
read_words(struct str s, int64_t *ms)
{
	bool minus = one_of(&s, '-'), any = false;
	wide total = 0;

	for (; (s = str_trim(s)).n; any = true) {
		int64_t v, part, unit;
		size_t n = 0;

		if (any && one_of(&s, ','))
			s = str_trim(s);
		if (!whole(&s, &v))
			return false;
		part = thousandths(&s);
		s = str_trim(s);
		while (n < s.n && (s.p[n] | 32) >= 'a' && (s.p[n] | 32) <= 'z')
			n++;
		unit = unit_of_word((struct str){ s.p, n });
		if (!unit)
			return false;
		s = str_skip(s, n);
		total += (wide)v * unit + (wide)part * unit / 1000;
	}
	return any && settle(minus ? -total : total, ms);
}

/* ---- moments ------------------------------------------------------------- */

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

/* ---- decimals ------------------------------------------------------------ */

/* 45.45, -3, 2.31481E-05 (as spreadsheets write): digits * 10^-places. */
struct decimal {
	wide digits;
	int places;
};

static bool
exponent(struct str s, struct decimal *d)
{
	bool minus = one_of(&s, '-');
	int64_t e;

	if (!minus)
		one_of(&s, '+');
	if (!whole(&s, &e) || s.n || e > 40)
		return false;
	d->places += minus ? (int)e : -(int)e;
	return true;
}

static bool
read_decimal(struct str s, struct decimal *d)
{
	bool minus = one_of(&s, '-'), dot = false, any = false;

	if (!minus)
		one_of(&s, '+');
	*d = (struct decimal){ 0 };
	for (; s.n && s.p[0] != 'e' && s.p[0] != 'E'; s = str_skip(s, 1)) {
		if (s.p[0] == '.' && !dot) {
			dot = true;
			continue;
		}
		if (s.p[0] < '0' || s.p[0] > '9')
			return false;
		any = true;
		if (dot && d->places == 15)
			continue;	/* of a day: far below a millisecond */
		if (d->digits > (wide)INT64_MAX)
			return false;
		d->digits = d->digits * 10 + (s.p[0] - '0');
		d->places += dot;
	}
	d->digits = minus ? -d->digits : d->digits;
	return any && (!s.n || exponent(str_skip(s, 1), d));
}

/* d * num / den in ms, half away from zero. */
static bool
scale(struct decimal d, int64_t num, int64_t den, int64_t *ms)
{
	wide n = d.digits * num, by = den, half;

	for (; d.places < 0; d.places++) {
		if (n > ((wide)1 << 100) || n < -((wide)1 << 100))
			return false;
		n *= 10;
	}
	for (; d.places > 0; d.places--) {
		if (by > (wide)1 << 120)
			return settle(0, ms);
		by *= 10;
	}
	half = n < 0 ? -(by / 2) : by / 2;
	return settle((n + half) / by, ms);
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
	  "24; also 2 days, 3:04:05 and 12:02:23 AM for 2:23" },
	{ "hh:mm", 0, 1, read_hour_minute, "hours and minutes" },
	{ "iso8601", 0, 1, read_iso, "PT5H48M1.139S, P1DT2H" },
	{ "words", 0, 1, read_words, "3 Days 12 Hours, 2h30m, 1.5 h" },
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
	struct decimal d;

	s = str_trim(s);
	if (u->read)
		return u->read(s, ms);
	return read_decimal(s, &d) && scale(d, u->num, u->den, ms);
}
