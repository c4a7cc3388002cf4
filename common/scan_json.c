/* scan_json: byte scanners, portable and SSE2/AVX2 twins; see scan_json.h. */
#include "common/scan_json.h"

#include "common/cpu.h"

/* ---- portable ------------------------------------------------------------- */

static struct scan_found
bytes_portable(struct str s)
{
	struct scan_found f = { 0 };
	unsigned quotes = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		f.control |= c < 0x20;
		f.high |= c > 0x7f;
		f.backslash |= c == '\\';
		quotes += c == '"';
	}
	f.odd_quotes = quotes & 1;
	return f;
}

static struct scan_found
index_portable(struct str s, uint64_t *quotes)
{
	for (size_t i = 0; i < s.n; i += 64) {
		uint64_t bits = 0;

		for (size_t k = i; k < MIN(i + 64, s.n); k++)
			bits |= (uint64_t)(s.p[k] == '"') << (k - i);
		quotes[i / 64] = bits;
	}
	return bytes_portable(s);
}

static const char *
quote_portable(const char *p, const char *end)
{
	const char *at = p < end ? memchr(p, '"', (size_t)(end - p)) : NULL;

	return at ? at : end;
}

static const char *
close_portable(const char *p, const char *end)
{
	int depth = 1;

	for (; p < end; p++) {
		if (*p == '"')
			p = quote_portable(p + 1, end);
		else if (*p == '[' || *p == '{')
			depth++;
		else if ((*p == ']' || *p == '}') && --depth == 0)
			return p + 1;
	}
	return end;
}

static const struct scanner portable = { bytes_portable, index_portable,
	quote_portable, close_portable };

#if defined(__x86_64__)
#include <immintrin.h>

/* ---- vectors --------------------------------------------------------------- */

static const char *
quote_sse2(const char *p, const char *end)
{
	const __m128i quote = _mm_set1_epi8('"');

	while (p < end) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		unsigned m = (unsigned)_mm_movemask_epi8(
		    _mm_cmpeq_epi8(v, quote));

		if (m) {
			p += __builtin_ctz(m);
			return p < end ? p : end;
		}
		p += 16;
	}
	return end;
}

static const char *
close_sse2(const char *p, const char *end)
{
	const __m128i quote = _mm_set1_epi8('"');
	/* '[' 0x5b, ']' 0x5d, '{' 0x7b, '}' 0x7d: | 0x20 makes two of four */
	const __m128i open = _mm_set1_epi8('{'), shut = _mm_set1_epi8('}');
	const __m128i fold = _mm_set1_epi8(0x20);
	int depth = 1;
	bool in_string = false;

	for (; p < end; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i f = _mm_or_si128(v, fold);
		unsigned q = (unsigned)_mm_movemask_epi8(
		    _mm_cmpeq_epi8(v, quote));
		unsigned o = (unsigned)_mm_movemask_epi8(
		    _mm_cmpeq_epi8(f, open));
		unsigned s = (unsigned)_mm_movemask_epi8(
		    _mm_cmpeq_epi8(f, shut));
		unsigned all = q | o | s;

		while (all) {
			unsigned bit = all & -all;

			all &= all - 1;
			if (q & bit) {
				in_string = !in_string;
			} else if (in_string) {
				continue;
			} else if (o & bit) {
				depth++;
			} else if (--depth == 0) {
				p += __builtin_ctz(bit) + 1;
				return p <= end ? p : end;
			}
		}
	}
	return end;
}

static struct scan_found
bytes_sse2(struct str s)
{
	const __m128i quote = _mm_set1_epi8('"');
	const __m128i back = _mm_set1_epi8('\\');
	const __m128i low = _mm_set1_epi8(0x1f);
	__m128i high = _mm_setzero_si128(), backs = high, control = high;
	struct scan_found f = { 0 };
	unsigned quotes = 0;
	size_t i = 0;

	for (; i + 16 <= s.n; i += 16) {
		__m128i v = _mm_loadu_si128(
		    (const __m128i *)(const void *)(s.p + i));

		high = _mm_or_si128(high, v);
		backs = _mm_or_si128(backs, _mm_cmpeq_epi8(v, back));
		control = _mm_or_si128(control,
		    _mm_cmpeq_epi8(_mm_min_epu8(v, low), v));
		quotes += (unsigned)__builtin_popcount((unsigned)
		    _mm_movemask_epi8(_mm_cmpeq_epi8(v, quote)));
	}
	f = bytes_portable(str_skip(s, i));
	f.high |= _mm_movemask_epi8(high) != 0;
	f.backslash |= _mm_movemask_epi8(backs) != 0;
	f.control |= _mm_movemask_epi8(control) != 0;
	f.odd_quotes ^= quotes & 1;
	return f;
}

__attribute__((target("avx2,popcnt"))) static struct scan_found
bytes_avx2(struct str s)
{
	const __m256i quote = _mm256_set1_epi8('"');
	const __m256i back = _mm256_set1_epi8('\\');
	const __m256i low = _mm256_set1_epi8(0x1f);
	__m256i high = _mm256_setzero_si256(), backs = high, control = high;
	struct scan_found f;
	unsigned quotes = 0;
	size_t i = 0;

	for (; i + 32 <= s.n; i += 32) {
		__m256i v = _mm256_loadu_si256(
		    (const __m256i *)(const void *)(s.p + i));

		high = _mm256_or_si256(high, v);
		backs = _mm256_or_si256(backs, _mm256_cmpeq_epi8(v, back));
		control = _mm256_or_si256(control,
		    _mm256_cmpeq_epi8(_mm256_min_epu8(v, low), v));
		quotes += (unsigned)__builtin_popcount((unsigned)
		    _mm256_movemask_epi8(_mm256_cmpeq_epi8(v, quote)));
	}
	f = bytes_sse2(str_skip(s, i));
	f.high |= _mm256_movemask_epi8(high) != 0;
	f.backslash |= _mm256_movemask_epi8(backs) != 0;
	f.control |= _mm256_movemask_epi8(control) != 0;
	f.odd_quotes ^= quotes & 1;
	return f;
}

/* The bits of bytes before the line's end. */
static uint64_t
within(size_t left)
{
	return left >= 64 ? ~UINT64_C(0) : ~UINT64_C(0) >> (64 - left);
}

__attribute__((target("avx2,popcnt"))) static struct scan_found
index_avx2(struct str s, uint64_t *quotes)
{
	const __m256i quote = _mm256_set1_epi8('"');
	const __m256i back = _mm256_set1_epi8('\\');
	const __m256i low = _mm256_set1_epi8(0x1f);
	uint64_t backs = 0, high = 0, control = 0;
	unsigned n = 0;

	for (size_t i = 0; i < s.n; i += 64) {
		const __m256i *p = (const __m256i *)(const void *)(s.p + i);
		__m256i a = _mm256_loadu_si256(p);
		__m256i b = _mm256_loadu_si256(p + 1);
		uint64_t keep = within(s.n - i);
		uint64_t q, m;

#define BITS(x, y) ((uint64_t)(uint32_t)_mm256_movemask_epi8(x) | \
	(uint64_t)(uint32_t)_mm256_movemask_epi8(y) << 32)
		q = BITS(_mm256_cmpeq_epi8(a, quote),
		    _mm256_cmpeq_epi8(b, quote)) & keep;
		quotes[i / 64] = q;
		n += (unsigned)__builtin_popcountll(q);
		backs |= BITS(_mm256_cmpeq_epi8(a, back),
		    _mm256_cmpeq_epi8(b, back)) & keep;
		m = BITS(_mm256_cmpeq_epi8(_mm256_min_epu8(a, low), a),
		    _mm256_cmpeq_epi8(_mm256_min_epu8(b, low), b));
		control |= m & keep;
		high |= BITS(a, b) & keep;
#undef BITS
	}
	return (struct scan_found){ control != 0, backs != 0, high != 0,
	    n & 1 };
}

static struct scan_found
index_sse2(struct str s, uint64_t *quotes)
{
	const __m128i quote = _mm_set1_epi8('"');

	for (size_t i = 0; i < s.n; i += 64) {
		uint64_t bits = 0;

		for (int k = 0; k < 4; k++) {
			__m128i v = _mm_loadu_si128((const __m128i *)
			    (const void *)(s.p + i) + k);

			bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(
			    _mm_cmpeq_epi8(v, quote)) << 16 * k;
		}
		quotes[i / 64] = bits & within(s.n - i);
	}
	return bytes_sse2(s);
}

static const struct scanner sse2 = { bytes_sse2, index_sse2, quote_sse2, close_sse2 };
static const struct scanner avx2 = { bytes_avx2, index_avx2, quote_sse2, close_sse2 };
#endif

const struct scanner *
scanner(void)
{
#if defined(__x86_64__)
	if (cpu_level() == CPU_AVX2)
		return &avx2;
	if (cpu_level() == CPU_SSE2)
		return &sse2;
#endif
	return &portable;
}

struct scan_found
scan_bytes(struct str s)
{
	return scanner()->bytes(s);
}
