/* profile_joins: how records become contacts: [legs], [events], [messages]. */
#include "cmd/ccimport/parse.h"

static int
choices_item(struct parser *s, struct choices *list)
{
	struct expr_parser x = value_expr(s);

	return expr_choices(&x, list);
}

static int
duration_item(struct parser *s, int64_t *ms)
{
	return profile_span(s->item->value, ms) ? 0 :
	    place_error(value_place(s), s->err,
	    "expected a time span such as 90s, 30m, 24h, 3d");
}

static int
cond_item(struct parser *s, struct cond **c)
{
	struct expr_parser x = value_expr(s);

	*c = expr_cond(&x);
	return *c ? 0 : -1;
}

static int
unknown_key(struct parser *s)
{
	return place_error(key_place(s), s->err, "[%.*s] has no key '%.*s'",
	    STR_ARG(s->item->section), STR_ARG(s->item->key));
}

int
legs_item(struct parser *s)
{
	s->p->has_legs = true;
	return key_is(s, "join") ? choices_item(s, &s->p->join) :
	    key_is(s, "break") ? choices_item(s, &s->p->apart) :
	    unknown_key(s);
}

int
events_item(struct parser *s)
{
	struct profile *p = s->p;
	struct expr_parser x = value_expr(s);

	p->has_events = true;
	if (key_is(s, "key"))
		return choices_item(s, &p->event_key);
	if (key_is(s, "event"))
		return choices_item(s, &p->event_name);
	if (key_is(s, "time"))
		return choices_item(s, &p->event_time);
	if (key_is(s, "same"))
		return expr_terms(&x, &p->same);
	if (key_is(s, "idle"))
		return duration_item(s, &p->idle_ms);
	return unknown_key(s);
}

int
messages_item(struct parser *s)
{
	struct messages *m = &s->p->messages;
	const struct {
		const char *key;
		struct choices *list;
	} lists[] = {
		{ "id", &m->id }, { "parent", &m->parent },
		{ "thread", &m->thread }, { "customer", &m->customer },
		{ "split", &m->split },
		{ "who", &m->who }, { "time", &m->time }, { "text", &m->text },
	};
	const struct {
		const char *key;
		struct cond **cond;
	} conds[] = {
		{ "when", &m->when }, { "agent", &m->agent },
		{ "bot", &m->bot }, { "ends", &m->ends },
	};

	m->on = true;
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		if (key_is(s, lists[i].key))
			return choices_item(s, lists[i].list);
	for (size_t i = 0; i < COUNT_OF(conds); i++)
		if (key_is(s, conds[i].key))
			return cond_item(s, conds[i].cond);
	if (key_is(s, "gap"))
		return duration_item(s, &m->gap_ms);
	if (key_is(s, "in")) {
		m->in = s->item->value;
		return 0;
	}
	return unknown_key(s);
}
