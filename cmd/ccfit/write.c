/* write: sections of the model, one kind after another; see write.h. */
#include "cmd/ccfit/write.h"

#include <math.h>

#include "common/field.h"

struct writing {
	const struct fit *fit;
	struct diag *diag;
	struct buf *out;		/* the model */
	struct buf block;		/* of one section, maybe left out */
	uint32_t *queues, *segments, *bots;	/* by name */
	bool *runs;			/* by number of queue */
	double **count;			/* people by group, weekday and slot */
};

/* ---- words -------------------------------------------------------------------------- */

/* A comment, broken below 80 columns. */
static void PRINTF_LIKE(2, 3)
note(struct buf *out, const char *fmt, ...)
{
	struct buf words = { 0 };
	struct str rest, word;
	size_t column = 0;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	for (size_t i = 0; i < words.n; i++)	/* names may hold anything */
		if ((unsigned char)words.p[i] < ' ')
			words.p[i] = ' ';
	rest = buf_view(&words);
	while (str_cut(&rest, ' ', &word)) {
		if (column && column + 1 + word.n > 77) {
			buf_char(out, '\n');
			column = 0;
		}
		buf_puts(out, column ? " " : "# ");
		buf_str(out, word);
		column += 1 + word.n + (column ? 0 : 1);
	}
	buf_char(out, '\n');
	buf_release(&words);
}

/* A name as the model takes it: no control characters. */
static void
put_name(struct buf *out, struct str name)
{
	struct buf clean = { 0 };

	for (size_t i = 0; i < name.n; i++)
		buf_char(&clean, (unsigned char)name.p[i] < ' ' ? '_' :
		    name.p[i]);
	model_put_name(out, buf_view(&clean));
	buf_release(&clean);
}

static struct str
queue_name(const struct writing *w, uint32_t queue)
{
	return w->fit->f->queues.key[queue];
}

static void
heading(struct writing *w, const char *kind, struct str a, struct str b)
{
	buf_clear(&w->block);
	buf_printf(&w->block, "[%s", kind);
	for (int i = 0; i < 2; i++)
		if ((i ? b : a).n) {
			buf_char(&w->block, ' ');
			put_name(&w->block, i ? b : a);
		}
	buf_puts(&w->block, "]\n");
}

/* The section is written, or as comments when it cannot run. */
static void
end_section(struct writing *w, bool runs)
{
	struct str rest = buf_view(&w->block), line;

	buf_char(w->out, '\n');
	while (str_cut(&rest, '\n', &line)) {
		if (!line.n)
			continue;
		if (!runs && line.p[0] != '#')
			buf_puts(w->out, "#-");
		buf_str(w->out, line);
		buf_char(w->out, '\n');
	}
}

static void
put_law(struct buf *out, const char *key, const struct dist *d)
{
	if (d->law == DIST_NONE)
		return;
	buf_printf(out, "%s = ", key);
	dist_print(d, out);
	buf_char(out, '\n');
}

static void
put_share(struct buf *out, const char *key, double share)
{
	buf_printf(out, "%s = ", key);
	model_put_share(out, round(share * 1e4) / 1e4);
	buf_char(out, '\n');
}

static const char *
short_time(char text[32], double ms)
{
	struct buf b = { 0 };

	dist_print_time(round(ms / 100) * 100, &b);
	snprintf(text, 32, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
	return text;
}

/* "1234 of mean 3.5m; AIC and Kolmogorov-Smirnov distance: …" */
static void
note_law(struct buf *out, const char *what, const struct law_fit *f)
{
	struct buf b = { 0 };
	char mean[32];

	if (f->n == 0)
		return;
	buf_printf(&b, "%s: %.0f of mean %s", what, f->n,
	    short_time(mean, f->mean));
	if (f->law.law == DIST_NONE)
		buf_printf(&b, ", too few for a law");
	for (size_t i = 0; i < f->candidates; i++)
		buf_printf(&b, "%s %s %.0f and %.3f", i ? "," :
		    "; AIC and Kolmogorov-Smirnov distance:",
		    dist_law_names[f->candidate[i].law.law],
		    f->candidate[i].aic, f->candidate[i].ks);
	if (f->law.law == DIST_EMPIRICAL)
		buf_printf(&b, "; none is within %g, so the quantiles are "
		    "taken", LAW_KS);
	note(out, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

/* ---- queues ------------------------------------------------------------------------- */

static int
main_channel(const struct seen_queue *q)
{
	int best = 0;

	for (int c = 1; c < MODEL_CHANNELS; c++)
		if (q->channel[c] > q->channel[best])
			best = c;
	return best;
}

static bool
waits_for_nobody(int channel)
{
	static const char *const words[] = { "email", "social", "web", "task",
	    "letter" };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcmp(fields[F_CHANNEL].values[channel], words[i]) == 0)
			return true;
	return false;
}

/* Whole people: half up, and one where a tenth of one was there at least and
 * a twentieth of the most (less is overtime); of those who were hardly ever
 * there, one wherever somebody was. */
static double *
counts(const struct group *g)
{
	const struct week *week = &g->week;
	double *count = mem_zero(7 * week->slots, sizeof(*count)), most = 0,
	    least;

	for (size_t i = 0; i < 7 * week->slots; i++) {
		double time = week->observed[i] * (double)week->interval;

		count[i] = time > 0 ? fmax(g->present[i] - g->overtime[i],
		    0) / time : 0;
		most = fmax(most, count[i]);
	}
	least = most < 0.5 ? 0 : fmax(0.1, most / 20);
	for (size_t i = 0; i < 7 * week->slots; i++)
		count[i] = fmax(floor(count[i] + 0.5), count[i] > least);
	return count;
}

/* By a group that is ever there. */
static bool
served(const struct writing *w, uint32_t queue)
{
	const struct people *p = &w->fit->people;

	for (size_t g = 0; g < p->n; g++)
		for (size_t i = 0; people_queue(&p->group[g], queue) &&
		    i < 7 * w->fit->week.slots; i++)
			if (w->count[g][i] > 0)
				return true;
	return false;
}

static void
note_patience(struct buf *out, const struct patience_fit *f, int64_t again)
{
	static const char *const names[] = { "exponential", "weibull",
	    "hazard" };
	struct buf b = { 0 };

	buf_printf(&b, "patience: %.0f of %.0f gave up; the others would have "
	    "waited longer than they did (Kaplan-Meier)", f->left, f->n);
	for (int i = 0; i < 3 && f->law.law != DIST_NONE; i++)
		buf_printf(&b, "%s %s %.0f", i ? "," : "; AIC:", names[i],
		    f->aic[i]);
	if (f->law.law != DIST_NONE)
		buf_printf(&b, "; distance to Kaplan-Meier %.3f",
		    f->distance);
	else
		buf_printf(&b, "; too few for a law, so they wait for ever");
	if (again)
		buf_printf(&b, "; without the waits of %lld who had just "
		    "given up", (long long)again);
	note(out, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static void
note_queue(struct buf *out, const struct seen_queue *q)
{
	int64_t most = q->channel[main_channel(q)];
	note(out, "%lld visits: %lld came first to it, %lld answered, %lld "
	    "gave up, %lld took a callback, %lld overflowed, %lld else",
	    (long long)q->visits, (long long)q->fresh, (long long)q->answered,
	    (long long)q->gave_up, (long long)q->callbacks,
	    (long long)q->overflowed, (long long)q->other);
	if (most < q->visits)
		note(out, "%lld of its visits are of other channels",
		    (long long)(q->visits - most));
}

/* The queue that nine of ten of those who overflowed went on to. */
static int64_t
overflow_to(const struct writing *w, uint32_t queue)
{
	const struct facts *f = w->fit->f;

	for (uint32_t to = 0; to < f->queues.n; to++) {
		const int64_t pair[2] = { queue, to };
		uint32_t i = map_find(&f->overflows, pair_key(pair));

		if (i != MAP_NONE && to != queue && w->runs[to] &&
		    f->overflow[i].n * 10 >= f->queue[queue].overflowed * 9)
			return to;
	}
	return -1;
}

static void
put_time(struct buf *out, const char *key, double ms)
{
	buf_printf(out, "%s = ", key);
	model_put_duration(out, (int64_t)ms);
	buf_char(out, '\n');
}

/* A callback or an overflow is a rule when it comes at one wait. */
static void
put_leaving(struct writing *w, uint32_t queue)
{
	const struct seen_queue *q = &w->fit->f->queue[queue];
	const struct queue_fit *fit = &w->fit->queue[queue];
	int64_t to = overflow_to(w, queue);

	if (q->callbacks && fit->callback.at_ms > 0) {
		put_time(&w->block, "callback-after", fit->callback.at_ms);
		put_share(&w->block, "callback-accept", fit->callback.share);
		note(&w->block, "whether a callback keeps its place is not in "
		    "the lines: virtual-hold");
	} else if (q->callbacks) {
		note(&w->block, "callbacks come at no one wait: callback-after "
		    "and callback-accept are not in the lines");
	}
	if (q->callbacks && q->callbacks_made)
		put_share(&w->block, "callback-reach",
		    (double)q->callbacks_reached / (double)q->callbacks_made);
	if (q->overflowed && fit->overflow.at_ms > 0) {
		put_time(&w->block, "overflow-after", fit->overflow.at_ms);
		if (to >= 0) {
			buf_puts(&w->block, "overflow-to = ");
			put_name(&w->block, queue_name(w, (uint32_t)to));
			buf_char(&w->block, '\n');
		}
	} else if (q->overflowed) {
		note(&w->block, "overflows come at no one wait: overflow-after "
		    "and overflow-to are not in the lines");
	}
}

static void
put_last_agent(struct buf *out, const struct sticky_fit *f)
{
	char window[32];

	if (f->in.n + f->after.n == 0)
		return;
	if (f->window_ms == 0) {
		note(out, "%.0f of %.0f who came back had the agent they had "
		    "before, %.1f were to be expected by chance: no "
		    "last-agent", f->after.same, f->after.n, f->after.chance);
		return;
	}
	if (f->window_ms < 0) {
		note(out, "%.0f of %.0f who came back had the agent they had "
		    "before, %.1f were to be expected by chance, however long "
		    "ago: an agent of one's own, or people who are there for "
		    "some customers only. Which is not in the lines",
		    f->in.same, f->in.n, f->in.chance);
		return;
	}
	short_time(window, (double)f->window_ms);
	note(out, "who came back within %s had the agent they had before in "
	    "%.0f of %.0f times, %.1f were to be expected by chance; later in "
	    "%.0f of %.0f, expected %.1f", window, f->in.same, f->in.n,
	    f->in.chance, f->after.same, f->after.n, f->after.chance);
	put_time(out, "last-agent", (double)f->window_ms);
}

static void
write_queue(struct writing *w, uint32_t queue)
{
	const struct seen_queue *q = &w->fit->f->queue[queue];
	const struct queue_fit *fit = &w->fit->queue[queue];
	struct str name = queue_name(w, queue);
	int channel = main_channel(q);
	const char *lacks = fit->handling.n == 0 ?
	    "how long it takes to handle is not in the lines: say handling" :
	    fit->handling.law.law == DIST_NONE ?
	    "too few contacts say how long it takes to handle: say handling" :
	    !w->runs[queue] ? "who serves it is not in the lines: say a "
	    "group" : NULL;

	heading(w, "queue", name, STR_NONE);
	if (lacks) {
		note(&w->block, "LEFT OUT: %s, and take the #- away", lacks);
		diag_note(w->diag, "queue '%.*s' is left out: %s",
		    STR_ARG(name), lacks);
	}
	note_queue(&w->block, q);
	put_leaving(w, queue);
	put_last_agent(&w->block, &fit->sticky);
	if (strcmp(fields[F_CHANNEL].values[channel], "voice") != 0)
		buf_printf(&w->block, "channel = %s\n",
		    fields[F_CHANNEL].values[channel]);
	if (waits_for_nobody(channel))
		buf_puts(&w->block, "async = yes\n");
	if (fit->ring.mean > 0) {
		note_law(&w->block, "ring", &fit->ring);
		put_law(&w->block, "ring", &fit->ring.law);
	}
	note_law(&w->block, "handling", &fit->handling);
	put_law(&w->block, "handling", &fit->handling.law);
	note_law(&w->block, "wrap-up", &fit->wrap);
	if (fit->wrap.law.law != DIST_NONE && fit->wrap.mean > 0)
		put_law(&w->block, "wrap", &fit->wrap.law);
	if (!waits_for_nobody(channel))
		note_patience(&w->block, &fit->patience,
		    fit->not_patience);
	if (!waits_for_nobody(channel))
		put_law(&w->block, "patience", &fit->patience.law);
	end_section(w, !lacks);
}

/* ---- what is covered -------------------------------------------------------------------- */

static void
put_day(struct buf *out, int64_t local_ms)
{
	struct civil c;

	civil_from_ms(local_ms, &c);
	buf_printf(out, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static void
note_week(struct buf *out, const struct week *week)
{
	struct buf b = { 0 };
	bool any = false;

	buf_puts(&b, "covered: ");
	put_day(&b, week->first_day * MS_DAY);
	buf_puts(&b, " to ");
	put_day(&b, (week->first_day + week->days - 1) * MS_DAY);
	buf_printf(&b, ", %lld days by %s; %lld of them without any contact "
	    "say nothing, %lld are of weekdays that never have one",
	    (long long)week->days, week->by_spans ? "the spans of the sources" :
	    "the first and last contact", (long long)week->empty_days,
	    (long long)week->closed_days);
	note(out, "%.*s", STR_ARG(buf_view(&b)));
	buf_clear(&b);
	for (int64_t d = 0; d < week->days; d++)
		if (week->empty[d]) {
			buf_puts(&b, any ? ", " : "days without data: ");
			put_day(&b, (week->first_day + d) * MS_DAY);
			any = true;
		}
	if (any)
		note(out, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

/* ---- arrivals ------------------------------------------------------------------------- */

/* Contacts that this bot handed to this queue, or to any (MAP_NONE). */
static int64_t
led(const struct facts *f, uint32_t bot, uint32_t queue)
{
	int64_t n = 0;

	for (size_t i = 0; i < f->led.n; i++)
		if (f->leading[i].a == bot && (queue == MAP_NONE ||
		    f->leading[i].b == queue))
			n += f->leading[i].n;
	return n;
}

/* Contacts an interval, without the redials that [redial] makes again; to 4
 * places. */
static double *
rates(const struct writing *w, uint32_t queue)
{
	const struct queue_fit *q = &w->fit->queue[queue];
	const struct week *week = &q->week;
	size_t n = 7 * week->slots;
	double *rate = mem_zero(n, sizeof(*rate));

	for (size_t i = 0; i < n; i++)
		if (week->observed[i] > 0)
			rate[i] = fmax(q->entries[i] - q->taken_off *
			    q->redials[i], 0) / week->observed[i];
	smooth_apply(&q->smooth, week, rate);
	for (size_t i = 0; i < n; i++)
		rate[i] = round(rate[i] * 1e4) / 1e4;
	return rate;
}

static void
note_smooth(struct buf *out, const struct smooth *s)
{
	if (s->width == 0 && s->common == 0)
		return;
	note(out, "rates are averaged over %d intervals to either side, and "
	    "%g%% of each weekday's are of the shape that all have in common: "
	    "so days that are left out are foretold best", s->width,
	    s->common * 100);
}

static void
write_arrivals(struct writing *w, uint32_t queue)
{
	const struct queue_fit *q = &w->fit->queue[queue];
	double *rate = rates(w, queue);
	struct model_profile p = week_profile(&w->fit->week, rate);

	heading(w, "arrivals", queue_name(w, queue), STR_NONE);
	if (!week_same(&q->week, &w->fit->week))
		note_week(&w->block, &q->week);
	if (q->told)
		note(&w->block, "without those who redial: [redial] makes "
		    "them again");
	if (q->outside)
		note(&w->block, "%lld entries lie outside what is covered",
		    (long long)q->outside);
	note_smooth(&w->block, &q->smooth);
	buf_puts(&w->block, "rate = ");
	model_put_profile(&w->block, &p, w->fit->week.interval);
	buf_char(&w->block, '\n');
	note(&w->block, "overdispersion of whole days by moments, pooled over "
	    "weekdays (%lld days)%s", (long long)q->days, q->days ? "" :
	    ": too few to say");
	if (q->days) {
		buf_puts(&w->block, "day-cv = ");
		model_put_number(&w->block, q->day_cv);
		buf_char(&w->block, '\n');
	}
	end_section(w, w->runs[queue]);
	mem_free(p.step);
	mem_free(rate);
}

static void
write_redial(struct writing *w, uint32_t queue)
{
	const struct queue_fit *q = &w->fit->queue[queue];
	const struct seen_queue *seen = &w->fit->f->queue[queue];
	char window[32];

	if (!seen->gave_up)
		return;
	short_time(window, (double)w->fit->f->o->again_ms);
	heading(w, "redial", queue_name(w, queue), STR_NONE);
	if (q->left + q->served == 0)
		note(&w->block, "whether those who gave up come again is not "
		    "in the lines: no customer is named, or they end too soon");
	else
		note(&w->block, "came back within %s: %lld of %lld who gave "
		    "up, %lld of %lld who were answered (the baseline, taken "
		    "off)%s", window, (long long)q->left_again,
		    (long long)q->left, (long long)q->served_again,
		    (long long)q->served, q->told ? "" :
		    "; not more than chance");
	if (seen->no_customer && q->left + q->served > 0)
		note(&w->block, "%lld contacts name no customer and are not "
		    "in it", (long long)seen->no_customer);
	if (q->told && q->delay.law.law != DIST_NONE) {
		put_share(&w->block, "chance", q->again);
		note_law(&w->block, "delay", &q->delay);
		put_law(&w->block, "delay", &q->delay.law);
		note(&w->block, "whether they are as patient again is not in "
		    "the lines: attributes");
	}
	end_section(w, w->runs[queue]);
}

static void
write_transfers(struct writing *w, size_t place)
{
	const struct facts *f = w->fit->f;
	uint32_t from = w->queues[place];

	for (size_t i = 0; i < f->queues.n; i++) {
		const int64_t pair[2] = { from, w->queues[i] };
		uint32_t t = map_find(&f->transfers, pair_key(pair));

		if (t == MAP_NONE || !f->queue[from].answered)
			continue;
		heading(w, "transfer", queue_name(w, from), queue_name(w,
		    w->queues[i]));
		note(&w->block, "%lld of %lld answered", (long long)
		    f->transfer[t].n, (long long)f->queue[from].answered);
		put_share(&w->block, "chance", (double)f->transfer[t].n /
		    (double)f->queue[from].answered);
		end_section(w, w->runs[from] && w->runs[w->queues[i]]);
	}
}

/* ---- people -------------------------------------------------------------------------- */

static void
put_counts(struct writing *w, size_t group)
{
	const struct week *week = &w->fit->week;
	struct model_profile p = week_profile(week, w->count[group]);

	buf_puts(&w->block, "count = ");
	model_put_profile(&w->block, &p, week->interval);
	buf_char(&w->block, '\n');
	mem_free(p.step);
}

static void
put_skills(struct writing *w, const struct group *g, bool runs)
{
	bool any = false;

	buf_puts(&w->block, "skills = ");
	for (size_t i = 0; i < g->queues; i++) {
		if (runs && !w->runs[g->queue[i].queue])
			continue;
		buf_puts(&w->block, any ? ", " : "");
		put_name(&w->block, queue_name(w, g->queue[i].queue));
		any = true;
	}
	buf_char(&w->block, '\n');
}

/* Said by lines of kind agent, else seen; two calls at once are a doubtful
 * stamp rather than a skill. True: something is worth writing. */
static bool
slots_of(const struct writing *w, const struct group *g,
    int slots[MODEL_CHANNELS], bool *said)
{
	bool more = false;

	*said = false;
	for (int c = 0; c < MODEL_CHANNELS; c++)
		*said |= g->slots[c] > 0;
	for (size_t i = 0; i < g->queues; i++) {
		int c = main_channel(&w->fit->f->queue[g->queue[i].queue]);

		slots[c] = c == 0 ? 1 : MAX(people_slots(g, c), 1);
	}
	for (int c = 0; c < MODEL_CHANNELS; c++) {
		slots[c] = g->slots[c] ? g->slots[c] : slots[c];
		more |= slots[c] > 1;
	}
	return more || *said;
}

/* How long how many contacts of a channel were in hand of one agent. */
static void
note_levels(struct writing *w, const struct group *g, int channel)
{
	struct buf b = { 0 };
	char time[32];

	for (int k = 1; k < PEOPLE_LEVELS; k++) {
		if (g->level[channel][k] <= 0)
			continue;
		short_time(time, g->level[channel][k]);
		buf_printf(&b, "%s%d%s for %s", b.n ? ", " : "", k,
		    k == PEOPLE_LEVELS - 1 ? " or more" : "", time);
	}
	note(&w->block, "%s in hand at once: %.*s",
	    fields[F_CHANNEL].values[channel], STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static void
put_slots(struct writing *w, const struct group *g)
{
	int slots[MODEL_CHANNELS] = { 0 };
	bool said, any = false;
	bool worth = slots_of(w, g, slots, &said);

	if (people_slots(g, 0) > 1 && !said)
		note(&w->block, "calls overlap (%d at once): one is taken",
		    people_slots(g, 0));
	if (!worth)
		return;
	note(&w->block, said ? "contacts at once: by slots in lines of kind "
	    "agent" : "contacts at once: the most that 1%% of the time with "
	    "any was spent with");
	for (int c = 0; c < MODEL_CHANNELS; c++)
		if (slots[c] > 1)
			note_levels(w, g, c);
	buf_puts(&w->block, "concurrency = ");
	for (int c = 0; c < MODEL_CHANNELS; c++)
		if (slots[c]) {
			buf_printf(&w->block, "%s%s %d", any ? ", " : "",
			    fields[F_CHANNEL].values[c], slots[c]);
			any = true;
		}
	buf_char(&w->block, '\n');
}

static void
write_group(struct writing *w, size_t group)
{
	const struct group *g = &w->fit->people.group[group];
	char gap[32];
	bool runs = false;

	for (size_t i = 0; i < g->queues; i++)
		runs |= w->runs[g->queue[i].queue];
	heading(w, "agents", g->name, STR_NONE);
	if (g->stated == g->agents)
		note(&w->block, "%lld agents; at work by their lines of kind "
		    "agent, mean of the days covered, without half of the "
		    "contact after which they went", (long long)g->agents);
	else
		note(&w->block, "%lld agents, of whom %lld have lines of kind "
		    "agent; the others are taken to be at work from a contact "
		    "to the next, unless it is more than %s later, or customers "
		    "waited meanwhile, or others took several in turn%s",
		    (long long)g->agents, (long long)g->stated,
		    short_time(gap, (double)w->fit->f->o->gap_ms),
		    g->agents > 1 ? ". Where the policy leaves the same agents "
		    "idle (linear, least occupied, fewest contacts) they are "
		    "more than this says, by 7 to 14 % of them in known "
		    "centers" : "");
	put_counts(w, group);
	put_skills(w, g, runs);
	put_slots(w, g);
	if (g->on_ms + g->away_ms > 0) {
		note(&w->block, "shrinkage: break, meal, meeting, training, "
		    "admin and the like by lines of kind agent");
		put_share(&w->block, "shrinkage", g->away_ms / (g->on_ms +
		    g->away_ms));
	} else {
		note(&w->block, "shrinkage is not in the lines");
	}
	end_section(w, runs);
}

static double
least_aic(const struct law_fit *f)
{
	double least = HUGE_VAL;

	for (size_t i = 0; i < f->candidates; i++)
		least = fmin(least, f->candidate[i].aic);
	return least;
}

/* Whether laws by group are worth their parameters: the sum of their AIC is
 * below that of one law for all. Every group needs 50 contacts to have one;
 * contacts of the others are compared by the law for all. */
static bool
groups_differ(struct writing *w, uint32_t queue)
{
	const struct people *p = &w->fit->people;
	const struct law_fit *all = &w->fit->queue[queue].handling;
	double one = 0, by_group = 0;
	size_t groups = 0;

	for (size_t g = 0; g < p->n; g++) {
		const struct group_queue *q = people_queue(&p->group[g],
		    queue);

		if (!q || q->talk.n < 50 || !q->talk.candidates)
			continue;
		groups++;
		by_group += least_aic(&q->talk);
		one += q->talk.n;
	}
	/* its share of the pooled AIC, when some contacts are of no group */
	one *= least_aic(all) / all->n;
	return groups > 1 && by_group < one;
}

static void
write_handling(struct writing *w, uint32_t queue)
{
	const struct people *p = &w->fit->people;

	for (size_t g = 0; groups_differ(w, queue) && g < p->n; g++) {
		const struct group_queue *q = people_queue(&p->group[g],
		    queue);

		if (!q || q->talk.n < 50 || !q->talk.candidates)
			continue;
		heading(w, "handling", queue_name(w, queue),
		    p->group[g].name);
		note_law(&w->block, "handling", &q->talk);
		put_law(&w->block, "talk", &q->talk.law);
		note_law(&w->block, "wrap-up", &q->wrap);
		if (q->wrap.mean > 0)
			put_law(&w->block, "wrap", &q->wrap.law);
		end_section(w, w->runs[queue]);
	}
}

/* ---- customers, bots ---------------------------------------------------------------------- */

static void
write_segments(struct writing *w)
{
	const struct facts *f = w->fit->f;

	for (size_t i = 0; i < f->segments.n; i++) {
		const struct seen_segment *s = &f->segment[w->segments[i]];

		heading(w, "segment", f->segments.key[w->segments[i]],
		    STR_NONE);
		note(&w->block, "%lld of %lld contacts that customers began; "
		    "what one is worth is not in the lines: value",
		    (long long)s->contacts, (long long)f->inbound);
		/* down, so that all of them sum to 1 at most */
		buf_puts(&w->block, "share = ");
		model_put_share(&w->block, floor((double)s->contacts /
		    (double)f->inbound * 1e6) / 1e6);
		buf_char(&w->block, '\n');
		if (s->alerts)
			put_share(&w->block, "alert", (double)s->alerts /
			    (double)s->contacts);
		if (s->issues)
			put_share(&w->block, "issue", (double)s->issues /
			    (double)s->contacts);
		end_section(w, true);
	}
}

static void
put_mean(struct buf *out, const char *key, int64_t sum, int64_t n)
{
	struct dist d = { .law = DIST_EXPONENTIAL };

	if (n <= 0 || sum <= 0)
		return;
	d.mean = law_round((double)sum / (double)n);
	put_law(out, key, &d);
}

/* Where a bot's contacts went. Its contained ones name no queue, so which
 * arrivals they belong to is not known: it is not joined to any. */
static void
note_bot(struct writing *w, uint32_t bot)
{
	const struct facts *f = w->fit->f;
	int64_t reached = led(f, bot, MAP_NONE);
	struct buf b = { 0 };

	buf_printf(&b, "%lld sessions; %lld reached a queue",
	    (long long)f->bot[bot].sessions, (long long)reached);
	for (size_t i = 0; i < f->queues.n; i++) {
		uint32_t queue = w->queues[i];
		int64_t n = led(f, bot, queue);

		if (n)
			buf_printf(&b, ", %lld of them %.*s (of %lld)",
			    (long long)n, STR_ARG(queue_name(w, queue)),
			    (long long)f->queue[queue].fresh);
	}
	buf_puts(&b, ". Which queue the others would have reached is not in "
	    "the lines: join it by bot in [arrivals], which then counts "
	    "sessions. Only means are known of its times");
	note(&w->block, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static void
write_bots(struct writing *w)
{
	const struct facts *f = w->fit->f;

	for (size_t i = 0; i < f->bots.n; i++) {
		const struct seen_bot *b = &f->bot[w->bots[i]];

		heading(w, "bot", f->bots.key[w->bots[i]], STR_NONE);
		note_bot(w, w->bots[i]);
		put_share(&w->block, "contained", (double)b->contained /
		    (double)b->sessions);
		put_share(&w->block, "leave", (double)b->left /
		    (double)b->sessions);
		put_mean(&w->block, "talk", b->talk_ms, b->contained);
		put_mean(&w->block, "handoff", b->handed_ms, b->handed);
		end_section(w, true);
	}
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* As many as would come together as often, were all alike: that is how a model
 * has them (inverse Simpson index, without its bias). */
static void
put_customers(struct writing *w)
{
	const struct fit *fit = w->fit;
	bool asked = false;

	for (size_t i = 0; i < fit->f->queues.n; i++)
		asked |= fit->queue[i].sticky.window_ms > 0;
	if (!asked)
		return;
	note(&w->block, "so many customers, all alike, would come back as "
	    "often, over all of the time, as those do who are named");
	buf_puts(&w->block, "customers = ");
	model_put_number(&w->block, fmax(round(fit->served *
	    (fit->served - 1) / fit->pairs), 1));
	buf_char(&w->block, '\n');
}

static void
write_center(struct writing *w)
{
	const struct week *week = &w->fit->week;
	const struct facts *f = w->fit->f;
	char reach[40] = "";

	if (f->outbound)
		snprintf(reach, sizeof(reach), "; reach = %.2f%%", 100 *
		    (double)f->reached / (double)f->outbound);
	note(w->out, "A model fitted by ccfit from %lld contacts, of which "
	    "customers began %lld and the center %lld (those are left out: "
	    "see [outbound] in cc-model(5)%s)", (long long)f->contacts,
	    (long long)f->inbound, (long long)f->outbound, reach);
	if (f->planned)
		note(w->out, "%lld lines say what agents were planned to do; "
		    "who is there is fitted from what they did",
		    (long long)f->planned);
	note_week(w->out, week);
	note(w->out, "not in any line, so not here: service-level targets, "
	    "opening hours, priorities, proficiency, rings, the policy of "
	    "routing, cost, authority, thresholds of help, what wait is told");
	heading(w, "center", STR_NONE, STR_NONE);
	if (f->o->cli.zone) {
		buf_puts(&w->block, "zone = ");
		model_put_name(&w->block, str_of(f->o->cli.zone));
		buf_char(&w->block, '\n');
	}
	buf_puts(&w->block, "interval = ");
	model_put_duration(&w->block, week->interval);
	buf_puts(&w->block, "\nstart = ");
	put_day(&w->block, week->first_day * MS_DAY);
	buf_printf(&w->block, "\ndays = %lld\n", (long long)MIN(week->run_days,
	    (int64_t)3660));
	put_customers(w);
	end_section(w, true);
}

static void
write_sections(struct writing *w)
{
	const struct facts *f = w->fit->f;
	const struct people *p = &w->fit->people;

	write_center(w);
	for (size_t i = 0; i < f->queues.n; i++)
		write_queue(w, w->queues[i]);
	for (size_t g = 0; g < p->n; g++)
		write_group(w, g);
	write_segments(w);
	for (size_t i = 0; i < f->queues.n; i++)
		write_arrivals(w, w->queues[i]);
	for (size_t i = 0; i < f->queues.n; i++)
		write_handling(w, w->queues[i]);
	for (size_t i = 0; i < f->queues.n; i++)
		write_redial(w, w->queues[i]);
	for (size_t i = 0; i < f->queues.n; i++)
		write_transfers(w, i);
	write_bots(w);
}

void
write_model(const struct fit *fit, struct diag *diag, struct buf *out)
{
	const struct facts *f = fit->f;
	struct writing w = { .fit = fit, .diag = diag, .out = out,
	    .queues = facts_by_name(&f->queues),
	    .segments = facts_by_name(&f->segments),
	    .bots = facts_by_name(&f->bots),
	    .runs = mem_zero(f->queues.n + 1, sizeof(bool)),
	    .count = mem_zero(fit->people.n + 1, sizeof(double *)) };

	for (size_t g = 0; g < fit->people.n; g++)
		w.count[g] = counts(&fit->people.group[g]);
	for (uint32_t i = 0; i < f->queues.n; i++)
		w.runs[i] = fit->queue[i].handling.law.law != DIST_NONE &&
		    served(&w, i);
	write_sections(&w);
	buf_release(&w.block);
	mem_free(w.queues);
	mem_free(w.segments);
	mem_free(w.bots);
	mem_free(w.runs);
	for (size_t g = 0; g < fit->people.n; g++)
		mem_free(w.count[g]);
	mem_free(w.count);
}
