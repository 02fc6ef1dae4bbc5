// The products of bytes.h, compiled once for each way to multiply; BYTE_NAME, BYTE_TARGET,
// BYTE_OPERAND, BYTE_PIXELS_MAX and BYTE_BLOCKS_MAX say how and end here.

#define BYTE_INLINE static inline __attribute__((always_inline, unused BYTE_TARGET))
#define BYTE_FUNCTION static __attribute__((noinline, unused BYTE_TARGET))

BYTE_INLINE void BYTE_NAME(finish)(
    const int pixels,
    const int blocks,
    const byte_sums *sums,
    const struct byte_product *job,
    const enum byte_result result
) {
    const struct byte_finish finish = job->finish;
    const ptrdiff_t step = job->output_pixel_stride, block_step = job->output_block_stride;
    const ptrdiff_t size = result == byte_result_bytes ? 1 : 4;
    char *output = job->output;
#pragma unroll
    for (int b = 0; b < blocks; b++) {
        byte_finish_all(
            sums + b, pixels, blocks, finish, b * 16, output + b * block_step * size, step, result
        );
    }
}

/// All but `job` are constants at every call but `pixel_stride` of spread ones.
BYTE_INLINE void BYTE_NAME(multiply)(
    const int pixels,
    const int blocks,
    const ptrdiff_t pixel_stride,
    const struct byte_product *job
) {
    byte_sums sums[BYTE_PIXELS_MAX * BYTE_BLOCKS_MAX < 8 ? 8 : BYTE_PIXELS_MAX * BYTE_BLOCKS_MAX];
#pragma unroll
    for (int i = 0; i < pixels * blocks; i++) {
        sums[i] = byte_load_sums(job->bias + i % blocks * 16);
    }
    const int8_t *weights = job->weights;
    const ptrdiff_t weight_stride = blocks == 1 ? job->weight_stride : 128;
    const ptrdiff_t *taps = job->taps;
    const ptrdiff_t tap_count = job->tap_count, whole_taps = job->whole_taps;
    for (ptrdiff_t tap = 0; tap < tap_count; tap++) {
        const uint8_t *input = job->input + taps[tap];
        const ptrdiff_t groups = tap < whole_taps ? job->groups : job->tail_groups;
#pragma clang loop unroll(disable)
        for (ptrdiff_t group = 0; group < groups; group++) {
            BYTE_OPERAND factors[BYTE_BLOCKS_MAX];
#pragma unroll
            for (int b = 0; b < blocks; b++) {
                factors[b] = BYTE_NAME(factors)(byte_load_sums(weights + b * 64));
            }
#pragma unroll
            for (int p = 0; p < pixels; p++) {
                BYTE_OPERAND values = BYTE_NAME(values)(byte_splat(input + p * pixel_stride));
#pragma unroll
                for (int b = 0; b < blocks; b++) {
                    sums[p * blocks + b] =
                        BYTE_NAME(dot)(sums[p * blocks + b], values, factors[b]);
                }
            }
            input += 4;
            weights += weight_stride;
        }
    }
    switch (job->finish.result) {
    case byte_result_bytes:
        return BYTE_NAME(finish)(pixels, blocks, sums, job, byte_result_bytes);
    case byte_result_floats:
        return BYTE_NAME(finish)(pixels, blocks, sums, job, byte_result_floats);
    case byte_result_sums:
        return BYTE_NAME(finish)(pixels, blocks, sums, job, byte_result_sums);
    }
}

#define BYTE_CASE(pixels) \
    case pixels: \
        BYTE_NAME(multiply)(pixels, blocks, pixel_stride, job); \
        break;

BYTE_INLINE void BYTE_NAME(pixels)(
    const int blocks, const ptrdiff_t pixel_stride, int pixels, const struct byte_product *job
) {
    switch (pixels) {
        BYTE_CASE(1)
        BYTE_CASE(2)
#if BYTE_PIXELS_MAX >= 4
        BYTE_CASE(3)
        BYTE_CASE(4)
#endif
#if BYTE_PIXELS_MAX >= 8
        BYTE_CASE(5)
        BYTE_CASE(6)
        BYTE_CASE(7)
        BYTE_CASE(8)
#endif
#if BYTE_PIXELS_MAX >= 14
        BYTE_CASE(9)
        BYTE_CASE(10)
        BYTE_CASE(11)
        BYTE_CASE(12)
        BYTE_CASE(13)
        BYTE_CASE(14)
#endif
    default:
        break;
    }
}

#define BYTE_TILE(name, blocks, stride) \
    BYTE_FUNCTION void BYTE_NAME(name)(int pixels, const struct byte_product *job) { \
        BYTE_NAME(pixels)(blocks, stride, pixels, job); \
    }

BYTE_TILE(dense_1, 1, 16)
BYTE_TILE(strided_1, 1, 32)
BYTE_TILE(narrow_1, 1, 4)
BYTE_TILE(narrow_strided_1, 1, 8)
#if BYTE_BLOCKS_MAX == 2
BYTE_TILE(dense_2, 2, 16)
BYTE_TILE(strided_2, 2, 32)
BYTE_TILE(narrow_2, 2, 4)
BYTE_TILE(narrow_strided_2, 2, 8)
#endif

BYTE_INLINE void BYTE_NAME(spread)(
    const int blocks, int pixels, const struct byte_product *job
) {
    const ptrdiff_t pixel_stride = job->pixel_stride;
    switch (pixels) {
        BYTE_CASE(1)
        BYTE_CASE(2)
        BYTE_CASE(3)
        BYTE_CASE(4)
    default:
        break;
    }
}

BYTE_FUNCTION void BYTE_NAME(spread_1)(int pixels, const struct byte_product *job) {
    BYTE_NAME(spread)(1, pixels, job);
}
#if BYTE_BLOCKS_MAX == 2
BYTE_FUNCTION void BYTE_NAME(spread_2)(int pixels, const struct byte_product *job) {
    BYTE_NAME(spread)(2, pixels, job);
}
#define BYTE_CHOOSE(name) \
    return blocks == 2 ? BYTE_NAME(name##_2)(pixels, job) : BYTE_NAME(name##_1)(pixels, job)
#else
#define BYTE_CHOOSE(name) return BYTE_NAME(name##_1)(pixels, job)
#endif

static inline __attribute__((unused)) void BYTE_NAME(run)(
    enum byte_spacing spacing, int pixels, int blocks, const struct byte_product *job
) {
    switch (spacing) {
    case byte_spacing_dense: BYTE_CHOOSE(dense);
    case byte_spacing_strided: BYTE_CHOOSE(strided);
    case byte_spacing_narrow: BYTE_CHOOSE(narrow);
    case byte_spacing_narrow_strided: BYTE_CHOOSE(narrow_strided);
    case byte_spacing_spread: BYTE_CHOOSE(spread);
    }
}

BYTE_INLINE void BYTE_NAME(depthwise_pixels)(
    const int pixels,
    const int quad_rows,
    const int columns,
    const struct byte_depthwise *job,
    ptrdiff_t pixel,
    const enum byte_result result
) {
    byte_sums sums[8];
#pragma unroll
    for (int p = 0; p < pixels; p++) sums[p] = byte_load_sums(job->bias);
    const uint8_t *quads = job->quads + pixel * job->pixel_stride;
    for (int row = 0; row < quad_rows; row++) {
        const int8_t *weights = job->weights + row * columns * 64;
        for (int column = 0; column < columns; column++) {
            BYTE_OPERAND factors = BYTE_NAME(factors)(byte_load_sums(weights + column * 64));
            const uint8_t *from = quads + row * job->quad_stride + column * job->tap_stride;
#pragma unroll
            for (int p = 0; p < pixels; p++) {
                BYTE_OPERAND values =
                    BYTE_NAME(values)(byte_load_sums(from + p * job->pixel_stride));
                sums[p] = BYTE_NAME(dot)(sums[p], values, factors);
            }
        }
    }
    char *output = (char *)job->output + pixel * (result == byte_result_bytes ? 16 : 64);
    byte_finish_all(sums, pixels, 1, job->finish, 0, output, 16, result);
}

#if defined(__AVX512F__)
#define BYTE_DEPTHWISE_PIXELS 8
#else
#define BYTE_DEPTHWISE_PIXELS 2
#endif

BYTE_INLINE void BYTE_NAME(depthwise_row)(
    const int quad_rows,
    const int columns,
    const struct byte_depthwise *job,
    ptrdiff_t pixels,
    const enum byte_result result
) {
    const int step = BYTE_DEPTHWISE_PIXELS;
    ptrdiff_t pixel = 0;
    for (; pixel + step <= pixels; pixel += step) {
        BYTE_NAME(depthwise_pixels)(step, quad_rows, columns, job, pixel, result);
    }
    for (; pixel < pixels; pixel++) {
        BYTE_NAME(depthwise_pixels)(1, quad_rows, columns, job, pixel, result);
    }
}

BYTE_INLINE void BYTE_NAME(depthwise_result)(
    const int quad_rows, const int columns, const struct byte_depthwise *job, ptrdiff_t pixels
) {
    switch (job->finish.result) {
    case byte_result_bytes:
        return BYTE_NAME(depthwise_row)(quad_rows, columns, job, pixels, byte_result_bytes);
    case byte_result_floats:
        return BYTE_NAME(depthwise_row)(quad_rows, columns, job, pixels, byte_result_floats);
    case byte_result_sums:
        return BYTE_NAME(depthwise_row)(quad_rows, columns, job, pixels, byte_result_sums);
    }
}

/// A row of `pixels` output pixels of one block.
BYTE_FUNCTION void BYTE_NAME(depthwise)(const struct byte_depthwise *job, ptrdiff_t pixels) {
    if (job->quad_rows == 1 && job->kernel_columns == 3) {
        return BYTE_NAME(depthwise_result)(1, 3, job, pixels);
    }
    BYTE_NAME(depthwise_result)(job->quad_rows, job->kernel_columns, job, pixels);
}

#undef BYTE_INLINE
#undef BYTE_FUNCTION
#undef BYTE_CASE
#undef BYTE_TILE
#undef BYTE_CHOOSE
#undef BYTE_DEPTHWISE_PIXELS
#undef BYTE_NAME
#undef BYTE_TARGET
#undef BYTE_OPERAND
#undef BYTE_PIXELS_MAX
#undef BYTE_BLOCKS_MAX
