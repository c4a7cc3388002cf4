/* group: labels of intervals, attribution to legs and moments, and that any
 * split of the lines over groupings, spilled or not, reads the same. */
#include "common/group.h"

#include "common/mem.h"
#include "common/when.h"
#include "tests/unit/test.h"

static uint64_t state = 20261126;

static unsigned
draw(unsigned below)
{
	state = state * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % below;
}

/* ---- labels -------------------------------------------------------------------- */

static const struct { const char *zone; enum interval interval; const char
    *at, *label; } labels[] = {
	{ "UTC", EVERY_15M, "2026-03-02T09:29:59.999Z", "2026-03-02 09:15" },
	{ "UTC", EVERY_30M, "2026-03-02T09:29:59.999Z", "2026-03-02 09:00" },
	{ "UTC", EVERY_30M, "2026-03-02T09:30:00.000Z", "2026-03-02 09:30" },
	{ "UTC", EVERY_HOUR, "1969-12-31T23:59:59.999Z", "1969-12-31 23:00" },
	{ "UTC", EVERY_DAY, "2026-03-02T00:00:00.000Z", "2026-03-02" },
	{ "Asia/Kathmandu", EVERY_HOUR, "2026-03-02T09:14:59.000Z",
	  "2026-03-02 14:00" },
	{ "Asia/Kathmandu", EVERY_HOUR, "2026-03-02T09:15:00.000Z",
	  "2026-03-02 15:00" },
	/* ISO weeks: the year of the Thursday */
	{ "UTC", EVERY_WEEK, "2027-01-03T12:00:00.000Z", "2026-W53" },
	{ "UTC", EVERY_WEEK, "2027-01-04T00:00:00.000Z", "2027-W01" },
	{ "UTC", EVERY_WEEK, "2024-12-30T00:00:00.000Z", "2025-W01" },
	{ "UTC", EVERY_MONTH, "2026-03-31T23:59:59.999Z", "2026-03" },
	{ "UTC", EVERY_YEAR, "2026-12-31T23:59:59.999Z", "2026" },
	{ "UTC", OF_WEEKDAY, "2026-03-02T00:00:00.000Z", "1 Mon" },
	{ "Pacific/Auckland", OF_WEEKDAY, "2026-03-02T12:00:00.000Z",
	  "2 Tue" },
	{ "UTC", OF_HOUR, "2026-03-02T09:59:00.000Z", "09:00" },
	{ "UTC", OF_HALF_HOUR, "2026-03-02T09:59:00.000Z", "09:30" },
	/* 25 October 2026: London's clock shows 01:00 to 02:00 twice */
	{ "Europe/London", EVERY_HOUR, "2026-10-25T00:30:00.000Z",
	  "2026-10-25 01:00" },
	{ "Europe/London", EVERY_HOUR, "2026-10-25T01:30:00.000Z",
	  "2026-10-25 01:00+00:00" },
	{ "Europe/London", EVERY_15M, "2026-10-25T01:59:59.000Z",
	  "2026-10-25 01:45+00:00" },
	{ "Europe/London", EVERY_HOUR, "2026-10-25T02:00:00.000Z",
	  "2026-10-25 02:00" },
	{ "Europe/London", EVERY_DAY, "2026-10-24T23:00:00.000Z",
	  "2026-10-25" },
	/* 29 March 2026: 01:00 to 02:00 is not there */
	{ "Europe/London", EVERY_HOUR, "2026-03-29T01:00:00.000Z",
	  "2026-03-29 02:00" },
};

static void
test_labels(void)
{
	for (size_t i = 0; i < COUNT_OF(labels); i++) {
		struct err err = { 0 };
		struct zone *z = zone_open(str_of(labels[i].zone), &err);
		char label[GROUP_LABEL];
		int64_t ms = 0;

		if (!z) {
			printf("skipped group: no zone %s\n", labels[i].zone);
			continue;
		}
		when_read(str_of(labels[i].at), &ms);
		group_label(label, labels[i].interval, z, ms);
		TEST_CASE(strcmp(label, labels[i].label) == 0,
		    "%s in %s by %s is %s", labels[i].at, labels[i].zone,
		    interval_names[labels[i].interval], label);
		zone_close(z);
	}
}

static void
test_keys(void)
{
	static const char *const bad[] = { "nope", "queue,queue", "hour,hour",
	    "", "queue,", "a,b,c" };
	struct group_keys k;

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct err err = { 0 };

		TEST_CASE(group_keys_parse(&k, bad[i], &err) < 0 &&
		    err.kind == ERR_USAGE, "keys '%s' are refused", bad[i]);
		group_keys_release(&k);
	}
}

/* ---- lines into groupings ---------------------------------------------------------- */

enum { PARTS = 4 };

struct world {
	struct kpi_plan plan;
	struct group_keys keys;
	struct zone *zone;
	struct grouping *g[PARTS];
	size_t n;
	struct kpi_choices choice;
};

static void
open_world(struct world *w, const char *by, const char *ids, enum kpi_at at,
    size_t n, size_t mem)
{
	struct kpi_settings k = KPI_DEFAULTS;
	struct err err = { 0 };
	enum field_id also[MAX_KEYS];
	struct grouping_options o = { .plan = &w->plan, .keys = &w->keys,
	    .mem_bytes = mem };

	*w = (struct world){ .n = n };
	k.at = at;
	if (group_keys_parse(&w->keys, by, &err) < 0 ||
	    kpi_choose(&w->choice, ids, &k, &err) < 0)
		BUG("a test's keys and KPIs");
	kpi_plan_init(&w->plan, &k, w->choice.item, w->choice.n, also,
	    group_keys_fields(&w->keys, also));
	w->plan.timed = group_keys_timed(&w->keys);
	o.zone = w->zone = zone_open(STR("UTC"), &err);
	for (size_t i = 0; i < n; i++)
		w->g[i] = grouping_new(&o);
}

static void
close_world(struct world *w)
{
	for (size_t i = 0; i < w->n; i++)
		grouping_free(w->g[i]);
	kpi_choices_release(&w->choice);
	group_keys_release(&w->keys);
	zone_close(w->zone);
}

static void
add_line(struct world *w, size_t g, const char *text)
{
	struct buf b = { 0 };
	struct line l;

	buf_puts(&b, text);
	memset(buf_room(&b, PADDING), 0, PADDING);
	if (line_read(&w->plan.line, buf_view(&b), &l) != LINE_OK)
		BUG("a test's line");
	grouping_add(w->g[g], &l);
	buf_release(&b);
}

/* All rows as text: parts joined by '|', then values; '-' is absent. */
static void
show(struct world *w, struct buf *out)
{
	struct err err = { 0 };
	struct group_walk *walk = group_walk(w->g, w->n, &err);
	struct group_row row;

	while (group_next(walk, &row, &err) > 0) {
		for (size_t k = 0; k < w->keys.n; k++) {
			buf_str(out, row.part[k].p ? row.part[k] : STR("-"));
			buf_char(out, '|');
		}
		for (size_t i = 0; i < w->choice.n; i++) {
			struct kpi_value v = kpi_value(&w->plan,
			    &w->choice.item[i], row.state);

			buf_char(out, i ? ' ' : ':');
			if (v.known)
				buf_int(out, v.value);
			else
				buf_char(out, '?');
		}
		buf_char(out, '\n');
	}
	group_walk_free(walk);
}

/* ---- attribution --------------------------------------------------------------------- */

/* Cards for 40 s in vain, loans answered by b after 10 s, who asked c. */
static const char journey[] = "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"1\","
    "\"source\":\"s\",\"direction\":\"in\",\"start\":"
    "\"2026-03-02T09:58:00.000Z\",\"end\":\"2026-03-02T11:01:00.000Z\","
    "\"queue\":\"cards\",\"agent\":\"b\",\"outcome\":\"answered\","
    "\"reply\":{\"first_ms\":5,\"from\":\"created\"},\"legs\":["
    "{\"type\":\"self\",\"start\":\"2026-03-02T09:58:00.000Z\"},"
    "{\"type\":\"queue\",\"start\":\"2026-03-02T09:59:50.000Z\",\"queue\":"
    "\"cards\",\"outcome\":\"overflowed\",\"wait_ms\":40000},"
    "{\"type\":\"queue\",\"start\":\"2026-03-02T10:00:30.000Z\",\"queue\":"
    "\"side\",\"outcome\":\"cancelled\",\"side\":true,\"wait_ms\":9000},"
    "{\"type\":\"queue\",\"start\":\"2026-03-02T10:00:30.000Z\",\"queue\":"
    "\"loans\",\"agent\":\"b\",\"outcome\":\"answered\",\"wait_ms\":10000,"
    "\"talk_ms\":60000,\"wrap_ms\":20000,\"out\":\"transfer-agent\"},"
    "{\"type\":\"consult\",\"start\":\"2026-03-02T10:30:00.000Z\",\"agent\":"
    "\"c\",\"outcome\":\"answered\",\"talk_ms\":30000,\"side\":true},"
    "{\"type\":\"agent\",\"start\":\"2026-03-02T11:00:00.000Z\",\"agent\":"
    "\"d\",\"outcome\":\"answered\",\"talk_ms\":40000}]}";
static const char plain[] = "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"2\","
    "\"source\":\"s\",\"direction\":\"in\",\"start\":"
    "\"2026-03-02T09:59:00.000Z\",\"queued\":\"2026-03-02T10:00:00.000Z\","
    "\"end\":\"2026-03-02T11:01:00.000Z\",\"queue\":\"cards\",\"agent\":"
    "\"b\",\"outcome\":\"answered\",\"wait_ms\":5000,\"talk_ms\":1000}";
static const char deleted[] = "{\"cc\":1,\"kind\":\"interaction\",\"id\":"
    "\"3\",\"source\":\"s\",\"deleted\":true,\"queue\":\"cards\"}";
static const char merged[] = "{\"cc\":1,\"kind\":\"interaction\",\"id\":"
    "\"4\",\"source\":\"s\",\"merged_into\":\"1\",\"queue\":\"cards\"}";

static const struct { const char *by; enum kpi_at at; const char *want; }
    attributed[] = {
	/* contacts offered answered overflowed handled talk transfer reply */
	{ NULL, AT_ENTRY, ":2 3 2 1 3 43667 333333 5\n" },
	{ "queue", AT_ENTRY, "-|:0 0 0 0 1 70000 0 ?\n"
	  "cards|:2 2 1 1 1 1000 0 5\n"
	  "loans|:0 1 1 0 1 60000 1000000 ?\n" },
	{ "agent", AT_ENTRY, "-|:0 1 0 1 0 ? ? ?\n"
	  "b|:2 2 2 0 2 30500 500000 5\n"
	  "c|:0 0 0 0 0 ? ? ?\n"	/* a consult: time, no handling */
	  "d|:0 0 0 0 1 40000 0 ?\n" },
	{ "hour", AT_ENTRY, "2026-03-02 09:00|:2 1 0 1 0 ? ? 5\n"
	  "2026-03-02 10:00|:0 2 2 0 2 45500 500000 ?\n"
	  "2026-03-02 11:00|:0 0 0 0 1 40000 0 ?\n" },
	{ "hour", AT_START, "2026-03-02 09:00|:2 3 2 1 3 43667 333333 5\n" },
	{ "hour", AT_END, "2026-03-02 11:00|:2 3 2 1 3 43667 333333 5\n" },
	/* decided: 09:59:50 + 20 s, 10:00:40, 10:00:05 */
	{ "hour", AT_DECIDED, "2026-03-02 09:00|:2 0 0 0 0 ? ? 5\n"
	  "2026-03-02 10:00|:0 3 2 1 2 45500 500000 ?\n"
	  "2026-03-02 11:00|:0 0 0 0 1 40000 0 ?\n" },
};

static void
test_attribution(void)
{
	for (size_t i = 0; i < COUNT_OF(attributed); i++) {
		struct world w;
		struct buf out = { 0 };
		char what[80];

		open_world(&w, attributed[i].by, "contacts,offered,answered,"
		    "overflowed,handled,talk,transfer_rate,first_reply",
		    attributed[i].at, 1, 0);
		add_line(&w, 0, journey);
		add_line(&w, 0, plain);
		add_line(&w, 0, deleted);
		add_line(&w, 0, merged);
		show(&w, &out);
		snprintf(what, sizeof(what), "a contact with legs by %s at %s",
		    attributed[i].by ? attributed[i].by : "nothing",
		    kpi_ats[attributed[i].at]);
		TEST_STR(buf_view(&out), attributed[i].want, what);
		buf_release(&out);
		close_world(&w);
	}
}

/* Parts that bytes could mix up stay apart, in the order of their bytes. */
static void
test_odd_parts(void)
{
	static const char *const queues[] = { "\"a\"", "\"\"", "\"a\\u0000b\"",
	    "\"a\\u0000\"", "\"b\"", "\"\xc3\xa9\"", "\"a\\u0001\"", "\"-\"" };
	static const char want[] = "-|-|:1\n" "|x|:1\n" "-|x|:1\n" "a|x|:1\n"
	    "a\0|x|:1\n" "a\0b|x|:1\n" "a\1|x|:1\n" "b|x|:1\n"
	    "\xc3\xa9|x|:1\n";

	for (size_t mem = 0; mem < 2; mem++) {
		struct world w;
		struct buf out = { 0 };
		struct err err = { 0 };

		open_world(&w, "queue,skill", "contacts", AT_ENTRY, 2, mem);
		add_line(&w, 0, "{\"cc\":1,\"kind\":\"interaction\",\"id\":"
		    "\"1\",\"source\":\"s\"}");
		for (size_t i = 0; i < COUNT_OF(queues); i++) {
			char line[160];

			snprintf(line, sizeof(line), "{\"cc\":1,\"kind\":"
			    "\"interaction\",\"id\":\"1\",\"source\":\"s\","
			    "\"queue\":%s,\"skill\":\"x\"}", queues[i]);
			add_line(&w, i % 2, line);
			TEST_CASE(grouping_trim(w.g[i % 2], &err) == 0,
			    "queue %s, %s", queues[i],
			    mem ? "spilled" : "in memory");
		}
		show(&w, &out);
		TEST_CASE(str_eq(buf_view(&out), (struct str){ want,
		    sizeof(want) - 1 }), "odd texts are apart and in order, "
		    "%s", mem ? "spilled" : "in memory");
		buf_release(&out);
		close_world(&w);
	}
}

/* ---- any split, spilled or not ---------------------------------------------------------- */

static void
random_line(char *line, size_t size)
{
	static const char *const outcomes[] = { "answered", "answered",
	    "abandoned", "callback", "overflowed", "unknown" };

	snprintf(line, size, "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"1\","
	    "\"source\":\"s\",\"start\":\"2026-03-%02uT%02u:%02u:00.000Z\","
	    "\"queue\":\"q%u\",\"outcome\":\"%s\",\"wait_ms\":%u,"
	    "\"talk_ms\":%u}", 1 + draw(3), draw(24), draw(60), draw(7),
	    outcomes[draw(6)], draw(draw(2) ? 40 : 900000), draw(100000));
}

static void
add_line_soon(struct world *w, size_t g, const char *text)
{
	if (line_read(&w->plan.line, str_of(text), grouping_place(w->g[g])) !=
	    LINE_OK)
		BUG("a test's line");
	grouping_add_soon(w->g[g]);
}

static void
test_splits(void)
{
	enum { LINES = 9000, ROUNDS = 9 };
	static const struct { size_t n, mem; bool soon; } ways[ROUNDS] = {
	    { 1, 0, false }, { 2, 0, false }, { 4, 0, false }, { 1, 1, false },
	    { 3, 1 << 18, false }, { 4, 40000, false }, { 1, 0, true },
	    { 3, 0, true }, { 3, 40000, true } };
	char (*line)[320] = mem_get(LINES * sizeof(*line));
	struct buf whole = { 0 };

	for (size_t i = 0; i < LINES; i++)
		random_line(line[i], sizeof(*line));
	for (size_t r = 0; r < ROUNDS; r++) {
		struct world w;
		struct err err = { 0 };
		struct buf out = { 0 };

		open_world(&w, "queue,30m", "contacts,offered,sl,asa,aht,"
		    "wait_p50,wait_p90,wait_p99,wait_max", AT_ENTRY,
		    ways[r].n, ways[r].mem);
		for (size_t i = 0; i < LINES; i++) {
			size_t g = draw((unsigned)ways[r].n);

			(ways[r].soon ? add_line_soon : add_line)(&w, g,
			    line[(i * 7 + r) % LINES]);
			if (i % 100 == 99 && grouping_trim(w.g[g], &err) < 0)
				BUG("spilling");
		}
		for (size_t g = 0; g < w.n; g++)
			if (grouping_trim(w.g[g], &err) < 0)
				BUG("spilling");
		show(&w, &out);
		if (r == 0)
			whole = out;
		else
			TEST_CASE(str_eq(buf_view(&whole), buf_view(&out)),
			    "%zu groupings of %zu bytes read as one%s",
			    w.n, ways[r].mem, ways[r].soon ? ", added soon" :
			    "");
		if (r)
			buf_release(&out);
		close_world(&w);
	}
	buf_release(&whole);
	mem_free(line);
}

int
main(void)
{
	test_labels();
	test_keys();
	test_attribution();
	test_odd_parts();
	test_splits();
	return test_end();
}
