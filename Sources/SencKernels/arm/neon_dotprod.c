// int8 layers by the dot product of signed bytes, so activations are moved down by 128.
#if defined(__aarch64__)

#include <arm_neon.h>

#define LANES 4
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define FROM_HALF(half) vcvt_f32_f16((float16x4_t)(half))
#define LANE_OPERANDS 4
#define INT8_TABLE senc_int8_neon_dotprod
#define BLOCKS_TABLE senc_int8_blocks_neon_dotprod
#define INT8_INSTRUCTIONS "NEON dot product"
#define INT8_GROUP 4
#define ELEMENT int8_t
#define ACTIVATION_OFFSET 128
#define INT8_DOT(x, w, sum) \
    ((integers)vdotq_s32((int32x4_t)(sum), (int8x16_t)(w), (int8x16_t)(x)))

#define BLOCKS_DOT INT8_DOT

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)
#include "int8.h"
#include "int8_blocks.h"
#pragma clang attribute pop

#endif
