/*
 * identity: which identifiers belong to one person, by exact match and guard
 * rails, the same for any order of the records.
 *
 * Every record links the identifiers it names. Then
 *  1. customer numbers (crm:, acct:) whose records share an identifier, a name
 *     and a date of birth are one person entered twice;
 *  2. an identifier seen with two different persons' CRM numbers is shared (a
 *     family's telephone, a joint account), one seen with more than `hub`
 *     others of one scheme is a switchboard: neither links anybody;
 *  3. all others unite what they were seen with;
 *  4. where that still joins two persons' CRM numbers of one source, only
 *     records that name a CRM number link there; where that is not enough,
 *     none does. So two persons' numbers never meet in one customer.
 * A record belongs to the person of its strongest identifier that links:
 * customer number, then address, number, anything else; then the least bytes.
 * What is shared is the person's whose CRM record, of those valid at the
 * record's start, names it, when these are one person's: telephone numbers are
 * given to somebody else. A record that names nothing but what is shared at its
 * time is of somebody unknown: no customer.
 */
#ifndef CCMERGE_IDENTITY_H
#define CCMERGE_IDENTITY_H

#include "common/buf.h"
#include "common/hash.h"
#include "common/map.h"

struct identity;

enum {
	CUSTOMER_BYTES = ID_HEX / 2,	/* a customer's id, as bytes */
	CUSTOMER_ID = 2 + ID_HEX	/* and as text: c: and hex */
};

struct identity *identity_new(int64_t hub);
/* One record's identifiers; who: name and birth as one text, or absent. node:
 * their numbers, for identity_customer. */
void identity_add(struct identity *d, const struct str *party, size_t n,
    struct str who, uint32_t *node);
/* Has fetched what identity_add will look at for an identifier of this
 * map_hash; step: as map_fetch. */
void identity_fetch(const struct identity *d, uint32_t hash, int step);
/* What a CRM record holds from `since` on (WHEN_NONE: always), until the next
 * record of that number: nodes as identity_add gave them. */
void identity_hold(struct identity *d, uint32_t number, int64_t since,
    const uint32_t *node, size_t n);
/* No more of it: makes the persons. */
void identity_resolve(struct identity *d, int threads);
/* The customer of a record with these identifiers that started then; false:
 * unknown. Any thread. */
bool identity_customer(const struct identity *d, const uint32_t *node,
    size_t n, int64_t start, char out[CUSTOMER_BYTES]);
void customer_name(const char customer[CUSTOMER_BYTES], char out[CUSTOMER_ID]);
/* One JSON line an identifier, by bytes: party and customer, or why it does not
 * link (shared, hub). */
void identity_links(const struct identity *d, struct buf *out);
void identity_free(struct identity *d);

#endif
