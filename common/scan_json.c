/* scan_json: blocks of 64 bytes become bits, and bits are judged 64 at a time;
 * see scan_json.h. */
#include "common/scan_json.h"

#include "common/cpu.h"

/* Classes of bytes, as bits. Structure is the highest ones: those at least as
 * large as its lowest. */
enum {
	QUOTE_BIT, DIGIT_BIT, BACKSLASH_BIT, CONTROL_BIT,
	QUOTE = 1 << QUOTE_BIT, DIGIT = 1 << DIGIT_BIT,
	BACKSLASH = 1 << BACKSLASH_BIT, CONTROL = 1 << CONTROL_BIT,
	COMMA = 16, COLON = 32, BRACKET = 64,
	STRUCTURE = COMMA | COLON | BRACKET
};

/* Bit i is byte i of the block. */
struct masks {
	uint64_t quote, structure, digit, backslash;
};

struct scan {
	struct str s;
	uint16_t *at;
	unsigned char *mark;
	size_t n;
	uint64_t in_string;		/* all ones: the last block ended in one */
	uint64_t after_structure, after_close, escaped;	/* carried: bit 0 */
	uint64_t wrong, other;
};

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

/* p: what follows a backslash. PADDING lets it look past the line's end. */
static bool
escape_good(const char *p)
{
	switch (*p) {
	case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r':
	case 't':
		return true;
	case 'u':
		return is_hex(p[1]) && is_hex(p[2]) && is_hex(p[3]) &&
		    is_hex(p[4]);
	default:
		return false;
	}
}

struct escaped {
	uint64_t bytes;			/* those behind a backslash */
	bool carry, wrong;		/* the next block's first byte is one */
};

/* p: a block; backslash: its backslashes; carry: the last block ended in an
 * open escape. */
__attribute__((noinline)) static struct escaped
find_escaped(const char *p, uint64_t backslash, uint64_t carry)
{
	struct escaped e = { .bytes = carry };
	uint64_t rest = backslash & ~carry;

	while (rest) {
		uint64_t first = rest & -rest;

		e.carry |= first >> 63;
		e.bytes |= first << 1;
		rest &= ~(first | first << 1);
	}
	for (rest = e.bytes; rest; rest &= rest - 1)
		e.wrong |= !escape_good(p + __builtin_ctzll(rest));
	return e;
}

/* Takes escaped quotes out of m. Not inlined, and all by value: so the rest of
 * the loop can stay in registers. */
static inline void
take_escapes(struct scan *t, struct masks *m, size_t base)
{
	struct escaped e = find_escaped(t->s.p + base, m->backslash,
	    t->escaped);

	t->escaped = e.carry;
	t->wrong |= e.wrong;
	m->quote &= ~e.bytes;
}

/* strings: from each opening quote up to before its closing one. */
static inline uint64_t
judge(struct scan *t, const struct masks *m, uint64_t strings)
{
	uint64_t open = m->quote & strings, shut = m->quote & ~strings;
	uint64_t structure = m->structure & ~strings;

	t->in_string = 0 - (strings >> 63);
	t->other |= ~(strings | m->quote | structure | m->digit);
	t->wrong |= (open & ~(structure << 1 | t->after_structure)) |
	    ((shut << 1 | t->after_close) & ~structure);
	t->after_structure = structure >> 63;
	t->after_close = shut >> 63;
	return structure;
}

/* Inlined, so that its caller's wide registers are not mixed with the narrow
 * instructions of another function: the processor would wait. */
__attribute__((always_inline)) static inline unsigned
finish(struct scan *t, unsigned flags, size_t *n)
{
	for (int i = 0; i < 3; i++)
		t->at[t->n + (size_t)i] = (uint16_t)t->s.n;
	*n = t->n;
	if (t->n && t->at[t->n - 1] == t->s.n - 1)
		t->mark[t->n - 1] = (unsigned char)t->s.p[t->s.n - 1];
	if (t->wrong || t->in_string || t->after_close || t->escaped)
		flags |= SCAN_WRONG;
	if (t->other)
		flags |= SCAN_OTHER;
	return flags;
}

/* ---- portable -------------------------------------------------------------- */

static uint64_t
strings_portable(uint64_t quotes)
{
	for (int shift = 1; shift < 64; shift *= 2)
		quotes ^= quotes << shift;
	return quotes;
}

static const unsigned char class_of[256] = {
	['"'] = QUOTE, [','] = COMMA, [':'] = COLON, ['['] = BRACKET,
	[']'] = BRACKET, ['{'] = BRACKET, ['}'] = BRACKET,
	['\\'] = BACKSLASH,
	['0'] = DIGIT, ['1'] = DIGIT, ['2'] = DIGIT, ['3'] = DIGIT,
	['4'] = DIGIT, ['5'] = DIGIT, ['6'] = DIGIT, ['7'] = DIGIT,
	['8'] = DIGIT, ['9'] = DIGIT,
#define FOUR(n)	[n] = CONTROL, [n + 1] = CONTROL, [n + 2] = CONTROL, \
	[n + 3] = CONTROL
	FOUR(0), FOUR(4), FOUR(8), FOUR(12), FOUR(16), FOUR(20), FOUR(24),
	FOUR(28),
#undef FOUR
};

/* What is added to the mark of what stands before these. */
static const unsigned char mark_of[128] = {
	['"'] = SCAN_BEFORE_STRING, [','] = SCAN_BEFORE_STRUCTURE,
	[':'] = SCAN_BEFORE_STRUCTURE, ['['] = SCAN_BEFORE_STRUCTURE,
	[']'] = SCAN_BEFORE_STRUCTURE, ['{'] = SCAN_BEFORE_STRUCTURE,
	['}'] = SCAN_BEFORE_STRUCTURE,
};

static inline void
put_places(struct scan *t, uint64_t structure, size_t base)
{
	for (; structure; structure &= structure - 1) {
		size_t place = base + (size_t)__builtin_ctzll(structure);
		const unsigned char *p = (const unsigned char *)t->s.p + place;

		t->at[t->n] = (uint16_t)place;
		t->mark[t->n++] = p[0] ^ mark_of[MIN(p[1], 127)];
	}
}

static unsigned
scan_portable(struct str s, struct scan_places *to)
{
	struct scan t = { .s = s, .at = to->at, .mark = to->mark };
	unsigned seen = 0, high = 0;

	for (size_t base = 0; base < s.n; base += 64) {
		struct masks m = { 0 };
		size_t left = MIN(s.n - base, 64);

		for (size_t i = 0; i < left; i++) {
			unsigned char byte = (unsigned char)s.p[base + i];
			unsigned char c = class_of[byte];

			seen |= c;
			high |= byte;
			m.quote |= (uint64_t)(c >> QUOTE_BIT & 1) << i;
			m.digit |= (uint64_t)(c >> DIGIT_BIT & 1) << i;
			m.backslash |= (uint64_t)(c >> BACKSLASH_BIT & 1) << i;
			m.structure |= (uint64_t)(c > CONTROL) << i;
		}
		if (left < 64)		/* past the end: as if digits */
			m.digit |= ~UINT64_C(0) << left;
		if (m.backslash | t.escaped)
			take_escapes(&t, &m, base);
		put_places(&t, judge(&t, &m, strings_portable(m.quote) ^
		    t.in_string), base);
	}
	return finish(&t, (seen & CONTROL ? SCAN_CONTROL : 0) |
	    (seen & BACKSLASH ? SCAN_ESCAPE : 0) |
	    (high & 0x80 ? SCAN_HIGH : 0), &to->n);
}

static size_t
lines_portable(struct str s, uint32_t *end, size_t max)
{
	const char *p = s.p, *stop = s.p + s.n;
	size_t n = 0;

	while (p < stop && (p = memchr(p, '\n', (size_t)(stop - p)))) {
		if (n < max)
			end[n] = (uint32_t)(p - s.p);
		n++;
		p++;
	}
	return n;
}

#if defined(__x86_64__)
#include <immintrin.h>

/* ---- AVX2 ------------------------------------------------------------------- */

#define AVX2	__attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))
#define INLINE	__attribute__((always_inline)) static inline

AVX2 static inline uint64_t
strings_clmul(uint64_t quotes)
{
	__m128i ones = _mm_set1_epi8((char)0xff);
	__m128i q = _mm_set_epi64x(0, (long long)quotes);

	return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(q, ones, 0));
}

/* A byte's class is what the tables have in common for its two halves. */
AVX2 static inline __m256i
classes_avx2(__m256i v)
{
	const __m256i low = _mm256_broadcastsi128_si256(_mm_setr_epi8(
	    DIGIT | CONTROL, DIGIT | CONTROL, QUOTE | DIGIT | CONTROL,
	    DIGIT | CONTROL, DIGIT | CONTROL, DIGIT | CONTROL,
	    DIGIT | CONTROL, DIGIT | CONTROL, DIGIT | CONTROL,
	    DIGIT | CONTROL, COLON | CONTROL, BRACKET | CONTROL,
	    COMMA | BACKSLASH | CONTROL, BRACKET | CONTROL, CONTROL, CONTROL));
	const __m256i top = _mm256_broadcastsi128_si256(_mm_setr_epi8(
	    CONTROL, CONTROL, QUOTE | COMMA, COLON | DIGIT, 0,
	    BRACKET | BACKSLASH, 0, BRACKET, 0, 0, 0, 0, 0, 0, 0, 0));
	__m256i half = _mm256_and_si256(_mm256_srli_epi16(v, 4),
	    _mm256_set1_epi8(15));

	return _mm256_and_si256(_mm256_shuffle_epi8(low, v),
	    _mm256_shuffle_epi8(top, half));
}

AVX2 static inline uint64_t
tops_avx2(__m256i a, __m256i b)
{
	return (uint64_t)(uint32_t)_mm256_movemask_epi8(a) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

/* Which bytes have the class of this bit. */
AVX2 static inline uint64_t
bits_avx2(__m256i a, __m256i b, int bit)
{
	return tops_avx2(_mm256_slli_epi16(a, 7 - bit),
	    _mm256_slli_epi16(b, 7 - bit));
}

AVX2 static inline uint64_t
structure_avx2(__m256i a, __m256i b)
{
	const __m256i rest = _mm256_set1_epi8(0x80 - COMMA);

	return tops_avx2(_mm256_add_epi8(a, rest), _mm256_add_epi8(b, rest));
}

/* Bytes past the end become digits, which nobody minds. */
AVX2 static inline __m256i
load_avx2(const char *p, size_t left)
{
	static const unsigned char keep[64] = {
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255,
	};
	__m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);

	if (left >= 32)
		return v;
	return _mm256_blendv_epi8(_mm256_set1_epi8('0'), v,
	    _mm256_loadu_si256((const __m256i *)(const void *)
	    (keep + 32 - left)));
}

AVX2 static inline void
put_places_avx2(struct scan *t, uint64_t structure, size_t base)
{
	const unsigned char *from = (const unsigned char *)t->s.p;
	uint16_t *to = t->at + t->n;
	unsigned char *mark = t->mark + t->n;
	unsigned n = (unsigned)__builtin_popcountll(structure);

	t->n += n;
	/* eight at a time without asking: most blocks have no more */
	for (unsigned done = 0; done < n; done += 8, to += 8, mark += 8) {
		size_t place;
#define PLACE(i) \
		place = base + _tzcnt_u64(structure); \
		to[i] = (uint16_t)place; \
		mark[i] = from[place] ^ mark_of[MIN(from[place + 1], 127)]; \
		structure = _blsr_u64(structure)
		PLACE(0); PLACE(1); PLACE(2); PLACE(3);
		PLACE(4); PLACE(5); PLACE(6); PLACE(7);
#undef PLACE
	}
}

struct seen_avx2 {
	__m256i bytes, classes;		/* of all blocks, or-ed */
};

/* escapes: whether backslashes are looked for; a line that has none, which the
 * classes seen tell afterwards, needs none of it. */
AVX2 INLINE void
block_avx2(struct scan *t, struct seen_avx2 *seen, __m256i a, __m256i b,
    size_t base, bool escapes)
{
	__m256i x = classes_avx2(a), y = classes_avx2(b);
	struct masks m = {
		.quote = bits_avx2(x, y, QUOTE_BIT),
		.structure = structure_avx2(x, y),
		.digit = bits_avx2(x, y, DIGIT_BIT),
	};

	seen->bytes = _mm256_or_si256(seen->bytes, _mm256_or_si256(a, b));
	seen->classes = _mm256_or_si256(seen->classes, _mm256_or_si256(x, y));
	if (escapes) {
		m.backslash = bits_avx2(x, y, BACKSLASH_BIT);
		take_escapes(t, &m, base);
	}
	put_places_avx2(t, judge(t, &m, strings_clmul(m.quote) ^
	    t->in_string), base);
}

AVX2 INLINE unsigned
line_avx2(struct str s, struct scan_places *to, bool escapes)
{
	struct scan t = { .s = s, .at = to->at, .mark = to->mark };
	struct seen_avx2 seen = { _mm256_setzero_si256(),
	    _mm256_setzero_si256() };
	unsigned flags = 0;
	size_t base = 0;

	for (; base + 64 <= s.n; base += 64)
		block_avx2(&t, &seen, load_avx2(s.p + base, 32),
		    load_avx2(s.p + base + 32, 32), base, escapes);
	if (base < s.n)
		block_avx2(&t, &seen, load_avx2(s.p + base, s.n - base),
		    load_avx2(s.p + base + 32, s.n - base < 32 ? 0 :
		    s.n - base - 32), base, escapes);
	if (_mm256_movemask_epi8(_mm256_slli_epi16(seen.classes,
	    7 - CONTROL_BIT)))
		flags |= SCAN_CONTROL;
	if (_mm256_movemask_epi8(_mm256_slli_epi16(seen.classes,
	    7 - BACKSLASH_BIT)))
		flags |= SCAN_ESCAPE;
	if (_mm256_movemask_epi8(seen.bytes))
		flags |= SCAN_HIGH;
	return finish(&t, flags, &to->n);
}

AVX2 static unsigned
scan_avx2(struct str s, struct scan_places *to)
{
	unsigned flags = line_avx2(s, to, false);

	if (UNLIKELY(flags & SCAN_ESCAPE))
		flags = line_avx2(s, to, true);
	return flags;
}

AVX2 static size_t
lines_avx2(struct str s, uint32_t *end, size_t max)
{
	const __m256i lf = _mm256_set1_epi8('\n');
	size_t n = 0, base = 0;

	for (; base < s.n; base += 64) {
		uint64_t bits = tops_avx2(
		    _mm256_cmpeq_epi8(load_avx2(s.p + base, 32), lf),
		    _mm256_cmpeq_epi8(load_avx2(s.p + base + 32, 32), lf));

		if (UNLIKELY(s.n - base < 64))
			bits = _bzhi_u64(bits, (unsigned)(s.n - base));
		/* one without asking: few blocks have more */
		end[MIN(n, max)] = (uint32_t)(base + _tzcnt_u64(bits));
		n += bits != 0;
		for (bits = _blsr_u64(bits); UNLIKELY(bits);
		    bits = _blsr_u64(bits)) {
			end[MIN(n, max)] = (uint32_t)(base +
			    _tzcnt_u64(bits));
			n++;
		}
	}
	return n;
}

/* ---- AVX-512 ------------------------------------------------------------------ */

#define AVX512	__attribute__((target( \
	"avx512f,avx512bw,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,popcnt,pclmul")))

/* v: the block; next: the bytes behind its bytes. */
AVX512 static inline void
put_places_avx512(struct scan *t, uint64_t structure, __m512i v, __m512i next,
    size_t base)
{
	const __m512i order = _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56,
	    55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39,
	    38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22,
	    21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4,
	    3, 2, 1, 0);
	__m512i places = _mm512_maskz_compress_epi8(structure, order);
	__m512i from = _mm512_set1_epi16((short)base);
	__m512i marks = _mm512_xor_si512(v, _mm512_permutex2var_epi8(
	    _mm512_loadu_si512(mark_of), _mm512_min_epu8(next,
	    _mm512_set1_epi8(0x7f)), _mm512_loadu_si512(mark_of + 64)));
	size_t n = (size_t)__builtin_popcountll(structure);
	uint16_t *to = t->at + t->n;

	_mm512_storeu_si512(t->mark + t->n, _mm512_maskz_compress_epi8(
	    structure, marks));
	_mm512_storeu_si512(to, _mm512_add_epi16(from, _mm512_cvtepu8_epi16(
	    _mm512_castsi512_si256(places))));
	if (UNLIKELY(n > 32))
		_mm512_storeu_si512(to + 32, _mm512_add_epi16(from,
		    _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(places,
		    1))));
	t->n += n;
}

struct seen_avx512 {
	__m512i bytes, classes;		/* of all blocks, or-ed */
};

/* escapes: whether backslashes are looked for; a line that has none, which the
 * classes seen tell afterwards, needs none of it. */
AVX512 INLINE void
block_avx512(struct scan *t, struct seen_avx512 *seen, __m512i v, size_t base,
    bool escapes)
{
	/* above 0x7f: as 0x7f, which has no class */
	__m512i low = _mm512_min_epu8(v, _mm512_set1_epi8(0x7f));
	__m512i c = _mm512_permutex2var_epi8(_mm512_loadu_si512(class_of), low,
	    _mm512_loadu_si512(class_of + 64));
	struct masks m = {
		.quote = _mm512_test_epi8_mask(c, _mm512_set1_epi8(QUOTE)),
		.structure = _mm512_test_epi8_mask(c,
		    _mm512_set1_epi8(STRUCTURE)),
		.digit = _mm512_test_epi8_mask(c, _mm512_set1_epi8(DIGIT)),
	};

	seen->bytes = _mm512_or_si512(seen->bytes, v);
	seen->classes = _mm512_or_si512(seen->classes, c);
	if (escapes) {
		m.backslash = _mm512_test_epi8_mask(c,
		    _mm512_set1_epi8(BACKSLASH));
		take_escapes(t, &m, base);
	}
	put_places_avx512(t, judge(t, &m, strings_clmul(m.quote) ^
	    t->in_string), v, _mm512_loadu_si512(t->s.p + base + 1), base);
}

AVX512 INLINE unsigned
line_avx512(struct str s, struct scan_places *to, bool escapes)
{
	struct scan t = { .s = s, .at = to->at, .mark = to->mark };
	struct seen_avx512 seen = { _mm512_setzero_si512(),
	    _mm512_setzero_si512() };
	unsigned flags = 0;
	size_t base = 0;

	for (; base + 64 <= s.n; base += 64)
		block_avx512(&t, &seen, _mm512_loadu_si512(s.p + base), base,
		    escapes);
	if (base < s.n)		/* past the end: digits, which nobody minds */
		block_avx512(&t, &seen, _mm512_mask_loadu_epi8(
		    _mm512_set1_epi8('0'), _bzhi_u64(~UINT64_C(0),
		    (unsigned)(s.n - base)), s.p + base), base, escapes);
	if (_mm512_test_epi8_mask(seen.classes, _mm512_set1_epi8(CONTROL)))
		flags |= SCAN_CONTROL;
	if (_mm512_test_epi8_mask(seen.classes, _mm512_set1_epi8(BACKSLASH)))
		flags |= SCAN_ESCAPE;
	if (_mm512_movepi8_mask(seen.bytes))
		flags |= SCAN_HIGH;
	return finish(&t, flags, &to->n);
}

AVX512 static unsigned
scan_avx512(struct str s, struct scan_places *to)
{
	unsigned flags = line_avx512(s, to, false);

	if (UNLIKELY(flags & SCAN_ESCAPE))
		flags = line_avx512(s, to, true);
	return flags;
}
#endif

unsigned
scan_json(struct str s, struct scan_places *to)
{
#if defined(__x86_64__)
	if (cpu_level() >= CPU_AVX512)
		return scan_avx512(s, to);
	if (cpu_level() >= CPU_AVX2)
		return scan_avx2(s, to);
#endif
	return scan_portable(s, to);
}

size_t
scan_lines(struct str s, uint32_t *end, size_t max)
{
#if defined(__x86_64__)
	if (cpu_level() >= CPU_AVX2)
		return lines_avx2(s, end, max);
#endif
	return lines_portable(s, end, max);
}
