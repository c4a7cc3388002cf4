/* hash: SHA-256 by the examples of FIPS 180-4, SipHash-1-3 against values of
 * another implementation (which reproduces the paper's 2-4 example). */
#include "common/hash.h"

#include "common/cpu.h"
#include "common/mem.h"
#include "tests/unit/test.h"

static struct str
hex(const unsigned char *bytes, size_t n, char out[2 * SHA256_BYTES])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	return (struct str){ out, 2 * n };
}

static void
test_sha256(void)
{
	static const struct { const char *in, *want; } cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb924"
		      "27ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223"
		      "b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039"
		  "a33ce45964ff2167f6ecedd419db06c1" },
	};
	unsigned char sum[SHA256_BYTES];
	char text[2 * SHA256_BYTES];
	char *many = mem_get(1000000);

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		sha256(str_of(cases[i].in), sum);
		TEST_STR(hex(sum, sizeof(sum), text), cases[i].want,
		    cases[i].in);
	}
	memset(many, 'a', 1000000);
	sha256((struct str){ many, 1000000 }, sum);
	TEST_STR(hex(sum, sizeof(sum), text),
	    "cdc76e5c9914fb9281a1c7e284d73e67"
	    "f1809a48a497200e046d39ccc7112cd0", "a million times a");
	mem_free(many);
}

static void
test_id(void)
{
	char id[ID_HEX];

	hash_id("customer/1", STR("x"), id);
	TEST_STR(((struct str){ id, ID_HEX }),
	    "05e15ec858faf0360b5ae1ce5b5911bd",
	    "an id is the sum of what, a zero byte and s, cut to 128 bits");
}

static void
test_sip(void)
{
	static const struct { size_t n; uint64_t want; } cases[] = {
		{ 0, UINT64_C(0x5634d6aafd8c1fef) },
		{ 1, UINT64_C(0x7fec7925f0bbc026) },
		{ 7, UINT64_C(0xe950eb5cd738e46f) },
		{ 8, UINT64_C(0xf4a5b8a13f9adfee) },
		{ 15, UINT64_C(0x211d08ca3c2fafe0) },
		{ 63, UINT64_C(0x317a459d034f2050) },
	};
	char bytes[64];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	setenv("CCKIT_HASH_SEED", "1", 1);
	hash_init();
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		TEST_CASE(hash_key((struct str){ bytes, cases[i].n }) ==
		    cases[i].want, "%zu bytes with seed 1", cases[i].n);
	setenv("CCKIT_HASH_SEED", "2", 1);
	hash_init();
	TEST_CASE(hash_key((struct str){ bytes, 8 }) != cases[3].want,
	    "another seed, another hash");
}

int
main(void)
{
	test_sha256();		/* in C, as nothing is chosen yet */
	cpu_init();
	printf("# the processor %s SHA-256\n", cpu_has_sha() ? "has" :
	    "has no");
	test_sha256();
	test_id();
	test_sip();
	return test_end();
}
