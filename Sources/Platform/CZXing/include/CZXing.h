#ifndef BLISTERD_CZXING_H
#define BLISTERD_CZXING_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Kinds of symbols, as bits. */
enum {
    BLISTERD_DATA_MATRIX = 1,
    BLISTERD_QR_CODE = 2,
    BLISTERD_EAN_8 = 4,
    BLISTERD_EAN_13 = 8,
    BLISTERD_CODE_128 = 16,
};

enum { BLISTERD_BARCODE_TEXT_MAX = 1024 };

typedef struct {
    int kind;
    /* 1 where the symbol says that its text is GS1 element strings; FNC1 between them reads as 29. */
    int is_gs1;
    /* Corners in pixels: upper left, upper right, lower right, lower left as the symbol stands. */
    int x[4];
    int y[4];
    size_t count;
    uint8_t text[BLISTERD_BARCODE_TEXT_MAX];
} blisterd_barcode;

/* Reads the symbols of `kinds` in a grey picture of rows without gaps, turned by whatever angle. Writes at
   most `capacity` (up to 255) and returns how many, or -1 where memory is short. Any thread. */
int blisterd_barcodes(const uint8_t *pixels, int width, int height, int kinds,
                      blisterd_barcode *found, int capacity);

/* Draws a symbol of `kind` with `module` pixels a module and a quiet zone: grey, 0 and 255, rows without
   gaps. Returns 1 and sizes, or 0 where the text has no such symbol or `capacity` bytes are too few. */
int blisterd_draw_barcode(int kind, const char *text, int module, uint8_t *pixels, size_t capacity,
                          int *width, int *height);

#ifdef __cplusplus
}
#endif

#endif
