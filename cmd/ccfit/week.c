/* week: what time is covered; see week.h. */
#include "cmd/ccfit/week.h"

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t
local(const struct week *w, int64_t utc)
{
	return utc + zone_offset_ms(w->zone, utc);
}

int
week_weekday(const struct week *w, int64_t day)
{
	return civil_weekday(w->first_day + day);
}

/* Not where the clock was put forward. */
static bool
exists(const struct week *w, int64_t at)
{
	enum zone_fit fit;
	struct civil c;

	civil_from_ms(at, &c);
	zone_to_utc(w->zone, &c, &fit);
	return fit != ZONE_GAP;
}

static bool
covered(const struct week *w, int64_t day, size_t slot)
{
	int64_t at = (w->first_day + day) * MS_DAY +
	    (int64_t)slot * w->interval;

	return at >= w->from && at + w->interval <= w->to && exists(w, at);
}

/* Which sources have contacts of these queues. */
static bool *
sources_of(const struct facts *f, const uint32_t *queues, size_t n)
{
	bool *in = mem_zero(f->sources.n + 1, sizeof(*in));

	for (int64_t s = 0; s < (int64_t)f->sources.n; s++)
		for (size_t i = 0; i < n && !in[s]; i++) {
			const int64_t pair[2] = { queues ? queues[i] :
			    (int64_t)i, s };

			in[s] = map_find(&f->in, pair_key(pair)) != MAP_NONE;
		}
	return in;
}

/* The sources' spans; if one has none, from the first contact's day's begin
 * to the last one's end. */
static void
set_horizon(struct week *w, const struct facts *f, const bool *in)
{
	int64_t from = WHEN_NONE, to = WHEN_NONE;

	w->by_spans = true;
	for (size_t i = 0; i < f->sources.n; i++) {
		const struct seen_source *s = &f->source[i];

		if (!in[i])
			continue;
		w->by_spans = w->by_spans && s->to > s->from;
		from = from == WHEN_NONE ? s->from : MIN(from, s->from);
		to = to == WHEN_NONE ? s->to : MAX(to, s->to);
	}
	w->by_spans = w->by_spans && from != WHEN_NONE;
	if (!w->by_spans) {
		from = f->first == WHEN_NONE ? 0 : f->first;
		to = f->last == WHEN_NONE ? 0 : f->last + 1;
	}
	w->from = local(w, from);
	w->to = MAX(local(w, to), w->from + 1);
	w->first_day = floor_div(w->from, MS_DAY);
	w->days = floor_div(w->to - 1, MS_DAY) - w->first_day + 1;
	if (!w->by_spans) {
		w->from = w->first_day * MS_DAY;
		w->to = (w->first_day + w->days) * MS_DAY;
	}
	w->run_days = MAX(floor_div(w->to + MS_DAY / 2, MS_DAY) -
	    w->first_day, (int64_t)1);
}

static bool
has_contacts(const struct facts *f, const bool *in, int64_t day)
{
	for (int64_t s = 0; s < (int64_t)f->sources.n; s++) {
		const int64_t pair[2] = { s, day };

		if (in[s] && map_find(&f->days, pair_key(pair)) != MAP_NONE)
			return true;
	}
	return false;
}

static void
find_empty(struct week *w, const struct facts *f, const bool *in)
{
	int64_t with[7] = { 0 };

	w->empty = mem_zero((size_t)w->days, sizeof(*w->empty));
	for (int64_t d = 0; d < w->days; d++) {
		w->empty[d] = !has_contacts(f, in, w->first_day + d);
		with[week_weekday(w, d)] += !w->empty[d];
	}
	for (int64_t d = 0; d < w->days; d++) {
		if (!w->empty[d])
			continue;
		if (with[week_weekday(w, d)]) {
			w->empty_days++;
		} else {
			w->empty[d] = false;
			w->closed_days++;
		}
	}
}

void
week_init(struct week *w, const struct facts *f, const uint32_t *queues,
    size_t n)
{
	bool *in = sources_of(f, queues, queues ? n : f->queues.n);

	*w = (struct week){ .zone = f->zone, .interval = f->o->interval_ms,
	    .slots = (size_t)(MS_DAY / f->o->interval_ms) };
	set_horizon(w, f, in);
	find_empty(w, f, in);
	mem_free(in);
	w->observed = mem_zero(7 * w->slots, sizeof(*w->observed));
	for (int64_t d = 0; d < w->days; d++)
		for (size_t s = 0; s < w->slots && !w->empty[d]; s++)
			if (covered(w, d, s))
				w->observed[(size_t)week_weekday(w, d) *
				    w->slots + s]++;
}

bool
week_same(const struct week *a, const struct week *b)
{
	return a->first_day == b->first_day && a->days == b->days &&
	    memcmp(a->empty, b->empty, (size_t)a->days *
	    sizeof(*a->empty)) == 0;
}

void
week_release(struct week *w)
{
	mem_free(w->empty);
	mem_free(w->observed);
}

bool
week_slot(const struct week *w, int64_t utc, size_t *slot, int64_t *day)
{
	int64_t at = local(w, utc);
	size_t of_day;

	*day = floor_div(at, MS_DAY) - w->first_day;
	if (*day < 0 || *day >= w->days || w->empty[*day])
		return false;
	of_day = (size_t)((at - (w->first_day + *day) * MS_DAY) /
	    w->interval);
	*slot = (size_t)week_weekday(w, *day) * w->slots + of_day;
	return covered(w, *day, of_day);
}

bool
week_whole_day(const struct week *w, int64_t day)
{
	return !w->empty[day] && covered(w, day, 0) &&
	    covered(w, day, w->slots - 1);
}

void
week_spread(const struct week *w, int64_t from, int64_t to, double *into)
{
	while (from < to) {
		int64_t offset = zone_offset_ms(w->zone, from), day;
		int64_t end = (floor_div(from + offset, w->interval) + 1) *
		    w->interval - offset;
		size_t slot;

		end = MIN(MAX(end, from + 1), to);
		if (week_slot(w, from, &slot, &day))
			into[slot] += (double)(end - from);
		from = end;
	}
}

struct model_profile
week_profile(const struct week *w, const double *value)
{
	struct model_profile p = { mem_zero(7 * w->slots,
	    sizeof(struct model_step)), 0 };

	for (size_t i = 0; i < 7 * w->slots; i++)
		if ((p.n == 0 && value[i] != 0) ||
		    (p.n && p.step[p.n - 1].value != value[i]))
			p.step[p.n++] = (struct model_step){
			    (int64_t)i * w->interval, value[i] };
	if (!p.n)
		p.step[p.n++] = (struct model_step){ 0, 0 };
	return p;
}
