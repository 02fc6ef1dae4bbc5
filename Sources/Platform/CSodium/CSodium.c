#include "CSodium.h"
#include <sodium/core.h>
#include <sodium/crypto_hash_sha256.h>
#include <sodium/crypto_pwhash_argon2id.h>
#include <sodium/crypto_sign_ed25519.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

void blisterd_sha256(const uint8_t *bytes, size_t count, uint8_t *digest) {
    crypto_hash_sha256(digest, bytes, count);
}

_Static_assert(sizeof(blisterd_sha256_state) == sizeof(crypto_hash_sha256_state),
               "the state of libsodium");

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#include <string.h>

static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static int has_sha_instructions(void) {
    static int known = -1;
    if (known < 0) {
        unsigned a = 0, b = 0, c = 0, d = 0;
        int has = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
        has = has && __get_cpuid(1, &a, &b, &c, &d) && (c >> 19 & 1);
        known = has;
    }
    return known;
}

/* Whole blocks by the processor's own instructions. Source: Intel, "Intel SHA Extensions", 2013. */
__attribute__((target("sha,sse4.1,ssse3"))) static void add_blocks(uint32_t *state,
                                                                  const uint8_t *bytes,
                                                                  size_t blocks) {
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0bULL, 0x0405060700010203ULL);
    __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
    __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
    __m128i abef = _mm_alignr_epi8(low, high, 8);
    __m128i cdgh = _mm_blend_epi16(high, low, 0xf0);
    for (; blocks > 0; blocks--, bytes += 64) {
        const __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i words[4];
        for (int group = 0; group < 16; group++) {
            __m128i now;
            if (group < 4) {
                now = _mm_loadu_si128((const __m128i *)(bytes + 16 * group));
                now = _mm_shuffle_epi8(now, order);
            } else {
                __m128i last = words[(group + 3) & 3];
                now = _mm_sha256msg1_epu32(words[group & 3], words[(group + 1) & 3]);
                now = _mm_add_epi32(now, _mm_alignr_epi8(last, words[(group + 2) & 3], 4));
                now = _mm_sha256msg2_epu32(now, last);
            }
            words[group & 3] = now;
            now = _mm_add_epi32(now, _mm_load_si128((const __m128i *)(constants + 4 * group)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, now);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(now, 0x0e));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    low = _mm_shuffle_epi32(abef, 0x1b);
    high = _mm_shuffle_epi32(cdgh, 0xb1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xf0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

/* As crypto_hash_sha256_update, whose state it keeps. `count` there is in bits. */
static void add_fast(blisterd_sha256_state *state, const uint8_t *bytes, size_t count) {
    size_t held = state->count / 8 % 64;
    state->count += (uint64_t)count * 8;
    if (held + count >= 64 && held > 0) {
        size_t taken = 64 - held;
        memcpy(state->buffer + held, bytes, taken);
        add_blocks(state->state, state->buffer, 1);
        bytes += taken;
        count -= taken;
        held = 0;
    }
    size_t blocks = count / 64;
    if (blocks > 0) add_blocks(state->state, bytes, blocks);
    memcpy(state->buffer + held, bytes + 64 * blocks, count - 64 * blocks);
}
#endif

void blisterd_sha256_start(blisterd_sha256_state *state) {
    crypto_hash_sha256_init((crypto_hash_sha256_state *)state);
}

void blisterd_sha256_add(blisterd_sha256_state *state, const uint8_t *bytes, size_t count) {
#if defined(__x86_64__)
    if (has_sha_instructions()) {
        add_fast(state, bytes, count);
        return;
    }
#endif
    crypto_hash_sha256_update((crypto_hash_sha256_state *)state, bytes, count);
}

void blisterd_sha256_finish(blisterd_sha256_state *state, uint8_t *digest) {
    crypto_hash_sha256_final((crypto_hash_sha256_state *)state, digest);
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

int blisterd_password_hash(const uint8_t *password, size_t count, uint64_t passes, size_t memory,
                           char *hash) {
    // Chooses the processor's instructions; harmless when it was called before.
    if (sodium_init() < 0) return -1;
    return crypto_pwhash_argon2id_str(hash, (const char *)password, count, passes, memory);
}

int blisterd_password_verify(const char *hash, const uint8_t *password, size_t count) {
    if (sodium_init() < 0) return 0;
    return crypto_pwhash_argon2id_str_verify(hash, (const char *)password, count) == 0;
}
