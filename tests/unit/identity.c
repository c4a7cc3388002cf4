/* identity: the same persons for any order of the records, as a plain second
 * opinion finds them (matrices instead of union-find); and never two persons'
 * customer numbers in one. */
// needs: ccmerge
#include "cmd/ccmerge/identity.h"

#include "common/mem.h"
#include "common/when.h"
#include "tests/unit/test.h"

enum { IDS = 18, CRMS = 6, NUMBERS = 8, RECORDS = 14, ROUNDS = 4000, HUB = 2,
	WHOS = 3 };

/* Strongest first, and by bytes within a strength: as a person is named. */
static const char *const ids[IDS] = { "acct:1", "acct:2", "crm:a/1", "crm:a/2",
	"crm:a/3", "crm:b/1", "crm:b/2", "crm:b/3", "mailto:1", "mailto:2",
	"mailto:3", "mailto:4", "tel:+441", "tel:+442", "tel:+443", "tel:+444",
	"x:1", "x:2" };
static const int strength[IDS] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2,
	2, 2, 3, 3 };
static const char *const whos[WHOS] = { "", "ann", "bob" };

struct record {
	int id[4], n;
	int who;			/* 0: not said */
};

static uint64_t state = 20261126;

static int
draw(int below)
{
	state = state * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (int)((state >> 33) % (uint64_t)below);
}

static bool
is_crm(int id)
{
	return id >= 2 && id < NUMBERS;
}

/* Two CRM numbers of one source. */
static bool
same_source(int a, int b)
{
	return is_crm(a) && is_crm(b) && (a - 2) / 3 == (b - 2) / 3;
}

/* ---- the second opinion --------------------------------------------------- */

struct opinion {
	bool edge[IDS][IDS], numbered[IDS][IDS];
	bool says[IDS][WHOS];
	bool twin[IDS][IDS], joined[IDS][IDS];
	bool links[IDS];
	int trust[IDS];			/* 2 all edges, 1 numbered, 0 none */
};

static void
close_over(bool m[IDS][IDS])
{
	for (int i = 0; i < IDS; i++)
		m[i][i] = true;
	for (int k = 0; k < IDS; k++)
		for (int i = 0; i < IDS; i++)
			for (int j = 0; j < IDS; j++)
				m[i][j] |= m[i][k] && m[k][j];
}

static void
see(struct opinion *o, const struct record *r)
{
	bool numbered = false;

	for (int i = 0; i < r->n; i++)
		numbered |= is_crm(r->id[i]);
	for (int i = 0; i < r->n; i++) {
		if (r->who && strength[r->id[i]] == 0)
			o->says[r->id[i]][r->who] = true;
		for (int k = 0; k < r->n; k++) {
			o->edge[r->id[i]][r->id[k]] |= r->id[i] != r->id[k];
			o->numbered[r->id[i]][r->id[k]] |= numbered;
		}
	}
}

static void
find_twins(struct opinion *o)
{
	for (int a = 0; a < NUMBERS; a++)
		for (int b = 0; b < NUMBERS; b++)
			for (int at = 0; at < IDS; at++)
				for (int w = 1; w < WHOS; w++)
					o->twin[a][b] |= o->edge[at][a] &&
					    o->edge[at][b] && o->says[a][w] &&
					    o->says[b][w];
	close_over(o->twin);
}

static bool
two_persons(const struct opinion *o, int a, int b)
{
	return same_source(a, b) && !o->twin[a][b];
}

static void
find_linking(struct opinion *o)
{
	for (int i = 0; i < IDS; i++) {
		int seen[4] = { 0 };

		o->links[i] = true;
		for (int a = 0; a < IDS; a++) {
			seen[strength[a]] += o->edge[i][a];
			for (int b = 0; b < IDS; b++)
				if (o->edge[i][a] && o->edge[i][b] &&
				    two_persons(o, a, b) && !is_crm(i))
					o->links[i] = false;
		}
		for (int s = 0; s < 4; s++)
			if (strength[i] && seen[s] > HUB)
				o->links[i] = false;
	}
}

static void
join(struct opinion *o)
{
	for (int a = 0; a < IDS; a++)
		for (int b = 0; b < IDS; b++) {
			int trust = o->trust[a] < o->trust[b] ? o->trust[a] :
			    o->trust[b];

			o->joined[a][b] = o->twin[a][b] || (o->edge[a][b] &&
			    o->links[a] && o->links[b] && (trust == 2 ||
			    (trust == 1 && o->numbered[a][b])));
		}
	close_over(o->joined);
}

static void
form(struct opinion *o, const struct record *r, int n)
{
	*o = (struct opinion){ 0 };
	for (int i = 0; i < n; i++)
		see(o, &r[i]);
	for (int i = 0; i < IDS; i++)
		o->trust[i] = 2;
	find_twins(o);
	find_linking(o);
	join(o);
	for (int trust = 1; trust >= 0; trust--) {
		for (int i = 0; i < IDS; i++)
			for (int a = 0; a < IDS; a++)
				for (int b = 0; b < IDS; b++)
					if (o->joined[i][a] &&
					    o->joined[i][b] &&
					    two_persons(o, a, b))
						o->trust[i] = trust;
		join(o);
	}
}

/* The identifier that a record's customer is named by; -1: unknown. */
static int
named_by(const struct opinion *o, const struct record *r)
{
	int best = -1;

	for (int i = 0; i < r->n; i++)
		if (o->links[r->id[i]] && (best < 0 || r->id[i] < best))
			best = r->id[i];
	for (int i = 0; best >= 0 && i < IDS; i++)
		if (o->joined[best][i])
			return i;
	return best;
}

/* ---- ours -------------------------------------------------------------------- */

static struct identity *
new_identity(int64_t hub)
{
	return identity_new(&(struct identity_options){ hub, 1 << 20, NULL,
	    2 });
}

struct found {
	bool known;
	char customer[CUSTOMER_ID];
};

/* Whose a record of these identifiers is. */
static struct found
find(const struct identity *d, uint64_t first, size_t n, int64_t moment)
{
	char customer[CUSTOMER_BYTES];
	struct found f = { identity_customer(d, first, n, moment, customer),
	    "" };

	if (f.known)
		customer_name(customer, f.customer);
	return f;
}

static void
resolve(const struct record *r, const int *order, int n, struct found *out)
{
	struct identity *d = new_identity(HUB);
	struct identity_batch b = { 0 };
	uint64_t first[RECORDS], all = 0;
	struct err err = { 0 };
	int bad = 0;

	for (int k = 0; k < n; k++) {
		const struct record *x = &r[order[k]];
		struct crm_word word = { str_of(whos[x->who]), WHEN_NONE };
		struct str party[4];

		for (int i = 0; i < x->n; i++)
			party[i] = str_of(ids[x->id[i]]);
		first[order[k]] = all;
		all += (uint64_t)x->n;
		if (k % 5 == 0)
			identity_begin(d, &b);
		identity_add(&b, party, (size_t)x->n, x->who ? &word : NULL);
		if (k % 5 == 4 || k + 1 == n)
			bad |= identity_take(d, &b, &err);
	}
	identity_batch_release(&b);
	bad |= identity_resolve(d, &err);
	BUG_UNLESS(bad == 0);
	for (int i = 0; i < n; i++)
		out[i] = find(d, first[i], (size_t)r[i].n, WHEN_NONE);
	identity_free(d);
}

static bool
is_named(const struct found *f, int by)
{
	char want[ID_HEX];

	if (by < 0 || !f->known)
		return by < 0 && !f->known;
	hash_id("customer/1", str_of(ids[by]), want);
	return memcmp(f->customer, "c:", 2) == 0 &&
	    memcmp(f->customer + 2, want, ID_HEX) == 0;
}

static int
random_records(struct record *r)
{
	int n = 2 + draw(RECORDS - 1);

	for (int i = 0; i < n; i++) {
		/* many name one telephone only, as calls do */
		r[i] = (struct record){ .n = draw(2) ? 1 : 1 + draw(3) };
		for (int k = 0; k < r[i].n; k++)
			r[i].id[k] = draw(IDS);
		/* a record of the CRM: a number, an address, who it is */
		if (draw(2)) {
			r[i].n = 2 + draw(2);
			r[i].id[0] = 2 + draw(CRMS);
			r[i].id[1] = NUMBERS + draw(IDS - NUMBERS);
			r[i].who = draw(WHOS);
		}
	}
	return n;
}

static void
shuffle(int *order, int n)
{
	for (int i = n; i > 1; i--) {
		int k = draw(i), t = order[i - 1];

		order[i - 1] = order[k];
		order[k] = t;
	}
}

/* Two records that name the same CRM source's numbers of two persons. */
static int
count_merged(const struct opinion *o, const struct record *r,
    const struct found *f, int n)
{
	int merged = 0;

	for (int i = 0; i < n; i++)
		for (int k = 0; k < n; k++)
			merged += r[i].n == 1 && r[k].n == 1 &&
			    two_persons(o, r[i].id[0], r[k].id[0]) &&
			    f[i].known && f[k].known &&
			    memcmp(f[i].customer, f[k].customer,
			    CUSTOMER_ID) == 0;
	return merged;
}

static void
show(const struct record *r, int n)
{
	for (int i = 0; i < n; i++) {
		printf("# ");
		for (int k = 0; k < r[i].n; k++)
			printf(" %s", ids[r[i].id[k]]);
		printf("  %s\n", whos[r[i].who]);
	}
}

static void
test_second_opinion(void)
{
	int bad = 0, merged = 0, unknown = 0, distrusted = 0, all = 0;

	for (int round = 0; round < ROUNDS; round++) {
		struct record r[RECORDS];
		struct found f[RECORDS];
		struct opinion o;
		int order[RECORDS], n = random_records(r);

		for (int i = 0; i < n; i++)
			order[i] = i;
		form(&o, r, n);
		for (int i = 0; i < IDS; i++)
			distrusted += o.trust[i] < 2;
		for (int turn = 0; turn < 3; turn++) {
			int wrong = 0;

			shuffle(order, n);
			resolve(r, order, n, f);
			for (int i = 0; i < n; i++) {
				wrong += !is_named(&f[i], named_by(&o, &r[i]));
				unknown += !f[i].known;
				all++;
			}
			merged += count_merged(&o, r, f, n);
			if (wrong && bad++ == 0)
				show(r, n);
		}
	}
	TEST_CASE(bad == 0, "%d orders of %d sets of records: %d unlike the "
	    "second opinion", ROUNDS * 3, ROUNDS, bad);
	TEST_CASE(merged == 0, "two persons' numbers met %d times", merged);
	TEST_CASE(unknown > all / 100 && unknown < all / 2 && distrusted > 1000,
	    "the sets were not trivial: %d of %d records of nobody known, "
	    "%d identifiers distrusted", unknown, all, distrusted);
}

/* ---- telephones that are given to somebody else ----------------------------- */

/* A CRM record, from that day on. */
struct stated {
	const char *number, *tel;	/* tel NULL: none */
	int64_t since;
};

static const struct stated given_on[] = {
	{ "crm:a/1", "tel:+441", 10 }, { "crm:a/1", "tel:+442", 20 },
	{ "crm:a/2", "tel:+441", 30 }, { "crm:a/2", NULL, 40 },
	/* the other number was both's for a while */
	{ "crm:a/3", "tel:+442", 25 }, { "crm:a/3", NULL, 28 },
	/* twice the same person's */
	{ "crm:a/4", "tel:+441", 50 }, { "crm:a/4", NULL, 60 },
	{ "crm:a/4", "tel:+441", 70 },
};

static const struct {
	const char *tel;
	int64_t day;
	const char *by;			/* NULL: unknown */
} asked[] = {
	{ "tel:+441", 9, NULL }, { "tel:+441", 10, "crm:a/1" },
	{ "tel:+441", 19, "crm:a/1" }, { "tel:+441", 20, NULL },
	{ "tel:+441", 30, "crm:a/2" }, { "tel:+441", 39, "crm:a/2" },
	{ "tel:+441", 40, NULL }, { "tel:+441", 55, "crm:a/4" },
	{ "tel:+441", 65, NULL }, { "tel:+441", 99, "crm:a/4" },
	{ "tel:+442", 19, NULL }, { "tel:+442", 24, "crm:a/1" },
	{ "tel:+442", 25, NULL }, { "tel:+442", 27, NULL },
	{ "tel:+442", 28, "crm:a/1" },
};

/* Records of the CRM, and then a call on each day that is asked for. */
static void
state_and_ask(struct identity *d, const int *order)
{
	struct identity_batch b = { 0 };
	struct err err = { 0 };

	identity_begin(d, &b);
	for (size_t i = 0; i < COUNT_OF(given_on); i++) {
		const struct stated *s = &given_on[order[i]];
		struct str party[] = { str_of(s->number), s->tel ?
		    str_of(s->tel) : STR_NONE };
		struct crm_word word = { STR_NONE, s->since };

		identity_add(&b, party, s->tel ? 2 : 1, &word);
	}
	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		struct str tel = str_of(asked[i].tel);

		identity_add(&b, &tel, 1, NULL);
	}
	BUG_UNLESS(identity_take(d, &b, &err) == 0);
	identity_batch_release(&b);
	BUG_UNLESS(identity_resolve(d, &err) == 0);
}

static bool
is_whose_it_was(const struct identity *d, uint64_t first, size_t i)
{
	struct found f = find(d, first, 1, asked[i].day);
	char want[ID_HEX];

	if (!asked[i].by || !f.known)
		return !asked[i].by && !f.known;
	hash_id("customer/1", str_of(asked[i].by), want);
	return memcmp(f.customer + 2, want, ID_HEX) == 0;
}

static void
test_tenure(void)
{
	uint64_t stated = 0;

	for (size_t i = 0; i < COUNT_OF(given_on); i++)
		stated += given_on[i].tel ? 2 : 1;
	for (int turn = 0; turn < 20; turn++) {
		struct identity *d = new_identity(5);
		int order[COUNT_OF(given_on)], wrong = 0;

		for (int i = 0; i < (int)COUNT_OF(given_on); i++)
			order[i] = i;
		shuffle(order, (int)COUNT_OF(given_on));
		state_and_ask(d, order);
		for (size_t i = 0; i < COUNT_OF(asked); i++)
			if (!is_whose_it_was(d, stated + i, i)) {
				wrong++;
				printf("# %s on day %d\n", asked[i].tel,
				    (int)asked[i].day);
			}
		identity_free(d);
		if (turn == 0 || wrong)
			TEST_CASE(wrong == 0, "a telephone is whose it was "
			    "then, %zu times", COUNT_OF(asked));
	}
}

int
main(void)
{
	test_second_opinion();
	test_tenure();
	return test_end();
}
