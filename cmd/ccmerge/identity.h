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
 *
 * An identifier's text is never in a table: records' references to identifiers
 * are sorted by it, past mem_bytes in a file, and equal ones get one number. In
 * memory are 4 bytes a reference, 6 an identifier, 16 a customer and 48 a CRM
 * record and its number. What records say of each other is sorted too.
 */
#ifndef CCMERGE_IDENTITY_H
#define CCMERGE_IDENTITY_H

#include "common/buf.h"
#include "common/hash.h"
#include "common/output.h"
#include "common/sort.h"

struct identity;

struct identity_options {
	int64_t hub;
	size_t mem_bytes;		/* of one sort; two things at a time */
	const char *tmp_dir;
	int threads;
};

/* What a CRM record says beside its identifiers. */
struct crm_word {
	struct str who;			/* name and birth as one text, or absent */
	int64_t since;			/* until its number's next record;
					   WHEN_NONE: always */
};

enum {
	CUSTOMER_BYTES = ID_HEX / 2,	/* a customer's id, as bytes */
	CUSTOMER_ID = 2 + ID_HEX	/* and as text: c: and hex */
};

/* What some thread takes in by itself, of records one after another. A zeroed
 * struct is a valid empty one. */
struct identity_batch {
	struct sort_batch parties;	/* references by strength and bytes */
	struct saying *saying;
	size_t sayings, saying_cap;
	uint32_t number, refs;
	struct buf key;			/* scratch */
};

struct identity *identity_new(const struct identity_options *o);
/* Batches are begun in the order of their records, and taken in that order; one
 * that was taken can be begun again. */
void identity_begin(struct identity *d, struct identity_batch *b);
/* The next record's identifiers; word: NULL, but of a CRM record. */
void identity_add(struct identity_batch *b, const struct str *party, size_t n,
    const struct crm_word *word);
int identity_take(struct identity *d, struct identity_batch *b,
    struct err *err);
void identity_batch_release(struct identity_batch *b);
/* No more of it: makes the persons. */
int identity_resolve(struct identity *d, struct err *err);
/* The customer of a record with n identifiers that started then; first: how
 * many the records before it have. false: unknown. Any thread. */
bool identity_customer(const struct identity *d, uint64_t first, size_t n,
    int64_t start, char out[CUSTOMER_BYTES]);
/* Has fetched what identity_customer looks at first. */
void identity_fetch(const struct identity *d, uint64_t first, size_t n);
void customer_name(const char customer[CUSTOMER_BYTES], char out[CUSTOMER_ID]);
/* One JSON line an identifier, by bytes: party and customer, or why it does not
 * link (shared, hub). */
int identity_links(struct identity *d, struct output *out, struct err *err);
void identity_free(struct identity *d);

#endif
