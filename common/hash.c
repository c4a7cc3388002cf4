/* hash: SipHash-1-3 for tables, SHA-256 for what is written; see hash.h. */
#include "common/hash.h"

#include <sys/random.h>

#include "common/mem.h"

static uint64_t seed[2];

static uint64_t
parse_seed(const char *text)
{
	uint64_t v = 0;

	for (; *text >= '0' && *text <= '9'; text++)
		v = v * 10 + (uint64_t)(*text - '0');
	return v;
}

void
hash_init(void)
{
	const char *fixed = getenv("CCKIT_HASH_SEED");

	if (fixed) {
		seed[0] = parse_seed(fixed);
		seed[1] = ~seed[0];
		return;
	}
	if (getrandom(seed, sizeof(seed), GRND_NONBLOCK) != sizeof(seed)) {
		seed[0] = (uint64_t)(uintptr_t)&seed;
		seed[1] = (uint64_t)(uintptr_t)&fixed;
	}
}

static uint64_t
rotl(uint64_t x, int n)
{
	return x << n | x >> (64 - n);
}

struct sip {
	uint64_t v0, v1, v2, v3;
};

static inline void
sip_round(struct sip *s)
{
	s->v0 += s->v1;
	s->v1 = rotl(s->v1, 13) ^ s->v0;
	s->v0 = rotl(s->v0, 32);
	s->v2 += s->v3;
	s->v3 = rotl(s->v3, 16) ^ s->v2;
	s->v0 += s->v3;
	s->v3 = rotl(s->v3, 21) ^ s->v0;
	s->v2 += s->v1;
	s->v1 = rotl(s->v1, 17) ^ s->v2;
	s->v2 = rotl(s->v2, 32);
}

static inline void
sip_word(struct sip *s, uint64_t m)
{
	s->v3 ^= m;
	sip_round(s);
	s->v0 ^= m;
}

uint64_t
hash_key(struct str s)
{
	struct sip h = {
		seed[0] ^ UINT64_C(0x736f6d6570736575),
		seed[1] ^ UINT64_C(0x646f72616e646f6d),
		seed[0] ^ UINT64_C(0x6c7967656e657261),
		seed[1] ^ UINT64_C(0x7465646279746573),
	};
	uint64_t m, last = (uint64_t)s.n << 56;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8) {
		memcpy(&m, s.p + i, 8);
		sip_word(&h, m);
	}
	for (int shift = 0; i < s.n; i++, shift += 8)
		last |= (uint64_t)(unsigned char)s.p[i] << shift;
	sip_word(&h, last);
	h.v2 ^= 0xff;
	for (int k = 0; k < 3; k++)
		sip_round(&h);
	return h.v0 ^ h.v1 ^ h.v2 ^ h.v3;
}

/* ---- SHA-256 -------------------------------------------------------------- */

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
sha_block(uint32_t state[8], const unsigned char *p)
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

void
hash_id_bytes(const char *what, struct str s, char out[ID_HEX / 2])
{
	unsigned char sum[SHA256_BYTES];
	size_t prefix = strlen(what) + 1;
	char usual[256], *text = prefix + s.n <= sizeof(usual) ? usual :
	    mem_get(prefix + s.n);

	memcpy(text, what, prefix);
	if (s.n)
		memcpy(text + prefix, s.p, s.n);
	sha256((struct str){ text, prefix + s.n }, sum);
	if (text != usual)
		mem_free(text);
	memcpy(out, sum, ID_HEX / 2);
}

void
hash_hex(const char *bytes, size_t n, char *out)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = hex[(unsigned char)bytes[i] >> 4];
		out[2 * i + 1] = hex[bytes[i] & 15];
	}
}

void
hash_id(const char *what, struct str s, char out[ID_HEX])
{
	char bytes[ID_HEX / 2];

	hash_id_bytes(what, s, bytes);
	hash_hex(bytes, sizeof(bytes), out);
}
