/* filter_time: what makes a text a time or a duration; filter_rows.h. */
#include "cmd/ccimport/filter_rows.h"

#include "cmd/ccimport/digits.h"
#include "common/when.h"

struct time_use {
	const struct time_format *format;
	const char *pattern;	/* instead: %d.%m.%Y */
	struct zone *zone;	/* said for this column; NULL: the file's */
	bool spelled;		/* the line's own spelling is one of its */
	int64_t shift_ms;	/* what their clock was behind ours */
};

static void
free_zone(void *zone)
{
	zone_close(zone);
}

/* `zone NAME` or `shift -90s` from the i-th argument on. */
static int
time_word(struct profile *p, const struct filter_use *use, size_t i,
    struct time_use *t, struct err *err)
{
	struct str value = i + 1 < use->n ? use->arg[i + 1] : STR("");
	struct err why = { 0 };
	bool back = str_starts(value, STR("-"));

	if (str_is(use->arg[i], "shift")) {
		if (!profile_span(str_skip(value, back ||
		    str_starts(value, STR("+"))), &t->shift_ms))
			return place_error(use->at, err, "'shift' needs a span "
			    "such as -90s, 3m or 1h");
		t->shift_ms = back ? -t->shift_ms : t->shift_ms;
		return 0;
	}
	if (!str_is(use->arg[i], "zone") || value.n == 0)
		return place_error(use->at, err,
		    "expected 'time FORMAT [zone NAME] [shift SPAN]'");
	t->zone = zone_open(str_is(value, "utc") ? STR("UTC") : value, &why);
	if (!t->zone)
		return place_error(use->at, err, "%s", why.text);
	profile_own(p, t->zone, free_zone);
	return 0;
}

static int
prepare_time(struct profile *p, struct filter_use *use, struct err *err)
{
	struct time_use *t = arena_zero(&p->arena, 1, sizeof(*t));

	t->format = time_format(use->arg[1]);
	if (str_find(use->arg[1], '%'))
		t->pattern = arena_dup(&p->arena, use->arg[1]).p;
	if (t->pattern && !time_pattern_valid(t->pattern))
		return place_error(use->at, err, "'%s': not a time pattern "
		    "(%%Y %%y %%m %%d %%H %%I %%M %%S %%f %%p %%b %%a %%z %%Z %%U)",
		    t->pattern);
	if (!t->pattern && !t->format)
		return place_error(use->at, err,
		    "there is no time format '%.*s'", STR_ARG(use->arg[1]));
	for (size_t i = 2; i < use->n; i += 2)
		if (time_word(p, use, i, t, err) < 0)
			return -1;
	t->spelled = !t->shift_ms && (str_is(use->arg[1], "iso") ||
	    str_is(use->arg[1], "rfc3339"));
	use->data = t;
	return 0;
}

static void
to_time(struct value *v, int64_t ms, const struct time_read *r)
{
	v->type = V_TIME;
	v->i = ms;
	if (r->precision == TO_MINUTE)
		v->flags |= VALUE_MINUTE;
	else if (r->precision == TO_DAY)
		v->flags |= VALUE_DAY;
}

static inline bool
two(const char *p, int least_too_much, int *v)
{
	unsigned tens = (unsigned)(p[0] - '0'), ones = (unsigned)(p[1] - '0');

	*v = (int)(tens * 10 + ones);
	return tens < 10 && ones < 10 && *v < least_too_much;
}

/* Midnight of the date, and whether the clock runs evenly through the day. */
static void
learn_day(struct day *d, const char *date, const struct zone *zone)
{
	struct civil c = { .month = 0 }, next;
	int month, day, century, years;
	enum zone_fit fit = ZONE_EXACT, fit2 = ZONE_EXACT;
	int64_t end;

	memcpy(d->text, date, sizeof(d->text));
	d->zone = zone;
	d->known = false;
	if (!two(date, 100, &century) || !two(date + 2, 100, &years) ||
	    date[4] != '-' || !two(date + 5, 13, &month) || date[7] != '-' ||
	    !two(date + 8, 32, &day))
		return;
	c.year = century * 100 + years;
	c.month = month;
	c.day = day;
	if (!civil_valid(&c))
		return;
	d->midnight_ms = civil_ms(&c);
	d->utc = d->known = true;
	if (!zone)
		return;
	civil_from_ms(d->midnight_ms + MS_DAY, &next);
	end = civil_valid(&next) ? zone_to_utc(zone, &next, &fit2) : 0;
	d->midnight_ms = zone_to_utc(zone, &c, &fit);
	d->utc = d->midnight_ms == civil_ms(&c);
	d->known = fit == ZONE_EXACT && fit2 == ZONE_EXACT &&
	    end - d->midnight_ms == MS_DAY;
}

static const struct day *
find_day(struct filter_env *env, const char *date, const struct zone *zone)
{
	struct day *d;

	if (!env->days)
		return NULL;
	d = &env->days[((unsigned)date[6] * 53 + (unsigned)date[8] * 11 +
	    (unsigned)date[9]) % DAYS];
	if (memcmp(d->text, date, sizeof(d->text)) != 0 || d->zone != zone)
		learn_day(d, date, zone);
	return d->known ? d : NULL;
}

/* HH:MM:SS in ms of the day. */
static inline bool
read_clock(const char *p, int64_t *ms)
{
	int hour, minute, second;

	if (!two(p, 24, &hour) || p[2] != ':' || !two(p + 3, 60, &minute) ||
	    p[5] != ':' || !two(p + 6, 60, &second))
		return false;
	*ms = (hour * 3600 + minute * 60 + second) * INT64_C(1000);
	return true;
}

/*
 * The commonest spellings, read without searching: the line's own, and a date
 * and a clock with a blank or T between, in UTC or in the file's zone. Anything
 * else, and every day on which clocks change, goes the long way.
 */
static bool
read_iso(struct filter_env *env, const struct zone *zone, struct value *v)
{
	const char *p = v->s.p;
	bool own = v->s.n == WHEN_TEXT && p[23] == 'Z' && p[19] == '.' &&
	    p[10] == 'T';
	const struct day *d;
	int64_t clock;
	int hundredths;

	if (!own && (v->s.n != 19 || !zone || (p[10] != ' ' && p[10] != 'T')))
		return false;
	d = find_day(env, p, own ? NULL : zone);
	if (!d || !read_clock(p + 11, &clock))
		return false;
	if (own) {
		if (!two(p + 20, 100, &hundredths) || p[22] < '0' ||
		    p[22] > '9')
			return false;
		clock += hundredths * 10 + (p[22] - '0');
		v->flags |= VALUE_SPELLED;
	} else if (d->utc && v->flags & VALUE_PADDED) {
		v->flags |= VALUE_SECONDS;
	}
	v->type = V_TIME;
	v->i = d->midnight_ms + clock;
	return true;
}

/* Within a working life's export; numbers are times in every unit. */
static bool
likely(const struct time_read *r)
{
	struct civil c = r->civil;

	if (r->has_offset)
		civil_from_ms(r->utc_ms, &c);
	return c.year >= 1990 && c.year < 2100;
}

/* Of the names in b: "us, european would read it"; of none, NULL. Ends b. */
static const char *
would_read(struct filter_env *env, struct buf *b)
{
	const char *words = NULL;

	if (b->n) {
		buf_puts(b, " would read it: say which in [columns]");
		words = arena_dup(env->arena, buf_view(b)).p;
	}
	buf_release(b);
	return words;
}

/* The formats that s could be in, in words, or NULL. */
static const char *
other_formats(struct filter_env *env, struct str s)
{
	struct buf b = { 0 };
	const struct time_format *f;
	struct time_read r;

	for (size_t i = 0; (f = time_format_at(i)) != NULL; i++)
		if (parse_time(s, f, &r) && likely(&r))
			buf_printf(&b, "%s%s", b.n ? ", " : "",
			    time_format_name(f));
	return would_read(env, &b);
}

static int
run_time(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	const struct time_use *t = use->data;
	const struct zone *zone = t->zone ? t->zone : env->zone;
	struct time_read r;
	enum zone_fit fit;
	int64_t ms;

	if (t->spelled && read_iso(env, zone, v))
		return 0;
	if (!(t->pattern ? parse_time_pattern(str_trim(v->s), t->pattern, &r) :
	    parse_time(str_trim(v->s), t->format, &r)))
		return filter_refuse(env, FINDING_BAD_TIME,
		    other_formats(env, str_trim(v->s)));
	if (r.has_offset) {
		ms = r.utc_ms;
	} else {
		if (!zone) {
			env->needs_zone = true;
			return filter_refuse(env, FINDING_BAD_TIME, "it names no zone");
		}
		ms = zone_to_utc(zone, &r.civil, &fit);
		v->flags |= fit == ZONE_GAP ? VALUE_GAP :
		    fit == ZONE_FOLD ? VALUE_FOLD : 0;
	}
	ms += t->shift_ms;
	if (ms < WHEN_MIN || ms > WHEN_MAX)
		return filter_refuse(env, FINDING_BAD_TIME, "outside 1900 to 2199");
	to_time(v, ms, &r);
	return 0;
}

struct unit_use {
	const struct duration_unit *unit;
	int64_t whole;		/* ms of a whole one, where digits suffice */
	bool comma;		/* 1.234,5: as most of Europe writes it */
};

static int
prepare_unit(struct profile *p, struct filter_use *use, struct err *err)
{
	struct unit_use *u = arena_zero(&p->arena, 1, sizeof(*u));

	u->unit = duration_unit(use->arg[0]);
	u->comma = use->n > 1;
	if (u->comma && !str_is(use->arg[1], "comma"))
		return place_error(use->at, err, "a unit is followed by "
		    "'comma' or nothing, not '%.*s'", STR_ARG(use->arg[1]));
	u->whole = u->comma ? 0 : str_is(use->arg[0], "ms") ? 1 :
	    str_is(use->arg[0], "s") ? MS_SECOND : 0;
	use->data = u;
	return 0;
}

/* The point of a decimal for its comma, no points between thousands. */
static struct str
with_point(struct filter_env *env, struct str s)
{
	char *to = arena_get(env->arena, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '.')
			to[n++] = s.p[i] == ',' ? '.' : s.p[i];
	return (struct str){ to, n };
}

/* The units by which s is a duration, in words, or NULL. */
static const char *
other_units(struct filter_env *env, struct str s)
{
	struct buf b = { 0 };
	const struct duration_unit *u;
	int64_t ms;

	for (size_t i = 0; (u = duration_unit_at(i)) != NULL; i++) {
		const char *name = duration_unit_name(u);

		if (parse_duration(s, u, &ms))
			buf_printf(&b, "%s%s", b.n ? ", " : "", name);
		else if (str_find(s, ',') && str_is(str_of(name), "s") &&
		    parse_duration(with_point(env, s), u, &ms))
			buf_puts(&b, "the unit with 'comma' behind it");
	}
	return would_read(env, &b);
}

static int
run_unit(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	const struct unit_use *u = use->data;

	if (u->whole && v->flags & VALUE_PADDED && v->s.n <= 8 &&
	    LITTLE_ENDIAN_HERE && read_few_digits(v->s.p, v->s.n, &v->i)) {
		v->i *= u->whole;
		if (v->s.p[0] != '0')
			v->flags |= u->whole == 1 ? VALUE_SPELLED :
			    VALUE_THOUSANDS;
	} else if (u->whole && v->s.n < 12 && read_digits(v->s, &v->i)) {
		v->i *= u->whole;
	} else if (!parse_duration(u->comma ? with_point(env, str_trim(v->s)) :
	    str_trim(v->s), u->unit, &v->i))
		return filter_refuse(env, FINDING_BAD_DURATION,
		    other_units(env, str_trim(v->s)));
	v->type = V_DUR;
	return 0;
}

int64_t
filter_whole_unit(const struct filter_use *use)
{
	const struct unit_use *u = use->data;

	return use->filter->run == run_unit ? u->whole : 0;
}

static const struct filter rows[] = {
	{ "time", V_TEXT, V_TIME, 1, 5, false, prepare_time, run_time,
	    "a time: time FORMAT [zone NAME] [shift -90s]; FORMAT may be "
	    "'%d.%m.%Y %H:%M'; shift: by what their clock was behind" },
};

const struct filter_group filter_times = { rows, COUNT_OF(rows) };

const struct filter unit_filter = {
	"s", V_TEXT, V_DUR, 0, 1, false, prepare_unit, run_unit,
	"a duration in that unit"
};
