#ifndef BLISTERD_CSODIUM_H
#define BLISTERD_CSODIUM_H

#include <stddef.h>
#include <stdint.h>

/* SHA-256 of `count` bytes into `digest` (32 bytes), by libsodium's crypto_hash_sha256. */
void blisterd_sha256(const uint8_t *bytes, size_t count, uint8_t *digest);

/* Ed25519 (RFC 8032). A seed has 32 bytes, a public key 32, a signature 64. */
void blisterd_random(uint8_t *bytes, size_t count);
void blisterd_ed25519_public_key(const uint8_t *seed, uint8_t *key);
void blisterd_ed25519_sign(const uint8_t *seed, const uint8_t *bytes, size_t count,
                           uint8_t *signature);
/* 1 when the signature is that of the key's owner over the bytes, else 0. */
int blisterd_ed25519_verify(const uint8_t *key, const uint8_t *bytes, size_t count,
                            const uint8_t *signature);

#endif
