/* identity: what records say of who is who is taken in; see identity.h. */
#include "cmd/ccmerge/identity_inside.h"

struct identity *
identity_new(const struct identity_options *o)
{
	struct identity *d = mem_zero(1, sizeof(*d));

	d->o = *o;
	d->parties = identity_sort(d);
	d->key.max = SIZE_MAX / 2;
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
	buf_release(&d->key);
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
add_saying(struct identity *d, const struct crm_word *word)
{
	struct saying *s;

	GROW(d->saying, d->sayings, d->saying_cap);
	s = &d->saying[d->sayings++];
	*s = (struct saying){ .first = d->refs, .since = word->since };
	if (word->who.n)
		hash_id_bytes("who/1", word->who, s->who);
}

/* Keys: strength and bytes; payloads: which reference, and whether its record
 * has no more. */
int
identity_add(struct identity *d, const struct str *party, size_t n,
    const struct crm_word *word, struct err *err)
{
	if (n && word)
		add_saying(d, word);
	for (size_t i = 0; i < n; i++) {
		uint64_t which = __builtin_bswap64(d->refs++ << 1 |
		    (i + 1 == n));

		buf_clear(&d->key);
		buf_char(&d->key, strength_of(party[i]));
		buf_str(&d->key, party[i]);
		if (sort_add(d->parties, buf_view(&d->key), (struct str){
		    (const char *)&which, sizeof(which) }, err) < 0)
			return -1;
	}
	return 0;
}
