#include "CLouis.h"
#include <liblouis/liblouis.h>
#include <pthread.h>
#include <string.h>

/* liblouis keeps its compiled tables in globals: one caller at a time. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void silence(logLevels level, const char *message) {
    (void)level;
    (void)message;
}

static int begin(const char *table) {
    pthread_mutex_lock(&gate);
    lou_registerLogCallback(silence);
    return lou_getTable(table) != NULL;
}

int blisterd_louis_has_table(const char *table) {
    int found = begin(table);
    pthread_mutex_unlock(&gate);
    return found;
}

typedef int (*translation)(const char *, const widechar *, int *, widechar *, int *, formtype *,
                           char *, int);

enum { UNITS_MAX = 1 << 14 };

/* widechar has 16 or 32 bits, as the library was built. */
static int translated(translation function, const char *table, int mode, const uint32_t *from,
                      int count, uint32_t *to, int capacity) {
    static widechar source[UNITS_MAX];
    static widechar target[UNITS_MAX];
    int result = -1;
    if (begin(table) && count <= UNITS_MAX) {
        int read = count;
        int written = capacity < UNITS_MAX ? capacity : UNITS_MAX;
        for (int i = 0; i < count; i++) { source[i] = (widechar)from[i]; }
        if (function(table, source, &read, target, &written, NULL, NULL, mode) && read == count) {
            for (int i = 0; i < written; i++) { to[i] = target[i]; }
            result = written;
        }
    }
    pthread_mutex_unlock(&gate);
    return result;
}

int blisterd_louis_text(const char *table, const uint32_t *cells, int count, uint32_t *text,
                        int capacity) {
    return translated(lou_backTranslateString, table, 0, cells, count, text, capacity);
}

int blisterd_louis_cells(const char *table, const uint32_t *text, int count, uint32_t *cells,
                         int capacity) {
    return translated(lou_translateString, table, dotsIO | ucBrl, text, count, cells, capacity);
}
