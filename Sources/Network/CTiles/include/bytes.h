// Kernels on 8-bit numbers, unsigned; signed ones are kept with 128 added. Sums are exact in 32
// bits and come back by the same float arithmetic on every processor level: no step may be
// contracted into another.
//
// A picture is [image][block][row][column][16] bytes, or [image][row][column][4] of up to 4
// channels.
#pragma once

#include "rows.h"

typedef int32_t byte_sums __attribute__((ext_vector_type(16)));
typedef uint32_t byte_words __attribute__((ext_vector_type(16)));
typedef int16_t byte_halves __attribute__((ext_vector_type(32)));
typedef uint8_t byte_lanes __attribute__((ext_vector_type(16)));

TILE_INLINE byte_lanes byte_load(const uint8_t *from) {
    byte_lanes lanes;
    __builtin_memcpy(&lanes, from, sizeof lanes);
    return lanes;
}

TILE_INLINE void byte_store(uint8_t *to, byte_lanes lanes) {
    __builtin_memcpy(to, &lanes, sizeof lanes);
}

TILE_INLINE byte_sums byte_load_sums(const void *from) {
    byte_sums sums;
    __builtin_memcpy(&sums, from, sizeof sums);
    return sums;
}

TILE_INLINE byte_sums byte_widen(byte_lanes lanes) {
    return __builtin_convertvector(lanes, byte_sums);
}

/// Four bytes for all lanes.
TILE_INLINE byte_sums byte_splat(const uint8_t *from) {
    int32_t word;
    __builtin_memcpy(&word, from, sizeof word);
    return (byte_sums)(word);
}

/// Whole numbers, ties to even, of values from -2²² to 2²², plus `zero`: adding 1.5 · 2²³ leaves the
/// number in the low bits.
TILE_INLINE byte_sums byte_round(tile_lanes value, int zero) {
    tile_lanes moved = value + tile_splat(12582912.0f);
    byte_sums bits;
    __builtin_memcpy(&bits, &moved, sizeof bits);
    return bits + (byte_sums)(zero - 0x4B400000);
}

TILE_INLINE byte_lanes byte_narrow(byte_sums value) {
    return __builtin_convertvector(value, byte_lanes);
}

/// What becomes of sums.
enum byte_result {
    /// They are scaled, bounded and rounded.
    byte_result_bytes,
    /// They are scaled and bounded.
    byte_result_floats,
    /// They stay.
    byte_result_sums,
};

/// How sums become results: times `factors`, plus `offsets`, the activation, rounded, plus `zero`.
struct byte_finish {
    const float *factors;
    const float *offsets;
    /// For bytes its bounds keep the result within 0…255.
    struct tile_activation activation;
    int zero;
    enum byte_result result;
};

TILE_INLINE tile_lanes byte_scale(byte_sums sums, tile_lanes factor, tile_lanes offset) {
#pragma clang fp contract(off)
    tile_lanes value = __builtin_convertvector(sums, tile_lanes);
    value = value * factor;
    return value + offset;
}

/// Writes `count` pixels, a constant, of 16 channels; `output` and `step` count elements of the
/// result.
TILE_INLINE void byte_finish_all(
    const byte_sums *sums,
    const int count,
    const int stride,
    struct byte_finish finish,
    ptrdiff_t channel,
    void *output,
    ptrdiff_t step,
    const enum byte_result result
) {
    if (result == byte_result_sums) {
#pragma unroll
        for (int i = 0; i < count; i++) {
            __builtin_memcpy((int32_t *)output + i * step, &sums[i * stride], sizeof *sums);
        }
        return;
    }
    // Bytes may lie anywhere: everything is read before the first is written.
    const tile_lanes factor = tile_load(finish.factors + channel);
    const tile_lanes offset = tile_load(finish.offsets + channel);
    tile_lanes values[14];
#pragma unroll
    for (int i = 0; i < count; i++) values[i] = byte_scale(sums[i * stride], factor, offset);
    tile_activate_all(values, count, finish.activation);
#pragma unroll
    for (int i = 0; i < count; i++) {
        if (result == byte_result_floats) {
            tile_store((float *)output + i * step, values[i]);
        } else {
            byte_store(
                (uint8_t *)output + i * step, byte_narrow(byte_round(values[i], finish.zero))
            );
        }
    }
}

/// A tile of an integer product; see `tile_product`.
struct byte_product {
    const uint8_t *input;
    ptrdiff_t pixel_stride;
    /// Offsets in bytes from `input`, one for each tap.
    const ptrdiff_t *taps;
    ptrdiff_t tap_count;
    /// How many taps have `groups` groups of 4 channels; the others have `tail_groups`.
    ptrdiff_t whole_taps;
    ptrdiff_t groups;
    ptrdiff_t tail_groups;
    /// [tap][group][16 or 32 output channels][4].
    const int8_t *weights;
    ptrdiff_t weight_stride;
    const int32_t *bias;
    struct byte_finish finish;
    void *output;
    ptrdiff_t output_pixel_stride;
    ptrdiff_t output_block_stride;
};

/// One row of a depthwise product of one block.
struct byte_depthwise {
    /// [kernel rows in fours][column][16][4].
    const uint8_t *quads;
    ptrdiff_t quad_stride;
    ptrdiff_t pixel_stride;
    ptrdiff_t tap_stride;
    int quad_rows;
    int kernel_columns;
    /// [kernel rows in fours][column][16][4].
    const int8_t *weights;
    const int32_t *bias;
    struct byte_finish finish;
    void *output;
};

/// How the pixels of a tile lie in the input.
enum byte_spacing {
    /// Blocks, next to each other.
    byte_spacing_dense,
    /// Blocks, every second pixel.
    byte_spacing_strided,
    /// Pixels of 4 channels, next to each other.
    byte_spacing_narrow,
    /// Pixels of 4 channels, every second pixel.
    byte_spacing_narrow_strided,
    /// At `pixel_stride`.
    byte_spacing_spread,
};

enum { byte_spread_pixels_max = 4 };

/// Products of neighbouring 16-bit numbers, summed in pairs.
TILE_INLINE byte_sums byte_multiply_halves(byte_halves a, byte_halves b) {
#if defined(__AVX512BW__)
    typedef short vector __attribute__((vector_size(64)));
    return (byte_sums)__builtin_ia32_pmaddwd512((vector)a, (vector)b);
#elif defined(__AVX2__)
    typedef short vector __attribute__((vector_size(32)));
    typedef int word_vector __attribute__((vector_size(32)));
    vector halves_a[2], halves_b[2];
    word_vector sums[2];
    byte_sums result;
    __builtin_memcpy(halves_a, &a, sizeof a);
    __builtin_memcpy(halves_b, &b, sizeof b);
    for (int i = 0; i < 2; i++) sums[i] = __builtin_ia32_pmaddwd256(halves_a[i], halves_b[i]);
    __builtin_memcpy(&result, sums, sizeof result);
    return result;
#elif defined(__SSE2__)
    typedef short vector __attribute__((vector_size(16)));
    typedef int word_vector __attribute__((vector_size(16)));
    vector halves_a[4], halves_b[4];
    word_vector sums[4];
    byte_sums result;
    __builtin_memcpy(halves_a, &a, sizeof a);
    __builtin_memcpy(halves_b, &b, sizeof b);
    for (int i = 0; i < 4; i++) sums[i] = __builtin_ia32_pmaddwd128(halves_a[i], halves_b[i]);
    __builtin_memcpy(&result, sums, sizeof result);
    return result;
#else
    return __builtin_convertvector(a.even, byte_sums) * __builtin_convertvector(b.even, byte_sums)
        + __builtin_convertvector(a.odd, byte_sums) * __builtin_convertvector(b.odd, byte_sums);
#endif
}

// The products by 16-bit multiplications, which every level has.
#define BYTE_NAME(name) tile_bytes_##name
#define BYTE_TARGET
#if defined(__AVX512F__)
#define BYTE_PIXELS_MAX 8
#define BYTE_BLOCKS_MAX 2
#elif defined(__AVX2__) || defined(__aarch64__)
#define BYTE_PIXELS_MAX 4
#define BYTE_BLOCKS_MAX 1
#else
#define BYTE_PIXELS_MAX 2
#define BYTE_BLOCKS_MAX 1
#endif

/// Bytes in even and in odd places, as 16-bit numbers.
struct byte_split {
    byte_halves even;
    byte_halves odd;
};

TILE_INLINE struct byte_split tile_bytes_values(byte_sums bytes) {
    typedef uint16_t unsigned_halves __attribute__((ext_vector_type(32)));
    unsigned_halves halves = (unsigned_halves)bytes;
    return (struct byte_split){(byte_halves)(halves & 255), (byte_halves)(halves >> 8)};
}

TILE_INLINE struct byte_split tile_bytes_factors(byte_sums bytes) {
    byte_halves halves = (byte_halves)bytes;
    return (struct byte_split){(halves << 8) >> 8, halves >> 8};
}

TILE_INLINE byte_sums tile_bytes_dot(
    byte_sums sums, struct byte_split values, struct byte_split factors
) {
    sums += byte_multiply_halves(values.even, factors.even);
    return sums + byte_multiply_halves(values.odd, factors.odd);
}

#define BYTE_OPERAND struct byte_split
#include "byte_products.h"

#if defined(__AVX512BW__)
// The same by VNNI's vpdpbusd, for processors that have it.
#define BYTE_NAME(name) tile_vnni_##name
#define BYTE_TARGET , target("avx512vnni")
#define BYTE_PIXELS_MAX 14
#define BYTE_BLOCKS_MAX 2

TILE_INLINE byte_sums tile_vnni_values(byte_sums bytes) { return bytes; }

TILE_INLINE byte_sums tile_vnni_factors(byte_sums bytes) { return bytes; }

static inline __attribute__((always_inline, unused, target("avx512vnni")))
byte_sums tile_vnni_dot(byte_sums sums, byte_sums values, byte_sums factors) {
    typedef int vector __attribute__((vector_size(64)));
    return (byte_sums)__builtin_ia32_vpdpbusd512((vector)sums, (vector)values, (vector)factors);
}

#define BYTE_OPERAND byte_sums
#include "byte_products.h"
#endif

/// Most pixels and blocks of a tile; `byte_run` takes no more.
TILE_INLINE int byte_pixels_max(int has_vnni) {
#if defined(__AVX512BW__)
    return has_vnni ? 14 : 8;
#elif defined(__AVX2__) || defined(__aarch64__)
    return 4;
#else
    return 2;
#endif
}

#if defined(__AVX512F__)
enum { byte_blocks_max = 2 };
#else
enum { byte_blocks_max = 1 };
#endif

/// A tile of `pixels` pixels and `blocks` blocks of 16 output channels.
TILE_INLINE void byte_run(
    int has_vnni,
    enum byte_spacing spacing,
    int pixels,
    int blocks,
    const struct byte_product *job
) {
#if defined(__AVX512BW__)
    if (has_vnni) return tile_vnni_run(spacing, pixels, blocks, job);
#endif
    tile_bytes_run(spacing, pixels, blocks, job);
}

TILE_INLINE void byte_run_depthwise(
    int has_vnni, const struct byte_depthwise *job, ptrdiff_t pixels
) {
#if defined(__AVX512BW__)
    if (has_vnni) return tile_vnni_depthwise(job, pixels);
#endif
    tile_bytes_depthwise(job, pixels);
}

TILE_INLINE void byte_fill(uint8_t *to, int value, ptrdiff_t count) {
    if (count > 0) __builtin_memset(to, value, (size_t)count);
}

TILE_INLINE void byte_copy(uint8_t *to, const uint8_t *from, ptrdiff_t count) {
    if (count > 0) __builtin_memcpy(to, from, (size_t)count);
}

/// Pixels of 16 channels of 4 rows become [pixel][16][4].
ROW_FUNCTION void row_interleave(
    const uint8_t *first,
    const uint8_t *second,
    const uint8_t *third,
    const uint8_t *fourth,
    ptrdiff_t pixels,
    uint8_t *quads
) {
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        const ptrdiff_t place = pixel * 16;
        byte_words words = __builtin_convertvector(byte_load(first + place), byte_words);
        words |= __builtin_convertvector(byte_load(second + place), byte_words) << 8;
        words |= __builtin_convertvector(byte_load(third + place), byte_words) << 16;
        words |= __builtin_convertvector(byte_load(fourth + place), byte_words) << 24;
        __builtin_memcpy(quads + pixel * 64, &words, sizeof words);
    }
}

/// A scale and zero point; `low` and `high` are the zero point's distances from 0 and 255.
struct byte_grid {
    float scale;
    int zero;
    float low;
    float high;
};

/// Divides, rounds to even, adds the zero point and bounds; a NaN becomes the zero point.
TILE_INLINE byte_sums byte_quantise(tile_lanes value, struct byte_grid grid) {
    value = value / tile_splat(grid.scale);
    value = value == value ? value : tile_splat(0);
    value = tile_min(tile_max(value, tile_splat(grid.low)), tile_splat(grid.high));
    return byte_round(value, grid.zero);
}

ROW_FUNCTION void row_quantise(
    const float *input, uint8_t *output, ptrdiff_t count, struct byte_grid grid
) {
    ptrdiff_t i = 0;
    for (; i + 16 <= count; i += 16) {
        byte_store(output + i, byte_narrow(byte_quantise(tile_load(input + i), grid)));
    }
    if (i < count) {
        float lanes[16] = {0};
        uint8_t bytes[16];
        for (ptrdiff_t k = i; k < count; k++) lanes[k - i] = input[k];
        byte_store(bytes, byte_narrow(byte_quantise(tile_load(lanes), grid)));
        for (ptrdiff_t k = i; k < count; k++) output[k] = bytes[k - i];
    }
}

/// The least and the largest of `count` numbers and 0; what is not a number does not count.
ROW_FUNCTION void row_range(const float *input, ptrdiff_t count, float *least, float *most) {
    tile_lanes low = tile_splat(0), high = tile_splat(0);
    ptrdiff_t i = 0;
    for (; i + 16 <= count; i += 16) {
        tile_lanes value = tile_load(input + i);
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    float lowest = 0, highest = 0;
    for (int lane = 0; lane < 16; lane++) {
        lowest = low[lane] < lowest ? low[lane] : lowest;
        highest = high[lane] > highest ? high[lane] : highest;
    }
    for (; i < count; i++) {
        lowest = input[i] < lowest ? input[i] : lowest;
        highest = input[i] > highest ? input[i] : highest;
    }
    *least = lowest;
    *most = highest;
}

/// Up to 4 planes become pixels of 4 channels; missing ones are the zero point.
ROW_FUNCTION void row_quantise_planes(
    const float *planes,
    ptrdiff_t plane_stride,
    int channels,
    ptrdiff_t pixels,
    uint8_t *output,
    struct byte_grid grid
) {
    ptrdiff_t pixel = 0;
    for (; pixel + 16 <= pixels; pixel += 16) {
        byte_sums words = (byte_sums)(0);
        for (int channel = 0; channel < channels; channel++) {
            words |= byte_quantise(tile_load(planes + channel * plane_stride + pixel), grid)
                << (8 * channel);
        }
        __builtin_memcpy(output + pixel * 4, &words, sizeof words);
    }
    for (; pixel < pixels; pixel++) {
        for (int channel = 0; channel < 4; channel++) {
            tile_lanes value =
                tile_splat(channel < channels ? planes[channel * plane_stride + pixel] : 0);
            output[pixel * 4 + channel] = (uint8_t)byte_quantise(value, grid)[0];
        }
    }
}

TILE_INLINE tile_lanes byte_real(byte_lanes lanes, struct byte_grid grid) {
#pragma clang fp contract(off)
    byte_sums centred = byte_widen(lanes) - (byte_sums)(grid.zero);
    return __builtin_convertvector(centred, tile_lanes) * tile_splat(grid.scale);
}

ROW_FUNCTION void row_dequantise(
    const uint8_t *input, float *output, ptrdiff_t count, struct byte_grid grid
) {
    ptrdiff_t i = 0;
    for (; i + 16 <= count; i += 16) tile_store(output + i, byte_real(byte_load(input + i), grid));
    for (; i < count; i++) output[i] = (float)(input[i] - grid.zero) * grid.scale;
}

/// How two rows of bytes become one: by their sum or product in steps of the result.
struct byte_pair {
    /// Scales here are already divided by the result's.
    struct byte_grid left;
    struct byte_grid right;
    struct tile_activation activation;
    int zero;
    int multiplies;
};

/// `count` in multiples of 16.
ROW_FUNCTION void row_pair(
    const uint8_t *left,
    const uint8_t *right,
    uint8_t *output,
    ptrdiff_t count,
    const struct byte_pair *pair
) {
#pragma clang fp contract(off)
    const struct byte_grid first = pair->left, second = pair->right;
    const struct tile_activation activation = pair->activation;
    const int zero = pair->zero;
    if (pair->multiplies) {
        for (ptrdiff_t i = 0; i < count; i += 16) {
            tile_lanes a = byte_real(byte_load(left + i), first);
            tile_lanes b = byte_real(byte_load(right + i), second);
            tile_lanes value = a * b;
            byte_store(
                output + i, byte_narrow(byte_round(tile_activate(value, activation), zero))
            );
        }
        return;
    }
    for (ptrdiff_t i = 0; i < count; i += 16) {
        tile_lanes a = byte_real(byte_load(left + i), first);
        tile_lanes b = byte_real(byte_load(right + i), second);
        tile_lanes value = a + b;
        byte_store(output + i, byte_narrow(byte_round(tile_activate(value, activation), zero)));
    }
}

ROW_FUNCTION void row_table(
    const uint8_t *table, const uint8_t *input, uint8_t *output, ptrdiff_t count
) {
    for (ptrdiff_t i = 0; i < count; i++) output[i] = table[input[i]];
}

/// See `row_pool_max`; strides in bytes.
struct row_byte_pool {
    const uint8_t *input;
    ptrdiff_t row_stride;
    ptrdiff_t pixel_stride;
    ptrdiff_t column_stride;
    int rows, columns;
    uint8_t *output;
};

ROW_FUNCTION void row_pool_bytes(const struct row_byte_pool *given, ptrdiff_t pixels) {
    const struct row_byte_pool job = *given;
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        const uint8_t *from = job.input + pixel * job.pixel_stride;
        byte_lanes best = byte_load(from);
        for (int row = 0; row < job.rows; row++) {
            for (int column = 0; column < job.columns; column++) {
                byte_lanes value =
                    byte_load(from + row * job.row_stride + column * job.column_stride);
                best = best < value ? value : best;
            }
        }
        byte_store(job.output + pixel * 16, best);
    }
}

/// Sums of `pixels` pixels of a block, less their zero points, times `factor`, in steps of the
/// result.
ROW_FUNCTION void row_mean_bytes(
    const uint8_t *input,
    ptrdiff_t pixels,
    int input_zero,
    float factor,
    uint8_t *output,
    struct byte_grid result
) {
    byte_sums sums = (byte_sums)(0);
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        sums += byte_widen(byte_load(input + pixel * 16));
    }
    sums -= (byte_sums)((int)pixels * input_zero);
    tile_lanes value = __builtin_convertvector(sums, tile_lanes) * tile_splat(factor);
    value = tile_min(tile_max(value, tile_splat(result.low)), tile_splat(result.high));
    byte_store(output, byte_narrow(byte_round(value, result.zero)));
}

/// Pixels of up to `lane` planes become pixels of a block of `lane` channels; the filler is 0.
ROW_FUNCTION void row_bytes_to_block(
    const uint8_t *planes,
    ptrdiff_t plane_stride,
    int channels,
    int lane,
    ptrdiff_t pixels,
    uint8_t *block
) {
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        for (int channel = 0; channel < lane; channel++) {
            block[pixel * lane + channel] =
                channel < channels ? planes[channel * plane_stride + pixel] : 0;
        }
    }
}

/// Pixels of a block of `lane` channels become pixels of planes.
ROW_FUNCTION void row_bytes_to_planes(
    const uint8_t *block,
    ptrdiff_t plane_stride,
    int channels,
    int lane,
    ptrdiff_t pixels,
    uint8_t *planes
) {
    for (int channel = 0; channel < channels; channel++) {
        for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
            planes[channel * plane_stride + pixel] = block[pixel * lane + channel];
        }
    }
}
