/* hash_sha: SHA-256, FIPS 180-4; see hash.h. */
#include "common/hash.h"

#include "common/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static const uint32_t sha_k[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t
rotr(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static uint32_t
big_endian(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static void
sha_schedule(const unsigned char *p, uint32_t w[64])
{
	for (int i = 0; i < 16; i++)
		w[i] = big_endian(p + 4 * i);
	for (int i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + (rotr(a, 7) ^ rotr(a, 18) ^ a >> 3) +
		    w[i - 7] + (rotr(b, 17) ^ rotr(b, 19) ^ b >> 10);
	}
}

/* One round; the caller names the eight words in the turn's order, so that
 * nothing is moved. */
static inline void
sha_round(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e,
    uint32_t f, uint32_t g, uint32_t *h, uint32_t kw)
{
	uint32_t t1 = *h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) +
	    (g ^ (e & (f ^ g))) + kw;

	*d += t1;
	*h = t1 + (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) +
	    ((a & b) | (c & (a | b)));
}

static void
sha_block_portable(uint32_t state[8], const unsigned char *p)
{
	uint32_t w[64], a = state[0], b = state[1], c = state[2];
	uint32_t d = state[3], e = state[4], f = state[5], g = state[6];
	uint32_t h = state[7];

	sha_schedule(p, w);
	for (int i = 0; i < 64; i++)
		w[i] += sha_k[i];
	for (int i = 0; i < 64; i += 8) {
		sha_round(a, b, c, &d, e, f, g, &h, w[i]);
		sha_round(h, a, b, &c, d, e, f, &g, w[i + 1]);
		sha_round(g, h, a, &b, c, d, e, &f, w[i + 2]);
		sha_round(f, g, h, &a, b, c, d, &e, w[i + 3]);
		sha_round(e, f, g, &h, a, b, c, &d, w[i + 4]);
		sha_round(d, e, f, &g, h, a, b, &c, w[i + 5]);
		sha_round(c, d, e, &f, g, h, a, &b, w[i + 6]);
		sha_round(b, c, d, &e, f, g, h, &a, w[i + 7]);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}

/* ---- by the processor's instructions -------------------------------------------
 * Registers: a, b, e, f and c, d, g, h, the first in the highest bits; four
 * words of the schedule. Intel, "SHA Extensions" (2013), tells what each
 * instruction does. */

#if defined(__x86_64__)
__attribute__((target("sha,sse4.1,ssse3")))
static void
sha_block_cpu(uint32_t state[8], const unsigned char *p)
{
	const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b,
	    0x0405060700010203);
	__m128i abef = _mm_set_epi32((int)state[0], (int)state[1],
	    (int)state[4], (int)state[5]);
	__m128i cdgh = _mm_set_epi32((int)state[2], (int)state[3],
	    (int)state[6], (int)state[7]);
	__m128i abef_was = abef, cdgh_was = cdgh, w[4];

	for (int i = 0; i < 16; i++) {
		__m128i *now = &w[i & 3], kw;

		if (i < 4)
			*now = _mm_shuffle_epi8(_mm_loadu_si128(
			    (const __m128i *)p + i), swap);
		else
			*now = _mm_sha256msg2_epu32(_mm_add_epi32(
			    _mm_sha256msg1_epu32(*now, w[(i + 1) & 3]),
			    _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3],
			    4)), w[(i + 3) & 3]);
		kw = _mm_add_epi32(*now, _mm_loadu_si128(
		    (const __m128i *)sha_k + i));
		/* two rounds each; what was abef is cdgh then */
		cdgh = _mm_sha256rnds2_epu32(cdgh, abef, kw);
		abef = _mm_sha256rnds2_epu32(abef, cdgh,
		    _mm_shuffle_epi32(kw, 0x0e));
	}
	abef = _mm_add_epi32(abef, abef_was);
	cdgh = _mm_add_epi32(cdgh, cdgh_was);
	state[0] = (uint32_t)_mm_extract_epi32(abef, 3);
	state[1] = (uint32_t)_mm_extract_epi32(abef, 2);
	state[2] = (uint32_t)_mm_extract_epi32(cdgh, 3);
	state[3] = (uint32_t)_mm_extract_epi32(cdgh, 2);
	state[4] = (uint32_t)_mm_extract_epi32(abef, 1);
	state[5] = (uint32_t)_mm_extract_epi32(abef, 0);
	state[6] = (uint32_t)_mm_extract_epi32(cdgh, 1);
	state[7] = (uint32_t)_mm_extract_epi32(cdgh, 0);
}
#endif

static void
sha_block(uint32_t state[8], const unsigned char *p)
{
#if defined(__x86_64__)
	if (cpu_has_sha()) {
		sha_block_cpu(state, p);
		return;
	}
#endif
	sha_block_portable(state, p);
}

/* ---- blocks of a text ------------------------------------------------------------ */

void
sha256(struct str s, unsigned char out[SHA256_BYTES])
{
	uint32_t h[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned char last[128] = { 0 };
	size_t n = s.n, tail;

	for (; n >= 64; n -= 64, p += 64)
		sha_block(h, p);
	if (n)
		memcpy(last, p, n);
	last[n] = 0x80;
	tail = n < 56 ? 64 : 128;
	for (int i = 0; i < 8; i++)
		last[tail - 1 - (size_t)i] =
		    (unsigned char)((uint64_t)s.n * 8 >> 8 * i);
	sha_block(h, last);
	if (tail == 128)
		sha_block(h, last + 64);
	for (int i = 0; i < 32; i++)
		out[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}
