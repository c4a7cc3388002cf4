/* story: one customer's lines as facts; see story.h. */
#include "cmd/cchistory/story.h"

const enum field_id story_fields[] = {
	F_ID, F_SOURCE, F_DELETED, F_CUSTOMER, F_PARTY, F_NAME, F_GIVEN,
	F_FAMILY, F_BORN, F_CITY, F_SINCE, F_PRODUCTS, F_SEGMENT, F_FLAGS,
	F_CHANNEL, F_DIRECTION, F_BY, F_ORIGIN, F_DUE, F_START, F_END, F_OPEN,
	F_QUEUE, F_AGENT, F_OUTCOME, F_DISPOSITION, F_SELF_MS, F_WAIT_MS,
	F_TALK_MS, F_SELF, F_TRANSFERS, F_REASON, F_TOPIC, F_CASE, F_STATES,
	F_RATINGS, F_SENTIMENT, F_TEXT, F_JOURNEY, F_PREV_SAME_MS,
};
const size_t story_n_fields = COUNT_OF(story_fields);

struct source {				/* one line being read into s */
	struct story *s;
	const struct line_plan *plan;
	const struct line *l;
};

static struct str
text_of(const struct source *f, struct str token)
{
	struct str t = token_text(token, &f->s->arena);

	return t.p ? arena_dup(&f->s->arena, t) : STR_NONE;
}

static struct str
text(const struct source *f, enum field_id id)
{
	return text_of(f, line_get(f->plan, f->l, id));
}

static int64_t
number(const struct source *f, enum field_id id)
{
	int64_t v;

	return token_int(line_get(f->plan, f->l, id), &v) ? v : WHEN_NONE;
}

static int64_t
time_at(const struct source *f, enum field_id id)
{
	return token_when(line_get(f->plan, f->l, id));
}

static int64_t
micro_of(struct str token)
{
	int64_t v;

	return token_micro(token, &v) ? v : WHEN_NONE;
}

static bool
is_true(const struct source *f, enum field_id id)
{
	bool v;

	return token_bool(line_get(f->plan, f->l, id), &v) && v;
}

/* Adds the strings of an array member that are not in the list yet. */
static void
add_texts(const struct source *f, enum field_id id, struct str **list,
    size_t *n, size_t *cap)
{
	struct str array = line_get(f->plan, f->l, id), element;
	size_t at = 0;

	while (array.p && token_element(array, &at, &element)) {
		struct str t = text_of(f, element);
		size_t i = 0;

		while (i < *n && !str_eq((*list)[i], t))
			i++;
		if (i < *n || !t.n)
			continue;
		GROW(*list, *n, *cap);
		(*list)[(*n)++] = t;
	}
}

static void
add_ratings(const struct source *f, struct contact *c)
{
	struct str array = line_get(f->plan, f->l, F_RATINGS), element;
	size_t at = 0, n = 0;

	while (array.p && token_element(array, &at, &element))
		n++;
	c->rating = arena_zero(&f->s->arena, n, sizeof(*c->rating));
	for (at = 0; c->ratings < n; c->ratings++) {
		struct rating *r = &c->rating[c->ratings];

		token_element(array, &at, &element);
		r->kind = text_of(f, token_find(element, "kind"));
		r->value = micro_of(token_find(element, "value"));
		r->worst = micro_of(token_find(element, "worst"));
		r->best = micro_of(token_find(element, "best"));
		r->at = token_when(token_find(element, "at"));
		r->comment = text_of(f, token_find(element, "comment"));
	}
}

static void
add_self(const struct source *f, struct contact *c)
{
	struct str self = line_get(f->plan, f->l, F_SELF);

	c->misses = WHEN_NONE;
	if (!self.p)
		return;
	c->self_result = text_of(f, token_find(self, "result"));
	if (!token_int(token_find(self, "misses"), &c->misses))
		c->misses = WHEN_NONE;
}

static void
add_contact(const struct source *f)
{
	struct story *s = f->s;
	struct contact *c;

	GROW(s->contact, s->contacts, s->contact_cap);
	c = &s->contact[s->contacts++];
	*c = (struct contact){
		.id = text(f, F_ID), .source = text(f, F_SOURCE),
		.journey = text(f, F_JOURNEY), .case_id = text(f, F_CASE),
		.start = time_at(f, F_START), .end = time_at(f, F_END),
		.due = time_at(f, F_DUE), .open = is_true(f, F_OPEN),
		.channel = text(f, F_CHANNEL),
		.direction = text(f, F_DIRECTION), .by = text(f, F_BY),
		.origin = text(f, F_ORIGIN), .queue = text(f, F_QUEUE),
		.agent = text(f, F_AGENT), .outcome = text(f, F_OUTCOME),
		.disposition = text(f, F_DISPOSITION),
		.reason = text(f, F_REASON), .topic = text(f, F_TOPIC),
		.wait_ms = number(f, F_WAIT_MS),
		.talk_ms = number(f, F_TALK_MS),
		.self_ms = number(f, F_SELF_MS),
		.prev_same_ms = number(f, F_PREV_SAME_MS),
		.transfers = number(f, F_TRANSFERS),
		.sentiment = micro_of(line_get(f->plan, f->l, F_SENTIMENT)),
		.text = text(f, F_TEXT),
	};
	c->name = text(f, F_NAME);
	c->segment = text(f, F_SEGMENT);
	add_ratings(f, c);
	add_self(f, c);
	add_texts(f, F_PARTY, &s->party, &s->parties, &s->party_cap);
	add_texts(f, F_FLAGS, &s->flag, &s->flags, &s->flag_cap);
}

static void
add_ticket(const struct source *f)
{
	struct story *s = f->s;
	struct str states = line_get(f->plan, f->l, F_STATES), element;
	struct ticket *t;
	size_t at = 0;
	bool was_done = false;

	GROW(s->ticket, s->tickets, s->ticket_cap);
	t = &s->ticket[s->tickets++];
	*t = (struct ticket){
		.id = text(f, F_ID), .source = text(f, F_SOURCE),
		.reason = text(f, F_REASON), .queue = text(f, F_QUEUE),
		.start = time_at(f, F_START), .at = WHEN_NONE,
	};
	while (states.p && token_element(states, &at, &element)) {
		bool done;

		t->state = text_of(f, token_find(element, "state"));
		t->at = token_when(token_find(element, "at"));
		done = str_is(t->state, "solved") || str_is(t->state, "closed");
		t->reopened += was_done && !done;
		was_done = done;
	}
}

static struct str
full_name(const struct source *f)
{
	struct str given = text(f, F_GIVEN), family = text(f, F_FAMILY), name;
	struct buf b = { 0 };

	buf_str(&b, given);
	if (given.n && family.n)
		buf_char(&b, ' ');
	buf_str(&b, family);
	name = b.n ? arena_dup(&f->s->arena, buf_view(&b)) : text(f, F_NAME);
	buf_release(&b);
	return name;
}

static void
add_person(const struct source *f)
{
	struct story *s = f->s;
	struct person *p;

	GROW(s->person, s->persons, s->person_cap);
	p = &s->person[s->persons++];
	*p = (struct person){
		.id = text(f, F_ID), .source = text(f, F_SOURCE),
		.name = full_name(f), .segment = text(f, F_SEGMENT),
		.city = text(f, F_CITY), .born = text(f, F_BORN),
		.since = time_at(f, F_SINCE),
	};
	add_texts(f, F_PARTY, &s->party, &s->parties, &s->party_cap);
	add_texts(f, F_FLAGS, &p->flag, &p->flags, &p->flag_cap);
	add_texts(f, F_PRODUCTS, &p->product, &p->products, &p->product_cap);
}

void
story_add(struct story *s, const struct line_plan *plan, const struct line *l)
{
	struct source f = { s, plan, l };

	if (is_true(&f, F_DELETED))
		return;
	if (!s->customer.n)
		s->customer = text(&f, F_CUSTOMER);
	if (l->kind == K_INTERACTION)
		add_contact(&f);
	else if (l->kind == K_CASE)
		add_ticket(&f);
	else if (l->kind == K_CUSTOMER)
		add_person(&f);
	story_see(s, plan, l);
}

void
story_see(struct story *s, const struct line_plan *plan, const struct line *l)
{
	struct source f = { s, plan, l };
	int64_t last;

	if (l->kind != K_INTERACTION && l->kind != K_SPAN)
		return;
	last = time_at(&f, F_END);
	if (last == WHEN_NONE)
		last = time_at(&f, F_START);
	if (s->horizon == WHEN_NONE || last > s->horizon)
		s->horizon = last;
}

static int
by_start(const void *a, const void *b)
{
	const struct contact *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (!str_eq(x->source, y->source))
		return str_cmp(x->source, y->source);
	return str_cmp(x->id, y->id);
}

static int
ticket_by_start(const void *a, const void *b)
{
	const struct ticket *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return str_cmp(x->id, y->id);
}

/* The newest first; one record's times of validity stand together. */
static int
by_since(const void *a, const void *b)
{
	const struct person *x = a, *y = b;
	int c = (y->since > x->since) - (y->since < x->since);

	if (!c)
		c = str_cmp(x->source, y->source);
	return c ? c : str_cmp(x->id, y->id);
}

static int
party_rank(struct str party)
{
	return str_starts(party, STR("tel:")) ? 0 :
	    str_starts(party, STR("mailto:")) ? 1 : 2;
}

static int
by_party(const void *a, const void *b)
{
	const struct str *x = a, *y = b;
	int c = party_rank(*x) - party_rank(*y);

	return c ? c : str_cmp(*x, *y);
}

static int
by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void
sort_all(struct story *s)
{
	if (s->contacts)
		qsort(s->contact, s->contacts, sizeof(*s->contact), by_start);
	if (s->tickets)
		qsort(s->ticket, s->tickets, sizeof(*s->ticket),
		    ticket_by_start);
	if (s->persons)
		qsort(s->person, s->persons, sizeof(*s->person), by_since);
	if (s->parties)
		qsort(s->party, s->parties, sizeof(*s->party), by_party);
	if (s->flags)
		qsort(s->flag, s->flags, sizeof(*s->flag), by_bytes);
}

/* Valid at now, and not replaced by a newer time of validity. */
static bool
is_current(const struct story *s, size_t i, int64_t now)
{
	const struct person *p = &s->person[i];

	if (now != WHEN_NONE && p->since > now)
		return false;
	for (size_t k = 0; k < i; k++)
		if (str_eq(s->person[k].id, p->id) &&
		    str_eq(s->person[k].source, p->source) &&
		    (now == WHEN_NONE || s->person[k].since <= now))
			return false;
	return true;
}

static void
take_first(struct str *to, struct str from)
{
	if (!to->n)
		*to = from;
}

/* Adds the strings that the list has not yet. */
static void
unite(struct str **list, size_t *n, size_t *cap, const struct str *more,
    size_t n_more)
{
	for (size_t k = 0; k < n_more; k++) {
		size_t i = 0;

		while (i < *n && !str_eq((*list)[i], more[k]))
			i++;
		if (i < *n)
			continue;
		GROW(*list, *n, *cap);
		(*list)[(*n)++] = more[k];
	}
}

static void
take_person(struct story *s, const struct person *p)
{
	take_first(&s->name, p->name);
	take_first(&s->segment, p->segment);
	take_first(&s->city, p->city);
	take_first(&s->born, p->born);
	unite(&s->flag, &s->flags, &s->flag_cap, p->flag, p->flags);
	unite(&s->product, &s->products, &s->product_cap, p->product,
	    p->products);
}

void
story_settle(struct story *s, int64_t now)
{
	sort_all(s);
	s->since = WHEN_NONE;
	/* what contacts were lent may be over: the CRM knows better */
	if (s->persons)
		s->flags = 0;
	for (size_t i = 0; i < s->persons; i++) {
		int64_t since = s->person[i].since;

		if (is_current(s, i, now))
			take_person(s, &s->person[i]);
		if (since != WHEN_NONE && (s->since == WHEN_NONE ||
		    since < s->since))
			s->since = since;
	}
	for (size_t i = s->contacts; i-- > 0;) {
		take_first(&s->name, s->contact[i].name);
		if (!s->persons)
			take_first(&s->segment, s->contact[i].segment);
	}
}

void
story_release(struct story *s)
{
	for (size_t i = 0; i < s->persons; i++) {
		mem_free(s->person[i].flag);
		mem_free(s->person[i].product);
	}
	mem_free(s->person);
	mem_free(s->party);
	mem_free(s->flag);
	mem_free(s->product);
	mem_free(s->contact);
	mem_free(s->ticket);
	arena_release(&s->arena);
	*s = (struct story){ 0 };
}
