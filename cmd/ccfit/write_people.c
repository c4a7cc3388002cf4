/* write_people: who is there, what they can, how long they take; see
 * write_inside.h. */
#include "cmd/ccfit/write_inside.h"

#include <math.h>

#include "common/field.h"

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
	put_note(&w->block, "%s in hand at once: %.*s",
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
		put_note(&w->block, "calls overlap (%d at once): one is taken",
		    people_slots(g, 0));
	if (!worth)
		return;
	put_note(&w->block, said ? "contacts at once: by slots in lines of kind "
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

void
write_group(struct writing *w, size_t group)
{
	const struct group *g = &w->fit->people.group[group];
	char gap[32];
	bool runs = false;

	for (size_t i = 0; i < g->queues; i++)
		runs |= w->runs[g->queue[i].queue];
	begin_section(w, "agents", g->name, STR_NONE);
	if (g->stated == g->agents)
		put_note(&w->block, "%lld agents; at work by their lines of kind "
		    "agent, mean of the days covered, without half of the "
		    "contact after which they went", (long long)g->agents);
	else
		put_note(&w->block, "%lld agents, of whom %lld have lines of kind "
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
		put_note(&w->block, "shrinkage: break, meal, meeting, training, "
		    "admin and the like by lines of kind agent");
		put_share(&w->block, "shrinkage", g->away_ms / (g->on_ms +
		    g->away_ms));
	} else {
		put_note(&w->block, "shrinkage is not in the lines");
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

void
write_handling(struct writing *w, uint32_t queue)
{
	const struct people *p = &w->fit->people;

	for (size_t g = 0; groups_differ(w, queue) && g < p->n; g++) {
		const struct group_queue *q = people_queue(&p->group[g],
		    queue);

		if (!q || q->talk.n < 50 || !q->talk.candidates)
			continue;
		begin_section(w, "handling", queue_name(w, queue),
		    p->group[g].name);
		note_law(&w->block, "handling", &q->talk);
		put_law(&w->block, "talk", &q->talk.law);
		note_law(&w->block, "wrap-up", &q->wrap);
		if (q->wrap.mean > 0)
			put_law(&w->block, "wrap", &q->wrap.law);
		end_section(w, w->runs[queue]);
	}
}
