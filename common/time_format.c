/* time_format: the closed table of vendors' spellings of a moment, and a
 * pattern language for the rest (%Y-%m-%d %H:%M); see when.h. */
#include "common/when.h"

struct time_format {
	const char *name;
	/* Either a list of patterns tried in order, or a unit of epoch. */
	const char *const *patterns;
	int64_t per_ms_num, per_ms_den;	/* epoch: value * num / den = ms */
	const char *doc;
};

/*
 * In patterns: %Y year, %y two digits (69-99: 19xx), %m %d %H %M %S one or two
 * digits (two where the pattern begins with a year, as in ISO 8601; slashed
 * dates are not so strict), %b month's English name, %a day's name (any
 * letters), %f an optional fraction of a second with its point or comma, %I
 * hour of 12, %p am or pm (halves[]), %z an optional offset (Z, +00:00, +0000,
 * +00, or Z and an offset), %Z a required one, %U a zone's letters of RFC 2822
 * (UTC, GMT, EST ...), %% a percent sign, blank: one or more of any blank
 * (U+202F and U+00A0 too), or none before %p, %z and %U.
 */
static const char *const rfc3339[] = { "%Y-%m-%dT%H:%M:%S%f%Z",
	"%Y-%m-%d %H:%M:%S%f%Z", "%Y-%m-%dT%H:%M:%S%f",
	"%Y-%m-%dT%H:%M%z", NULL };
static const char *const iso[] = { "%Y-%m-%d %H:%M:%S%f%U",
	"%Y-%m-%d %H:%M:%S%f %U", "%Y-%m-%d %H:%M:%S%f %z",
	"%Y-%m-%dT%H:%M:%S%f %z", "%Y-%m-%d %H:%M %z", "%Y-%m-%dT%H:%M%z",
	"%Y-%m-%d", "%Y-%m-%d %H%M%S %U", "%Y%m%dT%H%M%S%f%z",
	"%Y%m%d%H%M%S", "%Y%m%d %H:%M:%S", "%Y-%m-%d %I:%M:%S %p",
	"%Y-%m-%d %I:%M %p", NULL };
static const char *const rfc2822[] = { "%a, %d %b %Y %H:%M:%S %z",
	"%a, %d %b %Y %H:%M:%S %U", "%d %b %Y %H:%M:%S %z",
	"%d %b %Y %H:%M:%S %U", "%a, %d %b %Y %H:%M %z",
	"%a, %d %b %y %H:%M:%S %z", "%a, %d %b %y %H:%M:%S %U", NULL };
static const char *const twitter[] = { "%a %b %d %H:%M:%S %Z %Y", NULL };
static const char *const five9[] = { "%a, %d %b %Y %H:%M:%S", NULL };
static const char *const ctime_form[] = { "%a %b %d %H:%M:%S %Y",
	"%a %b %d %H:%M:%S %U %Y", NULL };
static const char *const clf[] = { "%d/%b/%Y:%H:%M:%S %Z", NULL };
static const char *const us[] = { "%m/%d/%Y %I:%M:%S%f %p",
	"%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M:%S%f", "%m/%d/%Y %H:%M",
	"%m/%d/%y %I:%M:%S %p", "%m/%d/%y %I:%M %p", "%m/%d/%y %H:%M:%S",
	"%m/%d/%y %H:%M", "%m/%d/%Y", "%m/%d/%Y %H:%M:%S%f %z",
	"%m-%d-%Y %H:%M:%S", "%m-%d-%Y %H:%M", "%m/%d/%Y, %I:%M:%S %p",
	"%m/%d/%y, %I:%M %p", "%m/%d/%y", NULL };
static const char *const european[] = { "%d/%m/%Y %H:%M:%S%f",
	"%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M:%S%f", "%d.%m.%Y %H:%M",
	"%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d/%m/%y %H:%M:%S",
	"%d/%m/%y %H:%M", "%d.%m.%y %H:%M", "%d/%m/%Y", "%d.%m.%Y",
	"%d/%m/%Y %H:%M:%S%f %z", "%d.%m.%Y, %H:%M:%S", "%d.%m.%y, %H:%M",
	"%d/%m/%Y, %H:%M:%S", "%d/%m/%Y, %H:%M", "%d/%m/%Y %I:%M:%S %p",
	"%d/%m/%Y %I:%M %p", "%d/%m/%y %I:%M %p", "%d-%m-%Y", "%d/%m/%y",
	"%d.%m.%y", NULL };
static const char *const slashed[] = { "%Y/%m/%d %H:%M:%S%f",
	"%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y/%m/%d %I:%M:%S %p",
	"%Y/%m/%d %p %I:%M:%S", "%Y/%m/%d %p %I:%M", NULL };
static const char *const named[] = { "%d/%b/%Y %I:%M %p",
	"%d/%b/%y %I:%M %p", "%d %b %Y %H:%M:%S", "%d-%b-%Y %H:%M:%S",
	"%b %d, %Y %I:%M:%S %p", "%b %d, %Y %I:%M %p", "%b %d, %Y",
	"%b %d, %Y, %I:%M:%S %p", "%b %d, %Y, %I:%M %p",
	"%b %d, %Y %H:%M:%S", "%d %b %Y %H:%M", "%d %b %Y, %H:%M:%S",
	"%d-%b-%Y %H:%M", "%d-%b-%y %I:%M:%S %p", "%d-%b-%y %H:%M:%S",
	"%d-%b-%Y", "%d %b %Y", "%d-%b-%y", NULL };

static const struct time_format formats[] = {
	{ "rfc3339", rfc3339, 0, 0, "2026-03-02T09:14:05.120Z, +01:00, +0000, "
	  "+01; without an offset it needs a zone" },
	{ "iso", iso, 0, 0, "2026-03-02 09:14:05[.120] with or without UTC or "
	  "an offset; a date alone" },
	{ "rfc2822", rfc2822, 0, 0, "Fri, 18 Oct 2019 17:02:00 +0000" },
	{ "twitter", twitter, 0, 0, "Tue Oct 31 22:10:47 +0000 2017" },
	{ "five9", five9, 0, 0, "Fri, 21 Aug 2026 09:00:12, no zone" },
	{ "ctime", ctime_form, 0, 0, "Sun Mar  1 07:00:00 2026, as date(1) "
	  "and mbox write it" },
	{ "clf", clf, 0, 0, "01/Mar/2026:07:00:00 +0000: web server logs" },
	{ "us", us, 0, 0, "3/2/26 7:00 AM, 03/02/2026 07:00:00.000: month "
	  "first" },
	{ "european", european, 0, 0, "02/03/2026 07:00, 02.03.2026 07:00: day "
	  "first" },
	{ "slashed", slashed, 0, 0, "2026/03/02 07:00:00" },
	{ "named", named, 0, 0, "02/Mar/26 7:19 PM, Mar 2, 2026 7:19:00 PM" },
	{ "epoch_s", NULL, 1000, 1, "seconds since 1970, with a fraction or "
	  "without" },
	{ "epoch_ms", NULL, 1, 1, "milliseconds since 1970" },
	{ "epoch_us", NULL, 1, 1000, "microseconds since 1970" },
	{ "epoch_ns", NULL, 1, 1000000, "nanoseconds since 1970" },
	{ "excel", NULL, 0, 1, "days since 1899-12-30, with a fraction" },
};

const struct time_format *
time_format(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(formats); i++)
		if (str_is(name, formats[i].name))
			return &formats[i];
	return NULL;
}

const struct time_format *
time_format_at(size_t i)
{
	return i < COUNT_OF(formats) ? &formats[i] : NULL;
}

const char *
time_format_name(const struct time_format *f)
{
	return f->name;
}

const char *
time_format_doc(const struct time_format *f)
{
	return f->doc;
}

/* ---- patterns ------------------------------------------------------------------- */

struct reading {
	struct str s;			/* what is left */
	struct time_read *r;
	int half;			/* 0 none, 1 am, 2 pm */
	size_t least;			/* digits of %m %d %H: 2 in patterns
					   like ISO 8601, else 1 */
};

static bool
number(struct reading *t, size_t least, size_t most, int *value)
{
	size_t n = 0;
	int v = 0;

	while (n < most && n < t->s.n && t->s.p[n] >= '0' &&
	    t->s.p[n] <= '9')
		v = v * 10 + (t->s.p[n++] - '0');
	if (n < least)
		return false;
	t->s = str_skip(t->s, n);
	*value = v;
	return true;
}

static bool
month_name(struct reading *t)
{
	static const char *const names = "janfebmaraprmayjunjulaugsepoctnovdec";
	char word[3];

	if (t->s.n < 3)
		return false;
	for (int i = 0; i < 3; i++)
		word[i] = (char)(t->s.p[i] | 32);
	for (int m = 0; m < 12; m++) {
		if (memcmp(word, names + 3 * m, 3) != 0)
			continue;
		t->r->civil.month = m + 1;
		t->s = str_skip(t->s, 3);
		while (t->s.n && (t->s.p[0] | 32) >= 'a' &&
		    (t->s.p[0] | 32) <= 'z')
			t->s = str_skip(t->s, 1);
		return true;
	}
	return false;
}

static void
letters(struct reading *t)
{
	while (t->s.n && (t->s.p[0] | 32) >= 'a' && (t->s.p[0] | 32) <= 'z')
		t->s = str_skip(t->s, 1);
}

static bool
fraction(struct reading *t)
{
	int digits = 0, ms = 0;

	if (t->s.n < 2 || (t->s.p[0] != '.' && t->s.p[0] != ',') ||
	    t->s.p[1] < '0' || t->s.p[1] > '9')
		return true;
	t->s = str_skip(t->s, 1);
	for (; t->s.n && t->s.p[0] >= '0' && t->s.p[0] <= '9'; digits++) {
		if (digits < 3)
			ms = ms * 10 + (t->s.p[0] - '0');
		t->s = str_skip(t->s, 1);
	}
	for (; digits < 3; digits++)
		ms *= 10;
	t->r->civil.ms = ms;
	t->r->precision = TO_MS;
	return true;
}

/* Halves of a day as exports write them; ASCII letters without case. Longer
 * words before their beginnings. */
static const struct half { struct str word; int half; } halves[] = {
	{ STR_INIT("a.m."), 1 }, { STR_INIT("p.m."), 2 },
	{ STR_INIT("a. m."), 1 }, { STR_INIT("p. m."), 2 },
	{ STR_INIT("a.\xc2\xa0m."), 1 }, { STR_INIT("p.\xc2\xa0m."), 2 },
	{ STR_INIT("a.\xe2\x80\xafm."), 1 },
	{ STR_INIT("p.\xe2\x80\xafm."), 2 },
	{ STR_INIT("a m"), 1 }, { STR_INIT("p m"), 2 },
	{ STR_INIT("am"), 1 }, { STR_INIT("pm"), 2 },
	{ STR_INIT("vorm."), 1 }, { STR_INIT("nachm."), 2 },	/* German */
	{ STR_INIT("\xe4\xb8\x8a\xe5\x8d\x88"), 1 },	/* Chinese */
	{ STR_INIT("\xe4\xb8\x8b\xe5\x8d\x88"), 2 },
	{ STR_INIT("\xe5\x8d\x88\xe5\x89\x8d"), 1 },	/* Japanese */
	{ STR_INIT("\xe5\x8d\x88\xe5\xbe\x8c"), 2 },
	{ STR_INIT("\xec\x98\xa4\xec\xa0\x84"), 1 },	/* Korean */
	{ STR_INIT("\xec\x98\xa4\xed\x9b\x84"), 2 },
	{ STR_INIT("\xcf\x80.\xce\xbc."), 1 },		/* Greek */
	{ STR_INIT("\xce\xbc.\xce\xbc."), 2 },
	{ STR_INIT("\xd8\xb5"), 1 }, { STR_INIT("\xd9\x85"), 2 }, /* Arabic */
	{ STR_INIT("fm"), 1 }, { STR_INIT("em"), 2 },		/* Swedish */
	{ STR_INIT("de."), 1 }, { STR_INIT("du."), 2 },		/* Hungarian */
	{ STR_INIT("a"), 1 }, { STR_INIT("p"), 2 },
};

static bool
half_of_day(struct reading *t)
{
	for (size_t i = 0; i < COUNT_OF(halves); i++) {
		size_t n = halves[i].word.n;

		if (t->s.n < n || !str_ieq((struct str){ t->s.p, n },
		    halves[i].word))
			continue;
		t->half = halves[i].half;
		t->s = str_skip(t->s, n);
		return true;
	}
	return false;
}

static bool
signed_offset(struct reading *t, int *minutes)
{
	int sign = t->s.p[0] == '-' ? -1 : 1, h, m = 0;
	struct reading u = *t;

	u.s = str_skip(u.s, 1);
	if (!number(&u, 2, 2, &h))
		return false;
	if (u.s.n && u.s.p[0] == ':')
		u.s = str_skip(u.s, 1);
	number(&u, 2, 2, &m);
	if (h > 23 || m > 59)
		return false;
	t->s = u.s;
	*minutes = sign * (h * 60 + m);
	return true;
}

static bool
offset(struct reading *t, bool required)
{
	bool any = false;
	int minutes = 0;

	if (t->s.n && (t->s.p[0] == '+' || t->s.p[0] == '-'))
		any = signed_offset(t, &minutes);
	if (t->s.n && (t->s.p[0] | 32) == 'z') {
		t->s = str_skip(t->s, 1);
		any = true;
		if (t->s.n && (t->s.p[0] == '+' || t->s.p[0] == '-') &&
		    !signed_offset(t, &minutes))
			return false;
	}
	if (any) {
		t->r->has_offset = true;
		t->r->utc_ms = -(int64_t)minutes * MS_MINUTE;
	}
	return any || !required;
}

/* The letters that RFC 2822, section 4.3, gives a fixed meaning. */
static bool
zone_letters(struct reading *t)
{
	static const struct { struct str word; int hours; } zones[] = {
		{ STR_INIT("utc"), 0 }, { STR_INIT("gmt"), 0 },
		{ STR_INIT("ut"), 0 }, { STR_INIT("est"), -5 },
		{ STR_INIT("edt"), -4 }, { STR_INIT("cst"), -6 },
		{ STR_INIT("cdt"), -5 }, { STR_INIT("mst"), -7 },
		{ STR_INIT("mdt"), -6 }, { STR_INIT("pst"), -8 },
		{ STR_INIT("pdt"), -7 },
	};

	for (size_t i = 0; i < COUNT_OF(zones); i++) {
		size_t n = zones[i].word.n;

		if (t->s.n < n || !str_ieq((struct str){ t->s.p, n },
		    zones[i].word))
			continue;
		t->s = str_skip(t->s, n);
		t->r->has_offset = true;
		t->r->utc_ms = -(int64_t)zones[i].hours * MS_HOUR;
		return true;
	}
	return false;
}

/* A blank, NBSP (U+00A0), narrow NBSP (U+202F), thin space (U+2009), or a mark
 * of writing direction. */
static size_t
blank_length(struct str s)
{
	if (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		return 1;
	if (str_starts(s, STR("\xc2\xa0")))
		return 2;
	if (str_starts(s, STR("\xe2\x80\xaf")) ||
	    str_starts(s, STR("\xe2\x80\x89")) ||
	    str_starts(s, STR("\xe2\x80\x8e")) ||
	    str_starts(s, STR("\xe2\x80\x8f")))
		return 3;
	return 0;
}

static bool
field(struct reading *t, char code)
{
	struct civil *c = &t->r->civil;

	switch (code) {
	case 'Y':
		return number(t, 4, 4, &c->year);
	case 'y':
		if (!number(t, 2, 2, &c->year))
			return false;
		c->year += c->year < 69 ? 2000 : 1900;
		return true;
	case 'm':
		return number(t, t->least, 2, &c->month);
	case 'd':
		return number(t, t->least, 2, &c->day);
	case 'H':
	case 'I':
		t->r->precision = TO_MINUTE;
		return number(t, t->least, 2, &c->hour);
	case 'M':
		return number(t, 2, 2, &c->minute);
	case 'S':
		t->r->precision = TO_SECOND;
		return number(t, 2, 2, &c->second);
	case 'f':
		return fraction(t);
	case 'b':
		return month_name(t);
	case 'a':
		letters(t);
		return true;
	case 'p':
		return half_of_day(t);
	case 'z':
		return offset(t, false);
	case 'Z':
		return offset(t, true);
	case '%':
		if (!t->s.n || t->s.p[0] != '%')
			return false;
		t->s = str_skip(t->s, 1);
		return true;
	case 'U':
		return zone_letters(t);
	default:
		return false;
	}
}

static bool
blanks(struct reading *t, bool optional)
{
	size_t n, any = 0;

	while ((n = blank_length(t->s))) {
		t->s = str_skip(t->s, n);
		any++;
	}
	return any || optional || !t->s.n;
}

static bool
apply_half(struct reading *t)
{
	int *hour = &t->r->civil.hour;

	if (!t->half)
		return true;
	if (*hour > 12 || (*hour == 0 && t->half == 2))
		return false;	/* 0:15 AM is written, 0:15 PM means nothing */
	*hour = *hour % 12 + (t->half == 2 ? 12 : 0);
	return true;
}

/* 24:00:00 is the next day's midnight (ISO 8601); :60 is :59 (leap second). */
static bool
settle(struct time_read *r)
{
	struct civil *c = &r->civil;
	bool midnight = c->hour == 24 && !c->minute && !c->second && !c->ms;
	int64_t ms;

	if (midnight)
		c->hour = 0;
	if (c->second == 60)
		c->second = 59;
	if (!civil_valid(c))
		return false;
	ms = civil_ms(c) + (midnight ? MS_DAY : 0);
	if (midnight)
		civil_from_ms(ms, c);
	if (r->has_offset)
		r->utc_ms += ms;
	return !r->has_offset ||
	    (r->utc_ms >= WHEN_MIN && r->utc_ms <= WHEN_MAX);
}

static bool
strict_digits(const char *pattern)
{
	return pattern[0] == '%' && pattern[1] == 'Y' && pattern[2] != '/';
}

static bool
match(struct str s, const char *pattern, struct time_read *r)
{
	struct reading t = { .s = s, .r = r,
	    .least = strict_digits(pattern) ? 2 : 1 };

	*r = (struct time_read){ .precision = TO_DAY };
	for (const char *p = pattern; *p; p++) {
		if (*p == '%' && p[1]) {
			if (!field(&t, *++p))
				return false;
		} else if (*p == ' ') {
			if (!blanks(&t, p[1] == '%' && p[2] &&
			    strchr("pzU", p[2])))
				return false;
		} else if (t.s.n && t.s.p[0] == *p) {
			t.s = str_skip(t.s, 1);
		} else {
			return false;
		}
	}
	return t.s.n == 0 && apply_half(&t) && settle(r);
}

/* ---- epochs ----------------------------------------------------------------------- */

__extension__ typedef __int128 wide_ms;

static bool
parse_epoch(struct str s, int64_t num, int64_t den, struct time_read *r)
{
	wide_ms v = 0, scale = 1;
	bool dot = false, any = false, minus = s.n && s.p[0] == '-';
	wide_ms ms;

	for (size_t i = minus; i < s.n; i++) {
		if (s.p[i] == '.' && !dot) {
			dot = true;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || i > 40)
			return false;
		any = true;
		if (dot && scale >= 1000000000)
			continue;	/* past a nanosecond: dropped */
		v = v * 10 + (s.p[i] - '0');
		if (v > (wide_ms)1 << 100)
			return false;
		if (dot)
			scale *= 10;
	}
	ms = v * num / (scale * den);
	ms = minus ? -ms : ms;
	if (!any || ms < WHEN_MIN || ms > WHEN_MAX)
		return false;
	*r = (struct time_read){ .has_offset = true, .utc_ms = (int64_t)ms,
	    .precision = num == 1000 && !dot ? TO_SECOND : TO_MS };
	civil_from_ms(r->utc_ms, &r->civil);
	return true;
}

/* Spreadsheet days: local time without a zone. Rounded to the second. */
static bool
parse_excel(struct str s, struct time_read *r)
{
	int64_t epoch = civil_days(1899, 12, 30) * MS_DAY;

	if (!parse_epoch(s, MS_DAY, 1, r))
		return false;
	r->has_offset = false;
	r->precision = TO_SECOND;
	civil_from_ms((r->utc_ms + epoch + 500) / 1000 * 1000, &r->civil);
	r->utc_ms = 0;
	return civil_valid(&r->civil);
}

/* Blanks and marks around it; "(GMT)" after it, a comment of RFC 2822. */
static struct str
bare(struct str s, bool comment)
{
	const char *open;

	s = str_trim(s);
	while (blank_length(s))
		s = str_skip(s, blank_length(s));
	if (comment && s.n && s.p[s.n - 1] == ')' && (open = str_find(s, '(')))
		s = str_trim(str_range(s.p, open));
	return s;
}

bool
parse_time(struct str s, const struct time_format *f, struct time_read *r)
{
	s = bare(s, f->patterns == rfc2822);
	if (!f->patterns && !f->per_ms_num)
		return parse_excel(s, r);
	if (!f->patterns)
		return parse_epoch(s, f->per_ms_num, f->per_ms_den, r);
	for (size_t i = 0; f->patterns[i]; i++)
		if (match(s, f->patterns[i], r))
			return true;
	return false;
}

bool
parse_time_pattern(struct str s, const char *pattern, struct time_read *r)
{
	return match(bare(s, false), pattern, r);
}

bool
time_pattern_valid(const char *pattern)
{
	bool any = false;

	for (const char *p = pattern; *p; p++) {
		if (*p != '%')
			continue;
		if (!*++p || !strchr("YymdHIMSfbapzZU%", *p))
			return false;
		any |= *p == 'Y' || *p == 'y';
	}
	return any;
}
