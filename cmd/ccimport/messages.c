/* messages: a log of messages becomes threads, and threads contacts. */
#include "cmd/ccimport/episodes.h"
#include "cmd/ccimport/import.h"

enum { DEFAULT_GAP_MS = MS_DAY };

static int64_t
gap_of(const struct profile *p)
{
	return p->messages.gap_ms ? p->messages.gap_ms : DEFAULT_GAP_MS;
}

/* ---- reading one message ------------------------------------------------ */

static int
read_text(struct run *r, const struct choices *list, struct str *s)
{
	struct value tmp;
	const struct value *v = run_choices(r, list, &tmp);

	*s = STR_NONE;
	if (!v)
		return -1;
	if (v->type == V_TEXT || v->type == V_PARTY)
		*s = run_clean(r, v->s);
	return 0;
}

static int
holds(struct run *r, const struct cond *c)
{
	return c ? run_condition(r, c) : 0;
}

static int
incomplete(struct run *r, const char *what)
{
	r->finding = (struct finding){ .code = FINDING_NO_KEY,
	    .file = r->file->name, .line = r->record->line,
	    .byte = r->record->byte, .more = what };
	return -1;
}

/* Views live as long as the run's arena. 0 or -1 (r->finding). */
static int
read_message(struct run *r, struct message *m, struct str *thread)
{
	const struct messages *p = &r->program->profile->messages;
	int agent, bot, ends;
	struct value tmp;
	const struct value *t;

	if (read_text(r, &p->id, &m->id) < 0 ||
	    read_text(r, &p->parent, &m->parent) < 0 ||
	    read_text(r, &p->thread, thread) < 0 ||
	    read_text(r, &p->customer, &m->customer) < 0 ||
	    read_text(r, &p->split, &m->split) < 0 ||
	    read_text(r, &p->who, &m->who) < 0 ||
	    (r->content && read_text(r, &p->text, &m->text) < 0) ||
	    (t = run_choices(r, &p->time, &tmp)) == NULL ||
	    (agent = holds(r, p->agent)) < 0 ||
	    (bot = holds(r, p->bot)) < 0 || (ends = holds(r, p->ends)) < 0)
		return -1;
	if (t->type != V_TIME)
		return incomplete(r, "a message needs a time");
	m->at_ms = t->i;
	m->by = bot ? BY_BOT : agent ? BY_AGENT : BY_CUSTOMER;
	m->ends = ends;
	tally_time(&r->tally, t->i);
	return 0;
}

/* ---- worker side: a message goes to the sort by id ---------------------- */

struct packed {			/* begins the payload */
	uint64_t file, line, byte;
	int64_t at_ms;
	uint32_t n[7];		/* lengths: id, parent, thread, customer, split,
				   who, text; then the record's bytes */
	uint8_t by, ends;
};

static void
pack(struct buf *b, struct packed *p, const struct message *m,
    struct str thread, struct str raw)
{
	const struct str part[] = { m->id, m->parent, thread, m->customer,
	    m->split, m->who, m->text };

	p->at_ms = m->at_ms;
	p->by = (uint8_t)m->by;
	p->ends = m->ends;
	for (size_t i = 0; i < COUNT_OF(part); i++)
		p->n[i] = (uint32_t)part[i].n;
	buf_add(b, (const char *)p, sizeof(*p));
	for (size_t i = 0; i < COUNT_OF(part); i++)
		buf_str(b, part[i]);
	buf_str(b, raw);
}

static void
unpack(struct str payload, struct packed *p, struct message *m,
    struct str *thread, struct str *raw)
{
	struct str *part[] = { &m->id, &m->parent, thread, &m->customer,
	    &m->split, &m->who, &m->text };

	memcpy(p, payload.p, sizeof(*p));
	payload = str_skip(payload, sizeof(*p));
	for (size_t i = 0; i < COUNT_OF(part); i++) {
		*part[i] = (struct str){ payload.p, p->n[i] };
		payload = str_skip(payload, p->n[i]);
	}
	m->at_ms = p->at_ms;
	m->by = (enum message_by)p->by;
	m->ends = p->ends;
	*raw = payload;
}

int
messages_add(struct import *im, struct run *r, struct job *j)
{
	struct packed p = { j->file->index, r->record->line, r->record->byte,
	    0, { 0 }, 0, 0 };
	struct message m = { 0 };
	struct str thread;
	struct item *it;
	int drop = run_drop(r), is;

	if (drop == -2)
		return -1;
	if (drop >= 0) {
		r->tally.skipped[drop]++;
		return 0;
	}
	is = im->profile->messages.when ?
	    run_condition(r, im->profile->messages.when) : 1;
	if (is == 0) {
		r->tally.skipped[im->profile->drop.n + RULE_NO_MESSAGE]++;
		return 0;
	}
	if (is < 0 || read_message(r, &m, &thread) < 0)
		return -1;
	if (m.id.n == 0)
		return incomplete(r, "a message needs an id");
	it = job_item(j);
	key_str(&j->keys, m.id);
	pack(&j->out, &p, &m, thread, r->record->raw);
	job_item_end(j, it);
	r->tally.made++;
	return 0;
}

void
messages_note(struct import *im, struct str payload)
{
	struct packed p;
	struct message m = { 0 };
	struct str thread, raw;

	unpack(payload, &p, &m, &thread, &raw);
	if (!thread.n)
		threads_add(&im->answers, m.id, m.parent, m.at_ms);
}

/* ---- main side ---------------------------------------------------------- */

/* The messages of the thread at hand, copied into an arena. */
struct reading {
	struct import *im;
	struct sort *by_thread;
	struct arena arena;
	struct str thread;
	struct message *m;
	struct str *raw;
	struct packed *place;
	const struct message **list;
	size_t n, cap_m, cap_raw, cap_place, cap_list;
	struct line_maker maker;
	struct buf out;
	uint64_t others;		/* another message under a known id */
};

/* First pass: in order of id, so repeated ids stand together. */
static int
sort_by_thread(struct reading *y, struct err *err)
{
	struct buf last = { 0 }, *key = &y->im->scratch_key;
	struct str k, payload;
	int64_t last_ms = 0;
	int got = sort_finish(y->im->sort, err);

	while (got >= 0 &&
	    (got = sort_next(y->im->sort, &k, &payload, err)) > 0) {
		struct packed p;
		struct message m = { 0 };
		struct str thread, raw;

		unpack(payload, &p, &m, &thread, &raw);
		if (last.n && str_eq(k, buf_view(&last))) {
			y->im->same++;
			y->others += m.at_ms != last_ms;
			continue;
		}
		buf_clear(&last);
		buf_str(&last, k);
		last_ms = m.at_ms;
		if (!thread.n)
			thread = threads_root(&y->im->answers, m.id);
		buf_clear(key);
		key_str(key, thread);
		key_int(key, m.at_ms);
		key_str(key, m.id);
		if (sort_add(y->by_thread, buf_view(key), payload, err) < 0)
			got = -1;
	}
	buf_release(&last);
	return got;
}

/* Everything of that array that lives in the payload is copied. */
static void
keep(struct reading *y, struct str payload)
{
	struct message *m;
	char *bytes = arena_zero(&y->arena, payload.n + PADDING, 1);
	struct str copy = { bytes, payload.n }, thread;
	size_t n = y->n;

	memcpy(bytes, payload.p, payload.n);
	GROW(y->m, n, y->cap_m);
	GROW(y->raw, n, y->cap_raw);
	GROW(y->place, n, y->cap_place);
	GROW(y->list, n, y->cap_list);
	m = &y->m[y->n];
	*m = (struct message){ 0 };
	unpack(copy, &y->place[y->n], m, &thread, &y->raw[y->n]);
	m->place = y->n++;
}

static int
by_id(const void *a, const void *b)
{
	const struct message *const *x = a, *const *y = b;

	return str_cmp((*x)->id, (*y)->id);
}

static const struct message *
message_by_id(const struct reading *y, struct str id)
{
	struct message key = { .id = id };
	const struct message *k = &key;
	const struct message **at = bsearch(&k, y->list, y->n,
	    sizeof(*y->list), by_id);

	return at ? *at : NULL;
}

/* Up the chain of what m answers, to the first whose customer is known. */
static struct str
customer_above(const struct reading *y, const struct message *m)
{
	struct str customer = STR_NONE;

	for (size_t steps = 0; m && !customer.n && steps < y->n; steps++) {
		m = m->parent.n ? message_by_id(y, m->parent) : NULL;
		if (m)
			customer = m->customer;
	}
	return customer;
}

/*
 * Whose contact is an agent's message? The customer it answers, up the chain;
 * else the one who wrote last before it; else the first one in the thread.
 * (In time order what is above a message is mostly known already.)
 */
static void
find_customers(struct reading *y)
{
	struct str last = STR_NONE, first = STR_NONE;

	for (size_t i = 0; i < y->n; i++)
		y->list[i] = &y->m[i];
	qsort(y->list, y->n, sizeof(*y->list), by_id);
	for (size_t i = 0; i < y->n; i++) {
		struct message *m = &y->m[i];

		if (!m->customer.n)
			m->customer = customer_above(y, m);
		if (!m->customer.n)
			m->customer = last;
		last = m->customer;
		if (!first.n)
			first = last;
	}
	for (size_t i = 0; i < y->n; i++)
		if (!y->m[i].customer.n)
			y->m[i].customer = first;
}

static int
by_customer(const void *a, const void *b)
{
	const struct message *x = a, *y = b;
	int c = str_cmp(x->customer, y->customer);

	if (c)
		return c;
	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	return str_cmp(x->id, y->id);
}

/* An episode of which no line can be made: all its messages are refused, so
 * that each is counted and kept. */
static int
refuse_episode(struct reading *y, const struct episode *e, struct err *err)
{
	struct import *im = y->im;
	struct finding f = im->worker[0].run.finding;

	im->tally.made -= e->n;
	im->tally.rejected += e->n;
	for (size_t i = 0; i < e->n; i++) {
		const struct packed *at = &y->place[e->message[i]->place];

		if (i)
			f = (struct finding){ .code = FINDING_UNEXPECTED,
			    .file = im->file[at->file]->info.name,
			    .line = at->line, .byte = at->byte, .more =
			    "the first message of its contact is refused" };
		if (diag_report(&im->o->cli.diag, &f,
		    y->raw[e->message[i]->place], err) < 0)
			return -1;
	}
	return 0;
}

/* [interaction] on the episode's first message says what messages do not. */
static int
write_episode(struct reading *y, const struct episode *e, struct err *err)
{
	struct import *im = y->im;
	struct run *r = &im->worker[0].run;
	size_t place = e->message[0]->place;
	const struct packed *at = &y->place[place];
	struct record rec = { .raw = y->raw[place], .line = at->line,
	    .byte = at->byte };

	import_take_again(im, im->file[at->file], &rec);
	maker_clear(&y->maker);
	if (run_episode(r, e, y->thread, &y->maker) < 0)
		return refuse_episode(y, e, err);
	buf_clear(&y->out);
	maker_emit(&y->maker, K_INTERACTION, &y->out);
	im->fold.lines++;
	im->fold.opened++;
	im->written[K_INTERACTION]++;
	return output_write(im->out, buf_view(&y->out), err);
}

static int
write_thread(struct reading *y, struct err *err)
{
	const struct profile *p = y->im->profile;
	size_t lost = 0;

	find_customers(y);
	qsort(y->m, y->n, sizeof(*y->m), by_customer);
	for (size_t i = 0, end; i < y->n; i = end) {
		struct episode e;
		size_t at = 0;

		end = i + 1;
		while (end < y->n && str_eq(y->m[end].customer,
		    y->m[i].customer))
			end++;
		episodes_split(y->m + i, end - i);
		while (episode_next(y->m + i, end - i, &at, gap_of(p),
		    y->list, &e, &lost))
			if (write_episode(y, &e, err) < 0)
				return -1;
	}
	y->im->tally.made -= lost;
	y->im->tally.skipped[p->drop.n + RULE_NO_CUSTOMER] += lost;
	y->n = 0;
	arena_clear(&y->arena);
	return 0;
}

/* The key's first part is the thread: the same bytes, the same thread. */
static struct str
thread_part(struct str key)
{
	size_t i = 0;

	while (i + 1 < key.n && (key.p[i] || key.p[i + 1]))
		i += key.p[i] ? 1 : 2;
	return (struct str){ key.p, i };
}

static int
write_threads(struct reading *y, struct err *err)
{
	struct str key, payload;
	struct buf thread = { 0 };
	int got = sort_finish(y->by_thread, err);

	while (got >= 0 &&
	    (got = sort_next(y->by_thread, &key, &payload, err)) > 0) {
		if (!str_eq(thread_part(key), buf_view(&thread))) {
			if (y->n && write_thread(y, err) < 0)
				got = -1;
			buf_clear(&thread);
			buf_str(&thread, thread_part(key));
			y->thread = buf_view(&thread);
		}
		keep(y, payload);
	}
	if (got == 0 && y->n)
		got = write_thread(y, err);
	buf_release(&thread);
	return got;
}

/*
 * Ids and parents that cannot be what the profile says of them. A wrong column
 * makes plausible contacts: row numbers meet the tweets' ids now and then, and
 * 1,029 contacts become 1,745. Data tell: an answer is never older than what
 * it answers, parents are in the data at least sometimes, and an id is one
 * message's. Nothing is written then.
 */
enum { FEW = 10, MANY = 100 };

static int
contradicted(const struct reading *y, struct err *err, uint64_t n,
    uint64_t of, const char *what)
{
	err_set(err, ERR_USAGE, "the messages contradict the profile '%.*s': "
	    "%ju of %ju %s", STR_ARG(y->im->profile->name), (uintmax_t)n,
	    (uintmax_t)of, what);
	err_hint(err, "id or parent of [messages] is another column; "
	    "--sniff, --explain");
	return -1;
}

static int
check_ids(const struct reading *y, struct err *err)
{
	struct parents p = threads_parents(&y->im->answers);

	if (p.younger >= FEW && p.younger > p.found / 20)
		return contradicted(y, err, p.younger, p.found, "answers are "
		    "older than what they answer");
	if (p.named >= MANY && p.found < p.named / MANY)
		return contradicted(y, err, p.named - p.found, p.named,
		    "parents are no message's id");
	return 0;
}

static int
check_repeats(const struct reading *y, struct err *err)
{
	uint64_t all = y->im->tally.made;

	return y->others >= FEW && y->others > all / 20 ?
	    contradicted(y, err, y->others, all, "messages have the id of "
	    "another one") : 0;
}

int
messages_write(struct import *im, struct err *err)
{
	struct reading y = { .im = im, .by_thread = import_sort(im) };
	int r = check_ids(&y, err) < 0 || sort_by_thread(&y, err) < 0 ||
	    check_repeats(&y, err) < 0 || span_write(im, err) < 0 ||
	    write_threads(&y, err) < 0 ? -1 : 0;

	sort_free(y.by_thread);
	arena_release(&y.arena);
	mem_free(y.m);
	mem_free(y.raw);
	mem_free(y.place);
	mem_free(y.list);
	maker_release(&y.maker);
	buf_release(&y.out);
	return r;
}

/* ---- messages inside a record ------------------------------------------- */

static int
by_time(const void *a, const void *b)
{
	const struct message *x = a, *y = b;

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

int
messages_inside(struct run *r, struct message **out, size_t *n)
{
	const struct program *g = r->program;
	const struct json_node **list, **parent;
	size_t all = run_elements(r, g->messages_in.step, g->messages_in.n_step,
	    &list, &parent);
	struct message *m = arena_zero(&r->arena, all + 1, sizeof(*m));

	*n = 0;
	for (size_t i = 0; i < all; i++) {
		struct str thread;
		int is;

		run_enter(r, list[i], parent[i]);
		is = g->profile->messages.when ?
		    run_condition(r, g->profile->messages.when) : 1;
		if (is > 0 && read_message(r, &m[*n], &thread) < 0)
			is = -1;
		run_leave(r);
		if (is < 0)
			return -1;
		m[*n].place = i;
		*n += (size_t)is;
	}
	qsort(m, *n, sizeof(*m), by_time);
	episodes_split(m, *n);
	*out = m;
	return 0;
}
