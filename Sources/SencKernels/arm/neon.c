// 4 lanes; tiles of 6 × 16 keep 24 of the 32 registers as accumulators.
#if defined(__aarch64__)

#include <arm_neon.h>

#define LANES 4
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define FROM_HALF(half) vcvt_f32_f16((float16x4_t)(half))
#define LANE_OPERANDS 4
#define GRADIENTS_TABLE senc_gradients_neon
#define TRAINING_TABLE senc_training_neon
#define ROWS_TABLE senc_rows_neon
#define FLOAT32_TABLE senc_float32_neon
#define FLOAT32_ATTENTION senc_float32_attention_neon
#define FLOAT32_INSTRUCTIONS "NEON"
#define BFLOAT16_TABLE senc_bfloat16_neon
#define BFLOAT16_INSTRUCTIONS "NEON, widened"
#define HAS_BRAIN_DOT 0
#define INT8_TABLE senc_int8_neon
#define BLOCKS_TABLE senc_int8_blocks_neon
#define INT8_INSTRUCTIONS "NEON, widened"

#include "bfloat16.h"
#include "float32.h"
#include "gradients.h"

// Products of signed bytes in 16 bits, where the sum of two of them fits: an activation moved down by
// 128 is within -128...127, a weight within -127...127. They leave no room for several operands.
#undef LANE_OPERANDS
#define INT8_GROUP 4
#define ELEMENT int8_t
#define ACTIVATION_OFFSET 128
#define INT8_SPREAD(x) spread_bytes(x)
#define INT8_DOT(x, w, sum) add_pairs(low_products(x, w), high_products(x, w), sum)
// A weight of a block may be -128, too.
#define BLOCKS_DOT(x, w, sum) add_wide_pairs(low_products(x, w), high_products(x, w), sum)

// Its halves are alike; the compiler, if it knew, would move those of the weights.
INLINE integers spread_bytes(int32_t operand) {
    integers x = splat_integer(operand);
    HIDE_REGISTER(x);
    return x;
}

// The products of the weights of two outputs, and of the other two.
INLINE int16x8_t low_products(integers x, integers w) {
    return vmull_s8(vget_low_s8((int8x16_t)x), vget_low_s8((int8x16_t)w));
}

INLINE int16x8_t high_products(integers x, integers w) {
    return vmull_high_s8((int8x16_t)x, (int8x16_t)w);
}

// What is hidden is computed in this order, for which there are registers.
INLINE integers add_pairs(int16x8_t low, int16x8_t high, integers sum) {
    sum = (integers)vpadalq_s16((int32x4_t)sum, vpaddq_s16(low, high));
    HIDE_REGISTER(sum);
    return sum;
}

INLINE integers add_wide_pairs(int16x8_t low, int16x8_t high, integers sum) {
    sum += (integers)vpaddq_s32(vpaddlq_s16(low), vpaddlq_s16(high));
    HIDE_REGISTER(sum);
    return sum;
}

#include "int8.h"
#include "int8_blocks.h"
#include "rows.h"
#include "training.h"

#endif
