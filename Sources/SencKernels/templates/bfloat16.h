// bfloat16 layers: weights and activations rounded to bfloat16, products summed in float32.
//
// HAS_BRAIN_DOT says whether DOT(x, w, sum) adds the products of two pairs to each lane. Where
// there is no such instruction, weights are widened as they are loaded and activations are kept
// as the floats they were rounded to: the sums round differently, the operands are the same.
#pragma once

#include "conversion.h"
#include "functions.h"
#include "short_weights.h"
#ifdef INT8_ATTENTION
#include "int8_keys.h"
#endif

#if HAS_BRAIN_DOT
#define GROUP 2
#define OPERAND int32_t
#define SPREAD(x) splat(pair_of(x))
#define WEIGHTS integers
#define LOAD_WEIGHTS(p) load_integers((const int32_t *)(p))
#define MULTIPLY_ADD(x, w, sum) DOT(x, w, sum)
#ifdef PAIRED_ROWS
#define STORED_INPUTS 4
#define STORE_GROUP(group, j, vectors, columns) store_two_groups(group, j, columns)
#else
#define STORED_INPUTS 2
#define STORE_GROUP(group, j, vectors, columns) \
    store_integers((int32_t *)(group) + (j) * LANES, paired_bf16((columns)[0], (columns)[1]))
#endif

// A pair of bfloat16, whose bits are all that counts.
INLINE float pair_of(int32_t operand) {
    float pair;
    memcpy(&pair, &operand, sizeof pair);
    return pair;
}

INLINE void store_bf16(uint16_t *target, integers values, ptrdiff_t count) {
    halves part = __builtin_convertvector(values, halves);
    memcpy(target, &part, (size_t)count * 2);
}

// The operands of even and odd inputs.
INLINE integers paired_bf16(vector even, vector odd) {
    return to_bf16(even) | to_bf16(odd) << 16;
}

#ifdef PAIRED_ROWS
// Two groups from the vectors of four inputs.
INLINE void store_two_groups(float *group, ptrdiff_t j, const vector inputs[4]) {
    integers first = paired_bf16(inputs[0], inputs[1]);
    integers second = paired_bf16(inputs[2], inputs[3]);
    int32_t *target = (int32_t *)group + 2 * LANES * j;
    store_integers(target, __builtin_shufflevector(first, second, 0, 4, 1, 5));
    store_integers(target + LANES, __builtin_shufflevector(first, second, 2, 6, 3, 7));
}
#endif

// Inputs that a row has a multiple of, the last of them 0.
#ifdef PAIRED_ROWS
#define INPUTS_OF_GROUPS 8
#else
#define INPUTS_OF_GROUPS 2
#endif

INLINE void fill_row(int32_t *row, ptrdiff_t inputs) {
    ptrdiff_t missing = round_up(inputs, INPUTS_OF_GROUPS) - inputs;
    memset((uint16_t *)row + inputs, 0, (size_t)missing * 2);
}

INLINE void round_row(const float *x, ptrdiff_t inputs, int32_t *prepared) {
    uint16_t *target = (uint16_t *)prepared;
    FOR_ROW(inputs, k, lanes, {
        store_bf16(target + k, to_bf16(load_part(x + k, lanes)), lanes);
    });
    fill_row(prepared, inputs);
}

// Packs values [tokens, columns], as attention has them; an odd last token is paired with zeros.
INLINE void bfloat16_pack_values(const float *v, ptrdiff_t stride, ptrdiff_t tokens,
                                 ptrdiff_t columns, float *panel) {
    ptrdiff_t vectors = round_up(columns, LANES) / LANES;
    for (ptrdiff_t token = 0; token < round_up(tokens, INPUTS_OF_GROUPS); token += STORED_INPUTS) {
        float *group = panel + token / 2 * vectors * LANES;
        FOR_ROW(columns, i, lanes, {
            vector inputs[STORED_INPUTS];
            UNROLLED for (int n = 0; n < STORED_INPUTS; n++) {
                inputs[n] = splat(0);
                if (token + n < tokens) inputs[n] = load_part(v + (token + n) * stride + i, lanes);
            }
            STORE_GROUP(group, i / LANES, vectors, inputs);
        });
    }
}
#else
#define GROUP 1
#define OPERAND float
#define SPREAD(x) splat(x)
#define WEIGHTS vector
#define VECTOR_WORDS SHORT_WORDS
#if LANES == 4
#define LOAD_WEIGHTS load_bfloat16
#else
#define LOAD_GROUP load_bfloat16_weights
#endif
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
#define PACK_VALUES bfloat16_pack_values
#define EXPONENTIAL fast_exp2
#define LOG_OF_E 1.44269504f
#define STORE_OPERANDS(row, index, v) store_bf16((uint16_t *)(row) + (index), to_bf16(v), LANES)
#define FILL_ROW fill_row
#include "attention.h"
#ifdef INT8_ATTENTION
#define ATTENTION_TABLE INT8_ATTENTION
#define KEYS int8_keys
#define PACK_KEYS int8_keys_pack
#define QUERY_SCALE int8_query_scale
#include "attention.h"
#endif
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
