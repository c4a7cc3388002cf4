/* tell_contacts: what happened, matter by matter, on a terminal. */
#include "cmd/cchistory/tell.h"
#include "common/diag.h"
#include "common/table.h"

enum { HANG = 4 };

void
put_safe(struct buf *b, struct str s)
{
	diag_escape(b, s);
}

static void
put_indented(struct buf *b, size_t indent, struct str text)
{
	for (size_t i = 0; i < indent; i++)
		buf_char(b, ' ');
	text_wrap(b, indent, indent, text);
}

/* `before` and s; nothing when s is empty. */
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
put_details(struct buf *b, const struct contact *c, size_t in)
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
		put_indented(b, HANG + in, buf_view(&d));
	}
	buf_release(&d);
}

static void
put_ratings(struct buf *b, const struct contact *c, size_t in)
{
	for (size_t i = 0; i < c->ratings; i++) {
		const struct rating *r = &c->rating[i];
		struct buf d = { 0 };

		if (r->value == WHEN_NONE)
			continue;
		buf_puts(&d, "rated ");
		put_rating_words(&d, r);
		put_part(&d, ": ", r->comment);
		put_indented(b, HANG + in, buf_view(&d));
		buf_release(&d);
	}
}

static void
put_contact(struct buf *b, const struct tale *t, const struct contact *c,
    bool inside)
{
	struct buf d = { 0 };
	size_t in = inside ? 2 : 0;

	buf_puts(b, inside ? "    " : "  ");
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
	text_wrap(b, 20 + in, 20 + in, buf_view(&d));
	put_details(b, c, in);
	put_ratings(b, c, in);
	if (c->text.n) {
		buf_clear(&d);
		put_part(&d, "\"", c->text);
		buf_char(&d, '"');
		put_indented(b, HANG + in, buf_view(&d));
	}
	buf_release(&d);
}

/* ---- matters ------------------------------------------------------------------ */

/* Contacts of one journey are told together, at the place of its newest. */
struct matter {
	const struct contact *newest;
	size_t n;			/* contacts */
	int64_t first;			/* start of its oldest */
};

static bool
of_matter(const struct matter *m, const struct contact *c)
{
	return c == m->newest ||
	    (c->journey.n && str_eq(c->journey, m->newest->journey));
}

/* The matter whose newest contact c is; n 0: a newer one tells it. */
static struct matter
matter_of(const struct story *s, const struct contact *c)
{
	const struct contact *end = s->contact + s->contacts;
	struct matter m = { c, 0, c->start };

	for (const struct contact *x = c + 1; x < end; x++)
		if (of_matter(&m, x))
			return m;
	for (const struct contact *x = s->contact; x <= c; x++)
		if (of_matter(&m, x)) {
			m.first = m.n++ ? m.first : x->start;
		}
	return m;
}

static void
put_matter(struct buf *b, const struct tale *t, const struct matter *m,
    size_t *left)
{
	const struct story *s = t->story;

	if (m->n > 1) {
		buf_printf(b, "  %zu contacts about one matter since ", m->n);
		put_moment(b, t->z, m->first);
		buf_char(b, '\n');
	}
	for (const struct contact *c = m->newest; *left; c--) {
		if (of_matter(m, c)) {
			put_contact(b, t, c, m->n > 1);
			--*left;
		}
		if (c == s->contact)
			break;
	}
}

void
tell_contacts(const struct tale *t, struct buf *b)
{
	const struct story *s = t->story;
	size_t n = t->last && t->last < s->contacts ? t->last : s->contacts;
	size_t left = n;

	if (!s->contacts) {
		buf_puts(b, "\nNo contacts yet\n");
		return;
	}
	buf_printf(b, "\nWhat happened (%zu contact%s, newest first)\n",
	    s->contacts, s->contacts == 1 ? "" : "s");
	for (size_t i = s->contacts; i-- > 0 && left;) {
		struct matter m = matter_of(s, &s->contact[i]);

		if (m.n)
			put_matter(b, t, &m, &left);
	}
	if (n < s->contacts)
		buf_printf(b, "  and %zu more\n", s->contacts - n);
}
