// bfloat16 layers: weights and activations rounded to bfloat16, products summed in float32.
//
// HAS_BRAIN_DOT says whether DOT(x, w, sum) adds the products of two pairs to each lane. Where
// there is no such instruction, weights are widened as they are loaded and activations are kept
// as the floats they were rounded to: the sums round differently, the operands are the same.
#pragma once

#include "conversion.h"
#include "functions.h"
#include "short_weights.h"

#if HAS_BRAIN_DOT
#define GROUP 2
#define OPERAND int32_t
#define SPREAD(x) splat_integer(x)
#define WEIGHTS integers
#define LOAD_WEIGHTS(p) load_integers((const int32_t *)(p))
#define MULTIPLY_ADD(x, w, sum) DOT(x, w, sum)
#define STORE_GROUP(group, j, vectors, columns) \
    store_integers((int32_t *)(group) + (j) * LANES, paired_bf16((columns)[0], (columns)[1]))

INLINE void store_bf16(uint16_t *target, integers values, ptrdiff_t count) {
    halves part = __builtin_convertvector(values, halves);
    memcpy(target, &part, (size_t)count * 2);
}

// The operands of even and odd inputs.
INLINE integers paired_bf16(vector even, vector odd) {
    return to_bf16(even) | to_bf16(odd) << 16;
}

// Rounds a row [inputs]; an odd last input is paired with zero.
INLINE void round_row(const float *x, ptrdiff_t inputs, int32_t *prepared) {
    uint16_t *target = (uint16_t *)prepared;
    FOR_ROW(inputs, k, lanes, {
        store_bf16(target + k, to_bf16(load_part(x + k, lanes)), lanes);
    });
    if (inputs % 2) target[inputs] = 0;
}

// Packs values [tokens, columns], as attention has them; an odd last token is paired with zeros.
INLINE void bfloat16_pack_values(const float *v, ptrdiff_t stride, ptrdiff_t tokens,
                                 ptrdiff_t columns, float *panel) {
    ptrdiff_t width = round_up(columns, LANES);
    for (ptrdiff_t token = 0; token < tokens; token += 2) {
        const float *even = v + token * stride;
        int32_t *target = (int32_t *)panel + token / 2 * width;
        FOR_ROW(columns, i, lanes, {
            vector odd = splat(0);
            if (token + 1 < tokens) odd = load_part(even + stride + i, lanes);
            store_integers(target + i, paired_bf16(load_part(even + i, lanes), odd));
        });
    }
}
#else
#define GROUP 1
#define OPERAND float
#define SPREAD(x) splat(x)
#define WEIGHTS vector
#define VECTOR_WORDS SHORT_WORDS
#define LOAD_GROUP load_bfloat16_weights
#define MULTIPLY_ADD(x, w, sum) fma_(x, w, sum)
#define STORE_GROUP(group, j, vectors, columns) \
    store_bfloat16_weights(group, j, vectors, (columns)[0])

INLINE void round_row(const float *x, ptrdiff_t inputs, float *prepared) {
    FOR_ROW(inputs, k, lanes, {
        store_part(prepared + k, from_bf16(to_bf16(load_part(x + k, lanes))), lanes);
    });
}

// Packs values [tokens, columns].
INLINE void bfloat16_pack_values(const float *v, ptrdiff_t stride, ptrdiff_t tokens,
                                 ptrdiff_t columns, float *panel) {
    ptrdiff_t vectors = round_up(columns, LANES) / LANES;
    for (ptrdiff_t token = 0; token < tokens; token++) {
        float *group = panel + token * vectors * SHORT_WORDS;
        FOR_ROW(columns, i, lanes, {
            vector part = load_part(v + token * stride + i, lanes);
            store_bfloat16_weights(group, i / LANES, vectors, part);
        });
    }
}
#endif

static void round_rows(const float *x, ptrdiff_t x_stride, ptrdiff_t rows, ptrdiff_t inputs,
                       OPERAND *prepared, ptrdiff_t stride) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        round_row(x + r * x_stride, inputs, prepared + r * stride);
    }
}

#define PRECISION bfloat16
#define SUMS vector
#define ACTIVATE_TILE fast_activate_tile
#define FOOTER 0
#define FINISH(sum, factors, footer, stride, bias) ((sum) + (bias))
#define ROW_FACTORS(inputs) 0
#define PREPARE round_rows
#include "layers.h"
#include "packing.h"
#include "peak.h"

#define PACK_TRANSPOSED bfloat16_pack_values
#include "packing_transposed.h"

#if HAS_BRAIN_DOT
#define ATTENTION_TABLE BFLOAT16_ATTENTION
#define PACK_KEYS bfloat16_pack
#define PACK_VALUES bfloat16_pack_values
#define EXPONENTIAL fast_exp
#define STORE_OPERANDS(row, index, v) store_bf16((uint16_t *)(row) + (index), to_bf16(v), LANES)
#include "attention.h"
#endif
#include "end_layers.h"

const senc_linear BFLOAT16_TABLE = {
    .instructions = BFLOAT16_INSTRUCTIONS,
    .panel = PANEL,
    .lanes = LANES,
    .packed_size = bfloat16_packed_size,
    .pack = bfloat16_pack,
    .pack_transposed = bfloat16_pack_transposed,
    .scratch_size = bfloat16_scratch_size,
    .apply = bfloat16_apply,
    .peak = bfloat16_peak,
    .tiles_size = bfloat16_tiles_size,
    .tiles = bfloat16_tiles,
};
