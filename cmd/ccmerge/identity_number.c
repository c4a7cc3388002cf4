/* identity_number: identifiers get numbers in the order of their worth, and
 * references to them become these; see identity.h. */
#include "cmd/ccmerge/identity_inside.h"

/* crm:core/ of crm:core/8821: whose numbers must not meet. */
static struct str
number_source(struct str party)
{
	const char *slash = str_find(party, '/');

	return slash ? str_range(party.p, slash) : party;
}

static void
add_number(struct identity *d, struct str party)
{
	uint32_t i;

	if (d->crm_to == 0)
		d->crm_from = d->crm_to = d->n;
	i = d->crm_to++ - d->crm_from;
	GROW(d->source, i, d->source_cap);
	d->source[i] = map_put(&d->sources, number_source(party), NULL);
}

/* The key of an identifier that was not there before. */
static int
add_identifier(struct identity *d, struct str key, struct err *err)
{
	struct str party = str_skip(key, 1);

	for (int s = key.p[0] + 1; s <= STRENGTHS; s++)
		d->strongest[s] = d->n + 1;
	if (str_starts(party, STR("crm:")))
		add_number(d, party);
	BUG_UNLESS(d->n++ < REF_LAST);
	return spool_add(&d->texts, STR_NONE, party, false, err);
}

static void
put_reference(struct identity *d, struct str payload)
{
	uint64_t which;

	memcpy(&which, payload.p, sizeof(which));
	which = __builtin_bswap64(which);
	d->ref[d->base[which >> 32] + ((uint32_t)which >> 1)] = (d->n - 1) |
	    (which & 1 ? REF_LAST : 0);
}

int
identity_number(struct identity *d, struct err *err)
{
	struct str key, payload, before = STR_NONE;
	int got;

	if (sort_finish(d->parties, err) < 0)
		return -1;
	d->ref = mem_get(MAX(d->refs, 1) * sizeof(*d->ref));
	while ((got = sort_next(d->parties, &key, &payload, err)) > 0) {
		if (!(before.p && str_eq(key, before)) &&
		    add_identifier(d, key, err) < 0)
			return -1;
		put_reference(d, payload);
		before = key;
	}
	sort_free(d->parties);
	d->parties = NULL;
	return got;
}
