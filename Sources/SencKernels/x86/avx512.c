// 16 lanes; tiles of 6 × 64 keep 24 of the 32 registers as accumulators.
#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 16
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define FROM_HALF(half) _mm512_cvtph_ps((__m256i)(half))
#define TO_HALF(v) _mm512_cvtps_ph((__m512)(v), _MM_FROUND_TO_NEAREST_INT)
#define GRADIENTS_TABLE senc_gradients_avx512
#define TRAINING_TABLE senc_training_avx512
#define ROWS_TABLE senc_rows_avx512
#define FLOAT32_TABLE senc_float32_avx512
#define FLOAT32_FLOAT16_TABLE senc_float32_float16_avx512
#define FLOAT32_BFLOAT16_TABLE senc_float32_bfloat16_avx512
#define FLOAT32_ATTENTION senc_float32_attention_avx512
#define FLOAT32_INSTRUCTIONS "AVX-512"
#define BFLOAT16_TABLE senc_bfloat16_avx512
#define BFLOAT16_INSTRUCTIONS "AVX-512, widened"
#define HAS_BRAIN_DOT 0
#define INT8_TABLE senc_int8_avx512
#define BLOCKS_TABLE senc_int8_blocks_avx512
#define INT8_INSTRUCTIONS "AVX-512, widened"

// Sixteen bits hold neither the sum of two products nor, safely, their parts; so elements are
// kept in 16 bits and their products summed in 32.
#define INT8_GROUP 2
#define ELEMENT int16_t
#define ACTIVATION_OFFSET 0
#define INT8_DOT(x, w, sum) \
    ((sum) + (integers)_mm512_madd_epi16((__m512i)(x), (__m512i)(w)))
#define BLOCKS_DOT INT8_DOT

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma"))), apply_to = function)
#include "bfloat16.h"
#include "float32.h"
#include "gradients.h"
#include "int8.h"
#include "int8_blocks.h"
#include "rows.h"
#include "training.h"
#pragma clang attribute pop

#endif
