#ifndef BLISTERD_CSODIUM_H
#define BLISTERD_CSODIUM_H

#include <stddef.h>
#include <stdint.h>

/* SHA-256 of `count` bytes into `digest` (32 bytes), by libsodium's crypto_hash_sha256. */
void blisterd_sha256(const uint8_t *bytes, size_t count, uint8_t *digest);

/* The same over parts; the state is as crypto_hash_sha256_state. */
typedef struct {
    uint32_t state[8];
    uint64_t count;
    uint8_t buffer[64];
} blisterd_sha256_state;
void blisterd_sha256_start(blisterd_sha256_state *state);
void blisterd_sha256_add(blisterd_sha256_state *state, const uint8_t *bytes, size_t count);
void blisterd_sha256_finish(blisterd_sha256_state *state, uint8_t *digest);

/* Ed25519 (RFC 8032). A seed has 32 bytes, a public key 32, a signature 64. */
void blisterd_random(uint8_t *bytes, size_t count);
void blisterd_ed25519_public_key(const uint8_t *seed, uint8_t *key);
void blisterd_ed25519_sign(const uint8_t *seed, const uint8_t *bytes, size_t count,
                           uint8_t *signature);
/* 1 when the signature is that of the key's owner over the bytes, else 0. */
int blisterd_ed25519_verify(const uint8_t *key, const uint8_t *bytes, size_t count,
                            const uint8_t *signature);

/* Argon2id (RFC 9106) with `passes` over `memory` bytes, as text with its own salt that ends in a
   zero, in `hash` (BLISTERD_PASSWORD_HASH_BYTES). 0, or -1 where the memory is not there. */
#define BLISTERD_PASSWORD_HASH_BYTES 128
int blisterd_password_hash(const uint8_t *password, size_t count, uint64_t passes, size_t memory,
                           char *hash);
/* 1 when `hash`, which ends in a zero, is of this password, else 0. */
int blisterd_password_verify(const char *hash, const uint8_t *password, size_t count);

#endif
