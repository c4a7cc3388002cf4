/* identity_who: the persons' names, and whose a record is; see identity.h. */
#include "cmd/ccmerge/identity_inside.h"

#include "common/line.h"
#include "common/when.h"
#include "common/work.h"

enum { NAMED_AT_ONCE = 1024 };

/* ---- who held it then ------------------------------------------------------------------------ */

static int
by_hold(const void *a, const void *b)
{
	const struct holding *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return (x->since > y->since) - (x->since < y->since);
}

/* How many holdings stand before this one or are it. */
static size_t
holdings_to(const struct identity *d, uint32_t at, uint32_t number,
    int64_t since)
{
	struct holding h = { at, number, since };
	size_t low = 0, high = d->holdings;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (by_hold(&d->holding[mid], &h) <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Does the number's record that is valid at that moment name it? */
static bool
holds_at(const struct identity *d, uint32_t at, uint32_t number,
    int64_t moment)
{
	size_t i = holdings_to(d, MAP_NONE, number, moment), k;
	const struct holding *valid = i ? &d->holding[i - 1] : NULL, *held;

	if (!valid || valid->at != MAP_NONE || valid->number != number)
		return false;
	k = holdings_to(d, at, number, valid->since);
	held = k ? &d->holding[k - 1] : NULL;
	return held && held->at == at && held->number == number &&
	    held->since == valid->since;
}

/* The one person who held it then, or MAP_NONE. */
static uint32_t
holder_at(const struct identity *d, uint32_t at, int64_t moment)
{
	uint32_t holder = MAP_NONE;
	size_t i = at ? holdings_to(d, at - 1, UINT32_MAX, INT64_MAX) : 0;

	if (moment == WHEN_NONE)
		return MAP_NONE;
	for (; i < d->holdings && d->holding[i].at == at; i++) {
		uint32_t number = d->holding[i].number;
		uint32_t person = d->up[number];

		if (person == holder || !holds_at(d, at, number, moment))
			continue;
		if (holder != MAP_NONE)
			return MAP_NONE;
		holder = person;
	}
	return holder;
}

static void
add_holding(struct identity *d, uint32_t at, uint32_t number, int64_t since)
{
	GROW(d->holding, d->holdings, d->holding_cap);
	d->holding[d->holdings++] = (struct holding){ at, number, since };
}

/* The number that a CRM record is about: its first; or MAP_NONE. */
static uint32_t
number_of(const struct identity *d, uint64_t first, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_number(d, ref_at(d, first + i)))
			return ref_at(d, first + i);
	return MAP_NONE;
}

/* Which numbers hold something that is shared: of the others nobody asks. */
static void
mark_holders(struct identity *d, uint64_t first, size_t n, uint32_t number)
{
	for (size_t i = 0; i < n; i++)
		if (d->mark[ref_at(d, first + i)] & SHARED)
			d->mark[number] |= HOLDS;
}

static void
hold(struct identity *d, uint64_t first, size_t n, uint32_t number,
    int64_t since)
{
	add_holding(d, MAP_NONE, number, since);
	for (size_t i = 0; i < n; i++)
		if (d->mark[ref_at(d, first + i)] & SHARED)
			add_holding(d, ref_at(d, first + i), number, since);
}

/* Of what CRM records said only what is held of shared things stays. */
static void
find_holdings(struct identity *d)
{
	for (int turn = 0; turn < 2; turn++)
		for (size_t i = 0; i < d->sayings; i++) {
			const struct saying *s = &d->saying[i];
			size_t n = record_length(d, s->first);
			uint32_t number = number_of(d, s->first, n);

			if (number == MAP_NONE)
				continue;
			if (turn == 0)
				mark_holders(d, s->first, n, number);
			else if (d->mark[number] & HOLDS)
				hold(d, s->first, n, number, s->since);
		}
	mem_free(d->saying);
	d->saying = NULL;
	d->sayings = d->saying_cap = 0;
	if (d->holdings)
		qsort(d->holding, d->holdings, sizeof(*d->holding), by_hold);
}

/* ---- names of persons --------------------------------------------------------- */

struct naming {
	struct identity *d;
	uint32_t at, person;		/* that come next */
};

/* The first identifiers of some persons. */
struct some {
	uint32_t person, n;		/* the first of them, how many */
	struct buf text;
	size_t end[NAMED_AT_ONCE];
};

static int
take_some(void *context, void *slot, struct err *err)
{
	struct naming *g = context;
	struct some *s = slot;
	struct str head, party;
	bool lent;
	int got = 1;

	s->text.max = SIZE_MAX / 2;
	buf_clear(&s->text);
	s->person = g->person;
	s->n = 0;
	while (s->n < NAMED_AT_ONCE && (got = spool_next(&g->d->texts, &head,
	    &party, &lent, err)) > 0)
		if (g->d->up[g->at++] == g->person) {
			buf_str(&s->text, party);
			s->end[s->n++] = s->text.n;
			g->person++;
		}
	return got < 0 ? -1 : s->n > 0;
}

static int
name_some(void *context, int worker, void *slot, struct err *err)
{
	struct identity *d = ((struct naming *)context)->d;
	const struct some *s = slot;
	size_t from = 0;

	(void)worker;
	(void)err;
	for (uint32_t i = 0; i < s->n; from = s->end[i++])
		hash_id_bytes("customer/1", (struct str){ s->text.p + from,
		    s->end[i] - from }, d->name[s->person + i]);
	return 0;
}

static void
release_some(void *slot)
{
	buf_release(&((struct some *)slot)->text);
}

int
identity_name(struct identity *d, struct err *err)
{
	struct naming g = { .d = d };
	struct work w = { .threads = MAX(d->o.threads, 1),
	    .item_size = sizeof(struct some), .context = &g,
	    .read = take_some, .map = name_some, .release = release_some };

	find_holdings(d);
	d->name = mem_get(((size_t)d->persons + 1) * sizeof(*d->name));
	return work_run(&w, err);
}

void
customer_name(const char customer[CUSTOMER_BYTES], char out[CUSTOMER_ID])
{
	memcpy(out, "c:", 2);
	hash_hex(customer, CUSTOMER_BYTES, out + 2);
}

/* ---- whose a record is ---------------------------------------------------------- */

void
identity_fetch(const struct identity *d, uint64_t first, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		__builtin_prefetch(&d->mark[ref_at(d, first + i)]);
		__builtin_prefetch(&d->up[ref_at(d, first + i)]);
	}
}

/* Whose what is shared was then: one person's, or MAP_NONE. */
static uint32_t
holder_of_all(const struct identity *d, uint64_t first, size_t n,
    int64_t start)
{
	uint32_t holder = MAP_NONE;

	for (size_t i = 0; i < n; i++) {
		uint32_t at = ref_at(d, first + i);
		uint32_t person = d->mark[at] & SHARED ? holder_at(d, at,
		    start) : MAP_NONE;

		if (person == MAP_NONE || person == holder)
			continue;
		if (holder != MAP_NONE)
			return MAP_NONE;	/* two telephones of two */
		holder = person;
	}
	return holder;
}

bool
identity_customer(const struct identity *d, uint64_t first, size_t n,
    int64_t start, char out[CUSTOMER_BYTES])
{
	uint32_t best = MAP_NONE, person;	/* the strongest is the least */

	for (size_t i = 0; i < n; i++)
		if (links(d, ref_at(d, first + i)))
			best = MIN(best, ref_at(d, first + i));
	person = best != MAP_NONE ? d->up[best] : holder_of_all(d, first, n,
	    start);
	if (person == MAP_NONE)
		return false;
	memcpy(out, d->name[person], CUSTOMER_BYTES);
	return true;
}
