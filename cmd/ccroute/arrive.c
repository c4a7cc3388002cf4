/* arrive: who comes when, and what they bring with them. */
#include "cmd/ccroute/inside.h"

#include "common/mem.h"
#include "common/when.h"

/*
 * Arrivals of a source are a Poisson process in operational time: exponential
 * steps, laid along the rates. The moment between two ms is kept, so that
 * rates do not drift by rounding.
 */
struct arrivals {
	const struct plan_source *source;
	double at;			/* ms */
	size_t rate;			/* the one that holds there */
	uint64_t number;		/* of the next contact */
	double factor;			/* of the day */
	int64_t day;			/* that it is of */
};

static void
day_factor(struct sim *s, struct arrivals *a, int64_t start)
{
	const struct plan_source *o = a->source;
	int64_t day = run_days_day(&s->p->days, start);

	if (o->day_shape <= 0 || day == a->day)
		return;
	a->day = day;
	a->factor = draw_gamma(o->day_shared ? s->shared_draws :
	    &s->draws[a - s->arrivals_of], DRAW_DAY, (uint64_t)day,
	    o->day_shape);
}

void
arrivals_init(struct sim *s)
{
	s->draws = mem_zero(s->p->sources + 1, sizeof(*s->draws));
	s->shared_draws = s->draws + s->p->sources;
	s->arrivals_of = mem_zero(s->p->sources + 1,
	    sizeof(*s->arrivals_of));
	heap_init(&s->coming, 0);
}

void
arrivals_release(struct sim *s)
{
	mem_free(s->draws);
	mem_free(s->arrivals_of);
	heap_release(&s->coming);
}

/* The next moment of a source; NEVER. */
static int64_t
next_of(struct sim *s, size_t i)
{
	struct arrivals *a = &s->arrivals_of[i];
	const struct plan_source *o = a->source;
	double step;

	if (o->replay)
		return a->number < o->n_replay ?
		    o->replay[a->number].at : NEVER;
	step = o->regular ? 1 : draw_exponential(&s->draws[i], DRAW_ARRIVAL,
	    a->number);
	for (; a->rate + 1 < o->n_rates; a->rate++) {
		double until = (double)o->rate[a->rate + 1].start, rate;

		day_factor(s, a, o->rate[a->rate].start);
		rate = o->rate[a->rate].per_ms * a->factor;
		if (step < rate * (until - a->at)) {
			a->at += step / rate;
			return (int64_t)a->at;
		}
		step -= rate * (until - a->at);
		a->at = until;
	}
	return NEVER;
}

static void
set_next(struct sim *s, size_t i)
{
	int64_t at = next_of(s, i);

	if (at != NEVER)
		heap_put(&s->coming, heap_key(at, i), (uint32_t)i, 0);
}

void
arrivals_begin(struct sim *s, uint64_t replication)
{
	bool flip = s->p->antithetic && replication % 2;
	uint64_t pair = s->p->antithetic ? replication / 2 : replication;

	heap_clear(&s->coming);
	draws_init(s->shared_draws, s->p->seed, pair, "", false);
	for (size_t i = 0; i < s->p->sources; i++) {
		const struct plan_source *o = &s->p->source[i];

		draws_init(&s->draws[i], s->p->seed, pair, o->name, flip);
		s->arrivals_of[i] = (struct arrivals){ .source = o,
		    .factor = 1, .day = -1 };
		if (o->n_rates)
			s->arrivals_of[i].at = (double)o->rate[0].start;
		set_next(s, i);
	}
}

static int64_t
times(int64_t ms, double factor)
{
	return factor > 0 && ms != NEVER ? (int64_t)((double)ms * factor +
	    0.5) : ms;
}

static void
of_kind(struct contact *c, const struct plan_kind *k)
{
	c->leaves = times(c->leaves, k->patience);
	if (!c->own_talk)
		c->talk = times(c->talk, k->handling);
	if (!c->own_wrap)
		c->wrap = times(c->wrap, k->handling);
}

/* What a contact of this queue, attempt and leg brings: by its number. */
void
draw_attributes(struct sim *s, uint32_t number)
{
	struct contact *c = &s->contact[number];
	struct draws *d = &s->draws[c->source];
	const struct plan_queue *q = &s->p->queue[c->queue];
	uint64_t n = draw_number(c);

	if (!c->own_talk)
		c->talk = draw_ms(d, DRAW_TALK, n, &q->talk);
	if (!c->own_wrap)
		c->wrap = draw_ms(d, DRAW_WRAP, n, &q->wrap);
	c->leaves = draw_ms(d, DRAW_PATIENCE, n, s->p->patience ?
	    s->p->patience[c->queue * s->kinds + c->kind] : &q->patience);
	if (s->p->kinds)
		of_kind(c, &s->p->kind[c->kind]);
}

static uint32_t
pick_share(const struct plan_share *share, size_t n, double u)
{
	for (size_t i = 0; i < n; i++) {
		if (u < share[i].share)
			return share[i].to;
		u -= share[i].share;
	}
	return share[n - 1].to;
}

uint16_t
pick_kind(const struct sim *s, const double *shares, double u)
{
	size_t last = 0;		/* of those with any share */

	for (size_t i = 0; i < s->p->kinds; i++) {
		double share = shares ? shares[i] : s->p->kind[i].share;

		if (u < share)
			return (uint16_t)i;
		u -= share;
		if (share > 0)
			last = i;
	}
	return (uint16_t)last;
}

static uint32_t
new_contact(struct sim *s, size_t source, uint64_t n)
{
	const struct plan_source *o = &s->p->source[source];
	struct draws *d = &s->draws[source];
	uint32_t number = contact_new(s), stamp = s->contact[number].stamp;
	struct contact *c = &s->contact[number];

	*c = s->blank;
	c->arrived = s->now;
	c->number = n;
	c->stamp = stamp;
	c->source = (uint16_t)source;
	if (s->p->kinds > 1)
		c->kind = pick_kind(s, o->kind, draw_uniform(d, DRAW_KIND, n));
	c->queue = o->n_to == 1 ? o->to[0].to : pick_share(o->to, o->n_to,
	    draw_uniform(d, DRAW_TO, n));
	if (o->replay) {
		c->queue = o->replay[n].queue;
		c->own_talk = o->replay[n].talk >= 0;
		c->own_wrap = o->replay[n].wrap >= 0;
		c->talk = MAX(o->replay[n].talk, 0);
		c->wrap = MAX(o->replay[n].wrap, 0);
	}
	draw_attributes(s, number);
	s->arrivals++;
	if (s->sink.arrived)
		s->sink.arrived(s->sink.context, c);
	return number;
}

static void
hold_session(struct sim *s, const struct plan_source *o, int64_t ms)
{
	if (!o->bot)
		return;
	s->in_session[o->bot - 1]++;
	heap_put(&s->timer, heap_key(MIN(s->now + ms, HEAP_LAST),
	    s->order++), (uint32_t)(o->bot - 1), TIMER_SESSION);
}

/* First the bot, if it has a session free: it contains the contact, or hands it to the queue later. */
static void
begin_contact(struct sim *s, uint32_t number)
{
	struct contact *c = &s->contact[number];
	const struct plan_source *o = &s->p->source[c->source];
	struct draws *d = &s->draws[c->source];
	int64_t wait = draw_ms(d, DRAW_ANNOUNCEMENT, c->number,
	    &s->p->queue[c->queue].announcement);
	double u;

	if (!take_trunk(s, number))
		return;
	if ((o->contained + o->gives_up > 0 || o->handoff.law !=
	    DIST_NONE) && (!o->bot || s->in_session[o->bot - 1] <
	    s->p->sessions[o->bot - 1])) {
		u = draw_uniform(d, DRAW_CONTAINED, c->number);
		c->contained = u < o->contained;
		c->gave_up = !c->contained && u < o->contained + o->gives_up;
		c->self_ms = draw_ms(d, DRAW_SELF, c->number, c->contained ||
		    c->gave_up ? &o->self : &o->handoff);
		hold_session(s, o, c->self_ms);
		if (c->contained || c->gave_up) {
			contact_end(s, number, NULL);
			return;
		}
		wait += c->self_ms;
	}
	if (wait > 0)
		timer_set(s, s->now + wait, number, TIMER_ENTER);
	else
		enter_queue(s, number);
}

void
arrive(struct sim *s)
{
	struct heap_entry e = heap_take(&s->coming);
	uint64_t n = s->arrivals_of[e.id].number++;
	uint32_t c = new_contact(s, e.id, n);

	set_next(s, e.id);
	begin_contact(s, c);
}
