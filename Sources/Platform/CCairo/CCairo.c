#include "CCairo.h"

#ifdef BLISTERD_REPORTS

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

struct blisterd_pdf {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoContext *context;
    uint8_t *bytes;
    size_t count;
    size_t capacity;
};

struct blisterd_text {
    PangoLayout *layout;
};

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length) {
    blisterd_pdf *pdf = closure;
    if (pdf->capacity - pdf->count < length) {
        size_t capacity = 2 * (pdf->count + length) + 65536;
        uint8_t *grown = realloc(pdf->bytes, capacity);
        if (grown == NULL) { return CAIRO_STATUS_NO_MEMORY; }
        pdf->bytes = grown;
        pdf->capacity = capacity;
    }
    memcpy(pdf->bytes + pdf->count, data, length);
    pdf->count += length;
    return CAIRO_STATUS_SUCCESS;
}

blisterd_pdf *blisterd_pdf_new(double width, double height) {
    blisterd_pdf *pdf = calloc(1, sizeof *pdf);
    if (pdf == NULL) { return NULL; }
    pdf->surface = cairo_pdf_surface_create_for_stream(append, pdf, width, height);
    cairo_pdf_surface_restrict_to_version(pdf->surface, CAIRO_PDF_VERSION_1_5);
    pdf->cairo = cairo_create(pdf->surface);
    pdf->context = pango_cairo_create_context(pdf->cairo);
    /* A point is a unit, and nothing is moved to the pixels of a screen. */
    pango_cairo_context_set_resolution(pdf->context, 72);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(pdf->context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(pdf->context, FALSE);
    return pdf;
}

void blisterd_pdf_free(blisterd_pdf *pdf) {
    if (pdf == NULL) { return; }
    g_object_unref(pdf->context);
    cairo_destroy(pdf->cairo);
    cairo_surface_destroy(pdf->surface);
    free(pdf->bytes);
    free(pdf);
}

void blisterd_pdf_describe(blisterd_pdf *pdf, int what, const char *text) {
    static const cairo_pdf_metadata_t kinds[] = {
        CAIRO_PDF_METADATA_TITLE, CAIRO_PDF_METADATA_AUTHOR, CAIRO_PDF_METADATA_SUBJECT,
        CAIRO_PDF_METADATA_CREATOR,
    };
    if (what == BLISTERD_PDF_DATE) {
        cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_CREATE_DATE, text);
        cairo_pdf_surface_set_metadata(pdf->surface, CAIRO_PDF_METADATA_MOD_DATE, text);
    } else if (what >= 0 && what < BLISTERD_PDF_DATE) {
        cairo_pdf_surface_set_metadata(pdf->surface, kinds[what], text);
    }
}

void blisterd_pdf_outline(blisterd_pdf *pdf, const char *title, int page, double y) {
    char place[64];
    g_snprintf(place, sizeof place, "page=%d pos=[0 %d]", page, (int)y);
    cairo_pdf_surface_add_outline(pdf->surface, CAIRO_PDF_OUTLINE_ROOT, title, place,
                                  CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

void blisterd_pdf_end_page(blisterd_pdf *pdf) { cairo_show_page(pdf->cairo); }

const char *blisterd_pdf_finish(blisterd_pdf *pdf, const uint8_t **bytes, size_t *count) {
    cairo_status_t status = cairo_status(pdf->cairo);
    cairo_surface_finish(pdf->surface);
    if (status == CAIRO_STATUS_SUCCESS) { status = cairo_surface_status(pdf->surface); }
    if (status != CAIRO_STATUS_SUCCESS) { return cairo_status_to_string(status); }
    *bytes = pdf->bytes;
    *count = pdf->count;
    return NULL;
}

void blisterd_pdf_colour(blisterd_pdf *pdf, double red, double green, double blue) {
    cairo_set_source_rgb(pdf->cairo, red, green, blue);
}

void blisterd_pdf_move(blisterd_pdf *pdf, double x, double y) { cairo_move_to(pdf->cairo, x, y); }

void blisterd_pdf_line(blisterd_pdf *pdf, double x, double y) { cairo_line_to(pdf->cairo, x, y); }

void blisterd_pdf_rectangle(blisterd_pdf *pdf, double x, double y, double width, double height) {
    cairo_rectangle(pdf->cairo, x, y, width, height);
}

void blisterd_pdf_circle(blisterd_pdf *pdf, double x, double y, double radius) {
    cairo_new_sub_path(pdf->cairo);
    cairo_arc(pdf->cairo, x, y, radius, 0, 2 * G_PI);
    cairo_close_path(pdf->cairo);
}

void blisterd_pdf_stroke(blisterd_pdf *pdf, double width, double dash) {
    cairo_set_line_width(pdf->cairo, width);
    cairo_set_line_join(pdf->cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_dash(pdf->cairo, &dash, dash > 0 ? 1 : 0, 0);
    cairo_stroke(pdf->cairo);
}

void blisterd_pdf_fill(blisterd_pdf *pdf) { cairo_fill(pdf->cairo); }

int blisterd_pdf_picture(blisterd_pdf *pdf, const uint8_t *rgb, int columns, int rows, const uint8_t *jpeg,
                         size_t jpeg_count, double x, double y, double width, double height) {
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, columns, rows);
    if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(image);
        return 0;
    }
    uint8_t *pixels = cairo_image_surface_get_data(image);
    int stride = cairo_image_surface_get_stride(image);
    for (int row = 0; row < rows; row++) {
        uint32_t *line = (uint32_t *)(void *)(pixels + (size_t)row * (size_t)stride);
        const uint8_t *from = rgb + (size_t)row * (size_t)columns * 3;
        for (int column = 0; column < columns; column++, from += 3) {
            line[column] = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
        }
    }
    cairo_surface_mark_dirty(image);
    if (jpeg != NULL && jpeg_count > 0) {
        uint8_t *kept = malloc(jpeg_count);
        if (kept != NULL) {
            memcpy(kept, jpeg, jpeg_count);
            if (cairo_surface_set_mime_data(image, CAIRO_MIME_TYPE_JPEG, kept, jpeg_count, free, kept)
                != CAIRO_STATUS_SUCCESS) {
                free(kept);
            }
        }
    }
    cairo_save(pdf->cairo);
    cairo_translate(pdf->cairo, x, y);
    cairo_scale(pdf->cairo, width / columns, height / rows);
    cairo_set_source_surface(pdf->cairo, image, 0, 0);
    cairo_paint(pdf->cairo);
    cairo_restore(pdf->cairo);
    cairo_surface_destroy(image);
    return cairo_status(pdf->cairo) == CAIRO_STATUS_SUCCESS;
}

blisterd_text *blisterd_text_new(blisterd_pdf *pdf, const char *text, size_t count, const char *family,
                                 double size, int is_bold, double width, int alignment, int is_cut,
                                 const char *language) {
    static const PangoAlignment alignments[] = { PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT };
    blisterd_text *made = calloc(1, sizeof *made);
    if (made == NULL) { return NULL; }
    pango_context_set_language(pdf->context, pango_language_from_string(language));
    PangoLayout *layout = pango_layout_new(pdf->context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, family);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    if (width >= 0) {
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(layout, alignments[alignment < 0 || alignment > 2 ? 0 : alignment]);
    }
    if (is_cut) {
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        pango_layout_set_single_paragraph_mode(layout, TRUE);
    }
    pango_layout_set_text(layout, text, (int)count);
    made->layout = layout;
    return made;
}

void blisterd_text_free(blisterd_text *text) {
    if (text == NULL) { return; }
    g_object_unref(text->layout);
    free(text);
}

int blisterd_text_unknown(blisterd_text *text) {
    return pango_layout_get_unknown_glyphs_count(text->layout);
}

void blisterd_text_size(blisterd_text *text, double *width, double *height, double *baseline) {
    PangoRectangle logical;
    pango_layout_get_extents(text->layout, NULL, &logical);
    *width = (double)(logical.x + logical.width) / PANGO_SCALE;
    *height = (double)logical.height / PANGO_SCALE;
    *baseline = (double)pango_layout_get_baseline(text->layout) / PANGO_SCALE;
}

void blisterd_text_draw(blisterd_pdf *pdf, blisterd_text *text, double x, double y) {
    cairo_move_to(pdf->cairo, x, y);
    pango_cairo_show_layout(pdf->cairo, text->layout);
}

#endif
