/* load: arrivals and rosters; see load.h. */
#include <math.h>

#include "common/mem.h"
#include "tests/bank/load.h"

/* Relative load by hour of the day, London's clock; half hours lie between. */
static const double by_hour[25] = { 0.05, 0.03, 0.02, 0.02, 0.03, 0.06, 0.15,
	0.35, 0.70, 0.95, 1.00, 0.95, 0.85, 0.80, 0.82, 0.80, 0.75, 0.65, 0.50,
	0.40, 0.30, 0.22, 0.15, 0.09, 0.05 };
static const double by_weekday[7] = { 1.15, 1.0, 0.97, 0.95, 1.0, 0.45,
	0.30 };

#define DAY_CV		0.08	/* of a day's factor (gamma) */
#define DAY_MOST	2.6
enum { BAD_MONDAY = 14, FRAUD = 3, WAVE_FROM = 8, WAVE_TO = 10 };
#define BAD_FACTOR	1.6
#define WAVE_FACTOR	1.8	/* a wave of phishing, three days long */

int64_t
bank_local(int64_t t)
{
	return t - BANK_START + (t >= BANK_SUMMER ? 3600 : 0);
}

int64_t
bank_utc(int64_t local)
{
	int64_t summer = BANK_SUMMER - BANK_START;

	return BANK_START + (local < summer ? local : local < summer + 3600 ?
	    summer : local - 3600);
}

int
bank_group(int queue)
{
	int group = 0;

	while (queues[queue].vendor == FIVE9 && queues[group].vendor != FIVE9)
		group++;
	return queues[queue].vendor == FIVE9 ? group : queue;
}

int
bank_partner(int queue)
{
	return queues[queue].vendor == PBX ? 5 - queue : 1 - queue;
}

static double
shape(int weekday, int slot)
{
	double a = by_hour[slot / 2], b = by_hour[slot / 2 + slot % 2];

	return by_weekday[weekday] * (a + b) / 2;
}

static double
factor(const struct load *l, int queue, int day)
{
	bool wave = queue == FRAUD && day >= WAVE_FROM && day <= WAVE_TO;

	return l->day[day] * (wave ? WAVE_FACTOR : 1);
}

double
load_rate(const struct load *l, int queue, int64_t local)
{
	int day = (int)(local / DAY);

	return l->scale * queues[queue].share * factor(l, queue, day) *
	    shape(day % 7, (int)(local % DAY / SLOT));
}

double
load_most(const struct load *l)
{
	return l->scale * DAY_MOST * by_weekday[0] *
	    (1 + queues[FRAUD].share * WAVE_FACTOR);
}

double
load_reach(int queue)
{
	return queues[queue].vendor == PBX ? 1 : 1 - SELF_SERVED;
}

bool
load_exists(int day, int slot)
{
	return day != 13 || slot < 2 || slot > 3;
}

/* ---- people ------------------------------------------------------------------- */

enum { NIGHT = 22 * 3600, MORNING = 6 * 3600, HOURS = 8 * 3600 };

/* At load 1. */
static double
work_of(int queue)
{
	const struct queue *q = &queues[queue];
	double rate = q->share * load_reach(queue);

	if (q->vendor != FIVE9)
		rate += TRANSFERS * queues[bank_partner(queue)].share *
		    load_reach(bank_partner(queue));
	return rate * (q->handling + q->wrap);
}

/* Work of an average week, and most of a root of it to spare: enough for most to
 * be taken soon, and for some not to be. */
static int
need(const struct load *l, int group, int weekday, int slot)
{
	double work = 0;

	for (int q = 0; q < QUEUES; q++)
		if (bank_group(q) == group)
			work += work_of(q);
	work *= l->scale * shape(weekday, slot);
	return (int)ceil(work + 0.7 * sqrt(work));
}

/* Seconds of the roster's day; the next one goes on from DAY. */
static int
present(const struct roster *r, int at)
{
	int n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += at >= r->shift[i].from &&
		    at < r->shift[i].from + r->shift[i].length;
	return n;
}

static void
add_shift(struct roster *r, int from, int length, bool night)
{
	GROW(r->shift, r->n, r->cap);
	r->shift[r->n++] = (struct shift){ from, length, night };
}

/* The night first; then somebody begins wherever people lack. */
static void
make_roster(struct load *l, int queue, int weekday)
{
	struct roster *r = &l->roster[queue][weekday];
	int night = need(l, queue, weekday, 2 * 23);

	for (int i = 0; i < night; i++)
		add_shift(r, NIGHT, HOURS, true);
	for (int slot = MORNING / SLOT; slot <= 20 * 2; slot++)
		while (present(r, slot * SLOT) < need(l, queue, weekday, slot))
			add_shift(r, slot * SLOT, slot * SLOT + HOURS < DAY ?
			    HOURS : DAY - slot * SLOT, false);
}

/* Everybody works five days of seven, or all must on the fullest day. */
static void
count_people(struct load *l, int queue)
{
	for (int night = 0; night < 2; night++) {
		size_t week = 0, most = 0;

		for (int d = 0; d < 7; d++) {
			size_t n = 0;

			for (size_t i = 0; i < l->roster[queue][d].n; i++)
				n += l->roster[queue][d].shift[i].night ==
				    (night == 1);
			week += n;
			most = MAX(most, n);
		}
		l->people[queue][night] = MAX((week + 4) / 5, most);
	}
	while (2 * (l->people[queue][0] + l->people[queue][1]) >
	    (size_t)l->numbers)
		l->numbers *= 10;
}

int
load_staff(const struct load *l, int queue, int weekday, int slot)
{
	return present(&l->roster[queue][weekday], slot * SLOT) +
	    present(&l->roster[queue][(weekday + 6) % 7], slot * SLOT + DAY);
}

void
load_init(struct load *l, const struct bank *b)
{
	double all = 0;

	*l = (struct load){ .scale = 1, .numbers = 100 };
	for (int d = 0; d < BANK_DAYS; d++) {
		struct rng r = rng_split(&b->rng, "day", (uint64_t)d);

		l->day[d] = fmin(rng_gamma(&r, 1 / (DAY_CV * DAY_CV), 1) *
		    (d == BAD_MONDAY ? BAD_FACTOR : 1), DAY_MOST);
	}
	for (int64_t t = 0; t < (int64_t)BANK_DAYS * DAY; t += SLOT)
		for (int q = 0; q < QUEUES; q++)
			all += load_rate(l, q, t) * SLOT;
	l->scale = (double)b->size / all;
	for (int q = 0; q < QUEUES; q++) {
		if (queues[q].vendor > FIVE9 || bank_group(q) != q)
			continue;
		for (int d = 0; d < 7; d++)
			make_roster(l, q, d);
		count_people(l, q);
	}
}

void
load_release(struct load *l)
{
	for (int q = 0; q < QUEUES; q++)
		for (int d = 0; d < 7; d++)
			mem_free(l->roster[q][d].shift);
}

/* ---- truth/center.ini ------------------------------------------------------------- */

static const char *const weekdays[7] = { "mon", "tue", "wed", "thu", "fri",
	"sat", "sun" };

/* Contacts that come to the queue in a half hour: the mean of the days that
 * have it, with their factors. */
static double
rate_of(const struct load *l, int queue, int weekday, int slot)
{
	double sum = 0;
	int n = 0;

	for (int d = weekday; d < BANK_DAYS; d += 7)
		if (load_exists(d, slot)) {
			sum += load_rate(l, queue, (int64_t)d * DAY +
			    slot * SLOT) * SLOT * load_reach(queue);
			n++;
		}
	return sum / n;
}

/* Of the days' factors, pooled over weekdays, as ccfit(1) says: what it would
 * find if no chance came on top. */
static double
day_cv(const struct load *l, int queue)
{
	double above = 0, below = 0;

	for (int w = 0; w < 7; w++) {
		double sum = 0, squares = 0, mean, var;
		const int k = BANK_DAYS / 7;

		for (int d = w; d < BANK_DAYS; d += 7) {
			double f = by_weekday[w] * factor(l, queue, d);

			sum += f;
			squares += f * f;
		}
		mean = sum / k;
		var = (squares - k * mean * mean) / (k - 1);
		above += (k - 1) * var;
		below += (k - 1) * (mean * mean - var / k);
	}
	return sqrt(above / below);
}

static void
put_profile(FILE *f, const struct load *l, int queue, bool staff)
{
	for (int w = 0; w < 7; w++) {
		fprintf(f, "    %s 00:00", weekdays[w]);
		for (int s = 0; s < SLOTS; s++)
			if (staff)
				fprintf(f, "%s%d", s % 24 ? " " : "\n\t",
				    load_staff(l, queue, w, s));
			else
				fprintf(f, "%s%.6f", s % 8 ? " " : "\n\t",
				    rate_of(l, queue, w, s));
		fprintf(f, "%s\n", w < 6 ? "," : "");
	}
}

/* Of those who wait, who came by themselves: only they are offered a
 * callback. Nine of ten of the partner's are answered and may be passed on. */
static double
first_share(int q)
{
	double own = queues[q].share * load_reach(q);
	double passed = 0.9 * TRANSFERS * queues[bank_partner(q)].share *
	    load_reach(bank_partner(q));

	return own / (own + passed);
}

static void
put_group(FILE *f, const struct load *l, int group)
{
	fprintf(f, "\n[agents %s]\nskills =", queues[group].name);
	for (int q = group; q < QUEUES; q++)
		if (bank_group(q) == group)
			fprintf(f, "%s %s", q > group ? "," : "",
			    queues[q].name);
	fprintf(f, "\ncount =\n");
	put_profile(f, l, group, true);
}

static void
put_queue(FILE *f, const struct load *l, int q)
{
	const char *name = queues[q].name;

	fprintf(f, "\n[queue %s]\nhandling = lognormal mean %gs cv %g\n",
	    name, queues[q].handling, HANDLING_CV);
	if (queues[q].wrap > 0)
		fprintf(f, "wrap = exponential mean %gs\n", queues[q].wrap);
	if (queues[q].vendor != CONNECT)
		fprintf(f, "ring = uniform 2s 10s\n");
	else
		fprintf(f, "callback-after = %ds\ncallback-accept = %.2f%%\n",
		    CALLBACK_AFTER, CALLBACKS * 100 * first_share(q));
	fprintf(f, "patience = exponential mean %gs\n", queues[q].patience);
	if (bank_group(q) == q)
		put_group(f, l, q);
	fprintf(f, "\n[arrivals %s]\nday-cv = %.6f\nrate =\n", name, day_cv(l,
	    q));
	put_profile(f, l, q, false);
	/* a redial goes through self-service first */
	fprintf(f, "\n[redial %s]\nchance = %g%%\ndelay = exponential mean "
	    "%gs\n", name, REDIALS * 100, REDIAL_S + (queues[q].vendor == PBX ?
	    0 : 39.5));
	if (queues[q].vendor != FIVE9)
		fprintf(f, "\n[transfer %s %s]\nchance = %g%%\n", name,
		    queues[bank_partner(q)].name, TRANSFERS * 100);
}

void
load_write(const struct load *l, const struct bank *b)
{
	FILE *f = bank_open(b, "truth", "center.ini");

	fprintf(f, "# The demo bank's live queues as they were made. Rates are "
	    "means of the four\n# days of each weekday, without redials; "
	    "day-cv is that of the days' factors.\n[center]\n"
	    "zone = Europe/London\ninterval = 30m\nstart = 2026-03-16\n"
	    "days = %d\n", BANK_DAYS);
	for (int q = 0; q < QUEUES; q++)
		if (queues[q].vendor <= FIVE9)
			put_queue(f, l, q);
	fclose(f);
}
