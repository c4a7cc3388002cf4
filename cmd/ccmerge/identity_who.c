/* identity_who: the persons' names, and whose a record is; see identity.h. */
#include "cmd/ccmerge/identity_inside.h"

#include "common/line.h"
#include "common/when.h"
#include "common/work.h"

enum { NAMED_AT_ONCE = 4096 };

bool
identity_stronger(const struct identity *d, uint32_t a, uint32_t b)
{
	if (d->node[a].strength != d->node[b].strength)
		return d->node[a].strength < d->node[b].strength;
	return str_cmp(d->parties.key[a], d->parties.key[b]) < 0;
}

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
		uint32_t person = d->node[number].up;

		if (person == holder || !holds_at(d, at, number, moment))
			continue;
		if (holder != MAP_NONE)
			return MAP_NONE;
		holder = person;
	}
	return holder;
}

/* ---- names of persons --------------------------------------------------------- */

struct naming {
	struct identity *d;
	size_t next;			/* identifier that nobody has */
};

struct some {
	size_t from, to;		/* identifiers */
};

static int
take_some(void *context, void *slot, struct err *err)
{
	struct naming *g = context;
	struct some *s = slot;

	(void)err;
	s->from = g->next;
	s->to = g->next = MIN(g->d->parties.n, s->from + NAMED_AT_ONCE);
	return s->from < s->to;
}

static int
name_some(void *context, int worker, void *slot, struct err *err)
{
	struct identity *d = ((struct naming *)context)->d;
	const struct some *s = slot;

	(void)worker;
	(void)err;
	for (size_t i = s->from; i < s->to; i++)
		if (d->node[i].up == i)
			hash_id_bytes("customer/1", d->parties.key[i],
			    d->name[i]);
	return 0;
}

void
identity_name(struct identity *d, int threads)
{
	struct naming g = { .d = d };
	struct work w = { .threads = threads,
	    .item_size = sizeof(struct some), .context = &g,
	    .read = take_some, .map = name_some };
	struct err err = { 0 };

	if (d->holdings)
		qsort(d->holding, d->holdings, sizeof(*d->holding), by_hold);
	d->name = mem_zero(d->parties.n + 1, sizeof(*d->name));
	BUG_UNLESS(work_run(&w, &err) == 0);	/* no part of it can fail */
}

void
customer_name(const char customer[CUSTOMER_BYTES], char out[CUSTOMER_ID])
{
	memcpy(out, "c:", 2);
	hash_hex(customer, CUSTOMER_BYTES, out + 2);
}

/* ---- whose a record is ---------------------------------------------------------- */

bool
identity_customer(const struct identity *d, const uint32_t *node, size_t n,
    int64_t start, char out[CUSTOMER_BYTES])
{
	uint32_t best = MAP_NONE, holder = MAP_NONE;

	for (size_t i = 0; i < n; i++)
		if (d->node[node[i]].why == LINKS && (best == MAP_NONE ||
		    identity_stronger(d, node[i], best)))
			best = node[i];
	for (size_t i = 0; i < n && best == MAP_NONE; i++) {
		uint32_t person = d->node[node[i]].why == SHARED ?
		    holder_at(d, node[i], start) : MAP_NONE;

		if (person != MAP_NONE && holder != MAP_NONE &&
		    person != holder)
			return false;	/* two telephones of two persons */
		holder = person != MAP_NONE ? person : holder;
	}
	best = best == MAP_NONE ? holder : best;
	if (best == MAP_NONE)
		return false;
	memcpy(out, d->name[d->node[best].up], CUSTOMER_BYTES);
	return true;
}

struct ordered {
	struct str party;
	uint32_t at;
};

static int
by_party(const void *a, const void *b)
{
	return str_cmp(((const struct ordered *)a)->party,
	    ((const struct ordered *)b)->party);
}

void
identity_links(const struct identity *d, struct buf *out)
{
	static const char *const whys[] = { "", "shared", "hub" };
	struct ordered *list = mem_zero(d->parties.n + 1, sizeof(*list));
	char customer[CUSTOMER_ID];

	for (size_t i = 0; i < d->parties.n; i++)
		list[i] = (struct ordered){ d->parties.key[i], (uint32_t)i };
	qsort(list, d->parties.n, sizeof(*list), by_party);
	for (size_t i = 0; i < d->parties.n; i++) {
		const struct node *n = &d->node[list[i].at];

		buf_puts(out, "{\"party\":");
		json_put_str(out, list[i].party);
		if (n->why == LINKS) {
			customer_name(d->name[n->up], customer);
			buf_puts(out, ",\"customer\":\"");
			buf_add(out, customer, CUSTOMER_ID);
			buf_puts(out, "\",\"by\":");
			json_put_str(out, d->parties.key[n->up]);
		} else {
			buf_printf(out, ",\"links\":false,\"why\":\"%s\"",
			    whys[n->why]);
		}
		buf_puts(out, "}\n");
	}
	mem_free(list);
}
