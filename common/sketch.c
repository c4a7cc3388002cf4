/* sketch: exact lists that become log-linear buckets; see sketch.h. */
#include "common/sketch.h"

#include "common/line.h"
#include "common/mem.h"

enum {
	EXACT = 256,
	OCTAVE_BITS = 7,	/* 2^7 buckets an octave */
	BUCKETS = (64 - OCTAVE_BITS) << OCTAVE_BITS,	/* of all int64 */
	MANY = 1024,		/* cells; from here an array of buckets */
	PENDING_MIN = 8, PENDING_MAX = 256
};

/* Below 256 a bucket is a value; above, 8 leading bits name it. */
static inline int64_t
bucket_of(int64_t value)
{
	int bits = 64 - __builtin_clzll((uint64_t)value | 1);
	int shift = MAX(bits - OCTAVE_BITS - 1, 0);

	return ((int64_t)shift << OCTAVE_BITS) + (value >> shift);
}

static int64_t
bucket_middle(int64_t bucket)
{
	int64_t shift, low;

	if (bucket < 2 << OCTAVE_BITS)
		return bucket;
	shift = (bucket >> OCTAVE_BITS) - 1;
	low = ((bucket & ((1 << OCTAVE_BITS) - 1)) + (1 << OCTAVE_BITS)) <<
	    shift;
	return low + ((int64_t)1 << shift) / 2;
}

/* ---- buckets in an array ---------------------------------------------------- */

/* Up to the end of the octave of the one wanted. */
static size_t
grow_buckets(struct sketch *s, int64_t bucket)
{
	uint32_t n = (uint32_t)(bucket >> OCTAVE_BITS) + 1;
	size_t more;

	n <<= OCTAVE_BITS;
	if (n <= s->n)
		return 0;
	more = (n - s->n) * sizeof(*s->bucket);
	s->bucket = mem_resize_array(s->bucket, n, sizeof(*s->bucket));
	memset(s->bucket + s->n, 0, more);
	s->n = s->cap = n;
	return more;
}

size_t
sketch_add_bucket(struct sketch *s, int64_t value)
{
	int64_t bucket = bucket_of(value);
	size_t bytes = 0;

	if (UNLIKELY(bucket >= (int64_t)s->n))
		bytes = grow_buckets(s, bucket);
	s->bucket[bucket]++;
	s->count++;
	return bytes;
}

static size_t
cells_to_buckets(struct sketch *s)
{
	struct sketch_cell *cell = s->cell;
	uint32_t n = s->n;
	size_t bytes;

	s->cell = NULL;
	s->n = s->cap = 0;
	bytes = grow_buckets(s, cell[n - 1].value);
	for (uint32_t i = 0; i < n; i++)
		s->bucket[cell[i].value] = cell[i].count;
	mem_free(cell);
	return bytes;
}

/* ---- cells -------------------------------------------------------------------- */

/* Shell sort: lists are short. */
static void
sort_values(uint32_t *v, uint32_t n)
{
	static const uint32_t gaps[] = { 132, 57, 23, 10, 4, 1 };

	for (size_t g = 0; g < COUNT_OF(gaps); g++)
		for (uint32_t i = gaps[g]; i < n; i++) {
			uint32_t x = v[i];
			uint32_t at = i;

			for (; at >= gaps[g] && v[at - gaps[g]] > x;
			    at -= gaps[g])
				v[at] = v[at - gaps[g]];
			v[at] = x;
		}
}

/* Adds cells that are in order to cells that are in order. */
static size_t
merge_cells(struct sketch *s, const struct sketch_cell *more, uint32_t n)
{
	uint32_t cap = s->n + n, to = 0, a = 0, b = 0;
	struct sketch_cell *cell = mem_get(cap * sizeof(*cell));
	size_t before = s->cap * sizeof(*cell);

	while (a < s->n || b < n) {
		if (b == n || (a < s->n && s->cell[a].value < more[b].value)) {
			cell[to++] = s->cell[a++];
			continue;
		}
		cell[to] = more[b++];
		if (a < s->n && s->cell[a].value == cell[to].value)
			cell[to].count += s->cell[a++].count;
		to++;
	}
	mem_free(s->cell);
	s->cell = cell;
	s->n = to;
	s->cap = cap;
	return MAX(cap * sizeof(*cell), before) - before;
}

static void
make_approx(struct sketch *s)
{
	uint32_t n = 0;

	if (s->approx)
		return;
	for (uint32_t i = 0; i < s->n; i++) {
		int64_t bucket = bucket_of(s->cell[i].value);

		if (n && s->cell[n - 1].value == bucket)
			s->cell[n - 1].count += s->cell[i].count;
		else
			s->cell[n++] = (struct sketch_cell){ bucket,
			    s->cell[i].count };
	}
	s->n = n;
	s->approx = true;
}

/* What the number of distinct values asks for. */
static size_t
take_form(struct sketch *s)
{
	if (!s->approx && s->n > EXACT)
		make_approx(s);
	return s->approx && s->n >= MANY ? cells_to_buckets(s) : 0;
}

/* Pending values, sorted, as cells. */
static uint32_t
pending_cells(struct sketch *s, struct sketch_cell *cell)
{
	uint32_t n = 0;

	if (s->approx)
		for (uint32_t i = 0; i < s->n_pending; i++)
			s->pending[i] = (uint32_t)bucket_of(s->pending[i]);
	sort_values(s->pending, s->n_pending);
	for (uint32_t i = 0; i < s->n_pending; i++)
		if (n && cell[n - 1].value == s->pending[i])
			cell[n - 1].count++;
		else
			cell[n++] = (struct sketch_cell){ s->pending[i], 1 };
	return n;
}

/* Pending values into cells. */
static size_t
empty_pending(struct sketch *s)
{
	struct sketch_cell cell[PENDING_MAX];
	size_t bytes;

	if (!s->n_pending)
		return 0;
	bytes = merge_cells(s, cell, pending_cells(s, cell));
	s->n_pending = 0;
	return bytes + take_form(s);
}

size_t
sketch_add_large(struct sketch *s, int64_t value)
{
	struct sketch_cell cell = { value, 1 };
	size_t bytes = empty_pending(s);

	if (s->bucket)
		return bytes + sketch_add_bucket(s, value);
	if (s->approx)
		cell.value = bucket_of(value);
	s->count++;
	bytes += merge_cells(s, &cell, 1);
	return bytes + take_form(s);
}

/* The list grows with the cells, so that merging costs little a value. */
size_t
sketch_settle(struct sketch *s)
{
	uint32_t want = MAX(PENDING_MIN, MIN(s->pending_cap * 2, PENDING_MAX));
	size_t bytes = 0;

	if (s->pending_cap == PENDING_MAX) {
		bytes = empty_pending(s);
		if (s->bucket) {
			mem_free(s->pending);
			s->pending = NULL;
			s->pending_cap = 0;
		}
		return bytes;
	}
	bytes = (want - s->pending_cap) * sizeof(*s->pending);
	s->pending = mem_resize_array(s->pending, want, sizeof(*s->pending));
	s->pending_cap = want;
	return bytes;
}

/* ---- merging and reading --------------------------------------------------------- */

static void
merge_buckets(struct sketch *into, const struct sketch *from)
{
	if (!into->bucket) {
		make_approx(into);
		if (into->n)
			cells_to_buckets(into);
	}
	grow_buckets(into, (int64_t)from->n - 1);
	for (uint32_t i = 0; i < from->n; i++)
		into->bucket[i] += from->bucket[i];
}

static void
cells_into_buckets(struct sketch *into, const struct sketch *from)
{
	for (uint32_t i = 0; i < from->n; i++) {
		int64_t v = from->cell[i].value;

		if (!from->approx)
			v = bucket_of(v);
		grow_buckets(into, v);
		into->bucket[v] += from->cell[i].count;
	}
}

/* Lists that are still short are put together as they are. */
static bool
append_pending(struct sketch *into, const struct sketch *from)
{
	uint32_t n = into->n_pending + from->n_pending;

	if (into->bucket || from->bucket || from->n || n > PENDING_MAX)
		return false;
	while (into->pending_cap < n)
		sketch_settle(into);
	if (from->n_pending)
		memcpy(into->pending + into->n_pending, from->pending,
		    from->n_pending * sizeof(*from->pending));
	into->n_pending = n;
	into->count += from->count;
	return true;
}

void
sketch_merge(struct sketch *into, struct sketch *from)
{
	if (append_pending(into, from))
		return;
	empty_pending(into);
	empty_pending(from);
	if (!from->count)
		return;
	if (from->bucket) {
		merge_buckets(into, from);
		into->approx = true;
	} else if (into->bucket) {
		cells_into_buckets(into, from);
	} else {
		if (from->approx)
			make_approx(into);
		if (into->approx)
			make_approx(from);
		merge_cells(into, from->cell, from->n);
		take_form(into);
	}
	into->count += from->count;
}

/* The next cell in use, whichever form; false at the end. */
static bool
next_cell(const struct sketch *s, uint32_t *at, struct sketch_cell *cell)
{
	if (!s->bucket) {
		if (*at >= s->n)
			return false;
		*cell = s->cell[(*at)++];
		return true;
	}
	while (*at < s->n && !s->bucket[*at])
		(*at)++;
	if (*at >= s->n)
		return false;
	*cell = (struct sketch_cell){ *at, s->bucket[*at] };
	(*at)++;
	return true;
}

/* Those below pivot go to the front; returns how many they are. No branch
 * depends on a value: half of them would be guessed wrong. */
static uint32_t
part_values(uint32_t *v, uint32_t n, uint32_t pivot)
{
	uint32_t below = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t x = v[i];

		v[i] = v[below];
		v[below] = x;
		below += x < pivot;
	}
	return below;
}

static uint32_t
median_of(uint32_t a, uint32_t b, uint32_t c)
{
	return MAX(MIN(a, b), MIN(MAX(a, b), c));
}

/* The k-th least (from 0) of values, which are left in another order: Hoare's
 * selection. */
static uint32_t
select_value(uint32_t *v, uint32_t n, uint32_t k)
{
	for (;;) {
		uint32_t pivot = median_of(v[0], v[n / 2], v[n - 1]);
		uint32_t below = part_values(v, n, pivot), up_to;

		if (k < below) {
			n = below;
			continue;
		}
		v += below;
		n -= below;
		k -= below;
		if (pivot == UINT32_MAX)
			return pivot;
		up_to = part_values(v, n, pivot + 1);	/* those that equal it */
		if (k < up_to)
			return pivot;
		v += up_to;
		n -= up_to;
		k -= up_to;
	}
}

bool
sketch_quantile(struct sketch *s, int64_t p_micro, int64_t *value)
{
	struct sketch_cell cell;
	uint64_t rank, seen = 0;
	uint32_t at = 0;

	if (!s->count)
		return false;
	/* ceil(count p), without leaving 64 bits */
	rank = s->count / 1000000 * (uint64_t)p_micro +
	    (s->count % 1000000 * (uint64_t)p_micro + 999999) / 1000000;
	rank = MAX(rank, 1);
	if (s->n_pending == s->count) {		/* few: not worth sorting */
		*value = select_value(s->pending, s->n_pending,
		    (uint32_t)rank - 1);
		return true;
	}
	empty_pending(s);
	while (next_cell(s, &at, &cell)) {
		seen += cell.count;
		if (seen >= rank) {
			*value = s->approx ? bucket_middle(cell.value) :
			    cell.value;
			return true;
		}
	}
	BUG("sketch counts");
}

void
sketch_release(struct sketch *s)
{
	mem_free(s->cell);
	mem_free(s->pending);
	mem_free(s->bucket);
	*s = (struct sketch){ 0 };
}

/* ---- writing ------------------------------------------------------------------------ */

void
sketch_put(struct buf *b, struct sketch *s)
{
	struct sketch_cell cell;
	uint32_t at = 0;
	bool first = true;

	empty_pending(s);
	buf_char(b, '[');
	for (; next_cell(s, &at, &cell); first = false) {
		buf_puts(b, first ? "[" : ",[");
		buf_int(b, cell.value);
		buf_char(b, ',');
		buf_int(b, (int64_t)cell.count);
		buf_char(b, ']');
	}
	buf_char(b, ']');
}

static bool
load_cell(struct str pair, int64_t *value, int64_t *count)
{
	struct str item;
	size_t at = 0;

	return pair.n && pair.p[0] == '[' && token_element(pair, &at, &item) &&
	    token_int(item, value) && token_element(pair, &at, &item) &&
	    token_int(item, count) && !token_element(pair, &at, &item) &&
	    *count > 0;
}

int
sketch_load(struct sketch *s, struct str json, bool approx)
{
	struct str pair;
	size_t at = 0, cap = 0, n = 0;
	int64_t value, count, last = -1;

	*s = (struct sketch){ .approx = approx };
	if (!json.n || json.p[0] != '[')
		return -1;
	while (token_element(json, &at, &pair)) {
		if (!load_cell(pair, &value, &count) || value <= last ||
		    (approx && value >= BUCKETS) ||
		    __builtin_add_overflow(s->count, (uint64_t)count,
		    &s->count)) {
			sketch_release(s);
			return -1;
		}
		GROW(s->cell, n, cap);
		s->cell[n++] = (struct sketch_cell){ value, (uint64_t)count };
		last = value;
	}
	s->n = (uint32_t)n;
	s->cap = (uint32_t)cap;
	if (!approx && n > EXACT) {
		sketch_release(s);
		return -1;
	}
	take_form(s);
	return 0;
}

void
sketch_pack(struct buf *b, struct sketch *s)
{
	struct sketch_cell cell;
	uint32_t at = 0, n = 0, from;

	empty_pending(s);
	buf_char(b, s->approx);
	from = (uint32_t)b->n;
	buf_add(b, (const char *)&n, sizeof(n));
	for (; next_cell(s, &at, &cell); n++)
		buf_add(b, (const char *)&cell, sizeof(cell));
	if (b->p)
		memcpy(b->p + from, &n, sizeof(n));
}

struct str
sketch_unpack(struct sketch *s, struct str packed)
{
	struct sketch more = { .approx = packed.p[0] };
	struct sketch_cell *cell;
	uint32_t n;

	memcpy(&n, packed.p + 1, sizeof(n));
	packed = str_skip(packed, 1 + sizeof(n));
	cell = mem_get(n * sizeof(*cell) + 1);
	memcpy(cell, packed.p, n * sizeof(*cell));
	more.cell = cell;
	more.n = n;
	for (uint32_t i = 0; i < n; i++)
		more.count += cell[i].count;
	sketch_merge(s, &more);
	sketch_release(&more);
	return str_skip(packed, n * sizeof(*cell));
}
