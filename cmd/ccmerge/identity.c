/* identity: what records say of who is who is taken in; see identity.h. */
#include "cmd/ccmerge/identity_inside.h"

struct identity *
identity_new(const struct identity_options *o)
{
	struct identity *d = mem_zero(1, sizeof(*d));

	d->o = *o;
	d->parties = identity_sort(d);
	spool_init(&d->texts, o->mem_bytes, o->tmp_dir);
	return d;
}

void
identity_free(struct identity *d)
{
	if (!d)
		return;
	sort_free(d->parties);
	spool_release(&d->texts);
	mem_free(d->base);
	map_release(&d->sources);
	mem_free(d->saying);
	mem_free(d->ref);
	mem_free(d->source);
	mem_free(d->up);
	mem_free(d->mark);
	mem_free(d->twin);
	mem_free(d->name);
	mem_free(d->holding);
	mem_free(d);
}

/* 0 is the strongest. */
static char
strength_of(struct str party)
{
	if (str_starts(party, STR("crm:")) || str_starts(party, STR("acct:")))
		return 0;
	if (str_starts(party, STR("mailto:")))
		return 1;
	return str_starts(party, STR("tel:")) ? 2 : 3;
}

static void
add_saying(struct identity_batch *b, const struct crm_word *word)
{
	struct saying *s;

	GROW(b->saying, b->sayings, b->saying_cap);
	s = &b->saying[b->sayings++];
	*s = (struct saying){ .first = b->refs, .since = word->since };
	if (word->who.n)
		hash_id_bytes("who/1", word->who, s->who);
}

void
identity_begin(struct identity *d, struct identity_batch *b)
{
	if (!b->parties.block_bytes)
		sort_batch_init(&b->parties, d->parties);
	b->key.max = SIZE_MAX / 2;
	b->number = d->begun++;
	b->refs = 0;
	b->sayings = 0;
}

/* Keys: strength and bytes; payloads: which batch, which reference of it, and
 * whether its record has no more. */
void
identity_add(struct identity_batch *b, const struct str *party, size_t n,
    const struct crm_word *word)
{
	if (n && word)
		add_saying(b, word);
	for (size_t i = 0; i < n; i++) {
		uint64_t which = __builtin_bswap64((uint64_t)b->number << 32 |
		    b->refs++ << 1 | (i + 1 == n));

		BUG_UNLESS(b->refs < REF_LAST);
		buf_clear(&b->key);
		buf_char(&b->key, strength_of(party[i]));
		buf_str(&b->key, party[i]);
		sort_batch_add(&b->parties, buf_view(&b->key), STR_NONE,
		    (struct str){ (const char *)&which, sizeof(which) });
	}
}

int
identity_take(struct identity *d, struct identity_batch *b, struct err *err)
{
	BUG_UNLESS(b->number == d->batches);
	GROW(d->base, d->batches, d->base_cap);
	d->base[d->batches++] = d->refs;
	for (size_t i = 0; i < b->sayings; i++) {
		GROW(d->saying, d->sayings, d->saying_cap);
		d->saying[d->sayings] = b->saying[i];
		d->saying[d->sayings++].first += d->refs;
	}
	d->refs += b->refs;
	return sort_take(d->parties, &b->parties, err);
}

void
identity_batch_release(struct identity_batch *b)
{
	sort_batch_release(&b->parties);
	mem_free(b->saying);
	buf_release(&b->key);
}
