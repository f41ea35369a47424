// 8 lanes; tiles of 6 × 16 keep 12 of the 16 registers as accumulators.
#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 8
#define PANEL_VECTORS 2
#define ROUND_GROUPS 4
#define LONG_BLOCK_ROWS 192
#define HAS_FMA 1
#define FROM_HALF(half) _mm256_cvtph_ps((__m128i)(half))
#define TO_HALF(v) _mm256_cvtps_ph((__m256)(v), _MM_FROUND_TO_NEAREST_INT)
#define GRADIENTS_TABLE senc_gradients_avx2
#define TRAINING_TABLE senc_training_avx2
#define ROWS_TABLE senc_rows_avx2
#define FLOAT32_TABLE senc_float32_avx2
#define FLOAT32_FLOAT16_TABLE senc_float32_float16_avx2
#define FLOAT32_BFLOAT16_TABLE senc_float32_bfloat16_avx2
#define FLOAT32_ATTENTION senc_float32_attention_avx2
#define FLOAT32_INSTRUCTIONS "AVX2"
#define BFLOAT16_TABLE senc_bfloat16_avx2
#define BFLOAT16_INSTRUCTIONS "AVX2, widened"
#define HAS_BRAIN_DOT 0
#define INT8_TABLE senc_int8_avx2
#define BLOCKS_TABLE senc_int8_blocks_avx2
#define INT8_INSTRUCTIONS "AVX2, widened"

// Sixteen bits hold neither the sum of two products nor, safely, their parts; so elements are
// kept in 16 bits and their products summed in 32.
#define INT8_GROUP 2
#define ELEMENT int16_t
#define ACTIVATION_OFFSET 0
#define INT8_DOT(x, w, sum) \
    ((sum) + (integers)_mm256_madd_epi16((__m256i)(x), (__m256i)(w)))
#define BLOCKS_DOT INT8_DOT

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "bfloat16.h"
#include "float32.h"
#include "gradients.h"
#include "int8.h"
#include "int8_blocks.h"
#include "rows.h"
#include "training.h"
#pragma clang attribute pop

#endif
