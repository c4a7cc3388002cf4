// needs: ccfit
/*
 * fit: what is known of made lines comes out of them again, within tolerances
 * of four standard errors or so; Kaplan-Meier against a table of the books.
 */
#include <math.h>
#include <unistd.h>

#include "cmd/ccfit/write.h"
#include "common/rng.h"
#include "tests/unit/test.h"

/* ---- Kaplan-Meier ------------------------------------------------------------------ */

/* Remission under 6-MP in weeks (Freireich et al. 1963; the example of Kaplan-
 * Meier in many books); + is censored. */
static const struct { int week; bool gave_up; } remission[] = {
	{ 6, true }, { 6, true }, { 6, true }, { 6, false }, { 7, true },
	{ 9, false }, { 10, true }, { 10, false }, { 11, false }, { 13, true },
	{ 16, true }, { 17, false }, { 19, false }, { 20, false },
	{ 22, true }, { 23, true }, { 25, false }, { 32, false },
	{ 32, false }, { 34, false }, { 35, false },
};
/* By hand: 18/21, times 16/17, times 14/15, … */
static const struct { int week; double survive; } table[] = {
	{ 5, 1 }, { 6, 18.0 / 21 }, { 7, 18.0 / 21 * 16 / 17 },
	{ 10, 18.0 / 21 * 16 / 17 * 14 / 15 },
	{ 13, 18.0 / 21 * 16 / 17 * 14 / 15 * 11 / 12 },
	{ 16, 18.0 / 21 * 16 / 17 * 14 / 15 * 11 / 12 * 10 / 11 },
	{ 22, 18.0 / 21 * 16 / 17 * 14 / 15 * 11 / 12 * 10 / 11 * 6 / 7 },
	{ 40, 18.0 / 21 * 16 / 17 * 14 / 15 * 11 / 12 * 10 / 11 * 6 / 7 * 5 /
	  6 },
};

static void
test_kaplan_meier(void)
{
	struct waits w = { 0 };
	double weeks = 0;
	int events = 0;

	for (size_t i = 0; i < COUNT_OF(remission); i++) {
		waits_add(&w, remission[i].week, remission[i].gave_up);
		weeks += remission[i].week;
		events += remission[i].gave_up;
	}
	waits_end(&w);
	for (size_t i = 0; i < COUNT_OF(table); i++)
		TEST_CASE(fabs(waits_survive(&w, table[i].week) -
		    table[i].survive) < 1e-12, "Kaplan-Meier at week %d",
		    table[i].week);
	TEST_CASE(events == 9 && weeks == 359, "9 relapses in 359 weeks");
	waits_release(&w);
}

/* ---- laws ------------------------------------------------------------------------------ */

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static const struct {
	const char *words;
	double within;			/* of mean and of shape, relative */
} laws[] = {
	{ "exponential mean 180s", 0.03 },
	{ "lognormal mean 240s cv 0.9", 0.03 },
	{ "gamma mean 300s shape 2.5", 0.05 },
	{ "gamma mean 300s shape 0.6", 0.05 },
	{ "weibull mean 200s shape 0.7", 0.04 },
	{ "weibull mean 200s shape 1.8", 0.04 },
};

static void
draw_sample(const struct dist *d, struct rng *r, size_t n, double *x)
{
	for (size_t i = 0; i < n; i++)
		x[i] = round(dist_draw(d, r));
	qsort(x, n, sizeof(*x), by_value);
}

static void
test_laws(void)
{
	enum { N = 20000 };
	double *x = mem_zero(N, sizeof(*x));
	struct law_fit *f = mem_zero(1, sizeof(*f));
	struct rng r;

	rng_seed(&r, 11);
	for (size_t i = 0; i < COUNT_OF(laws); i++) {
		struct arena a = { 0 };
		struct dist d;
		struct err err = { 0 };
		struct sample s = { 0 };

		dist_parse(str_of(laws[i].words), &a, &d, &err);
		draw_sample(&d, &r, N, x);
		for (size_t k = 0; k < N; k++)
			sample_add(&s, x[k], 1);
		sample_end(&s);
		law_fit(f, &s);
		TEST_CASE(f->law.law == d.law, "%s is told from the others",
		    laws[i].words);
		TEST_CASE(fabs(f->law.mean / d.mean - 1) < laws[i].within,
		    "its mean (%g)", f->law.mean);
		TEST_CASE(d.shape == 0 || fabs(f->law.shape / d.shape - 1) <
		    laws[i].within, "its shape (%g)", f->law.shape);
		TEST_CASE(f->ks < 0.015, "its distance (%g)", f->ks);
		sample_release(&s);
		arena_release(&a);
	}
	mem_free(f);
	mem_free(x);
}

/* Two humps are no law: the quantiles are. */
static void
test_empirical(void)
{
	struct law_fit *f = mem_zero(1, sizeof(*f));
	struct sample s = { 0 };

	sample_add(&s, 0, 100);
	for (int i = 0; i < 1000; i++)
		sample_add(&s, 10000 + i, 1);
	for (int i = 0; i < 1000; i++)
		sample_add(&s, 500000 + i, 1);
	sample_end(&s);
	law_fit(f, &s);
	TEST_CASE(f->law.law == DIST_EMPIRICAL, "two humps are empirical");
	TEST_CASE(fabs(f->law.balk - 100.0 / 2100) < 1e-4, "with its zeros");
	TEST_CASE(fabs(dist_quantile(&f->law, 100.0 / 2100 + 2000.0 / 2100 *
	    0.25) - 10500) < 30, "and its quantiles");
	sample_release(&s);
	mem_free(f);
}

struct wait {
	double ms;
	bool gave_up;
};

static int
by_ms(const void *a, const void *b)
{
	const struct wait *x = a, *y = b;

	return (x->ms > y->ms) - (x->ms < y->ms);
}

static const struct {
	const char *words;
	double mean, shape;		/* relative */
} patiences[] = {
	{ "exponential mean 120s", 0.04, 0 },
	{ "weibull mean 120s shape 1.6", 0.05, 0.05 },
	{ "weibull mean 200s shape 0.6", 0.12, 0.05 },
	{ "hazard 0s 2, 20s 0.1, 60s 1", 0, 0 },
};

/* Patience against a wait that cuts most of it off. */
static void
test_patience(void)
{
	enum { N = 20000 };
	struct wait *x = mem_zero(N, sizeof(*x));
	struct patience_fit *f = mem_zero(1, sizeof(*f));
	struct rng r;

	rng_seed(&r, 12);
	for (size_t i = 0; i < COUNT_OF(patiences); i++) {
		struct arena a = { 0 };
		struct dist d;
		struct err err = { 0 };
		struct waits w = { 0 };

		dist_parse(str_of(patiences[i].words), &a, &d, &err);
		for (size_t k = 0; k < N; k++) {
			double offered = rng_exponential(&r, 60000);
			double patient = dist_draw(&d, &r);

			x[k] = (struct wait){ round(fmin(offered, patient)),
			    patient < offered };
		}
		qsort(x, N, sizeof(*x), by_ms);
		for (size_t k = 0; k < N; k++)
			waits_add(&w, x[k].ms, x[k].gave_up);
		waits_end(&w);
		patience_fit(f, &w);
		TEST_CASE(f->law.law == d.law, "patience %s is told from the "
		    "others", patiences[i].words);
		TEST_CASE(patiences[i].mean == 0 || fabs(f->law.mean / d.mean -
		    1) < patiences[i].mean, "its mean (%g)", f->law.mean);
		TEST_CASE(patiences[i].shape == 0 || fabs(f->law.shape / d.shape -
		    1) < patiences[i].shape, "its shape (%g)", f->law.shape);
		TEST_CASE(f->distance < 0.03, "its distance to Kaplan-Meier "
		    "(%g)", f->distance);
		TEST_CASE(fabs(waits_survive(&w, 30000) - (1 - dist_cdf(&d,
		    30000))) < 0.015, "Kaplan-Meier undoes the censoring");
		waits_release(&w);
		arena_release(&a);
	}
	mem_free(x);
	mem_free(f);
}

/* ---- a center ------------------------------------------------------------------------------- */

/*
 * Ten weeks of an invented center: cards (two groups), loans (one of them),
 * chat with three at once. London's clock changes in the fourth week.
 */
enum { DAYS = 70, SLOTS = 20 /* 08:00 to 18:00 */ };
#define RATE		9.0		/* an interval, Monday to Friday */
#define SATURDAY	4.0
#define DAY_CV		0.2
#define AGAIN		0.4
#define ON		0.1		/* transferred to loans */

struct maker {
	struct buf *out;
	struct rng r, day, again;
	int64_t made;
	struct zone *z;
};

static void
stamp(struct buf *out, const char *key, int64_t ms)
{
	char text[WHEN_TEXT];

	when_write(text, ms);
	buf_printf(out, ",\"%s\":\"%.24s\"", key, text);
}

static void
open_line(struct maker *m, const char *channel, int64_t customer, int64_t at)
{
	buf_printf(m->out, "{\"cc\":1,\"kind\":\"interaction\",\"id\":\"%lld\","
	    "\"source\":\"x\",\"customer\":\"c%lld\",\"channel\":\"%s\","
	    "\"direction\":\"in\",\"by\":\"customer\"", (long long)m->made++,
	    (long long)customer, channel);
	stamp(m->out, "start", at);
}

/* Cards: group a (10 agents, lognormal), group b (6, gamma, also loans). */
static int64_t
put_handled(struct maker *m, int64_t at, int64_t wait, const char *queue)
{
	bool b = *queue == 'l' || rng_chance(&m->r, 0.3);
	int64_t talk = (int64_t)(b ? rng_gamma(&m->r, 2.5, 300000) :
	    rng_lognormal(&m->r, 240000, 0.9));
	int64_t wrap = (int64_t)rng_exponential(&m->r, 30000);

	buf_printf(m->out, ",\"queue\":\"%s\",\"agent\":\"%c%d\",\"outcome\":"
	    "\"answered\",\"wait_ms\":%lld,\"talk_ms\":%lld,\"wrap_ms\":%lld",
	    queue, b ? 'b' : 'a', (int)rng_below(&m->r, b ? 6 : 10),
	    (long long)wait, (long long)talk, (long long)wrap);
	return at + wait + talk;
}

static void
put_transferred(struct maker *m, int64_t at, int64_t wait)
{
	int64_t next;

	buf_puts(m->out, ",\"queue\":\"cards\",\"outcome\":\"answered\","
	    "\"legs\":[{\"type\":\"queue\"");
	stamp(m->out, "start", at);
	next = put_handled(m, at, wait, "cards");
	buf_puts(m->out, "},{\"type\":\"queue\"");
	stamp(m->out, "start", next);
	put_handled(m, next, 1000, "loans");
	buf_puts(m->out, "}]");
}

/* One who is patient by a Weibull law; who gives up may redial. */
static void
put_call(struct maker *m, int64_t customer, int64_t at)
{
	for (bool more = true; more;) {
		double patient = rng_weibull(&m->r, 1.5, 133000);
		double wait = rng_chance(&m->r, 0.5) ? 0 :
		    rng_exponential(&m->r, 60000);

		more = false;
		open_line(m, "voice", customer, at);
		if (patient < wait) {
			buf_printf(m->out, ",\"queue\":\"cards\",\"outcome\":"
			    "\"abandoned\",\"wait_ms\":%lld",
			    (long long)patient);
			stamp(m->out, "end", at + (int64_t)patient);
			at += (int64_t)patient + (int64_t)rng_exponential(
			    &m->again, 600000);
			more = rng_chance(&m->again, AGAIN);
		} else if (rng_chance(&m->r, ON)) {
			put_transferred(m, at, (int64_t)wait);
		} else {
			put_handled(m, at, (int64_t)wait, "cards");
		}
		buf_puts(m->out, "}\n");
	}
}

static int64_t
poisson(struct rng *r, double mean)
{
	int64_t n = 0;

	for (double t = rng_exponential(r, 1); t < mean;
	    t += rng_exponential(r, 1))
		n++;
	return n;
}

static int64_t
morning(const struct maker *m, int day)
{
	struct civil c;
	enum zone_fit fit;

	civil_from_ms((civil_days(2026, 3, 2) + day) * MS_DAY, &c);
	c.hour = 8;
	return zone_to_utc(m->z, &c, &fit);
}

/* Kind agent for group a only: 08:00 to 16:00, half an hour's meal. */
static void
put_states(struct maker *m, int64_t from)
{
	static const struct { const char *state; int from, to; } day[] = {
		{ "available", 0, 240 }, { "meal", 240, 270 },
		{ "busy", 270, 480 }, { "off", 480, 1440 },
	};

	for (int a = 0; a < 10; a++)
		for (size_t i = 0; i < COUNT_OF(day); i++) {
			buf_printf(m->out, "{\"cc\":1,\"kind\":\"agent\","
			    "\"source\":\"x\",\"id\":\"s%lld\"",
			    (long long)m->made++);
			stamp(m->out, "start", from + day[i].from * MS_MINUTE);
			stamp(m->out, "end", from + day[i].to * MS_MINUTE);
			buf_printf(m->out, ",\"agent\":\"a%d\",\"state\":"
			    "\"%s\",\"slots\":{\"voice\":1,\"sms\":4}}\n", a,
			    day[i].state);
		}
}

/* Three chats at once, back to back, every hour. */
static void
put_chats(struct maker *m, int64_t from)
{
	for (int hour = 0; hour < 10; hour++)
		for (int k = 0; k < 3; k++) {
			int64_t at = from + hour * MS_HOUR + k * MS_MINUTE;

			open_line(m, "chat", 1000000 + m->made, at);
			buf_puts(m->out, ",\"queue\":\"chat\",\"agent\":\"t\","
			    "\"outcome\":\"answered\",\"wait_ms\":0,"
			    "\"talk_ms\":1200000}\n");
		}
}

/* The third Wednesday is missing: no data, not a quiet day. */
static void
make_lines(struct maker *m)
{
	for (int day = 0; day < DAYS; day++) {
		int64_t from = morning(m, day);
		double rate = day % 7 == 5 ? SATURDAY : RATE;
		double busy = rng_gamma(&m->day, 1 / (DAY_CV * DAY_CV), 1);

		if (day % 7 == 6 || day == 16)
			continue;
		put_states(m, from);
		put_chats(m, from);
		for (int s = 0; s < SLOTS; s++)
			for (int64_t n = poisson(&m->r, rate * busy); n; n--)
				put_call(m, m->made, from + s * 30 *
				    MS_MINUTE + (int64_t)rng_below(&m->r,
				    30 * MS_MINUTE));
	}
}

static void
check_arrivals(const struct model *m)
{
	const struct model_arrivals *a = &m->arrivals[model_find(m, M_QUEUE,
	    STR("cards")) == m->arrivals[0].head.a ? 0 : 1];
	double weekday = 0, saturday = 0, sunday = 0;

	for (int d = 0; d < 7; d++)
		for (int s = 0; s < 48; s++) {
			double v = model_profile_at(&a->rate, d *
			    (int64_t)MS_DAY + s * 30 * (int64_t)MS_MINUTE);

			*(d < 5 ? &weekday : d == 5 ? &saturday : &sunday) +=
			    v;
		}
	/* 49 weekdays: of the day factor alone 0.2 / 7 */
	TEST_CASE(fabs(weekday / 5 / (RATE * SLOTS) - 1) < 0.12,
	    "arrivals of weekdays, redials taken off (%g)", weekday / 5);
	TEST_CASE(fabs(saturday / (SATURDAY * SLOTS) - 1) < 0.25,
	    "of Saturdays (%g)", saturday);
	TEST_CASE(sunday == 0, "Sunday is closed");
	TEST_CASE(model_profile_at(&a->rate, 7 * MS_HOUR + 30 * MS_MINUTE) ==
	    0 && model_profile_at(&a->rate, 8 * MS_HOUR) > RATE / 2 &&
	    model_profile_at(&a->rate, 17 * MS_HOUR + 30 * MS_MINUTE) > RATE /
	    2 && model_profile_at(&a->rate, 18 * MS_HOUR + 30 * MS_MINUTE) <
	    RATE / 4, "by the local clock, through its change");
	TEST_CASE(fabs(a->day_cv - DAY_CV) < 0.07, "the day's factor (%g)",
	    a->day_cv);
}

static void
check_customers(const struct model *m)
{
	const struct model_queue *q = &m->queue[model_find(m, M_QUEUE,
	    STR("cards"))];

	TEST_CASE(q->patience.law == DIST_WEIBULL && fabs(q->patience.shape -
	    1.5) < 0.15 && fabs(q->patience.mean / 120064 - 1) < 0.08,
	    "patience of cards (%g, %g)", q->patience.mean,
	    q->patience.shape);
	TEST_CASE(m->n[M_REDIAL] == 3 || m->n[M_REDIAL] == 1, "redials");
	for (size_t i = 0; i < m->n[M_REDIAL]; i++) {
		const struct model_redial *r = &m->redial[i];

		if (m->queue[r->head.a].head.name.p[1] != 'a')
			continue;
		TEST_CASE(fabs(r->chance - AGAIN) < 0.05,
		    "chance to redial (%g)", r->chance);
		/* of delays above an hour nothing is seen: e^-6 */
		TEST_CASE(r->delay.law == DIST_EXPONENTIAL &&
		    fabs(r->delay.mean / 600000 - 1) < 0.08, "its delay (%g)",
		    r->delay.mean);
	}
	TEST_CASE(m->n[M_TRANSFER] == 1 && fabs(m->transfer[0].chance - ON) <
	    0.015, "transfers");
}

static void
check_people(const struct model *m)
{
	int32_t cards = model_find(m, M_QUEUE, STR("cards"));
	int32_t a = model_find(m, M_AGENTS, STR("cards"));
	int32_t b = model_find(m, M_AGENTS, STR("cards+loans"));
	int32_t t = model_find(m, M_AGENTS, STR("chat"));
	const struct dist *talk;

	TEST_CASE(a >= 0 && b >= 0 && t >= 0 && m->n[M_AGENTS] == 3,
	    "groups by what they share");
	if (a < 0 || b < 0 || t < 0)
		return;
	TEST_CASE(model_profile_at(&m->agents[a].count, 9 * MS_HOUR) == 10 &&
	    model_profile_at(&m->agents[a].count, 17 * MS_HOUR) == 0,
	    "who is at work, by kind agent");
	TEST_CASE(fabs(m->agents[a].shrinkage - 30.0 / 480) < 1e-4,
	    "their shrinkage");
	TEST_CASE(m->agents[b].shrinkage == 0 && m->agents[b].count.n > 0,
	    "no shrinkage where nothing says it");
	TEST_CASE(m->agents[t].slots.of[2] == 3, "chats at once, as seen");
	TEST_CASE(m->agents[a].slots.of[0] == 1 &&
	    m->agents[a].slots.of[4] == 4, "and as kind agent says");
	talk = model_talk(m, (size_t)cards, (size_t)a);
	TEST_CASE(talk->law == DIST_LOGNORMAL && fabs(talk->mean / 240000 -
	    1) < 0.04 && fabs(talk->shape - 0.9) < 0.06, "handling of the one "
	    "group (%g, %g)", talk->mean, talk->shape);
	talk = model_talk(m, (size_t)cards, (size_t)b);
	TEST_CASE(talk->law == DIST_GAMMA && fabs(talk->mean / 300000 - 1) <
	    0.05 && fabs(talk->shape - 2.5) < 0.2, "and of the other (%g, %g)",
	    talk->mean, talk->shape);
	talk = model_wrap(m, (size_t)cards, (size_t)a);
	TEST_CASE(fabs(dist_mean(talk) / 30000 - 1) < 0.05, "wrap-up (%g)",
	    dist_mean(talk));
}

static int
fit_file(const char *path, struct buf *text, struct err *err)
{
	char *operands[] = { (char *)(uintptr_t)path, NULL };
	struct ccfit_options o = { .cli = { .mem_bytes = 4 << 20, .threads = 1,
	    .zone = "Europe/London", .operands = operands, .n_operands = 1 },
	    .interval_ms = 30 * MS_MINUTE, .again_ms = MS_HOUR,
	    .gap_ms = MS_HOUR };
	struct facts f = { .zone = zone_open(STR("Europe/London"), err) };
	struct fit fit;
	int r = facts_read(&f, &o, err);

	if (r == 0) {
		r = fit_run(&fit, &f, err);
		if (r == 0)
			write_model(&fit, &o.cli.diag, text);
		fit_release(&fit);
	}
	facts_release(&f);
	return r;
}

static void
test_center(void)
{
	char path[] = "/tmp/fit.XXXXXX";
	struct buf lines = { 0 }, text = { 0 };
	struct maker m = { .out = &lines };
	struct model model = { 0 };
	struct err err = { 0 };
	struct rng all;
	int fd = mkstemp(path);

	rng_seed(&all, 5);
	m.r = rng_split(&all, "calls", 0);
	m.day = rng_split(&all, "days", 0);
	m.again = rng_split(&all, "again", 0);
	m.z = zone_open(STR("Europe/London"), &err);
	make_lines(&m);
	if (fd < 0 || write(fd, lines.p, lines.n) != (ssize_t)lines.n)
		BUG("no file to write to");
	close(fd);
	TEST_CASE(fit_file(path, &text, &err) == 0, "it fits (%s)", err.text);
	unlink(path);
	TEST_CASE(model_parse(&model, buf_view(&text), "fitted", &err) == 0 &&
	    model_check(&model, &err) == 0, "the model can run (%s)",
	    err.text);
	TEST_CASE(str_search(buf_view(&text), STR("days without data: "
	    "2026-03-18\n")), "the missing day is named");
	check_arrivals(&model);
	check_customers(&model);
	check_people(&model);
	if (test_failed)
		fwrite(text.p, 1, text.n, stderr);
	model_release(&model);
	buf_release(&text);
	buf_release(&lines);
	zone_close(m.z);
}

/* ---- smoothing ------------------------------------------------------------------------ */

enum { SMOOTH_DAYS = 28, SMOOTH_SLOTS = 48 };

static double
one_shape(int weekday, int slot)
{
	double peak = weekday < 5 ? 6 : 2;

	return peak * (slot + 1) * (48 - slot) / 600;	/* a parabola */
}

static double
office_hours(int weekday, int slot)
{
	return weekday < 5 && slot >= 16 && slot < 36 ? 6 : 0;
}

/* Every weekday has its own peak, far above chance. */
static double
own_shapes(int weekday, int slot)
{
	return slot / 6 == weekday ? 900 : 100;
}

/* Contacts a half hour, and how much better smoothing has to be. */
static const struct {
	const char *what;
	double (*rate)(int weekday, int slot);
	double better;			/* squared error, of the raw rates' */
} smoothed[] = {
	{ "a shape that all days share", one_shape, 0.35 },
	{ "office hours", office_hours, 0.5 },
	{ "a peak of each day's own", own_shapes, 1.0001 },
};

static void
count_days(double (*rate)(int, int), double *by_day, double *raw)
{
	struct rng r;

	rng_seed(&r, 11);
	for (int d = 0; d < SMOOTH_DAYS; d++)
		for (int s = 0; s < SMOOTH_SLOTS; s++) {
			double n = (double)poisson(&r, rate(d % 7, s));

			by_day[d * SMOOTH_SLOTS + s] = n;
			raw[d % 7 * SMOOTH_SLOTS + s] += n / 4;
		}
}

static double
error_of(const double *v, double (*rate)(int, int), double *closed)
{
	double sum = 0;

	*closed = 0;
	for (int i = 0; i < 7 * SMOOTH_SLOTS; i++) {
		double true_rate = rate(i / SMOOTH_SLOTS, i % SMOOTH_SLOTS);

		sum += (v[i] - true_rate) * (v[i] - true_rate);
		*closed += true_rate == 0 ? v[i] : 0;
	}
	return sum;
}

static void
test_smooth(size_t i)
{
	double by_day[SMOOTH_DAYS * SMOOTH_SLOTS];
	double raw[7 * SMOOTH_SLOTS] = { 0 }, v[7 * SMOOTH_SLOTS], closed;
	double observed[7 * SMOOTH_SLOTS], was, is, off = 0;
	bool empty[SMOOTH_DAYS] = { false };
	struct err err;
	struct week w = { .zone = zone_open(STR("UTC"), &err),
	    .interval = 30 * MS_MINUTE, .slots = SMOOTH_SLOTS,
	    .first_day = 4, /* 1970-01-05, a Monday */ .days = SMOOTH_DAYS,
	    .from = 4 * MS_DAY, .to = (4 + (int64_t)SMOOTH_DAYS) * MS_DAY,
	    .empty = empty, .observed = observed };
	struct smooth s;

	for (int k = 0; k < 7 * SMOOTH_SLOTS; k++)
		observed[k] = 4;
	count_days(smoothed[i].rate, by_day, raw);
	memcpy(v, raw, sizeof(v));
	smooth_choose(&s, &w, by_day);
	smooth_apply(&s, &w, v);
	was = error_of(raw, smoothed[i].rate, &closed);
	is = error_of(v, smoothed[i].rate, &closed);
	TEST_CASE(is <= smoothed[i].better * was, "%s: the squared error is "
	    "%.3f of that of raw rates (width %d, common %g)",
	    smoothed[i].what, is / was, s.width, s.common);
	TEST_CASE(closed == 0, "%s: nobody comes when it is closed (%g)",
	    smoothed[i].what, closed);
	for (int d = 0; d < 7; d++) {
		double sum = 0;

		for (int k = 0; k < SMOOTH_SLOTS; k++)
			sum += v[d * SMOOTH_SLOTS + k] - raw[d *
			    SMOOTH_SLOTS + k];
		off = fmax(off, fabs(sum));
	}
	TEST_CASE(off < 1e-9, "%s: sums of weekdays stay", smoothed[i].what);
	zone_close((struct zone *)(uintptr_t)w.zone);
}

int
main(void)
{
	test_kaplan_meier();
	test_laws();
	test_empirical();
	test_patience();
	test_center();
	for (size_t i = 0; i < COUNT_OF(smoothed); i++)
		test_smooth(i);
	return test_end();
}
