/*
 * hash: two kinds, never mixed. hash_key for tables in memory: SipHash-1-3
 * with a random seed of this process (CCKIT_HASH_SEED=N fixes it for tests);
 * output never depends on it. sha256 for what is written.
 */
#ifndef CCKIT_HASH_H
#define CCKIT_HASH_H

#include "common/str.h"

enum { SHA256_BYTES = 32, ID_HEX = 32 };

/* Seeds hash_key; called once by cli_begin before threads start. */
void hash_init(void);
uint64_t hash_key(struct str s);

/* FIPS 180-4. */
void sha256(struct str s, unsigned char out[SHA256_BYTES]);

/*
 * A written id: SHA-256 of `what`, a zero byte and s, cut to 128 bits, as 32
 * lower-case hex digits. `what` carries the version: "customer/1".
 */
void hash_id(const char *what, struct str s, char out[ID_HEX]);
/* The same in two steps: 128 bits as bytes, which have the same order, and n
 * bytes as 2 n digits. */
void hash_id_bytes(const char *what, struct str s, char out[ID_HEX / 2]);
void hash_hex(const char *bytes, size_t n, char *out);

#endif
