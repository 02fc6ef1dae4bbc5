#ifndef BLISTERD_CLOUIS_H
#define BLISTERD_CLOUIS_H

#include <stddef.h>
#include <stdint.h>

/* Text is Unicode; cells are U+2800 to U+283F. Any thread; one at a time is served. */

/* 1 when liblouis finds and compiles `table` (a file name of its table folder), else 0. */
int blisterd_louis_has_table(const char *table);
/* Cells to text; writes at most `capacity` units and returns how many, or -1. */
int blisterd_louis_text(const char *table, const uint32_t *cells, int count, uint32_t *text,
                        int capacity);
/* Text to cells; writes at most `capacity` units and returns how many, or -1. */
int blisterd_louis_cells(const char *table, const uint32_t *text, int count, uint32_t *cells,
                         int capacity);

#endif
