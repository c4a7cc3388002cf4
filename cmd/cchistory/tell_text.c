/* tell_text: the story on a terminal of 80 columns; data shown escaped. */
#include "cmd/cchistory/tell.h"
#include "common/diag.h"
#include "common/zone.h"

enum { WIDTH = 79, HANG = 4 };

static void
put_safe(struct buf *b, struct str s)
{
	diag_escape(b, s);
}

/* Columns a piece of UTF-8 takes, near enough for wrapping. */
static size_t
columns(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

/* Words of text, wrapped at WIDTH; the first line is at column `at`. */
static void
put_wrapped(struct buf *b, size_t at, size_t indent, struct str text)
{
	struct str word;
	bool first = true;

	while (str_cut(&text, ' ', &word)) {
		size_t n = columns(word);

		if (!n)
			continue;
		if (!first && at + 1 + n > WIDTH) {
			buf_char(b, '\n');
			for (size_t i = 0; i < indent; i++)
				buf_char(b, ' ');
			at = indent;
		} else if (!first) {
			buf_char(b, ' ');
			at++;
		}
		buf_str(b, word);
		at += n;
		first = false;
	}
	buf_char(b, '\n');
}

/* "  label     value", wrapped; nothing when the value is empty. */
static void
put_row(struct buf *b, const char *label, struct str value)
{
	if (!value.n)
		return;
	buf_printf(b, "  %-12s", label);
	put_wrapped(b, 14, 14, value);
}

static void
put_list(struct buf *b, const char *label, const struct str *item, size_t n)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_puts(&text, ", ");
		put_safe(&text, item[i]);
	}
	put_row(b, label, buf_view(&text));
	buf_release(&text);
}

static void
put_one(struct buf *b, const char *label, struct str value)
{
	put_list(b, label, &value, value.n ? 1 : 0);
}

static void
put_who(struct buf *b, const struct tale *t)
{
	const struct story *s = t->story;
	struct buf moment = { 0 };

	put_safe(b, s->name.n ? s->name : STR("(name unknown)"));
	buf_puts(b, "  ");
	put_safe(b, s->customer);
	buf_char(b, '\n');
	put_one(b, "segment", s->segment);
	put_list(b, "products", s->product, s->products);
	put_one(b, "city", s->city);
	put_one(b, "born", s->born);
	if (s->since != WHEN_NONE) {
		put_moment(&moment, t->z, s->since);
		put_row(b, "since", (struct str){ moment.p, 10 });
	}
	put_list(b, "reached at", s->party, s->parties);
	buf_release(&moment);
}

static void
put_facts(struct buf *b, const struct tale *t)
{
	static const char *const marks[] = { "!!", "->", " *" };

	buf_puts(b, "\nKnow before saying hello\n");
	if (!t->facts.n)
		buf_puts(b, "  nothing special\n");
	for (size_t i = 0; i < t->facts.n; i++) {
		const struct fact *f = &t->facts.fact[i];
		struct buf safe = { 0 };

		put_safe(&safe, f->text);
		buf_printf(b, "  %s ", marks[f->urgency]);
		put_wrapped(b, 5, 5, buf_view(&safe));
		buf_release(&safe);
	}
}

static void
put_part(struct buf *b, const char *before, struct str s)
{
	if (s.n) {
		buf_puts(b, before);
		put_safe(b, s);
	}
}

static void
put_time_part(struct buf *b, const char *before, int64_t ms)
{
	if (ms != WHEN_NONE && ms > 0) {
		buf_puts(b, before);
		put_span(b, ms);
	}
}

/* The second line of a contact: who, how long, what it was about. */
static void
put_details(struct buf *b, const struct contact *c)
{
	struct buf d = { 0 };

	put_part(&d, "queue ", c->queue);
	put_part(&d, d.n ? ", agent " : "agent ", c->agent);
	put_time_part(&d, d.n ? ", self-service " : "self-service ",
	    c->self_ms);
	put_time_part(&d, d.n ? ", waited " : "waited ", c->wait_ms);
	put_time_part(&d, d.n ? ", talked " : "talked ", c->talk_ms);
	if (c->transfers != WHEN_NONE && c->transfers > 0)
		buf_printf(&d, "%s%lld transfers", d.n ? ", " : "",
		    (long long)c->transfers);
	put_part(&d, d.n ? ", noted " : "noted ", c->disposition);
	put_part(&d, d.n ? ", case " : "case ", c->case_id);
	if (d.n) {
		buf_puts(b, "    ");
		put_wrapped(b, HANG, HANG, buf_view(&d));
	}
	buf_release(&d);
}

static void
put_ratings(struct buf *b, const struct contact *c)
{
	for (size_t i = 0; i < c->ratings; i++) {
		const struct rating *r = &c->rating[i];
		struct buf d = { 0 };

		if (r->value == WHEN_NONE)
			continue;
		buf_puts(&d, "rated ");
		put_safe(&d, r->kind);
		buf_char(&d, ' ');
		json_put_micro(&d, r->value);
		if (r->best != WHEN_NONE) {
			buf_puts(&d, " of ");
			json_put_micro(&d, r->best);
		}
		put_part(&d, ": ", r->comment);
		buf_puts(b, "    ");
		put_wrapped(b, HANG, HANG, buf_view(&d));
		buf_release(&d);
	}
}

static void
put_contact(struct buf *b, const struct tale *t, const struct contact *c)
{
	struct buf d = { 0 };

	buf_puts(b, "  ");
	put_moment(b, t->z, c->start);
	put_safe(&d, c->channel.n ? c->channel : STR("contact"));
	put_part(&d, " ", c->direction);
	put_part(&d, " (", str_is(c->origin, "new") ? STR_NONE : c->origin);
	if (c->origin.n && !str_is(c->origin, "new"))
		buf_char(&d, ')');
	put_part(&d, ", ", c->reason);
	put_part(&d, ", ", c->topic);
	put_part(&d, ": ", c->open ? STR("still open") : c->outcome);
	buf_puts(b, "  ");
	put_wrapped(b, 20, 20, buf_view(&d));
	put_details(b, c);
	put_ratings(b, c);
	if (c->text.n) {
		buf_clear(&d);
		put_part(&d, "\"", c->text);
		buf_char(&d, '"');
		buf_puts(b, "    ");
		put_wrapped(b, HANG, HANG, buf_view(&d));
	}
	buf_release(&d);
}

static void
put_contacts(struct buf *b, const struct tale *t)
{
	const struct story *s = t->story;
	size_t n = t->last && t->last < s->contacts ? t->last : s->contacts;

	buf_printf(b, "\nWhat happened (%zu contact%s, newest first)\n",
	    s->contacts, s->contacts == 1 ? "" : "s");
	for (size_t i = 0; i < n; i++) {
		const struct contact *c = &s->contact[s->contacts - 1 - i];
		const struct contact *newer = i ? c + 1 : NULL;

		if (newer && newer->journey.n &&
		    !str_eq(newer->journey, c->journey))
			buf_puts(b, "  - - -\n");
		put_contact(b, t, c);
	}
	if (n < s->contacts)
		buf_printf(b, "  and %zu more before that\n", s->contacts - n);
}

void
tell_text(const struct tale *t, struct buf *b)
{
	put_who(b, t);
	put_facts(b, t);
	put_contacts(b, t);
	buf_puts(b, "\nTold as of ");
	put_moment(b, t->z, t->now);
	buf_char(b, ' ');
	buf_str(b, zone_name(t->z));
	buf_char(b, '\n');
}
