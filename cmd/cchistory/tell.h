/* tell: the story written for people (text) and for programs (JSON). */
#ifndef CCHISTORY_TELL_H
#define CCHISTORY_TELL_H

#include "cmd/cchistory/know.h"

struct tale {
	struct story *story;
	struct facts facts;
	int64_t now;
	const struct zone *z;
	size_t last;			/* contacts to show; 0: all */
};

void tell_text(const struct tale *t, struct buf *out);
/* The contacts of a story, as tell_text shows them. */
void tell_contacts(const struct tale *t, struct buf *out);
void tell_json(const struct tale *t, struct buf *out);

/* For tell_text and tell_contacts: data escaped for a terminal. */
void put_safe(struct buf *b, struct str s);

#endif
