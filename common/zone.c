/* zone: TZif files (RFC 8536) and their POSIX footers; see zone.h. */
#include "common/zone.h"

#include <unistd.h>

#include "common/io.h"
#include "common/mem.h"

enum { MAX_FILE = 1 << 20 };

/* One half of a footer's rule: when daylight time begins or ends. */
struct rule {
	char kind;		/* 'M' month.week.day, 'J' no leap day, 'D' */
	int month, week, day;
	int64_t at;		/* seconds of the day; may be negative */
};

struct zone {
	char *name;
	int64_t *when;		/* UTC seconds of transitions, ascending */
	int32_t *offset;	/* from that moment on, seconds east */
	size_t n;
	int32_t first;		/* before the first transition */
	bool has_footer, has_dst;
	int32_t std, dst;	/* the footer's offsets */
	struct rule begins, ends;
};

/* ---- the file --------------------------------------------------------------- */

static int64_t
big_endian(const unsigned char *p, int n)
{
	uint64_t v = p[0] & 0x80 ? ~UINT64_C(0) : 0;

	for (int i = 0; i < n; i++)
		v = v << 8 | p[i];
	return (int64_t)v;
}

/* RFC 8536: less than 25 hours west, less than 26 hours east. */
static bool
offset_valid(int64_t seconds)
{
	return seconds > -25 * 3600 && seconds < 26 * 3600;
}

struct header {
	char version;
	int time_size;		/* 4, or 8 in the second part of versions 2+ */
	size_t isut, isstd, leap, times, types, chars;
	size_t body;		/* bytes of the data block, by time size */
};

static bool
read_header(struct str s, int time_size, struct header *h)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (s.n < 44 || memcmp(s.p, "TZif", 4) != 0)
		return false;
	h->version = s.p[4];
	h->time_size = time_size;
	h->isut = (size_t)big_endian(p + 20, 4);
	h->isstd = (size_t)big_endian(p + 24, 4);
	h->leap = (size_t)big_endian(p + 28, 4);
	h->times = (size_t)big_endian(p + 32, 4);
	h->types = (size_t)big_endian(p + 36, 4);
	h->chars = (size_t)big_endian(p + 40, 4);
	if ((h->isut | h->isstd | h->leap | h->times | h->types | h->chars) >
	    MAX_FILE || h->types == 0)
		return false;
	h->body = h->times * (size_t)(time_size + 1) + h->types * 6 +
	    h->chars + h->leap * (size_t)(time_size + 4) + h->isstd + h->isut;
	return s.n - 44 >= h->body;
}

/* Leap seconds ("right/" zones) would make every later moment wrong: refused. */
static bool
read_body(struct zone *z, struct str s, const struct header *h)
{
	size_t size = (size_t)h->time_size;
	const unsigned char *times = (const unsigned char *)s.p;
	const unsigned char *index = times + h->times * size;
	const unsigned char *types = index + h->times;

	z->when = mem_zero(h->times + 1, sizeof(*z->when));
	z->offset = mem_zero(h->times + 1, sizeof(*z->offset));
	z->n = h->times;
	z->first = (int32_t)big_endian(types, 4);
	for (size_t i = 0; i < z->n; i++) {
		if (index[i] >= h->types)
			return false;
		z->when[i] = big_endian(times + i * size, h->time_size);
		z->offset[i] = (int32_t)big_endian(types + index[i] * 6, 4);
		if ((i && z->when[i] <= z->when[i - 1]) ||
		    !offset_valid(z->offset[i]))
			return false;
	}
	return h->leap == 0 && offset_valid(z->first);
}

/* ---- the footer: std offset [dst [offset] , rule , rule] --------------------- */

struct text {
	const char *p, *end;
};

static bool
skip_abbreviation(struct text *t)
{
	const char *from = t->p;

	if (t->p < t->end && *t->p == '<') {
		while (t->p < t->end && *t->p != '>')
			t->p++;
		t->p += t->p < t->end;
		return t->p - from > 2;
	}
	while (t->p < t->end && ((*t->p | 32) >= 'a' && (*t->p | 32) <= 'z'))
		t->p++;
	return t->p - from >= 3;
}

static bool
read_int(struct text *t, int *v)
{
	const char *from = t->p;

	for (*v = 0; t->p < t->end && *t->p >= '0' && *t->p <= '9' &&
	    t->p - from < 4; t->p++)
		*v = *v * 10 + (*t->p - '0');
	return t->p > from;
}

/* [+-]h[h][:mm[:ss]] in seconds. */
static bool
read_clock(struct text *t, int64_t *seconds)
{
	int sign = 1, part, unit = 3600;

	if (t->p < t->end && (*t->p == '+' || *t->p == '-'))
		sign = *t->p++ == '-' ? -1 : 1;
	*seconds = 0;
	do {
		if (!read_int(t, &part))
			return false;
		*seconds += (int64_t)part * unit;
		unit /= 60;
	} while (unit && t->p < t->end && *t->p == ':' && t->p++);
	*seconds *= sign;
	return true;
}

static bool
rule_valid(const struct rule *r)
{
	if (r->at < -167 * 3600 || r->at > 167 * 3600)
		return false;
	if (r->kind == 'M')
		return r->month >= 1 && r->month <= 12 && r->week >= 1 &&
		    r->week <= 5 && r->day <= 6;
	return r->day <= 365 && (r->kind == 'D' || r->day >= 1);
}

static bool
read_rule(struct text *t, struct rule *r)
{
	if (t->p >= t->end || *t->p++ != ',')
		return false;
	r->kind = t->p < t->end ? *t->p : 0;
	if (r->kind == 'M') {
		t->p++;
		if (!read_int(t, &r->month) || t->p >= t->end ||
		    *t->p++ != '.' || !read_int(t, &r->week) ||
		    t->p >= t->end || *t->p++ != '.' || !read_int(t, &r->day))
			return false;
	} else {
		if (r->kind == 'J')
			t->p++;
		else
			r->kind = 'D';
		if (!read_int(t, &r->day))
			return false;
	}
	r->at = 2 * 3600;
	if (t->p < t->end && *t->p == '/') {
		t->p++;
		if (!read_clock(t, &r->at))
			return false;
	}
	return rule_valid(r);
}

static bool
read_footer(struct zone *z, struct str s)
{
	struct text t = { s.p, s.p + s.n };
	int64_t west;

	if (!s.n)
		return true;
	if (!skip_abbreviation(&t) || !read_clock(&t, &west))
		return false;
	z->has_footer = true;
	z->std = (int32_t)-west;
	if (t.p >= t.end)
		return offset_valid(z->std);
	if (!skip_abbreviation(&t))
		return false;
	z->dst = z->std + 3600;
	if (t.p < t.end && *t.p != ',') {
		if (!read_clock(&t, &west))
			return false;
		z->dst = (int32_t)-west;
	}
	z->has_dst = true;
	return read_rule(&t, &z->begins) && read_rule(&t, &z->ends) &&
	    t.p == t.end && offset_valid(z->std) && offset_valid(z->dst);
}

/* Local seconds since 1970 at which the rule strikes in a year. */
static int64_t
rule_in(const struct rule *r, int year)
{
	int64_t days = civil_days(year, 1, 1);
	bool leap = civil_days(year, 3, 1) - civil_days(year, 2, 1) == 29;
	int first;

	if (r->kind == 'D') {
		days += r->day;
	} else if (r->kind == 'J') {
		days += r->day - 1 + (leap && r->day >= 60);
	} else {
		days = civil_days(year, r->month, 1);
		/* 0 = Sunday here, 0 = Monday there */
		first = (r->day + 6 - civil_weekday(days) + 7) % 7;
		days += first + (r->week - 1) * 7;
		while (days >= (r->month == 12 ? civil_days(year + 1, 1, 1) :
		    civil_days(year, r->month + 1, 1)))
			days -= 7;
	}
	return days * 86400 + r->at;
}

static int64_t
footer_offset(const struct zone *z, int64_t utc)
{
	struct civil c;
	int64_t on, off;

	if (!z->has_dst)
		return z->std;
	civil_from_ms((utc + z->std) * 1000, &c);
	on = rule_in(&z->begins, c.year) - z->std;
	off = rule_in(&z->ends, c.year) - z->dst;
	if (on < off)
		return utc >= on && utc < off ? z->dst : z->std;
	return utc >= off && utc < on ? z->std : z->dst;
}

/* ---- the zone ------------------------------------------------------------------ */

static int64_t
offset_at(const struct zone *z, int64_t utc)
{
	size_t low = 0, high = z->n;

	if (z->n == 0 || utc >= z->when[z->n - 1]) {
		if (z->has_footer)
			return footer_offset(z, utc);
		return z->n ? z->offset[z->n - 1] : z->first;
	}
	if (utc < z->when[0])
		return z->first;
	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (z->when[mid] <= utc)
			low = mid;
		else
			high = mid;
	}
	return z->offset[low];
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t
zone_offset_ms(const struct zone *z, int64_t utc_ms)
{
	return offset_at(z, floor_div(utc_ms, 1000)) * 1000;
}

void
zone_civil(const struct zone *z, int64_t utc_ms, struct civil *c)
{
	civil_from_ms(utc_ms + zone_offset_ms(z, utc_ms), c);
}

/*
 * The offsets half a day or more before and after bracket any transition near
 * the reading. Where both fit it is a fold, where none does a gap.
 */
int64_t
zone_to_utc(const struct zone *z, const struct civil *c, enum zone_fit *fit)
{
	int64_t local = civil_ms(c);
	int64_t before = zone_offset_ms(z, local - MS_DAY);
	int64_t after = zone_offset_ms(z, local + MS_DAY);
	int64_t first = local - before, second = local - after;
	bool first_fits = zone_offset_ms(z, first) == before;
	bool second_fits = zone_offset_ms(z, second) == after;

	*fit = ZONE_EXACT;
	if (before == after || (first_fits && !second_fits))
		return first;
	if (first_fits && second_fits) {
		*fit = ZONE_FOLD;
		return first < second ? first : second;
	}
	if (second_fits)
		return second;
	*fit = ZONE_GAP;
	return first;	/* moved forward by the gap */
}

static bool
name_is_safe(struct str name)
{
	if (!name.n || name.n > 200 || name.p[0] == '/' ||
	    str_search(name, STR("..")))
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("+-_/", c)) || !c)
			return false;
	}
	return true;
}

static bool
read_fixed(struct zone *z, struct str name)
{
	struct text t = { name.p, name.p + name.n };
	int64_t seconds;

	if (str_is(name, "UTC") || str_is(name, "Z")) {
		z->has_footer = true;
		return true;
	}
	if (!name.n || (name.p[0] != '+' && name.p[0] != '-') ||
	    !read_clock(&t, &seconds) || t.p != t.end ||
	    seconds <= -86400 || seconds >= 86400)
		return false;
	z->has_footer = true;
	z->std = (int32_t)seconds;
	return true;
}

/* Version 1 has 4-byte times and no footer; later ones say it all again. */
static bool
read_file(struct zone *z, struct str s)
{
	struct header h;

	if (!read_header(s, 4, &h))
		return false;
	if (h.version < '2')
		return read_body(z, str_skip(s, 44), &h);
	s = str_skip(s, 44 + h.body);
	if (!read_header(s, 8, &h) || !read_body(z, str_skip(s, 44), &h))
		return false;
	return read_footer(z, str_trim(str_skip(s, 44 + h.body)));
}

const char *
zone_directory(void)
{
	const char *dir = getenv("TZDIR");

	return dir && dir[0] == '/' ? dir : "/usr/share/zoneinfo";
}

static bool
load(struct zone *z, struct str name, struct err *err)
{
	struct err why = { 0 };
	char path[512];
	char *bytes;
	size_t n;
	bool good;

	if (!name_is_safe(name))
		return false;
	snprintf(path, sizeof(path), "%s/%.*s", zone_directory(),
	    STR_ARG(name));
	bytes = io_slurp(path, MAX_FILE, &n, &why);
	if (!bytes) {
		if (access(path, F_OK) == 0)	/* there, but not readable */
			*err = why;
		return false;
	}
	good = read_file(z, (struct str){ bytes, n });
	mem_free(bytes);
	if (!good)
		err_set(err, ERR_FAILED, "'%s': not a time zone file", path);
	return good;
}

struct zone *
zone_open(struct str name, struct err *err)
{
	struct zone *z = mem_zero(1, sizeof(*z));

	z->name = mem_dup(name);
	if (read_fixed(z, name) || load(z, name, err))
		return z;
	zone_close(z);
	err_set(err, ERR_USAGE, "'%.*s': no such time zone", STR_ARG(name));
	if (access(zone_directory(), F_OK) == 0)
		err_hint(err, "zones are named like Europe/London, UTC or "
		    "+01:00");
	else
		err_hint(err, "there are no zones in %s: install tzdata, or set "
		    "TZDIR", zone_directory());
	return NULL;
}

static bool
read_asked(const struct zone *z, struct str s, int64_t *ms)
{
	struct time_read r;
	enum zone_fit fit;

	if (!parse_time(s, time_format(STR("rfc3339")), &r) &&
	    !parse_time(s, time_format(STR("iso")), &r))
		return false;
	*ms = r.has_offset ? r.utc_ms : z ? zone_to_utc(z, &r.civil, &fit) :
	    civil_ms(&r.civil);
	return *ms >= WHEN_MIN && *ms <= WHEN_MAX;
}

int
zone_asked(const struct zone *z, const char *option, const char *text,
    int64_t *ms, struct err *err)
{
	if (read_asked(z, str_trim(str_of(text)), ms))
		return 0;
	return err_set(err, ERR_USAGE, "%s '%s': not a moment such as "
	    "2026-03-02T09:14:05Z, '2026-03-02 09:14' or 2026-03-02", option,
	    text);
}

void
zone_close(struct zone *z)
{
	if (!z)
		return;
	mem_free(z->name);
	mem_free(z->when);
	mem_free(z->offset);
	mem_free(z);
}

struct str
zone_name(const struct zone *z)
{
	return str_of(z->name);
}
