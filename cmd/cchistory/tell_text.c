/* tell_text: the story on a terminal of 80 columns; data shown escaped. */
#include "cmd/cchistory/tell.h"
#include "common/table.h"
#include "common/zone.h"

/* "  label     value", wrapped; nothing when the value is empty. */
static void
put_row(struct buf *b, const char *label, struct str value)
{
	if (!value.n)
		return;
	buf_printf(b, "  %-12s", label);
	text_wrap(b, 14, 14, value);
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

/* A party as people say it: "tel:+44…" is dialled, "mailto:…" written to. */
static struct str
spoken(const struct str party)
{
	static const struct str plain[] = { STR_INIT("tel:"),
	    STR_INIT("mailto:") };

	for (size_t i = 0; i < COUNT_OF(plain); i++)
		if (str_starts(party, plain[i]))
			return str_skip(party, plain[i].n);
	return party;
}

/* Those that can be dialled or written to first, then ids. */
static void
put_parties(struct buf *b, const struct story *s)
{
	struct str *item = mem_get((s->parties + 1) * sizeof(*item));
	size_t n = 0;

	for (int ids = 0; ids < 2; ids++)
		for (size_t i = 0; i < s->parties; i++) {
			struct str x = spoken(s->party[i]);

			if ((x.n == s->party[i].n) == (ids == 1))
				item[n++] = x;
		}
	put_list(b, "reached at", item, n);
	mem_free(item);
}

/* Years between a date of birth "1956-06-15" and now, -1 when it is none. */
static int
age_of(const struct tale *t, struct str born)
{
	struct civil now;
	int v[3] = { 0 }, part = 0;

	for (size_t i = 0; i < born.n; i++) {
		if (born.p[i] == '-')
			part++;
		else if (born.p[i] < '0' || born.p[i] > '9' || v[part] > 9999)
			return -1;
		else
			v[part] = v[part] * 10 + born.p[i] - '0';
		if (part > 2)
			return -1;
	}
	zone_civil(t->z, t->now, &now);
	if (part != 2 || v[0] < 1900 || v[0] > now.year)
		return -1;
	return now.year - v[0] - (now.month * 100 + now.day <
	    v[1] * 100 + v[2]);
}

static void
put_born(struct buf *b, const struct tale *t)
{
	struct buf text = { 0 };
	int age = age_of(t, t->story->born);

	put_safe(&text, t->story->born);
	if (age >= 0)
		buf_printf(&text, " (age %d)", age);
	if (t->story->born.n)
		put_row(b, "born", buf_view(&text));
	buf_release(&text);
}

/* How and how lately they came: "14 over voice 8, chat 3, the last …". */
static void
put_contact_row(struct buf *b, const struct tale *t)
{
	const struct story *s = t->story;
	const struct contact *last = s->contacts ?
	    &s->contact[s->contacts - 1] : NULL;
	struct buf text = { 0 };

	if (!last)
		return;
	buf_printf(&text, "%zu:", s->contacts);
	for (int k = 0; fields[F_CHANNEL].values[k]; k++) {
		size_t n = 0;

		for (size_t i = 0; i < s->contacts; i++)
			n += str_is(s->contact[i].channel,
			    fields[F_CHANNEL].values[k]);
		if (n)
			buf_printf(&text, " %s %zu,",
			    fields[F_CHANNEL].values[k], n);
	}
	buf_puts(&text, " the last on ");
	put_moment(&text, t->z, last->start);
	put_ago(&text, t->now, last->start);
	put_row(b, "contacts", buf_view(&text));
	buf_release(&text);
}

static void
put_who(struct buf *b, const struct tale *t)
{
	const struct story *s = t->story;
	struct buf moment = { 0 };

	put_safe(b, s->name.n ? s->name : STR("(name unknown)"));
	if (s->customer.n) {
		buf_puts(b, "  ");
		put_safe(b, s->customer);
	}
	buf_char(b, '\n');
	put_one(b, "segment", s->segment);
	put_list(b, "products", s->product, s->products);
	put_one(b, "city", s->city);
	put_born(b, t);
	if (s->since != WHEN_NONE) {
		put_moment(&moment, t->z, s->since);
		put_row(b, "since", (struct str){ moment.p, 10 });
	}
	put_parties(b, s);
	put_contact_row(b, t);
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
		text_wrap(b, 5, 5, buf_view(&safe));
		buf_release(&safe);
	}
}

void
tell_text(const struct tale *t, struct buf *b)
{
	put_who(b, t);
	put_facts(b, t);
	tell_contacts(t, b);
	buf_puts(b, "\nTold as of ");
	put_moment(b, t->z, t->now);
	buf_char(b, ' ');
	buf_str(b, zone_name(t->z));
	buf_char(b, '\n');
}
