// int8 layers for weights in blocks of 32 inputs that have a scale each: products are summed in
// integers within a block, and the blocks' sums in float.
//
// An activation is low + scale · q, a weight of block b is factor_b · p with p in -128...127, so
// Σ x w = scale · Σ_b factor_b · Σ q p + low · Σ_b factor_b · Σ p.
//
// The integers are exact and the steps in float are the same in every family, so all families
// give the same bits. The including file sets what int8_rows.h needs and
//   BLOCKS_TABLE  the table's name
//   BLOCKS_DOT    (x, w, sum): adds the products of a group to each lane
//   BLOCKS_SUM    the 32-bit sums of a block; if not set, BLOCKS_DOT's sums are that
#pragma once

#include "int8_rows.h"

#ifndef BLOCKS_SUM
#define BLOCKS_SUM(sums) (sums)
#endif

#define PRECISION int8_blocks
#define GROUP INT8_GROUP
#define OPERAND int32_t
#define SPREAD(x) INT8_SPREAD(x)
#define WEIGHTS integers
#define SUMS integers
#define LOAD_WEIGHTS(p) load_integers((const int32_t *)(p))
#define MULTIPLY_ADD(x, w, sum) BLOCKS_DOT(x, w, sum)
#define ACTIVATE_TILE fast_activate_tile
#define BLOCK_GROUPS (QUANTIZED_BLOCK / INT8_GROUP)
// Of each block, what the offset of activations leaves out, and the factor.
#if ACTIVATION_OFFSET != 0
#define BLOCK_FOOTER 2
#define START(footer) load_integers((const int32_t *)(footer))
#else
#define BLOCK_FOOTER 1
#define START(footer) ((integers){0})
#endif
#define FOLD(sums, footer, stride, total) \
    fused(floats_of(BLOCKS_SUM(sums)), load((footer) + (BLOCK_FOOTER - 1) * (stride)), total)
// The weights' sum.
#define FOOTER 1
#define FINISH(total, factors, footer, stride, bias) \
    fused(total, splat(((const row_range *)(factors))->scale), \
          fused(splat(((const row_range *)(factors))->low), load(footer), bias))
#define ROW_FACTORS(inputs) row_range_words(inputs)
#define PREPARE quantize
#define BLOCK_STATE outlier_columns
#define OPEN_BLOCK(columns, a, a_stride, rows, groups) \
    collect_columns(columns, a, a_stride, rows, groups, BLOCK_GROUPS, BLOCK_FOOTER, \
                    BLOCK_FOOTER - 1)
#define OPEN_PANEL unpack_columns
#define COMPLETE_TILE add_outliers
#include "layers.h"
#include "peak.h"

// Packing, too, needs to know it.
enum { blocks_footer = BLOCK_FOOTER };

#include "end_layers.h"

// The integers of a block and their factor. Floats are rounded to 8 bits.
INLINE float read_block(const uint8_t *row, senc_scalar type, ptrdiff_t number,
                        int8_t quanta[QUANTIZED_BLOCK]) {
    const uint8_t *block = row + row_bytes(type, number * QUANTIZED_BLOCK);
    if (type == SENC_Q4_0) {
        for (int i = 0; i < 16; i++) {
            quanta[i] = (int8_t)((block[2 + i] & 15) - 8);
            quanta[i + 16] = (int8_t)((block[2 + i] >> 4) - 8);
        }
        return block_scale(block);
    }
    if (type == SENC_Q8_0) {
        memcpy(quanta, block + 2, QUANTIZED_BLOCK);
        return block_scale(block);
    }
    vector largest = splat(0);
    for (ptrdiff_t k = 0; k < QUANTIZED_BLOCK; k += LANES) {
        largest = maximum(magnitude(load_as_float(block, type, k, LANES)), largest);
    }
    float range = maximum_of(largest);
    vector inverse = splat(range > 0 ? 127.0f / range : 0);
    for (ptrdiff_t k = 0; k < QUANTIZED_BLOCK; k += LANES) {
        integers p = nearest(load_as_float(block, type, k, LANES) * inverse);
        for (int i = 0; i < LANES; i++) quanta[k + i] = (int8_t)p[i];
    }
    return range / 127.0f;
}

static void int8_blocks_pack(const void *weights, senc_scalar type, ptrdiff_t stride,
                             ptrdiff_t outputs, ptrdiff_t inputs, ptrdiff_t first, ptrdiff_t last,
                             float *packed) {
    enum { groups = QUANTIZED_BLOCK / INT8_GROUP };
    ptrdiff_t row_size = row_bytes(type, stride);
    for (ptrdiff_t panel = first; panel < last; panel++) {
        ptrdiff_t column = panel * PANEL;
        ptrdiff_t count = smaller(PANEL, outputs - column);
        ptrdiff_t width = round_up(count, LANES);
        float *target = packed + int8_blocks_words(column, inputs);
        if (count < width) memset(target, 0, (size_t)int8_blocks_words(width, inputs) * 4);
        for (ptrdiff_t c = 0; c < count; c++) {
            const uint8_t *row = (const uint8_t *)weights + (column + c) * row_size;
            float *words = target;
            float total = 0;
            for (ptrdiff_t block = 0; block < inputs / QUANTIZED_BLOCK; block++) {
                int8_t quanta[QUANTIZED_BLOCK];
                float factor = read_block(row, type, block, quanta);
                ELEMENT elements[QUANTIZED_BLOCK];
                int32_t sum = 0;
                for (int i = 0; i < QUANTIZED_BLOCK; i++) {
                    elements[i] = (ELEMENT)quanta[i];
                    sum += quanta[i];
                }
                for (int i = 0; i < groups; i++) {
                    memcpy(words + place_of(i, c, width), elements + i * INT8_GROUP, 4);
                }
                words += groups * width;
                if (blocks_footer == 2) {
                    int32_t start = ACTIVATION_OFFSET * sum;
                    memcpy(words + c, &start, 4);
                    words += width;
                }
                words[c] = factor;
                words += width;
                total = fmaf(factor, (float)sum, total);
            }
            words[c] = total;
        }
    }
}

const senc_linear BLOCKS_TABLE = {
    .instructions = INT8_INSTRUCTIONS,
    .panel = PANEL,
    .lanes = LANES,
    .packed_size = int8_blocks_packed_size,
    .pack = int8_blocks_pack,
    .scratch_size = int8_blocks_scratch_size,
    .apply = int8_blocks_apply,
    .peak = int8_blocks_peak,
    .tiles_size = int8_blocks_tiles_size,
    .tiles = int8_blocks_tiles,
};
