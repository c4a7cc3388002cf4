/* write: sections of the model, one kind after another; see write.h. */
#include "cmd/ccfit/write_inside.h"

#include <math.h>

/* ---- what can run --------------------------------------------------------------------- */

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

/* ---- what is covered ------------------------------------------------------------------ */

static void
put_day(struct buf *out, int64_t local_ms)
{
	struct civil c;

	civil_from_ms(local_ms, &c);
	buf_printf(out, "%04d-%02d-%02d", c.year, c.month, c.day);
}

void
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
	put_note(out, "%.*s", STR_ARG(buf_view(&b)));
	buf_clear(&b);
	for (int64_t d = 0; d < week->days; d++)
		if (week->empty[d]) {
			buf_puts(&b, any ? ", " : "days without data: ");
			put_day(&b, (week->first_day + d) * MS_DAY);
			any = true;
		}
	if (any)
		put_note(out, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

/* ---- the whole ------------------------------------------------------------------------ */

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
	put_note(&w->block, "so many customers, all alike, would come back as "
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
	put_note(w->out, "A model fitted by ccfit from %lld contacts, of which "
	    "customers began %lld and the center %lld (those are left out: "
	    "see [outbound] in cc-model(5)%s)", (long long)f->contacts,
	    (long long)f->inbound, (long long)f->outbound, reach);
	if (f->planned)
		put_note(w->out, "%lld lines say what agents were planned to do; "
		    "who is there is fitted from what they did",
		    (long long)f->planned);
	note_week(w->out, week);
	put_note(w->out, "not in any line, so not here: service-level targets, "
	    "opening hours, priorities, proficiency, rings, the policy of "
	    "routing, cost, authority, thresholds of help, what wait is told");
	begin_section(w, "center", STR_NONE, STR_NONE);
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
