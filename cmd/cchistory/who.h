/*
 * who: whom -c names. People know a customer by the id that ccmerge gave, by a
 * party (tel:+44..., crm:core/8821), by a number or address as they write it,
 * or by the bare id that a CRM or a help desk shows (8821).
 */
#ifndef CCHISTORY_WHO_H
#define CCHISTORY_WHO_H

#include "common/buf.h"
#include "common/country.h"

struct who {
	struct str typed;		/* the caller's, trimmed */
	struct buf party;		/* its normal spelling; empty: none */
};

/* home: of numbers without a country code (NULL: such are not found). */
void who_init(struct who *w, struct str typed, const struct country *home);
void who_release(struct who *w);
/* Whether this customer id, or this party, is meant. */
bool who_is_id(const struct who *w, struct str id);
bool who_is_party(const struct who *w, struct str party);
/* What may help when nobody was found: a sentence for a hint. */
const char *who_hint(const struct who *w);

#endif
