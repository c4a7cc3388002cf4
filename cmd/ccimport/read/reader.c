/* reader: the registry of containers, and batches of raw records. */
#include "cmd/ccimport/read/reader.h"

static const struct reader *const readers[] = {
	&csv_reader, &json_reader, &log_reader
};

const struct reader *
reader_find(struct str container)
{
	for (size_t i = 0; i < COUNT_OF(readers); i++)
		if (str_is(container, readers[i]->container))
			return readers[i];
	return NULL;
}

void
taking_init(struct taking *t, const struct profile *p)
{
	*t = (struct taking){ .profile = p };
	t->scratch = pat_scratch_new(p->log_pattern ?
	    pat_groups(p->log_pattern) : 0);
}

void
taking_release(struct taking *t)
{
	csv_splitter_free(t->csv);
	json_release(&t->json);
	pat_scratch_free(t->scratch);
	mem_free(t->cell);
}

void
head_release(struct head *h)
{
	arena_release(&h->arena);
}

void
batch_add(struct raw_batch *b, struct str raw, const struct raw_record *where)
{
	GROW(b->rec, b->n, b->cap);
	b->rec[b->n] = *where;
	b->rec[b->n].at = b->bytes.n;
	b->rec[b->n++].n = raw.n;
	buf_str(&b->bytes, raw);
}

void
batch_end(struct raw_batch *b)
{
	static const char zeroes[PADDING];

	buf_add(&b->bytes, zeroes, PADDING);
}

void
batch_clear(struct raw_batch *b)
{
	buf_clear(&b->bytes);
	b->n = 0;
}

void
batch_release(struct raw_batch *b)
{
	buf_release(&b->bytes);
	mem_free(b->rec);
}
