#include "CSodium.h"
#include <sodium/crypto_hash_sha256.h>
#include <sodium/crypto_sign_ed25519.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

void blisterd_sha256(const uint8_t *bytes, size_t count, uint8_t *digest) {
    crypto_hash_sha256(digest, bytes, count);
}

void blisterd_random(uint8_t *bytes, size_t count) { randombytes_buf(bytes, count); }

void blisterd_ed25519_public_key(const uint8_t *seed, uint8_t *key) {
    uint8_t secret[crypto_sign_ed25519_SECRETKEYBYTES];
    crypto_sign_ed25519_seed_keypair(key, secret, seed);
    sodium_memzero(secret, sizeof secret);
}

void blisterd_ed25519_sign(const uint8_t *seed, const uint8_t *bytes, size_t count,
                           uint8_t *signature) {
    uint8_t key[crypto_sign_ed25519_PUBLICKEYBYTES];
    uint8_t secret[crypto_sign_ed25519_SECRETKEYBYTES];
    crypto_sign_ed25519_seed_keypair(key, secret, seed);
    crypto_sign_ed25519_detached(signature, NULL, bytes, count, secret);
    sodium_memzero(secret, sizeof secret);
}

int blisterd_ed25519_verify(const uint8_t *key, const uint8_t *bytes, size_t count,
                            const uint8_t *signature) {
    return crypto_sign_ed25519_verify_detached(signature, bytes, count, key) == 0;
}
