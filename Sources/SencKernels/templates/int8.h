// int8 layers: weights in 8 signed bits with one scale an output, activations in 8 unsigned bits
// with one scale and one offset a row, products summed in 32-bit integers.
//
// An activation is low + scale · q, a weight is factor · p with p in -127...127, so
// Σ x w = factor · (scale · Σ q p + low · Σ p).
//
// The integer sums hold for layers of up to 65,536 inputs.
//
// The integers are exact and the steps in float are the same in every family, so all families
// give the same bits. The including file sets what int8_rows.h needs and
//   INT8_DOT  (x, w, sum): adds the products of a group to each lane
#pragma once

#include "int8_rows.h"

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

#define PRECISION int8
#define GROUP INT8_GROUP
#define OPERAND int32_t
#define SPREAD(x) INT8_SPREAD(x)
#define WEIGHTS integers
#define SUMS integers
#define LOAD_WEIGHTS(p) load_integers((const int32_t *)(p))
#define MULTIPLY_ADD(x, w, sum) INT8_DOT(x, w, sum)
#define ACTIVATE_TILE fast_activate_tile
#define FOOTER 3
#define FINISH(sum, factors, footer, stride, bias) \
    finished(sum, (const row_range *)(factors), footer, stride, bias)
#define ROW_FACTORS(inputs) row_range_words(inputs)
#define PREPARE quantize
#define BLOCK_STATE outlier_columns
#define OPEN_BLOCK(columns, a, a_stride, rows, groups) \
    collect_columns(columns, a, a_stride, rows, groups, groups, FOOTER, 1)
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
        int8_pair_rows(prepared, stride, block_rows, groups);
        int8_block(prepared, stride, block_rows, inputs, layer->packed, layer->bias,
                   layer->outputs, y + row * y_stride, y_stride, layer->activation, false);
    }
}

#include "end_layers.h"

// Packs the weights of one output into a panel of that many of them.
INLINE void pack_output(const void *row, senc_scalar type, ptrdiff_t inputs, ptrdiff_t output,
                        ptrdiff_t width, int32_t *panel) {
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
            panel[place_of(k / INT8_GROUP + i, output, width)] = groups[i];
        }
    });
    int32_t sum = 0;
    for (int i = 0; i < LANES; i++) sum += sums[i];
    float footer[2] = {range / 127.0f, (float)sum * (range / 127.0f)};
    int32_t *target = panel + int8_groups(inputs) * width + output;
    target[0] = sum;
    memcpy(target + width, &footer[0], 4);
    memcpy(target + 2 * width, &footer[1], 4);
}

static void int8_pack(const void *weights, senc_scalar type, ptrdiff_t stride, ptrdiff_t outputs,
                      ptrdiff_t inputs, ptrdiff_t first, ptrdiff_t last, float *packed) {
    ptrdiff_t row_size = row_bytes(type, stride);
    for (ptrdiff_t panel = first; panel < last; panel++) {
        ptrdiff_t column = panel * PANEL;
        ptrdiff_t count = smaller(PANEL, outputs - column);
        ptrdiff_t width = round_up(count, LANES);
        int32_t *target = (int32_t *)(packed + int8_words(column, inputs));
        memset(target, 0, (size_t)int8_words(width, inputs) * 4);
        for (ptrdiff_t c = 0; c < count; c++) {
            pack_output((const char *)weights + (column + c) * row_size, type, inputs, c, width,
                        target);
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
    .tiles_size = int8_tiles_size,
    .tiles = int8_tiles,
};
