/*
 * profile: what a vendor's export means, as checked data. profile_parse.c
 * makes it from text (the language is described there), compile.c turns it
 * into a program for one file. Everything lives in the profile's arena and
 * points into its texts; read-only once parsed.
 */
#ifndef CCIMPORT_PROFILE_H
#define CCIMPORT_PROFILE_H

#include "common/charset.h"
#include "common/field.h"
#include "common/ini.h"
#include "common/mem.h"
#include "common/pat.h"

struct filter;
struct profile;
struct zone;

/* Where something stands in a profile, for messages. */
struct place {
	const struct ini *ini;
	const char *at;
};

enum vtype {
	V_NONE,		/* absent: null, empty, a null word */
	V_TEXT,
	V_INT,
	V_NUM,		/* millionths */
	V_TIME,		/* ms UTC */
	V_DUR,		/* ms */
	V_BOOL,
	V_PARTY,	/* text scheme:value */
	V_NODE,		/* a JSON object or array as it came */
	V_LIST,		/* several values of one type */
	V_RAW,		/* JSON text, ready to be written */
	V_ONE,		/* a list of one text that needs no escape */
	V_QUANTITY,	/* only in tables: INT, NUM, TIME or DUR */
	V_ANY		/* only in tables: whatever */
};

/* One filter with its arguments: `map A=b C=d`, `time rfc3339`, `s`. */
struct filter_use {
	const struct filter *filter;
	struct str *arg;	/* without quotes */
	size_t n;
	const void *data;	/* what filter->prepare made of them */
	struct place at;
};

enum term_kind { TERM_LITERAL, TERM_THEIRS, TERM_OURS, TERM_WITH };

/* A value: theirs (a column or path), ours (a member set before), text, or
 * several of these with one another. */
struct term {
	enum term_kind kind;
	struct str text;	/* path as written, or the literal */
	enum field_id ours;
	struct filter_use *filter;
	size_t n;
	enum vtype type;	/* what comes out at the end */
	bool plain;		/* a literal that needs no escape */
	struct place at;
	unsigned slot;		/* set by compile: index of the access */
	struct term *part;	/* WITH: texts, without filters of their own */
	size_t n_part;
};

enum cond_kind {
	COND_PRESENT, COND_IS, COND_IN, COND_HAS, COND_MATCHES, COND_LESS,
	COND_MORE, COND_EQUALS,
	COND_ALWAYS, COND_NEVER,	/* what is known before the first row */
	COND_AND, COND_OR, COND_NOT
};

struct cond {
	enum cond_kind kind;
	struct term term;
	struct term right;	/* LESS, MORE, EQUALS: the other side */
	struct str *word;	/* IS, IN, HAS */
	size_t n;
	struct pat *pat;	/* MATCHES */
	struct cond *a, *b;	/* AND, OR, NOT */
};

/* `A minus B if C`: one alternative of an assignment. */
struct choice {
	struct term *term;
	char *sign;		/* '+' or '-' of term[i]; sign[0] is '+' */
	size_t n;
	struct cond *when;	/* NULL: always */
	struct place at;
};

struct choices {		/* the first that is there wins */
	struct choice *choice;
	size_t n;
};

struct assign {
	enum field_id field;
	struct str object;	/* ratings.CSAT.value: CSAT; else absent */
	struct str member;	/* value; ext.NAME: NAME; else absent */
	enum field_type type;	/* of what is set */
	bool append;
	struct choices from;
	struct place at;
};

/* What a [section] makes of a record. */
struct op;

enum make {
	MAKE_LINE,	/* a line of `kind` */
	MAKE_LEG,	/* a flat leg, to be folded */
	MAKE_CONTACT,	/* what belongs to the contact: joins the first leg */
	MAKE_EVENT,	/* a change of a call's legs */
	MAKE_DERIVE,	/* what is still missing in a leg when it ends */
	MAKE_MESSAGE,	/* one message of a thread */
};

/* What an [event] does with the legs of its call. */
enum event_verb {
	EVENT_OPEN, EVENT_FIND, EVENT_CLOSE, EVENT_BESIDE, EVENT_CALL,
	EVENT_DROP
};

struct section {
	enum make make;
	enum line_kind kind;
	struct str title;	/* as written, for --explain */
	struct cond *when;
	struct cond *needs;	/* csv: of the header's names; or NULL */
	struct str needs_text;	/* as written, for messages */
	struct place needs_at;
	struct str each;	/* path of the elements it runs for; or absent */
	struct assign *assign;
	size_t n, cap;
	const struct op *op;	/* by a plan: the same, flat; or NULL */
	/* legs made with `each` */
	struct str *attach;	/* members that pair it with an earlier leg */
	size_t n_attach;
	struct str attach_type;
	/* events */
	struct str *event;	/* names */
	size_t n_event;
	enum event_verb verb;
	enum field_id by[4];	/* members by which the leg is found */
	size_t n_by;
	bool anywhere;		/* in any call */
	bool alias;		/* this call is the found one from now on */
	struct place at;
};

struct column {
	struct str path;	/* normalised as written */
	struct filter_use *filter;
	size_t n;
	struct str *null;
	size_t n_null;
	struct place at;
};

struct names {			/* one name and its synonyms */
	struct str *name;
	size_t n;
	struct place at;
};

struct rule {			/* of [drop] and [expect] */
	struct str name;
	const char *words;	/* [expect]: for messages */
	struct cond *when;
	struct place at;
};

struct rules {
	struct rule *rule;
	size_t n, cap;
};

struct lookup_row {
	struct str key, value;
	size_t at;		/* among the rows as they came */
};

struct lookup {
	struct str name;
	struct lookup_row *row;	/* sorted by key */
	size_t n, cap;
	struct place place;	/* its first line, for messages */
};

/* What is ours: never a customer's identifier. */
struct own_list {
	struct str *word;
	size_t n;
};

struct own {
	struct own_list numbers;	/* +44..., or a beginning and * */
	struct own_list domains;	/* of e-mail, and those below them */
	struct own_list names;		/* handles and ids, without case */
};

struct term_list {
	struct term *term;
	size_t n;
};

struct messages {
	bool on;
	struct str in;		/* path of the messages inside a record */
	struct choices id, parent, thread, customer, split, who, time, text;
	struct cond *when, *agent, *bot, *ends;
	int64_t gap_ms;
};

/* Something the profile frees at its end, such as a pattern. */
struct owned {
	void *p;
	void (*free)(void *p);
};

enum zone_from { ZONE_LOCAL, ZONE_FIXED, ZONE_FROM_HEADER };

struct profile {
	struct arena arena;
	struct ini *source;	/* the texts, ancestors first */
	size_t n_source, cap_source;

	struct owned *owned;
	size_t n_owned, cap_owned;

	struct str name, title, container;
	struct str records;	/* JSON: path of the records */
	struct str unwrap;	/* JSON: member that may hold the record */
	struct str *detect;	/* names that tell the format */
	size_t n_detect;
	struct place detect_at;
	enum zone_from zone_from;
	struct str zone;
	struct place zone_at;
	unsigned zone_row;
	bool optional_all;	/* missing columns are nothing to speak of */
	struct str *optional;	/* ... these are not */
	size_t n_optional;
	struct str *null;	/* null words of every column */
	size_t n_null;
	struct str source_name;	/* default --source; absent: the name */

	/* csv */
	char separator;		/* 0: sniffed */
	struct charset *charset;	/* NULL: UTF-8, or what a mark says */
	unsigned header_rows;	/* 1 when not said; 0: no header */
	unsigned names_row;	/* which of them has the names, from 1 */
	unsigned preamble;
	bool preamble_sniffed;	/* skip until a line has the known names */
	/* log */
	struct str *log_field;
	size_t n_log_field;
	struct pat *log_pattern;

	struct column *column;
	size_t n_column, cap_column;
	struct names *names;
	size_t n_names, cap_names;
	struct rules drop;	/* records left out */
	struct rules expect;	/* what holds of every other record */
	struct lookup *lookup;
	size_t n_lookup, cap_lookup;
	struct own own;
	struct section *section;
	size_t n_section, cap_section;

	bool has_legs;
	struct choices join;
	struct choices apart;	/* `break`: begins a contact of its own */

	bool has_events;
	struct choices event_key, event_name, event_time;
	struct term_list same;
	int64_t idle_ms;	/* a closed call is written after this silence */

	struct messages messages;
};

/* ---- finding and parsing ---- */

/*
 * A profile by name (built in, or in a user directory) or path. NULL and err
 * (ERR_USAGE) when there is none (with the nearest names) or it is wrong (with
 * name:line:column). The caller frees it.
 */
struct profile *profile_open(const char *name, struct err *err);
void profile_free(struct profile *p);

/* Names known: the user's, then those built in; from: the directory, or
 * PROFILE_BUILT_IN. Strings live in a. */
#define PROFILE_BUILT_IN	"built in"
size_t profile_list(struct arena *a, struct str **names, struct str **from);

/* A span of time as profiles write it: 90s, 30m, 24h, 3d. */
bool profile_span(struct str s, int64_t *ms);

void profile_own(struct profile *p, void *thing, void (*free_it)(void *));

/* Parses the texts in p->source (ancestors first) into p. */
int profile_parse(struct profile *p, struct err *err);

/* The zone that the profile names, or NULL (err, with its place). */
struct zone *profile_zone(const struct profile *p, struct err *err);

/* A pattern that stands at `at`, or NULL (err); the profile frees it. */
struct pat *profile_pattern(struct profile *p, struct str text,
    struct place at, struct err *err);

/* Sets err at a place of the profile; -1. */
int place_error(struct place at, struct err *err, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* ---- small tables (lookup.c), what is ours (own.c) ---- */

void lookup_add(struct profile *p, struct lookup *l, struct str key,
    struct str value);
/* The words PATH key COLUMN value COLUMN: adds the file's rows. 0 or -1. */
int lookup_read(struct profile *p, struct lookup *l, struct place at,
    const struct str word[5], struct err *err);
/* Sorts it, once all is added; a key with two values is refused. 0 or -1. */
int lookup_ready(struct lookup *l, struct place at, struct err *err);
const struct str *lookup_find(const struct lookup *l, struct str key);

/* party: scheme:value as common/party.h writes it. */
bool own_has(const struct own *own, struct str party);
bool own_number_valid(struct str s);

/* ---- expressions (expr.c) ---- */

struct expr_parser {
	struct profile *profile;
	struct err *err;
	const struct ini *ini;
	struct str rest;		/* not read yet */
	/* the target of an assignment: bare words of an enum are literals */
	const char *const *words;
	enum field_type type;
};

/* Each reads all that is left. Alternatives, separated by commas; appended to
 * *list. */
int expr_choices(struct expr_parser *x, struct choices *list);
struct cond *expr_cond(struct expr_parser *x);	/* NULL: err */
int expr_filters(struct expr_parser *x, struct column *column);
/* Words separated by blanks or commas, without quotes. */
int expr_words(struct expr_parser *x, struct str **words, size_t *n);
int expr_terms(struct expr_parser *x, struct term_list *list);

/* What a section says first of a member, or NULL: nothing. */
const struct assign *section_assign(const struct section *s, enum field_id f);
/* The entry of [columns] for a path, or NULL: the last one that fits. */
const struct column *profile_column(const struct profile *p, struct str path);
/* Up to three of known that look most like name: 'a', 'b'. */
struct buf;
void nearest_names(struct buf *out, struct str name, const struct str *known,
    size_t n);

/* Same column? Without case, blanks, '_' and '-'; quotes do not count. */
bool same_name(struct str a, struct str b);
/* Is s one of the spellings? */
bool names_have(const struct names *n, struct str s);

#endif
