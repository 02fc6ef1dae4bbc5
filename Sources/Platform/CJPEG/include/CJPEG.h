#pragma once
#include <stddef.h>
#include <stdint.h>

// JPEG in memory, through libjpeg. No function prints, exits or jumps out; all are reentrant.

enum { CJPEG_OK = 0, CJPEG_TRUNCATED = 1, CJPEG_CORRUPT = 2, CJPEG_MEMORY = 3, CJPEG_CMYK = 4 };

// Reads the header only: width, height, and channels (1 grey, 3 colour).
// `message` gets the reason, 200 bytes at least.
int cjpeg_size(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height,
               int *channels, char *message);

// Decodes to `channels` (1 or 3, any of the two from grey or colour), rows top down, into at most
// `rows_max` rows of `width` columns. Missing or damaged entropy data is an error, not grey.
int cjpeg_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, uint32_t width,
                 uint32_t rows_max, int channels, uint32_t *rows, char *message);

// Encodes at quality 1...100, without chroma subsampling from quality 90 on;
// *out is freed with cjpeg_free.
int cjpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int quality,
                 uint8_t **out, size_t *out_count, char *message);

void cjpeg_free(uint8_t *bytes);
