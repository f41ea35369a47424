// bfloat16 and int8 layers by products of matrices: 2 × 2 sums of products of two rows with two outputs.
#if defined(__aarch64__)

#include <arm_neon.h>

#define LANES 4
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define FROM_HALF(half) vcvt_f32_f16((float16x4_t)(half))
#define PAIRED_ROWS
#define BFLOAT16_TABLE senc_bfloat16_neon_i8mm
#define BFLOAT16_INSTRUCTIONS "NEON BF16, matrices"
#define BFLOAT16_ATTENTION senc_bfloat16_attention_neon_i8mm
#define HAS_BRAIN_DOT 1
#define DOT(x, w, sum) \
    ((vector)vbfmmlaq_f32((float32x4_t)(sum), (bfloat16x8_t)(x), (bfloat16x8_t)(w)))
#define TO_BRAIN(x) \
    __builtin_convertvector((halves)vcvt_bf16_f32((float32x4_t)(x)), integers)
#define INT8_TABLE senc_int8_neon_i8mm
#define BLOCKS_TABLE senc_int8_blocks_neon_i8mm
#define INT8_INSTRUCTIONS "NEON I8MM"
#define INT8_GROUP 4
#define ELEMENT uint8_t
#define ACTIVATION_OFFSET 0
#define INT8_DOT(x, w, sum) \
    ((integers)vusmmlaq_s32((int32x4_t)(sum), (uint8x16_t)(x), (int8x16_t)(w)))
#define BLOCKS_DOT INT8_DOT

#pragma clang attribute push(__attribute__((target("bf16,i8mm"))), apply_to = function)
#include "bfloat16.h"
#include "int8.h"
#include "int8_blocks.h"
#pragma clang attribute pop

#endif
