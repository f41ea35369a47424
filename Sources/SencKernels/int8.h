// int8 layers: weights in 8 signed bits with one scale an output, activations in 8 unsigned bits
// with one scale and one offset a row, products summed in 32-bit integers.
//
// An activation is low + scale · q with q in 0...255, a weight is factor · p with p in -127...127,
// so  Σ x w = factor · (scale · Σ q p + low · Σ p).
//
// Weights have a factor for each section of INT8_SECTION inputs, whose sums are added in float.
//
// The integers are exact and the steps in float are the same in every family, so all families
// give the same bits. The including file sets
//   INT8_GROUP              inputs in 4 bytes
//   ELEMENT            the type of one of them
//   ACTIVATION_OFFSET  what is taken from q to make it fit
//   INT8_DOT           (x, w, sum): adds the products of a group to each lane
#pragma once

#include "conversion.h"
#include "functions.h"

#define INT8_SECTION 384

// A multiply-add that rounds once wherever it runs.
INLINE vector fused(vector a, vector b, vector c) {
#if HAS_FMA
    return fma_(a, b, c);
#else
    for (int i = 0; i < LANES; i++) c[i] = fmaf(a[i], b[i], c[i]);
    return c;
#endif
}

// To the nearest integer, ties to even, for |x| < 2²².
INLINE integers nearest(vector x) {
    const vector magic = splat(12582912.0f);
    return (integers)(x + magic) - (integers)magic;
}

typedef ELEMENT elements __attribute__((vector_size(LANES * sizeof(ELEMENT))));

INLINE void store_elements(ELEMENT *target, integers values, ptrdiff_t count) {
    elements part = __builtin_convertvector(values, elements);
    memcpy(target, &part, (size_t)count * sizeof(ELEMENT));
}

// Sums of LANES · PARTS = 64 running sums, so that every family adds in the same order.
#define PARTS (64 / LANES)

INLINE float sum_of_parts(vector *parts) {
    UNROLLED for (int half = PARTS / 2; half > 0; half /= 2) {
        UNROLLED for (int i = 0; i < half; i++) parts[i] += parts[i + half];
    }
    return sum_of(parts[0]);
}

INLINE vector magnitude(vector v) { return (vector)((integers)v & 0x7FFFFFFF); }

// The first `count` lanes of v, the rest `filling`.
INLINE vector filled(vector v, ptrdiff_t count, float filling) {
    for (ptrdiff_t i = count; i < LANES; i++) v[i] = filling;
    return v;
}

// What follows a prepared row: its scale, its low end, and the inputs that its range leaves out.
typedef struct {
    float scale;
    float low;
    int32_t count;
    struct {
        int32_t input;
        float excess;  // what the range's nearer end falls short of the input by
    } outliers[];
} row_range;

// Inputs further from the row's mean than OUTLIER_DEVIATIONS standard deviations are left out of
// the range of its integers, which would be coarse for all the others, and the part of them that
// is beyond the range is multiplied in float. By Chebyshev's inequality less than one input in
// OUTLIER_DEVIATIONS² is as far.
#define OUTLIER_DEVIATIONS 5

INLINE ptrdiff_t row_range_words(ptrdiff_t inputs) {
    return 3 + 2 * (inputs / (OUTLIER_DEVIATIONS * OUTLIER_DEVIATIONS) + 1);
}

// Sets the bounds beyond which an input is an outlier.
INLINE void outlier_bounds(const float *x, ptrdiff_t inputs, float *lower, float *upper) {
    vector sums[PARTS] = {0};
    vector squares[PARTS] = {0};
    ptrdiff_t k = 0;
    for (; k + LANES * PARTS <= inputs; k += LANES * PARTS) {
        UNROLLED for (int i = 0; i < PARTS; i++) {
            vector v = load(x + k + i * LANES);
            vector square = v * v;  // a statement of its own, lest it be fused with the addition
            sums[i] += v;
            squares[i] += square;
        }
    }
    for (int i = 0; k < inputs; k += LANES, i++) {
        vector v = load_part(x + k, smaller(LANES, inputs - k));
        vector square = v * v;
        sums[i] += v;
        squares[i] += square;
    }
    float mean = sum_of_parts(sums) / (float)inputs;
    float mean_square = sum_of_parts(squares) / (float)inputs;
    float square_of_mean = mean * mean;
    float variance = mean_square - square_of_mean;
    // Never so little that rounding alone would make an input an outlier.
    float limit = OUTLIER_DEVIATIONS * sqrtf(fmaxf(variance, 1e-6f * mean_square));
    *lower = mean - limit;
    *upper = mean + limit;
}

// Quantizes a row [inputs]; its row_range follows it.
static void quantize_row(const float *x, ptrdiff_t inputs, int32_t *prepared) {
    ptrdiff_t groups = (inputs + INT8_GROUP - 1) / INT8_GROUP;
    row_range *range = (row_range *)(prepared + groups);
    float lower, upper;
    outlier_bounds(x, inputs, &lower, &upper);
    vector lowest = splat(INFINITY);
    vector highest = splat(-INFINITY);
    ptrdiff_t most = inputs / (OUTLIER_DEVIATIONS * OUTLIER_DEVIATIONS) + 1;
    ptrdiff_t count = 0;
    FOR_ROW(inputs, k, lanes, {
        vector v = filled(load_part(x + k, lanes), lanes, x[k]);
        integers is_outlier = (v < lower) | (v > upper);
        lowest = minimum(select_(is_outlier, splat(INFINITY), v), lowest);
        highest = maximum(select_(is_outlier, splat(-INFINITY), v), highest);
        if (__builtin_reduce_or(is_outlier)) {
            for (ptrdiff_t i = 0; i < lanes; i++) {
                if (is_outlier[i] && count < most) range->outliers[count++].input = (int)(k + i);
            }
        }
    });
    float low = minimum_of(lowest);
    float high = maximum_of(highest);
    range->scale = (high - low) / 255.0f;
    range->low = low;
    range->count = (int32_t)count;
    for (ptrdiff_t i = 0; i < count; i++) {
        float value = x[range->outliers[i].input];
        range->outliers[i].excess = value - (value > high ? high : low);
    }
    vector inverse = splat(high > low ? 255.0f / (high - low) : 0);
    ELEMENT *target = (ELEMENT *)prepared;
    FOR_ROW(inputs, k, lanes, {
        vector v = minimum(maximum(load_part(x + k, lanes), splat(low)), splat(high));
        integers q = nearest((v - low) * inverse);
        store_elements(target + k, q - ACTIVATION_OFFSET, lanes);
    });
    for (ptrdiff_t k = inputs; k < groups * INT8_GROUP; k++) target[k] = 0;
}

// A section's weights are followed by the sums Σ p, as integers, and the factors of its outputs.
INLINE vector finished(integers sum, const row_range *range, const float *footer,
                       ptrdiff_t stride, vector addend) {
    integers weight_sum = load_integers((const int32_t *)footer);
    vector factor = load(footer + stride);
    vector total = floats_of(sum + ACTIVATION_OFFSET * weight_sum);
    addend = fused(splat(range->low), floats_of(weight_sum) * factor, addend);
    return fused(total, splat(range->scale) * factor, addend);
}

// The weights of one input as floats, from the words that hold its group.
INLINE vector weights_of(const float *words, ptrdiff_t input) {
    const int bits = 8 * (int)sizeof(ELEMENT);
    int shift = 32 - bits - bits * (int)(input % INT8_GROUP);
    return floats_of((load_integers((const int32_t *)words) << shift) >> (32 - bits));
}

// Adds the products of the outliers of a tile's rows.
INLINE void add_outliers(ptrdiff_t rows, ptrdiff_t vectors, const int32_t *a, ptrdiff_t a_stride,
                         ptrdiff_t groups, const float *panel, float *c, ptrdiff_t c_stride) {
    const ptrdiff_t section_groups = INT8_SECTION / INT8_GROUP;
    ptrdiff_t width = vectors * LANES;
    for (ptrdiff_t r = 0; r < rows; r++) {
        const row_range *range = (const row_range *)(a + r * a_stride + groups);
        for (ptrdiff_t i = 0; i < range->count; i++) {
            ptrdiff_t input = range->outliers[i].input;
            ptrdiff_t first = input / INT8_SECTION * section_groups;
            const float *section = panel + (first + 2 * (input / INT8_SECTION)) * width;
            const float *words = section + (input / INT8_GROUP - first) * width;
            const float *factors = section + (smaller(section_groups, groups - first) + 1) * width;
            vector excess = splat(range->outliers[i].excess);
            for (ptrdiff_t j = 0; j < width; j += LANES) {
                float *p = c + r * c_stride + j;
                vector product = weights_of(words + j, input) * excess;
                store(p, fused(product, load(factors + j), load(p)));
            }
        }
    }
}

#define PRECISION int8
#define GROUP INT8_GROUP
#define OPERAND int32_t
#define SPREAD(x) splat_integer(x)
#define WEIGHTS integers
#define SUMS integers
#define LOAD_WEIGHTS(p) load_integers((const int32_t *)(p))
#define MULTIPLY_ADD(x, w, sum) INT8_DOT(x, w, sum)
#define ACTIVATE_TILE activate_tile_briefly
#define SECTION INT8_SECTION
#define FOOTER 2
#define FINISH(sum, factors, footer, stride, addend) \
    finished(sum, (const row_range *)(factors), footer, stride, addend)
#define ROW_FACTORS(inputs) row_range_words(inputs)
#define PREPARE quantize_row
#define COMPLETE_TILE add_outliers
#include "layers.h"
#include "end_layers.h"

// Packs the weights of one output in a section: `target` is where its first group goes, `width`
// words before the next.
INLINE void pack_section(const void *row, senc_scalar type, ptrdiff_t first, ptrdiff_t inputs,
                         ptrdiff_t width, int32_t *target) {
    vector largest = splat(0);
    FOR_ROW(inputs, k, lanes, {
        largest = maximum(magnitude(load_as_float(row, type, first + k, lanes)), largest);
    });
    float range = maximum_of(largest);
    float factor = range / 127.0f;
    vector inverse = splat(range > 0 ? 127.0f / range : 0);
    integers sums = {0};
    FOR_ROW(inputs, k, lanes, {
        integers p = nearest(load_as_float(row, type, first + k, lanes) * inverse);
        sums += p;
        int32_t groups[LANES / INT8_GROUP] = {0};
        store_elements((ELEMENT *)groups, p, lanes);
        for (ptrdiff_t i = 0; i < (lanes + INT8_GROUP - 1) / INT8_GROUP; i++) {
            target[(k / INT8_GROUP + i) * width] = groups[i];
        }
    });
    int32_t *footer = target + int8_groups(inputs) * width;
    for (int i = 0; i < LANES; i++) *footer += sums[i];
    memcpy(footer + width, &factor, 4);
}

static void int8_pack(const void *weights, senc_scalar type, ptrdiff_t stride, ptrdiff_t outputs,
                      ptrdiff_t inputs, ptrdiff_t first, ptrdiff_t last, float *packed) {
    ptrdiff_t row_size = stride * (type == SENC_FLOAT32 ? 4 : 2);
    for (ptrdiff_t panel = first; panel < last; panel++) {
        ptrdiff_t column = panel * PANEL;
        ptrdiff_t count = smaller(PANEL, outputs - column);
        ptrdiff_t width = round_up(count, LANES);
        int32_t *target = (int32_t *)(packed + int8_words(column, inputs));
        memset(target, 0, (size_t)int8_words(width, inputs) * 4);
        for (ptrdiff_t c = 0; c < count; c++) {
            const char *row = (const char *)weights + (column + c) * row_size;
            int32_t *section = target + c;
            for (ptrdiff_t k = 0; k < inputs; k += INT8_SECTION) {
                pack_section(row, type, k, smaller(INT8_SECTION, inputs - k), width, section);
                section += (INT8_SECTION / INT8_GROUP + 2) * width;
            }
        }
    }
}

const senc_linear INT8_TABLE = {
    .instructions = INT8_INSTRUCTIONS,
    .panel = PANEL,
    .lanes = LANES,
    .packed_size = int8_packed_size,
    .pack = int8_pack,
    .scratch_size = int8_scratch_size,
    .apply = int8_apply,
};
