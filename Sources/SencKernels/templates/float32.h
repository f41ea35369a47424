// float32 layers. A layer takes its input as it is.
#pragma once

#include "conversion.h"
#include "functions.h"
#include "short_weights.h"

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

#define PRECISION float32
#define LINEAR_TABLE FLOAT32_TABLE
#define LOAD_WEIGHTS(p) load(p)
#define STORE_WEIGHTS(group, j, vectors, v) store((group) + (j) * LANES, v)
#define PACK_TRANSPOSED float32_pack_values
#include "float32_layers.h"

#define ATTENTION_TABLE FLOAT32_ATTENTION
#define GOES_BACK
#define PACK_VALUES float32_pack_values
#define EXPONENTIAL exponential
#define LOG_OF_E 1.0f
#define STORE_OPERANDS(row, index, v) store((row) + (index), v)
#include "attention.h"
#include "end_layers.h"

// Weights that are published in 16 bits stay so: the same products from half the memory.
#ifdef FLOAT32_FLOAT16_TABLE
#define PRECISION float32_float16
#define LINEAR_TABLE FLOAT32_FLOAT16_TABLE
#define VECTOR_WORDS SHORT_WORDS
#define LOAD_WEIGHTS(p) load_as_float(p, SENC_FLOAT16, 0, LANES)
#define STORE_WEIGHTS(group, j, vectors, v) \
    store_float16_weights((group) + (j) * SHORT_WORDS, v)
#include "float32_layers.h"
#include "end_layers.h"
#endif

#ifdef FLOAT32_BFLOAT16_TABLE
#define PRECISION float32_bfloat16
#define LINEAR_TABLE FLOAT32_BFLOAT16_TABLE
#define VECTOR_WORDS SHORT_WORDS
#define LOAD_GROUP load_bfloat16_weights
#define STORE_WEIGHTS store_bfloat16_weights
#include "float32_layers.h"
#include "end_layers.h"
#endif
