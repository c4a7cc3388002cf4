/* fit: reads sorted facts once, and what they are regrouped to once more; see
 * fit.h. */
#include "cmd/ccfit/fit.h"
#include "cmd/ccfit/present.h"

#include <math.h>

/* Kinds of the second sort. */
enum {
	SUM_AGENT = 'a',		/* group, when, agent: its end; or, -1:
					   a customer had waited long */
	SUM_DELAY = 'd',		/* queue, ms until the redial */
	SUM_WAIT = 'k',			/* queue, ms, enum left */
	SUM_RING = 'r',			/* queue, ms */
	SUM_SERVED = 's',		/* queue, answered, agent: struct had */
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
	struct buf served_who;		/* and for agents met again */
	struct served served;
	double had;			/* contacts of that customer so far */
	/* the queue whose entries are read */
	int64_t queue;			/* -1: none */
	double *of_slot;		/* entries by day and interval */
	/* the queue whose waits are read */
	struct waits waits;
	struct sample callbacks, overflows;
	int64_t waited;			/* -1: none */
	/* what the second sort is being read for */
	struct sample sample;
	char kind;
	int64_t a, b;
};

/* The agent before: -1: none. */
struct had {
	int64_t agent, ago;
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

static size_t
delay_part(const struct fit *fit, int64_t ms)
{
	return (size_t)MIN(ms * DELAY_PARTS / MAX(fit->f->o->again_ms,
	    INT64_C(1)), (int64_t)DELAY_PARTS - 1);
}

static int
came_again(struct reading *r, struct queue_fit *q, int64_t queue,
    int64_t entry)
{
	size_t slot;
	int64_t day;

	if (r->came.how == CAME_ANSWERED) {
		q->served_again++;
		q->by_chance[delay_part(r->fit, entry - r->came.end)]++;
		return 0;
	}
	q->left_again++;
	if (week_slot(&q->week, entry, &slot, &day)) {
		q->redials[slot]++;
		q->redials_of_day[day]++;
	}
	return add_second(r, SUM_DELAY, queue, 0, entry - r->came.end);
}

/* Who gives up and calls again has little patience, and is known already: that
 * wait says nothing of those who come for the first time. */
static int
first_wait(struct reading *r, struct queue_fit *q, int64_t queue, bool soon,
    const struct came *came)
{
	if (came->wait == WHEN_NONE)
		return 0;
	if (soon && r->came.how == CAME_GAVE_UP) {
		q->not_patience++;
		return 0;
	}
	return add_second(r, SUM_WAIT, queue, came->wait, came->left);
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
	bool soon = str_eq(buf_view(&r->who), who) && entry >= r->came.end &&
	    entry - r->came.end <= window;
	struct came came;

	memcpy(&came, payload.p, sizeof(came));
	if (first_wait(r, q, queue, soon, &came) < 0)
		return -1;
	if (soon && r->came.how != CAME_OTHER &&
	    r->came.end + window <= fit->f->last &&
	    came_again(r, q, queue, entry) < 0)
		return -1;
	r->came = came;
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
settle_redials(struct queue_fit *q, const struct seen_queue *seen)
{
	double named = (double)(seen->fresh - seen->no_customer);
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
	else	/* those who name nobody are taken to be alike */
		q->taken_off = fmin(q->again * (double)q->left /
		    (double)q->left_again, 1) * (double)seen->fresh / named;
}

/* Of those who came again after giving up, as many as come again anyhow at
 * that time; where fewer did, the rest is taken off those who came sooner. */
static void
take_off_chance(const struct fit *fit, const struct queue_fit *q,
    struct sample *s)
{
	double each = q->told && q->served ? (1 - q->again) *
	    (double)q->left / (double)q->served : 0;
	double n[DELAY_PARTS] = { 0 }, keep[DELAY_PARTS], owed = 0;
	size_t to = 0;

	for (size_t i = 0; i < s->count; i++)
		n[delay_part(fit, (int64_t)s->x[i])] += s->n[i];
	for (size_t k = DELAY_PARTS; k-- > 0;) {
		double off = fmin(owed + each * q->by_chance[k], n[k]);

		owed += each * q->by_chance[k] - off;
		keep[k] = n[k] > 0 ? 1 - off / n[k] : 0;
	}
	for (size_t i = 0; i < s->count; i++) {
		double share = keep[delay_part(fit, (int64_t)s->x[i])];

		s->x[to] = s->x[i];
		s->n[to] = s->n[i] * share;
		to += share > 0;
	}
	s->count = to;
}

/* ---- the same agent again ------------------------------------------------------------- */

/* Records of one customer follow each other in time. */
static int
served(struct reading *r, struct str key, struct str payload)
{
	struct str who = { key.p, key.n - 8 };
	int64_t at = key_part((struct str){ key.p + key.n - 9, 9 }, 0);
	bool again = str_eq(buf_view(&r->served_who), who);
	struct had had = { -1, 0 };
	struct served now;

	memcpy(&now, payload.p, sizeof(now));
	if (again && at >= r->served.talk_end)
		had = (struct had){ r->served.agent, at - r->served.talk_end };
	r->served = now;
	r->had = again ? r->had : 0;
	if (now.first) {	/* a contact is no pair with its own transfers */
		r->fit->served++;
		r->fit->pairs += 2 * r->had++;
	}
	buf_clear(&r->served_who);
	buf_str(&r->served_who, who);
	if (!now.first)
		return 0;
	buf_clear(&r->key);
	buf_char(&r->key, SUM_SERVED);
	key_int(&r->key, now.queue);
	key_int(&r->key, at);
	key_int(&r->key, now.agent);
	return sort_add(r->fit->second, buf_view(&r->key),
	    (struct str){ (const char *)&had, sizeof(had) }, r->err);
}

static void
take_served(struct reading *r, struct sticky *s, struct str key,
    struct str payload)
{
	struct had had;

	memcpy(&had, payload.p, sizeof(had));
	sticky_add(s, &r->fit->queue[key_part(key, 0)].sticky,
	    key_part(key, 1), key_part(key, 2), had.agent, had.ago);
}

/* ---- arrivals ------------------------------------------------------------------------- */

/*
 * Overdispersion by moments over whole days: of a weekday's counts the
 * variance is m + m² cv² when a gamma factor with that cv multiplies the day.
 * Weekdays are pooled by their degrees of freedom; s²/k makes m² unbiased.
 */
static void
overdispersion(const double *of_day, struct queue_fit *q)
{
	const struct week *w = &q->week;
	double above = 0, below = 0;

	for (int d = 0; d < 7; d++) {
		double k = 0, sum = 0, squares = 0, mean, var;

		for (int64_t i = 0; i < w->days; i++) {
			if (week_weekday(w, i) != d || !week_whole_day(w, i))
				continue;
			k++;
			sum += of_day[i];
			squares += of_day[i] * of_day[i];
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
	struct queue_fit *q;
	double *of_day;
	size_t n;

	if (r->queue < 0)
		return;
	q = &r->fit->queue[r->queue];
	n = q->week.slots;
	of_day = mem_zero((size_t)q->week.days, sizeof(*of_day));
	settle_redials(q, &r->fit->f->queue[r->queue]);
	for (int64_t d = 0; d < q->week.days; d++) {
		for (size_t i = 0; i < n; i++)
			of_day[d] += r->of_slot[(size_t)d * n + i];
		of_day[d] = fmax(of_day[d] - q->taken_off *
		    q->redials_of_day[d], 0);
	}
	overdispersion(of_day, q);
	smooth_choose(&q->smooth, &q->week, r->of_slot);
	mem_free(of_day);
	mem_free(r->of_slot);
	r->of_slot = NULL;
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
	if (!r->of_slot)
		r->of_slot = mem_zero((size_t)q->week.days, q->week.slots *
		    sizeof(double));
	r->queue = queue;
	if (!week_slot(&q->week, key_part(key, 1), &slot, &day)) {
		q->outside++;
		return;
	}
	q->entries[slot]++;
	r->of_slot[(size_t)day * q->week.slots + slot % q->week.slots]++;
}

/* ---- patience -------------------------------------------------------------------------- */

enum { LEAVE_LEAST = 10, LEAVE_WITHIN = 2000 /* ms */ };

/* At one wait when nine of ten of them are within LEAVE_WITHIN. Asked are they,
 * and those who waited on. */
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
		if (w->x[i] > l->at_ms)
			waited += w->left[i] + w->stayed[i];
	for (size_t i = 0; i < s->count; i++)
		if (s->x[i] <= l->at_ms)
			waited += s->n[i];
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
waited(struct reading *r, struct str key)
{
	int64_t queue = key_part(key, 0), left = key_part(key, 2);
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
add_present(struct reading *r, int64_t group, int64_t at, int64_t agent,
    int64_t end)
{
	buf_clear(&r->key);
	buf_char(&r->key, SUM_AGENT);
	key_int(&r->key, group);
	key_int(&r->key, at);
	key_int(&r->key, agent);
	return sort_add(r->fit->second, buf_view(&r->key),
	    (struct str){ (const char *)&end, sizeof(end) }, r->err);
}

/* For presence too, unless lines of kind agent say it. */
static int
worked(struct reading *r, struct str key, struct str payload)
{
	struct people *p = &r->fit->people;
	int64_t agent = key_part(key, 0);
	struct worked w;

	people_worked(p, key, payload);
	if (p->of_agent[agent] == MAP_NONE || p->f->agent[agent].states)
		return 0;
	memcpy(&w, payload.p, sizeof(w));
	return add_present(r, p->of_agent[agent], key_part(key, 1), agent,
	    w.end);
}

static int
waited_long(struct reading *r, struct str key)
{
	struct people *p = &r->fit->people;

	for (size_t g = 0; g < p->n; g++)
		if (p->group[g].stated < p->group[g].agents &&
		    people_queue(&p->group[g], (uint32_t)key_part(key, 0)) &&
		    add_present(r, (int64_t)g, key_part(key, 1), -1, 0) < 0)
			return -1;
	return 0;
}

static int
take(struct reading *r, struct str key, struct str payload)
{
	struct people *p = &r->fit->people;

	switch (key.p[0]) {
	case REC_AGENT:
		return worked(r, key, payload);
	case REC_CUSTOMER:
		return customer(r, key, payload);
	case REC_HANDLED:
		return regroup(r, SUM_TALK, key);
	case REC_LEFT:
		return waited_long(r, key);
	case REC_RANG:
		return add_second(r, SUM_RING, key_part(key, 0), 0,
		    key_part(key, 1));
	case REC_WAITED:
		return add_second(r, SUM_WAIT, key_part(key, 0),
		    key_part(key, 1), key_part(key, 2));
	case REC_ENTERED:
		entered(r, key);
		return 0;
	case REC_SERVED:
		return served(r, key, payload);
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

	r->queue = -1;
	while ((got = sort_next(r->fit->f->sort, &key, &payload,
	    r->err)) > 0)
		if (take(r, key, payload) < 0) {
			got = -1;
			break;
		}
	people_end(&r->fit->people);
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
	if (r->kind == SUM_RING)
		return &q->ring;
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
	if (r->kind == SUM_DELAY)
		take_off_chance(r->fit, &r->fit->queue[r->a], &r->sample);
	sample_end(&r->sample);
	law_fit(law_of(r), &r->sample);
	sample_release(&r->sample);
	r->kind = 0;
}

static void
take_present(struct present *s, struct str key, struct str payload)
{
	uint32_t group = (uint32_t)key_part(key, 0);
	int64_t at = key_part(key, 1), agent = key_part(key, 2), end;

	if (agent < 0) {
		present_waited(s, group, at);
		return;
	}
	memcpy(&end, payload.p, sizeof(end));
	present_worked(s, group, (uint32_t)agent, at, end);
}

static void
take_sample(struct reading *r, struct str key)
{
	int64_t a = key_part(key, 0), b = key_part(key, 1);

	if (key.p[0] != r->kind || a != r->a || b != r->b)
		end_sample(r);
	r->kind = key.p[0];
	r->a = a;
	r->b = b;
	sample_add(&r->sample, (double)key_part(key, 2), 1);
}

static int
read_second(struct reading *r)
{
	struct present *s = present_new(&r->fit->people);
	struct sticky *again = sticky_new(r->fit->f->agents.n);
	struct str key, payload;
	int got = sort_finish(r->fit->second, r->err);

	r->kind = 0;
	r->waited = -1;
	while (got >= 0 && (got = sort_next(r->fit->second, &key, &payload,
	    r->err)) > 0)
		if (key.p[0] == SUM_AGENT)
			take_present(s, key, payload);
		else if (key.p[0] == SUM_SERVED)
			take_served(r, again, key, payload);
		else if (key.p[0] == SUM_WAIT)
			waited(r, key);
		else
			take_sample(r, key);
	end_sample(r);
	end_waits(r);
	present_end(s);
	present_free(s);
	sticky_end(again);
	sticky_free(again);
	for (size_t i = 0; i < r->fit->f->queues.n; i++)
		sticky_settle(&r->fit->queue[i].sticky);
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
		fit->queue[i].redials_of_day = mem_zero((size_t)
		    fit->queue[i].week.days, sizeof(double));
	}
	bad = read_first(&r);
	if (bad >= 0)
		bad = read_second(&r);
	sample_release(&r.sample);
	buf_release(&r.key);
	buf_release(&r.who);
	buf_release(&r.served_who);
	return bad;
}

void
fit_release(struct fit *fit)
{
	for (size_t i = 0; fit->queue && i < fit->f->queues.n; i++) {
		week_release(&fit->queue[i].week);
		mem_free(fit->queue[i].entries);
		mem_free(fit->queue[i].redials);
		mem_free(fit->queue[i].redials_of_day);
	}
	mem_free(fit->queue);
	if (fit->second)
		sort_free(fit->second);
	people_release(&fit->people);
	week_release(&fit->week);
}
