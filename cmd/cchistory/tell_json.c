/* tell_json: the story as one JSON object; what is unknown is left out. */
#include "cmd/cchistory/tell.h"

static void
name(struct buf *b, const char *key)
{
	if (b->n && b->p[b->n - 1] != '{')
		buf_char(b, ',');
	json_put_str(b, str_of(key));
	buf_char(b, ':');
}

static void
text(struct buf *b, const char *key, struct str s)
{
	if (!s.n)
		return;
	name(b, key);
	json_put_str(b, s);
}

static void
moment(struct buf *b, const char *key, int64_t ms)
{
	if (ms == WHEN_NONE)
		return;
	name(b, key);
	json_put_time(b, ms);
}

static void
whole(struct buf *b, const char *key, int64_t v)
{
	if (v == WHEN_NONE)
		return;
	name(b, key);
	buf_int(b, v);
}

static void
micro(struct buf *b, const char *key, int64_t v)
{
	if (v == WHEN_NONE)
		return;
	name(b, key);
	json_put_micro(b, v);
}

static void
texts(struct buf *b, const char *key, const struct str *item, size_t n)
{
	if (!n)
		return;
	name(b, key);
	for (size_t i = 0; i < n; i++) {
		buf_char(b, i ? ',' : '[');
		json_put_str(b, item[i]);
	}
	buf_char(b, ']');
}

static void
put_rating(struct buf *b, const struct rating *r)
{
	buf_char(b, '{');
	text(b, "kind", r->kind);
	micro(b, "value", r->value);
	micro(b, "worst", r->worst);
	micro(b, "best", r->best);
	moment(b, "at", r->at);
	text(b, "comment", r->comment);
	buf_char(b, '}');
}

static void
put_contact(struct buf *b, const struct contact *c)
{
	buf_char(b, '{');
	text(b, "id", c->id);
	text(b, "source", c->source);
	text(b, "journey", c->journey);
	text(b, "channel", c->channel);
	text(b, "direction", c->direction);
	text(b, "by", c->by);
	text(b, "origin", c->origin);
	moment(b, "start", c->start);
	moment(b, "end", c->end);
	if (c->open)
		name(b, "open"), buf_puts(b, "true");
	text(b, "queue", c->queue);
	text(b, "agent", c->agent);
	text(b, "outcome", c->outcome);
	text(b, "disposition", c->disposition);
	whole(b, "self_ms", c->self_ms);
	whole(b, "wait_ms", c->wait_ms);
	whole(b, "talk_ms", c->talk_ms);
	whole(b, "transfers", c->transfers);
	text(b, "reason", c->reason);
	text(b, "topic", c->topic);
	text(b, "case", c->case_id);
	micro(b, "sentiment", c->sentiment);
	text(b, "text", c->text);
	if (c->ratings) {
		name(b, "ratings");
		for (size_t i = 0; i < c->ratings; i++) {
			buf_char(b, i ? ',' : '[');
			put_rating(b, &c->rating[i]);
		}
		buf_char(b, ']');
	}
	buf_char(b, '}');
}

static void
put_ticket(struct buf *b, const struct ticket *k)
{
	buf_char(b, '{');
	text(b, "id", k->id);
	text(b, "source", k->source);
	text(b, "state", k->state);
	moment(b, "since", k->at);
	moment(b, "start", k->start);
	text(b, "reason", k->reason);
	text(b, "queue", k->queue);
	whole(b, "reopened", k->reopened);
	buf_char(b, '}');
}

static void
put_fact(struct buf *b, const struct fact *f)
{
	buf_char(b, '{');
	text(b, "urgency", str_of(urgency_names[f->urgency]));
	text(b, "rule", str_of(f->rule));
	text(b, "text", f->text);
	buf_char(b, '}');
}

void
tell_json(const struct tale *t, struct buf *b)
{
	const struct story *s = t->story;
	size_t n = t->last && t->last < s->contacts ? t->last : s->contacts;

	buf_char(b, '{');
	text(b, "customer", s->customer);
	text(b, "name", s->name);
	text(b, "segment", s->segment);
	text(b, "city", s->city);
	text(b, "born", s->born);
	moment(b, "since", s->since);
	texts(b, "party", s->party, s->parties);
	texts(b, "products", s->product, s->products);
	texts(b, "flags", s->flag, s->flags);
	moment(b, "asof", t->now);
	name(b, "know");
	buf_char(b, '[');
	for (size_t i = 0; i < t->facts.n; i++) {
		if (i)
			buf_char(b, ',');
		put_fact(b, &t->facts.fact[i]);
	}
	buf_puts(b, "],\"cases\":[");
	for (size_t i = 0; i < s->tickets; i++) {
		if (i)
			buf_char(b, ',');
		put_ticket(b, &s->ticket[i]);
	}
	buf_puts(b, "]");
	whole(b, "contact_count", (int64_t)s->contacts);
	buf_puts(b, ",\"contacts\":[");
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(b, ',');
		put_contact(b, &s->contact[s->contacts - 1 - i]);
	}
	buf_puts(b, "]}\n");
}
