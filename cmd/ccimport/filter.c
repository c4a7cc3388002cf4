/* filter: the closed table of what a profile may do to a value; filter.h. */
#include "cmd/ccimport/filter.h"

#include "cmd/ccimport/digits.h"
#include "common/buf.h"
#include "common/num.h"
#include "common/party.h"

enum { MICRO = 1000000 };

const char *
vtype_name(enum vtype t)
{
	static const char *const names[] = {
		[V_NONE] = "nothing", [V_TEXT] = "text", [V_INT] = "a number",
		[V_NUM] = "a decimal", [V_TIME] = "a time",
		[V_DUR] = "a duration", [V_BOOL] = "a yes or no",
		[V_PARTY] = "an identifier", [V_NODE] = "an object",
		[V_LIST] = "a list", [V_RAW] = "JSON", [V_ONE] = "a list",
		[V_ANY] = "anything",
	};

	return names[t];
}

/* ---- numbers ------------------------------------------------------------ */

/* Digits only, up to 18 of them. */
static bool
read_digits(struct str s, int64_t *v)
{
	*v = 0;
	if (s.n == 0 || s.n > 18)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*v = *v * 10 + (s.p[i] - '0');
	}
	return true;
}

/* An integer, also when written 3.0 (spreadsheets and data frames do). */
bool
text_to_int(struct str s, int64_t *v)
{
	bool negative = s.n && s.p[0] == '-';
	int64_t micro;

	if (read_digits(negative ? str_skip(s, 1) : s, v)) {
		*v = negative ? -*v : *v;
		return true;
	}
	if (!text_to_micro(s, &micro) || micro % MICRO)
		return false;
	*v = micro / MICRO;
	return true;
}

bool
text_to_micro(struct str s, int64_t *v)
{
	return num_read(s, '.', 0, v);
}

bool
text_to_bool(struct str s, int64_t *v)
{
	static const char *const yes[] = { "true", "yes", "1", "y" };
	static const char *const no[] = { "false", "no", "0", "n" };

	for (size_t i = 0; i < COUNT_OF(yes); i++) {
		if (str_ieq(s, str_of(yes[i]))) {
			*v = 1;
			return true;
		}
		if (str_ieq(s, str_of(no[i]))) {
			*v = 0;
			return true;
		}
	}
	return false;
}

/* Eight bytes at a time: has any a set top bit, is below space, " or \\? */
static bool
plain8(uint64_t w)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	uint64_t quote = w ^ (ones * '"'), slash = w ^ (ones * '\\');

	return !(((w - ones * 0x20) | (quote - ones) | (slash - ones) | w) &
	    tops);
}

bool
text_is_plain(struct str s)
{
	uint64_t w = UINT64_C(0x2020202020202020);

	if (s.n >= 8) {
		for (size_t i = 0; i + 8 <= s.n; i += 8) {
			memcpy(&w, s.p + i, 8);
			if (!plain8(w))
				return false;
		}
		memcpy(&w, s.p + s.n - 8, 8);
		return plain8(w);
	}
	if (s.n)
		memcpy(&w, s.p, s.n);
	return plain8(w);
}

static int
refuse(struct filter_env *env, enum finding_code code, const char *more)
{
	env->code = code;
	env->more = more;
	return -1;
}

static int
run_int(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	(void)use;
	if (v->type == V_INT)
		return 0;
	if (!text_to_int(str_trim(v->s), &v->i))
		return refuse(env, FINDING_BAD_NUMBER, NULL);
	v->type = V_INT;
	return 0;
}

static int
run_num(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	bool comma = use->n > 1 && str_is(use->arg[1], "comma");

	if (!num_read(v->s, comma ? ',' : '.', comma ? '.' : ',', &v->i))
		return refuse(env, FINDING_BAD_NUMBER, NULL);
	v->type = V_NUM;
	return 0;
}

static int
run_bool(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	(void)use;
	if (!text_to_bool(str_trim(v->s), &v->i))
		return refuse(env, FINDING_BAD_NUMBER, "neither yes nor no");
	v->type = V_BOOL;
	return 0;
}

/* 0 as "nothing": an agent id 0 is nobody. */
static int
run_positive(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	int64_t n = v->i;

	(void)env;
	(void)use;
	if (v->type == V_TEXT && !text_to_micro(str_trim(v->s), &n))
		return 0;
	if (n <= 0)
		v->type = V_NONE;
	return 0;
}

/* ---- times and durations ------------------------------------------------ */

struct time_use {
	const struct time_format *format;
	const char *pattern;	/* instead: %d.%m.%Y */
	struct zone *zone;	/* said for this column; NULL: the file's */
	bool spelled;		/* the line's own spelling is one of its */
};

static void
free_zone(void *zone)
{
	zone_close(zone);
}

static int
prepare_time(struct profile *p, struct filter_use *use, struct err *err)
{
	struct time_use *t = arena_zero(&p->arena, 1, sizeof(*t));
	struct err why = { 0 };

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
	if (use->n > 2) {
		if (use->n != 4 || !str_is(use->arg[2], "zone"))
			return place_error(use->at, err,
			    "expected 'time FORMAT zone NAME'");
		t->zone = zone_open(str_is(use->arg[3], "utc") ? STR("UTC") :
		    use->arg[3], &why);
		if (!t->zone)
			return place_error(use->at, err, "%s", why.text);
		profile_own(p, t->zone, free_zone);
	}
	t->spelled = str_is(use->arg[1], "iso") ||
	    str_is(use->arg[1], "rfc3339");
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
		return refuse(env, FINDING_BAD_TIME, NULL);
	if (r.has_offset) {
		ms = r.utc_ms;
	} else {
		if (!zone) {
			env->needs_zone = true;
			return refuse(env, FINDING_BAD_TIME, "it names no zone");
		}
		ms = zone_to_utc(zone, &r.civil, &fit);
		v->flags |= fit == ZONE_GAP ? VALUE_GAP :
		    fit == ZONE_FOLD ? VALUE_FOLD : 0;
	}
	if (ms < WHEN_MIN || ms > WHEN_MAX)
		return refuse(env, FINDING_BAD_TIME, "outside 1900 to 2199");
	to_time(v, ms, &r);
	return 0;
}

struct unit_use {
	const struct duration_unit *unit;
	int64_t whole;		/* ms of a whole one, where digits suffice */
};

static int
prepare_unit(struct profile *p, struct filter_use *use, struct err *err)
{
	struct unit_use *u = arena_zero(&p->arena, 1, sizeof(*u));

	(void)err;
	u->unit = duration_unit(use->arg[0]);
	u->whole = str_is(use->arg[0], "ms") ? 1 :
	    str_is(use->arg[0], "s") ? MS_SECOND : 0;
	use->data = u;
	return 0;
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
	} else if (!parse_duration(str_trim(v->s), u->unit, &v->i))
		return refuse(env, FINDING_BAD_DURATION, NULL);
	v->type = V_DUR;
	return 0;
}

int64_t
filter_whole_unit(const struct filter_use *use)
{
	const struct unit_use *u = use->data;

	return use->filter->run == run_unit ? u->whole : 0;
}

/* ---- text --------------------------------------------------------------- */

static void
become_text(struct value *v, struct str s)
{
	v->type = s.n ? V_TEXT : V_NONE;
	v->s = s;
	v->flags = 0;
}

/* map A=b 'C D'=e *=f : sorted pairs would be faster; tables are short. */
static int
prepare_map(struct profile *p, struct filter_use *use, struct err *err)
{
	struct lookup_row *rows = arena_zero(&p->arena, use->n, sizeof(*rows));

	for (size_t i = 1; i < use->n; i++) {
		struct str rest = use->arg[i];
		const char *eq = NULL;

		/* the = outside quotes */
		for (size_t j = 0; j < rest.n && !eq; j++) {
			char q = rest.p[j];

			if ((q == '"' || q == '\'') && j == 0) {
				while (++j < rest.n && rest.p[j] != q)
					;
			} else if (q == '=') {
				eq = rest.p + j;
			}
		}
		if (!eq)
			return place_error(use->at, err,
			    "map takes pairs THEIRS=ours, not '%.*s'",
			    STR_ARG(rest));
		rows[i - 1].key = ini_unquote(str_range(rest.p, eq), &p->arena);
		rows[i - 1].value = ini_unquote(str_range(eq + 1,
		    rest.p + rest.n), &p->arena);
		if (!text_is_plain(rows[i - 1].value))
			return place_error(use->at, err, "map gives plain "
			    "words, not '%.*s'", STR_ARG(rows[i - 1].value));
	}
	use->data = rows;
	return 0;
}

/* The first row that fits: lengths differ more often than letters. */
static int
run_map(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	const struct lookup_row *rows = use->data;

	(void)env;
	for (size_t i = 0; i + 1 < use->n; i++) {
		const struct str *key = &rows[i].key;

		if ((key->n == v->s.n && (str_eq(*key, v->s) ||
		    str_ieq(*key, v->s))) ||
		    (key->n == 1 && key->p[0] == '*')) {
			become_text(v, rows[i].value);
			v->flags = VALUE_PLAIN | VALUE_WORD;
			return 0;
		}
	}
	v->type = V_NONE;
	return 0;
}

bool
map_word(const struct filter_use *use, size_t i, struct str *word)
{
	const struct lookup_row *rows = use->data;

	if (use->filter->run != run_map || i + 1 >= use->n)
		return false;
	*word = rows[i].value;
	return true;
}

static int
prepare_lookup(struct profile *p, struct filter_use *use, struct err *err)
{
	for (size_t i = 0; i < p->n_lookup; i++)	/* all are read by now */
		if (str_eq(p->lookup[i].name, use->arg[1])) {
			use->data = &p->lookup[i];
			return 0;
		}
	return place_error(use->at, err, "there is no section [lookup %.*s]",
	    STR_ARG(use->arg[1]));
}

/* Unknown keys stay as they are: a name is better than nothing. */
static int
run_lookup(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	const struct lookup *l = use->data;
	const struct str *found;

	(void)env;
	found = lookup_find(l, v->s);
	if (found)
		become_text(v, *found);
	return 0;
}

static int
run_case(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	bool up = str_is(use->arg[0], "upper");
	char *to = arena_get(env->arena, v->s.n + 1);

	for (size_t i = 0; i < v->s.n; i++) {
		char c = v->s.p[i];

		if (up && c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		else if (!up && c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		to[i] = c;
	}
	v->s.p = to;
	return 0;
}

static int
run_trim(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	(void)env;
	(void)use;
	become_text(v, str_trim(v->s));
	return 0;
}

/* An id that a data frame has written as 3.0. */
static int
run_whole(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	(void)env;
	(void)use;
	v->s = str_trim(v->s);
	while (v->s.n > 2 && v->s.p[v->s.n - 1] == '0' &&
	    memchr(v->s.p, '.', v->s.n))
		v->s.n--;
	if (v->s.n > 1 && v->s.p[v->s.n - 1] == '.')
		v->s.n--;
	return 0;
}

static int
run_before(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	const char *at = str_search(v->s, use->arg[1]);

	(void)env;
	if (at)
		become_text(v, str_trim(str_range(v->s.p, at)));
	return 0;
}

static int
run_after(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	const char *at = str_search(v->s, use->arg[1]);

	(void)env;
	if (!at)
		v->type = V_NONE;
	else
		become_text(v, str_trim(str_range(at + use->arg[1].n,
		    v->s.p + v->s.n)));
	return 0;
}

static void
free_pat(void *pat)
{
	pat_free(pat);
}

static int
prepare_match(struct profile *p, struct filter_use *use, struct err *err)
{
	struct err why = { 0 };
	struct pat *pat = pat_new(use->arg[1], 0, &why);

	if (!pat)
		return place_error(use->at, err, "%s", why.text);
	profile_own(p, pat, free_pat);
	use->data = pat;
	return 0;
}

static int
run_match(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct str group;

	if (pat_match(use->data, env->scratch, v->s, 0) != PAT_YES) {
		v->type = V_NONE;
		return 0;
	}
	group = pat_group(env->scratch, pat_groups(use->data) ? 1 : 0);
	become_text(v, group);
	return 0;
}

static struct str
join2(struct filter_env *env, struct str a, struct str b)
{
	char *to = arena_get(env->arena, a.n + b.n + 1);

	if (a.n)
		memcpy(to, a.p, a.n);
	if (b.n)
		memcpy(to + a.n, b.p, b.n);
	return (struct str){ to, a.n + b.n };
}

static int
run_prefix(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	v->s = join2(env, use->arg[1], v->s);
	return 0;
}

static int
run_suffix(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	v->s = join2(env, v->s, use->arg[1]);
	return 0;
}

static int
run_text(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	(void)env;
	(void)use;
	if (v->type == V_NODE)
		v->type = V_NONE;
	else
		v->type = V_TEXT;
	return 0;
}

/* ---- identifiers -------------------------------------------------------- */

/* The party that was written into env->party, or nothing. */
static int
as_party(struct filter_env *env, struct value *v, bool good)
{
	if (good && env->own && own_has(env->own, buf_view(&env->party)))
		good = false;
	v->type = good ? V_PARTY : V_NONE;
	if (good)
		v->s = arena_dup(env->arena, buf_view(&env->party));
	return 0;
}

static int
run_phone(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	buf_clear(&env->party);
	return as_party(env, v, party_phone(&env->party, v->s,
	    use->n > 1 ? use->arg[1] : env->country));
}

static int
run_email(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	(void)use;
	buf_clear(&env->party);
	return as_party(env, v, party_mail(&env->party, v->s));
}

/* A handle of a network: scheme:value, without a leading @. */
static int
run_handle(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct str s = str_trim(v->s);

	if (s.n && s.p[0] == '@')
		s = str_skip(s, 1);
	buf_clear(&env->party);
	return as_party(env, v, party_other(&env->party, use->arg[0], s));
}

/* An id that means something only within a system: crm:SYSTEM/id. */
static int
run_scoped(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct str system = use->n > 1 ? use->arg[1] : env->source;
	struct str s = str_trim(v->s);

	buf_clear(&env->party);
	if (s.n)
		s = join2(env, join2(env, system, STR("/")), s);
	return as_party(env, v, party_other(&env->party, use->arg[0], s));
}

/* ---- lists -------------------------------------------------------------- */

static int
run_split(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct str rest = v->s, part;
	struct value *list;
	size_t n = 1;

	for (size_t i = 0; i < v->s.n; i++)
		n += v->s.p[i] == use->arg[1].p[0];
	list = arena_zero(env->arena, n, sizeof(*list));
	n = 0;
	while (str_cut(&rest, use->arg[1].p[0], &part)) {
		part = str_trim(part);
		if (part.n)
			list[n++] = (struct value){ .type = V_TEXT, .s = part };
	}
	*v = (struct value){ .type = n ? V_LIST : V_NONE, .list = list,
	    .i = (int64_t)n };
	return 0;
}

static int
run_pick(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	(void)env;
	if (v->type == V_LIST)
		*v = v->list[str_is(use->arg[0], "last") ? v->i - 1 : 0];
	return 0;
}

static int
run_extreme(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	bool most = str_is(use->arg[0], "most");
	struct value best;

	(void)env;
	if (v->type != V_LIST)
		return 0;
	best = v->list[0];
	for (int64_t i = 1; i < v->i; i++)
		if (most ? v->list[i].i > best.i : v->list[i].i < best.i)
			best = v->list[i];
	*v = best;
	return 0;
}

static int
run_sum(struct filter_env *env, const struct filter_use *use, struct value *v)
{
	struct value sum;

	(void)use;
	if (v->type != V_LIST)
		return 0;
	sum = v->list[0];
	sum.flags = 0;			/* no text of its own any more */
	for (int64_t i = 1; i < v->i; i++)
		if (__builtin_add_overflow(sum.i, v->list[i].i, &sum.i))
			return refuse(env, FINDING_BAD_NUMBER, "sum too large");
	*v = sum;
	return 0;
}

static int
run_count(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	(void)env;
	(void)use;
	*v = (struct value){ .type = V_INT,
	    .i = v->type == V_LIST ? v->i : 1 };
	return 0;
}

static int
run_join(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct str all;

	if (v->type != V_LIST)
		return 0;
	all = v->list[0].s;
	for (int64_t i = 1; i < v->i; i++)
		all = join2(env, join2(env, all, use->arg[1]), v->list[i].s);
	become_text(v, all);
	return 0;
}

static const struct filter filters[] = {
	{ "text", V_ANY, V_TEXT, 0, 0, false, NULL, run_text,
	    "as text" },
	{ "int", V_TEXT, V_INT, 0, 0, false, NULL, run_int,
	    "a whole number" },
	{ "num", V_TEXT, V_NUM, 0, 1, false, NULL, run_num,
	    "a decimal, at most 6 places: 1,234.5; num comma: 1.234,5" },
	{ "bool", V_TEXT, V_BOOL, 0, 0, false, NULL, run_bool,
	    "true, yes, y, 1 or false, no, n, 0" },
	{ "time", V_TEXT, V_TIME, 1, 3, false, prepare_time, run_time,
	    "a time: time FORMAT [zone NAME]; FORMAT may be '%d.%m.%Y %H:%M'" },
	{ "map", V_TEXT, V_TEXT, 1, 255, false, prepare_map, run_map,
	    "map THEIRS=ours ...: without case; *=ours for all others, else "
	    "nothing" },
	{ "lookup", V_TEXT, V_TEXT, 1, 1, false, prepare_lookup, run_lookup,
	    "by [lookup NAME]; what is not in it stays" },
	{ "phone", V_TEXT, V_PARTY, 0, 1, false, NULL, run_phone,
	    "tel:+E.164, by --country or the country given; no number: "
	    "nothing" },
	{ "email", V_TEXT, V_PARTY, 0, 0, false, NULL, run_email,
	    "mailto:address; no address: nothing" },
	{ "crm", V_TEXT, V_PARTY, 0, 1, false, NULL, run_scoped,
	    "crm:SYSTEM/id; SYSTEM is --source when not said" },
	{ "id", V_TEXT, V_PARTY, 0, 1, false, NULL, run_scoped,
	    "id:SYSTEM/value, the same way" },
	{ "acct", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle,
	    "acct:value" },
	{ "wa", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle, "wa:value" },
	{ "x", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle, "x:handle" },
	{ "fb", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle, "fb:value" },
	{ "cookie", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle,
	    "cookie:value" },
	{ "device", V_TEXT, V_PARTY, 0, 0, false, NULL, run_handle,
	    "device:value" },
	{ "lower", V_TEXT, V_TEXT, 0, 0, false, NULL, run_case,
	    "ASCII letters to lower case" },
	{ "upper", V_TEXT, V_TEXT, 0, 0, false, NULL, run_case,
	    "ASCII letters to upper case" },
	{ "trim", V_TEXT, V_TEXT, 0, 0, false, NULL, run_trim,
	    "without blanks at both ends" },
	{ "whole", V_TEXT, V_TEXT, 0, 0, false, NULL, run_whole,
	    "3.0 as 3" },
	{ "positive", V_ANY, V_ANY, 0, 0, false, NULL, run_positive,
	    "zero or less is nothing" },
	{ "before", V_TEXT, V_TEXT, 1, 1, false, NULL, run_before,
	    "the part before a text" },
	{ "after", V_TEXT, V_TEXT, 1, 1, false, NULL, run_after,
	    "the part after a text; without it nothing" },
	{ "match", V_TEXT, V_TEXT, 1, 1, false, prepare_match, run_match,
	    "first group of a PCRE2 pattern; no match: nothing" },
	{ "prefix", V_TEXT, V_TEXT, 1, 1, false, NULL, run_prefix,
	    "a text before it" },
	{ "suffix", V_TEXT, V_TEXT, 1, 1, false, NULL, run_suffix,
	    "a text after it" },
	{ "split", V_TEXT, V_LIST, 1, 1, false, NULL, run_split,
	    "a list, by a character" },
	{ "join", V_ANY, V_TEXT, 1, 1, true, NULL, run_join,
	    "a list as one text" },
	{ "first", V_ANY, V_ANY, 0, 0, true, NULL, run_pick,
	    "of a list" },
	{ "last", V_ANY, V_ANY, 0, 0, true, NULL, run_pick, "of a list" },
	{ "least", V_ANY, V_ANY, 0, 0, true, NULL, run_extreme,
	    "of a list (min is the minute)" },
	{ "most", V_ANY, V_ANY, 0, 0, true, NULL, run_extreme, "of a list" },
	{ "sum", V_ANY, V_ANY, 0, 0, true, NULL, run_sum, "of a list" },
	{ "count", V_ANY, V_INT, 0, 0, true, NULL, run_count, "of a list" },
};

static const struct filter unit_filter = {
	"s", V_TEXT, V_DUR, 0, 0, false, prepare_unit, run_unit,
	"a duration in that unit"
};

const struct filter *
filter_find(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(filters); i++)
		if (str_is(name, filters[i].name))
			return &filters[i];
	return duration_unit(name) ? &unit_filter : NULL;
}

const struct filter *
filter_at(size_t i)
{
	return i < COUNT_OF(filters) ? &filters[i] : NULL;
}

bool
filter_row(size_t i, const char **name, const char **doc)
{
	const struct filter *f = filter_at(i);

	*name = f ? f->name : NULL;
	*doc = f ? f->doc : NULL;
	return f != NULL;
}

static int
run_each(struct filter_env *env, const struct filter_use *use,
    struct value *v)
{
	struct value *list = arena_zero(env->arena, (size_t)v->i,
	    sizeof(*list));
	int64_t n = 0;

	for (int64_t i = 0; i < v->i; i++) {
		struct value one = v->list[i];

		if (use->filter->run(env, use, &one) < 0)
			return -1;
		if (one.type != V_NONE)
			list[n++] = one;
	}
	v->list = list;
	v->i = n;
	if (n == 0)
		v->type = V_NONE;
	return 0;
}

int
filter_run(struct filter_env *env, const struct filter_use *use, size_t n,
    struct value *v)
{
	for (size_t i = 0; i < n && v->type != V_NONE; i++) {
		bool each = v->type == V_LIST && !use[i].filter->takes_list;

		v->flags &= ~(unsigned)(VALUE_PLAIN | VALUE_WORD);
		if ((each ? run_each(env, &use[i], v) :
		    use[i].filter->run(env, &use[i], v)) < 0)
			return -1;
		if (v->type == V_TEXT)
			v->flags &= ~(unsigned)VALUE_PADDED;
	}
	return 0;
}
