#ifndef BLISTERD_COPENBLAS_H
#define BLISTERD_COPENBLAS_H

#include <stdint.h>

/* How the OpenBLAS that is linked shares its work: 0 not at all, 1 pthreads, 2 OpenMP (openblas_get_parallel). */
int blisterd_blas_threading(void);

/* What the OpenBLAS that is linked says of itself (openblas_get_config). */
const char *blisterd_blas_description(void);

/* Lets every later call of this process work on the calling thread alone. */
void blisterd_blas_use_one_thread(void);

/* c = a * b + beta * c; row-major, c of rows by columns; a is rows by depth or, transposed, depth by rows. */
void blisterd_sgemm(int is_a_transposed, int is_b_transposed, int32_t rows, int32_t columns, int32_t depth,
                    const float *a, int32_t a_stride, const float *b, int32_t b_stride, float beta, float *c,
                    int32_t c_stride);

#endif
