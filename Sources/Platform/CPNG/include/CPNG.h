#pragma once
#include <stddef.h>
#include <stdint.h>

// PNG in memory, through libpng. No function prints, exits or jumps out; all are reentrant.

enum { CPNG_OK = 0, CPNG_TRUNCATED = 1, CPNG_CORRUPT = 2, CPNG_MEMORY = 3 };

// Decodes to 8 bits a sample, rows top down, `channels` (1 or 3) interleaved.
// Alpha is laid over white, 16 bits are rounded to 8. `pixels` holds pixel_count bytes, exactly
// width * height * channels of the header. `message` gets the reason, at most 160 bytes.
int cpng_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t pixel_count,
                int channels, char *message);

// Encodes width x height x channels (1 or 3) samples of 8 bits; *out is freed with cpng_free.
// `level` is zlib's, 1 fast to 9 small; 0 leaves the choice, and the filters, to libpng.
int cpng_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int level,
                uint8_t **out, size_t *out_count, char *message);

void cpng_free(uint8_t *bytes);
