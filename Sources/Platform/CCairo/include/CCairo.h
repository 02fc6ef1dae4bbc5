#ifndef BLISTERD_CCAIRO_H
#define BLISTERD_CCAIRO_H

#include <stddef.h>
#include <stdint.h>

/* PDF pages drawn with Cairo and text set by Pango. Units are points, 1/72 inch; x to the right, y down.
   A document and its texts belong to one thread. Without the trait Reports nothing of this is built. */

typedef struct blisterd_pdf blisterd_pdf;
typedef struct blisterd_text blisterd_text;

/* What a document says of itself; texts are UTF-8. */
enum {
    BLISTERD_PDF_TITLE,
    BLISTERD_PDF_AUTHOR,
    BLISTERD_PDF_SUBJECT,
    BLISTERD_PDF_CREATOR,
    /* ISO 8601 without fractions of a second. */
    BLISTERD_PDF_DATE
};

/* A document held in memory; NULL when there is no memory. */
blisterd_pdf *blisterd_pdf_new(double width, double height);
void blisterd_pdf_free(blisterd_pdf *pdf);
void blisterd_pdf_describe(blisterd_pdf *pdf, int what, const char *text);
/* An entry of the table of contents; `page` from 1. */
void blisterd_pdf_outline(blisterd_pdf *pdf, const char *title, int page, double y);
void blisterd_pdf_end_page(blisterd_pdf *pdf);
/* Ends the document; its bytes stay until it is freed. Returns NULL, or what went wrong. */
const char *blisterd_pdf_finish(blisterd_pdf *pdf, const uint8_t **bytes, size_t *count);

void blisterd_pdf_colour(blisterd_pdf *pdf, double red, double green, double blue);
void blisterd_pdf_move(blisterd_pdf *pdf, double x, double y);
void blisterd_pdf_line(blisterd_pdf *pdf, double x, double y);
void blisterd_pdf_rectangle(blisterd_pdf *pdf, double x, double y, double width, double height);
void blisterd_pdf_circle(blisterd_pdf *pdf, double x, double y, double radius);
/* Dashes and gaps of `dash` points; 0 for a whole line. */
void blisterd_pdf_stroke(blisterd_pdf *pdf, double width, double dash);
void blisterd_pdf_fill(blisterd_pdf *pdf);

/* A picture of `columns` by `rows` RGB pixels, interleaved without padding, drawn into a box. Where `jpeg` is
   given, the file holds those bytes as they are. Returns 0 when it could not be drawn. */
int blisterd_pdf_picture(blisterd_pdf *pdf, const uint8_t *rgb, int columns, int rows, const uint8_t *jpeg,
                         size_t jpeg_count, double x, double y, double width, double height);

/* Text set into lines of at most `width` points (below 0: one line). `alignment`: 0 left, 1 middle, 2 right.
   `is_cut`: one line, its end replaced by dots where it is too long. NULL when there is no memory. */
blisterd_text *blisterd_text_new(blisterd_pdf *pdf, const char *text, size_t count, const char *family,
                                 double size, int is_bold, double width, int alignment, int is_cut,
                                 const char *language);
void blisterd_text_free(blisterd_text *text);
/* Signs that no font of the machine has. */
int blisterd_text_unknown(blisterd_text *text);
void blisterd_text_size(blisterd_text *text, double *width, double *height, double *baseline);
/* Draws with the corner at left and top. */
void blisterd_text_draw(blisterd_pdf *pdf, blisterd_text *text, double x, double y);

#endif
