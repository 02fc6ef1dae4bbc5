// Register tiles of the network kernels, compiled into each Swift kernel target with that
// target's processor flags. Everything is `static inline`: nothing here may become a symbol that
// targets with different flags share.
//
// A block is 16 channels; activations are [image][block][row][column][16], float32.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Everything is inlined: no vector crosses a call, so there is no ABI to warn of.
#pragma clang diagnostic ignored "-Wpsabi"

#define TILE_INLINE static inline __attribute__((always_inline, unused))

typedef float tile_lanes __attribute__((ext_vector_type(16)));

TILE_INLINE tile_lanes tile_load(const float *from) {
    tile_lanes lanes;
    __builtin_memcpy(&lanes, from, sizeof lanes);
    return lanes;
}

TILE_INLINE void tile_store(float *to, tile_lanes lanes) {
    __builtin_memcpy(to, &lanes, sizeof lanes);
}

TILE_INLINE tile_lanes tile_splat(float value) { return (tile_lanes)(value); }

/// a × b + c: fused where the target can, so that one target always rounds the same way.
TILE_INLINE tile_lanes tile_fma(tile_lanes a, tile_lanes b, tile_lanes c) {
#if defined(__FMA__) || defined(__aarch64__)
    return __builtin_elementwise_fma(a, b, c);
#else
    return a * b + c;
#endif
}

/// The larger of each lane; a NaN in `a` stays.
TILE_INLINE tile_lanes tile_max(tile_lanes a, tile_lanes bound) { return a < bound ? bound : a; }

/// The smaller of each lane; a NaN in `a` stays.
TILE_INLINE tile_lanes tile_min(tile_lanes a, tile_lanes bound) { return a > bound ? bound : a; }

/// What follows a sum: negative values times `slope`, then the range `low`…`high`.
struct tile_activation {
    float slope;
    float low;
    float high;
};

TILE_INLINE tile_lanes tile_leak(tile_lanes value, float slope) {
    tile_lanes scaled = value * tile_splat(slope);
    return value < tile_splat(0) ? scaled : value;
}

TILE_INLINE tile_lanes tile_clip(tile_lanes value, struct tile_activation activation) {
    value = tile_max(value, tile_splat(activation.low));
    return tile_min(value, tile_splat(activation.high));
}

TILE_INLINE tile_lanes tile_activate(tile_lanes value, struct tile_activation activation) {
    if (activation.slope != 1) value = tile_leak(value, activation.slope);
    return tile_clip(value, activation);
}

/// The activation of `count` values, a constant.
TILE_INLINE void tile_activate_all(
    tile_lanes *values, const int count, struct tile_activation activation
) {
    if (activation.slope != 1) {
#pragma unroll
        for (int i = 0; i < count; i++) values[i] = tile_leak(values[i], activation.slope);
    }
#pragma unroll
    for (int i = 0; i < count; i++) values[i] = tile_clip(values[i], activation);
}

#if defined(__AVX512F__)
enum { tile_pixels_max = 14, tile_wide_pixels_max = 7, tile_blocks_max = 4 };
#elif defined(__AVX2__) || defined(__aarch64__)
enum { tile_pixels_max = 6, tile_wide_pixels_max = 0, tile_blocks_max = 1 };
#else
enum { tile_pixels_max = 3, tile_wide_pixels_max = 0, tile_blocks_max = 1 };
#endif
/// Pixels of a tile whose distance in the input is not one of the common ones.
enum { tile_spread_pixels_max = 4 };

/// Sums of products for a few pixels and 1, 2 or 4 blocks of output channels.
///
/// Every output element starts from the bias, takes its taps in order and the channels of a tap
/// in order; then come residual and activation. So its bits follow from its own inputs.
struct tile_product {
    /// Of the first pixel; the others follow at `pixel_stride` floats.
    const float *input;
    ptrdiff_t pixel_stride;
    /// Offsets in floats from `input`, one for each tap.
    const ptrdiff_t *taps;
    ptrdiff_t tap_count;
    /// How many taps have all channels; the others, of a last block, have `tail_channels`.
    ptrdiff_t whole_taps;
    ptrdiff_t tail_channels;
    /// [tap][channel][`weight_stride`], of the first block.
    const float *weights;
    ptrdiff_t weight_stride;
    /// From blocks 0 and 1 to blocks 2 and 3 in `weights`.
    ptrdiff_t weight_group_stride;
    float *output;
    ptrdiff_t output_pixel_stride;
    ptrdiff_t output_block_stride;
    const float *bias;
    /// Added at the same places as `output`, or null.
    const float *residual;
    ptrdiff_t residual_block_stride;
    struct tile_activation activation;
    /// Whether there are bias, residual and activation.
    int finishes;
};

/// All but `job` are constants at every call.
TILE_INLINE void tile_multiply(
    const int pixels,
    const int blocks,
    const int channels,
    const ptrdiff_t pixel_stride,
    const int spread,
    const struct tile_product *job
) {
    tile_lanes sums[56];
    if (job->finishes) {
#pragma unroll
        for (int i = 0; i < pixels * blocks; i++) sums[i] = tile_load(job->bias + i % blocks * 16);
    } else {
#pragma unroll
        for (int i = 0; i < pixels * blocks; i++) sums[i] = tile_splat(0);
    }

    const float *weights = job->weights;
    const ptrdiff_t weight_stride = blocks == 1 ? job->weight_stride : 32;
    const ptrdiff_t group = job->weight_group_stride;
    const ptrdiff_t *taps = job->taps;
    const ptrdiff_t tap_count = job->tap_count;
    const ptrdiff_t whole_taps = job->whole_taps;
    const ptrdiff_t tail_channels = job->tail_channels;
    for (ptrdiff_t tap = 0; tap < tap_count; tap++) {
        const float *input = job->input + taps[tap];
        const ptrdiff_t depth = channels == 1 || tap < whole_taps ? channels : tail_channels;
#pragma clang loop unroll(disable)
        for (ptrdiff_t channel = 0; channel < depth; channel++) {
            tile_lanes factors[4];
#pragma unroll
            for (int b = 0; b < blocks; b++) {
                factors[b] = tile_load(weights + (b >> 1) * group + (b & 1) * 16);
            }
#pragma unroll
            for (int p = 0; p < pixels; p++) {
                tile_lanes value = tile_splat(input[p * pixel_stride]);
#pragma unroll
                for (int b = 0; b < blocks; b++) {
                    sums[p * blocks + b] = tile_fma(value, factors[b], sums[p * blocks + b]);
                }
            }
            input += 1;
            weights += weight_stride;
        }
    }

    const ptrdiff_t step = spread ? job->output_pixel_stride : 16;
    const ptrdiff_t block_step = job->output_block_stride;
    if (job->finishes) {
        const struct tile_activation activation = job->activation;
        const float *residual = job->residual;
        if (residual) {
#pragma unroll
            for (int b = 0; b < blocks; b++) {
                const float *from = residual + b * job->residual_block_stride;
#pragma unroll
                for (int p = 0; p < pixels; p++) {
                    sums[p * blocks + b] += tile_load(from + p * step);
                }
            }
        }
        tile_activate_all(sums, pixels * blocks, activation);
    }
    float *output = job->output;
#pragma unroll
    for (int b = 0; b < blocks; b++) {
#pragma unroll
        for (int p = 0; p < pixels; p++) {
            tile_store(output + b * block_step + p * step, sums[p * blocks + b]);
        }
    }
}

#define TILE_CASE(pixels) \
    case pixels: \
        tile_multiply(pixels, blocks, channels, pixel_stride, 0, job); \
        break;

TILE_INLINE void tile_multiply_pixels(
    const int blocks,
    const int channels,
    const ptrdiff_t pixel_stride,
    int pixels,
    const struct tile_product *job
) {
    switch (pixels) {
        TILE_CASE(1)
        TILE_CASE(2)
        TILE_CASE(3)
#if defined(__AVX512F__) || defined(__AVX2__) || defined(__aarch64__)
        TILE_CASE(4)
        TILE_CASE(5)
        TILE_CASE(6)
#endif
#if defined(__AVX512F__)
        TILE_CASE(7)
#endif
    default:
#if defined(__AVX512F__)
        if (blocks <= 2) {
            switch (pixels) {
                TILE_CASE(8)
                TILE_CASE(9)
                TILE_CASE(10)
                TILE_CASE(11)
                TILE_CASE(12)
                TILE_CASE(13)
                TILE_CASE(14)
            default:
                break;
            }
        }
#endif
        break;
    }
}

#define TILE_FUNCTION(name, blocks, channels, stride) \
    static __attribute__((noinline, unused)) void name( \
        int pixels, const struct tile_product *job \
    ) { \
        tile_multiply_pixels(blocks, channels, stride, pixels, job); \
    }

TILE_FUNCTION(tile_dense_1, 1, 16, 16)
TILE_FUNCTION(tile_strided_1, 1, 16, 32)
TILE_FUNCTION(tile_plane_1, 1, 1, 1)
TILE_FUNCTION(tile_plane_strided_1, 1, 1, 2)
#if defined(__AVX512F__)
TILE_FUNCTION(tile_dense_2, 2, 16, 16)
TILE_FUNCTION(tile_strided_2, 2, 16, 32)
TILE_FUNCTION(tile_plane_2, 2, 1, 1)
TILE_FUNCTION(tile_plane_strided_2, 2, 1, 2)
TILE_FUNCTION(tile_dense_4, 4, 16, 16)
TILE_FUNCTION(tile_strided_4, 4, 16, 32)
#endif

#define TILE_SPREAD_CASE(pixels) \
    case pixels: \
        tile_multiply(pixels, blocks, channels, job->pixel_stride, 1, job); \
        break;

TILE_INLINE void tile_multiply_spread(
    const int blocks, const int channels, int pixels, const struct tile_product *job
) {
    switch (pixels) {
        TILE_SPREAD_CASE(1)
        TILE_SPREAD_CASE(2)
        TILE_SPREAD_CASE(3)
        TILE_SPREAD_CASE(4)
    default:
        break;
    }
}

#define TILE_SPREAD_FUNCTION(name, blocks, channels) \
    static __attribute__((noinline, unused)) void name( \
        int pixels, const struct tile_product *job \
    ) { \
        tile_multiply_spread(blocks, channels, pixels, job); \
    }

TILE_SPREAD_FUNCTION(tile_spread_1, 1, 16)
TILE_SPREAD_FUNCTION(tile_plane_spread_1, 1, 1)
#if defined(__AVX512F__)
TILE_SPREAD_FUNCTION(tile_spread_2, 2, 16)
TILE_SPREAD_FUNCTION(tile_spread_4, 4, 16)
#endif

/// How the pixels of a tile lie in the input.
enum tile_spacing {
    /// Blocks of 16 channels, next to each other.
    tile_spacing_dense,
    /// Blocks of 16 channels, every second pixel.
    tile_spacing_strided,
    /// Planes of one channel, next to each other.
    tile_spacing_plane,
    /// Planes of one channel, every second pixel.
    tile_spacing_plane_strided,
    /// Blocks of 16 channels at `pixel_stride`.
    tile_spacing_spread,
    /// Planes of one channel at `pixel_stride`.
    tile_spacing_plane_spread,
};

/// `pixels` at most `tile_pixels_max` (`tile_wide_pixels_max` for 4 blocks,
/// `tile_spread_pixels_max` for spread ones); `blocks` 1, or 2 or 4 up to `tile_blocks_max`, and
/// at most 2 for planes, 1 for spread ones.
static inline void tile_run(
    enum tile_spacing spacing, int pixels, int blocks, const struct tile_product *job
) {
    switch (spacing) {
    case tile_spacing_dense:
#if defined(__AVX512F__)
        if (blocks == 2) return tile_dense_2(pixels, job);
        if (blocks == 4) return tile_dense_4(pixels, job);
#endif
        return tile_dense_1(pixels, job);
    case tile_spacing_strided:
#if defined(__AVX512F__)
        if (blocks == 2) return tile_strided_2(pixels, job);
        if (blocks == 4) return tile_strided_4(pixels, job);
#endif
        return tile_strided_1(pixels, job);
    case tile_spacing_plane:
#if defined(__AVX512F__)
        if (blocks == 2) return tile_plane_2(pixels, job);
#endif
        return tile_plane_1(pixels, job);
    case tile_spacing_plane_strided:
#if defined(__AVX512F__)
        if (blocks == 2) return tile_plane_strided_2(pixels, job);
#endif
        return tile_plane_strided_1(pixels, job);
    case tile_spacing_spread:
#if defined(__AVX512F__)
        if (blocks == 2) return tile_spread_2(pixels, job);
        if (blocks == 4) return tile_spread_4(pixels, job);
#endif
        return tile_spread_1(pixels, job);
    case tile_spacing_plane_spread:
        return tile_plane_spread_1(pixels, job);
    }
}

TILE_INLINE void tile_zero(float *to, ptrdiff_t count) {
    if (count > 0) __builtin_memset(to, 0, (size_t)count * sizeof *to);
}

TILE_INLINE void tile_copy(float *to, const float *from, ptrdiff_t count) {
    __builtin_memcpy(to, from, (size_t)count * sizeof *to);
}

/// One row of a depthwise convolution of one block.
struct tile_depthwise_row {
    /// Of the first kernel row that is used, at the column of output pixel 0 and kernel column 0;
    /// may lie left of the row.
    const float *input;
    ptrdiff_t input_row_stride;
    ptrdiff_t pixel_stride;
    ptrdiff_t tap_stride;
    /// [row][column][16], from the first kernel row that is used.
    const float *weights;
    int kernel_rows;
    int kernel_columns;
    float *output;
    const float *bias;
    const float *residual;
    struct tile_activation activation;
};

TILE_INLINE void tile_depthwise_finish(
    const int pixels, tile_lanes *sums, const struct tile_depthwise_row *job, ptrdiff_t pixel
) {
    const struct tile_activation activation = job->activation;
    if (job->residual) {
#pragma unroll
        for (int p = 0; p < pixels; p++) sums[p] += tile_load(job->residual + (pixel + p) * 16);
    }
    tile_activate_all(sums, pixels, activation);
    float *output = job->output + pixel * 16;
#pragma unroll
    for (int p = 0; p < pixels; p++) tile_store(output + p * 16, sums[p]);
}

/// With 3 kernel columns next to each other; the first pixel misses its first column where
/// `misses_left`, the last one its last where `misses_right`.
TILE_INLINE void tile_depthwise_three(
    const int pixels,
    const ptrdiff_t pixel_stride,
    const struct tile_depthwise_row *job,
    ptrdiff_t pixel,
    int misses_left,
    int misses_right
) {
    tile_lanes sums[14];
#pragma unroll
    for (int p = 0; p < pixels; p++) sums[p] = tile_load(job->bias);
    const float *from = job->input + pixel * pixel_stride;
    const float *weights = job->weights;
    for (int row = 0; row < job->kernel_rows; row++) {
        tile_lanes left = tile_load(weights), right = tile_load(weights + 32);
        tile_lanes middle = tile_load(weights + 16);
        if (!misses_left) sums[0] = tile_fma(tile_load(from), left, sums[0]);
#pragma unroll
        for (int p = 1; p < pixels; p++) {
            sums[p] = tile_fma(tile_load(from + p * pixel_stride), left, sums[p]);
        }
#pragma unroll
        for (int p = 0; p < pixels; p++) {
            sums[p] = tile_fma(tile_load(from + p * pixel_stride + 16), middle, sums[p]);
        }
#pragma unroll
        for (int p = 0; p < pixels - 1; p++) {
            sums[p] = tile_fma(tile_load(from + p * pixel_stride + 32), right, sums[p]);
        }
        if (!misses_right) {
            tile_lanes last = tile_load(from + (pixels - 1) * pixel_stride + 32);
            sums[pixels - 1] = tile_fma(last, right, sums[pixels - 1]);
        }
        from += job->input_row_stride;
        weights += 48;
    }
    tile_depthwise_finish(pixels, sums, job, pixel);
}

#if defined(__AVX512F__)
enum { tile_depthwise_three_max = 14 };
#elif defined(__AVX2__) || defined(__aarch64__)
enum { tile_depthwise_three_max = 4 };
#else
enum { tile_depthwise_three_max = 2 };
#endif

#define TILE_THREE_CASE(pixels) \
    case pixels: \
        tile_depthwise_three(pixels, pixel_stride, job, pixel, misses_left, misses_right); \
        break;

TILE_INLINE void tile_depthwise_three_pixels(
    const ptrdiff_t pixel_stride,
    int pixels,
    const struct tile_depthwise_row *job,
    ptrdiff_t pixel,
    int misses_left,
    int misses_right
) {
    switch (pixels) {
        TILE_THREE_CASE(1)
        TILE_THREE_CASE(2)
#if defined(__AVX512F__) || defined(__AVX2__) || defined(__aarch64__)
        TILE_THREE_CASE(3)
        TILE_THREE_CASE(4)
#endif
#if defined(__AVX512F__)
        TILE_THREE_CASE(5)
        TILE_THREE_CASE(6)
        TILE_THREE_CASE(7)
        TILE_THREE_CASE(8)
        TILE_THREE_CASE(9)
        TILE_THREE_CASE(10)
        TILE_THREE_CASE(11)
        TILE_THREE_CASE(12)
        TILE_THREE_CASE(13)
        TILE_THREE_CASE(14)
#endif
    default:
        break;
    }
}

/// A whole row of `width` output pixels with 3 kernel columns next to each other, pixels 16 or 32
/// floats apart.
static __attribute__((noinline, unused)) void tile_depthwise_three_row(
    const struct tile_depthwise_row *job, ptrdiff_t width, int misses_left, int misses_right
) {
    const ptrdiff_t tiles = (width + tile_depthwise_three_max - 1) / tile_depthwise_three_max;
    const ptrdiff_t least = width / tiles, longer = width - least * tiles;
    ptrdiff_t pixel = 0;
    for (ptrdiff_t tile = 0; tile < tiles; tile++) {
        const int pixels = (int)(tile < longer ? least + 1 : least);
        const int left = misses_left && tile == 0, right = misses_right && tile == tiles - 1;
        if (job->pixel_stride == 16) {
            tile_depthwise_three_pixels(16, pixels, job, pixel, left, right);
        } else {
            tile_depthwise_three_pixels(32, pixels, job, pixel, left, right);
        }
        pixel += pixels;
    }
}

TILE_INLINE void tile_depthwise_pixels(
    const int pixels,
    const ptrdiff_t pixel_stride,
    const ptrdiff_t columns,
    const struct tile_depthwise_row *job,
    ptrdiff_t pixel,
    int first,
    int last
) {
    tile_lanes sums[8];
#pragma unroll
    for (int p = 0; p < pixels; p++) sums[p] = tile_load(job->bias);
    const float *input = job->input + pixel * pixel_stride;
    for (int row = 0; row < job->kernel_rows; row++) {
        const float *from = input + row * job->input_row_stride;
        const float *weights = job->weights + row * columns * 16;
        for (int column = first; column < last; column++) {
            tile_lanes weight = tile_load(weights + column * 16);
#pragma unroll
            for (int p = 0; p < pixels; p++) {
                tile_lanes value = tile_load(from + column * job->tap_stride + p * pixel_stride);
                sums[p] = tile_fma(value, weight, sums[p]);
            }
        }
    }
    tile_depthwise_finish(pixels, sums, job, pixel);
}

#if defined(__AVX512F__)
enum { tile_depthwise_max = 8 };
#else
enum { tile_depthwise_max = 2 };
#endif

TILE_INLINE void tile_depthwise_inner(
    const ptrdiff_t stride,
    const struct tile_depthwise_row *job,
    ptrdiff_t from,
    ptrdiff_t to
) {
    const int columns = job->kernel_columns;
    ptrdiff_t pixel = from;
    for (; pixel + tile_depthwise_max <= to; pixel += tile_depthwise_max) {
        tile_depthwise_pixels(tile_depthwise_max, stride, columns, job, pixel, 0, columns);
    }
#if defined(__AVX512F__)
    if (pixel + 4 <= to) {
        tile_depthwise_pixels(4, stride, columns, job, pixel, 0, columns);
        pixel += 4;
    }
    if (pixel + 2 <= to) {
        tile_depthwise_pixels(2, stride, columns, job, pixel, 0, columns);
        pixel += 2;
    }
#endif
    for (; pixel < to; pixel++) {
        tile_depthwise_pixels(1, stride, columns, job, pixel, 0, columns);
    }
}

/// Output pixels `from`..<`to`, all kernel columns inside of the row.
static __attribute__((noinline, unused)) void tile_depthwise(
    const struct tile_depthwise_row *job, ptrdiff_t from, ptrdiff_t to
) {
    if (job->pixel_stride == 16) return tile_depthwise_inner(16, job, from, to);
    if (job->pixel_stride == 32) return tile_depthwise_inner(32, job, from, to);
    tile_depthwise_inner(job->pixel_stride, job, from, to);
}

/// An output pixel with kernel columns `first`..<`last` alone inside of the row.
struct tile_edge {
    ptrdiff_t pixel;
    int first;
    int last;
};

enum { tile_edges_max = 16 };

/// The pixels at both ends of a row.
struct tile_edges {
    int count;
    struct tile_edge edge[tile_edges_max];
};

/// There must be room for one more; `first` is at most `last`.
TILE_INLINE void tile_edges_append(struct tile_edges *edges, ptrdiff_t pixel, int first, int last) {
    edges->edge[edges->count++] = (struct tile_edge){pixel, first, last};
}

/// Each pixel has its sums in the same order, whichever others are beside it.
TILE_INLINE void tile_depthwise_apart(
    const int pixels, const struct tile_depthwise_row *job, const struct tile_edge *edge
) {
    tile_lanes sums[4];
    const float *inputs[4];
    int common = edge[0].last - edge[0].first;
#pragma unroll
    for (int p = 0; p < pixels; p++) {
        sums[p] = tile_load(job->bias);
        inputs[p] =
            job->input + edge[p].pixel * job->pixel_stride + edge[p].first * job->tap_stride;
        const int columns = edge[p].last - edge[p].first;
        if (columns < common) common = columns;
    }
    for (int row = 0; row < job->kernel_rows; row++) {
        const ptrdiff_t offset = row * job->input_row_stride;
        const float *weights = job->weights + row * (ptrdiff_t)job->kernel_columns * 16;
        for (int column = 0; column < common; column++) {
#pragma unroll
            for (int p = 0; p < pixels; p++) {
                tile_lanes value = tile_load(inputs[p] + offset + column * job->tap_stride);
                tile_lanes weight = tile_load(weights + (edge[p].first + column) * 16);
                sums[p] = tile_fma(value, weight, sums[p]);
            }
        }
#pragma unroll
        for (int p = 0; p < pixels; p++) {
            for (int column = common; column < edge[p].last - edge[p].first; column++) {
                tile_lanes value = tile_load(inputs[p] + offset + column * job->tap_stride);
                tile_lanes weight = tile_load(weights + (edge[p].first + column) * 16);
                sums[p] = tile_fma(value, weight, sums[p]);
            }
        }
    }
#pragma unroll
    for (int p = 0; p < pixels; p++) tile_depthwise_finish(1, sums + p, job, edge[p].pixel);
}

static __attribute__((noinline, unused)) void tile_depthwise_edges(
    const struct tile_depthwise_row *job, const struct tile_edges *edges
) {
    int index = 0;
#if defined(__AVX512F__)
    for (; index + 4 <= edges->count; index += 4) tile_depthwise_apart(4, job, edges->edge + index);
#endif
    for (; index + 2 <= edges->count; index += 2) tile_depthwise_apart(2, job, edges->edge + index);
    if (index < edges->count) tile_depthwise_apart(1, job, edges->edge + index);
}

/// Winograd's input transform B'dB of one tile and block, of 6 × 6 or 4 × 4 pixels.
///
/// The matrices are those of the points 0, ±5/8, ±3/2 and infinity, which lose fewer digits than
/// 0, ±1, ±2 and are exact all the same, or 0, ±1 and infinity: the same for every kernel whose
/// size and outputs add up to one more than the pixels.
///
/// Rows `top`..<`bottom` and columns `left`..<`right` of the tile lie inside of the input, the
/// rest is 0. `input` is where the tile's first pixel would be.
struct tile_winograd_input {
    const float *input;
    ptrdiff_t row_stride;
    int top, bottom, left, right;
    float *output;
    /// From one product to the next.
    ptrdiff_t product_stride;
};

#define tile_near 0.625f
#define tile_far 1.5f

TILE_INLINE void tile_winograd6_line(
    tile_lanes d0, tile_lanes d1, tile_lanes d2, tile_lanes d3, tile_lanes d4, tile_lanes d5,
    tile_lanes *to, const int step
) {
    const tile_lanes near = tile_splat(tile_near), far = tile_splat(tile_far);
    const tile_lanes near2 = tile_splat(tile_near * tile_near);
    const tile_lanes far2 = tile_splat(tile_far * tile_far);
    const tile_lanes product = near2 * far2, sum = near2 + far2;
    tile_lanes even1 = tile_fma(-far2, d2, d4), odd1 = tile_fma(-far2, d1, d3);
    tile_lanes even2 = tile_fma(-near2, d2, d4), odd2 = tile_fma(-near2, d1, d3);
    to[0 * step] = tile_fma(product, d0, tile_fma(-sum, d2, d4));
    to[1 * step] = tile_fma(near, odd1, even1);
    to[2 * step] = tile_fma(-near, odd1, even1);
    to[3 * step] = tile_fma(far, odd2, even2);
    to[4 * step] = tile_fma(-far, odd2, even2);
    to[5 * step] = tile_fma(product, d1, tile_fma(-sum, d3, d5));
}

TILE_INLINE void tile_winograd4_line(
    tile_lanes d0, tile_lanes d1, tile_lanes d2, tile_lanes d3, tile_lanes *to, const int step
) {
    to[0 * step] = d0 - d2;
    to[1 * step] = d1 + d2;
    to[2 * step] = d2 - d1;
    to[3 * step] = d1 - d3;
}

TILE_INLINE void tile_winograd_input_size(const int size, const struct tile_winograd_input *job) {
    tile_lanes half[36];
    const float *input = job->input;
    const ptrdiff_t row = job->row_stride;
    tile_lanes edge[36];
    const int whole =
        job->top == 0 && job->left == 0 && job->bottom == size && job->right == size;
    if (!whole) {
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                const int inside =
                    y >= job->top && y < job->bottom && x >= job->left && x < job->right;
                edge[y * size + x] =
                    inside ? tile_load(input + y * row + x * 16) : tile_splat(0);
            }
        }
        input = (const float *)edge;
    }
    const ptrdiff_t step = whole ? row : size * 16;
#pragma unroll
    for (int x = 0; x < size; x++) {
        tile_lanes d[6];
#pragma unroll
        for (int y = 0; y < size; y++) d[y] = tile_load(input + y * step + x * 16);
        if (size == 6) {
            tile_winograd6_line(d[0], d[1], d[2], d[3], d[4], d[5], half + x, 6);
        } else {
            tile_winograd4_line(d[0], d[1], d[2], d[3], half + x, 4);
        }
    }
#pragma unroll
    for (int y = 0; y < size; y++) {
        tile_lanes full[6];
        const tile_lanes *h = half + y * size;
        if (size == 6) {
            tile_winograd6_line(h[0], h[1], h[2], h[3], h[4], h[5], full, 1);
        } else {
            tile_winograd4_line(h[0], h[1], h[2], h[3], full, 1);
        }
#pragma unroll
        for (int x = 0; x < size; x++) {
            tile_store(job->output + (y * size + x) * job->product_stride, full[x]);
        }
    }
}

static __attribute__((noinline, unused)) void tile_winograd6_forward(
    const struct tile_winograd_input *job
) {
    tile_winograd_input_size(6, job);
}

static __attribute__((noinline, unused)) void tile_winograd4_forward(
    const struct tile_winograd_input *job
) {
    tile_winograd_input_size(4, job);
}

/// Winograd's output transform A'mA of one tile and block, with bias, residual and activation.
struct tile_winograd_output {
    const float *products;
    ptrdiff_t product_stride;
    float *output;
    /// Laid out as the output, or null.
    const float *residual;
    ptrdiff_t row_stride;
    /// Rows and columns of the tile that lie inside of the output.
    int rows, columns;
    const float *bias;
    struct tile_activation activation;
};

/// `outputs` sums of 6 or 4 products.
TILE_INLINE void tile_winograd_sums(
    const int size, const int outputs, const tile_lanes *m, tile_lanes *to, const int step
) {
    tile_lanes sum1 = m[1] + m[2], difference1 = m[1] - m[2];
    if (size == 4) {
        to[0] = m[0] + sum1;
        to[step] = difference1 - m[3];
        return;
    }
    const tile_lanes near = tile_splat(tile_near), far = tile_splat(tile_far);
    const tile_lanes near2 = near * near, far2 = far * far;
    tile_lanes sum2 = m[3] + m[4], difference2 = m[3] - m[4];
    to[0] = m[0] + sum1 + sum2;
    to[step] = tile_fma(far, difference2, near * difference1);
    if (outputs > 2) to[2 * step] = tile_fma(far2, sum2, near2 * sum1);
    if (outputs > 3) {
        to[3 * step] = tile_fma(far * far2, difference2, near * near2 * difference1);
    }
    to[(outputs - 1) * step] += m[5];
}

TILE_INLINE void tile_winograd_output_size(
    const int size, const int side, const struct tile_winograd_output *job
) {
    tile_lanes half[24];
#pragma unroll
    for (int x = 0; x < size; x++) {
        tile_lanes m[6];
#pragma unroll
        for (int y = 0; y < size; y++) {
            m[y] = tile_load(job->products + (y * size + x) * job->product_stride);
        }
        tile_winograd_sums(size, side, m, half + x, size);
    }
    const tile_lanes bias = tile_load(job->bias);
    const struct tile_activation activation = job->activation;
#pragma unroll
    for (int y = 0; y < side; y++) {
        tile_lanes full[4];
        tile_winograd_sums(size, side, half + y * size, full, 1);
        if (y >= job->rows) break;
#pragma unroll
        for (int x = 0; x < side; x++) {
            if (x >= job->columns) break;
            const ptrdiff_t at = y * job->row_stride + x * 16;
            tile_lanes sum = full[x] + bias;
            if (job->residual) sum += tile_load(job->residual + at);
            tile_store(job->output + at, tile_activate(sum, activation));
        }
    }
}

static __attribute__((noinline, unused)) void tile_winograd6_backward_4(
    const struct tile_winograd_output *job
) {
    tile_winograd_output_size(6, 4, job);
}

static __attribute__((noinline, unused)) void tile_winograd6_backward_3(
    const struct tile_winograd_output *job
) {
    tile_winograd_output_size(6, 3, job);
}

static __attribute__((noinline, unused)) void tile_winograd6_backward_2(
    const struct tile_winograd_output *job
) {
    tile_winograd_output_size(6, 2, job);
}

static __attribute__((noinline, unused)) void tile_winograd4_backward(
    const struct tile_winograd_output *job
) {
    tile_winograd_output_size(4, 2, job);
}
