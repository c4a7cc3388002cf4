/* know: the rules that pick what an agent should know; see know.h. */
#include "cmd/cchistory/know.h"

#include "common/zone.h"

const char *const urgency_names[] = { "urgent", "open", "mind", NULL };

enum {
	RECENT_DAYS = 30,	/* how long a bad experience is worth a word */
	REPEAT_DAYS = 7		/* contacts about the same reason within */
};

struct telling {
	struct story *s;
	int64_t now;
	const struct zone *z;
	struct facts *out;
	struct buf b;		/* the sentence being made */
};

void
put_moment(struct buf *b, const struct zone *z, int64_t ms)
{
	struct civil c;

	if (ms == WHEN_NONE) {
		buf_puts(b, "unknown");
		return;
	}
	zone_civil(z, ms, &c);
	buf_printf(b, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day,
	    c.hour, c.minute);
}

void
put_ago(struct buf *b, int64_t now, int64_t ms)
{
	int64_t minutes = (now - ms) / 60000;
	long long n = minutes;
	const char *unit = "minute";

	if (ms == WHEN_NONE || ms > now)
		return;
	if (minutes >= 48 * 60) {
		n = minutes / (24 * 60);
		unit = "day";
	} else if (minutes >= 60) {
		n = minutes / 60;
		unit = "hour";
	}
	if (n < 1)
		buf_puts(b, " (just now)");
	else
		buf_printf(b, " (%lld %s%s ago)", n, unit,
		    n == 1 ? "" : "s");
}

void
put_span(struct buf *b, int64_t ms)
{
	int64_t s = (ms + 500) / 1000;

	if (s < 60)
		buf_printf(b, "%d s", (int)s);
	else if (s < 2 * 86400)
		buf_clock(b, s);
	else
		buf_printf(b, "%lld days", (long long)(s / 86400));
}

/* A moment in a sentence: when, and how long ago. */
static void
put_then(struct telling *t, int64_t ms)
{
	put_moment(&t->b, t->z, ms);
	put_ago(&t->b, t->now, ms);
}

static void
say(struct telling *t, enum urgency urgency, const char *rule)
{
	struct facts *f = t->out;

	GROW(f->fact, f->n, f->cap);
	f->fact[f->n++] = (struct fact){ urgency, rule,
	    arena_dup(&t->s->arena, buf_view(&t->b)) };
	buf_clear(&t->b);
}

static const struct contact *
newest(const struct story *s)
{
	return s->contacts ? &s->contact[s->contacts - 1] : NULL;
}

static bool
recent(const struct telling *t, int64_t ms, int64_t days)
{
	return ms != WHEN_NONE && ms <= t->now && t->now - ms <= days * MS_DAY;
}

/* " about card-lost", nothing when the reason is unknown. */
static void
put_about(struct buf *b, struct str reason)
{
	if (reason.n) {
		buf_puts(b, " about ");
		buf_str(b, reason);
	}
}

static void
about_flags(struct telling *t)
{
	static const struct { const char *flag, *text; } known[] = {
		{ "fraud-alert", "fraud alert on file: identify with care, "
		  "no sales" },
		{ "vulnerable", "marked as vulnerable: take time, offer the "
		  "care procedure" },
		{ "complaint-open", "a complaint is open" },
		{ "do-not-sell", "asked not to be sold to" },
	};

	for (size_t i = 0; i < t->s->flags; i++) {
		const char *words = NULL;

		for (size_t k = 0; k < COUNT_OF(known); k++)
			if (str_is(t->s->flag[i], known[k].flag))
				words = known[k].text;
		if (words)
			buf_puts(&t->b, words);
		else
			buf_str(&t->b, t->s->flag[i]);
		say(t, words ? URGENT : MIND, "flag");
	}
}

/* A callback asked for counts as given once a later outbound one reached. */
static bool
callback_given(const struct story *s, size_t asked)
{
	for (size_t i = asked + 1; i < s->contacts; i++)
		if (str_is(s->contact[i].origin, "callback") &&
		    (str_is(s->contact[i].outcome, "reached") ||
		    str_is(s->contact[i].outcome, "answered")))
			return true;
	return false;
}

static void
about_callbacks(struct telling *t)
{
	for (size_t i = 0; i < t->s->contacts; i++) {
		const struct contact *c = &t->s->contact[i];

		if (!str_is(c->outcome, "callback") ||
		    !recent(t, c->start, RECENT_DAYS) ||
		    callback_given(t->s, i))
			continue;
		buf_puts(&t->b, "waits for a callback asked for on ");
		put_then(t, c->start);
		put_about(&t->b, c->reason);
		say(t, URGENT, "callback-owed");
	}
}

static bool
ticket_open(const struct ticket *k)
{
	return k->state.n && !str_is(k->state, "solved") &&
	    !str_is(k->state, "closed");
}

static void
about_cases(struct telling *t)
{
	for (size_t i = 0; i < t->s->tickets; i++) {
		const struct ticket *k = &t->s->ticket[i];

		if (!ticket_open(k))
			continue;
		buf_puts(&t->b, "case ");
		buf_str(&t->b, k->id);
		put_about(&t->b, k->reason);
		buf_puts(&t->b, " is ");
		buf_str(&t->b, k->state);
		buf_puts(&t->b, ", opened ");
		put_then(t, k->start);
		if (k->reopened)
			buf_printf(&t->b, ", reopened %d times",
			    (int)k->reopened);
		say(t, OPEN, "case-open");
	}
}

static void
about_open_contacts(struct telling *t)
{
	for (size_t i = 0; i < t->s->contacts; i++) {
		const struct contact *c = &t->s->contact[i];

		if (!c->open)
			continue;
		buf_str(&t->b, c->channel.n ? c->channel : STR("contact"));
		buf_puts(&t->b, " of ");
		put_then(t, c->start);
		put_about(&t->b, c->reason);
		buf_puts(&t->b, " is still open");
		say(t, OPEN, "contact-open");
	}
}

/* By the reason; where r has none, by the journey. */
static bool
same_matter(const struct contact *c, const struct contact *r)
{
	return r->reason.n ? str_eq(c->reason, r->reason) :
	    r->journey.n && str_eq(c->journey, r->journey);
}

/* Counts the customer's own contacts about r's matter in the days before. */
static size_t
repeats_of(const struct telling *t, const struct contact *r)
{
	size_t n = 0;

	for (size_t i = 0; i < t->s->contacts; i++) {
		const struct contact *c = &t->s->contact[i];

		n += same_matter(c, r) && str_is(c->by, "customer") &&
		    c->start <= r->start && r->start - c->start <=
		    REPEAT_DAYS * (int64_t)MS_DAY;
	}
	return n;
}

static void
about_repeats(struct telling *t)
{
	const struct contact *c = newest(t->s);
	size_t n;

	if (!c || !recent(t, c->start, RECENT_DAYS) ||
	    (n = repeats_of(t, c)) < 2)
		return;
	buf_printf(&t->b, "%zu contacts", n);
	if (c->reason.n)
		put_about(&t->b, c->reason);
	else
		buf_puts(&t->b, " in one matter");
	buf_printf(&t->b, " within %d days, the last on ", REPEAT_DAYS);
	put_then(t, c->start);
	say(t, OPEN, "repeat");
}

static void
about_last_outcome(struct telling *t)
{
	static const struct { const char *outcome, *text; } bad[] = {
		{ "abandoned", "gave up waiting" },
		{ "left-self", "hung up in self-service" },
		{ "missed", "was not answered" },
		{ "blocked", "could not get through" },
		{ "failed", "was cut off by a fault" },
		{ "voicemail", "left a voicemail" },
	};
	const struct contact *c = newest(t->s);

	for (size_t i = 0; c && i < COUNT_OF(bad); i++) {
		if (!str_is(c->outcome, bad[i].outcome) ||
		    !recent(t, c->start, RECENT_DAYS))
			continue;
		buf_puts(&t->b, "last time, ");
		put_then(t, c->start);
		buf_printf(&t->b, ", %s", bad[i].text);
		if (c->wait_ms != WHEN_NONE && c->wait_ms > 0) {
			buf_puts(&t->b, " after ");
			put_span(&t->b, c->wait_ms);
		}
		if (c->queue.n) {
			buf_puts(&t->b, " in queue ");
			buf_str(&t->b, c->queue);
		}
		say(t, MIND, "last-unanswered");
	}
}

/* In the worst third of its scale, whichever end is the good one. */
static bool
rating_is_low(const struct rating *r)
{
	int64_t range = r->best - r->worst, got = r->value - r->worst;

	if (r->value == WHEN_NONE || r->worst == WHEN_NONE ||
	    r->best == WHEN_NONE || range == 0)
		return false;
	return range > 0 ? got * 3 <= range : got * 3 >= range;
}

void
put_rating_words(struct buf *b, const struct rating *r)
{
	bool two = r->worst == 0 && r->best == 1000000;

	buf_str(b, r->kind);
	buf_char(b, ' ');
	if (two && (r->value == r->best || r->value == r->worst)) {
		buf_puts(b, r->value == r->best ? "good" : "bad");
		return;
	}
	json_put_micro(b, r->value);
	if (r->best == WHEN_NONE)
		return;
	/* Where less is better, "1 of 5" would be read the wrong way. */
	buf_puts(b, r->worst != WHEN_NONE && r->worst > r->best ?
	    ", best is " : " of ");
	json_put_micro(b, r->best);
}

static void
about_ratings(struct telling *t)
{
	for (size_t i = t->s->contacts; i-- > 0;) {
		const struct contact *c = &t->s->contact[i];

		for (size_t k = 0; k < c->ratings; k++) {
			const struct rating *r = &c->rating[k];

			if (!rating_is_low(r) ||
			    !recent(t, c->start, 3 * RECENT_DAYS))
				continue;
			buf_puts(&t->b, "was unhappy with the ");
			buf_str(&t->b, c->channel);
			buf_puts(&t->b, " of ");
			put_then(t, c->start);
			buf_puts(&t->b, ": ");
			put_rating_words(&t->b, r);
			say(t, MIND, "low-rating");
			return;
		}
	}
}

static void
about_handling(struct telling *t)
{
	const struct contact *c = newest(t->s);

	if (!c || !recent(t, c->start, RECENT_DAYS))
		return;
	if (c->transfers != WHEN_NONE && c->transfers >= 2) {
		buf_printf(&t->b, "was transferred %lld times last time",
		    (long long)c->transfers);
		say(t, MIND, "transferred");
	}
	if (c->misses != WHEN_NONE && c->misses >= 2) {
		buf_printf(&t->b, "self-service did not understand %lld times "
		    "last time", (long long)c->misses);
		say(t, MIND, "not-understood");
	}
}

static int
by_urgency(const struct fact *a, const struct fact *b)
{
	return (int)a->urgency - (int)b->urgency;
}

/* Insertion sort: few facts, and the order within one urgency must stay. */
static void
order(struct facts *f)
{
	for (size_t i = 1; i < f->n; i++) {
		struct fact x = f->fact[i];
		size_t k = i;

		for (; k > 0 && by_urgency(&f->fact[k - 1], &x) > 0; k--)
			f->fact[k] = f->fact[k - 1];
		f->fact[k] = x;
	}
}

void
know(struct story *s, int64_t now, const struct zone *z, struct facts *out)
{
	static void (*const rules[])(struct telling *) = {
		about_flags, about_callbacks, about_cases,
		about_open_contacts, about_repeats, about_last_outcome,
		about_ratings, about_handling,
	};
	struct telling t = { .s = s, .now = now, .z = z, .out = out };

	for (size_t i = 0; i < COUNT_OF(rules); i++)
		rules[i](&t);
	order(out);
	buf_release(&t.b);
}

void
facts_release(struct facts *f)
{
	mem_free(f->fact);
	*f = (struct facts){ 0 };
}
