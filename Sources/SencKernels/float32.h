// float32 layers. A layer takes its input as it is.
#pragma once

#include "conversion.h"
#include "functions.h"

#define PRECISION float32
#define GROUP 1
#define OPERAND float
#define SPREAD(x) splat(x)
#define WEIGHTS vector
#define SUMS vector
#define LOAD_WEIGHTS(p) load(p)
#define MULTIPLY_ADD(x, w, sum) fma_(x, w, sum)
#define ACTIVATE_TILE activate_tile
#define FOOTER 0
#define FINISH(sum, factors, footer, stride, bias) ((sum) + (bias))
#include "layers.h"
#include "peak.h"

// Packs by squares of LANES outputs by LANES inputs.
static void float32_pack(const void *weights, senc_scalar type, ptrdiff_t stride,
                         ptrdiff_t outputs, ptrdiff_t inputs,
                         ptrdiff_t first, ptrdiff_t last, float *packed) {
    ptrdiff_t row_size = stride * (type == SENC_FLOAT32 ? 4 : 2);
    for (ptrdiff_t panel = first; panel < last; panel++) {
        ptrdiff_t column = panel * PANEL;
        ptrdiff_t count = smaller(PANEL, outputs - column);
        ptrdiff_t width = round_up(count, LANES);
        float *target = packed + column * inputs;
        for (ptrdiff_t c = 0; c < width; c += LANES) {
            const char *source = (const char *)weights + (column + c) * row_size;
            ptrdiff_t rows = smaller(LANES, count - c);
            FOR_ROW(inputs, k, lanes, {
                vector square[LANES];
                UNROLLED for (int i = 0; i < LANES; i++) {
                    square[i] = splat(0);
                    if (i < rows) square[i] = load_as_float(source + i * row_size, type, k, lanes);
                }
                transpose(square);
                UNROLLED for (int i = 0; i < LANES; i++) {
                    if (i < lanes) store(target + (k + i) * width + c, square[i]);
                }
            });
        }
    }
}

// Packs values [tokens, columns] for attention.
INLINE void float32_pack_values(const float *v, ptrdiff_t stride, ptrdiff_t tokens,
                                ptrdiff_t columns, float *panel) {
    ptrdiff_t width = round_up(columns, LANES);
    for (ptrdiff_t token = 0; token < tokens; token++) {
        FOR_ROW(columns, i, lanes, {
            store(panel + token * width + i, load_part(v + token * stride + i, lanes));
        });
    }
}

#define ATTENTION_TABLE FLOAT32_ATTENTION
#define PACK_KEYS float32_pack
#define PACK_VALUES float32_pack_values
#define EXPONENTIAL exponential
#define STORE_OPERANDS(row, index, v) store((row) + (index), v)
#include "attention.h"
#include "end_layers.h"

const senc_linear FLOAT32_TABLE = {
    .instructions = FLOAT32_INSTRUCTIONS,
    .panel = PANEL,
    .lanes = LANES,
    .packed_size = float32_packed_size,
    .pack = float32_pack,
    .scratch_size = float32_scratch_size,
    .apply = float32_apply,
    .peak = float32_peak,
};
