// Rows of activations in 8 unsigned bits with one scale and one offset a row, for layers of 8-bit
// weights.
//
// An activation is low + scale · q with q in 0...255. The including file sets
//   INT8_GROUP         inputs in 4 bytes
//   ELEMENT            the type of one of them
//   ACTIVATION_OFFSET  what is taken from q to make it fit
//   INT8_SPREAD        if set, the vector that has a group in each lane
#pragma once

#include "conversion.h"
#include "functions.h"

#ifndef INT8_SPREAD
#define INT8_SPREAD(x) splat_integer(x)
#endif

// A multiply-add that rounds once wherever it runs.
INLINE vector fused(vector a, vector b, vector c) {
#if HAS_FMA
    return fma_(a, b, c);
#else
    for (int i = 0; i < LANES; i++) c[i] = fmaf(a[i], b[i], c[i]);
    return c;
#endif
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

// Inputs beyond OUTLIER_LIMIT times the row's root mean square are left out of the range of its
// integers, which would be coarse for all the others, and the part of them that is beyond the
// range is multiplied in float. By Markov's inequality less than one input in OUTLIER_LIMIT² is as
// large.
#define OUTLIER_LIMIT 12

INLINE ptrdiff_t row_range_words(ptrdiff_t inputs) {
    return 4 + 3 * (inputs / (OUTLIER_LIMIT * OUTLIER_LIMIT) + 1);
}

// Finds the outliers of a row and the range of the others.
static void find_outliers(const float *x, ptrdiff_t inputs, float limit, row_range *range) {
    vector lowest = splat(INFINITY);
    vector highest = splat(-INFINITY);
    int32_t most = (int32_t)(inputs / (OUTLIER_LIMIT * OUTLIER_LIMIT)) + 1;
    int32_t count = 0;
    FOR_ROW(inputs, k, lanes, {
        vector v = filled(load_part(x + k, lanes), lanes, 0);
        integers is_outlier = magnitude(v) > limit;
        lowest = minimum(select_(is_outlier, splat(INFINITY), v), lowest);
        highest = maximum(select_(is_outlier, splat(-INFINITY), v), highest);
        unsigned bits = bits_of(is_outlier);
        for (; bits && count < most; bits &= bits - 1) {
            range->outliers[count++].input = (int32_t)(k + __builtin_ctz(bits));
        }
    });
    range->low = minimum_of(lowest);
    range->high = maximum_of(highest);
    range->count = count;
    for (int32_t i = 0; i < count; i++) {
        float value = x[range->outliers[i].input];
        range->outliers[i].excess = value - (value > 0 ? range->high : range->low);
    }
}

INLINE void find_range(const float *x, ptrdiff_t inputs, row_range *range) {
    vector squares[PARTS] = {0};
    vector lowest = splat(x[0]);
    vector highest = splat(x[0]);
    ptrdiff_t k = 0;
    for (; k + LANES * PARTS <= inputs; k += LANES * PARTS) {
        UNROLLED for (int i = 0; i < PARTS; i++) {
            vector v = load(x + k + i * LANES);
            squares[i] = fused(v, v, squares[i]);
            lowest = minimum(v, lowest);
            highest = maximum(v, highest);
        }
    }
    for (int i = 0; k < inputs; k += LANES, i++) {
        vector v = filled(load_part(x + k, smaller(LANES, inputs - k)), inputs - k, x[0]);
        squares[i] = fused(v, v, squares[i]);
        lowest = minimum(v, lowest);
        highest = maximum(v, highest);
    }
    float limit = OUTLIER_LIMIT * sqrtf(sum_of_parts(squares) / (float)inputs);
    range->low = minimum_of(lowest);
    range->high = maximum_of(highest);
    range->count = 0;
    if (range->high > limit || range->low < -limit) find_outliers(x, inputs, limit, range);
    range->scale = (range->high - range->low) / 255.0f;
}

// Rounds a row [inputs] to the steps of its range.
INLINE void round_to_steps(const float *x, ptrdiff_t inputs, const row_range *range,
                           const bool has_outliers, ELEMENT *target) {
    const vector magic = splat(12582912.0f);  // as in nearest()
    vector low = splat(range->low);
    vector high = splat(range->high);
    float width = range->high - range->low;
    vector inverse = splat(width > 0 ? 255.0f / width : 0);
    FOR_ROW(inputs, k, lanes, {
        vector v = load_part(x + k, lanes);
        if (has_outliers) v = minimum(maximum(v, low), high);
        integers q = (integers)fused(v - low, inverse, magic) - (integers)magic;
        store_elements(target + k, q - ACTIVATION_OFFSET, lanes);
    });
}

// Groups of a row, as layers.h counts them.
INLINE ptrdiff_t row_groups(ptrdiff_t inputs) {
    ptrdiff_t groups = (inputs + INT8_GROUP - 1) / INT8_GROUP;
#ifdef PAIRED_ROWS
    groups = round_up(groups, 4);
#endif
    return groups;
}

INLINE void quantize_row(const float *x, ptrdiff_t inputs, const row_range *range,
                         ELEMENT *target) {
    if (range->count == 0) {
        round_to_steps(x, inputs, range, false, target);
    } else {
        round_to_steps(x, inputs, range, true, target);
    }
    ptrdiff_t groups = row_groups(inputs);
    for (ptrdiff_t k = inputs; k < groups * INT8_GROUP; k++) target[k] = 0;
}

// Quantizes rows [rows, inputs]; the row_range of each follows it. Each step goes over all rows
// before the next, so that the CPU need not wait for the end of a row's sums.
static void quantize(const float *x, ptrdiff_t x_stride, ptrdiff_t rows, ptrdiff_t inputs,
                     int32_t *prepared, ptrdiff_t stride) {
    ptrdiff_t groups = row_groups(inputs);
    for (ptrdiff_t r = 0; r < rows; r++) {
        find_range(x + r * x_stride, inputs, (row_range *)(prepared + r * stride + groups));
    }
    for (ptrdiff_t r = 0; r < rows; r++) {
        const row_range *range = (const row_range *)(prepared + r * stride + groups);
        quantize_row(x + r * x_stride, inputs, range, (ELEMENT *)(prepared + r * stride));
    }
}

// The word in a panel of that many outputs that has one output's weights of a group.
INLINE ptrdiff_t place_of(ptrdiff_t group, ptrdiff_t output, ptrdiff_t width) {
#ifdef PAIRED_ROWS
    return group / 2 * 2 * width + output * 2 + group % 2;
#else
    return group * width + output;
#endif
}

// The weights of one input as floats, from the words that hold its group.
INLINE vector weights_of(const float *words, ptrdiff_t input) {
    const int bits = 8 * (int)sizeof(ELEMENT);
    int shift = 32 - bits - bits * (int)(input % INT8_GROUP);
    integers group;
#ifdef PAIRED_ROWS
    UNROLLED for (int i = 0; i < LANES; i++) memcpy((char *)&group + 4 * i, words + 2 * i, 4);
#else
    group = load_integers((const int32_t *)words);
#endif
    return floats_of((group << shift) >> (32 - bits));
}

// The weights of the inputs that are outliers in a block of rows, nearly always the same few, as
// floats. Those that find no room are made anew for each row.
#define OUTLIER_COLUMNS 24

typedef struct {
    // How the weights are packed: blocks of groups, each followed by words for every output, one
    // of them the factor of its weights.
    ptrdiff_t block_groups, block_footer, block_factor;
    int32_t count;
    int32_t inputs[OUTLIER_COLUMNS];
    float weights[OUTLIER_COLUMNS][PANEL];
} outlier_columns;

// Finds the outliers of the rows a slot each.
INLINE void collect_columns(outlier_columns *columns, const int32_t *a, ptrdiff_t a_stride,
                            ptrdiff_t rows, ptrdiff_t groups, ptrdiff_t block_groups,
                            ptrdiff_t block_footer, ptrdiff_t block_factor) {
    columns->block_groups = block_groups;
    columns->block_footer = block_footer;
    columns->block_factor = block_factor;
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
INLINE vector column_of(const outlier_columns *columns, const float *panel, ptrdiff_t width,
                        ptrdiff_t input, ptrdiff_t j) {
    ptrdiff_t group = input / INT8_GROUP, groups = columns->block_groups;
    const float *block = panel + group / groups * (groups + columns->block_footer) * width;
    const float *words = block + place_of(group % groups, j, width);
    return weights_of(words, input) * load(block + (groups + columns->block_factor) * width + j);
}

INLINE void unpack_columns(outlier_columns *columns, const float *panel, ptrdiff_t width) {
    for (int32_t i = 0; i < columns->count; i++) {
        for (ptrdiff_t j = 0; j < width; j += LANES) {
            store(columns->weights[i] + j,
                  column_of(columns, panel, width, columns->inputs[i], j));
        }
    }
}

// Adds the products of one row's outliers, in their order.
INLINE void add_row_outliers(const outlier_columns *columns, const int vectors,
                             const row_range *range, const float *panel, float *c) {
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
                vector weights = column_of(columns, panel, vectors * LANES, input, j * LANES);
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
            add_row_outliers(columns, 1, range, panel, row);
            break;
        case 2:
            add_row_outliers(columns, 2, range, panel, row);
            break;
#if PANEL_VECTORS == 4
        case 3:
            add_row_outliers(columns, 3, range, panel, row);
            break;
        case 4:
            add_row_outliers(columns, 4, range, panel, row);
            break;
#endif
        }
    }
}

