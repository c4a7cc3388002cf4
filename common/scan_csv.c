/* scan_csv: separators of a record in one pass; see scan_csv.h. */
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
		s->cuts->plain &= c >= 0x20 && c < 0x80 && c != '"' &&
		    c != '\\';
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
	s->cuts->plain &= _mm_movemask_epi8(others) == 0 && !s->cuts->quote;
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

__attribute__((target("avx2,bmi,popcnt"))) static size_t
bytes_avx2(const struct scan *s, const char *p, size_t n)
{
	const __m256i sep = _mm256_set1_epi8(s->separator);
	const __m256i quote = _mm256_set1_epi8('"');
	const __m256i cr = _mm256_set1_epi8('\r');
	const __m256i back = _mm256_set1_epi8('\\');
	const __m256i low = _mm256_set1_epi8(0x1f);
	__m256i quotes = _mm256_setzero_si256(), crs = quotes, others = quotes;
	size_t i = 0;

	for (; i + 32 <= n; i += 32) {
		__m256i v = _mm256_loadu_si256(
		    (const __m256i *)(const void *)(p + i));
		__m256i is_sep = _mm256_cmpeq_epi8(v, sep);
		__m256i odd = _mm256_or_si256(_mm256_cmpeq_epi8(v, back),
		    _mm256_cmpeq_epi8(_mm256_min_epu8(v, low), v));

		quotes = _mm256_or_si256(quotes, _mm256_cmpeq_epi8(v, quote));
		crs = _mm256_or_si256(crs, _mm256_cmpeq_epi8(v, cr));
		odd = _mm256_or_si256(odd, v);
		others = _mm256_or_si256(others,
		    _mm256_andnot_si256(is_sep, odd));
		put_cuts_bmi(s, i, (uint32_t)_mm256_movemask_epi8(is_sep));
	}
	s->cuts->quote |= _mm256_movemask_epi8(quotes) != 0;
	s->cuts->cr |= _mm256_movemask_epi8(crs) != 0;
	s->cuts->plain &= _mm256_movemask_epi8(others) == 0 &&
	    !s->cuts->quote;
	return i;
}
#endif

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
}
