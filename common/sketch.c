/* sketch: exact lists that become log-linear buckets; see sketch.h. */
#include "common/sketch.h"

#include "common/line.h"
#include "common/mem.h"

enum { EXACT = 256, OCTAVE_BITS = 7 };	/* 2^7 buckets an octave */

/* Below 256 a bucket is a value; above, 8 leading bits name it. */
static int64_t
bucket_of(int64_t value)
{
	int shift = 0;
	uint64_t v = (uint64_t)value;

	while (v >> (OCTAVE_BITS + 1 + shift))
		shift++;
	return ((int64_t)shift << OCTAVE_BITS) + (int64_t)(v >> shift);
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

/* Index of the first cell with at least this value. */
static size_t
find(const struct sketch *s, int64_t value)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (s->cell[mid].value < value)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void
add_cell(struct sketch *s, int64_t value, uint64_t count)
{
	size_t at = find(s, value);

	if (at < s->n && s->cell[at].value == value) {
		s->cell[at].count += count;
		return;
	}
	GROW(s->cell, s->n, s->cap);
	memmove(s->cell + at + 1, s->cell + at,
	    (s->n - at) * sizeof(*s->cell));
	s->cell[at] = (struct sketch_cell){ value, count };
	s->n++;
}

static void
make_approx(struct sketch *s)
{
	size_t n = 0;

	if (s->approx)
		return;
	for (size_t i = 0; i < s->n; i++) {
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

void
sketch_add(struct sketch *s, int64_t value)
{
	value = MAX(value, 0);
	s->count++;
	add_cell(s, s->approx ? bucket_of(value) : value, 1);
	if (!s->approx && s->n > EXACT)
		make_approx(s);
}

void
sketch_merge(struct sketch *into, const struct sketch *from)
{
	if (from->approx)
		make_approx(into);
	for (size_t i = 0; i < from->n; i++) {
		int64_t v = from->cell[i].value;

		if (into->approx && !from->approx)
			v = bucket_of(v);
		add_cell(into, v, from->cell[i].count);
	}
	into->count += from->count;
	if (!into->approx && into->n > EXACT)
		make_approx(into);
}

bool
sketch_quantile(const struct sketch *s, int64_t p_micro, int64_t *value)
{
	uint64_t rank, seen = 0;

	if (!s->count)
		return false;
	/* ceil(count p), without leaving 64 bits */
	rank = s->count / 1000000 * (uint64_t)p_micro +
	    (s->count % 1000000 * (uint64_t)p_micro + 999999) / 1000000;
	rank = MAX(rank, 1);
	for (size_t i = 0; i < s->n; i++) {
		seen += s->cell[i].count;
		if (seen >= rank) {
			*value = s->approx ? bucket_middle(s->cell[i].value) :
			    s->cell[i].value;
			return true;
		}
	}
	BUG("sketch counts");
}

void
sketch_release(struct sketch *s)
{
	mem_free(s->cell);
	*s = (struct sketch){ 0 };
}

void
sketch_put(struct buf *b, const struct sketch *s)
{
	buf_char(b, '[');
	for (size_t i = 0; i < s->n; i++) {
		buf_puts(b, i ? ",[" : "[");
		buf_int(b, s->cell[i].value);
		buf_char(b, ',');
		buf_int(b, (int64_t)s->cell[i].count);
		buf_char(b, ']');
	}
	buf_char(b, ']');
}

int
sketch_load(struct sketch *s, struct str json, bool approx)
{
	struct str pair, item;
	size_t at = 0, in;
	int64_t value, count, last = -1;

	*s = (struct sketch){ .approx = approx };
	while (token_element(json, &at, &pair)) {
		in = 0;
		if (!token_element(pair, &in, &item) ||
		    !token_int(item, &value) ||
		    !token_element(pair, &in, &item) ||
		    !token_int(item, &count) || value <= last || count < 1)
			return -1;
		GROW(s->cell, s->n, s->cap);
		s->cell[s->n++] = (struct sketch_cell){ value,
		    (uint64_t)count };
		s->count += (uint64_t)count;
		last = value;
	}
	return !approx && s->n > EXACT ? -1 : 0;
}
