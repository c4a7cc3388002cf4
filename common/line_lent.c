/* line_lent: what is a contact's own beside what the CRM lent; see line.h. */
#include "common/line.h"

bool
lent_is_segment(struct str lent, struct str segment)
{
	return lent.p && segment.p &&
	    str_eq(token_find(lent, "segment"), segment);
}

bool
token_has_element(struct str array, struct str element)
{
	struct str e;
	size_t at = 0;

	while (array.p && token_element(array, &at, &e))
		if (str_eq(e, element))
			return true;
	return false;
}

void
token_put_others(struct str own, struct str more, struct buf *to)
{
	struct str e;
	size_t at = 0, from = to->n;

	while (more.p && token_element(more, &at, &e)) {
		if (token_has_element(own, e))
			continue;
		buf_char(to, to->n > from ? ',' : '[');
		buf_str(to, e);
	}
	if (to->n > from)
		buf_char(to, ']');
}

void
lent_own_flags(struct str lent, struct str flags, struct buf *out)
{
	token_put_others(lent.p ? token_find(lent, "flags") : STR_NONE, flags,
	    out);
}
