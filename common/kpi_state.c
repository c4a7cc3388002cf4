/* kpi_state: counts that merge, written and read back. */
#include "common/kpi.h"

#define MIXED	(-1)	/* of a unit: all bits set */

size_t
kpi_state_bytes(const struct kpi_plan *p)
{
	return sizeof(struct kpi_state) + p->words * sizeof(int64_t);
}

void
kpi_state_init(const struct kpi_plan *p, struct kpi_state *s)
{
	memset(s, 0, kpi_state_bytes(p));
	for (size_t i = 0; i < p->n_kept; i++)
		if (kpi_counts[p->kept[i]].form == KPI_X)
			s->word[p->slot[p->kept[i]]] = -1;
}

void
kpi_state_release(struct kpi_state *s)
{
	sketch_release(&s->wait);
}

static wide
sum_at(const int64_t *word)
{
	wide v;

	memcpy(&v, word, sizeof(v));
	return v;
}

wide
kpi_state_get(const struct kpi_plan *p, const struct kpi_state *s,
    enum kpi_count c)
{
	const int64_t *word = s->word + p->slot[c];

	return kpi_counts[c].form == KPI_S ? sum_at(word) : (wide)*word;
}

static void
merge_count(enum kpi_count_form form, int64_t *into, wide v)
{
	switch (form) {
	case KPI_N:
		*into += (int64_t)v;
		break;
	case KPI_S:
		v += sum_at(into);
		memcpy(into, &v, sizeof(v));
		break;
	case KPI_X:
		*into = MAX(*into, (int64_t)v);
		break;
	case KPI_U:
		if (v && *into != (int64_t)v)
			*into = *into ? MIXED : (int64_t)v;
		break;
	}
}

void
kpi_state_merge(const struct kpi_plan *p, struct kpi_state *into,
    struct kpi_state *from)
{
	for (size_t i = 0; i < p->n_kept; i++) {
		enum kpi_count c = p->kept[i];

		merge_count(kpi_counts[c].form, into->word + p->slot[c],
		    kpi_state_get(p, from, c));
	}
	sketch_merge(&into->wait, &from->wait);
}

static bool
is_nothing(enum kpi_count c, wide v)
{
	return v == (kpi_counts[c].form == KPI_X ? -1 : 0);
}

bool
kpi_state_empty(const struct kpi_plan *p, const struct kpi_state *s)
{
	for (size_t i = 0; i < p->n_kept; i++)
		if (!is_nothing(p->kept[i], kpi_state_get(p, s, p->kept[i])))
			return false;
	return true;
}

/* ---- integers of 128 bits --------------------------------------------------- */

void
kpi_put_wide(struct buf *b, wide v)
{
	char digits[40];
	size_t at = sizeof(digits);

	if (v < 0)
		buf_char(b, '-');
	do {
		int d = (int)(v % 10);

		digits[--at] = (char)('0' + (d < 0 ? -d : d));
		v /= 10;
	} while (v);
	buf_add(b, digits + at, sizeof(digits) - at);
}

void
kpi_put_wide_micro(struct buf *b, wide v)
{
	int64_t part = (int64_t)(v % 1000000);
	char places[8];
	int n = 6;

	if (v < 0 && v > -1000000)
		buf_char(b, '-');
	kpi_put_wide(b, v / 1000000);
	part = part < 0 ? -part : part;
	if (!part)
		return;
	snprintf(places, sizeof(places), "%06d", (int)part);
	while (places[n - 1] == '0')
		n--;
	buf_char(b, '.');
	buf_add(b, places, (size_t)n);
}

/* Not negative; false when it is no such number or is past 126 bits. */
static bool
read_wide(struct str token, wide *out)
{
	wide v = 0;

	if (!token.n || (token.p[0] == '0' && token.n > 1))
		return false;
	for (size_t i = 0; i < token.n; i++) {
		if (token.p[i] < '0' || token.p[i] > '9' || v >> 122)
			return false;
		v = v * 10 + (token.p[i] - '0');
	}
	*out = v;
	return true;
}

/* ---- as JSON -------------------------------------------------------------------- */

/* Up to 7 bytes of text as a number, and back: never -1. */
static int64_t
unit_of(struct str text)
{
	int64_t v = 0;

	if (text.n > 7)
		return MIXED;
	memcpy(&v, text.p, text.n);
	return v;
}

static void
put_unit(struct buf *b, int64_t v)
{
	char text[9] = { 0 };

	memcpy(text, &v, 8);
	json_put_str(b, v == MIXED ? STR("(mixed)") : str_of(text));
}

static void
put_head(struct buf *b, const char *name, bool *first)
{
	buf_puts(b, *first ? "{\"" : ",\"");
	buf_puts(b, name);
	buf_puts(b, "\":");
	*first = false;
}

void
kpi_state_put(const struct kpi_plan *p, struct buf *b, struct kpi_state *s)
{
	bool first = true;

	for (size_t i = 0; i < p->n_kept; i++) {
		enum kpi_count c = p->kept[i];
		wide v = kpi_state_get(p, s, c);

		if (is_nothing(c, v))
			continue;
		put_head(b, kpi_counts[c].name, &first);
		if (kpi_counts[c].form == KPI_U)
			put_unit(b, (int64_t)v);
		else
			kpi_put_wide(b, v);
	}
	if (s->wait.count) {
		struct buf cells = { 0 };

		sketch_put(&cells, &s->wait);	/* settles: sets approx */
		put_head(b, s->wait.approx ? "wait_buckets" : "wait_values",
		    &first);
		buf_str(b, buf_view(&cells));
		buf_release(&cells);
	}
	buf_puts(b, first ? "{}" : "}");
}

/* A state being read: all counts, whether the plan keeps them or not. */
struct loading {
	const struct kpi_plan *p;
	struct kpi_state *s;
	wide v[N_COUNTS];
	struct sketch wait;
	int next;		/* names stand in the table's order, once each */
};

static int
load_value(struct loading *l, int c, struct str value)
{
	struct str text;

	if (kpi_counts[c].form != KPI_U)
		return read_wide(value, &l->v[c]) &&
		    (kpi_counts[c].form == KPI_S || l->v[c] <= INT64_MAX) &&
		    l->v[c] > (kpi_counts[c].form == KPI_X ? -1 : 0) ? 0 : -1;
	if (value.n < 3 || value.p[0] != '"')
		return -1;
	text = (struct str){ value.p + 1, value.n - 2 };
	l->v[c] = str_is(text, "(mixed)") ? MIXED : unit_of(text);
	return 0;
}

static int
load_member(struct loading *l, struct str name, struct str value)
{
	bool approx = str_is(name, "wait_buckets");

	if (l->next <= N_COUNTS && (approx || str_is(name, "wait_values"))) {
		l->next = N_COUNTS + 1;
		return sketch_load(&l->wait, value, approx);
	}
	for (int c = l->next; c < N_COUNTS; c++)
		if (str_is(name, kpi_counts[c].name)) {
			l->next = c + 1;
			return load_value(l, c, value);
		}
	return -1;
}

/* Sums that hold in every state, whatever was counted. */
static bool
contradicts(const struct loading *l)
{
	const wide *v = l->v;

	return v[N_OFFERED] != v[N_ANSWERED] + v[N_ABANDONED] +
	    v[N_CALLBACK] + v[N_OVERFLOWED] + v[N_OTHER] ||
	    v[N_CONTACTS] < v[N_CONTACTS_IN] + v[N_CONTACTS_OUT] ||
	    v[N_WAITS] < v[N_ANSWERED_W] + v[N_ABANDONED_W] ||
	    v[N_ANSWERED_W] != (wide)l->wait.count ||
	    v[N_WAIT_MS] < v[N_WAIT_ANSWERED_MS] + v[N_WAIT_ABANDONED_MS] ||
	    v[N_RATED] > v[N_ASKED] || v[N_TALKS] < v[N_HOLDS];
}

static void
keep(struct loading *l)
{
	for (size_t i = 0; i < l->p->n_kept; i++) {
		enum kpi_count c = l->p->kept[i];

		merge_count(kpi_counts[c].form, l->s->word + l->p->slot[c],
		    l->v[c]);
	}
	if (l->p->quantiles)
		sketch_merge(&l->s->wait, &l->wait);
}

int
kpi_state_load(const struct kpi_plan *p, struct kpi_state *s, struct str json)
{
	struct loading l = { .p = p, .s = s };
	struct str name, value;
	size_t at = 0;
	int r = json.n && json.p[0] == '{' ? 0 : -1;

	for (int c = 0; c < N_COUNTS; c++)
		l.v[c] = kpi_counts[c].form == KPI_X ? -1 : 0;
	while (r == 0 && token_member(json, &at, &name, &value))
		r = load_member(&l, (struct str){ name.p + 1, name.n - 2 },
		    value);
	if (r == 0 && contradicts(&l))
		r = -1;
	if (r == 0)
		keep(&l);
	sketch_release(&l.wait);
	return r;
}

/* ---- as bytes --------------------------------------------------------------------- */

void
kpi_state_pack(const struct kpi_plan *p, struct buf *b, struct kpi_state *s)
{
	buf_add(b, (const char *)s->word, p->words * sizeof(int64_t));
	if (p->quantiles)
		sketch_pack(b, &s->wait);
}

void
kpi_state_unpack(const struct kpi_plan *p, struct kpi_state *s,
    struct str packed)
{
	int64_t word[2];

	for (size_t i = 0; i < p->n_kept; i++) {
		enum kpi_count c = p->kept[i];
		bool sum = kpi_counts[c].form == KPI_S;

		memcpy(word, packed.p + p->slot[c] * sizeof(*word),
		    sum ? sizeof(word) : sizeof(*word));
		merge_count(kpi_counts[c].form, s->word + p->slot[c],
		    sum ? sum_at(word) : (wide)word[0]);
	}
	if (p->quantiles)
		sketch_unpack(&s->wait, str_skip(packed,
		    p->words * sizeof(int64_t)));
}
