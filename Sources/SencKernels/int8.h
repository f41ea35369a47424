// int8 layers: weights in 8 signed bits with one scale an output, activations in 8 unsigned bits
// with one scale and one offset a row, products summed in 32-bit integers.
//
// An activation is low + scale · q with q in 0...255, a weight is factor · p with p in -127...127,
// so  Σ x w = factor · (scale · Σ q p + low · Σ p).
//
// The integer sums hold for layers of up to 65,536 inputs.
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

INLINE void quantize_row(const float *x, ptrdiff_t inputs, const row_range *range,
                         ELEMENT *target) {
    if (range->count == 0) {
        round_to_steps(x, inputs, range, false, target);
    } else {
        round_to_steps(x, inputs, range, true, target);
    }
    ptrdiff_t groups = (inputs + INT8_GROUP - 1) / INT8_GROUP;
    for (ptrdiff_t k = inputs; k < groups * INT8_GROUP; k++) target[k] = 0;
}

// Quantizes rows [rows, inputs]; the row_range of each follows it. Each step goes over all rows
// before the next, so that the CPU need not wait for the end of a row's sums.
static void quantize(const float *x, ptrdiff_t x_stride, ptrdiff_t rows, ptrdiff_t inputs,
                     int32_t *prepared, ptrdiff_t stride) {
    ptrdiff_t groups = (inputs + INT8_GROUP - 1) / INT8_GROUP;
    for (ptrdiff_t r = 0; r < rows; r++) {
        find_range(x + r * x_stride, inputs, (row_range *)(prepared + r * stride + groups));
    }
    for (ptrdiff_t r = 0; r < rows; r++) {
        const row_range *range = (const row_range *)(prepared + r * stride + groups);
        quantize_row(x + r * x_stride, inputs, range, (ELEMENT *)(prepared + r * stride));
    }
}

// An output's weights are followed by the sum Σ p, as an integer, its factor, and the factor times
// the sum.
INLINE vector finished(integers sum, const row_range *range, const float *footer,
                       ptrdiff_t stride, vector bias) {
    if (ACTIVATION_OFFSET != 0) {
        sum += ACTIVATION_OFFSET * load_integers((const int32_t *)footer);
    }
    bias = fused(splat(range->low), load(footer + 2 * stride), bias);
    return fused(floats_of(sum), splat(range->scale) * load(footer + stride), bias);
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
    const float *words = panel + input / INT8_GROUP * width + j;
    const float *factors = panel + (groups + 1) * width + j;
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
#define FOOTER 3
#define FINISH(sum, factors, footer, stride, bias) \
    finished(sum, (const row_range *)(factors), footer, stride, bias)
#define ROW_FACTORS(inputs) row_range_words(inputs)
#define PREPARE quantize
#define BLOCK_STATE outlier_columns
#define OPEN_BLOCK collect_columns
#define OPEN_PANEL unpack_columns
#define COMPLETE_TILE add_outliers
#include "layers.h"
#include "peak.h"

static void int8_apply_bytes(const senc_layer *layer, const int8_t *x, ptrdiff_t x_stride,
                             ptrdiff_t rows, float *y, ptrdiff_t y_stride, float *scratch) {
    ptrdiff_t inputs = layer->inputs;
    ptrdiff_t groups = int8_groups(inputs);
    ptrdiff_t stride = int8_prepared_stride(inputs);
    for (ptrdiff_t row = 0; row < rows; row += BLOCK_ROWS) {
        ptrdiff_t block_rows = smaller(BLOCK_ROWS, rows - row);
        int32_t *prepared = (int32_t *)scratch;
        for (ptrdiff_t r = 0; r < block_rows; r++) {
            const int8_t *bytes = x + (row + r) * x_stride;
            ELEMENT *target = (ELEMENT *)(prepared + r * stride);
            ptrdiff_t k = 0;
            for (; k < inputs; k++) target[k] = (ELEMENT)(bytes[k] + 128 - ACTIVATION_OFFSET);
            for (; k < groups * INT8_GROUP; k++) target[k] = 0;
            row_range *range = (row_range *)(prepared + r * stride + groups);
            *range = (row_range){.scale = 1, .low = -128, .high = 127, .count = 0};
        }
        int8_block(prepared, stride, block_rows, inputs, layer->packed, layer->bias,
                   layer->outputs, y + row * y_stride, y_stride, layer->activation);
    }
}

#include "end_layers.h"

// Packs the weights of one output: `target` is where its first group goes, `width` words before
// the next.
INLINE void pack_output(const void *row, senc_scalar type, ptrdiff_t inputs, ptrdiff_t width,
                        int32_t *target) {
    vector largest = splat(0);
    FOR_ROW(inputs, k, lanes, {
        largest = maximum(magnitude(load_as_float(row, type, k, lanes)), largest);
    });
    float range = maximum_of(largest);
    vector inverse = splat(range > 0 ? 127.0f / range : 0);
    integers sums = {0};
    FOR_ROW(inputs, k, lanes, {
        integers p = nearest(load_as_float(row, type, k, lanes) * inverse);
        sums += p;
        int32_t groups[LANES / INT8_GROUP] = {0};
        store_elements((ELEMENT *)groups, p, lanes);
        for (ptrdiff_t i = 0; i < (lanes + INT8_GROUP - 1) / INT8_GROUP; i++) {
            target[(k / INT8_GROUP + i) * width] = groups[i];
        }
    });
    int32_t sum = 0;
    for (int i = 0; i < LANES; i++) sum += sums[i];
    float footer[2] = {range / 127.0f, (float)sum * (range / 127.0f)};
    target += int8_groups(inputs) * width;
    target[0] = sum;
    memcpy(target + width, &footer[0], 4);
    memcpy(target + 2 * width, &footer[1], 4);
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
            pack_output((const char *)weights + (column + c) * row_size, type, inputs, width,
                        target + c);
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
    .apply_bytes = int8_apply_bytes,
    .peak = int8_peak,
};
