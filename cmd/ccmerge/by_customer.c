/* by_customer: lines of the spool to their customers; see by_customer.h.
 *
 * A line that stays where the first sort has it gets its customer written into
 * its note, which is the head of its key there: nothing is copied. */
#include "cmd/ccmerge/by_customer.h"

#include "cmd/ccmerge/note.h"
#include "common/work.h"

enum {
	LINES = 2048, BYTES = 256 << 10,	/* of a slot, about */
	AHEAD = 8				/* lines: fetched in time */
};

struct item {
	struct str noted;
	bool lent;			/* it stays where it is */
	size_t at;			/* else: in the slot's bytes */
	uint64_t first;			/* of its identifiers */
	uint32_t parties;		/* so many */
};

struct slot {
	struct item *item;
	size_t n, cap;
	struct buf bytes;
	struct sort_batch records;
};

struct ordering {
	struct collected *c;
	struct sort *sort;
	uint64_t parties;		/* of the lines so far */
};

static void
put_aside(struct ordering *g, struct slot *s, struct str head,
    struct str noted, bool lent)
{
	struct item item = { noted, lent, s->bytes.n, g->parties, 0 };

	memcpy(&item.parties, head.p, sizeof(item.parties));
	g->parties += item.parties;
	if (!lent)
		buf_str(&s->bytes, noted);
	GROW(s->item, s->n, s->cap);
	s->item[s->n++] = item;
}

static int
read_lines(void *context, void *slot, struct err *err)
{
	struct ordering *g = context;
	struct slot *s = slot;
	struct str head, noted;
	bool lent;
	int got = 1;

	if (!s->records.block_bytes) {
		sort_batch_init(&s->records, g->sort);
		s->bytes.max = SIZE_MAX / 2;
	}
	s->n = 0;
	buf_clear(&s->bytes);
	while (s->n < LINES && s->bytes.n < BYTES && (got = spool_next(
	    &g->c->lines, &head, &noted, &lent, err)) > 0)
		put_aside(g, s, head, noted, lent);
	return got < 0 ? -1 : s->n > 0;
}

static void
order_line(const struct identity *d, struct slot *s, const struct item *item)
{
	struct str noted = item->lent ? item->noted :
	    (struct str){ s->bytes.p + item->at, item->noted.n };
	char id[CUSTOMER_BYTES];
	bool known = identity_customer(d, item->first, item->parties,
	    note_of(noted).start, id);
	struct str key = note_set_customer(noted, known ? id : NULL);

	if (item->lent)
		sort_batch_lend(&s->records, key, noted);
	else
		sort_batch_add(&s->records, key, STR_NONE, noted);
}

static int
order_lines(void *context, int worker, void *slot, struct err *err)
{
	struct ordering *g = context;
	struct slot *s = slot;

	(void)worker;
	(void)err;
	for (size_t i = 0; i < s->n; i++) {
		const struct item *ahead = &s->item[MIN(i + AHEAD, s->n - 1)];

		__builtin_prefetch(ahead->noted.p);
		identity_fetch(g->c->identity, ahead->first, ahead->parties);
		order_line(g->c->identity, s, &s->item[i]);
	}
	return 0;
}

static int
take_lines(void *context, void *slot, struct err *err)
{
	struct ordering *g = context;
	struct slot *s = slot;

	return sort_take(g->sort, &s->records, err);
}

static void
release_lines(void *slot)
{
	struct slot *s = slot;

	mem_free(s->item);
	buf_release(&s->bytes);
	sort_batch_release(&s->records);
}

int
order_by_customer(const struct ccmerge_options *o, struct collected *c,
    struct sort *sort, struct err *err)
{
	struct ordering g = { c, sort };
	struct work w = { .threads = (int)MAX(o->cli.threads, 1),
	    .item_size = sizeof(struct slot), .context = &g,
	    .read = read_lines, .map = order_lines,
	    .take = take_lines, .release = release_lines };

	return work_run(&w, err) < 0 ? -1 : sort_finish(sort, err);
}
