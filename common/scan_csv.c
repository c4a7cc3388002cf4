/* scan_csv: bytes of CSV to bit masks, masks to cuts; see scan_csv.h. */
#include "common/scan_csv.h"

#include "common/cpu.h"

struct scan {
	char separator;
	uint32_t *at;
	size_t max;
	struct csv_cuts *cuts;
};

/* ---- portable ------------------------------------------------------------ */

static void
bytes_portable(const struct scan *s, const char *p, size_t from, size_t n)
{
	for (size_t i = from; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (p[i] == s->separator) {
			if (s->cuts->n < s->max)
				s->at[s->cuts->n] = (uint32_t)i;
			s->cuts->n++;
			continue;
		}
		s->cuts->quote |= c == '"';
		s->cuts->cr |= c == '\r';
		s->cuts->plain &= c >= 0x20 && c < 0x80 && c != '\\';
	}
}

#if defined(__x86_64__)
#include <immintrin.h>

/* ---- vectors ------------------------------------------------------------- */

static inline void
put_cuts(const struct scan *s, size_t base, uint32_t mask)
{
	size_t n = s->cuts->n;

	if (UNLIKELY(n + 32 > s->max)) {
		for (; mask; mask &= mask - 1, n++)
			if (n < s->max)
				s->at[n] = (uint32_t)(base +
				    (size_t)__builtin_ctz(mask));
	} else {
		for (; mask; mask &= mask - 1)
			s->at[n++] = (uint32_t)base +
			    (uint32_t)__builtin_ctz(mask);
	}
	s->cuts->n = n;
}

static size_t
bytes_sse2(const struct scan *s, const char *p, size_t n)
{
	const __m128i sep = _mm_set1_epi8(s->separator);
	const __m128i quote = _mm_set1_epi8('"'), cr = _mm_set1_epi8('\r');
	const __m128i back = _mm_set1_epi8('\\'), low = _mm_set1_epi8(0x1f);
	__m128i quotes = _mm_setzero_si128(), crs = quotes, others = quotes;
	size_t i = 0;

	for (; i + 16 <= n; i += 16) {
		__m128i v = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + i));
		__m128i is_sep = _mm_cmpeq_epi8(v, sep);
		__m128i odd = _mm_or_si128(_mm_cmpeq_epi8(v, back),
		    _mm_cmpeq_epi8(_mm_min_epu8(v, low), v));

		quotes = _mm_or_si128(quotes, _mm_cmpeq_epi8(v, quote));
		crs = _mm_or_si128(crs, _mm_cmpeq_epi8(v, cr));
		odd = _mm_or_si128(odd, v);	/* the top bit: not ASCII */
		others = _mm_or_si128(others, _mm_andnot_si128(is_sep, odd));
		put_cuts(s, i, (uint32_t)_mm_movemask_epi8(is_sep));
	}
	s->cuts->quote |= _mm_movemask_epi8(quotes) != 0;
	s->cuts->cr |= _mm_movemask_epi8(crs) != 0;
	s->cuts->plain &= _mm_movemask_epi8(others) == 0;
	return i;
}

/*
 * Four offsets are written whatever the mask holds, and only what it holds is
 * kept: how many separators 32 bytes have is nothing a processor can guess.
 */
__attribute__((target("avx2,bmi,popcnt"))) static inline void
put_cuts_bmi(const struct scan *s, size_t base, uint32_t mask)
{
	size_t n = s->cuts->n;
	uint32_t *at = s->at + n, from = (uint32_t)base;
	size_t found = (size_t)_mm_popcnt_u32(mask);

	if (UNLIKELY(n + 32 > s->max)) {
		put_cuts(s, base, mask);
		return;
	}
	for (int i = 0; i < 4; i++, mask = _blsr_u32(mask))
		at[i] = from + _tzcnt_u32(mask);
	for (size_t i = 4; i < found; i++, mask = _blsr_u32(mask))
		at[i] = from + _tzcnt_u32(mask);
	s->cuts->n = n + found;
}

struct seen_avx2 {		/* any byte of it set: it was there */
	__m256i quote, cr, odd;
};

/* What 32 bytes hold. The first `skip` of them have been cut before; to see
 * them twice is no matter. */
__attribute__((target("avx2,bmi,popcnt"))) static inline void
block_avx2(const struct scan *s, const char *p, size_t i, unsigned skip,
    struct seen_avx2 *seen)
{
	__m256i v = _mm256_loadu_si256(
	    (const __m256i *)(const void *)(p + i));
	__m256i is_sep = _mm256_cmpeq_epi8(v, _mm256_set1_epi8(s->separator));
	__m256i odd = _mm256_or_si256(
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\\')),
	    _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(0x1f)), v));

	odd = _mm256_or_si256(odd, v);		/* the top bit: not ASCII */
	seen->quote = _mm256_or_si256(seen->quote,
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('"')));
	seen->cr = _mm256_or_si256(seen->cr,
	    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\r')));
	seen->odd = _mm256_or_si256(seen->odd,
	    _mm256_andnot_si256(is_sep, odd));
	put_cuts_bmi(s, i, (~UINT32_C(0) << skip) &
	    (uint32_t)_mm256_movemask_epi8(is_sep));
}

/* The last block is moved back to end with s. */
__attribute__((target("avx2,bmi,popcnt"))) static size_t
bytes_avx2(const struct scan *s, const char *p, size_t n)
{
	struct seen_avx2 seen = { 0 };
	size_t i = 0;

	if (n < 32)
		return 0;
	for (; i + 32 <= n; i += 32)
		block_avx2(s, p, i, 0, &seen);
	if (i < n)
		block_avx2(s, p, n - 32, (unsigned)(32 - (n - i)), &seen);
	s->cuts->quote = _mm256_movemask_epi8(seen.quote) != 0;
	s->cuts->cr = _mm256_movemask_epi8(seen.cr) != 0;
	s->cuts->plain = _mm256_movemask_epi8(seen.odd) == 0;
	return n;
}
#endif

/* ---- 64 bytes as masks, a bit a byte ------------------------------------- */

struct masks {
	uint64_t quote, separator, end, cr;
	uint64_t odd;		/* controls, backslashes, not ASCII */
};

typedef void classify(const char p[64], char separator, char end,
    struct masks *m);

static void
classify_portable(const char p[64], char separator, char end, struct masks *m)
{
	*m = (struct masks){ 0 };
	for (int i = 0; i < 64; i++) {
		unsigned char c = (unsigned char)p[i];
		uint64_t bit = (uint64_t)1 << i;

		m->quote |= c == '"' ? bit : 0;
		m->separator |= p[i] == separator ? bit : 0;
		m->end |= p[i] == end ? bit : 0;
		m->cr |= c == '\r' ? bit : 0;
		m->odd |= c < 0x20 || c >= 0x80 || c == '\\' ? bit : 0;
	}
}

#if defined(__x86_64__)
static uint64_t
equal_sse2(const __m128i v[4], char c)
{
	const __m128i want = _mm_set1_epi8(c);
	uint64_t m = 0;

	for (int i = 3; i >= 0; i--)
		m = m << 16 | (uint32_t)_mm_movemask_epi8(
		    _mm_cmpeq_epi8(v[i], want));
	return m;
}

static void
classify_sse2(const char p[64], char separator, char end, struct masks *m)
{
	const __m128i low = _mm_set1_epi8(0x1f);
	__m128i v[4];

	m->odd = 0;
	for (int i = 3; i >= 0; i--) {
		v[i] = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + i * 16));
		m->odd = m->odd << 16 | (uint32_t)_mm_movemask_epi8(
		    _mm_or_si128(v[i], _mm_cmpeq_epi8(
		    _mm_min_epu8(v[i], low), v[i])));
	}
	m->odd |= equal_sse2(v, '\\');
	m->quote = equal_sse2(v, '"');
	m->separator = equal_sse2(v, separator);
	m->end = equal_sse2(v, end);
	m->cr = equal_sse2(v, '\r');
}

__attribute__((target("avx2"))) static inline uint64_t
equal_avx2(__m256i a, __m256i b, char c)
{
	const __m256i want = _mm256_set1_epi8(c);

	return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, want)) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(b, want)) << 32;
}

/* Bytes below 0x20 and, by their top bit, from 0x80 on. */
__attribute__((target("avx2"))) static inline uint32_t
strange_avx2(__m256i v)
{
	const __m256i low = _mm256_set1_epi8(0x1f);

	return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(v,
	    _mm256_cmpeq_epi8(_mm256_min_epu8(v, low), v)));
}

__attribute__((target("avx2"))) static void
classify_avx2(const char p[64], char separator, char end, struct masks *m)
{
	__m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i b = _mm256_loadu_si256(
	    (const __m256i *)(const void *)(p + 32));

	m->odd = equal_avx2(a, b, '\\') | strange_avx2(a) |
	    (uint64_t)strange_avx2(b) << 32;
	m->quote = equal_avx2(a, b, '"');
	m->separator = equal_avx2(a, b, separator);
	m->end = equal_avx2(a, b, end);
	m->cr = equal_avx2(a, b, '\r');
}
#endif

static classify *
classifier(void)
{
#if defined(__x86_64__)
	if (cpu_level() >= CPU_AVX2)
		return classify_avx2;
	if (cpu_level() >= CPU_SSE2)
		return classify_sse2;
#endif
	return classify_portable;
}

/* Masks of the up to 64 bytes at i; bits past the end of s are 0. Returns the
 * mask of the bytes that are there. */
static uint64_t
masks_at(struct str s, size_t i, classify *look, char separator, char end,
    struct masks *m)
{
	char last[64] = { 0 };
	size_t n = s.n - i;
	uint64_t there;

	if (n >= 64) {
		look(s.p + i, separator, end, m);
		return ~UINT64_C(0);
	}
	memcpy(last, s.p + i, n);
	look(last, separator, end, m);
	there = ((uint64_t)1 << n) - 1;
	m->quote &= there;
	m->separator &= there;
	m->end &= there;
	m->cr &= there;
	m->odd &= there;
	return there;
}

/* ---- quotes -------------------------------------------------------------- */

struct quoting {
	uint64_t open;		/* all ones: the last byte was inside */
	uint64_t field_begins;	/* 1: the next byte begins a field, or follows
				   a quote */
	uint64_t closed;	/* 1: the last byte was a quote that closes */
	uint64_t inside;	/* of these bytes: from an opening quote up to
				   the closing one, which is not inside */
	uint64_t doubled;	/* quotes that follow a closing one */
	uint64_t wrong;		/* quotes where none may be */
};

static inline uint64_t
odd_before(uint64_t quotes)	/* each bit: the parity of it and all below */
{
	quotes ^= quotes << 1;
	quotes ^= quotes << 2;
	quotes ^= quotes << 4;
	quotes ^= quotes << 8;
	quotes ^= quotes << 16;
	return quotes ^ quotes << 32;
}

static inline void
see_quotes(struct quoting *q, const struct masks *m, uint64_t there)
{
	uint64_t ends = m->separator | m->end | m->quote;
	uint64_t opens, closes, after;

	if (!(m->quote | q->closed)) {		/* most are so */
		q->inside = q->open;
		q->doubled = q->wrong = 0;
		q->field_begins = ends >> 63;
		return;
	}
	q->inside = odd_before(m->quote) ^ q->open;
	opens = m->quote & q->inside;
	closes = m->quote & ~q->inside;
	after = closes << 1 | q->closed;
	q->doubled = after & m->quote;
	q->wrong = ((opens & ~(ends << 1 | q->field_begins)) |
	    (after & ~(ends | m->cr))) & there;
	q->open = (uint64_t)0 - (q->inside >> 63);
	q->field_begins = ends >> 63;
	q->closed = closes >> 63;
}

/* ---- one record ---------------------------------------------------------- */

/* The second look at a record, when the first has seen a quote. */
static void
scan_quoted(struct str s, char separator, uint32_t *at, size_t max,
    struct csv_cuts *cuts)
{
	struct quoting q = { .field_begins = 1 };
	classify *look = classifier();
	uint64_t strange = 0, bad = 0, doubled = 0, cr = 0;
	size_t n = 0;

	for (size_t i = 0; i < s.n; i += 64) {
		struct masks m;
		uint64_t there = masks_at(s, i, look, separator, '\n', &m);
		uint64_t cut;

		see_quotes(&q, &m, there);
		cut = m.separator & ~q.inside;
		bad |= q.wrong | (m.end & ~q.inside);
		cr |= m.cr & ~q.inside;
		strange |= m.odd & ~cut;
		doubled |= q.doubled;
		for (; cut; cut &= cut - 1, n++)
			if (n < max)
				at[n] = (uint32_t)(i +
				    (size_t)__builtin_ctzll(cut));
	}
	*cuts = (struct csv_cuts){ .n = n, .quote = true, .cr = cr != 0,
	    .plain = !strange && !doubled, .doubled = doubled != 0,
	    .judge = bad || q.open };
}

void
scan_csv(struct str s, char separator, uint32_t *at, size_t max,
    struct csv_cuts *cuts)
{
	struct scan scan = { separator, at, max, cuts };
	size_t done = 0;

	*cuts = (struct csv_cuts){ .plain = true };
#if defined(__x86_64__)
	if (cpu_level() >= CPU_AVX2)
		done = bytes_avx2(&scan, s.p, s.n);
	else if (cpu_level() >= CPU_SSE2)
		done = bytes_sse2(&scan, s.p, s.n);
#endif
	bytes_portable(&scan, s.p, done, s.n);
	if (UNLIKELY(cuts->quote))
		scan_quoted(s, separator, at, max, cuts);
}

/* ---- many records -------------------------------------------------------- */

static inline uint32_t
count_bits(uint64_t m)
{
	return m ? (uint32_t)__builtin_popcountll(m) : 0;
}

size_t
scan_csv_ends(struct str s, char separator, char end, struct csv_end *to,
    size_t max)
{
	struct quoting q = { .field_begins = 1 };
	classify *look = classifier();
	uint32_t inner = 0;
	size_t n = 0;

	s.n = MIN(s.n, UINT32_MAX);
	for (size_t i = 0; i < s.n; i += 64) {
		struct masks m;
		uint64_t there = masks_at(s, i, look, separator, end, &m);
		uint64_t ends, inners;

		see_quotes(&q, &m, there);
		if (UNLIKELY(q.wrong))	/* only what is before it counts */
			m.end &= (q.wrong & -q.wrong) - 1;
		inners = m.end & q.inside;
		ends = m.end & ~q.inside;
		for (; ends && n < max; ends &= ends - 1, n++) {
			uint64_t below = (ends & -ends) - 1;

			to[n].at = (uint32_t)(i +
			    (size_t)__builtin_ctzll(ends));
			to[n].inner = inner + count_bits(inners & below);
			inners &= ~below;
			inner = 0;
		}
		inner += count_bits(inners);
		if (n == max || q.wrong)
			break;
	}
	return n;
}
