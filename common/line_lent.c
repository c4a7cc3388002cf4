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
lent_own_flags(struct str lent, struct str flags, struct buf *out)
{
	struct str others = lent.p ? token_find(lent, "flags") : STR_NONE, e;
	size_t at = 0, from = out->n;

	while (flags.p && token_element(flags, &at, &e)) {
		if (token_has_element(others, e))
			continue;
		buf_char(out, out->n > from ? ',' : '[');
		buf_str(out, e);
	}
	if (out->n > from)
		buf_char(out, ']');
}
