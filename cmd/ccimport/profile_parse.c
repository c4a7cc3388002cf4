/*
 * profile_parse: the text of a profile becomes checked data.
 *
 * THE LANGUAGE (cc-profile(5) is made from this comment)
 *
 * A profile is an ini file (common/ini.h): sections, `key = value`, comments
 * after #, an indented line goes on with a value. Left is ours, right is
 * theirs: `start = InitiationTimestamp` fills our member `start`.
 *
 * [profile]
 *   name, title		what it is called, and in words
 *   like = NAME|FILE		take everything of that profile; a key said here
 *				replaces the same key of the same section there
 *   container = csv | json | log
 *   records = PATH		json: $ (values back to back, lines, the
 *				elements of one array), $.calls[*] (an envelope)
 *   unwrap = NAME		json: {"NAME": {...}} stands for what is in it
 *   header = N [names K]	csv: N header rows (1), names in the K-th (1);
 *				0: no header, columns are @1, @2, ...
 *   preamble = N | auto	csv: lines before the header; auto: until a line
 *				holds the names of `detect`
 *   separator = , ; tab |	csv, log: else it is sniffed (log: |)
 *   fields = A B C		log: names of the separated fields, in order;
 *				the last one takes the rest
 *   pattern = 'PCRE2'		log: instead; its named groups are the fields
 *   detect = A, B		names by which the format is known (--sniff)
 *   zone = utc | NAME | local	of times without an offset; local (when not
 *				said): -z must be given
 *   zone = header N		csv: "timeZone" in the N-th header row
 *   optional = all | A, B	columns that need not be there (else a missing one
 *				is told, once a file)
 *   null = 'a' 'b'		words that mean "nothing" in every column
 *   source = NAME		default of --source (else the profile's name)
 *
 * [columns]  PATH, PATH = filter | filter | null 'a' 'b'
 *   Said once per column: its unit, time format, null words. Durations and
 *   times have no other way in: a column without a unit cannot fill one.
 *	"TALK TIME", "HOLD TIME" = hms
 *	TIMESTAMP                = time rfc2822
 *	Score                    = num | null '-' 'n/a'
 *
 * [names]  NAME = other, other		other spellings of a column's name
 * [drop]   RULE = condition		records left out, counted by rule name
 * [expect] 'RULE' = condition		holds of every other record, or else it is
 *				refused by the rule's name
 * [lookup NAME]  key = value		a small table for the filter `lookup`
 *   file = PATH key COLUMN value COLUMN	or a CSV beside the profile (at
 *				most 64 MiB); "file" in quotes is a key
 * [own] numbers = +44..., +44207*	ours: never a customer's identifiers
 *   domains = bank.example		of e-mail, and those below them
 *   names = 'Bank Support'		handles and ids (x, fb, wa, id, ...)
 *
 * [interaction], [case], [survey], [customer], [agent], [aggregate]
 *   make a line of that kind from every record; several sections, also of one
 *   kind ([interaction callback]: a word of your own after it), make several
 *   lines. [leg] makes a leg: the legs of one id become one contact.
 *   when = condition		only then
 *   needs = condition		csv: of the header's names alone; a file without
 *				them has none of this section, and a file that
 *				has none of any section is refused
 *   each = PATH		once for every element of that array: paths are
 *				then relative to it, ^ is its parent, ^^ the
 *				parent of that, $ the record
 *   attach = TYPE by M, N	[leg]: fills the nearest earlier leg of that
 *				type with equal members M, N instead
 *   MEMBER = value		any member of cc-lines(5)
 *   MEMBER += value		appends (party, tags, flags, products)
 *   ratings.NAME.value = ...	arrays of objects: NAME tells the objects apart
 *				(and is the rating's kind or the sla's name
 *				when that is not said)
 *   self.type = ...  reply.first_ms = ...   objects
 *   ext.NAME = ...		kept as it came
 *   A member said again, or values after a comma: alternatives, the first
 *   that is there wins.
 *
 * Values: value {with value} {| filter} {minus|plus ...} [if condition]
 *   PATH		a column (csv, log), or a path (json):
 *			a.b  a[*]  a[0]  a[-1]  a[name=tAcd].value  "odd name"
 *			csv: names match without case, blanks, _ and -;
 *			"ODD NAME" with blanks in quotes, @3 by position
 *   'text'		a literal. Bare words are literals only where the
 *			member has a closed list (channel = voice), is a
 *			boolean (yes, no) or a number (0)
 *   our.MEMBER		what this section has set before
 *   A with B		both texts, a blank between them; nothing where one is
 *			missing (a date and a time in two columns)
 *   source, line	not theirs: use ext.
 * Filters: see the table in filter.c (--list=filters prints it). A unit with
 * `comma` behind it reads 1.234,5.
 *
 * Conditions: X (there, and neither a null word nor false), X is W, X is not W, X in (A, B),
 *   X has W (text holds it, list has it), X matches 'PCRE2', X < Y, X > Y,
 *   X equals Y (Y is a value: a path, our.MEMBER, 'text'), X not in (...), and, or, not, ( ). Words after is, in, has are literals.
 *
 * [contact] what a record says of the contact itself, where [leg each = ...]
 *   makes several legs of it: joins the first of them
 * [legs]  join = value		the contact's id: records with the same become
 *				one line (class sort). Without [legs] every
 *				[leg] is a contact with the id it sets itself
 *   break = value		where it is there, the id of another contact that
 *				begins with this record, such as a callback: its
 *				parent is what join says, its origin callback,
 *				unless the section says another
 *
 * [events] key, event, time = values	a log whose lines change calls
 *   same = value, value	equal in all of these: the same event again
 *   idle = 1h			a call with no open leg is written after this
 * [event NAME NAME]
 *   does = open		a new leg
 *   does = find M N		the newest open leg of this call whose members
 *				M, N are what this event sets; opened when it
 *				is missing (issue opening-derived)
 *   does = close M N [anywhere]  same, and it ends; anywhere: of any call
 *   does = beside		a leg with side, ended at once
 *   does = call		sets members of the contact, not of a leg
 *   does = drop		the call and all that was and will be said of it
 *				is left out (dropped-call)
 *   alias = yes		with anywhere: this event's call is that other
 *				call from now on, its open legs move there
 *   when, MEMBER = value	as above; of several for one event the first whose
 *				`when` holds, else the first without
 * [derive] MEMBER = value	when a leg is written and has not MEMBER
 *				(issue MEMBER-derived)
 *
 * [messages] a log of messages; episodes become interactions (cc-lines(5))
 *   in = PATH			json: the messages inside a record (then the
 *				record is the thread); else records are messages
 *   when = condition		only these are messages
 *   id, parent, thread, customer, who, time, text = values
 *   split = value		messages of different splits never share an
 *				episode; a message without one goes with the
 *				customer's message before it
 *   agent, bot = condition	who wrote it; else the customer
 *   ends = condition		this message ends the episode
 *   gap = 24h			so does this long a silence
 *   [interaction] then fills what the messages do not tell: for messages
 *   inside a record from that record, else from the episode's first message
 */
#include "cmd/ccimport/parse.h"
#include "common/when.h"

static const struct section_kind {
	const char *word;		/* first word of the section's name */
	int (*item)(struct parser *s);
	int make;			/* enum make, or -1 */
	enum line_kind kind;
} section_kinds[] = {
	{ "profile", profile_item, -1, 0 },
	{ "columns", column_item, -1, 0 },
	{ "names", names_item, -1, 0 },
	{ "drop", drop_item, -1, 0 },
	{ "expect", expect_item, -1, 0 },
	{ "lookup", lookup_item, -1, 0 },
	{ "own", own_item, -1, 0 },
	{ "legs", legs_item, -1, 0 },
	{ "events", events_item, -1, 0 },
	{ "messages", messages_item, -1, 0 },
	{ "interaction", make_item, MAKE_LINE, K_INTERACTION },
	{ "case", make_item, MAKE_LINE, K_CASE },
	{ "survey", make_item, MAKE_LINE, K_SURVEY },
	{ "customer", make_item, MAKE_LINE, K_CUSTOMER },
	{ "agent", make_item, MAKE_LINE, K_AGENT },
	{ "aggregate", make_item, MAKE_LINE, K_AGGREGATE },
	{ "leg", make_item, MAKE_LEG, K_INTERACTION },
	{ "contact", make_item, MAKE_CONTACT, K_INTERACTION },
	{ "event", make_item, MAKE_EVENT, K_INTERACTION },
	{ "derive", make_item, MAKE_DERIVE, K_INTERACTION },
};

static struct str
first_word(struct str s)
{
	struct str w;

	str_cut(&s, ' ', &w);
	return w;
}

static const struct section_kind *
section_kind(struct str name)
{
	struct str word = first_word(name);

	for (size_t i = 0; i < COUNT_OF(section_kinds); i++)
		if (str_is(word, section_kinds[i].word))
			return &section_kinds[i];
	return NULL;
}

/* The open section of that name, or a new one. */
static int
open_section(struct parser *s, const struct section_kind *k)
{
	struct profile *p = s->p;
	struct str name = s->item->section;
	struct expr_parser x = { .profile = p, .err = s->err, .ini = s->ini };

	for (size_t i = 0; i < p->n_section; i++)
		if (str_eq(p->section[i].title, name)) {
			s->section = &p->section[i];
			return 0;
		}
	GROW(p->section, p->n_section, p->cap_section);
	s->section = &p->section[p->n_section++];
	*s->section = (struct section){ .make = (enum make)k->make,
	    .kind = k->kind, .title = name, .at = { s->ini, name.p } };
	if (k->make != MAKE_EVENT)
		return 0;
	x.rest = str_skip(name, strlen(k->word));
	return expr_words(&x, &s->section->event, &s->section->n_event);
}

static int
read_item(struct parser *s)
{
	const struct section_kind *k;

	if (!s->item->section.p)
		return place_error(key_place(s), s->err,
		    "a key before the first [section]");
	k = section_kind(s->item->section);
	if (!k)
		return place_error((struct place){ s->ini, s->item->section.p },
		    s->err, "there is no section [%.*s]",
		    STR_ARG(s->item->section));
	if (k->make >= 0 && open_section(s, k) < 0)
		return -1;
	return s->item->key.p ? k->item(s) : 0;
}

/* A key that a later text (a descendant) says again does not count. */
static bool
overridden(const struct profile *p, size_t source, const struct ini_item *item)
{
	for (size_t i = source + 1; item->key.p && i < p->n_source; i++)
		for (size_t j = 0; j < p->source[i].n; j++) {
			const struct ini_item *later = &p->source[i].item[j];

			if (later->key.p && !later->append &&
			    str_eq(later->section, item->section) &&
			    str_eq(later->key, item->key))
				return true;
		}
	return false;
}

/* What needs an id that nothing could ever fill? */
static bool
lacks_id(const struct profile *p, const struct section *s)
{
	if (section_assign(s, F_ID))
		return false;
	if (s->make == MAKE_LEG)
		return p->join.n == 0;
	return s->make == MAKE_LINE && s->kind != K_AGENT &&
	    s->kind != K_AGGREGATE &&
	    !(s->kind == K_INTERACTION && p->messages.on);
}

static int
check_ids(const struct profile *p, struct err *err)
{
	for (size_t i = 0; i < p->n_section; i++)
		if (lacks_id(p, &p->section[i]))
			return place_error(p->section[i].at, err,
			    "[%.*s] says nothing of 'id': its records would "
			    "all be refused", STR_ARG(p->section[i].title));
	return 0;
}

/* Of the profile's own text, where it says one; an ancestor's has an ancestor
 * to blame. */
static struct place
container_place(const struct profile *p, struct place top)
{
	const struct ini *own = &p->source[p->n_source - 1];
	const struct ini_item *said = ini_find(own, "profile", "container");

	return said ? (struct place){ own, said->value.p } : top;
}

static int
check_whole(struct profile *p, struct err *err)
{
	struct place top = { &p->source[p->n_source - 1],
	    p->source[p->n_source - 1].text };

	if (p->name.n == 0)
		return place_error(top, err, "the profile has no name");
	if (!str_is(p->container, "csv") && !str_is(p->container, "json") &&
	    !str_is(p->container, "log"))
		return place_error(container_place(p, top), err,
		    "container is csv, json or log");
	if (p->n_section == 0)
		return place_error(top, err, "no section makes a line");
	for (size_t i = 0; i < p->n_section; i++)
		if (p->section[i].needs && !str_is(p->container, "csv"))
			return place_error(p->section[i].needs_at, err,
			    "'needs' is for csv, which has a header; say "
			    "[expect]");
	if (check_ids(p, err) < 0)
		return -1;
	if (p->has_legs && p->join.n == 0)
		return place_error(top, err, "[legs] needs 'join'");
	if (p->has_events && (p->event_key.n == 0 || p->event_name.n == 0 ||
	    p->event_time.n == 0))
		return place_error(top, err,
		    "[events] needs 'key', 'event' and 'time'");
	return 0;
}

/*
 * Types of values depend on [columns], whose filters depend on [lookup]: so
 * the sections are read in three passes.
 */
enum { PASS_LOOKUP, PASS_COLUMNS, PASS_REST, PASSES };

static int
pass_of(struct str section)
{
	struct str word = first_word(section);

	return str_is(word, "lookup") ? PASS_LOOKUP :
	    str_is(word, "columns") ? PASS_COLUMNS : PASS_REST;
}

static int
read_pass(struct parser *s, int pass)
{
	for (size_t i = 0; i < s->p->n_source; i++) {
		s->ini = &s->p->source[i];
		for (size_t j = 0; j < s->ini->n; j++) {
			s->item = &s->ini->item[j];
			if (pass_of(s->item->section) == pass &&
			    !overridden(s->p, i, s->item) && read_item(s) < 0)
				return -1;
		}
	}
	return 0;
}

int
profile_parse(struct profile *p, struct err *err)
{
	struct parser s = { .p = p, .err = err };

	p->header_rows = 1;
	p->names_row = 1;
	p->idle_ms = MS_HOUR;
	p->records = STR("$");
	for (int pass = 0; pass < PASSES; pass++)
		if (read_pass(&s, pass) < 0)
			return -1;
	return lookups_ready(p, err) < 0 ? -1 : check_whole(p, err);
}
