/* ways: journeys through the channels; see ways.h. */
#include "cmd/ccreport/ways.h"

#include "common/buf.h"

/* What the sort holds beside the key: customer, journey, place. No padding:
 * the sort compares it. */
struct contact {
	uint32_t customer_n, journey_n;	/* bytes of the key */
	int32_t channel;
	int32_t place;			/* 0: unknown */
};

enum { EMPTY = 2 };		/* bytes of an empty string in a key */

/* The journey that is being walked. */
struct walk {
	struct str customer, journey;	/* of the last contact's key */
	uint32_t path;
	int64_t contacts;
};

void
ways_init(struct ways *w, const struct sort_options *o)
{
	*w = (struct ways){ .contacts = sort_new(o) };
}

void
ways_release(struct ways *w)
{
	sort_free(w->contacts);
	map_release(&w->known);
	mem_free(w->way);
	*w = (struct ways){ 0 };
}

int
ways_add(struct ways *w, struct str customer, struct str journey,
    int64_t place, int channel, struct err *err)
{
	struct contact c = { .channel = channel,
	    .place = (int32_t)MIN(place, (int64_t)INT32_MAX) };
	struct buf key = { 0 };
	int r;

	if (!customer.n && !journey.n)
		return 0;
	key_str(&key, customer);
	c.customer_n = (uint32_t)key.n;
	key_str(&key, journey);
	c.journey_n = (uint32_t)key.n - c.customer_n;
	key_int(&key, place ? place : INT64_MAX / 2 + (int64_t)w->added++);
	r = sort_add(w->contacts, buf_view(&key), (struct str){
	    (const char *)&c, sizeof(c) }, err);
	buf_release(&key);
	return r;
}

/* ---- from contacts to ways -------------------------------------------------- */

static uint32_t
close_gaps(uint32_t path)
{
	uint32_t closed = 0;

	for (unsigned at = 0; path; path >>= 4)
		if (path & 15) {
			closed |= (path & 15) << at;
			at += 4;
		}
	return closed;
}

static void
end_journey(struct ways *w, const struct walk *walk)
{
	struct way way = { .path = close_gaps(walk->path),
	    .several = walk->contacts > 1,
	    .longer = walk->contacts > WAY_STEPS };
	char bytes[6];
	bool is_new;
	uint32_t i;

	if (!walk->contacts)
		return;
	memcpy(bytes, &way.path, sizeof(way.path));
	bytes[4] = (char)way.several;
	bytes[5] = (char)way.longer;
	i = map_put(&w->known, (struct str){ bytes, sizeof(bytes) }, &is_new);
	GROW(w->way, (size_t)i, w->cap);
	if (is_new)
		w->way[i] = way;
	w->way[i].count++;
	w->journeys++;
}

/* The last contact's key is still there: views of a sort live that long. */
static void
take_contact(struct ways *w, struct walk *walk, struct str key,
    const struct contact *c)
{
	struct str customer = { key.p, c->customer_n };
	struct str journey = { key.p + c->customer_n, c->journey_n };
	bool other = !str_eq(customer, walk->customer);
	int64_t place;

	w->customers += other && customer.n > EMPTY;
	if (other || !str_eq(journey, walk->journey)) {
		end_journey(w, walk);
		walk->path = 0;
		walk->contacts = 0;
	}
	walk->customer = customer;
	walk->journey = journey;
	if (journey.n == EMPTY)
		return;
	place = c->place ? c->place - 1 : walk->contacts;
	if (place < WAY_STEPS && !(walk->path >> 4 * place & 15))
		walk->path |= (uint32_t)(c->channel + 1) << 4 * place;
	walk->contacts++;
}

int
ways_count(struct ways *w, struct err *err)
{
	struct walk walk = { 0 };
	struct str key, payload;
	struct contact c;
	int r;

	if (sort_finish(w->contacts, err) < 0)
		return -1;
	while ((r = sort_next(w->contacts, &key, &payload, err)) > 0) {
		memcpy(&c, payload.p, sizeof(c));
		take_contact(w, &walk, key, &c);
	}
	end_journey(w, &walk);
	sort_free(w->contacts);
	w->contacts = NULL;
	return r;
}
