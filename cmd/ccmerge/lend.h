/*
 * lend: a contact's segment and flags beside those of its customer's CRM
 * record. Its own segment goes before the CRM's, flags unite; what was lent is
 * told in `lent`, for the next merge to take back. All are tokens, absent where
 * there is nothing.
 */
#ifndef CCMERGE_LEND_H
#define CCMERGE_LEND_H

#include "common/buf.h"

struct lending {
	struct str segment, flags, lent;
};

/*
 * shown: as the line has it, perhaps from an earlier merge. crm_segment,
 * crm_flags: of the record valid then. Appends to text, and *at[] says where
 * segment, flags and lent stand there (three offsets and the end).
 */
void lend(const struct lending *shown, struct str crm_segment,
    struct str crm_flags, struct buf *text, size_t at[4]);

#endif
