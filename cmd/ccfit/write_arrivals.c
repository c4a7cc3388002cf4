/* write_arrivals: who comes, comes again, and is sent on; see
 * write_inside.h. */
#include "cmd/ccfit/write_inside.h"

#include <math.h>

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
	put_note(out, "rates are averaged over %d intervals to either side, and "
	    "%g%% of each weekday's are of the shape that all have in common: "
	    "so days that are left out are foretold best", s->width,
	    s->common * 100);
}

void
write_arrivals(struct writing *w, uint32_t queue)
{
	const struct queue_fit *q = &w->fit->queue[queue];
	double *rate = rates(w, queue);
	struct model_profile p = week_profile(&w->fit->week, rate);

	begin_section(w, "arrivals", queue_name(w, queue), STR_NONE);
	if (!week_same(&q->week, &w->fit->week))
		note_week(&w->block, &q->week);
	if (q->told)
		put_note(&w->block, "without those who redial: [redial] makes "
		    "them again");
	if (q->outside)
		put_note(&w->block, "%lld entries lie outside what is covered",
		    (long long)q->outside);
	note_smooth(&w->block, &q->smooth);
	buf_puts(&w->block, "rate = ");
	model_put_profile(&w->block, &p, w->fit->week.interval);
	buf_char(&w->block, '\n');
	put_note(&w->block, "overdispersion of whole days by moments, pooled over "
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

void
write_redial(struct writing *w, uint32_t queue)
{
	const struct queue_fit *q = &w->fit->queue[queue];
	const struct seen_queue *seen = &w->fit->f->queue[queue];
	char window[32];

	if (!seen->gave_up)
		return;
	short_time(window, (double)w->fit->f->o->again_ms);
	begin_section(w, "redial", queue_name(w, queue), STR_NONE);
	if (q->left + q->served == 0)
		put_note(&w->block, "whether those who gave up come again is not "
		    "in the lines: no customer is named, or they end too soon");
	else
		put_note(&w->block, "came back within %s: %lld of %lld who gave "
		    "up, %lld of %lld who were answered (the baseline, taken "
		    "off)%s", window, (long long)q->left_again,
		    (long long)q->left, (long long)q->served_again,
		    (long long)q->served, q->told ? "" :
		    "; not more than chance");
	if (seen->no_customer && q->left + q->served > 0)
		put_note(&w->block, "%lld contacts name no customer and are not "
		    "in it", (long long)seen->no_customer);
	if (q->told && q->delay.law.law != DIST_NONE) {
		put_share(&w->block, "chance", q->again);
		note_law(&w->block, "delay", &q->delay);
		put_law(&w->block, "delay", &q->delay.law);
		put_note(&w->block, "whether they are as patient again is not in "
		    "the lines: attributes");
	}
	end_section(w, w->runs[queue]);
}

void
write_transfers(struct writing *w, size_t place)
{
	const struct facts *f = w->fit->f;
	uint32_t from = w->queues[place];

	for (size_t i = 0; i < f->queues.n; i++) {
		const int64_t pair[2] = { from, w->queues[i] };
		uint32_t t = map_find(&f->transfers, pair_key(pair));

		if (t == MAP_NONE || !f->queue[from].answered)
			continue;
		begin_section(w, "transfer", queue_name(w, from), queue_name(w,
		    w->queues[i]));
		put_note(&w->block, "%lld of %lld answered", (long long)
		    f->transfer[t].n, (long long)f->queue[from].answered);
		put_share(&w->block, "chance", (double)f->transfer[t].n /
		    (double)f->queue[from].answered);
		end_section(w, w->runs[from] && w->runs[w->queues[i]]);
	}
}
