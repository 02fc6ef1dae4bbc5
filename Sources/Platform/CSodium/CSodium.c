#include "CSodium.h"
#include <sodium/crypto_hash_sha256.h>

void blisterd_sha256(const uint8_t *bytes, size_t count, uint8_t *digest) {
    crypto_hash_sha256(digest, bytes, count);
}
