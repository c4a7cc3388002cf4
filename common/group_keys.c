/* group_keys: what -b says, and the labels of intervals; see group.h. */
#include "common/group.h"

#include "common/mem.h"
#include "common/near.h"

const char *const interval_names[] = { "15m", "30m", "hour", "day", "week",
	"month", "year", "weekday", "hour-of-day", "halfhour-of-day", NULL };

/* ---- keys -------------------------------------------------------------------- */

static int
no_such(struct str word, struct err *err)
{
	struct near near = { .typed = word };

	for (size_t i = 0; i < FIELD_COUNT; i++)
		near_offer(&near, str_of(fields[i].name));
	for (size_t i = 0; interval_names[i]; i++)
		near_offer(&near, str_of(interval_names[i]));
	err_set(err, ERR_USAGE, "-b '%.*s': neither a member of the line nor "
	    "an interval", STR_ARG(word));
	if (near.best.p)
		err_hint(err, "did you mean '%s'? members are listed in "
		    "cc-lines(5)", near.best.p);
	else
		err_hint(err, "members are listed in cc-lines(5); intervals: "
		    "15m 30m hour day week month year weekday hour-of-day "
		    "halfhour-of-day");
	return -1;
}

static int
parse_key(struct group_keys *k, struct str word, struct err *err)
{
	struct group_key key = { F_UNKNOWN, NO_INTERVAL, NULL };

	if (k->n == MAX_KEYS)
		return err_set(err, ERR_USAGE, "-b: at most %d keys",
		    MAX_KEYS);
	for (size_t i = 0; i < k->n; i++)
		if (str_is(word, k->key[i].name))
			return err_set(err, ERR_USAGE, "-b: '%.*s' stands "
			    "twice", STR_ARG(word));
	for (int i = 0; interval_names[i]; i++)
		if (str_is(word, interval_names[i]))
			key.interval = (enum interval)i;
	if (key.interval == NO_INTERVAL &&
	    (key.field = field_find(word)) == F_UNKNOWN)
		return no_such(word, err);
	key.name = arena_dup(&k->arena, word).p;
	k->key[k->n++] = key;
	return 0;
}

int
group_keys_parse(struct group_keys *k, const char *by, struct err *err)
{
	struct str rest = str_of(by), word;

	*k = (struct group_keys){ 0 };
	while (str_cut(&rest, ',', &word))
		if (parse_key(k, str_trim(word), err) < 0)
			return -1;
	return 0;
}

void
group_keys_release(struct group_keys *k)
{
	arena_release(&k->arena);
	*k = (struct group_keys){ 0 };
}

size_t
group_keys_fields(const struct group_keys *k, enum field_id *out)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		if (k->key[i].interval == NO_INTERVAL)
			out[n++] = k->key[i].field;
	return n;
}

bool
group_keys_timed(const struct group_keys *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->key[i].interval != NO_INTERVAL)
			return true;
	return false;
}

/* ---- labels -------------------------------------------------------------------- */

/* ISO 8601: a week belongs to the year of its Thursday. */
static void
put_week(char *label, const struct civil *c)
{
	int64_t day = civil_days(c->year, c->month, c->day);
	int64_t thursday = day - civil_weekday(day) + 3;
	struct civil t;

	civil_from_ms(thursday * MS_DAY, &t);
	snprintf(label, GROUP_LABEL, "%04d-W%02d", t.year,
	    (int)((thursday - civil_days(t.year, 1, 1)) / 7 + 1));
}

/* A clock that was turned back shows an hour twice: the second is marked by
 * its offset. */
static void
mark_second(char *label, const struct zone *z, int64_t ms)
{
	size_t used = strlen(label);
	struct civil c;
	enum zone_fit fit;
	int minutes;

	zone_civil(z, ms, &c);
	if (zone_to_utc(z, &c, &fit) == ms || fit != ZONE_FOLD)
		return;
	minutes = (int)(zone_offset_ms(z, ms) / MS_MINUTE);
	snprintf(label + used, GROUP_LABEL - used, "%c%02d:%02d",
	    minutes < 0 ? '-' : '+', abs(minutes) / 60, abs(minutes) % 60);
}

static void
put_clock(char *label, const struct civil *c, int minutes)
{
	snprintf(label, GROUP_LABEL, "%04d-%02d-%02d %02d:%02d", c->year,
	    c->month, c->day, c->hour, c->minute / minutes * minutes);
}

static void
put_weekday(char *label, const struct civil *c)
{
	static const char *const days[] = { "1 Mon", "2 Tue", "3 Wed", "4 Thu",
	    "5 Fri", "6 Sat", "7 Sun" };

	snprintf(label, GROUP_LABEL, "%s", days[civil_weekday(civil_days(
	    c->year, c->month, c->day))]);
}

void
group_label(char label[GROUP_LABEL], enum interval interval,
    const struct zone *z, int64_t ms)
{
	static const int minutes[] = { [EVERY_15M] = 15, [EVERY_30M] = 30,
	    [EVERY_HOUR] = 60 };
	struct civil c;

	zone_civil(z, ms, &c);
	switch (interval) {
	case EVERY_15M:
	case EVERY_30M:
	case EVERY_HOUR:
		put_clock(label, &c, minutes[interval]);
		mark_second(label, z, ms);
		break;
	case EVERY_DAY:
		snprintf(label, GROUP_LABEL, "%04d-%02d-%02d", c.year, c.month,
		    c.day);
		break;
	case EVERY_WEEK:
		put_week(label, &c);
		break;
	case EVERY_MONTH:
		snprintf(label, GROUP_LABEL, "%04d-%02d", c.year, c.month);
		break;
	case EVERY_YEAR:
		snprintf(label, GROUP_LABEL, "%04d", c.year);
		break;
	case OF_WEEKDAY:
		put_weekday(label, &c);
		break;
	case OF_HOUR:
		snprintf(label, GROUP_LABEL, "%02d:00", c.hour);
		break;
	case OF_HALF_HOUR:
		snprintf(label, GROUP_LABEL, "%02d:%02d", c.hour,
		    c.minute / 30 * 30);
		break;
	case INTERVALS:
		BUG("no interval");
	}
}
