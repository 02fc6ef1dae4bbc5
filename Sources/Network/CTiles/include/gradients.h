// Kernels of training: sums for the gradients of weights, statistics, derivatives, pools and
// resizing backwards, packing of weights that change, steps of optimisers.
#pragma once

#include "rows.h"

/// Sums of input times output gradient over images, rows and pixels, for one tap, one block of
/// output channels and some input channels of one block.
struct gradient_sums {
    /// Of the first image, row and pixel, at the tap.
    const float *input;
    ptrdiff_t input_image_stride, input_row_stride, input_pixel_stride;
    /// Of one block of output channels; pixels lie 16 floats apart.
    const float *gradient;
    ptrdiff_t gradient_image_stride, gradient_row_stride;
    ptrdiff_t images, rows, pixels;
    /// [input channel][16], rows `sum_stride` floats apart; added to where `adds`.
    float *sums;
    ptrdiff_t sum_stride;
    int adds;
};

TILE_INLINE void gradient_tile(const int channels, const struct gradient_sums *job, int first) {
    tile_lanes sums[16];
    float *to = job->sums + first * job->sum_stride;
#pragma unroll
    for (int c = 0; c < channels; c++) {
        sums[c] = job->adds ? tile_load(to + c * job->sum_stride) : tile_splat(0);
    }
    const ptrdiff_t step = job->input_pixel_stride, pixels = job->pixels, rows = job->rows;
    for (ptrdiff_t image = 0; image < job->images; image++) {
        const float *input_row = job->input + image * job->input_image_stride + first;
        const float *gradient_row = job->gradient + image * job->gradient_image_stride;
        for (ptrdiff_t row = 0; row < rows; row++) {
            const float *input = input_row, *gradient = gradient_row;
#pragma clang loop unroll(disable)
            for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
                const tile_lanes factor = tile_load(gradient);
#pragma unroll
                for (int c = 0; c < channels; c++) {
                    sums[c] = tile_fma(tile_splat(input[c]), factor, sums[c]);
                }
                input += step;
                gradient += 16;
            }
            input_row += job->input_row_stride;
            gradient_row += job->gradient_row_stride;
        }
    }
#pragma unroll
    for (int c = 0; c < channels; c++) tile_store(to + c * job->sum_stride, sums[c]);
}

#if defined(__AVX512F__)
enum { gradient_channels_max = 16 };
#elif defined(__AVX2__) || defined(__aarch64__)
enum { gradient_channels_max = 4 };
#else
enum { gradient_channels_max = 2 };
#endif

/// All `channels` (1 to 16) of a block.
ROW_FUNCTION void gradient_add(const struct gradient_sums *job, int channels) {
    int first = 0;
#if defined(__AVX512F__)
    for (; first + 16 <= channels; first += 16) gradient_tile(16, job, first);
    for (; first + 8 <= channels; first += 8) gradient_tile(8, job, first);
#endif
#if defined(__AVX512F__) || defined(__AVX2__) || defined(__aarch64__)
    for (; first + 4 <= channels; first += 4) gradient_tile(4, job, first);
#endif
    for (; first + 2 <= channels; first += 2) gradient_tile(2, job, first);
    for (; first < channels; first++) gradient_tile(1, job, first);
}

/// The same for `columns` taps next to each other and one block of output channels; sums are
/// [column][16]. `lanes` is 1 for an input in planes, 16 for the block of a depthwise convolution.
TILE_INLINE void gradient_tap_tile(
    const int columns, const int lanes, const struct gradient_sums *job) {
    tile_lanes sums[8];
#pragma unroll
    for (int c = 0; c < columns; c++) {
        sums[c] = job->adds ? tile_load(job->sums + c * 16) : tile_splat(0);
    }
    const ptrdiff_t step = job->input_pixel_stride;
    for (ptrdiff_t row = 0; row < job->rows; row++) {
        const float *input = job->input + row * job->input_row_stride;
        const float *gradient = job->gradient + row * job->gradient_row_stride;
        for (ptrdiff_t pixel = 0; pixel < job->pixels; pixel++) {
            const tile_lanes factor = tile_load(gradient);
#pragma unroll
            for (int c = 0; c < columns; c++) {
                const float *tap = input + c * lanes;
                sums[c] = tile_fma(lanes == 1 ? tile_splat(*tap) : tile_load(tap), factor, sums[c]);
            }
            input += step;
            gradient += 16;
        }
    }
#pragma unroll
    for (int c = 0; c < columns; c++) tile_store(job->sums + c * 16, sums[c]);
}

TILE_INLINE void gradient_add_taps(
    const struct gradient_sums *job, int columns, const int lanes) {
    struct gradient_sums rest = *job;
    while (columns > 0) {
        const int taken = columns >= 5 ? 5 : columns;
        switch (taken) {
        case 5: gradient_tap_tile(5, lanes, &rest); break;
        case 4: gradient_tap_tile(4, lanes, &rest); break;
        case 3: gradient_tap_tile(3, lanes, &rest); break;
        case 2: gradient_tap_tile(2, lanes, &rest); break;
        default: gradient_tap_tile(1, lanes, &rest); break;
        }
        rest.input += taken * lanes;
        rest.sums += taken * 16;
        columns -= taken;
    }
}

ROW_FUNCTION void gradient_add_planes(const struct gradient_sums *job, int columns) {
    gradient_add_taps(job, columns, 1);
}

ROW_FUNCTION void gradient_add_depthwise(const struct gradient_sums *job, int columns) {
    gradient_add_taps(job, columns, 16);
}

/// Winograd's transform G of a line of 4 gradients to 6 products: the points of
/// `tile_winograd6_line`.
TILE_INLINE void gradient_winograd_line(const tile_lanes *d, tile_lanes *to, const int step) {
    const float near2 = tile_near * tile_near, far2 = tile_far * tile_far;
    const tile_lanes first = tile_splat(1 / (near2 * far2));
    const tile_lanes second = tile_splat(1 / (2 * near2 * (near2 - far2)));
    const tile_lanes third = tile_splat(1 / (2 * far2 * (far2 - near2)));
    tile_lanes even1 = tile_fma(tile_splat(near2), d[2], d[0]) * second;
    tile_lanes odd1 = tile_fma(tile_splat(near2), d[3], d[1]) * second;
    tile_lanes even2 = tile_fma(tile_splat(far2), d[2], d[0]) * third;
    tile_lanes odd2 = tile_fma(tile_splat(far2), d[3], d[1]) * third;
    to[0 * step] = d[0] * first;
    to[1 * step] = tile_fma(tile_splat(tile_near), odd1, even1);
    to[2 * step] = tile_fma(tile_splat(-tile_near), odd1, even1);
    to[3 * step] = tile_fma(tile_splat(tile_far), odd2, even2);
    to[4 * step] = tile_fma(tile_splat(-tile_far), odd2, even2);
    to[5 * step] = d[3];
}

/// Winograd's transform of 4 × 4 gradients of a block; those from `rows` and `columns` on are 0.
ROW_FUNCTION void gradient_winograd(
    const float *gradient,
    ptrdiff_t row_stride,
    int rows,
    int columns,
    float *output,
    ptrdiff_t product_stride
) {
    tile_lanes half[24];
#pragma unroll
    for (int x = 0; x < 4; x++) {
        tile_lanes d[4];
#pragma unroll
        for (int y = 0; y < 4; y++) {
            d[y] = y < rows && x < columns ? tile_load(gradient + y * row_stride + x * 16)
                                           : tile_splat(0);
        }
        gradient_winograd_line(d, half + x, 4);
    }
#pragma unroll
    for (int y = 0; y < 6; y++) {
        tile_lanes full[6];
        gradient_winograd_line(half + y * 4, full, 1);
#pragma unroll
        for (int x = 0; x < 6; x++) tile_store(output + (y * 6 + x) * product_stride, full[x]);
    }
}

/// Sums of 36 products, `slice` floats apart, become those of 3 × 3 taps: [row][tap][16].
ROW_FUNCTION void gradient_winograd_taps(
    const float *sums, ptrdiff_t slice, ptrdiff_t rows, float *taps
) {
    for (ptrdiff_t row = 0; row < rows; row++) {
        tile_lanes half[18];
#pragma unroll
        for (int x = 0; x < 6; x++) {
            tile_lanes m[6];
#pragma unroll
            for (int y = 0; y < 6; y++) m[y] = tile_load(sums + (y * 6 + x) * slice + row * 16);
            tile_winograd_sums(6, 3, m, half + x, 6);
        }
#pragma unroll
        for (int y = 0; y < 3; y++) {
            tile_lanes full[3];
            tile_winograd_sums(6, 3, half + y * 6, full, 1);
#pragma unroll
            for (int x = 0; x < 3; x++) tile_store(taps + (row * 9 + y * 3 + x) * 16, full[x]);
        }
    }
}

/// The sum of `pixels` pixels of a block, added to `sums` where `adds`.
ROW_FUNCTION void gradient_add_bias(
    const float *gradient, ptrdiff_t pixels, int adds, float *sums
) {
    tile_lanes parts[4] = {tile_splat(0), tile_splat(0), tile_splat(0), tile_splat(0)};
    if (adds) parts[0] = tile_load(sums);
    ptrdiff_t pixel = 0;
    for (; pixel + 4 <= pixels; pixel += 4) {
#pragma unroll
        for (int i = 0; i < 4; i++) parts[i] += tile_load(gradient + (pixel + i) * 16);
    }
    for (; pixel < pixels; pixel++) parts[0] += tile_load(gradient + pixel * 16);
    tile_store(sums, (parts[0] + parts[1]) + (parts[2] + parts[3]));
}

/// Mean and sum of squared distances from it, of `pixels` pixels of a block.
ROW_FUNCTION void row_moments(const float *input, ptrdiff_t pixels, float *mean, float *squares) {
    tile_lanes sums[4] = {tile_splat(0), tile_splat(0), tile_splat(0), tile_splat(0)};
    ptrdiff_t pixel = 0;
    for (; pixel + 4 <= pixels; pixel += 4) {
#pragma unroll
        for (int i = 0; i < 4; i++) sums[i] += tile_load(input + (pixel + i) * 16);
    }
    for (; pixel < pixels; pixel++) sums[0] += tile_load(input + pixel * 16);
    const tile_lanes centre =
        ((sums[0] + sums[1]) + (sums[2] + sums[3])) / tile_splat((float)pixels);
#pragma unroll
    for (int i = 0; i < 4; i++) sums[i] = tile_splat(0);
    for (pixel = 0; pixel + 4 <= pixels; pixel += 4) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
            tile_lanes far = tile_load(input + (pixel + i) * 16) - centre;
            sums[i] = tile_fma(far, far, sums[i]);
        }
    }
    for (; pixel < pixels; pixel++) {
        tile_lanes far = tile_load(input + pixel * 16) - centre;
        sums[0] = tile_fma(far, far, sums[0]);
    }
    tile_store(mean, centre);
    tile_store(squares, (sums[0] + sums[1]) + (sums[2] + sums[3]));
}

/// Nonlinearities by number; `Nonlinearity.swift` has the same numbers.
enum bend {
    bend_none,
    bend_relu,
    bend_relu6,
    bend_hard_swish,
    bend_silu,
    bend_gelu,
    bend_sigmoid,
    bend_leaky_relu,
};

TILE_INLINE tile_lanes tile_bend(tile_lanes x, const int kind) {
    const tile_lanes zero = tile_splat(0), one = tile_splat(1);
    switch (kind) {
    case bend_relu: return tile_max(x, zero);
    case bend_relu6: return tile_min(tile_max(x, zero), tile_splat(6));
    case bend_hard_swish: return tile_curve(x, 2);
    case bend_silu: return x * tile_sigmoid(x);
    case bend_gelu: return tile_gelu(x);
    case bend_sigmoid: return tile_sigmoid(x);
    case bend_leaky_relu: return x < zero ? x * tile_splat(0.1f) : x;
    default: return x;
    }
}

/// The derivative at `x`.
TILE_INLINE tile_lanes tile_slope(tile_lanes x, const int kind) {
    const tile_lanes zero = tile_splat(0), one = tile_splat(1), half = tile_splat(0.5f);
    switch (kind) {
    case bend_relu: return x > zero ? one : zero;
    case bend_relu6: {
        tile_lanes below = x < tile_splat(6) ? one : zero;
        return x > zero ? below : zero;
    }
    case bend_hard_swish: {
        tile_lanes inner = tile_fma(x, tile_splat(1.0f / 3), half);
        tile_lanes right = x < tile_splat(3) ? inner : one;
        return x > tile_splat(-3) ? right : zero;
    }
    case bend_silu: {
        tile_lanes s = tile_sigmoid(x);
        return s * tile_fma(x, one - s, one);
    }
    case bend_gelu: {
        tile_lanes share = half * (one + tile_erf(x * tile_splat(0.70710678f)));
        tile_lanes density = tile_splat(0.39894228f) * tile_exp(x * x * -half);
        return tile_fma(x, density, share);
    }
    case bend_sigmoid: {
        tile_lanes s = tile_sigmoid(x);
        return s * (one - s);
    }
    case bend_leaky_relu: return x < zero ? tile_splat(0.1f) : one;
    default: return one;
    }
}

#define BEND_SWITCH(kind, CALL) \
    switch (kind) { \
    case bend_relu: CALL(bend_relu); break; \
    case bend_relu6: CALL(bend_relu6); break; \
    case bend_hard_swish: CALL(bend_hard_swish); break; \
    case bend_silu: CALL(bend_silu); break; \
    case bend_gelu: CALL(bend_gelu); break; \
    case bend_sigmoid: CALL(bend_sigmoid); break; \
    case bend_leaky_relu: CALL(bend_leaky_relu); break; \
    default: CALL(bend_none); break; \
    }

TILE_INLINE void normalise_row(
    const int kind,
    const float *input,
    const float *scale,
    const float *shift,
    ptrdiff_t pixels,
    float *output
) {
    const tile_lanes factor = tile_load(scale), offset = tile_load(shift);
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        tile_lanes value = tile_fma(tile_load(input + pixel * 16), factor, offset);
        tile_store(output + pixel * 16, tile_bend(value, kind));
    }
}

/// Scale, shift and nonlinearity of the pixels of a block.
ROW_FUNCTION void row_normalise_batch(
    const float *input,
    const float *scale,
    const float *shift,
    ptrdiff_t pixels,
    int kind,
    float *output
) {
#define NORMALISE(kind) normalise_row(kind, input, scale, shift, pixels, output)
    BEND_SWITCH(kind, NORMALISE)
}

/// What the way back through a normalised block takes.
struct normalised_block {
    const float *input;
    /// Per channel: scale and shift of the way forward, mean, and 1 / standard deviation.
    const float *scale, *shift, *mean, *inverse;
    ptrdiff_t pixels;
};

TILE_INLINE void normalised_slope_row(
    const int kind,
    const struct normalised_block *job,
    const float *gradient,
    float *result,
    float *sums
) {
    const tile_lanes factor = tile_load(job->scale), offset = tile_load(job->shift);
    const tile_lanes mean = tile_load(job->mean), inverse = tile_load(job->inverse);
    tile_lanes plain[2] = {tile_splat(0), tile_splat(0)};
    tile_lanes product[2] = {tile_splat(0), tile_splat(0)};
    for (ptrdiff_t pixel = 0; pixel < job->pixels; pixel++) {
        tile_lanes value = tile_load(job->input + pixel * 16);
        tile_lanes slope = tile_load(gradient + pixel * 16);
        if (kind != bend_none) slope *= tile_slope(tile_fma(value, factor, offset), kind);
        tile_store(result + pixel * 16, slope);
        tile_lanes unit = (value - mean) * inverse;
        plain[pixel & 1] += slope;
        product[pixel & 1] = tile_fma(slope, unit, product[pixel & 1]);
    }
    tile_store(sums, plain[0] + plain[1]);
    tile_store(sums + 16, product[0] + product[1]);
}

/// Gradient before the nonlinearity, with its sum and its sum of products with the normalised
/// input, [2][16]; `result` may be `gradient`.
ROW_FUNCTION void row_normalised_slope(
    const struct normalised_block *job, const float *gradient, int kind, float *result, float *sums
) {
#define NORMALISED(kind) normalised_slope_row(kind, job, gradient, result, sums)
    BEND_SWITCH(kind, NORMALISED)
}

/// result = a · gradient + b · input + c, per channel [3][16]; added where `adds`.
ROW_FUNCTION void row_normalised_gradient(
    const float *gradient,
    const float *input,
    const float *factors,
    ptrdiff_t pixels,
    int adds,
    float *result
) {
    const tile_lanes a = tile_load(factors), b = tile_load(factors + 16);
    const tile_lanes c = tile_load(factors + 32);
    for (ptrdiff_t i = 0; i < pixels * 16; i += 16) {
        tile_lanes value = tile_fma(tile_load(input + i), b, c);
        value = tile_fma(tile_load(gradient + i), a, value);
        tile_store(result + i, adds ? value + tile_load(result + i) : value);
    }
}

TILE_INLINE void bend_row(const int kind, const float *input, ptrdiff_t count, float *output) {
    for (ptrdiff_t i = 0; i < count; i += 16) {
        tile_store(output + i, tile_bend(tile_load(input + i), kind));
    }
}

/// A nonlinearity of `count` elements, in multiples of 16.
ROW_FUNCTION void row_bend(const float *input, ptrdiff_t count, int kind, float *output) {
#define BEND(kind) bend_row(kind, input, count, output)
    BEND_SWITCH(kind, BEND)
}

TILE_INLINE void slope_row(
    const int kind,
    const float *input,
    const float *gradient,
    ptrdiff_t count,
    int adds,
    float *result
) {
    for (ptrdiff_t i = 0; i < count; i += 16) {
        tile_lanes value = tile_load(gradient + i) * tile_slope(tile_load(input + i), kind);
        tile_store(result + i, adds ? value + tile_load(result + i) : value);
    }
}

/// The way back through a nonlinearity; `result` may be `gradient`.
ROW_FUNCTION void row_slope(
    const float *input,
    const float *gradient,
    ptrdiff_t count,
    int kind,
    int adds,
    float *result
) {
#define SLOPE(kind) slope_row(kind, input, gradient, count, adds, result)
    BEND_SWITCH(kind, SLOPE)
}

/// Multiplies by 0 with probability `rate`, otherwise by 1 / (1 - rate); the same for the same
/// key. Mixing: Wang's integer hash of key and place.
ROW_FUNCTION void row_drop(
    const float *input, ptrdiff_t count, float rate, uint32_t key, int adds, float *output
) {
    typedef uint32_t lanes_bits __attribute__((ext_vector_type(16)));
    const lanes_bits places = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const tile_lanes kept = tile_splat(1 / (1 - rate)), zero = tile_splat(0);
    const tile_lanes limit = tile_splat(rate * 16777216.0f);
    for (ptrdiff_t i = 0; i < count; i += 16) {
        lanes_bits bits = places + (lanes_bits)(uint32_t)i;
        bits = bits * (lanes_bits)2654435769u ^ (lanes_bits)key;
        bits = (bits ^ (lanes_bits)61u) ^ (bits >> 16);
        bits *= (lanes_bits)9u;
        bits ^= bits >> 4;
        bits *= (lanes_bits)668265261u;
        bits ^= bits >> 15;
        tile_lanes draw = __builtin_convertvector(bits >> 8, tile_lanes);
        tile_lanes value = tile_load(input + i) * (draw < limit ? zero : kept);
        tile_store(output + i, adds ? value + tile_load(output + i) : value);
    }
}

/// The way back through `row_pool_max` and `row_pool_sum`: window of one row of output pixels.
struct row_pool_back {
    /// Of the first row and column of the window that are used; in `input` and `result` alike.
    const float *input;
    float *result;
    ptrdiff_t row_stride, pixel_stride;
    int rows, columns;
    const float *output;
    const float *gradient;
    float scale;
};

/// Each gradient goes to the first largest pixel of its window.
ROW_FUNCTION void row_pool_max_back(const struct row_pool_back *job, ptrdiff_t pixels) {
    const tile_lanes zero = tile_splat(0);
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        tile_lanes best = tile_load(job->output + pixel * 16);
        tile_lanes left = tile_load(job->gradient + pixel * 16);
        ptrdiff_t place = pixel * job->pixel_stride;
        for (int row = 0; row < job->rows; row++) {
            for (int column = 0; column < job->columns; column++) {
                ptrdiff_t at = place + row * job->row_stride + column * 16;
                tile_lanes value = tile_load(job->input + at);
                tile_lanes taken = value >= best ? left : zero;
                tile_store(job->result + at, tile_load(job->result + at) + taken);
                left = value >= best ? zero : left;
            }
        }
    }
}

ROW_FUNCTION void row_pool_mean_back(const struct row_pool_back *job, ptrdiff_t pixels) {
    const tile_lanes scale = tile_splat(job->scale);
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        tile_lanes share = tile_load(job->gradient + pixel * 16) * scale;
        ptrdiff_t place = pixel * job->pixel_stride;
        for (int row = 0; row < job->rows; row++) {
            for (int column = 0; column < job->columns; column++) {
                ptrdiff_t at = place + row * job->row_stride + column * 16;
                tile_store(job->result + at, tile_load(job->result + at) + share);
            }
        }
    }
}

/// result = a · gradient of one pixel, for all pixels of a block; added where `adds`.
ROW_FUNCTION void row_spread(
    const float *gradient, float factor, ptrdiff_t pixels, int adds, float *result
) {
    const tile_lanes share = tile_load(gradient) * tile_splat(factor);
    for (ptrdiff_t i = 0; i < pixels * 16; i += 16) {
        tile_store(result + i, adds ? share + tile_load(result + i) : share);
    }
}

/// The largest of all pixels of a block.
ROW_FUNCTION void row_largest(const float *input, ptrdiff_t pixels, float *output) {
    tile_lanes best = tile_load(input);
    for (ptrdiff_t i = 16; i < pixels * 16; i += 16) best = tile_max(best, tile_load(input + i));
    tile_store(output, best);
}

/// The gradient of the largest pixel goes to the first that is as large.
ROW_FUNCTION void row_largest_back(
    const float *input,
    const float *output,
    const float *gradient,
    ptrdiff_t pixels,
    int adds,
    float *result
) {
    const tile_lanes best = tile_load(output), zero = tile_splat(0);
    tile_lanes left = tile_load(gradient);
    for (ptrdiff_t i = 0; i < pixels * 16; i += 16) {
        tile_lanes value = tile_load(input + i);
        tile_lanes taken = value >= best ? left : zero;
        left = value >= best ? zero : left;
        tile_store(result + i, adds ? taken + tile_load(result + i) : taken);
    }
}

/// output += input, `count` in multiples of 16; or output = input.
ROW_FUNCTION void row_accumulate(const float *input, ptrdiff_t count, int adds, float *output) {
    for (ptrdiff_t i = 0; i < count; i += 16) {
        tile_lanes value = tile_load(input + i);
        tile_store(output + i, adds ? value + tile_load(output + i) : value);
    }
}

/// The sum of two, then a nonlinearity whose slope follows from its result.
ROW_FUNCTION void row_add_bend(
    const float *left, const float *right, ptrdiff_t count, int kind, float *output
) {
    const tile_lanes low = tile_splat(kind == bend_none ? -__builtin_inff() : 0);
    const tile_lanes high = tile_splat(kind == bend_relu6 ? 6 : __builtin_inff());
    for (ptrdiff_t i = 0; i < count; i += 16) {
        tile_lanes sum = tile_load(left + i) + tile_load(right + i);
        tile_store(output + i, tile_min(tile_max(sum, low), high));
    }
}

/// Rows of a resized picture: each output pixel is a mix of two pixels of a row of the input.
struct row_mix {
    const int32_t *first, *second;
    /// Weight of the second.
    const float *weights;
};

/// output pixel = (1 - w) · a + w · b of the mixed rows `upper` and `lower` with weight `y`.
ROW_FUNCTION void row_resize(
    const float *upper,
    const float *lower,
    float y,
    const struct row_mix *mix,
    ptrdiff_t pixels,
    float *output
) {
    const tile_lanes down = tile_splat(y), up = tile_splat(1 - y);
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        ptrdiff_t a = mix->first[pixel] * 16, b = mix->second[pixel] * 16;
        tile_lanes right = tile_splat(mix->weights[pixel]);
        tile_lanes left = tile_splat(1 - mix->weights[pixel]);
        tile_lanes top = tile_load(upper + a) * left + tile_load(upper + b) * right;
        tile_lanes bottom = tile_load(lower + a) * left + tile_load(lower + b) * right;
        tile_store(output + pixel * 16, top * up + bottom * down);
    }
}

/// The way back, added to the two rows of `result`.
ROW_FUNCTION void row_resize_back(
    const float *gradient,
    float y,
    const struct row_mix *mix,
    ptrdiff_t pixels,
    float *upper,
    float *lower
) {
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        ptrdiff_t a = mix->first[pixel] * 16, b = mix->second[pixel] * 16;
        float x = mix->weights[pixel];
        tile_lanes value = tile_load(gradient + pixel * 16);
        tile_store(upper + a, tile_load(upper + a) + value * tile_splat((1 - x) * (1 - y)));
        tile_store(upper + b, tile_load(upper + b) + value * tile_splat(x * (1 - y)));
        tile_store(lower + a, tile_load(lower + a) + value * tile_splat((1 - x) * y));
        tile_store(lower + b, tile_load(lower + b) + value * tile_splat(x * y));
    }
}

/// Rows of 16 outputs of a weight matrix [output][depth]: [block][depth][16], missing ones 0.
ROW_FUNCTION void pack_rows(const float *weights, ptrdiff_t outputs, ptrdiff_t depth, float *rows) {
    for (ptrdiff_t first = 0; first < outputs; first += 16) {
        const int channels = outputs - first < 16 ? (int)(outputs - first) : 16;
        row_to_block(weights + first * depth, depth, channels, depth, rows + first * depth);
    }
}

/// [input][tap][16 outputs] of each block of outputs becomes [output][tap][16 inputs] of each
/// block of inputs, with the taps backwards.
ROW_FUNCTION void pack_turned(
    const float *rows, ptrdiff_t inputs, ptrdiff_t outputs, ptrdiff_t taps, float *turned
) {
    for (ptrdiff_t input = 0; input < inputs; input += 16) {
        for (ptrdiff_t output = 0; output < outputs; output += 16) {
            for (ptrdiff_t tap = 0; tap < taps; tap++) {
                tile_lanes square[16];
#pragma unroll
                for (int i = 0; i < 16; i++) {
                    const float *from =
                        rows + output * inputs * taps + ((input + i) * taps + tap) * 16;
                    square[i] = input + i < inputs ? tile_load(from) : tile_splat(0);
                }
                tile_transpose(square);
                float *to = turned + input * outputs * taps
                    + (output * taps + taps - 1 - tap) * 16;
#pragma unroll
                for (int i = 0; i < 16; i++) {
                    if (output + i < outputs) tile_store(to + i * taps * 16, square[i]);
                }
            }
        }
    }
}

/// `pack_rows` in the order of a direct convolution: pairs of blocks, in a pair `lane` inputs
/// together, taps, inputs.
ROW_FUNCTION void pack_direct(
    const float *rows, ptrdiff_t inputs, ptrdiff_t blocks, ptrdiff_t taps, ptrdiff_t lane, float *to
) {
    for (ptrdiff_t block = 0; block < blocks; block++) {
        const ptrdiff_t width = (block | 1) < blocks ? 32 : 16;
        float *start = to + (block / 2) * inputs * taps * 32 + block % 2 * 16;
        const float *from = rows + block * inputs * taps * 16;
        for (ptrdiff_t input = 0; input < inputs; input++) {
            const ptrdiff_t first = input / lane * lane;
            const ptrdiff_t depth = inputs - first < lane ? inputs - first : lane;
            for (ptrdiff_t tap = 0; tap < taps; tap++) {
                const ptrdiff_t row = first * taps + tap * depth + input % lane;
                tile_store(start + row * width, tile_load(from + (input * taps + tap) * 16));
            }
        }
    }
}

/// `pack_rows` transformed for Winograd: G g Gᵀ with G of `points` × `kernel`.
ROW_FUNCTION void pack_winograd(
    const float *rows,
    ptrdiff_t inputs,
    ptrdiff_t blocks,
    int kernel,
    int points,
    const float *matrix,
    float *to
) {
    const ptrdiff_t slice = inputs * blocks * 16;
    for (ptrdiff_t block = 0; block < blocks; block++) {
        const ptrdiff_t width = (block | 1) < blocks ? 32 : 16;
        float *start = to + (block / 2) * inputs * 32 + block % 2 * 16;
        const float *from = rows + block * inputs * kernel * kernel * 16;
        for (ptrdiff_t input = 0; input < inputs; input++) {
            tile_lanes half[30];
            for (int row = 0; row < points; row++) {
                for (int column = 0; column < kernel; column++) {
                    tile_lanes sum = tile_splat(0);
                    for (int tap = 0; tap < kernel; tap++) {
                        tile_lanes weight = tile_load(from + (tap * kernel + column) * 16);
                        sum = tile_fma(weight, tile_splat(matrix[row * kernel + tap]), sum);
                    }
                    half[row * kernel + column] = sum;
                }
            }
            for (int row = 0; row < points; row++) {
                for (int column = 0; column < points; column++) {
                    tile_lanes sum = tile_splat(0);
                    for (int tap = 0; tap < kernel; tap++) {
                        tile_lanes value = half[row * kernel + tap];
                        sum = tile_fma(value, tile_splat(matrix[column * kernel + tap]), sum);
                    }
                    tile_store(
                        start + (row * points + column) * slice + input * width, sum
                    );
                }
            }
            from += kernel * kernel * 16;
        }
    }
}

/// Sums `parts` vectors of `count` floats, `stride` apart, in order; result may be the first.
ROW_FUNCTION void row_sum(
    const float *parts, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t part_count, float *result
) {
    for (ptrdiff_t i = 0; i < count; i += 16) {
        tile_lanes sum = tile_load(parts + i);
        for (ptrdiff_t part = 1; part < part_count; part++) {
            sum += tile_load(parts + part * stride + i);
        }
        tile_store(result + i, sum);
    }
}

TILE_INLINE tile_lanes tile_root(tile_lanes x) { return __builtin_elementwise_sqrt(x); }

/// One step of AdamW: Loshchilov and Hutter, <https://arxiv.org/abs/1711.05101>, algorithm 2.
struct adam_step {
    float rate, decay, beta1, beta2, epsilon;
    /// 1 / (1 - beta^t) of each.
    float correction1, correction2;
    /// Gradients are multiplied by it first.
    float scale;
};

TILE_INLINE void adam_lanes(
    const struct adam_step *job, float *weights, const float *gradients, float *mean, float *square
) {
    tile_lanes weight = tile_load(weights);
    tile_lanes gradient = tile_load(gradients) * tile_splat(job->scale);
    tile_lanes first = tile_load(mean) * tile_splat(job->beta1);
    first = tile_fma(gradient, tile_splat(1 - job->beta1), first);
    tile_lanes second = tile_load(square) * tile_splat(job->beta2);
    second = tile_fma(gradient * gradient, tile_splat(1 - job->beta2), second);
    tile_lanes root = tile_root(second * tile_splat(job->correction2));
    tile_lanes step = first * tile_splat(job->correction1) / (root + tile_splat(job->epsilon));
    weight *= tile_splat(1 - job->rate * job->decay);
    tile_store(weights, weight - step * tile_splat(job->rate));
    tile_store(mean, first);
    tile_store(square, second);
}

ROW_FUNCTION void row_adam(
    const struct adam_step *job,
    ptrdiff_t count,
    float *weights,
    const float *gradients,
    float *mean,
    float *square
) {
    ptrdiff_t i = 0;
    for (; i + 16 <= count; i += 16) {
        adam_lanes(job, weights + i, gradients + i, mean + i, square + i);
    }
    if (i == count) return;
    float rest[4][16] = {{0}};
    const size_t bytes = (size_t)(count - i) * sizeof(float);
    __builtin_memcpy(rest[0], weights + i, bytes);
    __builtin_memcpy(rest[1], gradients + i, bytes);
    __builtin_memcpy(rest[2], mean + i, bytes);
    __builtin_memcpy(rest[3], square + i, bytes);
    adam_lanes(job, rest[0], rest[1], rest[2], rest[3]);
    __builtin_memcpy(weights + i, rest[0], bytes);
    __builtin_memcpy(mean + i, rest[2], bytes);
    __builtin_memcpy(square + i, rest[3], bytes);
}

/// One step of gradient descent with momentum, decay as part of the gradient (PyTorch's SGD).
ROW_FUNCTION void row_momentum(
    ptrdiff_t count,
    float rate,
    float decay,
    float momentum,
    int nesterov,
    float scale,
    float *weights,
    const float *gradients,
    float *velocity
) {
    for (ptrdiff_t i = 0; i < count; i++) {
        float gradient = weights[i] * decay + gradients[i] * scale;
        float speed = velocity[i] * momentum + gradient;
        velocity[i] = speed;
        float step = nesterov ? speed * momentum + gradient : speed;
        weights[i] = weights[i] - rate * step;
    }
}

/// average += share · (values - average).
ROW_FUNCTION void row_blend(ptrdiff_t count, float share, const float *values, float *average) {
    for (ptrdiff_t i = 0; i < count; i++) {
        average[i] = average[i] + share * (values[i] - average[i]);
    }
}
