/* kpi: the KPI fixtures with exact fractions (voice KV, surveys KS, repeats KF,
 * occupancy KO, printed examples KC), attribution, and what is refused. */
#include "common/kpi.h"

#include "common/group.h"
#include "common/mem.h"
#include "common/when.h"
#include "tests/unit/test.h"

/* ---- measuring text ------------------------------------------------------------ */

/* One grouping over lines that are text; every count is kept. */
struct ruler {
	struct kpi_settings k;
	struct group_keys keys;
	struct kpi_plan plan;
	struct grouping *g[1];
	struct group_walk *walk;
	struct group_row row;
	struct zone *zone;
};

static void
measure(struct ruler *r, const struct kpi_settings *k, const char *by,
    struct str lines)
{
	struct err err = { 0 };
	enum field_id also[MAX_KEYS];
	struct grouping_options o = { .plan = &r->plan, .keys = &r->keys };
	struct str raw;
	struct line l;

	*r = (struct ruler){ .k = *k };
	if (group_keys_parse(&r->keys, by, &err) < 0)
		BUG("keys");
	kpi_plan_init(&r->plan, k, NULL, 0, also,
	    group_keys_fields(&r->keys, also));
	r->plan.timed = group_keys_timed(&r->keys);
	o.zone = r->zone = zone_open(STR("UTC"), &err);
	r->g[0] = grouping_new(&o);
	while (str_cut(&lines, '\n', &raw))
		if (raw.n && line_read(&r->plan.line, raw, &l) == LINE_OK)
			grouping_add(r->g[0], &l);
	r->walk = group_walk(r->g, 1, &err);
	group_next(r->walk, &r->row, &err);
}

static void
done(struct ruler *r)
{
	group_walk_free(r->walk);
	grouping_free(r->g[0]);
	group_keys_release(&r->keys);
	zone_close(r->zone);
}

/* The row whose parts are a, b (NULL: no such key); false: there is none. */
static bool
find_row(struct ruler *r, const char *a, const char *b)
{
	struct err err = { 0 };

	do {
		if ((!a || str_is(r->row.part[0], a)) &&
		    (!b || str_is(r->row.part[1], b)))
			return true;
	} while (group_next(r->walk, &r->row, &err) > 0);
	return false;
}

static struct kpi_value
value(struct ruler *r, const char *id, size_t window)
{
	struct kpi_choice c = { kpi_find(str_of(id)), window, id };

	BUG_UNLESS(c.kpi);
	return kpi_value(&r->plan, &c, r->row.state);
}

/* A value as "num/den=value", or "n/a"; without den only the value. */
static struct str
words(struct buf *b, const struct kpi_value *v)
{
	buf_clear(b);
	if (!v->known)
		return v->mixed ? STR("mixed") : STR("n/a");
	if (v->den) {
		kpi_put_wide(b, v->num);
		buf_char(b, '/');
		kpi_put_wide(b, v->den);
		buf_char(b, '=');
	}
	buf_int(b, v->value);
	return buf_view(b);
}

struct want {
	const char *id, *words;
};

static void
expect(struct ruler *r, const char *what, const struct want *want, size_t n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++) {
		struct kpi_value v = value(r, want[i].id, 0);
		struct str got = words(&b, &v);

		TEST_CASE(str_is(got, want[i].words), "%s %s: %.*s", what,
		    want[i].id, STR_ARG(got));
	}
	buf_release(&b);
}

/* Lines made by printf are padded, as a reader's bytes are. */
static struct str
padded(struct buf *b)
{
	size_t n = b->n;

	memset(buf_room(b, PADDING), 0, PADDING);
	return (struct str){ b->p, n };
}

/* ---- KV-S ------------------------------------------------------------------------- */

static const struct call {
	int wait;
	const char *outcome;
	int talk, hold, wrap, transferred;
	const char *agent;
} calls[] = {
	{ 0, "answered", 180, 0, 30, 0, "a1" },
	{ 4, "abandoned", 0, 0, 0, 0, NULL },
	{ 12, "answered", 240, 60, 45, 1, "a2" },
	{ 20, "answered", 95, 0, 20, 0, "a1" },
	{ 35, "answered", 300, 30, 60, 0, "a3" },
	{ 5, "abandoned", 0, 0, 0, 0, NULL },
	{ 18, "abandoned", 0, 0, 0, 0, NULL },
	{ 55, "abandoned", 0, 0, 0, 0, NULL },
	{ 8, "answered", 60, 0, 0, 0, "a2" },
	{ 15, "callback", 0, 0, 0, 0, NULL },
	{ 40, "overflowed", 0, 0, 0, 0, NULL },
	{ 3, "answered", 420, 120, 90, 1, "a3" },
	{ 19, "answered", 150, 0, 25, 0, "a1" },
	{ 21, "answered", 210, 0, 35, 0, "a2" },
	{ 90, "answered", 360, 45, 75, 0, "a3" },
	{ 0, "answered", 30, 0, 10, 0, "a1" },
	{ 2, "abandoned", 0, 0, 0, 0, NULL },
	{ 65, "callback", 0, 0, 0, 0, NULL },
	{ 10, "answered", 125, 0, 15, 0, "a2" },
	{ 20, "abandoned", 0, 0, 0, 0, NULL },
};

/* As legs each call is the second visit's mirror of the plain line. */
static void
put_calls(struct buf *b, bool as_legs)
{
	for (size_t i = 0; i < COUNT_OF(calls); i++) {
		const struct call *c = &calls[i];
		struct buf visit = { 0 };

		buf_printf(&visit, "\"queue\":\"q\"");
		if (c->agent)
			buf_printf(&visit, ",\"agent\":\"%s\"", c->agent);
		buf_printf(&visit, ",\"outcome\":\"%s\",%s\"wait_ms\":%d",
		    c->outcome, as_legs && c->transferred ?
		    "\"out\":\"transfer-agent\"," : "",
		    c->wait * 1000);
		if (c->agent)
			buf_printf(&visit, ",\"talk_ms\":%d,\"hold_ms\":"
			    "%d,\"wrap_ms\":%d", c->talk * 1000,
			    c->hold * 1000, c->wrap * 1000);
		buf_printf(b, "{\"cc\":1,\"kind\":\"interaction\",\"id\":"
		    "\"%zu\",\"source\":\"s\",\"direction\":\"in\",\"start\":"
		    "\"2026-03-02T09:00:%02zu.000Z\",%.*s%s", i, i,
		    STR_ARG(buf_view(&visit)), c->transferred ?
		    ",\"transfers\":1" : "");
		if (as_legs)
			buf_printf(b, ",\"legs\":[{\"type\":\"queue\",%.*s},"
			    "{\"type\":\"offer\",\"queue\":\"q\",\"agent\":"
			    "\"a9\",\"outcome\":\"refused\",\"ring_ms\":9000,"
			    "\"wrap_ms\":57000}]", STR_ARG(buf_view(&visit)));
		buf_puts(b, "}\n");
		buf_release(&visit);
	}
}

static const struct want kv[] = {
	{ "offered", "20" }, { "answered", "11" }, { "abandoned", "6" },
	{ "callbacks", "2" }, { "overflowed", "1" }, { "short_abandoned", "3" },
	{ "contacts", "20" }, { "handled", "11" },
	{ "sl", "8/14=571429" },
	{ "sl:asterisk", "8/11=727273" },
	{ "sl:asterisk2", "13/17=764706" },
	{ "sl:genesys", "8/17=470588" },
	{ "sl:genesys-short", "8/14=571429" },
	{ "sl:genesys-answered", "8/11=727273" },
	{ "sl:genesys-flowout", "8/20=400000" },
	{ "sl:cisco-neg", "8/17=470588" },
	{ "sl:cisco-pos", "13/17=764706" },
	{ "sl:cisco-ignore", "8/12=666667" },
	{ "sl:cisco-neg-timer", "8/14=571429" },
	{ "sl:cisco-pos-timer", "10/14=714286" },
	{ "sl:cisco-ignore-timer", "8/12=666667" },
	{ "sl:xcally", "8/12=666667" },
	{ "sl:connect", "14/20=700000" },
	{ "sl:connect-overflow", "14/20=700000" },
	{ "sl:copc", "8/20=400000" },
	{ "abandon_rate", "6/20=300000" },
	{ "abandon_rate:answered", "6/17=352941" },
	{ "abandon_rate:net", "3/14=214286" },
	{ "answer_rate", "11/20=550000" },
	{ "asa", "218000/11=19818" },
	{ "wait", "442000/20=22100" },
	{ "abandon_wait", "104000/6=17333" },
	{ "wait_max", "90000" }, { "wait_max:answered", "90000" },
	{ "wait_max:abandoned", "55000" },
	{ "wait_p50", "12000" }, { "wait_p80", "21000" },
	{ "wait_p90", "35000" }, { "wait_p95", "90000" },
	{ "aht", "2830000/11=257273" },
	{ "aht:contact", "2830000/11=257273" },
	{ "talk", "2170000/11=197273" },
	{ "wrap", "405000/11=36818" }, { "wrap:wrapped", "405000/10=40500" },
	{ "hold", "255000/11=23182" }, { "hold:held", "255000/4=63750" },
	{ "hold_rate", "4/11=363636" }, { "transfer_rate", "2/11=181818" },
	{ "transfer_rate:contact", "2/11=181818" },
	{ "occupancy", "n/a" }, { "aht:wall", "n/a" }, { "csat", "n/a" },
	{ "fcr", "n/a" }, { "first_reply", "n/a" }, { "containment", "n/a" },
};

static void
test_voice(void)
{
	static const struct { const char *agent, *handled, *aht; } agents[] = {
		{ "a1", "4", "540000/4=135000" },
		{ "a2", "4", "790000/4=197500" },
		{ "a3", "3", "1500000/3=500000" } };
	struct kpi_settings k = KPI_DEFAULTS;
	char what[24];

	for (int as_legs = 0; as_legs < 2; as_legs++) {
		struct buf b = { 0 };
		struct ruler r;

		put_calls(&b, as_legs);
		measure(&r, &k, NULL, padded(&b));
		expect(&r, as_legs ? "KV-S legs" : "KV-S plain", kv,
		    COUNT_OF(kv));
		done(&r);
		measure(&r, &k, "agent", padded(&b));
		for (size_t i = 0; i < COUNT_OF(agents); i++) {
			struct want want[] = { { "handled", agents[i].handled },
			    { "aht", agents[i].aht } };

			TEST_CASE(find_row(&r, agents[i].agent, NULL),
			    "KV-S: a row of agent %s", agents[i].agent);
			snprintf(what, sizeof(what), "KV-S agent %s",
			    agents[i].agent);
			expect(&r, what, want, COUNT_OF(want));
		}
		TEST_CASE(!find_row(&r, "a9", NULL),
		    "an agent who was only offered calls has no row");
		done(&r);
		buf_release(&b);
	}
}

/* Both limits are inclusive; a millisecond less is exclusive. */
static void
test_limits(void)
{
	static const struct want want[] = { { "sl:asterisk", "7/11=636364" },
	    { "short_abandoned", "2" } };
	struct kpi_settings k = KPI_DEFAULTS;
	struct buf b = { 0 };
	struct ruler r;

	k.threshold_ms = 19999;
	k.short_ms = 4999;
	put_calls(&b, false);
	measure(&r, &k, NULL, padded(&b));
	expect(&r, "KV-S exclusive", want, COUNT_OF(want));
	done(&r);
	buf_release(&b);
}

/* ---- KS-S and KC-S6 --------------------------------------------------------------- */

static void
put_ratings(struct buf *b, const char *kind, int worst, int best,
    const int *count, int n)
{
	int step = worst < best ? 1 : -1;

	for (int i = 0; i < n; i++)
		for (int k = 0; k < count[i]; k++)
			buf_printf(b, "{\"cc\":1,\"kind\":\"interaction\","
			    "\"id\":\"%d\",\"source\":\"s\",\"ratings\":[{"
			    "\"kind\":\"%s\",\"value\":%d,\"worst\":%d,"
			    "\"best\":%d}]}\n", i, kind, worst + i * step,
			    worst, best);
}

static void
rate(const char *what, struct buf *b, const struct want *want, size_t n)
{
	struct kpi_settings k = KPI_DEFAULTS;
	struct ruler r;

	measure(&r, &k, NULL, padded(b));
	expect(&r, what, want, n);
	done(&r);
	buf_release(b);
}

static void
test_surveys(void)
{
	static const int nps[] = { 3, 0, 0, 2, 0, 4, 6, 15, 20, 30, 20 };
	static const int csat[] = { 4, 6, 10, 35, 45 };
	static const int ces[] = { 2, 3, 5, 10, 20, 35, 25 };
	static const int kc6[] = { 1, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0 };
	static const struct want want_nps[] = { { "nps", "35/100=350000" },
	    { "nps_se", "72629" }, { "nps_se:sample", "72995" },
	    { "nps_margin", "142351" }, { "response_rate",
	    "100/100=1000000" }, { "csat", "n/a" } };
	static const struct want want_csat[] = { { "csat", "80/100=800000" },
	    { "csat:mean", "411000000/100=4110000" },
	    { "csat:rescaled", "77750000/100=777500" } };
	static const struct want want_ces[] = { { "ces", "80/100=800000" },
	    { "ces:mean", "548000000/100=5480000" },
	    { "ces:net", "70/100=700000" } };
	/* SE x sqrt(6) = 0.745356 */
	static const struct want want_kc6[] = { { "nps", "2/6=333333" },
	    { "nps_se", "304290" } };
	struct buf b = { 0 };

	put_ratings(&b, "nps", 0, 10, nps, 11);
	rate("KS-S", &b, want_nps, COUNT_OF(want_nps));
	put_ratings(&b, "csat", 1, 5, csat, 5);
	rate("KS-S", &b, want_csat, COUNT_OF(want_csat));
	put_ratings(&b, "csat", 5, 1, csat, 5);
	rate("KS-S, low is good", &b, want_csat, COUNT_OF(want_csat));
	put_ratings(&b, "ces", 1, 7, ces, 7);
	rate("KS-S", &b, want_ces, COUNT_OF(want_ces));
	put_ratings(&b, "ces", 7, 1, ces, 7);
	rate("KS-S, low is good", &b, want_ces, COUNT_OF(want_ces));
	put_ratings(&b, "nps", 0, 10, kc6, 11);
	rate("KC-S6", &b, want_kc6, COUNT_OF(want_kc6));
}

static void
test_odd_ratings(void)
{
	static const struct want want[] = { { "csat", "1/2=500000" },
	    { "csat:mean", "n/a" }, { "nps", "n/a" },
	    { "response_rate", "5/6=833333" } };
	struct buf b = { 0 };

	buf_puts(&b, "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"1\","
	    "\"source\":\"s\",\"ratings\":["
	    "{\"kind\":\"csat\",\"value\":1,\"worst\":0,\"best\":1},"
	    "{\"kind\":\"csat\",\"value\":0,\"worst\":0,\"best\":1},"
	    "{\"kind\":\"csat\",\"value\":6,\"worst\":1,\"best\":5},"
	    "{\"kind\":\"csat\",\"value\":4},"
	    "{\"kind\":\"nps\",\"value\":4,\"worst\":1,\"best\":5},"
	    "{\"kind\":\"csat\",\"worst\":1,\"best\":5}]}\n");
	rate("ratings off or without their scale", &b, want, COUNT_OF(want));
}

/* ---- KF-S -------------------------------------------------------------------------- */

static const struct fcr_contact {
	const char *customer, *issue, *time;
} contacts[] = {
	{ "c1", "bill", "2024-05-01T10:00" },
	{ "c1", "bill", "2024-05-02T09:00" },
	{ "c2", "card", "2024-05-01T11:00" },
	{ "c3", "bill", "2024-05-02T12:00" },
	{ "c3", "loan", "2024-05-04T12:00" },
	{ "c4", "card", "2024-05-03T08:00" },
	{ "c4", "card", "2024-05-12T08:00" },
	{ "c5", "app", "2024-05-05T09:00" },
	{ "c5", "app", "2024-05-05T09:40" },
	{ "c5", "app", "2024-05-20T10:00" },
	{ "c6", "loan", "2024-05-25T10:00" },
	/* near the end of the data, and followed */
	{ "c7", "card", "2024-05-30T10:00" },
	{ "c7", "card", "2024-05-31T10:00" },
};

static int64_t
time_of(const struct fcr_contact *c)
{
	char text[WHEN_TEXT + 1];
	int64_t ms = 0;

	snprintf(text, sizeof(text), "%s:00.000Z", c->time);
	BUG_UNLESS(when_read(str_of(text), &ms));
	return ms;
}

/* The gap to the nearest contact of the same key before (step -1) or after. */
static void
put_gap(struct buf *b, size_t n, size_t at, int step, bool same,
    const char *member)
{
	for (size_t i = at; (step < 0 ? i-- > 0 : ++i < n);) {
		int64_t gap = time_of(&contacts[i]) - time_of(&contacts[at]);

		if (strcmp(contacts[i].customer, contacts[at].customer) != 0 ||
		    (same && strcmp(contacts[i].issue,
		    contacts[at].issue) != 0))
			continue;
		buf_printf(b, ",\"%s\":%lld", member,
		    (long long)(gap < 0 ? -gap : gap));
		return;
	}
}

static void
put_contacts(struct buf *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_printf(b, "{\"cc\":1,\"kind\":\"interaction\",\"id\":"
		    "\"%zu\",\"source\":\"s\",\"customer\":\"%s\",\"by\":"
		    "\"customer\",\"start\":\"%s:00.000Z\",\"reason\":\"%s\"",
		    i, contacts[i].customer, contacts[i].time,
		    contacts[i].issue);
		put_gap(b, n, i, -1, false, "prev_ms");
		put_gap(b, n, i, 1, false, "next_ms");
		put_gap(b, n, i, -1, true, "prev_same_ms");
		put_gap(b, n, i, 1, true, "next_same_ms");
		buf_puts(b, "}\n");
	}
}

static const struct fcr_want {
	size_t n;
	enum kpi_repeat repeat;
	size_t window;
	const char *rate, *repeats, *gross, *net;
} fcr[] = {
	{ 11, REPEAT_CUSTOMER, 0, "2/11=181818", "2", "7/9=777778",
	  "7/9=777778" },
	{ 11, REPEAT_CUSTOMER, 1, "3/11=272727", "3", "5/8=625000",
	  "4/7=571429" },
	{ 11, REPEAT_CUSTOMER, 2, "4/11=363636", "4", "3/7=428571",
	  "1/5=200000" },
	{ 11, REPEAT_REASON, 0, "2/11=181818", "2", "7/9=777778",
	  "7/9=777778" },
	{ 11, REPEAT_REASON, 1, "2/11=181818", "2", "7/9=777778",
	  "6/8=750000" },
	{ 11, REPEAT_REASON, 2, "3/11=272727", "3", "5/8=625000",
	  "3/6=500000" },
	/* c7's window is not over: its repeat counts in gross, not in net */
	{ 13, REPEAT_CUSTOMER, 1, "4/13=307692", "4", "5/9=555556",
	  "4/7=571429" },
	{ 13, REPEAT_CUSTOMER, 0, "3/13=230769", "3", "7/10=700000",
	  "7/10=700000" },
};

static void
test_repeats(void)
{
	struct arena a = { 0 };
	struct err err = { 0 };
	struct buf text = { 0 };

	for (size_t i = 0; i < COUNT_OF(fcr); i++) {
		static const char *const ids[] = { "repeat_rate", "repeats",
		    "fcr", "fcr:net" };
		const char *want[] = { fcr[i].rate, fcr[i].repeats,
		    fcr[i].gross, fcr[i].net };
		struct kpi_settings k = KPI_DEFAULTS;
		struct buf b = { 0 };
		struct ruler r;

		BUG_UNLESS(kpi_windows(&k, "1d,7d,14d", &a, &err) == 0);
		when_read(STR("2024-06-01T00:00:00.000Z"), &k.horizon);
		k.repeat = fcr[i].repeat;
		put_contacts(&b, fcr[i].n);
		measure(&r, &k, NULL, padded(&b));
		for (size_t j = 0; j < COUNT_OF(ids); j++) {
			struct kpi_value v = value(&r, ids[j], fcr[i].window);
			struct str got = words(&text, &v);

			TEST_CASE(str_is(got, want[j]), "KF-S of %zu, %s, %s: "
			    "%s is %.*s", fcr[i].n, kpi_repeats[k.repeat],
			    k.window_name[fcr[i].window], ids[j],
			    STR_ARG(got));
		}
		done(&r);
		buf_release(&b);
	}
	buf_release(&text);
	arena_release(&a);
}

/* Without ccmerge's customer, or without an end of the data, it is unknown. */
static void
test_repeats_unknown(void)
{
	static const struct want nobody[] = { { "fcr", "n/a" },
	    { "repeat_rate", "n/a" } };
	static const struct want endless[] = { { "fcr", "5/8=625000" },
	    { "fcr:net", "n/a" } };
	struct kpi_settings k = KPI_DEFAULTS;
	struct buf b = { 0 };
	struct ruler r;

	put_contacts(&b, 11);
	measure(&r, &k, NULL, padded(&b));
	expect(&r, "no end of the data", endless, COUNT_OF(endless));
	done(&r);
	buf_clear(&b);
	buf_puts(&b, "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"1\","
	    "\"source\":\"s\",\"by\":\"customer\",\"start\":"
	    "\"2024-05-01T10:00:00.000Z\"}\n");
	measure(&r, &k, NULL, padded(&b));
	expect(&r, "not merged", nobody, COUNT_OF(nobody));
	done(&r);
	buf_release(&b);
}

/* ---- KO-S --------------------------------------------------------------------------- */

static void
put_state(struct buf *b, const char *state, int from, int to,
    const char *more)
{
	buf_printf(b, "{\"cc\":1,\"kind\":\"agent\",\"source\":\"s\","
	    "\"start\":\"2026-03-02T09:%02d:%02d.000Z\",\"end\":"
	    "\"2026-03-02T09:%02d:%02d.000Z\",\"agent\":\"a1\",\"state\":"
	    "\"%s\",\"slots\":{\"voice\":1,\"chat\":3}%s}\n", from / 60,
	    from % 60, to / 60, to % 60, state, more);
}

static void
put_chat(struct buf *b, int from, int to)
{
	buf_printf(b, "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"%d\","
	    "\"source\":\"s\",\"channel\":\"chat\",\"direction\":\"in\","
	    "\"start\":\"2026-03-02T09:%02d:%02d.000Z\",\"agent\":\"a1\","
	    "\"outcome\":\"answered\",\"talk_ms\":%d000}\n", from, from / 60,
	    from % 60, to - from);
}

static void
test_occupancy(void)
{
	static const struct want want[] = {
		{ "occupancy", "1200000/1800000=666667" },
		{ "occupancy:summed", "1740000/1800000=966667" },
		{ "slot_use", "1740000/5400000=322222" },
		{ "concurrency", "1740000/1200000=1450000" },
		{ "aht", "1740000/4=435000" },
		{ "aht:wall", "1200000/4=300000" } };
	static const struct want first[] = {
		{ "occupancy", "900000/900000=1000000" } };
	static const struct want second[] = {
		{ "occupancy", "300000/900000=333333" } };
	struct kpi_settings k = KPI_DEFAULTS;
	struct buf b = { 0 };
	struct ruler r;

	put_chat(&b, 0, 600);
	put_chat(&b, 300, 900);
	put_chat(&b, 480, 720);
	put_chat(&b, 1200, 1500);
	put_state(&b, "busy", 0, 900, "");
	put_state(&b, "available", 900, 1200, "");
	put_state(&b, "wrap", 1200, 1500, "");
	put_state(&b, "available", 1500, 1800, "");
	put_state(&b, "break", 1800, 2400, "");
	put_state(&b, "busy", 0, 3000, ",\"plan\":true");
	measure(&r, &k, NULL, padded(&b));
	expect(&r, "KO-S", want, COUNT_OF(want));
	done(&r);
	measure(&r, &k, "15m", padded(&b));
	find_row(&r, "2026-03-02 09:00", NULL);
	expect(&r, "KO-S, first quarter", first, 1);
	find_row(&r, "2026-03-02 09:15", NULL);
	expect(&r, "KO-S, second quarter", second, 1);
	done(&r);
	buf_release(&b);
}

/* ---- KC-S --------------------------------------------------------------------------- */

static void
put_visits(struct buf *b, int n, const char *outcome, int wait)
{
	while (n-- > 0)
		buf_printf(b, "{\"cc\":1,\"kind\":\"interaction\",\"id\":"
		    "\"1\",\"source\":\"s\",\"queue\":\"q\",\"outcome\":"
		    "\"%s\",\"wait_ms\":%d}\n", outcome, wait);
}

static void
test_printed(void)
{
	static const struct want kc1[] = { { "sl:cisco-ignore",
	    "70/90=777778" }, { "sl:cisco-neg", "70/100=700000" },
	    { "sl:cisco-pos", "80/100=800000" } };
	static const struct want kc2[] = { { "sl:cisco-ignore",
	    "50/130=384615" } };
	static const struct want kc5[] = { { "containment:loose",
	    "73/100=730000" }, { "containment", "60/100=600000" } };
	struct buf b = { 0 };

	put_visits(&b, 70, "answered", 10000);
	put_visits(&b, 10, "abandoned", 15000);
	put_visits(&b, 20, "answered", 30000);
	rate("KC-S1", &b, kc1, COUNT_OF(kc1));
	put_visits(&b, 50, "answered", 10000);
	put_visits(&b, 80, "answered", 30000);
	put_visits(&b, 9, "abandoned", 1000);
	rate("KC-S2", &b, kc2, COUNT_OF(kc2));
	for (int i = 0; i < 100; i++)
		buf_printf(&b, "{\"cc\":1,\"kind\":\"interaction\",\"id\":"
		    "\"1\",\"source\":\"s\",\"outcome\":\"%s\",\"self_ms\":1}"
		    "\n", i < 60 ? "contained" : i < 73 ? "left-self" :
		    "answered");
	rate("KC-S5", &b, kc5, COUNT_OF(kc5));
}

/* ---- replies, money, spelling --------------------------------------------------------- */

static void
put_reply(struct buf *b, int ms, const char *from, const char *clock)
{
	buf_printf(b, "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"1\","
	    "\"source\":\"s\",\"channel\":\"email\",\"reply\":{\"first_ms\":"
	    "%d%s%s%s%s}}\n", ms, *from ? ",\"from\":\"" : "", from, *from ?
	    "\"" : "", clock);
}

static void
test_replies(void)
{
	static const struct want one[] = { { "first_reply",
	    "400/2=200" }, { "first_reply:queued", "400/2=200" } };
	static const struct want two[] = { { "first_reply", "mixed" },
	    { "first_reply:queued", "400/2=200" },
	    { "first_reply:queued-business", "7/1=7" } };
	static const struct want unsaid[] = { { "first_reply", "9/1=9" },
	    { "first_reply:created", "n/a" } };
	struct buf b = { 0 };

	put_reply(&b, 100, "queued", "");
	put_reply(&b, 300, "queued", ",\"clock\":\"calendar\"");
	rate("one clock", &b, one, COUNT_OF(one));
	put_reply(&b, 100, "queued", "");
	put_reply(&b, 300, "queued", "");
	put_reply(&b, 7, "queued", ",\"clock\":\"business\"");
	rate("two clocks", &b, two, COUNT_OF(two));
	put_reply(&b, 9, "", "");
	rate("a start unsaid", &b, unsaid, COUNT_OF(unsaid));
}

static void
test_money(void)
{
	static const struct want one[] = { { "cost", "3750001" },
	    { "cost:contact", "3750001/2=1875001" } };
	static const struct want mixed[] = { { "cost", "mixed" } };
	static const char *const costs[] = { "2.5,\"currency\":\"EUR\"",
	    "1.250001,\"currency\":\"EUR\"", "1,\"currency\":\"GBP\"" };
	struct buf b = { 0 };

	for (int n = 2; n <= 3; n++) {
		for (int i = 0; i < n; i++)
			buf_printf(&b, "{\"cc\":1,\"kind\":\"interaction\","
			    "\"id\":\"1\",\"source\":\"s\",\"cost\":%s}\n",
			    costs[i]);
		if (n == 2)
			rate("one currency", &b, one, COUNT_OF(one));
		else
			rate("two currencies", &b, mixed, COUNT_OF(mixed));
	}
}

/* Sums past 64 bits are kept and divided. */
static void
test_great_sums(void)
{
	static const struct want want[] = { { "wait",
	    "59999999999999999940/60=999999999999999999" } };
	struct buf b = { 0 };

	for (int i = 0; i < 60; i++)
		buf_puts(&b, "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"1\","
		    "\"source\":\"s\",\"queue\":\"q\",\"outcome\":"
		    "\"answered\",\"wait_ms\":999999999999999999}\n");
	rate("sums of 128 bits", &b, want, COUNT_OF(want));
}

/* Blanks, order and escapes change nothing. */
static void
test_spelling(void)
{
	static const char *const lines[] = {
		"{\"cc\":1,\"kind\":\"interaction\",\"id\":\"1\",\"source\":"
		"\"s\",\"start\":\"2026-03-02T09:00:00.000Z\",\"queue\":"
		"\"q\\u00e9\",\"outcome\":\"answered\",\"wait_ms\":7000,"
		"\"ratings\":[{\"kind\":\"csat\",\"value\":5,\"worst\":1,"
		"\"best\":5}]}\n",
		" { \"wait_ms\" : 7000 , \"ratings\" : [ { \"best\" : 5, "
		"\"k\\u0069nd\" : \"cs\\u0061t\", \"value\":5 , \"worst\":1 } "
		"] , \"queue\":\"q\xc3\xa9\",\"outcome\" : \"\\u0061nswered\","
		"\"start\":\"2026\\u002d03-02T09:00:00.000Z\",\"kind\":"
		"\"interact\\u0069on\",\"source\":\"s\",\"id\":\"1\",\"cc\":1 "
		"}\n",
	};
	static const struct want want[] = { { "offered", "1" },
	    { "asa", "7000/1=7000" }, { "csat", "1/1=1000000" } };
	struct kpi_settings k = KPI_DEFAULTS;

	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct buf b = { 0 };
		struct ruler r;

		buf_puts(&b, lines[i]);
		measure(&r, &k, "queue,hour", padded(&b));
		TEST_CASE(find_row(&r, "q\xc3\xa9", "2026-03-02 09:00"),
		    "spelling %zu: its row", i);
		expect(&r, "spelling", want, COUNT_OF(want));
		done(&r);
		buf_release(&b);
	}
}

/* ---- the tables ----------------------------------------------------------------------- */

static void
test_tables(void)
{
	for (size_t i = 0; i < kpi_n; i++) {
		const struct kpi *k = &kpis[i];

		TEST_CASE(kpi_find(str_of(k->id)) == k && *k->title &&
		    *k->definition && *k->source && *kpi_unit(k),
		    "table: %s is found by its id and says what it is",
		    k->id);
	}
	for (int c = 0; c < N_COUNTS; c++)
		for (int d = 0; d < c; d++)
			if (strcmp(kpi_counts[c].name,
			    kpi_counts[d].name) == 0)
				TEST_CASE(false, "count '%s' stands twice",
				    kpi_counts[c].name);
}

int
main(void)
{
	test_tables();
	test_voice();
	test_limits();
	test_surveys();
	test_odd_ratings();
	test_repeats();
	test_repeats_unknown();
	test_occupancy();
	test_printed();
	test_replies();
	test_money();
	test_great_sums();
	test_spelling();
	return test_end();
}
