/* measure: settings out of options and out of kpi lines; see measure.h. */
#include "cmd/cckpi/measure.h"

#include "common/when.h"

static const char default_kpis[] = "contacts,offered,answered,abandoned,"
    "abandon_rate,sl,asa,wait_p90,aht";
/* Of a table, by the number of keys: what a terminal of 80 columns takes. */
static const char *const table_kpis[] = {
	"contacts,offered,answered,abandon_rate,sl,asa,wait_p90,aht",
	"contacts,offered,answered,abandon_rate,sl,asa,aht",
	"contacts,offered,abandoned,sl,asa,aht",
};

/* ---- what was asked --------------------------------------------------------- */

/* Which KPIs, once the keys are known. */
static int
choose(struct measure *m, struct err *err)
{
	const struct cckpi_options *o = m->o;
	const char *ids = o->kpis;

	if (!ids)
		ids = o->format == CCKPI_TABLE ? table_kpis[MIN(m->keys.n,
		    COUNT_OF(table_kpis) - 1)] : default_kpis;
	return kpi_choose(&m->choice, ids, &m->settings, err);
}

static int
ask_settings(struct measure *m, struct err *err)
{
	const struct cckpi_options *o = m->o;
	struct kpi_settings *k = &m->settings;

	*k = (struct kpi_settings)KPI_DEFAULTS;
	if (o->threshold_ms != NOT_GIVEN)
		k->threshold_ms = o->threshold_ms;
	if (o->short_ms != NOT_GIVEN)
		k->short_ms = o->short_ms;
	if (o->repeat != NOT_GIVEN)
		k->repeat = (enum kpi_repeat)o->repeat;
	if (o->at != NOT_GIVEN)
		k->at = (enum kpi_at)o->at;
	if (o->until && zone_asked(m->zone, "--until", o->until, &k->horizon,
	    err) < 0)
		return -1;
	return o->windows ? kpi_windows(k, o->windows, &m->arena, err) : 0;
}

static int
ask_hours(struct measure *m, struct err *err)
{
	const struct cckpi_options *o = m->o;

	if (o->holidays && !o->hours.n)
		return err_set(err, ERR_USAGE, "--holidays goes with --hours");
	if (o->hours.n && o->combine)
		return err_set(err, ERR_USAGE, "--hours goes with counting, "
		    "not with --combine: kpi lines say theirs");
	for (size_t i = 0; i < o->hours.n; i++)
		if (calendar_hours(&m->calendar, str_of(o->hours.item[i]),
		    &m->arena, err) < 0)
			return -1;
	if (o->holidays && calendar_holidays(&m->calendar,
	    str_of(o->holidays), err) < 0)
		return -1;
	if (!o->hours.n)
		return 0;
	m->calendar.zone = m->zone;
	m->settings.hours = &m->calendar;
	calendar_put(&m->calendar, &m->hours);
	return 0;
}

int
measure_ask(struct measure *m, struct cckpi_options *o, struct err *err)
{
	*m = (struct measure){ .o = o };
	m->zone = zone_open(str_of(o->cli.zone ? o->cli.zone : "UTC"), err);
	if (!m->zone || ask_settings(m, err) < 0 ||
	    group_keys_parse(&m->keys, o->by, err) < 0)
		return -1;
	buf_str(&m->zone_name, zone_name(m->zone));
	if (ask_hours(m, err) < 0)
		return -1;
	/* a wrong id is said before anything is read */
	return choose(m, err);
}

/* ---- the definition ----------------------------------------------------------- */

void
measure_def(const struct measure *m, struct buf *def)
{
	const struct kpi_settings *k = &m->settings;

	buf_puts(def, "1;by=");
	for (size_t i = 0; i < m->keys.n; i++)
		buf_printf(def, "%s%s", i ? "," : "", m->keys.key[i].name);
	buf_puts(def, ";zone=");
	buf_str(def, buf_view(&m->zone_name));
	buf_printf(def, ";threshold=%lldms;short=%lldms;window=",
	    (long long)k->threshold_ms, (long long)k->short_ms);
	for (size_t i = 0; i < k->windows; i++)
		buf_printf(def, "%s%s", i ? "," : "", k->window_name[i]);
	buf_printf(def, ";repeat=%s;at=%s", kpi_repeats[k->repeat],
	    kpi_ats[k->at]);
	if (m->hours.n) {
		buf_puts(def, ";hours=");
		buf_str(def, buf_view(&m->hours));
	}
}

/* "name=value" out of a definition, up to its ';'. */
static struct str
def_value(struct str *rest, const char *name)
{
	struct str part, left;

	if (!str_cut(rest, ';', &part) || !str_cut(&part, '=', &left) ||
	    !str_is(left, name) || !part.p)
		return STR_NONE;
	return part;
}

static int
word_of(struct str word, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (str_is(word, words[i]))
			return i;
	return 0;	/* the comparison in measure_adopt finds it out */
}

static bool
read_ms(struct str text, int64_t *ms)
{
	return text.n > 2 && str_ends(text, STR("ms")) &&
	    token_int((struct str){ text.p, text.n - 2 }, ms);
}

static int
adopt_settings(struct measure *m, struct str *rest)
{
	struct kpi_settings *k = &m->settings;
	struct err ignored = { 0 };
	struct str windows;

	if (!read_ms(def_value(rest, "threshold"), &k->threshold_ms) ||
	    !read_ms(def_value(rest, "short"), &k->short_ms))
		return -1;
	windows = def_value(rest, "window");
	if (!windows.p || kpi_windows(k, arena_dup(&m->arena, windows).p,
	    &m->arena, &ignored) < 0)
		return -1;
	k->repeat = (enum kpi_repeat)word_of(def_value(rest, "repeat"),
	    kpi_repeats);
	k->at = (enum kpi_at)word_of(def_value(rest, "at"), kpi_ats);
	buf_clear(&m->hours);
	if (rest->p)
		buf_str(&m->hours, def_value(rest, "hours"));
	return 0;
}

static bool
same_def(const struct measure *m, struct str def)
{
	struct buf ours = { 0 };
	bool same;

	measure_def(m, &ours);
	same = str_eq(buf_view(&ours), def);
	buf_release(&ours);
	return same;
}

int
measure_adopt(struct measure *m, struct str def)
{
	struct str rest = def, version, by, zone;
	struct err ignored = { 0 };

	if (!str_cut(&rest, ';', &version) || !str_is(version, "1"))
		return -1;
	by = def_value(&rest, "by");
	zone = def_value(&rest, "zone");
	if (!by.p || !zone.p)
		return -1;
	group_keys_release(&m->keys);
	if (by.n && group_keys_parse(&m->keys, arena_dup(&m->arena, by).p,
	    &ignored) < 0)
		return -1;
	buf_clear(&m->zone_name);
	buf_str(&m->zone_name, zone);
	return adopt_settings(m, &rest) < 0 || !same_def(m, def) ? -1 : 0;
}

/* ---- groupings ------------------------------------------------------------------- */

static void
free_groupings(struct measure *m)
{
	for (size_t i = 0; i < m->n; i++)
		grouping_free(m->grouping[i]);
	mem_free(m->grouping);
	sort_free(m->agents);
	m->grouping = NULL;
	m->agents = NULL;
	m->n = 0;
}

int
measure_start(struct measure *m, size_t n, struct err *err)
{
	const struct cckpi_options *o = m->o;
	enum field_id fields_of[MAX_KEYS];
	bool all = o->format == CCKPI_LINES;
	struct sort_options sorted = { .mem_bytes = o->cli.mem_bytes / 2,
	    .tmp_dir = o->cli.tmp_dir };
	struct grouping_options g = { &m->plan, &m->keys, m->zone,
	    o->cli.mem_bytes / n, o->cli.tmp_dir };

	free_groupings(m);
	m->counted = m->passed = 0;
	kpi_choices_release(&m->choice);
	if (choose(m, err) < 0)
		return -1;
	kpi_plan_init(&m->plan, &m->settings, all ? NULL : m->choice.item,
	    m->choice.n, fields_of, group_keys_fields(&m->keys, fields_of));
	m->plan.timed = group_keys_timed(&m->keys);
	m->grouping = mem_zero(n, sizeof(struct grouping *));
	m->n = n;
	if (m->plan.section[SECTION_SHIFT] && !all) {
		m->agents = sort_new(&sorted);
		g.mem_bytes /= 2;
	}
	for (size_t i = 0; i < n; i++)
		m->grouping[i] = grouping_new(&g);
	return 0;
}

void
measure_release(struct measure *m)
{
	free_groupings(m);
	kpi_choices_release(&m->choice);
	group_keys_release(&m->keys);
	zone_close(m->zone);
	buf_release(&m->zone_name);
	buf_release(&m->hours);
	calendar_release(&m->calendar);
	arena_release(&m->arena);
}
