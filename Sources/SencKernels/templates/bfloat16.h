// bfloat16 layers: weights and activations rounded to bfloat16, products summed in float32.
//
// HAS_BRAIN_DOT says whether DOT(x, w, sum) adds the products of two pairs to each lane. Where
// there is no such instruction, weights are widened as they are loaded and activations are kept
// as the floats they were rounded to: the sums round differently, the operands are the same.
#pragma once

#include "conversion.h"
#include "functions.h"

// Inputs 2k and 2k + 1 of one row, or of LANES outputs.
typedef struct {
    float even, odd;
} pair;

typedef struct {
    vector even, odd;
} pairs;

INLINE pairs spread_pair(pair x) { return (pairs){splat(x.even), splat(x.odd)}; }

INLINE pairs widen(integers w) {
    return (pairs){(vector)(w << 16), (vector)(w & (int32_t)0xFFFF0000)};
}

INLINE vector add_products(pairs x, pairs w, vector sum) {
    return fma_(x.odd, w.odd, fma_(x.even, w.even, sum));
}

INLINE void store_bf16(uint16_t *target, integers values, ptrdiff_t count) {
    halves part = __builtin_convertvector(values, halves);
    memcpy(target, &part, (size_t)count * 2);
}

// The operands of even and odd inputs.
INLINE integers paired_bf16(vector even, vector odd) {
    return to_bf16(even) | to_bf16(odd) << 16;
}

// Rounds a row [inputs]; an odd last input is paired with zero.
INLINE void round_row(const float *x, ptrdiff_t inputs, void *prepared) {
#if HAS_BRAIN_DOT
    uint16_t *target = prepared;
    FOR_ROW(inputs, k, lanes, {
        store_bf16(target + k, to_bf16(load_part(x + k, lanes)), lanes);
    });
#else
    float *target = prepared;
    FOR_ROW(inputs, k, lanes, {
        store_part(target + k, from_bf16(to_bf16(load_part(x + k, lanes))), lanes);
    });
#endif
    if (inputs % 2) target[inputs] = 0;
}

#if HAS_BRAIN_DOT
typedef int32_t bfloat16_operand;
#else
typedef pair bfloat16_operand;
#endif

static void round_rows(const float *x, ptrdiff_t x_stride, ptrdiff_t rows, ptrdiff_t inputs,
                       bfloat16_operand *prepared, ptrdiff_t stride) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        round_row(x + r * x_stride, inputs, prepared + r * stride);
    }
}

#define PRECISION bfloat16
#define GROUP 2
#define SUMS vector
#define OPERAND bfloat16_operand
#if HAS_BRAIN_DOT
#define SPREAD(x) splat_integer(x)
#define WEIGHTS integers
#define LOAD_WEIGHTS(p) load_integers((const int32_t *)(p))
#define MULTIPLY_ADD(x, w, sum) DOT(x, w, sum)
#else
#define SPREAD(x) spread_pair(x)
#define WEIGHTS pairs
#define LOAD_WEIGHTS(p) widen(load_integers((const int32_t *)(p)))
#define MULTIPLY_ADD(x, w, sum) add_products(x, w, sum)
#define HIDE(x) \
    HIDE_REGISTER((x).even); \
    HIDE_REGISTER((x).odd)
#endif
#define ACTIVATE_TILE fast_activate_tile
#define FOOTER 0
#define FINISH(sum, factors, footer, stride, bias) ((sum) + (bias))
#define ROW_FACTORS(inputs) 0
#define PREPARE round_rows
#define STORE_GROUP(p, columns) \
    store_integers((int32_t *)(p), paired_bf16((columns)[0], (columns)[1]))
#include "layers.h"
#include "packing.h"
#include "peak.h"

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
};
