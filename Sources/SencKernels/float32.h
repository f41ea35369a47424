// float32 layers. A layer takes its input as it is.
#pragma once

#include "conversion.h"
#include "functions.h"

#define PRECISION float32
#define LOAD_WEIGHTS(p) load(p)
#define STORE_WEIGHTS(p, v) store(p, v)
#include "float32_layers.h"
#include "peak.h"

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

// Weights that are published in 16 bits stay so: the same products from half the memory.
#ifdef FLOAT32_FLOAT16_TABLE
#define PRECISION float32_float16
#define VECTOR_WORDS (LANES / 2)
#define LOAD_WEIGHTS(p) load_as_float(p, SENC_FLOAT16, 0, LANES)
#define STORE_WEIGHTS(p, v) store_float16(p, v)
#include "float32_layers.h"
#include "end_layers.h"

const senc_linear FLOAT32_FLOAT16_TABLE = {
    .instructions = FLOAT32_INSTRUCTIONS,
    .panel = PANEL,
    .lanes = LANES,
    .packed_size = float32_float16_packed_size,
    .pack = float32_float16_pack,
    .scratch_size = float32_float16_scratch_size,
    .apply = float32_float16_apply,
    .peak = float32_peak,
};
#endif

#ifdef FLOAT32_BFLOAT16_TABLE
#define PRECISION float32_bfloat16
#define VECTOR_WORDS (LANES / 2)
#define LOAD_WEIGHTS(p) load_as_float(p, SENC_BFLOAT16, 0, LANES)
#define STORE_WEIGHTS(p, v) store_bfloat16(p, v)
#include "float32_layers.h"
#include "end_layers.h"

const senc_linear FLOAT32_BFLOAT16_TABLE = {
    .instructions = FLOAT32_INSTRUCTIONS,
    .panel = PANEL,
    .lanes = LANES,
    .packed_size = float32_bfloat16_packed_size,
    .pack = float32_bfloat16_pack,
    .scratch_size = float32_bfloat16_scratch_size,
    .apply = float32_bfloat16_apply,
    .peak = float32_peak,
};
#endif
