#ifndef BLISTERD_CSODIUM_H
#define BLISTERD_CSODIUM_H

#include <stddef.h>
#include <stdint.h>

/* SHA-256 of `count` bytes into `digest` (32 bytes), by libsodium's crypto_hash_sha256. */
void blisterd_sha256(const uint8_t *bytes, size_t count, uint8_t *digest);

#endif
