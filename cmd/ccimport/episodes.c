/* episodes: messages cut into contacts, and what they say; see episodes.h. */
#include "cmd/ccimport/episodes.h"

static int
by_split(const void *a, const void *b)
{
	const struct message *x = a, *y = b;
	int c = str_cmp(x->split, y->split);

	if (c)
		return c;
	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	c = str_cmp(x->id, y->id);
	return c ? c : (x->place > y->place) - (x->place < y->place);
}

void
episodes_split(struct message *m, size_t n)
{
	size_t first = 0;

	while (first < n && !m[first].split.n)
		first++;
	if (first == n)
		return;
	for (size_t i = 0; i < first; i++)
		m[i].split = m[first].split;
	for (size_t i = first + 1; i < n; i++)
		if (!m[i].split.n)
			m[i].split = m[i - 1].split;
	qsort(m, n, sizeof(*m), by_split);
}

bool
episode_next(const struct message *messages, size_t n, size_t *at,
    int64_t gap_ms, const struct message **list, struct episode *e,
    size_t *lost)
{
	size_t used = 0;
	int64_t last = 0;
	bool waits = false, ended = false;

	for (; *at < n; ++*at) {
		const struct message *m = &messages[*at];
		bool customer = m->by == BY_CUSTOMER;

		if (used && !str_eq(m->split, list[0]->split))
			break;
		if (used == 0 && !customer) {
			++*lost;
			continue;
		}
		if (used && (ended || m->at_ms - last > gap_ms)) {
			if (customer)
				break;
			if (!waits) {
				++*lost;
				continue;
			}
		}
		list[used++] = m;
		last = m->at_ms;
		waits = customer || (waits && m->by == BY_BOT);
		ended = m->ends;
	}
	*e = (struct episode){ list, used };
	return used > 0;
}

struct reply {
	int64_t first_ms, sum_ms, max_ms, n;
};

/* From the first message of an unanswered run to the next of a person. */
static struct reply
replies(const struct episode *e)
{
	struct reply r = { 0 };
	int64_t since = 0;
	bool waiting = false;

	for (size_t i = 0; i < e->n; i++) {
		const struct message *m = e->message[i];
		int64_t ms;

		if (m->by == BY_CUSTOMER && !waiting) {
			waiting = true;
			since = m->at_ms;
		}
		if (m->by != BY_AGENT || !waiting)
			continue;
		ms = m->at_ms - since;
		r.first_ms = r.n++ ? r.first_ms : ms;
		r.sum_ms += ms;
		r.max_ms = MAX(r.max_ms, ms);
		waiting = false;
	}
	return r;
}

static void
put_reply(const struct reply *r, struct line_maker *m)
{
	struct buf b = { 0 };

	buf_printf(&b, "{\"first_ms\":%jd,\"sum_ms\":%jd,\"max_ms\":%jd,"
	    "\"n\":%jd,\"from\":\"first-message\",\"clock\":\"calendar\","
	    "\"whose\":\"ours\"}", (intmax_t)r->first_ms, (intmax_t)r->sum_ms,
	    (intmax_t)r->max_ms, (intmax_t)r->n);
	maker_raw(m, F_REPLY, buf_view(&b));
	buf_release(&b);
}

static void
put_content(const struct episode *e, struct line_maker *m)
{
	static const char *const by[] = { "customer", "agent", "bot" };

	for (size_t i = 0; i < e->n; i++) {
		const struct message *s = e->message[i];
		struct buf b = { 0 };

		buf_puts(&b, "{\"at\":");
		json_put_time(&b, s->at_ms);
		buf_printf(&b, ",\"by\":\"%s\"", by[s->by]);
		if (s->text.n) {
			buf_puts(&b, ",\"text\":");
			json_put_str(&b, s->text);
		}
		buf_char(&b, '}');
		maker_add_raw(m, F_MESSAGES, buf_view(&b));
		buf_release(&b);
	}
}

void
episode_members(const struct episode *e, struct line_maker *m, bool content)
{
	int64_t count[3] = { 0 };
	const struct message *first = NULL, *last = NULL;
	struct reply r = replies(e);

	for (size_t i = 0; i < e->n; i++) {
		count[e->message[i]->by]++;
		if (e->message[i]->by == BY_AGENT) {
			first = first ? first : e->message[i];
			last = e->message[i];
		}
	}
	maker_str(m, F_ID, e->message[0]->id);
	maker_time(m, F_START, e->message[0]->at_ms);
	maker_time(m, F_END, e->message[e->n - 1]->at_ms);
	maker_int(m, F_MSGS_IN, count[BY_CUSTOMER]);
	if (count[BY_AGENT])
		maker_int(m, F_MSGS_OUT, count[BY_AGENT]);
	if (count[BY_BOT])
		maker_int(m, F_MSGS_BOT, count[BY_BOT]);
	maker_str(m, F_OUTCOME, first ? STR("answered") :
	    count[BY_BOT] ? STR("contained") : STR("missed"));
	if (first) {
		maker_time(m, F_ANSWERED, first->at_ms);
		maker_time(m, F_FIRST_REPLY, first->at_ms);
		maker_str(m, F_AGENT, last->who);
		put_reply(&r, m);
	}
	if (content)
		put_content(e, m);
}
