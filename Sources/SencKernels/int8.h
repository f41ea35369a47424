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
    float high;
    int32_t count;
    struct {
        int32_t input;
        int32_t slot;  // its place among the columns of the block, or -1
        float excess;  // what the range's nearer end falls short of the input by
    } outliers[];
} row_range;

// Inputs further from the row's mean than OUTLIER_DEVIATIONS standard deviations are left out of
// the range of its integers, which would be coarse for all the others, and the part of them that
// is beyond the range is multiplied in float. By Chebyshev's inequality less than one input in
// OUTLIER_DEVIATIONS² is as far.
#define OUTLIER_DEVIATIONS 5

INLINE ptrdiff_t row_range_words(ptrdiff_t inputs) {
    return 4 + 3 * (inputs / (OUTLIER_DEVIATIONS * OUTLIER_DEVIATIONS) + 1);
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

// Finds a row's range and its outliers, beyond the bounds that its range holds so far.
INLINE void find_range(const float *x, ptrdiff_t inputs, row_range *range) {
    vector lower = splat(range->low);
    vector upper = splat(range->high);
    vector lowest = splat(INFINITY);
    vector highest = splat(-INFINITY);
    ptrdiff_t most = inputs / (OUTLIER_DEVIATIONS * OUTLIER_DEVIATIONS) + 1;
    ptrdiff_t count = 0;
    FOR_ROW(inputs, k, lanes, {
        vector v = filled(load_part(x + k, lanes), lanes, x[k]);
        integers is_outlier = (v < lower) | (v > upper);
        lowest = minimum(select_(is_outlier, splat(INFINITY), v), lowest);
        highest = maximum(select_(is_outlier, splat(-INFINITY), v), highest);
        unsigned bits = bits_of(is_outlier) & ((1u << lanes) - 1);
        for (; bits && count < most; bits &= bits - 1) {
            range->outliers[count++].input = (int32_t)(k + __builtin_ctz(bits));
        }
    });
    float low = minimum_of(lowest);
    float high = maximum_of(highest);
    for (ptrdiff_t i = 0; i < count; i++) {
        float value = x[range->outliers[i].input];
        range->outliers[i].excess = value - (value > high ? high : low);
    }
    range->low = low;
    range->scale = (high - low) / 255.0f;
    range->high = high;
    range->count = (int32_t)count;
}

// Rounds a row [inputs] to the steps of its range.
INLINE void quantize_row(const float *x, ptrdiff_t inputs, const row_range *range,
                         ELEMENT *target) {
    vector low = splat(range->low);
    vector high = splat(range->high);
    float width = range->high - range->low;
    vector inverse = splat(width > 0 ? 255.0f / width : 0);
    FOR_ROW(inputs, k, lanes, {
        vector v = minimum(maximum(load_part(x + k, lanes), low), high);
        integers q = nearest((v - low) * inverse);
        store_elements(target + k, q - ACTIVATION_OFFSET, lanes);
    });
    ptrdiff_t groups = (inputs + INT8_GROUP - 1) / INT8_GROUP;
    for (ptrdiff_t k = inputs; k < groups * INT8_GROUP; k++) target[k] = 0;
}

// Quantizes rows [rows, inputs]; the row_range of each follows it. Each step goes over all rows
// before the next, so that the CPU need not wait for the end of a row's sums.
static void quantize(const float *x, ptrdiff_t x_stride, ptrdiff_t rows, ptrdiff_t inputs,
                     int32_t *prepared, ptrdiff_t stride) {
    ptrdiff_t groups = (inputs + INT8_GROUP - 1) / INT8_GROUP;
    for (ptrdiff_t r = 0; r < rows; r++) {
        row_range *range = (row_range *)(prepared + r * stride + groups);
        outlier_bounds(x + r * x_stride, inputs, &range->low, &range->high);
    }
    for (ptrdiff_t r = 0; r < rows; r++) {
        row_range *range = (row_range *)(prepared + r * stride + groups);
        find_range(x + r * x_stride, inputs, range);
    }
    for (ptrdiff_t r = 0; r < rows; r++) {
        const row_range *range = (const row_range *)(prepared + r * stride + groups);
        quantize_row(x + r * x_stride, inputs, range, (ELEMENT *)(prepared + r * stride));
    }
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

// The weights of the inputs that are outliers in a block of rows, nearly always the same few, as
// floats. Those that find no room are made anew for each row.
#define OUTLIER_COLUMNS 24

typedef struct {
    int32_t count;
    int32_t inputs[OUTLIER_COLUMNS];
    float weights[OUTLIER_COLUMNS][PANEL];
} outlier_columns;

// Finds the outliers of the rows a slot each.
INLINE void collect_columns(outlier_columns *columns, const int32_t *a, ptrdiff_t a_stride,
                            ptrdiff_t rows, ptrdiff_t groups) {
    columns->count = 0;
    for (ptrdiff_t r = 0; r < rows; r++) {
        row_range *range = (row_range *)(a + r * a_stride + groups);
        for (int32_t i = 0; i < range->count; i++) {
            int32_t input = range->outliers[i].input;
            int32_t slot = 0;
            while (slot < columns->count && columns->inputs[slot] != input) slot++;
            if (slot == columns->count && slot < OUTLIER_COLUMNS) {
                columns->inputs[columns->count++] = input;
            }
            range->outliers[i].slot = slot < OUTLIER_COLUMNS ? slot : -1;
        }
    }
}

// One input's weights for LANES outputs, from column j of a panel on.
INLINE vector column_of(const float *panel, ptrdiff_t groups, ptrdiff_t width, ptrdiff_t input,
                        ptrdiff_t j) {
    const ptrdiff_t section_groups = INT8_SECTION / INT8_GROUP;
    ptrdiff_t first = input / INT8_SECTION * section_groups;
    const float *section = panel + (first + 2 * (input / INT8_SECTION)) * width + j;
    const float *words = section + (input / INT8_GROUP - first) * width;
    const float *factors = section + (smaller(section_groups, groups - first) + 1) * width;
    return weights_of(words, input) * load(factors);
}

INLINE void unpack_columns(outlier_columns *columns, const float *panel, ptrdiff_t groups,
                           ptrdiff_t width) {
    for (int32_t i = 0; i < columns->count; i++) {
        for (ptrdiff_t j = 0; j < width; j += LANES) {
            store(columns->weights[i] + j,
                  column_of(panel, groups, width, columns->inputs[i], j));
        }
    }
}

// Adds the products of one row's outliers, in their order.
INLINE void add_row_outliers(const outlier_columns *columns, const int vectors,
                             const row_range *range, ptrdiff_t groups, const float *panel,
                             float *c) {
    vector sums[PANEL_VECTORS];
    UNROLLED for (int j = 0; j < vectors; j++) sums[j] = load(c + j * LANES);
    for (int32_t i = 0; i < range->count; i++) {
        vector excess = splat(range->outliers[i].excess);
        int32_t slot = range->outliers[i].slot;
        if (slot >= 0) {
            const float *weights = columns->weights[slot];
            UNROLLED for (int j = 0; j < vectors; j++) {
                sums[j] = fused(excess, load(weights + j * LANES), sums[j]);
            }
        } else {
            ptrdiff_t input = range->outliers[i].input;
            for (int j = 0; j < vectors; j++) {
                vector weights = column_of(panel, groups, vectors * LANES, input, j * LANES);
                sums[j] = fused(excess, weights, sums[j]);
            }
        }
    }
    UNROLLED for (int j = 0; j < vectors; j++) store(c + j * LANES, sums[j]);
}

INLINE void add_outliers(const outlier_columns *columns, ptrdiff_t rows, ptrdiff_t vectors,
                         const int32_t *a, ptrdiff_t a_stride, ptrdiff_t groups,
                         const float *panel, float *c, ptrdiff_t c_stride) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const row_range *range = (const row_range *)(a + r * a_stride + groups);
        float *row = c + r * c_stride;
        switch (range->count == 0 ? 0 : vectors) {
        case 1:
            add_row_outliers(columns, 1, range, groups, panel, row);
            break;
        case 2:
            add_row_outliers(columns, 2, range, groups, panel, row);
            break;
#if PANEL_VECTORS == 4
        case 3:
            add_row_outliers(columns, 3, range, groups, panel, row);
            break;
        case 4:
            add_row_outliers(columns, 4, range, groups, panel, row);
            break;
#endif
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
#define PREPARE quantize
#define BLOCK_STATE outlier_columns
#define OPEN_BLOCK collect_columns
#define OPEN_PANEL unpack_columns
#define COMPLETE_TILE add_outliers
#include "layers.h"
#include "peak.h"
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
    .peak = int8_peak,
};
