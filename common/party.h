/*
 * party: the customer's identifiers in their one normal spelling,
 * scheme:value. What cannot identify anybody (withheld, placeholder, too short
 * numbers, no-reply addresses) is no party.
 *
 * Telephone numbers follow ITU-T E.164: at most 15 digits, a country code, a
 * national number of a length that country uses. Numbers written nationally
 * need a country; extensions (ext. 12, x12, ;ext=12) are cut off.
 */
#ifndef CCKIT_PARTY_H
#define CCKIT_PARTY_H

#include "common/buf.h"
#include "common/country.h"

/*
 * Appends tel:+442071234567. home: of numbers without a country code; NULL:
 * such numbers are refused. Takes tel: and sip: URIs and what people write.
 * False: not a valid number.
 */
bool party_phone(struct buf *out, struct str raw,
    const struct country *home);
/* Appends mailto:user@example.com, the domain in lower case, and the local
 * part too (practice, not RFC 5321). False: not an address, or a no-reply. */
bool party_mail(struct buf *out, struct str raw);
/* Appends scheme:value for any other identifier, blanks trimmed; false for
 * empty values and null words. */
bool party_other(struct buf *out, struct str scheme, struct str raw);
/* What a person typed: a party already, an address, or a number: of `home`
 * where it has no country code, or with a code but no sign (447404783076).
 * Appends nothing when it is none of these. */
void party_guess(struct buf *out, struct str raw,
    const struct country *home);

#endif
