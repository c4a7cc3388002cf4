/* doors: opening hours: who is turned away, who waits outside, and deadlines
 * whose clock stands still when it is closed. */
#include "cmd/ccroute/inside.h"

static enum door
closed(const struct plan_queue *q)
{
	return q->async ? DOOR_SHUT : DOOR_CLOSED;
}

/* Before its first step a queue with hours is closed. */
void
doors_begin(struct sim *s)
{
	for (size_t q = 0; q < s->p->queues; q++) {
		const struct plan_queue *k = &s->p->queue[q];

		s->door[q] = k->open ? (uint8_t)closed(k) : DOOR_OPEN;
		s->dialling[q] = !k->open && !k->dial_open;
	}
}

void
door_apply(struct sim *s, const struct staff_change *change)
{
	uint32_t q = change->queue;

	if (change->dials || !s->p->queue[q].dial_open)
		s->dialling[q] = change->count > 0;
	if (s->dialling[q])
		dial_more(s, q);
	if (change->dials)
		return;
	s->door[q] = change->count ? DOOR_OPEN :
	    (uint8_t)closed(&s->p->queue[q]);
	if (change->count)
		hand_out(s, q);
}

int64_t
door_due(const struct plan_queue *q, int64_t now)
{
	int64_t left = q->deadline;
	size_t low = 0, high = q->n_open;

	if (!q->deadline_open || !q->open)
		return now + left;
	while (low < high) {		/* the first step after now */
		size_t mid = (low + high) / 2;

		if (q->open[mid].start <= now)
			low = mid + 1;
		else
			high = mid;
	}
	for (size_t i = low ? low - 1 : 0; i < q->n_open; i++) {
		int64_t from = MAX(q->open[i].start, now);
		int64_t to = i + 1 < q->n_open ? q->open[i + 1].start : NEVER;

		if (q->open[i].per_ms <= 0)
			continue;
		if (to == NEVER || to - from >= left)
			return from + left;
		left -= to - from;
	}
	return NEVER;
}
