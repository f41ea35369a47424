// Comparisons on 4 lanes.
#if defined(__aarch64__)

#include <arm_neon.h>

#define LANES 4
#define PANEL_VECTORS 4
#define HAS_FMA 1
#define FROM_HALF(half) vcvt_f32_f16((float16x4_t)(half))
#define MULTIPLY_HIGH(a, b) ((shorts)vqrdmulhq_s16((int16x8_t)(a), (int16x8_t)(b)))
#define BYTE_COUNTS(v) vcntq_u8((uint8x16_t)(v))
#define BYTE_SUMS(v) ((words)vpaddlq_u32(vpaddlq_u16(vpaddlq_u8((uint8x16_t)(v)))))
#define COMPARISONS_TABLE senc_comparisons_neon

#include "comparisons.h"

#endif
