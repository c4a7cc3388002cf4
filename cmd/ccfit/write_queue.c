/* write_queue: what a queue is like, and how it is left; see write_inside.h. */
#include "cmd/ccfit/write_inside.h"

#include "common/field.h"

int
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
	put_note(out, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static void
note_queue(struct buf *out, const struct seen_queue *q)
{
	int64_t most = q->channel[main_channel(q)];
	put_note(out, "%lld visits: %lld came first to it, %lld answered, %lld "
	    "gave up, %lld took a callback, %lld overflowed, %lld else",
	    (long long)q->visits, (long long)q->fresh, (long long)q->answered,
	    (long long)q->gave_up, (long long)q->callbacks,
	    (long long)q->overflowed, (long long)q->other);
	if (most < q->visits)
		put_note(out, "%lld of its visits are of other channels",
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
		put_note(&w->block, "whether a callback keeps its place is not in "
		    "the lines: virtual-hold");
	} else if (q->callbacks) {
		put_note(&w->block, "callbacks come at no one wait: callback-after "
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
		put_note(&w->block, "overflows come at no one wait: overflow-after "
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
		put_note(out, "%.0f of %.0f who came back had the agent they had "
		    "before, %.1f were to be expected by chance: no "
		    "last-agent", f->after.same, f->after.n, f->after.chance);
		return;
	}
	if (f->window_ms < 0) {
		put_note(out, "%.0f of %.0f who came back had the agent they had "
		    "before, %.1f were to be expected by chance, however long "
		    "ago: an agent of one's own, or people who are there for "
		    "some customers only. Which is not in the lines",
		    f->in.same, f->in.n, f->in.chance);
		return;
	}
	short_time(window, (double)f->window_ms);
	put_note(out, "who came back within %s had the agent they had before in "
	    "%.0f of %.0f times, %.1f were to be expected by chance; later in "
	    "%.0f of %.0f, expected %.1f", window, f->in.same, f->in.n,
	    f->in.chance, f->after.same, f->after.n, f->after.chance);
	put_time(out, "last-agent", (double)f->window_ms);
}

void
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

	begin_section(w, "queue", name, STR_NONE);
	if (lacks) {
		put_note(&w->block, "LEFT OUT: %s, and take the #- away", lacks);
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
