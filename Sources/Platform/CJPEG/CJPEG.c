#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

// A progressive file may name the same coefficients again and again; ordinary ones use about ten.
enum { scan_count_max = 200 };

struct session {
    struct jpeg_error_mgr errors;
    jmp_buf escape;
    char *message;
    int status;
};

static void leave(j_common_ptr codec, int status) {
    struct session *session = (struct session *)codec->err;
    char text[JMSG_LENGTH_MAX];
    codec->err->format_message(codec, text);
    strncpy(session->message, text, 159);
    session->message[159] = 0;
    session->status = status;
    longjmp(session->escape, 1);
}

static void on_error(j_common_ptr codec) {
    int code = codec->err->msg_code;
    if (code == JERR_OUT_OF_MEMORY) leave(codec, CJPEG_MEMORY);
    if (code == JERR_INPUT_EOF || code == JERR_INPUT_EMPTY) leave(codec, CJPEG_TRUNCATED);
    leave(codec, CJPEG_CORRUPT);
}

// libjpeg paints over damage and goes on; a picture that is judged must be whole.
static void on_message(j_common_ptr codec, int level) {
    if (level >= 0) return;
    switch (codec->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER: leave(codec, CJPEG_TRUNCATED); break;
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_MUST_RESYNC: leave(codec, CJPEG_CORRUPT); break;
    default: break;
    }
}

static void on_print(j_common_ptr codec) { (void)codec; }

static void on_progress(j_common_ptr codec) {
    if (((j_decompress_ptr)codec)->input_scan_number > scan_count_max) {
        codec->err->msg_code = JERR_NOTIMPL;
        leave(codec, CJPEG_CORRUPT);
    }
}

static void prepare(struct session *session, char *message) {
    message[0] = 0;
    session->message = message;
    session->status = CJPEG_OK;
    jpeg_std_error(&session->errors);
    session->errors.error_exit = on_error;
    session->errors.emit_message = on_message;
    session->errors.output_message = on_print;
}

int cjpeg_size(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height,
               int *channels, char *message) {
    struct session session;
    struct jpeg_decompress_struct codec;
    memset(&codec, 0, sizeof codec);
    prepare(&session, message);
    codec.err = &session.errors;
    if (setjmp(session.escape) == 0) {
        jpeg_create_decompress(&codec);
        jpeg_mem_src(&codec, bytes, count);
        jpeg_read_header(&codec, TRUE);
        *width = codec.image_width;
        *height = codec.image_height;
        *channels = codec.num_components == 1 ? 1 : 3;
        if (codec.jpeg_color_space == JCS_CMYK || codec.jpeg_color_space == JCS_YCCK)
            session.status = CJPEG_CMYK;
    }
    jpeg_destroy_decompress(&codec);
    return session.status;
}

int cjpeg_decode(const uint8_t *bytes, size_t count, uint8_t *pixels, uint32_t width,
                 uint32_t rows_max, int channels, uint32_t *rows, char *message) {
    struct session session;
    struct jpeg_decompress_struct codec;
    struct jpeg_progress_mgr progress = {.progress_monitor = on_progress};
    memset(&codec, 0, sizeof codec);
    prepare(&session, message);
    codec.err = &session.errors;
    *rows = 0;
    if (setjmp(session.escape) == 0) {
        jpeg_create_decompress(&codec);
        codec.progress = &progress;
        jpeg_mem_src(&codec, bytes, count);
        jpeg_read_header(&codec, TRUE);
        if (codec.image_width != width || codec.image_height > rows_max) {
            snprintf(message, 160, "the picture is %u x %u", codec.image_width,
                     codec.image_height);
            session.status = CJPEG_CORRUPT;
            longjmp(session.escape, 1);
        }
        codec.out_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
        codec.dct_method = JDCT_ISLOW;
        jpeg_start_decompress(&codec);
        while (codec.output_scanline < codec.output_height) {
            JSAMPROW row = pixels + (size_t)codec.output_scanline * width * (size_t)channels;
            jpeg_read_scanlines(&codec, &row, 1);
        }
        *rows = codec.output_height;
        jpeg_finish_decompress(&codec);
    }
    jpeg_destroy_decompress(&codec);
    return session.status;
}

int cjpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int quality,
                 uint8_t **out, size_t *out_count, char *message) {
    struct session session;
    struct jpeg_compress_struct codec;
    unsigned char *volatile buffer = NULL;
    unsigned long volatile size = 0;
    memset(&codec, 0, sizeof codec);
    prepare(&session, message);
    codec.err = &session.errors;
    if (setjmp(session.escape) == 0) {
        jpeg_create_compress(&codec);
        jpeg_mem_dest(&codec, (unsigned char **)&buffer, (unsigned long *)&size);
        codec.image_width = width;
        codec.image_height = height;
        codec.input_components = channels;
        codec.in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
        jpeg_set_defaults(&codec);
        jpeg_set_quality(&codec, quality, TRUE);
        codec.dct_method = JDCT_ISLOW;
        if (channels == 3 && quality >= 90)
            codec.comp_info[0].h_samp_factor = codec.comp_info[0].v_samp_factor = 1;
        jpeg_start_compress(&codec, TRUE);
        while (codec.next_scanline < height) {
            JSAMPROW row =
                (JSAMPROW)pixels + (size_t)codec.next_scanline * width * (size_t)channels;
            jpeg_write_scanlines(&codec, &row, 1);
        }
        jpeg_finish_compress(&codec);
    }
    jpeg_destroy_compress(&codec);
    if (session.status != CJPEG_OK) {
        free(buffer);
        buffer = NULL;
        size = 0;
    }
    *out = buffer;
    *out_count = size;
    return session.status;
}

void cjpeg_free(uint8_t *bytes) { free(bytes); }
