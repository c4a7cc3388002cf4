/* fit: reads sorted facts once, and what they are regrouped to once more; see
 * fit.h. */
#include "cmd/ccfit/fit.h"

#include <math.h>

/* Kinds of the second sort. */
enum {
	SUM_DELAY = 'd',		/* queue, ms until the redial */
	SUM_TALK = 'h',			/* queue, group + 1 or 0 for all, ms */
	SUM_WRAP = 'w',
};

struct reading {
	struct fit *fit;
	struct err *err;
	struct buf key;
	/* the customer before, for redials */
	struct buf who;			/* queue and customer */
	struct came came;
	/* the queue whose entries are read */
	int64_t queue;			/* -1: none */
	double *of_day;			/* entries by day */
	/* the queue whose waits are read */
	struct waits waits;
	struct sample callbacks, overflows;
	int64_t waited;			/* -1: none */
	/* what the second sort is being read for */
	struct sample sample;
	char kind;
	int64_t a, b;
};

static int
add_second(struct reading *r, char kind, int64_t a, int64_t b, int64_t ms)
{
	buf_clear(&r->key);
	buf_char(&r->key, kind);
	key_int(&r->key, a);
	key_int(&r->key, b);
	key_int(&r->key, ms);
	return sort_add(r->fit->second, buf_view(&r->key), STR(""), r->err);
}

/* ---- redials ------------------------------------------------------------------------ */

static int
came_again(struct reading *r, struct queue_fit *q, int64_t queue,
    int64_t entry)
{
	size_t slot;
	int64_t day;

	if (r->came.how == CAME_ANSWERED) {
		q->served_again++;
		return 0;
	}
	q->left_again++;
	if (week_slot(&q->week, entry, &slot, &day))
		q->redials[slot]++;
	return add_second(r, SUM_DELAY, queue, 0, entry - r->came.end);
}

/* Records of one customer in one queue follow each other in time. */
static int
customer(struct reading *r, struct str key, struct str payload)
{
	struct fit *fit = r->fit;
	int64_t queue = key_part(key, 0), window = fit->f->o->again_ms;
	struct queue_fit *q = &fit->queue[queue];
	struct str who = { key.p, key.n - 8 };
	int64_t entry = key_part((struct str){ key.p + key.n - 9, 9 }, 0);
	bool same = str_eq(buf_view(&r->who), who);

	if (same && r->came.how != CAME_OTHER &&
	    r->came.end + window <= fit->f->last &&
	    entry >= r->came.end && entry - r->came.end <= window &&
	    came_again(r, q, queue, entry) < 0)
		return -1;
	memcpy(&r->came, payload.p, sizeof(r->came));
	if (r->came.end + window <= fit->f->last) {
		q->left += r->came.how == CAME_GAVE_UP;
		q->served += r->came.how == CAME_ANSWERED;
	}
	buf_clear(&r->who);
	buf_str(&r->who, who);
	return 0;
}

/* Those who come again anyhow are taken off: (p - b) / (1 - b). Told only when
 * it is more than twice its standard error above nothing. */
static void
settle_redials(struct queue_fit *q)
{
	double p, b, error;

	if (!q->left)
		return;
	p = (double)q->left_again / (double)q->left;
	b = q->served ? (double)q->served_again / (double)q->served : 0;
	error = sqrt(p * (1 - p) / (double)q->left + (q->served ?
	    b * (1 - b) / (double)q->served : 0));
	q->again = b < 1 && p > b ? (p - b) / (1 - b) : 0;
	q->told = q->left_again > 0 && p - b > 2 * error;
	if (!q->told)
		q->again = 0;
}

/* ---- arrivals ------------------------------------------------------------------------- */

/*
 * Overdispersion by moments over whole days: of a weekday's counts the
 * variance is m + m² cv² when a gamma factor with that cv multiplies the day.
 * Weekdays are pooled by their degrees of freedom; s²/k makes m² unbiased.
 */
static void
overdispersion(struct reading *r, struct queue_fit *q)
{
	const struct week *w = &q->week;
	double above = 0, below = 0;

	for (int d = 0; d < 7; d++) {
		double k = 0, sum = 0, squares = 0, mean, var;

		for (int64_t i = 0; i < w->days; i++) {
			if (week_weekday(w, i) != d || !week_whole_day(w, i))
				continue;
			k++;
			sum += r->of_day[i];
			squares += r->of_day[i] * r->of_day[i];
		}
		if (k < 2 || sum == 0)
			continue;
		mean = sum / k;
		var = (squares - k * mean * mean) / (k - 1);
		above += (k - 1) * (var - mean);
		below += (k - 1) * (mean * mean - var / k);
		q->days += (int64_t)k;
	}
	q->day_cv = above > 0 && below > 0 ?
	    round(sqrt(above / below) * 1e4) / 1e4 : 0;
}

static void
end_entries(struct reading *r)
{
	if (r->queue < 0)
		return;
	overdispersion(r, &r->fit->queue[r->queue]);
	mem_free(r->of_day);
	r->of_day = NULL;
	r->queue = -1;
}

static void
entered(struct reading *r, struct str key)
{
	int64_t queue = key_part(key, 0), day;
	struct queue_fit *q = &r->fit->queue[queue];
	size_t slot;

	if (queue != r->queue)
		end_entries(r);
	if (!r->of_day)
		r->of_day = mem_zero((size_t)q->week.days, sizeof(double));
	r->queue = queue;
	if (!week_slot(&q->week, key_part(key, 1), &slot, &day)) {
		q->outside++;
		return;
	}
	q->entries[slot]++;
	r->of_day[day]++;
}

/* ---- patience -------------------------------------------------------------------------- */

enum { LEAVE_LEAST = 10, LEAVE_WITHIN = 2000 /* ms */ };

/* At one wait when nine of ten of them are within LEAVE_WITHIN. */
static void
find_leaving(struct leaving *l, struct sample *s, const struct waits *w)
{
	double waited = 0;

	sample_end(s);
	l->n = s->total + s->zero;
	if (s->total >= LEAVE_LEAST && s->total > s->zero &&
	    sample_quantile(s, 0.95) - sample_quantile(s, 0.05) <=
	    LEAVE_WITHIN)
		l->at_ms = round(sample_quantile(s, 0.5) / 1000) * 1000;
	for (size_t i = 0; i < w->count; i++)
		if (w->x[i] >= l->at_ms - LEAVE_WITHIN)
			waited += w->left[i] + w->stayed[i];
	l->share = l->at_ms > 0 && waited > 0 ? fmin(s->total / waited, 1) :
	    0;
	sample_release(s);
}

static void
end_waits(struct reading *r)
{
	struct queue_fit *q;

	if (r->waited < 0)
		return;
	q = &r->fit->queue[r->waited];
	waits_end(&r->waits);
	patience_fit(&q->patience, &r->waits);
	find_leaving(&q->callback, &r->callbacks, &r->waits);
	find_leaving(&q->overflow, &r->overflows, &r->waits);
	waits_release(&r->waits);
	r->waited = -1;
}

static void
waited(struct reading *r, struct str key, enum left left)
{
	int64_t queue = key_part(key, 0);
	double ms = (double)key_part(key, 1);

	if (queue != r->waited)
		end_waits(r);
	r->waited = queue;
	waits_add(&r->waits, ms, left == LEFT_GAVE_UP);
	if (left == LEFT_CALLBACK)
		sample_add(&r->callbacks, ms, 1);
	if (left == LEFT_OVERFLOWED)
		sample_add(&r->overflows, ms, 1);
}

/* ---- the first reading -------------------------------------------------------------- */

static int
regroup(struct reading *r, char kind, struct str key)
{
	struct people *p = &r->fit->people;
	int64_t queue = key_part(key, 0), agent = key_part(key, 1);
	int64_t ms = key_part(key, 2);
	uint32_t g = agent == UINT32_MAX ? MAP_NONE : p->of_agent[agent];

	if (add_second(r, kind, queue, 0, ms) < 0)
		return -1;
	if (g == MAP_NONE || !people_queue(&p->group[g], (uint32_t)queue))
		return 0;
	return add_second(r, kind, queue, (int64_t)g + 1, ms);
}

static int
take(struct reading *r, struct str key, struct str payload)
{
	struct people *p = &r->fit->people;

	switch (key.p[0]) {
	case REC_AGENT:
		people_worked(p, key, payload);
		return 0;
	case REC_CUSTOMER:
		return customer(r, key, payload);
	case REC_HANDLED:
		return regroup(r, SUM_TALK, key);
	case REC_WAITED:
		waited(r, key, (enum left)payload.p[0]);
		return 0;
	case REC_ENTERED:
		entered(r, key);
		return 0;
	case REC_STATE:
		people_stated(p, key, payload);
		return 0;
	default:
		return regroup(r, SUM_WRAP, key);
	}
}

static int
read_first(struct reading *r)
{
	struct str key, payload;
	int got;

	r->queue = r->waited = -1;
	while ((got = sort_next(r->fit->f->sort, &key, &payload,
	    r->err)) > 0)
		if (take(r, key, payload) < 0) {
			got = -1;
			break;
		}
	people_end(&r->fit->people);
	end_waits(r);
	end_entries(r);
	return got;
}

/* ---- the second ------------------------------------------------------------------------- */

/* Where the law of what was read belongs. */
static struct law_fit *
law_of(struct reading *r)
{
	struct queue_fit *q = &r->fit->queue[r->a];
	struct group_queue *g;

	if (r->kind == SUM_DELAY)
		return &q->delay;
	if (r->b == 0)
		return r->kind == SUM_TALK ? &q->handling : &q->wrap;
	g = people_queue(&r->fit->people.group[r->b - 1], (uint32_t)r->a);
	return r->kind == SUM_TALK ? &g->talk : &g->wrap;
}

static void
end_sample(struct reading *r)
{
	if (!r->kind)
		return;
	sample_end(&r->sample);
	law_fit(law_of(r), &r->sample);
	sample_release(&r->sample);
	r->kind = 0;
}

static int
read_second(struct reading *r)
{
	struct str key, payload;
	int got = sort_finish(r->fit->second, r->err);

	r->kind = 0;
	while (got >= 0 && (got = sort_next(r->fit->second, &key, &payload,
	    r->err)) > 0) {
		int64_t a = key_part(key, 0), b = key_part(key, 1);

		if (key.p[0] != r->kind || a != r->a || b != r->b)
			end_sample(r);
		r->kind = key.p[0];
		r->a = a;
		r->b = b;
		sample_add(&r->sample, (double)key_part(key, 2), 1);
	}
	end_sample(r);
	return got;
}

int
fit_run(struct fit *fit, struct facts *f, struct err *err)
{
	struct sort_options so = { f->o->cli.mem_bytes / 2, f->o->cli.tmp_dir,
	    (int)f->o->cli.threads };
	struct reading r = { .fit = fit, .err = err };
	int bad;

	*fit = (struct fit){ .f = f, .second = sort_new(&so) };
	week_init(&fit->week, f, NULL, 0);
	people_init(&fit->people, f);
	fit->queue = mem_zero(f->queues.n + 1, sizeof(*fit->queue));
	for (uint32_t i = 0; i < f->queues.n; i++) {
		week_init(&fit->queue[i].week, f, &i, 1);
		fit->queue[i].entries = mem_zero(7 * fit->week.slots,
		    sizeof(double));
		fit->queue[i].redials = mem_zero(7 * fit->week.slots,
		    sizeof(double));
	}
	bad = read_first(&r);
	for (size_t i = 0; bad >= 0 && i < f->queues.n; i++)
		settle_redials(&fit->queue[i]);
	if (bad >= 0)
		bad = read_second(&r);
	sample_release(&r.sample);
	buf_release(&r.key);
	buf_release(&r.who);
	return bad;
}

void
fit_release(struct fit *fit)
{
	for (size_t i = 0; fit->queue && i < fit->f->queues.n; i++) {
		week_release(&fit->queue[i].week);
		mem_free(fit->queue[i].entries);
		mem_free(fit->queue[i].redials);
	}
	mem_free(fit->queue);
	if (fit->second)
		sort_free(fit->second);
	people_release(&fit->people);
	week_release(&fit->week);
}
