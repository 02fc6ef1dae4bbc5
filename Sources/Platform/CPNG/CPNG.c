#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum { message_bytes = 160 };

struct session {
    jmp_buf escape;
    char *message;
    int status;
    const uint8_t *input;
    size_t input_count, input_used;
    uint8_t *output;
    size_t output_count, output_capacity;
    uint8_t *blended;
    png_bytep *rows;
};

static void leave(struct session *session, int status, const char *reason) {
    session->status = status;
    strncpy(session->message, reason, message_bytes - 1);
    session->message[message_bytes - 1] = 0;
    longjmp(session->escape, 1);
}

static void on_error(png_structp png, png_const_charp reason) {
    leave(png_get_error_ptr(png), CPNG_CORRUPT, reason);
}

static void on_warning(png_structp png, png_const_charp reason) {
    (void)png;
    (void)reason;
}

static void on_read(png_structp png, png_bytep target, size_t count) {
    struct session *session = png_get_io_ptr(png);
    if (count > session->input_count - session->input_used)
        leave(session, CPNG_TRUNCATED, "the file ends early");
    memcpy(target, session->input + session->input_used, count);
    session->input_used += count;
}

static void on_write(png_structp png, png_bytep source, size_t count) {
    struct session *session = png_get_io_ptr(png);
    if (count > session->output_capacity - session->output_count) {
        size_t capacity = session->output_capacity * 2;
        if (capacity < session->output_count + count) capacity = session->output_count + count;
        uint8_t *grown = realloc(session->output, capacity);
        if (!grown) leave(session, CPNG_MEMORY, "out of memory");
        session->output = grown;
        session->output_capacity = capacity;
    }
    memcpy(session->output + session->output_count, source, count);
    session->output_count += count;
}

static void on_flush(png_structp png) { (void)png; }

static void blend_over_white(const uint8_t *source, uint8_t *target, size_t pixels, int channels) {
    for (size_t i = 0; i < pixels; i++) {
        unsigned alpha = source[channels];
        for (int c = 0; c < channels; c++)
            target[c] = (uint8_t)((source[c] * alpha + 255u * (255u - alpha) + 127u) / 255u);
        source += channels + 1;
        target += channels;
    }
}

static void decode(struct session *session, png_structp png, png_infop info, uint8_t *pixels,
                   size_t pixel_count, int channels) {
    png_set_read_fn(png, session, on_read);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_read_info(png, info);
    size_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
    int kind = png_get_color_type(png, info);
    int found = kind == PNG_COLOR_TYPE_GRAY || kind == PNG_COLOR_TYPE_GRAY_ALPHA ? 1 : 3;
    if (found != channels || width * height * (size_t)channels != pixel_count)
        leave(session, CPNG_CORRUPT, "the header appears twice");
    int has_transparency = png_get_valid(png, info, PNG_INFO_tRNS) != 0;
    png_set_scale_16(png);
    if (kind == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
    if (kind == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png);
    if (has_transparency) png_set_tRNS_to_alpha(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t row_bytes = png_get_rowbytes(png, info);
    int has_alpha = has_transparency || (kind & PNG_COLOR_MASK_ALPHA);
    if (row_bytes != width * (size_t)(channels + (has_alpha ? 1 : 0)))
        leave(session, CPNG_CORRUPT, "the row layout is unknown");
    uint8_t *target = pixels;
    if (has_alpha) {
        session->blended = malloc(row_bytes * height);
        if (!session->blended) leave(session, CPNG_MEMORY, "out of memory");
        target = session->blended;
    }
    session->rows = malloc(height * sizeof *session->rows);
    if (!session->rows) leave(session, CPNG_MEMORY, "out of memory");
    for (size_t y = 0; y < height; y++) session->rows[y] = target + y * row_bytes;
    png_read_image(png, session->rows);
    png_read_end(png, NULL);
    if (has_alpha) blend_over_white(target, pixels, width * height, channels);
}

int cpng_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, size_t pixel_count,
                int channels, char *message) {
    struct session session = {.message = message, .input = bytes, .input_count = count};
    message[0] = 0;
    png_structp volatile png = NULL;
    png_infop volatile info = NULL;
    if (setjmp(session.escape) == 0) {
        png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &session, on_error, on_warning);
        if (!png) leave(&session, CPNG_MEMORY, "out of memory");
        info = png_create_info_struct(png);
        if (!info) leave(&session, CPNG_MEMORY, "out of memory");
        decode(&session, png, info, pixels, pixel_count, channels);
    }
    png_structp png_now = png;
    png_infop info_now = info;
    if (png_now) png_destroy_read_struct(&png_now, info_now ? &info_now : NULL, NULL);
    free(session.blended);
    free(session.rows);
    return session.status;
}

int cpng_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int level,
                uint8_t **out, size_t *out_count, char *message) {
    struct session session = {.message = message};
    message[0] = 0;
    png_structp volatile png = NULL;
    png_infop volatile info = NULL;
    if (setjmp(session.escape) == 0) {
        session.output_capacity = (size_t)width * height * (size_t)channels / 2 + 4096;
        session.output = malloc(session.output_capacity);
        if (!session.output) leave(&session, CPNG_MEMORY, "out of memory");
        png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &session, on_error, on_warning);
        if (!png) leave(&session, CPNG_MEMORY, "out of memory");
        info = png_create_info_struct(png);
        if (!info) leave(&session, CPNG_MEMORY, "out of memory");
        png_set_write_fn(png, &session, on_write, on_flush);
        png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
        if (level > 0) {
            png_set_compression_level(png, level);
            png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
        }
        png_set_IHDR(png, info, width, height, 8,
                     channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                     PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_write_info(png, info);
        for (uint32_t y = 0; y < height; y++)
            png_write_row(png, pixels + (size_t)y * width * (size_t)channels);
        png_write_end(png, NULL);
    }
    png_structp png_now = png;
    png_infop info_now = info;
    if (png_now) png_destroy_write_struct(&png_now, info_now ? &info_now : NULL);
    if (session.status != CPNG_OK) {
        free(session.output);
        session.output = NULL;
        session.output_count = 0;
    }
    *out = session.output;
    *out_count = session.output_count;
    return session.status;
}

void cpng_free(uint8_t *bytes) { free(bytes); }
