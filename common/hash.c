/* hash: SipHash-1-3 for tables, ids for what is written; see hash.h. */
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
