/* lend: what the CRM lends a contact; see lend.h. */
#include "cmd/ccmerge/lend.h"

#include "common/line.h"

/* Two arrays that have nothing in common, as one. */
static void
put_both(struct str own, struct str others, struct buf *to)
{
	if (own.n && others.n) {
		buf_str(to, (struct str){ own.p, own.n - 1 });
		buf_char(to, ',');
		buf_str(to, str_skip(others, 1));
	} else {
		buf_str(to, own.n ? own : others);
	}
}

static void
put_lent(struct str segment, struct str flags, struct buf *to)
{
	if (!segment.n && !flags.n)
		return;
	buf_char(to, '{');
	if (segment.n) {
		buf_puts(to, "\"segment\":");
		buf_str(to, segment);
	}
	if (flags.n) {
		buf_puts(to, segment.n ? ",\"flags\":" : "\"flags\":");
		buf_str(to, flags);
	}
	buf_char(to, '}');
}

void
lend(const struct lending *shown, struct str crm_segment,
    struct str crm_flags, struct buf *text, size_t at[4])
{
	struct buf own = { 0 }, others = { 0 };
	bool lends = crm_segment.n && (!shown->segment.n ||
	    lent_is_segment(shown->lent, shown->segment));

	lent_own_flags(shown->lent, shown->flags, &own);
	token_put_others(buf_view(&own), crm_flags, &others);
	at[0] = text->n;
	if (lends)
		buf_str(text, crm_segment);
	else if (!lent_is_segment(shown->lent, shown->segment))
		buf_str(text, shown->segment);
	at[1] = text->n;
	put_both(buf_view(&own), buf_view(&others), text);
	at[2] = text->n;
	put_lent(lends ? crm_segment : STR_NONE, buf_view(&others), text);
	at[3] = text->n;
	buf_release(&own);
	buf_release(&others);
}
