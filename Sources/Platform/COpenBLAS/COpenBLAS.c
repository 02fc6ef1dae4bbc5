#include "COpenBLAS.h"

#include <cblas.h>

int blisterd_blas_threading(void) { return openblas_get_parallel(); }

const char *blisterd_blas_description(void) { return openblas_get_config(); }

void blisterd_blas_use_one_thread(void) { openblas_set_num_threads(1); }

void blisterd_sgemm(int is_a_transposed, int is_b_transposed, int32_t rows, int32_t columns, int32_t depth,
                    const float *a, int32_t a_stride, const float *b, int32_t b_stride, float beta, float *c,
                    int32_t c_stride) {
    cblas_sgemm(CblasRowMajor, is_a_transposed ? CblasTrans : CblasNoTrans, is_b_transposed ? CblasTrans : CblasNoTrans,
                rows, columns, depth, 1.0f, a, a_stride, b, b_stride, beta, c, c_stride);
}
