// bfloat16 layers by the dot product of pairs.
#if defined(__aarch64__)

#include <arm_neon.h>

#define LANES 4
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define FROM_HALF(half) vcvt_f32_f16((float16x4_t)(half))
#define LANE_OPERANDS 4
#define BFLOAT16_TABLE senc_bfloat16_neon_bf16
#define BFLOAT16_INSTRUCTIONS "NEON BF16"
#define BFLOAT16_ATTENTION senc_bfloat16_attention_neon
#define HAS_BRAIN_DOT 1
#define DOT(x, w, sum) \
    ((vector)vbfdotq_f32((float32x4_t)(sum), (bfloat16x8_t)(w), (bfloat16x8_t)(x)))
#define TO_BRAIN(x) \
    __builtin_convertvector((halves)vcvt_bf16_f32((float32x4_t)(x)), integers)

#pragma clang attribute push(__attribute__((target("bf16"))), apply_to = function)
#include "bfloat16.h"
#pragma clang attribute pop

#endif
