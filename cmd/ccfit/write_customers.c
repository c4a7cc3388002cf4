/* write_customers: kinds of customers, and the bots they meet first; see
 * write_inside.h. */
#include "cmd/ccfit/write_inside.h"

#include <math.h>

void
write_segments(struct writing *w)
{
	const struct facts *f = w->fit->f;

	for (size_t i = 0; i < f->segments.n; i++) {
		const struct seen_segment *s = &f->segment[w->segments[i]];

		begin_section(w, "segment", f->segments.key[w->segments[i]],
		    STR_NONE);
		put_note(&w->block, "%lld of %lld contacts that customers began; "
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
	put_note(&w->block, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

void
write_bots(struct writing *w)
{
	const struct facts *f = w->fit->f;

	for (size_t i = 0; i < f->bots.n; i++) {
		const struct seen_bot *b = &f->bot[w->bots[i]];

		begin_section(w, "bot", f->bots.key[w->bots[i]], STR_NONE);
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
