// Row kernels without weights: pooling, resizing, sums, conversions, exponentials.
#pragma once

#include "tiles.h"

#define ROW_FUNCTION static __attribute__((noinline, unused))

/// Pools `columns` kernel columns and `rows` kernel rows for `pixels` output pixels of a block.
struct row_pool {
    /// Of the first row and column that are used.
    const float *input;
    ptrdiff_t row_stride;
    ptrdiff_t pixel_stride;
    ptrdiff_t column_stride;
    int rows, columns;
    float *output;
    /// The sum is multiplied by it.
    float scale;
};

ROW_FUNCTION void row_pool_max(const struct row_pool *job, ptrdiff_t pixels) {
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        const float *from = job->input + pixel * job->pixel_stride;
        tile_lanes best = tile_load(from);
        for (int row = 0; row < job->rows; row++) {
            for (int column = 0; column < job->columns; column++) {
                tile_lanes value =
                    tile_load(from + row * job->row_stride + column * job->column_stride);
                best = tile_max(best, value);
            }
        }
        tile_store(job->output + pixel * 16, best);
    }
}

ROW_FUNCTION void row_pool_sum(const struct row_pool *job, ptrdiff_t pixels) {
    const tile_lanes scale = tile_splat(job->scale);
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        const float *from = job->input + pixel * job->pixel_stride;
        tile_lanes sum = tile_splat(0);
        for (int row = 0; row < job->rows; row++) {
            for (int column = 0; column < job->columns; column++) {
                sum += tile_load(from + row * job->row_stride + column * job->column_stride);
            }
        }
        tile_store(job->output + pixel * 16, sum * scale);
    }
}

/// The mean of `pixels` pixels of a block: four sums in turn, then their sum.
ROW_FUNCTION void row_mean(const float *input, ptrdiff_t pixels, float *output) {
    tile_lanes sums[4] = {tile_splat(0), tile_splat(0), tile_splat(0), tile_splat(0)};
    ptrdiff_t pixel = 0;
    for (; pixel + 4 <= pixels; pixel += 4) {
        sums[0] += tile_load(input + pixel * 16);
        sums[1] += tile_load(input + pixel * 16 + 16);
        sums[2] += tile_load(input + pixel * 16 + 32);
        sums[3] += tile_load(input + pixel * 16 + 48);
    }
    for (; pixel < pixels; pixel++) sums[0] += tile_load(input + pixel * 16);
    tile_lanes sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    tile_store(output, sum / tile_splat((float)pixels));
}

/// Every pixel of a row `scale` times.
ROW_FUNCTION void row_repeat(const float *input, ptrdiff_t pixels, ptrdiff_t scale, float *output) {
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        tile_lanes value = tile_load(input + pixel * 16);
        for (ptrdiff_t copy = 0; copy < scale; copy++) {
            tile_store(output, value);
            output += 16;
        }
    }
}

/// The least channel of each of `pixels` pixels in blocks that lie `block_stride` floats apart; the last
/// block has `last` channels. What is no number stays none.
ROW_FUNCTION void row_least(
    const float *input,
    ptrdiff_t blocks,
    ptrdiff_t block_stride,
    int last,
    ptrdiff_t pixels,
    float *output
) {
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        const float *from = input + pixel * 16;
        tile_lanes least = tile_load(from + (blocks - 1) * block_stride);
        for (int lane = last; lane < 16; lane++) least[lane] = least[0];
        for (ptrdiff_t block = 0; block < blocks - 1; block++) {
            tile_lanes value = tile_load(from + block * block_stride);
            least = ((least <= value) | (least != least)) ? least : value;
        }
        float result = least[0];
        for (int lane = 1; lane < 16; lane++) {
            result = result <= least[lane] || result != result ? result : least[lane];
        }
        output[pixel] = result;
    }
}

/// One row of pixels between `above` and `below`, taken by their shares: each pixel between two of
/// theirs, by `columns` and `shares`, both 2 a pixel.
ROW_FUNCTION void row_between(
    const float *above,
    const float *below,
    float above_share,
    float below_share,
    const int *columns,
    const float *shares,
    ptrdiff_t pixels,
    float *output
) {
    const tile_lanes upper = tile_splat(above_share), lower = tile_splat(below_share);
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        ptrdiff_t left = columns[2 * pixel] * 16, right = columns[2 * pixel + 1] * 16;
        tile_lanes first = tile_load(above + left) * upper + tile_load(below + left) * lower;
        tile_lanes second = tile_load(above + right) * upper + tile_load(below + right) * lower;
        tile_store(
            output + pixel * 16,
            first * tile_splat(shares[2 * pixel]) + second * tile_splat(shares[2 * pixel + 1])
        );
    }
}

/// Sums of two rows, then the activation; `count` in multiples of 16.
ROW_FUNCTION void row_add(
    const float *left,
    const float *right,
    float *output,
    ptrdiff_t count,
    struct tile_activation activation
) {
    for (ptrdiff_t i = 0; i < count; i += 16) {
        tile_lanes sum = tile_load(left + i) + tile_load(right + i);
        tile_store(output + i, tile_activate(sum, activation));
    }
}

#define TILE_UNWRAP(...) __VA_ARGS__

/// Exchanges the off-diagonal squares of `step` × `step` lanes.
#define TILE_SWAP(step, first, second) \
    _Pragma("unroll") for (int i = 0; i < 16; i++) { \
        if (i & step) continue; \
        tile_lanes a = rows[i], b = rows[i + step]; \
        rows[i] = __builtin_shufflevector(a, b, TILE_UNWRAP first); \
        rows[i + step] = __builtin_shufflevector(a, b, TILE_UNWRAP second); \
    }

/// Lanes become rows: Eklundh's transposition, squares of 8, 4, 2 and 1.
TILE_INLINE void tile_transpose(tile_lanes *rows) {
    TILE_SWAP(8, (0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23), (8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
    TILE_SWAP(4, (0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27), (4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
    TILE_SWAP(2, (0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29), (2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31))
    TILE_SWAP(1, (0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30), (1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31))
}

/// Pixels of up to 16 planes become pixels of a block; missing planes become 0.
ROW_FUNCTION void row_to_block(
    const float *planes, ptrdiff_t plane_stride, int channels, ptrdiff_t pixels, float *block
) {
    ptrdiff_t pixel = 0;
    for (; pixel + 16 <= pixels; pixel += 16) {
        tile_lanes rows[16];
#pragma unroll
        for (int i = 0; i < 16; i++) {
            rows[i] =
                i < channels ? tile_load(planes + i * plane_stride + pixel) : tile_splat(0);
        }
        tile_transpose(rows);
#pragma unroll
        for (int i = 0; i < 16; i++) tile_store(block + (pixel + i) * 16, rows[i]);
    }
    for (; pixel < pixels; pixel++) {
        float lanes[16] = {0};
        for (int channel = 0; channel < channels; channel++) {
            lanes[channel] = planes[channel * plane_stride + pixel];
        }
        __builtin_memcpy(block + pixel * 16, lanes, sizeof lanes);
    }
}

/// Pixels of a block become pixels of up to 16 planes.
ROW_FUNCTION void row_to_planes(
    const float *block, ptrdiff_t plane_stride, int channels, ptrdiff_t pixels, float *planes
) {
    ptrdiff_t pixel = 0;
    // Of few channels, most of a transposition would be thrown away.
    for (; channels > 4 && pixel + 16 <= pixels; pixel += 16) {
        tile_lanes rows[16];
#pragma unroll
        for (int i = 0; i < 16; i++) rows[i] = tile_load(block + (pixel + i) * 16);
        tile_transpose(rows);
#pragma unroll
        for (int i = 0; i < 16; i++) {
            if (i < channels) tile_store(planes + i * plane_stride + pixel, rows[i]);
        }
    }
    for (int channel = 0; channel < channels; channel++) {
        float *plane = planes + channel * plane_stride;
        for (ptrdiff_t rest = pixel; rest < pixels; rest++) {
            plane[rest] = block[rest * 16 + channel];
        }
    }
}

/// e to the power of each lane, from -87.3 (and less: 0) up to 88.7; within 2 units of the last
/// place. Cody–Waite reduction by ln 2, then the Taylor polynomial of degree 7.
TILE_INLINE tile_lanes tile_exp(tile_lanes x) {
    typedef int lanes_int __attribute__((ext_vector_type(16)));
    const tile_lanes low = tile_splat(-87.3365f), high = tile_splat(88.72f);
    tile_lanes bounded = tile_min(tile_max(x, low), high);
    tile_lanes turns = bounded * tile_splat(1.44269504f);
    // Adding and taking away 1.5 · 2²³ rounds to a whole number.
    const tile_lanes magic = tile_splat(12582912.0f);
    tile_lanes whole = (turns + magic) - magic;
    tile_lanes rest = tile_fma(whole, tile_splat(-0.693359375f), bounded);
    rest = tile_fma(whole, tile_splat(2.12194440e-4f), rest);
    tile_lanes sum = tile_splat(1.0f / 5040);
    sum = tile_fma(sum, rest, tile_splat(1.0f / 720));
    sum = tile_fma(sum, rest, tile_splat(1.0f / 120));
    sum = tile_fma(sum, rest, tile_splat(1.0f / 24));
    sum = tile_fma(sum, rest, tile_splat(1.0f / 6));
    sum = tile_fma(sum, rest, tile_splat(0.5f));
    sum = tile_fma(sum, rest, tile_splat(1));
    sum = tile_fma(sum, rest, tile_splat(1));
    // Two factors, because 2¹²⁸ is no finite number. A NaN has no whole part.
    lanes_int power = __builtin_convertvector(whole == whole ? whole : tile_splat(0), lanes_int);
    lanes_int half = power >> 1;
    lanes_int first = (half + 127) << 23, second = (power - half + 127) << 23;
    tile_lanes factor1, factor2;
    __builtin_memcpy(&factor1, &first, sizeof first);
    __builtin_memcpy(&factor2, &second, sizeof second);
    tile_lanes result = sum * factor1 * factor2;
    return x < low ? tile_splat(0) : result;
}

TILE_INLINE tile_lanes tile_sigmoid(tile_lanes x) {
    return tile_splat(1) / (tile_splat(1) + tile_exp(-x));
}

/// 1 - erf x for x from 0 up, within 3e-7 of itself as far as floats hold x²: Press et al.,
/// "Numerical Recipes in C", 1992, section 6.2.
TILE_INLINE tile_lanes tile_erfc(tile_lanes x) {
    tile_lanes turn = tile_splat(1) / tile_fma(x, tile_splat(0.5f), tile_splat(1));
    tile_lanes sum = tile_splat(0.17087277f);
    sum = tile_fma(sum, turn, tile_splat(-0.82215223f));
    sum = tile_fma(sum, turn, tile_splat(1.48851587f));
    sum = tile_fma(sum, turn, tile_splat(-1.13520398f));
    sum = tile_fma(sum, turn, tile_splat(0.27886807f));
    sum = tile_fma(sum, turn, tile_splat(-0.18628806f));
    sum = tile_fma(sum, turn, tile_splat(0.09678418f));
    sum = tile_fma(sum, turn, tile_splat(0.37409196f));
    sum = tile_fma(sum, turn, tile_splat(1.00002368f));
    sum = tile_fma(sum, turn, tile_splat(-1.26551223f));
    return turn * tile_exp(tile_fma(-x, x, sum));
}

/// The error function: near 0 its odd Taylor polynomial, because the difference from 1 cancels.
TILE_INLINE tile_lanes tile_erf(tile_lanes x) {
    tile_lanes zero = tile_splat(0), square = x * x;
    tile_lanes far = tile_splat(1) - tile_erfc(x < zero ? -x : x);
    tile_lanes series = tile_splat(1.0f / 1320);
    series = tile_fma(series, -square, tile_splat(1.0f / 216));
    series = tile_fma(series, -square, tile_splat(1.0f / 42));
    series = tile_fma(series, -square, tile_splat(0.1f));
    series = tile_fma(series, -square, tile_splat(1.0f / 3));
    series = tile_fma(series, -square, tile_splat(1));
    series = series * x * tile_splat(1.12837917f);
    return square < tile_splat(0.25f) ? series : x < zero ? -far : far;
}

/// x times the share of the normal distribution below x, whose far end is small but no difference.
TILE_INLINE tile_lanes tile_gelu(tile_lanes x) {
    tile_lanes zero = tile_splat(0), half = tile_splat(0.5f);
    tile_lanes end = half * tile_erfc((x < zero ? -x : x) * tile_splat(0.70710678f));
    return x * (x < zero ? end : tile_splat(1) - end);
}

/// 0 sigmoid, 1 silu (x · sigmoid x), 2 hard swish (x · clip(x / 6 + 1 / 2, 0, 1)),
/// 3 hard sigmoid (clip(x / 5 + 1 / 2, 0, 1)), 4 tanh, 5 erf, 6 gelu (x · (1 + erf(x / √2)) / 2),
/// 7 gelu by tanh (x · (1 + tanh(√(2 / π) (x + 0.044715 x³))) / 2), 8 mish (x · tanh(ln(1 + eˣ))),
/// 9 exp, 10 square root.
TILE_INLINE tile_lanes tile_curve(tile_lanes x, const int curve) {
    const tile_lanes zero = tile_splat(0), one = tile_splat(1), half = tile_splat(0.5f);
    switch (curve) {
    case 0:
        return tile_sigmoid(x);
    case 1:
        return x * tile_sigmoid(x);
    case 2:
        return x * tile_min(tile_max(tile_fma(x, tile_splat(1.0f / 6), half), zero), one);
    case 3:
        return tile_min(tile_max(tile_fma(x, tile_splat(0.2f), half), zero), one);
    case 5:
        return tile_erf(x);
    case 6:
        return tile_gelu(x);
    case 7: {
        // (1 + tanh u) / 2 is the sigmoid of 2 u.
        tile_lanes cubic = tile_fma(x * x, tile_splat(0.044715f), one) * x;
        return x * tile_sigmoid(cubic * tile_splat(1.5957691f));
    }
    case 8: {
        // With e = eˣ: x · (e² + 2 e) / (e² + 2 e + 2); beyond 20 the quotient is 1.
        tile_lanes power = tile_exp(tile_min(x, tile_splat(20)));
        tile_lanes ratio = power * (power + tile_splat(2));
        return x * (ratio / (ratio + tile_splat(2)));
    }
    case 9:
        return x > tile_splat(88.7228f) ? tile_splat(__builtin_inff()) : tile_exp(x);
    case 10:
        return __builtin_elementwise_sqrt(x);
    default: {
        // Near 0 the difference from 1 would cancel: there the odd Taylor polynomial.
        tile_lanes square = x * x;
        tile_lanes series = tile_fma(square, tile_splat(-17.0f / 315), tile_splat(2.0f / 15));
        series = tile_fma(square, series, tile_splat(-1.0f / 3));
        series = tile_fma(square * x, series, x);
        tile_lanes far = one - tile_splat(2) / (one + tile_exp(x + x));
        return square < tile_splat(0.01f) ? series : far;
    }
    }
}

TILE_INLINE void row_curve_kind(
    const float *input, float *output, ptrdiff_t count, const int curve
) {
    ptrdiff_t i = 0;
    for (; i + 16 <= count; i += 16) tile_store(output + i, tile_curve(tile_load(input + i), curve));
    if (i < count) {
        float lanes[16] = {0};
        for (ptrdiff_t k = i; k < count; k++) lanes[k - i] = input[k];
        tile_store(lanes, tile_curve(tile_load(lanes), curve));
        for (ptrdiff_t k = i; k < count; k++) output[k] = lanes[k - i];
    }
}

ROW_FUNCTION void row_curve(const float *input, float *output, ptrdiff_t count, int curve) {
    switch (curve) {
    case 0: return row_curve_kind(input, output, count, 0);
    case 1: return row_curve_kind(input, output, count, 1);
    case 2: return row_curve_kind(input, output, count, 2);
    case 3: return row_curve_kind(input, output, count, 3);
    case 5: return row_curve_kind(input, output, count, 5);
    case 6: return row_curve_kind(input, output, count, 6);
    case 7: return row_curve_kind(input, output, count, 7);
    case 8: return row_curve_kind(input, output, count, 8);
    case 9: return row_curve_kind(input, output, count, 9);
    case 10: return row_curve_kind(input, output, count, 10);
    default: return row_curve_kind(input, output, count, 4);
    }
}

/// `count` elements, 1 to 16; the lanes after them hold `filler`.
TILE_INLINE tile_lanes tile_load_some(const float *from, ptrdiff_t count, float filler) {
    if (count >= 16) return tile_load(from);
    float lanes[16];
    for (ptrdiff_t k = 0; k < 16; k++) lanes[k] = k < count ? from[k] : filler;
    return tile_load(lanes);
}

/// Stores the first `count` lanes, 1 to 16.
TILE_INLINE void tile_store_some(float *to, ptrdiff_t count, tile_lanes value) {
    if (count >= 16) return tile_store(to, value);
    float lanes[16];
    tile_store(lanes, value);
    for (ptrdiff_t k = 0; k < count; k++) to[k] = lanes[k];
}

typedef float tile_half __attribute__((ext_vector_type(8)));
typedef float tile_quarter __attribute__((ext_vector_type(4)));
typedef double tile_doubles __attribute__((ext_vector_type(8)));

/// The sum of all lanes: halves are added to halves.
TILE_INLINE float tile_sum(tile_lanes lanes) {
    tile_half half = lanes.lo + lanes.hi;
    tile_quarter quarter = half.lo + half.hi;
    return (quarter[0] + quarter[2]) + (quarter[1] + quarter[3]);
}

/// The largest of all lanes but NaN.
TILE_INLINE float tile_most(tile_lanes lanes) {
    tile_half half = lanes.lo > lanes.hi ? lanes.lo : lanes.hi;
    tile_quarter quarter = half.lo > half.hi ? half.lo : half.hi;
    float most = quarter[0];
    for (int k = 1; k < 4; k++) most = quarter[k] > most ? quarter[k] : most;
    return most;
}

/// e to the differences from the largest value, divided by their sum.
ROW_FUNCTION void row_softmax(const float *input, float *output, ptrdiff_t count) {
    const float least = -__builtin_inff();
    tile_lanes most = tile_splat(least);
    for (ptrdiff_t i = 0; i < count; i += 16) {
        tile_lanes value = tile_load_some(input + i, count - i, least);
        most = value > most ? value : most;
    }
    const float largest = tile_most(most);
    tile_lanes sums = tile_splat(0);
    for (ptrdiff_t i = 0; i < count; i += 16) {
        tile_lanes value = tile_load_some(input + i, count - i, least);
        tile_lanes power = tile_exp(value - tile_splat(largest));
        sums += power;
        tile_store_some(output + i, count - i, power);
    }
    const float sum = tile_sum(sums);
    for (ptrdiff_t i = 0; i < count; i += 16) {
        tile_lanes power = tile_load_some(output + i, count - i, 0);
        tile_store_some(output + i, count - i, power / tile_splat(sum));
    }
}

/// 0 sum, 1 difference, 2 product, 3 quotient.
TILE_INLINE tile_lanes tile_combine(tile_lanes left, tile_lanes right, const int kind) {
    switch (kind) {
    case 0: return left + right;
    case 1: return left - right;
    case 2: return left * right;
    default: return left / right;
    }
}

/// `left` and `right` with steps of 0 or 1, constants.
TILE_INLINE void row_combine_kind(
    const float *left,
    const float *right,
    float *output,
    ptrdiff_t count,
    const int kind,
    const int left_step,
    const int right_step
) {
    const tile_lanes first = tile_splat(*left), second = tile_splat(*right);
    for (ptrdiff_t i = 0; i < count; i += 16) {
        const ptrdiff_t used = count - i;
        tile_lanes a = left_step ? tile_load_some(left + i, used, 1) : first;
        tile_lanes b = right_step ? tile_load_some(right + i, used, 1) : second;
        tile_store_some(output + i, used, tile_combine(a, b, kind));
    }
}

TILE_INLINE void row_combine_steps(
    const float *left,
    const float *right,
    float *output,
    ptrdiff_t count,
    const int kind,
    int left_step,
    int right_step
) {
    if (left_step && right_step) return row_combine_kind(left, right, output, count, kind, 1, 1);
    if (left_step) return row_combine_kind(left, right, output, count, kind, 1, 0);
    row_combine_kind(left, right, output, count, kind, 0, right_step != 0);
}

/// Pairs of elements of two rows, one of which may be a single element: its step is 0.
ROW_FUNCTION void row_combine(
    const float *left,
    const float *right,
    float *output,
    ptrdiff_t count,
    int kind,
    int left_step,
    int right_step
) {
    switch (kind) {
    case 0: return row_combine_steps(left, right, output, count, 0, left_step, right_step);
    case 1: return row_combine_steps(left, right, output, count, 1, left_step, right_step);
    case 2: return row_combine_steps(left, right, output, count, 2, left_step, right_step);
    default: return row_combine_steps(left, right, output, count, 3, left_step, right_step);
    }
}

/// What brings elements to mean 0 and spread 1: (x - `mean` - `rest`) · `inverse`.
struct row_spread {
    /// The mean as far as a float holds it, and what is missing.
    float mean, rest;
    /// 1 / √(variance + epsilon).
    float inverse;
};

/// Elements that are summed in floats before their sum joins a double.
enum { row_chunk = 1024 };

TILE_INLINE double tile_total(tile_lanes sums) {
    tile_doubles half = __builtin_convertvector(sums.lo, tile_doubles)
        + __builtin_convertvector(sums.hi, tile_doubles);
    return ((half[0] + half[4]) + (half[1] + half[5]))
        + ((half[2] + half[6]) + (half[3] + half[7]));
}

/// Mean and spread of `count` elements, in two passes.
ROW_FUNCTION struct row_spread row_spread_of(const float *input, ptrdiff_t count, double epsilon) {
    // Differences from one of them, so that what they have in common takes no digits.
    const float origin = *input;
    double total = 0;
    for (ptrdiff_t start = 0; start < count; start += row_chunk) {
        const ptrdiff_t end = count - start < row_chunk ? count : start + row_chunk;
        tile_lanes sums = tile_splat(0);
        for (ptrdiff_t i = start; i < end; i += 16) {
            sums += tile_load_some(input + i, end - i, origin) - tile_splat(origin);
        }
        total += tile_total(sums);
    }
    const double mean = (double)origin + total / (double)count;
    struct row_spread spread;
    spread.mean = (float)mean;
    spread.rest = (float)(mean - (double)spread.mean);
    double squares = 0;
    for (ptrdiff_t start = 0; start < count; start += row_chunk) {
        const ptrdiff_t end = count - start < row_chunk ? count : start + row_chunk;
        tile_lanes sums = tile_splat(0);
        for (ptrdiff_t i = start; i < end; i += 16) {
            tile_lanes value = tile_load_some(input + i, end - i, spread.mean);
            value = (value - tile_splat(spread.mean)) - tile_splat(spread.rest);
            if (end - i < 16) {
                float lanes[16];
                tile_store(lanes, value);
                value = tile_load_some(lanes, end - i, 0);
            }
            sums = tile_fma(value, value, sums);
        }
        squares += tile_total(sums);
    }
    spread.inverse = (float)(1 / __builtin_sqrt(squares / (double)count + epsilon));
    return spread;
}

/// `count` elements brought to mean 0 and spread 1, times `scale`, plus `shift`; these have a
/// step of 0 or 1.
TILE_INLINE void row_normalise_kind(
    const float *input,
    float *output,
    ptrdiff_t count,
    struct row_spread spread,
    const float *scale,
    const float *shift,
    const int step
) {
    const tile_lanes mean = tile_splat(spread.mean), rest = tile_splat(spread.rest);
    const tile_lanes inverse = tile_splat(spread.inverse);
    const tile_lanes first_scale = tile_splat(*scale), first_shift = tile_splat(*shift);
    for (ptrdiff_t i = 0; i < count; i += 16) {
        const ptrdiff_t used = count - i;
        tile_lanes value = tile_load_some(input + i, used, 0);
        value = ((value - mean) - rest) * inverse;
        tile_lanes factor = step ? tile_load_some(scale + i, used, 0) : first_scale;
        tile_lanes term = step ? tile_load_some(shift + i, used, 0) : first_shift;
        tile_store_some(output + i, used, tile_fma(value, factor, term));
    }
}

/// See `row_normalise_kind`.
ROW_FUNCTION void row_normalise(
    const float *input,
    float *output,
    ptrdiff_t count,
    struct row_spread spread,
    const float *scale,
    const float *shift,
    int step
) {
    if (step) return row_normalise_kind(input, output, count, spread, scale, shift, 1);
    row_normalise_kind(input, output, count, spread, scale, shift, 0);
}
