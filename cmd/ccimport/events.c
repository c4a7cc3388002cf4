/* events: a log whose lines change calls becomes flat legs of contacts. */
#include "cmd/ccimport/calls.h"
#include "cmd/ccimport/import.h"

/* A call with an open leg is given up after this silence; what comes later is
 * another part of the same contact, and the fold unites them. */
enum { FORGET_MS = MS_DAY, SEEN_BYTES = 4096 };

/* ---- worker side: an event goes to the sort by time and place ----------- */

struct event_head {			/* begins the payload; then the bytes */
	uint64_t file, line, byte;
};

int
events_add(struct import *im, struct run *r, struct job *j)
{
	const struct profile *p = im->profile;
	struct event_head head = { j->file->index, r->record->line,
	    r->record->byte };
	int drop = run_drop(r);
	struct item *it;
	struct value tmp;
	const struct value *t;

	if (drop == -2)
		return -1;
	if (drop >= 0) {
		r->tally.skipped[drop]++;
		return 0;
	}
	t = run_choices(r, &p->event_time, &tmp);
	if (!t)
		return -1;
	if (t->type != V_TIME) {
		r->finding = (struct finding){ .code = FINDING_BAD_TIME,
		    .file = r->file->name, .line = r->record->line,
		    .byte = r->record->byte, .more = "the event has no time" };
		return -1;
	}
	tally_time(&r->tally, t->i);
	it = job_item(j);
	key_int(&j->keys, t->i);
	key_int(&j->keys, (int64_t)head.file);
	key_int(&j->keys, (int64_t)head.line);
	buf_add(&j->out, (const char *)&head, sizeof(head));
	buf_str(&j->out, r->record->raw);
	job_item_end(j, it);
	r->tally.made++;
	return 0;
}

/* ---- main side: events in time order change calls ----------------------- */

struct play {
	struct import *im;
	struct worker *w;
	struct calls calls;
	struct sort *legs;
	struct line_maker event;	/* what the event at hand sets */
	struct buf text;
	int64_t now_ms, swept_ms;
};

static bool
takes_event(const struct section *s, struct str name)
{
	for (size_t k = 0; s->make == MAKE_EVENT && k < s->n_event; k++)
		if (str_eq(s->event[k], name))
			return true;
	return false;
}

/* The first whose `when` holds, before those that have none: a site adds its
 * exceptions to what the profile that it is like says of all. */
static const struct section *
section_of(const struct profile *p, struct run *r, struct str name, int *holds)
{
	const struct section *general = NULL;

	for (size_t i = 0; i < p->n_section; i++) {
		const struct section *s = &p->section[i];

		if (!takes_event(s, name))
			continue;
		if (s->when) {
			*holds = run_condition(r, s->when);
			if (*holds)
				return s;
		} else if (!general) {
			general = s;
		}
	}
	*holds = 1;
	return general;
}

/* Has this call had the same event already? */
static int
seen_before(struct play *y, struct call *call)
{
	const struct profile *p = y->im->profile;
	struct buf *b = &y->text;

	buf_clear(b);
	buf_char(b, '\n');
	for (size_t i = 0; i < p->same.n; i++) {
		struct value tmp;
		const struct value *v = run_term(&y->w->run,
		    &p->same.term[i], &tmp);

		if (!v)
			return -1;
		if (v->type == V_TIME || v->type == V_INT)
			buf_int(b, v->i);
		else if (v->type == V_TEXT)
			buf_str(b, v->s);
		buf_char(b, '\t');
	}
	if (p->same.n == 0)
		return 0;
	if (call->seen.n && str_search(buf_view(&call->seen), buf_view(b)))
		return 1;
	if (call->seen.n > SEEN_BYTES)
		buf_splice(&call->seen, 0, SEEN_BYTES / 2, STR(""));
	buf_str(&call->seen, buf_view(b));
	return 0;
}

/* Members by which a leg is found: equal, or not known of the leg yet. */
static bool
leg_fits(const struct leg *leg, const struct line_maker *event,
    const struct section *s, bool exact)
{
	for (size_t i = 0; i < s->n_by; i++) {
		bool has = maker_has(&leg->maker, s->by[i]);

		if (has ? !str_eq(maker_token(&leg->maker, s->by[i]),
		    maker_token(event, s->by[i])) : exact)
			return false;
	}
	return leg->open && !leg->side;
}

static struct leg *
newest_leg(const struct call *call, const struct line_maker *event,
    const struct section *s, bool exact)
{
	struct leg *found = NULL;

	for (struct leg *leg = call->legs; leg; leg = leg->next)
		if (leg_fits(leg, event, s, exact))
			found = leg;
	return found;
}

static struct leg *
find_leg(struct play *y, struct call **call, const struct section *s)
{
	struct leg *leg = newest_leg(*call, &y->event, s, true);

	if (!leg)
		leg = newest_leg(*call, &y->event, s, false);
	if (leg || !s->anywhere)
		return leg;
	for (struct call *c = y->calls.newest; c; c = c->older) {
		leg = newest_leg(c, &y->event, s, true);
		if (leg) {
			*call = c;
			return leg;
		}
	}
	return NULL;
}

/* What the event says goes over what was known; lists grow. */
static void
put_over(struct line_maker *to, const struct line_maker *m)
{
	for EACH_FIELD(f, &m->has) {
		struct str token = maker_token(m, (enum field_id)f), e;
		size_t at = 0;

		if (fields[f].type != T_STRS) {
			maker_raw(to, (enum field_id)f, token);
			continue;
		}
		while (token_element(token, &at, &e)) {
			struct arena a = { 0 };
			struct str s;

			if (token_str(e, &a, &s))
				maker_add_str(to, (enum field_id)f, s);
			arena_release(&a);
		}
	}
}

static struct leg *
open_leg(struct play *y, struct call *call, bool derived)
{
	struct run *r = &y->w->run;
	struct leg *leg = calls_add_leg(&y->calls, call);

	leg->open = true;
	call->had_leg = true;
	if (derived)
		r->issues |= ISSUE_OPENING;
	maker_str(&leg->maker, F_ID, call->key);
	(void)run_finish(r, &leg->maker, K_INTERACTION);
	return leg;
}

/* The consult call is the customer's call from now on, and so are its legs. */
static void
make_alias(struct call *consult, struct call *call)
{
	if (consult == call || consult->alias)
		return;
	for (struct leg *leg = consult->legs; leg; leg = leg->next)
		maker_str(&leg->maker, F_ID, call->key);
	calls_move_legs(consult, call);
	call->events += consult->events;
	consult->events = 0;
	consult->alias = call;
	call->aliases++;
}

static void
change(struct play *y, struct call *call, const struct section *s)
{
	struct call *own = call;
	bool seeks = s->verb == EVENT_FIND || s->verb == EVENT_CLOSE;
	struct leg *leg = seeks ? find_leg(y, &call, s) : NULL;

	call->events++;
	if (s->verb == EVENT_CALL || s->verb == EVENT_DROP) {
		put_over(&call->about, &y->event);
		call->dropped |= s->verb == EVENT_DROP;
		return;
	}
	if (!leg)
		leg = open_leg(y, call, seeks);
	put_over(&leg->maker, &y->event);
	maker_time(&leg->maker, F_LEG_REV, y->now_ms);
	run_issues(&y->w->run, &leg->maker);
	if (s->verb == EVENT_CLOSE || s->verb == EVENT_BESIDE)
		leg->open = false;
	if (s->verb == EVENT_BESIDE) {
		leg->side = true;
		maker_bool(&leg->maker, F_SIDE, true);
	}
	if (s->alias)
		make_alias(own, call);
}

/* ---- a call is over: its legs go out ------------------------------------ */

/*
 * The leg's id says which visit it is, not the how-many-eth: the same visit in
 * another copy or the other half of a log has the same id.
 */
static void
name_leg(struct play *y, struct line_maker *m)
{
	static const enum field_id parts[] = {
		F_TYPE, F_QUEUE, F_AGENT, F_START
	};
	struct buf *b = &y->text;
	bool side = maker_has(m, F_SIDE);

	buf_clear(b);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		struct str s;

		if ((parts[i] == F_AGENT && !side) || !token_str(
		    maker_token(m, parts[i]), &y->w->run.arena, &s))
			continue;
		if (b->n)
			buf_char(b, parts[i] == F_START ? '@' : '/');
		buf_str(b, s);
	}
	maker_str(m, F_LEG, buf_view(b));
}

static int
derive(struct play *y, struct line_maker *m)
{
	const struct profile *p = y->im->profile;
	struct run *r = &y->w->run;

	r->issues = 0;
	run_recall(r, m);
	for (size_t i = 0; i < p->n_section; i++)
		if (p->section[i].make == MAKE_DERIVE &&
		    run_assigns(r, &p->section[i]) < 0)
			return -1;
	run_put(r, m);
	run_issues(r, m);
	return 0;
}

static int
write_leg(struct play *y, struct call *call, struct leg *leg, struct err *err)
{
	struct made made = { &leg->maker, K_INTERACTION, MAKE_LEG };

	fill_from(&leg->maker, &call->about, false);
	if (derive(y, &leg->maker) < 0)
		return err_set(err, ERR_FAILED, "[derive] refuses a leg");
	if (leg->open)
		maker_bool(&leg->maker, F_OPEN, true);
	name_leg(y, &leg->maker);
	return legs_sort(y->im, y->legs, &made, err);
}

static int
write_legs(struct play *y, struct call *call, struct err *err)
{
	/* What one leg says of the contact is true of all of them. */
	for (struct leg *leg = call->legs; leg; leg = leg->next)
		fill_from(&call->about, &leg->maker, true);
	for (struct leg *leg = call->legs; leg; leg = leg->next)
		if (write_leg(y, call, leg, err) < 0)
			return -1;
	return 0;
}

/* The events of a call of which no contact comes: one that is dropped, or one
 * of which something was said, but that never had a leg. */
static void
skip_call(struct play *y, const struct call *call)
{
	struct import *im = y->im;

	im->tally.made -= call->events;
	im->tally.skipped[im->profile->drop.n + (call->dropped ?
	    RULE_DROPPED_CALL : RULE_NO_LEG)] += call->events;
}

static int
write_call(struct play *y, struct call *call, struct err *err)
{
	if (call->dropped || !call->had_leg)
		skip_call(y, call);
	else if (write_legs(y, call, err) < 0)
		return -1;
	for (struct call *c = y->calls.oldest; call->aliases && c; c = c->newer)
		if (c->alias == call) {
			c->alias = NULL;
			call->aliases--;
		}
	if (call->alias)
		call->alias->aliases--;
	calls_remove(&y->calls, call);
	return 0;
}

static bool
has_open_leg(const struct call *call)
{
	for (const struct leg *leg = call->legs; leg; leg = leg->next)
		if (leg->open)
			return true;
	return false;
}

static int
write_silent(struct play *y, struct err *err)
{
	struct call *call = y->calls.oldest, *newer;

	if (y->now_ms - y->swept_ms < MS_MINUTE)
		return 0;		/* not at every event */
	y->swept_ms = y->now_ms;
	for (; call; call = newer) {
		int64_t silence = y->now_ms - call->last_ms;

		newer = call->newer;
		if (silence <= y->im->profile->idle_ms)
			break;
		if (silence > FORGET_MS ||
		    (!has_open_leg(call) && !call->aliases && !call->alias &&
		    !call->dropped))
			if (write_call(y, call, err) < 0)
				return -1;
	}
	return 0;
}

/* ---- one event ---------------------------------------------------------- */

static int
refuse(struct play *y, struct str raw, struct err *err)
{
	struct run *r = &y->w->run;

	y->im->tally.made--;
	if (r->finding.code == FINDING_UNKNOWN_EVENT)
		y->im->tally.skipped[y->im->profile->drop.n + RULE_NO_EVENT]++;
	else
		y->im->tally.rejected++;
	return diag_report(&y->im->o->cli.diag, &r->finding, raw, err);
}

/* 0: done; -1: refused or left out, r->finding says why. */
static int
play_record(struct play *y)
{
	const struct profile *p = y->im->profile;
	struct run *r = &y->w->run;
	const struct section *s;
	struct value tmp[3];
	const struct value *key = run_choices(r, &p->event_key, &tmp[0]);
	const struct value *name = run_choices(r, &p->event_name, &tmp[1]);
	const struct value *t = run_choices(r, &p->event_time, &tmp[2]);
	struct call *call;
	int holds, seen;

	if (!key || !name || !t)
		return -1;
	s = name->type == V_TEXT ? section_of(p, r, name->s, &holds) : NULL;
	if (s && holds < 0)
		return -1;
	if (s && key->type != V_TEXT)
		return run_unexpected(r, "it names no call");
	if (!s) {		/* dialplans write some of their own */
		r->finding = (struct finding){ .code = FINDING_UNKNOWN_EVENT,
		    .file = r->file->name, .line = r->record->line,
		    .field = name->s };
		return -1;
	}
	y->now_ms = t->i;
	call = calls_touch(&y->calls, key->s, t->i);
	seen = seen_before(y, call);
	if (seen) {
		y->im->same += seen > 0;
		return seen > 0 ? 0 : -1;
	}
	if (call->alias)
		call = calls_touch(&y->calls, call->alias->key, t->i);
	run_forget_ours(r);
	r->issues = 0;
	maker_clear(&y->event);
	if (run_assigns(r, s) < 0)
		return -1;
	run_put(r, &y->event);
	change(y, call, s);
	return 0;
}

static int
play_event(struct play *y, struct str payload, struct err *err)
{
	struct event_head head;
	struct record rec;

	memcpy(&head, payload.p, sizeof(head));
	rec = (struct record){ .raw = str_skip(payload, sizeof(head)),
	    .line = head.line, .byte = head.byte };
	import_take_again(y->im, y->im->file[head.file], &rec);
	if (play_record(y) < 0)
		return refuse(y, rec.raw, err);
	return write_silent(y, err);
}

static int
play_all(struct play *y, struct err *err)
{
	struct str key, payload;
	int got;

	if (sort_finish(y->im->sort, err) < 0)
		return -1;
	while ((got = sort_next(y->im->sort, &key, &payload, err)) > 0)
		if (play_event(y, payload, err) < 0)
			return -1;
	while (got == 0 && y->calls.oldest)
		if (write_call(y, y->calls.oldest, err) < 0)
			return -1;
	return got;
}

int
events_write(struct import *im, struct err *err)
{
	struct play y = { .im = im, .w = &im->worker[0],
	    .legs = import_sort(im) };
	int r = play_all(&y, err);

	for (size_t i = 0; i < ISSUE_COUNT; i++)
		im->tally.issue[i] += y.w->run.tally.issue[i];
	calls_release(&y.calls);
	maker_release(&y.event);
	buf_release(&y.text);
	sort_free(im->sort);
	im->sort = y.legs;
	return r < 0 || span_write(im, err) < 0 ? -1 : legs_write(im, err);
}
