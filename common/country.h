/*
 * country: how telephone numbers are written in each country and territory, as
 * its national numbering plan, published through the ITU, says.
 */
#ifndef CCKIT_COUNTRY_H
#define CCKIT_COUNTRY_H

#include "common/err.h"
#include "common/str.h"

struct country {
	char iso[3];		/* ISO 3166-1 alpha-2; XK Kosovo */
	const char *code;	/* country calling code: 1 to 3 digits */
	const char *trunk;	/* dialled before a national number; or "" */
	unsigned lengths;	/* bits: how many digits those can have */
	const char *abroad;	/* dialled before a country code */
};

/* By two letters, in any case; NULL: there is none. */
const struct country *country_find(struct str iso);
/* The same for an option (NULL: it was not given). -1: err, usage. */
int country_asked(const char *option, const char *iso,
    const struct country **out, struct err *err);
/* Whose code these digits begin with; of several the one with most numbers.
 * NULL: nobody's (satellites, and what is not used). */
const struct country *country_of_code(struct str digits);

static inline size_t
country_code_length(const struct country *c)
{
	return !c->code[1] ? 1 : !c->code[2] ? 2 : 3;
}

static inline bool
country_has_length(const struct country *c, size_t digits)
{
	return digits < 32 && c->lengths >> digits & 1;
}

#endif
