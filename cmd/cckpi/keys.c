/* keys: group keys made of members and intervals; see keys.h. */
#include "cmd/cckpi/keys.h"

enum { CACHE = 4096, QUARTER = 15 * MS_MINUTE };

const char *const interval_names[] = { "15m", "30m", "hour", "day",
	"week", "month", "weekday", "time-of-day", NULL };

static int
parse_key(struct keys *k, struct str word, struct err *err)
{
	struct key *key = &k->key[k->n];

	if (k->n == MAX_KEYS)
		return err_set(err, ERR_USAGE, "-b: at most %d keys",
		    MAX_KEYS);
	key->name = arena_dup(&k->arena, word).p;
	key->interval = NO_INTERVAL;
	key->field = F_UNKNOWN;
	for (int i = 0; interval_names[i]; i++)
		if (str_is(word, interval_names[i]))
			key->interval = (enum interval)i;
	if (key->interval == NO_INTERVAL)
		key->field = field_find(word);
	if (key->interval == NO_INTERVAL && key->field == F_UNKNOWN) {
		err_set(err, ERR_USAGE, "-b '%.*s': neither a member of the "
		    "line nor an interval", STR_ARG(word));
		err_hint(err, "members are listed in cc-lines(5); intervals: "
		    "15m 30m hour day week month weekday time-of-day");
		return -1;
	}
	k->n++;
	return 0;
}

int
keys_parse(struct keys *k, const char *by, struct err *err)
{
	struct str rest = str_of(by), word;

	*k = (struct keys){ 0 };
	while (str_cut(&rest, ',', &word))
		if (parse_key(k, str_trim(word), err) < 0)
			return -1;
	return 0;
}

void
keys_release(struct keys *k)
{
	arena_release(&k->arena);
}

size_t
keys_fields(const struct keys *k, enum field_id *out)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		out[n++] = k->key[i].interval == NO_INTERVAL ?
		    k->key[i].field : F_START;
	return n;
}

/* ---- intervals --------------------------------------------------------------- */

static void
put_week(char *label, size_t n, const struct civil *c)
{
	int64_t day = civil_days(c->year, c->month, c->day);
	int64_t thursday = day - civil_weekday(day) + 3;
	struct civil t;
	int64_t first;

	civil_from_ms(thursday * MS_DAY, &t);	/* ISO 8601: its year's week */
	first = civil_days(t.year, 1, 1);
	snprintf(label, n, "%04d-W%02d", t.year,
	    (int)((thursday - first) / 7 + 1));
}

/* A clock that was turned back shows an hour twice: the second is marked by
 * its offset. */
static void
mark_second(char *label, size_t n, const struct zone *z, int64_t ms)
{
	struct civil c;
	enum zone_fit fit;
	size_t used = strlen(label);
	int minutes;

	zone_civil(z, ms, &c);
	if (zone_to_utc(z, &c, &fit) == ms || fit != ZONE_FOLD)
		return;
	minutes = (int)(zone_offset_ms(z, ms) / MS_MINUTE);
	snprintf(label + used, n - used, "%c%02d:%02d",
	    minutes < 0 ? '-' : '+', abs(minutes) / 60, abs(minutes) % 60);
}

static void
make_label(char *label, size_t n, enum interval interval,
    const struct zone *z, int64_t ms)
{
	static const char *const days[] = { "1 Mon", "2 Tue", "3 Wed", "4 Thu",
	    "5 Fri", "6 Sat", "7 Sun" };
	static const int minutes[] = { 15, 30, 60 };
	struct civil c;

	zone_civil(z, ms, &c);
	switch (interval) {
	case EVERY_15M:
	case EVERY_30M:
	case EVERY_HOUR:
		snprintf(label, n, "%04d-%02d-%02d %02d:%02d", c.year,
		    c.month, c.day, c.hour,
		    c.minute / minutes[interval] * minutes[interval]);
		mark_second(label, n, z, ms);
		break;
	case EVERY_DAY:
		snprintf(label, n, "%04d-%02d-%02d", c.year, c.month, c.day);
		break;
	case EVERY_WEEK:
		put_week(label, n, &c);
		break;
	case EVERY_MONTH:
		snprintf(label, n, "%04d-%02d", c.year, c.month);
		break;
	case OF_WEEKDAY:
		snprintf(label, n, "%s", days[civil_weekday(
		    civil_days(c.year, c.month, c.day))]);
		break;
	case OF_TIME:
		snprintf(label, n, "%02d:%02d", c.hour,
		    c.minute / 30 * 30);
		break;
	case INTERVALS:
		break;
	}
}

/* All zones change their offset at whole quarters of an hour, and no interval
 * is shorter: the label depends on the quarter alone. */
static const char *
label_of(struct key_maker *m, size_t i, int64_t ms)
{
	int64_t quarter = ms / QUARTER - (ms % QUARTER < 0);
	size_t at = (size_t)quarter % CACHE;

	if (m->cache[i][at].quarter != quarter) {
		m->cache[i][at].quarter = quarter;
		make_label(m->cache[i][at].label,
		    sizeof(m->cache[i][at].label), m->k->key[i].interval, m->z,
		    quarter * QUARTER);
	}
	return m->cache[i][at].label;
}

/* ---- keys ------------------------------------------------------------------------ */

void
key_maker_init(struct key_maker *m, const struct keys *k,
    const struct zone *z, const struct line_plan *plan,
    const struct line_plan *leg_plan)
{
	*m = (struct key_maker){ .k = k, .z = z, .plan = plan,
	    .leg_plan = leg_plan };
	for (size_t i = 0; i < k->n; i++) {
		if (k->key[i].interval == NO_INTERVAL)
			continue;
		m->cache[i] = mem_zero(CACHE, sizeof(*m->cache[i]));
		for (size_t c = 0; c < CACHE; c++)
			m->cache[i][c].quarter = INT64_MIN;
	}
}

void
key_maker_release(struct key_maker *m)
{
	for (size_t i = 0; i < MAX_KEYS; i++)
		mem_free(m->cache[i]);
	buf_release(&m->key);
	arena_release(&m->scratch);
}

void
key_put(struct buf *key, struct str value)
{
	const char *zero;

	buf_char(key, value.p ? 2 : 1);
	while (value.n && (zero = memchr(value.p, 0, value.n))) {
		buf_add(key, value.p, (size_t)(zero - value.p));
		buf_add(key, "\0\1", 2);
		value = str_range(zero + 1, value.p + value.n);
	}
	buf_str(key, value);
	buf_add(key, "\0\0", 2);
}

/* Members where a leg speaks for itself. */
static bool
of_leg(enum field_id f)
{
	return f == F_QUEUE || f == F_SKILL || f == F_AGENT || f == F_TEAM ||
	    f == F_SITE || f == F_START || f == F_ENTRY;
}

static struct str
value_of(struct key_maker *m, enum field_id f, const struct line *contact,
    const struct line *leg)
{
	struct str token = STR_NONE, value;

	if (leg && of_leg(f))
		token = line_get(m->leg_plan, leg, f);
	else
		token = line_get(m->plan, contact, f);
	if (token_str(token, &m->scratch, &value))
		return value;
	return token;		/* numbers, true, arrays as they stand */
}

static struct str
moment_label(struct key_maker *m, size_t i, const struct line *contact,
    const struct line *leg)
{
	struct str token = STR_NONE;
	int64_t ms;

	if (leg)
		token = line_get(m->leg_plan, leg, F_START);
	if (!token.p)
		token = line_get(m->plan, contact, F_START);
	if (!token_time(token, &ms))
		return STR_NONE;
	return str_of(label_of(m, i, ms));
}

struct str
key_make(struct key_maker *m, const struct line *contact,
    const struct line *leg)
{
	buf_clear(&m->key);
	arena_clear(&m->scratch);
	for (size_t i = 0; i < m->k->n; i++) {
		const struct key *key = &m->k->key[i];

		key_put(&m->key, key->interval == NO_INTERVAL ?
		    value_of(m, key->field, contact, leg) :
		    moment_label(m, i, contact, leg));
	}
	return buf_view(&m->key);
}

void
key_part(struct str *key, struct buf *b, bool *absent)
{
	size_t i = 1;

	buf_clear(b);
	*absent = key->p[0] == 1;
	for (; i + 1 < key->n; i++) {
		if (key->p[i] != '\0') {
			buf_char(b, key->p[i]);
		} else if (key->p[++i] == '\0') {
			i++;
			break;
		} else {
			buf_char(b, '\0');
		}
	}
	*key = str_skip(*key, i);
}
