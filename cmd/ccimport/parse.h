/*
 * parse: what the files of the profile's parser share: the item at hand, its
 * places and its value. profile_parse.c describes the language and reads its
 * sections; what is in them is read by a file for each kind.
 */
#ifndef CCIMPORT_PARSE_H
#define CCIMPORT_PARSE_H

#include "cmd/ccimport/profile.h"

struct parser {
	struct profile *p;
	struct err *err;
	const struct ini *ini;
	const struct ini_item *item;
	struct section *section;	/* open one, if the section makes lines */
};

static inline struct place
value_place(const struct parser *s)
{
	return (struct place){ s->ini, s->item->value.p };
}

static inline struct place
key_place(const struct parser *s)
{
	return (struct place){ s->ini, s->item->key.p };
}

static inline struct expr_parser
value_expr(const struct parser *s)
{
	return (struct expr_parser){ .profile = s->p, .err = s->err,
	    .ini = s->ini, .rest = s->item->value, .type = T_STR };
}

static inline struct str
value_text(const struct parser *s)
{
	return ini_unquote(s->item->value, &s->p->arena);
}

static inline bool
key_is(const struct parser *s, const char *key)
{
	return str_is(s->item->key, key);
}

/* One key of a section: 0 or -1. profile_head.c: */
int profile_item(struct parser *s);
/* profile_rules.c */
int column_item(struct parser *s);
int names_item(struct parser *s);
int drop_item(struct parser *s);
int expect_item(struct parser *s);
int lookup_item(struct parser *s);
int own_item(struct parser *s);
/* profile_makes.c: of a section that makes something */
int make_item(struct parser *s);
/* profile_joins.c */
int legs_item(struct parser *s);
int events_item(struct parser *s);
int messages_item(struct parser *s);

/* Once all sections are read: the tables of [lookup] are sorted. 0 or -1. */
int lookups_ready(struct profile *p, struct err *err);

#endif
