/* identity_links: which identifier is whose, as lines; see identity.h.
 *
 * By person first, so that all meet the text of their strongest; then by
 * bytes. */
#include "cmd/ccmerge/identity_inside.h"

#include "common/line.h"

/* All identifiers by person and number. */
static int
sort_by_person(struct identity *d, struct sort *by_person, struct err *err)
{
	struct buf key = { 0 };
	struct str head, party;
	bool lent;
	int got;

	spool_rewind(&d->texts);
	for (uint32_t i = 0; (got = spool_next(&d->texts, &head, &party, &lent,
	    err)) > 0; i++) {
		buf_clear(&key);
		key_int(&key, d->up[i]);
		key_int(&key, i);
		if (sort_add(by_person, buf_view(&key), party, err) < 0) {
			got = -1;
			break;
		}
	}
	buf_release(&key);
	return got < 0 ? -1 : sort_finish(by_person, err);
}

static void
put_link(const struct identity *d, uint32_t i, struct str party, struct str by,
    struct buf *out)
{
	char customer[CUSTOMER_ID];

	buf_puts(out, "{\"party\":");
	json_put_str(out, party);
	if (links(d, i)) {
		customer_name(d->name[d->up[i]], customer);
		buf_puts(out, ",\"customer\":\"");
		buf_add(out, customer, CUSTOMER_ID);
		buf_puts(out, "\",\"by\":");
		json_put_str(out, by);
	} else {
		buf_printf(out, ",\"links\":false,\"why\":\"%s\"",
		    d->mark[i] & SHARED ? "shared" : "hub");
	}
	buf_puts(out, "}\n");
}

static int
sort_by_party(const struct identity *d, struct sort *by_person,
    struct sort *by_party, struct err *err)
{
	struct buf line = BUF_MAX(SIZE_MAX / 2), by = BUF_MAX(SIZE_MAX / 2);
	uint32_t person = MAP_NONE;
	struct str key, party;
	int got;

	while ((got = sort_next(by_person, &key, &party, err)) > 0) {
		/* the lower half of what key_int made of it */
		uint32_t i = number_in(key, key.n - sizeof(i));

		if (d->up[i] != person) {	/* its strongest */
			person = d->up[i];
			buf_clear(&by);
			buf_str(&by, party);
		}
		buf_clear(&line);
		put_link(d, i, party, buf_view(&by), &line);
		if (sort_add(by_party, party, buf_view(&line), err) < 0) {
			got = -1;
			break;
		}
	}
	buf_release(&line);
	buf_release(&by);
	return got < 0 ? -1 : sort_finish(by_party, err);
}

int
identity_links(struct identity *d, struct output *out, struct err *err)
{
	struct sort *by_person = identity_sort(d), *by_party = identity_sort(d);
	struct str party, line;
	int r = sort_by_person(d, by_person, err);

	if (r == 0)
		r = sort_by_party(d, by_person, by_party, err);
	while (r == 0 && (r = sort_next(by_party, &party, &line, err)) > 0)
		r = output_write(out, line, err);
	sort_free(by_person);
	sort_free(by_party);
	return r;
}
